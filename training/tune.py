"""Sets what is decided after training, on the tuning articles: decoding, confidence, threshold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.scorer import Count, add_counts, is_attributed, pair_contents, score_document
from onrecord.attribute.link import Link
from onrecord.attribute.statements import find_links, gather_evidence, make_statement
from onrecord.read.labels import TAGS
from onrecord.read.model import Card, Model, Scores
from onrecord.read.quotations import QuotationIndex, find_quotations
from onrecord.types import Document
from training.export import count_transitions

ROLES = ("source", "cue", "content")


@dataclass(frozen=True)
class Scored:
    """An article with its gold attributions and the model's scores of it."""

    document: Document
    golds: list[dict]
    scores: Scores
    quotations: QuotationIndex


@dataclass(frozen=True)
class Decoding:
    """What the search moves."""

    transition: float = 0.3
    begin: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Added to the scores of B- tags of source, cue and content."""
    inside: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Added to the scores of I- tags."""


def score_articles(model: Model, rows: Iterator[dict]) -> list[Scored]:
    return [
        Scored(
            Document(row["id"], row["text"]),
            row["attributions"],
            model.score(row["text"]),
            QuotationIndex(find_quotations(row["text"])),
        )
        for row in rows
    ]


def apply_decoding(card: Card, decoding: Decoding, tags: list[np.ndarray]) -> Card:
    bias = np.zeros(len(TAGS), np.float32)
    bias[1::2], bias[2::2] = decoding.begin, decoding.inside
    table = np.asarray(count_transitions(tags, decoding.transition), np.float32)
    return replace(card, transitions=table, tag_bias=bias)


def predict(article: Scored, card: Card) -> list[tuple[Link, dict]]:
    """The links of an article beside their statements in the scorer's form."""
    found = []
    for link in find_links(article.document.text, article.scores, card):
        s = make_statement(article.document, link, article.scores, card, article.quotations)
        relation = {"source": s.source, "cue": s.cue, "content": s.content, "confidence": s.confidence}
        found.append((link, relation))
    return found


def measure(articles: list[Scored], card: Card, least: float = 0.0) -> dict[str, Count]:
    return add_counts(
        score_document(a.document.text, a.golds, [r for _, r in predict(a, card) if r["confidence"] >= least])
        for a in articles
    )


def search_decoding(articles: list[Scored], card: Card, tags: list[np.ndarray]) -> Decoding:
    """Coordinate search for the decoding with the best sum of attribution F1 and half of content and triple F1."""

    def worth(decoding: Decoding) -> float:
        counts = measure(articles, apply_decoding(card, decoding, tags))
        return counts["attribution"].f1 + 0.5 * counts["content"].f1 + 0.5 * counts["triple"].f1

    best = Decoding()
    best_worth = worth(best)

    def attempt(candidates: list[Decoding]) -> None:
        nonlocal best, best_worth
        for candidate in candidates:
            value = worth(candidate)
            if value > best_worth:
                best, best_worth = candidate, value

    for step in (0.5, 0.25):
        attempt([replace(best, transition=t) for t in np.round(best.transition + np.asarray([-2, -1, 1, 2]) * step * 0.3, 3) if t >= 0])
        for name in ("begin", "inside"):
            for i in range(len(ROLES)):
                moved = []
                for shift in (-step, step):
                    values = list(getattr(best, name))
                    values[i] = round(values[i] + shift, 3)
                    moved.append(replace(best, **{name: tuple(values)}))
                attempt(moved)
    return best


def fit_confidence(articles: list[Scored], card: Card, ridge: float = 1.0) -> dict[str, list[float]]:
    """Logistic regression of 'right as the attribution figure means it' on the evidence of each link."""
    evidence, right = [], []
    for article in articles:
        found = predict(article, card)
        pairs = dict((j, i) for i, j in pair_contents(article.document.text, article.golds, [r for _, r in found]))
        for j, (link, relation) in enumerate(found):
            evidence.append([*gather_evidence(link), 1.0])
            right.append(j in pairs and is_attributed(article.golds[pairs[j]], relation))
    x, y = np.asarray(evidence), np.asarray(right, dtype=float)
    weights = np.zeros(x.shape[1])
    penalty = ridge * np.eye(len(weights))
    penalty[-1, -1] = 0
    for _ in range(30):  # Newton's method
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + penalty @ weights
        weights -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + penalty, gradient)
    rounded = [round(float(w), 4) for w in weights]
    return {"weights": rounded[:-1], "bias": rounded[-1:]}


def best_threshold(articles: list[Scored], card: Card) -> float:
    """The least confidence with the best attribution F1."""
    options = np.round(np.arange(0.0, 0.65, 0.05), 2)
    return float(max(options, key=lambda least: measure(articles, card, least)["attribution"].f1))


def tune(
    articles: list[Scored], card: Card, tags: list[np.ndarray], say: Callable[[str], None] = print
) -> tuple[Card, Decoding]:
    decoding = search_decoding(articles, card, tags)
    say(f"decoding: {decoding}")
    card = apply_decoding(card, decoding, tags)
    card = replace(card, confidence=fit_confidence(articles, card))
    card = replace(card, min_confidence=best_threshold(articles, card))
    say(f"confidence: {card.confidence}, threshold {card.min_confidence}")
    return card, decoding
