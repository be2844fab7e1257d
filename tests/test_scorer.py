"""The project's scorer, on cases counted by hand."""

from benchmarks.scorer import Count, add_counts, score_document

TEXT = "Ann said it rained. Bob thinks so too, and it is cold."


def span(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


ANN = {"source": [span("Ann")], "cue": [span("said")], "content": [span("it rained")]}
BOB = {"source": [span("Bob")], "cue": [span("thinks")], "content": [span("so too"), span("it is cold")]}


def test_equal_relations_are_all_hits() -> None:
    """What is equal scores full marks in every figure, discontinuous contents piece by piece."""
    counts = score_document(TEXT, [ANN, BOB], [BOB, ANN])
    assert counts["content"] == Count(3, 3, 3)
    assert counts["triple"] == counts["attribution"] == counts["matched"] == Count(2, 2, 2)


def test_a_wrong_source_is_matched_but_not_attributed() -> None:
    """The content counts, the speaker does not."""
    counts = score_document(TEXT, [ANN], [{**ANN, "source": [span("Bob")]}])
    assert counts["matched"].hit == 1
    assert counts["attribution"].hit == 0
    assert counts["triple"].hit == 0


def test_no_source_on_both_sides_is_attributed() -> None:
    """A statement without source is right without one."""
    nobody = {**ANN, "source": []}
    assert score_document(TEXT, [nobody], [nobody])["attribution"].hit == 1
    assert score_document(TEXT, [nobody], [ANN])["attribution"].hit == 0


def test_contents_match_at_half_of_their_words() -> None:
    """Jaccard 0.5 is a match, less is none."""
    half = {**ANN, "content": [span("rained")]}
    less = {**ANN, "content": [span("it rained. Bob thinks so")]}
    assert score_document(TEXT, [ANN], [half])["matched"].hit == 1
    assert score_document(TEXT, [ANN], [less])["matched"].hit == 0


def test_each_gold_is_matched_once() -> None:
    """Two predictions of one content are one hit and one too many."""
    count = score_document(TEXT, [ANN], [ANN, ANN])["matched"]
    assert count == Count(1, 1, 2)
    assert round(count.f1, 3) == 0.667


def test_narration_and_relations_without_content_are_left_out() -> None:
    """The author's own voice and cues without content are not scored."""
    narration = {**ANN, "manner": "narration"}
    assert score_document(TEXT, [{**BOB, "content": []}], [narration])["matched"] == Count(0, 0, 0)


def test_counts_are_summed_over_documents() -> None:
    """Figures are over all documents, not means of documents."""
    total = add_counts([score_document(TEXT, [ANN], [ANN]), score_document(TEXT, [BOB], [])])
    assert total["matched"] == Count(1, 2, 1)
