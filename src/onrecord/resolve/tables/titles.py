"""Titles and forms of address before names, from titles.csv."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Kind = Literal[
    "honorific",
    "government",
    "parliament",
    "military",
    "police",
    "court",
    "church",
    "nobility",
    "academic",
    "party",
    "business",
    "diplomatic",
    "media",
    "medical",
]
Gender = Literal["m", "f", ""]

_PATH = Path(__file__).with_name("titles.csv")
_NEEDS_STOP = frozenset({"Del"})
"""Abbreviations that are something else without a full stop: Del Toro."""
_NEEDS_CAPITAL = frozenset(
    "agent anchor brother canon chief count deputy elder father general honorable honourable host justice lady major "
    "marshal metropolitan miss mother officer principal private recorder sister specialist".split()
)
"""Titles that are mostly something else in small letters."""


@dataclass(frozen=True, slots=True)
class Title:
    title: str
    """In full."""
    abbreviations: tuple[str, ...]
    """Also other spellings."""
    kind: Kind
    """`business` has those of any organisation or trade that no other kind has."""
    gender: Gender
    """Of who bears it; empty where it may be either."""

    def forms(self) -> tuple[str, ...]:
        return self.title, *self.abbreviations


@cache
def load_titles() -> tuple[Title, ...]:
    """Every title, in the order of the file."""
    with _PATH.open(encoding="utf-8", newline="") as lines:
        return tuple(_to_title(row) for row in csv.DictReader(lines))


def find_title(words: Sequence[str]) -> tuple[Title, int] | None:
    """The longest title that the words begin with, and how many words it takes.

    A word keeps its full stop ("Lt.", "Gen."), which may also be missing. Hyphens are as good as spaces. Titles in
    full are found in any capitals, abbreviations in their own, or in all capitals with a full stop ("GEN.").
    """
    plain = _strip_marks(words[0]).casefold().split() if words else []
    if not plain or plain[0] not in _index().first_words:
        return None
    for size in range(min(len(words), _index().max_words), 0, -1):
        if title := find_whole_title(" ".join(words[:size])):
            return title, size
    return None


def may_end_title(word: str) -> bool:
    """Whether any title ends in a word: words that end in another need not be looked up."""
    plain = _strip_marks(word).casefold().split()
    return bool(plain) and plain[-1] in _index().last_words


def find_whole_title(phrase: str) -> Title | None:
    """The title that a whole phrase is."""
    plain = _strip_marks(phrase)
    title, needs_stop = _index().abbreviated.get(plain, (None, False))
    if title and ("." in phrase or not needs_stop):
        return title
    if plain in _NEEDS_CAPITAL:
        return None
    return _index().full.get(plain.casefold())


@dataclass(frozen=True, slots=True)
class _Index:
    full: Mapping[str, Title]
    """By folded words."""
    abbreviated: Mapping[str, tuple[Title, bool]]
    """By words in their capitals, without stops; and whether the text must have one."""
    max_words: int
    first_words: frozenset[str]
    """Of all titles and abbreviations, folded."""
    last_words: frozenset[str]


@cache
def _index() -> _Index:
    full: dict[str, Title] = {}
    abbreviated: dict[str, tuple[Title, bool]] = {}
    for title in load_titles():
        full[_strip_marks(title.title).casefold()] = title
        for form in title.abbreviations:
            plain = _strip_marks(form)
            if "." in form or form.isupper():
                abbreviated[plain] = title, plain in _NEEDS_STOP
            else:
                full[plain.casefold()] = title
    for plain, (title, _) in list(abbreviated.items()):
        # In capitals without a stop, SEC is a commission.
        abbreviated.setdefault(plain.upper(), (title, True))
    forms = [form.casefold().split() for form in (*full, *abbreviated)]
    return _Index(
        full,
        abbreviated,
        max(map(len, forms)),
        frozenset(words[0] for words in forms),
        frozenset(words[-1] for words in forms),
    )


def _strip_marks(text: str) -> str:
    return text.replace(".", "").replace("-", " ").replace("’", "'")


def _to_title(row: Mapping[str, str]) -> Title:
    return Title(
        title=row["title"],
        abbreviations=tuple(filter(None, row["abbreviations"].split(";"))),
        kind=row["kind"],  # type: ignore[arg-type]  # a test checks the file
        gender=row["gender"],  # type: ignore[arg-type]
    )
