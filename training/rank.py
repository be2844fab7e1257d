"""Fit what leads pronouns and descriptions back: `python -m training.rank --corpora DIR`.

Gold statements of the annotated articles (benchmarks/gold/speakers_train.jsonl and _tune.jsonl) are walked through with
the names that the shipped reader finds; where a source is annotated the walk follows the gold. Weights maximise the
likelihood of the right entities, with a ridge; a second round walks with the weights of the first, for pronouns that no
annotation leads. Takes seconds.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from onrecord.detect.layout import Layout, lay_out
from onrecord.detect.model import Model
from onrecord.detect.names import find_names
from onrecord.resolve.antecedents import CLASSES, FEATURES, NULL_FEATURES, RANKER, Anaphor, Ranker
from onrecord.resolve.discourse import open_discourse
from onrecord.resolve.mentions import Mention, name_sources_of, to_mentions
from onrecord.resolve.speakers import lead_sources
from onrecord.types import Span, Spans, Statement
from training.prepare import read_rows

GOLD = Path(__file__).parents[1] / "benchmarks" / "gold"
ROUNDS = 3
MIN_CONFIDENCE = 0.8
"""Of what is above, nine in ten are right on the tuning articles, by a ranker that was fitted without them."""


@dataclass(frozen=True)
class Article:
    """An article with its gold statements and whose their sources are."""

    layout: Layout
    title_end: int
    names: list[Mention]
    statements: list[Statement]
    owner: dict[Spans, int]
    """Source -> number of its entity."""
    spans: dict[int, list[Span]]
    """Number of an entity -> where the text names it."""


@dataclass(frozen=True)
class Choice:
    """An anaphor with what it may be led to, and what would be right: none of them where `right` is empty."""

    kind: str
    candidates: dict[int, list[float]]
    null: list[float]
    right: frozenset[int]


def load_articles(corpora: Path, gold: Iterable[Path], model: Model) -> list[Article]:
    rows = {row["id"]: row for part in ("train", "dev") for row in read_rows(corpora / f"polnear_{part}.jsonl")}
    return [make_article(rows[g["id"]], g, model) for path in gold for g in read_rows(path)]


def make_article(row: dict, gold: dict, model: Model) -> Article:
    layout = lay_out(row["text"])
    found = to_mentions(row["text"], find_names(row["text"], model.score(layout), model.card))

    def spans(given: list) -> Spans:
        return tuple((s, e) for s, e in given)

    statements = [
        Statement(f"s{i}", *(spans(a[role]) for role in ("source", "cue", "content")), "indirect")
        for i, a in enumerate(row["attributions"])
        if a["content"]
    ]
    return Article(
        layout,
        len(row.get("title") or ""),
        name_sources_of(row["text"], statements, found),
        statements,
        {spans(s["spans"]): s["entity"] for s in gold["sources"]},
        {e["n"]: list(spans(e["mentions"])) for e in gold["entities"]},
    )


def walk(article: Article, ranker: Ranker) -> list[Choice]:
    """The choices of an article, each made as the gold has it before the next is met."""
    d = open_discourse(article.layout, article.names, article.title_end)
    at = {source[0][0]: entity for source, entity in article.owner.items()}
    led: dict[int, set[int]] = defaultdict(set)
    choices: list[Choice] = []

    def is_right(i: int, entity: int) -> bool:
        own = [m.span for m in d.mentions[i] if m.form == "name"]
        hits = sum(any(s < e2 and s2 < e for s2, e2 in article.spans[entity]) for s, e in own)
        return i in led[entity] or 2 * hits > len(own)

    def decide(kind: str, a: Anaphor, candidates: dict[int, list[float]], null: list[float]) -> dict[int, float]:
        odds = ranker.rank(kind, candidates, null)
        entity = at.get(a.place.start)
        if entity is None:
            return odds
        right = frozenset(i for i in candidates if is_right(i, entity))
        choices.append(Choice(kind, candidates, null, right))
        chosen = max(right, key=lambda i: odds[i]) if right else -1
        return {i: float(i == chosen) for i in odds}

    for source, found in lead_sources(d, article.statements, decide):
        if found.entity is not None and source in article.owner:
            led[article.owner[source]].add(found.entity)
    return choices


def fit(choices: list[Choice], ridge: float = 0.7, steps: int = 400) -> Ranker:
    """Weights of each class that make its right answers most likely, by Adam on the whole set."""
    return Ranker({kind: _fit_class([c for c in choices if c.kind == kind], ridge, steps) for kind in CLASSES})


def _fit_class(choices: list[Choice], ridge: float, steps: int) -> tuple[list[float], list[float]]:
    nothing = [0.0] * len(FEATURES)
    rows: list[list[float]] = []
    owner: list[int] = []
    right: list[bool] = []
    for k, c in enumerate(choices):
        for i, features in c.candidates.items():
            rows.append([*features, *([0.0] * len(NULL_FEATURES))])
            right.append(i in c.right)
        rows.append([*nothing, *c.null])
        right.append(not c.right)
        owner += [k] * (len(c.candidates) + 1)
    x, of, hit, n = np.asarray(rows), np.asarray(owner), np.asarray(right, dtype=float), len(choices)
    weights = np.zeros(x.shape[1])
    momentum, scale = np.zeros_like(weights), np.full_like(weights, 1e-8)
    for step in range(steps):
        scores = x @ weights
        top = np.full(n, -np.inf)
        np.maximum.at(top, of, scores)
        odds = np.exp(scores - top[of])
        shares = odds / np.bincount(of, odds, n)[of]
        wanted = odds * hit / np.maximum(np.bincount(of, odds * hit, n), 1e-300)[of]
        gradient = x.T @ (shares - wanted) + ridge * weights
        momentum = 0.9 * momentum + 0.1 * gradient
        scale = 0.99 * scale + 0.01 * gradient**2
        weights -= 0.05 * (1 - step / steps) * momentum / np.sqrt(scale)
    plain = [round(float(w), 4) for w in weights]
    return plain[: len(FEATURES)], plain[len(FEATURES) :]


def calibrate(choices: list[Choice], folds: int = 5) -> dict[str, list[float]]:
    """Platt's (1999) slope and offset of the log-odds of what is likeliest, by class, on folds left out in turn."""
    seen: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for k in range(folds):
        ranker = fit([c for i, c in enumerate(choices) if i % folds != k])
        for c in choices[k::folds]:
            odds = ranker.rank(c.kind, c.candidates, c.null)
            best = max(odds, key=lambda i: odds[i])
            seen[c.kind].append((odds[best], best in c.right or (best == -1 and not c.right)))
    return {kind: _fit_line(pairs) for kind, pairs in seen.items()}


def _fit_line(pairs: list[tuple[float, bool]]) -> list[float]:
    p = np.clip([p for p, _ in pairs], 1e-3, 1 - 1e-3)
    x = np.stack([np.log(p / (1 - p)), np.ones(len(pairs))], 1)
    y = np.asarray([right for _, right in pairs], dtype=float)
    line = np.asarray([1.0, 0.0])
    for _ in range(30):  # Newton's method, drawn a little to leaving things as they are
        guess = 1 / (1 + np.exp(-x @ line))
        gradient = x.T @ (guess - y) + 2.0 * (line - [1.0, 0.0])
        line = line - np.linalg.solve((x * (guess * (1 - guess))[:, None]).T @ x + 2.0 * np.eye(2), gradient)
    return [round(float(v), 4) for v in line]


def count_right(choices: list[Choice], ranker: Ranker) -> dict[str, tuple[int, int]]:
    """Of each class: how many choices are right, of how many."""
    counts = dict.fromkeys(CLASSES, (0, 0))
    for c in choices:
        odds = ranker.rank(c.kind, c.candidates, c.null)
        best = max(odds, key=lambda i: odds[i])
        hit, n = counts[c.kind]
        counts[c.kind] = hit + (best in c.right or (best == -1 and not c.right)), n + 1
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="see training/README.md for their form")
    parser.add_argument("--out", type=Path, default=RANKER)
    given = parser.parse_args()
    model = Model()
    train, tune = (load_articles(given.corpora, [GOLD / f"speakers_{part}.jsonl"], model) for part in ("train", "tune"))
    ranker = Ranker({kind: ([0.0] * len(FEATURES), [0.0] * len(NULL_FEATURES)) for kind in CLASSES})
    alone = ranker
    for _ in range(ROUNDS):
        alone = fit([c for article in train for c in walk(article, alone)])
        choices = [c for article in (*train, *tune) for c in walk(article, ranker)]
        ranker = fit(choices)
    for kind, (hit, n) in count_right([c for article in tune for c in walk(article, alone)], alone).items():
        print(f"{kind:8} {hit} of {n} right on the tuning articles, fitted without them")
    saved = {
        "features": FEATURES,
        "null_features": NULL_FEATURES,
        "weights": {kind: dict(zip(("candidate", "null"), pair, strict=True)) for kind, pair in ranker.weights.items()},
        "min_confidence": MIN_CONFIDENCE,
        "calibration": calibrate(choices),
    }
    given.out.write_text(json.dumps(saved, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
