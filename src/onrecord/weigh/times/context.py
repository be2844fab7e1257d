"""Whether a word that may name a time does so here: 'May said', 'the fall of Kabul', '1984 votes' do not.

Each function looks at the words around a bare month, weekday, season, year or holiday; where the words are known to be
a time phrase (`loose`) all pass.
"""

import re
from functools import lru_cache

from onrecord.weigh.times.atoms import counts_something
from onrecord.weigh.times.tokens import Token, Tokens
from onrecord.weigh.times.words import (
    COUNTED,
    DETERMINERS,
    EVENTS,
    FUNCTION_WORDS,
    MONTHS,
    MONTHS_THAT_ARE_WORDS,
    MULTIPLIED,
    NAME_STARTS,
    PAPERS,
    REPORTING,
    SEASONS,
    SPORT,
    WEEKDAYS,
)

_STRONG = frozenset(
    "in since until till last this next early late mid during through throughout every each coming past earlier later "
    "around ending starting beginning".split()
)
_WEAK = frozenset("by before after from to for of and or between on -".split())
_YEAR_WORDS = frozenset(
    "in since until till by before after from between during of early late mid circa through throughout year for both "
    "act starting beginning around into ( [ / than".split()
)
_OF_ELECTIONS = frozenset(
    "hopefuls contenders nominee nominees candidate candidates race field election campaign midterm midterms "
    "presidency".split()
)
"""'The 2016 hopefuls', '2012 presidential nominee'."""
_AMOUNTS = frozenset(
    "total force crowd group number population some sum distance height average maximum minimum capacity staff budget "
    "fleet cost price length rate majority".split()
)
_CHANGES = frozenset(
    "rose fell grew increased decreased cut reduced up down raised dropped climbed jumped rising falling won lost "
    "defeated outnumbered beaten exceeded surpassed".split()
)
_LEADING = {
    "to": frozenset("back dates dating compared relative close return returned".split()),
    "as": frozenset("early late recently soon far back".split()),
    "about": frozenset("between from in to".split()),
    "around": frozenset("between from in to".split()),
    "-": frozenset("early mid late post pre".split()),
}
"""Two words before a year: 'back to 2000', 'as early as 2020', 'mid-2022'."""
_BE = frozenset(
    "was is has will saw had marked brought could may might would ended began started promises marks".split()
)
_BEFORE_SEASONS = frozenset("by before after over all and -".split())
_BEFORE_BARE_FALL = frozenset("last this next early late mid by until since coming".split())
_BEFORE_THE_FALL = frozenset("in into during until by since before after over for".split())
_BEHIND_FALLS = frozenset("of in from to for into apart short on".split())
"""Behind these 'fall' is the noun or the verb."""
_SENTENCE_ENDS = frozenset((".", "\n", "!", "?", ":", "“", '"', "”"))
_TITLES = "Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lady|Lord|Minister|President|Senator|Judge|Theresa"
_MONTHS_THAT_ARE_NAMES = ("May", "April", "June", "August", "March")
_PERSON = re.compile(
    rf"\b(?=[A-Z])(?:(?:{_TITLES})\.? (May|April|June|August|March)\b(?! [0-9])"
    r"|(May|April|June|August|March) (?:said|told|added|insisted|argued|warned|herself|himself)\b"
    r"|(April|June|August) (?=[A-Z][a-z]+ (?:said|told|is|was|has|asked|wrote)))"
)


@lru_cache(maxsize=4)
def names_in(text: str) -> frozenset[str]:
    """The months that are somebody's name in a text: 'may' where it has 'Mrs May' or 'May said'."""
    if not any(name in text for name in _MONTHS_THAT_ARE_NAMES):
        return frozenset()
    return frozenset(name.lower() for match in _PERSON.finditer(text) for name in match.groups() if name)


def is_month(t: Tokens, i: int, end: int) -> bool:
    """Whether the bare month name at i (up to `end`) is one."""
    if t.loose:
        return True
    token, before, after = t.token(i), t.near_token(i - 1), t.near_token(end)
    if not token.capital or (len(token.word) == 3 and token.word != "may"):
        return False
    if before and before.word in NAME_STARTS:
        return False
    word = before.word if before else ""
    if word in _STRONG:
        return not (token.word == "may" and after is not None and after.word in REPORTING and token.word in t.names)
    if token.word in MONTHS_THAT_ARE_WORDS:
        return _is_wordlike_month(t, token, before, after, i)
    if after and after.word in EVENTS:  # 'the October Budget'; 'the October Revolution' is a name
        return after.word not in ("revolution", "war", "crisis")
    return not (_is_name(after) and word not in _WEAK)


def _is_wordlike_month(t: Tokens, token: Token, before: Token | None, after: Token | None, i: int) -> bool:
    word = before.word if before else ""
    if word in ("to", "and", "or", "-", "through", ",") and t.near(i - 2) in (*MONTHS, "early", "mid", "late"):
        return True
    if word == "between":
        return after is not None and after.word == "and" and t.near(i + 2) in MONTHS
    if word == "of" and t.near(i - 2) in ("end", "start", "beginning", "middle", "half", "week", "day", "month"):
        return True
    if word in _WEAK:
        closes = after is None or not (after.kind == "word" or after.word == "'") or after.word in (
            "to", "until", "if", "unless", "when", "but", "onward", "onwards", "at", "on",
            "following",
        )  # fmt: skip
        paired = after is not None and after.word in ("and", "or", "-") and t.near(i + 2) in MONTHS
        return (closes or paired) and token.word not in t.names
    if after and after.word in ("and", "or", "to", "-", "through") and t.near(i + 2) in MONTHS:
        return True
    if (word in DETERMINERS or word == "s") and after and after.kind == "word":
        if after.capital:
            return after.raw.isupper() and len(after.raw) > 1
        return after.word not in FUNCTION_WORDS and token.word not in t.names
    return False


def is_weekday(t: Tokens, i: int, end: int) -> bool:
    """Whether the weekday at i is one: not that of 'the Sunday Times' or 'Sheffield Wednesday'."""
    if t.loose:
        return True
    token, before, after = t.token(i), t.near_token(i - 1), t.near_token(end)
    if not token.capital or (before and before.word in NAME_STARTS):
        return False
    if len(token.word) < 6:
        return False
    if after and after.capital and after.word in PAPERS:
        return False
    if before and before.word == "on" and t.near(i - 2) == "mail":
        return False
    if after and after.word in ("mornings", "afternoons", "evenings", "nights"):
        return False
    return not (_is_name(after) and (before is None or before.word in ("the", "a", "s")))


def is_season(t: Tokens, i: int, end: int) -> bool:
    """Whether the bare season at i is one: not 'fall in Europe', 'hot spring', 'Arab Spring', 'Winter Olympics'."""
    if t.loose:
        return True
    token, after = t.token(i), t.near_token(end)
    at = i - 1
    if t.near(at) == "the":
        at -= 1
    word, before, bare = t.near(at), t.near_token(at), at == i - 1
    if (_is_name(after) and token.capital) or (token.glued and word == "-" and t.near(i - 2) not in ("mid", "early")):
        return False
    if bare and word not in _STRONG:
        of_name = before and before.capital and not before.glued and word not in FUNCTION_WORDS
        if of_name or (after and after.word == "'"):
            return False
    if token.word == "fall":
        if after and after.word in _BEHIND_FALLS:
            return False
        return word in (_BEFORE_BARE_FALL if bare else _BEFORE_THE_FALL)
    if _may_be_noun(after) and not (bare and word in ("last", "this", "next", "coming")):
        return False
    if after and after.word == "of":
        return False
    if word == "from":
        return after is not None and after.word in ("to", "until", "through", "onwards", "onward")
    if word in ("of", "for", "to"):
        return after is None or after.kind != "word"
    return word in _STRONG or word in _BEFORE_SEASONS


def is_quarter(t: Tokens, i: int, end: int) -> bool:
    """Whether a quarter without its year is one of a year and not of a game, and not a share."""
    if t.loose:
        return True
    if t.near(end) == "of" or t.near(i - 1) == "a":
        return False
    return not any(t.near(k) in SPORT for k in range(i - 25, end + 25))


def is_year(t: Tokens, i: int) -> bool:
    """Whether the four digits at i are a year and not a count, a model or a title."""
    if t.loose:
        return True
    token, before, after = t.token(i), t.near_token(i - 1), t.near_token(i + 1)
    if counts_something(t, i):
        return False
    word = before.word if before else ""
    if word in _LEADING and t.near(i - 2) in _LEADING[word]:
        return True
    if before and token.glued and word not in ("(", "[", "'", '"', "“", "--"):
        return False
    if word == "least" and t.near(i - 3) == "since":
        return True
    value = token.number or 0
    if 1900 <= value <= 2100 and value % 4 == 0 and any(t.near(k) in _OF_ELECTIONS for k in range(i + 1, i + 4)):
        return True
    noun = _may_be_noun(after)
    if noun and after is not None and after.word not in EVENTS:
        plural = after.word.endswith("s") and not after.word.endswith(("ss", "us", "is"))
        if plural and (value % 100 == 0 or word not in _YEAR_WORDS):
            return False
    if after and after.capital and word in ("at", "of") and after.word not in MONTHS:
        return False
    if word in _YEAR_WORDS:
        return not _is_amount(word, t.near(i - 2), value)
    if word in ("and", "to", "-", ",", "or") and _follows_year(t, i - 1) and (value % 100 or word != "to"):
        return True
    if word in ("to", "over") and value >= 1900 and value % 100 and not noun:
        return t.near(i - 2) == "up" or not any(t.near(k) in _CHANGES for k in range(i - 7, i))
    runs = before is not None and not before.capital and word != "s"
    if after and after.word in _BE and 1900 <= value <= 2100 and value % 100 and runs:
        return True
    if word == "," and (t.near(i - 2) in ("act", "ordinance") or (after is not None and after.word == ")")):
        return value >= 1800
    if word in DETERMINERS or word == "s":
        paired = after is not None and after.word in ("and", "or", ",") and _looks_like_year(t.near_token(i + 2))
        return value >= 1800 and (noun or paired or bool(after and after.capital))
    if noun and value % 100 and value >= 1900 and before and before.kind == "word" and not before.capital:
        return t.near(i - 2) in DETERMINERS or t.near(i - 2) == "s"
    return (before is None or word in _SENTENCE_ENDS) and _opens_sentence(t, i, value)


def _is_amount(word: str, before: str, value: int) -> bool:
    """Whether four digits behind two words are no year but so much: 'rose to 2000', 'a crowd of 1900'."""
    return (
        (before in _CHANGES and word in ("by", "to", "from"))
        or (word in ("of", "for", "than", "around") and value % 100 == 0)
        or (word in ("of", "than") and before in _AMOUNTS)
    )


def _opens_sentence(t: Tokens, i: int, value: int) -> bool:
    """Whether a year may begin a sentence here: '2019 was', '2020 election results'."""
    after = t.near_token(i + 1)
    alone = t.near(i - 1) == "\n" and after is not None and after.word in (".", "\n")
    if after is None or after.word in _BE or after.word in EVENTS or alone:
        return 1800 <= value <= 2100
    return value >= 1900 and any(t.near(k) in EVENTS for k in range(i + 1, i + 5))


def _follows_year(t: Tokens, i: int) -> bool:
    """Whether a year stands before the comma or conjunction at i: '2017, 2018, and 2019'."""
    return any(_looks_like_year(t.near_token(k)) for k in (i - 1, i - 2) if k == i - 1 or t.near(i - 1) == ",")


def is_year_pair(t: Tokens, end: int) -> bool:
    """Whether '2014-2016' up to `end` are years and not a count: '2000-2500 soldiers'."""
    return t.loose or t.near(end) not in COUNTED


def is_holiday(t: Tokens, i: int, end: int) -> bool:
    """Whether the holiday at i is the day and not part of a name: 'Christmas tree', 'Easter Island'."""
    if t.loose:
        return True
    token, before, after = t.token(i), t.near_token(i - 1), t.near_token(end)
    if not token.capital:
        return token.word == "election"
    if t.token(end - 1).word in ("day", "eve", "s") or end - i > 1:
        return True
    if after and after.glued and after.word in ("-", "'"):
        return after.word == "'"
    if after and after.kind == "word" and (after.capital or after.word not in FUNCTION_WORDS):
        return False
    return before is None or before.word not in ("the", "a", "father", "merry", "happy", "saint")


def is_decade(t: Tokens, i: int) -> bool:
    """Whether 'the 90s' at i is a decade and not a temperature or an age."""
    return t.loose or not any(t.near(k) in MULTIPLIED for k in range(i - 10, i + 6))


def is_count_in(t: Tokens, i: int) -> bool:
    """Whether 'in three years' at i says how long: 'the first time in three years', 'the worst in a decade'."""
    for k in range(i - 1, max(i - 9, -1), -1):
        word = t.near(k)
        if word in (".", ";", "\n", "?", "!"):
            return False
        if word in _RANKS or (len(word) > 4 and word.endswith("est")):
            return True
    return False


_RANKS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth only once twice time times worst most least best "
    "more than record high low last".split()
)


def _is_name(token: Token | None) -> bool:
    """A capital word that is not a calendar word: it may end a name that the word before begins."""
    return (
        token is not None
        and token.kind == "word"
        and token.capital
        and token.word not in MONTHS
        and token.word not in WEEKDAYS
        and token.word not in SEASONS
        and token.word not in FUNCTION_WORDS
    )


def _may_be_noun(token: Token | None) -> bool:
    """A word in small letters that may mean something by itself."""
    return token is not None and token.kind == "word" and not token.capital and token.word not in FUNCTION_WORDS


def _looks_like_year(token: Token | None) -> bool:
    return token is not None and token.number is not None and 1000 <= token.number <= 2199 and len(token.raw) == 4
