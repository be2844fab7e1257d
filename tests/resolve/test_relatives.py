"""Whom "who", "which" and "that" stand behind."""

import pytest

from onrecord.resolve.mentions import Kind, Mention
from onrecord.resolve.relatives import find_antecedent


def antecedent(text: str, word: str, **kinds: Kind) -> str | None:
    """The words that the last `word` of a text stands behind. Names are given by their first word, with their kind."""
    names = [
        Mention(start, start + len(name), "name", kind, name)
        for first, kind in kinds.items()
        for name in [first.replace("_", " ")]
        for start in [text.index(name)]
    ]
    names.sort(key=lambda n: n.start)
    found = find_antecedent(text, word, text.rindex(word), names, [n.start for n in names])
    if found is None:
        return None
    span = names[found.name].span if found.name is not None else found.description
    assert span
    return text[slice(*span)]


@pytest.mark.parametrize(
    ("text", "kinds", "expected"),
    [
        ("Ada Brenn, who", {"Ada_Brenn": "person"}, "Ada Brenn"),
        ("Ada Brenn (47), who", {"Ada_Brenn": "person"}, "Ada Brenn"),
        ("Ada Brenn, 47, who", {"Ada_Brenn": "person"}, "Ada Brenn"),
        ("Ada Brenn, a surgeon from Torvik, who", {"Ada_Brenn": "person", "Torvik": "place"}, "Ada Brenn"),
        ("Senator Ada Brenn of Torvik, who", {"Ada_Brenn": "person", "Torvik": "place"}, "Ada Brenn"),
        ("Ada Brenn met Jan Osk, who", {"Ada_Brenn": "person", "Jan_Osk": "person"}, "Jan Osk"),
        ("Ada Brenn met a senior official who", {"Ada_Brenn": "person"}, "a senior official"),
        ("It angered some fishermen who", {}, "some fishermen"),
        ("deputies like Ada Brenn, who", {"Ada_Brenn": "person"}, None),
        ("Ada Brenn spoke in Torvik, where it rained, and nobody knew who", {"Ada_Brenn": "person"}, None),
        ("He looked up. Who", {}, None),
    ],
)
def test_who_means_a_person(text: str, kinds: dict[str, Kind], expected: str | None) -> None:
    """The name or description right before, with what may stand between; else nobody."""
    word = text.split()[-1]
    assert antecedent(text, word, **kinds) == expected


@pytest.mark.parametrize(
    ("text", "kinds", "expected"),
    [
        ("the Grain Union, which", {"Grain_Union": "organisation"}, "Grain Union"),
        ("the Grain Union, a group that", {"Grain_Union": "organisation"}, "Grain Union"),
        ("He founded a party that", {}, "a party"),
        ("It rained, which", {}, None),
    ],
)
def test_which_means_an_organisation(text: str, kinds: dict[str, Kind], expected: str | None) -> None:
    """Also where a description stands between the name and its pronoun."""
    assert antecedent(text, text.split()[-1], **kinds) == expected
