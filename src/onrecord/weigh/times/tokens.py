"""Text as a row of words, numbers and marks that the grammar reads; one pass, linear in the text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from onrecord.types import Span

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
FIGURES = frozenset("0123456789")
"""What a number, a date in figures or a time of the clock begins with: a phrase may, whatever they say."""
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
    """Tokens of a text; those from `first` up to `stop` may be in a phrase, the others are only looked at.

    Of most the word is all that is looked at: a token is made where it is asked for.
    """

    matches: list[re.Match[str]]
    words: list[str]
    first: int
    stop: int
    loose: bool = False
    """The words are known to be a time phrase: 'May' is a month."""
    names: frozenset[str] = frozenset()
    """Months that are somebody's name in this text."""

    def word(self, i: int) -> str:
        """The word at i if it may be in a phrase, else ''."""
        return self.words[i] if self.first <= i < self.stop else ""

    def number(self, i: int) -> int | None:
        return _count(self.matches[i][0]) if self.kind(i) == "number" else None

    def kind(self, i: int) -> str:
        return _kind(self.matches[i]) if self.first <= i < self.stop else ""

    def glued(self, i: int) -> bool:
        return self.first <= i < self.stop and self._is_glued(i)

    def _is_glued(self, i: int) -> bool:
        before = self.matches[i - 1] if i else None
        return before is not None and before.end() == self.matches[i].start() and before.lastgroup != "gap"

    def raw(self, i: int) -> str:
        return self.matches[i][0] if self.first <= i < self.stop else ""

    def near(self, i: int) -> str:
        """The word at i, in a phrase or around it, else ''."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def near_token(self, i: int) -> Token | None:
        return self.token(i) if 0 <= i < len(self.words) else None

    def span(self, i: int, end: int) -> Span:
        """Where the tokens from i up to `end` stand."""
        return self.matches[i].start(), self.matches[end - 1].end()

    def token(self, i: int) -> Token:
        match = self.matches[i]
        raw, kind, (start, end) = match[0], _kind(match), match.span()
        number = _count(raw) if kind == "number" else None
        return Token(self.words[i], raw, start, end, self._is_glued(i), kind, number)


def tokenise(text: str, begin: int, end: int) -> list[re.Match[str]]:
    """The tokens of text[begin:end], with offsets into the whole text."""
    return list(_TOKEN.finditer(text, begin, end))


def words_of(matches: Iterable[re.Match[str]]) -> list[str]:
    return [_FOLD.get(raw := match[0]) or ("\n" if raw[0] == "\n" else raw.lower()) for match in matches]


def _kind(match: re.Match[str]) -> str:
    return match.lastgroup or "mark"


def _count(raw: str) -> int:
    return int(raw.replace(",", "")) if len(raw) <= _LONGEST else 10**_LONGEST


_FOLD = {"’": "'", "‘": "'", "ʼ": "'", "–": "-", "—": "--", "‑": "-", "−": "-", "‐": "-"}
