"""Whether a record is sound: hashes, spans inside their texts, the index, foreign keys."""

from collections.abc import Iterator

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from onrecord.store import database
from onrecord.store.database import is_sqlite
from onrecord.store.plain import from_kept
from onrecord.store.removing import is_due
from onrecord.types import hash_text

_CHUNK = 500
_MOST = 20
"""Lines of one kind; more of them say nothing new."""
_OUTSIDE = {
    "a span of statement {0} lies outside of document {1}": """SELECT s.id, s.document_id FROM spans p
        JOIN statements s ON s.id = p.statement_id JOIN documents d ON d.id = s.document_id
        WHERE d.text IS NOT NULL AND (p.start < 0 OR p.start >= p."end" OR p."end" > length(d.text))""",
    "a mention of entity {0} lies outside of document {1}": """SELECT e.id, r.document_id FROM mentions m
        JOIN entities e ON e.id = m.entity_id JOIN readings r ON r.id = e.reading_id
        JOIN documents d ON d.id = r.document_id
        WHERE d.text IS NOT NULL AND (m.start < 0 OR m.start >= m."end" OR m."end" > length(d.text))""",
    "a time of statement {0} lies outside of document {1}": """SELECT s.id, s.document_id FROM times t
        JOIN statements s ON s.id = t.statement_id JOIN documents d ON d.id = s.document_id
        WHERE d.text IS NOT NULL AND (t.span_start < 0 OR t.span_end > length(d.text))""",
    "statement {0} is of document {1}, its reading of another": """SELECT s.id, s.document_id FROM statements s
        JOIN readings r ON r.id = s.reading_id WHERE r.document_id <> s.document_id""",
    "statement {0} of document {1} is current and its reading is not, or the other way": """SELECT s.id, s.document_id
        FROM statements s JOIN readings r ON r.id = s.reading_id WHERE r.current <> s.current""",
    "document {0} has {1} current readings": """SELECT document_id, count(*) FROM readings WHERE current
        GROUP BY document_id HAVING count(*) > 1""",
}


def check(engine: Engine) -> Iterator[str]:
    """A line for each thing that is wrong."""
    for look in (_check_file, _check_texts, _check_spans, _check_index, _check_removals):
        try:
            yield from database.run(engine, lambda connection, look=look: list(look(connection)))  # type: ignore[misc]
        except DBAPIError as error:  # pragma: no cover - run() turns it into a RecordError
            yield str(error)


def _check_file(connection: Connection) -> Iterator[str]:
    """What SQLite itself can tell; PostgreSQL keeps its foreign keys without being asked."""
    if not is_sqlite(connection):
        return
    for (line,) in connection.execute(text(f"PRAGMA quick_check({_MOST})")):
        if line != "ok":
            yield f"the file is damaged: {' '.join(line.split())}"
    for row in connection.execute(text("PRAGMA foreign_key_check")).fetchmany(_MOST):
        yield f"row {row[1]} of {row[0]} refers to a row of {row[2]} that is not there"


def _check_removals(connection: Connection) -> Iterator[str]:
    if is_due(connection):
        yield "a removal was cut off, and its words may still be in the file; remove the same document again"


def _check_texts(connection: Connection) -> Iterator[str]:
    last = told = 0
    asked = text("SELECT id, text, sha256, removed FROM documents WHERE id > :last ORDER BY id LIMIT :size")
    while rows := connection.execute(asked, {"last": last, "size": _CHUNK}).all():
        last = rows[-1].id
        for row in rows:
            wrong = None
            if row.text is None and not row.removed:
                wrong = "has no text, and nobody removed it"
            elif row.text is not None and hash_text(from_kept(row.text)) != row.sha256:
                wrong = "has a text that does not match its hash"
            if wrong and told < _MOST:
                told += 1
                yield f"document {row.id} {wrong}"


def _check_spans(connection: Connection) -> Iterator[str]:
    for line, asked in _OUTSIDE.items():
        for row in connection.execute(text(f"{asked} LIMIT {_MOST}")):
            yield line.format(*row)


def _check_index(connection: Connection) -> Iterator[str]:
    """All that is current is in it, nothing else is, and of SQLite's that its words are those of the texts."""
    known = "SELECT id FROM words_docsize" if is_sqlite(connection) else "SELECT statement_id FROM words"
    current = "SELECT id FROM statements WHERE current"
    for line, one, other in (
        ("{} statements are missing from the index", current, known),
        ("{} entries of the index are of no current statement", known, current),
    ):
        count = connection.execute(text(f"SELECT count(*) FROM ({one} EXCEPT {other}) AS missing")).scalar_one()
        if count:
            yield line.format(count)
            return
    if is_sqlite(connection):
        try:
            connection.execute(text("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)"))
        except DBAPIError as error:
            if "readonly" in str(error.orig):
                return  # FTS5 is asked by writing to it
            if "malformed" not in str(error.orig):
                raise
            yield "the index holds other words than the texts"
