"""Linking: who points at whom, and what is shared out."""

from onrecord.attribute.link import Link, _share_out, join_contents
from onrecord.detect.decode import Found


def test_each_points_where_it_is_likeliest() -> None:
    """Where nothing is left idle, the likeliest answer stands."""
    assert _share_out([{-1: 0.1, 0: 0.8, 1: 0.1}, {-1: 0.1, 0: 0.1, 1: 0.8}], 2, 2.5) == [0, 1]


def test_an_idle_one_takes_what_comes_nearest() -> None:
    """A cue without content takes one from a cue that has two, if that is not much less probable."""
    options = [{-1: 0.0, 0: 0.9, 1: 0.1}, {-1: 0.0, 0: 0.6, 1: 0.4}]
    assert _share_out(options, 2, 2.5) == [0, 1]
    assert _share_out(options, 2, 0.1) == [0, 0]


def test_nobody_is_left_idle_for_another() -> None:
    """A content is not taken from a cue that would have none."""
    assert _share_out([{-1: 0.0, 0: 0.6, 1: 0.4}], 2, 2.5) == [0]


def test_nowhere_is_an_answer() -> None:
    """A span that points nowhere stays alone, unless an idle one comes near enough."""
    assert _share_out([{-1: 0.99, 0: 0.01}], 1, 2.5) == [-1]
    assert _share_out([{-1: 0.6, 0: 0.4}], 1, 2.5) == [0]


def test_sentences_of_one_paragraph_are_one_content() -> None:
    """Contents of one cue that follow on each other are joined, but never over the beginning of a paragraph."""
    parts = [
        Found("content", first, last, 0.9, sure) for first, last, sure in ((0, 4, 0.8), (4, 9, 0.6), (10, 12, 0.7))
    ]
    link = Link(Found("cue", 14, 15, 0.9, 0.9), None, 0.5, False, tuple(parts), (0.9, 0.7, 0.8))
    joined = join_contents(link, frozenset({0}))
    assert [(c.first, c.last, c.sure) for c in joined.contents] == [(0, 9, 0.6), (10, 12, 0.7)]
    assert joined.content_scores == (0.7, 0.8)
    assert [(c.first, c.last) for c in join_contents(link, frozenset({0, 4})).contents] == [(0, 4), (4, 9), (10, 12)]
