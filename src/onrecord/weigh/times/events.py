"""Rules for events that a phrase counts from: 'before the summit', 'since the Russian invasion'."""

from onrecord.weigh.times.atoms import Match, follows
from onrecord.weigh.times.expressions import Unknown
from onrecord.weigh.times.tokens import Tokens
from onrecord.weigh.times.words import DETERMINERS, EVENTS, FUNCTION_WORDS, MONTHS, STEPPING, STEPS, WEEKDAYS

_NO_ARTICLE = EVENTS & frozenset(
    "elections talks negotiations hostilities independence lockdown protests riots annexation fighting".split()
)
_STAGES = ("start", "beginning", "outset", "middle", "height", "end", "close", "outbreak")
EVENT_WORDS = {"before", "after", "since", "until", "till", "during", "following", "ahead", "prior", "throughout"}


def event(t: Tokens, i: int) -> Match | None:
    """'before the summit', 'since the Russian invasion', 'after Russia's invasion', 'until the end of the war'."""
    if t.word(i) not in EVENT_WORDS:
        return None
    j = i + 1
    if t.word(i) in ("ahead", "prior"):
        if t.word(j) not in ("of", "to"):
            return None
        j += 1
    end = event_end(t, j)
    return (Unknown("names an event"), end) if end else None


def event_end(t: Tokens, j: int) -> int:
    """Where the name of an event that begins at j ends; 0 if none does."""
    if follows(t, j, "the") and t.word(j + 1) in _STAGES and t.word(j + 2) == "of":
        j += 3
    if t.word(j) in _NO_ARTICLE:
        return j + 1
    determined = t.word(j) in DETERMINERS and t.word(j) not in ("these", "those")
    j += determined
    for k in range(j, j + 5):
        word = t.word(k)
        if t.kind(k) != "word":
            if word == "'" and t.word(k + 1) == "s":
                determined = True
                continue
            if word == "-" and t.glued(k):
                continue
            return 0
        if t.token(k).capital and (word in WEEKDAYS or word in MONTHS):
            return 0  # 'Monday's debate' tells its day, and is no bare event
        if word in STEPPING and t.word(k - 1) in STEPS:
            return 0
        if word in EVENTS and t.word(k - 1) == "-" and t.kind(k + 1) == "word" and t.word(k + 1) not in FUNCTION_WORDS:
            continue  # 'the post-election violence'
        if word in EVENTS and (determined or word in _NO_ARTICLE):
            while t.word(k + 1) in EVENTS:
                k += 1
            return k + 1
        is_verb = k > j and word.endswith("ed")
        if word in FUNCTION_WORDS or is_verb or (not determined and not t.token(k).capital and k > j):
            return 0
    return 0


def belongs_to_noun(t: Tokens, end: int) -> bool:
    """'after Friday's vote', 'before the 2016 election': the time is the noun's, and the bound is the event's."""
    if t.near(end) == "'" and t.near(end + 1) == "s":
        return True
    return t.near(end) in EVENTS or (
        t.near(end + 1) in EVENTS and t.near(end) not in FUNCTION_WORDS and t.near(end).isalpha()
    )
