"""Where a text quotes: pairs of quotation marks, however badly set.

Marks are paired paragraph by paragraph, for a quotation that goes on over several paragraphs opens again in
each. Whether a mark opens or closes is told by what stands around it before its own shape is asked, and any
double mark may close any other: papers mix straight and curly ones, and set them the wrong way round.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

# The last three are marks in UTF-8 that were read as Windows-1252.
_DOUBLE = "[“„‟«»”❝❞〝〞\"＂]|''|``|´´|‘‘|’’|â€œ|â€\x9d|â€(?![œ\x9d˜™“”])"
_MARK = re.compile(f"(?=[“„‟«»”❝❞〝〞\"＂'`´‘’‚‛‹›â])(?:(?P<double>{_DOUBLE})|(?P<single>[‘’‚‛'‹›`´]|â€˜|â€™))")
_OPENING = frozenset(["“", "„", "‟", "«", "❝", "〝", "``", "â€œ", "‘", "‚", "‛", "‹", "‘‘", "â€˜", "`"])
_CLOSING = frozenset(["”", "»", "❞", "〞", "â€\x9d", "â€", "›", "’’", "´´", "´"])
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*")
_CLOSES_BEFORE = frozenset("\"'”’»›“)]}.,;:!?…-–—/")
_OPENS_AFTER = frozenset("\"'“‘„‚«‹([{-–—/")
# Letters left out at a word's start: an apostrophe, whatever its shape.
_DROPPED = re.compile(r"(?:n|em|tis|twas|til|till|cause|bout|round|\d\ds?)\b", re.IGNORECASE)
# What stands in single marks is at most this many characters long, or it is two apostrophes far apart.
_LONGEST_SINGLE = 1500
# Deeper than this nobody quotes: what is opened there is no quotation.
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks, marks included: half-open code-point offsets."""

    start: int
    end: int
    closed: bool
    """False where the paragraph ended before a closing mark: then `end` is the paragraph's end."""


def find_paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans of the paragraphs: cut at blank lines, or at every newline in a text without blank lines."""
    breaks = list(_PARAGRAPH_END.finditer(text)) or list(re.finditer(r"\n\s*", text))
    starts = [0, *(m.end() for m in breaks)]
    ends = [*(m.start() for m in breaks), len(text)]
    return [(s, e) for s, e in zip(starts, ends, strict=True) if s < e]


def find_quotations(text: str) -> list[Quotation]:
    """All quotations of a text, outermost only, in order and without overlap."""
    return [q for start, end in find_paragraphs(text) for q in _pair(text, start, end)]


@dataclass(slots=True)
class _Open:
    """An opened mark, and the quotations closed inside it so far."""

    start: int
    single: bool
    inside: list[Quotation] = field(default_factory=list)


def _pair(text: str, left: int, right: int) -> list[Quotation]:
    """The quotations of one paragraph. Takes time linear in its length."""
    marks = list(_MARK.finditer(text, left, right))
    found: list[Quotation] = []
    stack: list[_Open] = []

    def drop() -> list[Quotation]:
        """Take back the innermost opened mark: what was closed inside it belongs to what is around it."""
        dropped = stack.pop()
        (stack[-1].inside if stack else found).extend(dropped.inside)
        return dropped.inside

    for i, match in enumerate(marks):
        start, end = match.span()
        single = match["single"] is not None
        opens, closes = _read_mark(text, match, left, right)
        holder = next((k for k in range(len(stack) - 1, -1, -1) if not stack[k].single), -1)
        if single:
            is_apostrophe = not closes and _DROPPED.match(text, end, right)
            if closes and stack and stack[-1].single:
                if start - stack[-1].start > _LONGEST_SINGLE:
                    drop()
                elif not (text[start - 1] == "s" and _closes_later(text, marks, i, left, right)):
                    _close(stack, found, end)
            elif opens and not is_apostrophe:
                if len(stack) >= _DEEPEST - 1 and stack[-1].single:  # leave room for a double one
                    drop()
                if len(stack) < _DEEPEST - 1:
                    stack.append(_Open(start, True))
        elif closes and holder >= 0:
            while len(stack) > holder + 1:  # single marks that were none
                drop()
            _close(stack, found, end)
        elif opens and len(stack) < _DEEPEST:
            stack.append(_Open(start, False))
    while stack:
        opened = stack[-1]
        inside = drop()
        if not stack and not opened.single:  # never closed: up to the next quotation, or the paragraph's end
            found.append(Quotation(opened.start, inside[0].start if inside else right, False))
    return sorted(found, key=lambda q: q.start)


def _close(stack: list[_Open], found: list[Quotation], end: int) -> None:
    opened = stack.pop()
    (stack[-1].inside if stack else found).append(Quotation(opened.start, end, True))


def _read_mark(text: str, match: re.Match[str], left: int, right: int) -> tuple[bool, bool]:
    """Whether a mark opens, and whether it closes: by its surroundings where they tell, else by its shape."""
    sign, (start, end) = match.group(), match.span()
    before = text[start - 1] if start > left else " "
    after = text[end] if end < right else " "
    opens = (before.isspace() or before in _OPENS_AFTER) and not after.isspace()
    closes = not before.isspace() and (after.isspace() or after in _CLOSES_BEFORE)
    if opens != closes:
        return opens, closes
    if sign in _OPENING or sign in _CLOSING:
        is_apostrophe = sign in ("’", "â€™", "‘") and before.isalnum() and after.isalnum()
        return (False, False) if is_apostrophe else (sign in _OPENING, sign in _CLOSING)
    if match["single"] is not None:  # between letters, or between marks: an apostrophe unless something is open
        return False, opens and closes
    return True, True


def _closes_later(text: str, marks: list[re.Match[str]], i: int, left: int, right: int) -> bool:
    """Whether another single mark closes better before the next one opens: the allies' demands."""
    for match in marks[i + 1 : i + 8]:
        if match["single"] is None or match.start() - marks[i].start() > 400:
            return False
        opens, closes = _read_mark(text, match, left, right)
        if opens:
            return False
        if closes and text[match.start() - 1] != "s":
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

    def touches(self, start: int, end: int) -> bool:
        """Whether a character of a stretch stands in quotation marks."""
        i = bisect_left(self._starts, end) - 1
        return i >= 0 and start < self.quotations[i].end
