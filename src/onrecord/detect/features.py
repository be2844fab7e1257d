"""Text -> word pieces with the features the encoder is blind to: case, line breaks, quotation marks.

The encoder is uncased and sees no layout, so each word piece carries three small numbers beside its id.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.detect.layout import Layout
from onrecord.detect.quotations import Quotation
from onrecord.detect.repair import repair
from onrecord.types import Span

CASES = 6
"""0 no letters, 1 lower case, 2 Capitalised, 3 UPPER CASE, 4 mIxed, 5 one capital letter."""
BREAKS = 4
"""Before the piece: 0 no line break, 1 one, 2 a blank line, 3 the text's start."""
QUOTED = 5
"""0 outside quotation marks, 1 inside, 2 an opening mark, 3 a closing mark, 4 inside an unclosed quotation."""

# The tokeniser is given at most this many characters at once: memory stays flat on a line of any length.
_LONGEST_CHUNK = 20_000
_LINE = re.compile(r"[^\n]+")
# Printable ASCII but "[": the tokeniser knows special pieces by it.
_PLAIN = re.compile(r"[ -Z\\-~]+")
_LONGEST_PLAIN_WORD = 100
"""Characters: what is kept stays small."""
_COLUMNS = 4
"""Of a piece: id, start, end, case."""
_PLAIN_WORD = re.compile(r"[A-Za-z0-9]+|[^A-Za-z0-9 ]")


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text as n word pieces. All arrays have shape (n,); offsets are code points into the text."""

    ids: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    case: NDArray[np.int64]
    breaks: NDArray[np.int64]
    quoted: NDArray[np.int64]
    opens: NDArray[np.bool_]
    """Whether a sentence begins, outside quotation marks or with one: no span goes on over it."""

    def __len__(self) -> int:
        return len(self.ids)


def cut_pieces(layout: Layout, tokenizer: Tokenizer) -> Pieces:
    """Cut a text into word pieces, repaired for the model, with offsets into the text as it stands."""
    repaired = repair(layout.flowing)
    ids, low, high, case = np.ascontiguousarray(_encode(repaired.text, tokenizer).T)
    start, end = repaired.start(low), repaired.end(high)
    breaks = _count_breaks(repaired.text, low, high, np.searchsorted(start, layout.segments))
    quoted = _mark_quoted(start, end, layout.quotations.quotations)
    return Pieces(
        ids=ids,
        start=start,
        end=end,
        case=case,
        breaks=breaks,
        quoted=quoted,
        opens=_mark_openings(np.searchsorted(start, layout.sentences), breaks, quoted),
    )


def _encode(text: str, tokenizer: Tokenizer) -> NDArray[np.int64]:
    """The pieces of a repaired text, (n, 4): id, where it starts, where it ends, case.

    A line in plain letters is cut into words here, as BERT's pre-tokeniser does: the tokeniser takes most of its time
    to keep track of changed letters, and there are none.
    """
    cut: list[tuple[int, ...]] = []
    places: list[int] = []
    for begin, chunk in _chunks(text):
        if _is_plain(chunk):
            words = list(_PLAIN_WORD.finditer(chunk))
            cut += [_cut_word(match[0], tokenizer) for match in words]
            places += [begin + match.start() for match in words]
        else:
            encoding = tokenizer.encode(chunk, add_special_tokens=False)
            cut.append(_flatten(chunk, zip(encoding.ids, encoding.offsets, strict=True)))
            places.append(begin)
    sizes = np.fromiter(map(len, cut), np.int64, len(cut))
    table = np.fromiter(chain.from_iterable(cut), np.int64, int(sizes.sum())).reshape(-1, _COLUMNS)
    table[:, 1:3] += np.repeat(np.asarray(places, np.int64), sizes // _COLUMNS)[:, None]
    return table


def _flatten(words: str, pieces: Iterable[tuple[int, Span]]) -> tuple[int, ...]:
    """Of each piece, by its id and offsets: id, start, end, case; one behind the other."""
    return tuple(chain.from_iterable((i, start, end, _case(words[start:end])) for i, (start, end) in pieces))


def _is_plain(line: str) -> bool:
    return _PLAIN.fullmatch(line) is not None and max(map(len, line.split(" "))) <= _LONGEST_PLAIN_WORD


@lru_cache(maxsize=10_000)
def _cut_word(word: str, tokenizer: Tokenizer) -> tuple[int, ...]:
    """The pieces of a plain word, flat. Kept: the next text has most of them again."""
    return _flatten(word, ((piece.id, piece.offsets) for piece in tokenizer.model.tokenize(word.lower())))


def _chunks(text: str) -> list[tuple[int, str]]:
    chunks: list[tuple[int, str]] = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        while end - start > _LONGEST_CHUNK:
            cut = text.rfind(" ", start + 1, start + _LONGEST_CHUNK)
            cut = cut if cut > 0 else start + _LONGEST_CHUNK
            chunks.append((start, text[start:cut]))
            start = cut
        chunks.append((start, text[start:end]))
    return chunks


def _case(piece: str) -> int:
    if piece.islower():
        return 1
    if piece.isupper():
        return 3 if len(piece) > 1 else 5
    if piece.istitle():
        return 2
    return 4 if any(map(str.isalpha, piece)) else 0


def _count_breaks(
    text: str, low: NDArray[np.int64], high: NDArray[np.int64], segments: NDArray[np.intp]
) -> NDArray[np.int64]:
    """`segments`: pieces that begin one; where no line breaks before it, a blank line is made up."""
    newlines = np.asarray([m.start() for m in re.finditer("\n", text)], dtype=np.int64)
    if not len(low):
        return np.zeros(0, dtype=np.int64)
    previous = np.concatenate(([0], high[:-1]))
    count = np.searchsorted(newlines, low) - np.searchsorted(newlines, previous)
    breaks = np.asarray(np.minimum(count, 2), dtype=np.int64)
    begins = segments[segments < len(breaks)]
    breaks[begins[breaks[begins] == 0]] = 2
    breaks[0] = 3
    return breaks


def _mark_quoted(start: NDArray[np.int64], end: NDArray[np.int64], quotations: list[Quotation]) -> NDArray[np.int64]:
    state = np.zeros(len(start), dtype=np.int64)
    firsts = np.searchsorted(start, [q.start for q in quotations]).tolist()
    lasts = np.searchsorted(end, [q.end for q in quotations], side="right").tolist()
    for q, first, last in zip(quotations, firsts, lasts, strict=True):
        if first >= last:
            continue
        state[first:last] = 1 if q.closed else 4
        state[first] = 2
        if q.closed and last - first > 1:
            state[last - 1] = 3
    return state


def _mark_openings(
    sentences: NDArray[np.intp], breaks: NDArray[np.int64], quoted: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """`sentences`: pieces that begin one. A blank line opens one wherever it stands."""
    begins = np.zeros(len(breaks), dtype=bool)
    begins[sentences[sentences < len(breaks)]] = True
    is_outside = (quoted == 0) | (quoted == 2)  # or begins with a mark
    return np.asarray((begins & is_outside) | (breaks >= 2), dtype=np.bool_)
