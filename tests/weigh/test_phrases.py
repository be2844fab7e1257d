"""Finding time phrases in any text at all: spans, order, length of work."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.weigh.times import Setting, find_times, resolve_phrase, resolve_time
from tests.work import measure

WORDS = [
    "on", "in", "by", "since", "until", "before", "after", "from", "to", "between", "and", "of", "the", "a", "last",
    "next", "this", "past", "coming", "early", "mid-", "late", "end", "beginning", "Monday", "Friday", "May", "March",
    "October", "Sept.", "Dec", "spring", "fall", "winter", "quarter", "third", "second", "first half", "Q3", "H1",
    "week", "weeks", "year", "years", "months", "days", "48 hours", "decade", "century", "19th", "31", "30", "29",
    "5th", "0", "00", "0000", "9999", "2014", "2021", "1984", "12/05/2019", "2019-12-05", "99/99/9999", "2019-13-45",
    "999999999", "9" * 30, "1,000", "'90s", "1990s", "2000s", "-", "–", "/", ",", ".", "(", ")", "’s", "'s", "9 p.m.",
    "21:30", "noon", "midnight", "Friday night", "overnight", "today", "yesterday", "ago", "later", "earlier",
    "weekend", "every", "each", "within", "three", "twenty-", "hundred", "million", "half a", "a few", "more than",
    "about", "Christmas", "Easter", "New Year's Eve", "Ramadan", "the summit", "war", "fiscal", "FY", "AD", "BC",
    "GMT", "until further notice", "soon", "said", "people", "\n", "\n\n", "\u0662\u0660\u0662\u0662", "２０２２",
    "\u200b", "\xa0", "\ud800", "İ", "½",
]  # fmt: skip
phrase_like = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
glued = st.lists(st.sampled_from(WORDS), max_size=25).map("".join)
texts = phrase_like | glued | st.text(max_size=80)
anchors = st.none() | st.dates() | st.sampled_from([date.min, date.max, date(2024, 2, 29), date(2022, 12, 31)])
a_setting = st.builds(
    Setting,
    anchors,
    st.sampled_from([None, "past", "future", "present"]),
    st.sampled_from(["north", "south"]),
    st.sampled_from([None, True, False]),
)


@given(texts, st.data())
@settings(max_examples=300, deadline=None)
def test_spans_lie_inside_and_apart(text: str, data: st.DataObject) -> None:
    """Each phrase lies within the stretch asked for, holds something, and begins after the one before ends."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    at = start
    for phrase in find_times(text, start, end):
        assert at <= phrase.span[0] < phrase.span[1] <= end
        at = phrase.span[1]


@given(texts, a_setting)
@settings(max_examples=500, deadline=None)
def test_every_phrase_resolves_to_something_sound(text: str, setting: Setting) -> None:
    """No exception; start before end; a reason exactly where something is not resolved; nothing known if unresolved."""
    for phrase in find_times(text):
        found = resolve_phrase(phrase, setting)
        if found.start and found.end:
            assert found.start < found.end
        assert (found.reason is None) == (found.how in ("absolute", "from anchor"))
        if found.how in ("absolute", "from anchor"):
            assert found.start or found.end
        if found.how == "unresolved":
            assert not found.start
            assert not found.end
        if found.how == "from anchor":
            assert setting.anchor
        if found.end_early:
            assert found.end
            assert found.end_early < found.end


@given(phrase_like, a_setting)
@settings(max_examples=200, deadline=None)
def test_any_words_may_be_given_to_resolve(words: str, setting: Setting) -> None:
    """Words that are no phrase come back unresolved, never as an error."""
    found = resolve_time(words, setting.anchor, setting.tense)
    assert 0 <= found.span[0] <= found.span[1] <= len(words)


@given(st.dates(date(1600, 1, 1), date(2900, 1, 1)), st.sampled_from("Monday May winter Easter".split()))
def test_past_is_not_after_future(anchor: date, name: str) -> None:
    """What a name means after a past tense never begins later than after a future, and both are at most a year off."""
    past, future = resolve_time(name, anchor, "past"), resolve_time(name, anchor, "future")
    assert past.start
    assert future.start
    assert past.start <= future.start
    assert (date.fromisoformat(future.start) - date.fromisoformat(past.start)).days <= 400


@pytest.mark.parametrize(
    "unit",
    ["9", "1 ", "1 1,", "١٢ ", "1.", "1-", "1/", "12:", "2014-", "in 999999999 years ", "the end of ", "early ", "'",
     "a ", "the first week of ", "from 1 to ", "two days after ", "before the new ", "May 5-", "9 p.m. ", "\n ",
     "mid-"],
)  # fmt: skip
def test_hostile_text_is_read_in_linear_time(unit: str) -> None:
    """Four times the text takes about four times the work, whatever it repeats."""
    find_times(unit)
    taken = []
    for length in (4000, 16000):
        taken.append(measure(lambda: find_times((unit * length)[:length])))  # noqa: B023
    assert taken[1] < 10 * taken[0] + 0.2


def test_digits_without_end() -> None:
    """A number too long for the calendar, or for Python to read, is a number still."""
    assert find_times("9" * 100_000) == []
    assert resolve_time("in " + "9" * 5000 + " years", date(2022, 11, 24)).reason == "outside the calendar"
