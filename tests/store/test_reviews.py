"""What a person says of a statement stands beside it, and outlives every new reading."""

from dataclasses import replace

import pytest

from onrecord.errors import RecordError
from onrecord.store.reviews import Correction
from onrecord.store.store import Store
from onrecord.types import Reading
from tests.store.test_keeping import RUN, TEXT, make_reading

NEWER = replace(RUN, reader="onrecord 1")


def renumber(reading: Reading) -> Reading:
    """The same statements by another run, in another order, under other ids."""
    first, second = reading.statements
    return replace(reading, run=NEWER, statements=(replace(second, id="s1", parent=None), replace(first, id="s2")))


def test_a_verdict_stands_beside_its_statement(store: Store) -> None:
    """With its maker, its words and its note; the reading itself is as it was."""
    document = store.keep(make_reading(), "x").document
    review = store.review(document, "s2", "accept", "Ada", note="heard it")
    assert (review.statement, review.verdict, review.quote, review.maker, review.note) == (
        "s2", "accept", "No", "Ada", "heard it",
    )  # fmt: skip
    assert store.load(document) == make_reading()
    assert store.reviews(document) == [review]


def test_a_verdict_is_found_again_by_words_and_place(store: Store) -> None:
    """A new run that numbers statements otherwise does not lose it."""
    document = store.keep(make_reading(), "x").document
    store.review(document, "s2", "reject", "Ada")
    store.keep(renumber(make_reading()), "x")
    (review,) = store.reviews(document)
    assert (review.statement, review.quote, review.orphaned) == ("s1", "No", False)


def test_a_verdict_without_its_words_is_orphaned(store: Store) -> None:
    """It is shown so, and not moved to a statement that looks alike."""
    document = store.keep(make_reading(), "x").document
    store.review(document, "s1", "accept", "Ada")
    first, second = make_reading().statements
    other = replace(first, content=((22, 30),))  # one piece of what was reviewed
    store.keep(replace(make_reading(run=NEWER), statements=(other, second)), "x")
    (review,) = store.reviews(document)
    assert review.orphaned
    assert review.quote.endswith(TEXT[31:44])


def test_an_orphan_comes_back_with_its_words(store: Store) -> None:
    """A third run that finds them again gets the verdict."""
    document = store.keep(make_reading(), "x").document
    store.review(document, "s1", "accept", "Ada")
    gone = replace(make_reading(run=NEWER), statements=(replace(make_reading().statements[1], parent=None),))
    store.keep(gone, "x")
    assert store.reviews(document)[0].orphaned
    store.keep(make_reading(run=replace(RUN, reader="onrecord 2")), "x")
    assert store.reviews(document)[0].statement == "s1"


def test_the_later_verdict_holds(store: Store) -> None:
    """The earlier one is superseded."""
    document = store.keep(make_reading(), "x").document
    store.review(document, "s1", "reject", "Ada")
    later = store.review(document, "s1", "accept", "Berit")
    assert store.reviews(document) == [later]


def test_what_is_rejected_is_left_out_and_what_is_corrected_put_right(store: Store) -> None:
    """In the reading as people have it; the machine's stays as it was."""
    document = store.keep(make_reading(), "x").document
    store.review(document, "s2", "reject", "Ada")
    right = Correction(content=((22, 44),), speaker="Edda Kolm", said=("2022-11-20", "2022-11-21"))
    store.review(document, "s1", "correct", "Ada", right)
    (statement,) = (reading := store.load_reviewed(document)).statements
    assert statement.content == ((22, 44),)
    assert {e.id: e.name for e in reading.entities}[statement.speaker or ""] == "Edda Kolm"
    assert statement.said
    assert (statement.said.start, statement.said.end) == ("2022-11-20", "2022-11-21")
    assert statement.cue == make_reading().statements[0].cue
    assert store.load(document) == make_reading()


def test_a_correction_holds_for_a_run_that_finds_it_itself(store: Store) -> None:
    """A reader that has learnt to find the right words keeps the review attached."""
    document = store.keep(make_reading(), "x").document
    store.review(document, "s1", "correct", "Ada", Correction(content=((22, 44),)))
    first, second = make_reading().statements
    store.keep(replace(make_reading(run=NEWER), statements=(replace(first, content=((22, 44),)), second)), "x")
    assert store.reviews(document)[0].statement == "s1"


@pytest.mark.parametrize(
    ("number", "verdict", "correction", "line"),
    [
        ("s9", "accept", None, "has no statement s9"),
        ("s1", "correct", None, "says what is otherwise"),
        ("s1", "correct", Correction(content=((0, 9999),)), "lies outside its"),
        ("s1", "correct", Correction(content=()), "reject it instead"),
    ],
)
def test_a_verdict_that_fits_nothing_is_refused(
    store: Store, number: str, verdict: str, correction: Correction | None, line: str
) -> None:
    """One line says why, and nothing is kept."""
    document = store.keep(make_reading(), "x").document
    with pytest.raises(RecordError, match=line):
        store.review(document, number, verdict, "Ada", correction)  # type: ignore[arg-type]
    assert store.reviews() == []
