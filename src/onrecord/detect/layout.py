"""How a text is laid out: its paragraphs, sentences and quotations, found once and handed down the road."""

from bisect import bisect_right
from dataclasses import dataclass

from onrecord.detect.lines import ENDS_LINE, find_breaks, flow
from onrecord.detect.quotations import QuotationIndex, find_quotations
from onrecord.detect.sentences import find_sentences

# Characters: a longer paragraph is several that were run together, and its sentences stand for them.
_LONGEST_PARAGRAPH = 2000


@dataclass(frozen=True, slots=True)
class Layout:
    """A text with what its layout tells. All offsets are code points into `text`."""

    text: str
    flowing: str
    """The text with the line breaks that mean nothing as spaces, of equal length."""
    quotations: QuotationIndex
    sentences: list[int]
    """Offsets at which a sentence begins, ascending, 0 first."""
    paragraphs: list[int]
    """Offsets at which a paragraph begins, ascending, 0 first."""
    segments: list[int]
    """Offsets at which begins what joins are sought in: paragraphs, and the sentences of those that are too long."""


def lay_out(text: str) -> Layout:
    """Find paragraphs, sentences and quotations. Takes time linear in the text."""
    flowing = flow(text)
    quotations = QuotationIndex(find_quotations(flowing))
    sentences = find_sentences(flowing, quotations)
    paragraphs = _find_paragraphs(flowing)
    return Layout(text, flowing, quotations, sentences, paragraphs, _cut_long(paragraphs, sentences, len(text)))


def _find_paragraphs(text: str) -> list[int]:
    """After a blank line, or a line break after something that ends."""
    starts = [0]
    for start, end in find_breaks(text):
        if text.count("\n", start, end) > 1 or text[start - 1 : start] in ENDS_LINE:
            starts.append(end)
    return starts


def _cut_long(paragraphs: list[int], sentences: list[int], size: int) -> list[int]:
    lengths = [end - start for start, end in zip(paragraphs, [*paragraphs[1:], size], strict=True)]
    found = set(paragraphs)
    found.update(s for s in sentences if lengths[bisect_right(paragraphs, s) - 1] > _LONGEST_PARAGRAPH)
    return sorted(found)
