"""Statements inside statements: "the NYT, citing two officials, reported that ..." holds two, the outer one first."""

from collections.abc import Sequence

from onrecord.types import Span, Spans, Statement


def find_parents(statements: Sequence[Statement]) -> list[int | None]:
    """For each statement the index of the one in whose content it stands, the innermost; None where in nobody's.

    Of two that share a content, the one whose source and cue stand between those of the other is the inner one.
    Following parents always ends.
    """
    opens = sorted((start, -end, i) for i, s in enumerate(statements) for start, end in s.content)
    order = sorted(range(len(statements)), key=lambda i: _anchor(statements[i]))
    parents: list[int | None] = [None] * len(statements)
    stack: list[tuple[int, int]] = []
    at = 0
    for i in order:
        start, end = _anchor(statements[i])
        while at < len(opens) and opens[at][0] <= start:
            stack.append((-opens[at][1], opens[at][2]))
            at += 1
        while stack and stack[-1][0] <= start:
            stack.pop()
        around = [(close, j) for close, j in stack if close >= end and j != i]
        parents[i] = around[-1][1] if around else None
    for i, j in _find_framed(statements):
        parents[i] = j if parents[i] is None else parents[i]
    _cut_rings(parents)
    return parents


def _anchor(s: Statement) -> Span:
    """What of a statement must stand inside another's content: its cue, else its source, else its content."""
    part = s.cue or s.source or s.content
    return part[0][0], part[-1][1]


def _find_framed(statements: Sequence[Statement]) -> list[tuple[int, int]]:
    """(inner, outer) of statements that share their content."""
    sharing: dict[Spans, list[tuple[int, int, int]]] = {}
    for i, s in enumerate(statements):
        if s.content and s.source and s.cue:
            frame = sorted((*s.source, *s.cue))
            sharing.setdefault(s.content, []).append((frame[0][0], -frame[-1][1], i))
    found = []
    for frames in sharing.values():
        stack: list[tuple[int, int]] = []
        for _, end, i in sorted(frames):
            while stack and stack[-1][0] < -end:
                stack.pop()
            if stack:
                found.append((i, stack[-1][1]))
            stack.append((-end, i))
    return found


def _cut_rings(parents: list[int | None]) -> None:
    """Where contents overlap so that each of several statements stands in another's, none has a parent."""
    done: set[int] = set()
    for first in range(len(parents)):
        path: list[int] = []
        i: int | None = first
        while i is not None and i not in done:
            done.add(i)
            path.append(i)
            i = parents[i]
        if i in path:
            for j in path[path.index(i) :]:
                parents[j] = None
