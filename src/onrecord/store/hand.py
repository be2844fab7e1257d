"""Actors in the hand while readings are kept: loaded, and written as they are told now.

Each is loaded once, as long as nobody else writes: after it was written it is as it would be loaded.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from onrecord.store.database import insert_all, insert_or_pass, take_among, update_all
from onrecord.store.naming import find_forms
from onrecord.store.plain import from_kept, to_kept
from onrecord.store.portraits import Portrait, from_row, fullness
from onrecord.store.schema import actors, names
from onrecord.types import EntityKind

MOST_NAMES = 40
"""Full names of an actor that are kept."""


@dataclass(slots=True)
class ActorAtHand:
    """An actor at hand."""

    id: int
    portrait: Portrait
    entities: int
    head: int
    name: str
    called: dict[str, str] = field(default_factory=dict)
    """Whole names that are written, by how they are folded."""
    names: frozenset[str] = frozenset()
    """Names, as printed, all of whose forms are written; as names of `kinds`."""
    kinds: frozenset[str] = frozenset()
    fresh: bool = False
    """Not written yet."""


Hand = dict[int, ActorAtHand]
"""By their numbers."""


def load_actors(connection: Connection, ids: Iterable[int], hand: Hand) -> Hand:
    """Actors by their numbers, with what they are called and told by. What is not in the hand yet is taken into it."""
    wanted = list(ids)
    _take(connection, sorted(id for id in wanted if id not in hand), hand)
    found = {id: hand[id] for id in wanted if id in hand}
    for actor in found.values():
        # By those names that are written: of many, not all are.
        actor.portrait.names = tuple(actor.called[folded] for folded in sorted(actor.called)) or (actor.name,)
        actor.names = frozenset(actor.portrait.names)
        actor.kinds = frozenset(_kinds_of(actor.portrait))
    return found


def _take(connection: Connection, wanted: Sequence[int], hand: Hand) -> None:
    called: defaultdict[int, dict[str, str]] = defaultdict(dict)
    asked = "SELECT actor_id, folded, name FROM names WHERE actor_id {inside} AND way = 'full'"
    for actor, folded, name in take_among(connection, asked, wanted):
        called[actor][from_kept(folded)] = from_kept(name)
    asked = "SELECT id, kind, name, identifier, portrait, days, entities, head_id FROM actors WHERE id {inside}"
    for id, kind, name, identifier, portrait, days, size, head in take_among(connection, asked, wanted):
        drawn = from_row(portrait, days, id, kind, size, identifier)
        hand[id] = ActorAtHand(id, drawn, size, head, from_kept(name), called[id])


def write_actors(connection: Connection, hand: Hand, touched: Collection[int]) -> None:
    if not touched:
        return
    rows: list[dict[str, Any]] = []
    forms: list[dict[str, Any]] = []
    for number in sorted(touched):
        actor = hand[number]
        portrait = actor.portrait
        portrait.trim(actor.entities)
        actor.name = max((n for n in portrait.names), key=fullness)
        rows.append(
            {"kind": portrait.kind, "name": to_kept(actor.name, ""), "identifier": portrait.identifier,
             "entities": actor.entities, "head_id": actor.head, "days": portrait.tell_days(),
             "portrait": portrait.to_json(number), "id": number}
        )  # fmt: skip
        forms += _new_forms(actor)
    insert_all(connection, actors, [row for row in rows if hand[row["id"]].fresh])
    update_all(connection, actors, [row for row in rows if not hand[row["id"]].fresh])
    insert_or_pass(connection, names, forms)
    for number in touched:
        hand[number].fresh = False


def _new_forms(actor: ActorAtHand) -> Iterator[dict[str, Any]]:
    """Those of what it was not called before, some of which may be another name's too; it is called so from now on."""
    kinds = _kinds_of(actor.portrait)
    for name in actor.portrait.names[:MOST_NAMES]:
        for kind in kinds:
            if name in actor.names and kind in actor.kinds:
                continue
            for form in find_forms(name, kind):
                if form.folded:
                    if form.way == "full":
                        actor.called.setdefault(form.folded, form.name)
                    yield {"actor_id": actor.id, "name": to_kept(form.name, ""), "folded": to_kept(form.folded, ""),
                           "way": form.way}  # fmt: skip


def _kinds_of(portrait: Portrait) -> list[EntityKind]:
    """As names of which kinds its names are written."""
    kinds: list[Any] = sorted({"person" if kind == "?" else kind for kind in portrait.kinds})
    return kinds
