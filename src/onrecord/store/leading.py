"""The entities of a reading that is being kept -> actors: each named one is led to one, or founds one.

An entity is judged against actors, by their heads, never against each of their entities, and once: so there are about
as many judgements as entities. Equal identifiers need no judgement. One that no text names is led nowhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from onrecord.resolve.people import may_be_one
from onrecord.store.database import insert_all, insert_or_pass, reserve, take_among, update_all
from onrecord.store.hand import ActorAtHand, Hand, load_actors, write_actors
from onrecord.store.likeness import DOUBTED, Companion, Judged, choose, is_other_spelling, say
from onrecord.store.naming import Form, Way, find_forms, parse_name
from onrecord.store.plain import from_kept, to_kept
from onrecord.store.portraits import Portrait, draw_portraits
from onrecord.store.schema import actors, entities, judgements, readings, reasons
from onrecord.types import Reading

MOST_WEIGHED = 5
"""Actors that one entity is compared with: of more, those of its whole name and those that are named often."""
MOST_CANDIDATES = 60
"""Rows of names that are looked at for one document beside three for each form."""
_MANY = 500
"""Values of one `IN`."""


class Led(NamedTuple):
    """Whom the entities of a reading were led to."""

    actors: dict[str, int]
    """By their ids in the public form."""
    judgements: list[dict[str, Any]]
    """To be written once the entities are."""


def lead_entities(
    connection: Connection,
    reading: Reading,
    document_id: int,
    run_id: int,
    known: Mapping[str, int],
    anew: bool,
    hand: Hand,
) -> Led:
    """Lead each named entity of a reading that is about to be written to an actor, or found one.

    `known`: the numbers that its entities will have, by their ids in the public form. `anew`: there is an earlier
    reading, which this one supersedes. `hand`: the actors that this transaction has loaded.
    """
    portraits = draw_portraits(reading)
    if not portraits and not anew:
        return Led({}, [])
    told: list[dict[str, Any]] = []
    chosen: dict[str, Judged] = {}
    at_hand: Hand = {}
    before = _find_before(connection, reading, document_id, hand) if anew else {}
    for id, (actor, old) in before.items():
        at_hand[actor.id] = actor
        chosen[id] = Judged(actor.id, 1.0, ("the same words in an earlier reading of the text",), same=True)
        told.append(_judge(known[id], old, chosen[id], run_id))
    fresh = {id: p for id, p in portraits.items() if id not in chosen}
    found = _find_candidates(connection, fresh, hand)
    for actors_found in found.values():
        at_hand |= {actor.id: at_hand.get(actor.id, actor) for actor in actors_found}
    company = _find_company(portraits, found, chosen, at_hand)
    judged = {
        id: choose(p, {a.id: a.portrait for a in found[id]}, [c for i, c in company if i != id], document_id)
        for id, p in fresh.items()
    }
    taken = {j.actor for id, j in chosen.items() if portraits[id].is_person}
    for id in sorted(fresh, key=lambda id: -(j.probability if (j := judged[id]) else 0.0)):
        j = judged[id]
        if j is None or not j.same or (portraits[id].is_person and j.actor in taken):
            if j is not None and j.probability >= DOUBTED:  # the reader kept them apart, or too little speaks for it
                refused = Judged(j.actor, j.probability, j.reasons, same=False)
                told.append(_judge(known[id], at_hand[j.actor].head, refused, run_id))
                portraits[id].doubted = True
            continue
        chosen[id] = j
        if portraits[id].is_person:
            taken.add(j.actor)
        own = portraits[id].identifier
        if own is None or own != at_hand[j.actor].portrait.identifier:  # equal ones need no judgement
            told.append(_judge(known[id], at_hand[j.actor].head, j, run_id))
    _found_actors(connection, portraits, chosen, at_hand, known)
    hand |= at_hand
    _keep_company(portraits, chosen, at_hand)
    write_actors(connection, at_hand, {j.actor for j in chosen.values()})
    empty = [actor.id for actor in at_hand.values() if not actor.entities]
    for some in slices(empty):
        connection.execute(delete(actors).where(actors.c.id.in_(some)))
    for number in empty:
        del hand[number]
    return Led({id: chosen[id].actor for id in portraits}, told)


def _judge(entity: int, head: int, judged: Judged, run_id: int) -> dict[str, Any]:
    return {
        "entity_id": entity,
        "other_id": head,
        "same": judged.same,
        "probability": judged.probability,
        "words": say(judged.reasons),
        "run_id": run_id,
        "current": True,
    }


def _find_before(
    connection: Connection, reading: Reading, document_id: int, hand: Hand
) -> dict[str, tuple[ActorAtHand, int]]:
    """Those whom an earlier reading of the document has by the same name: their actors, and who they were there.

    Those of earlier readings lose their weight.
    """
    asked = select(entities.c.id, entities.c.name, entities.c.kind, entities.c.actor_id, readings.c.current)
    asked = asked.join(readings, readings.c.id == entities.c.reading_id)
    rows = connection.execute(asked.where(readings.c.document_id == document_id).order_by(entities.c.id)).all()
    old = [row for row in rows if row.actor_id is not None]
    if not old:
        return {}
    at_hand = load_actors(connection, {row.actor_id for row in old}, hand)
    by_name = {(row.kind, from_kept(row.name)): row for row in old}
    found = {}
    for entity in reading.entities:
        row = by_name.get((entity.kind, entity.name)) if entity.named else None
        if row is not None and row.actor_id in at_hand:
            found[entity.id] = at_hand[row.actor_id], row.id
    _weigh_anew(connection, at_hand)
    return found


def _weigh_anew(connection: Connection, at_hand: Mapping[int, ActorAtHand]) -> None:
    """How many entities of current readings the actors hold."""
    counted = select(entities.c.actor_id, func.count()).join(readings, readings.c.id == entities.c.reading_id)
    for some in slices(sorted(at_hand)):
        asked = counted.where(entities.c.actor_id.in_(some), readings.c.current).group_by(entities.c.actor_id)
        held = {row[0]: row[1] for row in connection.execute(asked)}
        for id in some:
            at_hand[id].entities = held.get(id, 0)
            connection.execute(update(actors).where(actors.c.id == id).values(entities=at_hand[id].entities))


def _find_candidates(
    connection: Connection, portraits: Mapping[str, Portrait], hand: Hand
) -> dict[str, list[ActorAtHand]]:
    """The actors that each may be: those of its whole name, and where it is bare or nobody has it, of a part of it."""
    forms = {id: find_forms(p.names[0], p.kind) for id, p in portraits.items()}
    called = _look_up(connection, {some[0].folded for some in forms.values()}, "= 'full'")
    partly = {id for id, some in forms.items() if " " not in some[0].folded or not called[some[0].folded]}
    hits = _look_up(connection, {form.folded for id in partly for form in forms[id]}, "IS NOT NULL")
    by_identifier = _look_up_identifiers(connection, {p.identifier for p in portraits.values() if p.identifier})
    wanted: dict[str, dict[int, None]] = {}
    for id, some in forms.items():
        mine = dict.fromkeys(hit.actor for hit in called[some[0].folded])
        if id in partly:
            mine |= dict.fromkeys(hit.actor for form in some for hit in hits[form.folded] if _may_be(form, hit))
        mine = dict.fromkeys(list(mine)[:MOST_WEIGHED])
        wanted[id] = mine | dict.fromkeys(by_identifier.get(portraits[id].identifier or "", ()))
    at_hand = load_actors(connection, {actor for mine in wanted.values() for actor in mine}, hand)
    return {id: [at_hand[actor] for actor in mine if actor in at_hand] for id, mine in wanted.items()}


class _Hit(NamedTuple):
    """A form of an actor's name."""

    actor: int
    way: str
    name: str


_MEET: Mapping[Way, frozenset[str]] = {
    "full": frozenset(("full", "surname", "acronym", "last", "core")),
    "surname": frozenset(("full", "surname")),
    "sound": frozenset(("sound",)),
    "core": frozenset(("full", "core")),
    "acronym": frozenset(("full",)),
    "last": frozenset(("full",)),
}
"""Which forms of an actor's name may be meant by a form."""


def _may_be(form: Form, hit: _Hit) -> bool:
    """Whether a form that is an actor's too speaks for it, before more is loaded."""
    if hit.way not in _MEET[form.way]:
        return False
    if hit.way not in ("surname", "sound") or form.way == "full":
        return True
    mine, theirs = parse_name(form.name), parse_name(hit.name)
    return may_be_one(mine, theirs) or is_other_spelling(mine, theirs)


def _look_up(connection: Connection, keys: Iterable[str], ways: str) -> dict[str, list[_Hit]]:
    """The actors that have each form, those first that are called just so, then those that are named often."""
    hits: defaultdict[str, list[_Hit]] = defaultdict(list)
    kept = {to_kept(key, ""): key for key in keys}
    asked = f"""SELECT n.folded, n.actor_id, n.way, n.name FROM names n JOIN actors a ON a.id = n.actor_id
        WHERE n.folded {{inside}} AND n.way {ways}
        ORDER BY CASE n.way WHEN 'full' THEN 0 ELSE 1 END, a.entities DESC, a.id LIMIT :most"""
    for folded, *hit in take_among(connection, asked, sorted(kept), most=MOST_CANDIDATES + 3 * len(kept)):
        hits[kept[folded]].append(_Hit(*hit))
    return hits


def _look_up_identifiers(connection: Connection, identifiers: Iterable[str]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    asked = "SELECT id, identifier FROM actors WHERE identifier {inside} ORDER BY id"
    for actor, identifier in take_among(connection, asked, sorted(identifiers)):
        found[identifier].append(actor)
    return found


def _find_company(
    portraits: Mapping[str, Portrait],
    found: Mapping[str, Sequence[ActorAtHand]],
    chosen: Mapping[str, Judged],
    at_hand: Mapping[int, ActorAtHand],
) -> list[tuple[str, Companion]]:
    """Whom the document names for certain enough to be company: by a whole name that one actor alone has."""
    company = []
    for id, portrait in portraits.items():
        if id in chosen:
            mine = [at_hand[chosen[id].actor]]
        else:
            full = find_forms(portrait.names[0], portrait.kind)[0]
            mine = [a for a in found[id] if full.folded in a.called]
            if portrait.is_person and not portrait.is_doubtful and " " not in full.folded:
                continue
        if len(mine) == 1:
            actor = mine[0]
            is_telling = " " in full.folded if id not in chosen else actor.portrait.is_person
            company.append((id, Companion(actor.id, is_telling, actor.entities)))
    return company


def _found_actors(
    connection: Connection,
    portraits: Mapping[str, Portrait],
    chosen: dict[str, Judged],
    at_hand: dict[int, ActorAtHand],
    known: Mapping[str, int],
) -> None:
    """Found an actor for each that was led to none."""
    alone = [id for id in portraits if id not in chosen]
    if not alone:
        return
    first = reserve(connection, actors=len(alone))["actors"]
    for number, id in enumerate(alone, first):
        at_hand[number] = ActorAtHand(number, Portrait(), 0, known[id], portraits[id].names[0], fresh=True)
        chosen[id] = Judged(number, 1.0, (), same=True)


def _keep_company(
    portraits: Mapping[str, Portrait], chosen: Mapping[str, Judged], at_hand: Mapping[int, ActorAtHand]
) -> None:
    """What each actor is told by, with this document."""
    here = {chosen[id].actor for id in portraits}
    for id, portrait in portraits.items():
        actor = at_hand[chosen[id].actor]
        actor.portrait.doubted = portrait.doubted if not actor.entities else actor.portrait.doubted
        actor.portrait.add(portrait)
        actor.entities += 1
    for number in here:
        company = at_hand[number].portrait.company
        if company:
            for other in here:
                company[other] = company.get(other, 0) + 1
        else:
            company |= dict.fromkeys(here, 1)
        del company[number]


def set_actors(connection: Connection, actor_of: Mapping[int, int | None]) -> None:
    update_all(connection, entities, [{"actor_id": actor, "id": entity} for entity, actor in actor_of.items()])


def write_judgements(connection: Connection, told: Sequence[dict[str, Any]]) -> list[int]:
    if not told:
        return []
    words = sorted({to_kept(row["words"], "") for row in told})
    numbers = _number_reasons(connection, words)
    if lacking := [w for w in words if w not in numbers]:
        insert_or_pass(connection, reasons, [{"words": w} for w in lacking])
        numbers |= _number_reasons(connection, lacking)
    rows = [
        {**{k: v for k, v in row.items() if k != "words"}, "reason_id": numbers[to_kept(row["words"], "")]}
        for row in told
    ]
    if len(rows) == 1:
        return [connection.execute(insert(judgements).returning(judgements.c.id), rows[0]).scalar_one()]
    insert_all(connection, judgements, rows)
    return []


def _number_reasons(connection: Connection, words: Sequence[str]) -> dict[str, int]:
    asked = "SELECT words, id FROM reasons WHERE words {inside}"
    return dict(take_among(connection, asked, words))


def slices(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for i in range(0, len(values), _MANY):
        yield values[i : i + _MANY]
