"""What one place of a text tells of others."""

import pytest

from onrecord.detect.repeats import find_repeats, read_acronyms
from tests.work import measure


def spans_of(text: str, *words: str) -> list[tuple[int, int]]:
    return [(text.index(w), text.index(w) + len(w)) for w in words]


def repeats(text: str, *names: str) -> list[str]:
    """The sentences' places where the names stand again, as words with what precedes them."""
    found = find_repeats(text, names, sorted(spans_of(text, *names)))
    assert all(text[slice(*span)] == form for span, form in found)
    return [text[max(0, start - 4) : end] for (start, end), _ in found]


@pytest.mark.parametrize(
    ("text", "words", "acronym"),
    [
        ("The Grain Export Union (GEU) met.", "Grain Export Union", "GEU"),
        ("Brenn's Ministry of Inner Affairs (MIA) said so.", "Ministry of Inner Affairs", "MIA"),
        ("The Grain Export Union (Grexu) met.", "Grain Export Union", "Grexu"),
        ("Ada Brenn (TORVIK) said so.", "Ada Brenn", None),
        ("The Grain Export Union (a group of nine) met.", "Grain Export Union", None),
        ("Torvik (TV) is a town.", "Torvik", None),
    ],
)
def test_an_acronym_is_of_the_kind_of_what_it_stands_for(text: str, words: str, acronym: str | None) -> None:
    """In brackets right behind a name that begins with its letter, and nowhere else."""
    found = read_acronyms(text, [(span, "organisation") for span in spans_of(text, words)])
    assert found == ({acronym: "organisation"} if acronym else {})


def test_a_name_is_found_again() -> None:
    """In its own capitals, as whole words, and not inside of another name."""
    text = "Ada Brenn and Brenn Mills met. The aide of Brenn, a Brennish man, and brenn itself; Brenn."
    assert repeats(text, "Ada Brenn", "Brenn Mills") == []
    assert repeats("We saw Torvik and then Torvik, torvik and Torviks.", "Torvik") == ["hen Torvik"]


def test_the_longest_name_wins() -> None:
    """Where two names fit, the whole one is meant."""
    text = "A Brenn, a Brenn Mills. Then the Brenn Mills again."
    assert repeats(text, "Brenn", "Brenn Mills") == ["the Brenn Mills"]


def test_a_word_that_opens_a_sentence_is_no_name_by_itself() -> None:
    """'Read' may be anybody's name or a verb; an acronym is no verb."""
    assert repeats("The man is Read. Read this. The GEU. GEU said so.", "Read", "GEU") == ["EU. GEU"]


def test_many_names_take_little_time() -> None:
    """Two thousand names in a long text: time grows with the text."""
    names = [f"Name{i:04} Torvik" for i in range(2000)]
    text = " said so. ".join(names) + " went. The " + " and ".join(reversed(names))
    spans = sorted(spans_of(text, *names))
    assert len(find_repeats(text, names, spans)) == 2000
    assert measure(lambda: find_repeats(text, names, spans)) < 10
