"""The text of a page: cut into blocks and segments wherever a span begins or ends."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Literal

from onrecord.types import Document, PartKind, Span, Spans, Statement

FAINT_BELOW = 0.5
"""Statements less sure than this are drawn faint and called unsure."""

Role = Literal["source", "cue", "content"]
_ROLES: tuple[Role, ...] = ("source", "cue", "content")

_LINE_BREAKS = re.compile(r"(?>\r\n?|\n)(?:[ \t]*(?>\r\n?|\n))*")
_BLANK_LINES = re.compile(r"(?>\r\n?|\n)(?:[ \t]*(?>\r\n?|\n))+")
_FOLDED = re.compile(r"[\t\n\f\r]| {2}|\A | \Z")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one block that the same spans cover from end to end."""

    start: int
    end: int
    roles: tuple[tuple[int, tuple[Role, ...]], ...]
    """The statements that cover it, by number and the innermost first, with what it is to each."""
    begins: tuple[int, ...]
    """The statements whose words begin here."""
    places: Spans = ()
    """What begins in it and can be led to: mentions, by their spans in order."""

    def tell_look(self, statements: Sequence[Statement]) -> str:
        """Its classes: what it is to any statement, and what holds for all of them."""
        look: list[str] = [role for role in _ROLES if any(role in roles for _, roles in self.roles)]
        said = [statements[n - 1] for n, roles in self.roles if "content" in roles]
        if said and not any(statement.asserted for statement in said):
            look.append("unasserted")
        if all(statements[n - 1].confidence < FAINT_BELOW for n, _ in self.roles):
            look.append("faint")
        return " ".join(look)

    def tell_statements(self, prefix: str) -> str:
        """Ids of the statements that cover it."""
        return " ".join(f"{prefix}s{n}" for n, _ in self.roles)

    def tell_roles(self) -> str:
        """What it is to each of these statements."""
        return " ".join("+".join(roles) for _, roles in self.roles)

    def find_sourced(self) -> int | None:
        """The innermost statement whose source it is, by number."""
        return next((n for n, roles in self.roles if "source" in roles), None)

    def cut(self) -> list[tuple[int, int, bool]]:
        """It in pieces, (start, end, whether a place begins with it). Of places that overlap, the later goes on."""
        pieces = []
        at = self.start
        for (start, end), (following, _) in pairwise([*self.places, (self.end, self.end)]):
            if at < start:
                pieces.append((at, start, False))
            at = min(end, following)
            pieces.append((start, at, True))
        return [*pieces, (at, self.end, False)] if at < self.end else pieces


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading, and the line breaks before it. Blocks make up the whole text, in order."""

    kind: PartKind
    gap: Span
    segments: tuple[Segment, ...]
    spaced: bool = False
    """Whether it has white space that HTML would fold."""


def split_text(document: Document, statements: Sequence[Statement], places: Sequence[Span] = ()) -> list[Block]:
    """The whole text in blocks, each cut into segments wherever a span begins or ends.

    Statements are numbered from 1 in the order given. A text with blank lines has its paragraphs between
    them; any other has one a line. Of `places` that begin together only the longest is taken, and none that
    begins between blocks.
    """
    size = len(document.text)
    runs = _find_runs(statements, size)
    starts, ends = [run[0] for run in runs], [run[1] for run in runs]
    waiting = deque(sorted((find_start(statement), n) for n, statement in enumerate(statements, 1)))
    spots = sorted({start: (start, end) for start, end in sorted(places) if start < end}.values())
    spot_starts = [start for start, _ in spots]

    def take(upto: int) -> tuple[int, ...]:
        taken = []
        while waiting and waiting[0][0] <= upto:
            taken.append(waiting.popleft()[1])
        return tuple(taken)

    blocks = []
    done = 0
    for kind, start, end in _find_blocks(document):
        segments = []
        for run_start, run_end, roles in runs[bisect_right(ends, start) : bisect_left(starts, end)]:
            begin = max(start, run_start)
            stop = min(end, run_end)
            here = spots[bisect_left(spot_starts, begin) : bisect_left(spot_starts, stop)]
            segments.append(Segment(begin, stop, roles, take(begin), tuple(here)))
        spaced = _FOLDED.search(document.text[start:end]) is not None
        blocks.append(Block(kind, (done, start), tuple(segments), spaced))
        done = end
    rest = tuple(n for _, n in waiting)  # statements about nothing but the space at the end
    if done < size or rest:
        blocks.append(Block("body", (done, size), (Segment(size, size, (), rest),) if rest else ()))
    return blocks


def _find_runs(
    statements: Sequence[Statement], size: int
) -> list[tuple[int, int, tuple[tuple[int, tuple[Role, ...]], ...]]]:
    """The text from end to end in stretches of unchanging roles."""
    turns: list[tuple[int, int, int, Role]] = []
    lengths = [0] * (len(statements) + 1)
    for n, statement in enumerate(statements, 1):
        for role, (start, end) in _each_span(statement):
            if start < end:
                turns += [(start, 1, n, role), (end, -1, n, role)]
                lengths[n] += end - start
    turns.sort(key=itemgetter(0))

    active: Counter[tuple[int, Role]] = Counter()
    runs = []
    last = 0
    for position, here in groupby([*turns, (size, 0, 0, _ROLES[0])], key=itemgetter(0)):
        if last < position:
            numbers = sorted({n for n, _ in active}, key=lambda n: (lengths[n], n))
            runs.append((last, position, tuple((n, tuple(r for r in _ROLES if active[n, r])) for n in numbers)))
        for _, change, n, role in here:
            active[n, role] += change
        active = +active
        last = position
    return runs


def _find_blocks(document: Document) -> Iterator[tuple[PartKind, int, int]]:
    """Blocks with a word in them: paragraphs, cut again where parts begin and end."""
    text = document.text
    edges = sorted({edge for part in document.parts for edge in (part.start, part.end)})
    breaks = list(_BLANK_LINES.finditer(text)) or list(_LINE_BREAKS.finditer(text))
    start = 0
    for end, following in [*(match.span() for match in breaks), (len(text), len(text))]:
        inner = edges[bisect_right(edges, start) : bisect_left(edges, end)]
        for first, last in pairwise([start, *inner, end]):
            first += len(text[first:last]) - len(text[first:last].lstrip("\r\n"))
            last = first + len(text[first:last].rstrip(" \t\r\n"))
            if first < last:
                yield document.part_at(first), first, last
        start = following


def _each_span(statement: Statement) -> Iterator[tuple[Role, Span]]:
    for role in _ROLES:
        spans: Spans = getattr(statement, role)
        for span in spans:
            yield role, span


def find_start(statement: Statement) -> int:
    return min((start for _, (start, _) in _each_span(statement)), default=0)
