"""The day a text was published: as its page states it, else as its address or its first lines tell.

Time phrases are counted from it, so a wrong day is worse than none: what is not whole, or says two days, says nothing.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from onrecord.parse.text import HEAD_LINES, MAX_BYLINE, find_lines, read_date
from onrecord.types import Document, Span
from onrecord.weigh.times import resolve_time
from onrecord.weigh.times.words import MONTHS, WEEKDAYS

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Published:
    """A day of publication, and what tells it."""

    day: date
    where: Literal["stated", "address", "text"]
    """stated: the document's own `published`; address: the path of its URL; text: its first lines."""
    span: Span | None = None
    """Of the line's words in the document's text, where the text tells."""


def find_published(document: Document) -> date | None:
    """The day a document was published, in the calendar of whoever wrote it down; None where nothing tells it whole."""
    found = trace_published(document)
    return found.day if found else None


def trace_published(document: Document) -> Published | None:
    """The day a document was published and what tells it: the stated day, else the address, else the first lines."""
    stated = _read_iso(document.published or "")
    if stated:
        return Published(stated, "stated")
    in_address = find_day_in_address(document.url or "")
    if in_address and _is_possible(in_address, document):
        return Published(in_address, "address")
    in_text = _find_day_on_top(document)
    return in_text if in_text and _is_possible(in_text.day, document) else None


def parse_published(words: str, today: date | None = None) -> date:
    """A day of publication as a person types it: '2022-11-24', '2022-11-24T10:15', '24 November 2022'.

    Raises ValueError, with one line that says how to mend it, for words that are no whole day and for a day to come.
    `today` is for tests.
    """
    shown = f"{words[:40]!r}" + (" …" if len(words) > 40 else "")
    day = (_read_iso(words) or _read_day(words)) if len(words) <= MAX_BYLINE else None
    if day is None:
        raise ValueError(f"{shown} is not a day of publication; give year, month and day, as in 2022-11-24")
    # Somewhere on earth it may be tomorrow already.
    if day > (today or datetime.now(UTC).date()) + _ONE_DAY:
        raise ValueError(f"{shown} lies in the future; give the day on which the text was published, as in 2022-11-24")
    return day


def _read_iso(words: str) -> date | None:
    try:
        return datetime.fromisoformat(words.strip()).date()
    except ValueError:
        return None


def _is_possible(day: date, document: Document) -> bool:
    """Whether a day agrees with what else is known: the year or month stated, and when the page was fetched."""
    stated = (document.published or "").strip()
    if re.fullmatch(r"[0-9]{4}(?:-[0-9]{2})?", stated) and not day.isoformat().startswith(stated):
        return False
    return document.retrieved is None or day.toordinal() <= document.retrieved.date().toordinal() + 1


# The address.

_MONTH_NAMES = "|".join(MONTHS)
_YEAR = "(?P<year>(?:19|20)[0-9]{2})"
_ADDRESS_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"/{_YEAR}/(?P<month>[0-9]{{1,2}}|{_MONTH_NAMES})/(?P<day>[0-9]{{1,2}})(?=/|$)",
        rf"/{_YEAR}(?P<mark>-?)(?P<month>[0-9]{{2}})(?P=mark)(?P<day>[0-9]{{2}})(?=[/_.-]|$)",
        rf"(?<=[a-z0-9])-{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})(?=/?$|\.[a-z]+$)",
    )
)
"""/2022/11/24/ and /2022/nov/24/; /2022-11-24-... and /20221124/; ...-2022-11-24 at the end. The first that fits."""
# Behind these words a day is the matter and not the publication: /calendar/2022/11/24/, /what-happened-on-2001-09-11.
_OF_SOMETHING_ELSE = re.compile(
    r"(?:\b(?:calendar|events?|on-this-day|this-day|this-day-in-history)(?:/.*)?"
    r"|\b(?:on|of|since|after|before|until|till|by|from|for|to|and|between))$",
    re.IGNORECASE,
)


def find_day_in_address(url: str) -> date | None:
    """The day that a URL's path begins a folder or a name with, or ends with; None where it has two."""
    try:
        path = urlsplit(url).path
    except ValueError:  # half a bracket, say
        return None
    for form in _ADDRESS_FORMS:
        found = [
            m for m in form.finditer(path) if not _OF_SOMETHING_ELSE.search(path[max(0, m.start() - 200) : m.start()])
        ]
        days = {day for m in found if (day := _to_day(m["year"], m["month"], m["day"]))}
        if found:
            return days.pop() if len(days) == 1 else None
    return None


def _to_day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month) if month.isdecimal() else MONTHS[month.lower()], int(day))
    except ValueError:
        return None


# The first lines.

_TOP = 4000
"""Characters that the first lines are looked for in."""
_LABEL = re.compile(
    r"(?:(?:first|originally) )?(?:published|posted|date|dated|issued|released|filed)(?: (?:on|at))?\s*:?\s+",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\W*\b(?:last )?(?:updated?|modified|edited|amended|revised|corrected)\b.*", re.IGNORECASE | re.DOTALL
)
_CLOCK = re.compile(
    r"(?:,| at|\s+[|–—-])?\s+\(?[0-9]{1,2}[:.h][0-9]{2}(?::[0-9]{2})?\s*(?:[ap]\.?m\.?)?\s*[A-Z]{0,4}\)?$",
    re.IGNORECASE,
)
_BARS = re.compile(r"\s+[|•·/–—-]+\s+|\s+-{2,}\s+")
_DASH = re.compile(r"\s*(?:—|–|--+|―)\s*|\s+-\s+|:\s+")
_ASIDE = re.compile(r"\([^()]*\)|/[^/]*/")
_YEAR_DIGITS = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_FOUR_DIGITS = re.compile(r"[0-9]{4}")
_SMALL = frozenset("al an at bei by d da de del den der di du el en in la le of on sur the upon van von".split())
_NO_PLACES = WEEKDAYS.keys() | MONTHS.keys() | {"born", "died", "on", "from", "since", "until"}
_MAX_DATELINE = 120
_MAX_DATE_LINE = 60
"""Characters: a longer line is no day alone."""


def _find_day_on_top(document: Document) -> Published | None:
    text = document.text
    title = next((part for part in document.parts if part.kind == "title"), None)
    lines = [line for line in find_lines(text[:_TOP]) if title is None or line[0] >= title.end]
    sentences = 0
    for start, end in lines[:HEAD_LINES]:
        line = text[start:end]
        if end - start <= MAX_BYLINE and (end < _TOP or len(text) == _TOP):
            day = _read_line(line)
            if day:
                alone = not _LABEL.match(line) and not _BARS.search(line)
                return None if alone and _is_chronicle(text, day) else Published(day, "text", (start, end))
        day, length = read_dateline(line)
        if day:
            return Published(day, "text", (start, start + length))
        # Above the body there may be one sentence, a standfirst.
        sentences += end - start > 30 and line[-1] in '.!?”"'
        if end - start > MAX_BYLINE or sentences > 1:
            break
    return None


def _read_line(line: str) -> date | None:
    """The one day of a line that gives a day, or of its pieces between bars: 'By A. Kestrel | 24 November 2022'."""
    pieces = [_CHANGED.sub("", piece) for piece in _BARS.split(line)]
    if sum(_YEAR_DIGITS.search(piece) is not None for piece in pieces) > 1:  # 'A. Kestrel, 3 May 1950 – 24 May 2022'
        return _read_day(line)
    days = {day for piece in (_CHANGED.sub("", line), *pieces) if (day := _read_day(piece))}
    return days.pop() if len(days) == 1 else None


def _read_day(words: str) -> date | None:
    """The day that words give and nothing else, whole: with its label, weekday and hour, or without."""
    words = words.strip(" \t\xa0.,;")
    if len(words) > MAX_BYLINE or not _FOUR_DIGITS.search(words):
        return None
    bare = _LABEL.sub("", words, count=1).strip()
    for each in (bare, _CLOCK.sub("", bare)):
        time = resolve_time(each)
        if time.how == "absolute" and time.start and time.granularity in ("day", "hour", "minute"):
            return date.fromisoformat(time.start[:10])
        if time.reason == "weekday and date disagree":
            return None
    written = read_date(bare)
    return date.fromisoformat(written) if written else None


def _is_chronicle(text: str, day: date) -> bool:
    """Whether other lines give other days: then the first is that of the first entry."""
    for line in text.splitlines():
        if len(line) <= _MAX_DATE_LINE and _YEAR_DIGITS.search(line):
            other = _read_day(line)
            if other and other != day and not _LABEL.match(line.strip()):
                return True
    return False


def read_dateline(line: str) -> tuple[date | None, int]:
    """The day of a dateline and the length of its words: 'KORINT, Nov. 24, 2022 (Agency) — ...', 'KORINT, 24 May 2022'.

    Places before the day, a dash or colon behind it, or nothing else on the line.
    """
    dash = _DASH.search(line, 0, _MAX_DATELINE)
    if _CHANGED.match(line):
        return None, 0
    if not dash and len(line) > _MAX_DATE_LINE:
        return None, 0
    end = dash.start() if dash else len(line)
    if dash and _begins_with_day(line[dash.end() : dash.end() + 40]):  # from a day to a day: somebody's life
        return None, 0
    pieces = [piece.strip() for piece in _ASIDE.sub(" ", line[:end]).split(",")]
    for i in range(1, len(pieces)):
        if not all(_is_place(piece) for piece in pieces[:i]):
            break
        if pieces[i][:1].isdecimal() or pieces[i][:1].isupper():
            day = _read_day(", ".join(pieces[i:]))
            if day:
                return day, end
    return None, 0


def _begins_with_day(words: str) -> bool:
    tokens = words.split()
    return any(_read_day(" ".join(tokens[:n])) for n in range(1, min(len(tokens), 5) + 1))


def _is_place(words: str) -> bool:
    """A few words with capitals, as places and agencies are written; no day."""
    parts = words.split()
    if not 0 < len(parts) <= 4 or re.search("[0-9]", words):
        return False
    return all((p[0].isupper() or p.lower() in _SMALL) and p.lower().rstrip(".") not in _NO_PLACES for p in parts)
