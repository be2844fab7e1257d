"""Who somebody is: names, roles over time, words said and said of them; namesakes are kept apart."""

import pytest

from onrecord.ask.who import who
from onrecord.store import profiles
from onrecord.store.found import Profile
from onrecord.store.store import Store
from tests.store.telling import Said, keep, tell

MARR = (
    tell(
        Said("Ilse Marr", "she would not leave", role="the deputy foreign minister", to="lawmakers"),
        Said("Bastian Crewe", "Ilse Marr was packing", about="Ilse Marr"),
        outlet="Dunmere Gazette", published="2025-04-17",
    ),
    tell(
        Said("Ilse Marr", "there was no letter", role="foreign minister", via="on Radio Lowen"),
        Said("Ilse Marr", "it was not stopped", role="Foreign Minister", to="lawmakers"),
        Said("Ilse Brandau", "Ilse Marr had been asked", about="Ilse Marr"),
        published="2025-09-23",
    ),
)  # fmt: skip


def profile(store: Store, name: str) -> Profile:
    found = who(store, name).profile
    assert found, name
    return found


@pytest.fixture
def marr(store: Store) -> Profile:
    keep(store, *MARR)
    return profile(store, "Ilse Marr")


def test_roles_have_the_days_of_their_first_and_last_text(marr: Profile) -> None:
    """In the order in which they begin, whatever their case and article."""
    assert [(r.words, r.first, r.last, r.count) for r in marr.roles] == [
        ("the deputy foreign minister", "2025-04-17", "2025-04-17", 1),
        ("foreign minister", "2025-09-23", "2025-09-23", 1),
    ]


def test_what_they_said_is_told_newest_first(marr: Profile) -> None:
    """Those of one text in its order."""
    assert [hit.content for hit in marr.said] == ["there was no letter", "it was not stopped", "she would not leave"]
    assert marr.statements == 3


def test_hearers_outlets_and_media_are_counted_by_text(marr: Profile) -> None:
    """With the days of the first and last."""
    assert [(t.name, t.count, t.first, t.last) for t in marr.hearers] == [("lawmakers", 2, "2025-04-17", "2025-09-23")]
    assert {(t.name, t.count) for t in marr.outlets} == {("Dunmere Gazette", 1), ("Meridian", 1)}
    assert [t.name for t in marr.media] == ["on Radio Lowen"]


def test_who_speaks_of_them_is_told(marr: Profile) -> None:
    """And what they say."""
    assert {t.name for t in marr.speakers} == {"Bastian Crewe", "Ilse Brandau"}
    assert [hit.content for hit in marr.spoken_of] == ["Ilse Marr had been asked", "Ilse Marr was packing"]


def test_what_they_are_called_is_told_and_by_whom(store: Store) -> None:
    """In the words of the texts."""
    keep(store, *MARR)
    called = profile(store, "Ilse Marr").called
    assert [(c.words, c.count, c.outlets) for c in called] == [("Ilse Marr", 2, ("Dunmere Gazette", "Meridian"))]


def test_a_given_name_alone_is_no_namesake(marr: Profile) -> None:
    """Ilse Brandau is somebody else."""
    assert marr.namesakes == ()


def test_namesakes_are_listed_apart(store: Store) -> None:
    """A surname of two gives both to choose from; the full name gives one, and tells of the other."""
    keep(
        store,
        tell(Said("Anselm Torvik", "a", role="the president"), Said("Dagny Torvik", "b", role="an economist")),
        tell(Said("Dagny Torvik", "c", role="an economist"), published="2025-05-20"),
    )
    several = who(store, "torvik")
    assert several.profile is None
    assert [(p.name, r) for p, r in zip(several.choices, several.roles, strict=True)] == [
        ("Dagny Torvik", "an economist"),
        ("Anselm Torvik", "the president"),
    ]
    one = profile(store, "Anselm Torvik")
    assert one.statements == 1
    assert [p.name for p in one.namesakes] == ["Dagny Torvik"]


def keep_namesakes(store: Store) -> None:
    """Two of one name."""
    keep(
        store,
        tell(Said("Jonas Pell", "the budget will pass", role="the deputy"), published="2025-06-27"),
        tell(Said("Jonas Pell", "it began at the boathouse", role="a fisherman"), published="2025-05-20"),
    )
    store.judge("1:e1", "2:e1", same=False)


def test_two_actors_of_one_name_are_told_apart(store: Store) -> None:
    """The name gives both, the number of an actor one, who has the other for a namesake."""
    keep_namesakes(store)
    several = who(store, "Jonas Pell")
    assert set(several.roles) == {"the deputy", "a fisherman"}
    fisherman, deputy = (f"a{p.actor}" for _, p in sorted(zip(several.roles, several.choices, strict=True)))
    assert [hit.content for hit in profile(store, fisherman).said] == ["it began at the boathouse"]
    assert [f"a{p.actor}" for p in profile(store, fisherman).namesakes] == [deputy]


def test_forms_that_differ_in_case_or_accents_are_one_name(store: Store) -> None:
    """Whichever is asked for, of one who stands as one."""
    keep(store, tell(Said("Søren Brück", "a")), tell(Said("SØREN BRÜCK", "b"), published="2025-05-20"))
    store.judge(1, 2)
    assert profile(store, "soren bruck").statements == 2


def test_a_name_of_nobody_gets_the_nearest(store: Store) -> None:
    """By how it is written."""
    keep(store, *MARR)
    answer = who(store, "Ilsa Mar")
    assert answer.profile is None
    assert answer.nearest[0] == "Ilse Marr"


@pytest.mark.parametrize(
    "name", ["", " ", "%", "_", "'; DROP TABLE names; --", "a99", "\0", "\ud800", "(((", "a" * 5000]
)
def test_a_name_that_is_none_matches_nobody(store: Store, name: str) -> None:
    """Whatever it holds."""
    keep(store, *MARR)
    answer = who(store, name)
    assert answer.profile is None
    assert answer.choices == ()


def test_a_description_is_nobody_to_ask_for(store: Store) -> None:
    """Only names are."""
    keep(store, tell(Said("two officials", "it would close", named=False)))
    assert who(store, "officials").choices == ()


def test_copies_are_not_counted_twice(store: Store) -> None:
    """Ten papers that print one wire story are one witness."""
    line = Said("Yara Quill", "the bridge stays closed", role="the minister")
    keep(store, tell(line), tell(line, outlet="Vanguard Line", published="2025-05-20"))
    found = profile(store, "Yara Quill")
    assert (found.statements, found.witnesses, found.documents) == (1, 1, 2)
    assert [r.count for r in found.roles] == [1]
    assert [copy.outlet for copy in found.said[0].copies] == ["Vanguard Line"]


def test_of_too_many_documents_the_last_added_are_looked_at(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the profile says so."""
    monkeypatch.setattr(profiles, "MOST", 3)
    keep(store, *(tell(Said("Edda Kolm", f"no {n}"), published=f"2025-01-0{n}") for n in range(1, 7)))
    found = profile(store, "Edda Kolm")
    assert [hit.content for hit in found.said] == ["no 6", "no 5", "no 4"]
    assert "more than 3" in found.notes[0]
