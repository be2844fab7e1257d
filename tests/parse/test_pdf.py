"""PDF -> document: paragraphs, what repeats on pages, title, author and day, and files that cannot be read."""

import contextlib
import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import ParseError
from onrecord.parse import parse, pdf
from onrecord.parse.isolate import ParseWorker
from onrecord.parse.pdf import parse_pdf
from onrecord.types import Document, Page, Part
from tests.pdfs import Printed, column, make_pdf

HEADLINE = Printed("Torvik will not sign the pact", 730, size=20)
BODY = [
    "Foreign Minister Ana Torvik told reporters on Monday that Kelvara",
    "would not sign the Halcyon Pact this year, whatever its neighbours",
    "may do about it.",
    "“We have said no, and we mean it,” she said in the capital, Lowen,",
    "where the council of ministers had met.",
]
PARAGRAPHS = f"{' '.join(BODY[:3])}\n\n{' '.join(BODY[3:])}"


def read(data: bytes, url: str | None = None) -> Document:
    return parse_pdf(Page("a.pdf", data, "pdf", url, retrieved=datetime(2025, 4, 20, tzinfo=UTC)))


def why(data: bytes) -> str:
    """The reason for which a PDF is not read."""
    with pytest.raises(ParseError) as caught:
        read(data)
    assert caught.value.name == "a.pdf"
    assert caught.value.reason.isprintable()
    return caught.value.reason


def restore(document: Document) -> str:
    """The text with every edit taken back."""
    text = document.text
    for start, end, raw in reversed(document.edits):
        text = text[:start] + raw + text[end:]
    return text


# Paragraphs


def test_paragraphs() -> None:
    """Lines of one paragraph are joined; a short last line, an indent or a gap begins the next."""
    assert read(make_pdf([HEADLINE, *column(*BODY)])).text == f"{HEADLINE.text}\n\n{PARAGRAPHS}"
    indented = [*column(*BODY[:2]), *column(BODY[3], top=676, left=90), *column(*BODY[4:], top=664)]
    assert read(make_pdf(indented)).text == f"{' '.join(BODY[:2])}\n\n{' '.join(BODY[3:])}"
    apart = column(*BODY[:2], "", BODY[0], BODY[1])
    assert read(make_pdf(apart)).text == f"{' '.join(BODY[:2])}\n\n{' '.join(BODY[:2])}"


def test_sentence_over_pages_and_columns() -> None:
    """A sentence that the end of a page or column breaks goes on; a whole one does not."""
    assert read(make_pdf(column(BODY[0]), column(*BODY[1:]))).text == PARAGRAPHS
    assert read(make_pdf([*column(BODY[0], top=300), *column(*BODY[1:], left=400)])).text == PARAGRAPHS
    assert "\n\n" in read(make_pdf(column("He said that he would go."), column("She said nothing."))).text


def test_items_stay_apart() -> None:
    """The items of a list are not run together."""
    listed = column("The pact asks its members for", "• peace among themselves", "• trade without duties")
    assert read(make_pdf(listed)).text.count("\n\n") == 2


@pytest.mark.parametrize(
    ("first", "second", "whole", "taken_out"),
    [
        ("agree-", "ment was signed", "agreement was signed", True),
        ("Lowen-", "based firm", "Lowen-based firm", False),
        ("self-", "rule came late", "self-rule came late", False),
        ("Franco-", "German talks", "Franco-German talks", False),
        ("off-", "shore and off-shore", "off-shore and off-shore", False),
        ("every-", "where and everywhere", "everywhere and everywhere", True),
    ],
)
def test_hyphens(first: str, second: str, whole: str, taken_out: bool) -> None:
    """A hyphen that only the end of the line asked for is taken out, and listed; the word's own stays."""
    document = read(
        make_pdf(column(f"The minister said on Monday that the {first}", f"{second} in the end, as she saw it."))
    )
    assert whole in document.text
    assert [raw for _, _, raw in document.edits] == (["-\n"] if taken_out else [])
    assert f"{first}{second}" in restore(document).replace("\n", "")


# What repeats


def page_of(number: int, head: str = "The Lowen Gazette", foot: str | None = None) -> list[Printed]:
    shown = foot or f"Page {number} of 4"
    return [Printed(head, 770), *column(*BODY), Printed(shown, 30, left=300)]


def test_running_heads() -> None:
    """Heads, feet and page numbers are taken out and listed where they stood."""
    document = read(make_pdf(*(page_of(n) for n in range(1, 5))))
    assert document.text == "\n\n".join([PARAGRAPHS] * 4)
    assert restore(document).count("The Lowen Gazette\n") == 4
    assert "Page 3 of 4\n" in restore(document)


@pytest.mark.parametrize(
    ("feet", "kept"),
    [(["7", "8", "9", "10"], False), (["- 7 -", "- 8 -", "- 9 -", "- 10 -"], False), (["1999", "3", "70", "8"], True)],
)
def test_page_numbers(feet: list[str], kept: bool) -> None:
    """Numbers at the foot that count the pages are taken out; others are the text's."""
    pages = [page_of(n, f"Part {word}", feet[n]) for n, word in enumerate(["one", "two", "six", "ten"])]
    document = read(make_pdf(*pages))
    assert all((foot in document.text) is kept for foot in feet)


def test_heads_of_left_and_right_pages() -> None:
    """Heads that change from left to right pages repeat too."""
    document = read(make_pdf(*(page_of(n, ["The Gazette", "A word on the pact"][n % 2]) for n in range(6))))
    assert "Gazette" not in document.text
    assert "A word" not in document.text


def test_words_said_twice_stay() -> None:
    """What repeats away from the edge of the page, or on few pages, is text."""
    said = read(make_pdf(*([Printed("She said no.", 400), Printed(f"Then part {w}.", 300)] for w in ("one", "two"))))
    assert said.text.count("She said no.") == 2
    pages = [[Printed("She said no.", 770), *column(*BODY)]] * 2 + [column(*BODY)] * 6
    assert read(make_pdf(*pages)).text.count("She said no.") == 2


def test_heads_that_count() -> None:
    """A number in a head may count the pages, wherever in it, and another may stand beside it."""
    feet = [f"Report 7 of 2025 · {n} / 30" for n in (4, 5, 6)]
    document = read(make_pdf(*(page_of(n, foot=foot) for n, foot in enumerate(feet, 1))))
    assert "Report" not in document.text
    other = [f"Report {n} of 2025" for n in (4, 15, 60)]
    assert read(make_pdf(*(page_of(n, foot=foot) for n, foot in enumerate(other, 1)))).text.count("Report") == 3


def test_text_at_the_edge() -> None:
    """What repeats at the edge by chance is text where it stands close to text, or text stands before it."""
    close = [column("She said no.", "That was all.", f"Then part {w} began.", top=770) for w in ("one", "two", "six")]
    assert read(make_pdf(*close)).text.count("She said no.") == 3
    behind = [[Printed(f"Part {w}", 780), Printed("She said no.", 750), *column(*BODY)] for w in ("one", "two", "six")]
    assert read(make_pdf(*behind)).text.count("She said no.") == 3


# Title, author, day


def test_title_by_size() -> None:
    """The largest lines of the first page are the title where they are plainly larger."""
    lines = [Printed("Torvik will not sign", 740, size=20), Printed("the Halcyon Pact", 716, size=20), *column(*BODY)]
    document = read(make_pdf(lines))
    assert document.title == "Torvik will not sign the Halcyon Pact"
    assert document.parts[0] == Part("title", 0, len(document.title))
    assert read(make_pdf(column(*BODY))).title is None


def test_title_that_the_file_and_the_page_give() -> None:
    """What the file says is the title where the page shows it, whatever else is large."""
    lines = [Printed("THE LOWEN GAZETTE", 760, size=30), HEADLINE, *column(*BODY)]
    document = read(make_pdf(lines, Title="Torvik Will Not Sign the Pact"))
    assert document.title == HEADLINE.text
    (part,) = (part for part in document.parts if part.kind == "title")
    assert document.text[part.start : part.end] == HEADLINE.text


def test_masthead() -> None:
    """The name of a paper is no title where a headline stands below it."""
    masthead = Printed("THE LOWEN GAZETTE", 760, size=30)
    assert read(make_pdf([masthead, HEADLINE, *column(*BODY)])).title == HEADLINE.text
    assert read(make_pdf([masthead, *column(*BODY)])).title == masthead.text


def test_title_of_the_file_alone() -> None:
    """A title that no page shows stands above the text, and the edits say so."""
    document = read(make_pdf(column(*BODY), Title="No pact this year"))
    assert document.text == f"No pact this year\n\n{PARAGRAPHS}"
    assert restore(document) == PARAGRAPHS


@pytest.mark.parametrize(
    "said", ["Microsoft Word - draft 3", "untitled", "pact_final.docx", "Document1", "x" * 500, "42"]
)
def test_titles_that_are_none(said: str) -> None:
    """What programs write into a file's title is not believed."""
    assert read(make_pdf(column(*BODY), Title=said)).title is None


def test_author() -> None:
    """The byline that the page shows comes before what the file says; a file's user name is nobody."""
    shown = [HEADLINE, *column("By Ana Rell", "", *BODY)]
    document = read(make_pdf(shown, Author="Someone Else"))
    assert document.author == "Ana Rell"
    assert "byline" in {part.kind for part in document.parts}
    assert read(make_pdf(column(*BODY), Author="Ana Rell and Ion Marsh")).author == "Ana Rell; Ion Marsh"
    assert read(make_pdf(column(*BODY), Author="arell")).author is None


def test_day() -> None:
    """The day is what the page or the address says; else when the file was made, with a warning."""
    made = "D:20250416101500+02'00'"
    shown = read(make_pdf([HEADLINE, *column("15 April 2025", "", *BODY)], CreationDate=made))
    assert (shown.published, shown.warnings) == ("2025-04-15", ())
    assert read(make_pdf(column(*BODY)), url="https://a.test/2025/04/14/a.pdf").published == "2025-04-14"
    guessed = read(make_pdf(column(*BODY), CreationDate=made))
    assert guessed.published == "2025-04-16"
    assert "when the PDF was made" in guessed.warnings[0]


@pytest.mark.parametrize(
    "said",
    [
        {"CreationDate": "D:20990101000000Z"},
        {"CreationDate": "D:19700101000000Z"},
        {"CreationDate": "D:20251341"},
        {"CreationDate": "yesterday"},
        {"CreationDate": "D:20250416", "Producer": "Skia/PDF m120"},
        {"CreationDate": "D:20250416", "Creator": "FastScan 300"},
    ],
)
def test_days_that_are_none(said: dict[str, str]) -> None:
    """A day to come, before there were PDFs, or of a printout or a scan is not believed."""
    assert read(make_pdf(column(*BODY), **said)).published is None


# Files that cannot be read


def test_not_a_pdf() -> None:
    """What is called a PDF and is none is said to be none."""
    assert "no PDF" in why(b"<!doctype html><p>Please log in.")
    assert "no PDF" in why(b"")


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.7\n" + b"x" * 5000, make_pdf(column(*BODY))[:400], make_pdf()])
def test_damaged(data: bytes) -> None:
    """A PDF that breaks off, holds anything else or has no page is said to be damaged."""
    assert "damaged" in why(data)


def test_password() -> None:
    """A PDF with a password is said to have one."""
    plain = make_pdf(column(*BODY))
    lock = b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"41" * 32, b"42" * 32)
    locked = plain.replace(b"trailer<<", b"trailer<</ID[<41><41>]/Encrypt " + lock)
    assert "asks for a password" in why(locked)


def test_scanned() -> None:
    """Pages without text are pictures; where others have some, they are named."""
    assert "text recognition" in why(make_pdf([], []))
    assert read(make_pdf([], column(*BODY), [])).warnings == (
        "pages 1, 3 without text, perhaps a picture; look at the PDF itself",
    )


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF of too many pages or characters is not read, and the limit is told."""
    data = make_pdf(*[column(*BODY)] * 3)
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    assert why(data) == "the PDF has 3 pages, more than 2; split it"
    monkeypatch.setattr(pdf, "MAX_PAGES", 3)
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 500)
    assert why(data) == "the PDF holds more than 500 characters; split it"


@pytest.mark.parametrize("count", [3_000, 900_000, 999_999_999])
def test_claimed_pages(count: int) -> None:
    """A PDF that claims pages without end is refused, or not believed, and takes no time."""
    begun = time.monotonic()
    data = make_pdf(column(*BODY)).replace(b"/Count 1/", b"/Count %d/" % count)
    if count <= 900_000:
        assert "more than 2,000; split it" in why(data)
    else:
        assert read(data).text == PARAGRAPHS
    assert time.monotonic() - begun < 5


def test_pages_of_itself() -> None:
    """A tree of pages that holds itself ends."""
    data = make_pdf(column(*BODY))
    root = data[: data.index(b"<</Type/Pages")].rsplit(b" 0 obj", 1)[0].rsplit(b"\n", 1)[1]
    why(data.replace(b"/Kids[3 0 R]", b"/Kids[%s 0 R]" % root))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300), st.data())
def test_any_bytes(noise: bytes, data: st.DataObject) -> None:
    """Whatever the bytes, a document or a ParseError comes of them, and every edit lies in the text."""
    whole = make_pdf([HEADLINE, *column(*BODY)], page_of(2), Title="A title", Author="Ana Rell")
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 400)))
    for each in (b"%PDF-" + noise, whole[:start] + noise + whole[end:], whole[:end]):
        with contextlib.suppress(ParseError):
            document = read(each)
            assert all(0 <= s <= e <= len(document.text) for s, e, _ in document.edits)
            assert all(document.text[p.start : p.end].strip() for p in document.parts)


# In the worker


def test_worker() -> None:
    """The worker gives the same document, and its errors name the file."""
    page = Page("a.pdf", make_pdf([HEADLINE, *column(*BODY)]), "pdf")
    with ParseWorker() as worker:
        assert parse(page, worker) == parse(page)
        with pytest.raises(ParseError, match=r"b\.pdf: .*damaged"):
            parse(Page("b.pdf", b"%PDF-1.7", "pdf"), worker)
