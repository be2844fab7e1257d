"""Introductions of interviews: who is interviewed, and where that is not plain."""

import pytest

from onrecord.detect.layout import lay_out
from onrecord.resolve.introductions import find_interviewed
from tests.marked import unmark


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
        "Q&A: [P:Nadia Orsolin] on the river",
        "[P:Nadia Orsolin] explains what [P:Oskar Dahl] lost.",
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
        "We asked Minister [P:Orsolin].",
        "The prime minister spoke to [P:Piet Marl].",
        "She told [P:Piet Marl] why it rained.",
        "In an interview with [P:Piet Marl], [P:Nadia Orsolin] said that it rained. We spoke to [P:Oskar Dahl].",
        "An interview by [P:Piet Marl]",
        "[P:Nadia Orsolin], who has known President [P:Oskar Dahl] for years, told us of the vote.",
        "We spoke to [P:Nadia Orsolin] and asked [P:Oskar Dahl].",
    ],
)
def test_nobody_where_it_is_not_plain(intro: str) -> None:
    """Several, nobody in full, only who asks, or no word of an interview."""
    assert interviewed(intro) is None


@pytest.mark.parametrize(
    "intro", ["asked " * 20_000, "[P:Ana Torvik] asked " * 3_000, "We spoke to [P:Ana Torvik]. " * 3_000]
)
def test_long_introductions(intro: str) -> None:
    """Read in a moment."""
    assert interviewed(intro) in (None, "Ana Torvik")
