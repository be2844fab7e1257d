"""Where a text quotes: pairs of quotation marks, however badly set.

Marks are paired paragraph by paragraph, for a quotation that goes on over several paragraphs opens
again in each. Any double mark may close any other: papers mix straight and curly ones, and so do we.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_OPENING = "“„‟«❝〝"
_CLOSING = "”»❞〞"
_EITHER = '"＂'
_DOUBLE = re.compile(f"[{_OPENING}{_CLOSING}{_EITHER}]|''|``|´´|‘‘|’’")
_SINGLE = re.compile("[‘’‚‛'‹›`´]")
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*")
_CLOSES_AFTER = set("\"'”’»›)]}.,;:!?…-–—/")
_OPENS_BEFORE = set("\"'“‘„‚«‹([{-–—/")
# A quotation in single marks is short of this many characters, or it is two apostrophes far apart.
_LONGEST_SINGLE = 1500


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks, marks included: half-open code-point offsets."""

    start: int
    end: int
    closed: bool
    """False where the paragraph ended before a closing mark: then `end` is the paragraph's end."""
    width: int = 1
    """How many characters each mark takes (2 for '' and ``)."""


def find_paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans of the paragraphs: cut at blank lines, or at every newline in a text without blank lines."""
    breaks = list(_PARAGRAPH_END.finditer(text)) or list(re.finditer(r"\n\s*", text))
    starts = [0, *(m.end() for m in breaks)]
    ends = [*(m.start() for m in breaks), len(text)]
    return [(s, e) for s, e in zip(starts, ends, strict=True) if s < e]


def find_quotations(text: str) -> list[Quotation]:
    """All quotations of a text, outermost only, in order and without overlap."""
    found: list[Quotation] = []
    for start, end in find_paragraphs(text):
        doubles = list(_pair_doubles(text, start, end))
        edge = start
        for quotation in [*doubles, Quotation(end, end, True)]:
            found.extend(_pair_singles(text, edge, quotation.start))
            if quotation.end > quotation.start:
                found.append(quotation)
            edge = quotation.end
    return found


def _can_open(text: str, start: int, end: int, left: int, right: int) -> bool:
    before = text[start - 1] if start > left else " "
    after = text[end] if end < right else " "
    return (before.isspace() or before in _OPENS_BEFORE) and not after.isspace()


def _can_close(text: str, start: int, end: int, left: int, right: int) -> bool:
    before = text[start - 1] if start > left else " "
    after = text[end] if end < right else " "
    return not before.isspace() and (after.isspace() or after in _CLOSES_AFTER or not after.isalnum())


def _pair_doubles(text: str, left: int, right: int) -> Iterator[Quotation]:
    opened: int | None = None
    mark = ""
    depth = 0
    for match in _DOUBLE.finditer(text, left, right):
        start, end = match.span()
        sign = match.group()
        opens = sign in _OPENING or (sign not in _CLOSING and _can_open(text, start, end, left, right))
        closes = sign in _CLOSING or (sign not in _OPENING and _can_close(text, start, end, left, right))
        if sign in "“‟" and mark in ("„", "‚"):  # German pairs: „ “
            opens, closes = False, True
        if sign == "»" and opened is None and _can_open(text, start, end, left, right):  # » « pairs
            opens, closes = True, False
        if sign == "«" and mark == "»":
            opens, closes = False, True
        if not opens and not closes:  # a mark with a space on either side: whatever is due
            opens, closes = opened is None, opened is not None
        if opened is None:
            if opens:
                opened, mark, depth = start, sign, 1
        elif closes and (not opens or sign in _EITHER or sign == "''"):
            depth -= 1
            if depth <= 0:
                yield Quotation(opened, end, True, len(mark))
                opened, mark = None, ""
        elif sign in _OPENING and mark in _OPENING:
            # “ inside “: an inner quotation if enough closing marks follow, else the first was never closed.
            closing = sum(text.count(c, end, right) for c in _CLOSING)
            opening = sum(text.count(c, end, right) for c in _OPENING)
            if closing >= opening + depth + 1:
                depth += 1
            else:
                yield Quotation(opened, start, False, len(mark))
                opened, mark, depth = start, sign, 1
    if opened is not None:
        yield Quotation(opened, right, False, len(mark))


def _pair_singles(text: str, left: int, right: int) -> Iterator[Quotation]:
    opened: int | None = None
    for match in _SINGLE.finditer(text, left, right):
        at = match.start()
        if opened is None:
            following = text[at + 1 : at + 2]
            if match.group() != "’" and _can_open(text, at, at + 1, left, right) and not following.isdigit():
                opened = at
        elif at - opened > _LONGEST_SINGLE:
            opened = None
        elif match.group() not in "‘‚‛‹" and _can_close(text, at, at + 1, left, right) and at > opened + 1:
            # the workers' rights: a plural's apostrophe closes nothing if a better mark follows
            if text[at - 1] == "s" and _later_close(text, at + 1, right):
                continue
            yield Quotation(opened, at + 1, True)
            opened = None


def _later_close(text: str, start: int, right: int) -> bool:
    """Whether a mark after punctuation follows before the next opening one."""
    for match in _SINGLE.finditer(text, start, min(right, start + 400)):
        at = match.start()
        if _can_open(text, at, at + 1, start, right):
            return False
        if _can_close(text, at, at + 1, start, right) and text[at - 1] in ".,!?…":
            return True
    return False


class QuotationIndex:
    """Answers whether characters stand in quotation marks, by bisection."""

    def __init__(self, quotations: list[Quotation]) -> None:
        self.quotations = quotations
        self._starts = [q.start for q in quotations]

    def at(self, offset: int) -> Quotation | None:
        """The quotation that holds the character at `offset`."""
        i = bisect_right(self._starts, offset) - 1
        if i >= 0 and offset < self.quotations[i].end:
            return self.quotations[i]
        return None
