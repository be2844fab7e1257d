"""Finding the time phrases of a text."""

from dataclasses import dataclass

from onrecord.types import Span
from onrecord.weigh.times.context import names_in
from onrecord.weigh.times.expressions import Expression
from onrecord.weigh.times.grammar import BEGINNINGS, BOUNDING, TELLING, phrase
from onrecord.weigh.times.tokens import WITH_DIGITS, Tokens, tokenise
from onrecord.weigh.times.words import PLAIN

_REACH, _REACH_OF_BOUNDS = 4, 8
"""Tokens behind its first within which a phrase has a word that tells a time: else its rules need not be tried.
'Since the middle of the Korean War' goes far."""
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
    telling = [i for i, token in enumerate(t.all) if token.word in TELLING or token.kind in WITH_DIGITS]
    beginning = [i for i, token in enumerate(t.all) if token.word in BEGINNINGS or token.kind in WITH_DIGITS]
    at, k = t.first, 0
    for i in beginning:
        if not at <= i < t.stop:
            continue
        token = t.all[i]
        while k < len(telling) and telling[k] < i:
            k += 1
        reach = _REACH_OF_BOUNDS if token.word in BOUNDING else 1 if token.kind == "mark" else _REACH
        near = k < len(telling) and telling[k] - i <= reach
        if near and (match := phrase(t, i)):
            found.append(TimePhrase((token.start, t.all[match[1] - 1].end), match[0]))
            at = match[1]
    return found


def parse_phrase(words: str) -> TimePhrase | None:
    """Words that are one time phrase and nothing else but a plain preposition before it."""
    tokens = tokenise(words, 0, len(words))
    t = Tokens(tokens, 0, len(tokens), loose=True)
    for i in range(min(3, len(tokens))):
        match = phrase(t, i)
        if match and all(token.kind == "mark" for token in tokens[match[1] :]):
            return TimePhrase((tokens[i].start, tokens[match[1] - 1].end), match[0])
        if tokens[i].word not in PLAIN:
            return None
    return None


def _tokens(text: str, start: int, end: int) -> Tokens:
    begin, finish = max(start - _AROUND, 0), min(end + _AROUND, len(text))
    tokens = tokenise(text, begin, finish)
    first = next((i for i, token in enumerate(tokens) if token.start >= start), len(tokens))
    stop = next((i for i in range(len(tokens), 0, -1) if tokens[i - 1].end <= end), 0)
    return Tokens(tokens, first, max(first, stop), names=names_in(text))
