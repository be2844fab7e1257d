"""Scores -> spans: the best sequence of tags in each sentence, by Viterbi's algorithm."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from onrecord.detect.labels import TAGS
from onrecord.detect.model import Card, Scores

Role = Literal["source", "cue", "content"]
_NEVER = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Found:
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
    """The best tags of all segments at once, longest first, so that the live ones stay a prefix."""
    n, tags = emissions.shape
    lengths = np.diff(np.append(cuts, n))
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = cuts[order], lengths[order]
    best = emissions[starts] + transitions[0]
    back = np.zeros((n, tags), dtype=np.int8)
    final = np.zeros((len(starts), tags), dtype=np.float32)
    live = len(starts)
    for step in range(1, int(lengths[0]) + 1):
        alive = int(np.searchsorted(-lengths, -step))  # segments longer than `step`
        final[alive:live] = best[alive:live]
        live = alive
        if not live:
            break
        paths = best[:live, :, None] + transitions[None, 1:]
        back[starts[:live] + step] = paths.argmax(1)
        best = paths.max(1) + emissions[starts[:live] + step]
    chosen = np.zeros(n, dtype=np.int64)
    state = final.argmax(1)
    live = 0
    for step in range(int(lengths[0]) - 1, -1, -1):
        live = int(np.searchsorted(-lengths, -step))
        at = starts[:live] + step
        chosen[at] = state[:live]
        state[:live] = back[at, state[:live]]
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
