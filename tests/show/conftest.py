"""An article about a state that is not, as it might be read."""

# ruff: noqa: E501  (paragraphs are lines)

from dataclasses import replace

import pytest

from onrecord.types import Document, Entity, Manner, Part, Reading, Run, Span, Spans, Statement, Time

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


FERRY = """Ferry talks stall between Ostral and Venn

The Harbour Review, citing two officials, reported on Thursday that the ferry line would close next spring. The officials, who asked not to be named because the talks are secret, said that nobody had been told.

Edda Rask, the transport minister of Ostral, told reporters in an interview with Radio Venn that no date was set. “I will not sign it,” she said. The minister added that the boats were old, but she did not say that they were unsafe.

“Nobody has called us since Monday,” said her deputy, Olm Tarn. Piet Hansa, the harbour master, was asked about that. He called it a misunderstanding.

Rask thinks otherwise, according to a letter. It is understood that talks go on.
"""


def spot(words: str, after: str = "") -> Span:
    start = FERRY.index(words, FERRY.index(after))
    return start, start + len(words)


def claim(manner: Manner, after: str, source: str, cue: str, content: str, **known: object) -> Statement:
    found: Spans = (spot(source, after),) if source else ()
    mention = {"speaker_mention": found[0], "speaker_confidence": 0.97} if known.get("speaker") else {}
    known = mention | known
    return Statement("", found, (spot(cue, after),), (spot(content, after),), manner, **known)  # type: ignore[arg-type]


def when(words: str, start: str, end: str, granularity: str) -> Time:
    return Time(spot(words), start, end, granularity, "from anchor")


@pytest.fixture(scope="session")
def ferry() -> Reading:
    """Ten statements: of an outlet that cites two unnamed officials, of a minister under four forms, of her deputy, of
    one or the other of two, of nobody."""
    thursday = when("on Thursday", "2031-03-06", "2031-03-07", "day")
    spring = when("next spring", "2032-03-01", "2032-06-01", "season")
    line = "that the ferry line would close next spring"
    statements = [
        claim(
            "indirect",
            "",
            "The Harbour Review",
            "reported",
            line,
            speaker="e1",
            standing="outlet",
            said=thursday,
            refers_to=(spring,),
        ),
        claim(
            "indirect",
            "",
            "two officials",
            "citing",
            line,
            speaker="e2",
            standing="unnamed",
            parent="s1",
            refers_to=(spring,),
        ),
        claim(
            "indirect",
            "been told",
            "Edda Rask, the transport minister of Ostral,",
            "told",
            "that no date was set",
            speaker="e3",
            speaker_mention=spot("Edda Rask"),
            role=(spot("the transport minister of Ostral"),),
            on_behalf_of="e4",
            standing="official",
            addressee="e7",
            via=(spot("in an interview with Radio Venn"),),
        ),
        claim("direct", "no date", "she", "said", "“I will not sign it,”", speaker="e3"),
        claim("indirect", "sign it", "The minister", "added", "that the boats were old", speaker="e3"),
        claim(
            "direct",
            "unsafe",
            "Olm Tarn",
            "said",
            "“Nobody has called us since Monday,”",
            speaker="e5",
            refers_to=(Time(spot("Monday"), reason="the day it was said is not clear"),),
        ),
        claim(
            "indirect",
            "spring",
            "The officials, who asked not to be named because the talks are secret,",
            "said",
            "that nobody had been told",
            speaker="e2",
            speaker_mention=spot("The officials"),
        ),
        claim("indirect", "about that", "He", "called", "it a misunderstanding", speaker_candidates=("e5", "e6")),
        claim("indirect", "misunderstanding", "Rask", "thinks", "otherwise", speaker="e3"),
        claim("indirect", "letter", "", "It is understood", "that talks go on"),
    ]
    rask = (
        spot("Edda Rask"),
        spot("she", "sign it"),
        spot("The minister"),
        spot("she", "were old"),
        spot("Rask", "misunderstanding"),
    )
    return Reading(
        document=Document("ferry.txt", FERRY, title="Ferry talks stall", published="2031-03-07", language="en"),
        statements=tuple(replace(s, id=f"s{n}") for n, s in enumerate(statements, 1)),
        entities=(
            Entity("e1", "outlet", "The Harbour Review", (spot("The Harbour Review"),), ("name",)),
            Entity(
                "e2",
                "group",
                "two officials",
                (spot("two officials"), spot("The officials")),
                ("nominal", "nominal"),
                named=False,
                number=2,
                why_unnamed=(spot("who asked not to be named because the talks are secret"),),
            ),
            Entity("e3", "person", "Edda Rask", rask, ("name", "pronoun", "nominal", "pronoun", "name")),
            Entity(
                "e4",
                "state",
                "Ostral",
                (spot("Ostral"), spot("Ostral", "transport")),
                ("name", "name"),
                identifier="iso3166:XO",
            ),
            Entity("e5", "person", "Olm Tarn", (spot("Olm Tarn"),), ("name",)),
            Entity("e6", "person", "Piet Hansa", (spot("Piet Hansa"),), ("name",)),
            Entity("e7", "group", "reporters", (spot("reporters"),), ("nominal",), named=False),
        ),
        run=Run("onrecord 0.1.0", "sha256:" + "5f3c9a71" * 8, (("threshold", 0.5),)),
    )
