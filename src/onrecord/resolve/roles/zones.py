"""Where in a sentence a cue's medium and addressee stand, and the noun phrases there."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple

from onrecord.resolve.roles.phrases import (
    ARTICLES,
    AUXILIARIES,
    CONJUNCTIONS,
    POSSESSIVES,
    PREPOSITIONS,
    RELATIVES,
    SAYING,
    SENTENCE_REACH,
    STOPS,
    TIMES,
    Token,
    bare,
    line_around,
    make_token,
    noun_kind,
    sentence_around,
    split_words,
    tokenize,
)
from onrecord.types import Span, Spans, Statement

_BEFORE_MEDIA = frozenset("in on by via through over at during".split())
_FILLER = "\ue000"
"""Stands for each character of what was said; of private use, so that no rule takes it for a word."""
_NOUN_PHRASE = 12
"""Words of a noun phrase at most."""
CHANNELS = split_words(
    "page website site channel account show programme program blog feed podcast radio television tv broadcast air "
    "homepage profile timeline wall platform network newscast media livestream talkshow telecast"
)
DETERMINERS = ARTICLES | POSSESSIVES
SPEAKS = frozenset("speaking talking writing testifying appearing addressing posting tweeting".split())
QUOTES = frozenset("quoted cited reported".split())
CROWDS = frozenset(
    "rally crowd audience conference congress dinner meeting gathering forum summit luncheon lunch banquet "
    "reception panel briefing committee subcommittee hearing convention assembly press staff congregation nation "
    "country public world house senate parliament court jury grand_jury inquiry tribunal class seminar".split()
)
_CLAUSE = SAYING | AUXILIARIES | RELATIVES | CONJUNCTIONS
_MOST_LEADING = 14
"""Words and signs between a medium that opens a sentence and the source."""
MANY = frozenset("several some many all both two three four five a number".split())
OBJECTS = frozenset("him her them me us you".split())
_GOES_ON_BEHIND_COMMA = SPEAKS | _BEFORE_MEDIA | QUOTES | {"according", "as", "to"}
_GOES_ON = PREPOSITIONS | ARTICLES | POSSESSIVES | OBJECTS | SPEAKS | QUOTES | MANY | {"according", "as"}
_OTHER_HEADS = CROWDS | CHANNELS
_ENDS_PHRASE = STOPS - DETERMINERS


_WORD = re.compile(r"[^\W_]+")

ZoneKind = Literal["lead", "source", "middle", "cue", "end"]
"""Before the source, the source, between it and the cue, the cue with what stands behind it, behind what was said."""


class Zone(NamedTuple):
    """A stretch of the sentence that belongs to a statement's cue, as words."""

    tokens: list[Token]
    kind: ZoneKind
    cue_end: int = 0
    """Where the cue ends, in a zone of this kind."""


def find_zones(text: str, statement: Statement, telling: frozenset[str]) -> list[Zone]:
    """The stretches in which a medium or an addressee belongs to the statement's cue.

    None where the sentence has none of the words of `telling`, by which each of them is known.
    """
    cue, source = _hull(statement.cue), _hull(statement.source)
    if cue and source and max(cue[1], source[1]) - min(cue[0], source[0]) > SENTENCE_REACH:
        source = None
    if not (cue or source):
        return []
    start = min(span[0] for span in (cue, source) if span)
    end = max(span[1] for span in (cue, source) if span)
    low, high = line_around(text, (start, end), SENTENCE_REACH)
    masked = _mask(text, low, high, statement.content, start)
    sentence = sentence_around(masked, (start - low, end - low))
    if telling.isdisjoint(_WORD.findall(masked[slice(*sentence)].casefold())):
        return []
    return _cut_zones(tokenize(masked, *sentence, shift=low), cue, source)


def _mask(text: str, low: int, high: int, content: Spans, start: int) -> str:
    """The stretch without what was said; behind the cue the end of a sentence stays."""
    parts, at = [], low
    for s, e in sorted(content):
        s, e = max(s, at), min(e, high)
        if s >= e:
            continue
        tail = ""
        if s >= start:
            kept = len(text[s:e].rstrip("\"'”’»)"))
            closing = text[s : s + kept][-1:]
            tail = closing + " " * (e - s - kept) if closing in ".?!" and kept > 1 else ""
        parts += [text[at:s], _FILLER, " " * (e - s - 1 - len(tail)), tail]
        at = e
    return "".join([*parts, text[at:high]])


def _hull(spans: Spans) -> Span | None:
    """From the first to the last character of a discontinuous span."""
    return (min(s for s, _ in spans), max(e for _, e in spans)) if spans else None


def _cut_zones(words: list[Token], cue: Span | None, source: Span | None) -> list[Zone]:
    starts, ends = [t.start for t in words], [t.end for t in words]

    def between(start: int, end: int) -> list[Token]:
        return words[bisect_left(starts, start) : bisect_right(ends, end)]

    fillers = [t.start for t in words if t.words == _FILLER]
    first = min(span[0] for span in (cue, source) if span)
    lead_from = max([f for f in fillers if f < first], default=-1)
    zones = [Zone(between(lead_from + 1, first), "lead")]
    if source:
        zones.append(Zone(between(*source), "source"))
    if cue is None:
        return zones
    if source and source[1] <= cue[0]:
        zones.append(Zone(between(source[1], cue[0]), "middle"))
    until = min([f for f in fillers if f >= cue[0]], default=words[-1].end if words else cue[1])
    behind = between(cue[0], until)
    if source:
        behind = _take_out(behind, source)
    zones.append(Zone(behind, "cue", cue[1]))
    if fillers and fillers[-1] >= cue[1]:
        zones.append(Zone(words[bisect_right(starts, fillers[-1]) :], "end"))
    return zones


def _take_out(tokens: Sequence[Token], source: Span) -> list[Token]:
    """The words without those of the source, for which a comma stands."""
    kept: list[Token] = []
    for token in tokens:
        if not source[0] <= token.start < source[1]:
            kept.append(token)
        elif not kept or kept[-1].start < source[0]:
            kept.append(make_token(",", source[0], source[0]))
    following = [*kept[1:], None]
    return [t for t, after in zip(kept, following, strict=False) if t.start < t.end or (after and after.is_word)]


def ends_chain(tokens: Sequence[Token], i: int, cue_end: int) -> bool:
    """Whether something new begins behind a cue, that its medium does not stand behind."""
    token = tokens[i]
    if token.start < cue_end:
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if token.words == ",":
        return after is None or not (after.low in _GOES_ON_BEHIND_COMMA or is_time(after))
    if not token.is_word:
        return token.words not in "-'’\"“”"
    goes_on = token.low in _GOES_ON or token.is_capital or is_time(token) or token.low.endswith("ly")
    return not goes_on


def is_time(token: Token) -> bool:
    """Whether a word says when, or is a number."""
    return bare(token) in TIMES or token.words[:1].isdigit() or token.low in ("a.m.", "p.m.", "am", "pm")


def take_phrase(tokens: Sequence[Token], i: int) -> list[Token]:
    """The words of the noun phrase that begins at `i`: up to a verb, a time or a preposition other than "of"."""
    taken: list[Token] = []
    for j in range(i, min(i + _NOUN_PHRASE, len(tokens))):
        token = tokens[j]
        following = tokens[j + 1] if j + 1 < len(tokens) else None
        if not token.is_word:
            break
        if token.low in DETERMINERS:
            if taken and taken[-1].low not in ("of", "and"):
                break
        elif token.low in ("of", "and", "for"):
            goes_on = following is not None and (
                following.is_capital or following.low in DETERMINERS or token.low == "of"
            )
            if not taken or not goes_on or (token.low != "of" and not taken[-1].is_capital):
                break
        elif token.low in _ENDS_PHRASE or token.low in SAYING or (bare(token) in TIMES and taken):
            break
        taken.append(token)
    while taken and not (taken[-1].is_capital or noun_kind(taken[-1]) or taken[-1].low in _OTHER_HEADS):
        taken.pop()
    if not taken or is_time(taken[0]) or taken[-1].low in DETERMINERS:
        return []
    return taken


def ends_well(tokens: Sequence[Token], end: int, kind: ZoneKind) -> bool:
    """Whether nothing else comes between the phrase and the source (before it), or the sentence's end (behind)."""
    rest = tokens[end:]
    if kind == "lead":
        return len(rest) <= _MOST_LEADING and not any(t.low in _CLAUSE or t.words in ";:.?!" for t in rest)
    if kind == "end":
        return all(is_time(t) or not t.is_word or t.low in ("on", "in", "at") for t in rest)
    return True
