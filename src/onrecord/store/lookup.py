"""The entity that a person means who judges: by a name, the number of an actor, or the place in a document."""

import re
from collections.abc import Sequence

from sqlalchemy import Connection, false, func, select

from onrecord.errors import InputError
from onrecord.store.called import choose, find_actor, find_nearest, find_people
from onrecord.store.found import Person
from onrecord.store.plain import to_kept
from onrecord.store.schema import actors, entities, readings

_NUMBER = re.compile(r"a?([0-9]+)", re.ASCII)
_ENTITY = re.compile(r"entity:([0-9]+)", re.ASCII)
_IN_DOCUMENT = re.compile(r"([0-9]+):(e[0-9]+)", re.ASCII)
_LARGEST = 10
"""Digits of a number that a record can have."""
_TOLD = 5


class UnclearNameError(InputError):
    """A name that nobody bears, or several do. `candidates` may be meant; `nearest` are names that are like it."""

    def __init__(self, name: str, reason: str, candidates: Sequence[Person] = (), nearest: Sequence[str] = ()) -> None:
        super().__init__(name, reason)
        self.candidates = tuple(candidates)
        self.nearest = tuple(nearest)

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str]]:
        return InputError, (self.name, self.reason)


def find_entity(connection: Connection, what: int | str) -> int:
    """The entity that a person means: `12` or `a12` is the head of actor 12, `entity:340` that entity, `7:e3` the one
    that the current reading of document 7 calls e3; anything else is a name.

    Raises UnclearNameError where it is nobody's, or several bear it.
    """
    words = str(what).strip()
    if m := _NUMBER.fullmatch(words):
        return _find_head(connection, words, m[1])
    if (m := _ENTITY.fullmatch(words)) or (m := _IN_DOCUMENT.fullmatch(words)):
        return _find_named(connection, words, m)
    found = find_people(connection, words)
    if person := choose(found, words):
        return _find_called(connection, person, words)
    if found:
        listed = ", ".join(f"a{person.actor} {person.name} ({person.kind})" for person in found[:_TOLD])
        more = " ..." if len(found) > _TOLD else ""
        raise UnclearNameError(words, f"may be several, give the number: {listed}{more}", found)
    nearest = find_nearest(connection, words)
    offered = f"; nearest are {', '.join(nearest)}" if nearest else ""
    raise UnclearNameError(words, f"nobody in the record is called so{offered}", nearest=nearest)


def _find_head(connection: Connection, words: str, digits: str) -> int:
    person = find_actor(connection, int(digits)) if len(digits) < _LARGEST else None
    if person is None:
        raise UnclearNameError(words, "there is no actor of this number; give a name")
    return _head_of(connection, person)


def _head_of(connection: Connection, person: Person) -> int:
    number: int = connection.execute(select(actors.c.head_id).where(actors.c.id == person.actor)).scalar_one()
    return number


def _find_called(connection: Connection, person: Person, name: str) -> int:
    """The first of an actor's entities that is called just so, else its head."""
    so = (entities.c.actor_id == person.actor, entities.c.name == to_kept(name, name))
    number: int | None = connection.execute(select(func.min(entities.c.id)).where(*so)).scalar()
    return _head_of(connection, person) if number is None else number


def _find_named(connection: Connection, words: str, m: "re.Match[str]") -> int:
    asked = select(entities.c.id, entities.c.actor_id).join(readings, readings.c.id == entities.c.reading_id)
    if len(m[1]) >= _LARGEST:
        asked = asked.where(false())
    elif len(m.groups()) == 1:
        asked = asked.where(entities.c.id == int(m[1]))
    else:
        asked = asked.where(readings.c.document_id == int(m[1]), readings.c.current, entities.c.number == m[2])
    row = connection.execute(asked).first()
    if row is None:
        raise UnclearNameError(words, "there is no such entity; see onrecord document")
    if row.actor_id is None:
        raise UnclearNameError(words, "is not named in its text, or not in a current reading: it is nobody's to judge")
    number: int = row.id
    return number
