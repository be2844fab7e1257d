"""Time phrases in English news: cases that a person can read, in tests/data/times.tsv."""

import pytest

from benchmarks.times import Case, find_differences, load_table
from onrecord.weigh.times import find_times, resolve_phrase, resolve_time

CASES = load_table()


def test_the_table_is_large_enough() -> None:
    """At least 300 phrases, and 40 sentences with none."""
    assert sum(case.span is not None for case in CASES) >= 300
    assert sum(case.span is None for case in CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_a_phrase_is_found_and_nothing_else(case: Case) -> None:
    """The sentence's one phrase is found with its exact span."""
    found = [case.text[slice(*phrase.span)] for phrase in find_times(case.text)]
    assert found == ([case.text[slice(*case.span)]] if case.span else [])


@pytest.mark.parametrize("case", [case for case in CASES if case.span], ids=lambda case: case.text)
def test_a_phrase_is_resolved(case: Case) -> None:
    """The interval, its granularity, how it was come by and why it was not."""
    assert case.span
    phrase = next(phrase for phrase in find_times(case.text) if phrase.span == case.span)
    assert find_differences(resolve_phrase(phrase, case.setting), case.expected) == {}


@pytest.mark.parametrize("case", [case for case in CASES if case.span], ids=lambda case: case.text)
def test_words_alone_resolve_as_in_their_sentence(case: Case) -> None:
    """`resolve_time` needs no sentence around the phrase."""
    assert case.span
    s = case.setting
    time = resolve_time(case.text[slice(*case.span)], s.anchor, s.tense, s.hemisphere, s.day_first)
    assert find_differences(time, case.expected) == {}
