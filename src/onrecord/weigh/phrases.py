"""The time phrases of a text, asked for those of a stretch."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from onrecord.weigh.times import TimePhrase, find_times
from onrecord.weigh.times.expressions import LEANS, Day, Holiday, Month, Part, PartOfDay, Season, Unknown, Weekday

_LEANING = re.compile(r"(?:that|the same|the following|the previous) ", re.IGNORECASE)
_BEFORE_LEANING = re.compile(r"\s+(?:of |in )?|,\s+")


@dataclass(frozen=True, slots=True)
class Phrases:
    """The time phrases of a text."""

    text: str
    found: list[TimePhrase]
    starts: list[int]

    @classmethod
    def find(cls, text: str) -> "Phrases":
        found = _join_leaning(text, find_times(text))
        return cls(text, found, [phrase.span[0] for phrase in found])

    def begin_in(self, start: int, end: int) -> bool:
        """Whether one begins in a stretch, or before and reaches into it."""
        last = bisect_left(self.starts, end) - 1
        return last >= 0 and self.found[last].span[1] > start

    def within(self, start: int, end: int) -> list[TimePhrase]:
        """Those of a stretch; of one that reaches out of it, what it says inside."""
        found: list[TimePhrase] = []
        for phrase in self.found[max(0, bisect_left(self.starts, start) - 1) : bisect_left(self.starts, end)]:
            left, right = phrase.span
            if start <= left and right <= end:
                found.append(phrase)
            elif right > start:
                found += find_times(self.text, max(start, left), min(end, right))
        return found


def _join_leaning(text: str, phrases: list[TimePhrase]) -> list[TimePhrase]:
    """The phrases, with those made one that say 'March of that year': a March that leans on another time."""
    joined: list[TimePhrase] = []
    for phrase in phrases:
        before = joined[-1] if joined else None
        if (
            before
            and isinstance(phrase.meaning, Unknown)
            and phrase.meaning.reason == LEANS
            and isinstance(before.meaning, Day | Month | Weekday | Season | Part | PartOfDay | Holiday)
            and _BEFORE_LEANING.fullmatch(text, before.span[1], phrase.span[0])
            and _LEANING.match(text, phrase.span[0])
        ):
            joined[-1] = TimePhrase((before.span[0], phrase.span[1]), phrase.meaning)
        else:
            joined.append(phrase)
    return joined
