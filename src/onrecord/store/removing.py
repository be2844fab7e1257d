"""A document taken out: its words, spans and index entries go, from the file too; hash, day and reason stay."""

from sqlalchemy import Connection, Engine, delete, select, text, update

from onrecord.errors import RecordError
from onrecord.store import database, witnesses, words
from onrecord.store.clock import now
from onrecord.store.plain import to_kept
from onrecord.store.sameas import drop_reasons, forget_document
from onrecord.store.schema import documents, pages, readings

_GONE = ("text", "title", "author", "origin")
_EMPTIED = ("parts", "edits", "warnings")
_HELD = (
    "documents", "readings", "entities", "mentions", "statements", "spans", "times", "words", "signatures", "bands",
    "actors", "names", "reasons",
)  # fmt: skip
"""Tables of PostgreSQL whose files are written anew."""


def remove_document(connection: Connection, document_id: int, reason: str) -> None:
    """Take a document out. What its address and hash are stays known, so that it is not added again.

    Raises RecordError where it is not there, or was removed before.
    """
    row = connection.execute(select(documents).where(documents.c.id == document_id)).first()
    if row is None:
        raise RecordError(f"document {document_id}", "is not in the record; see onrecord log")
    if row.removed:
        raise RecordError(f"document {document_id}", f"was removed on {row.removed[:10]} already: {row.removed_reason}")
    witnesses.leave(connection, document_id)
    current = select(readings.c.id).where(readings.c.document_id == document_id, readings.c.current)
    for reading_id in connection.execute(current).scalars().all():
        words.forget(connection, reading_id)
    forget_document(connection, document_id)
    connection.execute(delete(readings).where(readings.c.document_id == document_id))
    drop_reasons(connection)
    connection.execute(delete(pages).where(pages.c.document_id == document_id))
    gone = {**dict.fromkeys(_GONE), **dict.fromkeys(_EMPTIED, "[]")}
    told = {"removed": now(), "removed_reason": to_kept(reason, f"document {document_id}")}
    connection.execute(update(documents).where(documents.c.id == document_id).values(**gone, **told))


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
