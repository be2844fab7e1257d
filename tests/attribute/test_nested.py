"""Statements inside of statements."""

import re
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.attribute.nested import find_nested
from onrecord.detect.features import Pieces
from onrecord.detect.labels import MENTION_TAGS, TAGS
from onrecord.detect.model import Scores
from onrecord.types import Statement

TEXT = "Torvik said that Brenn had promised the council two new ferries by the spring of next year. It rained."
CONTENT = (TEXT.index("that"), TEXT.index(". It"))
OUTER = Statement("", ((0, 6),), ((7, 11),), (CONTENT,), "indirect")


def scores(hint: float) -> Scores:
    """One piece a word; `hint` is the probability of a cue at each, and that of a source."""
    starts = np.array([m.start() for m in re.finditer(r"\w+", TEXT)])
    tags = np.full((len(starts), len(TAGS)), -20.0, np.float32)
    tags[:, 0] = np.log(1 - 2 * hint)
    tags[:, [TAGS.index("B-cue"), TAGS.index("B-source")]] = np.log(hint)
    zeros = np.zeros(len(starts), np.int64)
    pieces = Pieces(zeros, starts, starts + 1, zeros, zeros, zeros, zeros.astype(bool))
    names = np.zeros((len(starts), len(MENTION_TAGS)), np.float32)
    vectors = np.zeros((0, 2, 4), np.float16)
    return Scores(pieces, tags, names, np.zeros(0, np.int64), vectors, vectors)


def promise(text: str) -> Statement:
    """What a second reading finds: 'Brenn had promised the council two new ferries'."""
    spans = [
        ((text.index(w), text.index(w) + len(w)),) for w in ("Brenn", "had promised", "the council two new ferries")
    ]
    return Statement("", spans[0], spans[1], spans[2], "indirect", confidence=0.9)


def test_a_content_that_hints_at_a_cue_is_read_again() -> None:
    """Its statements come back at their places in the whole text."""
    (found,) = find_nested(TEXT, scores(0.3), [OUTER], lambda text: [promise(text)])
    assert [TEXT[slice(*span)] for span in (*found.source, *found.cue)] == ["Brenn", "had promised"]
    assert found == promise(TEXT)


def test_without_a_hint_nothing_is_read_again() -> None:
    """Reading costs time."""
    assert list(find_nested(TEXT, scores(0.01), [OUTER], lambda text: [promise(text)])) == []


def test_what_is_in_doubt_is_not_read_again() -> None:
    """Where it is hardly sure that anything was said, it is less sure that somebody said it of another."""
    assert list(find_nested(TEXT, scores(0.3), [replace(OUTER, confidence=0.4)], lambda text: [promise(text)])) == []


def test_what_is_not_plain_is_left_out() -> None:
    """A statement without source or cue, or one that is hardly sure."""

    def read(text: str) -> list[Statement]:
        whole = promise(text)
        return [replace(whole, source=()), replace(whole, cue=()), replace(whole, confidence=0.6)]

    assert list(find_nested(TEXT, scores(0.3), [OUTER], read)) == []


@given(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT)))
def test_spans_stay_inside_the_content(start: int, size: int) -> None:
    """Whatever a reading of the content gives, it lies within it."""
    content = (start, min(len(TEXT), start + size))

    def read(text: str) -> list[Statement]:
        return [Statement("", ((0, 1),), ((0, len(text)),), ((0, len(text)),), "direct", confidence=1.0)]

    for found in find_nested(TEXT, scores(0.3), [replace(OUTER, content=(content,))], read):
        assert all(content[0] <= s < e <= content[1] for s, e in (*found.source, *found.cue, *found.content))
