"""Layout: which line breaks mean something, and where paragraphs and segments begin."""

import textwrap

import pytest
from hypothesis import given

from onrecord.detect.layout import lay_out
from onrecord.detect.lines import flow
from tests.strategies import texts
from tests.work import measure

PROSE = (
    "The premier of Lowen said on Monday that the accord would be signed before the spring, and that nobody in the "
    "coalition had asked for a delay. Deputies of the Vale Party, who had walked out a week before, called the date "
    "a fiction. They would not come back, they said."
)


@given(texts)
def test_the_copy_has_the_length_of_the_text(text: str) -> None:
    """So that no offset moves; only white space differs, and what has no line breaks is left alone."""
    copy = flow(text)
    assert len(copy) == len(text)
    assert all(a == b or (a.isspace() and b in " \n") for a, b in zip(text, copy, strict=True))


@given(texts)
def test_places_are_in_order_and_inside(text: str) -> None:
    """Each kind of place begins with 0, ascends, and each paragraph begins a segment."""
    layout = lay_out(text)
    for places in (layout.sentences, layout.paragraphs, layout.segments):
        assert places[0] == 0
        assert places == sorted(set(places))
        assert places[-1] <= len(text)
    assert set(layout.paragraphs) <= set(layout.segments)


@pytest.mark.parametrize("width", [60, 72, 80])
def test_wrapped_lines_flow(width: int) -> None:
    """Lines wrapped by mail are one paragraph, headline and paragraphs stay."""
    text = f"Accord in doubt\n\n{textwrap.fill(PROSE, width)}\n\n{textwrap.fill(PROSE, width)}\n"
    assert flow(text) == f"Accord in doubt\n\n{PROSE}\n\n{PROSE}\n"


@pytest.mark.parametrize(
    ("text", "flowing"),
    [
        ("the premier said\n\nthat it was over. Nobody asked.", "the premier said  that it was over. Nobody asked."),
        ("She spoke to the\nPremier. He left.", "She spoke to the Premier. He left."),
        ("Accord in doubt\nby Ana Rell\nIt rained.", "Accord in doubt\nby Ana Rell\nIt rained."),
        ("Accord in doubt\n\nIt rained.", "Accord in doubt\n\nIt rained."),
        ("It rained.\nthen it snowed.\nThe End.", "It rained.\nthen it snowed.\nThe End."),
        ("accord in doubt\n\nit rained.", "accord in doubt\n\nit rained."),
        ("Demands:\nbread\npeace", "Demands:\nbread peace"),
        ("One\r\nTwo\r\n\r\nThree", "One \nTwo \n \nThree"),
        ("One\u2028Two", "One\nTwo"),
        ("", ""),
    ],
)
def test_breaks_that_tear_a_sentence_are_spaces(text: str, flowing: str) -> None:
    """A sentence that goes on in small letters or behind 'the' was torn; headlines and bylines were not."""
    assert flow(text) == flowing


def test_short_lines_are_not_taken_for_wrapped() -> None:
    """A list of names, each on its line with room to spare, stays a list."""
    text = "\n".join(["Ana Rell", "Bero Castellane", "The Vale Party", "Oru Kess", "Dag Immer of Lowen"])
    assert flow(text) == text


@pytest.mark.parametrize("unit", [" ", "\t", "\xa0", "\n", " \n", "\n ", "\r", ". ", "?\n", "“", "a "], ids=ascii)
def test_long_runs_take_little_time(unit: str) -> None:
    """A hundred thousand of one sign between two words: time grows with the text, not with its square."""
    text = f"a{unit * 100_000}b."
    assert measure(lambda: lay_out(text)) < 5


@pytest.mark.parametrize("end", ["\r\n", " \n", "\t\n", "\r"], ids=ascii)
def test_paragraphs_are_the_same_whatever_ends_a_line(end: str) -> None:
    """A line break behind a full stop parts paragraphs, with a space or carriage return before it too."""
    paragraphs = ["Will you sign?", "I will not. It was never theirs.", "And in spring?", "Spring comes late"]
    starts = [sum(len(p) + len(end) for p in paragraphs[:i]) for i in range(len(paragraphs))]
    layout = lay_out(end.join(paragraphs))
    assert layout.paragraphs == starts
    assert set(starts) <= set(layout.sentences)


def test_a_text_without_paragraphs_is_cut_into_sentences() -> None:
    """A long run of sentences has a segment each; paragraphs of common length are one each."""
    run_together = " ".join([PROSE] * 10)
    layout = lay_out(run_together)
    assert layout.paragraphs == [0]
    assert layout.segments == layout.sentences
    assert len(layout.segments) == 30
    parted = lay_out("\n\n".join([PROSE] * 10))
    assert parted.segments == parted.paragraphs
    assert len(parted.segments) == 10
