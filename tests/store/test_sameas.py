"""Who is one across documents: judged by signs, corrected by people, nobody merged, nothing erased."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Row, select

from onrecord.cli import cli
from onrecord.errors import InputError
from onrecord.store import database
from onrecord.store.likeness import choose
from onrecord.store.lookup import UnclearNameError
from onrecord.store.partition import Edge, Node, part
from onrecord.store.portraits import Portrait, draw_portraits
from onrecord.store.removing import remove_document
from onrecord.store.schema import actors, entities, events, judgements, metadata, readings
from onrecord.store.schema import names as called
from onrecord.store.store import Store
from onrecord.store.writing import Given
from onrecord.types import Document, Entity, EntityKind, Reading, Run

RUN = Run("onrecord 0", "sha256:0", ())
Named = tuple[EntityKind, str]


def person(name: str) -> Named:
    return "person", name


def place(name: str) -> Named:
    return "place", name


def body(name: str) -> Named:
    return "organisation", name


def read(text: str, *named: Named, day: str | None = "2025-04-01", identifier: str | None = None) -> Reading:
    """A reading whose entities are named by these words; the first has the identifier."""
    found = []
    for i, (kind, words) in enumerate(named, 1):
        spans = tuple(m.span() for m in re.finditer(re.escape(words), text))
        assert spans, words
        found.append(Entity(f"e{i}", kind, words, spans, ("name",) * len(spans),
                            identifier=identifier if i == 1 else None))  # fmt: skip
    return Reading(Document("a", text, published=day), (), tuple(found), RUN)


def keep(store: Store, *told: Reading) -> list[int]:
    """The documents, by their numbers."""
    return [store.keep(reading, reading.document.sha256).document for reading in told]


def actor_of(store: Store, document: int, number: str = "e1") -> int | None:
    asked = select(entities.c.actor_id).join(readings, readings.c.id == entities.c.reading_id)
    asked = asked.where(readings.c.document_id == document, readings.c.current, entities.c.number == number)
    found: int | None = database.run(store._engine, lambda c: c.execute(asked).scalar())
    return found


def empty(store: Store) -> None:
    """Every example of a property begins with nothing."""
    tables = [table for table in reversed(metadata.sorted_tables) if table.name not in ("record", "counters")]
    database.run(store._engine, lambda c: [c.execute(table.delete()) for table in tables], write=True)


def load_parts(store: Store) -> dict[int, int | None]:
    """Each entity's actor."""
    asked = select(entities.c.id, entities.c.actor_id)
    rows = database.run(store._engine, lambda c: c.execute(asked).all())
    return {row.id: row.actor_id for row in rows}


def load_actors(store: Store) -> set[tuple[int, int, int]]:
    """Each actor, how many entities it holds, and its head."""
    asked = select(actors.c.id, actors.c.entities, actors.c.head_id)
    return {tuple(row) for row in database.run(store._engine, lambda c: c.execute(asked).all())}


KOLM = person("Edda Kolm")
MINISTER = read("Osmarkian Foreign Minister Edda Kolm said no.", KOLM)
AGAIN = read("Edda Kolm, the foreign minister of Osmark, said yes.", KOLM, day="2025-05-01")
SINGER = read("The singer Edda Kolm cancelled her tour with Lis Farr.", KOLM, person("Lis Farr"), day="2025-05-02")


# What the machine judges.


def test_one_office_and_name_are_one(store: Store) -> None:
    """Two documents that name the same minister have one actor, for a reason in words."""
    first, second = keep(store, MINISTER, AGAIN)
    assert actor_of(store, first) == actor_of(store, second)
    [judgement] = store.judgements(actor_of(store, first) or 0)
    assert judgement.same
    assert judgement.probability >= 0.9
    assert judgement.run is not None
    assert judgement.reason == "same full name, same office (foreign minister), of the same side"


def test_a_namesake_in_another_trade_is_somebody_else(store: Store) -> None:
    """A full name alone does not make a singer a minister."""
    first, second = keep(store, MINISTER, SINGER)
    assert actor_of(store, first) != actor_of(store, second)
    assert [person.name for person in store.find_people("Kolm")] == ["Edda Kolm", "Edda Kolm"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            read("Jan Dray Sr. retired.", person("Jan Dray Sr.")),
            read("Jan Dray Jr. took over.", person("Jan Dray Jr.")),
        ),
        (read("Minister Yara Quill left.", person("Yara Quill")), read("Abel Quill left.", person("Abel Quill"))),
        (
            read("Lund Shipping sank.", body("Lund Shipping")),
            read("Harald Lund, a baker, swam.", person("Harald Lund")),
        ),
        (read("Snow fell in Jordan.", place("Jordan")), read("Coach Elis Jordan fell.", person("Elis Jordan"))),
        (
            read("Velmarian Interior Minister Karl Storm spoke.", person("Karl Storm")),
            read("Osmarkian Interior Minister Karl Storm spoke.", person("Karl Storm")),
        ),
        (
            read("The Defence Ministry of Kelvara denied it.", body("Defence Ministry of Kelvara")),
            read("The Defence Ministry of Osmark denied it.", body("Defence Ministry of Osmark")),
        ),
        (read("Torvik laughed.", person("Torvik")), read("Anselm Torvik wept.", person("Anselm Torvik"))),
    ],
    ids=["father and son", "one surname", "company and head", "state and person", "two states", "bodies", "surname"],
)
def test_namesakes_stay_apart(store: Store, one: Reading, other: Reading) -> None:
    """Where names differ, or nothing but a common part of them agrees, nobody is joined."""
    first, second = keep(store, one, other)
    assert actor_of(store, first) != actor_of(store, second)


def test_a_bare_surname_goes_where_office_and_state_lead(store: Store) -> None:
    """ "Kolm, the Osmarkian foreign minister" is the one of two Kolms who is that."""
    first, second, _, last = keep(
        store, MINISTER, AGAIN, read("Dora Kolm, a nurse from Corran, sang.", person("Dora Kolm")),
        read("Kolm, the Osmarkian foreign minister, left.", person("Kolm"))
    )  # fmt: skip
    assert actor_of(store, last) == actor_of(store, first) == actor_of(store, second)


def test_a_body_is_known_by_whose_it_is(store: Store) -> None:
    """The adjective before a common name says as much as "of" behind it."""
    first, second = keep(
        store, read("The Defence Ministry of Kelvara, Otto Kern said, slept.", body("Defence Ministry of Kelvara"),
                    person("Otto Kern")),
        read("The Kelvaran Defence Ministry woke, Otto Kern said.", body("Defence Ministry"), person("Otto Kern"))
    )  # fmt: skip
    assert actor_of(store, first) == actor_of(store, second)


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("The Kelvaran Parliament sat until noon.", {"kelvar"}),
        ("The Parliament sat until noon.", set()),
        ("In Parliament nobody spoke.", set()),
        ("When Parliament sat, nobody spoke.", set()),
    ],
)
def test_a_word_that_opens_a_sentence_is_no_side(text: str, sides: set[str]) -> None:
    """Only an adjective before a common name says whose body it is."""
    [portrait] = draw_portraits(read(text, body("Parliament"))).values()
    assert portrait.sides.keys() == sides


def test_an_identifier_joins_and_another_one_parts(store: Store) -> None:
    """One state is one by its code, whatever its name; two people whose identifiers differ are two."""
    told = [
        read("Burma voted.", ("state", "Burma"), identifier="iso3166:MM"),
        read("Myanmar voted.", ("state", "Myanmar"), identifier="iso3166:MM"),
        replace(MINISTER, entities=(replace(MINISTER.entities[0], identifier="wikidata:Q1"),)),
        replace(AGAIN, entities=(replace(AGAIN.entities[0], identifier="wikidata:Q2"),)),
    ]
    burma, myanmar, one, other = (actor_of(store, document) for document in keep(store, *told))
    assert burma == myanmar
    assert one != other
    assert not store.judgements(burma or 0)


def test_whom_the_record_knows_in_two_parts_is_no_doubt() -> None:
    """One name in two parts that are told alike: who bears it is led to the greater part. Two who are told apart are
    two, and who bears their name may be either."""
    name = ("Ana Torvik",)
    minister = Portrait({"person": 40}, name, offices={"prime minister": None})
    other = Portrait({"person": 20}, name, offices={"prime minister": None})
    bare = Portrait({"person": 1}, name)
    judged = choose(bare, {1: minister, 2: other}, (), 100)
    assert judged
    assert (judged.actor, judged.same) == (1, True)
    judged = choose(bare, {1: minister, 2: replace(other, offices={"singer": None})}, (), 100)
    assert judged
    assert not judged.same


def test_a_rival_is_no_office(store: Store) -> None:
    """What somebody is to others tells them from no namesake."""
    one = read("Prime Minister Ana Torvik spoke in Lowen. She was calm.", person("Ana Torvik"))
    other = read("His rival Ana Torvik spoke in Lowen again.", person("Ana Torvik"), day="2025-04-02")
    a, b = keep(store, one, other)
    assert actor_of(store, a) == actor_of(store, b)


def test_who_is_not_named_is_nobody_across_documents(store: Store) -> None:
    """Two senior officials are not one, and none of them is an actor."""
    text = "A senior official said no."
    unnamed = Entity("e1", "person", "A senior official", ((0, 17),), ("nominal",), named=False)
    [document] = keep(store, Reading(Document("a", text), (), (unnamed,), RUN))
    assert actor_of(store, document) is None


def test_two_people_of_one_document_are_never_one(store: Store) -> None:
    """The reader told them apart, for the text does."""
    both = read("Edda Kolm, the foreign minister of Osmark, met another Edda Kolm, a singer.", KOLM, KOLM)
    first, second = keep(store, MINISTER, both)
    assert actor_of(store, second, "e1") != actor_of(store, second, "e2")
    assert actor_of(store, first) in (actor_of(store, second, "e1"), actor_of(store, second, "e2"), None)


def test_a_new_reading_supersedes_and_weighs_once(store: Store) -> None:
    """Who was in the old reading is who is in the new one, and counts once."""
    [first] = keep(store, MINISTER)
    actor = actor_of(store, first)
    keep(store, replace(MINISTER, run=replace(RUN, reader="onrecord 1")))
    assert actor_of(store, first) == actor
    assert [a.size for a in store.find_people("Edda Kolm")] == [1]
    assert store.rebuild_actors() == 1
    assert actor_of(store, first) == actor


# What people judge.


def test_a_person_joins_whom_the_machine_left_apart(store: Store) -> None:
    """Their word is kept with its reason, and what was done is in the log."""
    keep(store, read("Mayor Ruth Abel spoke.", person("Ruth Abel")), read("Ruth Storm spoke.", person("Ruth Storm")))
    verdict = store.judge("Ruth Abel", "Ruth Storm", reason="she married")
    assert verdict.holds
    assert verdict.a.actor == verdict.b.actor
    assert (verdict.judgement.by_person, verdict.judgement.reason) == (True, "she married")
    assert set(verdict.a.names) == {"Ruth Abel", "Ruth Storm"}
    logged = database.run(store._engine, lambda c: c.execute(select(events.c.kind, events.c.summary)).all())
    assert [kind for kind, _ in logged] == ["judge"]
    assert "she married" in logged[0][1]


def test_a_person_parts_whom_the_machine_joined(store: Store) -> None:
    """And the machine does not join them again when all is made anew."""
    first, second = keep(store, MINISTER, AGAIN)
    verdict = store.judge(f"{first}:e1", f"{second}:e1", same=False, reason="mother and daughter")
    assert verdict.holds
    assert actor_of(store, first) != actor_of(store, second)
    store.rebuild_actors()
    assert actor_of(store, first) != actor_of(store, second)


def test_a_later_judgement_supersedes_and_nothing_is_erased(store: Store) -> None:
    """The first word is still there, and stands no longer."""
    first, second = keep(store, MINISTER, AGAIN)
    store.judge(f"{first}:e1", f"{second}:e1", same=False)
    verdict = store.judge(f"{second}:e1", f"{first}:e1", same=True)
    assert actor_of(store, first) == actor_of(store, second)
    told = [(j.same, j.current) for j in store.judgements(verdict.a.actor) if j.by_person]
    assert told == [(True, True), (False, False)]


def test_a_judgement_can_be_taken_back(store: Store) -> None:
    """Then what the machine found holds again."""
    first, second = keep(store, MINISTER, AGAIN)
    verdict = store.judge(f"{first}:e1", f"{second}:e1", same=False)
    assert not store.take_back(verdict.judgement.id, "a mistake").current
    assert actor_of(store, first) == actor_of(store, second)
    with pytest.raises(InputError, match="stands no longer"):
        store.take_back(verdict.judgement.id)


def test_different_wins_where_a_chain_would_join(store: Store) -> None:
    """A is B and B is C, but a person said that A is not C: B goes where the later word has it."""
    a, b, c = keep(store, *(read(f"{n} spoke.", person(n)) for n in ("Ada Venn", "Bo Venn", "Cato Venn")))
    store.judge("Ada Venn", "Cato Venn", same=False)
    store.judge("Ada Venn", "Bo Venn")
    assert actor_of(store, a) == actor_of(store, b)
    store.judge(f"{b}:e1", f"{c}:e1")
    assert actor_of(store, a) != actor_of(store, c) == actor_of(store, b)


def test_a_judgement_outlives_a_new_reading(store: Store) -> None:
    """What a person said of an entity holds for the one that stands in its place."""
    first, second = keep(store, MINISTER, AGAIN)
    store.judge(f"{first}:e1", f"{second}:e1", same=False)
    keep(store, replace(AGAIN, run=replace(RUN, reader="onrecord 1")))
    store.rebuild_actors()
    assert actor_of(store, first) != actor_of(store, second)


def test_a_name_of_several_lists_them(store: Store) -> None:
    """With their numbers."""
    keep(store, MINISTER, SINGER)
    with pytest.raises(UnclearNameError, match="give the number") as told:
        store.judge("Edda Kolm", "Lis Farr")
    assert len(told.value.candidates) == 2


def test_a_name_of_nobody_offers_the_nearest(store: Store) -> None:
    """The name that was meant is among them."""
    keep(store, MINISTER)
    with pytest.raises(UnclearNameError, match="nobody") as told:
        store.judge("Edda Colm", 1)
    assert "Edda Kolm" in told.value.nearest


@pytest.mark.parametrize(
    "what", ["99", "entity:99", "9:e1", "99999999999999999", "", " ", "\0", "\ud800", "%", "é" * 999]
)
def test_what_is_nobody_is_told_in_one_line(store: Store, what: str) -> None:
    """Numbers of nothing, and words that are no names."""
    keep(store, MINISTER)
    with pytest.raises(InputError) as told:
        store.judge(what, "Edda Kolm")
    assert "\n" not in str(told.value)


def test_one_and_the_same_cannot_be_judged(store: Store) -> None:
    """The line says how to name two entities of one actor."""
    keep(store, MINISTER, AGAIN)
    with pytest.raises(InputError, match="DOCUMENT:eNUMBER"):
        store.judge("Edda Kolm", "Kolm", same=False)


def test_the_command_line_judges(address: str) -> None:
    """`same` and `different` say what they came to; an unclear name lists who may be meant, and the code is 1."""
    with Store(address) as store:
        keep(store, MINISTER, SINGER)
        one, other = (f"a{person.actor}" for person in store.find_people("Kolm"))
    runner = CliRunner()
    unclear = runner.invoke(cli, ["same", "Kolm", "Lis Farr", "--record", address])
    assert unclear.exit_code == 1
    assert f"  {one} Edda Kolm (person; in 1 reading)" in unclear.output
    joined = runner.invoke(cli, ["same", one, other, "--reason", "she sings", "--record", address])
    assert joined.output.startswith("one now: ")
    with Store(address) as store:
        assert len(store.find_people("Edda Kolm")) == 1
    parted = runner.invoke(cli, ["different", "1:e1", "2:e1", "--record", address])
    assert parted.output.startswith("apart now: ")


def test_judgements_are_about_as_many_as_entities(store: Store) -> None:
    """Each is judged once, however many documents name it."""
    keep(store, *(read(f"Foreign Minister Edda Kolm of Osmark left {n} times.", KOLM) for n in range(30)))
    with store._engine.connect() as connection:
        assert len(connection.execute(select(judgements.c.id)).all()) == 29
    assert [a.size for a in store.find_people("Edda Kolm")] == [30]


def test_an_actor_outlives_the_document_of_its_head(store: Store) -> None:
    """What is left of it stays one, with what people said of it."""
    first, second, third = keep(store, MINISTER, AGAIN, read("Foreign Minister Edda Kolm of Osmark left.", KOLM))
    before = actor_of(store, first)
    database.run(store._engine, lambda c: remove_document(c, first, "asked for"), write=True)
    assert actor_of(store, second) == actor_of(store, third) == before
    store.rebuild_actors()
    assert actor_of(store, second) == actor_of(store, third) is not None
    assert [a.size for a in store.find_people("Edda Kolm")] == [2]


names = st.sampled_from(["Edda Kolm", "Kolm", "E. Kolm", "Ana Torvik", "Torvik", "Osmark", "Harbour Union", "HU", "K"])
offices = st.sampled_from(["", "Foreign Minister ", "The singer ", "Osmarkian ", "Kelvaran Foreign Minister "])
texts = st.lists(st.lists(st.tuples(offices, names, st.sampled_from(["person", "organisation", "place"])),
                          min_size=1, max_size=4), min_size=2, max_size=5)  # fmt: skip
words = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), st.booleans()), max_size=5)


@given(texts, words)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_actors_made_anew_are_those_there_were(
    store: Store, told: list[list[tuple[str, str, EntityKind]]], said: list[tuple[int, int, bool]]
) -> None:
    """What was kept step by step, with people's words between, and what judgements come to at once are the same."""
    empty(store)
    for i, row in enumerate(told):
        text = "".join(f"{office}{name} said {i}. " for office, name, _ in row)
        keep(store, read(text, *((kind, name) for _, name, kind in row)))
        ids = sorted(load_parts(store))
        for a, b, same in said[i : i + 1]:
            one, other = ids[a % len(ids)], ids[b % len(ids)]
            if one != other:
                store.judge(f"entity:{one}", f"entity:{other}", same)
    before = load_parts(store)
    drawn = load_actors(store)
    store.rebuild_actors()
    assert load_parts(store) == before
    assert load_actors(store) == drawn


def load_told(store: Store) -> list[Row[Any]]:
    """All that actors are told by, and what they are called."""
    asked = [
        select(actors).order_by(actors.c.id),
        select(called).order_by(called.c.actor_id, called.c.folded, called.c.way),
    ]
    return [row for one in asked for row in database.run(store._engine, lambda c, one=one: c.execute(one).all())]


def keep_together(
    address: str, told: Sequence[Reading], at_once: int, turns: Sequence[int], judged: int
) -> list[Row[Any]]:
    """What is told of actors after two processes kept readings in turn, several at once; a person judges once."""
    with Store(address) as one, Store(address) as other:
        for i in range(0, len(told), at_once):
            (one, other)[turns[i]].keep_all([Given(r, r.document.sha256) for r in told[i : i + at_once]])
            ids = sorted(load_parts(one))
            if i <= judged < min(i + at_once, len(told)) and len(ids) > 1:
                other.judge(f"entity:{ids[0]}", f"entity:{ids[-1]}", same=False)
        return load_told(one)


def keep_alone(address: str, told: Sequence[Reading], at_once: int, judged: int) -> list[Row[Any]]:
    """The same where each reading is kept alone, by a process of its own."""
    for i, reading in enumerate(told):
        with Store(address) as store:
            keep(store, reading)
            ids = sorted(load_parts(store))
            last = min(judged // at_once * at_once + at_once, len(told)) - 1  # of those that are kept with that one
            if judged < len(told) and i == last and len(ids) > 1:
                store.judge(f"entity:{ids[0]}", f"entity:{ids[-1]}", same=False)
    with Store(address) as store:
        return load_told(store)


@given(texts, st.lists(st.integers(0, 1), min_size=5, max_size=5), st.integers(1, 3), st.integers(0, 9))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_actors_are_told_by_the_same_however_they_are_kept(
    make_address: Callable[[], str],
    told: list[list[tuple[str, str, EntityKind]]],
    turns: list[int],
    at_once: int,
    judged: int,
) -> None:
    """By one process or by two in turn, alone or several at once, with a person's word between."""
    made = []
    for i, row in enumerate(told):
        text = "".join(f"{office}{name} said {i}. " for office, name, _ in row)
        made.append(read(text, *((kind, name) for _, name, kind in row), day=f"2025-04-{i + 1:02}"))
    together = keep_together(make_address(), made, at_once, turns, judged)
    assert together == keep_alone(make_address(), made, at_once, judged)


def test_of_a_crowd_the_same_is_kept_however_it_is_kept(make_address: Callable[[], str]) -> None:
    """Of more offices, names and company than are kept of anybody, those that are left are the same."""
    crowd = [person(f"Ana {chr(65 + i)}orvik") for i in range(26)] + [
        person(f"Edda {chr(65 + i)}olm") for i in range(26)
    ]
    trades = "baker singer judge lawyer teacher painter farmer nurse doctor driver writer poet sailor banker".split()
    said = " ".join(f"The {trade} {crowd[0][1]} spoke." for trade in trades)
    made = [
        read(f"{said} {i}. " + ", ".join(name for _, name in some), *some)
        for i, some in enumerate((crowd, crowd[:30], [crowd[0], *crowd[20:]], crowd[::2]))
    ]
    together = keep_together(make_address(), made, 4, [0] * 4, 9)
    assert together == keep_alone(make_address(), made, 4, 9)
    assert max(len(word) for row in together for word in row if isinstance(word, str)) < 300


@given(st.lists(st.text(st.characters(max_codepoint=0x10F7FE), max_size=12), min_size=1, max_size=4))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_name_is_kept(store: Store, called: list[str]) -> None:
    """Whatever a reader may take for a name."""
    text = "".join(called) + "x"
    kinds: Sequence[EntityKind] = ("person", "organisation", "place", "state")
    found = tuple(Entity(f"e{i}", kinds[i], name, ((0, 1),), ("name",)) for i, name in enumerate(called))
    keep(store, Reading(Document("a", text), (), found, RUN))
    before = load_parts(store)
    store.rebuild_actors()
    assert load_parts(store) == before


# Parts, from judgements alone.

SIZE = 8
edges = st.lists(
    st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1), st.booleans(), st.booleans()).filter(
        lambda e: e[0] != e[1]
    ),
    max_size=20,
)
identifiers = st.lists(st.sampled_from([None, None, "x:1", "x:2", "y:1"]), min_size=SIZE, max_size=SIZE)


def make(told: Iterable[tuple[int, int, bool, bool]], known: Sequence[str | None]) -> tuple[list[Node], list[Edge]]:
    return [Node(i, known[i]) for i in range(SIZE)], [Edge(i, *edge) for i, edge in enumerate(told)]


@given(edges, identifiers)
def test_whom_a_person_calls_different_is_never_one(
    told: list[tuple[int, int, bool, bool]], known: list[str | None]
) -> None:
    """Whatever else is said, by whom, in what order, and whatever their identifiers."""
    nodes, judged = make(told, known)
    parts = part(nodes, judged)
    assert sorted(i for ids in parts for i in ids) == list(range(SIZE))
    for e in judged:
        if e.by_person and not e.same:
            assert not any(e.a in ids and e.b in ids for ids in parts)


@given(edges, identifiers)
def test_people_who_say_same_are_believed(told: list[tuple[int, int, bool, bool]], known: list[str | None]) -> None:
    """Where nobody says different, whom a person calls the same are one."""
    nodes, judged = make([e for e in told if not e[3] or e[2]], known)
    parts = part(nodes, judged)
    assert all(any(e.a in ids and e.b in ids for ids in parts) for e in judged if e.by_person)


@given(edges, identifiers)
def test_the_machine_never_joins_two_identifiers(
    told: list[tuple[int, int, bool, bool]], known: list[str | None]
) -> None:
    """Only a person may."""
    nodes, judged = make([(a, b, same, False) for a, b, same, _ in told], known)
    for ids in part(nodes, judged):
        assert len({known[i] for i in ids if (known[i] or "").startswith("x:")}) < 2


@given(edges, identifiers, st.randoms())
def test_parts_do_not_depend_on_the_order_of_rows(
    told: list[tuple[int, int, bool, bool]], known: list[str | None], shuffle: object
) -> None:
    """Only on when judgements were made."""
    nodes, judged = make(told, known)
    before = part(nodes, judged)
    shuffle.shuffle(nodes)  # type: ignore[attr-defined]
    shuffle.shuffle(judged)  # type: ignore[attr-defined]
    assert part(nodes, judged) == before
