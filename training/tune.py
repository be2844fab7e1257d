"""Sets what is decided after training, on the tuning articles: decoding, confidence, threshold."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.scorer import Count, add_counts, is_attributed, pair_contents, score_document
from onrecord.attribute.link import Link
from onrecord.attribute.statements import find_links, gather_evidence, make_statement
from onrecord.detect.labels import TAGS
from onrecord.detect.layout import Layout, lay_out
from onrecord.detect.model import Card, Model, Scores
from onrecord.types import Document

ROLES = ("source", "cue", "content")


@dataclass(frozen=True)
class Scored:
    """An article with its gold attributions and the model's scores of it."""

    document: Document
    golds: list[dict]
    scores: Scores
    layout: Layout


@dataclass(frozen=True)
class Decoding:
    """What the search moves."""

    transition: float = 1.0
    """What the transition scores are multiplied with."""
    begin: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Added to the scores of B- tags of source, cue and content."""
    inside: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Added to the scores of I- tags."""
    slack: float = 2.5
    """See `Card.slack`."""


def score_articles(model: Model, rows: Iterator[dict]) -> list[Scored]:
    articles = []
    for row in rows:
        layout = lay_out(row["text"])
        articles.append(Scored(Document(row["id"], row["text"]), row["attributions"], model.score(layout), layout))
    return articles


def apply_decoding(card: Card, decoding: Decoding) -> Card:
    """A card (as the training left it) with a decoding's settings."""
    bias = np.zeros(len(TAGS), np.float32)
    bias[1::2], bias[2::2] = decoding.begin, decoding.inside
    table = np.where(card.transitions > -1e8, card.transitions * np.float32(decoding.transition), card.transitions)
    return replace(card, transitions=table, tag_bias=bias, slack=decoding.slack)


def predict(article: Scored, card: Card) -> list[tuple[Link, dict]]:
    """The links of an article beside their statements in the scorer's form."""
    found = []
    for link in find_links(article.layout, article.scores, card):
        s = make_statement(article.document, article.layout, link, article.scores, card)
        relation = {"source": s.source, "cue": s.cue, "content": s.content, "confidence": s.confidence}
        found.append((link, relation))
    return found


def measure(articles: list[Scored], card: Card, least: float = 0.0) -> dict[str, Count]:
    return add_counts(
        score_document(a.document.text, a.golds, [r for _, r in predict(a, card) if r["confidence"] >= least])
        for a in articles
    )


def search_decoding(articles: list[Scored], card: Card) -> Decoding:
    """Coordinate search for the best attribution F1 plus half of content's and triple's."""

    def worth(decoding: Decoding) -> float:
        counts = measure(articles, apply_decoding(card, decoding))
        return counts["attribution"].f1 + 0.5 * counts["content"].f1 + 0.5 * counts["triple"].f1

    best = Decoding()
    best_worth = worth(best)
    for step in (0.4, 0.2):
        for candidate in _neighbours(step):
            moved = candidate(best)
            value = worth(moved)
            if value > best_worth:
                best, best_worth = moved, value
    return best


def _neighbours(step: float) -> list[Callable[[Decoding], Decoding]]:
    """One move along each setting, up and down."""

    def scale(by: float) -> Callable[[Decoding], Decoding]:
        return lambda d: replace(d, transition=round(d.transition * by, 3))

    def loosen(by: float) -> Callable[[Decoding], Decoding]:
        return lambda d: replace(d, slack=round(max(0.0, d.slack + by), 3))

    def lean(name: str, i: int, by: float) -> Callable[[Decoding], Decoding]:
        def move(d: Decoding) -> Decoding:
            values = list(getattr(d, name))
            values[i] = round(values[i] + by, 3)
            return replace(d, **{name: tuple(values)})

        return move

    moves = [scale(1 + step), scale(1 / (1 + step)), loosen(2 * step), loosen(-2 * step)]
    for i in range(len(ROLES)):
        moves += [lean(name, i, sign * step) for name in ("begin", "inside") for sign in (1, -1)]
    return moves


def fit_confidence(articles: list[Scored], card: Card, ridge: float = 1.0) -> dict[str, list[float]]:
    """Logistic regression of 'right as the attribution figure means it' on the evidence of each link."""
    evidence, right = [], []
    for article in articles:
        found = predict(article, card)
        pairs = {j: i for i, j in pair_contents(article.document.text, article.golds, [r for _, r in found])}
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
    """The least confidence that gives the best attribution F1."""
    options = np.round(np.arange(0.0, 0.65, 0.05), 2)
    return float(max(options, key=lambda least: measure(articles, card, least)["attribution"].f1))


def tune(
    articles: list[Scored], card: Card, dirtied: Sequence[Scored] = (), say: Callable[[str], None] = print
) -> Card:
    """The card with decoding, confidence and threshold set for the best figures on the articles.

    The decoding is searched on dirtied articles too, so that it does not lean on what they lack.
    """
    decoding = search_decoding([*articles, *dirtied], card)
    say(f"decoding: {decoding}")
    card = apply_decoding(card, decoding)
    card = replace(card, confidence=fit_confidence(articles, card))
    card = replace(card, min_confidence=best_threshold(articles, card))
    say(f"confidence: {card.confidence}, threshold {card.min_confidence}")
    return card
