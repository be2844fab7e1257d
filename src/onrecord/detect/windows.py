"""Word pieces -> windows that fit the model, none overlapping another.

A window sees only itself: what lies beyond the paragraphs in it was measured to tell the model nothing (see
docs/why.md). What comes after works on the scores of the whole document, so no statement ends because a
window does.
"""

from collections.abc import Iterator
from zlib import crc32

import numpy as np

from onrecord.detect.features import Pieces
from onrecord.detect.layout import Layout

# Of two line starts one: fewer leave more to counting, more make windows short. See docs/why.md.
_ANCHOR_EVERY = 2


def cut_windows(layout: Layout, pieces: Pieces, longest: int) -> Iterator[tuple[int, int]]:
    """Half-open ranges of at most `longest` pieces that tile the document, in order.

    They end at line breaks where one falls in their second half, else after a sentence, else anywhere.
    """
    n = len(pieces)
    breaks = pieces.breaks > 0
    sentences = np.zeros(n + 1, dtype=bool)
    sentences[np.searchsorted(pieces.start, layout.sentences)] = True
    start = 0
    for stop in [*_find_anchors(pieces), n]:
        while start < stop:
            end = stop if stop - start <= longest else start + longest
            if end < stop:
                low = start + longest // 2
                for places in (breaks, sentences):
                    good = np.flatnonzero(places[low : end + 1])
                    if len(good):
                        end = low + int(good[-1])
                        break
            yield start, end
            start = end


def _find_anchors(pieces: Pieces) -> list[int]:
    """Line starts at which a window always begins, one in `_ANCHOR_EVERY` by what the line's first pieces are.

    So that what is written above changes nothing below the next anchor.
    """
    lines = np.flatnonzero(pieces.breaks)
    return [int(i) for i in lines if crc32(pieces.ids[i : i + 8].tobytes()) % _ANCHOR_EVERY == 0]
