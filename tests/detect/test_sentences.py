"""Where sentences begin."""

import pytest

from onrecord.detect.layout import lay_out


@pytest.mark.parametrize(
    "marked",
    [
        "Mr. Rell left.| He did not say why.",
        "Gen. A. B. Korr told the U.S. Senate on Jan. 5 that it was over.| Nobody laughed.",
        "“It is over.”| She left.",
        "“Is it over?” she asked.| Nobody knew.",
        "He spoke in the U.S.| The others did not.",
        "It cost 3.5 million.| Then it cost more.",
        "A headline without a stop\n\n|A sentence.",
        "Wait … what?| Yes!| No.",
        "",
        "He declined to comment for Acme Inc.| She said it was over.",
        "The mayor said no.| The clerk said yes, and room no. 5 was empty.",
        "She said, “It is over. We lost,” and added that she was tired.| He wept.",
        "A line that is\nwrapped goes on.\n\n|A paragraph.\n|A line after a stop.",
    ],
)
def test_sentences_begin_where_a_reader_says(marked: str) -> None:
    """Abbreviations, initials and marks after a stop are no trouble."""
    text = marked.replace("|", "")
    starts = lay_out(text).sentences
    pieces = [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    assert pieces == [p.strip() for p in marked.split("|")]
