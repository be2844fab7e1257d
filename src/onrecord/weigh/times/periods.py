"""Arithmetic on the calendar: units, steps, thirds, feasts. Half-open stretches of wall-clock moments.

Weeks begin on Monday (ISO 8601). Decades and centuries go by their digits: the 1990s are 1990 to 1999, the 19th
century 1800 to 1899, as in ISO 8601-2 and in everyday use. What falls outside the years 1 to 9998 raises
OverflowError.
"""

import calendar
from collections.abc import Callable
from datetime import datetime, timedelta

from onrecord.weigh.times.expressions import SeasonName, Third, Unit

Stretch = tuple[datetime, datetime]

_DAY = timedelta(days=1)
_LAST_YEAR = 9998
_YEARS = {"year": 1, "decade": 10, "century": 100}
_MONTHS = {"month": 1, "quarter": 3, "half": 6}
_DAYS = {"day": 1, "weekend": 7, "week": 7}
_NORTH: dict[SeasonName, int] = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_SOUTH: dict[SeasonName, int] = {"autumn": 3, "winter": 6, "spring": 9, "summer": 12}


def make_day(year: int, month: int = 1, day: int = 1) -> datetime:
    """The first moment of a day; ValueError where the month has no such day."""
    if not 1 <= year <= _LAST_YEAR + 1:
        raise OverflowError(f"year {year} is outside the calendar")
    return datetime(year, month, day)


def has_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def step(day: datetime, unit: Unit, by: int) -> datetime:
    """The day that many units on; a month's last day where the other month is shorter ('31 January' + 1 month)."""
    if unit == "hour":
        return day + timedelta(hours=by)
    if unit == "minute":
        return day + timedelta(minutes=by)
    if unit in _DAYS:
        return _within_years(day + timedelta(days=by * _DAYS[unit]))
    months = by * _MONTHS[unit] if unit in _MONTHS else by * 12 * _YEARS[unit]
    total = day.year * 12 + day.month - 1 + months
    year, month = total // 12, total % 12 + 1
    first = make_day(year, month)
    return first.replace(day=min(day.day, calendar.monthrange(year, month)[1]))


def unit_around(day: datetime, unit: Unit) -> Stretch:
    """The calendar's unit that holds a day: its week, its month, its decade."""
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "week":
        monday = midnight - midnight.weekday() * _DAY
        return monday, step(monday, "week", 1)
    if unit == "weekend":
        saturday = midnight + (5 - midnight.weekday()) * _DAY
        return saturday, saturday + 2 * _DAY
    if unit in _MONTHS:
        size = _MONTHS[unit]
        first = midnight.replace(month=(midnight.month - 1) // size * size + 1, day=1)
        return first, step(first, unit, 1)
    if unit in _YEARS:
        size = _YEARS[unit]
        first_year = midnight.year // size * size
        return make_day(max(first_year, 1)), make_day(first_year + size)
    return midnight, step(midnight, "day", 1)


def month_of(year: int, month: int) -> Stretch:
    return unit_around(make_day(year, month), "month")


def day_of(year: int, month: int, day: int) -> Stretch:
    return unit_around(make_day(year, month, day), "day")


def season_of(year: int, season: SeasonName, hemisphere: str) -> Stretch:
    """The meteorological season that begins in a year: spring is March to May in the north."""
    first = make_day(year, (_SOUTH if hemisphere == "south" else _NORTH)[season])
    return first, step(first, "month", 3)


def nth_weekday(stretch: Stretch, weekday: int, nth: int) -> Stretch | None:
    """The nth Monday of a stretch, or None; -1 is the last."""
    start, end = stretch
    if nth > 0:
        day = start + ((weekday - start.weekday()) % 7 + 7 * (nth - 1)) * _DAY
    else:
        day = end - ((end.weekday() - weekday - 1) % 7 + 1) * _DAY
    return (day, day + _DAY) if start <= day < end else None


def third_of(stretch: Stretch, granularity: str | None, third: Third) -> Stretch:
    """The early, middle or late third.

    Of a year, half, quarter or season in whole months; of a month by days 1-10, 11-20 and the rest; of a week Monday
    and Tuesday, Wednesday and Thursday, the rest; of a decade years 0-2, 3-6, 7-9; of a century 0-32, 33-66, 67-99; of
    anything else by the clock.
    """
    start, end = stretch
    which = ("early", "mid", "late").index(third)
    if granularity in ("decade", "century"):
        marks = (0, 3, 7, 10) if granularity == "decade" else (0, 33, 67, 100)
        base = start.year - start.year % marks[3]
        return make_day(max(base + marks[which], 1)), make_day(base + marks[which + 1])
    if granularity == "month":
        cuts = [start, start + 10 * _DAY, start + 20 * _DAY, end]
    elif granularity == "week":
        cuts = [start, start + 2 * _DAY, start + 4 * _DAY, end]
    elif granularity in ("year", "half", "quarter", "season"):
        months = {"year": 12, "half": 6}.get(granularity, 3)
        cuts = [step(start, "month", months // 3 * k) for k in range(4)]
    else:
        cuts = [start + (end - start) / 3 * k for k in range(3)] + [end]
    return cuts[which], cuts[which + 1]


def half_of_month(stretch: Stretch, number: int) -> Stretch:
    """Days 1 to 15, or the rest."""
    middle = stretch[0] + 15 * _DAY
    return (stretch[0], middle) if number == 1 else (middle, stretch[1])


def easter(year: int) -> datetime:
    """Western Easter Sunday (Meeus, Jones and Butcher's rule for the Gregorian calendar)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 19 * m) // 433
    month = (h + m - 7 * n + 90) // 25
    return make_day(year, month, (h + m - 7 * n + 33 * month + 19) % 32)


def orthodox_easter(year: int) -> datetime:
    """Eastern Easter Sunday: Meeus's Julian rule, then on to the Gregorian calendar."""
    a = (19 * (year % 19) + 15) % 30
    b = (2 * (year % 4) + 4 * (year % 7) - a + 34) % 7
    julian = make_day(year, (a + b + 114) // 31, (a + b + 114) % 31 + 1)
    return julian + (year // 100 - year // 400 - 2) * _DAY


def places_around(year: int, place: Callable[[int], Stretch | None], reach: int) -> list[Stretch]:
    """What `place` gives for the years up to `reach` from one, in order: candidates for 'in October'."""
    found = [place(y) for y in range(max(year - reach, 1), min(year + reach, _LAST_YEAR) + 1)]
    return [stretch for stretch in found if stretch]


def _within_years(day: datetime) -> datetime:
    if day.year > _LAST_YEAR + 1:
        raise OverflowError(f"year {day.year} is outside the calendar")
    return day
