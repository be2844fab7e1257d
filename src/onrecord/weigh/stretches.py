"""Spans in order, and the stretches of a text that they cut out."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from onrecord.types import Span

_MOST_AROUND = 64
"""Spans that are looked back over for those that reach into a stretch."""


@dataclass(frozen=True, slots=True)
class SpanIndex:
    """Spans in order, asked for those that touch a stretch."""

    spans: list[Span]
    reaches: list[int]
    """The farthest end of any span up to each."""

    @classmethod
    def sort(cls, spans: Iterable[Span]) -> "SpanIndex":
        ordered = sorted(set(spans))
        return cls(ordered, list(accumulate((end for _, end in ordered), max)))

    def touching(self, start: int, end: int) -> list[Span]:
        """Those that overlap [start, end), the last that begin in it or before; no more than a few are looked at."""
        last = bisect_left(self.spans, (end, 0))
        found = []
        for i in range(last - 1, max(last - 1 - _MOST_AROUND, -1), -1):
            if self.reaches[i] <= start:
                break
            if self.spans[i][1] > start:
                found.append(self.spans[i])
        return found


def hull(spans: Sequence[Span]) -> Span:
    """From the first of ordered spans to the last."""
    return spans[0][0], spans[-1][1]


def cut_gaps(stretch: Span, spans: Iterable[Span]) -> list[Span]:
    """What spans leave of a stretch."""
    gaps, at = [], stretch[0]
    for start, end in sorted(spans):
        if start < stretch[1] and end > at:
            gaps.append((at, start))
            at = end
    return [(start, end) for start, end in [*gaps, (at, stretch[1])] if start < end]


def stretch_at(starts: Sequence[int], at: int, size: int) -> Span:
    """The stretch that holds an offset, of those that begin at `starts` in a text of `size` characters."""
    i = bisect_right(starts, at)
    return (starts[i - 1] if i else 0), (starts[i] if i < len(starts) else size)
