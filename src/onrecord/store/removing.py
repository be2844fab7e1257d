"""A document taken out: its words, spans and index entries go, from the file too; hash, day and reason stay."""

from sqlalchemy import Connection, Engine, delete, func, select, text, update

from onrecord.errors import QueryError, RecordError
from onrecord.store import database, events, witnesses, words
from onrecord.store.clock import now
from onrecord.store.described import list_named
from onrecord.store.plain import from_kept, to_kept
from onrecord.store.sameas import drop_reasons, forget_document
from onrecord.store.schema import documents, notices, pages, readings, record, reviews, statements

_GONE = ("text", "title", "author", "origin")
_EMPTIED = ("parts", "edits", "warnings")
_HELD = (
    "documents", "readings", "entities", "mentions", "statements", "spans", "times", "words", "signatures", "bands",
    "actors", "names", "reasons", "pages", "reviews", "notices",
)  # fmt: skip
"""Tables of PostgreSQL whose files are written anew."""
_DUE = "erasing"
"""The key in `record` that stands there from the removal of a document until its words are gone from the files."""


def pick_documents(connection: Connection, name: str, all_versions: bool = False) -> list[int]:
    """The numbers of the documents that a name means: one, or all versions of one. Raises QueryError where there are
    several to choose from, or none."""
    rows = list_named(connection, name)
    held = [row for row in rows if not row.removed]
    if rows and not held:
        return [rows[-1].id]  # whoever removes it is told that it is gone
    addresses = list(dict.fromkeys(row.address for row in held))
    if len(addresses) > 1:
        told = ", ".join(f"{row.id} at {from_kept(row.address)}" for row in held[:5])
        more = ", ..." if len(held) > 5 else ""
        raise QueryError(name[:100], f"means several documents ({told}{more}); give the number of one")
    if all_versions:
        asked = select(documents.c.id).where(documents.c.address == addresses[0], documents.c.removed.is_(None))
        return list(connection.execute(asked.order_by(documents.c.version)).scalars())
    if len(held) > 1:
        told = ", ".join(str(row.id) for row in held)
        raise QueryError(
            name[:100], f"has {len(held)} versions (documents {told}); give the number of one, or --all-versions"
        )
    return [held[0].id]


def remove_document(connection: Connection, document_id: int, reason: str) -> None:
    """Take a document out. What its address and hash are stays known, so that it is not added again.

    It is written down as an event. Raises RecordError where it is not there, or was removed before, or no reason is
    given.
    """
    if not reason.strip():
        raise RecordError(f"document {document_id}", "is removed for a reason, which stays; say it")
    row = connection.execute(select(documents).where(documents.c.id == document_id)).first()
    if row is None:
        raise RecordError(f"document {document_id}", "is not in the record; see onrecord log")
    if row.removed:
        raise RecordError(f"document {document_id}", f"was removed on {row.removed[:10]} already: {row.removed_reason}")
    mine = (statements.c.document_id == document_id) & statements.c.current
    said = connection.execute(select(func.count()).select_from(statements).where(mine)).scalar_one()
    witnesses.leave(connection, document_id)
    current = select(readings.c.id).where(readings.c.document_id == document_id, readings.c.current)
    for reading_id in connection.execute(current).scalars().all():
        words.forget(connection, reading_id)
    forget_document(connection, document_id)
    connection.execute(delete(readings).where(readings.c.document_id == document_id))
    drop_reasons(connection)
    connection.execute(delete(pages).where(pages.c.document_id == document_id))
    connection.execute(delete(notices).where(notices.c.document_id == document_id))
    judged = connection.execute(delete(reviews).where(reviews.c.document_id == document_id)).rowcount
    gone = {**dict.fromkeys(_GONE), **dict.fromkeys(_EMPTIED, "[]")}
    told = {"removed": now(), "removed_reason": to_kept(reason, f"document {document_id}")}
    connection.execute(update(documents).where(documents.c.id == document_id).values(**gone, **told))
    database.insert_or_pass(connection, record, [{"key": _DUE, "value": now()}])
    event = events.begin_event(connection, "remove", f"document {document_id}: {reason}", None)
    events.note_counts(connection, event, {"statements": said, "reviews": judged}, ended=True)


def is_due(connection: Connection) -> bool:
    """Whether words of a removed document may still be in the files, for a removal was cut off."""
    return connection.execute(select(record).where(record.c.key == _DUE)).first() is not None


def erase(engine: Engine) -> None:
    """Write the database's files anew, so that no removed word is left in them. Takes time with the size of the record.

    Raises RecordError.
    """
    if database.is_sqlite(engine):
        # Segments of the index keep the words of what was deleted until they are merged.
        database.run(engine, lambda c: c.execute(text("INSERT INTO words (words) VALUES ('optimize')")), write=True)
        database.maintain(engine, "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        database.maintain(engine, *(f"VACUUM (FULL) {table}" for table in _HELD))
    database.run(engine, lambda c: c.execute(delete(record).where(record.c.key == _DUE)), write=True)
