"""Pronouns and descriptions -> entities: which of those spoken of before is meant.

A mention-ranking model in the manner of Denis and Baldridge (2008): for each candidate a few numbers of how near, how
prominent and how fitting it is, weighed by a log-linear model that may also answer "none of them".
"""

import json
import math
from collections.abc import Reversible, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import compress, islice
from operator import mul
from pathlib import Path
from typing import NamedTuple

from onrecord.errors import WeightsError
from onrecord.resolve.mentions import Form, Gender, Kind
from onrecord.resolve.tables.akin import are_akin
from onrecord.types import Span

RANKER = Path(__file__).with_name("ranker.json")
_MOST_CANDIDATES = 30

FEATURES = (
    "same sentence", "sentence before", "two before", "three or more", "same paragraph", "paragraph before",
    "log words between", "nearest", "second nearest", "log mentions", "spoke last", "spoke before last",
    "in title", "first of its sentence", "modifier", "inside the content", "quoted", "gender fits", "gender unknown",
    "person", "group", "organisation", "state or place", "outlet", "named", "nearest is pronoun", "nearest is nominal",
    "same pronoun before", "same noun", "noun is a role of it", "same owner", "most mentioned",
    "akin noun",
)  # fmt: skip


@dataclass(slots=True)
class Known:
    """What is known of an entity so far."""

    kind: Kind
    gender: Gender
    plural: bool
    named: bool
    nouns: set[str] = field(default_factory=set)
    owners: set[int] = field(default_factory=set)
    """The entities that descriptions tie it to."""
    sides: set[str] = field(default_factory=set)
    """ISO 3166-1 codes of the states that descriptions tie it to."""
    words: set[str] = field(default_factory=set)
    """Pronouns that stood for it."""
    count: int = 0
    in_title: bool = False
    last: int = -1
    """Character at which it was last spoken of."""
    last_word: int = 0
    last_sentence: int = 0
    last_paragraph: int = 0
    last_first: bool = False
    last_modifier: bool = False
    last_quoted: bool = False
    last_form: Form = "name"


class Place(NamedTuple):
    """Where a mention stands."""

    start: int
    word: int
    sentence: int
    paragraph: int
    first: bool
    """Nothing is named before it in its sentence."""
    quoted: bool


class Anaphor(NamedTuple):
    """A pronoun or description to be led back."""

    place: Place
    form: Form
    word: str
    """The pronoun, or the head noun."""
    kind: Kind
    gender: Gender
    plural: bool
    owner: int | None = None
    """The entity that a description is tied to."""
    side: str = ""
    """The ISO 3166-1 code of the state that it is tied to."""
    barred: frozenset[int] = frozenset()
    """Entities that it cannot mean."""


def gather(
    anaphor: Anaphor, known: Sequence[Known], recent: Reversible[int], spoke: Sequence[int], contents: Sequence[Span]
) -> dict[int, list[float]]:
    """Features of each candidate, by index.

    `recent`: entities by when they were last mentioned, latest last; `spoke`: who spoke in the statements before,
    latest last; `contents`: what is said here by the one who is looked for.
    """
    fitting = (i for i in reversed(recent) if i not in anaphor.barred and may_mean(anaphor, known[i]))
    nearest = list(islice(fitting, _MOST_CANDIDATES))
    most = max((known[i].count for i in nearest), default=0)
    return {i: _describe(anaphor, i, known[i], rank, most, spoke, contents) for rank, i in enumerate(nearest)}


def may_mean(anaphor: Anaphor, k: Known) -> bool:
    """Whether kind, gender, number and side leave it open."""
    if anaphor.side and k.sides and anaphor.side not in k.sides:
        return False  # "the Kelvaran minister" is not the one of Torvia
    if anaphor.gender and k.gender and anaphor.gender != k.gender:
        return False
    if anaphor.form == "pronoun":
        if anaphor.word in ("he", "she"):
            return k.kind == "person"
        if anaphor.word == "it":
            return k.kind not in ("person", "group")
        if anaphor.word == "they":
            return k.plural or k.kind in ("group", "organisation", "state", "outlet")
        return False
    if anaphor.plural != k.plural:
        return False
    same = anaphor.word in k.nouns
    if anaphor.kind == "person":
        return k.kind == "person"
    if anaphor.kind == "other":
        return same
    return same or k.kind == anaphor.kind


def _describe(
    a: Anaphor, index: int, k: Known, rank: int, most: int, spoke: Sequence[int], contents: Sequence[Span]
) -> list[float]:
    """The features in their order; what holds or does not is as good as 1 and 0."""
    sentences = a.place.sentence - k.last_sentence
    paragraphs = a.place.paragraph - k.last_paragraph
    akin = a.form == "nominal" and any(are_akin(a.word, noun) for noun in k.nouns)
    return [
        sentences == 0,
        sentences == 1,
        sentences == 2,
        sentences >= 3,
        paragraphs == 0,
        paragraphs == 1,
        math.log1p(max(0, a.place.word - k.last_word)),
        rank == 0,
        rank == 1,
        math.log1p(k.count),
        bool(spoke) and spoke[-1] == index,
        len(spoke) > 1 and spoke[-2] == index,
        k.in_title,
        k.last_first,
        k.last_modifier,
        bool(contents) and any(s <= k.last < e for s, e in contents),
        k.last_quoted and not a.place.quoted,
        bool(a.gender) and k.gender == a.gender,
        not k.gender,
        k.kind == "person",
        k.kind == "group",
        k.kind == "organisation",
        k.kind in ("state", "place"),
        k.kind == "outlet",
        k.named,
        k.last_form == "pronoun",
        k.last_form == "nominal",
        a.form == "pronoun" and a.word in k.words,
        a.form == "nominal" and a.word in k.nouns,
        a.form == "nominal" and k.named and a.word in k.nouns,
        a.owner is not None and a.owner in k.owners,
        k.count == most,
        akin,
    ]


CLASSES = ("he", "they", "it", "person", "thing")
"""Of anaphors: each has weights of its own. "person" and "thing" are descriptions."""
NULL_FEATURES = ("always", "definite", "possessive", "bare", "no candidate of its noun")


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights by class: of the features, and of those of "none of them"."""

    weights: dict[str, tuple[list[float], list[float]]]
    min_confidence: float = 0.5
    """Below it a speaker is not given, only the candidates."""
    calibration: dict[str, tuple[float, float]] = field(default_factory=dict)
    """By class: slope and offset that make of a log-odds that of being right (Platt 1999)."""

    def sureness(self, kind: str, probability: float) -> float:
        """How often a choice of this probability is right."""
        slope, offset = self.calibration.get(kind, (1.0, 0.0))
        p = min(max(probability, 1e-3), 1 - 1e-3)
        return 1 / (1 + math.exp(-(slope * math.log(p / (1 - p)) + offset)))

    def rank(self, kind: str, candidates: dict[int, list[float]], null: list[float]) -> dict[int, float]:
        """Probabilities of the candidates by index, -1 for none of them."""
        weights, nothing = self.weights[kind]
        scores = {i: _weigh(weights, features) for i, features in candidates.items()}
        scores[-1] = _weigh(nothing, null)
        top = max(scores.values())
        exponents = {i: math.exp(s - top) for i, s in scores.items()}
        total = sum(exponents.values())
        return {i: e / total for i, e in exponents.items()}


def _weigh(weights: list[float], features: list[float]) -> float:
    """The sum of the features by their weights; most are 0."""
    total: float = sum(map(mul, compress(weights, features), filter(None, features)))
    return total


def class_of(anaphor: Anaphor) -> str:
    if anaphor.form == "pronoun":
        return {"she": "he"}.get(anaphor.word, anaphor.word)
    return "person" if anaphor.kind == "person" else "thing"


@cache
def load_ranker(path: Path = RANKER) -> Ranker:
    """The fitted weights. Raises WeightsError where they are missing or not for this version."""
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        if (tuple(given["features"]), tuple(given["null_features"])) != (FEATURES, NULL_FEATURES):
            raise WeightsError(f"{path}: made for another version of onrecord; install onrecord again")
        weights = {kind: (given["weights"][kind]["candidate"], given["weights"][kind]["null"]) for kind in CLASSES}
        return Ranker(weights, given["min_confidence"], {kind: (a, b) for kind, (a, b) in given["calibration"].items()})
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise WeightsError(f"{path}: cannot be read ({error!r}); install onrecord again") from error
