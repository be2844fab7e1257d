"""What keeping costs beside reading: `python benchmarks/keeping.py`, limits in brackets.

Adds articles to a new record, then the same ones again: how long keeping takes as a share of reading (0.15), how long
the second time takes as a share of the first (0.1) and what it adds (nothing), and how large the record is beside the
UTF-8 text that it holds (6). The exit code is 1 where a limit is not kept.

Articles are 1,000 texts of 36 sentences of the bundled press each, so that the same people come in many of them, and of
12 in which nobody is named: about as long as news is, naming as many (PolNeAR's articles have 744 words and name 29),
with more statements (3.6 to a hundred words; 3.0 there). `--texts FILE` takes JSON Lines with `text` instead,
`--count N` so many of them, `--record ADDRESS` PostgreSQL.
"""

import argparse
import cProfile
import json
import random
import sys
import tempfile
import time
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import onrecord
from onrecord.detect.layout import lay_out
from onrecord.record import Kept, Record
from onrecord.store.store import Store

SENTENCES = 36
PLAIN = 12
HAPPENINGS = {
    "The ferry to the islands": ("left an hour late", "ran half empty", "was held in port", "carried post and bread"),
    "The last train of the evening": ("was full", "stopped between two stations", "waited for the bus from the hills"),
    "The road over the pass": ("was open to cars alone", "lay under fresh snow", "was mended in two places"),
    "The market in the old town": ("was quiet", "sold out of onions", "closed at three", "had twice as many stalls"),
    "Rain from the west": ("filled the ditches", "kept the boats on the shore", "washed sand over the cycle path"),
    "The price of bread": ("rose by a few cents", "did not move", "was the same in most shops along the river"),
    "The line outside the bank": ("reached the corner", "was gone by ten", "moved faster than on other days"),
    "Water in the lower streets": ("stood up to the doorsteps", "ran off slowly", "came through the cellar windows"),
    "The new swimming pool": ("cost more than had been set aside", "opened a month late", "was warm enough to use"),
    "The street lamps by the mill": ("were dark", "went on at four", "flickered and went out one after another"),
    "The harvest of early apples": ("was small", "began in the orchards on the south side", "filled every barn"),
    "The old cinema": ("showed the same film twice", "had its roof taken off", "stood empty", "was let to a circus"),
}
TIMES = (
    "for the third day in a row", "through most of the week", "before noon", "after a night of heavy rain",
    "as in most years", "until the evening", "for the first time since spring", "in spite of the cold",
    "while the cranes stood still", "and nobody minded much", "with little wind and a clear sky", "once again",
)  # fmt: skip


def make_texts(count: int) -> list[str]:
    """Articles of sentences of the bundled ones and plain ones, no two alike."""
    rng = random.Random(7)
    pool = []
    for path in sorted((Path(str(files("onrecord"))) / "press").glob("*.html")):
        text = onrecord.read(path).document.text
        starts = lay_out(text).sentences
        pool += [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    pool = [sentence for sentence in pool if len(sentence.split()) > 6]
    plain = [f"{who} {did} {when}." for who, some in HAPPENINGS.items() for did in some for when in TIMES]
    drawn = ([*rng.sample(pool, SENTENCES), *rng.sample(plain, PLAIN)] for _ in range(count))
    return [" ".join(rng.sample(sentences, len(sentences))) for sentences in drawn]


def load_texts(path: Path, count: int) -> list[str]:
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line)["text"] for line, _ in zip(stream, range(count), strict=False)]


def add(record: Record, path: Path) -> Counter[str]:
    """What came of each article, added without a word."""
    return Counter(r.outcome if isinstance(r, Kept) else "skipped" for r in record.add([str(path)]))


def check(name: str, figure: float, limit: float) -> bool:
    print(f"{name}: {figure:.3f} [{limit}]{'' if figure <= limit else ' MISSED'}")
    return figure <= limit


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--record", help="an empty PostgreSQL database; its size is not measured")
    parser.add_argument("--profile", type=Path, help="write a profile of keeping, for pstats")
    options = parser.parse_args()
    texts = load_texts(options.texts, options.count) if options.texts else make_texts(options.count)
    spent = 0.0
    kept = Store.keep_all
    profile = cProfile.Profile() if options.profile else None

    def keep(*given: Any, **named: Any) -> Any:
        nonlocal spent
        started = time.perf_counter()
        if profile:
            profile.enable()
        try:
            return kept(*given, **named)
        finally:
            if profile:
                profile.disable()
            spent += time.perf_counter() - started

    Store.keep_all = keep  # type: ignore[method-assign]
    fine = True
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "articles.jsonl"
        rows.write_text(
            "".join(json.dumps({"id": str(i), "text": text, "published": f"2025-{i % 12 + 1:02}-01"}) + "\n"
                    for i, text in enumerate(texts)), encoding="utf-8",
        )  # fmt: skip
        path = Path(folder) / "record.db"
        with Record(options.record or str(path)) as record:
            started = time.perf_counter()
            first = add(record, rows)
            took = time.perf_counter() - started
            statements = record.count()["statements"]
            print(f"{len(texts)} articles, {sum(len(t.split()) for t in texts):,} words, {statements:,} statements")
            print(f"first time: {dict(first)}, {took:.1f} s, of these keeping {spent:.1f} s")
            print(f"keeping one article: {spent / len(texts) * 1000:.1f} ms")
            fine &= check("keeping / reading", spent / (took - spent), 0.15)
            started = time.perf_counter()
            second = add(record, rows)
            again = time.perf_counter() - started
            print(f"second time: {dict(second)}, {again:.2f} s")
            fine &= set(second) == {"known"} and record.count()["statements"] == statements
            fine &= check("second time / first time", again / took, 0.1)
        if not options.record:
            size = sum(file.stat().st_size for file in path.parent.glob("record.db*"))
            fine &= check("record / text", size / sum(len(text.encode()) for text in texts), 6)
    if profile:
        profile.dump_stats(options.profile)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
