"""Times as people read them: short ISO 8601, and how they were come by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from onrecord.show.speakers import clip, find_holders
from onrecord.types import Reading, Statement, Time
from onrecord.weigh.published import find_published

_LONGEST_PHRASE = 60
_YEARS = ("year", "decade", "century")
_MONTHS = (*_YEARS, "month", "season", "quarter", "half", "part of year", "part of decade", "part of century")


def tell_time(time: Time) -> str:
    """A time in short: '2031-04-15', '2031-04-15T21:00', '2031-04-14/2031-04-20' through its last day, '../2031-05'.

    Where no moment is known, the pattern of the words; empty where there is not even that.
    """
    if not (time.start or time.end):
        return time.pattern or ""
    try:
        first = datetime.fromisoformat(time.start) if time.start else None
        after = datetime.fromisoformat(time.end) if time.end else None
        return _write(first, after, time)
    except (ValueError, OverflowError, TypeError):  # moments that are none, as a reading from elsewhere may have them
        return f"{time.start or '..'}/{time.end or '..'}"


def _write(first: datetime | None, after: datetime | None, time: Time) -> str:
    if "T" in (time.start or "") or "T" in (time.end or ""):
        if first and after and (after - first) == timedelta(minutes=1):
            return f"{first:%Y-%m-%dT%H:%M}"
        if first and after and (after - first) == timedelta(hours=1) and not first.minute:
            return f"{first:%Y-%m-%dT%H}"
        start = f"{first:%Y-%m-%dT%H:%M}" if first else ".."
        same = first and after and first.date() == after.date()
        return f"{start}/{after:{'%H:%M' if same else '%Y-%m-%dT%H:%M'}}" if after else f"{start}/.."
    sides = [side for side in (first, after) if side]
    width = 10
    if time.granularity in _MONTHS and all(side.day == 1 for side in sides):
        width = 4 if time.granularity in _YEARS and all(side.month == 1 for side in sides) else 7
    start = first.date().isoformat()[:width] if first else ".."
    end = (after - timedelta(days=1)).date().isoformat()[:width] if after else ".."
    return start if start == end else f"{start}/{end}"


def tell_phrase(time: Time, reading: Reading) -> str:
    """The words of a time."""
    return clip(reading.quote((time.span,)), _LONGEST_PHRASE)


def tell_known(time: Time) -> str:
    """A time in short, with what is not known of it."""
    told = tell_time(time) or "not resolved"
    return f"{told} ({clip(time.reason)})" if time.reason else told


@dataclass(frozen=True, slots=True)
class Beside:
    """A time that the text tells beside its statements."""

    start: int
    """Where its words begin."""
    words: str
    known: str
    how: str
    """How it was come by."""


def tell_beside(reading: Reading) -> list[Beside]:
    """The times beside the statements, in the order of the text."""
    if not reading.times:
        return []
    clock = Clock.of(reading)
    return [Beside(t.span[0], tell_phrase(t, reading), tell_known(t), clock.explain(t)) for t in reading.times]


@dataclass(frozen=True, slots=True)
class Clock:
    """From which days the times of a reading were counted."""

    statements: Mapping[str, Statement]
    published: str | None

    @classmethod
    def of(cls, reading: Reading) -> "Clock":
        timed = reading.times or any(s.said or s.refers_to for s in reading.statements)
        day = find_published(reading.document) if timed else None
        given = dict(reading.run.settings).get("published")
        return cls({s.id: s for s in reading.statements}, day.isoformat() if day else given)

    def tell_anchor(self, statement: Statement | None, is_said: bool) -> str:
        """The day from which a statement's times count, and whose day it is; `is_said` for the time it was said.

        What was said counts from the day it was said, the words around it from that of what they stand in. None for
        what the author tells.
        """
        around = [s.said for s in reversed(find_holders(statement, self.statements))] if statement else []
        own = statement.said if statement else None
        for said in [*([] if is_said else [own]), *around]:
            if said:
                whose = "when it was said" if said is own else "when what it stands in was said"
                return f"{said.start[:10]}, {whose}" if said.start else f"the day {whose}"
        return f"{self.published}, the day of publication" if self.published else "the day of publication"

    def explain(self, time: Time, statement: Statement | None = None, is_said: bool = False) -> str:
        """How a time was come by, in a line. `statement` as in `tell_anchor`."""
        reason = time.reason or "the words do not say enough"
        match time.how:
            case "absolute":
                told = "the words say it all"
            case "from anchor":
                told = f"counted from {self.tell_anchor(statement, is_said)}"
            case "partial":
                told = f"known in part: {reason}"
            case _:
                told = f"not resolved: {reason}"
        more = [
            time.granularity and f"to the {time.granularity}".replace("to the part", "a part"),
            time.end_early and f"read early, until {time.end_early}",
            time.zone and f"by the clock of {time.zone}",
        ]
        return "; ".join([told, *filter(None, more)])
