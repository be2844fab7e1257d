"""Turns of interviews and transcripts as statements."""

from onrecord.detect.layout import lay_out
from onrecord.resolve.interviews import add_turns
from onrecord.resolve.turns import Turn, find_turns
from onrecord.types import Spans, Statement

TALK = """The mayor spoke to the Harbour Review.

HARBOUR REVIEW: Will you sign? I ask because the council wants it.

TORVIK: I will not. Brenn told me that the sum is wrong.

And I believe him.

HARBOUR REVIEW: What do you say to the council?

TORVIK: I say that they can count.
"""


def statement(source: str, cue: str, content: str) -> Statement:
    spans: list[Spans] = [((TALK.index(words), TALK.index(words) + len(words)),) for words in (source, cue, content)]
    return Statement("", spans[0], spans[1], spans[2], "indirect")


def quotes(found: Statement) -> tuple[list[str], list[str]]:
    return [TALK[slice(*span)] for span in found.source], [TALK[slice(*span)] for span in found.content]


def test_each_turn_is_a_statement_of_its_speaker() -> None:
    """Its label is the source, its words are the content, a piece for each paragraph."""
    found = [quotes(s) for s in add_turns(TALK, [], find_turns(lay_out(TALK)))]
    assert [source for source, _ in found] == [["HARBOUR REVIEW"], ["TORVIK"]] * 2
    assert found[1][1] == ["I will not. Brenn told me that the sum is wrong.", "And I believe him."]


def test_what_a_turn_reports_is_kept_and_its_pieces_are_not() -> None:
    """A statement with the label for its source is a part of the turn; one inside the turn is somebody else's."""
    piece = statement("TORVIK", ":", "I will not")
    inside = statement("Brenn", "told me", "that the sum is wrong")
    found = add_turns(TALK, [piece, inside], find_turns(lay_out(TALK)))
    assert inside in found
    assert piece not in found
    assert len(found) == 5


def test_an_answer_without_label_is_a_statement_without_source() -> None:
    """Its words are the content, and the name in the introduction takes nothing from what else stands there."""
    text = "Ada Brenn said it rained. We talked.\n\nWill you sign?\n\nI will.\n\nNot today.\n"
    label, start, end = (0, 9), text.index("I will"), text.index("day.") + 4
    said = Statement("", (label,), ((10, 14),), ((15, 24),), "indirect")
    found = add_turns(text, [said], [Turn(label, start, end, "named", is_labelled=False)])
    assert found[0] == said
    assert found[1].source == ()
    assert [text[slice(*span)] for span in found[1].content] == ["I will.", "Not today."]


def test_an_article_has_no_turns() -> None:
    """A colon alone makes no interview."""
    text = "Note: the council met.\n\nTorvik said it was late.\n\nResult: nothing."
    assert add_turns(text, [], find_turns(lay_out(text))) == []
