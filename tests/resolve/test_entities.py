"""Names -> entities: which are one, which never are, and what a state is called by."""

import pytest

from tests.marked import Read, read


def told_apart(marked: str) -> int:
    """How many different ones speak."""
    return len({s.speaker for s in read(marked).statements})


def by_name(found: Read) -> dict[str, tuple[str, str | None]]:
    """Kind and identifier of each entity, by its name."""
    return {e.name: (e.kind, e.identifier) for e in found.entities}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{s:[P:Ana Torvik]} {q:said} {c:no}. {s:[P:Torvik]} {q:said} {c:so}.", "Ana Torvik"),
        ("{s:[P:Torvik]} {q:said} {c:no}. {s:[P:Ana Torvik]} {q:said} {c:so}.", "Ana Torvik"),
        ("{s:[P:Ana Torvik]} {q:said} {c:no}. {s:[P:Ana]} {q:said} {c:so}.", "Ana Torvik"),
        ("{s:[P:Ana Torvik]} {q:said} {c:no}. {s:[P:A. Torvik]} {q:said} {c:so}.", "Ana Torvik"),
        ("{s:[P:A. Torvik]} {q:said} {c:no}. {s:[P:Ana Torvik]} {q:said} {c:so}.", "Ana Torvik"),
        ("{s:[P:A. J. Torvik]} {q:said} {c:no}. {s:[P:A.J. Torvik]} {q:said} {c:so}.", "A. J. Torvik"),
        ("{s:[P:Ana Maria Torvik]} {q:said} {c:no}. {s:[P:Ana Torvik]} {q:said} {c:so}.", "Ana Maria Torvik"),
        ("{s:[P:William Orsolin]} {q:said} {c:no}. {s:[P:Bill Orsolin]} {q:said} {c:so}.", "William Orsolin"),
        ("{s:Prime Minister [P:Torvik]} {q:said} {c:no}. {s:Mrs. [P:Ana Torvik]} {q:said} {c:so}.", "Ana Torvik"),
        ("{s:[P:Elia Dahl]} {q:said} {c:no}. {s:[P:Mr. Dahl]} {q:said} {c:so}.", "Elia Dahl"),
        ("{s:[P:Elia Vance Jr.]} {q:said} {c:no}. {s:[P:Vance]} {q:said} {c:so}.", "Elia Vance Jr."),
        ("{s:[P:Tomas May]} {q:said} {c:no}. {s:Mr. May} {q:said} {c:so}.", "Tomas May"),
    ],
)
def test_forms_of_a_persons_name(text: str, name: str) -> None:
    """Full, short, initialled and titled forms are one person's, and the fullest names them."""
    assert set(read(text).speakers) == {name}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{s:[P:Anna-Lena van der Brenn]} {q:said} {c:no}. {s:[P:Van der Brenn]} {q:said} {c:so}. {s:[P:Brenn]} "
         "{q:said} {c:so}.", "Anna-Lena van der Brenn"),
        ("{s:[P:van der Brenn]} {q:said} {c:no}. {s:[P:Brenn]} {q:said} {c:so}.", "van der Brenn"),
        ("{s:[P:Brenn]} {q:said} {c:no}. {s:[P:van der Brenn]} {q:said} {c:so}.", "van der Brenn"),
        ("{s:[P:Karim al-Sahl]} {q:said} {c:no}. {s:[P:Al-Sahl]} {q:said} {c:so}.", "Karim al-Sahl"),
        ("{s:[P:Ossian O’Dahl]} {q:said} {c:no}. {s:[P:O'Dahl]} {q:said} {c:so}.", "Ossian O’Dahl"),
        ("{s:[P:Анна Торвик]} {q:said} {c:no}. {s:[P:Торвик]} {q:said} {c:so}.", "Анна Торвик"),
        ("{s:[P:Umaro]} {q:said} {c:no}. {s:[P:Umaro]} {q:said} {c:so}.", "Umaro"),
        ("{s:PRIME MINISTER [P:ANA TORVIK]} {q:SAID} {c:NO}. {s:[P:TORVIK]} {q:SAID} {c:SO}.", "ANA TORVIK"),
        ("{s:[P:TORVIK]} {q:SAYS} {c:NO}\n\n{s:[P:Ana Torvik]} {q:said} {c:no}.", "Ana Torvik"),
        ("{s:prime minister [P:ana torvik]} {q:said} {c:no}. {s:[P:torvik]} {q:said} {c:so}.", "ana torvik"),
    ],
)  # fmt: skip
def test_names_of_every_make(text: str, name: str) -> None:
    """Particles, apostrophes, other scripts, single words, capitals and small letters."""
    assert set(read(text).speakers) == {name}


@pytest.mark.parametrize(
    "text",
    [
        "{s:The [O:Harbour Union] ([O:HU])} {q:said} {c:no}. {s:[O:HU]} {q:said} {c:so}.",
        "{s:The [O:Harbour Union] (HU)} {q:said} {c:no}. {s:HU} {q:said} {c:so}.",
        "{s:The [O:Harbour Union]} {q:said} {c:no}. {s:The [O:H.U.]} {q:said} {c:so}.",
        "{s:[O:HU]} {q:said} {c:no}. {s:The [O:Harbour Union]} {q:said} {c:so}.",
        "{s:The [O:Harbour Union] ([O:HARBUN])} {q:said} {c:no}. {s:[O:HARBUN]} {q:said} {c:so}.",
        "{s:The [O:Harbour Union]} {q:said} {c:no}. {s:The [O:Union]} {q:said} {c:so}.",
    ],
)
def test_short_forms_of_an_organisation(text: str) -> None:
    """An acronym in brackets and after, and the last words of a name."""
    assert set(read(text).speakers) == {"Harbour Union"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{s:The [O:Ministry of Ports]} {q:said} {c:no}. {s:The [O:Ports Ministry]} {q:said} {c:so}.",
         "Ministry of Ports"),
        ("{s:The [O:Kelvaran Ministry of Ports]} {q:said} {c:no}. {s:The [O:Ports Ministry]} {q:said} {c:so}.",
         "Kelvaran Ministry of Ports"),
        ("{s:The [O:Ports Department]} {q:said} {c:no}. {s:[O:Ports]} {q:said} {c:so}.", "Ports Department"),
    ],
)  # fmt: skip
def test_words_of_a_ministry_in_another_order(text: str, name: str) -> None:
    """A ministry is the same whichever way it is written."""
    assert set(read(text).speakers) == {name}


@pytest.mark.parametrize(
    "text",
    [
        "{s:[P:Jan Brenn]} {q:said} {c:no}. {s:[P:Ada Brenn]} {q:said} {c:so}.",
        "{s:[P:J. Brenn]} {q:said} {c:no}. {s:[P:K. Brenn]} {q:said} {c:so}.",
        "{s:Mr. [P:Brenn]} {q:said} {c:no}. {s:Mrs. [P:Brenn]} {q:said} {c:so}.",
        "{s:[P:Elia Vance Sr.]} {q:said} {c:no}. {s:[P:Elia Vance Jr.]} {q:said} {c:so}.",
        "{s:[P:Elia Vance] Sr.} {q:said} {c:no}. {s:[P:Elia Vance], Jr.,} {q:said} {c:so}.",
        "{s:[P:Elia Vance]} {q:said} {c:no}. {s:[P:Elia Vance III]} {q:said} {c:so}.",
        "{s:[P:Ana Torvik]} {q:said} {c:no}. {s:The [O:Torvik Foundation]} {q:said} {c:so}.",
        "{s:[P:Ana Torvik]} {q:said} {c:no}. {s:The [P:Torvik] campaign} {q:said} {c:so}.",
        "{s:[P:Jan Brenn], who heads [O:Brenn],} {q:said} {c:no}. {s:[O:Brenn]} {q:said} {c:so}.",
        "{s:[P:Jan Brenn], the founder of [O:Brenn],} {q:said} {c:no}. {s:[O:Brenn]} {q:said} {c:so}.",
        "{s:[P:Ines Jordan]} {q:said} {c:no}. {s:[L:Jordan]} {q:said} {c:so}.",
        "{s:[P:Chad Venn]} {q:said} {c:no}. {s:[L:Chad]} {q:said} {c:so}.",
        "{s:The [O:Kelvaran Ports Ministry]} {q:said} {c:no}. {s:The [O:Osmark Ports Ministry]} {q:said} {c:so}.",
        "{s:[L:Niger]} {q:said} {c:no}. {s:[L:Nigeria]} {q:said} {c:so}.",
        "{s:[L:Guinea]} {q:said} {c:no}. {s:[L:Guinea-Bissau]} {q:said} {c:so}.",
        "{s:[L:Mexico]} {q:said} {c:no}. {s:[L:New Mexico]} {q:said} {c:so}.",
        "{s:[P:Jan Brenn]} {q:said} {c:no}. {s:The other [P:Jan Brenn]} {q:said} {c:so}.",
        "{s:[P:Jan Brenn]} {q:said} {c:no}. {s:His namesake, Dr. [P:Jan Brenn],} {q:said} {c:so}.",
    ],
)
def test_two_are_never_one(text: str) -> None:
    """Kin, a leader and what they lead, a state and its namesakes, two of one office in two states."""
    assert told_apart(text) == 2


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("{s:[P:J. Venn]} {q:said} {c:it}. {s:[P:Jan Venn]} {q:said} {c:no}. {s:[P:Jonas Venn]} {q:said} {c:so}.", 0),
        ("{s:[P:Jan Venn]} {q:said} {c:no}. {s:[P:J. Venn]} {q:said} {c:it}. {s:[P:Jonas Venn]} {q:said} {c:so}.", 1),
        ("{s:[P:Jan Brenn]} {q:said} {c:no}. {s:[P:Ada Brenn]} {q:said} {c:so}. {s:[P:Brenn]} {q:said} {c:it}.", 2),
        ("{s:[P:Jan Brenn]} {q:said} {c:no}. {s:Another [P:Jan Brenn]} {q:said} {c:so}. "
         "{s:[P:Jan Brenn]} {q:said} {c:it}.", 2),
        ("{s:[O:Ports Ministry]} {q:said} {c:it}. {s:The [O:Kelvaran Ports Ministry]} {q:said} {c:no}. "
         "{s:The [O:Osmark Ports Ministry]} {q:said} {c:so}.", 0),
        ("{s:The [O:Kelvaran Action Party]} {q:said} {c:no}. {s:[O:KAP]} {q:said} {c:it}. "
         "{s:The [O:Kelvaran Air Patrol]} {q:said} {c:so}.", 1),
    ],
)  # fmt: skip
def test_what_fits_two_does_not_join_them(text: str, doubtful: int) -> None:
    """A form that may be either's leaves them two, and names neither: both are candidates at most."""
    found = list(read(text).statements)
    unclear = found.pop(doubtful)
    both = {s.speaker for s in found}
    assert len(both - {None}) == 2
    assert unclear.speaker is None
    assert unclear.speaker_candidates
    assert set(unclear.speaker_candidates) <= both


def test_a_state_and_its_namesake_are_told_by_the_words_beside() -> None:
    """'In Jordan' is the place, though the text has a woman of that name."""
    found = read("{s:[P:Ines Jordan]} {q:said} {c:no}. She was born in [P:Jordan]. {s:[P:Jordan]} {q:said} {c:so}.")
    assert found.speakers == ["Ines Jordan", None]  # the last may be either
    assert found.entity("Jordan").kind == "place"


def test_a_name_like_a_month() -> None:
    """April and May are people where they are named so."""
    found = read("{s:[P:April May]} {q:said} {c:in May it rains}. {s:Ms. May} {q:said} {c:so}. It was April.")
    assert found.speakers == ["April May", "April May"]
    assert [e.name for e in found.entities] == ["April May"]


def test_a_title_is_no_surname() -> None:
    """'Senior' behind a name does not make every senior official that person."""
    found = read("{s:[P:Elia Vance Senior]} {q:said} {c:no}. A Senior Fellow left.")
    assert len(found.entity("Elia Vance Senior").mentions) == 1


# States; their names are real, for they stand in a table.


def test_names_of_a_state_are_one() -> None:
    """Its name and its abbreviation, by one identifier."""
    found = read("{s:The [L:United Kingdom]} {q:said} {c:no}. {s:The [L:UK]} {q:said} {c:so}.")
    assert by_name(found) == {"United Kingdom": ("state", "iso3166:GB")}


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("{s:[L:Yerevan]} {q:said} {c:the ferries would run}.", "Yerevan", "AM"),
        ("{s:The [L:Kremlin]} {q:said} {c:the ferries would run}.", "Kremlin", "RU"),
        ("{s:[L:Armenia]} {q:said} {c:the ferries would run}.", "Armenia", "AM"),
    ],
)
def test_a_state_speaks(text: str, name: str, code: str) -> None:
    """By its name, its capital, its seat of government."""
    found = read(text)
    assert found.speakers == [name]
    assert by_name(found)[name] == ("state", f"iso3166:{code}")


@pytest.mark.parametrize(
    "text",
    [
        "The bus left [L:Yerevan] at noon. {s:[P:Ana Torvik]} {q:said} {c:it was late}.",
        "{s:Officials in [L:Yerevan]} {q:said} {c:it was late}.",
        "{s:A driver from [L:Yerevan]} {q:said} {c:it was late}.",
    ],
)
def test_a_capital_is_a_place_where_it_does_not_speak(text: str) -> None:
    """Somebody in a capital speaks for themselves."""
    found = read(text)
    assert by_name(found)["Yerevan"] == ("place", None)
    assert "Yerevan" not in found.speakers


def test_a_people_is_no_state() -> None:
    """Armenians are not Armenia."""
    found = read("{s:[G:Armenians]} {q:said} {c:it was late}. {s:[L:Armenia]} {q:said} {c:so}.")
    assert by_name(found) == {"Armenians": ("group", None), "Armenia": ("state", "iso3166:AM")}


def test_a_form_that_may_mean_something_else_gets_no_identifier() -> None:
    """Georgia is a state of two kinds, Washington a city and a man."""
    found = read("{s:[L:Georgia]} {q:said} {c:no}. {s:[L:Washington]} {q:said} {c:so}.")
    assert [e.identifier for e in found.entities] == [None, None]


def test_a_states_officer_speaks_on_its_behalf() -> None:
    """Its adjective in a role leads to the state that the text names elsewhere."""
    found = read("[L:Armenia] waits. {s:Armenian Defence Minister [P:Suren Dahl]} {q:said} {c:the ferries would run}.")
    assert found.name(found.statements[0].on_behalf_of) == "Armenia"


def test_a_counterpart_is_another() -> None:
    """'His Russian counterpart' is named behind it, and speaks for another state."""
    found = read(
        "{s:Armenian Defence Minister [P:Suren Dahl]} {q:said} {c:no}. {s:His Russian counterpart, [P:Josef Dask],} "
        "{q:said} {c:so}."
    )
    assert found.speakers == ["Suren Dahl", "Josef Dask"]
    assert [found.name(s.on_behalf_of) for s in found.statements] == ["Armenia", "Russia"]
