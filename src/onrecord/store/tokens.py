"""Words as the index has them: small letters without accents, whatever stands between them told apart by nothing.

The same words on SQLite (FTS5's unicode61), on PostgreSQL (`words.py` folds before its own parser sees the text) and
here, where queries are cut and found words are marked.
"""

import re
import unicodedata
from collections.abc import Iterator

_ACCENTS = "\u0300-\u036f"
_WORD = re.compile(f"[^\\W_](?:[^\\W_]|[{_ACCENTS}])*")
_ACCENT = re.compile(f"[{_ACCENTS}]+")


def fold_word(word: str) -> str:
    """A word as it is compared."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", word.lower())))


def split_words(text: str) -> Iterator[tuple[int, int, str]]:
    """Each word of a text with its place: (start, end, as it is compared)."""
    for match in _WORD.finditer(text):
        yield match.start(), match.end(), fold_word(match[0])


def fold_words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared."""
    return tuple(word for _, _, word in split_words(text))
