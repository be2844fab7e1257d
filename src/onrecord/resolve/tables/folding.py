"""Names and words as they are compared, so that case, spaces, hyphens and kinds of apostrophe tell nothing."""

import re
import unicodedata

Folded = str
"""Text as it is compared: each word and each mark between spaces of its own, so that `in` finds whole words only."""

_HYPHENS = frozenset("-‐‑‒–−﹣－")
_APOSTROPHES = frozenset("'‘’‛ʼʻʹʽ′´`＇")
_ACCENTS = re.compile("[\u0300-\u036f]+")  # of Latin, Greek and Cyrillic; in other scripts marks are letters
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_MAX_WORD = 500
"""Characters of a word that are compared: normalisation takes quadratic time over a heap of accents."""


class _Letters(dict[int, str]):
    """What a character is compared as, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if category == "Cf":  # zero-width spaces, soft hyphens, marks of direction
            self[code] = ""
        elif category[0] in "CZ" or character in _HYPHENS:
            self[code] = " "
        elif character in _APOSTROPHES:
            self[code] = " ' "
        else:
            self[code] = f" {character} " if category[0] in "PS" else character
        return self[code]


_LETTERS = _Letters()


def fold_text(text: str) -> Folded:
    """A text as it is compared: case, spaces, hyphens for spaces and kinds of apostrophe tell nothing."""
    cut = " ".join(word[:_MAX_WORD] for word in text.split())
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFD", cut).casefold())
    return "".join(f" {word} " for word in folded.translate(_LETTERS).split())


def fold_name(name: str) -> Folded:
    """A name as it is compared, without "the" before two words or more; empty where it has no letter or digit."""
    folded = fold_text(name)
    if not has_letters(folded):
        return ""
    rest = folded.removeprefix(" the ")
    return rest if len(rest.split()) > 1 else folded


def has_letters(text: str) -> bool:
    return any(map(str.isalnum, text))


def strip_accents(folded: Folded) -> Folded:
    if folded.isascii():
        return folded
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", folded)).translate(_STROKES)
    return unicodedata.normalize("NFC", bare)
