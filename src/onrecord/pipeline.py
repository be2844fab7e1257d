"""The whole road on one screen: input -> page -> document -> scores -> statements -> reading."""

import functools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from onrecord.errors import InputError, OnRecordError
from onrecord.fetch.files import gather
from onrecord.parse import parse
from onrecord.types import Document, Page, Reading, Run, Skipped, Statement

if TYPE_CHECKING:
    from onrecord.detect.model import Model
    from onrecord.parse.isolate import ParseWorker
    from onrecord.resolve.tables.known import KnownTable
    from onrecord.weigh.times.readings import Hemisphere

Advance = Callable[[str, int, int], None]
"""Told of progress: name, characters read, characters in all."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may set."""

    min_confidence: float | None = None
    """Statements below it are left out; None for the default that the weights' card states."""
    workers: int = 1
    """Processes that read at the same time."""
    published: date | None = None
    """The day that times are counted from where a text has none of its own."""
    hemisphere: "Hemisphere" = "north"
    """Whose seasons are meant."""
    day_first: bool | None = None
    """How 12/05/2019 is read; None leaves it unresolved."""
    people: Path | None = None
    """A table of people and organisations with their identifiers; see docs/people-table.md."""

    def __post_init__(self) -> None:
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise ValueError(f"min_confidence must be between 0 and 1, not {self.min_confidence}")
        if self.workers < 1:
            raise ValueError(f"workers must be at least 1, not {self.workers}")


def read_document(
    document: Document, options: Options = Options(), advance: Advance = lambda name, done, of: None
) -> Reading:
    """Find the statements of a document. Raises WeightsError."""
    from onrecord.attribute.nested import find_nested
    from onrecord.attribute.statements import attribute
    from onrecord.detect.layout import lay_out
    from onrecord.detect.names import find_names
    from onrecord.resolve.antecedents import load_ranker
    from onrecord.resolve.interviews import add_turns, find_interview
    from onrecord.resolve.mentions import to_mentions
    from onrecord.resolve.resolving import Settings, resolve
    from onrecord.weigh.assertion import weigh_assertion
    from onrecord.weigh.published import find_published
    from onrecord.weigh.weighing import When
    from onrecord.weigh.when import weigh_times

    if not document.published and (day := find_published(document)):
        document = replace(document, published=day.isoformat())
    model = load_model()
    size = len(document.text)
    layout = lay_out(document.text)
    scores = model.score(layout, lambda done: advance(document.id, done, size))
    advance(document.id, size, size)
    statements = weigh_assertion(layout, attribute(document, layout, scores, model.card))
    least = model.card.min_confidence if options.min_confidence is None else options.min_confidence
    kept = [s for s in statements if s.confidence >= least]

    def read_again(text: str) -> list[Statement]:
        alone, inner = Document(document.id, text), lay_out(text)
        return list(weigh_assertion(inner, attribute(alone, inner, model.score(inner), model.card)))

    names = to_mentions(document.text, find_names(document.text, scores, model.card))
    turns = find_interview(layout, names)
    found = add_turns(layout.text, [*kept, *find_nested(document.text, scores, kept, read_again)], turns)
    ordered = sorted((s for s in found if s.confidence >= least), key=_place)
    ranker = load_ranker()
    settled = Settings(ranker, load_table(options.people)[0])
    entities, spoken = resolve(document, layout, ordered, turns, names, settled)
    when = When(options.published, options.hemisphere, options.day_first)
    timed = weigh_times(document, layout, spoken, when)
    return Reading(document, timed.statements, entities, describe_run(options), timed.beside)


@functools.cache
def describe_run(options: Options) -> Run:
    """What makes a reading with these options: reader, weights and settings. Raises WeightsError."""
    from onrecord.detect.model import load_card
    from onrecord.resolve.antecedents import load_ranker

    card = load_card()
    least = card.min_confidence if options.min_confidence is None else options.min_confidence
    settings = (("min_confidence", least), ("min_speaker_confidence", load_ranker().min_confidence))
    return Run(f"onrecord {_version()}", f"sha256:{card.sha256}", (*settings, *_describe(options)))


def _place(statement: Statement) -> tuple[int, int]:
    """Where a statement stands: what holds another comes before it."""
    spans = (*statement.source, *statement.cue, *statement.content)
    return min(s for s, _ in spans), -max(e for _, e in spans)


def _describe(options: Options) -> Iterator[tuple[str, float | str | bool]]:
    """The settings that a caller moved and that a reading depends on."""
    if options.published:
        yield "published", options.published.isoformat()
    if options.hemisphere != "north":
        yield "hemisphere", options.hemisphere
    if options.day_first is not None:
        yield "day_first", options.day_first
    if options.people:
        yield "people", options.people.name


def read_page(page: Page, worker: "ParseWorker | None", options: Options, advance: Advance) -> Reading | Skipped:
    """One page down the whole road; what cannot be read comes back as a value."""
    try:
        document = parse(page, worker)
        document = document if document.origin else replace(document, origin=page.name)
        return read_document(document, options, lambda _, done, of: advance(page.name, done, of))
    except InputError as error:
        return error.to_skipped()
    except OnRecordError:
        raise
    except Exception as error:  # a fault of ours: it costs this page, not the rest of the batch
        if os.environ.get("ONRECORD_DEBUG"):
            raise
        return Skipped(page.name, "read", f"the reader failed on it ({type(error).__name__}); please report it")


def read_each(
    inputs: Sequence[str],
    options: Options = Options(),
    stdin: BinaryIO | None = None,
    advance: Advance = lambda name, done, of: None,
) -> Iterator[Reading | Skipped]:
    """Read all inputs, in order, as they come. Raises WeightsError, and InputError for a table of people that is none,
    before the first."""
    load_table(options.people)
    yield from read_pages(gather(inputs, stdin), options, advance, any(needs_worker(name) for name in inputs))


def read_pages(
    pages: Iterable[Page | Skipped],
    options: Options = Options(),
    advance: Advance = lambda name, done, of: None,
    start_worker: bool = False,
) -> Iterator[Reading | Skipped]:
    """Read pages, in order, as they come; a Skipped among them is passed on. Raises as `read_each` does."""
    load_table(options.people)
    if options.workers > 1:
        from onrecord.detect.model import load_card

        load_card()  # weights that cannot be used are no page's fault
        from onrecord.workers import read_in_processes

        yield from read_in_processes(pages, options)
        return
    from onrecord.parse.isolate import ParseWorker

    with ParseWorker() as worker:
        if start_worker:
            worker.start()  # its imports take as long as ours: side by side
        load_model()
        for page in pages:
            yield page if isinstance(page, Skipped) else read_page(page, worker, options, advance)


def needs_worker(name: str) -> bool:
    endings = (".html", ".htm", ".xhtml", ".pdf", ".warc", ".warc.gz", ".warc.zst")
    return name.lower().startswith(("http://", "https://")) or name.lower().endswith(endings)


@functools.cache
def _version() -> str:
    return version("onrecord")  # reads files: as much work as linking a document


@functools.cache
def load_table(path: Path | None) -> "tuple[KnownTable | None, tuple[str, ...]]":
    """The user's table, loaded once a process, and a line for each row that cannot be used. Raises InputError."""
    if path is None:
        return None, ()
    from onrecord.resolve.tables.known import KnownTable, load_known

    rows, faults = load_known(path)
    return KnownTable(rows), faults


@functools.cache
def load_model() -> "Model":
    """The bundled weights, loaded once a process. Raises WeightsError."""
    from onrecord.detect.model import Model

    return Model()
