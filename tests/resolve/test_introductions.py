"""Introductions of interviews: who is interviewed, and where that is not plain."""

import pytest

from onrecord.detect.layout import lay_out
from onrecord.resolve.introductions import find_interviewed
from tests.marked import unmark
from tests.work import measure


def interviewed(marked: str) -> str | None:
    text, names, _ = unmark(marked)
    found = find_interviewed(lay_out(text), names, len(text))
    return found.words if found else None


@pytest.mark.parametrize(
    "intro",
    [
        "[P:Nadia Orsolin], prime minister of [L:Kelvara], sat down with our reporter [P:Piet Marl] on Tuesday.",
        "By [P:Piet Marl]\n\nIn an interview, [P:Nadia Orsolin] speaks of two winters.",
        "[P:Nadia Orsolin] won. President [P:Oskar Dahl] lost. We spoke to [P:Nadia Orsolin] on the day after.",
        "[P:Piet Marl] interviewed [P:Nadia Orsolin] before the vote.",
        "[P:Kelvara] waits. Our conversation with [P:Nadia Orsolin] has been shortened.",
        "An interview with [P:Nadia Orsolin]\n\nShe leads [L:Kelvara]. The prime minister talked to [P:Piet Marl].",
        "[P:Nadia Orsolin] leads [L:Kelvara]. She talked to the [O:Harbour Review]’s [P:Piet Marl] about the river.",
        "The [O:Harbour Review] spoke with [P:Nadia Orsolin] in [L:Dunmere]. [P:Oskar Dahl] did not want to speak.",
        "[O:Wikinews] reporter [P:Laura Hale] met with [P:Nadia Orsolin], a skier, in [L:Dunmere].",
        "President [P:Dahl] resigned. [P:Nadia Orsolin] answers our questions.",
        "[P:Nadia Orsolin], who has known President [P:Oskar Dahl] for years, spoke to us of the vote.",
        "[P:Hanna Rasch], our correspondent in [L:Karsk], sat down with the ferryman [P:Nadia Orsolin].",
        "[P:Hanna Rasch] of the [O:Lowen Post] spoke to the mayor, [P:Nadia Orsolin], about [P:Oskar Dahl].",
        "Last week, [O:Wikinews] reporter [P:Laura Hale] met with [P:Nadia Orsolin], a skier. She was tired.",
        "[P:Teo Marin] closed the beaches. The Courier spoke to the chemist [P:Nadia Orsolin].",
        "Interview: [P:Hanna Rasch]\n\n[P:Nadia Orsolin] was the last of them. She spoke to us about the flood.",
        "Tidewatch was founded by [P:Nadia Orsolin]. [O:Wikinews] reporter [P:Piet Marl] interviewed [P:Orsolin].",
        "[O:Wikinews]' [P:Piet Marl] put some questions to [P:Nadia Orsolin], a skier.",
        "[O:Wikinews] had the opportunity to speak to [P:Nadia Orsolin] on Tuesday.",
        "[P:Nadia Orsolin] answered questions from the [O:Lowen Post] about the flood.",
        "[P:Nadia Orsolin] has written ten books. [O:Wikinews] spoke with her about the last of them.",
        "[P:Nadia Orsolin] has written ten books. In this interview she speaks of the last of them.",
        "I recently spoke with [P:Nadia Orsolin] about the painter [P:Oskar Dahl].",
        "[P:Piet Marl] had the chance to speak to [P:Nadia Orsolin].",
        "Photographs by [P:Hanna Rasch]\n\nIn this interview, the skier [P:Nadia Orsolin] tells of two winters.",
    ],
)
def test_who_is_interviewed(intro: str) -> None:
    """Told from who asks, from whom the talk is about, and from what only looks like somebody."""
    assert interviewed(intro) == "Nadia Orsolin"


@pytest.mark.parametrize(
    "intro",
    [
        "",
        "The river fell again. We asked around.",
        "[P:Nadia Orsolin] has a garden.",
        "[P:Nadia Orsolin] won. [P:Oskar Dahl] lost. An interview.",
        "[P:Nadia Orsolin] spoke to [P:Oskar Dahl] about the vote.",
        "We spoke with Minister [P:Orsolin].",
        "The prime minister spoke to [P:Piet Marl].",
        "She told [P:Piet Marl] why it rained.",
        "In an interview with [P:Piet Marl], [P:Nadia Orsolin] said that it rained. We spoke to [P:Oskar Dahl].",
        "An interview by [P:Piet Marl]",
        "Interview: [P:Piet Marl]",
        "We spoke to [P:Nadia Orsolin] and [P:Oskar Dahl].",
        "[P:Karl Vint] died in the flood. He was 61. We spoke to his widow.",
        "[P:Dalia Wren] has a new book. [P:Tomas Keel] spoke with her about exile.",
        "[P:Ilse Harrand] wrote the life of President [P:Jorun Tal]. She talks to us about ten years.",
        "Six months after [P:Emil Rask] met [P:Jorun Tal], the president’s wife spoke to us.",
        "We spoke to a nurse who treated President [P:Jorun Tal]. She does not want her name in the paper.",
        "Here is our interview with [P:Anton Reuss]’s lawyer.",
        "We spoke to her in the office of President [P:Jorun Tal].",
        "“He saved us all,” Mayor [P:Sanna Brok] told us.",
        "[P:Ana Torvik] told the assembly that it rained. We asked people at the market.",
        "[P:Klara Venn] is the daughter of [P:Emil Rask]. In this interview she remembers him.",
        "The widow of President [P:Jorun Tal] spoke to us in [L:Lowen].",
        "A former aide to President [P:Enno Hask] sat down with us in [L:Vesper].",
        "A close friend of the late pianist [P:Oria Valdane] spoke to us.",
        "The daughter of General [P:Enno Hask], [P:Marit], spoke to us.",
        "Last week we published an interview with President [P:Enno Hask]. Now his former minister answers.",
        "Last week we spoke to the mayor, [P:Teo Marin]. [P:Klaus Orr], 39, runs a bakery.",
        "In part one, we spoke to [P:Daro Felk]. Today we hear from the woman who replaced him.",
        "After our interview with President [P:Enno Hask], his former minister called us.",
        "In an interview, [P:Enno Hask] had called her a coward. Now the former minister answers.",
        "[P:Renske Oule] refused to be interviewed. Her predecessor did not.",
        "We wanted an interview with President [P:Enno Hask]. We got one with his press officer.",
        "[P:Anna Quill] has interviewed four presidents, among them [P:Enno Hask].",
        "[P:Daro Felk] and his old rival [P:Renske Oule] spoke to the [O:Harbour Review] about power.",
        "[P:Ida Munk], the director, and her producer, [P:Karl Stenner], spoke to us.",
        "We met [P:Marit Hask] with her lawyer, [P:Cole Tarrant].",
        "We met her with her lawyer, [P:Cole Tarrant].",
        "[P:Karl Vint] died in the flood. We spoke to her lawyer.",
        "The pact was signed by [P:Karl Vint]. We spoke with her about the letter.",
        "[P:Karl Vint] called her a coward. We spoke with her about the letter.",
        "[P:John Vint] lost the vote. We spoke with her about the letter.",
        "Her mentor, [P:Karl Vint], died. In this interview she remembers him.",
        "In this interview, his widow remembers [P:Karl Vint].",
        "[P:Piet Marl] puts questions to the mayor.",
        "[P:Piet Marl], a pupil, interviewed the mayor.",
        "[P:Enno Hask] spoke to the [O:Senate] about the flood.",
        "[P:Enno Hask] answered questions from the police.",
        "[P:Enno Hask] met with reporters in [L:Karsk].",
        "Her interview with [P:Enno Hask] made her name.",
        "In conversation with [P:Enno Hask], the last keeper looks back.",
        "Our interview with [P:Enno Hask] was cancelled.",
        "We put questions to [P:Enno Hask]. His office answered.",
        "We spoke with [P:Enno Hask] and his wife.",
        "We spoke with [P:Enno Hask], [P:Ida Munk] and [P:Cole Tarrant].",
        "“We spoke to [P:Enno Hask] often,” says a nurse.",
        "[P:Karl Vint] and [P:Teo Marin] lost the vote. We spoke to him about the flood.",
        "An interview with [P:Enno Hask] biographer [P:Anna Quill]",
    ],
)
def test_nobody_where_it_is_not_plain(intro: str) -> None:
    """Several, nobody in full, only who asks, somebody whose widow, nurse or lawyer was spoken to."""
    assert interviewed(intro) is None


def test_behind_labels_who_is_named_alone_is_meant() -> None:
    """ "Q." and "A." make an interview plain; but not who it is, where the words speak of somebody else."""
    for intro, found in {
        "[P:Nadia Orsolin] has a garden.": "Nadia Orsolin",
        "[P:Nadia Orsolin] and [P:Oskar Dahl] met.": None,
        "[P:Karl Vint] died in the flood. We spoke with his widow.": None,
    }.items():
        text, names, _ = unmark(intro)
        meant = find_interviewed(lay_out(text), names, len(text), labelled=True)
        assert (meant.words if meant else None) == found


PARTS = (
    "asked |told |Last week we spoke to [P:Ana]. |last we spoke to [P:Ana] and |"
    "we spoke to |interviewed |She spoke to us. |[P:Ana Torvik] told |[P:Ana Torvik] and |"
    "We spoke to [P:Ana Torvik]. |[P:Ana Torvik] spoke to [P:Elia Dahl] |in an interview, [P:Ana Torvik], "
).split("|")


@pytest.mark.parametrize("part", PARTS)
def test_long_introductions(part: str) -> None:
    """The time grows with the text and no faster."""
    texts = [unmark(part * n) for n in (1_500, 6_000)]
    layouts = [lay_out(text) for text, _, _ in texts]

    def find(i: int) -> None:
        find_interviewed(layouts[i], texts[i][1], len(texts[i][0]))

    assert measure(lambda: find(1)) < 8 * measure(lambda: find(0)) + 0.05
