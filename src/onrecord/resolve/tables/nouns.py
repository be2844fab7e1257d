"""Nouns that head descriptions of those who speak ("the deputy", "critics"), from nouns.csv."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

NounKind = Literal["person", "group", "organisation", "outlet", "document", "place"]

_PATH = Path(__file__).with_name("nouns.csv")


@dataclass(frozen=True, slots=True)
class Noun:
    noun: str
    """In the singular, lower case."""
    kind: NounKind
    gender: Literal["m", "f", ""]
    plural: bool
    """Whether the form that was looked up is its plural."""


def find_noun(form: str) -> Noun | None:
    """A noun by its singular or plural."""
    return _load().get(form.casefold())


@cache
def _load() -> dict[str, Noun]:
    nouns: dict[str, Noun] = {}
    with _PATH.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            noun = (row["noun"], row["kind"], row["gender"])
            if row["plural"]:
                nouns.setdefault(row["plural"], Noun(*noun, plural=True))  # type: ignore[arg-type]  # a test checks it
            nouns[row["noun"]] = Noun(*noun, plural=False)  # type: ignore[arg-type]
    return nouns
