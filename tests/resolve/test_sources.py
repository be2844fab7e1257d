"""The head of a source: whose words they are."""

import re

import pytest

from onrecord.resolve.mentions import Mention
from onrecord.resolve.sources import read_source

KINDS = {"P": "person", "O": "organisation", "L": "place", "G": "group"}


def read(marked: str):
    """`marked` has its names as [P:Ana Torvik]; the whole of it is the source."""
    text, names = "", []
    for part in re.split(r"(\[\w:[^\]]+\])", marked):
        if part.startswith("["):
            names.append(Mention(len(text), len(text) + len(part) - 4, "name", KINDS[part[1]], part[3:-1]))
            part = part[3:-1]
        text += part
    return text, read_source(text, ((0, len(text)),), names)


@pytest.mark.parametrize(
    ("source", "head"),
    [
        ("[P:Ana Torvik]", "Ana Torvik"),
        ("[L:Kelvaran] Prime Minister [P:Ana Torvik]", "Ana Torvik"),
        ("Speaker of the [O:Kelvaran Parliament] [P:Ana Torvik]", "Ana Torvik"),
        ("[P:Torvik] campaign manager [P:Jan Brenn]", "Jan Brenn"),
        ("[P:Torvik] Communications Director [P:Jan Brenn]", "Jan Brenn"),
        ("[P:Ana Torvik], a lawyer for [P:Jan Brenn],", "Ana Torvik"),
        ("the [O:Harbour Review]'s [P:Jan Brenn]", "Jan Brenn"),
        ("the [O:Ministry of Defence]", "Ministry of Defence"),
        ("[O:Teal Watch], a group aligned with strategist [P:Jan Brenn],", "Teal Watch"),
    ],
)
def test_a_name_heads_a_source(source: str, head: str) -> None:
    """The person or organisation that speaks, not one that only says more of them."""
    text, found = read(source)
    assert found is not None
    assert found.mention.form == "name"
    assert text[found.mention.start : found.mention.end] == head


@pytest.mark.parametrize(
    ("source", "noun", "kind", "definiteness"),
    [
        ("a spokesman for [P:Ana Torvik]", "spokesman", "person", "indefinite"),
        ("[P:Torvik]'s lawyer", "lawyer", "person", "possessive"),
        ("the [P:Torvik] campaign", "campaign", "organisation", "definite"),
        ("a senior official who spoke on condition of anonymity", "official", "person", "indefinite"),
        ("Two officials familiar with the talks", "official", "group", "indefinite"),
        ("critics", "critic", "group", "bare"),
        ("his mother", "mother", "person", "possessive"),
        ("The deputy", "deputy", "person", "definite"),
        ("a new poll by [O:Teal Watch]", "poll", "outlet", "indefinite"),
        ("the attorney general", "attorney general", "person", "definite"),
    ],
)
def test_a_description_heads_a_source(source: str, noun: str, kind: str, definiteness: str) -> None:
    """Its noun tells what it is, its first word whether it is new."""
    _, found = read(source)
    assert found is not None
    assert found.mention.form == "nominal"
    assert (found.noun, found.mention.kind, found.definiteness) == (noun, kind, definiteness)


@pytest.mark.parametrize(
    "source",
    [
        "[P:Ryan] and [P:Torvik]",
        "[P:Ana Torvik] and her colleagues",
        "[P:Ana Torvik], [P:Jan Brenn] and [P:Elia Vance]",
    ],
)
def test_several_speak_together(source: str) -> None:
    """They are a group of their own, and none of them alone."""
    _, found = read(source)
    assert found is not None
    assert found.together


@pytest.mark.parametrize("source", ["he", "She", "they", "it", "We", "I"])
def test_a_pronoun_heads_a_source(source: str) -> None:
    """A pronoun is what is to be led back."""
    _, found = read(source)
    assert found is not None
    assert found.mention.form == "pronoun"


@pytest.mark.parametrize("source", [" ", "...", "—", "“"])
def test_marks_alone_head_nothing(source: str) -> None:
    """Nobody is made up where there are no words."""
    assert read(source)[1] is None
