"""One row of JSON Lines -> Document. The text is taken exactly as given: not a character is changed.

A row that onrecord itself wrote (it has `sha256` and `parts`) comes back as the same document.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any, get_args

from onrecord.errors import ParseError
from onrecord.parse.language import guess_language, warn_of_language
from onrecord.parse.text import find_bylines, read_date, tile
from onrecord.types import Document, Page, Part, PartKind, Span, hash_text

_STRINGS = ("title", "author", "outlet", "url", "origin", "published", "language", "sha256")
_OWN = "a row that onrecord wrote must come back unchanged"


def parse_row(page: Page) -> Document:
    """A row `{"id", "text", "title", "published", "url", "author", "outlet", "language"}` as a document.

    Only `text` must be there; other fields are let be. Raises ParseError for a row that is not so.
    """
    row = _read_row(page)
    text = row["text"]
    published, warnings = _read_published(row)
    guessed = guess_language(text)
    language = _read_language(row) or guessed
    if "sha256" in row and "parts" in row:
        parts, edits, warnings, author = *_read_own(page, row), row.get("author")
    else:
        parts, authors = _find_parts(text, row.get("title"))
        edits, author = (), row.get("author") or "; ".join(authors) or None
        warnings += warn_of_language(guessed or language)
    return Document(
        id=_read_id(page, row, text),
        text=text,
        title=row.get("title"),
        author=author,
        outlet=row.get("outlet"),
        url=row.get("url"),
        published=published,
        retrieved=_read_retrieved(page, row),
        language=language,
        parts=parts,
        edits=edits,
        warnings=warnings,
        origin=row.get("origin"),
    )


def _read_row(page: Page) -> dict[str, Any]:
    try:
        row = json.loads(page.data)
    except RecursionError:
        raise ParseError(page.name, "the JSON is nested too deep; give one flat object a line") from None
    except ValueError as error:  # UnicodeDecodeError, too
        raise ParseError(page.name, f"not JSON ({error}); give one object a line, in UTF-8") from None
    if not isinstance(row, dict):
        raise ParseError(page.name, f'a row must be an object, not {_kind_of(row)}; give {{"text": "..."}}')
    if "text" not in row:
        raise ParseError(page.name, 'the row has no "text"; give the article\'s text under that name')
    for name in ("text", *_STRINGS):
        value = row.get(name)
        if not isinstance(value, str) and (value is not None or name == "text"):
            raise ParseError(page.name, f'"{name}" must be a string, not {_kind_of(value)}; mend the row')
    if not row["text"].strip():
        raise ParseError(page.name, "the row's \"text\" is empty; leave the row out, or give the article's text")
    return row


def _kind_of(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _read_id(page: Page, row: dict[str, Any], text: str) -> str:
    given = row.get("id")
    if isinstance(given, bool) or not isinstance(given, str | int | float | None):
        raise ParseError(page.name, f'"id" must be a string or a number, not {_kind_of(given)}; mend the row')
    return f"sha256:{hash_text(text)}" if given in (None, "") else str(given)


def _read_published(row: dict[str, Any]) -> tuple[str | None, tuple[str, ...]]:
    given = (row.get("published") or "").strip()
    if not given:
        return None, ()
    if re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", given) or _is_iso(given):
        return given, ()
    day = read_date(given)
    return day, () if day else ('"published" is no ISO date and was left out; write it as 2022-11-24',)


def _is_iso(given: str) -> bool:
    try:
        datetime.fromisoformat(given)
    except ValueError:
        return False
    return True


def _read_language(row: dict[str, Any]) -> str | None:
    match = re.fullmatch(r"([a-z]{2})(?:[-_]\w+)*", (row.get("language") or "").strip(), re.I)
    return match[1].lower() if match else None


def _read_retrieved(page: Page, row: dict[str, Any]) -> datetime | None:
    given = row.get("retrieved")
    if given is None:
        return page.retrieved
    try:
        moment = datetime.fromisoformat(given)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise ParseError(page.name, '"retrieved" must be an ISO date-time; mend the row or leave it out') from None


def _find_parts(text: str, title: str | None) -> tuple[tuple[Part, ...], list[str]]:
    span = _find_title(text, title)
    bylines, authors = find_bylines(text, span)
    return tile(text, [*([Part("title", *span)] if span else []), *bylines]), authors


def _find_title(text: str, title: str | None) -> Span | None:
    """Where the text begins with its title, whatever stop its line ends with."""
    title = (title or "").strip()
    start = len(text) - len(text.lstrip())
    if not title or not text.startswith(title, start):
        return None
    stop = re.compile(r"[^\w\r\n]*(?=[\r\n]|$)").match(text, start + len(title))
    return (start, start + len(text[start : stop.end()].rstrip())) if stop else None


# Rows that onrecord wrote.


def _read_own(
    page: Page, row: dict[str, Any]
) -> tuple[tuple[Part, ...], tuple[tuple[int, int, str], ...], tuple[str, ...]]:
    text = row["text"]
    if row["sha256"] != hash_text(text):
        raise ParseError(page.name, f"the text does not match its sha256; {_OWN}, or without its sha256")
    kinds = get_args(PartKind)
    try:
        parts = tuple(Part(part["kind"], *map(int, part["span"])) for part in row["parts"])
        edits = tuple((int(start), int(end), str(raw)) for start, end, raw in row.get("edits") or [])
        warnings = tuple(map(str, row.get("warnings") or []))
    except (KeyError, TypeError, ValueError, OverflowError):
        raise ParseError(page.name, f'"parts", "edits" or "warnings" is malformed; {_OWN}') from None
    spans = [(part.start, part.end) for part in parts] + [(start, end) for start, end, _ in edits]
    if any(not 0 <= start <= end <= len(text) for start, end in spans) or any(p.kind not in kinds for p in parts):
        raise ParseError(page.name, f'"parts" or "edits" lies outside the text; {_OWN}')
    return parts, edits, warnings
