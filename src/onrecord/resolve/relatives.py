"""Relative pronouns: whom "who", "which" and "that" stand behind."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.resolve.mentions import Mention
from onrecord.resolve.tables.nouns import find_noun
from onrecord.types import Span

PERSONS = frozenset("who whom whose".split())

# Between a name and its "who": nothing, a bracket, an age, a comma.
_NEXT = re.compile(r"\s*(?:\([^()]*\)|,\s*\d+)?\s*[,(—–]?\s*")
# ... or what says more of it: "of Torvik", ", a surgeon from Brenn, ".
_MORE = re.compile(r"\s+(?:of|from)\s[^.;:!?\n“”\"]{1,40}?,?\s*|,\s(?:an?|the|his|her|its)\s[^.;:!?\n“”\"]{2,80},\s*")
_APPOSED = re.compile(r",\s+(?:an?|the)\s+|,\s+")
_ONE_OF = re.compile(r"\b(?:such as|like|including)\s+(?:[A-Z][\w.]*\s+)*$")
_CLAUSE = re.compile(r"[^.;:!?,()\n“”\"—–]*$")
_WORD = re.compile(r"[\w’'-]+")
_OPENS = frozenset(
    "a an the this these those some several many most few other another his her their its our no".split()
)
_STOPS = frozenset(
    "of for from in at with to on by against and or but than as is are was were be been has have had said say says "
    "told that which who whom not".split()
)
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Antecedent:
    """What a relative pronoun stands behind: a name, by its index, or the span of a description."""

    name: int | None = None
    description: Span | None = None


def find_antecedent(
    text: str, word: str, start: int, names: Sequence[Mention], starts: Sequence[int]
) -> Antecedent | None:
    """What `word`, which begins at `start`, stands behind, None where that is not plain.

    `starts` are those of `names`.
    """
    before = bisect_right(starts, start) - 1
    for i in range(before, max(-1, before - 4), -1):
        end = names[i].end
        if word in PERSONS and names[i].kind not in ("person", "group"):
            continue  # "Ada Brenn, a surgeon from Torvik, who"
        if _NEXT.fullmatch(text, end, start):
            return None if _ONE_OF.search(text, max(0, names[i].start - 40), names[i].start) else Antecedent(name=i)
        if names[i].kind == "person":
            apart = _MORE.fullmatch(text, end, start)
            return Antecedent(name=i) if apart else _describe(text, word, start, end)
        if names[i].kind in ("organisation", "outlet"):
            found = _describe(text, word, start, end)
            named = found and found.description and _APPOSED.fullmatch(text, end, found.description[0])
            return Antecedent(name=i) if named else found  # "the Brenn League, a group that"
    return _describe(text, word, start, 0)


def _describe(text: str, word: str, start: int, least: int) -> Antecedent | None:
    """The description that ends right before, with at most a comma between."""
    end = len(text[:start].rstrip(" ,(—–"))
    clause = _CLAUSE.search(text, max(least, end - 120), end)
    words = list(_WORD.finditer(text, clause.start() if clause else end, end))[-_LONGEST:]
    if not words or words[-1].end() != end:
        return None
    noun = find_noun(words[-1].group().casefold())
    if noun is None or (word in PERSONS and noun.kind not in ("person", "group")):
        return None
    first = len(words) - 1
    while first > 0 and words[first - 1].group().casefold() not in _STOPS:
        first -= 1
        if words[first].group().casefold() in _OPENS:
            break
    return Antecedent(description=(words[first].start(), end))
