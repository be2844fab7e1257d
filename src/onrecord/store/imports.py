"""What other programs give back, as types: rows of the public form, and reviews made elsewhere."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from onrecord.errors import ParseError
from onrecord.store.found import Notice
from onrecord.store.notices import check_notice
from onrecord.types import Page, Reading, Skipped

_MEND = "take JSON Lines that onrecord export or onrecord read --format jsonl wrote"


def read_given(page: Page) -> "tuple[Reading, str, tuple[Notice, ...]] | Iterator[ImportedReview | Skipped]":
    """A row of the public form as a reading with its address and notices, or reviews. Raises ParseError, one line."""
    if page.kind != "row" and is_json(page.name):
        return read_reviews(page.data, page.name)
    if page.kind != "row":
        raise ParseError(page.name, f"is no JSON Lines; {_MEND}")
    row = _load(page.data, page.name)
    if isinstance(row, dict) and "statements" not in row and ("motivation" in row or "annotations" in row):
        return _read_reviews(row, page.name)
    return read_row(row, page)


def read_row(row: Any, page: Page) -> tuple[Reading, str, tuple[Notice, ...]]:
    """A row of the public form as a reading, the address of its document, and what its outlet published about it.
    Raises ParseError, one line.

    The address is the one that `onrecord export` wrote, else the document's URL, else its id.
    """
    if isinstance(row, dict) and "text" not in row and row.get("quotes_only"):
        raise ParseError(page.name, "was written with --quotes-only and has no text; export it without that")
    if isinstance(row, dict) and "statements" not in row:
        raise ParseError(page.name, f"no reading, for it has no statements; {_MEND}, or read it with onrecord add")
    try:
        reading = Reading.from_dict(row)
    except ValueError as error:
        raise ParseError(page.name, f"{error}; {_MEND}") from None
    address = row.get("address")
    if address is not None and (not isinstance(address, str) or not address):
        raise ParseError(page.name, f"address must be a string that is not empty; {_MEND}")
    return reading, address or reading.document.url or reading.document.id, _read_notices(row, page)


def _read_notices(row: dict[str, Any], page: Page) -> tuple[Notice, ...]:
    """As `onrecord export` writes them."""
    given = row.get("notices", [])
    fault = ParseError(page.name, f"notices must be a list of objects with kind, text and made; {_MEND}")
    if not isinstance(given, list):
        raise fault
    found = []
    for one in given:
        if not isinstance(one, dict):
            raise fault
        told: dict[str, Any] = {name: one.get(name) for name in ("kind", "text", "made", "at", "address", "maker")}
        if not all(isinstance(told[name], str) for name in ("kind", "text", "made")):
            raise fault
        if not all(value is None or isinstance(value, str) for value in told.values()):
            raise fault
        try:
            check_notice(one["kind"], one["text"], one.get("at"), one.get("address"))
        except ValueError as error:
            raise ParseError(page.name, f"a notice of it: {error}") from None
        found.append(Notice(id=0, document=0, version=0, **told))
    return tuple(found)


def _load(data: bytes, name: str) -> Any:
    try:
        return json.loads(data, parse_constant=_refuse)
    except RecursionError:
        raise ParseError(name, "the JSON is nested too deep; give it as it was exported") from None
    except ValueError as error:  # UnicodeDecodeError, too
        raise ParseError(name, f"not JSON ({error}); give it as it was exported") from None


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number of JSON")


# Reviews.


def is_json(name: str) -> bool:
    """Whether a file is named as one of JSON, and not of JSON Lines: it holds reviews."""
    return name.lower().endswith((".json", ".jsonld"))


def read_whole(name: str) -> Iterator[Page | Skipped]:
    """A file as one page."""
    try:
        with Path(name).open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        yield Skipped(name, "fetch", f"cannot be read ({getattr(error, 'strerror', error)}); check the path")
        return
    if len(data) > _MAX_BYTES:
        yield Skipped(name, "fetch", f"more than {_MAX_BYTES:,} bytes; split it")
        return
    yield Page(name, data, "text")


_MAX_BYTES = 200_000_000
Role = Literal["source", "cue", "content"]
ROLES: tuple[Role, ...] = ("content", "cue", "source")
Verdict = Literal["accept", "correct", "reject", "add"]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words and their place: found again by both, or not at all."""

    exact: str
    start: int | None = None
    """In code points; None where only the words are given."""
    end: int | None = None
    prefix: str = ""
    suffix: str = ""
    """What stood before and behind."""


@dataclass(frozen=True, slots=True)
class ImportedReview:
    """A person's verdict on a statement, made in another program. Nothing of it is checked against a record yet."""

    verdict: Verdict
    """add: the reader had not found the statement."""
    sha256: str | None = None
    """Of the document's text; it or `address` is given, but for a review of an `annotation`."""
    address: str | None = None
    annotation: str | None = None
    """The id of the exported annotation that is reviewed."""
    statement: str | None = None
    """Its id in the reading, where the program kept it."""
    shown: Mapping[Role, tuple[Quote, ...]] = field(default_factory=dict)
    """The statement as the person was shown it."""
    corrected: Mapping[Role, tuple[Quote, ...]] = field(default_factory=dict)
    """As it should be, for correct and add: the roles that are given."""
    speaker: str | None = None
    """The name of who spoke, where it was corrected."""
    reviewer: str | None = None
    made: str | None = None
    """As the program tells it."""
    note: str | None = None


def read_reviews(data: bytes, name: str) -> Iterator[ImportedReview | Skipped]:
    """The reviews in a file of Web Annotations or an export of Label Studio (JSON), each that makes no sense a Skipped.

    `name` is the file, for messages. Raises ParseError where it is neither of both.
    """
    return _read_reviews(_load(data, name), name)


def _read_reviews(given: Any, name: str) -> Iterator[ImportedReview | Skipped]:
    if isinstance(given, dict):
        given = given.get("items", [given])
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise ParseError(name, "neither Web Annotations nor tasks of Label Studio; give one of these, in JSON")
    return _read_items(given, name)


def _read_items(given: list[dict[str, Any]], name: str) -> Iterator[ImportedReview | Skipped]:
    for number, item in enumerate(given, start=1):
        read = _read_task if "data" in item and "annotations" in item else _read_annotation
        try:
            yield from read(item)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            fault = str(error) if type(error) is ValueError else f"malformed ({type(error).__name__}: {error})"
            yield Skipped(f"{name}, item {number}", "parse", f"{fault}; export it anew, or leave it out")


# Label Studio.

_REGION = re.compile(r"(.+):(content|cue|source):\d+")
"""An id of a region as `onrecord export --format labelstudio` gives it."""
Marks = dict[Role, tuple[Quote, ...]]


def _read_task(task: dict[str, Any]) -> Iterator[ImportedReview]:
    text = task["data"]["text"]
    if not isinstance(text, str):
        raise ValueError("data.text must be a string")
    sha256, address = task["data"].get("sha256"), task["data"].get("address") or task["data"].get("url")
    predictions = [p for p in task.get("predictions") or [] if isinstance(p, dict)]
    for annotation in task["annotations"]:
        if annotation.get("was_cancelled"):
            continue
        machine = annotation.get("prediction") or next(iter(predictions), {})
        shown = {s: marks for s, marks in _group(machine.get("result") or [], text) if s is not None}
        who = annotation.get("completed_by")
        who = who.get("email") or who.get("id") if isinstance(who, dict) else who
        left = dict(shown)
        for statement, marks in _group(annotation["result"], text):
            was = left.pop(statement, {}) if statement is not None else {}
            if not marks.get("content") and not marks.get("cue"):
                verdict: Verdict = "reject"
                if not was:
                    continue  # a source by itself says nothing
            else:
                verdict = "add" if statement is None else "accept" if marks == was else "correct"
            yield ImportedReview(
                verdict=verdict,
                sha256=sha256,
                address=address,
                statement=statement,
                shown=was,
                corrected=_differ(marks, was) if verdict in ("correct", "add") else {},
                reviewer=None if who is None else str(who),
                made=annotation.get("updated_at") or annotation.get("created_at"),
            )
        for statement, was in left.items():
            yield ImportedReview(
                verdict="reject",
                sha256=sha256,
                address=address,
                statement=statement,
                shown=was,
                reviewer=None if who is None else str(who),
                made=annotation.get("updated_at") or annotation.get("created_at"),
            )


def _group(results: list[dict[str, Any]], text: str) -> list[tuple[str | None, Marks]]:
    """Regions that relations hold together, as statements: the id that most of them come from, and their spans."""
    regions = {result["id"]: result for result in results if result["type"] == "labels"}
    head = {name: name for name in regions}

    def find(name: str) -> str:
        while head[name] != name:
            name = head[name]
        return name

    first: dict[str, str] = {}
    for name in regions:  # pieces of one statement of ours go together even where their relation was lost
        if match := _REGION.fullmatch(name):
            head[find(name)] = find(first.setdefault(match[1], name))
    for result in results:
        if result["type"] == "relation" and result["from_id"] in regions and result["to_id"] in regions:
            head[find(result["to_id"])] = find(result["from_id"])
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name in regions:
        groups[find(name)].append(name)
    found: list[tuple[str | None, Marks]] = []
    for names in groups.values():
        ids = Counter(match[1] for name in names if (match := _REGION.fullmatch(name)))
        marks: defaultdict[Role, list[Quote]] = defaultdict(list)
        for name in names:
            (label,) = regions[name]["value"]["labels"]
            if label not in ROLES:
                raise ValueError(f"a region is labelled {label}, which is none of {', '.join(ROLES)}")
            marks[label].append(_cut(regions[name]["value"], text))
        statement = ids.most_common(1)[0][0] if ids else None
        found.append((statement, {role: tuple(sorted(marks[role], key=_place)) for role in ROLES if marks[role]}))
    return found


def _differ(marks: Marks, was: Marks) -> Marks:
    """The roles that are otherwise than they were; an empty one has no words any more."""
    return {role: marks.get(role, ()) for role in ROLES if marks.get(role, ()) != was.get(role, ())}


def _cut(value: dict[str, Any], text: str) -> Quote:
    start, end = value["start"], value["end"]
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(text):
        raise ValueError(f"a region lies outside the text, or holds nothing: [{start}, {end}]")
    if value.get("text", text[start:end]) != text[start:end]:
        raise ValueError(f"the words of a region are not those of the text at [{start}, {end}]")
    return Quote(text[start:end], start, end)


def _place(quote: Quote) -> tuple[int, int]:
    return quote.start or 0, quote.end or 0


# Web Annotations.

_VERDICTS: dict[str, Verdict] = {
    "accept": "accept",
    "accepted": "accept",
    "reject": "reject",
    "rejected": "reject",
    "correct": "correct",
    "corrected": "correct",
}
_ASSESSING = {"assessing", "moderating", "editing", "reviewing"}


def _read_annotation(given: dict[str, Any]) -> Iterator[ImportedReview]:
    """An annotation that assesses, moderates or edits; what other annotations are for is no review, and passed over."""
    if not _ASSESSING & set(_list(given.get("motivation"))):
        return
    bodies = [{"value": body} if isinstance(body, str) else body for body in _list(given.get("body"))]
    bodies += [{"value": value} for value in _list(given.get("bodyValue"))]
    verdict, note, speaker = None, [], None
    corrected: defaultdict[Role, list[Quote]] = defaultdict(list)
    for body in bodies:
        value, purposes = body.get("value"), set(_list(body.get("purpose")))
        if "selector" in body:
            role = body.get("onrecord:role", "content")
            if role not in ROLES:
                raise ValueError(f"onrecord:role is {role}, which is none of {', '.join(ROLES)}")
            corrected[role].append(_select(body["selector"]))
        elif not isinstance(value, str):
            raise ValueError("a body has neither a value nor a selector")
        elif "identifying" in purposes:
            speaker = value
        elif value.strip().lower() in _VERDICTS and verdict is None:
            verdict = _VERDICTS[value.strip().lower()]
        else:
            note.append(value)
    if verdict is None and (corrected or speaker):
        verdict = "correct"
    if verdict is None:
        raise ValueError("says neither accept, correct nor reject")
    if verdict == "correct" and not corrected and speaker is None:
        raise ValueError("says that something is to be corrected, but not how")
    targets = _list(given.get("target"))
    sources = {target.get("source") for target in targets if isinstance(target, dict)} - {None}
    names = [target if isinstance(target, str) else target.get("id") for target in targets]
    quotes = tuple(_select(t["selector"]) for t in targets if isinstance(t, dict) and t.get("selector"))
    if len(sources) > 1 or not (quotes or any(names)):
        raise ValueError("its target must be words of one document, or an annotation of a statement")
    source = next(iter(sources), None)
    digest = re.fullmatch(r"urn:sha256:([0-9a-f]{64})", source or "")
    creator = given.get("creator")
    yield ImportedReview(
        verdict=verdict,
        sha256=digest[1] if digest else None,
        address=None if digest else source,
        annotation=None if quotes else next(filter(None, names)),
        shown={"content": quotes} if quotes else {},
        corrected={role: tuple(sorted(corrected[role], key=_place)) for role in ROLES if corrected[role]},
        speaker=speaker,
        reviewer=creator.get("name") or creator.get("id") if isinstance(creator, dict) else creator,
        made=given.get("modified") or given.get("created"),
        note="\n".join(note) or None,
    )


def _select(selector: Any) -> Quote:
    """Selectors of one place as a quote. Raises ValueError without the words, by which alone a place is sure."""
    exact: str | None = None
    start = end = None
    prefix = suffix = ""
    for one in _list(selector):
        if one.get("type") == "TextQuoteSelector":
            exact, prefix, suffix = one["exact"], one.get("prefix", ""), one.get("suffix", "")
        elif one.get("type") == "TextPositionSelector":
            start, end = one["start"], one["end"]
            if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end:
                raise ValueError(f"a TextPositionSelector holds nothing: [{start}, {end}]")
    if not exact or not all(isinstance(words, str) for words in (exact, prefix, suffix)):
        raise ValueError("a selection has no TextQuoteSelector with its words")
    return Quote(exact, start, end, prefix, suffix)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
