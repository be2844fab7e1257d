"""Plain text -> Document: bytes decoded, newlines settled, title, bylines and date recognised by their place.

Nothing else is changed: letters of another script, invisible characters, odd spaces and mojibake stay.
"""

import re
from collections.abc import Iterator
from datetime import date

from onrecord.errors import ParseError
from onrecord.fetch.charsets import BOMS, find_encoding
from onrecord.fetch.sniff import HEAD_BYTES, name_mislabelled
from onrecord.parse.language import guess_language, warn_of_language
from onrecord.types import Document, Page, Part, Span, hash_text

MAX_HEADLINE = 200
"""Characters: a first line longer than this is no title."""
HEAD_LINES = 6
"""How many lines below the title may hold the byline and the date."""
MAX_BYLINE = 150
"""Characters: a line longer than this names no author and no day."""

_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd\ufffe\uffff]")
_MAX_UNREADABLE = 0.05
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


def parse_text(page: Page) -> Document:
    """A page of plain text as a document. Raises ParseError for binary data and for an empty text."""
    decoded, warnings = decode(page)
    text = _strip_blank_lines(settle_newlines(decoded))
    if not text.strip():
        raise ParseError(page.name, "there is no text in it; give a file that holds the article's text")
    title = find_title(text)
    bylines, authors = find_bylines(text, title)
    language = guess_language(text)
    return Document(
        id=f"sha256:{hash_text(text)}",
        text=text,
        title=text[slice(*title)] if title else None,
        author="; ".join(authors) or None,
        url=page.url,
        published=find_date(text, title) or find_date_in_url(page.url),
        retrieved=page.retrieved,
        language=language,
        parts=tile(text, [*([Part("title", *title)] if title else []), *bylines]),
        warnings=warnings + warn_of_language(language),
    )


def decode(page: Page, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """A page's bytes as text, without a byte order mark, and warnings.

    The encoding is what the byte order mark says, else the server, else the page itself (`declared`), where
    the bytes agree; else UTF-8, else the likeliest. Raises ParseError where they are no text in any encoding.
    """
    if kind := name_mislabelled(page.data[:HEAD_BYTES]):
        raise ParseError(page.name, f"this is {kind}, not text; save the article's text to a file and read that")
    text, replaced, guessed = _decode(page.data, (page.charset, declared))
    if is_unreadable(text):
        raise ParseError(page.name, "this is binary data, not text; save the article's text as UTF-8 and read that")
    warnings = []
    if guessed:
        warnings.append(f"the encoding is a guess ({guessed}), for it is not UTF-8; check letters with accents")
    if replaced:
        warnings.append(
            f"{replaced} places that could not be decoded were replaced by U+FFFD; check the words around them"
        )
    return text, tuple(warnings)


def is_unreadable(text: str) -> bool:
    """Whether so much of it is control characters or replaced that it is no text."""
    return len(_UNREADABLE.findall(text)) > _MAX_UNREADABLE * len(text)


def _decode(data: bytes, named: tuple[str | None, ...]) -> tuple[str, int, str | None]:
    """The text, how many places were replaced, and the encoding if it had to be guessed."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return (*_replace(data[len(bom) :], encoding), None)
    for encoding in filter(None, map(find_encoding, (*named, "utf-8"))):
        try:
            return data.decode(encoding).removeprefix("\ufeff"), 0, None
        except (UnicodeError, LookupError):  # LookupError: no text encoding (base64)
            continue
    text, replaced = _replace(data, "utf-8")
    if replaced <= len(_NOT_ASCII.findall(data)) // 4:  # most of what is not ASCII is good UTF-8
        return text, replaced, None
    guessed = _guess_encoding(data)
    return (*_replace(data, guessed), guessed)


def _replace(data: bytes, encoding: str) -> tuple[str, int]:
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    return text, text.count("\ufffd") - (data.count("\ufffd".encode()) if encoding == "utf-8" else 0)


def _guess_encoding(data: bytes) -> str:
    nuls = data.count(0)
    if nuls > len(data) / 4:
        return "utf-16-be" if data[::2].count(0) > nuls / 2 else "utf-16-le"
    # A few accents and curly marks among much ASCII: a detector has too little to go by.
    if len(_NOT_ASCII.findall(data)) > len(data) / 20:
        from charset_normalizer import from_bytes

        best = from_bytes(data[:20_000]).best()
        if best is not None:
            return best.encoding
    return "cp1252"


def settle_newlines(text: str) -> str:
    """Line ends as line feeds."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _strip_blank_lines(text: str) -> str:
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return "\n".join(lines[filled[0] : filled[-1] + 1]) if filled else ""


# Layout: lines with something in them, and the blank lines between.


def find_lines(text: str) -> list[Span]:
    """The lines that hold more than white space, without the white space around them."""
    spans = []
    for match in re.finditer(r"[^\r\n]+", text):
        line = match.group()
        if line.strip():
            start = match.start() + len(line) - len(line.lstrip())
            spans.append((start, start + len(line.strip())))
    return spans


def _is_blank_between(text: str, one: Span, other: Span) -> bool:
    return len(re.findall(r"\r\n|\r|\n", text[one[1] : other[0]])) > 1


def tile(text: str, marked: list[Part]) -> tuple[Part, ...]:
    """The marked parts in order, and body parts for what lies between them."""
    parts: list[Part] = []
    at = 0
    for part in [*sorted(marked, key=lambda part: part.start), Part("body", len(text), len(text))]:
        between = text[at : part.start]
        if between.strip():
            start = at + len(between) - len(between.lstrip())
            parts.append(Part("body", start, at + len(between.rstrip())))
        if part.end > part.start:
            parts.append(part)
        at = part.end
    return tuple(parts)


# Title.

_SENTENCE_BREAK = re.compile(r"(?<![\s.])(\w{5,}|\w*[a-z\d]{2}[’'”\")\]]?)\.[”\"’')\]]?\s+[\"“‘']?[A-Z]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Jr|Sr|Gen|Sen|Rep|Gov|Lt|Col|Sgt|vs|No|Inc|Co|Corp|Ltd)|\.\.)\.$"
)
_DATELINE = re.compile(
    r"[^\W\d_][^\d\n]{1,60}?(?:, [^\n–—]{1,30})?(?: \([^)\n]{1,40}\))? (?:--|[–—]) [\"“‘]?[A-Z]"
    r"|[A-Z][A-Z .’'-]+[,(][^\n]{0,40} - \S"
)
_QUOTED_SENTENCE = re.compile(r"[\"“‘«„'].*[.!?,][\"”’»“']")


def find_title(text: str) -> Span | None:
    """The first line, where it looks like a headline and more follows below it."""
    lines = find_lines(text)
    if len(lines) < 2 or not _is_headline(text[slice(*lines[0])]):
        return None
    first, second = lines[:2]
    if _is_blank_between(text, first, second):
        return first
    below = text[slice(*second)]
    # Without a blank line, a first line may as well be the first of a paragraph broken into lines.
    is_paragraph = len(below) > max(100, 1.2 * (first[1] - first[0])) and not below[0].islower()
    return first if is_paragraph or read_byline(below) or read_date(below) else None


def _is_headline(line: str) -> bool:
    if (
        len(line) > MAX_HEADLINE
        or line.endswith((",", ";", ":"))
        or "://" in line
        or len(re.findall(r"\w*[^\W\d_]{2}", line)) < 2
    ):
        return False
    if line.rstrip("\"”’')]").endswith(".") and not _ABBREVIATION.search(line):
        return False
    if any(not _ABBREVIATION.search(line[: match.end(1) + 1]) for match in _SENTENCE_BREAK.finditer(line)):
        return False
    if _QUOTED_SENTENCE.match(line) or (_DATELINE.match(line) and re.match(r"[A-Z]{2}", line)):
        return False
    return not (read_byline(line) or read_date(line))


# Bylines.


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PARTICLES = _set_of("al ben bin d da de del della der di dos du el ibn la le of st ten ter van von y zu")
# A word of these in a "name" makes it an outlet, a role or a heading.
_NOT_NAMES = _set_of(
    "admin agencies agency analyst author bureau channel chief columnist correspondent daily desk editor editorial "
    "editors gazette guardian herald journal magazine media monday tuesday wednesday thursday friday saturday sunday "
    "january february march april june july august september october november december network news newspaper numbers "
    "observer online our post press radio report reporter reporters review service special staff team telegraph "
    "television the this times today tribune tv update writer writers your afp ap bbc cnn dpa interfax reuters tass "
    "upi xinhua"
)
_AGENCIES = _set_of("afp ap bbc cnn dpa interfax reuters tass upi xinhua")
_DEGREES = _set_of("phd md mph msc ms ma ba rd rn cpa jd dds esq mba cfa frcp obe mbe dphil dr prof")
_GENERATIONS = _set_of("jr sr ii iii iv")
_TOKEN = re.compile(r"(?:[^\W\d_]\.?)+(?:[-’'`‘][^\W\d_]+)*\.?")
_BY = re.compile(
    r"(?:(?:story|article|text|words|written|reported|posted|published|contributed|compiled|edited)\s+)?by\b\s*:?\s*(.+)",
    re.I,
)
_REPORTING_BY = re.compile(r"\(?(?:additional )?(?:reporting|writing) by (.+?)(?:;.*|\.)?\)?$", re.I)
_AUTHOR_LABEL = re.compile(r"(?:the )?(?:author|writer|reporter)(?:\s*[`'’´]?\s*s?\s+name)?\s*(?::\s*(.*)|$)", re.I)
_SIGNED = re.compile(r"(?:—|–|--?|―)\s*(.+)")
_AFTER_NAMES = re.compile(r"\s+[|•·/–—-]+\s+|\s*\(|;\s*(?:editing|writing)", re.I)
_BETWEEN_NAMES = re.compile(r"\s*[;,&]\s*(?:and\s+)?|\s+(?:and|with)\s+", re.I)
_AFTER_NAME = re.compile(r"\s+(?:in|for|from|at|of the|is|was)\s+")
# An initial's stop, or that of "Jr.", is part of the name.
_OWN_STOP = re.compile(r"\b(?:[^\W\d_]|[JS]r)\.$", re.I)
_ONE_WORD = re.compile(r"[A-Z][\w’'-]+(?: (?:News|Staff|Press|Agency|Service|Reporters?|Writers?))*")


def is_name(text: str) -> bool:
    """Whether it reads as one person's name: two to six capitalised words, particles among them."""
    tokens = text.replace(",", " ").split()
    if not 2 <= len(tokens) <= 6 or _NOT_NAMES.intersection(token.rstrip(".").casefold() for token in tokens):
        return False
    if not all(map(_TOKEN.fullmatch, tokens)) or not _is_capitalised(tokens[-1]):
        return False
    return all(_is_capitalised(token) or token.casefold() in _PARTICLES for token in tokens)


def _is_capitalised(word: str) -> bool:
    return not word[0].islower() or re.match(r"(?:al|ad|an|ar|as|at|el)-[^\W\d_]|[dl]['’][^\W\d_]", word) is not None


def split_names(text: str) -> list[str]:
    """The names in a byline's text: "JANE DOE and John Roe, Agency" gives the first two.

    What stands after a name (outlet, role, degrees, place) is left out. Empty where it does not begin with one.
    """
    text = _AFTER_NAMES.split(text.strip(" \t\xa0:;|*_"), maxsplit=1)[0]
    names: list[str] = []
    for piece in _BETWEEN_NAMES.split(text):
        folded = piece.replace(".", "").strip().casefold()
        if names and (folded in _DEGREES or not folded):
            continue
        if names and folded in _GENERATIONS:
            names[-1] += f" {piece.strip()}"
            continue
        name = _AFTER_NAME.split(piece.strip(" *_|"), maxsplit=1)[0]
        words = name.split()
        while len(words) > 2 and words[-1].replace(".", "").casefold() in _DEGREES:
            words.pop()
        name = " ".join(words)
        if not is_name(name):
            break
        names.append(name if _OWN_STOP.search(name) else name.rstrip("."))
    return list(dict.fromkeys(names))


def read_byline(line: str) -> list[str]:
    """The authors whom a line of its own names ("By JANE DOE and John Roe, Agency"), else an empty list."""
    match = _BY.fullmatch(line) if len(line) <= MAX_BYLINE else None
    if match is None:
        return []
    names = split_names(match[1])
    # One word is enough for an agency or a pen name, where it is all that the line holds.
    alone = _ONE_WORD.fullmatch(match[1].strip(" ."))
    if not names and alone and alone[0].casefold() not in _NOT_NAMES - _AGENCIES:
        return [alone[0]]
    return names


def find_bylines(text: str, title: Span | None) -> tuple[list[Part], list[str]]:
    """The byline parts below the title and at the end, and the authors whom they name (the head's first)."""
    lines = [line for line in find_lines(text) if title is None or line[0] >= title[1]]
    parts: list[Part] = []
    authors: list[str] = []
    for start, end in _find_head(text, lines):
        names = read_byline(text[start:end]) or _read_label(text[start:end])
        if names:
            parts.append(Part("byline", start, end))
            authors += names
            break
    for start, end, names in _read_end(text, lines[1 if title is None else 0 :]):
        if not any(part.start <= start < part.end for part in parts):
            parts.append(Part("byline", start, end))
            authors = authors or names
    return parts, list(dict.fromkeys(authors))


def _find_head(text: str, lines: list[Span]) -> Iterator[Span]:
    """The lines that come before the body: short ones, of which one may be a sentence (a standfirst)."""
    sentences = 0
    for start, end in lines[:HEAD_LINES]:
        sentences += end - start > 30 and text[end - 1] in '.!?”"'
        if end - start > MAX_BYLINE or sentences > 1:
            return
        yield start, end


def _read_label(line: str) -> list[str]:
    match = _AUTHOR_LABEL.fullmatch(line)
    return split_names(match[1]) if match and match[1] else []


def _read_end(text: str, lines: list[Span]) -> Iterator[tuple[int, int, list[str]]]:
    if not lines:
        return
    start, end = lines[-1]
    last = text[start:end]
    if len(last) > MAX_BYLINE:
        return
    signed, reporting = _SIGNED.fullmatch(last), _REPORTING_BY.fullmatch(last)
    names = read_byline(last) or _read_label(last)
    if not names and signed:
        names = split_names(signed[1])
    if not names and reporting:
        names = split_names(reporting[1])
    if names:
        yield start, end, names
    elif len(lines) > 1 and is_name(last):
        start, stop = lines[-2]
        if stop - start <= MAX_BYLINE and _AUTHOR_LABEL.fullmatch(text[start:stop]):
            yield start, end, [last]


# Dates.

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
_MONTH += "|nov(?:ember)?|dec(?:ember)?"
_DAY_FORMS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[T ]\d{2}:\d{2}.{0,20})?",
        rf"(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.? (?P<month>{_MONTH})\.?,? (?P<year>\d{{4}})",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
    )
)
_DATE_LABEL = re.compile(r"(?:first )?(?:published|posted|date|dated|issued)(?: on| at)?\s*:?\s*", re.I)
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? ", re.I)
_AFTER_BYLINE = re.compile(r"\s+[|•·–—-]\s+|,\s+")
_CLOCK = re.compile(r"(?:,| at|\s+[|–—-])?\s*\(?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*[A-Z]{0,4}\)?$", re.I)


def read_date(line: str) -> str | None:
    """The day that a line gives and nothing else ("Published: 24 November 2022, 10:15 GMT"), as an ISO date."""
    if len(line) > MAX_BYLINE:
        return None
    bare = _WEEKDAY.sub("", _DATE_LABEL.sub("", line.strip(), count=1), count=1)
    for candidate in (bare, _CLOCK.sub("", bare)):
        for form in _DAY_FORMS:
            match = form.fullmatch(candidate.strip(" ."))
            if match:
                return _to_iso(match["year"], match["month"], match["day"])
    return None


def find_date(text: str, title: Span | None) -> str | None:
    """The day that a line of its own in the head gives, or the end of the byline after a bar or a dash."""
    lines = [line for line in find_lines(text) if title is None or line[0] >= title[1]]
    for start, end in _find_head(text, lines):
        line = text[start:end]
        pieces = [line, *(_AFTER_BYLINE.split(line, maxsplit=1)[1:] if read_byline(line) else [])]
        found = next(filter(None, map(read_date, pieces)), None)
        if found:
            return found
    return None


_IN_URL = re.compile(r"[/_.-](?P<year>(?:19|20)\d\d)(?P<mark>[/-]?)(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?=[/_.-]|$)")


def find_date_in_url(url: str | None) -> str | None:
    """The day in an address's path (`/2022/11/24/`, `-2022-11-24`, `/20221124/`), as an ISO date."""
    match = _IN_URL.search(url or "")
    return _to_iso(match["year"], match["month"], match["day"]) if match else None


def _to_iso(year: str, month: str, day: str) -> str | None:
    number = int(month) if month.isdigit() else 1 + MONTHS.index(month[:3].casefold())
    try:
        found = date(int(year), number, int(day))
    except ValueError:
        return None
    return found.isoformat() if 1600 <= found.year <= 2100 else None
