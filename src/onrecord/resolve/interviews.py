"""Turns of interviews and transcripts, and their statements: what stands behind a label is said by whom it names."""

import re
from collections.abc import Iterator, Sequence

from onrecord.detect.layout import Layout
from onrecord.resolve.asked import find_answers
from onrecord.resolve.mentions import Mention
from onrecord.resolve.turns import Turn, find_turns
from onrecord.types import Span, Spans, Statement

_SURE = 0.95
"""That a turn found is one."""
_ASKED_SURE = 0.85
"""The same of a turn without label."""
_LINE = re.compile(r"[^\n\r]*\w[^\n\r]*")


def find_interview(layout: Layout, names: Sequence[Mention]) -> tuple[Turn, ...]:
    """The turns of a text in order; none where it is no interview or transcript. `names` in the order of the text."""
    return find_turns(layout) or find_answers(layout, names)


def add_turns(text: str, statements: Sequence[Statement], turns: Sequence[Turn]) -> list[Statement]:
    """The statements, and one for each turn: its label is the source, its words the content, a piece a paragraph.
    A turn without label has no source.

    Statements that take a label for their source are left out: they have a part of what the turn has whole.
    """
    if not turns:
        return list(statements)
    heads = sorted((turn.label[0], turn.start) for turn in turns if turn.is_labelled)
    kept = [s for s in statements if not _is_at_label(s, heads)]
    return [*kept, *_make_statements(text, turns)]


def _is_at_label(s: Statement, heads: Sequence[Span]) -> bool:
    spans = s.source or s.cue
    return bool(spans) and any(start <= spans[0][0] < end for start, end in heads)


def _make_statements(text: str, turns: Sequence[Turn]) -> Iterator[Statement]:
    for turn in turns:
        if content := split_turn(text, turn):
            source = (turn.label,) if turn.is_labelled else ()
            yield Statement("", source, (), content, "direct", confidence=_SURE if source else _ASKED_SURE)


def split_turn(text: str, turn: Turn) -> Spans:
    """The paragraphs of a turn."""
    return tuple(_strip(text, m.span()) for m in _LINE.finditer(text, turn.start, turn.end))


def _strip(text: str, span: Span) -> Span:
    start, end = span
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
