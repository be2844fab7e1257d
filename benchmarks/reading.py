"""How well the committed weights read: `python benchmarks/reading.py --corpora DIR`.

Reads whole articles with the installed package, default settings, and scores them (benchmarks/scorer.py says
how): PolNeAR's development part, clean; how far the confidence can be believed there; the same part made dirty
(benchmarks/dirty.py); and other kinds of English. What a folder of corpora lacks is left out and named.

`--weights DIR` measures other weights, `--predictions FILE` also writes the clean statements in the public form.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.calibration import Bin, bin_equally, draw, expected_error, judge
from benchmarks.dirty import KINDS, dirty
from benchmarks.scorer import Count, add_counts, print_counts, score_document
from onrecord import pipeline
from onrecord.detect.model import WEIGHTS, Model
from onrecord.show.export import to_json_line
from onrecord.types import Document

GOLD = Path(__file__).with_name("gold")
PRECISE = 0.8
Row = dict
"""{id, text, attributions: [{source, cue, content}]}"""


def load_rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def load_factappeal(path: Path) -> list[Row]:
    """FactAppeal's sentences with their appeals as attributions: sources and contents, no cues."""
    rows = []
    for row in load_rows(path):
        contents = [s[:2] for s in row["spans"] if s[2] == "Fact_Appeal"]
        sources = [s[:2] for s in row["spans"] if s[2] == "Source"]
        golds = [{"source": _nearest(sources, c), "cue": [], "content": [c]} for c in contents]
        rows.append({"id": row["id"], "text": row["text"], "attributions": golds})
    return rows


def _nearest(sources: list[list[int]], content: list[int]) -> list[list[int]]:
    return sorted(sources, key=lambda s: max(s[0] - content[1], content[0] - s[1]))[:1]


def load_annotated(gold: Path, texts: Path) -> list[Row]:
    """Our own annotations, which hold ids and offsets alone, with the texts that they are of."""
    by_id = {row["id"]: row["text"] for row in load_rows(texts)}
    return [{**row, "text": by_id[row["id"]]} for row in load_rows(gold)]


def read(row: Row, min_confidence: float | None = None) -> tuple[str, list[dict]]:
    """A row's reading as a line of JSON, and its statements."""
    options = pipeline.Options(min_confidence=min_confidence)
    line = to_json_line(pipeline.read_document(Document(row["id"], row["text"]), options))
    return line, json.loads(line)["statements"]


def measure(rows: Iterable[Row], min_confidence: float | None = None) -> dict[str, Count]:
    return add_counts(score_document(row["text"], row["attributions"], read(row, min_confidence)[1]) for row in rows)


@dataclass(frozen=True)
class Doubt:
    """How far the confidence can be believed."""

    bins: list[Bin]
    """Of all statements, below the default threshold too."""
    precise: Count
    """The attribution figure at a least confidence of `PRECISE`."""

    @property
    def error(self) -> float:
        return expected_error(self.bins)


def measure_doubt(rows: list[Row]) -> Doubt:
    confidences: list[float] = []
    right: list[bool] = []
    for row in rows:
        statements = read(row, 0.0)[1]
        golds = [g for g in row["attributions"] if g["content"]]
        confidences += [s["confidence"] for s in statements]
        right += judge(row["text"], golds, statements)
    return Doubt(bin_equally(confidences, right), measure(rows, PRECISE)["attribution"])


def measure_dirt(rows: list[Row]) -> dict[str, dict[str, Count]]:
    """The figures of each kind of dirt."""
    return {kind: measure(dirty(row, kind)[0] for row in rows) for kind in KINDS}


def use_weights(folder: Path) -> Model:
    """From here on read with other weights than the bundled ones."""
    model = Model(folder)
    pipeline.load_model = lambda: model
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with polnear_dev.jsonl and others")
    parser.add_argument("--weights", type=Path, help="folder of other weights than the bundled ones")
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--quick", action="store_true", help="the clean articles only")
    given = parser.parse_args()
    model = use_weights(given.weights or WEIGHTS)
    dev = load_rows(given.corpora / "polnear_dev.jsonl")
    counts = measure(dev)
    print("== PolNeAR, development part")
    print_counts(counts)
    if given.predictions:
        given.predictions.write_text("\n".join(read(row)[0] for row in dev) + "\n", encoding="utf-8")
    if given.quick:
        return
    print("\n== doubt, same part")
    default, doubt = counts["attribution"], measure_doubt(dev)
    threshold = model.card.min_confidence
    print(f"default threshold {threshold}: P {100 * default.precision:.1f}  R {100 * default.recall:.1f}")
    print(f"--min-confidence {PRECISE}: P {100 * doubt.precise.precision:.1f}  R {100 * doubt.precise.recall:.1f}")
    print(f"expected calibration error, {len(doubt.bins)} bins of equal count: {doubt.error:.3f}")
    print("\n".join(draw(doubt.bins)))
    print("\n== dirty, same part: F1 of content, matched, attribution; attribution against clean")
    for kind, made in measure_dirt(dev).items():
        figures = "  ".join(f"{100 * made[name].f1:5.1f}" for name in ("content", "matched", "attribution"))
        print(f"{kind:18} {figures}   {100 * (made['attribution'].f1 - default.f1):+.1f}")
    others = {
        "speakers.jsonl (eight genres; contents approximate)": ("speakers.jsonl", load_rows),
        "FactAppeal, sentences (sources and contents only)": ("factappeal.jsonl", load_factappeal),
        "Wikinews, annotated by us": (
            "wikinews_articles.jsonl",
            lambda texts: load_annotated(GOLD / "wikinews.jsonl", texts),
        ),
    }
    for title, (name, load) in others.items():
        print(f"\n== {title}")
        if (given.corpora / name).exists():
            print_counts(measure(load(given.corpora / name)))
        else:
            print(f"left out: no {name} in {given.corpora}")


if __name__ == "__main__":
    main()
