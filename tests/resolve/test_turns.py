"""Interviews and transcripts: whose turn is whose, and which texts have none."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.detect.layout import lay_out
from onrecord.resolve.turns import Turn, find_turns, name_of_turn
from tests.strategies import texts

CASES_FILE = Path(__file__).parents[1] / "data" / "turns.md"
_CASE = re.compile(r"^(?P<title>[^\n.|][^\n]*)\n\.\n(?P<text>.*?)\n\.\n(?P<found>(?:[^\n]+\n)*?)\.$", re.M | re.S)


def read_cases() -> list[tuple[str, str, list[str]]]:
    """(title, text, expected) of each case."""
    plain = CASES_FILE.read_text(encoding="utf-8")
    return [(m["title"], m["text"], m["found"].splitlines()) for m in _CASE.finditer(plain)]


CASES = read_cases()
WITH_TURNS = {title: text for title, text, _ in CASES if not title.startswith("No turns")}

LABELS = (
    "HR |Torvik: |ORSOLIN: |MR. RELL: |Q. |A. |Q: |A: |Q |[Interviewer] |((Kolm)) |**Kolm:** |[12:03] anna: |TORVIK — "
)
BESIDE = "|Note: |Look: |* |(|“|On politics"
SAID = (
    "I will stay.|What do you see?|The river is.|Will you?|We “paid”.|(Laughs.)|**We will.**|The river fell.|no|***||:"
)


@st.composite
def transcripts(draw: st.DrawFn) -> str:
    """Lines of a few labels and of things beside them, in any order."""
    labels = draw(st.lists(st.sampled_from(LABELS.split("|")), min_size=2, max_size=3))
    line = st.tuples(
        st.sampled_from(labels * 4 + BESIDE.split("|")),
        st.sampled_from(SAID.split("|")),
        st.sampled_from(["\n", "\n\n", "\r\n", "\u2028"]),
    )
    return "".join(map("".join, draw(st.lists(line, max_size=30))))


def turns_of(text: str) -> tuple[Turn, ...]:
    """The turns, checked: every span lies in the text, and the turns are in order and apart from each other."""
    turns = find_turns(lay_out(text))
    at = 0
    for turn in turns:
        start, end = turn.label
        assert at <= start < end <= turn.start < turn.end <= len(text)
        assert text[turn.start : turn.end].strip()
        at = turn.end
    return turns


def show(text: str) -> list[str]:
    """The turns found in a text, as the cases write them."""
    layout = lay_out(text)
    return [
        f"{t.role} | {text[slice(*t.label)]} | {name_of_turn(layout, t)} | {text[t.start : t.end]}".replace("\n", "⏎")
        for t in turns_of(text)
    ]


def words_of(text: str) -> list[tuple[str, str]]:
    """Label and words of each turn."""
    return [(text[slice(*t.label)], text[t.start : t.end]) for t in turns_of(text)]


def test_cases_are_read() -> None:
    """No case is lost to a slip in the file's layout, and as many texts have turns as have none."""
    assert len(CASES) == CASES_FILE.read_text(encoding="utf-8").splitlines().count(".") / 3 >= 80
    assert len({title for title, _, _ in CASES}) == len(CASES)
    assert all(bool(found) != title.startswith("No turns") for title, _, found in CASES)
    assert abs(len(CASES) - 2 * len(WITH_TURNS)) <= 4


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_turns(text: str, expected: list[str]) -> None:
    """Each case's turns are found as a careful reader finds them."""
    assert show(text) == expected


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x85"], ids=ascii)
@pytest.mark.parametrize(
    "title", [*list(WITH_TURNS)[:3], "Labels that are lines of their own", "Posts below the names"]
)
def test_line_ends(title: str, end: str) -> None:
    """Any sign that ends a line ends it, and the same turns are found."""
    text = WITH_TURNS[title]
    found = words_of(text.replace("\n", end))
    assert [(label, words.replace(end, "\n")) for label, words in found] == words_of(text)


@pytest.mark.parametrize("text", WITH_TURNS.values(), ids=WITH_TURNS)
def test_prose_before_changes_nothing(text: str) -> None:
    """A transcript behind an introduction in prose has the turns that it has without."""
    before = "The river fell again.\n\nNobody on either bank had an explanation.\n\n"
    found, moved = words_of(text), words_of(before + text)
    assert moved[-len(found) :] == found


@pytest.mark.parametrize("text", WITH_TURNS.values(), ids=WITH_TURNS)
def test_prose_behind_is_nobodys(text: str) -> None:
    """What follows the last turn as prose is not put in anyone's mouth."""
    assert words_of(text + "\n\nThe river fell again. Nobody on either bank had an explanation.") == words_of(text)


@pytest.mark.parametrize(
    "behind",
    ["We asked the president for comment.", "A spokeswoman did not answer our questions.", "He told us no more."],
)
def test_what_the_paper_adds_is_nobodys(behind: str) -> None:
    """Behind the last turn "we" and "us" are the paper."""
    text = "Torvik: Will you stay?\n\nVasht: I will.\n\n" * 2
    assert words_of(text + behind) == words_of(text)


@pytest.mark.parametrize(("name", "turns"), [("interview-castellane", 18), ("ministry-briefing", 17)])
def test_examples(name: str, turns: int) -> None:
    """The example interview and briefing are found whole, up to their last characters."""
    path = Path(__file__).parents[2] / "src" / "onrecord" / "examples" / f"{name}.txt"
    text = path.read_text(encoding="utf-8")
    found = turns_of(text)
    assert len(found) == turns
    assert found[-1].end == len(text.rstrip())


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("MR. RELL", "RELL"),
        ("MS LINDQVAR", "LINDQVAR"),
        ("Dr. Edda Kolm", "Edda Kolm"),
        ("PRIME MINISTER ORSOLIN", "ORSOLIN"),
        ("Torvik (through an interpreter)", "Torvik"),
        ("SEN. JONAS PELL (R-MORN)", "JONAS PELL"),
        ("Edda Kolm, foreign minister", "Edda Kolm"),
        ("O’DAHL", "O’DAHL"),
        ("McRELL", "McRELL"),
        ("Bint Dahl", "Bint Dahl"),
        ("THE PRESIDENT", "THE PRESIDENT"),
        ("The Karsenholm Courier", "The Karsenholm Courier"),
        ("Speaker 2", "Speaker 2"),
        ("UNIDENTIFIED MALE", ""),
        ("Moderator", ""),
        ("Radio Lowen reporter", ""),
        ("Host Ruth Adeyar", "Ruth Adeyar"),
        ("QUESTION (Radio Lowen)", ""),
        ("Q", ""),
    ],
)
def test_names(label: str, name: str) -> None:
    """A label's name is bare: without title, role, brackets, and empty where nobody is named."""
    text = f"{label}: Will you stay?\n\nVasht: I will.\n\n" * 2
    layout = lay_out(text)
    turns = find_turns(layout)
    assert [text[slice(*t.label)] for t in turns] == [label, "Vasht"] * 2
    assert [name_of_turn(layout, t) for t in turns] == [name, "Vasht"] * 2


HOSTILE = {
    "empty": "",
    "blank": " \n\t\n ",
    "colons": ":" * 100_000,
    "colons on lines": ":\n" * 2_000,
    "no newline": "Torvik: Will you stay? Orsolin: We will. " * 5_000,
    "only labels": "Torvik:\nOrsolin:\n" * 1_000,
    "only letters": "Q\nA\n" * 1_000,
    "one label": "Torvik: Will you stay? I will.\n\n" * 1_000,
    "one long label": "Torvik" * 20_000 + ": I will stay.",
    "brackets": "((" * 50_000 + "Interviewer" + "))" * 50_000,
    "open clip": "Torvik: Will you?\nOrsolin: I will.\n" * 2 + "(" + "break " * 20_000,
    "spaces": "Torvik:" + " " * 100_000 + "\nOrsolin: I will.",
    "stars": "*" * 100_000 + "Torvik:** I will.",
    "lone surrogates": "\ud800: Will you?\n\udfff: I will.\n" * 3,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts(text: str) -> None:
    """Texts made to break it are read in a moment, and have no turns to speak of."""
    assert len(turns_of(text)) in (0, 4)


def test_many_turns() -> None:
    """A day in parliament is read whole."""
    text = "MR. RELL: Will you stay?\n\nMS. ORSOLIN: I will.\n\n" * 1_000
    assert len(turns_of(text)) == 2_000


@given(texts | transcripts())
def test_spans_lie_in_order(text: str) -> None:
    """Whatever the text, turns lie inside it, in order and without overlap, and have words."""
    turns_of(text)


@given(transcripts())
def test_labels_are_no_words(text: str) -> None:
    """No turn's words begin with a label of another turn."""
    turns = turns_of(text)
    labels = {t.label for t in turns}
    assert not [t for t in turns if any(t.start <= s < t.end for s, _ in labels)]
