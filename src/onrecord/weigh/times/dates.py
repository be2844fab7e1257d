"""Rules of the grammar that name a day, a month or a weekday.

Each takes the tokens and where to begin, and gives an expression and where it ends, or None.
"""

from onrecord.weigh.times import context
from onrecord.weigh.times.atoms import Match, article, follows, ordinal, shifted, year_after
from onrecord.weigh.times.expressions import (
    LEANS,
    Day,
    Expression,
    Month,
    NthWeekday,
    NumericDay,
    Range,
    Unknown,
    Weekday,
    Weekend,
    Which,
    Year,
)
from onrecord.weigh.times.tokens import Tokens
from onrecord.weigh.times.words import MONTHS, ORDINALS, SHORT_MONTHS, WEEKDAYS

_NO_NOUNS = frozenset("and or but in at of when that because so for to from by with".split())
"""What follows 'a Friday' where it is no adjective: 'a Friday interview' is a certain one."""
_LEANED_ON = frozenset("last next christmas easter thanksgiving new ramadan the".split())


def which_word(t: Tokens, i: int) -> tuple[Which | None, int]:
    """'last', 'this', 'next', 'this past', 'the coming'; None and i where none stands there."""
    if t.word(i) in ("this", "the", "these") and t.word(i + 1) in ("past", "coming", "upcoming"):
        return ("past" if t.word(i + 1) == "past" else "coming"), i + 2
    words: dict[str, Which] = {"last": "last", "this": "this", "next": "next", "past": "past", "coming": "coming"}
    return (words[t.word(i)], i + 1) if t.word(i) in words else (None, i)


def numeric_date(t: Tokens, i: int) -> Match | None:
    """'2019-12-05', '2019/12/05', '12/05/2019', '25.12.2019'."""
    if t.kind(i) not in ("iso", "numeric") or (t.glued(i) and t.near(i - 1) == "/"):  # in an address
        return None
    raw = t.raw(i)
    for mark in "-/.":
        parts = raw.split(mark)
        if len(parts) != 3:
            continue
        first, second, third = (int(part) for part in parts)
        if len(parts[0]) == 4 and len(parts[2]) <= 2:
            return Day(third, second, Year(first)), i + 1
        if len(parts[2]) == 4 and len(parts[0]) <= 2 and 1000 <= third <= 2199:
            return NumericDay(first, second, third), i + 1
        if mark == "/" and len(parts[0]) <= 2 and len(parts[2]) == 2:
            return Unknown("day and month may be either way round", "day"), i + 1
    return None


def date(t: Tokens, i: int) -> Match | None:
    """A day of a named month, with or without weekday and year; also 'October 28-30' and '28-30 October'."""
    weekday, j = _weekday_before_date(t, i)
    if t.word(j) == "the" and (ordinal(t, j + 1) or weekday is not None):
        j += 1
    return _month_first(t, j, weekday) or _day_first(t, j, weekday)


def _weekday_before_date(t: Tokens, i: int) -> tuple[int | None, int]:
    if t.word(i) not in WEEKDAYS:
        return None, i
    j = i + 1
    if t.word(j) == "." and len(t.word(i)) <= 5:
        j += 1
    if t.word(j) == ",":
        j += 1
    if t.word(j) == "on":
        j += 1
    return WEEKDAYS[t.word(i)], j


def _month(t: Tokens, i: int) -> tuple[int, int] | None:
    """A month's name or its abbreviation, with its stop."""
    word = t.word(i)
    if word not in MONTHS or not (t.token(i).capital or t.loose):
        return None
    stopped = word in SHORT_MONTHS and t.word(i + 1) == "." and t.glued(i + 1)
    return MONTHS[word], i + 1 + stopped


def _day_number(t: Tokens, i: int) -> tuple[int, int] | None:
    found = ordinal(t, i) if t.kind(i) != "word" or t.word(i) in ORDINALS else None
    if found:
        return found if found[0] <= 31 else None
    value = t.number(i)
    if value is None or not 1 <= value <= 31 or len(t.raw(i)) > 2:
        return None
    after = t.near_token(i + 1)
    if after and after.glued and (after.kind == "word" or after.raw in "%€$£°"):
        return None
    beyond = t.near_token(i + 2)
    if after and after.glued and after.raw in (".", ",", "/") and beyond and beyond.glued and beyond.kind == "number":
        return None
    return value, i + 1


def _month_first(t: Tokens, i: int, weekday: int | None) -> Match | None:
    month = _month(t, i)
    if not month:
        return None
    j = month[1] + 1 if t.word(month[1]) == "the" else month[1]
    day = _day_number(t, j)
    if not day or (j > month[1] and not ordinal(t, j)) or t.near(day[1]) in ("percent", "million", "billion"):
        return None
    last = _range_end(t, day[1], day[0])
    end = last[1] if last else day[1]
    year = year_after(t, end, most=9999)
    return _day_or_days(day[0], last[0] if last else None, month[0], weekday, year, end)


def _day_first(t: Tokens, i: int, weekday: int | None) -> Match | None:
    day = _day_number(t, i)
    if not day:
        return None
    last = _range_end(t, day[1], day[0])
    j = last[1] if last else day[1]
    is_ordinal = t.word(day[1] - 1) in ("st", "nd", "rd", "th") or t.word(i) in ORDINALS
    if t.word(j) == "of" and is_ordinal:
        j += 1
        if month_shift := shifted(t, j, "month"):
            return Day(day[0], month_shift[0], None, weekday), month_shift[1]
    month = _month(t, j)
    if not month:
        return None
    year = year_after(t, month[1], most=9999)
    return _day_or_days(day[0], last[0] if last else None, month[0], weekday, year, _before_stop(t, month[1]))


def _before_stop(t: Tokens, j: int) -> int:
    """'5 Dec.' ends before its stop, which may be the sentence's, unless a year follows."""
    return j - 1 if t.word(j - 1) == "." else j


def _range_end(t: Tokens, i: int, first: int) -> tuple[int, int] | None:
    """The second day of '28-30', '28 to 30'."""
    if t.word(i) in ("-", "to", "through", "until", "and"):
        last = _day_number(t, i + 1)
        joins = t.word(i) != "and" or (last is not None and last[0] == first + 1)
        between = t.word(i - 2) == "between" or t.word(i - 3) == "between"
        if last and last[0] > first and (joins or between):
            return last
    return None


def _day_or_days(
    day: int, last: int | None, month: int, weekday: int | None, year: tuple[Expression, int] | None, end: int
) -> Match:
    which, j = year or (None, end)
    first = Day(day, month, which, weekday)
    return (Range(first, Day(last, month, which)) if last else first), j


def fourth_of_july(t: Tokens, i: int) -> Match | None:
    """'the Fourth of July', the day's own name."""
    j = article(t, i)
    return (Day(4, 7), j + 3) if follows(t, j, "fourth", "of", "july") else None


def attacks(t: Tokens, i: int) -> Match | None:
    """'9/11', the day's own name; the day that '9/11/2016' says is another."""
    named = t.number(i) == 9 and t.word(i + 1) == "/" and t.number(i + 2) == 11 and t.glued(i + 1) and t.glued(i + 2)
    return (Day(11, 9, Year(2001)), i + 3) if named and t.near(i + 3) != "/" else None


def month(t: Tokens, i: int) -> Match | None:
    """'May 2021', 'May of last year', 'last October', 'the month of May', bare 'May' where it is a month."""
    if follows(t, i, "the", "month", "of") and (named := _month(t, i + 3)):
        year = year_after(t, named[1])
        return (Month(named[0], year[0]), year[1]) if year else (Month(named[0]), named[1])
    which, j = which_word(t, i)
    found = _month(t, j)
    if not found:
        return None
    name, end = found
    year = year_after(t, end)
    if year and which in (None, "this", "past"):
        return Month(name, year[0]), year[1]
    if not context.is_month(t, j, end):
        return None
    return Month(name, None, which), _before_stop(t, end)


def weekday(t: Tokens, i: int) -> Match | None:
    """'Monday', 'last Friday', 'Monday last week', 'Tuesday of next week', 'Mondays'."""
    which, j = which_word(t, i)
    word = t.word(j)
    if which is None and word.endswith("days") and word[:-1] in WEEKDAYS and (t.token(j).capital or t.loose):
        return Unknown("recurs", "day"), j + 1
    if word not in WEEKDAYS or not context.is_weekday(t, j, j + 1):
        return None
    day = WEEKDAYS[word]
    after = t.near(j + 1)
    if t.near(i - 1) in ("a", "an") and (after in _NO_NOUNS or not after.isalpha()):
        return None  # 'on a Friday', any
    if (
        after in ("before", "after")
        and (t.loose or t.near(i - 1) == "the")
        and (t.near(j + 2) in _LEANED_ON or not t.near(j + 2).isalpha())
    ):
        return Unknown(LEANS, "day"), j + 2
    if after in ("week", "fortnight"):
        return Unknown("this one or the next", "day"), j + 2
    k = j + 2 if t.word(j + 1) == "of" else j + 1
    if which is None and (week := shifted(t, k, "week")):
        return Weekday(day, None, week[0]), week[1]
    return Weekday(day, which), j + 1


def nth_weekday(t: Tokens, i: int) -> Match | None:
    """'the first Tuesday in November', 'the last Friday of May 2021'."""
    j = article(t, i)
    nth = -1 if t.word(j) in ("last", "final") else (ordinal(t, j) or (0, 0))[0]
    j += 1 if nth == -1 or t.word(j) in ORDINALS else 2
    if (nth != -1 and not 1 <= nth <= 5) or t.word(j) not in WEEKDAYS or t.word(j + 1) not in ("of", "in"):
        return None
    found = month(t, j + 2)
    return (NthWeekday(nth, WEEKDAYS[t.word(j)], found[0]), found[1]) if found else None


def weekend(t: Tokens, i: int) -> Match | None:
    """'the weekend', 'last weekend', 'this coming weekend'."""
    which, j = which_word(t, i)
    if t.word(i) == "the" and t.word(i + 1) in ("weekend", "last", "past", "coming"):
        which, j = which_word(t, i + 1)
    if t.word(j) != "weekend" or (which is None and t.word(i) != "the"):
        return None
    return Weekend(which), j + 1
