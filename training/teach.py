"""Teachers: several readers whose mean is asked; what they say of news becomes what a student learns.

After Hinton, Vinyals and Dean (2015), "Distilling the knowledge in a neural network": the student learns the
teachers' probabilities beside the gold tags, and on news without gold what the teachers read there.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from onrecord.attribute.statements import find_links, settle_span
from onrecord.detect.features import cut_pieces
from onrecord.detect.labels import MENTION_TAGS
from onrecord.detect.layout import Layout, lay_out
from onrecord.detect.model import Card, Model, Pointer, Scores
from onrecord.detect.windows import cut_windows
from training.prepare import Example


class Ensemble:
    """Models of one vocabulary asked together: their mean probabilities, the mean of their pointers' scores."""

    def __init__(self, models: list[Model]) -> None:
        self.models = models
        self.card = mean_card([m.card for m in models])

    def score(self, layout: Layout) -> Scores:
        card = self.card
        pieces = cut_pieces(layout, self.models[0].tokenizer)
        tags, vectors, mentions = [], [], []
        for start, end in cut_windows(layout, pieces, card.window):
            answers = [m.run(pieces, start, end) for m in self.models]
            tags.append(np.log(np.mean([np.exp(a) for a, _, _ in answers], 0)))
            vectors.append(np.stack([v for _, v, _ in answers], 1) / len(self.models) ** 0.5)
            mentions.append(np.log(np.mean([np.exp(m) for _, _, m in answers], 0)))
        logs = np.concatenate(tags).astype(np.float32) if tags else np.zeros((0, card.tag_bias.size), np.float32)
        begins = np.flatnonzero(np.exp(logs[:, 1::2]).sum(1) >= card.begin_threshold)
        n, width = len(self.models), self.models[0].card.pointer_width
        joined = np.concatenate(vectors) if vectors else np.zeros((0, n, 4 * width))
        # (m, models, asks or answers, pointer, width) -> one long vector a pointer: its products are sums of theirs
        parts = joined[begins].reshape(-1, n, 2, 2, width).transpose(2, 0, 3, 1, 4).reshape(2, -1, 2, n * width)
        named = np.concatenate(mentions) if mentions else np.zeros((0, len(MENTION_TAGS)), np.float32)
        return Scores(pieces, logs, named, begins, parts[0].astype(np.float16), parts[1].astype(np.float16))


def mean_card(cards: list[Card]) -> Card:
    """The card with which the joined vectors of `Ensemble.score` give the mean of the models' scores.

    Both sides of a product are divided by the root of the number of models, so it keeps the width of one.
    """
    n = len(cards)

    def mean(tables: list[np.ndarray]) -> np.ndarray:
        return np.mean(tables, 0).astype(np.float32)

    pointers = {}
    for name in cards[0].pointers:
        own = [c.pointers[name] for c in cards]
        weights = np.concatenate([p.nowhere[:-1] for p in own]) / np.float32(n**0.5)
        bias = np.mean([p.nowhere[-1:] for p in own], 0)
        nowhere = np.concatenate([weights, bias]).astype(np.float32)
        pointers[name] = Pointer(mean([p.distance for p in own]), mean([p.crossing for p in own]), nowhere)
    return replace(
        cards[0],
        pointers=pointers,
        transitions=mean([c.transitions for c in cards]),
    )


def read_news(rows: Iterable[dict], ensemble: Ensemble, card: Card) -> tuple[list[dict], list[np.ndarray]]:
    """Rows {id, text[, attributions]} with the attributions that the teachers find where they have none, and the
    (pieces, tags) probabilities of each."""
    read, taught = [], []
    for row in rows:
        layout = lay_out(row["text"])
        scores = ensemble.score(layout)
        taught.append(np.exp(scores.tags).astype(np.float16))
        if "attributions" not in row:
            found = find_links(layout, scores, card)

            def spans(parts: tuple, scores: Scores = scores, text: str = row["text"]) -> list[tuple[int, int]]:
                return [settle_span(text, scores, p) for p in parts if p]

            row = {
                **row,
                "attributions": [
                    {"source": spans((k.source,)), "cue": spans((k.cue,)), "content": spans(k.contents)} for k in found
                ],
            }
        read.append(row)
    return read, taught


def save_lessons(folder: Path, rows: list[dict], taught: list[np.ndarray]) -> None:
    with (folder / "lessons.jsonl").open("w", encoding="utf-8") as out:
        for row in rows:
            print(json.dumps(row), file=out)
    np.savez(folder / "lessons.part.npz", sizes=[len(t) for t in taught], tags=np.concatenate(taught))
    (folder / "lessons.part.npz").replace(folder / "lessons.npz")


def load_taught(folder: Path) -> list[np.ndarray]:
    """The probabilities of each row of `lessons.jsonl` beside it."""
    saved = np.load(folder / "lessons.npz")
    return np.split(saved["tags"], np.cumsum(saved["sizes"])[:-1])


def teach(examples: list[Example], taught: list[np.ndarray]) -> list[Example]:
    """The examples with what the teachers say of their pieces."""
    return [replace(e, taught=t) for e, t in zip(examples, taught, strict=True)]
