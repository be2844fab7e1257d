"""What an outlet corrects or retracts is told with every line that cites it."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from onrecord.errors import QueryError, RecordError
from onrecord.record import Record
from onrecord.show.exports import FORMATS
from tests.store.sitting import find_address
from tests.store.telling import Said, keep, tell
from tests.store.test_cli_record import complaint, run

LETTER = "The letter was sent on 3 September, not on 2 September."
GONE = "We withdraw this article."
WHERE = "https://vanguard.example/correction"
QUILL = tell(Said("Yara Quill", "the letter is in Lowen"), outlet="Vanguard Line")


@pytest.fixture
def record(address: str) -> Iterator[Record]:
    with Record(address) as opened:
        keep(opened, QUILL, tell(Said("Edda Kolm", "that Yara Quill lies", about="Yara Quill"), outlet="Gazette"))
        yield opened


def export(record: Record, form: str) -> str:
    out = io.StringIO()
    FORMATS[form].write(record, out, False)
    return out.getvalue()


def test_a_notice_is_kept_with_day_place_and_maker(record: Record) -> None:
    """The same twice is one; it is an event."""
    noted = record.note("1", "correction", f" {LETTER}\n", "2025-10-02", WHERE, "Ada")
    assert (noted.document, noted.kind, noted.text, noted.at, noted.address, noted.maker) == (
        1, "correction", LETTER, "2025-10-02", WHERE, "Ada",
    )  # fmt: skip
    assert record.note(1, "correction", LETTER, "2025-10-02", WHERE, "Berit") == noted
    assert record.notices(1) == (noted,)
    (event,) = record.log().events
    assert (event.kind, event.summary, event.ended is None) == ("note", "correction of document 1", False)


def test_it_is_of_every_text_of_its_address(record: Record) -> None:
    """And says on which it was noted; retractions come first."""
    record.note(1, "correction", LETTER, "2025-10-02")
    keep(record, tell(Said("Yara Quill", "the letter is in Lowen"), Said("Edda Kolm", "no"), outlet="Vanguard Line"))
    record.note(1, "retraction", GONE)
    assert [(one.kind, one.version) for one in record.notices(3)] == [("retraction", 1), ("correction", 1)]
    (hit,) = record.find(speaker="Kolm", outlet="vanguard").hits
    assert [one.text for one in hit.notices] == [GONE, LETTER]
    assert record.notices(2) == ()


def test_it_is_shown_with_every_line(record: Record) -> None:
    """Of find, of who (said by them, and of them), of the document; and not with those of others."""
    record.note(1, "correction", LETTER, "2025-10-02")
    assert {hit.document: bool(hit.notices) for hit in record.find("letter OR lies").hits} == {1: True, 2: False}
    profile = record.who("Yara Quill").profile
    assert profile
    assert [hit.notices[0].text for hit in profile.said] == [LETTER]
    assert [hit.notices for hit in profile.spoken_of] == [()]
    record.note(2, "retraction", GONE)
    profile = record.who("Yara Quill").profile
    assert profile
    assert [hit.notices[0].kind for hit in profile.spoken_of] == ["retraction"]
    assert [one.text for one in record.document(1).notices] == [LETTER]


@pytest.mark.parametrize("form", ["table", "jsonl", "md", "html"])
@pytest.mark.parametrize("command", [("find", "letter"), ("who", "Yara", "Quill"), ("document", "1")])
def test_every_form_tells_it(record: Record, command: tuple[str, ...], form: str) -> None:
    """When, and in which words."""
    record.note(1, "correction", "The letter was sent later.", "2025-10-02", WHERE)
    shown = run(*command, "--format", form, record=find_address(record)).stdout
    assert "The letter was sent later." in " ".join(shown.split())
    assert "2025-10-02" in shown
    if form != "table":
        assert WHERE in shown.replace("\\", "")


def test_a_copy_is_told_to_be_retracted(record: Record) -> None:
    """Where it is named beside the text that it copies."""
    keep(record, tell(Said("Yara Quill", "the letter is in Lowen"), outlet="Herald", published="2025-05-20"))
    with record._engine.begin() as connection:
        connection.execute(sql("UPDATE statements SET echo_of_id = 1 WHERE document_id = 3"))
    record.note(3, "retraction", GONE)
    shown = run("find", "letter", record=find_address(record)).stdout
    assert "also printed by Herald (2025-05-20, retracted)" in " ".join(shown.split())
    (hit,) = record.find("letter", outlet="vanguard").hits
    assert not hit.notices
    assert [copy.notices[0].text for copy in hit.copies] == [GONE]


def test_exports_that_tell_of_documents_tell_it(record: Record) -> None:
    """Tables, Web Annotations, FollowTheMoney, Label Studio, JSON Lines; nothing is said of others."""
    line = f"corrected 2025-10-02: {LETTER} ({WHERE})"
    record.note(1, "correction", LETTER, "2025-10-02", WHERE)
    assert [row["notices"] for row in csv.DictReader(io.StringIO(export(record, "csv")))] == [line, ""]
    items = json.loads(export(record, "webannotation"))["items"]
    assert [one["onrecord:notices"] for one in items if "onrecord:notices" in one] == [[line]]
    entities = [json.loads(row) for row in export(record, "ftm").splitlines()]
    assert [one["properties"].get("notes") for one in entities if one["schema"] == "Article"] == [[line], None]
    assert [task["data"].get("notices") for task in json.loads(export(record, "labelstudio"))] == [[line], None]
    assert [len(json.loads(row).get("notices", [])) for row in export(record, "jsonl").splitlines()] == [1, 0]


def test_a_notice_goes_out_and_comes_in_again(record: Record, tmp_path: Path) -> None:
    """With all that it has, once, however often."""
    record.note(1, "correction", LETTER, "2025-10-02", WHERE, "Ada")
    record.note(1, "retraction", GONE)
    out = tmp_path / "out.jsonl"
    out.write_text(export(record, "jsonl"), encoding="utf-8")
    with Record(str(tmp_path / "other.db")) as other:
        for _ in range(2):
            list(other.bring_in([str(out)]))
        assert export(other, "jsonl") == export(record, "jsonl")


@pytest.mark.parametrize(
    "notices",
    [
        "x",
        ["x"],
        [{"kind": "correction", "text": "x"}],
        [{"kind": "praise", "text": "x", "made": "2025"}],
        [{"kind": "correction", "text": " ", "made": "2025"}],
        [{"kind": "correction", "text": "x", "made": "2025", "at": 7}],
        [{"kind": "correction", "text": "x", "made": "2025", "at": "2025-02-30"}],
        [{"kind": "correction", "text": "x", "made": "2025", "address": "javascript:x"}],
    ],
)
def test_a_row_with_notices_that_are_none_is_skipped(record: Record, tmp_path: Path, notices: object) -> None:
    """A line says why, and the rest goes on."""
    row, other = export(record, "jsonl").splitlines()
    out = tmp_path / "out.jsonl"
    out.write_text(json.dumps({**json.loads(row), "notices": notices}) + f"\n{other}\n", encoding="utf-8")
    skipped, kept = Record(str(tmp_path / "b.db")).bring_in([str(out)])
    assert "notice" in str(skipped)
    assert kept.outcome == "new"  # type: ignore[union-attr]


def test_a_notice_goes_with_its_document(record: Record) -> None:
    """And nothing is noted on what was removed."""
    record.note(1, "retraction", GONE)
    record.remove(1, "asked for")
    assert record.notices(1) == ()
    with pytest.raises(RecordError, match="was removed on"):
        record.note(1, "retraction", GONE)


def test_a_notice_is_taken_back(record: Record) -> None:
    """Where it was noted in error; the log tells."""
    record.drop_notice(record.note(1, "retraction", GONE).id)
    assert record.notices(1) == ()
    assert "took back notice" in record.log().events[0].summary
    with pytest.raises(RecordError, match="is not in the record"):
        record.drop_notice(9)


def test_a_document_that_is_not_there_is_told(record: Record) -> None:
    """As everywhere."""
    with pytest.raises(QueryError, match="no document of the record"):
        record.note("nothing", "retraction", GONE)


# On the command line


def test_noting_listing_and_dropping(record: Record) -> None:
    """Each in a line."""
    where = find_address(record)
    done = run("note", "1", "--correction", LETTER, "--at", "2025-10-02", "--by", "Ada", record=where)
    assert (done.returncode, done.stdout) == (0, "")
    assert complaint(done) == "onrecord: noted on document 1 as notice 1"
    listed = run("note", "1", record=where)
    assert listed.stdout.startswith(f"1 document 1: corrected 2025-10-02: {LETTER}, noted ")
    assert listed.stdout.endswith(" by Ada\n")
    assert run("note", "1", "--drop", "1", record=where).returncode == 0
    assert run("note", "1", record=where).stdout == ""


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (("1", "--correction", " "), 1, "has words"),
        (("1", "--correction", "x", "--at", "soon"), 1, "is no date; give 2025"),
        (("1", "--correction", "x", "--at", "2025-02-30"), 1, "is no date"),
        (("1", "--correction", "x", "--address", "here"), 1, "is no address of the web"),
        (("99", "--retraction", "x"), 1, "no document of the record"),
        (("1", "--correction", "x", "--retraction", "x"), 2, "not both"),
        (("1", "--at", "2025"), 2, "give its words"),
        (("2", "--drop", "7"), 2, "has no notice 7"),
    ],
)
def test_what_is_no_notice_is_told(record: Record, arguments: tuple[str, ...], code: int, line: str) -> None:
    """And nothing is noted."""
    done = run("note", *arguments, record=find_address(record))
    assert done.returncode == code
    assert line in done.stderr
    assert record.notices(1) == ()
