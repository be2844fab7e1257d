"""Through what somebody spoke and to whom: "in an interview with the Harbour Review", "told lawmakers".

Both are looked for in the sentence of the cue and the source, outside of what was said, and only where they belong to
this cue: right behind it, between source and cue, at the sentence's start before the source, or at its end behind the
content. An outlet that is told something is addressee and medium.
"""

from collections.abc import Sequence

from onrecord.resolve.roles.hearers import TELLING_OF_HEARERS, find_hearer, is_press_event, take_hearer
from onrecord.resolve.roles.phrases import (
    CONJUNCTIONS,
    NETWORKS,
    POSSESSIVES,
    RELATIVES,
    SAYING,
    STOPS,
    TIMES,
    Token,
    is_outlet,
    noun_kind,
    split_words,
)
from onrecord.resolve.roles.zones import (
    CHANNELS,
    DETERMINERS,
    QUOTES,
    SPEAKS,
    Zone,
    ZoneKind,
    ends_chain,
    ends_well,
    find_zones,
    is_time,
    take_phrase,
)
from onrecord.types import Span, Spans, Statement

_WRITTEN = split_words(
    "statement letter message email e-mail post tweet article column op-ed editorial essay book memoir memo "
    "memorandum report note blog blogpost release communique communiqué filing filings affidavit lawsuit complaint "
    "ruling opinion paper study dispatch cable newsletter manifesto pamphlet autobiography documents papers records "
    "brief petition testimony deposition advertisement ad leaflet piece writing telegram text tweets messages "
    "emails e-mails posts letters statements"
)
_SPOKEN = split_words(
    "interview interviews speech speeches address remarks comments video podcast broadcast call conversation "
    "briefing hearing lecture sermon debate documentary recording webinar session exchange livestream segment "
    "appearance voicemail audio clip film announcement soundbite"
)
_EVENTS = split_words(
    "conference briefing hearing rally debate forum speech lecture interview hall panel sermon address event"
)
_WIRES = split_words("telephone phone email e-mail letter message link videolink fax text post mail telegram cable")
_MEDIA = {
    "in": _WRITTEN | _SPOKEN,
    "on": CHANNELS,
    "by": _WIRES,
    "via": _WIRES | _WRITTEN | CHANNELS,
    "through": split_words(
        "statement email e-mail interpreter link website spokesman spokeswoman spokesperson lawyer lawyers"
    ),
    "over": split_words("phone telephone radio"),
    "at": _EVENTS,
    "during": _EVENTS | _SPOKEN,
}
_NEEDS = {"conference": ("news", "press"), "media": ("social", "state"), "hall": ("town",), "event": ("campaign",)}
"""Nouns that are a medium only behind certain words."""
_BARE = split_words("testimony writing television tv radio air media evidence remarks comments")
"""Nouns that are a medium without an article before them."""
_RECORDS = split_words(
    "transcript recording copy text readout video audio translation tape minutes notes footage report reports "
    "account filing filings documents records statement release interview"
)
"""What somebody's words are known from: "according to a transcript"."""
_BEFORE_MEDIUM = TIMES | {"on"}
_BEFORE_MEDIUM_IN_LEAD = TIMES | CONJUNCTIONS
_ENDS_MEDIUM = STOPS - DETERMINERS - {"first", "later", "this"}
_MORE_NOUNS = _WRITTEN | _SPOKEN | CHANNELS
_AFTER_NETWORK = CHANNELS | _WRITTEN
_STAND_BARE = _BARE | _WIRES
_LONGEST = 10
"""Words from a preposition to its noun."""
_SERIES = frozenset("series string flurry number thread pair couple".split())
_TAILS = {
    **dict.fromkeys(_WRITTEN, frozenset("to from with for by".split())),
    **dict.fromkeys(_SPOKEN, frozenset("with to for".split())),
    **dict.fromkeys(CHANNELS, frozenset({"of"})),
}
_PUBLISHED = frozenset(
    "posted published released broadcast aired issued carried sent distributed shared uploaded circulated shown "
    "televised printed addressed delivered given conducted recorded streamed obtained seen provided quoted cited "
    "emailed".split()
)
_PUBLISHED_BY = frozenset("on in by to through via with".split())
_LETTERS = frozenset(
    "letter letters message messages memo note speech address remarks comments testimony email e-mail statement".split()
)
_BEGINNINGS = frozenset({*_MEDIA, *QUOTES, "according"})
_TELLING = _BEGINNINGS | TELLING_OF_HEARERS


def find_medium_and_addressee(text: str, statement: Statement) -> tuple[Spans, Span | None]:
    """The words that say through what it was said, and the words of whom it was said to.

    The medium's spans have their preposition and are in the order of the text. An addressee is "lawmakers", or "the
    king" of "in a letter to the king"; None where the text says of none. `text` is the document's as it flows
    (`Layout.flowing`).
    """
    zones = find_zones(text, statement, _TELLING)
    hearer = find_hearer(zones)
    return _find_medium(zones, hearer), _find_addressee(zones, hearer)


def _find_medium(zones: Sequence[Zone], hearer: Sequence[Token]) -> Spans:
    found = {span for zone in zones for span in _read_media(zone, hearer)}
    if hearer and (is_outlet(hearer) or is_press_event(hearer)):
        found.add((hearer[0].start, hearer[-1].end))
    return tuple(sorted(a for a in found if not any(b != a and b[0] <= a[0] and a[1] <= b[1] for b in found)))


def _find_addressee(zones: Sequence[Zone], hearer: Sequence[Token]) -> Span | None:
    if hearer:
        return None if is_press_event(hearer) else (hearer[0].start, hearer[-1].end)
    for zone in zones:
        if not any(t.low in _LETTERS for t in zone.tokens):
            continue
        for start, end in _read_media(zone, []):
            tokens = [t for t in zone.tokens if start <= t.start and t.end <= end]
            for i, token in enumerate(tokens):
                if token.low == "to" and any(t.low in _LETTERS for t in tokens[:i]):
                    words = take_hearer(tokens, i + 1)
                    return (words[0].start, words[-1].end) if words else None
    return None


def _read_media(zone: Zone, hearer: Sequence[Token]) -> list[Span]:
    """The phrases of a zone that belong to its cue, whose addressee is `hearer`."""
    found: list[Span] = []
    tokens = zone.tokens
    if _BEGINNINGS.isdisjoint([t.low for t in tokens]):
        return found
    opening = _BEFORE_MEDIUM_IN_LEAD if zone.kind == "lead" else _BEFORE_MEDIUM
    bare_until = next((i for i, t in enumerate(tokens) if t.is_word and t.low not in opening), len(tokens))
    i = 0
    while i < len(tokens):
        if zone.kind == "cue" and tokens[i] not in hearer and ends_chain(tokens, i, zone.cue_end):
            break
        if zone.kind == "middle" and tokens[i].low in RELATIVES:
            break
        of_cue = tokens[i].low == "according" and tokens[i].start < zone.cue_end
        begins = tokens[i].low in _BEGINNINGS and not of_cue and _may_begin(tokens, i, zone.kind, bare_until)
        end = _match(tokens, i) if begins else i
        if end > i and ends_well(tokens, end, zone.kind):
            found.append((tokens[i].start, tokens[end - 1].end))
        i = max(end, i + 1)
    return found


def _may_begin(tokens: Sequence[Token], i: int, kind: ZoneKind, bare_until: int) -> bool:
    """Whether a phrase that begins here belongs to the cue and not to a noun before it.

    Up to `bare_until` there are only words that may come before it at the beginning or the end of a sentence.
    """
    before = tokens[i - 1] if i else None
    if kind == "cue":
        return True
    if before is None:
        return kind != "source"
    if before.low in SPEAKS or (before.low == "as" and tokens[i].low in QUOTES):
        return True
    if kind in ("lead", "end"):
        return i <= bare_until
    return before.words in ",—–("


def _match(tokens: Sequence[Token], i: int) -> int:
    """Where the medium ends that begins at `i`; `i` where none does."""
    prep = tokens[i].low
    if prep in QUOTES and i + 2 < len(tokens) and tokens[i + 1].low == "by":
        words = take_phrase(tokens, i + 2)
        return i + 2 + len(words) if _is_press(words) else i
    if prep == "according" and i + 2 < len(tokens) and tokens[i + 1].low == "to":
        words = take_phrase(tokens, i + 2)
        end = i + 2 + len(words) if is_outlet(words) else _match_noun(tokens, i + 1, _RECORDS)
        return end if end > i + 1 else i
    if prep not in _MEDIA or i + 1 == len(tokens):
        return i
    return max(_match_noun(tokens, i, _MEDIA[prep]), _match_name(tokens, i))


def _match_name(tokens: Sequence[Token], i: int) -> int:
    """Where a network or outlet ends behind a preposition: "on Telegram", "in the Harbour Review"; 0 for none."""
    if tokens[i].low not in ("on", "in", "via", "over", "through"):
        return 0
    first = i + 1 + (tokens[i + 1].low == "the" or tokens[i + 1].low in POSSESSIVES)
    if first >= len(tokens):
        return 0
    if tokens[first].words in NETWORKS and tokens[i].low != "in":
        end = first + 1
        while end < len(tokens) and (tokens[end].low in _AFTER_NETWORK or tokens[end].words in ("Social", "Live")):
            end += 1
        return end
    end = first
    while end < len(tokens) and tokens[end].is_capital and not is_time(tokens[end]):
        end += 1
    if end == first:
        return 0
    if tokens[first].low.endswith("'s") and is_outlet([tokens[first].owner]):
        return _end_of_title(tokens, end) if end > first + 1 else 0
    if end < len(tokens) and noun_kind(tokens[end]):
        return 0  # "in the Gazette poll"
    return end if is_outlet(tokens[i + 1 : end]) else 0


def _end_of_title(tokens: Sequence[Token], end: int) -> int:
    """Where a programme's name ends of which a part ends at `end`: "State" of "State of the Union"."""
    while end + 1 < len(tokens) and tokens[end].low in ("the", "of", "and", "with"):
        following = end + 1 + (tokens[end + 1].low == "the")
        if following >= len(tokens) or not tokens[following].is_capital:
            break
        end = following + 1
    return end


def _match_noun(tokens: Sequence[Token], i: int, nouns: frozenset[str]) -> int:
    """Where "in an exclusive interview with the Harbour Review" ends; `i` where no such noun follows."""
    j = i + 1
    while j < min(i + _LONGEST, len(tokens)):
        token = tokens[j]
        if not token.is_word or token.low in _ENDS_MEDIUM:
            return i
        if token.low in DETERMINERS and j > i + 1 and tokens[j - 1].low != "of":
            return i  # "at least the appearance"
        if token.low in _SERIES and j + 2 < len(tokens) and tokens[j + 1].low == "of":
            j += 2
            continue
        needed = _NEEDS.get(token.low)
        if token.low in nouns and (needed is None or tokens[j - 1].low in needed):
            while j + 1 < len(tokens) and (tokens[j + 1].low in nouns or tokens[j + 1].low in _MORE_NOUNS):
                j += 1
            if j == i + 1 and tokens[j].low not in _STAND_BARE and not tokens[j].low.endswith("s"):
                return i
            return _read_tail(tokens, j)
        if token.low in SAYING:
            return i
        j += 1
    return i


def _read_tail(tokens: Sequence[Token], noun: int) -> int:
    """Where the phrase ends whose noun is at `noun`: with whom, to whom, where it was published."""
    end = noun + 1
    tails = _TAILS.get(tokens[noun].low, frozenset())
    while end + 1 < len(tokens):
        token, following = tokens[end], tokens[end + 1]
        if token.low in tails:
            words = take_phrase(tokens, end + 1)
            if not words or (token.low == "for" and not is_outlet(words)):
                break
            end += 1 + len(words)
            tails -= {token.low}
        elif token.low in _PUBLISHED and following.low in _PUBLISHED_BY:
            words = take_phrase(tokens, end + 2)
            if not words:
                break
            end += 2 + len(words)
        elif token.low in ("on", "in"):
            further = _match_name(tokens, end) or _match_noun(tokens, end, CHANNELS)
            if further <= end:
                break
            end = further
        else:
            break
    return end


def _is_press(words: Sequence[Token]) -> bool:
    return is_outlet(words) or any(t.low in ("agency", "bureau", "media", "newspaper") for t in words)
