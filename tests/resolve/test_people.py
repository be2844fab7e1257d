"""Names of persons: parts, and who may be one."""

import pytest

from onrecord.resolve.people import may_be_one, parse_person


@pytest.mark.parametrize(
    ("words", "given", "surname", "suffix"),
    [
        ("Ana Torvik", ("ana",), "torvik", ""),
        ("Torvik", (), "torvik", ""),
        ("Jan van der Brenn", ("jan",), "van der brenn", ""),
        ("Ben Orsolin", ("ben",), "orsolin", ""),
        ("Karim bin Sahl", ("karim",), "bin sahl", ""),
        ("de Varn", (), "de varn", ""),
        ("Elia Castellane Jr.", ("elia",), "castellane", "jr"),
        ("Elia Castellane III", ("elia",), "castellane", "iii"),
        ("J. R. Lindqvar", ("j", "r"), "lindqvar", ""),
        ("Dame Oriel Vance", ("oriel",), "vance", ""),
        ("Anne-Marie Kelm", ("anne marie",), "kelm", ""),
        ("ANA TORVIK", ("ana",), "torvik", ""),
        ("", (), "", ""),
    ],
)
def test_a_name_in_its_parts(words: str, given: tuple[str, ...], surname: str, suffix: str) -> None:
    """Particles belong to the surname where they are written so; titles and suffixes to neither."""
    name = parse_person(words) if words else None
    assert name is None or (name.given, name.surname, name.suffix) == (given, surname, suffix)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ana Torvik", "Torvik"),
        ("Ana Torvik", "Ana"),
        ("Ana Torvik", "A. Torvik"),
        ("Ana Maria Torvik", "Ana Torvik"),
        ("ANA TORVIK", "Ana Torvik"),
        ("William Orsolin", "Bill Orsolin"),
        ("Jan van der Brenn", "van der Brenn"),
        ("Jan van der Brenn", "Brenn"),
        ("Elia Castellane Jr.", "Castellane"),
        ("Anne-Marie Kelm", "Anne Marie Kelm"),
    ],
)
def test_forms_of_one_name(a: str, b: str) -> None:
    """Full, short, initialled and bare forms may be one person's, whichever comes first."""
    assert may_be_one(parse_person(a), parse_person(b))
    assert may_be_one(parse_person(b), parse_person(a))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ana Torvik", "Elia Torvik"),
        ("Elia Castellane", "Elia Castellane Jr."),
        ("Elia Castellane Sr.", "Elia Castellane Jr."),
        ("Ana Torvik", "Ana Orsolin"),
        ("Ana Torvik", "Orsolin"),
        ("Ana Torvik", "B. Torvik"),
        ("Elia H. W. Castellane", "Elia W. Castellane"),
    ],
)
def test_two_people_stay_two(a: str, b: str) -> None:
    """A father and a son, a brother and a sister, two of one given name are never one."""
    assert not may_be_one(parse_person(a), parse_person(b))
    assert not may_be_one(parse_person(b), parse_person(a))


def test_a_title_tells_two_people_of_one_surname_apart() -> None:
    """Mr. Torvik is not Ana Torvik."""
    assert not may_be_one(parse_person("Ana Torvik"), parse_person("Torvik", "Mr."))
    assert may_be_one(parse_person("Ana Torvik"), parse_person("Torvik", "Mrs."))
