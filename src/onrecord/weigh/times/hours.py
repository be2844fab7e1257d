"""Reading parts and hours of a day."""

from dataclasses import replace
from datetime import timedelta

from onrecord.weigh.times import periods
from onrecord.weigh.times.expressions import Clock, Midnight, Overnight, PartOfDay
from onrecord.weigh.times.readings import NO_ANCHOR, ONE_DAY, Reading, Setting, known, read, unknown

_HOURS = {"early hours": (0, 6), "morning": (6, 12), "afternoon": (12, 18), "evening": (18, 24), "night": (18, 30)}


@read.register
def read_part_of_day(said: PartOfDay, setting: Setting) -> Reading:
    day = read(said.day, setting)
    if not day.start:
        return replace(day, granularity="part of day")
    begin, finish = _HOURS[said.part]
    if said.third == "early" and said.part == "morning":
        begin, finish = 0, 8
    elif said.third == "late" and said.part == "night":
        begin, finish = 22, 26
    elif said.third:
        step = (finish - begin) // 3
        begin += step * ("early", "mid", "late").index(said.third)
        finish = begin + step
    midnight = periods.unit_around(day.start, "day")[0]
    return replace(
        day, start=midnight + timedelta(hours=begin), end=midnight + timedelta(hours=finish), granularity="part of day"
    )


@read.register
def read_overnight(said: Overnight, setting: Setting) -> Reading:
    today = setting.today
    if not today:
        return unknown(NO_ANCHOR, "part of day")
    if setting.tense not in ("past", "future"):
        return Reading(None, None, "part of day", "partial", "past or future is not known")
    evening = today[0] + timedelta(hours=18) - (ONE_DAY if setting.tense == "past" else timedelta())
    return known((evening, evening + timedelta(hours=12)), "part of day", "from anchor")


@read.register
def read_clock(said: Clock, setting: Setting) -> Reading:
    granularity = "hour" if said.minute is None else "minute"
    hours = {
        "24": [said.hour],
        "am": [said.hour % 12],
        "pm": [said.hour % 12 + 12],
        "?": [said.hour % 12, said.hour % 12 + 12],
    }[said.half]
    written = f"T{hours[0]:02}" + ("" if said.minute is None else f":{said.minute:02}") if len(hours) == 1 else None
    if said.day is None:
        return replace(unknown("which day is not said", granularity, written), zone=said.zone)
    day = read(said.day, setting)
    if not day.start or not day.end:
        pattern = f"{day.pattern}{written}" if day.pattern and written else day.pattern or written
        return replace(day, granularity=granularity, pattern=pattern, zone=said.zone)
    midnight = periods.unit_around(day.start, "day")[0]
    all_moments = [
        midnight + timedelta(days=days, hours=hour, minutes=said.minute or 0) for days in (0, 1) for hour in hours
    ]
    moments = [moment for moment in all_moments if day.start <= moment < day.end]
    if not moments:  # '6 o'clock this afternoon'
        moments = [moment for moment in all_moments if moment == day.end]
    if len(moments) != 1:
        return replace(day, how="partial", reason="morning or evening is not said", zone=said.zone)
    length = timedelta(hours=1) if said.minute is None else timedelta(minutes=1)
    return replace(day, start=moments[0], end=moments[0] + length, granularity=granularity, zone=said.zone)


@read.register
def read_midnight(said: Midnight, setting: Setting) -> Reading:
    day = read(said.day, setting) if said.day else Reading()
    return replace(day, how="partial" if said.day else "unresolved", reason="midnight begins a day or ends it")
