"""Introductions of interviews: who is interviewed, told from who asks and from whoever else is named."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from onrecord.detect.layout import Layout
from onrecord.resolve.mentions import Mention
from onrecord.resolve.people import fold, surname_of
from onrecord.types import Span

_WITH = r"(?:interview(?:s|ing)?|conversation|q ?(?:&|and) ?a|exchange|questions) (?:with|of|for|to)|interviewed"
_TALKS = r"(?:spoke|speaks|talk(?:s|ed)|sat down|sits down|caught up|met|meets|asked|asks)"
_ANSWERS = r"(?:answer(?:s|ed)|told|tells|explain(?:s|ed)|discuss(?:es|ed)|shares|shared)"
_CUE = re.compile(rf"\b(?:(?P<behind>{_WITH})|(?P<talks>{_TALKS})|(?P<before>{_ANSWERS})|interview|q ?& ?a)\b", re.I)
"""The words by which an introduction says that somebody is interviewed, by whether that one stands before or behind."""
_ASKER = re.compile(
    r"\b(?:by|reporter|correspondent|journalist|editor|writer|columnist|host|interviewer|our|contributor)\s+$", re.I
)
"""What stands before the name of who asks."""
_DOES_ASK = re.compile(
    r"\s+(?:(?:has |had )?(?:interviewed|asked|met(?= with| [A-Z]))|interviews|asks|meets(?= with| [A-Z])|"
    r"s[ai]ts? down with)\b"
)
"""What stands behind it."""
_OURS = re.compile(
    r"(?:\b(?:we|i|reporters?|correspondents?|editors?|team|magazine|newspaper|paper)|[\"”’»*])\s*$", re.I
)
"""What stands before "spoke to" where whom it was spoken to is interviewed; else they are who asks."""
_BEFORE = 3
"""So many who are named before such words are looked at."""
# Before a name of one word; without it and without a full name that may be a place or a thing as well.
_TITLED = re.compile(r"[A-Z][\w.]*[^\S\n]$")


def find_interviewed(layout: Layout, names: Sequence[Mention], begin: int, labelled: bool = False) -> Mention | None:
    """Where what stands before the first question, at `begin`, names in full the one who is interviewed.

    None where that is nobody, or not plain; without a word of an interview only labels ("Q.", "A.") make it plain.
    `names` in the order of the text. Takes time linear in it.
    """
    names = [n for n in names if n.end <= begin]
    people = _find_people(layout, names)
    cues = list(_CUE.finditer(layout.flowing, 0, begin))
    meant: set[str] = set()
    askers: set[str] = set()
    for cue in cues:
        before, behind = _find_beside(layout, people, cue.span())
        if cue["talks"] and not before and not _is_ours(layout, names, cue.start()):
            askers.update(behind)  # "she spoke to"
        elif cue["behind"] or cue["talks"]:
            meant.update((*before, *behind))
        elif cue["before"]:
            meant.update(before)
            askers.update(behind)  # or whom the talk is about
        elif len({*before, *behind}) == 1:
            meant.update(before or behind)
    keys = meant - askers or {key for _, key in people} - askers
    if len(keys) != 1 or not (cues or labelled):
        return None
    return next((n for n, key in people if key in keys and " " in n.words), None)


def _find_people(layout: Layout, names: Sequence[Mention]) -> list[tuple[Mention, str]]:
    """The people who are named and do not plainly ask, each with the key of their surname."""
    text = layout.flowing
    people = [(n, fold(surname_of(n.words))) for n in names if n.kind == "person"]
    asking = {
        key for n, key in people if _ASKER.search(text, max(0, n.start - 20), n.start) or _DOES_ASK.match(text, n.end)
    }
    full = {key for n, key in people if " " in n.words}
    return [
        (n, key)
        for n, key in people
        if key not in asking and (key in full or _TITLED.search(text, max(0, n.start - 30), n.start))
    ]


def _find_beside(
    layout: Layout, people: Sequence[tuple[Mention, str]], cue: Span
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who is named in their sentence before some words, and the first behind them: of several before, one may be whom
    a clause tells of, and not who speaks.
    """
    i = bisect_left(people, cue[0], key=lambda one: one[0].start)
    sentence = bisect_right(layout.sentences, cue[0])
    before, behind = (
        tuple(key for n, key in some if bisect_right(layout.sentences, n.start) == sentence)
        for some in (people[max(0, i - _BEFORE) : i], people[i : i + 1])
    )
    return before, behind


def _is_ours(layout: Layout, names: Sequence[Mention], start: int) -> bool:
    """Whether the paper, or somebody of it, stands right before the words that begin at an offset."""
    i = bisect_left(names, start, key=lambda n: n.start)
    last = names[i - 1] if i else None
    if last and not layout.flowing[last.end : start].strip(" ,’'s"):
        return True
    return _OURS.search(layout.flowing, max(0, start - 30), start) is not None
