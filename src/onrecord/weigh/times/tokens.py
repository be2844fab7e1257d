"""Text as a row of words, numbers and marks that the grammar reads; one pass, linear in the text."""

import re
from dataclasses import dataclass
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<half>[AaPp]\.[ \xa0]?[Mm]\b\.?)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))"
    r"|(?P<numeric>[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}(?![0-9/.-]?[0-9]))"
    r"|(?P<clock>[0-9]{1,2}[:.][0-9]{2}(?![0-9%:]|[.,][0-9]))"
    r"|(?P<number>[0-9]+(?:,[0-9]{3})*(?![0-9]))"
    r"|(?P<gap>\n[^\S\n]*\n)"
    r"|(?P<mark>\S)"
)
WITH_DIGITS = frozenset(("number", "numeric", "iso", "clock"))
"""Kinds of tokens that a phrase may begin with, whatever they say."""
_LONGEST = 9
"""Digits of a number that is read as one; more count nothing a calendar holds."""


class Token(NamedTuple):
    word: str
    """Lower case; the typographic apostrophe and dashes as ' and -; a blank line as a newline."""
    raw: str
    start: int
    end: int
    glued: bool
    """Nothing stands between it and the token before."""
    kind: str
    number: int | None = None

    @property
    def capital(self) -> bool:
        return self.raw[:1].isupper()


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of a text; those from `first` up to `stop` may be in a phrase, the others are only looked at."""

    all: tuple[Token, ...]
    first: int
    stop: int
    loose: bool = False
    """The words are known to be a time phrase: 'May' is a month."""
    names: frozenset[str] = frozenset()
    """Months that are somebody's name in this text."""

    def word(self, i: int) -> str:
        """The word at i if it may be in a phrase, else ''."""
        return self.all[i].word if self.first <= i < self.stop else ""

    def number(self, i: int) -> int | None:
        return self.all[i].number if self.first <= i < self.stop else None

    def kind(self, i: int) -> str:
        return self.all[i].kind if self.first <= i < self.stop else ""

    def glued(self, i: int) -> bool:
        return self.first <= i < self.stop and self.all[i].glued

    def raw(self, i: int) -> str:
        return self.all[i].raw if self.first <= i < self.stop else ""

    def near(self, i: int) -> str:
        """The word at i, in a phrase or around it, else ''."""
        return self.all[i].word if 0 <= i < len(self.all) else ""

    def near_token(self, i: int) -> Token | None:
        return self.all[i] if 0 <= i < len(self.all) else None


def tokenise(text: str, begin: int, end: int) -> tuple[Token, ...]:
    """The tokens of text[begin:end], with offsets into the whole text."""
    tokens: list[Token] = []
    last = -1
    for match in _TOKEN.finditer(text, begin, end):
        raw, kind, (start, stop) = match[0], match.lastgroup, match.span()
        if kind == "word":
            tokens.append(Token(raw.lower(), raw, start, stop, start == last, kind))
        elif kind == "number":
            tokens.append(Token(raw, raw, start, stop, start == last, kind, _count(raw)))
        elif kind == "gap":
            tokens.append(Token("\n", raw, start, stop, start == last, kind))
            stop = -1
        else:
            tokens.append(Token(_FOLD.get(raw, raw.lower()), raw, start, stop, start == last, kind or "mark"))
        last = stop
    return tuple(tokens)


def _count(raw: str) -> int:
    return int(raw.replace(",", "")) if len(raw) <= _LONGEST else 10**_LONGEST


_FOLD = {"’": "'", "‘": "'", "ʼ": "'", "–": "-", "—": "--", "‑": "-", "−": "-", "‐": "-"}
