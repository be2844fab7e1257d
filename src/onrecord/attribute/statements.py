"""Links -> statements: character spans, manner and confidence."""

import math
import re
from bisect import bisect_left
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from onrecord.attribute.link import Link, find_reaches, join_contents, link_cues
from onrecord.detect.decode import Found, decode
from onrecord.detect.layout import Layout
from onrecord.detect.model import Card, Scores
from onrecord.detect.quotations import QuotationIndex
from onrecord.types import Document, Manner, Span, Spans, Statement

_WORD = re.compile(r"\w+")
_SENTENCE_ENDS = frozenset(".!?,…")
# Fewer words in quotation marks are as often a name or a title.
_LEAST_WORDS = 6
# Characters of a line up to the colon: more is a sentence.
_LONGEST_LABEL = 60


def attribute(document: Document, layout: Layout, scores: Scores, card: Card) -> tuple[Statement, ...]:
    """The statements of a scored document, in the order of the text, still without ids."""
    links = find_links(layout, scores, card)
    made = [make_statement(document, layout, link, scores, card) for link in links]
    shown = [s for s in made if s.confidence >= card.min_confidence]
    made += find_free_quotations(document, shown, layout.quotations, card.min_confidence)
    made.sort(key=lambda s: (s.start, s.end))
    return tuple(made)


def find_free_quotations(
    document: Document, statements: list[Statement], index: QuotationIndex, confidence: float
) -> list[Statement]:
    """Whole sentences in quotation marks that no statement touches: somebody said them, and the text does not say who.

    They have neither source nor cue, and the confidence that is given.
    """
    text = document.text
    taken = sorted(span for s in statements for part in (s.source, s.cue, s.content) for span in part)
    ends = list(accumulate((end for _, end in taken), max))
    found = []
    for quotation in index.quotations:
        words = text[quotation.start : quotation.end].strip("\"'“”„«»‘’ \n")
        before = bisect_left(taken, (quotation.end, 0))
        is_taken = before > 0 and ends[before - 1] > quotation.start
        is_sentence = words[:1].isupper() and words[-1:] in _SENTENCE_ENDS and len(words.split()) >= _LEAST_WORDS
        if quotation.closed and is_sentence and not is_taken:
            content = ((quotation.start, quotation.end),)
            part = document.part_at(quotation.start)
            found.append(Statement("", (), (), content, "direct", part=part, confidence=confidence))
    return found


def find_links(layout: Layout, scores: Scores, card: Card) -> list[Link]:
    """Cues that were given a content, each with it and its source. A cue without one says nothing."""
    if not len(scores.pieces):
        return []
    starts = scores.pieces.start
    segments = _pieces_at(layout.segments, starts)
    paragraphs = _pieces_at(layout.paragraphs, starts)
    sentences = np.searchsorted(starts, layout.sentences).tolist()
    reaches = find_reaches(segments, paragraphs, len(starts))
    links = link_cues(decode(scores, card), scores, card, sentences, reaches)
    opening = frozenset(paragraphs.tolist())
    return [join_contents(link, opening) for link in links if link.contents]


def _pieces_at(offsets: list[int], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The pieces that begin at offsets or behind them, each once; none where nothing follows."""
    return np.unique(np.searchsorted(starts, [o for o in offsets if o <= starts[-1]]))


def make_statement(document: Document, layout: Layout, link: Link, scores: Scores, card: Card) -> Statement:
    """A link as a statement, without an id."""

    def spans(parts: tuple[Found, ...]) -> Spans:
        return tuple(settle_span(document.text, scores, part) for part in parts)

    content = spans(link.contents)
    cue = spans((link.cue,))
    part = document.part_at(cue[0][0])
    is_turn = part == "body" and labels_turn(layout, cue[0], content)
    return Statement(
        id="",
        source=spans((link.source,)) if link.source else (),
        cue=cue,
        content=content,
        manner="direct" if is_turn else find_manner(document.text, content, layout.quotations),
        part=part,
        confidence=estimate_confidence(link, card),
    )


def settle_span(text: str, scores: Scores, part: Found) -> Span:
    """The characters of a span, widened to whole words."""
    start, end = int(scores.pieces.start[part.first]), int(scores.pieces.end[part.last - 1])
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


def labels_turn(layout: Layout, cue: Span, content: Spans) -> bool:
    """Whether a cue is the colon behind a label at a line's start, as in interviews and transcripts.

    What follows are the words as spoken, though no marks say so.
    """
    begin = layout.flowing.rfind("\n", 0, cue[0]) + 1
    is_label = layout.text[slice(*cue)] == ":" and cue[0] - begin <= _LONGEST_LABEL
    return is_label and 0 <= content[0][0] - cue[1] <= 1


def find_manner(text: str, content: Spans, index: QuotationIndex) -> Manner:
    """direct where every word stands in quotation marks, indirect where none does, mixed between."""
    if not any(index.touches(s, e) for s, e in content):
        return "indirect"
    quoted = [index.at(m.start()) is not None for s, e in content for m in _WORD.finditer(text, s, e)]
    if quoted and all(quoted):
        return "direct"
    return "mixed" if any(quoted) else "indirect"


def estimate_confidence(link: Link, card: Card) -> float:
    """Probability that a statement is right, by logistic regression on what the model was sure of."""
    weights = card.confidence["weights"]
    total = card.confidence["bias"][0]
    for weight, value in zip(weights, gather_evidence(link), strict=True):
        total += weight * value
    return round(1 / (1 + math.exp(-total)), 4)


def gather_evidence(link: Link) -> list[float]:
    """What confidence rests on: log-odds of cue, content, source and of the joins between them."""

    def odds(p: float) -> float:
        p = min(max(p, 1e-3), 1 - 1e-3)
        return math.log(p / (1 - p))

    best = max(range(len(link.contents)), key=lambda i: link.contents[i].last - link.contents[i].first)
    content = link.contents[best]
    return [
        odds(link.cue.score),
        odds(content.score),
        odds(content.sure),
        odds(link.content_scores[best]),
        odds(link.source_score),
        odds(link.source.score) if link.source else 0.0,
        float(link.source is None),
        float(link.borrowed),
        float(len(link.contents) > 1),
    ]
