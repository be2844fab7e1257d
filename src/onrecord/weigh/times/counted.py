"""Reading what is counted in units: from the anchor, from another time, or off the start or end of one."""

from dataclasses import replace
from datetime import datetime, timedelta

from onrecord.weigh.times import periods
from onrecord.weigh.times.expressions import HOW_MANY, LEANS, Ago, First, Now, Running, Shift, Unit, WeekOf
from onrecord.weigh.times.readings import NO_ANCHOR, ONE_DAY, How, Reading, Setting, known, read, unknown


@read.register
def read_now(said: Now, setting: Setting) -> Reading:
    today = setting.today
    return known(today, "day", "from anchor") if today else unknown(NO_ANCHOR, "day")


@read.register
def read_shift(said: Shift, setting: Setting) -> Reading:
    today = setting.today
    if not today:
        return unknown(NO_ANCHOR, said.unit)
    own = periods.unit_around(today[0], said.unit)
    start, end = periods.unit_around(periods.step(own[0], said.unit, said.by), said.unit)
    if said.so_far == "earlier":
        end = today[0] if today[0] > start else today[1]
    elif said.so_far == "later":
        start = today[1] if today[1] < end else today[0]
    elif said.so_far == "so far":
        end = today[1]
    return known((start, end), said.unit, "from anchor")


@read.register
def read_ago(said: Ago, setting: Setting) -> Reading:
    how: How = "from anchor"
    if said.base is not None:
        base = read(said.base, setting)
        if not base.start or not base.end:
            return replace(base, start=None, end=None, granularity=said.unit)
        moment = base.start if said.sign < 0 else base.end - ONE_DAY
        setting, how = replace(setting, anchor=moment.date()), base.how
    today = setting.today
    if said.is_in and setting.tense == "past":
        return unknown("how long, not when", said.unit)
    if not today:
        return unknown(NO_ANCHOR, said.unit)
    many, unit = said.count.number, said.unit
    if many is None:
        start, end = (None, today[0]) if said.sign < 0 else (today[0], None)
        return Reading(start, end, unit, "partial", HOW_MANY)
    if unit in ("hour", "minute"):
        if unit == "minute" or many % 24:
            return unknown("the hour to count from is not known", unit)
        many, unit = many // 24, "day"
    day = periods.step(today[0], unit, said.sign * many)
    match said.count.sense:
        case "over":
            start, end = (None, day + ONE_DAY) if said.sign < 0 else (day, None)
            return Reading(start, end, unit, "partial", "only a bound is said")
        case "under":
            start, end = (day, today[1]) if said.sign < 0 else (today[0], day + ONE_DAY)
            return Reading(start, end, unit, "partial", "only a bound is said")
        case "about":
            return Reading(*periods.unit_around(day, unit), unit, "partial", "about, not exactly")
    return known(periods.unit_around(day, unit), unit, how)


@read.register
def read_running(said: Running, setting: Setting) -> Reading:
    today = setting.today
    if said.sign > 0 and setting.tense == "past":  # 'the next week', in a tale of the past, 'they soon found out'
        return unknown(LEANS, said.unit)
    if not today:
        return unknown(NO_ANCHOR, said.unit)
    many, unit = said.count.number, said.unit
    if many is None or unit is None:
        start, end = (None, today[1]) if said.sign < 0 else (today[0], None)
        return Reading(start, end, unit, "partial", HOW_MANY)
    day = _on(today[0], unit, said.sign * many)
    whole = ONE_DAY if unit in ("day", "hour", "minute") else timedelta()  # of days and hours the last is in it
    stretch = (day, today[0] + whole) if said.sign < 0 else (today[0], day + whole)
    if said.count.sense != "exactly":
        return Reading(*stretch, unit, "partial", "about, not exactly")
    return known(stretch, unit, "from anchor")


def _on(day: datetime, unit: Unit, by: int) -> datetime:
    """Hours in whole days, rounded away from the anchor: its own hour is not known."""
    if unit in ("hour", "minute"):
        per_day = 24 if unit == "hour" else 24 * 60
        return periods.step(day, "day", by // per_day if by < 0 else -(-by // per_day))
    return periods.step(day, unit, by)


@read.register
def read_first(said: First, setting: Setting) -> Reading:
    whole = read(said.whole, setting)
    if not whole.start or not whole.end:
        return replace(whole, start=None, end=None, granularity=said.unit)
    if said.nth == -1:
        stretch = periods.step(whole.end, said.unit, -said.count), whole.end
    else:
        start = periods.step(whole.start, said.unit, said.nth - 1)
        stretch = start, periods.step(start, said.unit, said.count)
    if stretch[0] < whole.start or stretch[1] > whole.end:
        return unknown("no such day", said.unit)
    return replace(whole, start=stretch[0], end=stretch[1], granularity=said.unit)


@read.register
def read_week_of(said: WeekOf, setting: Setting) -> Reading:
    day = read(said.day, setting)
    if not day.start or not day.end:
        return replace(day, granularity="week")
    if said.how == "of":
        start, end = periods.unit_around(day.start, "week")
    elif said.how == "beginning":
        start, end = day.start, day.start + 7 * ONE_DAY
    else:
        start, end = day.end - 7 * ONE_DAY, day.end
    return replace(day, start=start, end=end, granularity="week")
