"""Word pieces and what they carry."""

import pytest

from onrecord.detect.features import cut_pieces
from onrecord.detect.layout import lay_out
from onrecord.pipeline import load_model


@pytest.mark.parametrize(
    "text",
    [
        "|We stay. |They leave, she said.",
        "|“We stay. They leave,” she said. |Nobody laughed.",
        "|He said it was bad. |“We will fight on. We must.” |The hall was empty.",
        "|Mr. Sahl of the U.S. Army agreed.",
        "|One.\n\n|Two three.\n|Four.",
        "|“We never close. We never will.\n\n|And that is that.",
    ],
)
def test_sentences_open_outside_quotation_marks(text: str) -> None:
    """At each sentence that begins outside of quotation marks or with one, and at each paragraph."""
    plain = text.replace("|", "")
    marked = [i - k for k, i in enumerate(i for i, c in enumerate(text) if c == "|")]
    pieces = cut_pieces(lay_out(plain), load_model().tokenizer)
    assert pieces.start[pieces.opens].tolist() == marked
