"""Plain text: what is settled, what is recognised, and that nothing else is changed."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import ParseError
from onrecord.parse.text import find_date_in_url, is_name, parse_text, read_byline, read_date
from onrecord.types import Document, Page

BODY = (
    "The minister of Freedonia said on Monday that the water plan would be dropped, and that no "
    "other plan was ready.\n\n"
    "Nobody in the hall was surprised by it."
)


def parse(data: str | bytes) -> Document:
    return parse_text(Page("article.txt", data.encode() if isinstance(data, str) else data, "text"))


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(part.kind, document.text[part.start : part.end]) for part in document.parts]


def test_text_stays() -> None:
    """Lookalike letters, invisible characters, odd spaces, mixed quotation marks and mojibake stay as they are."""
    odd = 'defen\u0441e \u202eso\u202c \u200bhe\u00a0said, "it is” donâ€™t\u00ad. \ufb01ne\x85\u2028 end'
    assert odd in parse(f"{BODY}\n\n{odd}\n").text


def test_newlines_are_settled() -> None:
    """Line ends become line feeds, which is decoding and no edit."""
    document = parse(b"One line of text.\r\nAnother.\rA third.\n")
    assert (document.text, document.edits) == ("One line of text.\nAnother.\nA third.", ())


def test_blank_lines_at_the_ends_go() -> None:
    """Blank lines before and after the text are left out, spaces within its lines are not."""
    assert parse("\n \n  One line.  \n\n\n").text == "  One line.  "


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        ("“Café” — said Zoë.".encode(), None),
        ("“Café” — said Zoë.".encode("utf-8-sig"), "latin-1"),
        ("“Café” — said Zoë.".encode("utf-16"), None),
        ("“Café” — said Zoë.".encode("utf-16-le"), "utf-16-le"),
        ("“Café” — said Zoë.".encode("cp1252"), "iso-8859-1"),
        ("“Café” — said Zoë.".encode(), "ascii"),
        ("“Café” — said Zoë.".encode(), "no-such-encoding\0"),
        ("“Café” — said Zoë.".encode(), "unicode_escape"),
    ],
)
def test_encoding(data: bytes, charset: str | None) -> None:
    """The byte order mark, then the server's word where the bytes agree, then UTF-8 decide the encoding."""
    document = parse_text(Page("a", data, "text", charset=charset))
    assert (document.text, document.warnings) == ("“Café” — said Zoë.", ())


def test_encoding_is_guessed() -> None:
    """Windows-1252 without a label is told from the few bytes that are not ASCII."""
    assert parse("The café’s owner said so.".encode("cp1252")).text == "The café’s owner said so."


def test_foreign_encoding_is_guessed() -> None:
    """Text in another script and an older encoding is told by its letters."""
    text = "Министр сказал в понедельник, что план по воде будет отменён, и никто в зале этому не удивился."
    assert parse(text.encode("cp1251")).text == text


def test_broken_utf8() -> None:
    """UTF-8 with a broken sequence is decoded with a replacement and a warning."""
    document = parse("“It is so,” she said.".encode() + b" \xe2\x80 " + "“It is not,” he said.".encode())
    assert "said. \ufffd “It" in document.text
    assert "U+FFFD" in document.warnings[0]


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00\x01\x02" * 50, b"%PDF-1.7 text", b"PK\x03\x04 text"])
def test_binary_data_is_refused(data: bytes) -> None:
    """Binary data is no text, and the message says what to do."""
    with pytest.raises(ParseError, match="not text; save"):
        parse(data)


@pytest.mark.parametrize("data", ["", " \n\t\r\n ", "\ufeff"])
def test_empty_text_is_refused(data: str) -> None:
    """A text of nothing, or of white space, is an error with its mend."""
    with pytest.raises(ParseError, match="no text in it; give a file"):
        parse(data)


@pytest.mark.parametrize(
    "line",
    [
        "Freedonia drops its water plan",
        "U.S. Senate backs the Freedonia treaty",
        "‘Dry years’ ahead, Freedonia told",
        "What next for Freedonia? Three things to watch",
        "St. Anselm mourns its mayor",
    ],
)
def test_title(line: str) -> None:
    """A first line that looks like a headline, with a blank line below it, is the title."""
    document = parse(f"{line}\n\n{BODY}")
    assert document.title == line
    assert kinds(document) == [("title", line), ("body", BODY)]


@pytest.mark.parametrize(
    "line",
    [
        "The talks failed.",
        "The talks failed. Nobody knew why",
        '"We will not go," he said',
        "PORTO ALBA, Nov 24 (Agency) - The talks failed",
        "By Jane Doe",
        "November 24, 2022",
        "https://example.org/story",
        "Those present:",
        "word " * 50,
    ],
)
def test_no_title(line: str) -> None:
    """A sentence, a quotation, a dateline, a byline, a date or a long line is no title."""
    assert parse(f"{line}\n\n{BODY}").title is None


def test_title_without_blank_line() -> None:
    """A headline right above a long paragraph is a title; the first line of a wrapped paragraph is not."""
    assert parse(f"Freedonia drops its plan\n{BODY}").title == "Freedonia drops its plan"
    assert parse("The minister of Freedonia said on\nMonday that the water plan would\nbe dropped.").title is None


def test_single_line_is_no_title() -> None:
    """A text of one line has no title."""
    assert parse("Freedonia drops its water plan").title is None


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("By JANE DOE and John Roe", "JANE DOE; John Roe"),
        ("By Jane Doe, Reuters", "Jane Doe"),
        ("by Jane van der Doe, John Roe and María Pérez-Roe", "Jane van der Doe; John Roe; María Pérez-Roe"),
        ("By John Roe Jr. and Joe S.", "John Roe Jr.; Joe S."),
        ("Written by: Jane Doe, PhD", "Jane Doe"),
        ("By AFP", "AFP"),
    ],
)
def test_byline_in_the_head(line: str, author: str) -> None:
    """The line below the title names the authors, and not their outlet or degrees."""
    document = parse(f"Freedonia drops its plan\n\n{line}\n\n{BODY}")
    assert document.author == author
    assert kinds(document)[1] == ("byline", line)


@pytest.mark.parametrize(
    "end",
    [
        "Author`s name\nJane Doe",
        "Author's name\n\nJane Doe",
        "Author: Jane Doe",
        "Author:\nJane Doe",
        "By Jane Doe",
        "— Jane Doe",
        "(Reporting by Jane Doe; Editing by John Roe)",
    ],
)
def test_byline_at_the_end(end: str) -> None:
    """A byline at the end is a part of its own, label and name together."""
    document = parse(f"{BODY}\n\n{end}\n")
    assert document.author == "Jane Doe"
    assert kinds(document) == [("body", BODY), ("byline", end)]


@pytest.mark.parametrize(
    "line", ["By the numbers", "By Monday", "By contrast, Freedonia said it would go", "— a Freedonian saying"]
)
def test_no_byline(line: str) -> None:
    """A line that merely begins with "by" or a dash names nobody."""
    assert parse(f"{BODY}\n\n{line}").author is None


def test_dateline_is_body() -> None:
    """A dateline stays in the body."""
    text = f"Freedonia drops its plan\n\nPORTO ALBA, Nov 24 (Agency) - {BODY}"
    assert [kind for kind, _ in kinds(parse(text))] == ["title", "body"]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2022-11-24", "2022-11-24"),
        ("2022-11-24T10:15:00Z", "2022-11-24"),
        ("November 24, 2022", "2022-11-24"),
        ("Thursday, 24 November 2022", "2022-11-24"),
        ("Published: Nov. 24, 2022 at 10:15 a.m. GMT", "2022-11-24"),
        ("24.11.2022 15:26", "2022-11-24"),
        ("31 February 2022", None),
        ("Updated: 24 November 2022", None),
        ("On 24 November 2022 the talks failed", None),
        ("04/05/2022", None),
    ],
)
def test_read_date(line: str, day: str | None) -> None:
    """Only a line that gives the day of publication and nothing else, in a form that can be read one way."""
    assert read_date(line) == day


def test_published_in_the_head() -> None:
    """The date is read from a line of its own below the title, or from the end of the byline."""
    assert parse(f"Freedonia drops its plan\n\nNovember 24, 2022\n\n{BODY}").published == "2022-11-24"
    assert parse(f"Freedonia drops its plan\nBy Jane Doe | 24 November 2022\n\n{BODY}").published == "2022-11-24"
    assert parse(f"{BODY}\n\nNovember 24, 2022").published is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/2022/11/24/plan", "2022-11-24"),
        ("https://example.org/news/plan-2022-11-24", "2022-11-24"),
        ("https://example.org/20221124/plan", "2022-11-24"),
        ("https://example.org/20221399/plan", None),
        ("https://example.org/plan-120221124", None),
    ],
)
def test_date_in_url(url: str, day: str | None) -> None:
    """An address that carries a day says when it was published."""
    assert find_date_in_url(url) == day


@pytest.mark.parametrize(
    "name", ["Jane Doe", "JANE Q. DOE", "Omar al-Rashid", "Jean-Luc O'Brien", "Ludwig van der Berg"]
)
def test_is_name(name: str) -> None:
    """Capitalised words with initials, hyphens and particles read as a name."""
    assert is_name(name)


@pytest.mark.parametrize("text", ["Jane", "the White House", "Staff Writer", "Jane Doe said", "Daily News", "Area 51"])
def test_is_no_name(text: str) -> None:
    """Single words, roles, outlets and sentences do not read as a name."""
    assert not is_name(text)


@pytest.mark.parametrize(
    "line",
    [
        "By " + " " * 200_000 + "Jane",
        "author" + " " * 200_000 + "x",
        "— " + "Jane " * 50_000,
        "published " + "1" * 200_000,
        '"' + "a. B" * 50_000,
        "A" * 200_000,
        "A. " * 100_000,
        "(Reporting by " + ") " * 100_000,
    ],
)
def test_hostile_lines(line: str) -> None:
    """Lines made to be slow to search, anywhere in a text, take no time worth naming."""
    begun = time.monotonic()
    for text in (f"{line}\n\n{BODY}", f"A plan is dropped\n\n{line}\n\nJane Doe", f"{BODY}\n\n{line}"):
        parse(text)
    assert time.monotonic() - begun < 5


def test_long_byline() -> None:
    """A line too long to be a byline is not searched for names."""
    assert read_byline("By " + "Jane Doe and " * 50 + "John Roe") == []


def test_language_warning() -> None:
    """A text that is plainly not English carries a warning."""
    german = (
        "Der Minister hat am Montag gesagt, dass der Plan nicht mehr gilt und dass es auch keinen "
        "anderen Plan für das Wasser gibt."
    )
    document = parse(german)
    assert (document.language, document.warnings[0].split(";")[0]) == ("de", "the text looks like German")


def test_id_is_the_hash() -> None:
    """A document of a file is named by its text's hash."""
    document = parse(BODY)
    assert document.id == f"sha256:{document.sha256}"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | st.text(alphabet='By Ja.,\n\r—"1-:0\ufeff\x00é', max_size=200).map(str.encode))
def test_any_bytes(data: bytes) -> None:
    """Whatever the bytes, there is a document whose parts lie in order inside it, or a ParseError."""
    try:
        document = parse(data)
    except ParseError:
        return
    at = 0
    for part in document.parts:
        assert at <= part.start < part.end <= len(document.text)
        assert not document.text[at : part.start].strip()
        at = part.end
    assert not document.text[at:].strip()


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1).filter(lambda text: bool(text.strip()) and "\r" not in text and text == text.strip("\n")))
def test_any_text_is_kept(text: str) -> None:
    """A text in UTF-8 comes back as it is, but for blank lines around it."""
    try:
        document = parse(text)
    except (ParseError, UnicodeEncodeError):
        return
    assert document.text in text
    assert not text.replace(document.text, "", 1).strip().strip("\ufeff")
