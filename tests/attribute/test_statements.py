"""Statements: manner, parts and whole words."""

from pathlib import Path

import pytest

import onrecord
from onrecord.attribute.statements import find_manner, labels_turn
from onrecord.detect.layout import lay_out
from onrecord.detect.quotations import QuotationIndex, find_quotations


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("[“We will leave,”] she said.", "direct"),
        ("She said [she would leave].", "indirect"),
        ("She said [she would “never” leave].", "mixed"),
        ("[“We will,”] she said, [“leave.”]", "direct"),
        ("[‘We will leave,’] she said.", "direct"),
        ("She said [the allies' troops would leave].", "indirect"),
        ("[''We will leave,''] she said.", "direct"),
        ("[„Wir gehen,“] she said.", "direct"),
        ("[«We will leave»], she said.", "direct"),
        ("[“We will leave, she said.]", "direct"),
    ],
)
def test_manner_is_how_much_stands_in_quotation_marks(text: str, manner: str) -> None:
    """All of it, none of it or some of it, whatever the marks."""
    plain = text.replace("[", "").replace("]", "")
    edges = [i for i in range(len(text)) if text[i] in "[]"]
    content = tuple((edges[k] - k, edges[k + 1] - k - 1) for k in range(0, len(edges), 2))
    assert find_manner(plain, content, QuotationIndex(find_quotations(plain))) == manner


def test_a_statement_in_the_title_says_so(tmp_path: Path) -> None:
    """The part of a statement is where its cue stands."""
    file = tmp_path / "a.txt"
    file.write_text(
        "Minister says bridge is safe\n\nIt rained.\n\nThe mayor said that the bridge was closed. Nobody came.\n"
    )
    parts = [s.part for s in onrecord.read(file).statements]
    assert parts == ["title", "body"]


def test_spans_are_whole_words() -> None:
    """No span begins or ends inside a word, whatever word pieces the model saw."""
    text = "Xyzzyqua Blorfenschmidt-Przybylski antidisestablishmentarianistically said that Qwertzuiop was gone. " * 3
    for statement in onrecord.read_text(text, min_confidence=0).statements:
        for start, end in (*statement.source, *statement.cue, *statement.content):
            assert start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
            assert end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())


def test_a_quotation_that_nobody_is_tied_to_is_kept() -> None:
    """Whole sentences in quotation marks without a cue are statements without source; titles are none."""
    text = (
        "The premier stood up in parliament on Monday.\n\n"
        "“The bridge will be closed and I take full responsibility.”\n\n"
        "The deputies left the hall, and the “Hall of the Nine Lamps” was dark.\n"
    )
    free = [s for s in onrecord.read_text(text).statements if not s.cue]
    assert [text[s.content[0][0] : s.content[0][1]] for s in free] == [
        "“The bridge will be closed and I take full responsibility.”"
    ]
    assert free[0].source == ()
    assert free[0].manner == "direct"


@pytest.mark.parametrize(
    ("text", "is_turn"),
    [
        ("HARBOUR REVIEW: Did you expect it?", True),
        ("A line.\nMS LINDQVAR (Radio Lowen): There is none.", True),
        ("The premier put it in one sentence that nobody in the hall could have forgotten: there is none.", False),
        ("Rell said: there is none.", False),
    ],
)
def test_a_label_with_a_colon_begins_a_turn(text: str, is_turn: bool) -> None:
    """At a line's start, and short; a sentence that says who speaks is none."""
    colon = text.index(":")
    cue = (colon, colon + 1) if is_turn or "put" in text else (text.index("said"), colon)
    assert labels_turn(lay_out(text), cue, ((colon + 2, len(text)),)) is is_turn
