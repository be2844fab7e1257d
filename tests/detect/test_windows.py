"""Windows: cores that tile the document, wherever they are cut."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.detect.features import cut_pieces
from onrecord.detect.windows import cut_windows
from onrecord.pipeline import load_model
from tests.strategies import texts


@given(texts, st.integers(2, 40), st.integers(0, 10))
def test_cores_tile_the_document(text: str, core: int, context: int) -> None:
    """Each piece stands in exactly one core, and no window is larger than core and context allow."""
    pieces = cut_pieces(text, load_model().tokenizer)
    edge = 0
    for window in cut_windows(text, pieces, core, context):
        assert window.start == edge
        assert 0 < window.end - window.start <= core
        assert 0 <= window.start - window.left <= context
        assert 0 <= window.right - window.end <= context
        edge = window.end
    assert edge == len(pieces)


def test_windows_are_cut_at_line_breaks() -> None:
    """Where a line breaks in the second half of a core, the core ends there."""
    text = "one two three four\n" * 20
    pieces = cut_pieces(text, load_model().tokenizer)
    assert {w.end % 4 for w in cut_windows(text, pieces, core=10, context=3)} == {0}
