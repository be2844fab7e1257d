"""Statements inside statements."""

from onrecord.resolve.nesting import find_parents
from onrecord.types import Spans, Statement
from tests.marked import read


def chain(marked: str) -> list[tuple[str | None, str | None]]:
    """Speaker and parent of each statement."""
    found = read(marked)
    return list(zip(found.speakers, (s.parent for s in found.statements), strict=True))


def make(source: Spans, cue: Spans, content: Spans) -> Statement:
    return Statement("", source, cue, content, "indirect")


def test_a_paper_that_reports_what_somebody_said() -> None:
    """The inner statement knows the outer one."""
    text = "{s1:The [O:Gazette]} {q1:reported} {c1:that {s2:[P:Ana Torvik]} {q2:said} {c2:the bridge was closed}}."
    assert chain(text) == [("Gazette", None), ("Ana Torvik", "s1")]


def test_a_paper_that_cites_a_paper_that_cites_officials() -> None:
    """A chain of three, outermost first."""
    text = (
        "{s1:The [O:Gazette]} {q1:wrote} {c1:that {s2:the [O:Harbour Review]} {q2:reported} "
        "{c2:that {s3:two officials} {q3:said} {c3:the bridge was closed}}}."
    )
    assert chain(text) == [("Gazette", None), ("Harbour Review", "s1"), ("two officials", "s2")]


def test_what_somebody_said_according_to_a_paper() -> None:
    """The outer one's source may come last."""
    text = "{c2:{s1:[P:Ana Torvik]} {q1:said} {c1:the bridge was closed}}, {q2:according to} {s2:the [O:Gazette]}."
    assert chain(text) == [("Gazette", None), ("Ana Torvik", "s2")]


def test_a_paper_citing_two_officials() -> None:
    """Both say the same words; whoever stands between the paper and its verb is nested in it."""
    text = "{s1:The [O:Gazette]}, {q2:citing} {s2:two officials}, {q1:reported} {c1:{c2:that the bridge was closed}}."
    assert chain(text) == [("Gazette", None), ("two officials", "s1")]


def test_one_after_the_other_are_side_by_side() -> None:
    """Two statements of one sentence are not nested for that."""
    text = "{s:[P:Ana Torvik]} {q:said} {c:the bridge was closed} and {s:[P:Jan Brenn]} {q:said} {c:it was not}."
    assert chain(text) == [("Ana Torvik", None), ("Jan Brenn", None)]


def test_two_who_say_the_same_side_by_side() -> None:
    """Sharing a content alone nests nothing."""
    same = ((20, 30),)
    statements = [make(((0, 2),), ((3, 5),), same), make(((6, 8),), ((9, 11),), same)]
    assert find_parents(statements) == [None, None]


def test_a_statement_is_not_inside_itself() -> None:
    """Its cue may stand in the middle of its own content."""
    assert find_parents([make((), ((10, 14),), ((0, 30),))]) == [None]


def test_a_free_quotation_inside_what_somebody_said() -> None:
    """Without source and cue, its content tells where it stands."""
    assert find_parents([make(((0, 2),), ((3, 5),), ((6, 40),)), make((), (), ((10, 20),))]) == [None, 0]


def test_crossed_contents_nest_nothing() -> None:
    """Each in the other's content: nobody is the outer one."""
    statements = [make((), ((30, 35),), ((10, 20),)), make((), ((12, 14),), ((28, 40),))]
    assert find_parents(statements) == [None, None]
