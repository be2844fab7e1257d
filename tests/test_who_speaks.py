"""From words to who speaks, where texts are cut, nested or typed in ways that rules do not expect."""

import pytest

from onrecord.detect.layout import lay_out
from onrecord.resolve.roles.affiliation import find_affiliation
from onrecord.resolve.roles.roles import find_roles
from onrecord.resolve.roles.standing import judge_standing
from onrecord.resolve.turns import find_turns, name_of_turn


@pytest.mark.parametrize("cut", range(8, 35))
def test_a_source_may_end_anywhere(cut: int) -> None:
    """A source that ends inside of a word behind a name is read as far as its whole words go."""
    text = "Ada Venn, thirty-seven of them in all, said it rained."
    assert find_roles(text, (0, 8), ((0, cut),)) == ()


def test_the_end_of_a_line_closes_a_role() -> None:
    """A party and state behind a name at the end of a line are a role, also where the source leaves out their stop."""
    text = "It rained, according to former Sen. Ada Venn, R-Teal.\n\nThe bridge is closed."
    roles = find_roles(text, (36, 44), ((24, 52),))
    assert [text[start:end] for start, end in roles] == ["former Sen.", "R-Teal."]


def test_clauses_inside_of_clauses_are_judged() -> None:
    """Relative clauses inside of each other do not overwhelm the judgement of who could know."""
    text = "who is " * 2000 + "a professor"
    assert judge_standing(text, ((0, len(text)),), True, "person") is None
    assert judge_standing("who is now a professor", ((0, 22),), True, "person") == "expert"


def test_dashes_of_a_typewriter_part_a_label_from_what_is_said() -> None:
    """ "ADA VENN -- ..." is a turn of Ada Venn, as "ADA VENN — ..." is."""
    text = (
        "ADA VENN -- Do you think that it will rain?\n"
        "PIET MARL -- I do, and I told them so.\n"
        "ADA VENN -- When did you tell them?\n"
        "PIET MARL -- I told them on Monday.\n"
    )
    layout = lay_out(text)
    names = [name_of_turn(layout, turn) for turn in find_turns(layout)]
    assert names == ["ADA VENN", "PIET MARL", "ADA VENN", "PIET MARL"]


def test_an_organisation_is_shown_without_its_genitive() -> None:
    """Words that are no role and name an organisation in the genitive give its bare name."""
    text = "the Harbour Union's"
    affiliation = find_affiliation(text, (0, len(text)))
    assert affiliation is not None
    assert text[slice(*affiliation)] == "Harbour Union"


def test_whom_somebody_promises_something_is_not_the_one_who_speaks_next() -> None:
    """Behind any verb of telling, a title is that of who is told."""
    text = "She reassured Minister Venn was ill."
    assert find_roles(text, (23, 27)) == ()
