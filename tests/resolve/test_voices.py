"""I, we and you: in quotation marks, in turns of a talk, in what an author writes."""

import pytest

from tests.marked import Read, read

TALK = (
    "{intro}{ask} Will you sign? {s1:I} {q1:heard} {c1:that you would}.\n\n"
    "{answer} No. {s2:I} {q2:think} {c2:the river was never theirs}.\n\n"
    "{ask} And in the spring? Are you sure?\n\n"
    "{answer} {s3:We} {q3:believe} {c3:that spring comes late}. I am sure of nothing.\n"
)


def talk(ask: str, answer: str, intro: str = "", **fields) -> Read:
    """An interview; its statements are the asker's, the answerer's, the answerer's."""
    marked = TALK.replace("{intro}", intro).replace("{ask}", ask).replace("{answer}", answer)
    return read(marked, **fields)


# Quotations


@pytest.mark.parametrize("word", ["I", "We", "My"])
def test_a_first_person_in_a_quotation_is_the_speaker(word: str) -> None:
    """'We' too: whoever says it speaks for those they mean."""
    found = read(f"“{{c1:{{s2:{word}}} {{q2:believe}} {{c2:in it}}}},” {{s1:[P:Ana Torvik]}} {{q1:said}}.")
    assert found.speakers == ["Ana Torvik", "Ana Torvik"]


def test_each_i_is_of_its_own_quotation() -> None:
    """Two people who say 'I' in one text are two."""
    found = read(
        "{s1:[P:Ana Torvik]} {q1:said}: “{c1:{s2:I} {q2:know} {c2:it}}.” {s3:[P:Elia Dahl]} {q3:said}: "
        "“{c3:{s4:I} {q4:know} {c4:nothing}}.”"
    )
    assert found.speakers == ["Ana Torvik", "Ana Torvik", "Elia Dahl", "Elia Dahl"]


def test_a_third_person_in_a_quotation_is_not_the_speaker() -> None:
    """'She said' in what a man says of a woman is hers."""
    found = read("{s1:Mr. [P:Dahl]} {q1:said} of [P:Ana Torvik]: “{c1:{s2:She} {q2:promised} {c2:it}}.”")
    assert found.speakers == ["Dahl", "Ana Torvik"]


def test_an_unnamed_speakers_i_is_theirs() -> None:
    """Not being named changes nothing."""
    found = read("“{c1:{s2:I} {q2:know} {c2:it}},” {s1:a senior official} {q1:said}.")
    assert found.statements[0].speaker == found.statements[1].speaker
    assert not found.entities[0].named


def test_an_i_in_a_quotation_of_which_nobody_is_named() -> None:
    """Nobody is made its speaker, least of all the author."""
    found = read("[P:Ana Torvik] left. “{s:I} {q:know} {c:it}.”", author="Ana Torvik")
    assert found.speakers == [None]


def test_you_is_left_open() -> None:
    """Who is spoken to is seldom told."""
    found = read("{s1:[P:Ana Torvik]} {q1:told} reporters: “{c1:{s2:You} {q2:wrote} {c2:it}}.”")
    assert found.speakers == ["Ana Torvik", None]


# Turns


@pytest.mark.parametrize(
    ("ask", "answer"),
    [("HARBOUR REVIEW:", "ANA TORVIK:"), ("((Interviewer))", "((Ana Torvik))"), ("Q.", "Ana Torvik:")],
)
def test_a_label_says_whose_turn_it_is(ask: str, answer: str) -> None:
    """In capitals, in brackets, with a colon."""
    found = talk(ask, answer)
    assert [(name or "").casefold() for name in found.speakers[1:]] == ["ana torvik"] * 2
    assert found.statements[0].speaker != found.statements[1].speaker


def test_a_label_is_led_to_whom_the_text_names() -> None:
    """'TORVIK:' is the Ana Torvik of the introduction."""
    found = talk("Q.", "TORVIK:", intro="[P:Ana Torvik], prime minister, spoke to [P:Elia Dahl].\n\n")
    assert found.speakers[1:] == ["Ana Torvik", "Ana Torvik"]


def test_a_label_names_a_person_and_not_their_organisation() -> None:
    """'Edda Kolm, Harbour Union:' is Kolm."""
    assert talk("Q.", "[P:Edda Kolm], [O:Harbour Union]:").speakers[1:] == ["Edda Kolm", "Edda Kolm"]


def test_an_outlet_that_asks_is_an_outlet() -> None:
    """It is no person."""
    assert talk("HARBOUR REVIEW:", "TORVIK:").entity("HARBOUR REVIEW").kind == "outlet"


@pytest.mark.parametrize(
    "intro",
    [
        "[P:Ana Torvik], prime minister, spoke to the [O:Harbour Review].\n\n",
        "[P:Ana Torvik] is prime minister.\n\n",
        "“I won,” [P:Ana Torvik] tells the [O:Harbour Review]. [P:Oskar Marl] lost.\n\n",
        "[P:Oskar Marl] lost. Our reporter [P:Elia Dahl] sat down with [P:Ana Torvik], who won.\n\n",
    ],
)
def test_who_answers_is_the_one_whom_the_introduction_names(intro: str) -> None:
    """'A.' names nobody, but only one person can be meant."""
    assert talk("Q.", "A.", intro=intro).speakers == [None, "Ana Torvik", "Ana Torvik"]


@pytest.mark.parametrize(
    "intro",
    [
        "",
        "[P:Ana Torvik] and [P:Elia Dahl] met.\n\n",
        "[P:Torvik] was asked.\n\n",
        "[L:Lowen] waits.\n\n",
        "The minister spoke to [P:Elia Dahl].\n\n",
    ],
)
def test_who_answers_is_named_only_where_it_is_plain(intro: str) -> None:
    """All answers are one person's all the same, somebody unnamed."""
    found = talk("Q.", "A.", intro=intro)
    speaker = found.statements[1].speaker
    assert speaker == found.statements[2].speaker
    assert [e.named for e in found.entities if e.id == speaker] == [False]


def test_who_asks_under_q_may_be_many() -> None:
    """Nobody is given."""
    assert talk("Q.", "TORVIK:").speakers[0] is None


INTERVIEW = (
    "{intro}ASK Will you sign? What do {s1:you} {q1:say of} {c1:the letter}?\n\n"
    "[P:Ana Torvik]: No. {s2:You} {q2:hope} {c2:that it ends}, and it does not.\n\n"
    "ASK And in the spring? Are {s3:you} {q3:sure} {c3:of that}?\n\n"
    "[P:Ana Torvik]: I am sure of nothing.\n\n"
    "ASK {s4:You} {q4:wrote} {c4:that it would rain}. I saw it. Do you like rain?\n\n"
    "[P:Ana Torvik]: We do.\n"
)


@pytest.mark.parametrize("ask", ["Q.", "HARBOUR REVIEW:", "((Interviewer))", "[P:Elia Dahl]:"])
def test_you_of_a_question_is_who_answers_it(ask: str) -> None:
    """Not the "you" of an answer: it may be people in general."""
    found = read(INTERVIEW.replace("{intro}", "").replace("ASK", ask))
    assert found.speakers == ["Ana Torvik", None, "Ana Torvik", "Ana Torvik"]


def test_you_of_a_question_that_several_answer_is_left_open() -> None:
    """Which of them is asked, nothing tells."""
    text = INTERVIEW.replace("{intro}", "").replace("ASK", "HARBOUR REVIEW:")
    third = text.replace("ends}, and it does not.", "ends}, and it does not.\n\n[P:Oskar Marl]: It does. I know it.")
    third += "\n[P:Oskar Marl]: I do not.\n"
    assert read(third).speakers == [None, None, "Ana Torvik", None]


def test_you_is_left_open_where_both_ask() -> None:
    """Nobody is the interviewer."""
    text = INTERVIEW.replace("{intro}", "").replace("ASK", "[P:Elia Dahl]:")
    both = text.replace("it does not.", "it does not. Or do you?").replace("of nothing.", "of nothing. You?")
    assert read(both).speakers[0] is None


@pytest.mark.parametrize(
    "question",
    [
        "[P:Oskar Marl], {s:you} {q:said} {c:that the wall falls}. Does it?",
        "{s:You} {q:said} {c:that the wall falls}, Mr. [P:Marl]. Does it?",
        "Dear listeners, {s:you} {q:told us} {c:that it rains}. Does it?",
        "Members of the jury, {s:you} {q:heard} {c:that it rained}. Did it?",
        "Do {s:you} both {q:think} {c:that it rains}?",
        "Does one of {s:you} {q:think} {c:that it rains}?",
        "{s:You} never {q:know} {c:that a wall is ill}. How do people live with it?",
        "If {s:you} {q:say} {c:that a pump is broken}, who comes?",
    ],
)
def test_you_of_a_question_may_be_others(question: str) -> None:
    """Who is called upon by name, many, some of several, people in general."""
    marked = (
        "[P:Oskar Marl] is away.\n\n[P:Elia Dahl]: Are you well? I ask.\n\n[P:Ana Torvik]: I am. We all are.\n\n"
        f"[P:Elia Dahl]: {question}\n\n[P:Ana Torvik]: I see.\n\n"
        "[P:Elia Dahl]: Do you?\n\n[P:Ana Torvik]: I do.\n"
    )
    assert read(marked).speakers == [None]


def test_a_title_is_whoever_answers_alone_or_anybody() -> None:
    """ "Governor, you said" is the one guest; among several it may be another than who answers."""
    one = (
        "[P:Oskar Marl] is here.\n\n"
        "[P:Elia Dahl]: Governor, {s:you} {q:said} {c:that the wall falls}. Does it?\n\n[P:Ana Torvik]: I did not.\n\n"
        "[P:Elia Dahl]: Are you sure? I ask.\n\n[P:Ana Torvik]: I am.\n\n"
        "[P:Elia Dahl]: And you?\n\n[P:{last}]: I am.\n"
    )
    assert read(one.replace("{last}", "Ana Torvik")).speakers == ["Ana Torvik"]
    assert read(one.replace("{last}", "Oskar Marl")).speakers == [None]


def test_an_objection_is_no_answer() -> None:
    """Counsel who objects was not asked."""
    marked = (
        "Q. Did {s1:you} {q1:say} {c1:that the bottle was empty}?\n\nMR. HOLT: Objection. I must.\n\n"
        "Q. Was it?\n\nA. I said that it was.\n\nQ. Do {s2:you} {q2:think} {c2:so}?\n\nA. I do.\n\n"
        "MR. HOLT: Objection. I am sorry.\n"
    )
    unclear, answerer = read(marked).statements
    assert unclear.speaker is None
    assert answerer.speaker is not None


def test_a_title_before_the_answerers_name_is_somebody_elses() -> None:
    """Two are called upon, and "you" is the first."""
    marked = (
        "[P:Elia Dahl]: Minister, {s:you} {q:promised} {c:that it rains}. [P:Torvik], is he listening?\n\n"
        "[P:Ana Torvik]: I hope he is.\n\n[P:Elia Dahl]: Are you sure? I ask.\n\n[P:Ana Torvik]: I am.\n\n"
        "[P:Elia Dahl]: And then?\n\n[P:Ana Torvik]: We go.\n"
    )
    assert read(marked).speakers == [None]


def test_of_two_witnesses_neither_is_the_one_who_answers() -> None:
    """ "A." is now the one and now the other."""
    marked = (
        "Testimony of [P:Karl Lund]\n\nQ. Did {s1:you} {q1:say} {c1:that it was shut}?\n\nA. I did.\n\n"
        "Q. Why?\n\nA. I saw.\n\n"
        "Testimony of [P:Eva Rell]\n\nQ. Did {s2:you} {q2:say} {c2:that it was open}?\n\nA. I did.\n"
    )
    assert not {"Karl Lund", "Eva Rell"} & set(read(marked).speakers)


def test_a_label_ends_a_name() -> None:
    """ "LH Tor, do you" calls Tor, and is LH's."""
    marked = (
        "[P:LH Tor], do {s1:you} {q1:know} {c1:that it rains}?\n\nTB I do.\n\nLH What do you see?\n\n"
        "TB I see a bridge.\n\nLH Why is that?\n\nTB I do not know.\n\n"
        "LH Where is it? {s2:I} {q2:hope} {c2:it is near}. Is it?\n\nTB It is, and I built it.\n"
    )
    found = read(marked)
    assert found.speakers[1] == "LH"
    assert "LH Tor" not in {entity.name for entity in found.entities}


def test_an_unnamed_answerer_is_not_called_you() -> None:
    """The name of somebody unnamed is what describes them, though a pronoun stands first."""
    found = read("Q. Did {s:you} {q:say} {c:that it was red}?\n\nA. I did.\n\nQ. You did?\n\nA. I say so.\n")
    assert found.name(found.statements[0].speaker or "") == "A"


def test_a_guest_who_asks_is_no_interviewer() -> None:
    """Who asks once, and seldom, asks nobody for the record."""
    marked = (
        "[P:Elia Dahl]: Is it cold? Tell us.\n\n[P:Ana Torvik]: I think so.\n\n[P:Elia Dahl]: How cold?\n\n"
        "[P:Ana Torvik]: Very. Did {s:you} {q:know} {c:that my aide freezes}?\n\n[P:Oskar Marl]: I freeze!\n\n"
        "[P:Elia Dahl]: And now?\n\n[P:Ana Torvik]: We go in.\n"
    )
    assert read(marked).speakers == [None]


def test_an_interviewers_i_is_theirs() -> None:
    """Somebody unnamed, and neither the answerer nor the author."""
    found = talk("((Interviewer))", "((Ana Torvik))", author="Ana Torvik")
    assert [e.named for e in found.entities if e.id == found.statements[0].speaker] == [False]


@pytest.mark.parametrize(("ask", "answer"), [("ED:", "AK:"), ("((ED))", "((AK))"), ("ED:", "[P:AK]:")])
def test_initials_are_the_one_person_who_has_them(ask: str, answer: str) -> None:
    """Also where the reader takes them for a name; of two who have them neither is meant."""
    found = talk(ask, answer, intro="[P:Ana Kolm] spoke to [P:Elia Dahl] of the [O:Harbour Review].\n\n")
    assert found.speakers == ["Elia Dahl", "Ana Kolm", "Ana Kolm"]
    assert [e.name for e in found.entities if e.kind == "person"] == ["Ana Kolm", "Elia Dahl"]
    assert talk(ask, answer, intro="[P:Ana Kolm] met [P:Anselm Karr].\n\n").speakers[1:] == ["AK", "AK"]


def test_initials_may_spell_a_word() -> None:
    """ "AT:" is no field of a form."""
    assert talk("HR:", "AT:", intro="[P:Ana Torvik] spoke to us.\n\n").speakers[1:] == ["Ana Torvik"] * 2


def test_who_is_called_is_not_who_is_told_of() -> None:
    """ "Brisk, the minister said ..." has no apposition; nor did whoever asks, whom nobody names, say it."""
    found = read(
        "REPORTER: Governor [P:Hal Brisk], {s1:the minister} {q1:said} {c1:that talks were over}.\n\n"
        "BRISK: I spoke to them. {s2:She} {q2:said} {c2:so}.\n\n"
        "REPORTER: [P:Hal Orvin], will you go?\n\nORVIN: I am not the president.\n\n"
        "REPORTER: Will you, Governor?\n\nBRISK: I will not.\n"
    )
    assert not {"Hal Brisk", "REPORTER", "Hal Orvin"} & set(found.speakers)


def test_an_explainers_answers_are_not_whom_it_is_about() -> None:
    """ "Q:" and "A:", where no question is put to anybody."""
    text = "Why [P:Daro Felk] quit\n\n" + "Q: Why did he go?\n\nA: {s:I} {q:think} {c:so}.\n\nQ: Can he?\n\nA: I do.\n"
    assert read(text).speakers != ["Daro Felk"]


def test_he_is_not_the_interviewer_either() -> None:
    """Whom only a label describes is one who talks, too."""
    found = read(
        "((Interviewer)) You knew [P:Tor Rask]. Are you well?\n\n((Emil Rask)) He was my brother. I taught him.\n\n"
        "((Interviewer)) What did he say to you?\n\n((Emil Rask)) {s:He} {q:said}, “{c:I will hold it}.” I did.\n"
    )
    assert found.speakers[0] in ("Tor Rask", None)


def test_he_is_neither_of_two_who_talk() -> None:
    """One talks to "you" of others; among several, "he" may be one of the others."""
    marked = (
        "[P:Elia Dahl]: Will you sign? I ask you.\n\n"
        "[P:Jan Brenn]: No. I told them. {s:He} {q:said} {c:that it would rain}.\n\n"
        "[P:Elia Dahl]: And in the spring?\n\n"
        "[P:Jan Brenn]: I am sure of nothing.\n\n"
    )
    (alone,) = read(marked).statements
    assert (alone.speaker, alone.speaker_candidates) == (None, ())
    third = read(marked + "[P:Oskar Marl]: I am.\n\n[P:Elia Dahl]: I know.\n\n[P:Oskar Marl]: And you?\n")
    assert [third.name(id) for id in third.statements[0].speaker_candidates] == ["Elia Dahl"]


def test_what_a_turn_attributes_to_others_is_theirs() -> None:
    """Somebody quoted in a turn speaks for themselves, their 'I' too."""
    found = read(
        "HARBOUR REVIEW: Will you sign?\n\n"
        "TORVIK: No. {s1:[P:Elia Dahl]} {q1:said}: “{c1:{s2:I} {q2:promise} {c2:peace}}.”\n\n"
        "HARBOUR REVIEW: Are you sure?\n\n"
        "TORVIK: {s3:I} {q3:believe} {c3:so}. I am sure.\n"
    )
    assert found.speakers == ["Elia Dahl", "Elia Dahl", "TORVIK"]


# Authors


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("By [P:Ada Venn]\n\n{s:I} {q:asked} {c:whether it was late}. [P:Ana Torvik] left.", "Ada Venn"),
        ("By Ada Venn\n\n{s:I} {q:asked} {c:whether it was late}. [P:Ana Torvik] left.", "Ada Venn"),
        ("By [P:Ada Venn]\n\n{s:I} {q:asked} {c:whether it was late}. [P:Ana Torvik] left.", None),
        ("{s:I} {q:asked} {c:whether it was late}. [P:Ana Torvik] left.\n\n[P:Ada Venn] is a writer in Lowen.", None),
        ("{s:I} {q:asked} {c:whether it was late}. [P:Ana Torvik] left.\n\n— [P:Ada Venn]\n", None),
        ("My name is [P:Ada Venn]. {s:I} {q:asked} {c:whether it was late}. [P:Ana Torvik] left.", None),
    ],
)
def test_an_i_outside_quotations_is_the_authors(text: str, author: str | None) -> None:
    """By the page's word, a byline, what the author says or the last lines say of them."""
    assert read(text, author=author).speakers == ["Ada Venn"]


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("{s:I} {q:asked} {c:whether it was late}. [P:Ana Torvik] left.", None),
        ("{s:I} {q:asked} {c:it}. [P:Ana Torvik] left.\n\n[P:Ana Torvik] is a lawyer in Lowen.", None),
        ("By [P:Ada Venn] and [P:Jan Brenn]\n\n{s:I} {q:asked} {c:it}.", "Ada Venn; Jan Brenn"),
        ("{s:I} {q:asked} {c:it}.\n\n“My name is [P:Ana Torvik],” she wrote.", None),
    ],
)
def test_an_author_is_not_guessed(text: str, author: str | None) -> None:
    """Where nothing tells, 'I' is nobody for sure, at most somebody unnamed; of two authors it is neither."""
    found = read(text, author=author)
    (statement,) = found.statements
    assert statement.speaker is None
    assert [e.named for e in found.entities if e.id in statement.speaker_candidates] == [False]


def test_the_metadata_tell_the_author() -> None:
    """Where the text does not name them; whom it tells of at its end is somebody else."""
    found = read("{s:I} {q:asked} {c:it}.\n\n[P:Ana Torvik] is a lawyer in Lowen.", author="Ada Venn")
    assert found.speakers == ["Ada Venn"]


def test_what_people_say_is_not_the_authors() -> None:
    """An author who quotes somebody else's 'I' does not say it."""
    found = read("By [P:Ada Venn]\n\n“{c1:{s2:I} {q2:know} {c2:it}},” {s1:[P:Ana Torvik]} {q1:said}.")
    assert found.speakers == ["Ana Torvik", "Ana Torvik"]


def test_we_are_the_same_throughout_a_text_of_one_voice() -> None:
    """A group that nobody names, and neither the speaker of a quotation nor the author."""
    found = read(
        "{s1:We} {q1:believe} {c1:that spring comes late}. {s2:[P:Ana Torvik]} {q2:said}: “{c2:{s3:We} {q3:know} "
        "{c3:it}}.”\n\n{s4:We} {q4:think} {c4:that the river will fall}.",
        author="Elia Dahl",
    )
    assert found.speakers == ["We", "Ana Torvik", "Ana Torvik", "We"]
