"""Whom a name means in a record: actors by the forms of their names, and the names that are most like one of nobody."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Row, text

from onrecord.resolve.tables.folding import fold_name, strip_accents
from onrecord.store.database import ask_among
from onrecord.store.found import Person
from onrecord.store.plain import from_kept

MOST_CHOICES = 30
NEAREST = 5
"""Names that are offered where nobody has the one that is given."""
_LEAST = 60
"""Of 100, by rapidfuzz, that an offered name is like."""
_MANY = 500
"""Values of one `IN`."""
_FORMS = "way IN ('full', 'surname', 'acronym', 'last')"
"""By which people are asked for; the other forms are for comparing."""


def fold(name: str) -> str:
    """A name as names are compared: small letters without accents, strokes and hyphens."""
    return " ".join(strip_accents(fold_name(name)).replace(" . ", " ").split())


def find_people(connection: Connection, name: str) -> list[Person]:
    """All who have a form of name that holds every word of a name, those of just this name and the often named first.

    A form is a whole name, a surname, initials ("KDM") or a last word.
    """
    exact = fold(name)
    wanted = set(exact.split())
    if not wanted:
        return []
    longest = max(wanted, key=len).replace("\\", "").replace("%", "").replace("_", "")
    asked = text(f"SELECT actor_id, folded, name FROM names WHERE (folded LIKE :part OR folded = :exact) AND {_FORMS}")
    rows = connection.execute(asked, {"part": f"%{longest}%", "exact": exact}).all()
    numbers = {row.actor_id for row in rows if wanted <= {*fold(row.folded).split(), *fold(row.name).split()}}
    found = _load(connection, sorted(numbers))
    return sorted(found, key=lambda p: (not is_called(p, name), -p.size, p.name, p.actor))


def is_called(person: Person, name: str) -> bool:
    """Whether it is the whole of one of their names."""
    return fold(name) in map(fold, person.names)


def choose(people: list[Person], name: str) -> Person | None:
    """The one of those found that a name means for certain: nobody else has it, or it is the whole name of one alone.

    A single word means nobody for certain that others have too: it may be the surname of each.
    """
    exact = [person for person in people if is_called(person, name)]
    if len(people) == 1 or (len(exact) == 1 and len(name.split()) > 1):
        return people[0]
    return None


def find_actor(connection: Connection, number: int) -> Person | None:
    """The actor of a number."""
    return next(iter(_load(connection, [number])), None)


def find_namesakes(connection: Connection, person: Person) -> list[Person]:
    """Others whose name ends in the same word, or who are called the same."""
    if person.kind not in ("person", "other"):
        return []
    own = fold(person.name).split()
    if not own:
        return []
    mine = {fold(name) for name in person.names}
    return [
        other
        for other in find_people(connection, own[-1])
        if other.actor != person.actor
        and other.kind in ("person", "other")
        and (fold(other.name).split()[-1:] == own[-1:] or mine & {fold(name) for name in other.names})
    ][:MOST_CHOICES]


def find_nearest(connection: Connection, name: str) -> tuple[str, ...]:
    """Names of the record that are written most like a name, for one that nobody has, the likest first."""
    from rapidfuzz import fuzz, process

    wanted = fold(name)
    if not wanted:
        return ()
    known = connection.execute(text("SELECT DISTINCT folded FROM names WHERE way IN ('full', 'surname')")).scalars()
    near = process.extract(wanted, sorted(known), scorer=fuzz.ratio, limit=NEAREST * 3, score_cutoff=_LEAST)
    forms = [folded for folded, _, _ in near]
    asked = "SELECT folded, name FROM names WHERE folded {inside} AND way IN ('full', 'surname') ORDER BY name DESC"
    shown = {row.folded: from_kept(row.name) for row in ask_among(connection, asked, forms)}
    return tuple(dict.fromkeys(shown[form] for form in forms))[:NEAREST]


def select_entities(people: list[Person], values: dict[str, Any], prefix: str) -> str:
    """A condition on `{prefix}.` that holds for the entities of these people; its values are put into `values`."""
    if not people:
        return "(1 = 0)"
    return f"{prefix}.actor_id IN ({_list([p.actor for p in people], values, f'{prefix}_actor')})"


def _list(items: list[int], values: dict[str, Any], name: str) -> str:
    values |= {f"{name}_{i}": item for i, item in enumerate(items)}
    return ", ".join(f":{name}_{i}" for i in range(len(items)))


def _load(connection: Connection, numbers: list[int]) -> list[Person]:
    called: defaultdict[int, list[str]] = defaultdict(list)
    rows: list[Row[Any]] = []
    for first in range(0, len(numbers), _MANY):
        values: dict[str, Any] = {}
        inside = _list(numbers[first : first + _MANY], values, "n")
        asked = f"SELECT actor_id, name FROM names WHERE way = 'full' AND actor_id IN ({inside}) ORDER BY folded, name"
        for row in connection.execute(text(asked), values):
            called[row.actor_id].append(from_kept(row.name))
        asked = f"SELECT id, kind, name, identifier, entities FROM actors WHERE id IN ({inside})"
        rows += connection.execute(text(asked), values).all()
    return [
        Person(name := from_kept(row.name), row.kind, row.identifier, row.id,
               tuple(dict.fromkeys([name, *called[row.id]])), row.entities)
        for row in rows
    ]  # fmt: skip
