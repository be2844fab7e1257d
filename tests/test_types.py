"""The public form, there and back."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from onrecord.types import Reading
from tests.store.test_keeping import make_reading
from tests.strategies import readings


@given(readings())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_reading_comes_back_from_its_public_form(reading: Reading) -> None:
    """Every field, of any reading, through JSON."""
    found = Reading.from_dict(json.loads(json.dumps(reading.to_dict())))
    assert (found, found.times) == (reading, reading.times)


def test_fields_that_are_not_known_are_let_be() -> None:
    """A later OnRecord may add fields at every level."""
    row = make_reading().to_dict()
    for inner in (row, row["run"], *row["entities"], *row["statements"]):
        inner["later"] = [1]
    assert Reading.from_dict(row) == make_reading()


def test_fields_that_came_later_may_be_missing() -> None:
    """Rows of the first reader, which told less, are read."""
    row = make_reading().to_dict()
    for s in row["statements"]:
        for name in ("role", "via", "said", "refers_to", "speaker", "speaker_candidates", "speaker_mention", "parent"):
            del s[name]
    del row["times"]
    assert Reading.from_dict(row).times is None
    assert Reading.from_dict(row).statements[0].refers_to == ()


def spoil(row: dict[str, Any], place: list[Any], value: Any) -> None:
    for step in place[:-1]:
        row = row[step]
    if value is KeyError:
        del row[place[-1]]
    else:
        row[place[-1]] = value


@pytest.mark.parametrize(
    ("place", "value", "line"),
    [
        (["format"], 2, "format 2 .* upgrade"),
        (["format"], KeyError, "format is missing"),
        (["text"], None, "text must be a string"),
        (["text"], "Other words, as many as there are in spans, and then some more of them.", "does not match"),
        (["run"], [], "run must be an object"),
        (["run", "weights"], "", "run.weights is empty"),
        (["statements"], {}, "statements must be a list"),
        (["statements", 0], 7, r"statements\[0\] must be an object"),
        (["statements", 0, "content"], [[0, 999]], r"statements\[0\].content lies outside"),
        (["statements", 0, "content"], [[-2, 3]], r"statements\[0\].content lies outside"),
        (["statements", 0, "content"], [[3, 3]], "holds nothing"),
        (["statements", 0, "content"], [[0, 1.5]], r"spans \[start, end\]"),
        (["statements", 0, "content"], [[False, True]], r"spans \[start, end\]"),
        (["statements", 0, "manner"], "shouted", "manner must be one of direct"),
        (["statements", 0, "confidence"], float("nan"), "number from 0 to 1"),
        (["statements", 0, "confidence"], True, "number from 0 to 1"),
        (["statements", 0, "speaker"], "e9", "entity that is not in the row: e9"),
        (["statements", 1, "parent"], "s9", "statement that is not in the row: s9"),
        (["statements", 1, "id"], "s1", "same id"),
        (["statements", 0, "said", "span"], None, r"statements\[0\].said.span must be a list"),
        (["statements", 0, "said", "zone"], "a\0b", "character that it cannot have"),
        (["entities", 0, "mention_forms"], [], "a form for each mention"),
        (["entities", 1, "number"], 2**63, "out of reach"),
        (["entities", 0, "identifier"], "\ud800", "character that it cannot have"),
        (["retrieved"], "yesterday", "ISO date-time"),
        (["times"], [{"span": [0, 999], "how": "absolute"}], r"times\[0\].span lies outside"),
        (["times"], {}, "times must be a list"),
        (["parts"], [{"kind": "body", "span": [0, 999]}], r"parts\[0\].span lies outside"),
        (["edits"], [[0, 1]], r"edits\[0\] must be"),
    ],
)
def test_what_is_not_whole_is_refused(place: list[Any], value: Any, line: str) -> None:
    """One line names the field and what is wrong with it."""
    row = make_reading().to_dict()
    spoil(row, place, value)
    with pytest.raises(ValueError, match=line) as told:
        Reading.from_dict(row)
    assert "\n" not in str(told.value)
