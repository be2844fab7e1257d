"""What one speaker says in a text."""

from dataclasses import replace

import pytest

from onrecord.resolve.speaking import keep_speaker
from onrecord.types import Reading, Run
from tests.marked import read

TEXT = (
    "{s:Prime Minister [P:Ana-Maria Torvik]} {q:said} {c:no}. {s:She} {q:added} {c:that it was late}. "
    "{s:[P:Torvik]} {q:left} {c:it open}. {s:[P:Jan O’Dahl]} {q:said} {c:so}. {s:[P:Анна Рель]} {q:said} {c:yes}. "
    "{s:A senior official} {q:said} {c:it}. {q:It is said} {c:that it rains}."
)


@pytest.fixture
def reading() -> Reading:
    found = read(TEXT)
    document = found.document
    return Reading(document, found.statements, found.entities, Run("", "", ()))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Torvik", "s1 s2 s3"),
        ("torvik", "s1 s2 s3"),
        ("TORVIK", "s1 s2 s3"),
        ("Ana-Maria Torvik", "s1 s2 s3"),
        ("Ana Maria Torvik", "s1 s2 s3"),
        ("Torvik, Maria", "s1 s2 s3"),
        ("Ana Brenn", ""),
        ("Tor", ""),
        ("O'Dahl", "s4"),
        ("рель", "s5"),
        ("senior official", "s6"),
        ("she", ""),
        ("", ""),
        (" . ", ""),
        ("\ud800", ""),
    ],
)
def test_who_is_kept(reading: Reading, name: str, kept: str) -> None:
    """Statements of whom the text calls so, by pronoun too; all words of the name must stand in one form of it."""
    assert " ".join(s.id for s in keep_speaker(reading, name).statements) == kept


def test_entities_stay(reading: Reading) -> None:
    """Only statements are left out."""
    assert keep_speaker(reading, "Torvik").entities == reading.entities


def test_who_may_have_spoken_is_not_kept() -> None:
    """A candidate is no speaker."""
    found = read("{s:[P:Ana Torvik]} {q:said} {c:no}.")
    (statement,) = found.statements
    doubtful = replace(statement, speaker=None, speaker_candidates=(statement.speaker or "",))
    reading = Reading(found.document, (doubtful,), found.entities, Run("", "", ()))
    assert keep_speaker(reading, "Torvik").statements == ()
