"""The public form, one document a line, with the address by which the record tells it: `onrecord import` takes it."""

from typing import IO, TYPE_CHECKING, Any

from onrecord.show.export import to_line
from onrecord.show.exports.form import Format
from onrecord.types import Reading

if TYPE_CHECKING:
    from onrecord.store.outgoing import Filed
    from onrecord.store.store import Store

NOTICE = ("kind", "text", "at", "address", "maker", "made")
SPAN_ROLES = ("source", "cue", "content", "role", "via")


def write(record: "Store", stream: IO[str], quotes_only: bool) -> int:
    count = 0
    for filed in record.list_filed():
        stream.write(to_line(to_row(filed, quotes_only)) + "\n")
        count += 1
    return count


def to_row(filed: "Filed", quotes_only: bool = False) -> dict[str, Any]:
    """A document as it leaves the record: the public form, its `address`, and the `notices` that were noted on it.

    With `quotes_only` it has no `text`, nor the raw words of `edits`; each statement has its `quotes` instead, a list
    of words for each of its lists of spans.
    """
    row = {**filed.reading.to_dict(), "address": filed.address}
    if own := [one for one in filed.notices if one.document == filed.number]:
        row["notices"] = [{name: getattr(one, name) for name in NOTICE} for one in reversed(own)]
    return keep_quotes(row, filed.reading) if quotes_only else row


def keep_quotes(row: dict[str, Any], reading: Reading) -> dict[str, Any]:
    row = {name: value for name, value in row.items() if name not in ("text", "edits")}
    text = reading.document.text
    for s in row["statements"]:
        s["quotes"] = {role: [text[start:end] for start, end in s[role]] for role in SPAN_ROLES}
    return {**row, "quotes_only": True}


JSONL = Format(".jsonl", write)
