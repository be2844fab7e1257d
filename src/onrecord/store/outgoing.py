"""Documents as they leave a record, one by one, with what the record knows beside their readings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, select

from onrecord.store import database
from onrecord.store.found import Notice
from onrecord.store.loading import load_reading
from onrecord.store.notices import load_notices
from onrecord.store.plain import from_kept
from onrecord.store.schema import documents, entities, readings, statements
from onrecord.types import Reading

_AT_ONCE = 500
"""Numbers of documents that are asked for together; the documents themselves come one by one."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A document as a record has it."""

    number: int
    address: str
    """What tells it from others: its URL, else the caller's id or path."""
    version: int
    """1 for the first text at the address, 2 for a changed one."""
    made: str
    """When the reading was made, ISO 8601."""
    reading: Reading
    """The current one."""
    actors: Mapping[str, int] = field(default_factory=dict)
    """Entities that stand as one with others, by their ids: the number of whom they stand for."""
    copies: frozenset[str] = frozenset()
    """Ids of statements that repeat those of the text of which this one is a copy."""
    notices: tuple[Notice, ...] = ()
    """Corrections and retractions that its outlet published, of all texts of its address."""


def list_filed(engine: Engine) -> Iterator[Filed]:
    """Every document that has a reading and was not removed, in the order in which they came.

    Each is read in a transaction of its own: what another process adds or removes meanwhile is whole or not there.
    """
    after = 0
    while numbers := database.run(engine, lambda c, after=after: _list_numbers(c, after)):  # type: ignore[misc]
        for number in numbers:
            filed = database.run(engine, lambda c, number=number: load_filed(c, number))  # type: ignore[misc]
            if filed is not None:
                yield filed
        after = numbers[-1]


def _list_numbers(connection: Connection, after: int) -> list[int]:
    asked = select(documents.c.id).where(documents.c.id > after, documents.c.removed.is_(None))
    return list(connection.execute(asked.order_by(documents.c.id).limit(_AT_ONCE)).scalars())


def load_filed(connection: Connection, number: int) -> Filed | None:
    """One document; None where it was removed, or has no reading."""
    asked = select(documents.c.address, documents.c.version, readings.c.id, readings.c.made)
    asked = asked.join(readings, readings.c.document_id == documents.c.id)
    row = connection.execute(
        asked.where(documents.c.id == number, documents.c.removed.is_(None), readings.c.current)
    ).first()
    if row is None:
        return None
    address, version, reading, made = row
    known = select(entities.c.number, entities.c.actor_id).where(entities.c.reading_id == reading)
    echoes = select(statements.c.number).where(statements.c.reading_id == reading, statements.c.echo_of_id.is_not(None))
    return Filed(
        number=number,
        address=from_kept(address),
        version=version,
        made=made,
        reading=load_reading(connection, number, reading),
        actors={row.number: row.actor_id for row in connection.execute(known) if row.actor_id is not None},
        copies=frozenset(connection.execute(echoes).scalars()),
        notices=load_notices(connection, {address}).get(address, ()),
    )
