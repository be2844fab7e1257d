"""Reading, as a user of the package meets it."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings

import onrecord
from tests.strategies import texts

ARTICLE = """Velmar leaves the table

By Ada Quill

The prime minister of Velmar, Oren Tash, refused on Tuesday to sign the declaration. “We will not put our name to
silence,” Tash told reporters. “Our allies know it.”

According to two officials, the alliance may lose a member by spring.
"""


def spans_of(statement: onrecord.Statement) -> list[tuple[int, int]]:
    return [*statement.source, *statement.cue, *statement.content]


@settings(max_examples=150, deadline=None)
@given(texts.filter(str.strip))
def test_any_text_is_read_and_every_span_lies_inside_it(text: str) -> None:
    """Whatever the text, there is no exception, and every span holds at least one character of it."""
    reading = onrecord.read_text(text, min_confidence=0)
    assert reading.document.text == text
    for statement in reading.statements:
        assert statement.content
        assert all(0 <= s < e <= len(text) for s, e in spans_of(statement))
        assert 0 <= statement.confidence <= 1


@settings(max_examples=30, deadline=None)
@given(texts.filter(str.strip))
def test_the_same_text_gives_the_same_statements(text: str) -> None:
    """Reading twice, with another text between, changes nothing."""
    first = onrecord.read_text(text)
    onrecord.read_text("Something else, she said, came between.")
    assert onrecord.read_text(text) == first


def test_who_said_what_by_which_words() -> None:
    """Source, cue and content of a plain quotation are found exactly."""
    reading = onrecord.read_text(ARTICLE)
    told = next(s for s in reading.statements if reading.quote(s.cue).startswith("told"))
    assert reading.quote(told.source) == "Tash"
    assert reading.quote(told.content).startswith("“We will not put our name to\nsilence,”")
    assert told.manner == "direct"


def test_what_stands_above_changes_hardly_any_statement() -> None:
    """Statements do not depend on where a window ends: neutral paragraphs put above change at most 4 in 100."""
    filler = "The harbour was quiet that week, and ships lay at anchor in the rain until the pilots came.\n\n"
    changed = found = 0
    for article in (files("onrecord") / "examples").iterdir():
        if article.name.endswith(".txt"):
            text = article.read_text(encoding="utf-8")
            readings = [statements_below(filler * n, text) for n in (20, 21, 23, 26, 30)]
            found += sum(map(len, readings[1:]))
            changed += sum(len(readings[0] ^ r) / 2 for r in readings[1:])
    assert found > 400
    assert changed <= 0.04 * found


def statements_below(above: str, text: str) -> set[tuple[str, ...]]:
    reading = onrecord.read_text(above + text)
    return {(repr(s.start - len(above)), reading.quote(s.source), reading.quote(s.content)) for s in reading.statements}


def test_a_string_is_a_file_an_address_or_a_text(tmp_path: Path) -> None:
    """`read` takes all three; a short string that names no file is an error, not an article."""
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    assert onrecord.read(file).document.title == "Velmar leaves the table"
    assert onrecord.read(str(file)) == onrecord.read(file)
    assert onrecord.read(ARTICLE).document.text == ARTICLE
    with pytest.raises(onrecord.FetchError, match="no such file"):
        onrecord.read("article.txt")
    with pytest.raises(onrecord.ParseError):
        onrecord.read("  \n ")


def test_failures_are_values_in_a_batch(tmp_path: Path) -> None:
    """What cannot be read is yielded as Skipped with a reason, and the rest is read."""
    good = tmp_path / "good.txt"
    good.write_text(ARTICLE, encoding="utf-8")
    results = list(onrecord.read_many([tmp_path / "missing.txt", good]))
    assert isinstance(results[0], onrecord.Skipped)
    assert isinstance(results[1], onrecord.Reading)


@pytest.mark.parametrize("workers", [2, 3])
def test_workers_change_nothing_but_the_time(tmp_path: Path, workers: int) -> None:
    """Any number of workers gives the same readings in the same order, failures included."""
    rows = [{"id": f"r{n}", "text": f"Officer {n} said the bridge {n} was open.\n\n{ARTICLE}"} for n in range(6)]
    lines = [json.dumps(row) for row in rows]
    lines[3] = "{broken"
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    page = tmp_path / "page.html"
    body = "".join(f"<p>{p}</p>" for p in ARTICLE.split("\n\n")[2:] * 3)
    page.write_text(f"<html><title>Velmar</title><body><article><h1>Velmar</h1>{body}</article></body></html>")
    one = list(onrecord.read_many([file, page]))
    assert list(onrecord.read_many([file, page], workers=workers)) == one
    assert [type(r) for r in one].count(onrecord.Skipped) == 1


def test_the_public_form_holds_what_it_promises() -> None:
    """to_dict is plain JSON of format 1, with the text, its hash and the run."""
    row = json.loads(json.dumps(onrecord.read_text(ARTICLE).to_dict()))
    assert row["format"] == 1
    assert row["id"] == f"sha256:{row['sha256']}"
    assert row["run"]["weights"].startswith("sha256:")
    ids = {entity["id"] for entity in row["entities"]}
    assert ids
    for entity in row["entities"]:
        assert len(entity["mentions"]) == len(entity["mention_forms"]) > 0
        assert all(0 <= start < end <= len(row["text"]) for start, end in entity["mentions"])
    for s in row["statements"]:
        assert {s["speaker"], s["on_behalf_of"], s["addressee"], *s["speaker_candidates"]} - {None} <= ids
        assert (s["speaker"] is None) or s["speaker_confidence"] >= row["run"]["settings"]["min_speaker_confidence"]
    assert {"id", "source", "cue", "content", "manner", "asserted", "part", "confidence"} <= row["statements"][0].keys()


def test_a_reading_becomes_a_data_frame() -> None:
    """One row a statement, words beside spans; the columns are there when there is no statement."""
    reading = onrecord.read_text(ARTICLE)
    frame = reading.to_pandas()
    assert len(frame) == len(reading.statements)
    assert "told" in list(frame["cue_text"])
    empty = onrecord.read_text("Rain.").to_pandas()
    assert list(empty.columns) == list(frame.columns)


def test_a_document_with_another_hash_is_refused() -> None:
    """A text that does not match its stored hash fails loudly."""
    with pytest.raises(ValueError, match="does not match"):
        onrecord.Document("a", "text", sha256="0" * 64)
