"""From nothing, or from an earlier schema, to the one of today: numbered steps, each in one transaction."""

from collections.abc import Callable

from sqlalchemy import Connection, Engine, insert, inspect, select, text, update

from onrecord.errors import RecordError
from onrecord.store import database, schema, words
from onrecord.store.clock import now

STEPS: tuple[Callable[[Connection], None], ...] = ()
"""The first leads from version 1 to 2, the next from 2 to 3."""
_NAME = "onrecord"


def prepare(engine: Engine) -> None:
    """Make an empty database a record, bring one of an earlier version up to date, refuse any other.

    Raises RecordError.
    """
    version = database.run(engine, lambda connection: find_version(connection, engine))
    if version == schema.VERSION:
        return
    if version == 0:
        database.run(engine, lambda connection: _create(connection, engine), write=True)
    for number in range(max(version, 1), schema.VERSION):
        database.run(engine, lambda connection, number=number: _step(connection, number), write=True)  # type: ignore[misc]


def find_version(connection: Connection, engine: Engine) -> int:
    """The schema's version; 0 where the database is empty. Raises RecordError for one that is no record of ours."""
    name = database.describe(engine)
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return 0
    if schema.record.name not in tables or (version := _read_version(connection)) is None:
        raise RecordError(name, "is the database of another program; give another --record")
    if version > schema.VERSION:
        mend = "pip install --upgrade onrecord"
        raise RecordError(
            name, f"was made by a newer OnRecord (schema {version}, this one knows {schema.VERSION}); {mend}"
        )
    return version


def _read_version(connection: Connection) -> int | None:
    columns = {column["name"] for column in inspect(connection).get_columns(schema.record.name)}
    if columns != {"key", "value"}:
        return None
    rows = {row.key: row.value for row in connection.execute(select(schema.record))}
    return int(rows["schema"]) if rows.get("application") == _NAME and rows.get("schema", "").isdigit() else None


def _create(connection: Connection, engine: Engine) -> None:
    if find_version(connection, engine):
        return  # another process was quicker
    schema.metadata.create_all(connection)
    words.create(connection)
    if database.is_sqlite(connection):
        connection.execute(text(f"PRAGMA application_id = {database.APPLICATION_ID}"))
    facts = {"application": _NAME, "schema": str(schema.VERSION), "begun": now()}
    connection.execute(insert(schema.record), [{"key": key, "value": value} for key, value in facts.items()])
    counted = ["changes", *(table.name for table in schema.COUNTED)]
    connection.execute(insert(schema.counters), [{"name": name, "next": 1} for name in counted])


def _step(connection: Connection, number: int) -> None:
    if _read_version(connection) != number:
        return  # another process was quicker
    STEPS[number - 1](connection)
    connection.execute(update(schema.record).where(schema.record.c.key == "schema").values(value=str(number + 1)))
