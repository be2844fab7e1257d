"""Whom a cue's verb names as the one to whom it was said: "told lawmakers", "said to her", "speaking to reporters"."""

from collections.abc import Sequence

from onrecord.resolve.roles.phrases import (
    ARTICLES,
    NETWORKS,
    POSSESSIVES,
    RELATIVES,
    SAYING,
    TELLING,
    Token,
    bare,
    noun_kind,
    split_words,
)
from onrecord.resolve.roles.zones import CROWDS, MANY, OBJECTS, Zone, ends_chain, ends_well, is_time, take_phrase
from onrecord.resolve.tables.nouns import find_noun

_TOWARDS_A_THING = tuple(
    "react refer object agree point turn listen oppos liken compar commit want hop vow refus declin plan threaten "
    "intend seek sought expect try tried".split()
)
"""Beginnings of verbs behind which "to" leads to no hearer."""
_NO_HEARER_BEHIND = frozenset(
    "according due response close prior thanks addition regard relation comparison next".split()
)
_PASSIVE = frozenset("was were is are be been being am get got gets".split())
_HEAR_BARE = split_words("parliament congress police staff management court people")
"""Who can be told something without an article before them."""
_SPEAKS = frozenset("speaking talking".split())
_CALLS = frozenset("called calls calling".split())
TELLING_OF_HEARERS = TELLING | _CALLS | _SPEAKS | {"to"}
"""One of these is in every sentence whose cue names a hearer."""
_DETERMINERS = ARTICLES | POSSESSIVES | MANY


def find_hearer(zones: Sequence[Zone]) -> list[Token]:
    """The words for those whom a cue's verb names, or "speaking to"; none where nobody is named."""
    for zone in zones:
        if zone.kind == "cue" and (words := _hearer_of_cue(zone, zones)):
            return words
    for zone in zones:
        if _SPEAKS.isdisjoint([t.low for t in zone.tokens]):
            continue
        for i, token in enumerate(zone.tokens[:-2]):
            if zone.kind == "middle" and token.low in RELATIVES:
                break
            if zone.kind == "cue" and ends_chain(zone.tokens, i, zone.cue_end):
                break
            speaks = token.low in _SPEAKS and zone.tokens[i + 1].low in ("to", "with", "before")
            if speaks and (zone.kind == "cue" or i == 0 or zone.tokens[i - 1].words in ",—–("):
                words = take_hearer(zone.tokens, i + 2)
                return words if ends_well(zone.tokens, i + 2 + len(words), zone.kind) else []
    return []


def _hearer_of_cue(zone: Zone, zones: Sequence[Zone]) -> list[Token]:
    """Whom the cue in a zone is said to: behind "told", "called on", or behind "to"."""
    tokens = zone.tokens
    verbs = [i for i, t in enumerate(tokens) if t.start < zone.cue_end]
    before = next(
        (z.tokens[-1].low for z in reversed(zones) if z.kind in ("middle", "source", "lead") and z.tokens), ""
    )
    for i in verbs:
        previous = tokens[i - 1].low if i else before
        if tokens[i].low in TELLING and previous not in _PASSIVE:
            return take_hearer(tokens, _skip_times(tokens, i + 1))
        following = tokens[i + 1].low if i + 1 < len(tokens) else ""
        if tokens[i].low in _CALLS and following in ("on", "upon"):
            return take_hearer(tokens, i + 2)
    if not verbs or any(tokens[i].low.startswith(_TOWARDS_A_THING) for i in verbs):
        return []
    if tokens[verbs[0]].low in SAYING and (before == "to" or before in _PASSIVE):
        return []
    for i, token in enumerate(tokens):
        if ends_chain(tokens, i, zone.cue_end):
            break
        if token.low == "to" and i and tokens[i - 1].low not in _NO_HEARER_BEHIND:
            return take_hearer(tokens, i + 1)
        leads_elsewhere = token.low in ("in", "at", "on", "from") and token.start >= zone.cue_end
        if leads_elsewhere and not is_time(tokens[min(i + 1, len(tokens) - 1)]):
            break
    return []


def _skip_times(tokens: Sequence[Token], i: int) -> int:
    """Past "on Monday" and "repeatedly" between a verb and whom it tells."""
    while i < len(tokens):
        leads = tokens[i].low in ("on", "in") and i + 1 < len(tokens) and is_time(tokens[i + 1])
        if not (leads or is_time(tokens[i]) or tokens[i].low == "also" or tokens[i].low.endswith("ly")):
            break
        i += 1
    return i


def take_hearer(tokens: Sequence[Token], i: int) -> list[Token]:
    """The words from `i` on that name somebody who can be spoken to."""
    if i < len(tokens) and tokens[i].low in OBJECTS and tokens[i].words != "US":
        return [tokens[i]]
    words = take_phrase(tokens, i)
    if not words:
        return []
    head = next((t for k, t in enumerate(words) if k + 1 == len(words) or words[k + 1].low == "of"), words[-1])
    bounded = len(words) > 1 or head.is_capital
    words[-1] = words[-1].owner  # "ABC's This Week"
    if head.is_capital and not is_time(head):
        return words if head.words not in NETWORKS else []
    if head.low == "arms":  # the call to them
        return []
    if not bounded and head.low not in _HEAR_BARE and not (noun_kind(head) and _is_plural(head)):
        return []  # "to show", "to cast"
    noun = find_noun(head.low)
    if not _may_hear(head) or (noun and noun.kind == "person" and not noun.plural and not bounded):
        return []
    if noun and noun.kind == "person" and not noun.plural and words[0].low not in _DETERMINERS:
        return words if words[0].is_genitive or words[0].is_capital else []
    return words


def _is_plural(token: Token) -> bool:
    noun = find_noun(token.low)
    return noun is not None and noun.plural


def _may_hear(token: Token) -> bool:
    return noun_kind(token) in ("person", "group", "organisation", "outlet") or bare(token) in CROWDS


def is_press_event(words: Sequence[Token]) -> bool:
    """Whether words say at what one spoke and not to whom: "a news conference", "the briefing"."""
    ends = [t.low for t in words[-2:]]
    return len(ends) == 2 and ends[1] in ("conference", "briefing") and ends[0] in ("news", "press", "a", "the")
