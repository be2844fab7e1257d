"""Rows of JSON Lines: the text exactly as given, faults named, own rows back as they were."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import ParseError
from onrecord.parse.rows import parse_row
from onrecord.types import Document, Page, Part, Reading, Run

BODY = (
    "The minister said on Monday that the water plan of Freedonia would be dropped, and that no other plan was ready."
)


def parse(row: Any) -> Document:
    return parse_row(Page("rows.jsonl:3", row if isinstance(row, bytes) else json.dumps(row).encode(), "row"))


@given(st.text(st.characters(codec=None)).filter(str.strip))
def test_text_is_kept(text: str) -> None:
    """Not a character of the text is changed: not line ends, controls, nor lone surrogates."""
    assert parse({"text": text}).text == text


@pytest.mark.parametrize("text", [" a\r\nb\r", "\ufeffa", "\ud800a", "a\x00b", "\n\na\n\n"])
def test_odd_text_is_kept(text: str) -> None:
    """Line ends, byte order marks, lone surrogates, NULs and blank lines stay."""
    assert parse({"text": text}).text == text


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (b"{", "not JSON"),
        (b"", "not JSON"),
        (b"\xff\xfe\xfd", "not JSON"),
        (b"[" * 100_000, "not JSON|nested too deep"),
        (b'{"text": "a", "id": ' + b"9" * 5000 + b"}", "not JSON"),
        ([], "must be an object, not a list"),
        (3, "must be an object, not a number"),
        ({"title": "x"}, 'has no "text"'),
        ({"text": None}, '"text" must be a string, not null'),
        ({"text": 3}, '"text" must be a string, not a number'),
        ({"text": " \n"}, '"text" is empty'),
        ({"text": "a", "title": ["b"]}, '"title" must be a string, not a list'),
        ({"text": "a", "url": True}, '"url" must be a string, not true or false'),
        ({"text": "a", "id": {}}, '"id" must be a string or a number, not an object'),
        ({"text": "a", "retrieved": "yesterday"}, '"retrieved" must be an ISO date-time'),
    ],
)
def test_faulty_row(row: Any, fault: str) -> None:
    """A row that cannot be read is an error that names the row and its fault on one line."""
    with pytest.raises(ParseError, match=fault) as raised:
        parse(row)
    assert raised.value.name == "rows.jsonl:3"
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(("given_id", "kept"), [("a-1", "a-1"), (17, "17"), (1.5, "1.5")])
def test_id_is_kept(given_id: Any, kept: str) -> None:
    """The caller's id names the document."""
    assert parse({"id": given_id, "text": BODY}).id == kept


def test_id_from_hash() -> None:
    """Without an id the document is named by its hash."""
    document = parse({"text": BODY})
    assert document.id == f"sha256:{document.sha256}"


def test_metadata() -> None:
    """What a row says of its article is taken over."""
    row = {"title": "Plan dropped", "author": "Jane Doe", "outlet": "The Daily", "url": "https://example.org/a"}
    document = parse({"text": BODY, "language": "en-GB", "published": "2022-11-24", **row})
    assert {name: getattr(document, name) for name in row} == row
    assert (document.language, document.published) == ("en", "2022-11-24")


@pytest.mark.parametrize("published", ["2022-11-24", "2022-11-24T10:00:00Z", "2022-11"])
def test_published_as_given(published: str) -> None:
    """An ISO date is kept as exact as it is."""
    assert parse({"text": BODY, "published": published}).published == published


def test_published_in_words() -> None:
    """A date in words is read; what cannot be read is left out with a warning."""
    assert parse({"text": BODY, "published": "November 24, 2022"}).published == "2022-11-24"
    document = parse({"text": BODY, "published": "last week"})
    assert document.published is None
    assert "no ISO date" in document.warnings[0]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (f"Plan dropped\r\n\r\n{BODY}", "Plan dropped"),
        (f"\n Plan dropped.\n\n{BODY}", "Plan dropped."),
        (f"Plan dropped\n{BODY}", "Plan dropped"),
    ],
)
def test_title_part(text: str, part: str) -> None:
    """A text that begins with its title has a title part, and stays as it is."""
    document = parse({"text": text, "title": "Plan dropped"})
    assert document.text == text
    assert document.parts[0].kind == "title"
    assert text[document.parts[0].start : document.parts[0].end] == part


def test_no_title_part() -> None:
    """A title that is merely the beginning of a sentence marks no part."""
    assert parse({"text": BODY, "title": "The minister"}).parts == (Part("body", 0, len(BODY)),)


def test_byline_parts() -> None:
    """Bylines are marked in a row's text too, and name its author where the row does not."""
    document = parse({"text": f"{BODY}\r\n\r\nAuthor`s name\r\nJane Doe"})
    assert (document.parts[-1].kind, document.author) == ("byline", "Jane Doe")


def test_language_warning() -> None:
    """A row that is plainly not English carries a warning, whatever it calls itself."""
    text = (
        "Der Minister hat am Montag gesagt, dass der Plan nicht mehr gilt und dass es auch keinen "
        "anderen Plan für das Wasser gibt."
    )
    assert "German" in parse({"text": text, "language": "en"}).warnings[0]


def own_row() -> tuple[Document, dict[str, Any]]:
    document = Document(
        id="a-1",
        text=f"Plan dropped\n\n{BODY}",
        title="Plan dropped",
        author="Jane Doe",
        retrieved=datetime(2022, 11, 24, 10, tzinfo=UTC),
        language="en",
        parts=(Part("title", 0, 12), Part("caption", 14, 14 + len(BODY))),
        edits=((0, 4, "P lan"),),
        warnings=("check it",),
    )
    return document, Reading(document, (), (), Run("onrecord", "sha256:0", ())).to_dict()


def test_own_row_comes_back() -> None:
    """A row that onrecord wrote comes back as the same document."""
    document, row = own_row()
    assert parse(row) == document


def test_own_row_with_another_text() -> None:
    """A text that does not match its stored hash is refused."""
    _, row = own_row()
    with pytest.raises(ParseError, match="does not match its sha256"):
        parse({**row, "text": row["text"] + "."})


@pytest.mark.parametrize(
    "change",
    [
        {"parts": [{"kind": "title"}]},
        {"parts": [{"kind": "title", "span": [0, 10_000]}]},
        {"parts": [{"kind": "title", "span": [5, 2]}]},
        {"parts": [{"kind": "advert", "span": [0, 2]}]},
        {"parts": 3},
        {"edits": [[0, 1]]},
        {"edits": [[-1, 1, "a"]]},
        {"warnings": 3},
    ],
)
def test_own_row_malformed(change: dict[str, Any]) -> None:
    """Parts, edits and warnings that cannot be are refused."""
    _, row = own_row()
    with pytest.raises(ParseError, match="a row that onrecord wrote"):
        parse({**row, **change})
