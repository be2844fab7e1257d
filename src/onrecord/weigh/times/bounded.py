"""Reading what is made of other times: thirds, bounds, stretches; and what words alone do not resolve."""

from dataclasses import replace

from onrecord.weigh.times import periods
from onrecord.weigh.times.expressions import (
    Bound,
    Clock,
    Day,
    Division,
    Expression,
    Holiday,
    Month,
    Open,
    Part,
    PartOfDay,
    Range,
    Season,
    Unknown,
    Weekday,
)
from onrecord.weigh.times.readings import How, Reading, Setting, read, unknown

_SIZES = ("minute", "hour", "day", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century")


@read.register
def read_part(said: Part, setting: Setting) -> Reading:
    whole = read(said.whole, setting)
    granularity = whole.granularity if whole.granularity is None else f"part of {_size(whole.granularity)}"
    if not whole.start or not whole.end:
        return replace(whole, start=None, end=None, granularity=granularity)
    start, end = periods.third_of((whole.start, whole.end), whole.granularity, said.third)
    return replace(whole, start=start, end=end, granularity=granularity)


@read.register
def read_bound(said: Bound, setting: Setting) -> Reading:
    if said.kind == "since":
        setting = replace(setting, tense="past")
    edge = said.of if isinstance(said.of, Part) and said.of.edge else None
    inner = read(edge.whole if edge else said.of, setting)
    if not inner.start and not inner.end:
        return inner
    first, last = inner.start, inner.end
    if said.bare and setting.today and last and last <= setting.today[0]:
        return inner  # 'the letters from 2012', 'different from 2012': a time that is over begins nothing
    if edge:
        first = last = inner.end if edge.third == "late" else inner.start
    if said.kind in ("since", "from"):
        return replace(inner, start=first, end=None)
    is_moment = inner.granularity in ("hour", "minute")
    if said.kind == "after":
        return replace(inner, start=first if is_moment else last, end=None)
    if said.kind == "before":
        return replace(inner, start=None, end=first)
    if is_moment:
        return replace(inner, start=None, end=first)
    early = None if edge or said.kind == "through" else first
    return replace(inner, start=None, end=last, end_early=early)


@read.register
def read_range(said: Range, setting: Setting) -> Reading:
    said = _share_day(said)
    first, last = _ends(said, setting)
    granularity = max((first.granularity, last.granularity), key=_rank)
    if not first.start or not last.end:
        lacking = first if not first.start else last
        pattern = f"{first.pattern}/{last.pattern}" if first.pattern and last.pattern else None
        how: How = "partial" if pattern else lacking.how
        return Reading(None, None, granularity, how, lacking.reason, pattern)
    end = last.start if last.granularity in ("hour", "minute") else last.end
    if end is None or first.start >= end:
        return unknown("ends before it begins", granularity)
    worst = first if first.how == "partial" or last.how == "absolute" else last
    return Reading(first.start, end, granularity, worst.how, worst.reason, None, None, first.zone or last.zone)


def _ends(said: Range, setting: Setting) -> tuple[Reading, Reading]:
    """Both ends; one without its year goes by the other: the latest before it, or the next after it."""
    if _floats(said.first) and (not _floats(said.last) or setting.tense == "past"):
        last = read(said.last, setting)
        if last.start:
            first = read(said.first, replace(setting, anchor=last.start.date(), tense="past"))
            return replace(first, how=last.how if first.how == "from anchor" else first.how), last
        return read(said.first, setting), last
    first = read(said.first, setting)
    if _floats(said.last) and first.start:
        last = read(said.last, replace(setting, anchor=first.start.date(), tense="future"))
        return first, replace(last, how=first.how if last.how == "from anchor" else last.how)
    return first, read(said.last, setting)


def _floats(said: Expression) -> bool:
    """Whether nothing fixes the year or week of a name that comes round."""
    match said:
        case Month() | Season() | Holiday():
            return said.year is None and said.which is None
        case Day():
            return said.year is None and isinstance(said.month, int) and said.weekday is None
        case Weekday():
            return said.which is None and said.week is None
        case Division():
            return said.whole is None or _floats(said.whole)
        case Part():
            return _floats(said.whole)
        case PartOfDay():
            return _floats(said.day)
        case Clock():
            return said.day is not None and _floats(said.day)
    return False


def _share_day(said: Range) -> Range:
    """'from 9 p.m. to 11 p.m. Friday': both on Friday."""
    if isinstance(said.first, Clock) and isinstance(said.last, Clock):
        day = said.first.day or said.last.day
        return Range(
            replace(said.first, day=said.first.day or day, zone=said.first.zone or said.last.zone),
            replace(said.last, day=said.last.day or day),
        )
    return said


def _size(granularity: str) -> str:
    return granularity.removeprefix("part of ")


def _rank(granularity: str | None) -> int:
    return _SIZES.index(_size(granularity)) if granularity and _size(granularity) in _SIZES else -1


@read.register
def read_open(said: Open, setting: Setting) -> Reading:
    return Reading(None, None, None, "partial", "no end is named")


@read.register
def read_unknown(said: Unknown, setting: Setting) -> Reading:
    return unknown(said.reason, said.granularity)
