"""The record as the rest of the program sees it: types in, types out, never rows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, func, select

from onrecord.errors import InputError, RecordError
from onrecord.store import database, differences, feeds, migrations, words
from onrecord.store.called import find_actor, find_nearest, find_people
from onrecord.store.checking import check
from onrecord.store.copying import copy_record
from onrecord.store.described import describe_document, find_document
from onrecord.store.differences import Differences
from onrecord.store.events import begin_event, load_events, note_counts, note_skips
from onrecord.store.feeds import Followed
from onrecord.store.found import DocumentAnswer, Event, Notice, NoticeKind, Person, Profile, Query, ResultPage
from onrecord.store.loading import load_reading
from onrecord.store.network import Edge, Node, list_edges, list_nodes
from onrecord.store.notices import add_notice, find_notices, withdraw_notice
from onrecord.store.outgoing import Filed, list_filed
from onrecord.store.profiles import find_main_role, make_profile
from onrecord.store.removing import erase, is_due, pick_documents, remove_document
from onrecord.store.reviews import (
    Correction,
    Review,
    Verdict,
    add_review,
    apply,
    attach,
    find_reviews,
    find_unreviewed,
    withdraw_review,
)
from onrecord.store.sameas import Judgement, Settled, judge, list_judgements, rebuild_actors, take_back
from onrecord.store.schema import documents, pages, readings, runs, statements
from onrecord.store.search import search
from onrecord.store.witnesses import Witness, find_witness
from onrecord.store.writing import Added, Batch, Given, add_reading, to_row
from onrecord.types import Reading, Run, Skipped


class Store:
    """A record: an SQLite file, or a PostgreSQL database. Use it in a `with`, or call `close`.

    Raises RecordError, here and from every method: no database, of another program, of a newer version, full, gone.
    """

    def __init__(self, address: str) -> None:
        self._engine = database.open_engine(address)
        self.address = database.describe(self._engine)
        self._batch = Batch()
        """What is at hand from the last readings that were kept; actors, as long as the count of changes stands so."""
        self._left_at = 0
        try:
            database.reach(self._engine)
            migrations.prepare(self._engine)
        except BaseException:
            self._engine.dispose()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    def keep(
        self,
        reading: Reading,
        address: str,
        digest: str | None = None,
        event: int | None = None,
        again: bool = False,
    ) -> Added:
        """Keep a reading, whole or not at all. `address` tells its document from others, `digest` is the input's,
        `event` that of `begin_event`; `again`: also what was removed.

        Raises InputError for a text that a record cannot keep.
        """

        [added] = self.keep_all([Given(reading, address, digest, event, again)])
        if isinstance(added, InputError):
            raise added
        return added

    def keep_all(self, given: Sequence[Given]) -> list[Added | InputError]:
        """Keep readings in one transaction; what came of each. One whose text a record cannot keep costs itself."""

        def write(connection: Connection) -> tuple[list[Added | InputError], Batch, int]:
            batch, self._batch = self._batch, Batch()  # of one that fails nothing stays at hand
            if database.reserve(connection)["changes"] != self._left_at:
                batch.hand.clear()
            came: list[Added | InputError] = [_write(connection, one, batch) for one in given]
            words.index(connection, batch.said)  # all at once: SQLite writes the index out with whatever comes next
            return came, batch, database.reserve(connection)["changes"] + 1

        if not given:
            return []
        try:
            came, batch, self._left_at = database.run(self._engine, write, write=True)
            self._batch = batch.trim()
            return came
        except InputError as error:
            return [error] if len(given) == 1 else [came for one in given for came in self.keep_all([one])]

    def knows(self, digest: str, run: Run) -> bool:
        """Whether an input of these bytes was read by this run."""

        def look(connection: Connection) -> bool:
            asked = select(runs).join(pages, pages.c.run_id == runs.c.id).where(pages.c.digest == digest)
            row = connection.execute(asked).first()
            return row is not None and (row.reader, row.weights, row.settings) == tuple(to_row(run).values())

        return database.run(self._engine, look)

    def remove(self, document: int, reason: str) -> None:
        """Take a document out: its words go, from the files too; its hash, the day and the reason stay.

        Raises RecordError. Where the words could not be taken out of the files, the same again does that.
        """
        if database.run(self._engine, is_due):
            erase(self._engine)
        database.run(self._engine, lambda c: remove_document(c, document, reason), write=True)
        try:
            erase(self._engine)
        except RecordError as error:
            raise RecordError(
                f"document {document}",
                f"was removed, but its words may still be in the file ({error.reason}); remove it again",
            ) from error

    def pick_documents(self, name: str, all_versions: bool = False) -> list[int]:
        """The numbers of the documents that are to be removed by a name: one, or all versions of one. Raises
        QueryError where there are several to choose from, or none."""
        return database.run(self._engine, lambda c: pick_documents(c, name, all_versions))

    def unfollow(self, address: str) -> None:
        """Follow a feed no longer; what was read from it stays."""
        database.run(self._engine, lambda c: feeds.unfollow(c, address), write=True)

    def followed(self) -> list[Followed]:
        """The feeds that are followed."""
        return database.run(self._engine, feeds.find_followed)

    def review(
        self,
        document: int,
        statement: str,
        verdict: Verdict,
        maker: str,
        correction: Correction | None = None,
        note: str | None = None,
        instead: Collection[int] = (),
    ) -> Review:
        """Keep a person's verdict on a statement (`s3`) of a document's current reading, beside it. It supersedes what
        was said of that statement, and `instead`: numbers of orphaned reviews for which it stands in."""

        def write(connection: Connection) -> Review:
            return add_review(connection, document, statement, verdict, maker, correction, note, instead)

        return database.run(self._engine, write, write=True)

    def withdraw(self, review: int) -> None:
        """Take a review back as if it had not been made; what it superseded holds again."""
        database.run(self._engine, lambda c: withdraw_review(c, review), write=True)

    def reviews(self, document: int | None = None) -> list[Review]:
        """The verdicts that hold, of one document or of all; the orphaned too."""
        return database.run(self._engine, lambda c: find_reviews(c, document))

    def unreviewed(self, document: int | None = None, most: int | None = None) -> list[tuple[int, str]]:
        """Statements that nobody has reviewed, as document and number: of all documents the least sure first, without
        copies; the first so many."""
        return database.run(self._engine, lambda c: find_unreviewed(c, document, most))

    def load_reviewed(self, document: int) -> Reading:
        """The current reading of a document as people have it: without what they rejected, corrected where they did."""

        def look(connection: Connection) -> Reading:
            return apply(load_reading(connection, document), find_reviews(connection, document))

        return database.run(self._engine, look)

    def add_notice(
        self,
        document: int,
        kind: NoticeKind,
        text: str,
        at: str | None = None,
        address: str | None = None,
        maker: str | None = None,
        made: str | None = None,
    ) -> Notice:
        """Note a correction or retraction that the outlet of a document published; see `notices.add_notice`."""

        def write(connection: Connection) -> Notice:
            return add_notice(connection, document, kind, text, at, address, maker, made)

        return database.run(self._engine, write, write=True)

    def notices(self, document: int) -> tuple[Notice, ...]:
        """Corrections and retractions of a document, whichever text of its address they were noted on."""
        return database.run(self._engine, lambda c: find_notices(c, document))

    def withdraw_notice(self, notice: int) -> None:
        """Take back a notice that was noted in error."""
        database.run(self._engine, lambda c: withdraw_notice(c, notice), write=True)

    def load(self, document: int, reading: int | None = None) -> Reading:
        """The current reading of a document, or an earlier one, by their numbers in the record."""
        return database.run(self._engine, lambda c: load_reading(c, document, reading))

    def load_all(self) -> Iterator[Reading]:
        """The current reading of every document, in the order in which they came."""
        asked = select(documents.c.id).where(documents.c.removed.is_(None)).order_by(documents.c.id)
        for number in database.run(self._engine, lambda c: c.execute(asked).scalars().all()):
            yield self.load(number)

    def witness(self, document: int) -> Witness | None:
        """The documents that count as one with this, the earliest first; None where it was removed."""
        return database.run(self._engine, lambda c: find_witness(c, document))

    def compare(self, document: int, other: int | None = None) -> Differences:
        """How a document differs from another, by default from the head of its witness: the text that it copies."""

        def look(connection: Connection) -> Differences:
            group = find_witness(connection, document) if other is None else None
            against = other if other is not None else group.head if group else document
            if other is None and group and against == document:
                raise RecordError(
                    f"document {document}", "is the earliest of its witness; name what to compare it with"
                )
            return differences.compare(load_reading(connection, document), load_reading(connection, against))

        return database.run(self._engine, look)

    def count(self) -> dict[str, int]:
        """How many documents, current statements and readings it holds."""
        asked = select(
            select(func.count()).select_from(documents).where(documents.c.removed.is_(None)).scalar_subquery(),
            select(func.count()).select_from(statements).where(statements.c.current).scalar_subquery(),
            select(func.count()).select_from(readings).scalar_subquery(),
        )
        found = database.run(self._engine, lambda c: c.execute(asked).one())
        return dict(zip(("documents", "statements", "readings"), found, strict=True))

    def judge(self, a: int | str, b: int | str, same: bool = True, reason: str | None = None) -> Settled:
        """Say that two are one, or not: a person's word, which wins over the machine's and is never a merge.

        `a`, `b`: a name, an actor's number, or an entity: `entity:340`, or `7:e3`, as document 7 calls it. Raises
        InputError (UnclearNameError where a name is nobody's, or several bear it).
        """
        return database.run(self._engine, lambda c: judge(c, a, b, same, reason), write=True)

    def take_back(self, judgement: int, reason: str | None = None) -> Judgement:
        """Let a judgement stand no longer. Raises InputError."""
        return database.run(self._engine, lambda c: take_back(c, judgement, reason), write=True)

    def judgements(self, actor: int, limit: int = 100) -> list[Judgement]:
        """Those that bear on an actor, people's first, then the latest."""
        return database.run(self._engine, lambda c: list_judgements(c, actor, limit))

    def rebuild_actors(self) -> int:
        """Make all actors anew from the judgements; how many there are."""
        return database.run(self._engine, rebuild_actors, write=True)

    def list_filed(self) -> Iterator[Filed]:
        """Every document with its current reading and what the record adds, one by one, in the order they came."""
        return list_filed(self._engine)

    def list_nodes(self) -> Iterator[Node]:
        """Whoever speaks or is spoken of."""
        return list_nodes(self._engine)

    def list_edges(self, node: Node, examples: int = 3) -> list[Edge]:
        """Whom somebody speaks of, how often, and in which words."""
        return database.run(self._engine, lambda c: list_edges(c, node, examples))

    def search(self, query: Query) -> ResultPage:
        """One page of the current statements that a query finds. Raises QueryError."""
        return database.run(self._engine, lambda c: search(c, query))

    def find_people(self, name: str) -> list[Person]:
        """All whose names hold every word of a name, those of exactly this name first."""
        return database.run(self._engine, lambda c: find_people(c, name))

    def find_actor(self, number: int) -> Person | None:
        """The actor of a number."""
        return database.run(self._engine, lambda c: find_actor(c, number))

    def find_nearest(self, name: str) -> tuple[str, ...]:
        """Names that are written most like a name."""
        return database.run(self._engine, lambda c: find_nearest(c, name))

    def find_main_role(self, person: Person) -> str:
        """The role in which somebody speaks most."""
        return database.run(self._engine, lambda c: find_main_role(c, person))

    def describe(self, person: Person, most: int = 10) -> Profile:
        """What the record has of one person."""
        return database.run(self._engine, lambda c: make_profile(c, person, most))

    def begin_event(self, kind: str, summary: str, run: Run | None = None) -> int:
        """Write down that something is being done to the record; its number."""
        return database.run(self._engine, lambda c: begin_event(c, kind, summary, run), write=True)

    def note_skip(self, event: int, *skipped: Skipped) -> None:
        """Write down inputs of an event that could not be read."""
        if skipped:
            database.run(self._engine, lambda c: note_skips(c, event, skipped), write=True)

    def note_counts(self, event: int, counts: Mapping[str, int]) -> None:
        """Write down what an event has come to so far."""
        database.run(self._engine, lambda c: note_counts(c, event, counts, ended=False), write=True)

    def end_event(self, event: int, counts: Mapping[str, int]) -> None:
        """Write down that an event is over, and what it came to."""
        database.run(self._engine, lambda c: note_counts(c, event, counts, ended=True), write=True)

    def load_events(self, most: int = 50, most_skips: int = 20) -> list[Event]:
        """The last so many events, the newest first."""
        return database.run(self._engine, lambda c: load_events(c, most, most_skips))

    def find_document(self, name: str) -> int:
        """The number of a document by its number, id, address or file, its newest version. Raises QueryError."""
        return database.run(self._engine, lambda c: find_document(c, name))

    def load_document(self, document: int) -> DocumentAnswer:
        """A document as read, with its versions and copies."""
        return database.run(self._engine, lambda c: describe_document(c, document))

    def check(self) -> Iterator[str]:
        """A line for each thing that is wrong with the record; none where it is sound."""
        return check(self._engine)

    def backup(self, path: Path) -> None:
        """Copy the record into a new file while others may use it. Raises RecordError."""
        copy_record(self._engine, path)


def _write(connection: Connection, given: Given, batch: Batch) -> Added:
    added = add_reading(connection, given, batch)
    if added.outcome == "reread":
        attach(connection, added.document)
    return added
