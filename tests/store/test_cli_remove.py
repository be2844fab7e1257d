"""`onrecord remove`: what is taken out is told before, stays out, and says why."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.record import Record
from tests.store.sitting import Sitting, find_address
from tests.store.telling import Said, keep, tell
from tests.store.test_cli_record import ARTICLE, complaint, run

REASON = "its author asked for it"


@pytest.fixture
def record(address: str) -> Iterator[Record]:
    with Record(address) as opened:
        keep(
            opened, tell(Said("Yara Quill", "the bridge stays closed")), tell(Said("Edda Kolm", "no"), outlet="Gazette")
        )
        yield opened


def test_a_document_is_removed_and_says_why(record: Record) -> None:
    """In every form, by its number and its address, and in the log."""
    where = find_address(record)
    done = run("remove", "1", "--reason", REASON, "--yes", record=where)
    assert (done.returncode, done.stdout) == (0, "")
    assert complaint(done) == "onrecord: removed document 1; onrecord document 1 says why"
    for form in ("table", "jsonl", "md", "html"):
        for name in ("1", "https://meridian.example/2025-05-19"):
            shown = run("document", name, "--format", form, record=where)
            assert shown.returncode == 0
            assert REASON in shown.stdout
            assert "bridge" not in shown.stdout
    assert json.loads(run("document", "1", "--format", "jsonl", record=where).stdout)["removed"]["reason"] == REASON
    log = run("log", record=where).stdout
    assert f"document 1: {REASON}" in log
    assert "1 statement" in log
    assert "closed" not in run("find", "bridge", record=where).stdout
    assert "sound" in run("check", record=where).stdout


def test_what_was_removed_is_not_added_again_unless_told(tmp_path: Path) -> None:
    """Under another name neither; the line says how it would be."""
    record = tmp_path / "a.db"
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    for file in (first, second):
        file.write_text(ARTICLE, encoding="utf-8")
    run("add", first, record=record)
    run("remove", first, "--reason", REASON, "--yes", record=record)
    for file in (first, second):
        done = run("add", file, record=record)
        assert done.returncode == 0
        told, summary = done.stderr.splitlines()
        assert f"{file}: was removed on " in told
        assert f"{REASON}; --again adds it" in told
        assert "1 document (1 stays out), 0 statements added" in summary
    assert run("add", first, "--quiet", record=record).stderr == ""
    assert "1 document (1 new)" in complaint(run("add", first, "--again", record=record))
    assert "version 2 of 2: 1 (document 1, added" in run("document", first, record=record).stdout


def test_what_was_removed_is_not_imported_again_unless_told(record: Record, tmp_path: Path) -> None:
    """Importing is adding."""
    where, out = find_address(record), tmp_path / "out.jsonl"
    run("export", "--out", out, record=where)
    run("remove", "1", "--reason", REASON, "--yes", record=where)
    done = run("import", out, record=where)
    assert "--again adds it" in done.stderr.splitlines()[0]
    assert "1 removed, 1 known" in done.stderr.splitlines()[1]
    assert "1 new, 1 known" in complaint(run("import", out, "--again", record=where))


def test_a_person_is_asked(tmp_path: Path) -> None:
    """What goes and what stays is said before; without a yes nothing goes."""
    path = str(tmp_path / "a.db")
    with Record(path) as record:
        keep(record, tell(Said("Yara Quill", "the bridge stays closed")))
        for answer, code, documents in (("n\n", 1, 1), ("y\n", 0, 0)):
            person = Sitting("remove", "1", "--reason", REASON, "--record", path)
            person.wait_for("[y/N]")
            person.type(answer)
            assert person.leave() == code
            assert "1 statements, 0 reviews" in person.shown
            assert "stays: address, outlet, day, hash" in person.shown
            assert "Backups and exports that were made before still have it." in person.shown
            assert record.count()["documents"] == documents


def test_without_a_terminal_and_a_yes_nothing_is_removed(record: Record) -> None:
    """Exit code 2, a line."""
    done = run("remove", "1", "--reason", REASON, record=find_address(record))
    assert (done.returncode, done.stdout) == (2, "")
    assert "give --yes" in complaint(done)
    assert record.count()["documents"] == 2


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("99", "--reason", "x"), "no document of the record has this number"),
        (("1", "--reason", " "), "say it"),
        (("https://gazette.example/2025-05-19", "--reason", "x"), "has 2 versions (documents 2, 3)"),
    ],
)
def test_what_cannot_be_removed_is_a_line(record: Record, arguments: tuple[str, ...], line: str) -> None:
    """And nothing goes."""
    keep(record, tell(Said("Edda Kolm", "no, no"), outlet="Gazette"))
    done = run("remove", *arguments, "--yes", record=find_address(record))
    assert (done.returncode, done.stdout) == (1, "")
    assert line in complaint(done)
    assert record.count()["documents"] == 3


def test_what_is_gone_is_not_asked_about(record: Record) -> None:
    """It is told when it went."""
    record.remove(1, REASON)
    assert f"already: {REASON}" in complaint(run("remove", "1", "--reason", "x", record=find_address(record)))
