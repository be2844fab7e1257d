"""How well the committed weights read: `python benchmarks/reading.py --corpora DIR`.

Reads the whole articles of PolNeAR's development part with the installed package, default threshold and
settings, and scores them (benchmarks/scorer.py says how). With `--predictions FILE` it also writes them in
the public form; with `--weights DIR` it measures other weights, fp32 ones for example.
"""

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.scorer import add_counts, print_counts, score_document
from onrecord import pipeline
from onrecord.detect.model import Model
from onrecord.show.export import to_json_line
from onrecord.types import Document


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with polnear_dev.jsonl")
    parser.add_argument("--set", default="polnear_dev.jsonl")
    parser.add_argument("--weights", type=Path, help="folder of other weights than the bundled ones")
    parser.add_argument("--min-confidence", type=float)
    parser.add_argument("--predictions", type=Path)
    given = parser.parse_args()
    if given.weights:
        model = Model(given.weights)
        pipeline.load_model = lambda: model
    counts, lines = [], []
    for line in (given.corpora / given.set).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        options = pipeline.Options(min_confidence=given.min_confidence)
        reading = pipeline.read_document(Document(row["id"], row["text"]), options)
        lines.append(to_json_line(reading))
        counts.append(score_document(row["text"], row["attributions"], json.loads(lines[-1])["statements"]))
    print_counts(add_counts(counts))
    if given.predictions:
        given.predictions.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
