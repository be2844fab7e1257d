"""Statements inside of statements: what somebody says that another one said.

The reader's tags give each word one role, so what is said inside of a content is not marked at the first reading. A
content in which the scores hint at a further cue is read again by itself, as a text of its own.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from onrecord.detect.labels import TAGS
from onrecord.detect.model import Scores
from onrecord.types import Span, Spans, Statement

_CUE = [i for i, tag in enumerate(TAGS) if tag.endswith("cue")]
# On the tuning articles, whose gold has no statements inside of statements, these cost 0.1 of attribution F1.
_HINT = 0.2
_MIN_CONFIDENCE = 0.85
_SHORTEST = 8
"""Pieces of a content that may hold a statement."""


def find_nested(
    text: str, scores: Scores, statements: Sequence[Statement], read: Callable[[str], Sequence[Statement]]
) -> Iterator[Statement]:
    """The statements inside of the contents of `statements`, which `read` finds in a text. They have source and cue."""
    hints = np.exp(scores.tags[:, _CUE]).sum(1)
    for outer in statements:
        for start, end in outer.content:
            first, last = np.searchsorted(scores.pieces.start, (start, end))
            if last - first < _SHORTEST or hints[first:last].max() < _HINT:
                continue
            for inner in read(text[start:end]):
                if inner.source and inner.cue and inner.content and inner.confidence >= _MIN_CONFIDENCE:
                    yield replace(_shift(inner, start), part=outer.part)


def _shift(statement: Statement, by: int) -> Statement:
    def shift(spans: Spans) -> tuple[Span, ...]:
        return tuple((start + by, end + by) for start, end in spans)

    return replace(
        statement,
        source=shift(statement.source),
        cue=shift(statement.cue),
        content=shift(statement.content),
    )
