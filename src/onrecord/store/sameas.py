"""Judgements that entities of different documents are one, or not, and the actors that they come to.

Nothing is merged: actors are made from judgements, and can be made anew at any time. A judgement is superseded or taken
back, never erased.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, case, delete, insert, select, update

from onrecord.errors import InputError
from onrecord.store.called import find_actor
from onrecord.store.clock import now
from onrecord.store.database import reserve
from onrecord.store.found import Person
from onrecord.store.hand import ActorAtHand, write_actors
from onrecord.store.leading import set_actors, slices, write_judgements
from onrecord.store.loading import load_reading
from onrecord.store.lookup import find_entity
from onrecord.store.partition import Edge, Node, part
from onrecord.store.plain import from_kept, to_kept
from onrecord.store.portraits import Portrait, draw_portraits
from onrecord.store.schema import actors, entities, events, judgements, names, readings, reasons

MOST_DRAWN = 200
"""Entities of an actor that is drawn anew by which it is told: of so many, the latest, more would tell little more."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """That two entities of different documents are one, or not."""

    id: int
    a: int
    b: int
    """Two entities, by their numbers in the record; `b` stands for the actor it was head of."""
    same: bool
    probability: float
    """That the two are one; 1 or 0 where a person says it."""
    reason: str
    run: int | None
    """The run of the machine that made it; None: a person made it."""
    at: str
    """When, ISO 8601 in UTC."""
    current: bool
    """False once it was taken back, or a later one took its place."""

    @property
    def by_person(self) -> bool:
        return self.run is None


@dataclass(frozen=True, slots=True)
class Settled:
    """What a person's judgement came to."""

    judgement: Judgement
    a: Person
    b: Person
    """Whose the two entities are now."""

    @property
    def holds(self) -> bool:
        """Whether actors are as it says; an earlier word of a person's may stand against "same"."""
        return (self.a.actor == self.b.actor) == self.judgement.same


# A person judges.


def judge(connection: Connection, a: int | str, b: int | str, same: bool, reason: str | None) -> Settled:
    """A person says that two are one, or not. It takes the place of what was said of the two before.

    Raises UnclearNameError, and InputError where the two are one entity.
    """
    reserve(connection, entities=0)  # nobody else changes actors until this is done
    one, other = find_entity(connection, a), find_entity(connection, b)
    if one == other:
        both = find_actor(connection, _actor_of(connection, one))
        mend = "it is nothing to join" if same else "name the entities to be told apart, as DOCUMENT:eNUMBER (7:e3)"
        raise InputError(f"{a} and {b}", f"both are {_tell(both)}: {mend}")
    pair = (judgements.c.entity_id == one) & (judgements.c.other_id == other)
    turned = (judgements.c.entity_id == other) & (judgements.c.other_id == one)
    mine = judgements.c.run_id.is_(None)
    connection.execute(update(judgements).where(mine, pair | turned).values(current=False))
    row = {"entity_id": one, "other_id": other, "same": same, "probability": float(same), "run_id": None,
           "words": reason or "", "at": now(), "current": True}  # fmt: skip
    [number] = write_judgements(connection, [row])
    before = [find_actor(connection, _actor_of(connection, id)) for id in (one, other)]
    settle(connection, {person.actor for person in before if person})
    after = [find_actor(connection, _actor_of(connection, id)) for id in (one, other)]
    said = f"{'same' if same else 'different'}: {_tell(before[0])} and {_tell(before[1])}"
    _log(connection, f"{said}: {reason}" if reason else said)
    assert after[0]
    assert after[1]
    return Settled(load_judgement(connection, number), after[0], after[1])


def take_back(connection: Connection, number: int, reason: str | None) -> Judgement:
    """A judgement, a person's or the machine's, stands no longer; it is kept, and so is that it was taken back.

    Raises InputError where there is none of the number, or it stands no longer already.
    """
    reserve(connection, entities=0)
    judgement = load_judgement(connection, number)
    if not judgement.current:
        raise InputError(f"judgement {number}", "stands no longer already")
    connection.execute(update(judgements).where(judgements.c.id == number).values(current=False))
    touched = {_actor_of(connection, judgement.a), _actor_of(connection, judgement.b)}
    settle(connection, {actor for actor in touched if actor})
    _log(connection, f"judgement {number} taken back" + (f": {reason}" if reason else ""))
    return load_judgement(connection, number)


def load_judgement(connection: Connection, number: int) -> Judgement:
    """The judgement of a number. Raises InputError."""
    for judgement in _load_judgements(connection, [judgements.c.id == number], 1):
        return judgement
    raise InputError(f"judgement {number}", "there is none of this number")


def list_judgements(connection: Connection, actor: int, limit: int) -> list[Judgement]:
    """Those that bear on an actor's entities, people's first, then the latest."""
    ids = select(entities.c.id).where(entities.c.actor_id == actor)
    bears = judgements.c.entity_id.in_(ids) | judgements.c.other_id.in_(ids)
    return list(_load_judgements(connection, [bears], limit))


def _load_judgements(connection: Connection, which: Sequence[Any], limit: int) -> Iterator[Judgement]:
    asked = select(judgements, reasons.c.words, readings.c.made)
    asked = asked.join(reasons, reasons.c.id == judgements.c.reason_id)
    asked = asked.join(entities, entities.c.id == judgements.c.entity_id)
    asked = asked.join(readings, readings.c.id == entities.c.reading_id).where(*which)
    people_first = case((judgements.c.run_id.is_(None), 0), else_=1)
    for row in connection.execute(asked.order_by(people_first, judgements.c.id.desc()).limit(limit)):
        words, at = from_kept(row.words), row.at or row.made
        yield Judgement(
            row.id, row.entity_id, row.other_id, row.same, row.probability, words, row.run_id, at, row.current
        )


def _actor_of(connection: Connection, entity: int) -> int:
    number: int = connection.execute(select(entities.c.actor_id).where(entities.c.id == entity)).scalar_one() or 0
    return number


def _tell(person: Person | None) -> str:
    return f"{person.name} (a{person.actor})" if person else "nobody"


def _log(connection: Connection, summary: str) -> None:
    connection.execute(insert(events), {"at": now(), "kind": "judge", "summary": to_kept(summary, "the reason")})


# Anew from the judgements.


def settle(connection: Connection, touched: Iterable[int]) -> set[int]:
    """Make those actors anew on which judgements about some actors bear; the numbers of those that stand now."""
    return _make(connection, _reach(connection, set(touched)))


def _reach(connection: Connection, touched: set[int]) -> set[int]:
    """The actors, and those to whom judgements lead that do not hold now but may hold after another one."""
    seen: set[int] = set()
    while fresh := touched - seen:
        seen |= fresh
        mine, other = entities.alias(), entities.alias()
        for some in slices(sorted(fresh)):
            for here, there in ((judgements.c.entity_id, judgements.c.other_id),
                                (judgements.c.other_id, judgements.c.entity_id)):  # fmt: skip
                asked = (
                    select(other.c.actor_id)
                    .select_from(judgements)
                    .join(mine, mine.c.id == here)
                    .join(other, other.c.id == there)
                    .where(judgements.c.current, judgements.c.same, mine.c.actor_id.in_(some))
                    .where(other.c.actor_id.is_not(None), other.c.actor_id != mine.c.actor_id)
                )
                touched |= set(connection.execute(asked.distinct()).scalars())
        identified = select(actors.c.identifier).where(actors.c.id.in_(sorted(fresh)), actors.c.identifier.is_not(None))
        known = sorted(set(connection.execute(identified).scalars()))
        for some in slices(known):
            touched |= set(connection.execute(select(actors.c.id).where(actors.c.identifier.in_(some))).scalars())
    return seen


def rebuild_actors(connection: Connection) -> int:
    """Make all actors anew from the judgements; how many there are. Actors keep their numbers where they may."""
    reserve(connection, entities=0)
    return len(_make(connection, None))


def _make(connection: Connection, touched: set[int] | None) -> set[int]:
    """`touched`: only the actors of these numbers, and nobody else's entities; None for all there are."""
    rows = _load_nodes(connection, touched)
    nodes = [Node(row.id, row.identifier) for row in rows]
    parts = part(nodes, _load_edges(connection, {row.id for row in rows} if touched is not None else None))
    now = {row.id: row.actor_id for row in rows}
    weight = {row.id for row in rows if row.current}
    parts = [ids for ids in parts if not weight.isdisjoint(ids)]
    numbers = _number(connection, parts, now)
    actor_of: dict[int, int | None] = dict.fromkeys(now)
    heads = {}
    for number, ids in zip(numbers, parts, strict=True):
        actor_of |= dict.fromkeys(ids, number)
        heads[number] = next((id for id in ids if id in weight), ids[0])
    there = set(connection.execute(select(actors.c.id)).scalars()) if touched is None else touched
    kept = set(numbers)
    fresh = sorted(kept - there)
    if fresh:
        blank = {"kind": "person", "name": "", "entities": 0, "portrait": "{}"}
        connection.execute(insert(actors), [{"id": n, "head_id": heads[n], **blank} for n in fresh])
    moved = {id: actor for id, actor in actor_of.items() if now[id] != actor}
    set_actors(connection, moved)
    for some in slices(sorted(there - kept)):
        connection.execute(delete(actors).where(actors.c.id.in_(some)))
    _redraw(connection, parts, numbers, heads, weight)
    return kept


def _load_nodes(connection: Connection, touched: set[int] | None) -> list[Any]:
    asked = select(entities.c.id, entities.c.name, entities.c.identifier, entities.c.actor_id, readings.c.current)
    asked = asked.join(readings, readings.c.id == entities.c.reading_id).order_by(entities.c.id)
    if touched is None:
        return [row for row in connection.execute(asked.where(entities.c.named)) if from_kept(row.name).strip()]
    found: list[Any] = []
    for some in slices(sorted(touched)):
        found += connection.execute(asked.where(entities.c.actor_id.in_(some)))
    return sorted(found, key=lambda row: row.id)


def _load_edges(connection: Connection, ids: set[int] | None) -> Iterator[Edge]:
    asked = select(judgements).where(judgements.c.current)
    if ids is None:
        rows: Iterable[Row[Any]] = connection.execute(asked)
    else:
        rows = (
            r for some in slices(sorted(ids)) for r in connection.execute(asked.where(judgements.c.entity_id.in_(some)))
        )
    for row in rows:
        yield Edge(row.id, row.entity_id, row.other_id, row.same, row.run_id is None)


def _number(connection: Connection, parts: Sequence[Sequence[int]], now: Mapping[int, int | None]) -> list[int]:
    """For each part the number that most of its entities have already; the larger part first, each number once."""
    given: dict[int, int] = {}
    taken: set[int] = set()
    order = sorted(range(len(parts)), key=lambda i: (-len(parts[i]), parts[i][0]))
    for i in order:
        votes: defaultdict[int, int] = defaultdict(int)
        for id in parts[i]:
            if (actor := now[id]) is not None and actor not in taken:
                votes[actor] += 1
        if votes:
            given[i] = max(votes, key=lambda a: (votes[a], -a))
            taken.add(given[i])
    lacking = [i for i in range(len(parts)) if i not in given]
    first = reserve(connection, actors=len(lacking))["actors"] if lacking else 0
    given |= {i: first + n for n, i in enumerate(lacking)}
    return [given[i] for i in range(len(parts))]


def _redraw(
    connection: Connection,
    parts: Sequence[Sequence[int]],
    numbers: Sequence[int],
    heads: Mapping[int, int],
    weight: set[int],
) -> None:
    """Draw actors anew from their entities' readings, one document in the hand at a time."""
    drawn: dict[int, ActorAtHand] = {}
    wanted: dict[int, int] = {}
    for number, ids in zip(numbers, parts, strict=True):
        held = [id for id in ids if id in weight]
        drawn[number] = ActorAtHand(number, Portrait(), len(held), heads[number], "")
        wanted |= dict.fromkeys([*held[:1], *held[1:][-MOST_DRAWN:]], number)
    where: defaultdict[int, dict[int, str]] = defaultdict(dict)
    of = {}
    asked = select(entities.c.id, entities.c.number, entities.c.reading_id, readings.c.document_id)
    asked = asked.join(readings, readings.c.id == entities.c.reading_id)
    for some in slices(sorted(wanted)):
        for row in connection.execute(asked.where(entities.c.id.in_(some))):
            where[row.reading_id][row.id] = row.number
            of[row.reading_id] = row.document_id
    beside = select(entities.c.actor_id).where(entities.c.actor_id.is_not(None))
    for reading_id in sorted(where):
        portraits = draw_portraits(load_reading(connection, of[reading_id], reading_id))
        met = connection.execute(beside.where(entities.c.reading_id == reading_id)).all()
        here = {row.actor_id for row in met}
        for id, called in where[reading_id].items():
            if called in portraits:
                drawn[wanted[id]].portrait.add(portraits[called])
        for actor_id in {wanted[id] for id in where[reading_id]}:
            company = drawn[actor_id].portrait.company
            company |= {other: company.get(other, 0) + 1 for other in here - {actor_id}}
    for some in slices(sorted(drawn)):
        connection.execute(delete(names).where(names.c.actor_id.in_(some)))
        connection.execute(
            update(actors).where(actors.c.id == bindparam("b_id")).values(head_id=bindparam("head")),
            [{"b_id": n, "head": heads[n]} for n in some],
        )
        doubtful = select(actors.c.id).join(judgements, judgements.c.entity_id == actors.c.head_id)
        doubtful = doubtful.where(judgements.c.current, ~judgements.c.same, judgements.c.run_id.is_not(None))
        for number in connection.execute(doubtful.where(actors.c.id.in_(some))).scalars():
            drawn[number].portrait.doubted = True
    if drawn:
        write_actors(connection, drawn, drawn)


# A document goes.


def forget_document(connection: Connection, document_id: int) -> None:
    """Take a document's entities out of their actors, before they are removed; who is left without any goes too.

    What was judged by a head among them is judged by the next entity of the actor.
    """
    asked = select(entities.c.id, entities.c.actor_id).join(readings, readings.c.id == entities.c.reading_id)
    rows = connection.execute(asked.where(readings.c.document_id == document_id)).all()
    gone = {row.id for row in rows}
    touched = {row.actor_id for row in rows} - {None}
    _set_heirs(connection, gone)
    set_actors(connection, dict.fromkeys(gone))
    left: set[int] = set()
    for some in slices(sorted(touched)):
        held = select(entities.c.actor_id).where(entities.c.actor_id.in_(some)).distinct()
        left |= set(connection.execute(held).scalars())
    for some in slices(sorted(touched - left)):
        connection.execute(delete(actors).where(actors.c.id.in_(some)))
    _make(connection, left)


def _set_heirs(connection: Connection, gone: set[int]) -> None:
    for some in slices(sorted(gone)):
        for row in connection.execute(select(actors.c.id, actors.c.head_id).where(actors.c.head_id.in_(some))).all():
            others = (id for id in connection.execute(_held_by(row.id)).scalars() if id not in gone)
            heir = next(others, None)
            if heir is None:
                continue
            for end, start in ((judgements.c.other_id, judgements.c.entity_id),
                               (judgements.c.entity_id, judgements.c.other_id)):  # fmt: skip
                change = update(judgements).where(end == row.head_id, start != heir)
                connection.execute(change.values({end.name: heir}))


def _held_by(actor: int) -> Select[Any]:
    return select(entities.c.id).where(entities.c.actor_id == actor).order_by(entities.c.id)


def drop_reasons(connection: Connection) -> None:
    """Let reasons go that no judgement has any more: they may hold words of what was removed."""
    connection.execute(delete(reasons).where(reasons.c.id.not_in(select(judgements.c.reason_id))))
