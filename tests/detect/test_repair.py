"""The model's copy of a text: repaired, and every character of it led back."""

import numpy as np
import pytest
from hypothesis import given

from onrecord.detect.repair import repair
from tests.strategies import texts


@pytest.mark.parametrize(
    ("given_text", "seen"),
    [
        ("plain words", "plain words"),
        ("“Yes,” she said", '"Yes," she said'),
        ("„Yes“ «no»", '"Yes" "no"'),
        ("''Yes,'' he said", '"Yes," he said'),
        ("it’s", "it's"),
        ("defen\u0441e", "defence"),
        ("\u041cinister", "Minister"),
        ("the Минск talks", "the Минск talks"),
        ("zero\u200bwidth", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\u202eright to left\u202c", "right to left"),
        ("no\u00a0break thin\u2009space", "no break thin space"),
        ("â€œYesâ€\x9d", '"Yes"'),
        ("the ministerâ€™s", "the minister's"),
        ("cafÃ©", "café"),
        ("line\u2028break", "line\nbreak"),
        ("Â£5", "£5"),
        ("Ünïcödé", "Ünïcödé"),
    ],
)
def test_repairs_what_the_model_cannot_read(given_text: str, seen: str) -> None:
    """Marks, look-alike letters, invisible characters, odd spaces and mojibake are repaired, the rest is left."""
    assert repair(given_text).text == seen


@given(texts)
def test_every_repaired_character_leads_back_into_the_text(text: str) -> None:
    """Offsets lie inside the text, never run backwards, and each character's end lies behind its start."""
    repaired = repair(text)
    at = np.arange(len(repaired.text))
    start, end = repaired.start(at), repaired.end(at + 1)
    assert ((start >= 0) & (start < end) & (end <= len(text))).all()
    assert (np.diff(start) >= 0).all()
    assert (np.diff(end) >= 0).all()


@given(texts)
def test_a_repaired_text_needs_no_repair(text: str) -> None:
    """Nothing of what is repaired one for one is left over."""
    assert not set(repair(text).text) & set("“”„«»‘’\u00a0\u2028\r\u200b\u202e")
