"""Spans -> statements: each content joined to its cue, each cue to its source.

Contents point at cues and cues at sources (a source may serve several cues, a content serves one).
"""

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.detect.decode import Found
from onrecord.detect.labels import bucket_crossing, bucket_distance
from onrecord.detect.model import Card, Scores

_SLOTS = {"source": 0, "content": 1}
# Farther than this many pieces nothing is joined: the farthest in the training articles.
_REACH = 300
# A content joins a cue of another paragraph only when this probable: most that seem to do not.
_SURE_OF_FAR = 0.9


class Link(NamedTuple):
    """A cue with what was joined to it, and how probable each join is."""

    cue: Found
    source: Found | None
    source_score: float
    borrowed: bool
    """The source is another cue's, taken because this one had none of its own."""
    contents: tuple[Found, ...]
    content_scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where a text of n pieces is broken."""

    lines: NDArray[np.int64]
    """(n,): how many line breaks came before each piece."""
    reaches: list[tuple[int, int, int]]
    """As `find_reaches` gives them."""


def find_reaches(segments: NDArray[np.int64], paragraphs: NDArray[np.int64], n: int) -> list[tuple[int, int, int]]:
    """How far joins reach, for each segment: rows of its first piece, and of the first and last it may join.

    A segment reaches over itself and, where a long paragraph was cut into several, over its neighbours there.
    `segments` and `paragraphs` are the pieces that begin one, in order; every paragraph begins a segment.
    """
    edges = np.append(segments, n)
    ends = np.append(paragraphs, n)
    own = np.searchsorted(paragraphs, segments, side="right")
    before = edges[np.maximum(np.arange(len(segments)) - 1, 0)]
    behind = edges[np.minimum(np.arange(len(segments)) + 2, len(segments))]
    low, high = np.maximum(before, ends[own - 1]), np.minimum(behind, ends[own])
    return list(zip(segments.tolist(), low.tolist(), high.tolist(), strict=True))


def link_cues(
    pieces: list[Found], scores: Scores, card: Card, sentences: list[int], reaches: list[tuple[int, int, int]]
) -> list[Link]:
    """Join spans into links, in the order of their cues.

    `sentences` are the pieces that begin one, in order; `reaches` is what `find_reaches` gives.
    """
    cues = [p for p in pieces if p.role == "cue"]
    sources = [p for p in pieces if p.role == "source"]
    contents = [p for p in pieces if p.role == "content"]
    rows = _Rows(np.cumsum(scores.pieces.breaks > 0), reaches)
    held = _point_all("content", contents, cues, scores, card, rows)
    asked = _point_all("source", cues, sources, scores, card, rows)
    owners = _share_out(held, len(cues), card.slack)
    speaking = _share_out(asked, len(sources), card.slack)
    own: dict[int, list[int]] = {}
    for k, owner in enumerate(owners):
        own.setdefault(owner, []).append(k)
    links: list[Link] = []
    for i, cue in enumerate(cues):
        source = sources[speaking[i]] if speaking[i] >= 0 else _borrow(cue, links, sentences)
        borrowed = source is not None and speaking[i] < 0
        joined = own.get(i, [])
        content_scores = tuple(held[k][i] for k in joined)
        joined_contents = tuple(contents[k] for k in joined)
        links.append(Link(cue, source, asked[i][speaking[i]], borrowed, joined_contents, content_scores))
    return links


def join_contents(link: Link, paragraphs: frozenset[int]) -> Link:
    """The link with contents that follow on each other as one: sentences of one paragraph, said in one breath.

    `paragraphs` are the pieces that begin one.
    """
    contents: list[Found] = []
    scores: list[float] = []
    for content, score in zip(link.contents, link.content_scores, strict=True):
        if contents and contents[-1].last == content.first and content.first not in paragraphs:
            contents[-1] = _join(contents[-1], content)
            scores[-1] = min(scores[-1], score)
        else:
            contents.append(content)
            scores.append(score)
    if len(contents) == len(link.contents):
        return link
    return link._replace(contents=tuple(contents), content_scores=tuple(scores))


def _join(a: Found, b: Found) -> Found:
    size, more = a.last - a.first, b.last - b.first
    mean = (a.score * size + b.score * more) / (size + more)
    return Found(a.role, a.first, b.last, mean, min(a.sure, b.sure))


def _point_all(
    name: str, asking: list[Found], answering: list[Found], scores: Scores, card: Card, rows: _Rows
) -> list[dict[int, float]]:
    """For each asking span, probabilities of where it points: by index of the answering span, -1 for nowhere."""
    firsts, ats = [p.first for p in answering], [p.first for p in asking]
    slot, tables = _SLOTS[name], card.pointers[name]
    answers = scores.answers[np.searchsorted(scores.begins, firsts), slot].astype(np.float32)
    asks = scores.asks[np.searchsorted(scores.begins, ats), slot].astype(np.float32)
    near = [_find_near(name, at, firsts, rows.reaches) for at in ats]
    sizes = [high - low for low, high, _ in near]
    start = np.repeat(np.asarray(ats, dtype=np.int64), sizes)
    end = np.asarray([firsts[i] for low, high, _ in near for i in range(low, high)], dtype=np.int64)
    distance = tables.distance[bucket_distance(end - start)]
    crossing = tables.crossing[bucket_crossing(rows.lines[end], rows.lines[start])]
    # The scores of all that ask, one behind another: of pointing nowhere, then of pointing at each that is near.
    edges = [0, *accumulate(1 + size for size in sizes)]
    values = np.empty(edges[-1], dtype=np.float32)
    is_near = np.ones(edges[-1], dtype=bool)
    is_near[edges[:-1]] = False
    weights, bias = tables.nowhere[:-1], tables.nowhere[-1]
    for ask, (low, high, _), first, last in zip(asks, near, edges, edges[1:], strict=False):
        values[first] = ask @ weights + bias
        values[first + 1 : last] = answers[low:high] @ ask
    values[is_near] = values[is_near] / np.float32(card.pointer_width**0.5) + distance + crossing
    probabilities = _share_probability(values, edges).tolist()
    found = []
    for (low, high, far), first, last in zip(near, edges, edges[1:], strict=False):
        options = zip([-1, *range(low, high)], probabilities[first:last], strict=True)
        found.append({i: p for i, p in options if i < 0 or not far or p >= _SURE_OF_FAR})
    return found


def _share_probability(values: NDArray[np.float32], edges: list[int]) -> NDArray[np.float32]:
    """The softmax of each stretch between two edges, of all at once."""
    if not len(values):
        return values
    sizes = np.diff(edges)
    shifted = values - np.repeat(np.maximum.reduceat(values, edges[:-1]), sizes)
    powers = np.exp(shifted)
    sums = np.asarray([np.add.reduce(powers[first:last]) for first, last in pairwise(edges)])
    return np.asarray(np.exp(shifted - np.repeat(np.log(sums), sizes)), dtype=np.float32)


def _find_near(name: str, at: int, firsts: list[int], reaches: list[tuple[int, int, int]]) -> tuple[int, int, bool]:
    """Which answering spans one that begins at a piece may point at, and whether they are far from it.

    Near ones in its reach; a content that reaches no cue may go on from another paragraph.
    """
    _, begin, end = reaches[bisect_right(reaches, at, key=itemgetter(0)) - 1]
    low, high = bisect_left(firsts, max(begin, at - _REACH)), bisect_left(firsts, min(end, at + _REACH))
    far = low == high
    if far and name == "content":
        low, high = bisect_left(firsts, at - _REACH), bisect_left(firsts, at + _REACH)
    return low, high, far


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


def _borrow(cue: Found, links: list[Link], sentences: list[int]) -> Found | None:
    """The source of the nearest link before a cue in its sentence."""
    begin = sentences[bisect_right(sentences, cue.first) - 1]
    for link in reversed(links):
        if link.cue.first < begin:
            return None
        if link.source is not None:
            return link.source
    return None
