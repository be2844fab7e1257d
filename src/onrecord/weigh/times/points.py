"""The grammar of points in time: a date, a third of a unit, an hour of a day, a step from another point.

Recursive descent over tokens. A rule looks a bounded number of tokens ahead and nests at most `_DEEPEST` deep, so that
reading a text is linear in its length.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from onrecord.weigh.times.atoms import (
    BEGIN_COUNTED,
    BEGIN_NUMBER,
    BEGIN_ORDINAL,
    DIGITS,
    Match,
    article,
    by_beginning,
    counted_unit,
    dash,
    number,
    ordinal,
    pair,
    rules_at,
)
from onrecord.weigh.times.clocks import clock
from onrecord.weigh.times.dates import attacks, date, fourth_of_july, month, nth_weekday, numeric_date, weekday, weekend
from onrecord.weigh.times.eras import (
    BEGIN_FISCAL,
    BEGIN_HOLIDAY,
    century,
    decade,
    division,
    fiscal,
    holiday,
    season,
    year,
    years,
)
from onrecord.weigh.times.events import belongs_to_noun, event_end
from onrecord.weigh.times.expressions import (
    LEANS,
    Ago,
    Century,
    Clock,
    Count,
    Day,
    DayPart,
    Decade,
    Division,
    Expression,
    First,
    Holiday,
    Midnight,
    Month,
    Part,
    PartOfDay,
    Range,
    Season,
    Shift,
    Third,
    Unit,
    Unknown,
    Weekday,
    WeekOf,
    Year,
)
from onrecord.weigh.times.relative import RELATIVE, year_end
from onrecord.weigh.times.tokens import Tokens
from onrecord.weigh.times.words import (
    DAY_PARTS,
    DECADE_WORDS,
    MONTHS,
    SEASONS,
    SINGULAR,
    STEPPING,
    STEPS,
    UNITS,
    WEEKDAYS,
)

_DEEPEST = 3
THIRDS: dict[str, Third] = {"early": "early", "mid": "mid", "late": "late"}
EDGES: dict[str, Third] = {
    "start": "early", "beginning": "early", "middle": "mid", "end": "late", "close": "late", "turn": "early",
    "outset": "early",
}  # fmt: skip
_ONE_BEFORE = ("day", "week", "month", "year", "night", "evening", "morning")
"""Behind "the" one of these, before or after another time."""
_BEFORE_HOURS = ("at", "by", "until", "till", "before", "after")


def point(t: Tokens, i: int, depth: int) -> Match | None:
    """The longest phrase at i that names one time: a date, a month, a third of one, an hour of a day."""
    if depth > _DEEPEST:
        return None
    found = [rule(t, i) for rule in rules_at(_CALENDAR_AT, t, i)]
    best = longest(found + [rule(t, i, depth) for rule in rules_at(_POINTS_AT, t, i)])
    return _with_hour(t, *best) if best else None


def longest(matches: Iterable[Match | None]) -> Match | None:
    """The match that ends last, the first of several."""
    best: Match | None = None
    for match in matches:
        if match and (best is None or match[1] > best[1]):
            best = match
    return best


def _part(t: Tokens, i: int, depth: int) -> Match | None:
    """'early 2022', 'mid-March', 'late on Friday', 'the late 1990s', 'early to mid-May'."""
    j = article(t, i)
    third = THIRDS.get(t.word(j))
    if not third:
        return None
    j = dash(t, j + 1)
    if t.word(j) in ("to", "or") and t.word(j + 1) in THIRDS:
        last = THIRDS[t.word(j + 1)]
        inner = point(t, dash(t, j + 2), depth + 1)
        return (Range(Part(third, inner[0]), Part(last, inner[0])), inner[1]) if inner and _can_part(inner[0]) else None
    if t.word(j) in ("on", "in"):
        j += 1
    if t.word(j) in ("the", "this") and t.word(j + 1) in ("week", "month", "year", "decade", "century", "day"):
        if j > i + 1 or t.word(j) == "this":
            return Part(third, Shift(SINGULAR[t.word(j + 1)], 0)), j + 2
        return None
    inner = point(t, j, depth + 1)
    if not inner or not _can_part(inner[0]):
        return None
    return _early(inner[0], third), inner[1]


def _early(whole: Expression, third: Third) -> Expression:
    if isinstance(whole, PartOfDay) and whole.third is None:
        return replace(whole, third=third)
    return Part(third, whole)


def _can_part(whole: Expression) -> bool:
    if isinstance(whole, Unknown):
        return whole.granularity in ("decade", "year")
    return isinstance(whole, Year | Shift | Month | Day | Weekday | Season | Division | Decade | Century | PartOfDay)


def _earlier(t: Tokens, i: int, depth: int) -> Match | None:
    """'earlier on Thursday', 'later Friday': that day."""
    if t.word(i) not in ("earlier", "later"):
        return None
    inner = point(t, i + 1 + (t.word(i + 1) == "on"), depth + 1)
    return inner if inner and isinstance(inner[0], Weekday) else None


def _edge(t: Tokens, i: int, depth: int) -> Match | None:
    """'the end of the year', 'the beginning of March', 'year's end'."""
    ending = year_end(t, i)
    if ending:
        return Part("late", ending[0], edge=True), ending[1]
    j = article(t, i)
    if t.word(j) == "very":
        j += 1
    third = EDGES.get(t.word(j))
    is_bare = j == i and t.near(i - 1) not in ("at", "by", "in", "since", "until", "mid")
    if not third or t.word(j + 1) != "of" or is_bare:
        return None
    j += 2
    if t.word(j) in ("the", "this") and t.word(j + 1) in STEPPING:
        if t.word(j + 1) == "day" and t.near(i - 1) == "at" and not t.loose:  # 'at the end of the day, it is all right'
            return None
        return Part(third, Shift(SINGULAR[t.word(j + 1)], 0), edge=third != "mid"), j + 2
    inner = point(t, j, depth + 1)
    if not inner or isinstance(inner[0], (Part, Unknown, Ago)):
        return None
    return Part(third, inner[0], edge=third != "mid"), inner[1]


def _first(t: Tokens, i: int, depth: int) -> Match | None:
    """'the first three months of 2022', 'the last week of May', 'the second week of June'."""
    j = article(t, i)
    nth = -1 if t.word(j) in ("last", "final", "closing") else 1 if t.word(j) in ("first", "opening") else 0
    if nth:
        how_many = number(t, j + 1)
        many, j = how_many or (1, j + 1)
    else:
        found = ordinal(t, j)
        if not found or not 2 <= found[0] <= 5:
            return None
        (nth, j), many = found, 1
    unit = UNITS.get(t.word(j))
    if unit not in ("day", "week", "month", "year", "weekend", "decade") or t.word(j + 1) not in ("of", "in"):
        return None
    j += 2
    inner: Match | None
    if t.word(j) in ("the", "this") and t.word(j + 1) in ("month", "year", "decade"):
        inner = Shift(SINGULAR[t.word(j + 1)], 0), j + 2
    else:
        inner = point(t, j, depth + 1)
    if not inner or not 1 <= many <= 366 or unit == "weekend":
        return None
    return First(nth, many, unit, inner[0]), inner[1]


def _week_of(t: Tokens, i: int, depth: int) -> Match | None:
    """'the week of May 5', 'the week ending 5 May'."""
    j = article(t, i)
    how = t.word(j + 1)
    if t.word(j) != "week" or how not in ("of", "beginning", "ending", "commencing"):
        return None
    inner = date(t, j + 2)
    if not inner:
        return None
    return WeekOf(inner[0], "ending" if how == "ending" else "of" if how == "of" else "beginning"), inner[1]


def _day_part_of(t: Tokens, i: int, depth: int) -> Match | None:
    """'the morning of 5 May', 'the early hours of Friday', 'early morning on Friday'."""
    if t.near(i - 1) == "this":  # 'CBS This Morning on Friday'
        return None
    j = article(t, i)
    third = THIRDS.get(t.word(j))
    part: DayPart | None
    if t.word(j) in ("early", "small") and t.word(j + 1) == "hours":
        part, third, j = "early hours", None, j + 2
    else:
        j += third is not None
        part = DAY_PARTS.get(t.word(j))
        j += 1
    if not part:
        return None
    if t.word(j) in ("of", "on", ","):
        j += 1
    elif t.word(j) != "this":
        return None
    inner = point(t, j, depth + 1)
    if not inner:
        return None
    day, end = inner
    if isinstance(day, PartOfDay) and part == "early hours":
        day = day.day
    return (PartOfDay(part, day, third), end) if _is_day(day) else None


def _hour_first(t: Tokens, i: int, depth: int) -> Match | None:
    """'9 p.m. Friday', '9:30 a.m. GMT on Friday', 'noon today', '9 p.m.'."""
    found = clock(t, i)
    if not found:
        return None
    hour, end = found
    if not isinstance(hour, Clock | Midnight):
        return None
    j = end
    if t.word(j) == ",":
        j += 1
    if t.word(j) == "on":
        j += 1
    day = point(t, j, depth + 1)
    if day and (_is_day(day[0]) or isinstance(day[0], PartOfDay)):
        return replace(hour, day=day[0]), day[1]
    is_plain = isinstance(hour, Midnight) and not t.loose and t.near(i - 1) not in _BEFORE_HOURS
    return None if is_plain else (hour, end)


def _with_hour(t: Tokens, found: Expression, end: int) -> Match:
    """A day with what follows it: 'Friday night', 'Friday at 9 p.m.', 'Nov. 24, 2022, at 21:30'."""
    if not _is_day(found) and not isinstance(found, PartOfDay):
        return found, end
    if _is_day(found):
        j = end
        third = THIRDS.get(t.word(j))
        part = DAY_PARTS.get(t.word(j + (third is not None)))
        if part and not (part == "night" and t.near(j + 1) in ("lights", "football", "live")):
            found, end = PartOfDay(part, found, third), j + 1 + (third is not None)
    j = end + (t.word(end) == ",")
    if t.word(j) == "at" or t.kind(j) in ("clock", "number"):
        hour = clock(t, j + (t.word(j) == "at"))
        if hour and isinstance(hour[0], Clock | Midnight):
            certain = not isinstance(hour[0], Clock) or hour[0].half != "?" or t.word(j) == "at"
            if certain:
                return replace(hour[0], day=found), hour[1]
    return found, end


def _is_day(found: Expression) -> bool:
    return (
        isinstance(found, (Day, Weekday, Holiday))
        or (isinstance(found, Shift) and found.unit == "day")
        or (isinstance(found, Unknown) and found.granularity == "day" and found.reason == LEANS)
    )


def _offset(t: Tokens, i: int, depth: int) -> Match | None:
    """'two days after Christmas', 'a week before the vote', 'the day after'."""
    found: tuple[Count, Unit, int] | None
    if t.word(i) == "the" and t.word(i + 1) in _ONE_BEFORE:
        unit = SINGULAR.get(t.word(i + 1), "day")
        found = Count(1), unit, i + 2
    else:
        found = counted_unit(t, i)
    if not found:
        return None
    many, unit, j = found
    sign = {"before": -1, "after": 1, "from": 1, "since": 1, "following": 1, "into": 1}.get(t.word(j))
    if sign is None or (t.word(j) in ("since", "into") and t.word(i) == "the"):
        return None
    inner = point(t, j + 1, depth + 1)
    if inner and not isinstance(inner[0], (Range, Unknown)) and not belongs_to_noun(t, inner[1]):
        return None if t.word(j) in ("since", "into") else (Ago(many, unit, 1 if sign > 0 else -1, inner[0]), inner[1])
    if t.word(j) == "from":
        return None
    end = event_end(t, j + 1)
    if end:
        return Unknown("names an event", unit), end
    if t.word(j) in ("before", "after"):
        return Unknown(LEANS, unit), j + 1
    return None


Rule = Callable[[Tokens, int, int], Match | None]
_WHICH = frozenset("this the these last next past coming".split())
_THE = frozenset({"the"})
_NTH = BEGIN_ORDINAL | frozenset("the last final first opening closing".split())
_ROMAN = frozenset(tens + ones for tens in ("", "x", "xx") for ones in "i ii iii iv v vi vii viii ix".split()) | {"xx"}
# Each with the words, or two, that it may begin with: a phrase is read at every word, and most rules begin with few.
_CALENDAR: list[tuple[Callable[[Tokens, int], Match | None], frozenset[str]]] = [
    (numeric_date, frozenset({DIGITS})),
    (date, BEGIN_ORDINAL | {"the", *WEEKDAYS, *MONTHS}),
    (fourth_of_july, _THE | {"fourth"}),
    (attacks, frozenset({DIGITS})),
    (month, _WHICH | {"the month"} | MONTHS.keys()),
    (nth_weekday, _NTH),
    (weekday, _WHICH | WEEKDAYS.keys() | {f"{day}s" for day in WEEKDAYS}),
    (weekend, _WHICH | {"the weekend"}),
    (season, _WHICH | SEASONS.keys()),
    (division, _NTH | STEPS.keys() | {"q", "h"}),
    (holiday, _WHICH | BEGIN_HOLIDAY),
    (decade, _THE | DECADE_WORDS.keys() | {DIGITS, "'"}),
    (century, _THE | {"the turn"} | BEGIN_ORDINAL | _ROMAN),
    (years, frozenset({DIGITS})),
    (year, _THE | {DIGITS, "year", "ad", "'"}),
    (fiscal, _THE | BEGIN_FISCAL),
    *RELATIVE,
]
_POINTS: list[tuple[Rule, frozenset[str]]] = [
    (_part, _THE | THIRDS.keys()),
    (_earlier, frozenset({"earlier", "later"})),
    (_edge, _THE | EDGES.keys() | {"very", "year", "month", "week", "decade"}),
    (_first, _NTH),
    (_week_of, _THE | {"week"}),
    (_day_part_of, _THE | THIRDS.keys() | DAY_PARTS.keys() | {"small"}),
    (_hour_first, BEGIN_NUMBER | {"noon", "midday", "midnight"}),
    (_offset, pair(("the",), _ONE_BEFORE) | BEGIN_COUNTED),
]
_CALENDAR_AT, _POINTS_AT = by_beginning(_CALENDAR), by_beginning(_POINTS)
POINT_KEYS = frozenset({*_CALENDAR_AT, *_POINTS_AT})
POINT_WORDS = frozenset(key.split()[0] for key in POINT_KEYS) - _ROMAN - {DIGITS}
"""The words that a point may begin with in running text, where "I" and "V" are no numbers."""
