"""Noun phrases that describe a person: "a lawyer and head of the union" lists two roles, "the minister lied" none."""

from collections.abc import Sequence
from typing import Literal

from onrecord.resolve.roles.phrases import (
    ARTICLES,
    AUXILIARIES,
    CONJUNCTIONS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SAYING,
    STOPS,
    Token,
    noun_kind,
    person_at_end,
    title_at_end,
)
from onrecord.resolve.tables.states import find_states
from onrecord.types import Span

_ASIDES = frozenset("now also currently himself herself as".split())
_MAY_OPEN = frozenset("then once first".split())
"""Stop words with which a role may begin: "then president"."""
_PARTICIPLES = frozenset(
    "based known named born educated charged accused convicted appointed elected sentenced tasked hired employed "
    "familiar close responsible present involved critical loyal opposed specialising specializing representing "
    "leading heading studying working serving acting running overseeing advising covering living teaching who".split()
)
_CLAUSE_VERBS = frozenset(
    "heads headed leads led chairs chaired co-chairs co-chaired runs ran directs directed founded co-founded owns "
    "owned represents represented teaches taught edits edited manages managed oversees oversaw commands commanded "
    "advises advised presides presided studies covers".split()
)
_CLAUSE_VERBS_WITH = {
    **dict.fromkeys("works worked".split(), frozenset("for at as in with".split())),
    **dict.fromkeys("serves served sits sat".split(), frozenset("as on in at".split())),
}
_COPULAS = frozenset("is was been became".split())
_CLAUSE_ADVERBS = frozenset("now also currently once previously formerly has had later then still long".split())
SURNAMES = frozenset(
    "king prince duke earl baron major dean bishop deacon judge constable pope marshal sheriff abbot cardinal page "
    "mayor chancellor knight queen lord father mother brother sister".split()
)
"""Titles that are as often the last word of a name: "Adam King"."""
_CAPITALISED = frozenset(
    "head member founder co-founder fellow spokesman spokeswoman spokesperson chair co-chair president executive "
    "owner officer leader aide adviser advisor assistant strategist scientist researcher secretary official "
    "candidate nominee writer author critic counsel representative treasurer trustee partner associate scholar "
    "expert specialist coordinator organizer organiser activist democrat republican socialist liberal conservative "
    "committeeman committeewoman delegate backer supporter ally surrogate lobbyist consultant veteran".split()
)
"""Nouns of persons that are written with a capital where they are a post."""


_OPENING = ARTICLES | _ASIDES
_ENDS_CORE = STOPS | ARTICLES | POSSESSIVES
_OF_CLAUSES = AUXILIARIES | PRONOUNS | CONJUNCTIONS
_IN_NAMES = frozenset("'’-/,")

_Joins = Literal["role", "clause", "end"]
"""What follows a role: "and" with another one, a relative clause, nothing."""


def read_phrase(tokens: Sequence[Token], strict: bool = False, plural: bool = False) -> list[Span] | None:
    """The roles that a whole phrase lists: "a lawyer and head of the union" has two; None where it is something else.

    `strict` is for words outside of a source, which may as well be a clause: nothing is passed over in them.
    """
    tokens = list(tokens)
    at = 0
    while at < len(tokens) and tokens[at].low in _ASIDES:
        at += 1
    if at < len(tokens) and tokens[at].low == "who":
        return _read_clause(tokens[at:]) or None
    clause = next((i for i, t in enumerate(tokens) if t.low in RELATIVES), len(tokens))
    if any(t.low in SAYING and t.words[0].islower() for t in tokens[:clause]):
        return None
    roles: list[Span] = []
    joins: _Joins = "role"
    while joins == "role":
        at = _skip_opening(tokens, at)
        core = _read_core(tokens, at, strict, plural)
        complement = _read_complement(tokens, *core, strict) if core else None
        if complement is None:
            return None
        stop, joins = complement
        roles.append((tokens[at].start, tokens[stop - 1].end))
        at = stop + 1
    return roles + _read_clause(tokens[stop:]) if joins == "clause" else roles


def _skip_opening(tokens: Sequence[Token], at: int) -> int:
    """Past articles and the like to the first word of a role."""
    while at < len(tokens) and tokens[at].low in _OPENING:
        at += 1
    return at


def _read_core(tokens: Sequence[Token], at: int, strict: bool, plural: bool) -> tuple[int, int] | None:
    """Where the head of a phrase ends, and where its complement begins (behind a participle all is passed over)."""
    end = next((i for i in range(at, len(tokens)) if _ends_core(tokens, at, i, plural)), len(tokens))
    if end == at or not all(t.is_word for t in tokens[at:end]):
        return None
    if person_at_end(tokens[at:end], plural) and not _is_name(tokens[at:end]):
        return end, end
    if strict:
        return None
    for i in range(end - 1, at, -1):
        is_participle = tokens[i].low in _PARTICIPLES
        if is_participle and person_at_end(tokens[at:i], plural) and not _is_name(tokens[at:i]):
            return i, len(tokens)
    return None


def _ends_core(tokens: Sequence[Token], at: int, i: int, plural: bool) -> bool:
    """Whether the words before a head's complement, which begin at `at`, end before token i."""
    low = tokens[i].low
    if i == at:
        return low in STOPS and low not in _MAY_OPEN
    return low in _ENDS_CORE and not (low == "and" and _joins_words(tokens, at, i, plural))


def _joins_words(tokens: Sequence[Token], at: int, end: int, plural: bool) -> bool:
    """Whether "and" stands inside a title: "trade and industry minister", not "the company and Lowen's mayor"."""
    if end + 1 >= len(tokens) or person_at_end(tokens[at:end], plural):
        return False
    return not noun_kind(tokens[end - 1]) and not tokens[end + 1].is_genitive


def _is_name(core: Sequence[Token]) -> bool:
    """Whether the words are a name that ends like a role: "Minister Ada Baker", "Adam King"."""
    last = core[-1]
    if not last.is_capital or len(core) == 1:
        return False
    before = core[-2]
    if last.low in SURNAMES:
        return before.is_capital and not (find_states(before.words) or before.is_genitive or noun_kind(before))
    found = title_at_end(core)
    is_usual = last.words.isupper() or found is not None or last.low in _CAPITALISED
    return not is_usual


def _read_complement(tokens: Sequence[Token], head_end: int, at: int, strict: bool) -> tuple[int, _Joins] | None:
    """Where a role ends that has its head up to `head_end`, and what follows it; None where it is no role."""
    if at > head_end:
        return head_end, "end"
    for i in range(at, len(tokens)):
        token = tokens[i]
        if token.low in PREPOSITIONS:
            if i + 1 == len(tokens):
                return None
        elif token.low in ("and", "&"):
            follows = _starts_role(tokens, i + 1, strict)
            definite = follows and tokens[i + 1].low == "the"  # "a lawyer and the minister": somebody else
            if follows and not definite:
                return i, "role"
            if i == head_end:
                return None
        elif token.low in RELATIVES:
            return None if strict else (i, "clause")
        elif i == head_end or token.low in _OF_CLAUSES or not (token.is_word or token.words in _IN_NAMES):
            return None
    return len(tokens), "end"


def _starts_role(tokens: Sequence[Token], at: int, strict: bool) -> bool:
    at = _skip_opening(tokens, at)
    return at < len(tokens) and _read_core(tokens, at, strict, plural=False) is not None


def _read_clause(tokens: Sequence[Token]) -> list[Span]:
    """The roles of a relative clause, from "who": "who heads the union", "who was deputy head until 2021"."""
    roles: list[Span] = []
    start = 0
    while start < len(tokens):
        at = _skip_adverbs(tokens, start + (tokens[start].low == "who"))
        if not _is_role_verb(tokens, at) or any(t.low in SAYING for t in tokens[at + 1 :]):
            break
        ands = (i for i in range(at, len(tokens)) if tokens[i].low == "and")
        joined = next((i for i in ands if _is_role_verb(tokens, _skip_adverbs(tokens, i + 1))), len(tokens))
        if tokens[at].low in _COPULAS and not read_phrase(tokens[at + 1 : joined]):
            break
        if tokens[at + 1].low in ("that", "to", "by") or any(t.low in PRONOUNS for t in tokens[at + 1 : joined]):
            break
        roles.append((tokens[start].start, tokens[joined - 1].end))
        start = joined + 1
    return roles


def _skip_adverbs(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and (tokens[at].low in _CLAUSE_ADVERBS or tokens[at].low.endswith("ly")):
        at += 1
    return at


def _is_role_verb(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb at `at`, with something behind it, says what somebody is or does: "heads", "works for"."""
    if at + 1 >= len(tokens):
        return False
    verb = tokens[at].low
    if verb in _CLAUSE_VERBS or verb in _COPULAS:
        return True
    return tokens[at + 1].low in _CLAUSE_VERBS_WITH.get(verb, ())
