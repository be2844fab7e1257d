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

The stages, in order: fetch (input -> page), parse (page -> document), detect (document -> spans),
attribute (spans -> statements), weigh (how they were said), show.
"""

import os
from collections.abc import Iterable, Iterator
from importlib.metadata import version as _version
from itertools import islice

from onrecord.errors import FetchError, InputError, OnRecordError, OutputError, ParseError, WeightsError
from onrecord.types import Document, Entity, Page, Part, Reading, Run, Skipped, Statement

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
    "Reading",
    "Run",
    "Skipped",
    "Statement",
    "WeightsError",
    "read",
    "read_many",
    "read_text",
]


def read(source: str | os.PathLike[str], *, min_confidence: float | None = None) -> Reading:
    """Read one article: a path, an address (http or https), or the article's text itself.

    A string that names no file is taken as text if it holds a line break or at least five words.
    Raises InputError (FetchError, ParseError) and WeightsError. A JSON Lines file must hold one row.
    """
    name = os.fspath(source)
    if isinstance(source, str) and _is_text(source):
        return read_text(source, min_confidence=min_confidence)
    results = list(islice(read_many([name], min_confidence=min_confidence), 2))
    if len(results) != 1:
        raise InputError(name, "holds more than one document; use read_many" if results else "holds no document")
    if isinstance(results[0], Skipped):
        kinds = {"fetch": FetchError, "parse": ParseError, "read": InputError}
        raise kinds[results[0].stage](results[0].name, results[0].reason)
    return results[0]


def read_text(text: str, *, title: str | None = None, min_confidence: float | None = None) -> Reading:
    """Read a text exactly as given: offsets count its characters. Raises InputError for an empty one."""
    import json

    from onrecord.parse.rows import parse_row
    from onrecord.pipeline import Options, read_document

    row = json.dumps({"text": text, "title": title}).encode()
    return read_document(parse_row(Page("text", row, "row")), Options(min_confidence))


def read_many(
    sources: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    *,
    workers: int = 1,
    min_confidence: float | None = None,
) -> Iterator[Reading | Skipped]:
    """Read files, folders, JSON Lines and addresses, in order; what cannot be read is yielded as Skipped.

    One path alone is taken too. Raises WeightsError, and ValueError for options that make no sense.
    """
    from onrecord.pipeline import Options, read_each

    given = [sources] if isinstance(sources, (str, os.PathLike)) else sources
    return read_each([os.fspath(s) for s in given], Options(min_confidence, workers))


def _is_text(source: str) -> bool:
    if source.lower().startswith(("http://", "https://")):
        return False
    if "\n" in source:
        return True
    return len(source.split()) >= 5 and (len(source) > 4000 or "\0" in source or not os.path.exists(source))
