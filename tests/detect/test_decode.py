"""Decoding: the best sequence of tags, and the spans in it."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from onrecord.detect.decode import decode
from onrecord.detect.features import Pieces
from onrecord.detect.labels import TAGS
from onrecord.detect.model import Card, Scores, log_softmax
from onrecord.pipeline import load_model


def make_scores(logits: np.ndarray) -> Scores:
    """Scores of pieces one character long; a span may begin anywhere."""
    n = len(logits)
    zeros = np.zeros(n, np.int64)
    at = np.arange(n)
    pieces = Pieces(zeros, at, at + 1, zeros, zeros, zeros)
    vectors = np.zeros((n, 2, 4), np.float32)
    return Scores(pieces, log_softmax(logits.astype(np.float32)), at, vectors, vectors)


@pytest.fixture
def card() -> Card:
    return load_model().card


def weigh(tags: tuple[int, ...], scores: Scores, card: Card) -> float:
    """The score of a sequence, by hand."""
    total = card.transitions[0, tags[0]] + (scores.tags[0] + card.tag_bias)[tags[0]]
    for i in range(1, len(tags)):
        total += card.transitions[1 + tags[i - 1], tags[i]] + (scores.tags[i] + card.tag_bias)[tags[i]]
    return float(total)


@pytest.mark.parametrize("seed", range(5))
def test_viterbi_finds_the_best_of_all_sequences(seed: int, card: Card) -> None:
    """Against every sequence there is, for paragraphs of different lengths side by side."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 3, (7, len(TAGS)))
    cuts = np.asarray([0, 4])
    spans = decode(make_scores(logits), card, cuts)
    expected = []
    for first, last in ((0, 4), (4, 7)):
        part = make_scores(logits[first:last])
        best = max(itertools.product(range(len(TAGS)), repeat=last - first), key=lambda t: weigh(t, part, card))
        for i, tag in enumerate(best):
            if TAGS[tag].startswith("B-"):
                end = next((j for j in range(i + 1, len(best)) if best[j] != tag + 1), len(best))
                expected.append((TAGS[tag][2:], first + i, first + end))
    assert [(p.role, p.first, p.last) for p in spans] == expected


def test_spans_do_not_begin_where_none_may(card: Card) -> None:
    """A piece for which the model kept no vectors begins nothing."""
    logits = np.zeros((3, len(TAGS)))
    logits[:, TAGS.index("B-cue")] = 9
    scores = make_scores(logits)
    assert [p.first for p in decode(scores, card, np.asarray([0]))] == [0, 1, 2]
    closed = replace(scores, begins=np.asarray([1]))
    assert [p.first for p in decode(closed, card, np.asarray([0]))] == [1]


def test_no_span_crosses_a_paragraph(card: Card) -> None:
    """What goes on over the edge of a paragraph is cut there."""
    logits = np.zeros((4, len(TAGS)))
    logits[0, TAGS.index("B-content")] = 20
    logits[1:, TAGS.index("I-content")] = 20
    whole = decode(make_scores(logits), card, np.asarray([0]))
    assert [(p.first, p.last) for p in whole] == [(0, 4)]
    parts = decode(make_scores(logits), card, np.asarray([0, 2]))
    assert (parts[0].first, parts[0].last) == (0, 2)
