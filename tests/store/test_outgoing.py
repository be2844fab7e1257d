"""What leaves a record, counted and cut by the database, on both databases."""

from onrecord.store.store import Store
from onrecord.types import Document, Entity, Reading, Statement
from tests.store.test_keeping import RUN, TEXT, make_reading


def accuse(speaker: str, accused: str, key: str, after: str = "") -> Reading:
    """One says of another that they lied."""
    sentence = f"{speaker} said {accused} lied."
    text = sentence + after
    place = len(speaker) + 6
    known = (
        Entity("e1", "person", speaker, ((0, len(speaker)),), ("name",)),
        Entity("e2", "person", accused, ((place, place + len(accused)),), ("name",)),
    )
    content = ((place, len(sentence) - 1),)
    said = Statement("s1", ((0, len(speaker)),), ((len(speaker) + 1, place - 1),), content, "indirect",
                     speaker="e1")  # fmt: skip
    return Reading(Document(key, text), (said,), known, RUN)


def judge_same(store: Store) -> tuple[int, int]:
    """Let those of two documents stand as one; the numbers of both actors."""
    first, second = (store.judge(f"1:{number}", f"2:{number}").a.actor for number in ("e1", "e2"))
    return first, second


def test_documents_leave_in_the_order_in_which_they_came(store: Store) -> None:
    """Each version of each document, with its address and its current reading."""
    for key, text in (("x", TEXT), ("y", TEXT), ("x", TEXT + " More.")):
        store.keep(make_reading(text), key)
    assert [(filed.address, filed.version) for filed in store.list_filed()] == [("x", 1), ("y", 1), ("x", 2)]
    assert [filed.reading.document.text for filed in store.list_filed()] == [TEXT, TEXT, TEXT + " More."]


def test_entities_that_stand_for_nobody_else_are_nodes_of_their_own(store: Store) -> None:
    """Two of one name who are not one are two nodes."""
    for i, (first, second) in enumerate((("Edda Torvik", "Kolm"), ("Jonas Torvik", "Rell"))):
        store.keep(accuse(first, second, str(i)), str(i))
    nodes = list(store.list_nodes())
    assert [node.name for node in nodes] == ["Edda Torvik", "Kolm", "Jonas Torvik", "Rell"]
    assert [len(store.list_edges(node)) for node in nodes] == [1, 0, 1, 0]


def test_those_who_stand_as_one_are_one_node(store: Store) -> None:
    """Their statements are counted together, with the words of each."""
    for i in range(2):
        after = "".join(f" {letter}{i}" for letter in "abcdefghijklmnopqrst")  # else one is a copy of the other
        store.keep(accuse("Torvik", "Kolm", str(i), after), str(i))
    torvik, kolm = judge_same(store)
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
    judge_same(store)
    (edge,) = store.list_edges(next(store.list_nodes()))
    assert (edge.statements, edge.copies) == (2, 1)
    assert [filed.copies for filed in store.list_filed()] == [frozenset(), {"s1"}]


def test_a_name_that_is_only_mentioned_elsewhere_is_no_node(store: Store) -> None:
    """Nodes speak, or are spoken of in what somebody says."""
    reading = accuse("Torvik", "Kolm", "x")
    store.keep(Reading(reading.document, (), reading.entities, RUN), "x")
    assert list(store.list_nodes()) == []
