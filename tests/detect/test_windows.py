"""Windows that tile the document, wherever they are cut."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.detect.features import cut_pieces
from onrecord.detect.layout import lay_out
from onrecord.detect.windows import cut_windows
from onrecord.pipeline import load_model
from tests.strategies import texts


@given(texts, st.integers(2, 40))
def test_windows_tile_the_document(text: str, longest: int) -> None:
    """Each piece stands in exactly one window, and no window is too long."""
    layout = lay_out(text)
    pieces = cut_pieces(layout, load_model().tokenizer)
    edge = 0
    for start, end in cut_windows(layout, pieces, longest):
        assert start == edge
        assert 0 < end - start <= longest
        edge = end
    assert edge == len(pieces)


def test_windows_are_cut_at_line_breaks() -> None:
    """Where a line breaks in the second half of a window, the window ends there."""
    layout = lay_out("One two three four.\n" * 20)
    pieces = cut_pieces(layout, load_model().tokenizer)
    assert {end % 5 for _, end in cut_windows(layout, pieces, longest=13)} == {0}
