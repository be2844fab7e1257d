"""`onrecord review`: a person goes through statements by keys, and nothing of what they say is lost."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from onrecord.cli.correcting import find_words, read_said
from onrecord.cli.review import Session, find_items
from onrecord.errors import QueryError
from onrecord.record import Record
from onrecord.store.reviews import Correction
from tests.store.sitting import Sitting, find_address
from tests.store.telling import RUN, Said, keep, tell
from tests.store.test_cli_record import complaint, run
from tests.store.test_keeping import make_reading

INTERRUPT, END = "\x03", "\x04"
QUILL = tell(
    Said("Yara Quill", "the bridge stays closed", role="the minister", said="2025-05-18"),
    Said("Edda Kolm", "that Yara Quill was mistaken", about="Yara Quill", more=(("confidence", 0.4),)),
    Said(None, "no", more=(("speaker_candidates", ("Edda Kolm", "Yara Quill")), ("asserted", False))),
)


class Script:
    """Answers that are known before; behind the last the terminal is gone."""

    def __init__(self, *answers: str) -> None:
        self.answers = iter(answers)

    def read_key(self) -> str:
        key = next(self.answers, END)
        if key == INTERRUPT:
            raise KeyboardInterrupt
        if key == END:
            raise EOFError
        return key

    def read_line(self, prompt: str) -> str:
        return self.read_key()


@pytest.fixture
def record(address: str) -> Iterator[Record]:
    with Record(address) as opened:
        yield opened


def go(record: Record, *answers: str, asked: tuple[str, ...] = ("1",), again: bool = False, maker: str = "Ada") -> str:
    """What a person sees who gives these answers."""
    shown = Console(file=io.StringIO(), width=120, highlight=False)
    Session(record, Script(*answers), shown, maker, find_items(record, asked, again)).run()
    assert isinstance(shown.file, io.StringIO)
    return shown.file.getvalue()


def verdicts(record: Record) -> list[tuple[str | None, str, str]]:
    return [(one.statement, one.verdict, one.maker) for one in record.reviews()]


# Keys


def test_one_key_accepts_or_rejects(record: Record) -> None:
    """Each verdict is kept with who made it; how many there are is told."""
    keep(record, QUILL)
    shown = go(record, "a", "r", "q")
    assert verdicts(record) == [("s1", "accept", "Ada"), ("s2", "reject", "Ada")]
    assert "2 reviewed (1 accepted, 1 rejected), 1 left." in shown


def test_a_statement_is_shown_with_all_that_was_found(record: Record) -> None:
    """Marked in its sentence; source, cue, content, speaker, as whom, when, and how sure that is."""
    keep(record, QUILL)
    shown = go(record, "s", "s")
    assert "1 of 3 · document 1, s1" in shown
    assert "[s1 Yara Quill], the minister, {s1 said} then <s1 the bridge stays closed>." in shown
    for line in (
        "source  Yara Quill", "cue  said", "content  the bridge stays closed", "speaker  Yara Quill (sure 0.90)",
        "as  the minister", "said  2025-05-18 (then)", "doubt  indirect, sure 1.00", "doubt  indirect, sure 0.40",
        "speaker  ? Edda Kolm or Yara Quill", "doubt  indirect, sure 1.00, not asserted",
    ):  # fmt: skip
        assert line in shown


def test_what_is_skipped_comes_again(record: Record) -> None:
    """And what was reviewed does not, unless it is asked for."""
    keep(record, QUILL)
    go(record, "s", "a", "q")
    assert find_items(record, ("1",)) == [(1, "s1"), (1, "s3")]
    assert find_items(record, ("1",), again=True) == [(1, "s1"), (1, "s2"), (1, "s3")]
    assert find_items(record, (), again=True) == [(1, "s2")]
    assert "review  accept by Ada" in go(record, "q", asked=(), again=True)


@pytest.mark.parametrize("key", ["b", "u"])
def test_back_takes_the_verdict_back(record: Record, key: str) -> None:
    """What held before it holds again; from the first statement nothing is before."""
    keep(record, QUILL)
    record.review(1, "s1", "reject", "Berit")
    shown = go(record, key, "a", key, "q", again=True)
    assert verdicts(record) == [("s1", "reject", "Berit")]
    assert "this is the first one" in shown
    assert "took back: accept" in shown


def test_back_passes_over_what_was_skipped(record: Record) -> None:
    """One statement at a time, and nothing is taken back that was not given."""
    keep(record, QUILL)
    go(record, "a", "s", "b", "r", "q")
    assert verdicts(record) == [("s1", "accept", "Ada"), ("s2", "reject", "Ada")]


@pytest.mark.parametrize("end", [INTERRUPT, END])
def test_whoever_leaves_loses_nothing(record: Record, end: str) -> None:
    """Ctrl-C and Ctrl-D, at a key or in the middle of a correction."""
    keep(record, QUILL)
    for answers in (["a", end], ["r", "c", "", end]):
        try:
            go(record, *answers)
        except KeyboardInterrupt:
            assert end == INTERRUPT
    assert verdicts(record) == [("s1", "accept", "Ada"), ("s2", "reject", "Ada")]
    assert [(event.kind, event.counts, event.ended is None) for event in record.log().events] == [
        ("review", {"rejected": 1}, False), ("review", {"accepted": 1}, False),
    ]  # fmt: skip


def test_other_keys_do_nothing(record: Record) -> None:
    """They are told; a key without a character, and Enter, are passed over."""
    keep(record, QUILL)
    shown = go(record, "x", "", "\n", "?", "q")
    assert "no such key" in shown
    assert "b  back to the one before" in shown
    assert verdicts(record) == []
    assert record.log().events == ()


def test_more_of_the_text_is_shown(record: Record) -> None:
    """The paragraphs around it."""
    text = "Nobody saw it.\n\nTorvik said so.\n\nThe river rose."
    at = text.index("Torvik")
    said = replace(make_reading().statements[1], id="s1", parent=None, speaker_candidates=(), content=((at, at + 6),))
    record.keep(replace(make_reading(text), statements=(said,), entities=()), "x")
    assert "river" not in go(record, "q")
    shown = go(record, "m", "q")
    assert "Nobody" in shown
    assert "river" in shown


def test_the_least_sure_come_first_and_no_copy(record: Record) -> None:
    """Of the whole record."""
    keep(record, QUILL)
    assert find_items(record, ()) == [(1, "s2"), (1, "s1"), (1, "s3")]


def test_words_find_what_to_review(record: Record) -> None:
    """As in `onrecord find`; broken syntax is told."""
    keep(record, QUILL)
    assert find_items(record, ("bridge",)) == [(1, "s1")]
    assert find_items(record, ("nothing",)) == []
    with pytest.raises(QueryError):
        find_items(record, ('"bridge',))


def test_what_was_removed_meanwhile_is_passed_over(record: Record) -> None:
    """A line says so, and the next one is shown."""
    keep(record, QUILL, tell(Said("Livia Quill", "it was dark"), outlet="Gazette"))
    items = [(1, "s1"), (2, "s9"), (2, "s1")]
    record.remove(1, "asked for")
    shown = Console(file=io.StringIO(), width=120)
    Session(record, Script("a"), shown, "Ada", items).run()
    assert verdicts(record) == [("s1", "accept", "Ada")]
    assert "was removed on" in shown.file.getvalue()  # type: ignore[attr-defined]
    assert "has no s9 any more" in shown.file.getvalue()  # type: ignore[attr-defined]


def test_nothing_of_a_text_commands_the_terminal(record: Record) -> None:
    """Escape sequences and marks of direction are shown as signs."""
    evil = "\x1b[2J\u202e[bold]x[/bold]"
    keep(record, tell(Said(evil, evil, role=evil), title=evil, outlet=evil))
    shown = go(record, "c", "", "", "", evil, ".", "q")
    assert not set("\x1b\u202e") & set(shown)
    assert "[bold]" in shown


# Corrections


def correct(record: Record, *answers: str) -> Correction:
    """The correction of the second statement by these lines: source, cue, content, speaker, said."""
    keep(record, QUILL)
    go(record, "s", "c", *answers, "q")
    (review,) = record.reviews()
    assert (review.statement, review.verdict) == ("s2", "correct")
    assert review.correction
    return review.correction


def test_words_speaker_and_day_are_corrected(record: Record) -> None:
    """An empty line keeps what was found; the reading as people have it is put right."""
    given = correct(record, "-", "", "Yara Quill was mistaken", "1", "2025-05-17")
    assert given.cue is None
    assert given.source == ()
    right = record.load_reviewed(1)
    (statement,) = (s for s in right.statements if s.id == "s2")
    assert right.quote(statement.content) == "Yara Quill was mistaken"
    assert statement.said
    assert (statement.said.start, statement.said.end) == ("2025-05-17", "2025-05-18")


def test_nothing_corrected_is_no_correction(record: Record) -> None:
    """The statement waits for another key."""
    keep(record, QUILL)
    shown = go(record, "c", "", "", "the bridge stays closed", "", "", "a", "q")
    assert "nothing is corrected" in shown
    assert verdicts(record) == [("s1", "accept", "Ada")]


def test_words_that_do_not_stand_there_are_asked_for_again(record: Record) -> None:
    """They must be of the text that is shown; and content cannot be none."""
    given = correct(record, "Torvik", "Edda", "", "-", "that Yara Quill ... mistaken", ".")
    text = QUILL.document.text
    assert [text[start:end] for start, end in given.content or ()] == ["that Yara Quill", "mistaken"]
    assert [text[start:end] for start, end in given.source or ()] == ["Edda"]


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        (["1"], "Edda Kolm"),
        (["99", "2"], "Yara Quill"),
        (["e1"], "Yara Quill"),
        (["yara  quill"], "Yara Quill"),
        (["livia quill"], "Livia Quill"),
        (["Livia Quell", "Livia Quill"], "Livia Quill"),
        (["Dr. No", "Dr. No"], "Dr. No"),
        (["a999", "-"], ""),
    ],
)
def test_a_speaker_is_named_by_number_id_or_name(record: Record, answers: list[str], name: str) -> None:
    """One whom nobody in the record is called is asked for twice."""
    record.keep(tell(Said("Livia Quill", "it was dark")), "other")
    keep(record, QUILL)
    go(record, "s", "c", "", "", "", *answers, ".", "q", asked=("2",))
    (review,) = record.reviews()
    assert review.correction
    assert review.correction.speaker == name


def test_an_unknown_name_is_told_with_the_nearest(record: Record) -> None:
    """So that a slip is seen."""
    keep(record, QUILL)
    assert "nobody in the record is called Edda Kilm; nearest: Edda Kolm" in go(
        record, "c", "", "", "", "Edda Kilm", "."
    )


@pytest.mark.parametrize(
    ("words", "interval"),
    [
        ("2025-04-14", ("2025-04-14", "2025-04-15")),
        ("2025-12", ("2025-12-01", "2026-01-01")),
        ("2025-04-14/2025-04-20", ("2025-04-14", "2025-04-21")),
        ("-", (None, None)),
    ],
)
def test_days_are_read_as_an_interval(words: str, interval: object) -> None:
    """Its end is the first day after."""
    assert read_said(words) == interval


@pytest.mark.parametrize("words", ["Monday", "2025-02-30", "2025-04-20/2025-04-14", "/", "٢٠٢٥"])
def test_days_that_are_none_are_told(words: str) -> None:
    """And asked for again."""
    with pytest.raises(QueryError):
        read_said(words)


def test_a_day_may_be_taken_away(record: Record) -> None:
    """Where the text does not tell it."""
    keep(record, QUILL)
    go(record, "c", "", "", "", "", "soon", "-", "q")
    assert record.load(1).statements[0].said
    assert record.load_reviewed(1).statements[0].said is None


@pytest.mark.parametrize(
    ("words", "near", "spans"),
    [
        ("b", 5, ((6, 7),)),
        ("a ... b", 0, ((0, 1), (2, 3))),
        ("a…b", 0, ((0, 1), (2, 3))),
        ("b  c", 0, ((2, 5),)),
        ('"c"', 0, ((8, 11),)),
        ("x", 0, None),
        ("a...", 0, None),
        ("b c ... c", 0, ((2, 5), (9, 10))),
        ("b ... a", 0, None),
    ],
)
def test_words_are_found_where_they_stand_nearest(words: str, near: int, spans: object) -> None:
    """Each piece of them, or none; plain marks find typographic ones, a space any white space."""
    assert find_words("a b\nc b “c”", words, near) == spans


@given(st.data())
def test_words_that_stand_in_a_text_are_found(data: st.DataObject) -> None:
    """Whatever they are: what is found are these words, up to white space and the look of marks."""
    text = data.draw(st.text(st.sampled_from("ab “”'’-–\n.*(\\"), min_size=1, max_size=40))
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : data.draw(st.integers(start + 1, len(text)))].strip()
    found = find_words(text, piece, start) if piece and "..." not in piece else None
    if found:
        ((first, last),) = found
        assert text[first:last].split() == piece.split()
    else:
        assert not piece or "..." in piece


# Reviews that lost their statement


@pytest.fixture
def orphaned(record: Record) -> Record:
    """A record in which a newer reading has other words than those that were reviewed."""
    record.keep(make_reading(), "x")
    record.review(1, "s1", "reject", "Berit")
    first, second = make_reading().statements
    newer = replace(RUN, reader="onrecord 1")
    record.keep(replace(make_reading(run=newer), statements=(replace(first, content=((22, 30),)), second)), "x")
    return record


def test_an_orphan_is_shown_beside_what_stands_there_now(orphaned: Record) -> None:
    """A verdict on that takes its place; taken back, the orphan is there again."""
    shown = go(orphaned, "a", "b", "q")
    assert "reject by Berit" in shown
    assert "a verdict here takes its place" in shown
    assert [review.orphaned for review in orphaned.reviews()] == [True]
    go(orphaned, "a")
    assert verdicts(orphaned) == [("s1", "accept", "Ada")]


def test_an_orphan_is_listed_with_its_mend(orphaned: Record) -> None:
    """In every form; it can be dropped."""
    orphaned.review(1, "s2", "correct", "Ada", Correction(speaker="Edda Kolm"), note="by her voice")
    shown = run("review", "--list", record=find_address(orphaned)).stdout
    assert "1 orphaned." in shown
    assert "onrecord review --drop N" in shown
    assert "Edda Kolm" in shown
    rows = run("review", "--list", "--format", "jsonl", record=find_address(orphaned)).stdout
    assert rows.count('"orphaned": true') == 1
    done = run("review", "--drop", "1", "--list", record=find_address(orphaned))
    assert complaint(done) == "onrecord: took back review 1"
    assert "orphaned" not in done.stdout
    assert "no" in complaint(run("review", "--drop", "1", record=find_address(orphaned)))


# In a terminal


def test_without_a_terminal_a_line_says_so(record: Record) -> None:
    """Exit code 2."""
    keep(record, QUILL)
    done = run("review", record=find_address(record))
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs a terminal" in complaint(done)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = str(tmp_path / "record.db")
    with Record(path) as record:
        keep(record, QUILL)
    return path


def test_keys_typed_ahead_count_and_an_arrow_is_none(file: str) -> None:
    """Of the sequence that an arrow sends no letter is taken for a key."""
    person = Sitting("review", "1", "--by", "Ada", "--record", file)
    person.type("a\x1b[A\x1bOBr")
    person.wait_for("2 of 3")
    person.wait_for("3 of 3")
    person.type("c")
    for prompt, line in (("source:", ""), ("cue:", ""), ("content:", ".")):
        person.wait_for(prompt)
        person.type(f"{line}\n")
    person.wait_for("nothing is corrected")
    person.type("q")
    assert person.leave() == 0
    assert "2 reviewed (1 accepted, 1 rejected), 1 left." in person.shown
    with Record(file) as record:
        assert verdicts(record) == [("s1", "accept", "Ada"), ("s2", "reject", "Ada")]


def test_control_c_ends_it_with_all_kept(file: str) -> None:
    """130, no traceback."""
    person = Sitting("review", "1", "--record", file)
    person.type("a")
    person.wait_for("2 of 3")
    person.wait_for("q quit", 2)
    person.type("\x03")
    assert person.leave() == 130
    assert "1 reviewed (1 accepted), 2 left." in person.shown
    assert "Traceback" not in person.shown
    with Record(file) as record:
        assert [(one.statement, one.verdict) for one in record.reviews()] == [("s1", "accept")]
