"""The record as the rest of the program sees it: types in, types out, never rows."""

from collections.abc import Iterator
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, func, select

from onrecord.errors import RecordError
from onrecord.store import database, differences, feeds, migrations
from onrecord.store.differences import Differences
from onrecord.store.feeds import Followed
from onrecord.store.loading import load_reading
from onrecord.store.removing import erase, remove_document
from onrecord.store.reviews import Correction, Review, Verdict, add_review, apply, attach, find_reviews, find_unreviewed
from onrecord.store.schema import documents, pages, readings, runs, statements
from onrecord.store.witnesses import Witness, find_witness
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
