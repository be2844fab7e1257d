"""How fast OnRecord reads, as ratios in one run: `python benchmarks/speed.py`.

Peers and parts, each on one core, one process, over the same articles (the bundled ones, repeated):

- words a second from text to statements, and where that time goes, in the model by operator, with the distance of
  its matrix products from the int8 peak of one core (`pip install onnx`);
- spaCy's small English architecture (tok2vec, tagger, parser, ner) with untrained weights, which cost the
  same as trained ones, where spaCy is installed (`pip install spacy`): the ratio of the two;
- two workers on two cores against one;
- memory on a document of 100,000 words, time from start to first output for a text of 500 words and a page.

`--texts FILE` takes JSON Lines with `text` instead of the bundled articles.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROUNDS = 3
WINDOW = 96
"""Pieces of a common window."""


def load_texts(path: Path | None) -> list[str]:
    if path is not None:
        return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    folder = files("onrecord") / "examples"
    return [f.read_text(encoding="utf-8") for f in folder.iterdir() if f.name.endswith(".txt")]


def best_time(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of the fastest of several rounds: the one least disturbed."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def time_stages(texts: list[str]) -> dict[str, float]:
    """Seconds of one round by stage, the last one being all that has no name of its own."""
    import onrecord
    from onrecord import pipeline
    from onrecord.attribute import statements
    from onrecord.detect import layout, model
    from onrecord.weigh import assertion

    spent: dict[str, float] = {}

    def timed(name: str, work: Callable[..., object]) -> Callable[..., object]:
        def run(*args: object, **named: object) -> object:
            started = time.perf_counter()
            try:
                return work(*args, **named)
            finally:
                spent[name] = spent.get(name, 0.0) + time.perf_counter() - started

        return run

    reader = pipeline.load_model()
    session = reader._session
    places = [
        (layout, "lay_out", "layout: lines, quotations, sentences"),
        (model, "cut_pieces", "word pieces and their features"),
        (statements, "decode", "decoding"),
        (statements, "link_cues", "linking"),
        (assertion, "weigh_assertion", "assertion"),
    ]
    kept = [(module, name, getattr(module, name)) for module, name, _ in places]
    for module, name, title in places:
        setattr(module, name, timed(title, getattr(module, name)))
    reader._session = type("Timed", (), {"run": staticmethod(timed("model", session.run))})()
    started = time.perf_counter()
    for text in texts:
        onrecord.read_text(text)
    whole = time.perf_counter() - started
    for module, name, work in kept:
        setattr(module, name, work)
    reader._session = session
    return {**spent, "everything else": whole - sum(spent.values())}


def time_operators(size: int, rounds: int = 30) -> tuple[dict[str, float], float]:
    """Shares of the model's operators on a window of `size` pieces, and its matrix products' operations a second."""
    import numpy as np
    import onnxruntime

    from onrecord.detect.model import WEIGHTS

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.enable_profiling = True
    options.profile_file_prefix = str(Path(tempfile.gettempdir()) / "onrecord-speed")
    session = onnxruntime.InferenceSession(str(WEIGHTS / "reader.onnx"), options, providers=["CPUExecutionProvider"])
    feed = {"ids": np.full((1, size), 2000, np.int64), "layout": np.zeros((1, size), np.int64)}
    for _ in range(rounds):
        session.run(None, feed)
    path = Path(session.end_profiling())
    events = [e for e in json.loads(path.read_text()) if e["name"].endswith("_kernel_time")]
    path.unlink()
    spent: dict[str, float] = {}
    operations = 0.0
    for event in events:
        kind = event["args"]["op_name"]
        spent[kind] = spent.get(kind, 0.0) + event["dur"]
        if kind == "DynamicQuantizeMatMul":
            (given,) = event["args"]["input_type_shape"][0].values()
            (made,) = event["args"]["output_type_shape"][0].values()
            operations += 2.0 * math.prod(given) * made[-1]
    total = sum(spent.values())
    shares = {kind: t / total for kind, t in sorted(spent.items(), key=lambda item: -item[1])}
    return shares, operations / (spent["DynamicQuantizeMatMul"] * 1e-6)


def int8_peak(size: int = 1024) -> float | None:
    """Operations a second of one large int8 matrix product in onnxruntime, or None without the package onnx."""
    try:
        from onnx import TensorProto, helper, numpy_helper
    except ImportError:
        return None
    import numpy as np
    import onnxruntime

    weight = numpy_helper.from_array(np.full((size, size), 3, np.int8), "w")
    given = helper.make_tensor_value_info("x", TensorProto.UINT8, [size, size])
    made = helper.make_tensor_value_info("y", TensorProto.INT32, [size, size])
    graph = helper.make_graph([helper.make_node("MatMulInteger", ["x", "w"], ["y"])], "g", [given], [made], [weight])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    feed = {"x": np.full((size, size), 5, np.uint8)}
    return 2.0 * size**3 / best_time(lambda: session.run(None, feed), rounds=10)


def time_workers(texts: list[str]) -> tuple[float, float]:
    """Seconds for all texts in one process of a pool and in two, without the start of the processes."""
    from onrecord.pipeline import Options
    from onrecord.types import Page
    from onrecord.workers import read_in_processes

    pages = [Page(f"{i}.txt", text.encode(), "text") for i, text in enumerate(texts)]

    def run(count: int, workers: int) -> float:
        started = time.perf_counter()
        for _ in read_in_processes(pages[:count], Options(workers=workers)):
            pass
        return time.perf_counter() - started

    # A text for each process costs the start alone.
    def net(workers: int) -> float:
        return min(run(len(pages), workers) - run(workers, workers) for _ in range(ROUNDS))

    return net(1), net(2)


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
    cores = set(sorted(os.sched_getaffinity(0))[-2:]) if hasattr(os, "sched_setaffinity") else set()
    if cores:
        os.sched_setaffinity(0, {max(cores)})
    texts = load_texts(given.texts)
    texts = (texts * (1 + 60_000 // sum(len(t.split()) for t in texts)))[:200]
    words = sum(len(t.split()) for t in texts)
    import onrecord

    whole = best_time(lambda: [onrecord.read_text(t) for t in texts])
    print(f"onrecord: {words / whole:,.0f} words a second from text to statements")
    peer = time_spacy(texts)
    if peer is None:
        print("spaCy is not installed: no ratio (pip install spacy)")
    else:
        print(f"spaCy's small English architecture: {words / peer:,.0f} words a second")
        print(f"ratio: {peer / whole:.2f}")
    print("where the time goes:")
    stages = time_stages(texts)
    for name, seconds in sorted(stages.items(), key=lambda item: -item[1]):
        print(f"  {100 * seconds / sum(stages.values()):5.1f} %  {name}")
    shares, reached = time_operators(WINDOW)
    print(f"inside the model, on a window of {WINDOW} pieces:")
    for name, share in list(shares.items())[:6]:
        print(f"  {100 * share:5.1f} %  {name}")
    peak = int8_peak()
    if peak is None:
        print("onnx is not installed: no distance from the int8 peak (pip install onnx)")
    else:
        print(f"matrix products: {reached / 1e9:,.0f} of {peak / 1e9:,.0f} int8 GOPS, {reached / peak:.0%}")
    if len(cores) > 1:
        os.sched_setaffinity(0, cores)
        one, two = time_workers(texts)
        print(f"two workers on two cores: {one / two:.2f} times one")
        os.sched_setaffinity(0, {max(cores)})
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
