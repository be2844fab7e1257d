"""The record on the command line, run as a user runs it, on both databases."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

import onrecord
from onrecord.store.store import Store
from tests.store.telling import Said, keep, tell

COMMAND = [sys.executable, "-m", "onrecord"]
PRESS = Path(onrecord.__file__).parent / "press"
OLD, NEW = (PRESS / f"2025-05-20-gazette-eleven-minutes-at-teal-bridge.v{n}.html" for n in (1, 2))
ARTICLE = "“We will not put our name to silence,” Oren Tash told reporters on Tuesday. Tash did not say when.\n"


def run(
    *arguments: str | Path, record: str | Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    where = {"ONRECORD_RECORD": str(record)} if record else {}
    clean = {key: value for key, value in os.environ.items() if key != "ONRECORD_RECORD"}
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**clean, **where, **environment},
    )


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """Standard error, which must be one line of ours and no traceback."""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("onrecord: ")
    return lines[0]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "tash.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def told(shared_address: str) -> str:
    """The address of a record that has something in it, and is only asked."""
    with Store(shared_address) as store:
        keep(
            store,
            tell(Said("Yara Quill", "the bridge stays closed", role="the minister"), Said("Edda Kolm", "no")),
            tell(
                Said("Anselm Torvik", "the bridge is open"), Said("Dagny Torvik", "it is not"), published="2025-06-01"
            ),
        )
    return shared_address


def test_an_article_is_added_once(address: str, article: Path) -> None:
    """The second time it is known; what came of it is said."""
    first, second = (run("add", article, "--record", address) for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0)
    assert "1 document (1 new)" in complaint(first)
    assert "1 document (1 known), 0 statements" in complaint(second)
    assert first.stdout == ""


def test_a_changed_article_is_a_version(address: str) -> None:
    """Both are there, and the log tells."""
    done = run("add", OLD, NEW, record=address)
    assert "(1 new, 1 changed)" in done.stderr
    shown = run("document", "2", record=address).stdout
    assert "This is version 2 of 2" in shown
    assert "1 new, 1 changed" in run("log", record=address).stdout


def test_what_cannot_be_read_costs_itself(tmp_path: Path, article: Path) -> None:
    """Exit code 3, a line, and an entry in the log; where all fail, 1."""
    record = tmp_path / "a.db"
    done = run("add", tmp_path / "gone.txt", article, record=record)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 2
    assert "gone.txt" in run("log", record=record).stdout
    assert run("add", tmp_path / "gone.txt", record=record).returncode == 1


def test_quiet_says_nothing_but_failures(tmp_path: Path, article: Path) -> None:
    """And nothing where there is none."""
    done = run("add", article, tmp_path / "gone.txt", "--quiet", record=tmp_path / "a.db")
    assert "gone.txt" in complaint(done)


def test_two_workers_add_what_one_adds(tmp_path: Path) -> None:
    """In the same order."""
    logs = []
    for workers in ("1", "2"):
        record = tmp_path / f"{workers}.db"
        assert run("add", OLD, NEW, "--workers", workers, record=record).returncode == 0
        logs.append(run("find", "boathouse", "--format", "jsonl", record=record).stdout)
    assert logs[0] == logs[1] != ""


def test_the_record_is_in_the_data_folder_unless_told(tmp_path: Path, article: Path) -> None:
    """--record goes before ONRECORD_RECORD, that before the folder."""
    home = {"XDG_DATA_HOME": str(tmp_path / "home")}
    run("add", article, **home)
    run("add", article, record=tmp_path / "b.db", **home)
    run("add", article, "--record", tmp_path / "c.db", record=tmp_path / "d.db", **home)
    found = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.db")}
    assert found == {"home/onrecord/record.db", "b.db", "c.db"}


def test_a_record_that_is_added_to_while_it_is_interrupted_is_whole(tmp_path: Path) -> None:
    """130, and what was kept is kept; the log tells how far it came."""
    record, folder = tmp_path / "a.db", tmp_path / "much"
    for n in range(8):  # what is kept in the first transaction is by far not all
        shutil.copytree(PRESS, folder / str(n))
    command = [*COMMAND, "add", str(folder), "--record", str(record)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    for _ in range(1200):
        time.sleep(0.05)
        if record.exists() and _count(record) >= 2:
            break
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "sound" in run("check", record=record).stdout
    assert "not ended, or cut off" in run("log", record=record).stdout


def _count(record: Path) -> int:
    connection = sqlite3.connect(record)
    try:
        return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # not made yet
    finally:
        connection.close()


# Finding


def test_words_are_found(told: str) -> None:
    """Marked, with speaker and place."""
    done = run("find", "bridge", "-open", record=told)
    assert done.returncode == 0
    assert "Yara Quill said: the [bridge] stays closed" in done.stdout
    assert "Torvik" not in done.stdout


def test_a_word_to_leave_out_is_no_option(told: str) -> None:
    """Whatever letter it begins with."""
    for word in ("-hope", "-quiet", "-record", "-open"):
        done = run("find", "bridge", word, record=told)
        assert (done.returncode, done.stderr) == (0, "")
    assert "Usage" in run("find", "-h", record=told).stdout


def test_filters_work_together(told: str) -> None:
    """With words and without."""
    rows = run("find", "--speaker", "torvik", "--from", "2025-06", "--format", "jsonl", record=told).stdout.splitlines()
    assert {json.loads(row)["speaker"] for row in rows} == {"Anselm Torvik", "Dagny Torvik"}


def test_the_next_page_is_reached_by_the_cursor(told: str) -> None:
    """As the page before tells."""
    first = run("find", "bridge", "--limit", "1", record=told).stdout
    cursor = next(line.split()[-1] for line in first.splitlines() if line.startswith("More:"))
    second = run("find", "bridge", "--limit", "1", "--cursor", cursor, record=told).stdout
    assert ("stays" in first) != ("stays" in second)


@pytest.mark.parametrize("command", [("find", "bridge"), ("who", "Yara Quill"), ("document", "1"), ("log",)])
@pytest.mark.parametrize("form", ["table", "jsonl", "md", "html"])
def test_every_answer_has_every_form(tmp_path: Path, command: tuple[str, ...], form: str) -> None:
    """On standard output, and the same in a file."""
    record = tmp_path / "a.db"
    with Store(str(record)) as store:
        keep(store, tell(Said("Yara Quill", "the bridge stays closed")))
        store.begin_event("add", "Yara Quill")
    out = tmp_path / "out"
    done = run(*command, "--format", form, record=record)
    assert done.returncode == 0, done.stderr
    assert "Yara Quill" in done.stdout
    run(*command, "--format", form, "--out", out, record=record)
    assert out.read_text(encoding="utf-8") == done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (("find", 'bridge "teal'), 1, 'bridge ▸"teal: here (▸) is a phrase that is not closed'),
        (("find", "bridge", "--from", "soon"), 1, "is no date; write 2025"),
        (("find", "--speaker", "Yara Quell"), 1, "nearest: Yara Quill"),
        (("find", "--outlet", "Meridain"), 1, "nearest: Meridian"),
        (("who", "Yara Quell"), 1, "nearest: Yara Quill"),
        (("who", "'; DROP TABLE actors; --"), 1, "nobody"),
        (("document", "99"), 1, "no document of the record"),
        (("document", "'; DROP TABLE documents"), 1, "no document of the record"),
    ],
)
def test_what_cannot_be_answered_is_a_line(told: str, arguments: tuple[str, ...], code: int, line: str) -> None:
    """With the mend."""
    done = run(*arguments, record=told)
    assert (done.returncode, done.stdout) == (code, "")
    assert line in complaint(done)


def test_finding_nothing_is_an_answer(told: str) -> None:
    """It says that there is nothing."""
    done = run("find", "nowhere", record=told)
    assert done.returncode == 0
    assert "Nothing in the record answers to that." in done.stdout


def test_find_without_a_question_is_wrong_usage(told: str) -> None:
    """Exit code 2."""
    assert run("find", record=told).returncode == 2


@pytest.mark.parametrize(
    "command", [("find", "x"), ("who", "x"), ("document", "1"), ("log",), ("check",), ("backup", "b")]
)
def test_a_record_that_is_not_there_is_not_made_by_looking(tmp_path: Path, command: tuple[str, ...]) -> None:
    """The line says how to make one."""
    done = run(*command, record=tmp_path / "none.db")
    assert "onrecord add" in complaint(done)
    assert list(tmp_path.iterdir()) == []


def test_several_people_of_a_name_are_listed(told: str) -> None:
    """With what to ask for."""
    shown = run("who", "torvik", record=told).stdout
    assert re.search(r"Dagny Torvik .*onrecord who a\d+", shown)


# Check and backup


def test_check_tells_what_is_wrong(tmp_path: Path) -> None:
    """Exit code 1."""
    record = tmp_path / "a.db"
    with Store(str(record)) as store:
        keep(store, tell(Said("Yara Quill", "the bridge stays closed")))
    assert run("check", record=record).returncode == 0
    with sqlite3.connect(record) as connection:
        connection.execute("UPDATE documents SET text = text || 'x'")
    connection.close()
    done = run("check", record=record)
    assert (done.returncode, done.stdout) == (1, "document 1 has a text that does not match its hash\n")


def test_a_backup_answers_as_the_record_does(tmp_path: Path) -> None:
    """It is a record."""
    record = tmp_path / "a.db"
    with Store(str(record)) as store:
        keep(store, tell(Said("Yara Quill", "the bridge stays closed")))
    assert run("backup", tmp_path / "b.db", record=record).returncode == 0
    assert run("find", "bridge", record=record).stdout == run("find", "bridge", record=tmp_path / "b.db").stdout


# In Python


def test_python_asks_by_the_same_names(address: str, article: Path) -> None:
    """Typed answers, as dictionaries and as tables."""
    with onrecord.open(address) as record:
        assert [kept.outcome for kept in record.add([str(article)])] == ["new"]
        page = record.find("silence", speaker="tash")
        assert page.hits[0].speaker == "Oren Tash"
        assert page.to_dict()["hits"][0]["content"] == page.hits[0].content
        assert list(page.to_pandas()["speaker"]) == ["Oren Tash"]
        profile = record.who("Oren Tash").profile
        assert profile is not None
        assert profile.statements == len(record.who("Oren Tash").to_pandas()) >= 1
        assert len(record.document(page.hits[0].document).to_pandas()) >= profile.statements
        assert record.log().events[0].counts == {"new": 1}
        assert list(record.log().to_pandas()["kind"]) == ["add"]
