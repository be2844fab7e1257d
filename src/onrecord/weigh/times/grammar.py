"""The grammar of whole time phrases: a point, a bound ('since 2014'), a stretch ('from May to July'), an event."""

from onrecord.resolve.tables.numbers import TENS
from onrecord.weigh.times.atoms import Match, by_beginning, by_first_word, follows, rules_at
from onrecord.weigh.times.events import EVENT_WORDS, belongs_to_noun, event
from onrecord.weigh.times.expressions import Ago, Bound, BoundKind, Now, Overnight, Range, Running, Unknown
from onrecord.weigh.times.points import EDGES, POINT_KEYS, POINT_WORDS, THIRDS, Rule, longest, point
from onrecord.weigh.times.tokens import Tokens
from onrecord.weigh.times.words import (
    DETERMINERS,
    EVENTS,
    ORDINALS,
    SMALL_NUMBERS,
    UNITS,
)

_BOUNDS: dict[str, BoundKind] = {
    "since": "since",
    "until": "until",
    "till": "until",
    "up to": "until",
    "up until": "until",
    "leading up to": "before",
    "through": "through",
    "by": "by",
    "no later than": "by",
    "not later than": "by",
    "before": "before",
    "prior to": "before",
    "ahead of": "before",
    "after": "after",
    "from": "from",
    "starting": "from",
    "beginning": "from",
    "effective": "from",
    "as from": "from",
    "not before": "from",
    "no earlier than": "from",
    "no sooner than": "from",
}
_BY_BOUND = by_first_word(_BOUNDS)
_JOINTS = {"from": ("to", "until", "till", "through", "-", "and"), "between": ("and", "-")}
_LEVELS = frozenset("level levels prices figures totals highs lows peak".split())
"""'From 2005 levels' is a bound of nothing."""
_ORIGINS = frozenset(
    "date dates dated dating stems stemming originates originating up down points percent % increase decrease rise "
    "drop decline gain jump change different differs".split()
)
"""Behind these 'from 2012' is no bound: 'up 19 points from 2012'."""


def phrase(t: Tokens, i: int) -> Match | None:
    """The longest time phrase that begins at i."""
    return longest([rule(t, i, 0) for rule in rules_at(_PHRASES_AT, t, i)])


def _whole(t: Tokens, i: int, depth: int) -> Match | None:
    """A point, or a stretch of two: 'May to July', 'Monday-Friday'."""
    first = point(t, i, depth)
    if not first or isinstance(first[0], (Range, Running)):
        return first
    j = first[1]
    if t.word(j) == "-" or t.word(j) in ("to", "through"):
        last = point(t, j + 1, depth + 1)
        if last and type(last[0]) is type(first[0]) and not isinstance(first[0], (Unknown, Ago)):
            return Range(first[0], last[0]), last[1]
    return first


def _range(t: Tokens, i: int, depth: int) -> Match | None:
    """'from 2014 to 2016', 'between May and July', 'from Monday through Friday'."""
    joints = _JOINTS.get(t.word(i))
    if not joints:
        return None
    first = point(t, i + 1, depth + 1)
    if not first:
        return None
    if isinstance(first[0], Range):
        return first
    j = first[1] + (t.word(first[1]) == ",")
    if t.word(j) not in joints:
        return None
    j += 1
    last = point(t, j, depth + 1)
    if not last and t.word(j) in ("now", "today", "present"):
        last = Now(), j + 1
    if not last or isinstance(first[0], Unknown):
        return None
    return Range(first[0], last[0]), last[1]


def _event(t: Tokens, i: int, depth: int) -> Match | None:
    return event(t, i)


def _bound(t: Tokens, i: int, depth: int) -> Match | None:
    """'since 2014', 'until Friday', 'by the end of the year', 'before 2025', 'from Monday on'."""
    for words in _BY_BOUND.get(t.word(i), ()):
        if not follows(t, i, *words):
            continue
        kind = _BOUNDS[" ".join(words)]
        j = i + len(words)
        if words[0] in ("starting", "beginning", "effective") and t.word(j) in ("in", "on", "at", "from"):
            j += 1
        if kind in ("from", "until", "by") and t.word(j) == "now":
            on = t.word(j + 1) in ("on", "onward", "onwards")
            return (Bound(kind, Now()), j + 1 + on) if on or kind != "from" else None
        if kind == "since" and follows(t, j, "at", "least"):
            j += 2
        inner = point(t, j, depth + 1)
        if not inner or isinstance(inner[0], Range) or (isinstance(inner[0], Unknown) and inner[0].reason == "recurs"):
            return None
        found, end = inner
        if kind in ("by", "from") and isinstance(found, Ago | Overnight | Running):
            return None
        if kind == "from" and (isinstance(found, Unknown) or t.near(i - 1) in _ORIGINS):  # 'down from a year earlier'
            return None
        if belongs_to_noun(t, end) or (kind == "from" and t.near(end) in _LEVELS):
            return None
        goes_on = t.word(end) in ("on", "onward", "onwards") and t.near(end + 1) not in DETERMINERS
        if kind == "from" and goes_on:
            return Bound(kind, found), end + 1
        return Bound(kind, found, bare=words == ["from"]), end
    return None


_PHRASES: list[tuple[Rule, frozenset[str]]] = [
    (_whole, POINT_KEYS),
    (_range, frozenset(_JOINTS)),
    (_bound, frozenset(_BY_BOUND)),
    (_event, frozenset(EVENT_WORDS)),
]
_PHRASES_AT = by_beginning(_PHRASES)


BEGINNINGS = POINT_WORDS | _BY_BOUND.keys() | _JOINTS.keys() | EVENT_WORDS
"""The words a phrase may begin with, beside numbers: elsewhere the rules need not be tried."""
TELLING = frozenset(
    {*BEGINNINGS, *UNITS, *EVENTS, *"future past recent noon ad bc time then now notice moment clock".split()}
    - {*SMALL_NUMBERS, *TENS, *ORDINALS, *EDGES, *THIRDS, *_BY_BOUND}
    - {
        *(
            "the a an this these that last next in within every each earlier later so near between at back well just "
            "all more about around nearly almost roughly approximately circa barely over longer less fewer under up "
            "several many few some couple dozens hundreds thousands countless hundred dozen thousand million billion "
            "final small opening closing very even q h '"
        ).split()
    }
)
"""The words that tell a time: one of them, or a number, is in every phrase."""
BOUNDING = frozenset({*EVENT_WORDS, *_BY_BOUND})
"""The words that begin a phrase with a bound: 'since', 'by', 'until', 'ahead of'."""
