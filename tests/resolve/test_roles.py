"""As whom somebody speaks, for whom, and who could know: cases that a person can read, in tests/data/roles.tsv."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.resolve.roles.affiliation import find_affiliation
from onrecord.resolve.roles.roles import find_roles
from onrecord.resolve.roles.standing import judge_standing
from onrecord.types import Span, Spans
from tests.strategies import texts
from tests.work import measure


@dataclass(frozen=True)
class Case:
    text: str
    name: Span
    source: Spans
    roles: Spans
    affiliations: list[str | None]
    standing: str | None


def load_case(line: str) -> Case:
    marked, affiliations, standing = line.split("\t")
    text, opened = "", dict.fromkeys("{<[", 0)
    found: dict[str, list[Span]] = {"}": [], ">": [], "]": []}
    for sign in marked:
        if sign in opened:
            opened[sign] = len(text)
        elif sign in found:
            found[sign].append((opened[{"}": "{", ">": "<", "]": "["}[sign]], len(text)))
        else:
            text += sign
    words = [None if w == "-" else w for w in affiliations.split(" | ")]
    (name,) = found["}"]
    roles = tuple(found["]"])
    return Case(text, name, tuple(found[">"]), roles, words if roles else [], None if standing == "-" else standing)


LINES = (Path(__file__).parents[1] / "data" / "roles.tsv").read_text(encoding="utf-8").splitlines()
CASES = [load_case(line) for line in LINES if line and not line.startswith("#")]


def words_at(text: str, spans: Spans) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_the_table_is_large_enough() -> None:
    """At least 100 cases, and 30 in which nobody's role must be found."""
    assert len(CASES) >= 100
    assert sum(not case.roles for case in CASES) >= 30


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_roles_are_found_and_nothing_else(case: Case) -> None:
    """Each role is a span of its own; where the text tells none, there is none."""
    assert words_at(case.text, find_roles(case.text, case.name, case.source)) == words_at(case.text, case.roles)


@pytest.mark.parametrize("case", [c for c in CASES if c.roles], ids=lambda case: case.text)
def test_a_role_belongs_to_a_state_or_organisation(case: Case) -> None:
    """The words of the state or organisation inside the role, where it names one."""
    found = [find_affiliation(case.text, role) for role in case.roles]
    assert [case.text[slice(*span)] if span else None for span in found] == case.affiliations


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_who_could_know(case: Case) -> None:
    """The standing of a named person, by the roles."""
    assert judge_standing(case.text, case.roles, True, "person") == case.standing


def test_an_outlet_speaks_as_an_outlet() -> None:
    """Whatever roles were found beside its name."""
    assert judge_standing("", (), True, "outlet") == "outlet"


def test_a_state_speaks_officially() -> None:
    """A state needs no role."""
    assert judge_standing("", (), True, "state") == "official"


def test_an_unnamed_source_without_a_role_is_unnamed() -> None:
    """Nothing better is known of it."""
    assert judge_standing("a source", ((0, 8),), False, "person") == "unnamed"


def test_an_unnamed_official_is_an_official() -> None:
    """What is known goes before that no name is given."""
    assert judge_standing("a senior official", ((2, 17),), False, "person") == "official"


def test_the_president_of_a_firm_is_no_head_of_state() -> None:
    """Beside a firm's post "President" is one of the firm's."""
    assert judge_standing("President and CEO", ((0, 9), (14, 17)), True, "person") == "party"


@pytest.mark.parametrize(
    ("words", "standing"),
    [
        ("police", "official"),
        ("the Supreme Court", "official"),
        ("Labour Department", "official"),
        ("the European Union", "official"),
        ("the company", "party"),
        ("the Green Party", "party"),
        ("University of Teal", "expert"),
        ("critics", None),
    ],
)
def test_an_organisation_is_judged_by_its_words(words: str, standing: str | None) -> None:
    """Its description stands for a role."""
    assert judge_standing(words, ((0, len(words)),), True, "organisation") == standing


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, Span, Spans]:
    text = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    return text, (cuts[1], cuts[2]), ((cuts[0], cuts[3]),)


@settings(deadline=None)
@given(texts_with_spans())
def test_spans_lie_in_the_text(given_text: tuple[str, Span, Spans]) -> None:
    """Whatever the text, roles and affiliations are non-empty stretches of it, an affiliation inside its role."""
    text, name, source = given_text
    for start, end in find_roles(text, name, source):
        assert 0 <= start < end <= len(text)
        affiliation = find_affiliation(text, (start, end))
        assert affiliation is None or start <= affiliation[0] < affiliation[1] <= end


@pytest.mark.parametrize(
    "filler",
    [
        "a",
        "a ",
        "the ",
        "minister and ",
        ", a lawyer",
        "of the ",
        "(",
        "who heads ",
        "'s ",
        "King of Kings ",
        "Minister of State ",
        "\ud800",
    ],
)
def test_time_does_not_grow_with_the_text(filler: str) -> None:
    """Only a bounded stretch around a name is read."""
    find_affiliation("minister", (0, 8))  # the tables are read once
    text = filler * (2_000_000 // len(filler))
    middle = len(text) // 2

    def read() -> None:
        find_roles(text, (middle, middle + 5), ((0, len(text)),))
        find_affiliation(text, (0, len(text)))
        judge_standing(text, ((0, len(text)),), True, "person")

    assert measure(read) < 0.5
