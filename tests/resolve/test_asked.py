"""Interviews without labels: whose the answers are, and which texts with questions are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.detect.layout import lay_out
from onrecord.resolve.asked import find_answers
from tests.marked import read, unmark

INTRO = "[P:Nadia Orsolin], prime minister of [L:Kelvara], sat down with our reporter [P:Piet Marl] on Tuesday."
ASKED = (
    "You have said that you will not sign. What would change your mind?",
    "Your own party is divided. Does that worry you?",
    "Do you ever regret the speech?",
)
ANSWERED = (
    "I {q:think} {c:that it will rain}.\n\nWe have waited for two winters.",
    "It does not. I count votes.",
    "No. I said it.",
)


def interview(intro: str = INTRO, asked: tuple[str, ...] = ASKED, answered: tuple[str, ...] = ANSWERED) -> str:
    pairs = "\n\n".join(f"{question}\n\n{answer}" for question, answer in zip(asked, answered, strict=True))
    return f"{intro}\n\n{pairs}\n"


def answers_of(marked: str) -> list[tuple[str, str]]:
    """Who answers, and what, of each turn."""
    text, names, _ = unmark(marked)
    return [(text[slice(*t.label)], text[t.start : t.end]) for t in find_answers(lay_out(text), names)]


PLAIN = tuple(
    answer.replace("{q:think}", "think").replace("{c:that it will rain}", "that it will rain") for answer in ANSWERED
)


def test_answers_are_whose_the_introduction_says() -> None:
    """Up to the next question, further paragraphs too; the questions are nobody's, and who asks has no answer."""
    assert answers_of(interview()) == [("Nadia Orsolin", answer) for answer in PLAIN]


def test_a_headline_may_ask() -> None:
    """It is none of the questions, and the introduction below it is no answer."""
    assert answers_of("Will you miss it?\n\n" + interview()) == [("Nadia Orsolin", answer) for answer in PLAIN]


def test_an_i_in_an_answer_is_the_one_who_answers() -> None:
    """As in a turn with a label."""
    marked = interview().replace("I {q:think}", "{s:I} {q:think}")
    assert read(marked).speakers == ["Nadia Orsolin"]


def test_you_of_a_question_is_the_one_who_answers() -> None:
    """Not the "you" of an answer, nor that of the introduction: they may be people in general."""
    intro = INTRO + " If {s1:you} {q1:think} {c1:it rains}, read on."
    asked = ("What do {s2:you} {q2:say of} {c2:the letter}?", "Is it wet?", "And do {s4:you} {q4:think} {c4:it rains}?")
    answered = ("I think so. We will see.", "It is. {s3:You} {q3:hope} {c3:that it ends}.", "I do.")
    assert read(interview(intro, asked, answered)).speakers == [None, "Nadia Orsolin", None, "Nadia Orsolin"]


def test_an_answer_is_a_statement_of_the_one_who_answers() -> None:
    """With the role that the introduction gives them; part of an answer is nobody's as long as nothing says so."""
    found = read(interview(answered=(ANSWERED[0], "{c2:It does not. I count votes.}", "{c3:No.} I said it.")))
    assert found.speakers == [None, "Nadia Orsolin", None]
    assert found.quote(found.statements[1].role) == ["prime minister of Kelvara"]


@pytest.mark.parametrize("label", ["Q: ", "  Q: ", "Q. ", "Harbour Review: ", "((Interviewer)) ", "HR: "])
def test_a_label_before_the_questions_alone_is_enough(label: str) -> None:
    """Behind it somebody asks without a question mark too."""
    asked = tuple(label + words for words in ("Will you sign?", "Tell us of your winter.", "Do you regret it?"))
    assert [words for _, words in answers_of(interview(asked=asked))] == list(PLAIN)


def test_answers_may_have_labels_where_questions_have_none() -> None:
    """Then those say who answers, of one or of several, and what stands without a label is nobody's."""
    answered = ("Dahl: I hope so.\n\nThe second winter", "Brenn: I do not.", "Dahl: We said it.\n\nIt rained.")
    assert answers_of(interview("It rained.", answered=answered)) == [
        ("Dahl", "I hope so."),
        ("Brenn", "I do not."),
        ("Dahl", "We said it."),
    ]


def test_an_answer_under_a_is_the_one_whom_the_introduction_names() -> None:
    """ "A:" alone names nobody."""
    answered = ("A: I {q:think} {c:so}.".replace("I", "{s:I}", 1), "A: I count votes.", "A: I said it.")
    assert read(interview("[P:Nadia Orsolin] spoke to us.", answered=answered)).speakers == ["Nadia Orsolin"]


def test_labels_that_follow_no_questions_are_no_answers() -> None:
    """What is listed between questions."""
    answered = ("I hope so.\n\nDahl: I do.\n\nBrenn: I do not.\n\nDahl: I said it.", "Dahl: I do.", "I know.")
    assert answers_of(interview(answered=answered)) == []


@pytest.mark.parametrize(
    "intro",
    [
        "The river fell again. We asked around.",
        "[P:Nadia Orsolin] won. [P:Oskar Dahl] lost.",
        "[P:Nadia Orsolin] spoke to [P:Oskar Dahl] about the vote.",
        "We asked Minister [P:Orsolin].",
        "[P:Nadia Orsolin] has a garden.",
        "[P:Nadia Orsolin] won. We spoke to her widower.",
    ],
)
def test_nobody_is_put_to_answers_where_it_is_not_plain(intro: str) -> None:
    """Several, nobody in full, or no word of an interview."""
    assert answers_of(interview(intro)) == []


def test_the_authors_last_words_are_not_an_answer() -> None:
    """What follows the last answer and speaks of the one who answered, or not in the first person."""
    assert (
        answers_of(interview() + "\n[P:Nadia Orsolin] leads the Civic List, and I voted for it.\n")[-1][1] == PLAIN[-1]
    )
    assert answers_of(interview() + "\nThe summit opens on 3 June.\n")[-1][1] == PLAIN[-1]
    assert answers_of(interview() + "\nAnd we asked ourselves: are you sure?\n")[-1][1] == PLAIN[-1]


@pytest.mark.parametrize(
    "between",
    [
        "[P:Orsolin] pours the tea.",
        "The second winter",
        "He gets up and closes the window.",
        "Our photographer laughs.",
        "“Do not believe him,” says his wife from the kitchen.",
        "We asked the ministry for comment.",
        "Asked about this, her editor laughed, and I with her.",
        "Tell us of your winter.",
        "Describe your perfect day.",
    ],
)
def test_what_others_say_and_ask_is_no_answer(between: str) -> None:
    """A paragraph of the author's, a heading and a prompt without a question mark end the answer before them."""
    answered = (f"I hope so.\n\n{between}\n\nWe have waited.", *ANSWERED[1:])
    assert answers_of(interview(answered=answered))[0][1] == "I hope so."


def test_who_asks_by_letter_is_named_below_the_question() -> None:
    """A short line there is no part of the answer."""
    answered = tuple("Jonas Pell, Karsk\n\n" + answer for answer in PLAIN)
    assert [words for _, words in answers_of(interview(answered=answered))] == list(PLAIN)


@pytest.mark.parametrize(
    "more",
    [
        "We also spoke to [P:Klara Venn], a nurse.",
        "I miss it. (Jonas, 30)",
        "I do not. (Jonas Pell, Karsk)",
        "I am with her, said a woman.",
        "A: I do.",
    ],
)
def test_where_several_answer_nothing_is_anybodys(more: str) -> None:
    """They are told apart by nothing that is sure."""
    answered = (ANSWERED[0], f"{ANSWERED[1]}\n\n{more}", ANSWERED[2])
    assert answers_of(interview(answered=answered)) == []


def test_the_papers_own_answers_are_not_the_experts() -> None:
    """ "We" may be the paper, and who is told of does not speak."""
    ours = ("We looked at 1,200 houses.", "We have put it into a table.", "We expect it to rise.")
    assert answers_of(interview(answered=ours)) == []
    assert answers_of(interview(answered=(*ANSWERED[:2], "I think so, and [P:Orsolin] says that it rains."))) == []


def test_laughter_names_nobody() -> None:
    """What stands in brackets behind an answer may be how it was given."""
    answered = (*ANSWERED[:2], ANSWERED[2] + " (Laughs.)")
    assert len(answers_of(interview(answered=answered))) == 3


def test_a_text_of_ones_own_is_no_interview() -> None:
    """Somebody who says "I" before the first question asks themselves."""
    assert answers_of(interview(INTRO + " I have not slept since.")) == []


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (ASKED[:2], ANSWERED[:2]),
        (("What is the pact?", "Who pays for it?", "What happens next?"), ANSWERED),
        (ASKED, ("It rains.", "The sum is wrong.", "Nobody knows it.")),
        (ASKED, ("“I hope so,” she said.", "“I count votes,” she said.", "“I said it,” she said.")),
        (ASKED, ("I hope so.", "Dahl: I do not.", "I said it.")),
        (ASKED, tuple(answer + "\n\nIt rained." * 9 for answer in ANSWERED)),
    ],
    ids=["two questions", "an explainer", "nobody says I", "an article", "two who answer", "a story"],
)
def test_questions_alone_make_no_interview(asked: tuple[str, ...], answered: tuple[str, ...]) -> None:
    """Too few of them, to nobody, or with answers that somebody else gives or tells."""
    assert answers_of(interview(asked=asked, answered=answered)) == []


PIECES = (
    "Will you sign?|Do you?|Why?|Q: Tell us.|Q: Will you?|I will.|We know, I say.|It rained.|“I will,” she said.|?|***|"
    "Dahl: I do.|Dahl: Will you?|A: I do.|[P:Orsolin] pours tea.|[P:Oskar Dahl] asked.|A heading|I ask: “Will you?”"
).split("|")
_paragraphs = st.lists(st.sampled_from(PIECES), max_size=30)


@given(_paragraphs, st.sampled_from(["\n\n", "\n", "\r\n\r\n", "\n \n"]))
def test_answers_lie_apart_in_the_text(paragraphs: list[str], between: str) -> None:
    """In order, each within its paragraphs, none of them a question; a name is in the introduction, a label at hand."""
    text, names, _ = unmark(between.join([INTRO, *paragraphs]))
    at = 0
    for turn in find_answers(lay_out(text), names):
        assert at < turn.start < turn.end <= len(text)
        assert text[turn.start : turn.end].strip() == text[turn.start : turn.end]
        assert not text[turn.start : turn.end].endswith(("you?", "Why?", "us."))
        assert at < turn.label[0] < turn.start if turn.is_labelled else text[slice(*turn.label)] == "Nadia Orsolin"
        at = turn.end


@pytest.mark.parametrize("text", ["", "?", "?\n\n" * 9_000, "Will you?\n\nI will.\n\n" * 9_000, "asked " * 20_000])
def test_any_text(text: str) -> None:
    """Nothing is found, in a moment."""
    assert find_answers(lay_out(text), []) == ()
