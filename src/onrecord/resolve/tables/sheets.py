"""A table in a CSV file -> where its columns stand, and its rows, each with its line.

UTF-8, columns parted by commas or semicolons, fields quoted as RFC 4180 has it. Not by the csv module: to that all that
follows an open quotation mark is one field, and its limit on the length of fields is one for the whole process.
"""

import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import InputError
from onrecord.fetch.sniff import HEAD_BYTES, UTF16_MARKS, name_mislabelled

MAX_BYTES = 20_000_000
"""Of a file."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as read."""

    columns: dict[str, int]
    """Where those of the header stand that were asked for."""
    width: int
    """Columns of the header, known or not."""
    rows: Iterator[tuple[int, list[str] | None]]
    """Each row's line number and fields; None where its quotation marks are not in order, which costs only its line.
    Rows without anything in their fields are left out."""


def read_sheet(path: Path, needed: Sequence[str], others: Sequence[str]) -> Sheet:
    """The table of a file, whose header must have the needed columns, in any order, and may have others.

    Raises InputError where the file cannot be read or is no such table.
    """
    text = _read_text(path, f"save the table as CSV (UTF-8) with the columns {', '.join(needed)}")
    separator, header = _find_header(path, text, needed, others)
    rows = _split(text, separator)
    next(rows)  # the header
    return Sheet({c: header.index(c) for c in (*needed, *others) if c in header}, len(header), rows)


def _read_text(path: Path, mend: str) -> str:
    """The text of a file, its line ends settled."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe could wait for ever
            raise InputError(str(path), "a folder, a pipe or a device; give a CSV file")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = f"cannot be read ({error.strerror or type(error).__name__}); check the path and its permissions"
        raise InputError(str(path), reason) from None
    except ValueError:  # a NUL or a lone surrogate in the path
        raise InputError(str(path), "not the name of a file; check the path") from None
    if len(data) > MAX_BYTES:
        raise InputError(str(path), f"more than {MAX_BYTES:,} bytes; split the table")
    if data.startswith(UTF16_MARKS):
        raise InputError(str(path), "in UTF-16 or UTF-32; save the table as CSV (UTF-8)")
    if kind := name_mislabelled(data[:HEAD_BYTES]):
        raise InputError(str(path), f"this is {kind}, not CSV; {mend}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        raise InputError(str(path), f"not UTF-8 in line {line}; save the table as CSV (UTF-8)") from None
    if not text.strip():
        raise InputError(str(path), f"empty; {mend}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _find_header(path: Path, text: str, needed: Sequence[str], others: Sequence[str]) -> tuple[str, list[str]]:
    """Separator and columns, by the first line that holds something."""
    headers = {}
    for separator in ",;":
        _, fields = next(_split(text, separator), (0, None))
        headers[separator] = [" ".join(f.split()).casefold() for f in fields or []]
    separator, header = max(headers.items(), key=lambda item: len(set(needed).intersection(item[1])))
    if missing := [column for column in needed if column not in header]:
        what = "a header" if len(missing) == len(needed) else f"the column {' or '.join(missing)} in the header"
        line = ",".join((*needed, *others))
        raise InputError(str(path), f"no table with {what}; give a first line such as {line}")
    if twice := next((c for c in (*needed, *others) if header.count(c) > 1), None):
        raise InputError(str(path), f'the header has "{twice}" twice; rename or remove one of the columns')
    return separator, header


_BLANK_LINES = re.compile(r"(?:[ \t]*+\n)++")


def _split(text: str, separator: str) -> Iterator[tuple[int, list[str] | None]]:
    """As `Sheet.rows`, the header among them."""
    next_field = re.compile(
        rf'[ \t]*+"([^"]*+(?:""[^"]*+)*+)"[ \t]*+(?=[{separator}\n]|\Z)'  # quoted
        rf"|([^{separator}\n]*+)"
    )
    at, line = 0, 1
    while at < len(text):
        begin = at
        if blank := _BLANK_LINES.match(text, at):
            at = blank.end()
        else:
            fields, at = _read_fields(text, at, next_field)
            if fields is None or any(f.strip() for f in fields):
                yield line, fields
        line += text.count("\n", begin, at)


def _read_fields(text: str, begin: int, next_field: re.Pattern[str]) -> tuple[list[str] | None, int]:
    """The fields of the row at `begin`, and where the next one begins."""
    fields: list[str] = []
    at = begin
    while match := next_field.match(text, at):  # always: a plain field may be empty
        quoted, plain = match.groups()
        if quoted is None and plain.lstrip(" \t").startswith('"'):
            return None, (text.find("\n", begin) + 1) or len(text)
        fields.append(plain if quoted is None else quoted.replace('""', '"'))
        at = match.end() + 1
        if text[match.end() : at] in ("", "\n"):
            break
    return fields, at
