"""Finding the time phrases of a text."""

from dataclasses import dataclass

from onrecord.types import Span
from onrecord.weigh.times.context import names_in
from onrecord.weigh.times.expressions import Expression
from onrecord.weigh.times.grammar import BEGINNINGS, BOUNDING, TELLING, phrase
from onrecord.weigh.times.tokens import FIGURES, Tokens, tokenise, words_of
from onrecord.weigh.times.words import ORDINAL_ENDINGS, PLAIN

_REACH, _REACH_OF_BOUNDS = 4, 8
"""Tokens behind its first within which a phrase has a word that tells a time: else its rules need not be tried.
'Since the middle of the Korean War' goes far."""
_LONGEST_COUNT = 3
"""Digits of a number that is no year, and as a rule counts something."""
_BEFORE_SHORT = frozenset("' q h fy".split())
_BEHIND_SHORT = ORDINAL_ENDINGS | frozenset("s ' / am pm o".split())
_AROUND = 300
"""Characters looked at on either side of a stretch, for the words that say whether 'May' is a month."""


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """Words that name a time, and what they say before anything is counted from a day."""

    span: Span
    meaning: Expression


def find_times(text: str, start: int = 0, end: int | None = None) -> list[TimePhrase]:
    """The time phrases within text[start:end], in order and apart; offsets count from the start of the text.

    A phrase takes the longest words that name one time, with the prepositions that change what it is ('since 2014',
    'by Friday', 'in three days') and without those that do not ('on Monday' is 'Monday').
    """
    t = _tokens(text, start, len(text) if end is None else min(end, len(text)))
    found: list[TimePhrase] = []
    telling = [i for i, word in enumerate(t.words) if word in TELLING or (word[0] in FIGURES and _tells(t, i))]
    beginning = [i for i, word in enumerate(t.words) if word in BEGINNINGS or word[0] in FIGURES]
    at, k = t.first, 0
    for i in beginning:
        if not at <= i < t.stop:
            continue
        while k < len(telling) and telling[k] < i:
            k += 1
        reach = _REACH_OF_BOUNDS if t.words[i] in BOUNDING else 1 if t.kind(i) == "mark" else _REACH
        near = k < len(telling) and telling[k] - i <= reach
        if near and (match := phrase(t, i)):
            found.append(TimePhrase(t.span(i, match[1]), match[0]))
            at = match[1]
    return found


def _tells(t: Tokens, i: int) -> bool:
    """Whether the number at i may name a time where no word does: '2014', '9 p.m.', 'the 90s', '9/11', 'Q3'."""
    if len(t.words[i]) > _LONGEST_COUNT or t.near(i - 1) in _BEFORE_SHORT:
        return True
    return t.near(i + 1) in _BEHIND_SHORT or t.kind(i + 1) == "half" or t.raw(i + 1).isupper()


def parse_phrase(words: str) -> TimePhrase | None:
    """Words that are one time phrase and nothing else but a plain preposition before it."""
    matches = tokenise(words, 0, len(words))
    t = Tokens(matches, words_of(matches), 0, len(matches), loose=True)
    for i in range(min(3, len(matches))):
        match = phrase(t, i)
        if match and all(t.kind(k) == "mark" for k in range(match[1], len(matches))):
            return TimePhrase(t.span(i, match[1]), match[0])
        if t.words[i] not in PLAIN:
            return None
    return None


def _tokens(text: str, start: int, end: int) -> Tokens:
    begin, finish = max(start - _AROUND, 0), min(end + _AROUND, len(text))
    found = tokenise(text, begin, finish)
    first = next((i for i, match in enumerate(found) if match.start() >= start), len(found))
    stop = next((i for i in range(len(found), 0, -1) if found[i - 1].end() <= end), 0)
    return Tokens(found, words_of(found), first, max(first, stop), names=names_in(text))
