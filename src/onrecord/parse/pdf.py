"""PDF -> Document: the text of its pages as paragraphs, without what repeats at their edges.

lines.py finds the lines (with pdfium), heads.py what is no part of the text, paragraphs.py what belongs together.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from onrecord.errors import ParseError
from onrecord.parse.heads import find_heads
from onrecord.parse.language import guess_language, warn_of_language
from onrecord.parse.lines import Line, NotOpenedError, Pdf
from onrecord.parse.paragraphs import Edit, flow_lines, measure_body
from onrecord.parse.text import (
    MAX_HEADLINE,
    find_bylines,
    find_date,
    find_date_in_url,
    is_unreadable,
    split_names,
    tile,
)
from onrecord.types import Document, Page, Part, hash_text

MAX_PAGES = 2_000
MAX_CHARACTERS = 5_000_000

_NOT_A_PDF = "this is no PDF, whatever it is called; check what it is"
_DAMAGED = "the PDF is damaged or breaks off; get it once more, or save it anew from a PDF viewer"
_LOCKED = "the PDF asks for a password; save a copy without one"
_SCANNED = "the PDF has no text in it, only pictures of pages; run text recognition (OCR) over it first"
_GARBLED = "the PDF does not say which letters it shows; run text recognition (OCR) over it first"
_LARGE = 1.2
"""Times the size of most letters: a first page's largest lines are its title beyond it."""
_TITLE_LINES = 5
_HEAD_LINES = 30
_NO_TITLE = re.compile(
    r"untitled.*|microsoft (?:word|powerpoint|excel|publisher)\b.*|document ?\d*|print\b.*|layout \d+|slide \d+|"
    r".*\.(?:docx?|pdf|indd|qxd|rtf|odt|tex|dvi|html?|pptx?|xlsx?|pages|ps)",
    re.IGNORECASE,
)
# The name of a paper stands above its headlines, and often larger.
_OUTLET = re.compile(
    r"\b(?:bulletin|chronicle|courier|daily|gazette|guardian|herald|journal|magazine|mail|news|observer|post|press|review"
    r"|telegraph|times|today|tribune|weekly)\b",
    re.IGNORECASE,
)
_MASTHEAD_WORDS = 5
# What these make is dated by when somebody printed a page or scanned a sheet.
_COPIERS = re.compile(
    r"skia|mozilla|firefox|chrom(?:e|ium)|safari|quartz|webkit|print to pdf|weasyprint|scan|ocr\b|abbyy|ghostscript",
    re.IGNORECASE,
)
_STAMP = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")
_FIRST_YEAR = 1993  # of the format


@dataclass(frozen=True, slots=True)
class _Title:
    """What a document is called, and which of its lines say so: none where the file alone does."""

    text: str | None
    lines: range


def parse_pdf(page: Page) -> Document:
    """A PDF as a document: its pages' paragraphs in the order in which it holds them, a blank line between.

    Running heads and feet, page numbers and hyphens at line ends are taken out and listed in `edits`. Title, author and
    day are what the first page shows, else what the file says of itself, where that can be believed. Raises ParseError.
    """
    if b"%PDF-" not in page.data[:1024]:  # where Acrobat looks for it, too
        raise ParseError(page.name, _NOT_A_PDF)
    try:
        with closing(Pdf(page.data)) as pdf:
            lines, warnings = _read_lines(page, pdf)
            said = pdf.read_metadata()
            heads = find_heads(lines, pdf.pages)
    except NotOpenedError as error:
        raise ParseError(page.name, _LOCKED if error.needs_password else _DAMAGED) from error
    kept = [line for i, line in enumerate(lines) if i not in heads] or lines
    removed = _gather_removed(lines, heads) if len(kept) < len(lines) else {}
    title = _find_title(kept, said.get("Title", ""))
    text, edits = flow_lines(kept, title.lines, removed)
    text, edits, parts, authors = _mark(text, edits, title)
    published, doubt = _find_day(page, text, parts, said)
    language = guess_language(text)
    return Document(
        id=f"sha256:{hash_text(text)}",
        text=text,
        title=title.text,
        author="; ".join(authors or split_names(said.get("Author", ""))) or None,
        url=page.url,
        published=published,
        retrieved=page.retrieved,
        language=language,
        parts=parts,
        edits=edits,
        warnings=warnings + doubt + warn_of_language(language),
    )


def _read_lines(page: Page, pdf: Pdf) -> tuple[list[Line], tuple[str, ...]]:
    """The lines of all pages, of which there is one at least, and warnings of pages that gave none."""
    if not 0 < pdf.pages <= MAX_PAGES:
        reason = f"the PDF has {pdf.pages:,} pages, more than {MAX_PAGES:,}; split it" if pdf.pages else _DAMAGED
        raise ParseError(page.name, reason)
    lines: list[Line] = []
    characters = 0
    empty: list[int] = []
    broken: list[int] = []
    for number in range(pdf.pages):
        found = pdf.read_page(number)
        if not found:
            (broken if found is None else empty).append(number + 1)
        lines += found or ()
        characters += sum(len(line.text) for line in found or ())
        if characters > MAX_CHARACTERS:
            raise ParseError(page.name, f"the PDF holds more than {MAX_CHARACTERS:,} characters; split it")
    if not lines:
        raise ParseError(page.name, _DAMAGED if len(broken) == pdf.pages else _SCANNED)
    if is_unreadable("".join(line.text for line in lines)):
        raise ParseError(page.name, _GARBLED)
    warnings = []
    if broken:
        warnings.append(f"{_name_pages(broken)} could not be read; look at the PDF itself")
    if empty:
        warnings.append(f"{_name_pages(empty)} without text, perhaps a picture; look at the PDF itself")
    return lines, tuple(warnings)


def _name_pages(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:5])) + (f" and {len(numbers) - 5} more" if len(numbers) > 5 else "")
    return f"page {shown}" if len(numbers) == 1 else f"pages {shown}"


def _gather_removed(lines: Sequence[Line], heads: set[int]) -> dict[int, str]:
    """What was left out, each line with its end, by the place that the line after it has among those kept."""
    removed: dict[int, str] = {}
    place = 0
    for i, line in enumerate(lines):
        if i in heads:
            removed[place] = f"{removed.get(place, '')}{line.text}\n"
        else:
            place += 1
    return removed


# Title.


def _find_title(lines: Sequence[Line], said: str) -> _Title:
    """What the file says where its first page shows it, else the page's largest lines where they are plainly larger."""
    said = "" if _NO_TITLE.fullmatch(said) or len(said) > MAX_HEADLINE or not _has_words(said) else said
    first = [i for i, line in enumerate(lines[:_HEAD_LINES]) if line.page == lines[0].page]
    for start in first:
        for stop in range(start + 1, min(start + _TITLE_LINES, len(first)) + 1):
            if said and _fold(_words_of(lines, range(start, stop))) == _fold(said):
                return _Title(_words_of(lines, range(start, stop)), range(start, stop))
    shown = _choose_large(lines, first)
    return shown or _Title(said or None, range(0))


def _choose_large(lines: Sequence[Line], first: Sequence[int]) -> _Title | None:
    """The largest lines of the first page that are no masthead, where they may be a headline; else the masthead."""
    masthead = None
    for title in _find_large(lines, first):
        text = title.text or ""
        may_be = len(title.lines) <= _TITLE_LINES and len(text) <= MAX_HEADLINE and _has_words(text)
        if not may_be or title.lines.stop == len(lines):
            break
        if len(text.split()) > _MASTHEAD_WORDS or not _OUTLET.search(text):
            return title
        masthead = masthead or title
    return masthead


def _find_large(lines: Sequence[Line], first: Sequence[int]) -> Iterator[_Title]:
    """What the first page sets plainly larger than the text, the largest first."""
    least = _LARGE * measure_body(lines)
    for size in sorted({lines[i].size for i in first if lines[i].size >= least}, reverse=True):
        start = next(i for i in first if lines[i].size == size)
        stop = start + 1
        while stop in first and lines[stop].size == size:
            stop += 1
        yield _Title(_words_of(lines, range(start, stop)), range(start, stop))


def _words_of(lines: Sequence[Line], places: range) -> str:
    return flow_lines([lines[i] for i in places], range(len(places)), {})[0]


def _has_words(text: str) -> bool:
    return text.isprintable() and len(re.findall(r"\w*[^\W\d_]{2}", text)) > 1


def _fold(text: str) -> str:
    return "".join(re.findall(r"\w+", text.casefold()))


def _mark(
    text: str, edits: tuple[Edit, ...], title: _Title
) -> tuple[str, tuple[Edit, ...], tuple[Part, ...], list[str]]:
    """The text, with a title that no page shows put above it, then edits, parts and the authors whom it names."""
    span = None
    if title.text and title.lines:
        start = text.find(title.text)
        span = (start, start + len(title.text)) if start >= 0 else None
    elif title.text:
        above = f"{title.text}\n\n"
        edits = ((0, len(above), ""), *((s + len(above), e + len(above), raw) for s, e, raw in edits))
        text, span = above + text, (0, len(title.text))
    bylines, authors = find_bylines(text, span)
    return text, edits, tile(text, [*([Part("title", *span)] if span else []), *bylines]), authors


# Day.


def _find_day(
    page: Page, text: str, parts: tuple[Part, ...], said: dict[str, str]
) -> tuple[str | None, tuple[str, ...]]:
    """The day that the text or the address gives, else that of the file's making, with a warning that says so."""
    title = next(((part.start, part.end) for part in parts if part.kind == "title"), None)
    if shown := find_date(text, title) or find_date_in_url(page.url):
        return shown, ()
    match = _STAMP.match(said.get("CreationDate", ""))
    if match is None or _COPIERS.search(f"{said.get('Creator', '')} {said.get('Producer', '')}"):
        return None, ()
    try:
        made = datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC)
    except ValueError:
        return None, ()
    if made.year < _FIRST_YEAR or made > (page.retrieved or datetime.now(UTC)) + timedelta(days=1):
        return None, ()
    day = made.date().isoformat()
    return day, (f"the text gives no day; {day}, when the PDF was made, is taken for the day of publication",)
