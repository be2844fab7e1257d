"""A copy of a record while others use it."""

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Engine

from onrecord.errors import RecordError
from onrecord.store import database


def copy_record(engine: Engine, path: Path) -> None:
    """Copy an SQLite record into a new file, through the online backup API: whole or not at all.

    Raises RecordError: for PostgreSQL, which has pg_dump; for a file that is there; where there is no room.
    """
    if not database.is_sqlite(engine):
        raise RecordError(database.describe(engine), "PostgreSQL makes its own backups; run pg_dump --format custom")
    if path.exists():
        raise RecordError(str(path), "is there already; give a new name, so that no backup is lost")
    part = path.with_name(f".{path.name}.part")
    try:
        path.absolute().parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        to = sqlite3.connect(part)
        try:
            with engine.connect() as connection:
                given = connection.connection.driver_connection
                assert isinstance(given, sqlite3.Connection)
                given.backup(to, pages=1000)
        finally:
            to.close()
        part.replace(path)
    except sqlite3.Error as error:
        raise RecordError(str(path), f"cannot be written ({error}); make room, or give another place") from error
    except OSError as error:
        raise RecordError(str(path), f"cannot be written ({error.strerror}); give another place") from error
    finally:
        part.unlink(missing_ok=True)
