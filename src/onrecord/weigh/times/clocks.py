"""Rules of the grammar for hours: '9 p.m.', '21:30 GMT', 'noon', 'midnight', '10 o'clock'."""

from typing import Literal

from onrecord.weigh.times.atoms import Match, follows
from onrecord.weigh.times.expressions import Clock, Midnight
from onrecord.weigh.times.tokens import Tokens
from onrecord.weigh.times.words import SMALL_NUMBERS, is_zone

_BEFORE_24_HOURS = frozenset("at from until till by around about before after since between".split())


def clock(t: Tokens, i: int) -> Match | None:
    """An hour of the day, with its zone where the words name one."""
    if t.word(i) in ("noon", "midday"):
        return Clock(12, None, "24", None, zone(t, i + 1)[0]), zone(t, i + 1)[1]
    if t.word(i) == "midnight":
        return Midnight(), i + 1
    found = _hour(t, i)
    if not found:
        return None
    hour, minute, j = found
    letters = "".join(c for c in t.word(j) if c.isalpha())
    half = letters if letters in ("am", "pm") else None
    if half and 1 <= hour <= 12:
        name, end = zone(t, j + 1)
        return Clock(hour, minute, "am" if half == "am" else "pm", None, name), end
    if follows(t, j, "o", "'", "clock") and 1 <= hour <= 12:
        named, end = _half_named(t, j + 3)
        return Clock(hour, minute, named), end
    name, end = zone(t, j)
    if t.kind(i) == "number" and name:  # '1135 UTC'
        return Clock(hour, minute, "24", None, name), end
    if t.kind(i) != "clock" or ":" not in t.raw(i):
        return None
    other = t.near_token(i - 2)
    paired = t.near(i - 1) in ("to", "and", "-") and other is not None and other.kind == "clock"
    if not (name or t.loose or paired or t.near(i - 1) in _BEFORE_24_HOURS):
        return None
    certain = hour > 12 or hour == 0 or t.raw(i).startswith("0")
    return Clock(hour, minute, "24" if certain else "?", None, name), end


def _half_named(t: Tokens, i: int) -> tuple[Literal["am", "pm", "?"], int]:
    """'(three o'clock) in the morning', '(nine o'clock) at night', and where that ends."""
    if follows(t, i, "in", "the") and t.word(i + 2) in ("morning", "afternoon", "evening"):
        return ("am" if t.word(i + 2) == "morning" else "pm"), i + 3
    return ("pm", i + 2) if follows(t, i, "at", "night") else ("?", i)


def _hour(t: Tokens, i: int) -> tuple[int, int | None, int] | None:
    if t.kind(i) == "clock":
        hour, minute = (int(part) for part in t.raw(i).replace(".", ":").split(":"))
        return (hour, minute, i + 1) if hour < 24 and minute < 60 else None
    value = t.number(i)
    if value is not None and len(t.raw(i)) == 4 and zone(t, i + 1)[0] and value < 2400 and value % 100 < 60:
        return value // 100, value % 100, i + 1
    if value is None and t.word(i) in SMALL_NUMBERS:
        value = SMALL_NUMBERS[t.word(i)]
    return (value, None, i + 1) if value is not None and 0 <= value < 24 else None


def zone(t: Tokens, i: int) -> tuple[str | None, int]:
    """The zone named at i ('GMT', 'local time', 'Eastern', 'Moscow time') and where it ends."""
    if t.word(i) == "(" and t.word(i + 2) == ")" and is_zone(t.raw(i + 1)):
        return t.raw(i + 1), i + 3
    if is_zone(t.raw(i)):
        return t.raw(i), i + 1 + (t.word(i + 1) == "time")
    if t.word(i) == "local" and t.word(i + 1) == "time":
        return "local time", i + 2
    if t.word(i) in ("eastern", "central", "mountain", "pacific") and t.token(i).capital:
        return t.raw(i), i + 1 + (t.word(i + 1) == "time")
    if t.raw(i).istitle() and t.word(i + 1) == "time":
        return f"{t.raw(i)} time", i + 2
    return None, i
