"""The small pieces of a time phrase: numbers, counts, ordinals, units, years. Each gives what it read and where it
ends, or None.
"""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Literal, TypeVar

from onrecord.resolve.tables.numbers import TENS
from onrecord.weigh.times.expressions import Count, Expression, Shift, Unit, Year
from onrecord.weigh.times.tokens import FIGURES, Tokens
from onrecord.weigh.times.words import (
    COUNTED,
    ORDINAL_ENDINGS,
    ORDINALS,
    SINGULAR,
    SMALL_NUMBERS,
    STEPS,
    UNITS,
    is_zone,
)

Match = tuple[Expression, int]
Rule = TypeVar("Rule")

_MULTIPLES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_SENSES: dict[str, Literal["about", "over", "under"]] = {
    **dict.fromkeys("about around nearly almost roughly approximately some circa barely".split(), "about"),
    **dict.fromkeys(("more than", "at least", "well over", "just over", "over", "longer than"), "over"),
    **dict.fromkeys(("less than", "fewer than", "at most", "up to", "just under", "under"), "under"),
}
_VAGUE = (
    "a few", "several", "many", "some", "few", "a number of", "dozens of", "hundreds of", "thousands of", "countless",
    "a handful of",
)  # fmt: skip
_COUPLE = ("a couple of", "couple of", "a couple", "couple")


def by_first_word(phrases: Iterable[str]) -> dict[str, list[list[str]]]:
    """Phrases as lists of words, under their first word."""
    found: dict[str, list[list[str]]] = {}
    for words in (phrase.split() for phrase in phrases):
        found.setdefault(words[0], []).append(words)
    return found


def pair(firsts: Iterable[str], seconds: Iterable[str]) -> frozenset[str]:
    """Each of the first words with each of the second."""
    return frozenset(f"{first} {second}" for first, second in product(firsts, seconds))


_BY_SENSE, _BY_VAGUE, _BY_COUPLE = by_first_word(_SENSES), by_first_word(_VAGUE), by_first_word(_COUPLE)
ROUND_ORDINALS = {"thirtieth": 30, "fortieth": 40}
DIGITS = "0"
"""Stands for a number in digits among the words that a rule may begin with."""
Rules = dict[str, tuple[Rule, ...]]
BEGIN_ORDINAL = frozenset({DIGITS, *ORDINALS, *TENS, *ROUND_ORDINALS})
BEGIN_NUMBER = frozenset({DIGITS, *SMALL_NUMBERS, *TENS, *_MULTIPLES})
_BEHIND_A = frozenset({*UNITS, *_MULTIPLES, *(words[1] for words in (*_BY_COUPLE["a"], *_BY_VAGUE["a"]))})
BEGIN_COUNTED = (
    BEGIN_NUMBER
    | ({"half", *_BY_COUPLE, *_BY_VAGUE, *_BY_SENSE} - {"a"})
    | (UNITS.keys() - SINGULAR.keys())
    | pair(("a", "an"), _BEHIND_A)
)


def by_beginning(rules: Sequence[tuple[Rule, frozenset[str]]]) -> Rules[Rule]:
    """Rules in their order, under each word, or each two, that they may begin with.

    A rule that begins with "the" has another of its words behind it.
    """
    begins = []
    for rule, words in rules:
        behind = pair(("the",), {word.split()[0] for word in words}) if "the" in words else frozenset()
        begins.append((rule, (words - {"the"}) | behind))
    firsts = {key: key.split()[0] for _, words in begins for key in words}
    return {
        key: tuple(rule for rule, words in begins if key in words or first in words) for key, first in firsts.items()
    }


def rules_at(rules: Rules[Rule], t: Tokens, i: int) -> tuple[Rule, ...]:
    """Those that may begin with the words at i."""
    word = _key(t.word(i))
    return rules.get(f"{word} {_key(t.word(i + 1))}") or rules.get(word, ())


def _key(word: str) -> str:
    return DIGITS if word and word[0] in FIGURES else word


def follows(t: Tokens, i: int, *words: str) -> bool:
    """Whether these words stand at i."""
    end = i + len(words)
    return t.first <= i and end <= t.stop and tuple(t.words[i:end]) == words


def dash(t: Tokens, i: int) -> int:
    """Where one goes on after a hyphen or dash at i; i itself where there is none."""
    return i + 1 if t.word(i) in ("-", "--") else i


def article(t: Tokens, i: int) -> int:
    return i + 1 if t.word(i) == "the" else i


def number(t: Tokens, i: int) -> tuple[int, int] | None:
    """A number in digits or words: '12', 'twenty-five', 'a hundred', '200 million'."""
    found = _up_to_hundred(t, i)
    if found is None and t.word(i) == "a" and t.word(i + 1) in _MULTIPLES:
        found = 1, i + 1
    if found is None and t.word(i) in _MULTIPLES:
        found = 1, i
    if found and t.word(found[1]) in _MULTIPLES:
        return found[0] * _MULTIPLES[t.word(found[1])], found[1] + 1
    return found


def _up_to_hundred(t: Tokens, i: int) -> tuple[int, int] | None:
    value = t.number(i)
    if value is not None:
        return value, i + 1
    word = t.word(i)
    if word in SMALL_NUMBERS:
        return SMALL_NUMBERS[word], i + 1
    if word in TENS:
        j = dash(t, i + 1)
        ones = SMALL_NUMBERS.get(t.word(j), 0)
        return (TENS[word] + ones, j + 1) if 0 < ones < 10 else (TENS[word], i + 1)
    return None


def ordinal(t: Tokens, i: int) -> tuple[int, int] | None:
    """'third', 'twenty-first', '21st'."""
    value = t.number(i)
    if value is not None:
        return (value, i + 2) if t.glued(i + 1) and t.word(i + 1) in ORDINAL_ENDINGS else None
    word = t.word(i)
    if word in ORDINALS:
        return ORDINALS[word], i + 1
    if word in TENS:
        j = dash(t, i + 1)
        ones = ORDINALS.get(t.word(j), 10)
        return (TENS[word] + ones, j + 1) if ones < 10 else None
    return (ROUND_ORDINALS[word], i + 1) if word in ROUND_ORDINALS else None


def count(t: Tokens, i: int) -> tuple[Count, int] | None:
    """How many: 'three', 'a', 'about three', 'more than three', 'a few'."""
    first = t.word(i)
    for words in _BY_COUPLE.get(first, ()):
        if follows(t, i, *words):
            return Count(2, "about"), i + len(words)
    for words in _BY_VAGUE.get(first, ()):
        if follows(t, i, *words) and not (first == "some" and number(t, i + 1)):
            return Count(None), i + len(words)
    for words in _BY_SENSE.get(first, ()):
        if follows(t, i, *words) and (found := _plain_count(t, i + len(words))):
            return Count(found[0], _SENSES[" ".join(words)]), found[1]
    plain = _plain_count(t, i)
    return (Count(plain[0]), plain[1]) if plain else None


def _plain_count(t: Tokens, i: int) -> tuple[int, int] | None:
    return number(t, i) or ((1, i + 1) if t.word(i) in ("a", "an", "one") else None)


_HALVES: dict[str, tuple[int, Unit]] = {"century": (50, "year"), "decade": (5, "year"), "year": (6, "month")}


def counted_unit(t: Tokens, i: int) -> tuple[Count, Unit, int] | None:
    """'three weeks', 'a year and a half', 'a few days', and bare 'weeks' (how many is not said)."""
    if t.word(i) in UNITS and t.word(i) not in SINGULAR:
        return Count(None), UNITS[t.word(i)], i + 1
    if t.word(i) == "half" and t.word(i + 1) == "a" and t.word(i + 2) in _HALVES:
        return Count(_HALVES[t.word(i + 2)][0], "about"), _HALVES[t.word(i + 2)][1], i + 3
    if t.word(i) == "a" and t.word(i + 1) == "quarter":
        j = i + 4 if follows(t, i + 2, "of", "a") else dash(t, i + 2)
        if t.word(j) == "century":
            return Count(25, "about"), "year", j + 1
    how_many = count(t, i)
    if not how_many:
        return None
    many, j = how_many
    half = follows(t, j, "and", "a", "half")
    if half:
        j += 3
    if t.glued(j) and t.word(j) in ("½", "¼", "¾"):
        many, j = Count(many.number, "about"), j + 1
    j = dash(t, j) if t.glued(j) else j
    unit = UNITS.get(t.word(j))
    if not unit or unit == "weekend":
        return None
    j += 1
    if not half and follows(t, j, "and", "a", "half"):
        half, j = True, j + 3
    if half and many.number is not None:
        if unit == "year":
            return Count(12 * many.number + 6, many.sense), "month", j
        many = Count(many.number, "about")
    return many, unit, j


def year_number(t: Tokens, i: int, most: int = 2199) -> tuple[Year, int] | None:
    """Four digits that may be a year: no comma in them, no unit or decimals glued on."""
    value = t.number(i)
    if value is None or not 1000 <= value <= most or len(t.raw(i)) != 4 or _runs_on(t, i):
        return None
    return Year(value), i + 1


def counts_something(t: Tokens, i: int) -> bool:
    """Whether the number at i counts what follows: '2000 people'."""
    after = t.near_token(i + 1)
    if after and is_zone(after.raw):  # '1135 UTC'
        return True
    if after and after.word in COUNTED and not after.capital:
        return after.word not in ("more", "others") or t.token(i).raw.endswith("00")
    return t.near(i + 1) == "or" and t.near(i + 2) in ("so", "more", "fewer")


def _runs_on(t: Tokens, i: int) -> bool:
    after, beyond = t.near_token(i + 1), t.near_token(i + 2)
    if not after or not after.glued:
        return False
    if after.kind == "word" or after.raw in "%€$£°":
        return True
    if not beyond or not beyond.glued:
        return False
    if after.raw in "–—" and beyond.kind == "word":  # a dash parts: '2012–six days later'
        return False
    if after.word in ("-", "/"):
        return beyond.kind != "number" or len(beyond.raw) not in (2, 4)
    return after.word in (".", ",", ":") and beyond.kind == "number"


def shifted(t: Tokens, i: int, unit: Unit) -> tuple[Shift, int] | None:
    """'last year', 'this year', 'current year', 'next year', or another unit so."""
    step = STEPS.get(t.word(i))
    return (Shift(unit, step), i + 2) if step is not None and t.word(i + 1) == unit else None


def year_after(t: Tokens, i: int, most: int = 2199) -> tuple[Expression, int] | None:
    """The year that ends a date: '2021', ', 2021', 'of 2021', 'last year', 'of the year'."""
    j = i + 1 if t.word(i) in (",", "of", "in") else i
    digits = None if t.word(i) == "," and counts_something(t, j) else year_number(t, j, most)
    found = digits or shifted(t, article(t, j) if t.word(i) in ("of", "in") else j, "year")
    if found:
        return found
    if t.word(i) in ("of", "in") and follows(t, j, "the", "year"):
        return Shift("year", 0), j + 2
    return None
