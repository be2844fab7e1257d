"""Reading names of the calendar: years, months, days, weekdays, seasons, quarters, feasts."""

from dataclasses import replace

from onrecord.weigh.times import periods
from onrecord.weigh.times.anchoring import weekly, yearly
from onrecord.weigh.times.expressions import (
    Century,
    Day,
    Decade,
    Division,
    Holiday,
    Month,
    NthWeekday,
    NumericDay,
    Season,
    Weekday,
    Weekend,
    Year,
)
from onrecord.weigh.times.holidays import AMERICAN, DAY_LONG, HOLIDAYS
from onrecord.weigh.times.periods import Stretch
from onrecord.weigh.times.readings import ONE_DAY, Reading, Setting, known, read, unknown

_ATTACKS_YEAR, _ATTACKS_OF_2001 = 2001, (9, 11)
_NEAR = 30 * ONE_DAY
"""How long papers still name the day of this year so."""
_SEASON_CODES = {"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"}


@read.register
def read_year(said: Year, setting: Setting) -> Reading:
    return known((periods.make_day(said.value), periods.make_day(said.value + 1)), "year", "absolute")


@read.register
def read_decade(said: Decade, setting: Setting) -> Reading:
    first = said.first_year
    if said.or_century:
        stretch = periods.make_day(first), periods.make_day(first + 100)
        return Reading(*stretch, "century", "partial", "a decade or a century")
    return known((periods.make_day(first), periods.make_day(first + 10)), "decade", "absolute")


@read.register
def read_century(said: Century, setting: Setting) -> Reading:
    first = max(100 * (said.number - 1), 1)
    return known((periods.make_day(first), periods.make_day(100 * said.number)), "century", "absolute")


@read.register
def read_month(said: Month, setting: Setting) -> Reading:
    def place(year: int) -> Stretch:
        return periods.month_of(year, said.month)

    return yearly(place, said.year, said.which, setting, "month", f"{said.month:02}")


@read.register
def read_day(said: Day, setting: Setting) -> Reading:
    if not isinstance(said.month, int):
        whole = read(said.month, setting)
        if not whole.start:
            return replace(whole, granularity="day", pattern=f"XXXX-XX-{said.day:02}", how="partial")
        if not periods.has_day(whole.start.year, whole.start.month, said.day):
            return unknown("no such day", "day")
        return known(periods.unit_around(whole.start.replace(day=said.day), "day"), "day", whole.how)
    month, code = said.month, f"{said.month:02}-{said.day:02}"

    def place(year: int) -> Stretch | None:
        return periods.day_of(year, month, said.day) if periods.has_day(year, month, said.day) else None

    if said.year is None and said.weekday is not None and setting.today:
        near = periods.places_around(setting.today[0].year, place, reach=1)
        agreeing = [s for s in near if s[0].weekday() == said.weekday and _fits(s, setting)]
        if agreeing:
            return known(agreeing[0], "day", "from anchor")
        return unknown("weekday and date disagree" if near else "no such day", "day", f"XXXX-{code}" if near else None)
    found = yearly(place, said.year, None, setting, "day", code)
    if (month, said.day) == _ATTACKS_OF_2001 and said.year is None and found.start:
        return _september_11(found, setting)
    if found.start and said.weekday is not None and found.start.weekday() != said.weekday:
        return replace(found, how="partial", reason="weekday and date disagree")
    return found


def _fits(stretch: Stretch, setting: Setting) -> bool:
    """Whether the tense leaves a day possible."""
    today = setting.today
    if not today or setting.tense not in ("past", "future"):
        return True
    return stretch[0] < today[1] if setting.tense == "past" else stretch[1] > today[0]


def _september_11(found: Reading, setting: Setting) -> Reading:
    """The day of 2001, unless the one of that year is near enough to be meant as well."""
    if not found.start or setting.tense != "past" or not setting.today or setting.today[0].year <= _ATTACKS_YEAR:
        return found
    if setting.today[0] - found.start < _NEAR:
        return Reading(None, None, "day", "partial", "may be that of 2001", "XXXX-09-11")
    return known(periods.day_of(_ATTACKS_YEAR, *_ATTACKS_OF_2001), "day", "from anchor")


@read.register
def read_numeric_day(said: NumericDay, setting: Setting) -> Reading:
    first, second = said.first, said.second
    if setting.day_first is None and first != second and first <= 12 and second <= 12:
        return unknown("day and month may be either way round", "day")
    day_first = first > 12 or (second <= 12 and setting.day_first is not False)
    day, month = (first, second) if day_first else (second, first)
    return read_day(Day(day, month, Year(said.year)), setting)


@read.register
def read_weekday(said: Weekday, setting: Setting) -> Reading:
    pattern = f"XXXX-WXX-{said.weekday + 1}"
    if said.week is None:
        return weekly(
            lambda monday: periods.unit_around(monday + said.weekday * ONE_DAY, "day"),
            said.which,
            setting,
            "day",
            pattern,
        )
    week = read(said.week, setting)
    if not week.start:
        return replace(week, granularity="day", how="partial", pattern=pattern)
    return known(periods.unit_around(week.start + said.weekday * ONE_DAY, "day"), "day", week.how)


@read.register
def read_nth_weekday(said: NthWeekday, setting: Setting) -> Reading:
    month = read(said.month, setting)
    if not month.start or not month.end:
        return replace(month, granularity="day")
    found = periods.nth_weekday((month.start, month.end), said.weekday, said.nth)
    return known(found, "day", month.how) if found else unknown("no such day", "day")


@read.register
def read_weekend(said: Weekend, setting: Setting) -> Reading:
    return weekly(lambda monday: periods.unit_around(monday, "weekend"), said.which, setting, "weekend", None)


@read.register
def read_season(said: Season, setting: Setting) -> Reading:
    code = _SEASON_CODES[said.season]

    def place(year: int) -> Stretch:
        return periods.season_of(year, said.season, setting.hemisphere)

    found = yearly(place, said.year, said.which, setting, "season", code)
    spans_years = found.start is not None and found.end is not None and found.start.year < (found.end - ONE_DAY).year
    if said.two_years and not spans_years:
        return unknown("ends before it begins", "season")
    if said.year is not None and found.start and spans_years and not said.two_years:
        before = place(found.start.year - 1)
        pattern = f"{found.start.year:04}-{code}"
        return Reading(before[0], found.end, "season", "partial", "may begin or end in that year", pattern)
    return found


@read.register
def read_division(said: Division, setting: Setting) -> Reading:
    size, letter = (3, "Q") if said.unit == "quarter" else (6, "H")
    if said.whole is not None and said.unit == "half":
        whole = read(said.whole, setting)
        if not whole.start or not whole.end:
            return replace(whole, granularity="half", how="partial", pattern=whole.pattern or f"XXXX-H{said.number}")
        if whole.granularity == "month":
            return known(periods.half_of_month((whole.start, whole.end), said.number), "half", whole.how)
        if whole.granularity in ("decade", "century"):
            middle = periods.make_day((whole.start.year + whole.end.year) // 2)
            return known((whole.start, middle) if said.number == 1 else (middle, whole.end), "half", whole.how)

    def place(year: int) -> Stretch:
        start = periods.make_day(year, size * (said.number - 1) + 1)
        return start, periods.step(start, "month", size)

    return yearly(place, said.whole, None, setting, said.unit, f"{letter}{said.number}")


@read.register
def read_holiday(said: Holiday, setting: Setting) -> Reading:
    place = AMERICAN.get(said.name, HOLIDAYS[said.name]) if setting.american else HOLIDAYS[said.name]
    if isinstance(place, str):
        return unknown(place, "day" if said.name in DAY_LONG else None)
    this, that = place(2001), place(2002)
    fixed = this and that and (this[0].month, this[0].day) == (that[0].month, that[0].day)
    code = f"{this[0].month:02}-{this[0].day:02}" if this and fixed else None
    return yearly(place, said.year, said.which, setting, "day", code)
