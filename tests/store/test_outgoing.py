"""What leaves a record, counted and cut by the database, on both databases."""

from sqlalchemy import insert, select, update

from onrecord.store import database
from onrecord.store.schema import actors, entities, statements
from onrecord.store.store import Store
from onrecord.types import Document, Entity, Reading, Statement
from tests.store.test_keeping import RUN, TEXT, make_reading


def accuse(speaker: str, accused: str, key: str) -> Reading:
    """One says of another that they lied."""
    text = f"{speaker} said {accused} lied."
    place = len(speaker) + 6
    known = (
        Entity("e1", "person", speaker, ((0, len(speaker)),), ("name",)),
        Entity("e2", "person", accused, ((place, place + len(accused)),), ("name",)),
    )
    content = ((place, len(text) - 1),)
    said = Statement("s1", ((0, len(speaker)),), ((len(speaker) + 1, place - 1),), content, "indirect",
                     speaker="e1")  # fmt: skip
    return Reading(Document(key, text), (said,), known, RUN)


def judge_same(store: Store, name: str) -> int:
    """Let all of a name stand as one, as judgements would."""

    def judge(connection: database.Connection) -> int:
        row = {"kind": "person", "name": name, "entities": 2}
        actor: int = connection.execute(insert(actors).returning(actors.c.id), row).scalar_one()
        connection.execute(update(entities).where(entities.c.name == name).values(actor_id=actor))
        return actor

    return database.run(store._engine, judge, write=True)


def test_documents_leave_in_the_order_in_which_they_came(store: Store) -> None:
    """Each version of each document, with its address and its current reading."""
    for key, text in (("x", TEXT), ("y", TEXT), ("x", TEXT + " More.")):
        store.keep(make_reading(text), key)
    assert [(filed.address, filed.version) for filed in store.list_filed()] == [("x", 1), ("y", 1), ("x", 2)]
    assert [filed.reading.document.text for filed in store.list_filed()] == [TEXT, TEXT, TEXT + " More."]


def test_entities_that_stand_for_nobody_else_are_nodes_of_their_own(store: Store) -> None:
    """The same name in two documents is nobody's judgement that they are one."""
    for i in range(2):
        store.keep(accuse("Torvik", "Kolm", str(i)), str(i))
    nodes = list(store.list_nodes())
    assert [node.name for node in nodes] == ["Torvik", "Kolm"] * 2
    assert [len(store.list_edges(node)) for node in nodes] == [1, 0, 1, 0]


def test_those_who_stand_as_one_are_one_node(store: Store) -> None:
    """Their statements are counted together, with the words of each."""
    for i in range(2):
        store.keep(accuse("Torvik", "Kolm", str(i)), str(i))
    torvik, kolm = judge_same(store, "Torvik"), judge_same(store, "Kolm")
    first, second = store.list_nodes()
    assert [(first.actor, first.said), (second.actor, second.said)] == [(torvik, 2), (kolm, 0)]
    (edge,) = store.list_edges(first)
    assert (edge.actor, edge.statements, edge.copies) == (kolm, 2, 0)
    assert [(e.address, e.statement, e.words) for e in edge.examples] == [
        ("0", "s1", "Kolm lied"),
        ("1", "s1", "Kolm lied"),
    ]
    assert {filed.actors["e1"] for filed in store.list_filed()} == {torvik}


def test_copies_are_told_and_counted_apart(store: Store) -> None:
    """A statement that repeats one of the head of its witness is a copy."""
    for i in range(2):
        store.keep(accuse("Torvik", "Kolm", str(i)), str(i))
    judge_same(store, "Torvik")
    judge_same(store, "Kolm")

    def repeat(connection: database.Connection) -> None:
        first, second = connection.execute(select(statements.c.id).order_by(statements.c.id)).scalars()
        connection.execute(update(statements).where(statements.c.id == second).values(echo_of_id=first))

    database.run(store._engine, repeat, write=True)
    (edge,) = store.list_edges(next(store.list_nodes()))
    assert (edge.statements, edge.copies) == (2, 1)
    assert [filed.copies for filed in store.list_filed()] == [frozenset(), {"s1"}]


def test_a_name_that_is_only_mentioned_elsewhere_is_no_node(store: Store) -> None:
    """Nodes speak, or are spoken of in what somebody says."""
    reading = accuse("Torvik", "Kolm", "x")
    store.keep(Reading(reading.document, (), reading.entities, RUN), "x")
    assert list(store.list_nodes()) == []
