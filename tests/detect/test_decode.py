"""Decoding: the best sequence of tags, and the spans in it."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from onrecord.detect.decode import decode
from onrecord.detect.features import Pieces
from onrecord.detect.labels import MENTION_TAGS, TAGS
from onrecord.detect.model import Card, Scores, begin_anew
from onrecord.pipeline import load_model


def make_scores(logits: np.ndarray, opens: tuple[int, ...] = (0,)) -> Scores:
    """Scores of pieces one character long; a span may begin anywhere, and sentences open at `opens`."""
    n = len(logits)
    zeros = np.zeros(n, np.int64)
    at = np.arange(n)
    pieces = Pieces(zeros, at, at + 1, zeros, zeros, zeros, np.isin(at, opens))
    vectors = np.zeros((n, 2, 4), np.float32)
    mentions = np.zeros((n, len(MENTION_TAGS)), np.float32)
    return Scores(pieces, log_softmax(logits.astype(np.float32)), mentions, at, vectors, vectors)


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """Log-probabilities over the last axis."""
    return logits - np.log(np.exp(logits).sum(-1, keepdims=True))


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
    """Against every sequence there is, for sentences of different lengths side by side."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 3, (7, len(TAGS)))
    spans = decode(make_scores(logits, (0, 4)), card)
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
    assert [p.first for p in decode(scores, card)] == [0, 1, 2]
    closed = replace(scores, begins=np.asarray([1]))
    assert [p.first for p in decode(closed, card)] == [1]


def test_no_span_goes_on_where_a_sentence_opens(card: Card) -> None:
    """What goes on into the next sentence is cut there."""
    logits = np.zeros((4, len(TAGS)))
    logits[0, TAGS.index("B-content")] = 20
    logits[1:, TAGS.index("I-content")] = 20
    whole = decode(make_scores(logits), card)
    assert [(p.first, p.last) for p in whole] == [(0, 4)]
    anew = begin_anew(log_softmax(logits.astype(np.float32)), np.asarray([True, False, True, False]))
    parts = decode(make_scores(anew, (0, 2)), card)
    assert [(p.role, p.first, p.last) for p in parts] == [("content", 0, 2), ("content", 2, 4)]


def test_beginning_anew_loses_nothing() -> None:
    """Where a sentence opens, what would go on begins; all else, and every sum of probabilities, stays."""
    logs = log_softmax(np.random.default_rng(0).normal(0, 2, (6, len(TAGS))).astype(np.float32))
    opens = np.asarray([True, False, False, True, False, False])
    anew = np.exp(begin_anew(logs, opens))
    assert np.allclose(anew.sum(1), 1, atol=1e-5)
    assert np.array_equal(anew[~opens], np.exp(logs)[~opens])
    assert (anew[opens, TAGS.index("I-content")] < 1e-6).all()
