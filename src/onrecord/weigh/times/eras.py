"""Rules of the grammar that name a season, a quarter, a feast, a year, a decade or a century."""

from typing import Literal

from onrecord.weigh.times import context
from onrecord.weigh.times.atoms import (
    BEGIN_ORDINAL,
    DIGITS,
    Match,
    article,
    dash,
    follows,
    ordinal,
    pair,
    shifted,
    year_after,
    year_number,
)
from onrecord.weigh.times.dates import month, which_word
from onrecord.weigh.times.expressions import (
    Century,
    Decade,
    Division,
    Expression,
    Holiday,
    Range,
    Season,
    Unknown,
    Year,
)
from onrecord.weigh.times.holidays import HOLIDAYS
from onrecord.weigh.times.tokens import Tokens, tokenise, words_of
from onrecord.weigh.times.words import DECADE_WORDS, FISCAL, SEASONS, STEPS

HOLIDAY_WORDS: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _name in HOLIDAYS:
    for _written in {_name, _name.replace("'", ""), _name.replace("-", " ")}:
        _parts = tuple(words_of(tokenise(_written, 0, len(_written))))
        HOLIDAY_WORDS.setdefault(_parts[0], []).append((_parts, _name))
BEGIN_HOLIDAY = frozenset(" ".join(words[:2]) for named in HOLIDAY_WORDS.values() for words, _ in named)
_BEFORE_SHORT_YEAR = frozenset("in of since until till from before after by during through".split())
_BEHIND_SHORT_YEAR = frozenset(
    "and or but when while as that than to by with for from at after before because he she they it we i the was were "
    "had did is are campaign election race cycle primary".split()
)
_SHORT_YEARS_OF_1900 = 40
_BEFORE_FISCAL = ("last", "this", "next", "current", "previous", "new", "-", "/")
BEGIN_FISCAL = (
    frozenset({DIGITS, "fy", *STEPS})
    | pair(("previous", "new"), {DIGITS, *FISCAL, *_BEFORE_FISCAL})
    | pair(FISCAL, {"year", "quarter", "last", "final", *BEGIN_ORDINAL})
)


def season(t: Tokens, i: int) -> Match | None:
    """'the spring of 2023', 'spring 2023', 'last winter', 'the winter of 2021-22', 'the summer'."""
    j = article(t, i)
    which, j = which_word(t, j) if j == i else (None, j)
    name = SEASONS.get(t.word(j))
    if not name:
        return None
    year = year_after(t, j + 1)
    if year and which is None:
        k = year[1]
        value = year[0].value if isinstance(year[0], Year) else 0
        if t.word(k) in ("-", "/") and t.number(k + 1) in ((value + 1) % 100, value + 1):
            return Season(name, year[0], None, two_years=True), k + 2
        return Season(name, year[0]), k
    return (Season(name, None, which), j + 1) if context.is_season(t, j, j + 1) else None


def division(t: Tokens, i: int) -> Match | None:
    """'the third quarter of 2022', 'Q3', 'H1 2022', 'last year's first half'."""
    short = _short_division(t, i)
    if short:
        return short
    owner = shifted(t, i, "year")
    if owner and follows(t, owner[1], "'", "s"):
        found = _long_division(t, owner[1] + 2)
        return (Division(found[0], found[1], owner[0]), found[2]) if found else None
    found = _long_division(t, article(t, i))
    if not found:
        return None
    unit, nth, end = found
    year = year_after(t, end)
    if year:
        return Division(unit, nth, year[0]), year[1]
    if t.word(end) in ("of", "in") and unit == "half" and (whole := month(t, end + 1)):
        return Division(unit, nth, whole[0]), whole[1]
    if unit == "half" or not context.is_quarter(t, i, end):
        return None
    return Division(unit, nth), end


def _short_division(t: Tokens, i: int) -> Match | None:
    letter = t.word(i)
    nth = t.number(i + 1)
    if letter not in ("q", "h") or not t.glued(i + 1) or nth is None or not 1 <= nth <= (4 if letter == "q" else 2):
        return None
    if t.near(i + 2) in ("'", "-") and t.near_token(i + 2) and t.token(i + 2).glued:
        return None
    year = year_after(t, i + 2)
    if not year and (letter == "h" or not context.is_quarter(t, i, i + 2)):
        return None
    whole, end = year or (None, i + 2)
    return Division("quarter" if letter == "q" else "half", nth, whole), end


def _long_division(t: Tokens, i: int) -> tuple[Literal["quarter", "half"], int, int] | None:
    last = t.word(i) in ("last", "final")
    nth = (0, i + 1) if last else ordinal(t, i)
    if not nth:
        return None
    j = dash(t, nth[1])
    unit: Literal["quarter", "half"] = "half" if t.word(j) == "half" else "quarter"
    most = {"quarter": 4, "half": 2}.get(t.word(j))
    if most is None or nth[0] > most or (last and t.word(j + 1) not in ("of", "in")):
        return None
    return unit, nth[0] or most, j + 1


def holiday(t: Tokens, i: int) -> Match | None:
    """'Christmas', 'New Year's Eve 2020', 'last Easter'."""
    which, j = which_word(t, i)
    best: tuple[str, int] | None = None
    for words, name in HOLIDAY_WORDS.get(t.word(j), ()):
        if follows(t, j, *words) and (best is None or j + len(words) > best[1]):
            best = name, j + len(words)
    if not best or not context.is_holiday(t, j, best[1]):
        return None
    year = year_after(t, best[1])
    if year:
        return Holiday(best[0], year[0]), year[1]
    return Holiday(best[0], None, which), best[1]


def decade(t: Tokens, i: int) -> Match | None:
    """'the 1990s', ''90s', 'the 90s', 'the nineties'."""
    j = article(t, i)
    if t.word(j) in DECADE_WORDS:
        fits = t.loose or (_has_the(t, j) and context.is_decade(t, j))
        return (_two_digits(DECADE_WORDS[t.word(j)]), j + 1) if fits else None
    apostrophe = t.word(j) == "'"
    k = j + apostrophe
    value = t.number(k)
    if value is None or value % 10 or not t.glued(k + 1):
        return None
    end = k + 2 if t.word(k + 1) == "s" else k + 3 if t.word(k + 1) == "'" and t.word(k + 2) == "s" else 0
    if not end or not t.glued(end - 1):
        return None
    if len(t.raw(k)) == 4 and 1000 <= value <= 2190:
        return Decade(value, or_century=value % 100 == 0 and value < 2000), end
    after_decade = t.near(j - 1) in ("and", "or", "to") and t.near(j - 2) == "s"
    fits = t.loose or after_decade or (_has_the(t, j) and context.is_decade(t, k))
    if len(t.raw(k)) == 2 and fits:
        return _two_digits(value), end
    return None


def _has_the(t: Tokens, i: int) -> bool:
    """'the 90s', 'the late 90s', ''90s'; 'his late 90s' is an age."""
    if t.near(i) == "'" or t.near(i - 1) == "the":
        return True
    if t.near(i - 2) in ("and", "or", "to") and (t.near(i - 3) in DECADE_WORDS or t.near(i - 3) == "s"):
        return True
    return t.near(i - 1) in ("late", "early", "mid", "-") and "the" in (t.near(i - 2), t.near(i - 3))


def _two_digits(value: int) -> Expression:
    return Decade(1900 + value) if 30 <= value <= 90 else Unknown("the century is not said", "decade")


def century(t: Tokens, i: int) -> Match | None:
    """'the 19th century', 'the nineteenth century', '12th-century'; 'the turn of the century'."""
    if follows(t, i, "the", "turn", "of", "the", "century"):
        return Unknown("the century is not said", "century"), i + 5
    j = article(t, i)
    nth = ordinal(t, j) or _roman(t, j)
    if not nth:
        return None
    k = dash(t, nth[1])
    if t.word(k) not in ("century", "centuries") or not 1 <= nth[0] <= 30:
        return None
    if _era(t, k + 1):
        return Unknown("outside the calendar", "century"), k + _era(t, k + 1) + 1
    return Century(nth[0]), k + 1


def _roman(t: Tokens, i: int) -> tuple[int, int] | None:
    """'XIX', up to the present century."""
    numerals = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    raw = t.raw(i)
    tens = len(raw) - len(raw.lstrip("X")) if len(raw) > 1 else 0
    if tens > 2 or raw[tens:] not in numerals or not raw:
        return None
    return 10 * tens + numerals.index(raw[tens:]), i + 1


def _era(t: Tokens, i: int) -> int:
    """How many tokens 'BC' or 'BCE' takes at i."""
    if t.raw(i) in ("BC", "BCE"):
        return 1
    return (3 + (t.word(i + 3) == ".")) if follows(t, i, "b", ".", "c") and t.token(i).capital else 0


def year(t: Tokens, i: int) -> Match | None:
    """'2014', 'the year 2020', 'AD 800', '44 BC', 'in '08'."""
    if t.word(i) == "'":
        return _short_year(t, i)
    named = follows(t, i, "the", "year") or (t.loose and t.word(i) == "year")
    j = i + 2 if follows(t, i, "the", "year") else i + named
    value = t.number(j)
    if value is not None and t.kind(j) == "number" and _era(t, j + 1):
        return Unknown("outside the calendar", "year"), j + 1 + _era(t, j + 1)
    if t.raw(i) == "AD" and (value := t.number(i + 1)) is not None:
        return Year(value), i + 2
    if value is not None and t.raw(j + 1) in ("AD", "CE") and len(t.raw(j)) <= 4:
        return Year(value), j + 2
    if named:
        if value is not None and t.raw(j).isdigit() and (len(t.raw(j)) == 4 or value > 10**4):
            return Year(value), j + 1
        return None
    found = year_number(t, i)
    return found if found and context.is_year(t, i) else None


def _short_year(t: Tokens, i: int) -> Match | None:
    """The last two figures behind an apostrophe, where 'in' and the like stand before it and nothing is counted."""
    value, after = t.number(i + 1), t.near_token(i + 2)
    if value is None or len(t.raw(i + 1)) != 2 or not t.glued(i + 1):
        return None
    if not t.loose and t.near(i - 1) not in _BEFORE_SHORT_YEAR:
        return None
    if after and (after.raw in "%°’'/-" or (after.kind == "word" and after.word not in _BEHIND_SHORT_YEAR)):
        return None
    return Year(value + (2000 if value < _SHORT_YEARS_OF_1900 else 1900)), i + 2


def years(t: Tokens, i: int) -> Match | None:
    """'2014-2016', '2014-16'."""
    first = year_number(t, i)
    if not first or t.word(i + 1) not in ("-", "/") or t.kind(i + 2) != "number":
        return None
    if not t.loose and i and t.token(i).glued and t.near(i - 1) in ("-", "/", ".", ",", ":", "$", "£", "€"):
        return None
    start, raw = first[0].value, t.raw(i + 2)
    last = int(raw) if len(raw) == 4 else start // 100 * 100 + int(raw) if len(raw) == 2 else 0
    if t.word(i + 1) == "/" and last != start + 1:
        return None
    if not start < last <= min(start + 300, 2199) or (start % 100 == 0 and t.near(i + 3).endswith("s")):
        return None
    after = t.near_token(i + 3)
    if (after and after.glued and after.word in ("-", "%")) or not context.is_year_pair(t, i + 3):
        return None
    return Range(Year(start), Year(last)), i + 3


def fiscal(t: Tokens, i: int) -> Match | None:
    """'fiscal year 2021', 'FY2021', 'the 2021-22 fiscal year', 'the next financial year', 'fiscal third quarter'."""
    if t.word(i) == "fy" and t.raw(i).isupper() and t.kind(i + 1) == "number":
        end = i + 4 if t.word(i + 2) == "-" and t.kind(i + 3) == "number" else i + 2
        return Unknown("fiscal years differ", "year"), end
    j = article(t, i)
    while j < i + 4 and (t.word(j) in _BEFORE_FISCAL or t.number(j)):
        j += 1
    if t.word(j) not in FISCAL:
        return None
    j += 1
    if t.word(j) == "year" or t.word(j) == "quarter":
        end = j + 1
        if t.kind(end) == "number" and len(t.raw(end)) == 4:
            end += 3 if t.word(end + 1) == "-" and t.kind(end + 2) == "number" else 1
        return Unknown("fiscal years differ", "year" if t.word(j) == "year" else "quarter"), end
    found = year_number(t, j)
    if found:
        return Unknown("fiscal years differ", "year"), found[1]
    nth = _long_division(t, j)
    return (Unknown("fiscal years differ", nth[0]), nth[2]) if nth else None
