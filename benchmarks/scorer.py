"""Scores predicted statements against gold attributions, whole articles at a time.

Figures, each as hits, golds and predictions summed over all documents:

- source, cue, content: exact spans, a discontinuous one counted piece by piece (CofeNet 2022);
- content-tokens: words inside any content;
- matched: contents paired one to one, best first, by the Jaccard index of their words, at least 0.5;
- attribution: matched pairs whose sources overlap, or have none on either side;
- triple: source, cue and content all equal.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PARTS = ("source", "cue", "content")
FIGURES = (*PARTS, "content-tokens", "matched", "attribution", "triple")
_WORD = re.compile(r"\w+|[^\w\s]")
_CLOSE = 0.5

Relation = Mapping[str, Any]
"""Lists of [start, end] under source, cue and content; any may be empty or absent."""


@dataclass(frozen=True)
class Count:
    """Hits among so many golds and so many predictions."""

    hit: int = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.hit + other.hit, self.gold + other.gold, self.predicted + other.predicted)

    @property
    def precision(self) -> float:
        return self.hit / max(1, self.predicted)

    @property
    def recall(self) -> float:
        return self.hit / max(1, self.gold)

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def pair_contents(text: str, golds: list[Relation], found: list[Relation]) -> list[tuple[int, int]]:
    """Indices (gold, predicted) of the contents that match, one to one, best first."""
    words = [m.span() for m in _WORD.finditer(text)]
    gold_words = [_words_in(g, words) for g in golds]
    found_words = [_words_in(p, words) for p in found]
    holders: dict[int, list[int]] = {}
    for j, inside in enumerate(found_words):
        for word in inside:
            holders.setdefault(word, []).append(j)
    candidates = []
    for i, inside in enumerate(gold_words):
        for j in {j for word in inside for j in holders.get(word, ())}:
            closeness = len(inside & found_words[j]) / len(inside | found_words[j])
            if closeness >= _CLOSE:
                candidates.append((-closeness, i, j))
    pairs: list[tuple[int, int]] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in sorted(candidates):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append((i, j))
    return pairs


def is_attributed(gold: Relation, found: Relation) -> bool:
    """Whether the sources of a matched pair overlap, or both have none."""
    ours, theirs = gold.get("source") or [], found.get("source") or []
    if not ours and not theirs:
        return True
    return any(s < e2 and s2 < e for s, e in ours for s2, e2 in theirs)


def score_document(text: str, golds: Iterable[Relation], found: Iterable[Relation]) -> dict[str, Count]:
    """The counts of one document, by figure. Relations without content are left out on both sides."""
    golds = [g for g in golds if g.get("content")]
    found = [p for p in found if p.get("content") and p.get("manner") != "narration"]
    counts = {}
    for part in PARTS:
        ours, theirs = _spans(golds, part), _spans(found, part)
        counts[part] = Count(len(ours & theirs), len(ours), len(theirs))
    words = [m.span() for m in _WORD.finditer(text)]
    ours = set().union(*(_words_in(g, words) for g in golds))
    theirs = set().union(*(_words_in(p, words) for p in found))
    counts["content-tokens"] = Count(len(ours & theirs), len(ours), len(theirs))
    pairs = pair_contents(text, golds, found)
    sizes = (len(golds), len(found))
    counts["matched"] = Count(len(pairs), *sizes)
    counts["attribution"] = Count(sum(is_attributed(golds[i], found[j]) for i, j in pairs), *sizes)
    equal = Counter(map(_exact, golds)) & Counter(map(_exact, found))
    counts["triple"] = Count(sum(equal.values()), *sizes)
    return counts


def add_counts(all_counts: Iterable[dict[str, Count]]) -> dict[str, Count]:
    """Counts of many documents, summed by figure."""
    total = dict.fromkeys(FIGURES, Count())
    for counts in all_counts:
        for name, count in counts.items():
            total[name] += count
    return total


def print_counts(counts: dict[str, Count]) -> None:
    for name, c in counts.items():
        figures = f"P {100 * c.precision:5.1f}  R {100 * c.recall:5.1f}  F1 {100 * c.f1:5.1f}"
        print(f"{name:15} {figures}   ({c.hit} of {c.gold} gold, {c.predicted} predicted)")


def _spans(relations: list[Relation], part: str) -> set[tuple[int, int]]:
    return {(s, e) for r in relations for s, e in r.get(part) or []}


def _exact(relation: Relation) -> tuple[tuple[tuple[int, int], ...], ...]:
    return tuple(tuple(sorted((s, e) for s, e in relation.get(part) or [])) for part in PARTS)


def _words_in(relation: Relation, words: list[tuple[int, int]]) -> set[int]:
    inside: set[int] = set()
    for start, end in relation.get("content") or []:
        first = bisect_right(words, start, key=lambda w: w[1])
        inside.update(range(first, bisect_left(words, end, key=lambda w: w[0])))
    return inside
