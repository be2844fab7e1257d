"""How far confidence can be believed: bins, their error and their picture."""

import pytest

from benchmarks.calibration import bin_equally, draw, expected_error, judge


def test_bins_hold_equally_many_least_confident_first() -> None:
    """Ten statements in five bins: two each, in order."""
    confidences = [0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.6, 0.4, 0.5, 0.55]
    bins = bin_equally(confidences, [True] * 10, bins=5)
    assert [b.count for b in bins] == [2] * 5
    assert [b.confidence for b in bins] == sorted(b.confidence for b in bins)
    assert bins[0].confidence == pytest.approx(0.15)


def test_error_is_the_mean_gap() -> None:
    """Half of them right at a confidence of 0.9 is an error of 0.4; as many right as said is none."""
    assert expected_error(bin_equally([0.9] * 10, [True, False] * 5, bins=1)) == pytest.approx(0.4)
    assert expected_error(bin_equally([0.5] * 10, [True, False] * 5, bins=1)) == pytest.approx(0.0)
    assert expected_error([]) == 0


def test_a_statement_is_right_with_its_content_and_source() -> None:
    """The wrong source, or a content that no gold shares, is not right; nor is a second finding of the same gold."""
    text = "Rell said the pact was dead. Immer said nothing of it."
    gold = [{"source": [[0, 4]], "cue": [[5, 9]], "content": [[10, 27]]}]
    right = {"source": [[0, 4]], "cue": [[5, 9]], "content": [[10, 27]]}
    wrong_source = {**right, "source": [[29, 34]]}
    elsewhere = {**right, "content": [[40, 54]]}
    assert judge(text, gold, [right]) == [True]
    assert judge(text, gold, [wrong_source]) == [False]
    assert judge(text, gold, [elsewhere]) == [False]
    assert judge(text, gold, [right, right]) == [True, False]


def test_the_picture_shows_share_and_claim() -> None:
    """The bar ends where the right ones do, the stroke stands where the confidence is."""
    (line,) = draw(bin_equally([0.9] * 4, [True, True, False, False], bins=1), width=10)[1:]
    bar = line.split("%")[-1].strip()
    assert bar == "=====    |"
