"""Corpora -> word pieces with their attributions as ranges of pieces."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from benchmarks.dirty import dirty
from onrecord.detect.features import Pieces, cut_pieces
from onrecord.detect.labels import MENTION_KINDS
from onrecord.detect.layout import lay_out
from onrecord.detect.model import begin_anew

Range = tuple[int, int]


@dataclass(frozen=True)
class Attribution:
    """An attribution as half-open ranges of pieces, each part in order."""

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]


@dataclass(frozen=True)
class Example:
    """A document ready to learn from."""

    row: dict
    """What it was made from: {id, text, attributions} in the form of PolNeAR."""
    pieces: Pieces
    attributions: tuple[Attribution, ...]
    mentions: tuple[tuple[int, int, int], ...] | None = None
    """Names as (first piece, the one behind the last, index of the kind); None where nobody marked them."""
    taught: np.ndarray | None = None
    """(pieces, tags) probabilities that the teachers give, float16."""


def load_tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def read_rows(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def prepare(rows: Iterable[dict], tokenizer: Tokenizer) -> list[Example]:
    """Rows {id, text, attributions} in the form of PolNeAR -> examples. Spans widen to whole pieces."""
    return [prepare_one(row, tokenizer) for row in rows]


def prepare_one(row: dict, tokenizer: Tokenizer) -> Example:
    pieces = cut_pieces(lay_out(row["text"]), tokenizer)

    def ranges(spans: list[list[int]]) -> tuple[Range, ...]:
        low = np.searchsorted(pieces.end, [s for s, _ in spans], side="right")
        high = np.searchsorted(pieces.start, [e for _, e in spans], side="left")
        return tuple((int(a), int(b)) for a, b in sorted(zip(low, high, strict=True)) if a < b)

    def sentences(content: tuple[Range, ...]) -> tuple[Range, ...]:
        """A content that goes on where a sentence opens begins there anew, as the reader will find it."""
        cut = [[a, *(a + 1 + np.flatnonzero(pieces.opens[a + 1 : b])).tolist(), b] for a, b in content]
        return tuple(part for edges in cut for part in pairwise(edges))

    attributions = tuple(
        Attribution(ranges(a["source"]), ranges(a["cue"]), sentences(ranges(a["content"]))) for a in row["attributions"]
    )
    if "mentions" not in row:
        return Example(row, pieces, attributions)
    cut = ((ranges([m[:2]]), MENTION_KINDS.index(m[2])) for m in row["mentions"])
    return Example(row, pieces, attributions, tuple((*found[0], kind) for found, kind in cut if found))


def dirty_example(example: Example, kind: str, seed: int, tokenizer: Tokenizer) -> Example:
    """The example with one kind of dirt (benchmarks/dirty.py); what was taught follows the pieces."""
    row, dirtied = dirty(example.row, kind, seed)
    made = prepare_one(row, tokenizer)
    if example.taught is None or not len(made.pieces):
        return made
    old = dirtied.move_back(made.pieces.start)
    at = np.searchsorted(example.pieces.end, old, side="right")
    taught = example.taught[np.minimum(at, len(example.pieces) - 1)]
    with np.errstate(divide="ignore"):
        logs = begin_anew(np.log(taught.astype(np.float32)), made.pieces.opens)
    return replace(made, taught=np.exp(logs).astype(np.float16))


def load_rows(corpora: Path) -> tuple[list[dict], list[dict]]:
    """Training and tuning articles of PolNeAR."""
    tune = set((corpora / "polnear_tune_ids.txt").read_text().split())
    rows = list(read_rows(corpora / "polnear_train.jsonl"))
    return [r for r in rows if r["id"] not in tune], [r for r in rows if r["id"] in tune]


_KINDS = {
    "Person": "person",
    "Organization": "organisation",
    "Location": "place",
    "Facility": "place",
    "NORP": "group",
    "Product": "other",
    "Misc": "other",
}
"""Of the newswire with names; its other kinds are no names."""


def load_mentions(corpora: Path, split: str) -> dict[str, list[list]]:
    """Id as `load_unlabelled` gives it -> the names of the text, [start, end, kind]."""
    return {
        f"ner/{row['id']}": [[s, e, _KINDS[kind]] for s, e, kind in row["spans"] if kind in _KINDS]
        for row in read_rows(corpora / "ner.jsonl")
        if row.get("split", "train") == split
    }


KEPT = Path(__file__).parents[1] / "benchmarks" / "gold" / "wikinews_ids.txt"
UNLABELLED = ("wikinews_articles", "ner", "newsmtsc_train", "directed_sentiment")


def load_unlabelled(corpora: Path) -> list[dict]:
    """News without attributions, {id, text}, each text once: articles, and single sentences.

    Articles that were annotated to measure on are left out.
    """
    kept = set(KEPT.read_text(encoding="utf-8").split())
    seen: dict[str, dict] = {}
    for name in UNLABELLED:
        for row in read_rows(corpora / f"{name}.jsonl"):
            if row.get("split", "train") == "train" and row["id"] not in kept:
                seen.setdefault(row["text"], {"id": f"{name}/{row['id']}", "text": row["text"]})
    return list(seen.values())
