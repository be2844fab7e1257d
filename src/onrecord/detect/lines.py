"""Which line breaks mean something: those that only wrap or tear a sentence are taken for spaces.

Mail and terminals wrap lines, converters scatter breaks and blank lines. The copy that is read here has the
length of the text, so no offset moves.
"""

import re
from collections.abc import Iterator

from onrecord.types import Span

_BREAKS = re.compile(r"\n\s*+")
# Every sign that ends a line becomes a newline, but for the first half of a pair.
_OTHER_END = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_CARRIAGE_RETURN = re.compile("\r(?=\n)")
ENDS_LINE = frozenset(".!?:;…\"'”’»)")
"""Characters behind which a line break ends something, blank line or not."""
# Wider than this nothing was wrapped by hand or by mail.
_WIDEST = 120
_FEW = 3
_WRAPPED = 0.6
# No sentence, headline or list item ends in these.
_GOES_ON = re.compile(
    r"(?:[,–—-]|\b(?:a|an|and|as|at|but|by|for|from|in|into|its|of|on|or|over|that|the|their|to|under|was|were|with))$",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:by|von|par) [A-Z]")


def find_breaks(text: str) -> Iterator[Span]:
    """Line breaks that follow each other, with the spaces around them: many a line ends in one."""
    for breaks in _BREAKS.finditer(text):
        start, end = breaks.span()
        while start and text[start - 1].isspace():
            start -= 1
        yield start, end


def flow(text: str) -> str:
    """A copy of equal length in which line breaks inside a sentence are spaces and all others newlines."""
    lines = _OTHER_END.sub("\n", _CARRIAGE_RETURN.sub(" ", text))
    runs = list(find_breaks(lines))
    if not runs:
        return lines
    is_wrapped = _find_wrapped(lines, runs)
    has_capitals = not lines.islower()
    parts, at = [], 0
    for (start, end), wraps in zip(runs, is_wrapped, strict=True):
        if wraps or (start > 0 and end < len(lines) and _tears(lines, start, end, has_capitals)):
            parts += [lines[at:start], " " * (end - start)]
            at = end
    return "".join([*parts, lines[at:]])


def _tears(text: str, start: int, end: int, has_capitals: bool) -> bool:
    """Whether a run of line breaks tears a sentence: it would go on without them."""
    if text[start - 1] in ENDS_LINE:
        return False
    if text[end].islower() and has_capitals and not _BYLINE.match(text, end):
        return True
    return text[end].isalnum() and _GOES_ON.search(text, max(0, start - 8), start) is not None


def _find_wrapped(text: str, runs: list[Span]) -> list[bool]:
    """For each run of line breaks, whether it wraps a line: the next word had no more room in it."""
    starts = [0, *(end for _, end in runs)]
    lengths = [run[0] - start for start, run in zip(starts, runs, strict=False)]
    single = [text.count("\n", *run) == 1 for run in runs]
    widths = [n for n, one in zip(lengths, single, strict=True) if one]
    width = max(widths, default=0)
    if len(widths) < _FEW or width > _WIDEST:
        return [False] * len(runs)
    full = []
    for (_, end), length, one in zip(runs, lengths, single, strict=True):
        word = text.find(" ", end, end + _WIDEST)
        next_break = text.find("\n", end, end + _WIDEST)
        ends = [e for e in (word, next_break) if e >= 0]
        size = (min(ends) if ends else len(text)) - end
        full.append(one and length + 1 + size > width)
    if sum(full) < _WRAPPED * len(widths):
        return [False] * len(runs)
    return full
