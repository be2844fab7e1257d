"""What a phrase is read against, and what comes of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import singledispatch
from typing import Literal

from onrecord.weigh.times.expressions import Reason
from onrecord.weigh.times.periods import Stretch

Tense = Literal["past", "future", "present"]
Hemisphere = Literal["north", "south"]
How = Literal["absolute", "from anchor", "partial", "unresolved"]

ONE_DAY = timedelta(days=1)
NO_ANCHOR: Reason = "no day to count from"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a phrase is resolved against."""

    anchor: date | None = None
    """The day of the utterance or of publication."""
    tense: Tense | None = None
    """Of the verb that the phrase goes with; 'present' decides nothing."""
    hemisphere: Hemisphere = "north"
    day_first: bool | None = None
    """How '12/05/2019' is read; None leaves it unresolved."""
    american: bool = False
    """'Election Day' and other names that differ by country are the United States' days."""

    @property
    def today(self) -> Stretch | None:
        """The anchor's day."""
        if self.anchor is None:
            return None
        day = datetime(self.anchor.year, self.anchor.month, self.anchor.day)
        return day, day + ONE_DAY


@dataclass(frozen=True, slots=True)
class Reading:
    """An interval in the making; the fields are those of `Time`, with moments still moments."""

    start: datetime | None = None
    end: datetime | None = None
    granularity: str | None = None
    how: How = "unresolved"
    reason: Reason | None = None
    pattern: str | None = None
    end_early: datetime | None = None
    zone: str | None = None


def known(stretch: Stretch, granularity: str, how: How) -> Reading:
    return Reading(*stretch, granularity, how)


def unknown(reason: Reason, granularity: str | None, pattern: str | None = None) -> Reading:
    """Nothing but what the words themselves say: `pattern`, where they say it."""
    return Reading(None, None, granularity, "partial" if pattern else "unresolved", reason, pattern)


@singledispatch
def read(said: object, setting: Setting) -> Reading:
    """The interval that an expression names; OverflowError where it falls outside the calendar.

    Each kind of expression has its function, in `named`, `counted`, `hours` and `bounded`.
    """
    raise TypeError(f"no reading for {type(said).__name__}")
