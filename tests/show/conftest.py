"""An article about a state that is not, as it might be read."""

# ruff: noqa: E501  (paragraphs are lines)

from dataclasses import replace

import pytest

from onrecord.types import Document, Entity, Manner, Part, Reading, Run, Span, Statement

TITLE = "Halden asks for a year’s delay of the river accord"
BYLINE = "By Ines Falk in Port Merrow"
TEXT = f"""{TITLE}
{BYLINE}

The government of Halden will not sign the river accord this spring, its foreign minister said on Tuesday, a turn that leaves the three-state pact without the country that holds most of the water.

“We cannot sign what our own farmers have not read,” Mira Oduya told reporters after a cabinet meeting that ran past midnight. She said that the text had changed “in eleven places” since the states initialled it in March, and that parliament would need until next spring to go through it.

The delay was first reported by The Merrow Courier.

Across the border the answer was quick. “A promise is not a draft,” said Tomas Brandt, who leads Veska’s delegation, adding that his country would open the sluices on the first of June with or without a signature. Veska’s water ministry says the reservoirs stand at 91 per cent, the highest since they were built.

Experts are less sure that anything will move. According to the Institute for River Law, no accord of this kind has survived a second delay. Jonas Reth, who wrote the institute’s study, believes Oduya is “buying time for an election, not for farmers”.

Oduya did not say that the accord was dead. Asked whether Halden would leave the talks, she called the question premature. “I have read that I am against the river,” she said. “I grew up on it. I am against being hurried.”

The farmers’ union, which marched on the ministry last week, denied that it had asked for the delay: “We were told on the radio, like everybody else,” said its chair, Lene Aris.

It is understood that the third party, the island state of Corrow, has offered to host another round in August. Brandt told The Merrow Courier that Corrow’s president had assured him the offer “has no last page”.
"""


def find(words: str, after: str = "") -> Span:
    """Where words stand in the article, from the first place after other words."""
    start = TEXT.index(words, TEXT.index(after))
    return start, start + len(words)


def state(
    manner: Manner, confidence: float, after: str, source: str, cue: str, *content: str, speaker: str | None = None
) -> Statement:
    """A statement by its words, each looked for after other words. Numbered later."""
    return Statement(
        id="",
        source=(find(source, after),) if source else (),
        cue=(find(cue, after),),
        content=tuple(find(words, after) for words in content),
        manner=manner,
        confidence=confidence,
        speaker=speaker,
    )


ODUYA = "e1"
STATEMENTS = [
    replace(state("indirect", 0.44, "", "Halden", "asks", "for a year’s delay of the river accord"), part="title"),
    state(
        "indirect",
        0.97,
        "The government",
        "its foreign minister",
        "said",
        "The government of Halden will not sign the river accord this spring",
        speaker=ODUYA,
    ),
    state(
        "direct",
        0.99,
        "The government",
        "Mira Oduya",
        "told",
        "“We cannot sign what our own farmers have not read,”",
        speaker=ODUYA,
    ),
    state(
        "mixed",
        0.96,
        "midnight. ",
        "She",
        "said",
        "that the text had changed “in eleven places” since the states initialled it in March, "
        "and that parliament would need until next spring to go through it",
        speaker=ODUYA,
    ),
    state("indirect", 0.58, "The delay was", "The Merrow Courier", "reported by", "The delay"),
    state("direct", 0.99, "Across", "Tomas Brandt", "said", "“A promise is not a draft,”"),
    state(
        "indirect",
        0.95,
        "Across",
        "Tomas Brandt",
        "adding",
        "that his country would open the sluices on the first of June with or without a signature",
    ),
    state(
        "indirect",
        0.98,
        "Across",
        "Veska’s water ministry",
        "says",
        "the reservoirs stand at 91 per cent, the highest since they were built",
    ),
    state("indirect", 0.61, "built", "Experts", "are less sure", "that anything will move"),
    state(
        "indirect",
        0.98,
        "move",
        "the Institute for River Law",
        "According to",
        "no accord of this kind has survived a second delay",
    ),
    state(
        "mixed",
        0.94,
        "survived",
        "Jonas Reth, who wrote the institute’s study",
        "believes",
        "Oduya is “buying time for an election, not for farmers”",
    ),
    replace(
        state("indirect", 0.9, "not for farmers", "Oduya", "did not say", "that the accord was dead", speaker=ODUYA),
        asserted=False,
    ),
    state("indirect", 0.72, "leave the talks", "she", "called", "the question premature", speaker=ODUYA),
    state(
        "direct",
        0.97,
        "premature",
        "she",
        "said",
        "“I have read that I am against the river,”",
        "“I grew up on it. I am against being hurried.”",
        speaker=ODUYA,
    ),
    replace(
        state("indirect", 0.31, "premature. ", "I", "have read", "that I am against the river"),
        speaker_candidates=(ODUYA,),
        parent="s14",
    ),
    replace(
        state("indirect", 0.93, "hurried", "The farmers’ union", "denied", "that it had asked for the delay"),
        asserted=False,
    ),
    state(
        "direct",
        0.98,
        "denied",
        "its chair, Lene Aris",
        "said",
        "“We were told on the radio, like everybody else,”",
    ),
    state(
        "indirect",
        0.83,
        "Lene Aris",
        "",
        "It is understood",
        "that the third party, the island state of Corrow, has offered to host another round in August",
    ),
    state(
        "mixed",
        0.91,
        "in August",
        "Brandt",
        "told",
        "that Corrow’s president had assured him the offer “has no last page”",
    ),
    state("mixed", 0.77, "in August", "Corrow’s president", "had assured", "the offer “has no last page”"),
]


@pytest.fixture(scope="session")
def article() -> Reading:
    """Twenty statements: some within others, one in pieces, two not asserted, two unsure."""
    title = len(TITLE)
    byline = title + 1 + len(BYLINE)
    return Reading(
        document=Document(
            id="halden.html",
            text=TEXT,
            title=TITLE,
            author="Ines Falk",
            outlet="The Merrow Courier",
            url="https://courier.example/2031/halden-river",
            published="2031-04-15",
            language="en",
            parts=(Part("title", 0, title), Part("byline", title + 1, byline), Part("body", byline, len(TEXT))),
        ),
        statements=tuple(replace(statement, id=f"s{n}") for n, statement in enumerate(STATEMENTS, 1)),
        entities=(Entity(ODUYA, "person", "Mira Oduya", (find("Mira Oduya"),), ("name",)),),
        run=Run("onrecord 0.1.0", "sha256:" + "5f3c9a71" * 8, (("threshold", 0.5),)),
    )
