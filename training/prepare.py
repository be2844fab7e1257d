"""Corpora -> word pieces with their attributions as ranges of pieces."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from onrecord.detect.features import Pieces, cut_pieces

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

    id: str
    pieces: Pieces
    attributions: tuple[Attribution, ...]


def load_tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def read_rows(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def prepare(rows: Iterator[dict], tokenizer: Tokenizer) -> list[Example]:
    """Rows {id, text, attributions} in the form of PolNeAR -> examples. Spans widen to whole pieces."""
    return [_prepare_one(row, tokenizer) for row in rows]


def _prepare_one(row: dict, tokenizer: Tokenizer) -> Example:
    pieces = cut_pieces(row["text"], tokenizer)

    def ranges(spans: list[list[int]]) -> tuple[Range, ...]:
        low = np.searchsorted(pieces.end, [s for s, _ in spans], side="right")
        high = np.searchsorted(pieces.start, [e for _, e in spans], side="left")
        return tuple((int(a), int(b)) for a, b in sorted(zip(low, high, strict=True)) if a < b)

    attributions = tuple(
        Attribution(ranges(a["source"]), ranges(a["cue"]), ranges(a["content"])) for a in row["attributions"]
    )
    return Example(row["id"], pieces, attributions)


def load_examples(corpora: Path, tokenizer_path: Path) -> tuple[list[Example], list[Example]]:
    """Training and tuning examples of PolNeAR. Takes seconds, so nothing is cached."""
    tune = set((corpora / "polnear_tune_ids.txt").read_text().split())
    examples = prepare(read_rows(corpora / "polnear_train.jsonl"), load_tokenizer(tokenizer_path))
    return [e for e in examples if e.id not in tune], [e for e in examples if e.id in tune]
