"""Near-identical texts are one witness, whatever the order in which they come; copies of statements echo the first."""

import json
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

import onrecord
from onrecord.errors import RecordError
from onrecord.store import copies, database, witnesses
from onrecord.store.copies import Text, group, sign
from onrecord.store.echoes import is_cut_of
from onrecord.store.schema import bands, documents, signatures, statements
from onrecord.store.schema import witnesses as witnesses_table
from onrecord.store.store import Store
from onrecord.types import Document, Reading, Run, Statement

RUN = Run("onrecord 0", "sha256:0", ())
PRESS = Path(onrecord.__file__).parent / "press"
SENTENCES = [
    f"{who} of {place} said that the {thing} on the Teal would be {deed} before the {when}."
    for who, place, thing, deed, when in zip(
        ["Vasht", "Kolm", "Renk", "Menk", "Holm", "Quill", "Marr", "Torvik", "Vellin", "Orsolin", "Brandau", "Pell"],
        ["Dunmere", "Brennick", "Corran", "Lowen", "Aldersund", "Sillan", "Withen", "Ostry", "Danmoor", "Kessing"] * 2,
        ["bridge", "mission", "annex", "truce", "vote", "boathouse", "barley", "ferry", "mine", "letter", "lease"] * 2,
        ["opened", "read", "paid", "kept", "burned", "painted", "counted", "signed", "sold", "closed", "moved"] * 2,
        ["harvest", "winter", "summer recess", "end of June", "council", "autumn", "first snow"] * 2,
        strict=False,
    )
]
ARTICLE = " ".join(SENTENCES)
OTHER = " ".join(
    f"In {n} towns the {n}th lamp burned over {n + 1} boats, and the {n + 2}nd bell was heard." for n in range(12)
)


def make(text: str, published: str | None = None, said: tuple[Statement, ...] = (), run: Run = RUN) -> Reading:
    return Reading(Document("a", text, published=published), said, (), run)


def keep(store: Store, text: str, address: str, published: str | None = None) -> int:
    return store.keep(make(text, published), address).document


def groups_of(store: Store) -> set[frozenset[str]]:
    """The addresses that are one witness."""
    asked = select(documents.c.witness_id, documents.c.address)
    found: dict[int, set[str]] = {}
    for witness, address in database.run(store._engine, lambda c: c.execute(asked).all()):
        found.setdefault(witness, set()).add(address)
    return {frozenset(some) for some in found.values()}


def head_of(store: Store, document: int) -> int:
    found = store.witness(document)
    assert found is not None
    return found.head


@cache
def read_press() -> dict[str, Reading]:
    results = onrecord.read_many([str(path) for path in sorted(PRESS.glob("*.html"))])
    return {Path(r.document.origin or "").name: r for r in results if isinstance(r, Reading)}


@pytest.fixture
def press(store: Store) -> dict[str, int]:
    """The bundled articles, in the record, by file name."""
    return {name: store.keep(r, r.document.url or name).document for name, r in read_press().items()}


def find(press: dict[str, int], part: str) -> int:
    return next(number for name, number in press.items() if part in name)


# Groups.


def test_the_bundled_copies_are_grouped_as_their_readme_says(store: Store, press: dict[str, int]) -> None:
    """All of them and no others; the wire report is the head."""
    data = Path(__file__).parents[1] / "data/press_witnesses.json"
    truth = {frozenset(some) for some in json.loads(data.read_text(encoding="utf-8"))["groups"]}
    found = {tuple(sorted(store.witness(number).documents)) for number in press.values()}  # type: ignore[union-attr]
    names = {number: name for name, number in press.items()}
    assert {frozenset(names[n] for n in some) for some in found if len(some) > 1} == truth
    for some in truth:
        assert "gazette" in min(some) or head_of(store, press[max(some)]) == press[min(some)]


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE,
        " ".join(SENTENCES[:6]),
        " ".join(SENTENCES[5:]),
        " ".join(SENTENCES[::-1]),
        "Nobody slept that night, and by the morning it was plain why the lamps had burned. " + ARTICLE,
        ARTICLE.replace("said that", "told us"),
        ARTICLE.upper().replace(" ", "  "),
    ],
    ids=["the same", "first half", "second half", "turned round", "new lead", "reworded", "capitals"],
)
def test_an_edited_copy_is_the_same_witness(store: Store, text: str) -> None:
    """Whatever it has left out, moved or changed in some words."""
    first = keep(store, ARTICLE, "x", "2025-04-10")
    copy = keep(store, text, "y", "2025-04-11")
    assert store.witness(copy) == store.witness(first)
    assert head_of(store, copy) == first


@pytest.mark.parametrize(
    "text",
    [
        OTHER,
        " ".join(SENTENCES[:3]) + " " + OTHER,
        OTHER + " " + " ".join(SENTENCES[:3]),
        "Vasht of Dunmere said that it rained.",
        "",
    ],
    ids=["another text", "the same beginning", "the same boilerplate", "short", "empty"],
)
def test_another_text_is_another_witness(store: Store, text: str) -> None:
    """Though a paragraph of it is the same."""
    first, other = keep(store, ARTICLE, "x"), keep(store, text, "y")
    assert store.witness(first) != store.witness(other)


def test_the_earliest_is_the_head_though_it_comes_last(store: Store) -> None:
    """By the moment in UTC; who tells no hour comes after who does."""
    day = keep(store, ARTICLE, "x", "2025-04-11")
    evening = keep(store, ARTICLE, "y", "2025-04-11T01:00:00+03:00")
    assert head_of(store, day) == evening
    morning = keep(store, ARTICLE, "z", "2025-04-10T21:30:00+00:00")
    assert store.witness(day) == witnesses.Witness(store.witness(day).id, morning, (morning, evening, day))  # type: ignore[union-attr]


def test_groups_join_when_a_new_text_links_two(store: Store) -> None:
    """Two halves are strangers until the whole is there."""
    first, second = keep(store, " ".join(SENTENCES[:6]), "x"), keep(store, " ".join(SENTENCES[6:]), "y")
    assert store.witness(first) != store.witness(second)
    keep(store, ARTICLE, "z")
    assert store.witness(first) == store.witness(second)


def test_a_compilation_does_not_make_two_stories_one(store: Store) -> None:
    """A later text that holds two others whole joins one of them at most."""
    first, second = keep(store, ARTICLE, "x", "2025-04-10"), keep(store, OTHER, "y", "2025-04-11")
    keep(store, f"{ARTICLE} {OTHER}", "z", "2025-04-12")
    assert store.witness(first) != store.witness(second)


def test_a_chain_of_copies_does_not_run_away(store: Store) -> None:
    """Each is near the next, the last has nothing of the first: they are not one."""
    numbers = [
        f"{n} boats lay at the quay of village number {n} in the rain, said the {n}th ferryman." for n in range(40)
    ]
    chain = [keep(store, " ".join(numbers[n : n + 12]), str(n)) for n in range(0, 28, 4)]
    found = [store.witness(number) for number in chain]
    assert found[0] != found[-1]
    assert all(len(w.documents) <= 3 for w in found if w)


def test_a_changed_version_is_the_same_witness(store: Store) -> None:
    """However much was changed: counts of witnesses do not rise."""
    keep(store, ARTICLE, "x")
    keep(store, OTHER, "x")
    keep(store, "", "x")
    assert groups_of(store) == {frozenset({"x"})}


def test_a_copy_of_an_earlier_version_is_its_witness(store: Store) -> None:
    """The address has been changed since."""
    first = keep(store, " ".join(SENTENCES[:8]), "x", "2025-04-10")
    keep(store, ARTICLE, "x", "2025-04-10")
    assert head_of(store, keep(store, " ".join(SENTENCES[:6]), "y", "2025-04-11")) == first


def test_a_page_with_another_text_every_day_does_not_join_them(store: Store) -> None:
    """Two stories that stood there are two witnesses."""
    keep(store, ARTICLE, "front page")
    keep(store, OTHER, "front page")
    first, second = keep(store, ARTICLE, "x"), keep(store, OTHER, "y")
    assert store.witness(first) != store.witness(second)


def test_a_group_that_loses_its_head_gets_the_next(store: Store) -> None:
    """And one that loses its last document is gone."""
    first = keep(store, ARTICLE, "x", "2025-04-10")
    copy, cut = keep(store, ARTICLE, "y", "2025-04-11"), keep(store, " ".join(SENTENCES[:7]), "z", "2025-04-12")
    database.run(store._engine, lambda c: witnesses.leave(c, first), write=True)
    assert store.witness(first) is None
    assert head_of(store, cut) == copy
    for number in (copy, cut):
        database.run(store._engine, lambda c, number=number: witnesses.leave(c, number), write=True)  # type: ignore[misc]
    left = [select(table) for table in (signatures, bands, witnesses_table)]
    assert not any(database.run(store._engine, lambda c, asked=asked: c.execute(asked).all()) for asked in left)  # type: ignore[misc]


def test_a_removed_document_leaves_its_group(store: Store) -> None:
    """The copy is the head, and what it says echoes nothing that is gone."""
    first = store.keep(say(f"{QUOTE} {ARTICLE}", WORDS, published="2025-04-10"), "x").document
    copy = store.keep(say(f"{QUOTE} {ARTICLE}", WORDS, published="2025-04-11"), "y").document
    store.remove(first, "as asked")
    assert store.witness(first) is None
    assert head_of(store, copy) == copy
    assert echoes(store, copy) == [("s1", None)]


def test_groups_part_when_what_linked_them_goes(store: Store) -> None:
    """Two halves are strangers again."""
    first, second = keep(store, " ".join(SENTENCES[:6]), "x"), keep(store, " ".join(SENTENCES[6:]), "y")
    whole = keep(store, ARTICLE, "z")
    database.run(store._engine, lambda c: witnesses.leave(c, whole), write=True)
    assert store.witness(first) != store.witness(second)


def test_a_document_that_is_not_there_is_told(store: Store) -> None:
    """One line names it."""
    with pytest.raises(RecordError, match="document 7: is not in the record"):
        store.witness(7)


@st.composite
def editions(draw: st.DrawFn) -> list[tuple[str, str, str | None]]:
    """(address, text, day) of texts that are cut from three stories."""
    stories = [SENTENCES, OTHER.split(". "), ["One word.", "Another word.", "No word at all, said the mayor."]]
    found = []
    for n in range(draw(st.integers(1, 7))):
        story = draw(st.sampled_from(stories))
        start = draw(st.integers(0, len(story) - 1))
        end = draw(st.integers(start + 1, len(story)))
        address = draw(st.sampled_from(["front", f"page {n}"]))
        found.append(
            (address, f"{n} " + " ".join(story[start:end]), draw(st.sampled_from([None, f"2025-04-{n + 10}"])))
        )
    return found


@given(texts=editions(), seed=st.integers(0, 99))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_groups_do_not_depend_on_the_order_of_adding(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str, str | None]], seed: int
) -> None:
    """The same texts in another order are the same witnesses."""
    found = []
    for order in (texts, random.Random(seed).sample(texts, len(texts))):
        with Store(str(tmp_path_factory.mktemp("order") / "record.db")) as store:
            for address, text, day in order:
                keep(store, text, address, day)
            found.append(groups_of(store))
    assert found[0] == found[1]


words = st.text(st.characters(max_codepoint=0x10F7FE), max_size=60)


@given(text=words)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_is_in_a_group_of_its_own_and_with_its_copy(store: Store, text: str) -> None:
    """Whatever it is made of, as long as it has a word."""
    first = keep(store, text, f"x{text!r}"[:200])
    found = store.witness(first)
    assert found is not None
    assert first in found.documents
    copy = store.witness(keep(store, text, f"y{text!r}"[:200]))
    assert (copy == store.witness(first)) == bool(copies.find_words(text))


@pytest.mark.parametrize(
    "text",
    ["", "word", "word " * 1_000_000, "x" * 1_000_000, "e\u0301" * 10_000, "\u0301" * 10_000, "\0\ud800", "中" * 5_000],
    ids=[
        "empty",
        "one word",
        "one word a million times",
        "a long word",
        "accents",
        "accents alone",
        "strange",
        "Chinese",
    ],
)
def test_hostile_texts_are_kept(store: Store, text: str) -> None:
    """Each alone with its copies."""
    first, other = keep(store, text, "x"), keep(store, ARTICLE, "y")
    assert store.witness(first) != store.witness(other)
    assert store.compare(first, other).passages


def test_a_boilerplate_on_many_pages_hides_no_copy(tmp_path: Path) -> None:
    """So many documents share it that not all are looked at; the copy is found by the rest."""
    rng = random.Random(5)
    with Store(str(tmp_path / "record.db")) as store:
        made = [f"{ARTICLE} " + " ".join(f"w{rng.randrange(10**9)}" for _ in range(400)) for _ in range(130)]
        numbers = [keep(store, text, str(n)) for n, text in enumerate(made)]
        assert head_of(store, keep(store, made[-1] + " The end.", "copy")) == numbers[-1]
        assert len(groups_of(store)) == len(made)


# Signatures.


def test_a_signature_is_the_same_everywhere(tmp_path: Path) -> None:
    """A record is read on other machines and by later processes: these values may never change."""
    code = """from onrecord.store.copies import sign
s = sign("The truce held until the harvest was in.")
print(s.minhash.hex(), s.shingles, s.bands)"""
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }
    signature = sign("The truce held until the harvest was in.")
    assert told == {f"{signature.minhash.hex()} {signature.shingles} {signature.bands}\n"}
    assert signature.minhash.hex()[:32] == "eea2407d65172d887f26b77da3f42739"


@pytest.mark.parametrize("likeness", [0.1, 0.3, 0.5, 0.8])
def test_signatures_tell_how_alike_texts_are(likeness: float) -> None:
    """Within 0.03 on average, and without a lean to one side."""
    rng, told = random.Random(7), []
    for _ in range(60):
        shared = round(800 * likeness / (1 + likeness))
        words = [f"w{rng.randrange(10**9)}" for _ in range(800 - shared)]
        one, other = words[:400], words[:shared] + words[400:]
        a, b = sign(" ".join(one)), sign(" ".join(other))
        shingles = [copies.hash_shingles(" ".join(words)) for words in (one, other)]
        text, others = Text(0, "", a.minhash, a.shingles), copies.stack([Text(1, "", b.minhash, b.shingles)])
        told.append(copies.compare(text, others, lambda *_, of=shingles: copies.count_shared(*of))[0][0])
    assert abs(sum(told) / len(told) - likeness) < 0.03


@given(editions(), st.randoms())
@settings(deadline=None)
def test_grouping_takes_texts_in_any_order(texts: list[tuple[str, str, str | None]], rng: random.Random) -> None:
    """Each text is in one group, and the groups are the same."""
    signed = [(sign(text), address, day) for address, text, day in texts]
    made = [Text(n, address, s.minhash, s.shingles, day) for n, (s, address, day) in enumerate(signed)]

    def count(a: int, b: int) -> int:
        return copies.count_shared(*(copies.hash_shingles(texts[number][1]) for number in (a, b)))

    found = {frozenset(t.id for t in some) for some in group(made, count)}
    assert sorted(n for some in found for n in some) == list(range(len(made)))
    assert {frozenset(t.id for t in some) for some in group(rng.sample(made, len(made)), count)} == found


@given(editions(), st.randoms(), st.sampled_from([2, 5, 2000]))
@settings(deadline=None)
def test_grouping_is_the_same_where_texts_come_one_by_one(
    texts: list[tuple[str, str, str | None]], rng: random.Random, room: int
) -> None:
    """What was compared before is not compared again, however much of it there is room for."""
    signed = [(sign(text), address, day) for address, text, day in texts]
    made = [Text(n, address, s.minhash, s.shingles, day) for n, (s, address, day) in enumerate(signed)]
    compared = Counter[tuple[int, int]]()

    def count(a: int, b: int) -> int:
        compared[min(a, b), max(a, b)] += 1
        return copies.count_shared(*(copies.hash_shingles(texts[number][1]) for number in (a, b)))

    known, coming = copies.Likenesses(), rng.sample(made, len(made))
    with mock.patch.object(copies, "MOST_TEXTS", room):
        for here in range(1, len(made) + 1):
            found = group(coming[:here], count, known)
    if room >= len(made):
        assert max((times for (a, b), times in compared.items() if made[a].address != made[b].address), default=1) == 1
    assert {frozenset(t.id for t in some) for some in found} == {
        frozenset(t.id for t in some) for some in group(made, count)
    }


# Echoes.


def echoes(store: Store, document: int) -> list[tuple[str, int | None]]:
    """(id in the public form, the document whose statement it echoes), of a document's current statements."""
    original = statements.alias()
    asked = (
        select(statements.c.number, original.c.document_id)
        .outerjoin(original, original.c.id == statements.c.echo_of_id)
        .where(statements.c.document_id == document, statements.c.current)
        .order_by(statements.c.id)
    )
    return [tuple(row) for row in database.run(store._engine, lambda c: c.execute(asked).all())]  # type: ignore[misc]


def say(text: str, *contents: str, run: Run = RUN, published: str | None = None, asserted: bool = True) -> Reading:
    """A reading with a statement for each content."""
    places = [(text.index(content), text.index(content) + len(content)) for content in contents]
    said = tuple(Statement(f"s{n}", (), (), (place,), "indirect", asserted) for n, place in enumerate(places, 1))
    return make(text, published, said, run)


QUOTE = "“We will keep the bridge, and the ferry, and whatever else still floats,” she said."
WORDS = "We will keep the bridge, and the ferry, and whatever else still floats"


@pytest.mark.parametrize(
    ("words", "is_copy"),
    [
        (WORDS, True),
        (WORDS.upper(), True),
        ("we will keep the bridge, and whatever else still floats", True),
        ("whatever else still floats", True),
        ("We will not keep the bridge, and the ferry", False),
        ("We will keep 12 bridges, and the ferry, and whatever else still floats", False),
        ("We will sell the bridge, and the ferry, and whatever else still floats", False),
        ("the herring", False),
        ("", False),
    ],
)
def test_a_cut_of_a_quotation_says_the_same_words(words: str, is_copy: bool) -> None:
    """Less of it does, something else does not."""
    folded = [tuple(word for word, _, _ in copies.find_words(text)) for text in (words, WORDS)]
    assert is_cut_of(folded[0], folded[1]) == is_copy


def test_a_cut_that_turns_the_meaning_is_no_copy() -> None:
    """The negation of what is left went."""
    assert not is_cut_of(("i", "did", "rule", "it", "out"), ("i", "did", "not", "rule", "it", "out"))
    assert is_cut_of(("i", "ruled", "it", "out"), ("i", "ruled", "it", "out", "then", "not", "now"))


def test_a_copied_statement_echoes_the_earliest(store: Store) -> None:
    """Not the copy that it may have been taken from; what is new echoes nothing."""
    new = "“It is a good ferry,” he said."
    copy = store.keep(say(f"{QUOTE} {ARTICLE}", WORDS, published="2025-04-11"), "y").document
    first = store.keep(say(f"{QUOTE} {ARTICLE}", WORDS, published="2025-04-10"), "x").document
    last = store.keep(say(f"{QUOTE} {new} {ARTICLE}", WORDS, "a good ferry", published="2025-04-12"), "z").document
    assert [echoes(store, n) for n in (first, copy, last)] == [
        [("s1", None)], [("s1", first)], [("s1", first), ("s2", None)]
    ]  # fmt: skip


def test_what_only_a_later_copy_says_is_echoed_by_those_after_it(store: Store) -> None:
    """The earliest that says it is the original, be it the head or not."""
    store.keep(say(ARTICLE, published="2025-04-10"), "x")
    middle = store.keep(say(f"{QUOTE} {ARTICLE}", WORDS, published="2025-04-11"), "y").document
    last = store.keep(say(f"{QUOTE} {ARTICLE}", WORDS, published="2025-04-12"), "z").document
    assert echoes(store, last) == [("s1", middle)]


def test_the_same_words_elsewhere_are_no_echo(store: Store) -> None:
    """Two witnesses may have heard the same."""
    store.keep(say(f"{QUOTE} {ARTICLE}", WORDS), "x")
    assert echoes(store, store.keep(say(f"{QUOTE} {OTHER}", WORDS), "y").document) == [("s1", None)]


def test_a_denial_does_not_echo_what_it_denies(store: Store) -> None:
    """Said and not said are two things."""
    store.keep(say(f"{QUOTE} {ARTICLE}", WORDS), "x")
    denied = store.keep(say(f"{QUOTE} {ARTICLE}", WORDS, asserted=False), "y").document
    assert echoes(store, denied) == [("s1", None)]


def test_echoes_follow_a_new_reading(store: Store) -> None:
    """They point at statements that are current."""
    store.keep(say(f"{QUOTE} {ARTICLE}", WORDS, published="2025-04-10"), "x")
    copy = store.keep(say(f"{QUOTE} {ARTICLE}", WORDS, published="2025-04-11"), "y").document
    newer = replace(RUN, reader="onrecord 1")
    store.keep(say(f"{QUOTE} {ARTICLE}", WORDS, published="2025-04-10", run=newer), "x")
    original = statements.alias()
    asked = select(original.c.current).join(statements, statements.c.echo_of_id == original.c.id)
    asked = asked.where(statements.c.document_id == copy)
    assert database.run(store._engine, lambda c: c.execute(asked).scalars().all()) == [True]


def test_echoes_are_settled_anew_when_the_original_goes(store: Store) -> None:
    """The next one that says it is the original."""
    numbers = [
        store.keep(say(f"{QUOTE} {ARTICLE}", WORDS, published=f"2025-04-1{n}"), str(n)).document for n in range(3)
    ]
    database.run(store._engine, lambda c: witnesses.leave(c, numbers[0]), write=True)
    assert [echoes(store, n) for n in numbers[1:]] == [[("s1", None)], [("s1", numbers[1])]]


def test_the_bundled_copies_echo_the_wire(store: Store, press: dict[str, int]) -> None:
    """The exact copy all of it; the paper that cut a quotation still echoes it."""
    wire, copy = find(press, "04-10-meridian"), find(press, "04-11-gazette")
    assert {of for _, of in echoes(store, copy)} == {wire}
    report = store.load(find(press, "05-20-herald"))
    cut = next(s for s in report.statements if "drinking coffee" in report.quote(s.content))
    assert dict(echoes(store, find(press, "05-20-herald")))[cut.id] == find(press, "05-19-meridian")


# Differences.


def test_differences_tell_what_a_copy_has_done(store: Store, press: dict[str, int]) -> None:
    """A quotation cut, a source dropped, words replaced, with their places in both texts."""
    found = store.compare(find(press, "04-11-herald"), find(press, "04-10-meridian"))
    here, there = found.document.text, found.other.text
    cut = [there[slice(*p.there)] for p in found.of_kind("cut") if p.there]
    assert any("It is a longer word for the same soldiers" in words for words in cut)
    changed = {(here[slice(*p.here)], there[slice(*p.there)]) for p in found.of_kind("reworded") if p.here and p.there}
    assert ("restored its administration in", "seized") in changed
    assert [(s.kind, found.other.quote(s.there)) for s in found.sources] == [("dropped", "A senior diplomat")]


def test_a_shortened_quotation_is_told_from_an_altered_one(store: Store, press: dict[str, int]) -> None:
    """What was lost, and what came in its place."""
    found = store.compare(find(press, "10-15-vanguard"))
    short = next(q for q in found.quotations if q.kind == "shortened")
    assert found.document.quote(short.here) == '"I ruled it out," … "I have smelled smoke."'
    assert found.other.quote(short.lost).startswith("with the pact that we had then")
    assert "two people who have read them" in " ".join(found.other.quote(s.there) for s in found.sources)
    altered = store.compare(find(press, "budget.v2"), find(press, "budget.v1")).quotations
    assert [(q.kind, found_words(store, press, q)) for q in altered] == [("altered", ("412", "421"))]


def found_words(store: Store, press: dict[str, int], quotation: object) -> tuple[str, str]:
    new, old = store.load(find(press, "budget.v2")).document, store.load(find(press, "budget.v1")).document
    return old.quote(quotation.lost), new.quote(quotation.gained)  # type: ignore[attr-defined]


def test_a_source_whose_words_are_kept_as_plain_fact_is_dropped(store: Store, press: dict[str, int]) -> None:
    """No statement is left of it in the copy."""
    found = store.compare(find(press, "06-28-vanguard"))
    assert {found.other.quote(s.there): s.kind for s in found.sources} == {
        "two officials": "dropped",
        "A third": "dropped",
    }


def test_a_moved_paragraph_is_moved_and_not_cut(store: Store) -> None:
    """It stands in both texts."""
    first = keep(store, "\n\n".join(SENTENCES), "x")
    found = store.compare(keep(store, "\n\n".join([*SENTENCES[1:], SENTENCES[0]]), "y"), first)
    assert {p.kind for p in found.passages} == {"moved"}
    assert found.shared == 1.0


@given(a=editions(), b=editions())
@settings(max_examples=40, deadline=None)
def test_differences_account_for_every_word(
    a: list[tuple[str, str, str | None]], b: list[tuple[str, str, str | None]]
) -> None:
    """Every word of either text is the same, or in one passage and no more."""
    from onrecord.store.differences import compare

    one, other = make(" ".join(text for _, text, _ in a)), make(" ".join(text for _, text, _ in b))
    found = compare(one, other)
    for side, text in (("here", one.document.text), ("there", other.document.text)):
        spans = sorted(span for p in found.passages if (span := getattr(p, side)))
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
        assert all(0 <= start < end <= len(text) for start, end in spans)
    assert compare(one, one).passages == ()


def test_the_earliest_has_nothing_to_be_compared_with(store: Store) -> None:
    """One line says what to do."""
    with pytest.raises(RecordError, match="name what to compare it with"):
        store.compare(keep(store, ARTICLE, "x"))
