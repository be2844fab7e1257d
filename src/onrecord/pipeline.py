"""The whole road on one screen: input -> page -> document -> scores -> statements -> reading."""

import functools
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING, BinaryIO

from onrecord.errors import InputError, OnRecordError
from onrecord.fetch.files import gather
from onrecord.parse import parse
from onrecord.types import Document, Page, Reading, Run, Skipped

if TYPE_CHECKING:
    from onrecord.detect.model import Model
    from onrecord.parse.isolate import HtmlWorker

Advance = Callable[[str, int, int], None]
"""Told of progress: name, characters read, characters in all."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may set."""

    min_confidence: float | None = None
    """Statements below it are left out; None for the default that the weights' card states."""
    workers: int = 1
    """Processes that read at the same time."""

    def __post_init__(self) -> None:
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise ValueError(f"min_confidence must be between 0 and 1, not {self.min_confidence}")
        if self.workers < 1:
            raise ValueError(f"workers must be at least 1, not {self.workers}")


def read_document(
    document: Document, options: Options = Options(), advance: Advance = lambda name, done, of: None
) -> Reading:
    """Find the statements of a document. Raises WeightsError."""
    from onrecord.attribute.statements import attribute
    from onrecord.detect.layout import lay_out
    from onrecord.weigh.assertion import weigh_assertion

    model = load_model()
    size = len(document.text)
    layout = lay_out(document.text)
    scores = model.score(layout, lambda done: advance(document.id, done, size))
    advance(document.id, size, size)
    statements = weigh_assertion(layout, attribute(document, layout, scores, model.card))
    least = model.card.min_confidence if options.min_confidence is None else options.min_confidence
    kept = [s for s in statements if s.confidence >= least]
    numbered = tuple(replace(s, id=f"s{i}") for i, s in enumerate(kept, 1))
    settings = (("min_confidence", least),)
    run = Run(f"onrecord {_version()}", f"sha256:{model.card.sha256}", settings)
    return Reading(document, numbered, (), run)


def read_page(page: Page, html: "HtmlWorker | None", options: Options, advance: Advance) -> Reading | Skipped:
    """One page down the whole road; what cannot be read comes back as a value."""
    try:
        document = parse(page, html)
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
    """Read all inputs, in order, as they come. Raises WeightsError before the first."""

    pages = gather(inputs, stdin)
    if options.workers > 1:
        from onrecord.detect.model import load_card

        load_card()  # weights that cannot be used are no page's fault
        from onrecord.workers import read_in_processes

        yield from read_in_processes(pages, options)
        return
    from onrecord.parse.isolate import HtmlWorker

    with HtmlWorker() as html:
        if any(looks_like_html(name) for name in inputs):
            html.start()  # its imports take as long as ours: side by side
        load_model()
        for page in pages:
            yield page if isinstance(page, Skipped) else read_page(page, html, options, advance)


def looks_like_html(name: str) -> bool:
    return name.lower().startswith(("http://", "https://")) or name.lower().endswith((".html", ".htm", ".xhtml"))


@functools.cache
def _version() -> str:
    return version("onrecord")  # reads files: as much work as linking a document


@functools.cache
def load_model() -> "Model":
    """The bundled weights, loaded once a process. Raises WeightsError."""
    from onrecord.detect.model import Model

    return Model()
