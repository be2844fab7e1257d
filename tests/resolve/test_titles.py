"""Titles before names."""

from collections import Counter
from typing import get_args

import pytest

from onrecord.resolve.tables.titles import Gender, Kind, Title, find_title, load_titles

TITLES = load_titles()


def test_there_are_enough() -> None:
    """At least 180 titles, none twice."""
    names = [t.title for t in TITLES]
    assert len(names) >= 180
    assert len(names) == len(set(names))


def test_values() -> None:
    """Kinds and genders are known ones, and every kind is used."""
    assert {t.kind for t in TITLES} == set(get_args(Kind))
    assert {t.gender for t in TITLES} == set(get_args(Gender))


def test_no_form_is_shared() -> None:
    """A form stands for one title, stops and hyphens aside."""
    keys = {(t.title, f.replace(".", "").replace("-", " ").casefold()) for t in TITLES for f in t.forms()}
    assert [key for key, count in Counter(key for _, key in keys).items() if count > 1] == []


@pytest.mark.parametrize("title", TITLES, ids=lambda t: t.title)
def test_forms_are_found(title: Title) -> None:
    """Every form is not empty and is found whole, before a name."""
    for form in title.forms():
        assert form
        assert form == " ".join(form.split())
        words = form.split()
        assert find_title([*words, "Zanele"]) == (title, len(words))


@pytest.mark.parametrize(
    ("words", "title", "size"),
    [
        ("Lt. Gen. Ann Dunwoody", "Lieutenant General", 2),
        ("Lt Gen Ann Dunwoody", "Lieutenant General", 2),
        ("Lt.-Gen. Ann Dunwoody", "Lieutenant General", 1),
        ("Lt. Ann Dunwoody", "Lieutenant", 1),
        ("GEN. ANN DUNWOODY", "General", 1),
        ("Deputy Prime Minister Angela Rayner", "Deputy Prime Minister", 3),
        ("prime minister Nikol Pashinyan", "Prime Minister", 2),
        ("PRIME MINISTER", "Prime Minister", 2),
        ("Vice-President Kamala Harris", "Vice President", 1),
        ("Secretary General António Guterres", "Secretary-General", 2),
        ("Secretary of State Marco Rubio", "Secretary of State", 3),
        ("defense secretary Pete Hegseth", "Secretary of Defense", 2),
        ("Mr. Bean", "Mister", 1),
        ("Mr Bean", "Mister", 1),
        ("Mrs. Dalloway", "Missus", 1),
        ("US Attorney Damian Williams", "U.S. Attorney", 2),
        ("D.A. Alvin Bragg", "District Attorney", 1),
        ("DA Alvin Bragg", "District Attorney", 1),
        ("Del. Eleanor Holmes Norton", "Delegate", 1),
        ("Rev. Dr. William Barber", "Reverend Doctor", 2),
        ("Rt. Hon. David Lammy", "The Right Honourable", 2),
        ("the Rev. Al Sharpton", "Reverend", 2),
        ("UN Secretary-General António Guterres", "U.N. Secretary-General", 2),
        ("Father Brown", "Father", 1),
        ("Tánaiste Micheál Martin", "Tánaiste", 1),
        ("Sheriff’s Deputy Jones", "Deputy Sheriff", 2),
    ],
)
def test_longest_title(words: str, title: str, size: int) -> None:
    """The longest title at the start wins."""
    found = find_title(words.split())
    assert found is not None
    assert (found[0].title, found[1]) == (title, size)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Nikol Pashinyan",
        "Nikol Prime Minister",
        "major parties",
        "father of two",
        "Del Toro",
        "Da Silva",
        "Di Maria",
        "He said",
        "SEC lawyers",
        "rep ties",
        "the general assembly",
    ],
)
def test_no_title(words: str) -> None:
    """Names and ordinary words have none."""
    assert find_title(words.split()) is None
