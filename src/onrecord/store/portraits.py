"""What a reading tells of whom it names: by which they are told from, or led to, those of other documents."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from onrecord.resolve.mentions import title_before
from onrecord.resolve.roles.roles import find_roles
from onrecord.resolve.tables.nouns import find_noun
from onrecord.resolve.tables.titles import find_title, find_whole_title
from onrecord.store.naming import (
    fold_name,
    is_adjective_of_state,
    is_office_word,
    parse_name,
    part_body,
    root_of,
    spell,
)
from onrecord.types import Entity, EntityKind, Reading, Span

Gender = Literal["m", "f", ""]

MOST_WORDS = 12
MOST_COMPANY = 24
"""So many offices, sides and others are kept of an actor's: the rest tells little more."""
_LOOKED_AT = 2
"""Mentions by name at which offices are looked for."""
_encode = json.JSONEncoder(separators=(",", ":")).encode  # made once: it takes longer than to write with it
_PRONOUNS: dict[str, Gender] = {
    **dict.fromkeys("he him his himself".split(), "m"),
    **dict.fromkeys("she her hers herself".split(), "f"),
}
_WORD = re.compile(r"[^\W\d_][\w’'-]*\.?")
_PASSED_OVER = frozenset(
    "a an the of for and in on at by to from with as who whom whose which that is was has had will be been his her its "
    "their this it he she they new old own former ex late then now there mr mrs ms dr sir about one two when even "
    "again often upon within between".split()
)
_NO_OFFICES = frozenset(
    "rival opponent foe enemy adversary challenger contender liar friend ally supporter backer colleague counterpart "
    "predecessor successor winner loser victor hero villain fan neighbour neighbor namesake".split()
)
"""What somebody is to others, or is called by them: not by that are they told from a namesake."""
_NAMED_AS: tuple[EntityKind, ...] = ("organisation", "outlet", "state", "place", "group", "other")
_BEFORE = re.compile(r"([A-Z][\w’'-]+) $")


@dataclass(slots=True)
class Portrait:
    """An entity, or all entities of an actor together."""

    kinds: dict[str, int] = field(default_factory=dict)
    """How often it is taken for each kind; a bare name taken for a person's, with nothing that shows one, is '?'."""
    names: tuple[str, ...] = ()
    identifier: str | None = None
    gender: Gender = ""
    offices: dict[str, None] = field(default_factory=dict)
    """Words of offices and trades, as the text has them: 'foreign minister'."""
    sides: dict[str, None] = field(default_factory=dict)
    """Roots of the states, places and organisations that its offices name: 'kelvar'."""
    company: dict[int, int] = field(default_factory=dict)
    """Actors that are named in the same documents, and in how many."""
    days: tuple[str, str] | None = None
    """The first and the last day on which it is named."""
    doubted: bool = False
    """Whether it was told apart from another one of its name without certainty."""

    @property
    def kind(self) -> EntityKind:
        """What it is taken for most often."""
        counted: Any = self.kinds
        if len(counted) == 1:  # of most, and asked for often
            [best] = counted
        else:
            best = max((kind for kind in counted if kind != "?"), key=counted.__getitem__, default="?")
        return "person" if best == "?" else best

    @property
    def is_person(self) -> bool:
        return self.kind == "person"

    @property
    def is_doubtful(self) -> bool:
        """Whether little but the reader's word has it for a person."""
        return self.kinds.get("?", 0) > 2 * self.kinds.get("person", 0)

    def add(self, other: "Portrait") -> None:
        """Take in what another reading tells."""
        for kind, count in other.kinds.items():
            self.kinds[kind] = self.kinds.get(kind, 0) + count
        self.names = (*self.names, *(n for n in other.names if n not in self.names))
        self.identifier = self.identifier or other.identifier
        self.gender = self.gender or other.gender
        for mine, theirs in ((self.offices, other.offices), (self.sides, other.sides)):
            mine |= {k: None for k in theirs if k not in mine}
        for who, count in other.company.items():
            self.company[who] = self.company.get(who, 0) + count
        if other.days:
            mine_days = self.days or other.days
            self.days = min(mine_days[0], other.days[0]), max(mine_days[1], other.days[1])

    def trim(self, size: int) -> None:
        """Leave what is kept of an actor of `size` entities: of what is much, the most telling part."""
        if len(self.company) > MOST_COMPANY:
            often = sorted([(count, who) for who, count in self.company.items()], reverse=True)
            self.company = {who: count for count, who in often[:MOST_COMPANY]}
        for told in (self.offices, self.sides):
            if len(told) > MOST_WORDS:
                for word in list(told)[MOST_WORDS:]:
                    del told[word]
        if self._is_uniform():
            self.kinds = {self.kind: size}

    def _is_uniform(self) -> bool:
        return len(self.kinds) == 1 and "?" not in self.kinds

    def tell_days(self) -> str | None:
        """Its days as the table of actors has them: ISO 8601, an interval where they are two."""
        return "/".join(dict.fromkeys(self.days)) if self.days else None

    def to_json(self, own: int) -> str:
        """All but what stands elsewhere: names, identifier, days, and its kind where it is always of the same.

        `own`: the number of its actor.
        """
        once = [who for who, count in self.company.items() if count == 1]
        told = {
            "kinds": None if self._is_uniform() else self.kinds,
            "gender": self.gender,
            "offices": list(self.offices),
            "sides": list(self.sides),
            "met": _to_runs(sorted([own, *once])) if once else None,
            "company": {str(who): count for who, count in sorted(self.company.items()) if count > 1},
            "doubted": self.doubted,
        }
        return _encode({key: value for key, value in told.items() if value})


def from_row(words: str, days: str | None, own: int, kind: str, size: int, identifier: str | None) -> Portrait:
    """A portrait back from what `to_json` and `tell_days` gave, and what else stands of its actor; without names.

    `size`: how many entities it holds.
    """
    kept: dict[str, Any] = json.loads(words)
    company = dict.fromkeys(_from_runs(kept.get("met", ())), 1)
    company.pop(own, None)
    company |= {int(who): count for who, count in kept.get("company", {}).items()}
    return Portrait(
        kept.get("kinds") or {kind: size},
        (),
        identifier,
        kept.get("gender", ""),
        dict.fromkeys(kept.get("offices", ())),
        dict.fromkeys(kept.get("sides", ())),
        company,
        (days.split("/")[0], days.split("/")[-1]) if days else None,
        kept.get("doubted", False),
    )


def _to_runs(numbers: list[int]) -> list[int | list[int]]:
    """Numbers in order; of those that follow each other, as actors of one document do, the first and the last."""
    runs: list[int | list[int]] = []
    first = last = numbers[0]
    for number in [*numbers[1:], numbers[-1] + 2]:
        if number != last + 1:
            runs.append(first if first == last else [first, last])
            first = number
        last = number
    return runs


def _from_runs(runs: Iterable[int | list[int]]) -> Iterator[int]:
    for run in runs:
        if isinstance(run, int):
            yield run
        else:
            yield from range(run[0], run[1] + 1)


def draw_portraits(reading: Reading) -> dict[str, Portrait]:
    """One of each entity that is named, by its id; without company."""
    roles: dict[str, list[Span]] = {}
    behalf: dict[str, list[str]] = {}
    names = {entity.id: entity.name for entity in reading.entities}
    for s in reading.statements:
        if s.speaker:
            roles.setdefault(s.speaker, []).extend(s.role)
            if s.on_behalf_of:
                behalf.setdefault(s.speaker, []).append(names[s.on_behalf_of])
    day = reading.document.published[:10] if reading.document.published else None
    return {
        entity.id: _draw(reading, entity, roles.get(entity.id, []), behalf.get(entity.id, []), day)
        for entity in reading.entities
        if entity.named and entity.name.strip()
    }


def _draw(reading: Reading, entity: Entity, roles: list[Span], behalf: list[str], day: str | None) -> Portrait:
    text = reading.document.text
    marks = list(zip(entity.mentions, entity.mention_forms, strict=True))
    named = [span for span, form in marks if form == "name"]
    printed = dict.fromkeys(" ".join(text[s:e].split()) for s, e in named)
    portrait = Portrait(names=tuple({entity.name: None, **printed}), identifier=entity.identifier)
    portrait.days = (day, day) if day else None
    outlet = reading.document.outlet or ""
    if entity.kind in ("outlet", "organisation") and _calls_itself(entity.name, outlet):
        portrait.names = (outlet, *portrait.names)
    if entity.kind != "person":
        portrait.kinds = {entity.kind: 1}
        portrait.sides = dict.fromkeys(_sides_of_body(text, entity, named))
        return portrait
    found = parse_name(entity.name)
    pronouns = Counter(_PRONOUNS.get(text[s:e].casefold(), "") for (s, e), form in marks if form == "pronoun")
    titles = [title_before(text, s) for s, _ in named[:_LOOKED_AT]]
    told = [title.gender for words in titles if (title := find_whole_title(words))]
    portrait.gender = next(filter(None, told), "") or found.gender or _more(pronouns)
    # The reader has looked already where somebody speaks.
    spans = roles or [span for name in named[:1] for span in find_roles(text, name)]
    for span in dict.fromkeys(spans):
        _take_office(portrait, text[slice(*span)])
    for words in behalf:
        portrait.sides |= dict.fromkeys(root_of(w) for w in _WORD.findall(words) if _is_side(w))
    shown = any(titles) or portrait.gender or (found.given and portrait.offices)
    portrait.kinds = {"person" if shown else "?": 1}
    return portrait


def _calls_itself(name: str, outlet: str) -> bool:
    """Whether a paper means itself: "the Gazette", in the Dunmere Gazette."""
    own, words = fold_name(name, "outlet"), fold_name(outlet, "outlet").split()
    return len(words) > 1 and own == words[-1]


def _more(pronouns: Mapping[Gender, int]) -> Gender:
    he, she = pronouns.get("m", 0), pronouns.get("f", 0)
    return "m" if he > she else "f" if she > he else ""


def _take_office(portrait: Portrait, words: str) -> None:
    """The words of a role, those that tell the office and those that tell whose it is apart."""
    words = " ".join(_spell_out(words.split()))
    office: dict[str, None] = {}
    sides: dict[str, None] = {}
    for word in _WORD.findall(words):
        low = spell(word)
        if low in _PASSED_OVER:
            continue
        if _is_side(word):
            sides[root_of(word)] = None
        elif low not in _NO_OFFICES:
            noun = find_noun(low)
            office[noun.noun if noun else low] = None
    if office:
        portrait.offices[" ".join(office)] = None
    portrait.sides |= sides


def _spell_out(words: list[str]) -> list[str]:
    """A title in full: "Lt. Col." is a lieutenant colonel."""
    title = find_title(words)
    return [*title[0].title.split(), *words[title[1] :]] if title else words


def _is_side(word: str) -> bool:
    return word[:1].isupper() and not is_office_word(word)


def _sides_of_body(text: str, entity: Entity, named: list[Span]) -> list[str]:
    """Whose a body is: as its name says, or the adjective before it."""
    core, sides = part_body(entity.name)
    if not core or sides:
        return sorted(sides)
    before = (_BEFORE.search(text, max(0, start - 40), start) for start, _ in named[:_LOOKED_AT])
    words = (m[1] for m in before if m)
    return [root_of(w) for w in words if spell(w) not in _PASSED_OVER and is_adjective_of_state(w)]


def fullness(name: str) -> tuple[int, int]:
    """A name with more words spelt out is fuller."""
    return sum("." not in word for word in name.split()), len(name)
