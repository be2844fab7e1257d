"""Whose role it is: the words of the state or organisation that a role belongs to."""

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.resolve.roles.offices import head_word, is_organisation, is_organised, leads_organisation, takes_state
from onrecord.resolve.roles.phrases import (
    ARTICLES,
    POSSESSIVES,
    PREPOSITIONS,
    RELATIVES,
    Token,
    is_outlet,
    person_at_end,
    phrase,
    split_words,
    title_at_end,
    tokenize,
)
from onrecord.resolve.tables.states import find_states
from onrecord.types import Span

_LONGEST = 300
"""Characters of a role in which its noun and its organisation are looked for."""
_WORDS = 40
_NAME = 16
"""Words of an organisation's name at most."""
_PORTFOLIO = 4
"""Words that a title has at most behind its noun."""
_QUALIFIERS = frozenset(
    "former ex then deputy senior junior acting interim caretaker veteran leading prominent top late retired "
    "outgoing incoming longtime long-time onetime vice assistant associate chief lead first second third another "
    "one two three four five six several many other some new old high-ranking top-ranking unnamed anonymous "
    "independent permanent special principal local regional young elderly anti pro key close powerful influential "
    "outspoken progressive conservative liberal libertarian centrist right-wing left-wing far-right far-left "
    "non-partisan nonpartisan".split()
)
_WITH_CAPITAL = frozenset(
    "former then deputy senior acting interim veteran longtime retired outgoing incoming chief leading late vice "
    "assistant associate one two three another several some many other".split()
)
"""Those of them that are no part of a name with a capital either; "New" and "Key" are."""
_NOT_STATES = frozenset(
    "republican democratic democrat conservative liberal western european eastern northern southern muslim "
    "christian catholic orthodox jewish protestant islamic sunni shia arab black white african asian latino "
    "hispanic soviet conservatives evangelical tory labour whig communist socialist nazi mr mrs ms dr "
    "sir lord lady".split()
)
"""Adjectives with a capital that name neither a state nor an organisation."""
_NO_NAMES = _NOT_STATES | POSSESSIVES
_OF_A_FIELD = frozenset("professor doctor master bachelor student lecturer teacher".split())
_JOINS = frozenset("of for on and & the in at".split())
_BEFORE_ORGANISATIONS = frozenset("of for at with from in on".split())
_TIMES = frozenset("since until during before after between till".split())
_HOUSES = frozenset("parliament senate house assembly".split())
_ENDS_CORE = PREPOSITIONS | RELATIVES
_ENDS_NAME = POSSESSIVES | PREPOSITIONS | {"and", "or"}
_TITLES_WITH_OF = split_words(
    "secretary_of_state deputy_secretary_of_state assistant_secretary_of_state head_of_state chief_of_staff "
    "minister_of_state chancellor_of_the_exchequer director_of_public_prosecutions"
)
_PORTFOLIOS = split_words(
    "state staff justice defence defense finance foreign_affairs the_interior health education trade labor labour "
    "energy transportation transport commerce agriculture"
)
_OWN_PEOPLE = split_words(
    "father mother brother sister son daughter wife husband widow widower uncle aunt cousin nephew niece parent "
    "relative supporter backer surrogate lawyer attorney boss coach defendant victim candidate nominee activist "
    "protester running_mate grandson granddaughter grandfather grandmother representative manager editor host"
)
"""Whose name stands beside these may be a person."""


def find_affiliation(text: str, role: Span) -> Span | None:
    """The words of the state or organisation that a role belongs to, without an article; None where it names none.

    "Armenian" in "Armenian Defence Minister", "Torvik campaign" in "spokeswoman for the Torvik campaign". That a
    scholar is Armenian, or a lawyer works for Torvik, is no affiliation.
    """
    tokens = role_words(text, role)
    return read_affiliation(tokens, find_head(tokens)) if tokens else None


def read_affiliation(tokens: Sequence[Token], head: "Head") -> Span | None:
    """The same of the words of a role and its noun."""
    if tokens[0].low == "who" or not head.end:
        return _read_clause(tokens)
    rest = tokens[head.end :]
    found = _read_complement(rest, head) or _read_core(tokens[: head.noun_end], head.word)
    return found or _read_complement(rest, head, by_capitals=True)


def role_words(text: str, role: Span) -> list[Token]:
    """The words of a role, as far as rules read it."""
    return tokenize(text, role[0], min(role[1], role[0] + _LONGEST))[:_WORDS]


class Head(NamedTuple):
    """The noun of a role, counted in the role's words."""

    noun_end: int
    """Where the noun ends; 0 where there is none ("Harbour Union")."""
    end: int
    """Where its portfolio ends: of "Minister of Defence", "Secretary of State"."""
    word: str
    """In the singular, with a portfolio that makes another noun of it."""


def find_head(tokens: Sequence[Token]) -> Head:
    """The noun of a role."""
    stops = [i for i, t in enumerate(tokens) if i and t.low in _ENDS_CORE]
    for end in (*stops, len(tokens)):
        if not person_at_end(tokens[:end], plural=True):
            continue
        longest = min(len(tokens), end + _PORTFOLIO)
        whole = next((n for n in range(longest, end + 1, -1) if _is_one_title(tokens[:n], end)), end)
        word = head_word(tokens[:whole])
        return Head(end, whole, word if whole == end or word.startswith("secretary") else head_word(tokens[:end]))
    return Head(0, 0, "")


def _is_one_title(tokens: Sequence[Token], end: int) -> bool:
    """Whether the words end in a title that goes on behind its noun, which ends at `end`."""
    found = title_at_end(tokens)
    if not found or found[1] <= len(tokens) - end:
        return False
    title = found[0].title.casefold()
    return title in _TITLES_WITH_OF or title.startswith("minister of")


def _read_complement(tokens: Sequence[Token], head: Head, by_capitals: bool = False) -> Span | None:
    """The organisation behind a preposition: "of the Commission of the Civic Chamber", "at the University of Teal".

    `by_capitals`: what nothing but its capitals shows to be a name, where the head leaves no other reading.
    """
    prepositions = [i for i, t in enumerate(tokens) if t.low in PREPOSITIONS]
    for i in prepositions:
        prep = tokens[i].low
        if prep in _TIMES:
            return None
        if prep not in _BEFORE_ORGANISATIONS or (prep in ("of", "in") and head.word in _OF_A_FIELD):
            continue
        words = _take_name(tokens[i + 1 :])
        if by_capitals:
            is_field = head.word == "minister" and head.end == head.noun_end and i == prepositions[0]
            leads = leads_organisation(head.word) and prep in ("of", "for") and not is_field
            found = (leads or prep == "at") and _has_capitals(words) and phrase(words).casefold() not in _PORTFOLIOS
        else:
            found = is_organisation(words, head.word) or is_outlet(words)
        if found:
            return _span(words)
    return None


def _has_capitals(words: Sequence[Token]) -> bool:
    return bool(words) and all(t.is_capital or t.low in _JOINS for t in words)


def _span(words: Sequence[Token]) -> Span:
    """From the first word to the last, without the last one's genitive."""
    return words[0].start, words[-1].owner.end


def _take_name(tokens: Sequence[Token]) -> Sequence[Token]:
    """The words of one name or noun phrase, from its first word with a capital on where it has one."""
    end = next((i for i in range(min(len(tokens), _NAME)) if not _goes_on(tokens, i)), min(len(tokens), _NAME))
    taken = _drop_qualifiers(tokens[:end], POSSESSIVES)
    first = next((i for i, t in enumerate(taken) if t.is_capital), 0)
    return taken if any(t.low in PREPOSITIONS for t in taken[:first]) else taken[first:]


def _goes_on(tokens: Sequence[Token], i: int) -> bool:
    """Whether a name that begins the tokens goes on at token i."""
    token = tokens[i]
    after = next((t for t in tokens[i + 1 : i + 3] if t.low not in ARTICLES), None)
    between_capitals = i > 0 and tokens[i - 1].is_capital and after is not None and after.is_capital
    if token.low in PREPOSITIONS:
        joins = token.low == "of" or (token.low in ("for", "on") and between_capitals) or _leads_to_house(tokens, i)
        return i > 0 and joins
    if token.words == "," or token.low == "and":  # "the Digital, Culture, Media and Sport Committee"
        return between_capitals
    return token.low not in RELATIVES and (token.is_word or token.words in ("&", "-"))


def _leads_to_house(tokens: Sequence[Token], at: int) -> bool:
    """Whether "in" leads from a committee to its house: "affairs committee in the Tressian parliament"."""
    return tokens[at].low == "in" and any(t.low in _HOUSES for t in tokens[at + 1 : at + 5])


def _read_core(core: Sequence[Token], head: str) -> Span | None:
    """The organisation or state before a noun: "Torvik campaign manager", "the union's leader", "Armenian Minister"."""
    size_of_noun = 1 if " of " in head else len(head.split())
    if size_of_noun > 1 and is_organised(core[-size_of_noun]):
        size_of_noun -= 1  # "campaign manager" is a manager of a campaign
    before = _drop_qualifiers(core[:-size_of_noun])
    if not before:
        return None
    at = next((i for i in range(len(before) - 1, -1, -1) if _is_evidence(before, i)), -1)
    if at >= 0:
        return _widen(before, at)
    if takes_state(head) and (state := _find_state(before)):
        return _span(state)
    owner = next((i for i in range(len(before) - 1, -1, -1) if before[i].is_genitive), -1)
    titled = core[: len(core) - person_at_end(core, plural=True)]
    names = before[: owner + 1] if owner >= 0 else _drop_qualifiers(titled)
    is_name = bool(names) and all(t.is_capital and t.low not in _NO_NAMES for t in names)
    leads = leads_organisation(head) and head not in _OWN_PEOPLE
    return _span(names) if is_name and (leads or is_outlet(names)) else None


def _find_state(tokens: Sequence[Token]) -> Sequence[Token]:
    """The longest words that are a state's name or adjective; none where there are none."""
    for length in range(min(3, len(tokens)), 0, -1):
        for i in range(len(tokens) - length + 1):
            words = phrase(tokens[i : i + length]).replace("’", "'").removesuffix("'s")
            if tokens[i].low not in _NOT_STATES and find_states(words):
                return tokens[i : i + length]
    return ()


def _drop_qualifiers(tokens: Sequence[Token], others: frozenset[str] = frozenset()) -> Sequence[Token]:
    """The words from the first on that is neither a qualifier nor one of the others."""
    first = next((i for i, t in enumerate(tokens) if not (_is_qualifier(t) or t.low in others)), len(tokens))
    return tokens[first:]


def _is_qualifier(token: Token) -> bool:
    """Whether a word says something of the person and is no part of an organisation's name."""
    return token.low in ARTICLES or token.low in (_WITH_CAPITAL if token.is_capital else _QUALIFIERS)


def _is_evidence(tokens: Sequence[Token], at: int) -> bool:
    return (
        is_organised(tokens[at]) or is_organisation(tokens[at : at + 1], "") or is_organisation(tokens[at : at + 2], "")
    )


def _widen(tokens: Sequence[Token], at: int) -> Span:
    """The whole name around its telling word: "Russian Foreign Ministry", "Department of Justice"."""
    first, last = at, at
    if is_organisation(tokens[at : at + 2], "") and not is_organised(tokens[at]):
        last = min(at + 1, len(tokens) - 1)
    while first and not _is_qualifier(tokens[first - 1]):
        if tokens[first - 1].low in _ENDS_NAME or (tokens[at].is_capital and not tokens[first - 1].is_capital):
            break
        first -= 1
    if tokens[at].is_capital:
        while last + 2 < len(tokens) and tokens[last + 1].low in ("of", "for", "&") and tokens[last + 2].is_capital:
            last += 2
        while last + 1 < len(tokens) and tokens[last].low in ("of", "for"):
            last += 1
    return _span(tokens[first : last + 1])


def _read_clause(tokens: Sequence[Token]) -> Span | None:
    """Of "who heads the union" and of words without a person: "Harbour Union"."""
    words = _take_name(tokens) if tokens[0].low != "who" else ()
    if is_organisation(words, "spokesman") or is_outlet(words):
        return _span(words)
    for i in range(1, len(tokens)):
        if tokens[i].low in ARTICLES or tokens[i].low in POSSESSIVES or tokens[i].is_capital:
            words = _take_name(tokens[i:])
            if is_organisation(words, "") or is_outlet(words):
                return _span(words)
    return None
