"""Whom a name means in a record: actors by their names, and entities that no actor holds yet, grouped by name."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Row, text

from onrecord.resolve.tables.folding import fold_name, strip_accents
from onrecord.store.database import is_sqlite
from onrecord.store.found import Person
from onrecord.store.plain import from_kept

MOST_CHOICES = 30
_ALONE = """SELECT name, kind, min(identifier), count(*) FROM entities {by}
    WHERE named AND actor_id IS NULL GROUP BY name, kind"""


def fold(name: str) -> str:
    """A name as names are compared: small letters without accents, strokes and hyphens."""
    return " ".join(strip_accents(fold_name(name)).replace(" . ", " ").split())


def find_people(connection: Connection, name: str) -> list[Person]:
    """All whose names hold every word of a name, those of exactly this name and the often named first."""
    wanted = set(fold(name).split())
    if not wanted:
        return []
    longest = max(wanted, key=len).replace("\\", "").replace("%", "").replace("_", "")
    rows = connection.execute(
        text("SELECT DISTINCT actor_id FROM names WHERE folded LIKE :part"), {"part": f"%{longest}%"}
    ).scalars()
    found = [p for p in _load_actors(connection, list(rows)) if _holds(p, wanted)]
    found += [p for p in _load_alone(connection) if _holds(p, wanted)]
    exact = fold(name)
    return sorted(found, key=lambda p: (exact not in map(fold, p.names), -p.size, p.name))


def _holds(person: Person, wanted: set[str]) -> bool:
    return any(wanted <= set(fold(name).split()) for name in person.names)


def find_actor(connection: Connection, number: int) -> Person | None:
    """The actor of a number."""
    return next(iter(_load_actors(connection, [number])), None)


def find_namesakes(connection: Connection, person: Person) -> list[Person]:
    """Others whose name ends in the same word, or who are called the same."""
    if person.kind not in ("person", "other"):
        return []
    own = fold(person.name).split()
    if not own:
        return []
    others = find_people(connection, own[-1])
    mine = {fold(name) for name in person.names}
    return [
        other
        for other in others
        if (other.actor, other.name) != (person.actor, person.name)
        and other.kind in ("person", "other")
        and (fold(other.name).split()[-1:] == own[-1:] or mine & {fold(name) for name in other.names})
    ][:MOST_CHOICES]


def find_nearest(connection: Connection, name: str, most: int = 5) -> tuple[str, ...]:
    """Names of the record that are written most like a name, for one that nobody has."""
    from rapidfuzz import fuzz, process

    wanted = fold(name)
    known: dict[str, str] = {}
    for folded, shown in connection.execute(text("SELECT folded, min(name) FROM names GROUP BY folded")).all():
        known[folded] = shown
    for person in _load_alone(connection):
        known.setdefault(fold(person.name), person.name)
    if not wanted or not known:
        return ()
    for folded, shown in list(known.items()):
        known.setdefault(folded.rsplit(" ", 1)[-1], shown)  # a surname alone is asked for as often
    near = process.extract(wanted, known.keys(), scorer=fuzz.ratio, limit=most * 3, score_cutoff=60)
    return tuple(dict.fromkeys(from_kept(known[folded]) for folded, _, _ in near))[:most]


def select_entities(people: list[Person], values: dict[str, Any], prefix: str) -> str:
    """A condition on `{prefix}.` that holds for the entities of these people; its values are put into `values`."""
    parts = []
    actors = [p.actor for p in people if p.actor is not None]
    if actors:
        parts.append(f"{prefix}.actor_id IN ({_list(actors, values, f'{prefix}_actor')})")
    alone = list(dict.fromkeys(name for p in people if p.actor is None for name in p.names))
    if alone:
        names = _list(alone, values, f"{prefix}_name")
        parts.append(f"({prefix}.named AND {prefix}.actor_id IS NULL AND {prefix}.name IN ({names}))")
    return "(" + " OR ".join(parts) + ")" if parts else "(1 = 0)"


def _list(items: list[Any], values: dict[str, Any], name: str) -> str:
    values |= {f"{name}_{i}": item for i, item in enumerate(items)}
    return ", ".join(f":{name}_{i}" for i in range(len(items)))


def _load_actors(connection: Connection, numbers: list[int]) -> list[Person]:
    if not numbers:
        return []
    called: defaultdict[int, list[str]] = defaultdict(list)
    rows: list[Row[Any]] = []
    for first in range(0, len(numbers), 500):
        values: dict[str, Any] = {}
        inside = _list(numbers[first : first + 500], values, "n")
        for row in connection.execute(text(f"SELECT actor_id, name FROM names WHERE actor_id IN ({inside})"), values):
            called[row.actor_id].append(row.name)
        asked = f"SELECT id, kind, name, identifier, entities FROM actors WHERE id IN ({inside})"
        rows += connection.execute(text(asked), values).all()
    return [
        Person(row.name, row.kind, row.identifier, row.id, tuple(dict.fromkeys([row.name, *called[row.id]])),
               row.entities)
        for row in rows
    ]  # fmt: skip


def _load_alone(connection: Connection) -> list[Person]:
    """Entities without an actor, one person for all of one folded name and kind."""
    by = "INDEXED BY entities_without_actor" if is_sqlite(connection) else ""  # else it goes through the unnamed too
    groups: defaultdict[tuple[str, str], list[tuple[int, str, str | None]]] = defaultdict(list)
    for name, kind, identifier, count in connection.execute(text(_ALONE.format(by=by))):
        groups[fold(name) or name, kind].append((count, name, identifier))
    people = []
    for (_, kind), found in groups.items():
        found.sort(key=lambda one: (-one[0], one[1]))
        identifier = next((i for _, _, i in found if i), None)
        names = tuple(name for _, name, _ in found)
        people.append(Person(names[0], kind, identifier, None, names, sum(count for count, _, _ in found)))
    return people
