"""Names that come round: which Monday, which October, which winter, seen from a day and with a verb's tense."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from onrecord.weigh.times import periods
from onrecord.weigh.times.expressions import Expression, Which
from onrecord.weigh.times.periods import Stretch
from onrecord.weigh.times.readings import NO_ANCHOR, ONE_DAY, Reading, Setting, known, read, unknown

_JUST_OVER = 92 * ONE_DAY
"""How long after its end a season is still 'this' one."""


def choose(
    candidates: list[Stretch],
    which: Which | None,
    setting: Setting,
    granularity: str,
    pattern: str | None,
    own: Stretch,
    doubt_last: bool,
) -> Reading:
    """The one of several in order that a name means.

    `own` is the anchor's week or year: 'next' inside it may as well mean 'this', and with `doubt_last` so may 'last'.
    """
    today = setting.today
    assert today is not None, "choose needs an anchor"
    begun = [c for c in candidates if c[0] < today[1]]
    unended = [c for c in candidates if c[1] > today[0]]
    over = [c for c in candidates if c[1] <= today[0]]
    ahead = [c for c in candidates if c[0] >= today[1]]
    if not over or not ahead:
        raise OverflowError("no candidate within the calendar")
    if which in ("last", "next"):
        chosen = over[-1] if which == "last" else ahead[0]
        doubtful = (which == "next" or doubt_last) and own[0] <= chosen[0] < own[1]
        if doubtful:
            return Reading(None, None, granularity, "partial", "this one or the next", pattern)
        return known(chosen, granularity, "from anchor")
    if which in ("past", "coming"):
        return known(over[-1] if which == "past" else ahead[0], granularity, "from anchor")
    if which == "this" and setting.tense == "past" and begun[-1][1] < today[0] - _JUST_OVER:
        of_own = [c for c in candidates if own[0] <= c[0] < own[1]]  # in March 'this fall' is to come whatever was
        return known((of_own or begun)[-1], granularity, "from anchor")
    if setting.tense == "past":
        return known(begun[-1], granularity, "from anchor")
    if setting.tense == "future":
        return known(unended[0], granularity, "from anchor")
    if which == "this":
        around = [c for c in begun if c[1] > today[0]] or [c for c in candidates if own[0] <= c[0] < own[1]]
        if around:
            return known(around[0], granularity, "from anchor")
    return Reading(None, None, granularity, "partial", "past or future is not known", pattern)


def yearly(
    place: Callable[[int], Stretch | None],
    year: Expression | None,
    which: Which | None,
    setting: Setting,
    granularity: str,
    code: str | None,
) -> Reading:
    """What comes round once a year, in its year or in the one that the anchor and the tense choose."""
    pattern = f"XXXX-{code}" if code else None
    if year is not None:
        whole = read(year, setting)
        if not whole.start:
            return replace(whole, granularity=granularity, pattern=pattern, how="partial" if pattern else "unresolved")
        stretch = place(whole.start.year)
        return known(stretch, granularity, whole.how) if stretch else unknown("no such day", granularity)
    today = setting.today
    if not today:
        return unknown(NO_ANCHOR, granularity, pattern)
    candidates = periods.places_around(today[0].year, place, reach=9)
    if not candidates:
        return unknown("no such day", granularity)
    own = periods.unit_around(today[0], "year")
    return choose(candidates, which, setting, granularity, pattern, own, doubt_last=False)


def weekly(
    place: Callable[[datetime], Stretch], which: Which | None, setting: Setting, granularity: str, pattern: str | None
) -> Reading:
    """What comes round once a week."""
    today = setting.today
    if not today:
        return unknown(NO_ANCHOR, granularity, pattern)
    own = periods.unit_around(today[0], "week")
    candidates = [place(periods.step(own[0], "week", k)) for k in range(-2, 3)]
    return choose(candidates, which, setting, granularity, pattern, own, doubt_last=True)
