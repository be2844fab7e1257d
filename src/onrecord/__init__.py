"""OnRecord reads news and keeps who said what, as exact character spans.

    import onrecord

    reading = onrecord.read("article.html")           # a file, an address, or the text itself
    for statement in reading.statements:
        print(reading.quote(statement.source), "|", reading.quote(statement.content))
    reading.to_dict()                                 # the public JSON form
    reading.to_pandas()                               # one row a statement

    for result in onrecord.read_many(["news/", "extra.jsonl"], workers=2):
        if isinstance(result, onrecord.Skipped):      # a failure is a value
            print("skipped", result)

    with onrecord.open("press.db") as record:         # kept, and found again; None for the default record
        for result in record.add(["news/"]):
            print(result)
        page = record.find('"teal bridge" OR boathouse', speaker="Quill", since="2025-05")
        for hit in page.hits:
            print(hit.speaker, "|", hit.content, "|", hit.outlet, hit.published, hit.copies)
        record.who("Ilse Marr").to_pandas()           # and record.document(12), record.log()

The stages, in order: fetch (input -> page), parse (page -> document), detect (document -> spans and names),
attribute (spans -> statements), resolve (whose they are), weigh (whether and when they were said), store and ask
(a record, and what it answers), show.
"""

import os
import warnings
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import version as _version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from onrecord.errors import (
    FetchError,
    InputError,
    OnRecordError,
    OutputError,
    ParseError,
    QueryError,
    RecordError,
    WeightsError,
)
from onrecord.types import Document, Entity, Page, Part, Reading, Run, Skipped, Statement

if TYPE_CHECKING:
    from onrecord.pipeline import Options
    from onrecord.record import Record

__version__ = _version("onrecord")
__all__ = [
    "Document",
    "Entity",
    "FetchError",
    "InputError",
    "OnRecordError",
    "OutputError",
    "Page",
    "ParseError",
    "Part",
    "QueryError",
    "Reading",
    "RecordError",
    "Run",
    "Skipped",
    "Statement",
    "WeightsError",
    "open",
    "read",
    "read_many",
    "read_text",
]


def read(
    source: str | os.PathLike[str],
    *,
    min_confidence: float | None = None,
    published: date | None = None,
    hemisphere: Literal["north", "south"] = "north",
    day_first: bool | None = None,
    people: str | os.PathLike[str] | None = None,
) -> Reading:
    """Read one article: a path, an address (http or https), or the article's text itself.

    A string that names no file is taken as text if it holds a line break or at least five words.
    `published` is the day that times are counted from where a text has none of its own, `hemisphere` whose seasons are
    meant, `day_first` how 12/05/2019 is read, `people` a table of people and organisations (docs/people-table.md).
    Raises InputError (FetchError, ParseError) and WeightsError. A JSON Lines file must hold one row.
    """
    from onrecord.pipeline import read_each

    name = os.fspath(source)
    options = _options(min_confidence, 1, published, hemisphere, day_first, people)
    if isinstance(source, str) and _is_text(source):
        return _read_text(source, None, options)
    results = list(islice(read_each([name], options), 2))
    if len(results) != 1:
        raise InputError(name, "holds more than one document; use read_many" if results else "holds no document")
    if isinstance(results[0], Skipped):
        kinds = {"fetch": FetchError, "parse": ParseError, "read": InputError}
        raise kinds[results[0].stage](results[0].name, results[0].reason)
    return results[0]


def open(path: str | os.PathLike[str] | None = None) -> "Record":
    """A record, made where there is none: a file, a postgresql:// address, or None for the default.

    The default is what ONRECORD_RECORD says, else record.db in the platform's data folder. Use it in a `with`.
    Raises RecordError.
    """
    from onrecord.record import Record, find_address

    return Record(find_address(path))


def read_text(
    text: str,
    *,
    title: str | None = None,
    min_confidence: float | None = None,
    published: date | None = None,
    hemisphere: Literal["north", "south"] = "north",
    day_first: bool | None = None,
    people: str | os.PathLike[str] | None = None,
) -> Reading:
    """Read a text exactly as given: offsets count its characters. Raises InputError for an empty one."""
    return _read_text(text, title, _options(min_confidence, 1, published, hemisphere, day_first, people))


def _read_text(text: str, title: str | None, options: "Options") -> Reading:
    import json

    from onrecord.parse.rows import parse_row
    from onrecord.pipeline import read_document

    row = json.dumps({"text": text, "title": title}).encode()
    return read_document(parse_row(Page("text", row, "row")), options)


def read_many(
    sources: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    *,
    workers: int = 1,
    min_confidence: float | None = None,
    published: date | None = None,
    hemisphere: Literal["north", "south"] = "north",
    day_first: bool | None = None,
    people: str | os.PathLike[str] | None = None,
) -> Iterator[Reading | Skipped]:
    """Read files, folders, JSON Lines and addresses, in order; what cannot be read is yielded as Skipped.

    One path alone is taken too. Raises WeightsError, and ValueError for options that make no sense.
    """
    from onrecord.pipeline import read_each

    given = [sources] if isinstance(sources, (str, os.PathLike)) else sources
    options = _options(min_confidence, workers, published, hemisphere, day_first, people)
    return read_each([os.fspath(s) for s in given], options)


def _options(
    min_confidence: float | None,
    workers: int,
    published: date | None,
    hemisphere: Literal["north", "south"],
    day_first: bool | None,
    people: str | os.PathLike[str] | None,
) -> "Options":
    """Warns of each row of the table that cannot be used."""
    from onrecord.pipeline import Options, load_table

    table = None if people is None else Path(people)
    for fault in load_table(table)[1]:
        warnings.warn(fault, stacklevel=3)
    return Options(min_confidence, workers, published, hemisphere, day_first, table)


def _is_text(source: str) -> bool:
    if source.lower().startswith(("http://", "https://")):
        return False
    if "\n" in source:
        return True
    return len(source.split()) >= 5 and (len(source) > 4000 or "\0" in source or not os.path.exists(source))
