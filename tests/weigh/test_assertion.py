"""Whether the words were said at all: cases that a person can read, in tests/data/assertion.jsonl."""

import json
from pathlib import Path

import pytest

import onrecord
from onrecord.detect.layout import lay_out
from onrecord.types import Statement
from onrecord.weigh.assertion import weigh_assertion

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "assertion.jsonl").read_text(encoding="utf-8").splitlines()
]


def is_asserted(case: dict) -> bool:
    spans = {part: tuple(map(tuple, case[part])) for part in ("source", "cue", "content")}
    statement = Statement("s1", manner="indirect", **spans)
    return weigh_assertion(lay_out(case["text"]), (statement,))[0].asserted


def test_hardly_anything_unsaid_is_shown_as_said() -> None:
    """Of the statements whose cue is negated, hypothetical or asked, at most three are shown as asserted."""
    unsaid = [case for case in CASES if not case["asserted"]]
    wrong = [case["text"] for case in unsaid if is_asserted(case)]
    assert len(unsaid) >= 100
    assert len(wrong) <= 3, wrong


def test_hardly_anything_said_is_shown_as_unsaid() -> None:
    """Of the plain ones, full of negations and questions that are not the cue's, at most one in twenty is doubted."""
    said = [case for case in CASES if case["asserted"]]
    wrong = [case["text"] for case in said if not is_asserted(case)]
    assert len(said) >= 100
    assert len(wrong) <= len(said) / 20, wrong


@pytest.mark.parametrize(
    ("text", "asserted"),
    [
        ("The minister said that the bridge was open.", True),
        ("The minister did not say that the bridge was open.", False),
        ("Did the minister say that the bridge was open?", False),
        ("“Is the bridge open?” the minister asked.", True),
    ],
)
def test_from_text_to_assertion(text: str, asserted: bool) -> None:
    """The whole road: what the reader finds in a text is weighed too."""
    statements = onrecord.read_text(text, min_confidence=0).statements
    assert [s.asserted for s in statements] == [asserted]


@pytest.mark.parametrize("end", [51, 52])
def test_who_is_asked_has_said_nothing_whoever_holds_the_mark(end: int) -> None:
    """Whether the content takes the question mark of its sentence or not."""
    text = "Did the minister say that Velmaria would veto it now?"
    statement = Statement("s1", ((4, 16),), ((17, 20),), ((21, end + 1),), "indirect")
    assert not weigh_assertion(lay_out(text), (statement,))[0].asserted
