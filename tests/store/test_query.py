"""The query form: what it means, and how broken syntax is told."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import QueryError
from onrecord.store.query import Words, find_leaves, mark_words, parse_query, to_fts5, to_tsquery


@pytest.mark.parametrize(
    ("query", "fts5", "tsquery"),
    [
        ("bridge", '"bridge"', "('bridge')"),
        ("Bridge observers", '("bridge" AND "observers")', "(('bridge') & ('observers'))"),
        ("bridge AND river", '("bridge" AND "river")', "(('bridge') & ('river'))"),
        ('"Teal Bridge"', '"teal bridge"', "('teal' <-> 'bridge')"),
        ("“Teal Bridge”", '"teal bridge"', "('teal' <-> 'bridge')"),
        ("observ*", '"observ" *', "('observ':*)"),
        ('"teal bri"*', '"teal bri" *', "('teal' <-> 'bri':*)"),
        ("a OR b c", '("a" OR ("b" AND "c"))', "(('a') | (('b') & ('c')))"),
        ("bridge -budget", '(("bridge") NOT "budget")', "(('bridge') & !('budget'))"),
        ("bridge NOT budget", '(("bridge") NOT "budget")', "(('bridge') & !('budget'))"),
        ("-budget bridge", '(("bridge") NOT "budget")', "(('bridge') & !('budget'))"),
        ("(a OR b) c", '(("a" OR "b") AND "c")', "((('a') | ('b')) & ('c'))"),
        ("half-open", '"half open"', "('half' <-> 'open')"),
        ("Marr's", '"marr s"', "('marr' <-> 's')"),
        ("Café", '"cafe"', "('cafe')"),
        ("or and not", '("or" AND "and" AND "not")', "(('or') & ('and') & ('not'))"),
        ("12.5", '"12 5"', "('12' <-> '5')"),
        ("bridge - budget", '("bridge" AND "budget")', "(('bridge') & ('budget'))"),
    ],
)
def test_a_query_is_written_for_both_databases(query: str, fts5: str, tsquery: str) -> None:
    """Words, phrases, beginnings, OR, what to leave out, parentheses."""
    tree = parse_query(query)
    assert tree is not None
    assert (to_fts5(tree), to_tsquery(tree)) == (fts5, tsquery)


@pytest.mark.parametrize(
    ("query", "shown", "reason"),
    [
        ('bridge "teal', 'bridge ▸"teal', 'write "two words"'),
        ('""', '▸""', "phrase without words"),
        ("(bridge OR teal", "▸(bridge OR teal", "nothing closes"),
        ("a (b (c) d", "a ▸(b (c) d", "nothing closes"),
        ("bridge)", "bridge▸)", "nothing opens"),
        ("()", "(▸)", "no word"),
        ("bridge OR", "bridge OR▸", "no word"),
        ("OR bridge", "▸OR bridge", "no word"),
        ("bridge AND", "bridge AND▸", "after AND"),
        ("AND", "▸AND", "no word"),
        ("-budget", "▸-budget", "beside it"),
        ("bridge OR -budget", "bridge OR ▸-budget", "beside it"),
        ("bridge --budget", "bridge -▸-budget", "to leave out"),
        ("bridge NOT", "bridge NOT▸", "to leave out"),
        ("*", "▸*", "write observ"),
        ("a *", "a ▸*", "write observ"),
        ("(" * 40 + "a" + ")" * 40, "(▸(", "deep"),
    ],
)
def test_broken_syntax_is_shown_where_it_is(query: str, shown: str, reason: str) -> None:
    """One line with a mark at the place, and how to write it."""
    with pytest.raises(QueryError) as told:
        parse_query(query)
    assert shown in told.value.name
    assert reason in told.value.reason
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("query", ["", "   ", "…", "- , .", "&|!<>:'\\"])
def test_a_query_without_a_word_asks_for_nothing(query: str) -> None:
    """Marks alone are no query."""
    assert parse_query(query) is None


def test_a_query_without_end_is_refused() -> None:
    """Its first words are told."""
    with pytest.raises(QueryError, match="characters"):
        parse_query("word " * 1000)


@given(st.text(st.sampled_from("ab \"“”()*-'\\:&|!<é\n")) | st.text())
def test_any_text_is_a_query_or_a_line(query: str) -> None:
    """No other error comes out, and what both databases get holds nothing but words and the form's own marks."""
    tree = None
    with contextlib.suppress(QueryError):
        tree = parse_query(query)
    if tree:
        assert to_fts5(tree).count('"') % 2 == 0
        for leaf in find_leaves(tree):
            assert all(word.isalnum() for word in leaf.words)


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("bridge", "The Bridge, a bridge.", ["Bridge", "bridge"]),
        ("cafe", "a café", ["café"]),
        ("cafe", "a cafe\u0301", ["cafe\u0301"]),
        ('"teal bridge"', "teal, bridge; teal", ["teal, bridge"]),
        ("observ*", "Observers observed", ["Observers", "observed"]),
        ("bridge -teal", "teal bridge", ["bridge"]),
        ('"a b" "b c"', "a b c", ["a b c"]),
    ],
)
def test_found_words_are_marked_in_the_text(query: str, text: str, marked: list[str]) -> None:
    """As the text has them; what is to be left out is not."""
    marks = mark_words(text, find_leaves(parse_query(query)))
    assert [text[start:end] for start, end in marks] == marked


def test_marks_count_from_where_a_text_begins() -> None:
    """Its start is added."""
    assert mark_words("a bridge", (Words(("bridge",)),), 100) == [(102, 108)]
