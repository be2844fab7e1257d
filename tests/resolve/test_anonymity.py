"""Why a text does not name somebody, and how many they are: cases that a person can read, in tests/data/unnamed.tsv."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.resolve.roles.anonymity import count_people, find_reason_unnamed
from onrecord.types import Span, Spans
from tests.strategies import texts
from tests.work import measure

LINES = (Path(__file__).parents[1] / "data" / "unnamed.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES if line and not line.startswith("#")]


def load_case(marked: str) -> tuple[str, Spans, Span | None]:
    """The text, its source and the reason."""
    text, at = "", {}
    for sign in marked:
        if sign in "<>[]":
            at[sign] = len(text)
        else:
            text += sign
    return text, ((at["<"], at[">"]),), (at["["], at["]"]) if "[" in at else None


@pytest.mark.parametrize("marked", [row[0] for row in ROWS])
def test_the_reason_is_found_and_nothing_else(marked: str) -> None:
    """The words that say why the source is not named, with all of the reason."""
    text, source, reason = load_case(marked)
    found = find_reason_unnamed(text, source)
    assert (text[slice(*found)] if found else None) == (text[slice(*reason)] if reason else None)


@pytest.mark.parametrize(("marked", "number"), ROWS)
def test_people_are_counted(marked: str, number: str) -> None:
    """A number only where the text gives one for all who speak."""
    text, source, _ = load_case(marked)
    assert count_people(text, source) == (None if number == "-" else int(number))


def test_no_source_has_no_reason() -> None:
    """Where nobody is marked, nobody is counted or explained."""
    assert find_reason_unnamed("Asked not to be named.", ()) is None
    assert count_people("Two.", ()) is None


@settings(deadline=None)
@given(texts, st.data())
def test_a_reason_lies_in_the_text(text: str, data: st.DataObject) -> None:
    """Whatever the text."""
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    found = find_reason_unnamed(text, ((start, end),))
    assert found is None or 0 <= found[0] < found[1] <= len(text)
    count = count_people(text, ((start, end),))
    assert count is None or count > 0


@pytest.mark.parametrize(
    "filler",
    [
        "a",
        "a ",
        "who ",
        "who asked ",
        "asked not to be ",
        "on condition of anonymity ",
        "not authorised to speak ",
        "9",
        "9,999,",
        "  ",
    ],
)
def test_time_does_not_grow_with_the_text(filler: str) -> None:
    """Only a bounded stretch around the source is read."""
    find_reason_unnamed("two", ((0, 3),))  # the tables are read once
    text = filler * (2_000_000 // len(filler))
    middle = len(text) // 2

    def read() -> None:
        find_reason_unnamed(text, ((middle, middle + 5),))
        count_people(text, ((middle, len(text)),))

    assert measure(read) < 0.5
