"""Sentences that tell when somebody spoke and not what: 'Torvik made the remarks on Monday', 'Kolm spoke Friday'.

They stand beside the words that were said, before or behind them. 'On Monday, Torvik opened the bridge.' tells it of
the sentence behind it, where Torvik speaks.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.detect.layout import Layout
from onrecord.resolve.tables.nouns import find_noun
from onrecord.types import Span
from onrecord.weigh.scene import Scene, is_day
from onrecord.weigh.stretches import SpanIndex, stretch_at
from onrecord.weigh.times import TimePhrase
from onrecord.weigh.utterance import tells_when

_NEAR = 100
"""Characters before a time that are looked at for 'spoke'."""
_UTTERANCES = (
    "comments?|remarks?|announcement|speech|statements?|claims?|accusations?|declaration|response|tweets?|interview|"
    "pledges?|promises?|cases?|points?|arguments?|allegations?|proposals?|threats?"
)
_SPOKE = re.compile(
    rf"\b(?:(?:made|delivered|issued|gave) (?:the|his|her|their|these|those) (?:\w+ )?(?:{_UTTERANCES})"
    r"|spoke|(?:was|were|is) (?:speaking|interviewed)"
    rf"|(?:{_UTTERANCES})(?: (?:to|by|from|with|on) \w+)? (?:came|were made|was made|was issued|was given|aired))\b"
)
_OPENS = re.compile(r"\W*(?:on |late |early )*", re.IGNORECASE)
_OPENED = re.compile(r",? (?P<who>(?:the )?(?:[A-Z][\w.’'-]*,? )+|(?:he|she|they) |the [a-z]+ )(?=[a-z])")
"""'On Monday, Edda Kolm (flew)'."""
_NAME = re.compile(r"\b[A-Z][\w-]{2,}")
_WORD = re.compile(r"\w+")
_PRONOUN = re.compile(rf"\W*(?:he|she|they|(?:his|her|their|the|those|these) (?:{_UTTERANCES})?)\W*", re.IGNORECASE)
_SEVERAL = re.compile(r"[;:()—–]|\b(?:after|before|when|while|because|as|but)\b", re.IGNORECASE)
"""In a subject these tell that the sentence has another."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Somebody spoke, and when; `subject` is the words before the verb."""

    subject: str
    phrase: TimePhrase


def find_occasions(layout: Layout, phrases: Iterable[TimePhrase], contents: SpanIndex) -> dict[int, list[Occasion]]:
    """The occasions outside of what was said, by the numbers of the sentences beside them, from 1."""
    found: dict[int, list[Occasion]] = {}
    text, starts, before = layout.flowing, layout.sentences, 0
    for phrase in phrases:
        start, before = max(before, phrase.span[0] - _NEAR), phrase.span[1]
        if contents.touching(*phrase.span) or layout.quotations.at(phrase.span[0]):
            continue
        sentence = stretch_at(starts, phrase.span[0], len(text))
        opened = _OPENED.match(text, phrase.span[1], sentence[1])
        if opened and _OPENS.fullmatch(text, sentence[0], phrase.span[0]) and is_day(phrase):
            found.setdefault(bisect_right(starts, phrase.span[0]) + 1, []).append(Occasion(opened["who"], phrase))
            continue
        verb = _find_speaking(text, start, phrase.span[0])
        if verb is None or layout.quotations.at(verb[0]):
            continue
        occasion = _read_occasion(text, stretch_at(starts, verb[0], len(text)), verb, phrase)
        if occasion:
            number = bisect_right(starts, verb[0])
            found.setdefault(number - 1, []).append(occasion)
            found.setdefault(number + 1, []).append(occasion)
    return found


def is_same_speaker(occasion: Occasion, source: str) -> bool:
    """Whether a source may be who spoke then: it shares a name, or one of the two is a pronoun or 'the minister'."""
    names, others = (set(_NAME.findall(words)) - {"The"} for words in (occasion.subject, source))
    return bool(names & others) or _is_by_role(occasion.subject) or _is_by_role(source)


def _is_by_role(words: str) -> bool:
    if _PRONOUN.fullmatch(words):
        return True
    parts = _WORD.findall(words.lower())
    noun = find_noun(parts[-1]) if parts and parts[0] == "the" else None
    return noun is not None and noun.kind == "person"


def _find_speaking(text: str, start: int, end: int) -> Span | None:
    last = None
    for match in _SPOKE.finditer(text, start, end):
        last = match.span()
    return last


def _read_occasion(text: str, sentence: Span, verb: Span, phrase: TimePhrase) -> Occasion | None:
    if phrase.span[1] > sentence[1]:
        return None
    subject = text[sentence[0] : verb[0]]
    scene = Scene(text, sentence, None, verb, "past", (), (), phrase)
    told = tells_when(scene, text[verb[1] : scene.at]) and not _SEVERAL.search(subject)
    return Occasion(subject, phrase) if told else None
