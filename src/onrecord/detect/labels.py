"""Constants of tags and pointers that training and reading share, and the pointer's arithmetic."""

import numpy as np
from numpy.typing import NDArray

from onrecord.types import EntityKind

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
"""Labels of the tag head, in the order of its columns."""
MENTION_KINDS: tuple[EntityKind, ...] = ("person", "organisation", "place", "group", "other")
"""What a name stands for. Groups are nationalities, faiths, parties by their people; states are told by a table."""
MENTION_TAGS = ("O", *(f"{place}-{kind}" for kind in MENTION_KINDS for place in "BI"))
"""Labels of the head of names, in the order of its columns."""
DISTANCES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192)
"""Lower edges of the buckets of distance between two pieces, to either side."""
LINE_BREAKS = 3
"""Line breaks between two pieces that a pointer tells apart: none, one, two or more."""


def bucket_distance(offset: NDArray[np.int64]) -> NDArray[np.int64]:
    """Signed distances in pieces, any shape -> buckets 0 (far left) to 2 * len(DISTANCES) (far right)."""
    size = np.searchsorted(DISTANCES, np.abs(offset), side="right")
    return np.asarray(len(DISTANCES) + np.sign(offset) * size, dtype=np.int64)


def bucket_crossing(line: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """Line numbers of two sets of pieces, broadcast -> 0 same line, 1 the next, 2 farther."""
    return np.asarray(np.minimum(np.abs(line - other), LINE_BREAKS - 1), dtype=np.int64)
