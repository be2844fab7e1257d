"""Through what somebody spoke and to whom: cases that a person can read, in tests/data/medium.tsv."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.resolve.roles.medium import find_medium_and_addressee
from onrecord.types import Span, Spans, Statement
from tests.strategies import texts
from tests.work import measure

MARK = re.compile(r"\{([scx]):|\[(m|a|ma):|[}\]]")
LINES = (Path(__file__).parents[1] / "data" / "medium.tsv").read_text(encoding="utf-8").splitlines()


def load_case(line: str) -> tuple[str, Statement, list[Span], Span | None]:
    """The text, the statement, its media and its addressee."""
    text, at = "", 0
    opened: list[tuple[str, int]] = []
    spans: dict[str, list[Span]] = defaultdict(list)
    for mark in MARK.finditer(line):
        text += line[at : mark.start()]
        at = mark.end()
        if mark.group() in "}]":
            kind, start = opened.pop()
            for letter in kind:
                spans[letter].append((start, len(text)))
        else:
            opened.append((mark[1] or mark[2], len(text)))
    text += line[at:]
    statement = Statement("", tuple(spans["s"]), tuple(spans["c"]), tuple(spans["x"]), "indirect")
    return text, statement, sorted(spans["m"]), spans["a"][0] if spans["a"] else None


CASES = [line for line in LINES if line and not line.startswith("#")]


@pytest.mark.parametrize("line", CASES)
def test_media_are_found_and_nothing_else(line: str) -> None:
    """The medium's words in the sentence of the cue, outside of what was said."""
    text, statement, media, _ = load_case(line)
    found, _ = find_medium_and_addressee(text, statement)
    assert [text[slice(*span)] for span in found] == [text[slice(*span)] for span in media]


@pytest.mark.parametrize("line", CASES)
def test_the_addressee_is_found_and_nobody_else(line: str) -> None:
    """Whom it was said to."""
    text, statement, _, addressee = load_case(line)
    _, found = find_medium_and_addressee(text, statement)
    assert (text[slice(*found)] if found else None) == (text[slice(*addressee)] if addressee else None)


def test_a_statement_without_source_and_cue_has_neither() -> None:
    """A quotation of which the text does not say whose it is."""
    statement = Statement("", (), (), ((0, 9),), "direct")
    text = "“It is so.” In an interview, Torvik smiled."
    assert find_medium_and_addressee(text, statement) == ((), None)


def test_nothing_is_read_beyond_a_line() -> None:
    """The next paragraph is somebody else's."""
    text = "Torvik said\nin an interview to reporters"
    statement = Statement("", ((0, 6),), ((7, 11),), (), "indirect")
    assert find_medium_and_addressee(text, statement)[0] == ()


@st.composite
def statements(draw: st.DrawFn) -> tuple[str, Statement]:
    text = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), min_size=6, max_size=6)))
    spans: list[Spans] = [((cuts[i], cuts[i + 1]),) if cuts[i] < cuts[i + 1] else () for i in (0, 2, 4)]
    source, cue, content = draw(st.permutations(spans))
    return text, Statement("", source, cue, content, "indirect")


@settings(deadline=None)
@given(statements())
def test_spans_lie_outside_of_what_was_said(case: tuple[str, Statement]) -> None:
    """Whatever the text, what is found is a stretch of it that shares no character with the content."""
    text, statement = case
    media, addressee = find_medium_and_addressee(text, statement)
    for start, end in (*media, *([addressee] if addressee else [])):
        assert 0 <= start < end <= len(text)
        assert all(end <= s or e <= start for s, e in statement.content)


@pytest.mark.parametrize(
    "filler",
    [
        "a",
        "a ",
        "in a ",
        "told the ",
        "to the king ",
        "in a letter to the king of ",
        "posted on ",
        "Radio ",
        ", ",
        '"',
        "\ud800",
    ],
)
def test_time_does_not_grow_with_the_text(filler: str) -> None:
    """Only a bounded stretch around source and cue is read."""
    find_medium_and_addressee(
        "She said", Statement("", ((0, 3),), ((4, 8),), (), "indirect")
    )  # the tables are read once
    text = filler * (2_000_000 // len(filler))
    middle = len(text) // 2
    statement = Statement(
        "", ((middle - 9, middle - 5),), ((middle, middle + 5),), ((middle + 9, len(text)),), "indirect"
    )
    assert measure(lambda: find_medium_and_addressee(text, statement)) < 0.5
