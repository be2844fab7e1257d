"""The roles behind a name: "Ada Venn (D-Teal), a lawyer, who heads the union, said"."""

import re
from collections.abc import Sequence

from onrecord.resolve.roles.descriptions import read_phrase
from onrecord.resolve.roles.phrases import (
    ARTICLES,
    CLOSERS,
    PREPOSITIONS,
    SAYING,
    STOPS,
    Token,
    is_acronym,
    is_organised_noun,
    line_around,
    tokenize,
)
from onrecord.types import Span, Spans

_BEHIND = 400
"""Characters behind a name in which its appositions end."""
_POST_NOMINALS = frozenset("MP MEP MSP MLA QC KC MPP TD".split())
_MAY_GO_ON = re.compile(rf"\s*(?:[,(—–-]|(?:{'|'.join(sorted(_POST_NOMINALS))}|(?i:of|from))\b)")
_PARTY = re.compile(r"(?:D|R|I|DFL|L|G)-[^\W\d_][\w. ]{0,20}|(?:D|R|I)(?=\))")
_OPENERS = frozenset(", — – -".split())
_GIVES_A_PLACE = frozenset("of from in at".split())
_GIVES_A_BODY = frozenset("of from with".split())
_JUNIOR = frozenset("jr. jr sr. sr ii iii iv".split())
_ACCORDING_TO = re.compile(r"\baccording to (?:\w+\.? ){0,3}$", re.IGNORECASE)
_LONGEST_BRACKET = 16
"""Words and signs."""


def read_behind(text: str, name: Span, source: Spans) -> list[Span]:
    """The roles behind a name, in the order of the text, up to the first words that are none."""
    if not _MAY_GO_ON.match(text, name[1]):
        return []
    _, high = line_around(text, name, _BEHIND)
    tokens = tokenize(text, name[1], high)
    line_ends = high == len(text) or text[high] == "\n"
    if not line_ends and tokens:
        tokens.pop()  # may be cut through
    roles: list[Span] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.words in _POST_NOMINALS:
            roles.append((token.start, token.end))
            at += 1
        elif token.words == "(":
            nearest = range(at, min(at + _LONGEST_BRACKET, len(tokens)))
            close = next((i for i in nearest if tokens[i].words == ")"), 0)
            inner = tokens[at + 1 : close]
            if not inner:
                break
            roles += _read_brackets(text, inner)
            at = close + 1
        elif token.low in ("of", "from") and at + 1 < len(tokens) and not roles:
            return _read_belonging(tokens[at:])
        else:
            break
    return roles + _read_appositions(text, tokens[at:], name, source, line_ends)


def _read_brackets(text: str, inner: Sequence[Token]) -> list[Span]:
    start, end = inner[0].start, inner[-1].end
    if _PARTY.match(text, start, end + 1):
        return [(start, end)]
    return read_phrase(inner, strict=True) or []


def _read_belonging(tokens: Sequence[Token]) -> list[Span]:
    """The organisation in "Ada Venn of the Harbour Union said", from the preposition on: not as what she speaks."""
    first = 2 if tokens[1].low in ARTICLES else 1
    last = first
    while last < len(tokens) and (tokens[last].is_capital or tokens[last].low in ("of", "for", "and", "the", "&")):
        if tokens[last].low == "and" and any(is_organised_noun(t) for t in tokens[first:last]):
            break  # "of the Harbour Union and Piet Marl"
        last += 1
    while last > first and not tokens[last - 1].is_capital:
        last -= 1
    words = tokens[first:last]
    if not any(is_organised_noun(t) or is_acronym(t) for t in words):
        return []
    return [(words[0].start, words[-1].end)]


def _read_appositions(text: str, tokens: Sequence[Token], name: Span, source: Spans, line_ends: bool) -> list[Span]:
    """The roles between commas, dashes or brackets, up to the first stretch that is none.

    `line_ends` says that behind the tokens comes no other word of the line.
    """
    roles: list[Span] = []
    source_end = next((e for s, e in source if s <= name[0] and name[1] <= e), -1)
    # "According to Ada Venn, the minister lied": the phrase may be a clause.
    told = _ACCORDING_TO.search(text, max(0, name[0] - 60), name[0]) is not None
    speaks = source_end >= 0 and not told
    at = 0
    while at + 1 < len(tokens) and tokens[at].words in _OPENERS:
        first = at + 1
        at = next((i for i in range(first, len(tokens)) if _closes(tokens, first, i)), len(tokens))
        stretch = tokens[first:at]
        if not stretch:
            break
        closed = line_ends or at < len(tokens)
        inside = stretch[-1].end <= source_end
        found = _read_stretch(text, stretch, strict=not (inside or speaks)) if closed else None
        if found is None and speaks and not inside and (found := _read_unclosed(stretch)) is not None:
            at = len(tokens)
        if (
            found is None and stretch[0].start < source_end < stretch[-1].end
        ):  # the source ends here: so does the phrase
            stretch, inside, at = [t for t in stretch if t.end <= source_end], True, len(tokens)
            found = read_phrase(stretch)
        if found is None and closed and _is_aside(stretch):
            found = _read_belonging(stretch) if stretch[0].low in _GIVES_A_BODY and len(stretch) > 1 else []
        elif (told and not inside and stretch[0].low == "the") or _belongs_to_next(stretch, tokens[at:]):
            break
        if found is None:
            break
        roles += found
    return roles


def _read_stretch(text: str, stretch: Sequence[Token], strict: bool) -> list[Span] | None:
    span = stretch[0].start, stretch[-1].end
    return [span] if _PARTY.fullmatch(text, *span) else read_phrase(stretch, strict)


def _closes(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Whether a sign ends a phrase; a comma of "the Digital, Culture, Media and Sport Committee" does not."""
    if tokens[at].words not in CLOSERS:
        return False
    if tokens[at].words != "," or at + 1 >= len(tokens) or not tokens[at - 1].is_capital:
        return True
    begin = at - 1
    while begin > first and (tokens[begin - 1].is_capital or tokens[begin - 1].words == ","):
        begin -= 1
    if tokens[begin - 1].low != "the" or begin - 2 < first or tokens[begin - 2].low not in PREPOSITIONS:
        return True
    i = at + 1
    while i + 1 < len(tokens) and tokens[i].is_capital and tokens[i + 1].words == ",":
        i += 2
    joined = i + 2 < len(tokens) and tokens[i + 1].low in ("and", "&") and tokens[i + 2].is_capital
    return not (joined and tokens[i].is_capital)


def _read_unclosed(stretch: Sequence[Token]) -> list[Span] | None:
    """The roles of a phrase that a verb of saying ends: "Ada Venn, a lawyer for the union said"; not of a list."""
    said = next((i for i in range(1, len(stretch)) if stretch[i].low in SAYING), 0)
    phrase = stretch[:said]
    if not phrase or phrase[0].low == "the" or any(t.low in ("and", "&", "or") for t in phrase):
        return None
    return read_phrase(phrase)


def _is_aside(stretch: Sequence[Token]) -> bool:
    """An age, a place or a "Jr." between a name and its roles."""
    words = [t.low for t in stretch]
    if not words:
        return False
    if len(words) <= 2 and (words[-1].isdigit() or words[0] in _JUNIOR):
        return True
    return words[0] in _GIVES_A_PLACE and all(t.is_capital or t.low in STOPS | ARTICLES for t in stretch[1:])


def _belongs_to_next(stretch: Sequence[Token], rest: Sequence[Token]) -> bool:
    """Whether a full name follows, which the phrase may describe as well: "Torvik, her lawyer, Ada Venn, and"."""
    if not rest or rest[0].words != "," or any(t.low in _GIVES_A_PLACE for t in stretch[1:]):
        return False
    close = next((i for i in range(1, len(rest)) if not rest[i].is_word), len(rest))
    following = rest[1:close]
    return len(following) > 1 and all(t.is_capital for t in following) and read_phrase(following) is None
