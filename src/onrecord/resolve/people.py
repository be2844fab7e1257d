"""Names of persons: their parts, and whether two may be one person's."""

import re
from typing import Literal, NamedTuple

from onrecord.resolve.tables.given import find_gender
from onrecord.resolve.tables.titles import find_title

Gender = Literal["m", "f", ""]

_WORD = re.compile(r"[^\s,]+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}")
# Small words that belong to the surname behind them.
_PARTICLES = frozenset(
    "al ap ben bin bint d da das de dei del della den der des di do dos du el ibn la le san st st. te ten ter van von "
    "y zu zum".split()
)
_SUFFIXES = frozenset("jr jr. sr sr. ii iii iv junior senior".split())


class PersonName(NamedTuple):
    """A person's name in its parts, folded: case, hyphens and full stops tell nothing."""

    given: tuple[str, ...]
    """All words before the surname; empty where the name is one word, which may be either."""
    surname: str
    suffix: str
    gender: Gender
    """As the title before the name or its given name tells."""

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.given, *self.surname.split())


def parse_person(words: str, title: str = "") -> PersonName:
    """The parts of a name; `title` is what stands before it ("Mrs.", "Prime Minister")."""
    parts = _WORD.findall(words)
    found = find_title(title.split()) if title else None
    gender: Gender = found[0].gender if found else ""
    while len(parts) > 1 and (inner := find_title(parts)) and inner[1] < len(parts):
        gender = gender or inner[0].gender
        parts = parts[inner[1] :]
    suffix = ""
    while len(parts) > 1 and parts[-1].casefold() in _SUFFIXES:
        suffix = fold(parts.pop())
    start = len(parts) - 1
    while start > 0 and _is_particle(parts[start - 1]):
        start -= 1
    given = tuple(fold(q) for p in parts[:start] for q in (p.split(".")[:-1] if _INITIALS.fullmatch(p) else (p,)))
    if not gender and given:
        gender = find_gender(given[0])
    return PersonName(given, " ".join(fold(p) for p in parts[start:]), suffix, gender)


def surname_of(words: str) -> str:
    """The last word of a name as printed, passing over "Jr." and the like; empty where there is none."""
    parts = words.replace(",", " ").split()
    while len(parts) > 1 and parts[-1].casefold() in _SUFFIXES:
        parts.pop()
    return parts[-1] if parts else ""


def _is_particle(word: str) -> bool:
    """ "Ben" with a capital is a given name, "Van" and "De" are not."""
    return word.casefold() in _PARTICLES and (
        word.islower() or word.casefold() not in ("ben", "das", "den", "do", "la", "san")
    )


def fold(word: str) -> str:
    """A word as it is compared."""
    word = word.casefold().replace("’", "'").strip(".'\"“”‘’")
    return word.removesuffix("'s").replace("-", " ").replace(".", "")


def may_be_one(a: PersonName, b: PersonName) -> bool:
    """Whether two names may be one person's: nothing in them speaks against it, and some word is common."""
    if a.gender and b.gender and a.gender != b.gender:
        return False
    if a.given and b.given:
        same_surname = a.surname == b.surname
        return same_surname and a.suffix == b.suffix and _same_given(a.given, b.given)
    long, short = (a, b) if a.given or (not b.given and len(a.words) > len(b.words)) else (b, a)
    if short.suffix and short.suffix != long.suffix:
        return False
    return short.surname in (long.surname, *long.given[:1], *long.surname.split()[-1:], " ".join(long.words))


def _same_given(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """By the first names, spelt out, as initials or short; a second given name may be left out."""
    if not _same_word(a[0], b[0]):
        # "J. Edgar" and "Edgar"
        return (len(a) > 1 and _same_word(a[1], b[0])) or (len(b) > 1 and _same_word(a[0], b[1]))
    if len(a) == 1 or len(b) == 1:
        return True
    if len(a[1]) == len(b[1]) == 1 and a[1] != b[1]:  # George H. W. is George W.'s father
        return False
    return any(_same_word(x, y) for x in a[1:] for y in b[1:])


def _same_word(a: str, b: str) -> bool:
    if a == b or SHORT.get(a, a) == SHORT.get(b, b):
        return True
    short, long = sorted((a, b), key=len)
    if len(short) == 1:
        return long.startswith(short)
    return len(short) >= 3 and long.startswith(short)


SHORT = {
    short: full
    for full, shorts in {
        "abraham": "abe", "albert": "al bert", "alexander": "alex sasha", "andrew": "andy drew", "anthony": "tony",
        "barbara": "barb", "benjamin": "ben", "bernard": "bernie", "charles": "charlie chuck", "christopher": "chris",
        "daniel": "dan danny", "david": "dave", "deborah": "debbie", "donald": "don donnie", "edward": "ed eddie ted",
        "elizabeth": "liz beth betsy lizzie", "eugene": "gene", "frederick": "fred", "gerald": "gerry jerry",
        "gregory": "greg", "harold": "hal", "henry": "hank harry", "jacob": "jake", "james": "jim jimmy jamie",
        "jeffrey": "jeff", "john": "jack johnny", "joseph": "joe", "joshua": "josh", "katherine": "kate kathy katie",
        "kenneth": "ken", "lawrence": "larry", "margaret": "maggie peggy", "matthew": "matt", "michael": "mike mick",
        "nicholas": "nick", "patricia": "pat patty", "patrick": "pat", "peter": "pete", "philip": "phil",
        "randolph": "randy", "rebecca": "becky", "reginald": "reggie", "richard": "dick rick rich ricky",
        "robert": "bob bobby rob", "ronald": "ron", "rudolph": "rudy", "samuel": "sam", "stephen": "steve steven",
        "susan": "sue", "theodore": "ted", "thomas": "tom tommy", "timothy": "tim",
        "victoria": "vicky", "vincent": "vince", "vladimir": "volodya", "walter": "walt", "william": "bill will billy",
    }.items()
    for short in shorts.split()
}  # fmt: skip
"""Short forms of given names that are no beginnings of them."""
