"""A record taken out and brought in again is the same record; what is not whole is told and left out."""

import gzip
import io
import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from onrecord.errors import ParseError
from onrecord.record import Judged, Kept, Record
from onrecord.show.export import to_json_line, to_line
from onrecord.show.exports.jsonl import to_row
from onrecord.show.exports.labelstudio import to_task
from onrecord.show.exports.webannotation import annotate
from onrecord.store.imports import ImportedReview, Quote, read_reviews
from onrecord.store.store import Store
from onrecord.types import Reading, Run, Skipped
from tests.store.test_keeping import TEXT, make_reading
from tests.strategies import readings


@pytest.fixture
def record(address: str) -> Iterator[Record]:
    with Record(address) as opened:
        yield opened


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Record]:
    """Another record, to bring things into."""
    with Record(str(tmp_path / "other.db")) as opened:
        yield opened


def take_out(record: Store) -> list[str]:
    return [to_line(to_row(filed)) + "\n" for filed in record.list_filed()]


def bring(record: Record, *lines: str) -> list[Kept | Judged | Skipped]:
    return list(record.bring_in(["-"], io.BytesIO("".join(lines).encode())))


@given(readings())
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_a_round_trip_loses_nothing(record: Record, other: Record, reading: Reading) -> None:
    """Whatever a record holds, taken out, brought into another and taken out again, gives the same bytes."""
    record.keep(reading, f"x:{reading.document.sha256}")
    lines = take_out(record)
    assert not [result for result in bring(other, *lines) if isinstance(result, Skipped)]
    assert take_out(other) == lines


def test_versions_of_one_address_stay_versions(record: Record, other: Record) -> None:
    """Two texts at one file, which no field of the public form names, are two versions in the other record too."""
    for text in (TEXT, TEXT + " More."):
        reading = make_reading(text)
        record.keep(replace(reading, document=replace(reading.document, url=None)), "file:///press/a.html")
    bring(other, *take_out(record))
    assert [(filed.address, filed.version) for filed in other.list_filed()] == [
        ("file:///press/a.html", 1),
        ("file:///press/a.html", 2),
    ]


def test_the_same_twice_adds_nothing(record: Record) -> None:
    """The second time every document is known."""
    line = to_json_line(make_reading()) + "\n"
    assert [result.outcome for result in bring(record, line, line) if isinstance(result, Kept)] == ["new", "known"]
    assert record.count() == {"documents": 1, "statements": 2, "readings": 1}


def test_the_run_is_the_one_that_read_it(record: Record) -> None:
    """Nothing is read anew: the reading names the reader that made it, with its settings in their order."""
    run = Run("onrecord 0.0.7", "sha256:old", (("z", 1), ("a", [1, None]), ("b", {"c": 0.5})))
    bring(record, to_json_line(make_reading(run=run)))
    assert record.load(1).run == run


def test_a_statement_may_stand_in_one_that_comes_later(record: Record) -> None:
    """The order of statements is kept, whichever stands in which."""
    first, second = make_reading().statements
    turned = replace(make_reading(), statements=(second, first))
    bring(record, to_json_line(turned))
    assert record.load(1) == turned


def test_a_row_that_is_not_whole_is_left_out_and_the_rest_goes_on(record: Record) -> None:
    """Each fault is one line that names its row."""
    good = make_reading().to_dict()
    outside = make_reading(TEXT + " 2").to_dict()
    outside["statements"][0]["content"] = [[0, 10_000]]
    forged = {**good, "text": TEXT.replace("leave", "stay.")}
    rows = [good, outside, forged, {"text": "no reading"}, {**good, "confidence": float("nan")}, [], {"id": 1}]
    strange = make_reading(TEXT + "\U0010f800").to_dict()
    results = bring(record, *(json.dumps(row) + "\n" for row in rows), '{"text": \n', "{" * 5000 + "\n",
                    json.dumps(strange) + "\n", to_json_line(make_reading("Last. " + TEXT)) + "\n")  # fmt: skip
    lines = [str(result) for result in results if isinstance(result, Skipped)]
    assert [result.outcome for result in results if isinstance(result, Kept)] == ["new", "changed"]
    assert [line.split(":")[1] for line in lines] == ["2", "3", "4", "5", "6", "7", "8", "9", "10"]
    assert all("\n" not in line for line in lines)
    for line, words in zip(
        lines,
        [
            "outside the text",
            "hash",
            "no statements",
            "NaN",
            "object",
            "no statements",
            "not JSON",
            "JSON",
            "private use",
        ],
        strict=True,
    ):
        assert words in line


def test_what_has_no_text_is_told_why(record: Record, other: Record) -> None:
    """Rows written with --quotes-only are no documents."""
    record.keep(make_reading(), "x")
    (filed,) = record.list_filed()
    (result,) = bring(other, to_line(to_row(filed, quotes_only=True)))
    assert isinstance(result, Skipped)
    assert "--quotes-only" in result.reason


def test_files_are_taken_as_they_come(record: Record, tmp_path: Path) -> None:
    """Plain or compressed; one that is not there, or holds something else, is one line."""
    (tmp_path / "a.jsonl").write_text(to_json_line(make_reading()))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(to_json_line(make_reading(TEXT + " 2")).encode()))
    (tmp_path / "c.html").write_text("<html><body><p>An article, he said.</p></body></html>")
    names = [str(tmp_path / name) for name in ("a.jsonl", "b.jsonl.gz", "c.html", "d.jsonl")]
    results = list(record.bring_in(names))
    assert [isinstance(result, Kept) for result in results] == [True, True, False, False]
    assert "no JSON Lines" in str(results[2])


# Reviews.


@pytest.fixture
def task(other: Record) -> dict[str, Any]:
    """A task of Label Studio as it is exported for annotators."""
    other.keep(make_reading(), "https://x.example/1")
    (filed,) = other.list_filed()
    task: dict[str, Any] = json.loads(to_line(to_task(filed)))
    return task


def annotated(task: dict[str, Any], *results: dict[str, Any]) -> list[ImportedReview | Skipped]:
    task["annotations"] = [
        {"result": list(results), "completed_by": {"email": "ana@x.example"}, "created_at": "2025-05"}
    ]
    return list(read_reviews(json.dumps([task]).encode(), "labels.json"))


def region(name: str, start: int, end: int, label: str) -> dict[str, Any]:
    return {"id": name, "type": "labels", "value": {"start": start, "end": end, "labels": [label]}}


def test_an_annotator_who_changes_nothing_accepts(task: dict[str, Any]) -> None:
    """Each statement is a review that names document, statement and words."""
    first, second = annotated(task, *task["predictions"][0]["result"])
    assert isinstance(first, ImportedReview)
    assert isinstance(second, ImportedReview)
    assert (first.verdict, first.statement, first.reviewer, first.made) == ("accept", "s1", "ana@x.example", "2025-05")
    assert (first.sha256, first.address) == (make_reading().document.sha256, "https://x.example/1")
    assert first.shown["content"] == (Quote(TEXT[22:30], 22, 30), Quote(TEXT[31:44], 31, 44))
    assert (second.verdict, second.corrected) == ("accept", {})


def test_what_an_annotator_moves_or_takes_away_is_told(task: dict[str, Any]) -> None:
    """A moved span corrects; a statement without its words is rejected."""
    results = [r for r in deepcopy(task)["predictions"][0]["result"] if not r.get("id", "").startswith("s2")]
    cue = next(r for r in results if r.get("id") == "s1:cue:0")
    cue["value"] = {"start": 7, "end": 21, "text": TEXT[7:21], "labels": ["cue"]}
    reviews = [review for review in annotated(task, *results) if isinstance(review, ImportedReview)]
    assert [(review.verdict, review.statement) for review in reviews] == [("correct", "s1"), ("reject", "s2")]
    assert reviews[0].corrected["cue"] == (Quote("said on Monday", 7, 21),)
    assert reviews[0].shown["cue"] == (Quote("said", 7, 11),)
    assert reviews[1].shown["content"][0].exact == TEXT[46:48]


def test_a_statement_that_an_annotator_finds_is_added(task: dict[str, Any]) -> None:
    """Regions of their own, held together by a relation."""
    results = [*task["predictions"][0]["result"], region("x", 50, 53, "source"), region("y", 54, 58, "cue"),
               {"type": "relation", "from_id": "y", "to_id": "x"}]  # fmt: skip
    *_, added = annotated(task, *results)
    assert isinstance(added, ImportedReview)
    assert (added.verdict, added.statement) == ("add", None)
    assert set(added.corrected) == {"source", "cue"}


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (region("x", 3, 999, "cue"), "outside the text"),
        (region("x", 3, 3, "cue"), "holds nothing"),
        (region("x", 3, 5, "person"), "labelled person"),
        ({"id": "x", "type": "labels", "value": {"start": 0, "end": 3, "text": "Bob", "labels": ["cue"]}}, "words"),
        ({"id": "x", "type": "labels"}, "malformed"),
        ({"type": "labels"}, "malformed"),
        ({}, "malformed"),
    ],
)
def test_an_annotation_that_makes_no_sense_is_one_line(task: dict[str, Any], wrong: dict[str, Any], line: str) -> None:
    """The file and the number of its task are named."""
    (skipped,) = annotated(task, wrong)
    assert isinstance(skipped, Skipped)
    assert line in str(skipped)
    assert str(skipped).startswith("labels.json, item 1: ")


def test_an_annotation_that_was_cancelled_is_no_review(task: dict[str, Any]) -> None:
    """Label Studio keeps what somebody skipped."""
    task["annotations"] = [{"result": [], "was_cancelled": True}]
    assert list(read_reviews(json.dumps(task).encode(), "x")) == []


def judge(verdict: str | None = None, **more: Any) -> dict[str, Any]:
    body = [{"type": "TextualBody", "value": verdict, "purpose": "assessing"}] if verdict else []
    return {
        "type": "Annotation",
        "motivation": "assessing",
        "creator": {"id": "https://x.example/ana", "name": "Ana"},
        "created": "2025-05-01T00:00:00Z",
        "body": body,
        "target": {
            "source": "https://x.example/1",
            "selector": [
                {"type": "TextPositionSelector", "start": 7, "end": 11},
                {"type": "TextQuoteSelector", "exact": "said", "prefix": "Torvik ", "suffix": " on"},
            ],
        },
        **more,
    }


def review(annotation: dict[str, Any]) -> ImportedReview | Skipped:
    (found,) = read_reviews(json.dumps(annotation).encode(), "notes.json")
    return found


def test_a_web_annotation_that_assesses_is_a_review() -> None:
    """By whom, when, of which words where."""
    assert review(judge("Accepted")) == ImportedReview(
        verdict="accept",
        address="https://x.example/1",
        shown={"content": (Quote("said", 7, 11, "Torvik ", " on"),)},
        reviewer="Ana",
        made="2025-05-01T00:00:00Z",
    )


def test_a_web_annotation_that_edits_is_a_correction() -> None:
    """It may give the words of a role, and the name of the speaker; what else it says is a note."""
    words = {"type": "TextQuoteSelector", "exact": "Torvik said"}
    bodies = [
        {"type": "SpecificResource", "onrecord:role": "cue", "source": "x", "selector": words},
        {"type": "TextualBody", "purpose": "identifying", "value": "Ana Torvik"},
        "not the minister",
    ]
    found = review(judge(motivation="editing", body=bodies))
    assert isinstance(found, ImportedReview)
    assert (found.verdict, found.speaker, found.note) == ("correct", "Ana Torvik", "not the minister")
    assert found.corrected == {"cue": (Quote("Torvik said"),)}


def test_a_web_annotation_may_be_about_an_exported_one(other: Record) -> None:
    """Its target is then the id of that, and the exported ones themselves are no reviews."""
    other.keep(make_reading(), "x")
    (filed,) = other.list_filed()
    exported = list(annotate(filed))
    page = {"items": [*exported, judge("reject", target=exported[0]["id"])]}
    (found,) = read_reviews(to_line(page).encode(), "x")
    assert isinstance(found, ImportedReview)
    assert (found.verdict, found.annotation) == ("reject", exported[0]["id"])


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (judge("perhaps"), "neither accept"),
        (judge("correct"), "not how"),
        (judge("accept", target=[]), "words of one document"),
        (judge("accept", target={"source": "x"}), "words of one document"),
        (judge("accept", target={"source": "x", "selector": {"type": "TextPositionSelector", "start": 0, "end": 4}}),
         "no TextQuoteSelector"),
        (judge("accept", target={"source": "x", "selector": {"type": "TextPositionSelector", "start": 4, "end": 4}}),
         "holds nothing"),
        (judge("accept", target=7), "malformed"),
        (judge("accept", body=[{"purpose": "assessing"}]), "neither a value"),
    ],
)  # fmt: skip
def test_a_web_annotation_that_makes_no_sense_is_one_line(wrong: dict[str, Any], line: str) -> None:
    """It is passed over, and the rest goes on."""
    found = review(wrong)
    assert isinstance(found, Skipped)
    assert line in str(found)


@pytest.mark.parametrize("data", [b"", b"[", b"[1]", b'"x"', b"\xff", b"[" * 100_000])
def test_a_file_of_something_else_holds_no_reviews(data: bytes) -> None:
    """One line says so."""
    with pytest.raises(ParseError, match="x: ") as told:
        list(read_reviews(data, "x"))
    assert "\n" not in str(told.value)


def test_many_reviews_with_bad_ones_among_them_are_all_accounted_for() -> None:
    """Of 10,000 each is a review or a line."""
    page = {"items": [judge("accept" if i % 2 else "perhaps") for i in range(10_000)]}
    found = list(read_reviews(json.dumps(page).encode(), "x"))
    assert (
        sum(isinstance(one, ImportedReview) for one in found) == sum(isinstance(one, Skipped) for one in found) == 5000
    )


# Reviews into a record.


def bring_reviews(record: Record, folder: Path, given: Any) -> list[str]:
    """What becomes of each, in a word or a line."""
    (folder / "reviews.json").write_text(json.dumps(given))
    results = list(record.bring_in([str(folder / "reviews.json")]))
    return [str(result) if isinstance(result, Skipped) else result.outcome for result in results]


def about(verdict: str | None, *pieces: tuple[int, int], text: str = TEXT, **more: Any) -> dict[str, Any]:
    """An annotation that judges words of the document that is kept in these tests."""
    selectors = [
        [{"type": "TextPositionSelector", "start": start, "end": end},
         {"type": "TextQuoteSelector", "exact": text[start:end]}]
        for start, end in pieces
    ]  # fmt: skip
    return judge(verdict, target=[{"source": "https://x.example/1", "selector": one} for one in selectors], **more)


def test_what_annotators_make_of_an_export_are_reviews(record: Record, tmp_path: Path) -> None:
    """Accepted as it was, or corrected; the same file twice adds nothing."""
    record.keep(make_reading(), "https://x.example/1")
    (filed,) = record.list_filed()
    task = json.loads(to_line(to_task(filed)))
    results = [r for r in deepcopy(task)["predictions"][0]["result"] if r.get("id") != "s1:source:0"]
    task["annotations"] = [{"result": results, "completed_by": 7}]
    assert bring_reviews(record, tmp_path, [task]) == ["attached", "attached"]
    first, second = record.reviews()
    assert (first.statement, first.verdict, first.maker) == ("s1", "correct", "7")
    assert first.correction is not None
    assert first.correction.source == ()
    assert (second.statement, second.verdict, second.quote) == ("s2", "accept", TEXT[46:48])
    assert bring_reviews(record, tmp_path, [task]) == ["known", "known"]
    assert len(record.reviews()) == 2


def test_web_annotations_are_reviews_of_the_statement_with_just_their_words(record: Record, tmp_path: Path) -> None:
    """Other words of the same text are kept as orphaned, never moved to a statement near by."""
    record.keep(make_reading(), "https://x.example/1")
    given = [about("accept", (22, 30), (31, 44)), about("reject", (22, 44)), about("reject", (46, 48))]
    assert bring_reviews(record, tmp_path, {"items": given}) == ["attached", "orphaned", "attached"]
    assert [(review.statement, review.verdict) for review in record.reviews()] == [
        ("s1", "accept"),
        (None, "reject"),
        ("s2", "reject"),
    ]
    assert [s.id for s in record.load_reviewed(1).statements] == ["s1"]


def test_reviews_that_cannot_be_kept_are_one_line_each(record: Record, tmp_path: Path) -> None:
    """Half of many are of words that are not there; the other half is kept, and all are accounted for."""
    record.keep(make_reading(), "https://x.example/1")
    bad = about("reject", (46, 48), text=TEXT.upper())
    elsewhere = judge("accept", target={"source": "https://y.example", "selector": bad["target"][0]["selector"]})
    given = [about("accept", (n, n + 2)) for n in range(40)] + [bad] * 20 + [elsewhere] * 20
    results = bring_reviews(record, tmp_path, given)
    assert results.count("orphaned") == 40
    assert sum("other words" in line for line in results) == 20
    assert sum("not in the record" in line for line in results) == 20


def test_words_without_a_place_are_found_where_they_stand_but_once(record: Record, tmp_path: Path) -> None:
    """With what is around them; twice is not found."""
    record.keep(make_reading(), "https://x.example/1")
    once = {"type": "TextQuoteSelector", "exact": "No", "prefix": "“", "suffix": ","}
    twice = {"type": "TextQuoteSelector", "exact": "said"}
    given = [judge("accept", target={"source": "https://x.example/1", "selector": one}) for one in (once, twice)]
    first, second = bring_reviews(record, tmp_path, given)
    assert first == "attached"
    assert "more than once" in second


def test_a_file_of_json_that_is_no_review_is_one_line(record: Record, tmp_path: Path) -> None:
    """Nothing is kept of it."""
    assert len(bring_reviews(record, tmp_path, [1, 2])) == 1
    (missing,) = record.bring_in([str(tmp_path / "none.json")])
    assert isinstance(missing, Skipped)


def test_an_import_is_an_event(record: Record, other: Record, tmp_path: Path) -> None:
    """With documents, reviews, and what could not be read."""
    record.keep(make_reading(), "x")
    rows, labels = tmp_path / "rows.jsonl", tmp_path / "labels.json"
    rows.write_text("".join(take_out(record)) + "{}\n", encoding="utf-8")
    words = {"type": "TextQuoteSelector", "exact": "said", "prefix": "Torvik "}
    review = judge("reject", target={"source": "https://x.example/1", "selector": words})
    labels.write_text(to_line([review, judge("perhaps")]), encoding="utf-8")
    list(other.bring_in([str(rows), str(labels)]))
    (event,) = other.log().events
    assert (event.kind, event.ended is None, event.documents) == ("import", False, 1)
    assert event.counts == {"new": 1, "reviews orphaned": 1, "skipped": 2}
    assert len(event.skips) == 2
