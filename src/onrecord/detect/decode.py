"""Scores -> spans: the best sequence of tags in each sentence, by Viterbi's algorithm."""

from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.detect.labels import TAGS
from onrecord.detect.model import Card, Scores

Role = Literal["source", "cue", "content"]
_NEVER = np.float32(-1e9)


class Found(NamedTuple):
    """A found span: a half-open range of word pieces with its role and mean probability."""

    role: Role
    first: int
    last: int
    """The piece behind its last one."""
    score: float
    sure: float
    """Probability of its least certain piece."""


def decode(scores: Scores, card: Card) -> list[Found]:
    """All spans of a text in order, none overlapping another nor going on where a sentence opens."""
    n = len(scores.pieces)
    emissions = scores.tags + card.tag_bias
    closed = np.ones(n, dtype=bool)
    closed[scores.begins] = False
    for tag, name in enumerate(TAGS):
        if name.startswith("B-"):
            emissions[closed, tag] = _NEVER
    tags = find_best_tags(emissions, np.flatnonzero(scores.pieces.opens), card.transitions)
    return _collect(tags, scores.tags)


def find_best_tags(
    emissions: NDArray[np.float32], cuts: NDArray[np.int64], transitions: NDArray[np.float32]
) -> NDArray[np.int64]:
    """The best tags of all segments at once, a step at a time, longest first, so that the live ones stay a prefix.

    `best` holds what the best path up to each piece is worth, by tag, the pieces of a step side by side.
    """
    n = len(emissions)
    lengths = np.diff(np.append(cuts, n))
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = cuts[order], lengths[order]
    live = np.searchsorted(-lengths, -np.arange(lengths[0]))  # segments longer than each step
    at = np.concatenate([starts[:size] + step for step, size in enumerate(live.tolist())])
    edges = [0, *np.cumsum(live).tolist()]
    steps = list(pairwise(edges))
    best = np.ascontiguousarray(emissions[at].T)
    begin, go_on = transitions[0], transitions[1:]
    moves = go_on[:, :, None]
    before = best[:, : edges[1]]
    before += begin[:, None]
    for first, last in steps[1:]:
        here = best[:, first:last]
        here += np.maximum.reduce(before[:, None, : last - first] + moves)
        before = here
    states = [at[:0]]
    for first, last in reversed(steps):
        here = best[:, first:last]
        here[:, : len(states[-1])] += go_on.take(states[-1], 1)
        states.append(here.argmax(0))
    chosen = np.empty(n, dtype=np.int64)
    chosen[at] = np.concatenate(states[::-1])
    return chosen


def _collect(tags: NDArray[np.int64], logs: NDArray[np.float32]) -> list[Found]:
    """Every beginning with what is inside behind it: the transitions let nothing else stand inside."""
    firsts = np.flatnonzero(tags % 2 == 1)
    if not len(firsts):
        return []
    others = np.append(np.flatnonzero((tags % 2 == 1) | (tags == 0)), len(tags))
    lasts = others[np.searchsorted(others, firsts, side="right")]
    chosen = np.append(logs[np.arange(len(tags)), tags], np.float32(0))
    edges = np.stack([firsts, lasts], 1).ravel()
    means = np.exp(np.add.reduceat(chosen, edges)[::2] / (lasts - firsts))
    least = np.exp(np.minimum.reduceat(chosen, edges)[::2])
    roles: list[Role] = [TAGS[tag][2:] for tag in tags[firsts]]  # type: ignore[misc]
    return [Found(*span) for span in zip(roles, *(v.tolist() for v in (firsts, lasts, means, least)), strict=True)]
