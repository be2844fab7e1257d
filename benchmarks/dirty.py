"""Makes clean articles dirty, gold and all: `python benchmarks/dirty.py KIND < clean.jsonl > dirty.jsonl`.

What happens to news on its way to a reader: marks lost or exchanged by a converter, a wire in capitals, chat in
small letters, paragraphs run together, lines wrapped by mail. Rows are in the form of PolNeAR; the spans of the
gold follow the text. The same row always gets the same dirt.
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from onrecord.detect.quotations import find_quotations

Edit = tuple[int, int, str]
"""Characters [start, end) and what stands there afterwards."""


@dataclass(frozen=True)
class Dirtied:
    """A text after its edits, and where the offsets of the clean one went."""

    text: str
    _cuts: np.ndarray
    _moved: np.ndarray

    def move(self, offsets: np.ndarray) -> np.ndarray:
        """Offsets of the clean text -> of this one. Inside of what was replaced: not beyond its replacement."""
        i = np.searchsorted(self._cuts, offsets, side="right") - 1
        ceiling = np.append(self._moved[1:], len(self.text))[i]
        return np.minimum(self._moved[i] + offsets - self._cuts[i], ceiling)

    def move_back(self, offsets: np.ndarray) -> np.ndarray:
        """Offsets of this text -> of the clean one, about: an inserted character is where it was inserted."""
        i = np.searchsorted(self._moved, offsets, side="right") - 1
        return self._cuts[i] + offsets - self._moved[i]


def apply_edits(text: str, edits: list[Edit]) -> Dirtied:
    """`edits` in order and without overlap."""
    parts, cuts, moved = [], [0], [0]
    at = size = 0
    for start, end, new in edits:
        parts += [text[at:start], new]
        size += start - at
        cuts += [start, end]
        moved += [size, size + len(new)]
        size += len(new)
        at = end
    parts.append(text[at:])
    return Dirtied("".join(parts), np.asarray(cuts), np.asarray(moved))


def _marks(text: str) -> list[tuple[int, int, bool]]:
    """Each mark of a quotation: its characters, and whether it opens."""
    found = []
    for q in find_quotations(text):
        size = 2 if text[q.start : q.start + 2] in ("''", "``") else 1
        found.append((q.start, q.start + size, True))
        if q.closed:
            size = 2 if text[q.end - 2 : q.end] in ("''", "``") else 1
            found.append((q.end - size, q.end, False))
    return sorted(set(found))


def swap_marks(text: str, rng: random.Random) -> list[Edit]:
    """Opening marks where closing ones belong, and the other way round."""
    return [(s, e, "”" if opens else "“") for s, e, opens in _marks(text)]


def exchange_marks(text: str, rng: random.Random) -> list[Edit]:
    """Double marks written as single ones."""
    return [(s, e, "'") for s, e, _ in _marks(text)]


def drop_marks(text: str, rng: random.Random) -> list[Edit]:
    """No quotation mark left."""
    return [(s, e, "") for s, e, _ in _marks(text)]


def mismatch_marks(text: str, rng: random.Random) -> list[Edit]:
    """Every other mark, by chance, lost or of another kind than its partner."""
    return [(s, e, rng.choice(["", "'", "”", "“", "«"])) for s, e, _ in _marks(text) if rng.random() < 0.5]


def _recase(text: str, change: Callable[[str], str]) -> list[Edit]:
    recased = [(i, i + 1, change(c)) for i, c in enumerate(text) if change(c) != c]
    return [edit for edit in recased if len(edit[2]) == 1]


def lower(text: str, rng: random.Random) -> list[Edit]:
    return _recase(text, str.lower)


def upper(text: str, rng: random.Random) -> list[Edit]:
    return _recase(text, str.upper)


def join_paragraphs(text: str, rng: random.Random) -> list[Edit]:
    """One single paragraph."""
    return [(m.start(), m.end(), " ") for m in re.finditer(r"\s*\n\s*", text)]


def wrap_lines(text: str, rng: random.Random) -> list[Edit]:
    """Lines of at most some 60 to 80 characters, as mail and terminals break them."""
    width = rng.randint(60, 80)
    edits, line_start, space = [], 0, -1
    for i, c in enumerate(text):
        if c == "\n":
            line_start, space = i + 1, -1
        elif c == " ":
            if space >= 0 and i - line_start > width:
                edits.append((space, space + 1, "\n"))
                line_start = space + 1
            space = i
    return edits


def scatter_breaks(text: str, rng: random.Random) -> list[Edit]:
    """Line breaks and blank lines anywhere between words, about one in 25 words; more of those that there are."""
    edits = []
    for m in re.finditer(r"\s+", text):
        if "\n" in m.group():
            if rng.random() < 0.5:
                edits.append((m.start(), m.end(), "\n" * rng.randint(1, 4)))
        elif rng.random() < 0.04:
            edits.append((m.start(), m.end(), rng.choice(["\n", "\n\n"])))
    return edits


KINDS: dict[str, Callable[[str, random.Random], list[Edit]]] = {
    "marks swapped": swap_marks,
    "marks exchanged": exchange_marks,
    "marks dropped": drop_marks,
    "marks mismatched": mismatch_marks,
    "lower case": lower,
    "upper case": upper,
    "no paragraphs": join_paragraphs,
    "lines wrapped": wrap_lines,
    "breaks scattered": scatter_breaks,
}


def dirty(row: dict, kind: str, seed: int = 0) -> tuple[dict, Dirtied]:
    """A row {id, text, attributions: [{source, cue, content}]} with one kind of dirt, and where its offsets went.

    It may also have mentions: [[start, end, kind]].
    """
    rng = random.Random(crc32(f"{seed} {kind} {row['id']}".encode()))
    dirtied = apply_edits(row["text"], KINDS[kind](row["text"], rng))
    moved = {
        "attributions": [
            {**a, **{role: move_spans(dirtied, a[role]) for role in ("source", "cue", "content")}}
            for a in row["attributions"]
        ]
    }
    if "mentions" in row:
        cut = ((move_spans(dirtied, [m[:2]]), m[2]) for m in row["mentions"])
        moved["mentions"] = [[*spans[0], kind] for spans, kind in cut if spans]
    return {**row, "text": dirtied.text, **moved}, dirtied


def move_spans(dirtied: Dirtied, spans: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Spans of the clean text in the dirtied one; what nothing is left of is gone."""
    moved = dirtied.move(np.asarray(list(spans), dtype=np.int64).reshape(-1, 2)).tolist()
    return [[s, e] for s, e in moved if s < e]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=[k.replace(" ", "-") for k in KINDS])
    kind = parser.parse_args().kind.replace("-", " ")
    for line in sys.stdin:
        print(json.dumps(dirty(json.loads(line), kind)[0], ensure_ascii=False))


if __name__ == "__main__":
    main()
