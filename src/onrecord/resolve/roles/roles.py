"""As whom somebody speaks: the titles before a name and the appositions behind it, each role a span of its own.

"Former minister Ada Venn (D-Teal), a lawyer and head of the Harbour Union, said" has four roles. Forms of address
("Mr.", "Dr.", "Lord") are none. A noun phrase counts only where it is whole: closed by a comma, a bracket, a dash, the
end of the sentence or of the source. Otherwise it may belong to somebody else, and is left alone.
"""

import re
from collections.abc import Sequence

from onrecord.resolve.roles.appositions import read_behind
from onrecord.resolve.roles.descriptions import SURNAMES, read_phrase
from onrecord.resolve.roles.phrases import (
    ARTICLES,
    CALENDAR,
    CLOSERS,
    CONJUNCTIONS,
    POSSESSIVES,
    PREPOSITIONS,
    SAYING,
    STOPS,
    TELLING,
    TIMES,
    Token,
    bare,
    find_person,
    is_organised_noun,
    is_outlet,
    is_within,
    line_around,
    noun_kind,
    person_at_end,
    title_at_end,
    tokenize,
)
from onrecord.resolve.tables.titles import Title, find_title
from onrecord.types import Span, Spans

_BEFORE = 160
"""Characters before a name in which its title begins."""
_LONGEST_WORD = 16
"""Characters, with a space on either side."""
_LONGEST_TITLE = 10
_LONGEST_DESCRIPTION = 60
"""Words."""
_RANKS = frozenset("military police parliament church medical".split())
"""Kinds of titles that follow on another role: "spokesman Lt. Col. Venn"."""
_ADDRESS = frozenset("doctor doctors lord lady madam".split())
"""Titles that are mere forms of address before a name."""
MODIFIERS = frozenset(
    "former ex-president ex then-president deputy senior junior chief acting interim caretaker veteran leading "
    "prominent top late retired outgoing incoming longtime long-time vice assistant associate opposition police "
    "army military navy naval government party state federal national regional local provincial municipal human "
    "rights energy defence defense security foreign policy political press campaign company union presidential "
    "prime parliamentary congressional independent conservative liberal socialist nationalist centrist left-wing "
    "right-wing far-right far-left radical moderate finance interior justice health education economy trade "
    "transport agriculture culture environment climate labour labor science housing tourism sports information "
    "social public legal medical criminal civil constitutional executive business media television radio newspaper "
    "magazine news financial economic market bank oil gas industry research university college school hospital "
    "church city town district county village court supreme appeals trial high special permanent principal general "
    "first second third new elected newly president-elect exiled jailed imprisoned ousted embattled disgraced "
    "convicted renowned celebrated award-winning best-selling self-styled democratic republican fellow rival lead "
    "head honorary founding majority minority house senate cabinet council assembly board committee commission "
    "community student youth women's men's children's workers' farmers' peace anti-war anti-corruption intelligence "
    "counter-terrorism nuclear space investigative freelance chief-of-staff".split()
)
"""Words in small letters that certainly belong to a title before a name; of others a verb cannot be told apart."""
_ENDS_TITLE = STOPS | ARTICLES | SAYING
_MAY_OPEN_DESCRIPTION = frozenset("then once".split())
_JOINED = re.compile(r",?\s{0,3}(?:and|&|or)\b|['’]s")
_CLOSED = re.compile(r"\s{0,3}[,.;:—–)]")
_NUMBERS = ARTICLES | frozenset(
    "one two three four five six seven eight nine ten dozen dozens hundreds several some many few most all "
    "both another other".split()
)


def find_roles(text: str, name: Span, source: Spans = ()) -> Spans:
    """The roles of the person named at `name`, in the order of the text.

    They lie inside the source, or in the same sentence directly before or behind the name; without articles at the
    start. Of somebody who is described and not named, `name` being the description, the role is what it says.
    """
    words = tokenize(text, *name)
    if described := _read_description(words):
        return described
    behind = read_behind(text, name, source)
    before = _read_before(text, name, source)
    if behind and before and "," in text[before[-1][1] : name[0]] and not is_within(*before[-1], source):
        before = []  # "... became a judge, Venn, a lawyer, said"
    return tuple(sorted({*_read_title_in_name(words), *before, *behind}))


def _read_description(tokens: Sequence[Token]) -> Spans:
    words = [t for t in tokens if t.is_word]
    if not words or (words[0].is_capital and words[0].low not in ARTICLES | POSSESSIVES and words[-1].is_capital):
        return ()
    if len(words) > _LONGEST_DESCRIPTION or not any(t.words[0].islower() and find_person(t.low) for t in words):
        return ()
    tokens = tokens[: tokens.index(words[-1]) + 1]
    stop = next((i for i, t in enumerate(tokens) if t.words in CLOSERS), len(tokens))
    while stop and (tokens[0].low in _NUMBERS or tokens[0].low[0].isdigit()):
        tokens, stop = tokens[1:], stop - 1
    return tuple(read_phrase(tokens[:stop], plural=True) or ())


def _read_title_in_name(tokens: Sequence[Token]) -> Spans:
    """A title that was taken for a part of the name."""
    found = find_title([t.words for t in tokens])
    if not found or found[1] >= len(tokens):
        return ()
    title, size = found
    is_surname = title.title.casefold() in SURNAMES and size == 1 and len(tokens) < 3
    if _is_address(title) or is_surname:
        return ()
    return ((tokens[0].start, tokens[size - 1].end),)


def _is_address(title: Title) -> bool:
    return title.kind == "honorific" or title.title.casefold() in _ADDRESS


def _read_before(text: str, name: Span, source: Spans) -> list[Span]:
    if _follows_no_title(text, name[0]):
        return []
    low, _ = line_around(text, name, _BEFORE)
    tokens = tokenize(text, low, name[0])
    if low and tokens and text[low - 1].isalnum() and tokens[0].start == low:
        tokens.pop(0)  # cut through
    if not tokens:
        return []
    if tokens[-1].words == ",":
        return _read_description_before(text, tokens[:-1], name, source)
    return _read_title(tokens, source, text[slice(*name)])


def _follows_no_title(text: str, start: int) -> bool:
    """Whether a little word stands right before: so it is with most names, and the words need not be taken apart."""
    _, gap, word = text[max(0, start - _LONGEST_WORD) : start].rstrip(" ").rpartition(" ")
    return bool(gap) and text[start - 1] == " " and word in _ENDS_TITLE and not find_person(word)


def _read_title(tokens: Sequence[Token], source: Spans, name: str) -> list[Span]:
    """The roles of the words that end right before a name."""
    run = _take_run(tokens)
    if not run:
        return []
    found = title_at_end(run)
    if found and _is_address(found[0]):
        return _read_title(tokens[: len(tokens) - found[1]], source, name)  # "Foreign Minister Mr. Vasht"
    size = person_at_end(run) or (found[1] if found else 0)
    if not size:
        return _read_title_of(run, source) or _read_owner(run)
    if found and found[0].kind in _RANKS and run[-size].is_capital and run[-1].words != "General":
        before = _read_title(tokens[: len(tokens) - size], source, name)
        if before and before[-1][1] == run[-size - 1].end:
            return [*before, (run[-size].start, run[-1].end)]
    start = _extend(run, len(run) - size, source)
    role = (run[start].start, run[-1].end)
    if _is_told(tokens, run[start].start, source) or _may_be_clause(tokens, run[start], run[-1], name, source):
        return []
    return [*_read_joined(tokens, run[start].start, source), role]


def _take_run(tokens: Sequence[Token]) -> list[Token]:
    """The words that end right before the name, without a sign between them."""
    at = len(tokens)
    while at and tokens[at - 1].is_word and len(tokens) - at < 2 * _LONGEST_TITLE:
        at -= 1
    return list(tokens[at:])


def _extend(run: Sequence[Token], start: int, source: Spans) -> int:
    """Where the phrase begins whose head begins at `start`."""
    known = start
    i = start
    while i and start - i < _LONGEST_TITLE:
        token = run[i - 1]
        inside = is_within(token.start, token.end, source)
        if token.low in ("of", "for") and i > 1 and run[i].is_capital and _is_organised(run[i - 2]):
            i -= 2  # "Department of Justice attorney"
            known = i
            continue
        if token.low in POSSESSIVES:
            return i - 1 if known == i or inside else known
        if token.low in _ENDS_TITLE or bare(token) in CALENDAR or token.words[0].isdigit():
            break
        i -= 1
        if (
            inside
            or token.is_capital
            or token.low in MODIFIERS
            or token.is_genitive
            or token.low.endswith("-based")
            or (noun_kind(token) in ("organisation", "group", "outlet") and not token.low.endswith("s"))
        ):
            known = i
        else:
            break
    return _skip_opening(run, known, start)


def _is_organised(token: Token) -> bool:
    return token.is_capital and is_organised_noun(token)


def _skip_opening(run: Sequence[Token], first: int, head: int) -> int:
    """Past words with a capital that only open a sentence: "However Foreign Minister Vasht"."""
    while first < head and (run[first].low in _ENDS_TITLE or bare(run[first]) in TIMES):
        first += 1
    return first


def _read_title_of(run: Sequence[Token], source: Spans) -> list[Span]:
    """A title with a complement before a name: "Speaker of the Kelvaran Assembly Luka Orsolin"."""
    last = run[-1]
    if last.is_genitive or not (last.is_capital or is_organised_noun(last)):
        return []
    for i in range(len(run) - 2, 0, -1):
        token = run[i]
        if token.low in ("of", "for", "to", "at"):
            size = person_at_end(run[:i])
            if size and i + 1 < len(run):
                start = _extend(run, i - size, source)
                if _is_told(run, run[start].start, source):
                    return []
                return [(run[start].start, last.end)]
        elif not (token.is_capital or token.low in ARTICLES or token.low in ("and", "on") or noun_kind(token)):
            return []
    return []


def _read_owner(run: Sequence[Token]) -> list[Span]:
    """The outlet in "The Harbour Review's Ada Venn"."""
    last = run[-1]
    first = len(run) - 1
    while first and run[first - 1].is_capital and run[first - 1].low not in STOPS | ARTICLES:
        first -= 1
    if not last.low.endswith("'s"):
        return []
    words = [*run[first:-1], last.owner]
    article = run[first - 1 : first] if first else []
    return [(words[0].start, words[-1].end)] if is_outlet([*article, *words]) else []


def _read_joined(tokens: Sequence[Token], start: int, source: Spans) -> list[Span]:
    """The role before "and": "analyst and former diplomat Jonas Pell"; "the king and Minister Venn" are two."""
    before = [t for t in tokens if t.end <= start]
    if len(before) < 2 or before[-1].low != "and" or not is_within(before[-1].start, start, source):
        return []
    run = _take_run(before[:-1])
    size = person_at_end(run)
    if not size or run[-1].is_capital != run[-size].is_capital:
        return []
    first = _extend(run, len(run) - size, source)
    edge = run[first - 1] if first else None
    after = next(t for t in tokens if t.start == start)
    if (edge and edge.low in ARTICLES | POSSESSIVES) or (run[-1].is_capital and not after.is_capital):
        return []
    if run[first].start != source[0][0] and not (edge is None or edge.low in PREPOSITIONS):
        return []
    if after.is_capital and find_title([after.words]):
        return []
    return [(run[first].start, run[-1].end)]


def _is_told(tokens: Sequence[Token], start: int, source: Spans) -> bool:
    """Whether the words are whom somebody told that the name did something: "she told the minister Venn was ill"."""
    before = [t for t in tokens if t.end <= start and t.low not in ARTICLES | POSSESSIVES]
    return bool(before) and before[-1].low in TELLING and not is_within(start, start + 1, source)


def _may_be_clause(tokens: Sequence[Token], first: Token, last: Token, name: str, source: Spans) -> bool:
    """Whether a name may begin a relative clause: "the minister Orsolin had sacked"."""
    article = [t for t in tokens if t.end <= first.start][-1:]
    has_article = bool(article) and article[0].low in ARTICLES
    return has_article and not last.is_capital and " " not in name and not is_within(first.start, last.end, source)


def _read_description_before(text: str, tokens: Sequence[Token], name: Span, source: Spans) -> list[Span]:
    """The role in "its prime minister, Nadia Orsolin, said"; not in "the mayor, Piet Marl and Ada Venn"."""
    if _JOINED.match(text, name[1]):
        return []
    run = _take_run(tokens)
    closed = _CLOSED.match(text, name[1]) is not None
    for i, token in enumerate(run):
        inside = is_within(token.start, run[-1].end, source)
        if token.low in STOPS and token.low not in _MAY_OPEN_DESCRIPTION:
            continue
        roles = read_phrase(run[i:], strict=not inside)
        if not roles:
            continue
        before = [t for t in tokens if t.end <= token.start]
        if _stands_in_list(before):
            return []
        bounded = token.low in ARTICLES | POSSESSIVES or any(t.is_genitive for t in run[i:]) or not before
        bounded = bounded or before[-1].low in SAYING or before[-1].words in CLOSERS
        # "He sought the prime minister, Orsolin said" says nothing of Orsolin's post.
        return roles if inside or (bounded and closed) or (i == 1 and before[-1].low in CONJUNCTIONS) else []
    return []


def _stands_in_list(before: Sequence[Token]) -> bool:
    """Whether what comes before is another name or description and a comma: then who is who is not told."""
    if len(before) < 2 or before[-1].words != ",":
        return False
    at = len(before) - 1
    while at and before[at - 1].is_word and (before[at - 1].is_capital or before[at - 1].words[0].isdigit()):
        at -= 1
    words = before[at:-1]
    if not words:
        return person_at_end(before[:-1]) > 0
    if bare(words[0]) in TIMES:
        return False
    return not (at and before[at - 1].low in PREPOSITIONS | ARTICLES) and words[0].low not in PREPOSITIONS
