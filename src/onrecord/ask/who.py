"""Who somebody is in a record."""

import re

from onrecord.store.called import MOST_CHOICES, choose
from onrecord.store.found import Answer
from onrecord.store.store import Store

_ACTOR = re.compile(r"a(\d{1,9})")


def who(store: Store, name: str, most: int = 10) -> Answer:
    """The profile of whom a name means; several to choose from where it may mean several; else the nearest names.

    `a12` is the actor of that number, for people whom no name tells apart. Of a single word others may be meant by it
    too: somebody is chosen only where nobody else has it. `most` things that they said are shown.
    """
    match = _ACTOR.fullmatch(name.strip())
    actor = store.find_actor(int(match[1])) if match else None
    if actor:
        return Answer(name, store.describe(actor, most))
    people = store.find_people(name)
    if not people:
        return Answer(name, None, nearest=store.find_nearest(name))
    if person := choose(people, name):
        return Answer(name, store.describe(person, most))
    chosen = tuple(people[:MOST_CHOICES])
    return Answer(name, None, choices=chosen, roles=tuple(store.find_main_role(person) for person in chosen))
