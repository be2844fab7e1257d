"""`onrecord export` and `onrecord import`, run as a user runs them."""

import json
from pathlib import Path

import pytest

from onrecord.show.export import to_json_line
from onrecord.show.exports import FORMATS
from onrecord.store.store import Store
from tests.store.test_keeping import TEXT, make_reading
from tests.test_cli import complaint, run

DOCS = Path(__file__).parents[1] / "docs" / "exports.md"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A record of two documents."""
    path = tmp_path / "record.db"
    with Store(str(path)) as store:
        store.keep(make_reading(), "https://x.example/1")
        store.keep(make_reading(TEXT + " More."), "https://x.example/1")
        store.review(1, "s1", "accept", "Ada")
        store.review(2, "s1", "accept", "Ada")
    return path


def test_export_and_import_make_the_same_record(record: Path, tmp_path: Path) -> None:
    """Through a pipe, with no file between."""
    first = run("export", "--record", record)
    done = run("import", "-", "--record", tmp_path / "other.db", stdin=first.stdout)
    assert done.returncode == 0
    assert "documents: 1 new, 1 changed; statements added: 4; skipped: 0" in complaint(done)
    assert run("export", "--record", tmp_path / "other.db").stdout == first.stdout


def test_the_record_may_be_named_by_the_environment(record: Path) -> None:
    """ONRECORD_RECORD, where no --record is given."""
    done = run("export", "--format", "csv", "--quiet", ONRECORD_RECORD=str(record))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"speaker,content,")


def test_a_record_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    """Exporting makes no empty record."""
    done = run("export", "--record", tmp_path / "none.db")
    assert done.returncode == 1
    assert "there is no record" in complaint(done)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_to_a_file_and_to_a_pipe(record: Path, tmp_path: Path, form: str) -> None:
    """Bytes or text, and said where they went."""
    out = tmp_path / "out"
    done = run("export", "--record", record, "--format", form, "--out", out)
    assert done.returncode == 0
    assert complaint(done) == f"onrecord: wrote 2 documents to {out}"
    assert out.stat().st_size
    assert run("export", "--record", record, "--format", form, "--quiet").stdout[:2] == out.read_bytes()[:2]


@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk_is_one_line(record: Path, form: str) -> None:
    """For text and for bytes."""
    done = run("export", "--record", record, "--format", form, "--out", "/dev/full")
    assert done.returncode == 1
    assert "No space left on device" in complaint(done)


def test_an_export_that_fails_leaves_the_old_file(record: Path, tmp_path: Path) -> None:
    """Whole or not at all: a text that does not match its hash ends it, and names the document."""
    import sqlite3

    with sqlite3.connect(record) as connection:
        connection.execute("UPDATE documents SET sha256 = 'x' WHERE id = 2")
    connection.close()
    out = tmp_path / "out"
    for form in ("jsonl", "xlsx", "brat"):
        out.write_text("old")
        done = run("export", "--record", record, "--format", form, "--out", out)
        assert done.returncode == 1
        assert "document 2" in complaint(done)
        assert out.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "record.db"]


@pytest.mark.parametrize("form", [name for name, form in FORMATS.items() if form.whole_text])
def test_a_format_of_whole_texts_has_no_quotes_only(record: Path, form: str) -> None:
    """Wrong usage, with the mend."""
    done = run("export", "--record", record, "--format", form, "--quotes-only")
    assert done.returncode == 2
    assert b"leave --quotes-only out" in done.stderr


def test_json_lines_of_quotes_say_that_they_cannot_be_imported(record: Path) -> None:
    """When they are written, and when they are brought in."""
    done = run("export", "--record", record, "--quotes-only")
    assert "cannot be imported" in complaint(done)
    back = run("import", "-", "--record", record, stdin=done.stdout)
    assert back.returncode == 1
    assert back.stderr.decode().count("--quotes-only") == 2


def test_rows_that_are_not_whole_are_one_line_each(record: Path, tmp_path: Path) -> None:
    """What is whole is kept, and the exit code says that something was not."""
    lines = [to_json_line(make_reading(TEXT + " 3")), json.dumps({"text": "x"}), "{", to_json_line(make_reading())]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    done = run("import", tmp_path / "in.jsonl", "--record", record)
    assert done.returncode == 3
    told = done.stderr.decode().splitlines()
    assert len(told) == 3
    assert "in.jsonl:2: " in told[0]
    assert told[2] == "onrecord: documents: 1 changed, 1 known; statements added: 2; skipped: 2"


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_in_the_docs(form: str) -> None:
    """With what it holds and what it loses."""
    assert f"| `{form}` |" in DOCS.read_text(encoding="utf-8")
