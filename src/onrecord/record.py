"""A record: what was read, kept, and found again. `onrecord.open` gives one.

with onrecord.open("press.db") as record:
    for result in record.add(["news/"]):
        print(result)
"""

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import InputError
from onrecord.fetch.files import gather
from onrecord.pipeline import Advance, Options, describe_run, needs_worker, read_pages
from onrecord.store.store import Store
from onrecord.store.writing import Outcome
from onrecord.types import Document, Page, Skipped


@dataclass(frozen=True, slots=True)
class Kept:
    """An input that is in the record now."""

    name: str
    """The input, as a person named it."""
    document: int | None
    """Its number in the record; None where its bytes were known and nothing was looked at."""
    outcome: Outcome
    statements: int = 0
    """New ones."""


class Record(Store):
    """A store that reads what it is given."""

    def add(
        self,
        inputs: Sequence[str],
        options: Options = Options(),
        stdin: BinaryIO | None = None,
        advance: Advance = lambda name, done, of: None,
    ) -> Iterator[Kept | Skipped]:
        """Read inputs into the record, each kept whole before the next; what is there already is passed over."""
        run = describe_run(options)
        waiting: deque[tuple[str, Page | None, str]] = deque()
        known: deque[Kept] = deque()

        def find_fresh() -> Iterator[Page | Skipped]:
            for page in gather(inputs, stdin):
                digest = "" if isinstance(page, Skipped) else digest_page(page)
                if digest and self.knows(digest, run):
                    known.append(Kept(page.name, None, "known"))
                    continue
                waiting.append((page.name, None if isinstance(page, Skipped) else page, digest))
                yield page

        for result in read_pages(find_fresh(), options, advance, any(needs_worker(name) for name in inputs)):
            yield from _drain(known)
            name, page, digest = waiting.popleft()
            if isinstance(result, Skipped) or page is None:
                yield result if isinstance(result, Skipped) else Skipped(name, "read", "was not read")
                continue
            try:
                added = self.keep(result, address_of(result.document, page), digest)
            except InputError as error:
                yield error.to_skipped()
                continue
            count = len(result.statements) if added.reading else 0
            yield Kept(name, added.document, added.outcome, count)
        yield from _drain(known)


def _drain(known: deque[Kept]) -> Iterator[Kept]:
    while known:
        yield known.popleft()


def digest_page(page: Page) -> str:
    """By which an input is known again: its bytes, and where they came from."""
    head = f"{page.kind}\n{page.url or page.name}\n".encode("utf-8", "surrogateescape")
    return hashlib.sha256(head + page.data).hexdigest()


def address_of(document: Document, page: Page) -> str:
    """What tells a document from others: its URL, else the id that its row gives, else its file, else its text."""
    if document.url:
        return document.url
    if page.kind == "row" or page.name == "-":
        return document.id
    return Path(page.name).absolute().as_uri() if page.url is None else page.url
