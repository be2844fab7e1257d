"""Makes the weights that ship, from corpora to model card: `python -m training.build --help`.

Teachers are trained, and read news without gold; smaller students learn from them; the mean of their weights is trained
a little further, on dirtier text; and the mean of all that ships. Stop it at any time and give the same command again:
training goes on from its last checkpoint, and is passed over when it is done. What follows it takes minutes.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import numpy as np
import torch

from benchmarks import reading, speakers
from benchmarks.calibration import Bin, draw
from benchmarks.dirty import dirty
from benchmarks.scorer import FIGURES, Count
from onrecord.detect.labels import MENTION_TAGS, TAGS
from onrecord.detect.model import CONTRACT, EVIDENCE, WEIGHTS, Card, Model
from training.export import build, load_run, pointer_tables, transition_tables
from training.prepare import load_mentions, load_rows, load_unlabelled
from training.teach import Ensemble, read_news, save_lessons
from training.train import Recipe
from training.tune import measure, score_articles, tune

VERSION = "3"
WINDOW = 192
TEACHERS = [Recipe(seed=seed, window=254, taught_weight=0, unlabelled=0, dirt=0, mention_weight=0) for seed in (2, 3)]
LAYERS = "0,1,2,3"
STUDENTS = [Recipe(seed=seed, layers=LAYERS, dirt=0.4) for seed in (1, 2)]
FURTHER = Recipe(
    layers=LAYERS,
    epochs=2,
    unlabelled=0.25,
    dirt=0.6,
    rate=5e-5,
    head_rate=5e-4,
    table_rate=2e-3,
    average=0.995,
    mention_weight=1.0,
)
FINISHERS = [replace(FURTHER, seed=seed) for seed in (11, 12)]


def describe_data(train: int, tune: int, named: int, unlabelled: int) -> list[dict[str, object]]:
    """What the weights are made from, for the card."""
    return [
        {
            "name": "PolNeAR 1.0, training part less the tuning articles (Newell, Margolin, Ruths 2018)",
            "use": "trained on",
            "documents": train,
            "terms": "none stated at its source; the articles are their publishers'",
        },
        {
            "name": "PolNeAR 1.0, tuning articles out of the training part",
            "use": "decoding, confidence and threshold set on",
            "documents": tune,
            "terms": "as above",
        },
        {
            "name": "Stanford worldwide newswire, training part (Shan, Bauer, Manning 2023)",
            "use": "its names of people, organisations, places and groups trained on",
            "documents": named,
            "terms": "none stated at its source; the articles are their publishers'",
        },
        {
            "name": "Wikinews articles (CC BY 2.5), and texts without their labels: Stanford worldwide newswire, "
            "NewsMTSC, directed sentiment in political news; training parts only",
            "use": "read by the teachers, and learnt from as they read it",
            "documents": unlabelled,
            "terms": "CC BY 2.5 for Wikinews; MIT for NewsMTSC's labels; none stated for the others; the texts are "
            "their publishers'",
        },
        {
            "name": "all-MiniLM-L6-v2 (encoder)",
            "use": "started from",
            "documents": 0,
            "terms": "Apache-2.0 by its README, which lists the sets its authors trained it on",
        },
    ]


LIMITS = [
    "Made for English news. Trained on US political reporting of 2015 and 2016: other English, other years and other "
    "genres were not trained on.",
    "The tags are flat: a statement inside another's content is found by reading the content again, where it is plain.",
    "Names are learnt from newswire of many countries, not from the articles with statements.",
    "Confidence is calibrated on the tuning articles and says nothing of whether a statement is true.",
    "A content never goes on over a blank line; what continues in the next paragraph is a piece of its own.",
    "What stands around a statement in the text can change whether it is found: windows begin at places that the text "
    "itself sets, so that what is added above seldom changes anything below.",
]


def write_weights(folder: Path, graph: bytes, card: dict[str, object], tokenizer: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "reader.onnx").write_bytes(graph)
    if tokenizer.resolve() != (folder / "tokenizer.json").resolve():
        shutil.copy(tokenizer, folder / "tokenizer.json")
    (folder / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def untuned_card(graph: bytes, run: Path, tokenizer: Path) -> dict[str, object]:
    reader = load_run(run)
    transitions, mention_transitions = transition_tables(reader)
    return {
        "contract": CONTRACT,
        "version": VERSION,
        "sha256": hashlib.sha256(graph).hexdigest(),
        "tokenizer_sha256": hashlib.sha256(tokenizer.read_bytes()).hexdigest(),
        "labels": TAGS,
        "mention_labels": MENTION_TAGS,
        "window": WINDOW,
        "pointer_width": reader.shape.pointer,
        "pointers": pointer_tables(reader),
        "transitions": transitions,
        "mention_transitions": mention_transitions,
        "tag_bias": [0.0] * len(TAGS),
        "begin_threshold": 0.02,
        "slack": 2.5,
        "confidence": {"weights": [0.0] * EVIDENCE, "bias": [0.0]},
        "min_confidence": 0.0,
    }


def settle_card(card: dict[str, object], tuned: Card) -> dict[str, object]:
    """A card with the settings that tuning chose."""

    def plain(table: np.ndarray) -> list:
        return json.loads(json.dumps(np.round(table.astype(float), 4).tolist()))

    return {
        **card,
        "transitions": plain(tuned.transitions),
        "tag_bias": plain(tuned.tag_bias),
        "slack": tuned.slack,
        "confidence": tuned.confidence,
        "min_confidence": tuned.min_confidence,
    }


def percent(counts: dict[str, Count]) -> dict[str, list[float]]:
    """Precision, recall and F1 of each figure, in percent."""
    return {name: [round(100 * v, 1) for v in (c.precision, c.recall, c.f1)] for name, c in counts.items()}


def export_run(run: Path, tokenizer: Path, kind: str) -> Path:
    """The trained reader of a run as weights with a card not yet tuned, in a folder of the run."""
    graph = build(load_run(run), kind == "int8").SerializeToString()
    write_weights(run / kind, graph, untuned_card(graph, run, tokenizer), tokenizer)
    return run / kind


def train_all(given: argparse.Namespace, name: str, recipes: list[Recipe], *options: str) -> list[Path]:
    """Runs of the recipes, trained side by side on a core each where they are not done yet."""
    runs = [given.run / f"{name}{recipe.seed}" for recipe in recipes]
    places = ["--corpora", str(given.corpora), "--encoder", str(given.encoder)]
    waiting = [(r, run) for r, run in zip(recipes, runs, strict=True) if not (run / "model.pt").exists()]
    while waiting:
        now, waiting = waiting[: given.threads], waiting[given.threads :]
        started = []
        for recipe, run in now:
            settings = [f"--{n.replace('_', '-')}={v}" for n, v in asdict(recipe).items()]
            command = [sys.executable, "-m", "training.train", *places, "--run", str(run), "--threads", "1"]
            started.append(subprocess.Popen([*command, *settings, *options]))
        failed = [process.wait() for process in started]
        if any(failed):
            raise SystemExit(f"training of {name} failed; give the same command again to go on")
    return runs


def average_runs(runs: list[Path], out: Path) -> None:
    """The mean of the weights of runs that began as one network: as good as asking them all (Wortsman et al. 2022)."""
    saved = [torch.load(run / "model.pt", map_location="cpu", weights_only=True) for run in runs]
    mean = {name: torch.stack([s["model"][name] for s in saved]).mean(0) for name in saved[0]["model"]}
    out.mkdir(parents=True, exist_ok=True)
    torch.save({"model": mean, "recipe": saved[0]["recipe"]}, out / "model.pt")


def write_lessons(given: argparse.Namespace, teachers: list[Path]) -> None:
    """What the teachers together say of the training articles, and of news without gold."""
    tokenizer = given.encoder / "tokenizer.json"
    ensemble = Ensemble([Model(export_run(run, tokenizer, "int8")) for run in teachers])
    gold, tuning = load_rows(given.corpora)
    card = tune(score_articles(ensemble, tuning), ensemble.card)
    figures = percent(measure(score_articles(ensemble, tuning), card))
    print("teachers on the tuning articles:", {name: figures[name][2] for name in FIGURES})
    rows, taught = read_news([*gold, *load_unlabelled(given.corpora)], ensemble, card)
    save_lessons(given.run, rows, taught)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="see training/README.md for their form")
    parser.add_argument("--encoder", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoints, outside the project")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    tokenizer = given.encoder / "tokenizer.json"
    student = given.run / "student"
    if not (student / "model.pt").exists():
        teachers = train_all(given, "teacher", TEACHERS)
        if not (given.run / "lessons.npz").exists():
            write_lessons(given, teachers)
        begun = ["--lessons", str(given.run), "--start", str(teachers[0])]
        mean = given.run / "students"
        students = train_all(given, "student", STUDENTS, *begun)
        average_runs(students, mean)
        further = ["--lessons", str(given.run), "--start", str(mean)]
        average_runs(train_all(given, "finisher", FINISHERS, *further), student)
    gold, tuning = load_rows(given.corpora)
    dev = reading.load_rows(given.corpora / "polnear_dev.jsonl")
    folders = {kind: export_run(student, tokenizer, kind) for kind in ("fp32", "int8")}
    model = Model(folders["int8"])
    unmarked = [dirty(row, "marks dropped")[0] for row in tuning]
    tuned = tune(score_articles(model, tuning), model.card, score_articles(model, unmarked))
    card: dict[str, object] = {}
    figures = {}
    for kind, folder in folders.items():  # int8 last: it is the one that ships
        card = settle_card(json.loads((folder / "card.json").read_text()), tuned)
        write_weights(folder, (folder / "reader.onnx").read_bytes(), card, tokenizer)
        reading.use_weights(folder)
        figures[kind] = percent(reading.measure(dev))
    doubt = reading.measure_doubt(dev)
    card |= {
        "made": date.today().isoformat(),
        "recipe": {
            "teachers": [asdict(r) for r in TEACHERS],
            "students": [asdict(r) for r in STUDENTS],
            "finishers": [asdict(r) for r in FINISHERS],
        },
        "data": describe_data(
            len(gold), len(tuning), len(load_mentions(given.corpora, "train")), len(load_unlabelled(given.corpora))
        ),
        "limits": LIMITS,
        "figures": {
            f"PolNeAR development part, {len(dev)} articles, default threshold": figures["int8"],
            "the same, fp32": figures["fp32"],
        },
        "doubt": {
            "expected_calibration_error": round(doubt.error, 4),
            "bins": [asdict(b) for b in doubt.bins],
            f"attribution at {reading.PRECISE}": percent({"precise": doubt.precise})["precise"],
        },
        "names": percent(speakers.measure_names(speakers.load_newswire(given.corpora))),
        "dirty": {kind: percent(made) for kind, made in reading.measure_dirt(dev).items()},
    }
    write_weights(given.out, (folders["int8"] / "reader.onnx").read_bytes(), card, tokenizer)
    (given.out / "MODEL_CARD.md").write_text(model_card(card), encoding="utf-8")
    for figure in FIGURES:
        print(f"{figure:15} int8 {figures['int8'][figure]}  fp32 {figures['fp32'][figure]}")


def model_card(card: dict) -> str:
    """The card as a page for people."""
    figures, doubt = card["figures"], card["doubt"]
    default, precise = next(iter(figures.values()))["attribution"], doubt[f"attribution at {reading.PRECISE}"]
    layers = len(card["recipe"]["students"][0]["layers"].split(","))
    rows = [
        f"| {figure} | " + " | ".join("{} / {} / **{}**".format(*v[figure]) for v in figures.values()) + " |"
        for figure in FIGURES
    ]
    data = [f"| {d['name']} | {d['use']} | {d['documents'] or ''} | {d['terms']} |" for d in card["data"]]
    return "\n".join(
        [
            f"# The reader's weights, version {card['version']}",
            "",
            "Generated by `training/build.py` from the run that made the weights; not edited by hand.",
            "",
            f"`reader.onnx`, SHA-256 `{card['sha256']}`, made {card['made']}: a transformer token classifier "
            f"({layers} layers, 384 wide, int8) that marks source, cue and content in English news and joins them "
            "into statements, and in the same pass marks names.",
            "",
            "## Data and their terms",
            "",
            "| data | use | documents | terms |",
            "| --- | --- | --- | --- |",
            *data,
            "",
            "The licence of the code does not speak for the weights: see `LICENSE` in this folder.",
            "",
            "## Figures",
            "",
            "Precision / recall / F1 in percent, whole articles, as `benchmarks/reading.py` measures them.",
            "",
            "| figure | " + " | ".join(figures) + " |",
            "| --- |" + " --- |" * len(figures),
            *rows,
            "",
            "## Names",
            "",
            "Exact spans and kinds on the development part of the newswire, precision / recall / F1.",
            "",
            "| kind | |",
            "| --- | --- |",
            *["| {} | {} / {} / **{}** |".format(kind, *given) for kind, given in card["names"].items()],
            "",
            "## Doubt",
            "",
            f"`confidence` is the probability that a statement is right as the attribution figure means it. Default "
            f"threshold {card['min_confidence']}: precision {default[0]}, recall {default[1]}; at {reading.PRECISE}: "
            f"precision {precise[0]}, recall {precise[1]}. Expected calibration error on the same articles, "
            f"{len(doubt['bins'])} bins of equal count: {doubt['expected_calibration_error']:.3f}. `|` is where the "
            "confidence says that the share of right statements should be, `=` reaches to where it is.",
            "",
            "```",
            *draw([Bin(**b) for b in doubt["bins"]]),
            "```",
            "",
            "## Dirty text",
            "",
            "The same articles made dirty by `benchmarks/dirty.py`: F1, and attribution against clean.",
            "",
            "| kind | content | matched | attribution | |",
            "| --- | --- | --- | --- | --- |",
            *[
                f"| {kind} | {made['content'][2]} | {made['matched'][2]} | {made['attribution'][2]} | "
                f"{made['attribution'][2] - default[2]:+.1f} |"
                for kind, made in card["dirty"].items()
            ],
            "",
            "## Limits",
            "",
            *[f"- {limit}" for limit in card["limits"]],
            "",
        ]
    )


if __name__ == "__main__":
    main()
