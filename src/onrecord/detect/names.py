"""Scores -> names: spans that name a person, an organisation, a place."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.detect.decode import find_best_tags
from onrecord.detect.labels import MENTION_KINDS
from onrecord.detect.model import Card, Scores
from onrecord.detect.repeats import find_repeats, read_acronyms
from onrecord.types import EntityKind, Span

# The score of a name that only its words elsewhere tell.
_REPEAT = 0.5
# The log-probability of no name from which on a piece is taken to be in none.
_SURELY_NONE = np.float32(np.log(0.995))


class Name(NamedTuple):
    """A name: half-open characters, its kind, and the mean probability of the tags of that kind."""

    span: Span
    kind: EntityKind
    """One of `MENTION_KINDS`."""
    score: float


def find_names(text: str, scores: Scores, card: Card) -> list[Name]:
    """All names of a text in order, none overlapping another, each made of whole words.

    The same words are of one kind throughout a text: the one that is likeliest over all their places.
    """
    if not len(scores.mentions):
        return []
    tags = _find_tags(scores, card)
    firsts = np.flatnonzero(tags % 2 == 1)
    others = np.append(np.flatnonzero((tags % 2 == 1) | (tags == 0)), len(tags))
    lasts = others[np.searchsorted(others, firsts, side="right")]
    spans: list[Span] = []
    likely: list[NDArray[np.float32]] = []
    edges = (firsts, lasts, scores.pieces.start[firsts], scores.pieces.end[lasts - 1])
    for first, last, begin, stop in zip(*(edge.tolist() for edge in edges), strict=True):
        start, end = _settle(text, begin, stop)
        if start < end and (not spans or start >= spans[-1][1]):
            spans.append((start, end))
            logs = scores.mentions[first, 1::2] + scores.mentions[first + 1 : last, 2::2].sum(0)
            likely.append(np.exp(logs / (last - first)))
    votes: dict[str, NDArray[np.float32]] = {}
    for (start, end), odds in zip(spans, likely, strict=True):
        words = text[start:end].casefold()
        votes[words] = votes[words] + odds if words in votes else odds
    found = []
    for (start, end), odds in zip(spans, likely, strict=True):
        kind = int(votes[text[start:end].casefold()].argmax())
        found.append(Name((start, end), MENTION_KINDS[kind], round(float(odds[kind]), 4)))
    return _spread(text, found)


def _find_tags(scores: Scores, card: Card) -> NDArray[np.int64]:
    """The best tag of each piece. Stretches that are surely no name are passed over: most of a text is."""
    unsure = scores.mentions[:, 0] < _SURELY_NONE
    looked_at = unsure.copy()
    looked_at[1:] |= unsure[:-1]
    looked_at[:-1] |= unsure[1:]
    at = np.flatnonzero(looked_at)
    tags = np.zeros(len(unsure), dtype=np.int64)
    if len(at):
        begins = scores.pieces.opens[at]
        begins[0] = True
        begins[1:] |= np.diff(at) > 1
        tags[at] = find_best_tags(scores.mentions[at], np.flatnonzero(begins), card.mention_transitions)
    return tags


def _spread(text: str, names: list[Name]) -> list[Name]:
    """With acronyms of the kind of what they stand for, and the places where a name's words were missed."""
    acronyms = read_acronyms(text, ((n.span, n.kind) for n in names))
    if acronyms:
        names = [n._replace(kind=acronyms.get(text[slice(*n.span)], n.kind)) for n in names]
    known = {text[slice(*n.span)]: n.kind for n in names} | acronyms
    missed = find_repeats(text, known, [n.span for n in names])
    return sorted([*names, *(Name(span, known[form], _REPEAT) for span, form in missed)], key=lambda n: n.span)


def _settle(text: str, start: int, end: int) -> Span:
    """Widened to whole words, without the marks at either edge."""
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    while start < end and not (text[start].isalnum() or text[start] in "@#"):
        start += 1
    while start < end and not (text[end - 1].isalnum() or text[end - 1] in ".)"):
        end -= 1
    return start, end
