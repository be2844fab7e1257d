"""Why a text does not name somebody, and how many they are: "two officials, who spoke on condition of anonymity"."""

import re

from onrecord.resolve.roles.phrases import (
    ARTICLES,
    POSSESSIVES,
    PREPOSITIONS,
    RELATIVES,
    SENTENCE_REACH,
    line_around,
    noun_kind,
    sentence_around,
    tokenize,
)
from onrecord.resolve.tables.numbers import ONES, TENS
from onrecord.types import Span, Spans

_LONGEST_COUNT = 200
"""Characters of a source in which is read how many they are."""
_WORDS_BETWEEN = 8
"""At most so many stand between a source and "on condition of anonymity"."""

_THEIR = r"(?:his|her|their|its)"
_NAMES = r"(?:(?:full |last |real |family )?names?|surnames?|identit(?:y|ies))"
_NAMED = r"(?:named|identified|quoted by name)(?: publicly)?"
_WANTS = (
    r"(?:asked|asks|asking|requested|requests|requesting|preferred|prefers|preferring|wished|wishes|wishing|wanted|wants|"
    r"wanting|insisted on|insisting on|demanded|demanding|chose|choosing|begged|agreed to speak only)"
)
_REFUSES = (
    r"(?:declined|declines|declining|refused|refuses|refusing|(?:did|does|do) not (?:want|wish)|"
    r"(?:did|does|do)n['’]t want|reluctant|unwilling|afraid)"
)
_PATTERNS = (
    # on condition of anonymity; under a promise that she not be named
    r"(?:on|under) (?:the |a |strict )*(?:conditions?|cover|guarantee|promise) "
    rf"(?:of (?:strict |complete )?anonymity|that (?:{_THEIR} {_NAMES}|he|she|they) (?:would )?not be \w+)",
    # asked not to be named; requesting anonymity; asked that his surname not be used
    rf"{_WANTS} (?:(?:to |for |on )?anonymity|not to be {_NAMED}|to not be {_NAMED}|not being {_NAMED}|"
    r"(?:to )?(?:remain|remaining|stay|staying|be kept) (?:anonymous|unnamed|unidentified|nameless)|"
    rf"that (?:{_THEIR} {_NAMES}|he|she|they) not be \w+)",
    # declined to be identified; refused to give her name
    rf"{_REFUSES} (?:to |of )?(?:(?:be|being) {_NAMED}|(?:be|being) quoted|"
    rf"(?:give|have|see|use) {_THEIR} {_NAMES}(?: \w+ed)?)",
    # not authorised to speak
    r"(?:not|\w+n['’]t) (?:authori[sz]ed|allowed|permitted|cleared|at liberty|entitled) to "
    r"(?:speak|talk|comment|discuss|brief|disclose|reveal|be quoted)",
    # was granted anonymity
    r"(?:granted|given|promised|offered) anonymity",
    # whose names were withheld; name withheld
    rf"(?:whose {_NAMES}|{_NAMES}) (?:(?:has|have|had|is|are|was|were|will|been|being|be) )*(?:not (?:been )?)?"
    r"(?:withheld|changed|disclosed|kept secret|concealed|omitted|published|revealed|released)",
    # cannot be named
    rf"(?:cannot|can not|could not|can['’]t|may not) be {_NAMED}",
    # speaking anonymously; spoke on background
    r"(?:spoke|speaking|talked|talking|briefed|briefing) (?:anonymously|on background|off the record)",
    # gave only his first name
    rf"(?:gave|giving|gives|would give|provided) only {_THEIR} (?:first|given) names?",
    r"(?:identified (?:him|her|them)sel(?:f|ves) only|identified only|to be identified only) "
    rf"(?:as(?: (?-i:[A-Z])[\w’'-]*){{1,3}}|by {_THEIR} (?:first|given) names?)",
)
_CORE = re.compile(r"\b(?:" + "|".join(_PATTERNS).replace(" ", r"\s+") + r")\b", re.IGNORECASE)
_IN_CORE = re.compile(r"anonym|nam|identi|quoted|not|n['’]t|background|record", re.IGNORECASE)
"""In each of them is one of these: elsewhere the patterns need not be tried."""
_AUTHORISED = re.compile(r"(?:not|n['’]t)\s+\w+(?:\s+liberty)?\s+to\s+\w+(?:\s+quoted)?$", re.IGNORECASE)
"""Behind this goes on what they were not authorised to do."""
_REASON = re.compile(
    r",?\s*(?:because|as (?:he|she|they|it|the)|since (?:he|she|they)|(?:for|out of) fear|fearing|due to|owing to|"
    r"citing|in order|so as|lest|given|for (?:\w+ ){0,2}reasons?|for (?:\w+ ){1,2}safety|"
    r"to (?:discuss|describe|speak|talk|protect|avoid|share|disclose|reveal|detail|provide|be))\b"
)
_END = re.compile(
    r"[,;:.!?—–\"“”()\n]|\s-\s|\s(?:said|says|told|added|adds|confirmed|warned|insisted|argued|denied|claimed)\b"
)
_CLAUSE = re.compile(r"\b(?:who|whose|speaking|talking|insisting)\b", re.IGNORECASE)
_ADVERBIAL = re.compile(r"(?:on|under|granted|given|anonymously)\b", re.IGNORECASE)
"""What may stand far behind its "who": "who spoke to the Gazette on condition of anonymity"."""
_DIRECTLY = re.compile(
    r"\w+(?: (?:had|has|have|also|both|all|only|is|was|were|are|later|likewise|himself|herself))*\s+"
)
_BREAKS = re.compile(r"[;:.!?—–\"“”()\n,]")
_WHO = re.compile(r"who", re.IGNORECASE)
_ADJOINING = re.compile(r"\s*,?\s*")
_QUOTES = re.compile(r"[\"“”]")
_LEADS_ON = re.compile(
    r"\b(?:that|who|whose|which|because|and|but|whether|if|while|when)\b|[;:.!?—–()\n]", re.IGNORECASE
)

_NUMBERS = ONES | TENS | {f"{ten}-{one}": TENS[ten] + ONES[one] for ten in TENS for one in list(ONES)[:9]}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000}
_DIGITS = re.compile(r"(?<![$€£\w])\d{1,3}(?:,\d{3}){0,2}(?![\w,.-])", re.ASCII)
_SETS = {
    **dict.fromkeys("pair couple duo twins".split(), 2),
    **dict.fromkeys("trio threesome triplets".split(), 3),
    "quartet": 4,
    "quintet": 5,
}
_PASSED_OVER = frozenset("all only just other another these those same".split()) | ARTICLES | POSSESSIVES
_ABOUT = frozenset(
    "about around roughly approximately some nearly almost over under up more fewer less than least most many as "
    "between or to in no not every each".split()
)
"""Words beside a number by which it is none, or not this one."""
_NOT_PEOPLE = frozenset(
    "percent per cent % years year-old months weeks days hours minutes times thirds quarters miles million".split()
)


def find_reason_unnamed(text: str, source: Spans) -> Span | None:
    """The words by which a text says why it does not name the source; None where it does not say.

    They stand in the source or in its sentence: "who asked not to be named", "speaking on condition of anonymity
    because he was not authorised to speak". `text` is the document's as it flows.
    """
    if not source:
        return None
    start, end = source[0][0], source[-1][1]
    if end - start > 2 * SENTENCE_REACH:
        return None
    low, high = line_around(text, (start, end), SENTENCE_REACH)
    low, high = (low + at for at in sentence_around(text[low:high], (start - low, end - low)))
    if not _IN_CORE.search(text, low, high):
        return None
    at = low
    while core := _CORE.search(text, at, high):
        found = _widen(text, core.span(), low, high, (start, end))
        if _belongs(text, found, low, (start, end)):
            return found
        at = core.end()
    return None


def _widen(text: str, core: Span, low: int, high: int, source: Span) -> Span:
    """The clause around the telling words, from "who" or "speaking" to the end of the reason."""
    start, end = core
    if start >= source[1]:
        low = source[1]
    elif start >= source[0]:
        low = source[0]
    begin = max((m.end() for m in _BREAKS.finditer(text, low, start)), default=low)
    clause = _CLAUSE.search(text, begin, start)
    if clause and (_ADVERBIAL.match(text, start) or _DIRECTLY.fullmatch(text, clause.start(), start)):
        start = clause.start()
    reason = _REASON.match(text, end, high)
    if reason or _AUTHORISED.search(text, start, end):
        until = _END.search(text, reason.end() if reason else end, high)
        end = until.start() if until else len(text[:high].rstrip())
    if core[0] < source[1] <= end:
        end = source[1] if core[1] <= source[1] else core[1]
    return start, end - (len(text[start:end]) - len(text[start:end].rstrip(" ,")))


def _belongs(text: str, found: Span, low: int, source: Span) -> bool:
    """Whether the words are said of the source and of nobody else in its sentence."""
    start, end = found
    if source[0] <= start < source[1]:
        return True
    if end <= source[0]:  # "Speaking on condition of anonymity, an official said"
        between = text[end : source[0]]
        return not text[low:start].strip(" \"“‘'") and "," in between and not _LEADS_ON.search(between)
    if start < source[1]:
        return False
    between = text[source[1] : start]
    if _WHO.match(text, start):
        return _ADJOINING.fullmatch(between) is not None
    if _LEADS_ON.search(between) or _QUOTES.search(between) or len(between.split()) > _WORDS_BETWEEN:
        return False
    # "Torvik said an official speaking on condition of anonymity had lied": the official's, not Torvik's
    words = [t for t in tokenize(text, source[1], start) if t.is_word]
    closed = between.rstrip().endswith(",") or not words
    told = any(t.low in ("told", "tells", "telling") for t in words)
    return closed or told or not noun_kind(words[-1])


def count_people(text: str, source: Spans) -> int | None:
    """How many a source says that they are: 2 of "two officials", 24 of "two dozen diplomats". None: it does not say.

    "About 200", "dozens" and "one in five" say no number of people, and "two officials and a diplomat" is not counted.
    """
    if not source:
        return None
    start, end = source[0]
    tokens = tokenize(text, start, min(end, start + _LONGEST_COUNT))
    if tokens and tokens[0].low == "both":
        return 2
    at = 0
    while at < len(tokens) and (tokens[at].low in _PASSED_OVER or not tokens[at].is_word) and tokens[at].words != ",":
        if at + 1 < len(tokens) and tokens[at + 1].low in _SCALES | _SETS.keys() and tokens[at].low in ARTICLES:
            break
        at += 1
    if at == len(tokens):
        return None
    if written := _DIGITS.match(text, tokens[at].start, end):
        words = [written.group().replace(",", "_"), *(t.low for t in tokens if t.start >= written.end())]
        if len(words) == 1:
            return None
    elif tokens[at].words[0].isdigit() or (tokens[at].low == "one" and at and tokens[at - 1].low in ARTICLES):
        return None
    else:
        words = [t.low for t in tokens[at:]]
    return _read_number(words) if _counts_all(words) else None


def _read_number(words: list[str]) -> int | None:
    """The number that the words begin with, where what is counted may be people."""
    first, rest = words[0], words[1:]
    if first in ARTICLES and rest:  # "a dozen", "a couple"
        first, rest = rest[0], rest[1:]
        number = _SETS.get(first) or _SCALES.get(first)
    elif [first, *rest[:2]] == ["half", "a", "dozen"]:
        number, rest = 6, rest[2:]
    else:
        number = _SETS.get(first) or _NUMBERS.get(first) or _read_digits(first)
        if number and rest and rest[0] in _SCALES:
            number, rest = number * _SCALES[rest[0]], rest[1:]
    return None if rest and rest[0] in _ABOUT | _NOT_PEOPLE else number


def _read_digits(word: str) -> int | None:
    """A number in digits; a year is none."""
    plain = word.replace("_", "")
    if not (plain.isascii() and plain.isdigit()):
        return None
    is_year = 1900 <= int(plain) <= 2099 and "_" not in word
    return None if is_year else int(plain) or None


def _counts_all(words: list[str]) -> bool:
    """Whether the number counts all who speak: nobody is joined by an "and" before the first preposition."""
    for word in words:
        if word in PREPOSITIONS | RELATIVES or not (word[0].isalnum() or word[0] == "_"):
            return True
        if word in ("and", "or", "&"):
            return False
    return True
