"""Who could know: whether somebody speaks as an official, an expert, a witness or a party to the matter.

The classes are FactAppeal's source types (Morlan 2025). A role is judged by its noun, and where the noun says little
("spokesman", "director") by the organisation that it belongs to. A former minister holds no office: such a role tells
nothing here.
"""

import re

from onrecord.resolve.roles.affiliation import Head, find_head, read_affiliation, role_words
from onrecord.resolve.roles.offices import (
    EXPERTS,
    OFFICIALS,
    PARTIES,
    RELATIONAL,
    WITNESSES,
    is_counsel,
    standing_of,
    stands_by_itself,
)
from onrecord.resolve.roles.phrases import ARTICLES, Token, phrase, title_at_end, tokenize
from onrecord.types import EntityKind, Span, Spans, Standing

_ORDER: tuple[Standing, ...] = ("official", "party", "expert", "witness")
"""An official with a chair at a university is asked as the official; a party with one has an interest."""
_PAST = frozenset(
    "former ex formerly once onetime one-time retired ousted deposed late previously then-former would-be aspiring "
    "self-styled self-proclaimed shadow was had".split()
)
_OFFICES = frozenset("government parliament military police court diplomatic".split())
_PARTY_OF_STATE = re.compile(r"(?:D|R|I|DFL)(?:-.+)?")
_HEADS_TODAY = frozenset("heads leads chairs runs directs manages oversees commands represents owns advises is".split())
_OF_STATE = frozenset("presidential governmental parliamentary congressional ministerial royal military naval".split())
_THEIRS = frozenset("his her their its my our".split())
_TEACHES = frozenset("teaches studies".split())
_BEFORE_ROLES = ARTICLES | frozenset("now also currently".split())


def judge_standing(text: str, roles: Spans, named: bool, kind: EntityKind) -> Standing | None:
    """Who could know, by the roles at `roles`; None where nothing tells.

    `named` says whether the text names the speaker, `kind` what the speaker is. Where an organisation or a group
    speaks, its describing words stand for a role: "police", "residents".
    """
    if kind == "outlet":
        return "outlet"
    if kind == "state":
        return "official"
    found = {judge_role(text, role): text[slice(*role)] for role in roles}
    if "party" in found and found.get("official", "").casefold() in ("president", "vice president", "chairman"):
        return "party"  # "President and CEO"
    known = next((standing for standing in _ORDER if standing in found), None)
    return known or (None if named else "unnamed")


def judge_role(text: str, role: Span) -> Standing | None:
    """The standing that a single role gives."""
    tokens = role_words(text, role)
    if not tokens:
        return None
    if _PARTY_OF_STATE.fullmatch(phrase(tokens)):
        return "official"
    if tokens[0].low == "who" or tokens[0].low in _TEACHES:
        return _judge_clause(text, tokens)
    found = find_head(tokens)
    core, head = tokens[: found.end], found.word
    past = any(t.low in _PAST or t.low.startswith("ex-") for t in core)
    if head in EXPERTS and not _is_degree_only(tokens, head):
        return "expert"
    if past:
        return None
    if head in WITNESSES:
        return "witness"
    if head in PARTIES:
        return "party"
    if head in RELATIONAL:
        organisation = _judge_organisation(text, tokens, found)
        return organisation or _judge_relational(core, head, has_complement=len(tokens) > len(core))
    if head in OFFICIALS:
        is_partisan = head == "official" and _judge_organisation(text, tokens, found) == "party"
        return "party" if is_partisan else "official"
    if not head:
        return _judge_organisation(text, tokens, found)
    title = title_at_end(core)
    return "official" if title and title[0].kind in _OFFICES and not is_counsel(head) else None


def _judge_organisation(text: str, tokens: list[Token], head: Head) -> Standing | None:
    """By whom somebody speaks for, or where they work: "deputy director of the Centre for Brain Sciences at the
    University of Teal"."""
    organisation = _judge_affiliation(text, tokens, head)
    return organisation or ("expert" if standing_of(tokens[head.end :]) == "expert" else None)


def _judge_affiliation(text: str, tokens: list[Token], head: Head) -> Standing | None:
    found = read_affiliation(tokens, head)
    return standing_of(tokenize(text, *found)) if found else None


def _judge_relational(core: list[Token], head: str, has_complement: bool) -> Standing | None:
    """Of a noun whose organisation tells nothing or is not named."""
    title = title_at_end(core)
    is_office = title is not None and title[0].kind in _OFFICES
    if stands_by_itself(head):
        # "President Torvik", but not "president of Marl Shipping"
        return "official" if is_office and (head == "speaker" or not has_complement) else None
    if any(t.low in _OF_STATE for t in core):
        return "official"
    if is_counsel(head):
        return "party" if has_complement or any(t.is_genitive or t.low in _THEIRS for t in core) else None
    return "official" if head == "counterpart" or (is_office and core[-1].is_capital) else None


def _judge_clause(text: str, tokens: list[Token]) -> Standing | None:
    """Of "who heads the union", "who teaches at the University of Quarrin"; "who led the union" is over."""
    verb = next((t.low for t in tokens if t.low in _HEADS_TODAY | _TEACHES), "")
    if verb in _TEACHES:
        return "expert"
    if verb == "is":
        at = next(i for i, t in enumerate(tokens) if t.low == "is")
        start = next((t.start for t in tokens[at + 1 :] if t.low not in _BEFORE_ROLES), None)
        return judge_role(text, (start, tokens[-1].end)) if start is not None else None
    return _judge_affiliation(text, tokens, find_head(tokens)) if verb else None


def _is_degree_only(tokens: list[Token], head: str) -> bool:
    """Whether "doctor" is what somebody is called: "Doctor", not "a doctor at the hospital"."""
    return head == "doctor" and len(tokens) == 1 and tokens[0].is_capital
