"""The lines of a PDF -> paragraphs: what the edge of the page broke is joined, what the author set apart is not."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from onrecord.parse.lines import Line

Edit = tuple[int, int, str]

_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
# No sentence ends in these, whatever the next line begins with.
_GOES_ON = re.compile(
    r"(?:,|\b(?:a|an|and|as|at|but|by|for|from|in|into|its|of|on|or|over|that|the|their|to|was|were|with))$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[•●▪■◦‣]|\(?\d{1,2}[.)]\s")
_HYPHENATED = re.compile(r"((?:[^\W_]|[-'’])*[^\W\d_])-$")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ALIKE = 0.12
"""Share by which the sizes of two lines of one paragraph may differ."""
_WIDE_GAP = 1.3
"""Times the usual distance of two lines: beyond it a new paragraph begins."""
_SAME_LINE = 0.3
"""Times the size of the letters: two stretches no further apart in height stand side by side."""
_INDENT = 0.7
"""Times the size of the letters: a line that begins this far in begins a paragraph."""
_AROUND = 8
"""Lines before and after one that show how far its column reaches."""
# Before and behind these words a hyphen is the author's own, wherever the line ends.
_PREFIXES = frozenset(
    "self ex vice well long short high low half cross all so one two three four five six seven eight nine ten twenty "
    "thirty forty fifty sixty seventy eighty ninety first second third".split()
)
_SUFFIXES = frozenset(
    "based led backed born style wide old year term level made run owned elect general looking sponsored funded "
    "controlled held speaking related range scale called free friendly driven fire day month week hour".split()
)


def measure_body(lines: Sequence[Line]) -> float:
    """The size of most letters."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    return max(letters, key=lambda size: (letters[size], -size))


def flow_lines(lines: Sequence[Line], title: range, removed: Mapping[int, str]) -> tuple[str, tuple[Edit, ...]]:
    """The text, a blank line between paragraphs, and what was changed in it beyond white space.

    The lines of `title` are a paragraph of their own. `removed` tells what was left out before a line, by its place;
    place len(lines) is the end. The changes are that and the hyphens taken out at line ends.
    """
    words = {word.casefold() for line in lines for word in _WORD.findall(line.text.removesuffix("-"))}
    layout = _Layout(lines)
    pieces: list[str] = []
    edits: list[Edit] = []
    at = 0
    for i, line in enumerate(lines):
        piece = line.text
        joins_next = i + 1 < len(lines) and _is_joined(i + 1, title, layout)
        between = " " if joins_next else "\n\n" if i + 1 < len(lines) else ""
        if i in removed:
            edits.append((at, at, removed[i]))
        if joins_next and piece.endswith("-") and _HYPHENATED.search(piece) and lines[i + 1].text[0].isalpha():
            between = ""
            if not _keeps_hyphen(piece, lines[i + 1].text, words):
                piece = piece[:-1]
                edits.append((at + len(piece), at + len(piece), "-\n"))
        pieces += piece, between
        at += len(piece) + len(between)
    if len(lines) in removed:
        edits.append((at, at, removed[len(lines)]))
    return "".join(pieces), tuple(edits)


def _is_joined(i: int, title: range, layout: "_Layout") -> bool:
    if i in title or i - 1 in title:
        return i in title and i - 1 in title
    return layout.goes_on(i)


def _keeps_hyphen(before: str, after: str, words: set[str]) -> bool:
    """Whether the hyphen between two lines is the word's own: as the text spells it elsewhere, else by its halves."""
    first = next(iter(_HYPHENATED.findall(before)), "").casefold()
    second = next(iter(_WORD.findall(after)), "")
    if first.rpartition("-")[2] + second.casefold() in words:
        return False
    if f"{first}-{second.casefold()}" in words or second[:1].isupper():
        return True
    return first in _PREFIXES or second.partition("-")[0].casefold() in _SUFFIXES


def _are_alike(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= _ALIKE * max(one.size, other.size)


class _Layout:
    """How far the columns of the pages reach, and how far apart the lines of a paragraph stand."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        gaps: dict[float, list[float]] = defaultdict(list)
        for before, line in pairwise(lines):
            if before.page == line.page and before.size == line.size:
                gap = before.base - line.base
                if _SAME_LINE * line.size < gap < 3 * line.size:
                    gaps[line.size].append(gap)
        self._gaps = {size: median(found) for size, found in gaps.items()}

    def goes_on(self, i: int) -> bool:
        """Whether a line continues the paragraph of the line before it."""
        before, line = self._lines[i - 1], self._lines[i]
        if not _are_alike(before, line) or _BULLET.match(line.text):
            return False
        gap = before.base - line.base
        if before.page == line.page and abs(gap) <= _SAME_LINE * line.size:
            return False  # side by side: cells of a table
        is_torn = _ENDS.search(before.text) is None
        if is_torn and (line.text[0].islower() or _GOES_ON.search(before.text)):
            return True
        if before.page != line.page or gap < 0:  # the next page or column
            return is_torn and not self._has_room(i)
        if gap > _WIDE_GAP * self._gaps.get(line.size, line.size):
            return False
        is_indented = line.left - before.left > _INDENT * line.size
        return not is_indented and not self._has_room(i)

    def _has_room(self, i: int) -> bool:
        """Whether the first word of a line had room in the line before, so that the break there is meant."""
        before, line = self._lines[i - 1], self._lines[i]
        around = self._lines[max(0, i - _AROUND) : i + _AROUND]
        # Lines of one column begin within an inch of each other.
        column = [each for each in around if each.page == before.page and abs(each.left - before.left) < 72]
        letter = (before.right - before.left) / len(before.text)
        needed = before.right + letter * (1 + len(line.text.split()[0]))
        return needed < max(each.right for each in column if _are_alike(each, before))
