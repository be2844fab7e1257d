"""How fast OnRecord reads, as ratios in one run: `python benchmarks/speed.py`.

Peers and parts, each on one core, one process, over the same articles (the bundled ones, repeated):

- words a second from text to statements, and the share of that time spent in the model;
- spaCy's small English architecture (tok2vec, tagger, parser, ner) with untrained weights, which cost the
  same as trained ones, where spaCy is installed (`pip install spacy`): the ratio of the two;
- memory on a document of 100,000 words, time from start to first output for a text of 500 words and a page.

`--texts FILE` takes JSON Lines with `text` instead of the bundled articles.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROUNDS = 3


def load_texts(path: Path | None) -> list[str]:
    if path is not None:
        return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    folder = files("onrecord") / "examples"
    return [f.read_text(encoding="utf-8") for f in folder.iterdir() if f.name.endswith(".txt")]


def best_time(work: Callable[[], object]) -> float:
    """Seconds of the fastest of several rounds: the one least disturbed."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def time_onrecord(texts: list[str]) -> tuple[float, float]:
    """Seconds for all texts, and the share of them inside the model."""
    import onrecord
    from onrecord.pipeline import load_model

    session = load_model()._session
    inside = 0.0

    class Timed:
        def run(self, *args: object) -> object:
            nonlocal inside
            started = time.perf_counter()
            result = session.run(*args)
            inside += time.perf_counter() - started
            return result

    whole = best_time(lambda: [onrecord.read_text(t) for t in texts])
    load_model()._session = Timed()
    started = time.perf_counter()
    for text in texts:
        onrecord.read_text(text)
    share = inside / (time.perf_counter() - started)
    load_model()._session = session
    return whole, share


def time_spacy(texts: list[str]) -> float | None:
    """Seconds for spaCy's small English architecture, or None where spaCy is not installed."""
    try:
        import spacy
    except ImportError:
        return None
    nlp = spacy.blank("en")
    vectors = {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": 96,
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
            "rows": [5000, 1000, 2500, 2500, 50, 50],
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 96,
            "depth": 4,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
    nlp.add_pipe("tok2vec", config={"model": vectors})
    tagger = nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}})
    parser_model = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "parser",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": listener,
    }
    parser = nlp.add_pipe("parser", config={"model": parser_model})
    # As in the released small model, the entity recogniser has an encoder of its own.
    ner_model = {**parser_model, "state_type": "ner", "tok2vec": vectors}
    ner = nlp.add_pipe("ner", config={"model": ner_model})
    for i in range(50):
        tagger.add_label(f"T{i}")
    for label in [f"D{i}" for i in range(45)]:
        parser.add_label(label)
    for label in [f"E{i}" for i in range(18)]:
        ner.add_label(label)
    nlp.initialize()
    return best_time(lambda: list(nlp.pipe(texts)))


def first_output_s(arguments: list[str]) -> float:
    """Seconds from start to first output, beyond those of Python's own start."""

    def run(command: list[str]) -> float:
        started = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            process.stdout.read(1)  # type: ignore[union-attr]
            took = time.perf_counter() - started
            process.stdout.read()  # type: ignore[union-attr]
        return took

    bare = min(run([sys.executable, "-c", "print(1)"]) for _ in range(ROUNDS))
    return min(run([sys.executable, "-m", "onrecord", "read", *arguments]) for _ in range(ROUNDS)) - bare


def peak_memory_mb(code: str) -> float:
    """Peak resident memory of a fresh Python that runs `code`, in MB (Linux)."""
    # Not getrusage: its peak is inherited from whoever started the process.
    tail = "\nprint(*(l.split()[1] for l in open('/proc/self/status') if l.startswith('VmHWM')))"
    done = subprocess.run([sys.executable, "-c", code + tail], capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path)
    given = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    texts = load_texts(given.texts)
    texts = (texts * (1 + 60_000 // sum(len(t.split()) for t in texts)))[:200]
    words = sum(len(t.split()) for t in texts)
    whole, share = time_onrecord(texts)
    print(f"onrecord: {words / whole:,.0f} words a second, {100 * share:.0f} % of the time in the model")
    peer = time_spacy(texts)
    if peer is None:
        print("spaCy is not installed: no ratio (pip install spacy)")
    else:
        print(f"spaCy's small English architecture: {words / peer:,.0f} words a second")
        print(f"ratio: {peer / whole:.2f}")
    long = " ".join(" ".join(texts).split()[:100_000])
    work = Path(os.environ.get("TMPDIR", "/tmp")) / "onrecord-speed.txt"
    for count in (25_000, 50_000, 100_000):
        work.write_text(" ".join(long.split()[:count]), encoding="utf-8")
        used = peak_memory_mb(f"import onrecord; onrecord.read({str(work)!r})")
        print(f"peak memory, {count:,} words: {used:.0f} MB")
    rows = "".join(json.dumps({"text": text}) + "\n" for text in (texts * 1000)[:1000])
    folder = work.with_suffix(".jsonl")
    folder.write_text(rows, encoding="utf-8")
    used = peak_memory_mb(f"import onrecord\nfor r in onrecord.read_many([{str(folder)!r}]): pass")
    print(f"peak memory, 1,000 articles: {used:.0f} MB")
    folder.unlink()
    work.write_text(" ".join(long.split()[:500]), encoding="utf-8")
    print(f"first output, 500 words of text: {first_output_s([str(work)]):.2f} s beyond Python's start")
    page = [str(f) for f in (files("onrecord") / "examples").iterdir() if f.name.endswith(".html")]
    if page:
        print(f"first output, one HTML page: {first_output_s(page[:1]):.2f} s beyond Python's start")
    work.unlink()


if __name__ == "__main__":
    main()
