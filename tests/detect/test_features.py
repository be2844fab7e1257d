"""Word pieces and what they carry."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onrecord.detect.features import cut_pieces
from onrecord.detect.layout import lay_out
from onrecord.detect.repair import repair
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


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
@example("it" * 60)
@example("the [SEP] and [MASK], U.S.-backed co_op's 1,000th")
def test_a_plain_line_is_cut_as_the_tokeniser_cuts_it(line: str) -> None:
    """Cut into words without it, a line gives the same pieces at the same places."""
    tokenizer = load_model().tokenizer
    pieces = cut_pieces(lay_out(line), tokenizer)
    encoding = tokenizer.encode(repair(line).text, add_special_tokens=False)
    assert pieces.ids.tolist() == encoding.ids
    offsets = list(zip(pieces.start.tolist(), pieces.end.tolist(), strict=True))
    assert offsets == encoding.offsets or repair(line).text != line
