"""Word pieces -> windows that fit the model, each with context on both sides that it only looks at.

Every piece is scored in exactly one window, the one whose core it stands in. What comes after works on
the scores of the whole document, so no statement ends because a window does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from onrecord.detect.features import Pieces

# Of four line starts one: fewer leave more to counting, more make windows short. See docs/why.md.
_ANCHOR_EVERY = 4


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open ranges of pieces: the window [left, right) and its core [start, end) inside it."""

    left: int
    start: int
    end: int
    right: int


def cut_windows(text: str, pieces: Pieces, core: int, context: int) -> Iterator[Window]:
    """Windows of at most `core + 2 * context` pieces whose cores tile the document, in order.

    Cores end at line breaks where one falls in their second half, else after a sentence, else anywhere.
    """
    n = len(pieces)
    start = 0
    for stop in [*_find_anchors(pieces), n]:
        while start < stop:
            end = stop if stop - start <= core else _best_cut(text, pieces, start, core)
            yield Window(max(0, start - context), start, end, min(n, end + context))
            start = end


def _find_anchors(pieces: Pieces) -> list[int]:
    """Line starts at which a window always begins, one in `_ANCHOR_EVERY` by what the line's first pieces are.

    So that what is written above changes nothing below the next anchor but for its context.
    """
    lines = np.flatnonzero(pieces.breaks)
    return [int(i) for i in lines if crc32(pieces.ids[i : i + 8].tobytes()) % _ANCHOR_EVERY == 0]


def _best_cut(text: str, pieces: Pieces, start: int, core: int) -> int:
    low, high = start + core // 2, start + core
    breaks = np.flatnonzero(pieces.breaks[low : high + 1])
    if len(breaks):
        return int(low + breaks[-1])
    ends = _sentence_ends(text, pieces, low, high)
    return int(low + ends[-1] + 1) if len(ends) else high


def _sentence_ends(text: str, pieces: Pieces, low: int, high: int) -> NDArray[np.intp]:
    """Pieces of [low, high) after which a sentence may end: a stop, with or without a mark behind it."""
    last = [text[e - 1] for e in pieces.end[low:high]]
    stop = np.asarray([c in ".!?…" for c in last])
    mark = np.asarray([c in "\"”'’»)" for c in last])
    spaced = np.asarray(pieces.start[low + 1 : high + 1] > pieces.end[low:high])
    after = np.concatenate(([False], stop[:-1]))
    return np.flatnonzero((stop | (mark & after)) & spaced)
