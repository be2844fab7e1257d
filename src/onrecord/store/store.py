"""The record as the rest of the program sees it: types in, types out, never rows."""

from collections.abc import Iterator
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, func, select

from onrecord.store import database, feeds, migrations
from onrecord.store.feeds import Followed
from onrecord.store.loading import load_reading
from onrecord.store.lookup import Actor, find_actors, find_nearest
from onrecord.store.removing import erase, remove_document
from onrecord.store.reviews import Correction, Review, Verdict, add_review, apply, attach, find_reviews, find_unreviewed
from onrecord.store.sameas import Judgement, Settled, judge, list_judgements, rebuild_actors, take_back
from onrecord.store.schema import documents, pages, readings, runs, statements
from onrecord.store.writing import Added, add_reading, to_row
from onrecord.types import Reading, Run


class Store:
    """A record: an SQLite file, or a PostgreSQL database. Use it in a `with`, or call `close`.

    Raises RecordError, here and from every method: no database, of another program, of a newer version, full, gone.
    """

    def __init__(self, address: str) -> None:
        self._engine = database.open_engine(address)
        self.address = database.describe(self._engine)
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

    def keep(self, reading: Reading, address: str, digest: str | None = None) -> Added:
        """Keep a reading, whole or not at all. `address` tells its document from others, `digest` is the input's.

        Raises InputError for a text that a record cannot keep.
        """

        def write(connection: Connection) -> Added:
            added = add_reading(connection, reading, address, digest)
            if added.outcome == "reread":
                attach(connection, added.document)
            return added

        return database.run(self._engine, write, write=True)

    def knows(self, digest: str, run: Run) -> bool:
        """Whether an input of these bytes was read by this run."""

        def look(connection: Connection) -> bool:
            asked = select(runs).join(pages, pages.c.run_id == runs.c.id).where(pages.c.digest == digest)
            row = connection.execute(asked).first()
            return row is not None and (row.reader, row.weights, row.settings) == tuple(to_row(run).values())

        return database.run(self._engine, look)

    def remove(self, document: int, reason: str) -> None:
        """Take a document out: its words go, from the files too; its hash, the day and the reason stay."""
        database.run(self._engine, lambda c: remove_document(c, document, reason), write=True)
        erase(self._engine)

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
    ) -> Review:
        """Keep a person's verdict on a statement (`s3`) of a document's current reading, beside it."""

        def write(connection: Connection) -> Review:
            return add_review(connection, document, statement, verdict, maker, correction, note)

        return database.run(self._engine, write, write=True)

    def reviews(self, document: int | None = None) -> list[Review]:
        """The verdicts that hold, of one document or of all; the orphaned too."""
        return database.run(self._engine, lambda c: find_reviews(c, document))

    def unreviewed(self, document: int | None = None) -> list[tuple[int, str]]:
        """Statements that nobody has reviewed, as document and number: of all documents the least sure first."""
        return database.run(self._engine, lambda c: find_unreviewed(c, document))

    def load_reviewed(self, document: int) -> Reading:
        """The current reading of a document as people have it: without what they rejected, corrected where they did."""

        def look(connection: Connection) -> Reading:
            return apply(load_reading(connection, document), find_reviews(connection, document))

        return database.run(self._engine, look)

    def load(self, document: int, reading: int | None = None) -> Reading:
        """The current reading of a document, or an earlier one, by their numbers in the record."""
        return database.run(self._engine, lambda c: load_reading(c, document, reading))

    def load_all(self) -> Iterator[Reading]:
        """The current reading of every document, in the order in which they came."""
        asked = select(documents.c.id).where(documents.c.removed.is_(None)).order_by(documents.c.id)
        for number in database.run(self._engine, lambda c: c.execute(asked).scalars().all()):
            yield self.load(number)

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

    def find_actors(self, name: str) -> list[Actor]:
        """All who are called by a name, or of whose name it is the surname, initials or last word; most named first."""
        return database.run(self._engine, lambda c: find_actors(c, name))

    def find_nearest(self, name: str) -> list[str]:
        """Names in the record that are most like one, the likest first."""
        return database.run(self._engine, lambda c: find_nearest(c, name))

    def rebuild_actors(self) -> int:
        """Make all actors anew from the judgements; how many there are."""
        return database.run(self._engine, rebuild_actors, write=True)
