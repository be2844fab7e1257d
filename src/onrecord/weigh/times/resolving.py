"""Time phrases to intervals: what 'last winter' is, said on a given day.

Intervals are half-open, [start, end), in wall-clock time where the words were said; a side that is open or not known is
None. A moment at midnight is written as a date, any other with its hours and minutes, so that moments compare as
strings. What cannot be resolved stays unresolved with its reason; what is known of it is kept.

Conventions, where English leaves a choice:

- A weekday, month, season or feast without its year goes by tense. After a past-tense verb it is the latest that began
  on the anchor's day or before it, after a future the first that has not ended by then; so 'on Thursday' said on a
  Thursday is that day, for papers name today by its weekday. Without tense it is partial.
- 'last' is the latest that is over, 'next' the first that has not begun. Where that lies in the anchor's own week
  (weekdays, weekends), or for 'next' in its own year (months, seasons, feasts), writers differ, and it is partial.
- 'last week' is the calendar's, from Monday; 'the past week' and 'the last three weeks' run up to and through the
  anchor's day, 'the next two weeks' and 'within 48 hours' on from it and through their last day.
- 'earlier this week' ends before the anchor's day and 'later this week' begins after it, for that day is 'today'; on
  the first or last day of the week, they have it. 'So far this week' runs through the anchor's day.
- 'two weeks ago' is the calendar's week that holds that day, 'ten years ago' the year.
- 'by' and 'until' are open at the start and end with what they name (the late reading); `end_early` is its first moment
  (the early reading). 'By the end of' and 'through' have one reading. 'Before' ends at the first moment, 'after' begins
  at the end, 'since' and 'from' begin at the first moment, 'since' always in the past.
- 'Sept. 11' without its year, after a past-tense verb, is that of 2001, and partial in the weeks after another one.
- 'Election Day' and the like are resolved only where the setting is American.
- Quarters and halves are the calendar's; seasons are meteorological; 'winter of 2021' may begin or end in that year.
- Mornings run from 6 to 12, afternoons to 18, evenings to 24, nights from 18 to 6 of the next day.
- 'early', 'mid' and 'late' are thirds: see `periods.third_of`.
- After a past-tense verb, 'in three days' says how long, and 'within days', 'the coming weeks', 'soon' count from some
  other time: both are unresolved.
- 'from March' is open at the end, also where it only says where something comes from ('a letter from March').
- The 1900s are ten years or a hundred, the 2000s ten.
- An hour without its day, and minutes or hours counted from the anchor's day, are not placed.
- A vague count ('recent days', 'in the coming weeks') is partial: bounded by the anchor, open on the other side.
- A plain length ('for two weeks'), 'now', 'in the morning' and names in lower case ('on monday') are not taken.
"""

from datetime import date, datetime

from onrecord.types import Span, Time
from onrecord.weigh.times import bounded, counted, hours, named
from onrecord.weigh.times.expressions import (
    Ago,
    Bound,
    Day,
    Division,
    Expression,
    First,
    Holiday,
    Month,
    NthWeekday,
    NumericDay,
    Range,
    Shift,
    Weekday,
)
from onrecord.weigh.times.phrases import TimePhrase, parse_phrase
from onrecord.weigh.times.readings import Hemisphere, Reading, Setting, Tense, read, unknown

READERS = (named, counted, hours, bounded)
"""The modules that teach `read` each kind of expression, by being imported."""


def resolve_phrase(phrase: TimePhrase, setting: Setting) -> Time:
    """The interval of a phrase that `find_times` found."""
    try:
        reading = read(phrase.meaning, setting)
    except OverflowError:
        reading = unknown("outside the calendar", _granularity_of(phrase.meaning))
    return _written(reading, phrase.span)


def resolve_time(
    words: str,
    anchor: date | None = None,
    tense: Tense | None = None,
    hemisphere: Hemisphere = "north",
    day_first: bool | None = None,
) -> Time:
    """The interval of words known to be one time phrase, with or without a preposition: 'on Monday', 'spring 2023'.

    Words that are no such phrase come back unresolved, with that reason.
    """
    phrase = parse_phrase(words)
    if phrase is None:
        return Time((0, len(words)), reason="no time phrase")
    return resolve_phrase(phrase, Setting(anchor, tense, hemisphere, day_first))


def _written(reading: Reading, span: Span) -> Time:
    return Time(
        span,
        _iso(reading.start),
        _iso(reading.end),
        reading.granularity,
        reading.how,
        reading.reason,
        reading.pattern,
        _iso(reading.end_early),
        reading.zone,
    )


def _iso(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat(timespec="minutes")


def _granularity_of(said: Expression) -> str:
    """How fine an expression is by its words alone."""
    match said:
        case Shift() | Ago() | First() | Division():
            return said.unit
        case Day() | NumericDay() | Weekday() | NthWeekday() | Holiday():
            return "day"
        case Month():
            return "month"
        case Bound(_, of):
            return _granularity_of(of)
        case Range(_, last):
            return _granularity_of(last)
    return "year"
