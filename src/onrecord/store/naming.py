"""Names as they are compared from one document to another, and the forms by which an actor is looked up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from onrecord.resolve.entities import key_of
from onrecord.resolve.people import PersonName, parse_person
from onrecord.resolve.roles.roles import MODIFIERS as _OFFICE_WORDS
from onrecord.resolve.tables.folding import strip_accents
from onrecord.resolve.tables.nouns import find_noun
from onrecord.resolve.tables.states import find_states
from onrecord.resolve.tables.titles import find_title
from onrecord.types import EntityKind

Way = Literal["full", "surname", "core", "acronym", "last", "sound"]
"""How a form is come by: the whole name; a person's surname; what a body is, without whose; initials; the last word;
the consonants of a surname, by which spellings of it meet."""

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*\.?")
_SMALL = frozenset("of the for and in on at de la du des von und a an".split())
# Endings of adjectives and of names of states: Kelvara and Kelvaran, Osmark and Osmarkian are one side.
_ENDING = re.compile(r"(?:ians?|ans?|ns?|ish|ese|ia|a)$")
_ADJECTIVE = re.compile(r"(?:[aeiou]n|ian|ish|ese)s?$")
_BODIES = frozenset(
    "ministry department office agency bureau commission committee council court parliament assembly senate "
    "congress house army navy police government cabinet opposition embassy mission bank port harbour harbor stock "
    "exchange union league party press fire brigade service services forces force guard staff university hospital "
    "church school museum library club team board authority administration".split()
)
_VOWELS = re.compile(r"[aeiouyjwh]")
_DOUBLED = re.compile(r"(.)\1+")
_MIN_SIDE = 4
"""Letters that are left of the name of a side without its ending."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a name."""

    name: str
    """As printed: the whole name of which the form is a part."""
    folded: str
    way: Way


@lru_cache(maxsize=4096)
def parse_name(words: str) -> PersonName:
    """A person's name in its parts, without accents."""
    return parse_person(strip_accents(_trim(words)))


@lru_cache(maxsize=16384)
def fold_name(words: str, kind: EntityKind) -> str:
    """A whole name as it is compared: lower case, without accents, titles and "the"; a place without what it is in."""
    words = _trim(words)
    if kind == "person":
        name = parse_name(words)
        return " ".join(filter(None, (*name.words, name.suffix)))
    return strip_accents(key_of(words.split(",")[0])) or words.casefold()


def _trim(words: str) -> str:
    return " ".join(words.split()).strip(" ,;:’'\"“”")


@lru_cache(maxsize=16384)
def find_forms(words: str, kind: EntityKind) -> tuple[Form, ...]:
    """Every form by which a name may be looked up, the whole one first."""
    return tuple(_find_forms(words, kind))


def _find_forms(words: str, kind: EntityKind) -> Iterator[Form]:
    full = fold_name(words, kind)
    yield Form(words, full, "full")
    if kind == "person":
        name = parse_name(words)
        if name.given:
            yield Form(words, name.surname, "surname")
            yield Form(words, sound_of(name.surname), "sound")
        return
    core, sides = part_body(words)
    if sides and core:
        yield Form(words, core, "core")
    parts = [w for w in full.split() if w not in _SMALL]
    if kind != "place" and len(parts) >= 2:
        yield Form(words, "".join(w[0] for w in parts), "acronym")
        if not is_office_word(parts[-1]):
            yield Form(words, parts[-1], "last")


def sound_of(surname: str) -> str:
    """The consonants of a surname, those of Latin spellings of one Cyrillic letter made one."""
    letters = surname.replace("ch", "c").replace("tz", "c").replace("ts", "c").replace("kh", "h").replace("x", "ks")
    letters = letters.replace("q", "k").replace("v", "f").replace("ph", "f").replace("z", "s").replace("g", "h")
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", letters)) or surname


@lru_cache(maxsize=16384)
def part_body(words: str) -> tuple[str, frozenset[str]]:
    """What a public body is, and whose: of the "Kelvaran Defence Ministry" its core and the root of Kelvara.

    The core is empty where the name has a word that is no common noun or office: a name of its own.
    """
    words = _trim(words)
    core: list[str] = []
    sides: set[str] = set()
    after_of = False
    for word in _WORD.findall(words):
        low = spell(word)
        if low in _SMALL:
            after_of = low == "of"
        elif is_office_word(word):
            core.append(low)
            after_of = False
        elif word[:1].isupper() and (after_of or (not core and is_adjective_of_state(word))):
            sides.add(root_of(word))
        else:
            return "", frozenset()
    if not core or not any(w in _BODIES for w in core):
        return "", frozenset()
    return " ".join(sorted(core)), frozenset(sides)


def is_adjective_of_state(word: str) -> bool:
    """Whether a capital word may say whose a body is: "Kelvaran", "U.S."."""
    return not is_office_word(word) and bool(_ADJECTIVE.search(spell(word)) or find_states(word))


def is_office_word(word: str) -> bool:
    """Whether a word tells an office, a trade or a common body, and not whose it is."""
    low = strip_possessive(word).casefold()
    if low in _OFFICE_WORDS or low in _BODIES or spell(low) in _BODIES:
        return True
    return find_noun(low) is not None or find_title([word]) is not None


def strip_possessive(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


@lru_cache(maxsize=4096)
def spell(word: str) -> str:
    """A word as it is compared, British for American: "Defense" and "defence"."""
    low = strip_accents(strip_possessive(word).casefold().rstrip("."))
    return low.replace("ense", "ence") if low.endswith("ense") else re.sub(r"(?<=[bl])or$", "our", low)


@lru_cache(maxsize=4096)
def root_of(word: str) -> str:
    """By which the name of a state and its adjective meet: an ISO code, or what is left without the ending."""
    word = strip_possessive(word)
    states = [c.state for c in find_states(word) if not c.ambiguous]
    if len(states) == 1 and states[0].code:
        return states[0].code.lower() + ":"
    low = strip_accents(word.casefold())
    root = _ENDING.sub("", low)
    return root if len(root) >= _MIN_SIDE else low
