"""What was done to a record is written down, also where it was cut off; `check` finds faults, `backup` copies."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from onrecord.errors import QueryError, RecordError
from onrecord.store.store import Store
from onrecord.types import Skipped
from tests.store.telling import RUN, Said, keep, tell

LINE = tell(Said("Yara Quill", "the bridge stays closed"))


def test_an_event_has_its_counts_skips_and_readings(store: Store) -> None:
    """The newest comes first."""
    store.end_event(store.begin_event("other", "nothing"), {})
    event = store.begin_event("add", "news/", RUN)
    store.keep(LINE, "x", event=event)
    store.note_skip(event, Skipped("gone.txt", "fetch", "no such file; check the path"))
    store.end_event(event, {"new": 1, "skipped": 1})
    found, first = store.load_events()
    assert (found.kind, found.summary, found.counts) == ("add", "news/", {"new": 1, "skipped": 1})
    assert (found.documents, found.statements, found.reader) == (1, 1, "onrecord 0")
    assert found.skips == (("gone.txt", "fetch", "no such file; check the path"),)
    assert found.ended is not None
    assert first.kind == "other"


def test_an_event_that_was_cut_off_has_what_it_had_come_to(store: Store) -> None:
    """Its documents are known from the readings, for a killed process counts nothing."""
    event = store.begin_event("add", "news/", RUN)
    store.keep(LINE, "x", event=event)
    found = store.load_events()[0]
    assert (found.ended, found.documents) == (None, 1)


def test_an_event_of_names_that_are_no_text_is_kept(store: Store) -> None:
    """A file's name may be any bytes."""
    event = store.begin_event("add", "a\udcff\0\U0010ffff.txt")
    store.note_skip(event, Skipped("a\udcff\0.txt", "fetch", "x"))
    assert store.load_events()[0].skips[0][0] == "a\udcff\0.txt"


# One document


def test_a_document_is_found_by_number_id_and_address(store: Store) -> None:
    """All lead to the newest version."""
    old = store.keep(LINE, "https://x.example/1").document
    new = store.keep(tell(Said("Yara Quill", "the bridge is open")), "https://x.example/1").document
    assert store.find_document(str(old)) == old
    for name in (str(new), LINE.document.id, "https://x.example/1", LINE.document.url or ""):
        assert store.find_document(name) == new


def test_a_document_is_found_by_its_file(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is named from where one stands."""
    number = store.keep(LINE, (tmp_path / "a b.html").as_uri()).document
    monkeypatch.chdir(tmp_path)
    assert store.find_document("a b.html") == number


@pytest.mark.parametrize("name", ["", "0", "99", "9" * 30, "x", "'; DROP TABLE documents", "\0", "\ud800", "²"])
def test_a_document_that_is_not_there_is_told(store: Store, name: str) -> None:
    """In a line."""
    store.keep(LINE, "https://x.example/1")
    with pytest.raises(QueryError, match="no document of the record"):
        store.find_document(name)


def test_versions_tell_what_came_and_went(store: Store) -> None:
    """Statements by their words."""
    store.keep(tell(Said("A", "one"), Said("B", "two")), "x")
    number = store.keep(tell(Said("A", "one"), Said("C", "two"), Said("D", "three")), "x").document
    versions = store.load_document(number).versions
    assert [(v.version, v.came, v.went) for v in versions] == [(1, 0, 0), (2, 2, 1)]


# Check


def damage(store: Store, statement: str) -> None:
    with store._engine.begin() as connection:
        connection.execute(text(statement))


def test_a_sound_record_has_no_faults(store: Store) -> None:
    """Also with several versions and superseded readings."""
    from dataclasses import replace

    keep(store, LINE, replace(LINE, run=replace(RUN, reader="onrecord 1")))
    store.keep(tell(Said("C", "two")), LINE.document.url or "")
    assert list(store.check()) == []


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("UPDATE documents SET text = replace(text, 'bridge', 'Bridge')", "does not match its hash"),
        ("UPDATE documents SET text = NULL", "has no text"),
        ('UPDATE spans SET "end" = "end" + 1000 WHERE role = \'content\'', "lies outside"),
        ("UPDATE mentions SET start = -1", "lies outside"),
        ("UPDATE statements SET current = false", "current"),
    ],
)
def test_what_is_wrong_is_told(store: Store, statement: str, line: str) -> None:
    """A line for each."""
    keep(store, LINE)
    damage(store, statement)
    assert any(line in told for told in store.check())


def test_a_statement_that_the_index_lacks_is_told(store: Store) -> None:
    """It could not be found."""
    keep(store, LINE)
    gone = "DELETE FROM words" if "postgresql" in store.address else "INSERT INTO words (words) VALUES ('delete-all')"
    damage(store, gone)
    assert list(store.check()) == ["1 statements are missing from the index"]


def test_an_index_of_other_words_is_told(tmp_path: Path) -> None:
    """SQLite's holds no words of its own to compare: it is made anew beside the texts."""
    with Store(str(tmp_path / "a.db")) as store:
        keep(store, LINE)
        damage(store, 'UPDATE spans SET "end" = "end" - 3 WHERE role = \'content\'')
        assert list(store.check()) == ["the index holds other words than the texts"]


def test_a_reference_to_nothing_is_told(tmp_path: Path) -> None:
    """SQLite does not see it where another program wrote it."""
    path = tmp_path / "a.db"
    with Store(str(path)) as store:
        keep(store, LINE)
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE statements SET speaker_id = 99")
        connection.close()
        assert any("is not there" in line for line in store.check())


# Backup


def test_a_backup_is_the_record_and_its_owners_alone(tmp_path: Path) -> None:
    """It opens, holds all and is sound."""
    with Store(str(tmp_path / "a.db")) as store:
        keep(store, LINE)
        store.backup(tmp_path / "inner" / "b.db")
    copy = tmp_path / "inner" / "b.db"
    assert copy.stat().st_mode & 0o777 == 0o600
    with Store(str(copy)) as store:
        assert store.load(1) == LINE
        assert list(store.check()) == []


def test_a_backup_replaces_nothing(tmp_path: Path) -> None:
    """An older backup is not lost."""
    (tmp_path / "b.db").write_bytes(b"old")
    with Store(str(tmp_path / "a.db")) as store, pytest.raises(RecordError, match="is there already"):
        store.backup(tmp_path / "b.db")
    assert (tmp_path / "b.db").read_bytes() == b"old"


def test_postgresql_is_left_to_its_own_backups(server: object) -> None:
    """The line says which."""
    with Store(server.make_database()) as store, pytest.raises(RecordError, match="pg_dump"):  # type: ignore[attr-defined]
        store.backup(Path("b.db"))
