"""The states of the world and the words that news calls them by, from states.csv.

Forms are whole phrases. That "Mexico" is not meant in "New Mexico", or "Ireland" in "Northern Ireland", is for the
caller to see, who knows the words beside.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

Status = Literal["member", "observer", "disputed", "former"]
Kind = Literal["name", "abbreviation", "adjective", "people", "capital", "seat"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_PATH = Path(__file__).with_name("states.csv")


@dataclass(frozen=True, slots=True)
class State:
    name: str
    """The usual one in English news."""
    code: str
    """ISO 3166-1 alpha-2, XK for Kosovo, empty where there is none."""
    status: Status
    """In the United Nations; `disputed` says only that some states do not recognise it, or recognise it in part."""
    other_names: tuple[str, ...]
    """Official, short and former ones."""
    abbreviations: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    """Nouns for its people that are not adjectives: Danes, but not Chinese."""
    capitals: tuple[str, ...]
    """Present ones in their spellings, claimed ones too."""
    seats: tuple[str, ...]
    """What stands for its government: Kremlin."""
    ambiguous: frozenset[str]
    """Those of all forms that often mean something else, standing alone."""

    def forms(self) -> Iterator[tuple[str, Kind]]:
        """Every form with its kind. A form of several kinds (Singapore) comes with each, in the order of `KINDS`."""
        groups = (
            (self.name, *self.other_names),
            self.abbreviations,
            self.adjectives,
            self.people,
            self.capitals,
            self.seats,
        )
        for kind, group in zip(KINDS, groups, strict=True):
            for form in group:
                yield form, kind


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a form may mean."""

    state: State
    kind: Kind
    ambiguous: bool
    """More evidence is needed before the form means this state."""


@cache
def load_states() -> tuple[State, ...]:
    """Every state, in the order of the file."""
    with _PATH.open(encoding="utf-8", newline="") as lines:
        return tuple(_to_state(row) for row in csv.DictReader(lines))


@cache
def index_forms() -> Mapping[str, tuple[Candidate, ...]]:
    """Form -> candidates, a state at most once, by the first of its kinds; apostrophes are straight.

    Abbreviations are there as they are written ("us" is a pronoun), other forms in capitals too.
    """
    index: dict[str, list[Candidate]] = {}
    for state in load_states():
        for form, kind in state.forms():
            spellings = {form} if kind == "abbreviation" else {form, form.upper()}
            for spelling in spellings:
                candidates = index.setdefault(spelling, [])
                if all(c.state is not state for c in candidates):
                    candidates.append(Candidate(state, kind, form in state.ambiguous))
    return MappingProxyType({form: tuple(candidates) for form, candidates in index.items()})


def find_state(code: str) -> State:
    """The state of an ISO 3166-1 code that the table has."""
    return next(state for state in load_states() if state.code == code)


def find_states(phrase: str) -> tuple[Candidate, ...]:
    """What a whole phrase may mean; "the" before it is passed over. Empty where it is no state's form."""
    index = index_forms()
    phrase = phrase.replace("’", "'")
    article, _, rest = phrase.partition(" ")
    return index.get(phrase) or (index.get(rest, ()) if article.casefold() == "the" else ())


def _to_state(row: Mapping[str, str]) -> State:
    lists = {column: tuple(filter(None, row[column].split(";"))) for column in list(row)[3:]}
    return State(
        name=row["name"],
        code=row["code"],
        status=row["status"],  # type: ignore[arg-type]  # a test checks the file
        other_names=lists["other_names"],
        abbreviations=lists["abbreviations"],
        adjectives=lists["adjectives"],
        people=lists["people"],
        capitals=lists["capitals"],
        seats=lists["seats"],
        ambiguous=frozenset(lists["ambiguous"]),
    )
