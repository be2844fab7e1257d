"""Whom a source's words are about: the name, pronoun or description at their head.

"Torvik campaign manager Ada Brenn" is Brenn; "a spokesman for Torvik" is a spokesman, "Torvik's lawyer" a lawyer;
"Torvik and Brenn" are two.
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from onrecord.resolve.mentions import Kind, Mention, find_pronouns, is_pronoun
from onrecord.resolve.tables.nouns import Noun, find_noun
from onrecord.types import Spans

Definiteness = Literal["definite", "possessive", "indefinite", "bare"]

_TOKEN = re.compile(r"\w+(?:[.'’-]\w+)*\.?|[^\w\s]")
_PREPOSITIONS = frozenset(
    "of for from in at with to on by against behind near including like under within inside outside among between "
    "across over around about after before during into as than via".split()
)
_STOPS = _PREPOSITIONS | frozenset(
    ', ; : ( ) [ ] — – - " “ ” who whom whose which that where when is are was were has have had and or but'.split()
)
_DEFINITE = frozenset("the this that these those".split())
_POSSESSIVE = frozenset("his her their its our my your whose".split())
_INDEFINITE = frozenset(
    "a an one two three four five six seven eight nine ten another other others some several many few most no any "
    "every each both all dozens hundreds thousands none such various certain more fewer".split()
)
_SHARES = frozenset(
    "one some many most several few all none half both each any two three four more majority number".split()
)
_RELATIVE = frozenset("who which that whom".split())
_KIND_OF: dict[str, Kind] = {
    "person": "person",
    "group": "group",
    "organisation": "organisation",
    "outlet": "outlet",
    "document": "outlet",
    "place": "place",
}
_ITSELF = re.compile(r" (?:him|her|it|them)sel(?:f|ves)$")
_GENITIVE = re.compile(r"(?:['’]s|(?<=s)['’])(?=\s+\S)")
_GENITIVE_END = re.compile(r"(?:['’]s|(?<=s)['’])[\s,]*$")
_FOLLOWING = re.compile(r"\s+([^\W\d_][\w’'-]*)")
_WITH_PRONOUN = re.compile(r"(?:both )?(?:he|him|she|her|they|them) and ", re.IGNORECASE)


class Head(NamedTuple):
    """Whom a source is about."""

    mention: Mention
    definiteness: Definiteness = "bare"
    noun: str = ""
    """The head noun of a description, in the singular."""
    owner: Mention | None = None
    """The name that the description is tied to: of "Torvik's lawyer", "a spokesman for Torvik"."""
    together: bool = False
    """Several who speak at once."""


def read_source(text: str, source: Spans, names: Sequence[Mention]) -> Head | None:
    """The head of a source; `names` are the names of the text that lie in it, in order. None where nothing is there."""
    start, end = source[0][0], source[-1][1]
    end -= len(itself[0]) if (itself := _ITSELF.search(text, start, end)) else 0
    inside = [n for n in names if any(s <= n.start and n.end <= e for s, e in source)]
    heads = [n for n in inside if not _is_modifier(text, n, inside, start, end)]
    people = [n for n in heads if n.kind == "person"]
    chosen = (people or heads)[:1]
    if len(people) > 1 and _is_title_between(text, people[0], people[1]):
        chosen = people[1:2]  # "Torvik Press Director Ada Brenn"
    if chosen:
        name = chosen[0]
        if _goes_on(text, name, end) or _WITH_PRONOUN.match(text, start, name.start):
            words = text[start:end]
            return Head(Mention(start, end, "nominal", "group", words, plural=True), together=True)
        return Head(name, "definite")
    words = text[start:end].rstrip(" ,")
    for p in find_pronouns(words) if is_pronoun(words) else ():
        moved = Mention(start, start + p.end, "pronoun", p.kind, p.words, p.gender, p.plural)
        return Head(moved, "definite")
    return _read_description(text, start, end, inside)


def _is_modifier(text: str, name: Mention, inside: Sequence[Mention], start: int, end: int) -> bool:
    """Whether a name in a source only says more of its head: behind a preposition, a genitive, before a noun."""
    if _is_governed(text[start : name.start - len(name.title) - 1 if name.title else name.start], name, inside, start):
        return True
    if _GENITIVE.match(text, name.end, end):
        return True
    following = _FOLLOWING.match(text, name.end, end)
    if not following:
        return False
    word = following[1]
    if word[0].isupper():  # "Kelvara Secretary of State", but "Brenn Senate" is no description
        return name.kind != "person" and find_noun(word) is not None
    return word not in _STOPS and not word.endswith("ly")


def _is_governed(before: str, name: Mention, inside: Sequence[Mention], start: int) -> bool:
    """Whether a preposition governs a name that stands behind `before`: "for Ana Torvik", "with strategist Jan Osk".

    Not in "Speaker of the Kelvaran Parliament Ana Torvik": there it governs the name that ends right before.
    """
    for token in reversed(list(_TOKEN.finditer(before))):
        word = token.group().casefold()
        if not word[0].isalnum() or word in ("and", "or", "who", "which"):
            return False
        if word in _PREPOSITIONS:
            at = start + token.end()
            return bool(name.title) or not any(
                n.kind in ("organisation", "outlet")
                and at <= n.start < name.start
                and not before[n.end - start :].strip()
                for n in inside
            )
    return False


def _is_title_between(text: str, a: Mention, b: Mention) -> bool:
    """Whether nothing but capital words stand between two names."""
    between = text[a.end : b.start].split()
    return bool(between) and all(w[0].isupper() or w in ("of", "for", "the") for w in between)


def _goes_on(text: str, name: Mention, end: int) -> bool:
    """Whether another one is joined to a name: "Torvik and Brenn", "Osk and his colleagues", "A, B and C"."""
    joined = re.match(r"\s*(?:and|&|or)\s+|\s*,\s+(?=[A-Z][\w.’' -]+(?:,| and ))", text[name.end : end])
    if not joined:
        return False
    return "," not in joined.group() or bool(re.search(r"\band [A-Z]", text[name.end : end]))


def _read_description(text: str, start: int, end: int, inside: Sequence[Mention]) -> Head | None:
    genitive = _GENITIVE_END.search(text, start, end)  # "the campaign's", whose plan it is
    end = genitive.start() if genitive else end
    tokens = [(m.group(), start + m.start(), start + m.end()) for m in _TOKEN.finditer(text[start:end])]
    while tokens and not tokens[0][0][0].isalnum():
        tokens.pop(0)
    if not tokens:
        return None
    words = [t[0].casefold() for t in tokens]
    definiteness = _definiteness(words)
    first = 0
    if len(words) > 2 and "of" in words[1:4] and (words[0] in _SHARES or words[1] in ("percent", "out", "majority")):
        definiteness, first = "indefinite", words.index("of") + 1
    stop = next((i for i in range(first + 1, len(words)) if words[i] in _STOPS), len(words))
    noun, at = _find_head(words[first:stop])
    owner = next((n for n in inside), None)
    if noun is None:
        word = words[first + at]
        plural = word.endswith("s") and not word.endswith("ss")
        kind: Kind = "group" if plural or word in _INDEFINITE else "other"
        mention = Mention(start, end, "nominal", kind, text[start:end], plural=plural)
        return Head(mention, definiteness, word, owner)
    kind = _KIND_OF[noun.kind]
    if noun.plural and kind in ("person", "organisation", "place"):
        kind = "group"
    mention = Mention(start, end, "nominal", kind, text[start:end], noun.gender if not noun.plural else "", noun.plural)
    return Head(mention, definiteness, noun.noun, owner)


def _definiteness(words: list[str]) -> Definiteness:
    if words[0] in _DEFINITE:
        return "definite"
    if words[0] in _POSSESSIVE or any(w.endswith(("'s", "’s", "s'", "s’")) for w in words[:4]):
        return "possessive"
    if words[0] in _INDEFINITE or words[0][0].isdigit():
        return "indefinite"
    return "bare"


def _find_head(words: list[str]) -> tuple[Noun | None, int]:
    """The last noun that the table has, two words before one; else the last word."""
    if words[-1].endswith(("-year-old", "-year-olds")):
        return Noun("year-old", "person", "", words[-1].endswith("s")), len(words) - 1
    for i in range(len(words) - 1, -1, -1):
        if i and (noun := find_noun(f"{words[i - 1]} {words[i]}")):
            return noun, i
        if noun := find_noun(words[i]):
            return noun, i
    return None, len(words) - 1
