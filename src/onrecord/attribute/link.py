"""Spans -> statements: each content joined to its cue, each cue to its source.

Contents point at cues and cues at sources (a source may serve several cues, a content serves one).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.read.decode import Piece
from onrecord.read.labels import bucket_crossing, bucket_distance
from onrecord.read.model import Card, Scores, log_softmax

_SLOTS = {"source": 0, "content": 1}
# Farther than this many pieces nothing is joined: the farthest in the training articles.
_REACH = 300


@dataclass(frozen=True, slots=True)
class Link:
    """A cue with what was joined to it, and how probable each join is."""

    cue: Piece
    source: Piece | None
    source_score: float
    borrowed: bool
    """The source is another cue's, taken because this one had none of its own."""
    contents: tuple[Piece, ...]
    content_scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where a text of n pieces is broken."""

    lines: NDArray[np.int64]
    """(n,): how many line breaks came before each piece."""
    paragraphs: NDArray[np.int64]
    """Pieces that begin a paragraph."""


def link_cues(
    pieces: list[Piece], scores: Scores, card: Card, sentences: NDArray[np.int64], paragraphs: NDArray[np.int64]
) -> list[Link]:
    """Join spans into links, in the order of their cues.

    `sentences` and `paragraphs` are the pieces that begin one, in order.
    """
    cues = [p for p in pieces if p.role == "cue"]
    sources = [p for p in pieces if p.role == "source"]
    contents = [p for p in pieces if p.role == "content"]
    rows = _Rows(np.cumsum(scores.pieces.breaks > 0), paragraphs)
    options = [_point(content, cues, "content", scores, card, rows) for content in contents]
    owners = _share_out(options, len(cues), card.slack)
    asked = [_point(cue, sources, "source", scores, card, rows) for cue in cues]
    speaking = _share_out(asked, len(sources), card.slack)
    links: list[Link] = []
    for i, cue in enumerate(cues):
        own = [k for k, owner in enumerate(owners) if owner == i]
        source = sources[speaking[i]] if speaking[i] >= 0 else _borrow(cue, links, sentences)
        joined = tuple(contents[k] for k in own)
        borrowed = source is not None and speaking[i] < 0
        links.append(Link(cue, source, asked[i][speaking[i]], borrowed, joined, tuple(options[k][i] for k in own)))
    return links


def _point(
    asking: Piece, answering: list[Piece], name: str, scores: Scores, card: Card, rows: _Rows
) -> dict[int, float]:
    """Probabilities of where a span points, by index of the spans that may answer; -1 is nowhere.

    May answer: those of its paragraph, or where there are none, those within reach.
    """
    slot = _SLOTS[name]
    all_firsts = np.asarray([p.first for p in answering], dtype=np.int64)
    place = int(np.searchsorted(rows.paragraphs, asking.first, side="right"))
    ends = [*rows.paragraphs[place - 1 : place + 1].tolist(), len(rows.lines)][:2]
    low, high = np.searchsorted(all_firsts, ends)
    if low == high:
        low, high = np.searchsorted(all_firsts, [asking.first - _REACH, asking.first + _REACH])
    firsts = all_firsts[low:high]
    tables = card.pointers[name]
    ask = scores.asks[np.searchsorted(scores.begins, asking.first), slot]
    answers = scores.answers[np.searchsorted(scores.begins, firsts), slot]
    values = np.empty(1 + len(firsts), dtype=np.float32)
    values[0] = ask @ tables.nowhere[:-1] + tables.nowhere[-1]
    values[1:] = answers @ ask / np.float32(card.pointer_width**0.5)
    values[1:] += tables.distance[bucket_distance(firsts - asking.first)]
    values[1:] += tables.crossing[bucket_crossing(rows.lines[firsts], rows.lines[asking.first])]
    return dict(zip([-1, *range(low, high)], np.exp(log_softmax(values)).tolist(), strict=True))


def _share_out(options: list[dict[int, float]], answering: int, slack: float) -> list[int]:
    """Where each asking span points, -1 for nowhere, so that few answering ones are left idle.

    A cue without content says nothing, and a source that no cue asks for was found for some reason: an idle
    one takes the span that comes nearest to asking for it, if that is not less probable by more than a factor
    of e^`slack` and leaves no other one idle.
    """
    chosen = [max(o, key=lambda i: o[i]) for o in options]
    held = [0] * answering
    for i in chosen:
        if i >= 0:
            held[i] += 1
    claims = []
    for k, option in enumerate(options):
        for i, p in option.items():
            if i >= 0 and not held[i]:
                claims.append((math.log(max(p, 1e-9) / option[chosen[k]]), -i, -k))
    for gain, i, k in sorted(claims, reverse=True):
        i, k = -i, -k
        if gain < -slack:
            break
        if not held[i] and (chosen[k] < 0 or held[chosen[k]] > 1):
            if chosen[k] >= 0:
                held[chosen[k]] -= 1
            chosen[k] = i
            held[i] = 1
    return chosen


def _borrow(cue: Piece, links: list[Link], sentences: NDArray[np.int64]) -> Piece | None:
    """The source of the nearest link before a cue in its sentence."""
    begin = int(sentences[np.searchsorted(sentences, cue.first, side="right") - 1])
    for link in reversed(links):
        if link.cue.first < begin:
            return None
        if link.source is not None:
            return link.source
    return None
