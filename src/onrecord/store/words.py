"""The words of statements, indexed for finding: an index over a view, so that no word is kept twice.

SQLite has an external-content FTS5 table, PostgreSQL a table of tsvector. Only what is current is in it. Both fold
words alike: small letters, without accents, parted at whatever is no letter or digit (`tokens.py` does it in Python).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from onrecord.store.database import is_sqlite, put_all

BETWEEN = " … "
"""Between the pieces of what was said, in the index and where it is shown."""
_PIECES = """(SELECT {join} FROM (
        SELECT substr(d.text, p.start + 1, p."end" - p.start) AS piece, p.place
        FROM spans p WHERE p.statement_id = s.id AND p.role = '{role}' ORDER BY p.statement_id, p.place) AS pieces)"""
_VIEW = """CREATE VIEW statement_words AS
    SELECT s.id AS id, s.reading_id AS reading_id, {content} AS content, {source} AS source, {cue} AS cue,
        e.name AS speaker
    FROM statements s JOIN documents d ON d.id = s.document_id LEFT JOIN entities e ON e.id = s.speaker_id
    WHERE s.current"""
_COLUMNS = "content, source, speaker"
_SQLITE = f"""CREATE VIRTUAL TABLE words USING fts5({_COLUMNS}, content='statement_words', content_rowid='id',
    tokenize="unicode61 remove_diacritics 2")"""
_POSTGRESQL = """CREATE TABLE words (
    statement_id integer PRIMARY KEY REFERENCES statements (id) ON DELETE CASCADE, vector tsvector NOT NULL)"""
# PostgreSQL's parser keeps "half-open", "12.5" and "a/b" as one word: it sees no mark but spaces.
_MARKS = (
    r"[\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB\u00BF\u2000-\u206F]+"
)
_FOLDED = f"""regexp_replace(normalize(regexp_replace(normalize(lower(left({{}}, 100000)), NFD),
    '[\\u0300-\\u036F]', '', 'g'), NFC), '{_MARKS}', ' ', 'g')"""
_NAMES = "coalesce(speaker, '') || ' ' || coalesce(source, '')"
_VECTOR = f"""setweight(to_tsvector('simple', {_FOLDED.format("coalesce(content, '')")}), 'A')
    || setweight(to_tsvector('simple', {_FOLDED.format(_NAMES)}), 'B')"""
_SAYINGS = """CREATE VIEW sayings AS
    SELECT s.id AS statement, d.id AS document, d.outlet, d.published, d.title, w.speaker, w.source, w.cue, w.content,
        s.manner, s.asserted, s.part, s.confidence, s.speaker_confidence, d.url
    FROM statements s JOIN documents d ON d.id = s.document_id JOIN statement_words w ON w.id = s.id
    WHERE s.current"""


def create(connection: Connection) -> None:
    """Make the views and the index."""
    join = "group_concat(piece, '{0}')" if is_sqlite(connection) else "string_agg(piece, '{0}' ORDER BY place)"
    join = join.format(BETWEEN)
    pieces = {role: _PIECES.format(join=join, role=role) for role in ("content", "source", "cue")}
    connection.execute(text(_VIEW.format(**pieces)))
    connection.execute(text(_SAYINGS))
    if is_sqlite(connection):
        connection.execute(text(_SQLITE))
    else:
        connection.execute(text(_POSTGRESQL))
        connection.execute(text("CREATE INDEX words_by_vector ON words USING gin (vector)"))


def index(connection: Connection, said: Sequence[Mapping[str, Any]]) -> None:
    """Put statements into the index, each with its `id` and, as `statement_words` has them, `content`, `source` and
    `speaker`: the view takes four times as long to give them again."""
    if is_sqlite(connection):
        statement = f"INSERT INTO words (rowid, {_COLUMNS}) VALUES (:id, :content, :source, :speaker)"
    else:
        given = "CAST(:content AS text) AS content, CAST(:source AS text) AS source, CAST(:speaker AS text) AS speaker"
        statement = f"INSERT INTO words (statement_id, vector) SELECT :id, {_VECTOR} FROM (SELECT {given}) AS given"
    put_all(connection, statement, said)


def rebuild(connection: Connection) -> None:
    """Make the index anew from all current statements."""
    if is_sqlite(connection):
        connection.execute(text("INSERT INTO words (words) VALUES ('rebuild')"))
    else:
        connection.execute(text("DELETE FROM words"))
        connection.execute(text(f"INSERT INTO words (statement_id, vector) SELECT id, {_VECTOR} FROM statement_words"))


def forget(connection: Connection, reading_id: int) -> None:
    """Take the statements of a reading out of the index, before a word of them changes."""
    if is_sqlite(connection):
        statement = (
            f"INSERT INTO words (words, rowid, {_COLUMNS}) SELECT 'delete', id, {_COLUMNS} FROM statement_words"
            " WHERE reading_id = :reading"
        )
    else:
        statement = "DELETE FROM words WHERE statement_id IN (SELECT id FROM statements WHERE reading_id = :reading)"
    connection.execute(text(statement), {"reading": reading_id})
