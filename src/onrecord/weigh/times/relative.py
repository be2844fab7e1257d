"""Rules of the grammar that count from a day ('last week', 'in three days') or lean on a time ('a year later')."""

from collections.abc import Callable
from typing import Literal

from onrecord.weigh.times import context
from onrecord.weigh.times.atoms import BEGIN_COUNTED, Match, article, counted_unit, follows, number, pair
from onrecord.weigh.times.expressions import (
    LEANS,
    Ago,
    Count,
    Open,
    Overnight,
    PartOfDay,
    Range,
    Running,
    Shift,
    SoFar,
    Unit,
    Unknown,
    Weekday,
)
from onrecord.weigh.times.tokens import Tokens
from onrecord.weigh.times.words import DAY_PARTS, PLURAL, SEASONS, SINGULAR, STEPPING, STEPS, WEEKDAYS

_MODALS = frozenset("to can could will would may might must shall should not t ll d didn".split())
_SIGNS = {"past": -1, "last": -1, "recent": -1, "next": 1, "coming": 1, "upcoming": 1}
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
_AWAY = ("day", "week", "month", "year")
_WERE = frozenset("was were been".split())
_ALL = ("week", "month", "year")
_LEANING = ("same", "following", "previous", "preceding", "next", "ensuing")
_SO_FAR: dict[str, SoFar] = {"earlier": "earlier", "later": "later", "so": "so far"}


def day_word(t: Tokens, i: int) -> Match | None:
    """'today', 'yesterday', 'tomorrow', 'tonight', 'overnight', 'this morning', 'last night'."""
    if follows(t, i, "the", "day", "before", "yesterday"):
        return Shift("day", -2), i + 4
    if follows(t, i, "the", "day", "after", "tomorrow"):
        return Shift("day", 2), i + 4
    if follows(t, i, "even", "today"):
        return Unknown("these days, not one day", "day"), i + 2
    word = t.word(i)
    if word in _DAYS:
        if not t.loose and t.token(i).capital and not _begins_sentence(t, i):
            return None
        return Shift("day", _DAYS[word]), i + 1
    if word == "tonight":
        return PartOfDay("night", Shift("day", 0)), i + 1
    if word == "overnight" and t.near(i + 1) not in ("success", "stay", "stays", "sensation"):
        return Overnight(), i + 1
    if word == "this" and t.word(i + 1) in DAY_PARTS and (t.loose or not t.token(i + 1).capital):  # 'CBS This Morning'
        return PartOfDay(DAY_PARTS[t.word(i + 1)], Shift("day", 0)), i + 2
    if word == "last" and t.word(i + 1) in ("night", "evening"):
        return PartOfDay(DAY_PARTS[t.word(i + 1)], Shift("day", -1)), i + 2
    return None


def _begins_sentence(t: Tokens, i: int) -> bool:
    return t.near(i - 1) in ("", ".", "\n", "!", "?", ":", '"', "“", "”", "'", "--", "-", ",", ")")


def shift(t: Tokens, i: int) -> Match | None:
    """'last month', 'this week', 'all week', 'earlier this year', 'later in the week', 'the week before last'."""
    so_far = _SO_FAR.get(t.word(i))
    if so_far and (t.word(i) != "so" or t.word(i + 1) == "far"):
        j = i + 1 + (t.word(i) == "so")
        if t.word(j) in _DAYS:
            return Shift("day", _DAYS[t.word(j)]), j + 1
        unit = SINGULAR.get(t.word(j + 1)) if t.word(j) == "this" else None
        if t.word(j) == "in" and t.word(j + 1) in ("the", "this") and t.word(j + 2) in STEPPING:
            unit, j = SINGULAR[t.word(j + 2)], j + 1
        if unit is None or t.word(j + 1) not in STEPPING:
            return None
        return Shift(unit, 0, so_far), j + 2
    if t.word(i) == "all" and t.word(i + 1) in _ALL and t.near(i + 2) not in ("long", "round", "-"):
        return Shift(SINGULAR[t.word(i + 1)], 0), i + 2
    if t.word(i) == "the" and t.word(i + 1) in STEPPING:
        if follows(t, i + 2, "before", "last"):
            return Shift(SINGULAR[t.word(i + 1)], -2), i + 4
        if follows(t, i + 2, "after", "next"):
            return Shift(SINGULAR[t.word(i + 1)], 2), i + 4
        return None
    j = i + 1 if follows(t, i, "the", "current") or follows(t, i, "the", "last", "century") else i
    step, word = STEPS.get(t.word(j)), t.word(j + 1)
    if step is None or word not in STEPPING or (word == "day" and step == 0):
        return None
    if t.token(j).capital and t.token(j + 1).capital and not t.loose:  # 'This Week', a programme
        return None
    if word == "day":
        return (Unknown(LEANS, "day"), j + 2) if t.word(j) == "next" else None
    return Shift(SINGULAR[word], step), j + 2


def ago(t: Tokens, i: int) -> Match | None:
    """'two weeks ago', 'three days from now'; 'a year earlier' and 'two days later' lean on another time."""
    found = counted_unit(t, i)
    if not found:
        return _either_ago(t, i)
    many, unit, j = found
    if t.word(j) == "ago":
        back = Ago(many, unit, -1)
        k = j + 2 if t.word(j + 1) == "on" else j + 1
        if unit == "week" and t.word(k) in WEEKDAYS:
            return Weekday(WEEKDAYS[t.word(k)], None, back), k + 1
        return back, j + 1
    if t.word(j) == "from" and t.word(j + 1) in ("now", "today"):
        return Ago(many, unit, 1), j + 2
    if t.word(j) == "away" and unit in _AWAY and t.near(j + 1) not in ("with", "in", "at", "by", "on"):
        if not _WERE.isdisjoint((t.near(i - 1), t.near(i - 2), t.near(i - 3))):
            return Unknown(LEANS, unit), j + 1
        return Ago(many, unit, 1, None, is_in=True), j + 1
    if t.word(j) == "hence":
        return Ago(many, unit, 1), j + 1
    if t.word(j) in ("earlier", "later", "previously", "beforehand", "afterwards", "afterward"):
        than = follows(t, j + 1, "than")
        return Unknown(LEANS, unit), j + 1 + than
    return None


def _either_ago(t: Tokens, i: int) -> Match | None:
    """'three or four months ago', 'two to three weeks ago': from the one to the other."""
    few = number(t, i)
    many = counted_unit(t, few[1] + 1) if few and t.word(few[1]) in ("or", "to") else None
    if not few or not many or t.word(many[2]) != "ago" or few[0] >= (many[0].number or 0):
        return None
    return Range(Ago(many[0], many[1], -1), Ago(Count(few[0]), many[1], -1)), many[2] + 1


def in_time(t: Tokens, i: int) -> Match | None:
    """'in three days', 'in two weeks' time'; not 'the first time in three years'."""
    if t.word(i) != "in" or (not t.loose and context.is_count_in(t, i)):
        return None
    found = counted_unit(t, i + 1)
    if not found or found[1] == "minute" or t.word(i + 1) in PLURAL or t.word(i + 1) in ("some", "many", "few"):
        return None
    many, unit, j = found
    if t.word(j) == "'":
        if follows(t, j + 1, "s", "time") or follows(t, j + 1, "time"):
            return Ago(many, unit, 1), j + 2 + (t.word(j + 1) == "s")
        return None
    if follows(t, j, "time"):
        return Ago(many, unit, 1), j + 1
    if t.near(j) in ("of", "or", "-", "ago") or t.near(j) in ("row", "prison", "jail", "office"):
        return None
    return Ago(many, unit, 1, None, is_in=True), j


def within(t: Tokens, i: int) -> Match | None:
    """'within 48 hours', 'within days', 'within the next two weeks'."""
    if t.word(i) != "within":
        return None
    inner = running(t, i + 1)
    if inner:
        return inner
    found = counted_unit(t, i + 1)
    if not found or found[1] == "minute":
        return None
    if t.word(found[2]) == "of":
        return Unknown(LEANS, found[1]), found[2]
    return Running(found[0], found[1], 1), found[2]


def running(t: Tokens, i: int) -> Match | None:
    """'the past three years', 'the last decade', 'the next two weeks', 'recent days', 'the coming months'."""
    j = i + 1 if t.word(i) in ("the", "these", "this") else i
    word = t.word(j)
    sign = _SIGNS.get(word)
    if sign is None:
        return None
    direction: Literal[-1, 1] = 1 if sign > 0 else -1
    if word == "last" and j == i and t.near(i - 1) in _MODALS:  # 'it could last years'
        return None
    found = counted_unit(t, j + 1)
    if found:
        many, unit, end = found
        if unit == "minute" or t.word(j + 1) in ("a", "an") or (word == "last" and j == i and many.number is None):
            return None
        return Running(many, unit, direction), end
    unit_word = t.word(j + 1)
    if unit_word not in STEPPING and unit_word != "hour":
        return None
    if t.word(i) == "this" and word not in ("past", "coming"):
        return None
    if j == i or word == "recent" or unit_word == "day":
        return None
    if unit_word == "week" and word in ("coming", "upcoming"):
        return Shift("week", 1), j + 2
    return Running(Count(1), SINGULAR[unit_word], direction), j + 2


def vague(t: Tokens, i: int) -> Match | None:
    """'recently', 'soon', 'in the near future', 'until further notice', 'indefinitely'."""
    word = t.word(i)
    if word in ("recently", "lately"):
        return Running(Count(None), None, -1), i + 1
    if (
        word == "soon"
        and t.near(i - 1) not in ("as", "too", "how", "so", "very")
        and t.near(i + 1) not in ("after", "as", "-")
    ):
        return Running(Count(None), None, 1), i + 1
    j = article(t, i)
    if t.word(j) in ("near", "foreseeable", "immediate") and t.word(j + 1) == "future":
        return Running(Count(None), None, 1), j + 2
    if follows(t, i, "until", "further", "notice"):
        return Open(), i + 3
    if word == "indefinitely":
        return Open(), i + 1
    return None


def leaning(t: Tokens, i: int) -> Match | None:
    """'the same day', 'that year', 'the following week', 'the day before', 'since then', 'at the time'."""
    if t.word(i) in ("since", "until", "till", "by", "before", "from", "back") and t.word(i + 1) == "then":
        return Unknown(LEANS), i + 2 + (t.word(i) == "from" and t.word(i + 2) in ("on", "onward", "onwards"))
    if follows(t, i, "at", "the", "time") or follows(t, i, "at", "that", "time"):
        return Unknown(LEANS), i + 3
    j = i + 1 if t.word(i) in ("the", "that") else i
    if t.word(i) == "that":
        unit = _unit_or_part(t, j)
        hyphen = t.near(j + 1) == "-"
        return (Unknown(LEANS, unit), j + 1) if unit and not hyphen else None
    if j > i and t.word(j) in _LEANING:
        unit = _unit_or_part(t, j + 1)
        if t.word(j) == "next" and unit not in ("day", "part of day"):
            return None
        if unit:
            return Unknown(LEANS, unit), j + 2
        found = counted_unit(t, j + 1)
        if found and t.word(j) in ("following", "previous", "preceding"):
            return Unknown(LEANS, found[1]), found[2]
        name = t.word(j + 1)
        if name in WEEKDAYS and t.word(j) in ("following", "previous", "next", "same"):
            return Unknown(LEANS, "day"), j + 2
        if name in SEASONS and t.word(j) in ("following", "previous"):
            return Unknown(LEANS, "season"), j + 2
    return None


def _unit_or_part(t: Tokens, i: int) -> str | None:
    if t.word(i) in DAY_PARTS:
        return "part of day"
    unit: Unit | None = SINGULAR.get(t.word(i))
    return unit if unit not in ("minute", "quarter") else None


def recurring(t: Tokens, i: int) -> Match | None:
    """'every Monday', 'each year', 'every two weeks'."""
    if t.word(i) not in ("every", "each"):
        return None
    word = t.word(i + 1)
    if word in SINGULAR:
        return Unknown("recurs", SINGULAR[word]), i + 2
    if word in WEEKDAYS:
        part = t.word(i + 2) in DAY_PARTS
        return Unknown("recurs", "part of day" if part else "day"), i + 2 + part
    if word in DAY_PARTS:
        return Unknown("recurs", "part of day"), i + 2
    if word in SEASONS and t.near(i + 2) not in ("of",):
        return Unknown("recurs", "season"), i + 2
    found = counted_unit(t, i + 1)
    return (Unknown("recurs", found[1]), found[2]) if found and t.word(i) == "every" else None


def year_end(t: Tokens, i: int) -> tuple[Shift, int] | None:
    """'year's end', 'year-end', 'the year's end', 'month-end': the unit whose end it is."""
    j = article(t, i)
    if t.word(j) not in ("year", "month", "week", "decade"):
        return None
    if follows(t, j + 1, "'", "s", "end"):
        return Shift(SINGULAR[t.word(j)], 0), j + 4
    if follows(t, j + 1, "-", "end") and t.glued(j + 1):
        return Shift(SINGULAR[t.word(j)], 0), j + 3
    return None


RELATIVE: list[tuple[Callable[[Tokens, int], Match | None], frozenset[str]]] = [
    (day_word, frozenset({"the day", "even today", *_DAYS, "tonight", "overnight", "this", "last"})),
    (
        shift,
        frozenset({*pair(("the",), {"current", "last", *STEPPING}), "earlier", "later", "so far", *STEPS})
        | pair(("all",), _ALL),
    ),
    (ago, BEGIN_COUNTED),
    (in_time, pair(("in",), {words.split()[0] for words in BEGIN_COUNTED})),
    (within, frozenset({"within"})),
    (running, frozenset({"the", "these", "this", *_SIGNS})),
    (vague, frozenset("recently lately soon the near foreseeable immediate until indefinitely".split())),
    (
        leaning,
        pair("since until till by before from back".split(), ("then",))
        | {"at the", "at that"}
        | pair(("the",), _LEANING)
        | pair(("that",), {*SINGULAR, *DAY_PARTS}),
    ),
    (recurring, frozenset({"every", "each"})),
]
"""Rules, each with the words, or two, that it may begin with."""
