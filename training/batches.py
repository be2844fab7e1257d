"""Examples -> batches of windows, packed anew each epoch.

Windows are cut at other places each epoch, so that where a window ends teaches nothing. Some documents are
made dirty first (case, line breaks, quotation marks), for the text that people bring is not always clean.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from benchmarks.dirty import KINDS
from onrecord.detect.labels import TAGS, bucket_crossing, bucket_distance
from training.prepare import Attribution, Example, Range, dirty_example

CLS, SEP = 101, 102
"""BERT's ids of the window's first and last piece."""
IGNORE = -100
# The kind that costs most comes most often: without marks only words tell where somebody speaks.
_DIRT = [*KINDS, "marks dropped", "marks dropped", "marks dropped"]


@dataclass(frozen=True)
class Row:
    """One window of t pieces (CLS and SEP among them), its tags and where its cues and contents point."""

    ids: np.ndarray
    features: np.ndarray
    opens: np.ndarray
    """(t,): pieces that begin a sequence of tags anew."""
    tags: np.ndarray
    mentions: np.ndarray
    """(t,) tags of names; IGNORE where nobody marked them."""
    taught: np.ndarray
    """(t, tags): probabilities that the teachers give; without teachers it means nothing."""
    points: dict[str, list[Range]]
    """For each pointer: (piece that points, piece pointed at, -1 for nowhere)."""


@dataclass(frozen=True)
class Batch:
    """b windows of at most t pieces, padded."""

    ids: Tensor
    features: Tensor
    opens: Tensor
    mask: Tensor
    tags: Tensor
    mentions: Tensor
    taught: Tensor
    at: dict[str, Tensor]
    """Per pointer (n, 2): row and piece that points."""
    target: dict[str, Tensor]
    """Per pointer (n,): column pointed at, 0 for nowhere, else 1 + piece."""
    distance: dict[str, Tensor]
    crossing: dict[str, Tensor]


def cut_rows(example: Example, size: int, rng: np.random.Generator | None) -> Iterator[Row]:
    """Windows of at most `size` pieces, ending at line breaks where they can; with `rng` every other one is shorter."""
    breaks, n = example.pieces.breaks, len(example.pieces)
    start = 0
    while start < n:
        room = int(rng.integers(size // 8, size)) if rng is not None and rng.random() < 0.5 else size
        end = min(n, start + room)
        if end < n:
            inside = np.flatnonzero(breaks[start + room // 2 : end + 1])
            if len(inside):
                end = start + room // 2 + int(inside[-1])
        yield _make_row(example, start, end)
        start = end


def _make_row(example: Example, left: int, right: int) -> Row:
    p = example.pieces
    tags = np.zeros(right - left + 2, dtype=np.int64)
    points: dict[str, list[Range]] = {"source": [], "content": []}

    def seat(part: Range) -> Range | None:
        """A part's range in the row, or None where no piece of it is in the window."""
        low, high = max(part[0], left), min(part[1], right)
        return (low - left + 1, high - left + 1) if low < high else None

    for kind in ("content", "source", "cue"):  # a cue or source inside a content keeps its own tag
        for attribution in example.attributions:
            for part in getattr(attribution, kind):
                seated = seat(part)
                if seated:
                    tags[seated[0] : seated[1]] = TAGS.index(f"I-{kind}")
                    if part[0] >= left:
                        tags[seated[0]] = TAGS.index(f"B-{kind}")
    if TAGS[tags[1]].startswith("I-"):  # a part that the window cuts begins anew: nothing else may come first
        tags[1] -= 1
    for attribution in example.attributions:
        _point(attribution, seat, left, points)

    mentions = np.full(len(tags), IGNORE, dtype=np.int64)
    if example.mentions is not None:
        mentions[:] = 0
        for first, last, kind in example.mentions:
            if seated := seat((first, last)):
                mentions[seated[0] : seated[1]] = 2 * kind + 2
                mentions[seated[0]] = 2 * kind + 1

    def frame(values: np.ndarray) -> np.ndarray:
        return np.concatenate(([0], values[left:right], [0]))

    ids = frame(p.ids)
    ids[0], ids[-1] = CLS, SEP
    taught = np.zeros((len(ids), len(TAGS)), np.float16)
    taught[:, 0] = 1
    if example.taught is not None:
        taught[1:-1] = example.taught[left:right]
    return Row(
        ids,
        np.stack([frame(p.case), frame(p.breaks), frame(p.quoted)], 1),
        frame(p.opens),
        tags,
        mentions,
        taught,
        points,
    )


def _point(attribution: Attribution, seat, left: int, points: dict[str, list[Range]]) -> None:
    cue = seat(attribution.cue[0]) if attribution.cue and attribution.cue[0][0] >= left else None
    if cue:
        if not attribution.source:
            points["source"].append((cue[0], -1))
        elif attribution.source[0][0] >= left and (source := seat(attribution.source[0])):
            points["source"].append((cue[0], source[0]))
    for part in attribution.content:
        seated = seat(part) if part[0] >= left else None
        if seated and (cue or not attribution.cue):
            points["content"].append((seated[0], cue[0] if cue else -1))


def make_batches(
    examples: list[Example],
    size: int,
    pieces: int,
    rng: np.random.Generator,
    rough: bool = True,
    dirt: float = 0.0,
    tokenizer: Tokenizer | None = None,
) -> Iterator[Batch]:
    """Batches of windows of like length, at most `pieces` pieces each with padding, in random order.

    `rough` cuts windows of random sizes; `dirt` is the share of documents that are made dirty first.
    """
    rows: list[Row] = []
    for example in examples:
        if tokenizer is not None and rng.random() < dirt:
            kind = str(rng.choice(_DIRT))
            example = dirty_example(example, kind, int(rng.integers(1 << 30)), tokenizer)
        rows += cut_rows(example, size, rng if rough else None)
    rows = [rows[i] for i in rng.permutation(len(rows))]
    pools = [sorted(rows[i : i + 512], key=lambda r: len(r.ids)) for i in range(0, len(rows), 512)]
    groups: list[list[Row]] = []
    for pool in pools:
        group: list[Row] = []
        for row in pool:
            if group and (len(group) + 1) * len(row.ids) > pieces:
                groups.append(group)
                group = []
            group.append(row)
        groups.append(group)
    for i in rng.permutation(len(groups)):
        yield _stack(groups[i])


def _stack(rows: list[Row]) -> Batch:
    t = max(len(r.ids) for r in rows)

    def pad(values: np.ndarray, fill: int) -> np.ndarray:
        width = [(0, t - len(values))] + [(0, 0)] * (values.ndim - 1)
        return np.pad(values, width, constant_values=fill)

    ids = np.stack([pad(r.ids, 0) for r in rows])
    features = np.stack([pad(r.features, 0) for r in rows])
    lines = np.cumsum(features[..., 1] > 0, axis=1)
    at, target, distance, crossing = {}, {}, {}, {}
    for pointer in ("source", "content"):
        found = [(b, i, j) for b, r in enumerate(rows) for i, j in r.points[pointer]]
        triples = np.asarray(found, dtype=np.int64).reshape(-1, 3)
        at[pointer] = torch.from_numpy(triples[:, :2].copy())
        target[pointer] = torch.from_numpy(triples[:, 2] + 1)
        distance[pointer] = torch.from_numpy(bucket_distance(np.arange(t)[None] - triples[:, 1:2]))
        own = lines[triples[:, 0], triples[:, 1]][:, None]
        crossing[pointer] = torch.from_numpy(bucket_crossing(lines[triples[:, 0]], own))
    return Batch(
        torch.from_numpy(ids),
        torch.from_numpy(features),
        torch.from_numpy(np.stack([pad(r.opens, 0) for r in rows]) > 0),
        torch.from_numpy(np.stack([pad(np.ones(len(r.ids)), 0) for r in rows]) > 0),
        torch.from_numpy(np.stack([pad(r.tags, IGNORE) for r in rows])),
        torch.from_numpy(np.stack([pad(r.mentions, IGNORE) for r in rows])),
        torch.from_numpy(np.stack([pad(r.taught, 0) for r in rows])),
        at,
        target,
        distance,
        crossing,
    )
