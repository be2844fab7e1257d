"""What is kept comes back as it was, once, and nothing is lost when a later run reads it anew."""

import sqlite3
import stat
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

import onrecord
from onrecord.errors import InputError, RecordError
from onrecord.store.found import Query
from onrecord.store.plain import from_kept, to_kept
from onrecord.store.store import Store
from onrecord.store.writing import Given
from onrecord.types import Document, Entity, Reading, Run, Statement, Time

RUN = Run("onrecord 0", "sha256:0", (("min_confidence", 0.3),))
TEXT = "Torvik said on Monday that 𝔎olm would leave. “No,” she said."


def make_reading(text: str = TEXT, run: Run = RUN, **more: object) -> Reading:
    """A reading with one of all that a record keeps."""
    facts = {"id": "a", "title": "Torvik", "url": "https://x.example/1", "published": "2022-11", **more}
    document = Document(text=text, **facts)  # type: ignore[arg-type]
    entities = (
        Entity("e1", "person", "Torvik", ((0, 6),), ("name",), identifier="wikidata:Q1"),
        Entity("e2", "group", "experts", ((27, 31), (32, 37)), ("nominal", "pronoun"), named=False, number=3,
               why_unnamed=((1, 2),)),
    )  # fmt: skip
    when = Time((15, 21), "2022-11-21", "2022-11-22", "day", "from anchor", pattern="XXXX-WXX-1")
    statements = (
        Statement("s1", ((0, 6),), ((7, 11),), ((22, 30), (31, 44)), "indirect", speaker="e1", speaker_confidence=0.9,
                  speaker_mention=(0, 6), role=((1, 3),), on_behalf_of="e2", addressee="e2", via=((2, 4),),
                  standing="official", said=when, refers_to=(when,), confidence=0.8),
        Statement("s2", (), (), ((46, 48),), "direct", asserted=False, speaker_candidates=("e2", "e1"), parent="s1"),
    )  # fmt: skip
    return Reading(document, statements, entities, run)


def test_what_is_kept_comes_back_equal(store: Store) -> None:
    """Every field of a reading survives, in its order."""
    reading = make_reading()
    added = store.keep(reading, "https://x.example/1")
    assert added.outcome == "new"
    assert store.load(added.document) == reading


def test_the_same_reading_twice_adds_nothing(store: Store) -> None:
    """A document that the same run has read is known."""
    store.keep(make_reading(), "x")
    before = store.count()
    assert store.keep(make_reading(), "x").outcome == "known"
    assert store.count() == before


def test_a_changed_text_is_a_version_beside_the_old_one(store: Store) -> None:
    """Both texts stay, each with its reading."""
    old, new = make_reading(), make_reading(TEXT.replace("leave", "stay."))
    first, second = store.keep(old, "x"), store.keep(new, "x")
    assert (first.outcome, second.outcome) == ("new", "changed")
    assert [store.load(first.document), store.load(second.document)] == [old, new]


def test_a_new_run_supersedes_and_does_not_erase(store: Store) -> None:
    """The current reading is that of the new run; the old one is still there."""
    old = make_reading()
    newer = replace(make_reading(run=replace(RUN, reader="onrecord 1")), statements=old.statements[:1])
    first = store.keep(old, "x")
    second = store.keep(newer, "x")
    assert second.outcome == "reread"
    assert store.load(first.document) == newer
    assert store.load(first.document, first.reading) == old
    assert store.count() == {"documents": 1, "statements": 1, "readings": 2}


def test_an_input_of_the_same_bytes_is_known_until_the_reader_changes(store: Store) -> None:
    """Its digest tells, for each run."""
    store.keep(make_reading(), "x", digest="d")
    assert store.knows("d", RUN)
    assert not store.knows("d", replace(RUN, reader="onrecord 1"))
    assert not store.knows("other", RUN)


def test_bundled_articles_come_back_equal(store: Store) -> None:
    """What the reader itself makes is kept whole."""
    folder = Path(onrecord.__file__).parent / "examples"
    for path in sorted(folder.glob("*.txt")):
        reading = onrecord.read(path)
        assert store.load(store.keep(reading, path.name).document) == reading


words = st.text(st.characters(max_codepoint=0x10F7FE), max_size=60)


@given(text=words.filter(bool))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_as_it_was(store: Store, text: str) -> None:
    """Lone surrogates, NUL, marks of direction: not a code point is lost, and spans still hold their words."""
    said = Statement("s1", (), (), ((0, len(text)),), "indirect")
    reading = Reading(Document("a", text, title=text), (said,), (), RUN)
    kept = store.load(store.keep(reading, f"x:{reading.document.sha256}").document)
    assert kept == reading
    assert kept.quote(said.content) == text


@given(words)
def test_kept_text_has_the_length_of_the_text(text: str) -> None:
    """Spans count the same characters in both."""
    kept = to_kept(text, "x")
    assert len(kept) == len(text)
    assert from_kept(kept) == text
    kept.encode()


def test_a_text_that_cannot_be_kept_is_refused(store: Store) -> None:
    """The code points that stand for others may not be in it; nothing is left of it."""
    with pytest.raises(InputError, match="private use"):
        store.keep(make_reading(TEXT + "\U0010f800"), "x")
    assert store.count()["documents"] == 0


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    """Mode 0600."""
    path = tmp_path / "inner" / "record.db"
    Store(str(path)).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"hello, world", "some other file"), (b"SQLite format 3\0" + b"x" * 100, "some other file|damaged")],
    ids=["text", "header only"],
)
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes, line: str) -> None:
    """One line names it, and the file is left as it is."""
    path = tmp_path / "record.db"
    path.write_bytes(content)
    with pytest.raises(RecordError, match=line):
        Store(str(path))
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    """Nothing is written into it."""
    import sqlite3

    path = tmp_path / "places.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (id)")
    connection.close()
    with pytest.raises(RecordError, match="another program"):
        Store(str(path))


def test_a_newer_record_is_refused(address: str) -> None:
    """The line says so, and what to do."""
    from sqlalchemy import update

    from onrecord.store import database, schema

    Store(address).close()
    engine = database.open_engine(address)
    newer = update(schema.record).where(schema.record.c.key == "schema").values(value="99")
    database.run(engine, lambda c: c.execute(newer), write=True)
    engine.dispose()
    with pytest.raises(RecordError, match="newer OnRecord"):
        Store(address)


def test_a_truncated_record_is_told(tmp_path: Path) -> None:
    """A file cut in the middle gives one line."""
    path = tmp_path / "record.db"
    with Store(str(path)) as store:
        for n in range(30):
            store.keep(make_reading(TEXT + "x" * n), str(n))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 3])
    for side in ("-wal", "-shm"):
        Path(f"{path}{side}").unlink(missing_ok=True)
    with pytest.raises(RecordError, match="damaged"), Store(str(path)) as store:
        list(store.load_all())


def test_a_full_disk_keeps_nothing_half(tmp_path: Path) -> None:
    """A clear line; what was kept before is there and sound, and it goes on once there is room."""
    path = str(tmp_path / "record.db")
    kept: list[int] = []

    def fill(store: Store) -> None:
        for n in range(1000):
            store.keep(make_reading(f"{TEXT} {n}" * 20), str(n))
            kept.append(n)

    with Store(path) as store:

        @event.listens_for(store._engine, "connect")
        def limit(connection: sqlite3.Connection, _: object) -> None:
            connection.execute("PRAGMA max_page_count = 120")

        store._engine.dispose()  # the next connection has the limit
        with pytest.raises(RecordError, match="the disk is full: nothing is kept half; make room and go on"):
            fill(store)
    with Store(path) as store:
        assert list(store.check()) == []
        assert store.count()["documents"] == len(kept) > 0
        store.keep(make_reading(), "more")


def test_one_that_cannot_be_kept_costs_itself(store: Store) -> None:
    """The others that are kept with it are kept."""
    texts = ["one", "\U0010f800", "three"]
    came = store.keep_all([Given(make_reading(text), text) for text in texts])
    assert [isinstance(one, InputError) for one in came] == [False, True, False]
    assert [reading.document.text for reading in store.load_all()] == ["one", "three"]


def test_what_is_kept_together_is_found_as_if_one_by_one(store: Store) -> None:
    """Also what a later run reads anew among them: its words take the place of those before."""
    newer = make_reading(run=replace(RUN, reader="onrecord 1"))
    others = make_reading(TEXT.replace("leave", "stay.")), make_reading(TEXT.replace("Monday", "Friday"))
    kept = [make_reading(), others[0], newer, others[1]]
    tried = store.keep_all([Given(reading, address) for reading, address in zip(kept, "xyxz", strict=True)])
    came = [one for one in tried if not isinstance(one, InputError)]
    assert [one.outcome for one in came] == ["new", "new", "reread", "new"]
    found = store.search(Query("leave", limit=9)).hits
    assert sorted(hit.document for hit in found) == [came[0].document, came[3].document]
    assert list(store.check()) == []


def test_a_read_only_record_is_read_and_not_written(tmp_path: Path) -> None:
    """Finding works; adding says why it does not."""
    code = """
import os, sys
from onrecord.errors import RecordError
from onrecord.store.store import Store
from onrecord.store.writing import Given
from tests.store.test_keeping import TEXT, make_reading

with Store(sys.argv[2]) as store:
    store.keep(make_reading(), "x")
if os.geteuid() == 0:  # root may write anything; now that all is loaded, be nobody
    os.setresuid(65534, 65534, 65534)
with Store(sys.argv[1]) as store:
    print(store.count()["documents"])
    try:
        store.keep(make_reading(TEXT + "x"), "y")
    except RecordError as error:
        print(error.reason)
"""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.db"
        with Store(str(path)) as store:
            store.keep(make_reading(), "x")
        path.chmod(0o444)
        Path(folder).chmod(0o555)
        command = [sys.executable, "-c", code, str(path), str(tmp_path / "other.db")]
        done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
        Path(folder).chmod(0o755)
    assert done.stdout.splitlines() == ["1", "is read-only; copy it, or give another --record"], done.stderr


def test_a_database_that_is_not_there_is_told(server: object) -> None:
    """Without its password."""
    with pytest.raises(RecordError, match=r"nobody:?\S*@/nothing") as told:
        Store("postgresql://nobody:secret@/nothing?host=/nonexistent")
    assert "secret" not in str(told.value)
