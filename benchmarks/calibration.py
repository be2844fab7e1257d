"""How far the confidence of statements can be believed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.scorer import Relation, is_attributed, pair_contents

BINS = 10


@dataclass(frozen=True)
class Bin:
    """Statements of like confidence."""

    count: int
    confidence: float
    """Their mean."""
    right: float
    """The share of them that is right."""


def judge(text: str, golds: list[Relation], found: list[Relation]) -> list[bool]:
    """For each statement, whether it is right as the scorer's attribution figure means it."""
    pairs = {j: i for i, j in pair_contents(text, golds, found)}
    return [j in pairs and is_attributed(golds[pairs[j]], p) for j, p in enumerate(found)]


def bin_equally(confidences: Sequence[float], right: Sequence[bool], bins: int = BINS) -> list[Bin]:
    """Bins of equal count, least confident first."""
    order = sorted(range(len(right)), key=lambda k: confidences[k])
    edges = [round(k * len(order) / bins) for k in range(bins + 1)]
    groups = [order[a:b] for a, b in pairwise(edges) if a < b]
    return [
        Bin(len(g), sum(confidences[k] for k in g) / len(g), sum(bool(right[k]) for k in g) / len(g)) for g in groups
    ]


def expected_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error (Naeini, Cooper, Hauskrecht 2015): the mean gap between confidence and truth."""
    total = sum(b.count for b in bins)
    return sum(b.count * abs(b.confidence - b.right) for b in bins) / max(1, total)


def draw(bins: Sequence[Bin], width: int = 50) -> list[str]:
    """A reliability diagram in text: `=` up to the share that is right, `|` where the confidence says it should be."""
    lines = ["confidence   right      0 %" + " " * (width - 6) + "100 %"]
    for b in bins:
        bar = list(("=" * round(b.right * width)).ljust(width + 1))
        bar[round(b.confidence * width)] = "|"
        lines.append(f"  {100 * b.confidence:5.1f} %   {100 * b.right:5.1f} %    {''.join(bar).rstrip()}")
    return lines
