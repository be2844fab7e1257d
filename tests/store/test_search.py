"""Words and filters find what was said, alike on both databases; copies are folded, pages lose nothing."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from zlib import crc32

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from onrecord.errors import QueryError
from onrecord.store import database, search
from onrecord.store.found import Query, ResultPage
from onrecord.store.store import Store
from tests.store.telling import Said, keep, tell

BRIDGE = tell(
    Said("Yara Quill", "the first shots came from the boathouse", role="the defence minister", said="2025-05-18"),
    Said("Edda Kolm", "not one weapon was discharged at the Teal Bridge", about="Teal Bridge"),
    Said("two officials", "the bridge would close", named=False, more=(("confidence", 0.4),)),
    Said("Ana Brück", "the Café by the half-open bridge was empty", more=(("manner", "direct"),)),
)
BUDGET = tell(
    Said("Oskar Vellin", "the budget for the bridge was 412 million", said="2025-06-27"),
    Said("Edda Kolm", "Yara Quill was mistaken", about="Yara Quill", more=(("asserted", False),)),
    Said("Anselm Torvik", "observers and observation were his affair"),
    Said("Dagny Torvik", "nobody observed anything", more=(("part", "caption"),)),
    outlet="Dunmere Gazette",
    published="2025-06-28",
)


@pytest.fixture(scope="module")
def told(shared_address: str) -> Iterator[Store]:
    """A record that is only asked."""
    with Store(shared_address) as store:
        keep(store, BRIDGE, BUDGET)
        yield store


def contents(page: ResultPage) -> set[str]:
    """The first two words of each hit."""
    return {" ".join(hit.content.split()[:2]) for hit in page.hits}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("boathouse", {"the first"}),
        ("bridge", {"not one", "the bridge", "the Café", "the budget"}),
        ('"teal bridge"', {"not one"}),
        ("BRIDGE empty", {"the Café"}),
        ("cafe", {"the Café"}),
        ("bruck", {"the Café"}),
        ("half open", {"the Café"}),
        ("half-open", {"the Café"}),
        ("bridge -budget -teal", {"the bridge", "the Café"}),
        ("boathouse OR budget", {"the first", "the budget"}),
        ("(boathouse OR budget) million", {"the budget"}),
        ("observ*", {"observers and", "nobody observed"}),
        ("obs*", {"observers and", "nobody observed"}),
        ('"observers and obs"*', {"observers and"}),
        ("412", {"the budget"}),
        ("quill shots", {"the first"}),
        ("nothing of this", set()),
    ],
)
def test_words_find_statements(told: Store, query: str, found: set[str]) -> None:
    """In content, source and the speaker's name, whatever their case and accents."""
    assert contents(told.search(Query(query))) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"speaker": "Edda Kolm"}, {"not one", "Yara Quill"}),
        ({"speaker": "torvik"}, {"observers and", "nobody observed"}),
        ({"speaker": "BRUCK"}, {"the Café"}),
        ({"about": "quill"}, {"Yara Quill"}),
        ({"outlet": "gazette"}, {"the budget", "Yara Quill", "observers and", "nobody observed"}),
        ({"manner": "direct"}, {"the Café"}),
        ({"part": "caption"}, {"nobody observed"}),
        ({"until": "2025-05"}, {"the first", "not one", "the bridge", "the Café"}),
        ({"since": "2025-06-28", "speaker": "kolm"}, {"Yara Quill"}),
        ({"since": "2025-06-29"}, set()),
        ({"said_since": "2025-05-18", "said_until": "2025-05-18"}, {"the first"}),
        ({"said_since": "2025-05-19"}, {"the budget"}),
        ({"said_until": "2025"}, {"the first", "the budget"}),
        ({"unnamed": True}, {"the bridge"}),
        ({"asserted": False}, {"Yara Quill"}),
        ({"min_confidence": 0.5, "until": "2025-05"}, {"the first", "not one", "the Café"}),
        ({"words": "bridge", "outlet": "meridian", "speaker": "kolm"}, {"not one"}),
        ({"words": "bridge", "about": "quill"}, set()),
    ],
)
def test_filters_must_all_hold(told: Store, filters: dict[str, object], found: set[str]) -> None:
    """Each by itself, with others, and with words."""
    assert contents(told.search(Query(**filters))) == found  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("filters", "line"),
    [
        ({"speaker": "Edda Kolb"}, "nearest: Edda Kolm"),
        ({"about": "Xyzzy"}, "nobody in the record is called so"),
        ({"speaker": ""}, "nobody"),
        ({"speaker": "'; DROP TABLE statements; --"}, "nobody"),
        ({"outlet": "Meridain"}, "nearest: Meridian"),
        ({"outlet": "%"}, "no outlet"),
        ({"since": "soon"}, "is no date; write 2025"),
        ({"until": "2025-02-30"}, "is no date"),
        ({"until": "2025-13"}, "is no date"),
        ({"said_since": "0000"}, "is no date"),
        ({"since": "２０２５"}, "is no date"),
        ({"since": "9999"}, "is no date"),
        ({"since": ""}, "is no date"),
        ({"limit": 0}, "from 1 to 200"),
        ({"cursor": "1.2.deadbeef"}, "not of this question"),
        ({"cursor": "x"}, "not of this question"),
        ({"words": 'bridge "teal'}, "not closed"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_line(told: Store, filters: dict[str, object], line: str) -> None:
    """With the mend, and the record stays as it is."""
    with pytest.raises(QueryError, match=line) as error:
        told.search(Query(**filters))  # type: ignore[arg-type]
    assert "\n" not in str(error.value)
    assert told.count()["statements"] == 8


def test_a_name_of_several_finds_all_and_says_so(told: Store) -> None:
    """They are listed."""
    assert told.search(Query(speaker="torvik")).notes[0].endswith("Anselm Torvik, Dagny Torvik.")


def test_a_hit_leads_to_its_words(told: Store) -> None:
    """Its spans are those of the reading, its marks stand on the words that were looked for."""
    hit = told.search(Query("shots")).hits[0]
    reading = told.load(hit.document)
    assert reading.quote(hit.content_spans) == hit.content == "the first shots came from the boathouse"
    assert reading.quote(hit.source_spans) == hit.source == hit.speaker == "Yara Quill"
    assert [hit.excerpt.text[s:e] for s, e in hit.excerpt.marks] == ["shots"]
    assert (hit.role, hit.outlet, hit.published) == ("the defence minister", "Meridian", "2025-05-19")
    assert hit.said == ("2025-05-18", "2025-05-19")
    assert hit.sha256 == BRIDGE.document.sha256


def test_a_long_content_is_cut_around_the_found_word(store: Store) -> None:
    """The excerpt is short, holds the word, and tells where it stands."""
    keep(store, tell(Said("Kolm", f"that {'far ' * 300}needle {'away ' * 300}")))
    hit = store.search(Query("needle")).hits[0]
    assert len(hit.excerpt.text) < 400
    assert [hit.excerpt.text[s:e] for s, e in hit.excerpt.marks] == ["needle"]
    assert store.load(hit.document).quote(hit.excerpt.spans) == hit.excerpt.text


def test_what_has_the_rare_word_more_often_comes_first(store: Store) -> None:
    """And of equals the newer."""
    keep(
        store,
        tell(Said("A", "the bridge is one of many things here that were spoken of at length"), published="2025-01-01"),
        tell(Said("B", "bridge after bridge after bridge"), published="2025-01-02"),
        tell(
            Said("C", "a bridge was then among few matters which they had named in such detail"),
            published="2025-01-03",
        ),
        *(tell(Said("D", f"nothing {n}"), published=f"2025-02-{n:02}") for n in range(1, 10)),
    )
    assert [hit.speaker for hit in store.search(Query("bridge")).hits] == ["B", "C", "A"]


def test_without_words_the_newest_come_first(told: Store) -> None:
    """Those of one text in its order."""
    hits = told.search(Query(min_confidence=0.0)).hits
    assert [hit.published for hit in hits] == ["2025-06-28"] * 4 + ["2025-05-19"] * 4
    assert [hit.number for hit in hits] == ["s1", "s2", "s3", "s4"] * 2


# Copies


def keep_copies(store: Store) -> tuple[int, int]:
    """Two texts of one witness, the second's statement an echo of the first's; the statements' numbers."""
    line = Said("Yara Quill", "the bridge stays closed")
    keep(store, tell(line), tell(line, outlet="Vanguard Line", published="2025-05-20"))
    with store._engine.begin() as connection:
        first, second = connection.execute(text("SELECT id FROM statements ORDER BY id")).scalars()
    return first, second


def test_a_copy_is_folded_into_its_original(store: Store) -> None:
    """One hit, one witness, two texts; who printed it too is told."""
    first, second = keep_copies(store)
    page = store.search(Query("bridge"))
    assert [hit.statement for hit in page.hits] == [first]
    assert (page.statements, page.witnesses, page.documents) == (1, 1, 2)
    assert [(copy.statement, copy.outlet) for copy in page.hits[0].copies] == [(second, "Vanguard Line")]


def test_a_copy_whose_original_is_filtered_out_is_shown_as_one(store: Store) -> None:
    """It leads to its original."""
    first, second = keep_copies(store)
    hit = store.search(Query("bridge", outlet="vanguard")).hits[0]
    assert (hit.statement, hit.is_copy) == (second, True)
    assert [copy.statement for copy in hit.copies] == [first]


def test_texts_of_no_group_are_witnesses_of_their_own(told: Store) -> None:
    """Each counts."""
    page = told.search(Query("bridge"))
    assert (page.statements, page.witnesses, page.documents) == (4, 2, 2)


def test_a_statement_of_an_earlier_version_says_so(store: Store) -> None:
    """What was changed later is found, and known for it."""
    old = tell(Said("Pell", "it began at the boathouse"))
    store.keep(old, "x")
    store.keep(tell(Said("Pell", "it began somewhere")), "x")
    hit = store.search(Query("boathouse")).hits[0]
    assert (hit.version, hit.versions) == (1, 2)


def test_a_statement_that_a_later_version_has_too_is_of_that_version(store: Store) -> None:
    """The later text is no other text that prints it."""
    line = Said("Pell", "it began at the boathouse")
    store.keep(tell(line), "x")
    store.keep(tell(line, Said("Wray", "no")), "x")
    (hit,) = store.search(Query("boathouse")).hits
    assert (hit.version, hit.versions, hit.copies) == (2, 2, ())


def test_a_superseded_reading_is_not_found(store: Store) -> None:
    """Only what is current is."""
    old = tell(Said("Pell", "it began at the boathouse"))
    keep(store, old)
    newer = replace(old, statements=(), run=replace(old.run, reader="onrecord 1"))
    keep(store, newer)
    assert store.search(Query("boathouse")).statements == 0


# Pages


def test_pages_hold_every_hit_once(store: Store) -> None:
    """Also while others are added."""
    keep(store, BRIDGE, BUDGET)
    seen = []
    cursor = None
    for n in range(10):
        page = store.search(Query("bridge", limit=1, cursor=cursor))
        seen += [hit.statement for hit in page.hits]
        assert page.statements == 4
        keep(store, tell(Said("Nobody", "another bridge"), published=f"2026-01-0{n + 1}"))
        if not (cursor := page.cursor):
            break
    assert len(seen) == len(set(seen)) == 4


def test_a_cursor_of_another_question_is_refused(told: Store) -> None:
    """It would give a page of neither."""
    cursor = told.search(Query("bridge", limit=1)).cursor
    with pytest.raises(QueryError, match="not of this question"):
        told.search(Query("budget", limit=1, cursor=cursor))


@pytest.mark.parametrize("query", [Query("bridge"), Query("bridge river"), Query(since="2025"), Query(speaker="kolm"),
                                   Query("bridge", speaker="kolm"), Query(about="quill")])  # fmt: skip
def test_of_too_many_the_last_added_are_looked_at(store: Store, monkeypatch: pytest.MonkeyPatch, query: Query) -> None:
    """And the answer says so."""
    monkeypatch.setattr(search, "BOUND", 5)
    days = [f"2025-01-{n:02}" for n in range(1, 21)]
    for n, day in enumerate(days):  # no copies of one another
        words = " ".join(f"{chr(97 + n)}{i}" for i in range(20))
        keep(store, tell(Said("Edda Kolm", f"the bridge over the river, Quill, {words}", about="Quill"), published=day))
    page = store.search(query)
    assert [hit.published for hit in page.hits] == days[:-6:-1]
    assert "added last" in page.notes[0]


# Hostile texts


@given(words=st.text(max_size=30), name=st.text(max_size=30))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_and_names_get_an_answer_or_a_line(told: Store, words: str, name: str) -> None:
    """No error of a database comes out."""
    for query in (Query(words), Query("bridge", speaker=name), Query(about=name), Query(outlet=name)):
        with contextlib.suppress(QueryError):
            assert told.search(query).statements <= 8


@given(content=st.text(st.characters(max_codepoint=0x10F7FE, exclude_characters=" \n"), min_size=1, max_size=40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_content_comes_back_as_it_is(store: Store, content: str) -> None:
    """Beside a word by which it is found, which no other example has: copies of earlier ones would stay hidden."""
    word = f"{crc32(content.encode('utf-8', 'surrogatepass'))}needle"
    store.keep(tell(Said("Kolm", f"{word} {content}"), title=word), word)
    assert [hit.content for hit in store.search(Query(word)).hits] == [f"{word} {content}"]


def test_an_index_made_anew_answers_as_the_old_one(told: Store) -> None:
    """`rebuild` loses nothing."""
    from onrecord.store import words

    before = told.search(Query("bridge -budget"))
    database.run(told._engine, words.rebuild, write=True)
    assert told.search(Query("bridge -budget")).hits == before.hits
