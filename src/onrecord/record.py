"""A record: what was read, kept, and found again. `onrecord.open` gives one.

with onrecord.open("press.db") as record:
    for result in record.add(["news/"]):
        print(result)
"""

import hashlib
import os
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from sqlalchemy import Connection

from onrecord.ask.document import describe
from onrecord.ask.find import find
from onrecord.ask.log import list_events
from onrecord.ask.who import who
from onrecord.errors import FetchError, InputError, RecordError
from onrecord.fetch.files import gather
from onrecord.pipeline import Advance, Options, describe_run, needs_worker, read_pages
from onrecord.store import database, feeds
from onrecord.store.feeds import Followed
from onrecord.store.found import Answer, DocumentAnswer, Log, Notice, NoticeKind, Query, ResultPage
from onrecord.store.imports import ImportedReview, is_json, read_given, read_whole
from onrecord.store.placing import Placed, place_reviews
from onrecord.store.store import Store
from onrecord.store.writing import Given, Outcome
from onrecord.types import Document, Page, Run, Skipped

if TYPE_CHECKING:
    from onrecord.fetch.feeds import FeedWorker

_REVIEWS_AT_ONCE = 500
"""Of those brought in, how many are kept in one transaction."""
_KEPT_AT_ONCE = 32
_WAITING_S = 2.0
"""So many readings are kept in one transaction, fewer where reading them took this long: the database writes the same
pages once for all of them."""
_NOTED_S = 2.0
"""How often a running event says what it has come to."""


def find_address(given: str | os.PathLike[str] | None = None) -> str:
    """Where a record is: as given, else as ONRECORD_RECORD says, else record.db in the platform's data folder."""
    if given or (given := os.environ.get("ONRECORD_RECORD")):
        return os.fspath(given)
    from platformdirs import user_data_path

    return str(user_data_path("onrecord", appauthor=False) / "record.db")


def open_existing(address: str) -> "Record":
    """A record that is there already. Raises RecordError where it is not."""
    if "://" not in address and not Path(address).exists():
        raise RecordError(address, "there is no record; make one with onrecord add, or give another --record")
    return Record(address)


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
    size: int = 0
    """Bytes of the input."""
    note: str | None = None
    """Of what stays out: when and why it was removed."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A review from elsewhere that is in the record now."""

    name: str
    """The input."""
    outcome: Placed


Result = TypeVar("Result", bound=Kept | Judged | Skipped)


class Record(Store):
    """A store that reads what it is given."""

    def add(
        self,
        inputs: Sequence[str],
        options: Options = Options(),
        stdin: BinaryIO | None = None,
        advance: Advance = lambda name, done, of: None,
        again: bool = False,
    ) -> Iterator[Kept | Skipped]:
        """Read inputs into the record, a few at a time, each whole or not at all; what is there already is passed over,
        and so is what was removed, unless `again`.

        It is written down as an event, with what could not be read and what it came to; see `log`.
        """
        run = describe_run(options)
        event = self.begin_event("add", " ".join(inputs), run)
        yield from self._note_down(event, self._add(event, run, inputs, options, stdin, advance, again))

    def _note_down(self, event: int, results: Iterator[Result]) -> Iterator[Result]:
        """Pass results on, and write down with their event what they come to and what was skipped."""
        counts: Counter[str] = Counter()
        skipped: list[Skipped] = []
        noted = time.monotonic()
        try:
            for result in results:
                if isinstance(result, Skipped):
                    skipped.append(result)
                counts[_tell_outcome(result)] += 1
                if time.monotonic() - noted > _NOTED_S:
                    self.note_skip(event, *skipped)
                    self.note_counts(event, counts)
                    skipped.clear()
                    noted = time.monotonic()
                yield result
        except BaseException:  # interrupted: it stays open, as a killed one does
            self.note_skip(event, *skipped)
            self.note_counts(event, counts)
            raise
        self.note_skip(event, *skipped)
        self.end_event(event, counts)

    def find(self, words: str | Query = "", **filters: Any) -> ResultPage:
        """Find statements by words and filters, those of `Query`: find("bridge", speaker="Torvik", since="2025-05").

        Raises QueryError for a question that cannot be asked.
        """
        asked = Query(words) if isinstance(words, str) else words
        return find(self, replace(asked, **filters))

    def who(self, name: str, most: int = 10) -> Answer:
        """Who a name means: a profile, several people to choose from, or the nearest names."""
        return who(self, name, most)

    def document(self, name: str | int) -> DocumentAnswer:
        """One document as read, by its number in the record, its id, address or file. Raises QueryError."""
        return describe(self, str(name))

    def log(self, most: int = 50) -> Log:
        """What was done to the record, the newest first."""
        return list_events(self, most)

    def note(
        self,
        document: str | int,
        kind: NoticeKind,
        text: str,
        at: str | None = None,
        address: str | None = None,
        maker: str | None = None,
    ) -> Notice:
        """Note a correction or retraction that the outlet of a document published: it is given with every line of it.

        `document` as for `document()`, `text` what the outlet says, `at` when it was published (2025, 2025-04 or
        2025-04-15), `address` where. The same that is there already is given back. Raises QueryError and RecordError.
        """
        number = self.find_document(str(document))
        before = {one.id for one in self.notices(number)}
        noted = self.add_notice(number, kind, text, at, address, maker)
        if noted.id not in before:
            # Not its words: they would stay in the log when the document is removed.
            self.end_event(self.begin_event("note", f"{kind} of document {number}"), {})
        return noted

    def drop_notice(self, number: int) -> None:
        """Take back a notice, by its number. Raises RecordError."""
        self.withdraw_notice(number)
        self.end_event(self.begin_event("note", f"took back notice {number}"), {})

    def drop_review(self, number: int) -> None:
        """Take a review back, by its number; what it superseded holds again. Raises RecordError."""
        self.withdraw(number)
        self.end_event(self.begin_event("review", f"took back review {number}"), {})

    def _add(
        self,
        event: int,
        run: Run,
        inputs: Sequence[str],
        options: Options,
        stdin: BinaryIO | None = None,
        advance: Advance = lambda name, done, of: None,
        again: bool = False,
    ) -> Iterator[Kept | Skipped]:
        waiting: deque[tuple[str, Page | None, str]] = deque()
        known: deque[Kept] = deque()

        def find_fresh() -> Iterator[Page | Skipped]:
            for page in gather(inputs, stdin):
                digest = "" if isinstance(page, Skipped) else digest_page(page)
                if digest and self.knows(digest, run):
                    size = 0 if isinstance(page, Skipped) else len(page.data)
                    known.append(Kept(page.name, None, "known", size=size))
                    continue
                waiting.append((page.name, None if isinstance(page, Skipped) else page, digest))
                yield page

        done: list[Kept | Skipped | tuple[str, int, Given]] = []
        since = time.monotonic()
        for result in read_pages(find_fresh(), options, advance, any(needs_worker(name) for name in inputs)):
            done += _drain(known)
            name, page, digest = waiting.popleft()
            if isinstance(result, Skipped) or page is None:
                done.append(result if isinstance(result, Skipped) else Skipped(name, "read", "was not read"))
            else:
                given = Given(result, address_of(result.document, page), digest, event, again)
                done.append((name, len(page.data), given))
            if len(done) >= _KEPT_AT_ONCE or time.monotonic() - since > _WAITING_S:
                yield from self._keep(done)
                done, since = [], time.monotonic()
        yield from self._keep([*done, *_drain(known)])

    def _keep(self, done: Sequence[Kept | Skipped | tuple[str, int, Given]]) -> Iterator[Kept | Skipped]:
        """What was read, into the record; what came of each, in the order in which they came."""
        came = iter(self.keep_all([one[2] for one in done if isinstance(one, tuple)]))
        for one in done:
            if not isinstance(one, tuple):
                yield one
                continue
            name, size, given = one
            added = next(came)
            if isinstance(added, InputError):
                yield added.to_skipped()
                continue
            count = len(given.reading.statements) if added.reading else 0
            yield Kept(name, added.document, added.outcome, count, size, added.note)

    def follow(self, address: str) -> Followed:
        """Follow a feed (RSS or Atom) from now on. Raises FetchError where there is none at the address."""
        from onrecord.fetch.feeds import read_feed

        title = read_feed(address).title
        is_new = all(one.address != address for one in self.followed())
        followed = database.run(self._engine, lambda c: feeds.follow(c, address, title), write=True)
        if is_new:
            self.end_event(self.begin_event("follow", address), {})
        return followed

    def unfollow(self, address: str) -> None:
        """Follow a feed no longer; what was read from it stays. Raises RecordError where it was not followed."""
        super().unfollow(address)
        self.end_event(self.begin_event("unfollow", address), {})

    def update(self, options: Options = Options()) -> Iterator[Kept | Skipped]:
        """Read what is new in the feeds that are followed. One that cannot be read never stops the rest.

        It is written down as an event, also where nothing is new.
        """
        followed = self.followed()
        if followed:
            run = describe_run(options)
            event = self.begin_event("update", " ".join(feed.address for feed in followed), run)
            yield from self._note_down(event, self._update(event, run, followed, options))

    def _update(self, event: int, run: Run, followed: list[Followed], options: Options) -> Iterator[Kept | Skipped]:
        from onrecord.fetch.feeds import FeedWorker

        with FeedWorker() as worker:
            for feed in followed:
                yield from self._ask(feed, worker)
                waiting = database.run(self._engine, lambda c, feed=feed: feeds.find_waiting(c, feed.id))  # type: ignore[misc]
                for result in self._add(event, run, waiting, options) if waiting else ():
                    yield result
                    self._note_entry(feed.id, result.name, not isinstance(result, Skipped))

    def _ask(self, feed: Followed, worker: "FeedWorker") -> Iterator[Skipped]:
        """Ask for a feed, conditionally; what is wrong with it comes back as values."""
        from onrecord.fetch.feeds import read_feed

        try:
            answer = read_feed(feed.address, feed.etag, feed.modified, worker=worker)
        except FetchError as error:
            reason = error.reason
            database.run(self._engine, lambda c: feeds.note_failure(c, feed.id, reason), write=True)
            yield error.to_skipped()
            return
        urls = [entry.url for entry in answer.entries]

        def note(connection: Connection) -> None:
            feeds.note_answer(connection, feed.id, answer.etag, answer.modified, urls)

        database.run(self._engine, note, write=True)
        yield from answer.passed_over

    def _note_entry(self, feed: int, url: str, done: bool) -> None:
        database.run(self._engine, lambda c: feeds.note_entry(c, feed, url, done), write=True)

    def bring_in(
        self, inputs: Sequence[str], stdin: BinaryIO | None = None, again: bool = False
    ) -> Iterator[Kept | Judged | Skipped]:
        """JSON Lines of the public form into the record, as they are: nothing is read anew. What was removed stays out
        unless `again`.

        Files of JSON (`.json`, `.jsonld`), and rows that are Web Annotations or tasks of Label Studio, are reviews.
        What is not whole is one Skipped, and the rest goes on; what is there already is passed over. It is written down
        as an event.
        """
        event = self.begin_event("import", " ".join(inputs))
        yield from self._note_down(event, self._bring_in(event, inputs, stdin, again))

    def _bring_in(
        self, event: int, inputs: Sequence[str], stdin: BinaryIO | None, again: bool
    ) -> Iterator[Kept | Judged | Skipped]:
        pages = (page for name in inputs for page in (read_whole(name) if is_json(name) else gather([name], stdin)))
        for page in pages:
            if isinstance(page, Skipped):
                yield page
                continue
            try:
                given = read_given(page)
                if not isinstance(given, tuple):
                    yield from self._keep_reviews(given, page.name)
                    continue
                reading, address, notices = given
                added = self.keep(reading, address, event=event, again=again)
                for one in notices if added.outcome != "removed" else ():
                    self.add_notice(added.document, one.kind, one.text, one.at, one.address, one.maker, one.made)
            except InputError as error:
                yield Skipped(page.name, error.stage, error.reason)
                continue
            count = len(reading.statements) if added.reading else 0
            yield Kept(page.name, added.document, added.outcome, count, note=added.note)

    def _keep_reviews(self, given: Iterator[ImportedReview | Skipped], name: str) -> Iterator[Judged | Skipped]:
        while some := list(islice(given, _REVIEWS_AT_ONCE)):
            whole = [one for one in some if isinstance(one, ImportedReview)]
            yield from (one for one in some if isinstance(one, Skipped))
            placed = database.run(self._engine, lambda c, whole=whole: place_reviews(c, whole), write=True)  # type: ignore[misc]
            for result in placed:
                yield Skipped(name, "read", str(result)) if isinstance(result, InputError) else Judged(name, result)


def _tell_outcome(result: Kept | Judged | Skipped) -> str:
    """What a result counts as."""
    if isinstance(result, Skipped):
        return "skipped"
    return f"reviews {result.outcome}" if isinstance(result, Judged) else result.outcome


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
