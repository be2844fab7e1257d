"""Connections, and all that SQLite and PostgreSQL do not have in common."""

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, Engine, Table, bindparam, create_engine, event, insert, text, update
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from onrecord.errors import RecordError

Result = TypeVar("Result")

APPLICATION_ID = 0x4F4E5244
"""Stands in the header of a record's file ("ONRD"), by which it is told from other SQLite files."""
_HEADER = b"SQLite format 3\0"
_WAITS_S = (0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Before a unit of work is tried again: a server that restarts is back within half a minute."""
_BUSY_MS = 60_000
_CACHE_KB = 32_000
"""SQLite's own 2 MB hold the indexes of a small record alone."""
_POSTGRESQL = ("postgresql://", "postgres://")


def open_engine(address: str) -> Engine:
    """An engine for a file's path or a postgresql:// address. A file that is not there is made, for its owner alone.

    Raises RecordError.
    """
    return _open_postgresql(address) if address.startswith(_POSTGRESQL) else _open_sqlite(address)


def is_sqlite(engine: Engine | Connection) -> bool:
    return engine.dialect.name == "sqlite"


def run(engine: Engine, work: Callable[[Connection], Result], write: bool = False) -> Result:
    """One unit of work in one transaction: all of it, or nothing. Tried again where the database was busy or went away.

    Raises RecordError.
    """
    for wait in (*_WAITS_S, None):
        try:
            with engine.connect().execution_options(onrecord_write=write) as connection, connection.begin():
                return work(connection)
        except (DBAPIError, InterfaceError) as error:
            if wait is None or not _may_pass(error):
                raise explain(error, describe(engine)) from error
            time.sleep(wait)
    raise AssertionError("the last try returns or raises")


def maintain(engine: Engine, *commands: str) -> None:
    """Commands that no transaction may hold: VACUUM and the like. Raises RecordError."""
    try:
        if is_sqlite(engine):
            raw = engine.raw_connection()
            try:
                for command in commands:
                    raw.cursor().execute(command).close()
            except sqlite3.Error as error:
                raise OperationalError(None, None, error) from error
            finally:
                raw.close()
        else:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                for command in commands:
                    connection.execute(text(command))
    except DBAPIError as error:
        raise explain(error, describe(engine)) from error


def reach(engine: Engine) -> None:
    """See that the database is there, at once. Raises RecordError."""
    try:
        engine.connect().close()
    except (DBAPIError, InterfaceError) as error:
        told = explain(error, describe(engine))
        raise told if is_sqlite(engine) else RecordError(told.name, f"cannot be reached: {told.reason}") from error


def describe(engine: Engine) -> str:
    """The record's address as it may be shown: without a password."""
    if is_sqlite(engine):
        return str(engine.dialect_path)  # type: ignore[attr-defined]  # set by _open_sqlite
    return engine.url.render_as_string(hide_password=True)


def _may_pass(error: DBAPIError) -> bool:
    """Whether the same work may succeed a little later."""
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", None)
    if state:  # serialisation, deadlock; the server starts or stops
        return state in ("40001", "40P01", "57P01", "57P02", "57P03") or state.startswith("08")
    message = str(error.orig)
    if isinstance(error.orig, sqlite3.Error):
        return "locked" in message or "busy" in message
    return isinstance(error, OperationalError)


def explain(error: DBAPIError, name: str) -> RecordError:
    """A library's error as one line that names the record and the mend."""
    message = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    low = message.lower()
    if isinstance(error.orig, sqlite3.Error):
        for sign, line in _SQLITE_ERRORS.items():
            if sign in low:
                return RecordError(name, line)
    return RecordError(name, f"the database refuses ({message})")


_SQLITE_ERRORS = {
    "disk is full": "the disk is full: nothing is kept half; make room and go on",
    "disk i/o error": "cannot be read or written (disk I/O error); look at the disk, or go back to a backup",
    "not a database": "is no record but some other file; give another --record",
    "malformed": "is damaged; run onrecord check, or go back to a backup",
    "readonly": "is read-only; copy it, or give another --record",
    "unable to open": "cannot be opened; look at its permissions and those of its folder",
    "locked": "another process has been writing to it for more than a minute; try again",
}


# SQLite.


def _open_sqlite(address: str) -> Engine:
    path = Path(address)
    if path.is_dir():
        raise RecordError(address, "is a folder; give the name of a file in it")
    try:
        writable = _make_file(path)
        with path.open("rb") as stream:
            head = stream.read(len(_HEADER))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise RecordError(address, f"cannot be opened ({reason}); give another --record") from error
    if head and head != _HEADER:
        raise RecordError(address, "is no record but some other file; give another --record")
    how = "rw" if writable else "ro" if os.access(path.absolute().parent, os.W_OK) else "ro&immutable=1"
    where = f"file:{quote(str(path.absolute()))}?mode={how}&uri=true"
    engine = create_engine(f"sqlite:///{where}", connect_args={"timeout": _BUSY_MS / 1000, "uri": True})
    engine.dialect_path = address  # type: ignore[attr-defined]  # to name it in messages
    engine.dialect_writable = writable  # type: ignore[attr-defined]

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # ours to begin
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        if writable:
            cursor.execute("PRAGMA synchronous = NORMAL")
            cursor.execute("PRAGMA secure_delete = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A reader that becomes a writer half-way may not wait for another: who writes says so at once.
        write = connection.get_execution_options().get("onrecord_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _make_file(path: Path) -> bool:
    """Whether the file can be written; made where it is not there, readable for its owner alone."""
    if not path.exists():
        path.absolute().parent.mkdir(parents=True, exist_ok=True)
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            return True  # another process was quicker
    return os.access(path, os.W_OK)


# PostgreSQL.


def _open_postgresql(address: str) -> Engine:
    try:
        import psycopg  # noqa: F401  # only to say what is missing
    except ImportError as error:
        mend = "pip install 'onrecord[postgres]'"
        raise RecordError(_hide(address), f"PostgreSQL needs psycopg; {mend}") from error
    rest = address.split("://", 1)[1]
    try:
        engine = create_engine(f"postgresql+psycopg://{rest}", pool_pre_ping=True)
    except Exception as error:  # whatever a malformed address raises
        raise RecordError(_hide(address), "no address of a database; write postgresql://user@host/name") from error
    return engine


def _hide(address: str) -> str:
    """An address without its password."""
    scheme, rest = address.split("://", 1)
    who, at, where = rest.rpartition("@")
    return f"{scheme}://{who.split(':', 1)[0]}{at}{where}"


# What differs in SQL.


prepare = lru_cache(text)
"""SQL as SQLAlchemy has it, made once: to find its parameters takes longer than to run it."""


@contextmanager
def _cursor(connection: Connection) -> Iterator[sqlite3.Cursor]:
    """SQLite's own cursor, past SQLAlchemy, which takes longer over a row than SQLite does; with its errors."""
    cursor: Any = connection.connection.cursor()
    try:
        yield cursor
    except sqlite3.Error as error:
        raise OperationalError(None, None, error) from error
    finally:
        cursor.close()


def insert_or_pass(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, of the same columns in the same order, but for those whose key is there."""
    if rows and is_sqlite(connection):
        _insert(connection, table, rows, "ON CONFLICT DO NOTHING")
    elif rows:
        connection.execute(prepare(f"{_write_insert(table, rows[0])} ON CONFLICT DO NOTHING"), list(rows))


def upsert(connection: Connection, table: Table, row: Mapping[str, Any], key: str, changed: str) -> None:
    """Insert a row, or change one column where its key is there."""
    instead = f"ON CONFLICT ({key}) DO UPDATE SET {changed} = excluded.{changed}"
    take(connection, f"{_write_insert(table, row)} {instead}", row)


def _write_insert(table: Table, row: Mapping[str, Any], by_place: bool = False) -> str:
    columns = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" if by_place else f":{name}" for name in row)
    return f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"


def insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that have the same columns in the same order."""
    if rows and is_sqlite(connection):
        _insert(connection, table, rows)
    elif rows:
        connection.execute(insert(table), list(rows))


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], instead: str = "") -> None:
    asked = f"{_write_insert(table, rows[0], by_place=True)} {instead}"
    with _cursor(connection) as cursor:  # by place: to look each value up by name takes as long as to write it
        cursor.executemany(asked, [tuple(row.values()) for row in rows])


def put_all(connection: Connection, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a statement for each of several rows of values."""
    if rows and is_sqlite(connection):
        with _cursor(connection) as cursor:
            cursor.executemany(sql, rows)
    elif rows:
        connection.execute(prepare(sql), list(rows))


def update_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Update rows, each by its `id`, which comes last among the columns that it has like all others."""
    if not rows:
        return
    changed = [name for name in rows[0] if name != "id"]
    if not is_sqlite(connection):
        change = update(table).where(table.c.id == bindparam("b_id"))
        change = change.values({name: bindparam(name) for name in changed})
        connection.execute(change, [{**{name: row[name] for name in changed}, "b_id": row["id"]} for row in rows])
        return
    setting = ", ".join(f'"{name}" = ?' for name in changed)
    with _cursor(connection) as cursor:
        cursor.executemany(f"UPDATE {table.name} SET {setting} WHERE id = ?", [tuple(row.values()) for row in rows])


def ask_among(connection: Connection, sql: str, values: Iterable[Any]) -> list[Any]:
    """Rows of a SELECT in which `{inside}` stands for the condition that a column is one of these values."""
    given: Any = list(values)
    if not given:
        return []
    asked, given = _ask(connection, sql, given)
    return list(connection.execute(prepare(asked), {"values": given}))


def take_among(connection: Connection, sql: str, values: Iterable[Any], **more: Any) -> list[tuple[Any, ...]]:
    """The same as bare tuples, which cost less; `more` are the values of its other parameters."""
    given: Any = list(values)
    if not given:
        return []
    asked, given = _ask(connection, sql, given)
    return take(connection, asked, {"values": given, **more})


def take(connection: Connection, sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement, as bare tuples; none of one that gives none."""
    if not is_sqlite(connection):
        done = connection.execute(prepare(sql), values)
        return [tuple(row) for row in done] if done.returns_rows else []
    with _cursor(connection) as cursor:
        return cursor.execute(sql, values).fetchall()


def _ask(connection: Connection, sql: str, values: list[Any]) -> tuple[str, Any]:
    if is_sqlite(connection):
        return sql.format(inside="IN (SELECT value FROM json_each(:values))"), json.dumps(values)
    return sql.format(inside="= ANY(:values)"), values


def reserve(connection: Connection, **counts: int) -> dict[str, int]:
    """For each table by its name the first of so many keys that nobody else gets.

    Others who reserve wait until this transaction is through. Each time is counted, as a table `changes` would be: who
    finds the count as they left it knows that nobody else has written.
    """
    counts = {"changes": 1, **counts}
    cases = " ".join(f"WHEN '{name}' THEN :{name}" for name in counts)
    among = ", ".join(f"'{name}'" for name in counts)
    asked = f"UPDATE counters SET next = next + CASE name {cases} END WHERE name IN ({among}) RETURNING name, next"
    return {name: after - counts[name] for name, after in take(connection, asked, counts)}
