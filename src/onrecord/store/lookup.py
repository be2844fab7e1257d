"""Actors as the rest of the program sees them, and whom a person means by a name or a number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, case, false, func, select

from onrecord.errors import InputError
from onrecord.store.leading import load_actors, slices
from onrecord.store.naming import fold_name
from onrecord.store.plain import from_kept, to_kept
from onrecord.store.schema import actors, entities, names, readings
from onrecord.types import EntityKind

NEAREST = 5
"""Names that are offered where nobody has the one that is given."""
_LEAST = 65
"""Of 100, by rapidfuzz, that an offered name is like."""
_NUMBER = re.compile(r"[0-9]+", re.ASCII)
_ENTITY = re.compile(r"entity:([0-9]+)", re.ASCII)
_IN_DOCUMENT = re.compile(r"([0-9]+):(e[0-9]+)", re.ASCII)
_LARGEST = 10
"""Digits of a number that a record can have."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something across documents: the entities that stand as one, as judgements have it now."""

    id: int
    """Its number in the record."""
    kind: EntityKind
    name: str
    """The fullest by which it is named."""
    identifier: str | None
    entities: int
    """How many entities of current readings it holds."""
    head: int
    """The entity by which others are judged against it, by its number in the record."""
    names: tuple[str, ...]
    """All by which it is named."""
    offices: tuple[str, ...]
    """Words of the offices that are told of it, without whose they are: 'foreign minister'."""

    def __str__(self) -> str:
        told = "; ".join((self.kind, *self.offices[:2], f"in {self.entities} reading{'s' * (self.entities != 1)}"))
        return f"{self.id} {self.name} ({told})"


class UnclearNameError(InputError):
    """A name that nobody bears, or several do. `candidates` may be meant; `nearest` are names that are like it."""

    def __init__(self, name: str, reason: str, candidates: Sequence[Actor] = (), nearest: Sequence[str] = ()) -> None:
        super().__init__(name, reason)
        self.candidates = tuple(candidates)
        self.nearest = tuple(nearest)

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str]]:
        return InputError, (self.name, self.reason)


def load_actor(connection: Connection, number: int) -> Actor | None:
    """The actor of a number."""
    return next(iter(_load(connection, [number])), None)


def find_actors(connection: Connection, name: str) -> list[Actor]:
    """All who are called by a name, or of whose name it is the surname, initials or last word; most named first."""
    keys = sorted({to_kept(fold_name(name, "person"), name), to_kept(fold_name(name, "organisation"), name)} - {""})
    ways = ("full", "surname", "acronym", "last")
    full_first = case((names.c.way == "full", 0), else_=1)
    asked = select(names.c.actor_id, names.c.way).where(names.c.folded.in_(keys), names.c.way.in_(ways))
    rows = connection.execute(asked.order_by(full_first, names.c.actor_id)).all()
    ids = dict.fromkeys(row.actor_id for row in rows)
    return sorted(_load(connection, list(ids)), key=lambda a: (-a.entities, a.id))


def find_nearest(connection: Connection, name: str, limit: int = NEAREST) -> list[str]:
    """Names in the record that are most like one, the likest first."""
    from rapidfuzz import fuzz, process

    asked = select(names.c.name, names.c.folded).where(names.c.way.in_(("full", "surname"))).distinct()
    called = {row.folded: row.name for row in connection.execute(asked.order_by(names.c.folded, names.c.name.desc()))}
    key = to_kept(fold_name(name, "person"), name)
    found = process.extract(key, called.keys(), scorer=fuzz.ratio, limit=limit, score_cutoff=_LEAST)
    return [from_kept(called[folded]) for folded, _, _ in found]


def find_entity(connection: Connection, what: int | str) -> int:
    """The entity that a person means: `12` is the head of actor 12, `entity:340` that entity, `7:e3` the one that the
    current reading of document 7 calls e3; anything else is a name.

    Raises UnclearNameError where it is nobody's, or several bear it.
    """
    words = str(what).strip()
    if _NUMBER.fullmatch(words):
        actor = load_actor(connection, int(words)) if len(words) < _LARGEST else None
        if actor is None:
            raise UnclearNameError(words, "there is no actor of this number; give a name")
        return actor.head
    if (m := _ENTITY.fullmatch(words)) or (m := _IN_DOCUMENT.fullmatch(words)):
        return _find_named(connection, words, m)
    found = find_actors(connection, words)
    if len(found) == 1:
        return _find_called(connection, found[0], words)
    if found:
        listed = ", ".join(f"{actor.id} {actor.name} ({actor.kind})" for actor in found[:NEAREST])
        more = " ..." if len(found) > NEAREST else ""
        raise UnclearNameError(words, f"may be several, give the number: {listed}{more}", found)
    nearest = find_nearest(connection, words)
    offered = f"; nearest are {', '.join(nearest)}" if nearest else ""
    raise UnclearNameError(words, f"nobody in the record is called so{offered}", nearest=nearest)


def _find_called(connection: Connection, actor: Actor, name: str) -> int:
    """The first of an actor's entities that is called just so, else its head."""
    so = (entities.c.actor_id == actor.id, entities.c.name == to_kept(name, name))
    number: int = connection.execute(select(func.min(entities.c.id)).where(*so)).scalar() or actor.head
    return number


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


def _load(connection: Connection, numbers: Sequence[int]) -> list[Actor]:
    at_hand = load_actors(connection, numbers)
    kinds: dict[int, EntityKind] = {}
    for some in slices(sorted(at_hand)):
        asked = select(actors.c.id, actors.c.kind).where(actors.c.id.in_(some))
        kinds |= {row.id: row.kind for row in connection.execute(asked)}
    return [
        Actor(a.id, kinds[a.id], a.name, a.portrait.identifier, a.entities, a.head, a.portrait.names,
              tuple(a.portrait.offices))
        for a in at_hand.values()
    ]  # fmt: skip
