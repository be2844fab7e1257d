"""What a person takes out is gone, from the file too, and does not come back."""

from pathlib import Path

import pytest

from onrecord.errors import QueryError, RecordError
from onrecord.record import Record
from onrecord.store.reviews import Correction
from onrecord.store.store import Store
from tests.store.test_keeping import RUN, TEXT, make_reading

SECRET = "Zwirbelw"


def test_the_words_go_and_the_reason_stays(store: Store) -> None:
    """The document is no longer read; why, is said."""
    kept, gone = store.keep(make_reading(), "x"), store.keep(make_reading(TEXT + SECRET), "y")
    store.remove(gone.document, "asked for by its author")
    with pytest.raises(RecordError, match=r"was removed on \d{4}-\d\d-\d\d: asked for by its author"):
        store.load(gone.document)
    assert store.load(kept.document) == make_reading()
    assert store.count() == {"documents": 1, "statements": 2, "readings": 1}


def test_what_was_removed_is_not_added_again(store: Store) -> None:
    """Not at its address; the record says that a person took it out."""
    gone = store.keep(make_reading(), "x", digest="d")
    store.remove(gone.document, "a mistake")
    assert not store.knows("d", RUN)
    assert store.keep(make_reading(), "x").outcome == "removed"


def test_nothing_is_removed_twice(store: Store) -> None:
    """The second time one line says so; so does a number that is not there."""
    gone = store.keep(make_reading(), "x")
    store.remove(gone.document, "a mistake")
    with pytest.raises(RecordError, match="already: a mistake"):
        store.remove(gone.document, "again")
    with pytest.raises(RecordError, match="not in the record"):
        store.remove(999, "nothing")


def test_a_removed_text_stays_out_wherever_it_comes_from(store: Store) -> None:
    """By its hash; and so does a changed text of an address all of whose texts were removed. Why, is said."""
    store.remove(store.keep(make_reading(), "x").document, "a mistake")
    for text, address in ((TEXT, "y"), (TEXT + " More.", "x")):
        added = store.keep(make_reading(text), address)
        assert (added.outcome, added.document) == ("removed", 1)
        assert added.note
        assert added.note.endswith(": a mistake")
    assert store.keep(make_reading(TEXT + " More."), "y").outcome == "new"


def test_a_text_comes_back_where_a_person_says_so(store: Store) -> None:
    """As a version behind the removed one, and is known from then on; what was removed is still told."""
    store.remove(store.keep(make_reading(), "x").document, "a mistake")
    back = store.keep(make_reading(), "x", again=True)
    assert (back.outcome, back.document) == ("new", 2)
    assert store.keep(make_reading(), "x").outcome == "known"
    assert store.find_document("x") == 2
    assert [(one.document, one.removed is None) for one in store.load_document(2).versions] == [(1, False), (2, True)]
    assert list(store.check()) == []


def test_one_version_that_is_removed_leaves_the_others(store: Store) -> None:
    """And a changed text is a version of these."""
    first = store.keep(make_reading(), "x").document
    store.keep(make_reading(TEXT + " More."), "x")
    store.remove(first, "a mistake")
    assert store.keep(make_reading(TEXT + " Yet more."), "x").outcome == "changed"
    assert store.keep(make_reading(), "x").outcome == "removed"


def test_hash_day_and_reason_are_shown(store: Store) -> None:
    """Where the document was, and in the log."""
    gone = store.keep(make_reading(), "https://x.example/1").document
    store.review(gone, "s1", "accept", "Ada")
    store.remove(gone, "asked for\nby its author")
    answer = store.load_document(store.find_document("https://x.example/1"))
    assert answer.reading is None
    assert answer.removed
    assert (answer.removed.reason, answer.removed.sha256) == (
        "asked for\nby its author", make_reading().document.sha256,
    )  # fmt: skip
    event = store.load_events()[0]
    assert (event.kind, event.counts) == ("remove", {"statements": 2, "reviews": 1})
    assert "asked for" in event.summary
    assert event.ended


def test_reviews_of_what_is_removed_go_with_it(store: Store) -> None:
    """They have its words, and nothing that they could be of."""
    gone = store.keep(make_reading(), "x").document
    store.review(gone, "s1", "accept", "Ada", note="heard it")
    store.remove(gone, "a mistake")
    assert store.reviews() == []


def test_without_a_reason_nothing_is_removed(store: Store) -> None:
    """Blanks are none."""
    kept = store.keep(make_reading(), "x").document
    with pytest.raises(RecordError, match="for a reason"):
        store.remove(kept, " ")
    assert store.load(kept) == make_reading()


def test_what_a_name_means_is_removed_only_where_it_is_clear(store: Store) -> None:
    """Of several versions, or several documents with an id, the numbers are told."""
    store.keep(make_reading(), "x")
    store.keep(make_reading(TEXT + " More."), "x")
    with pytest.raises(QueryError, match=r"has 2 versions \(documents 1, 2\)"):
        store.pick_documents("x")
    assert store.pick_documents("x", all_versions=True) == [1, 2]
    assert store.pick_documents("2") == [2]
    store.keep(make_reading(TEXT + " Yet more."), "y")
    with pytest.raises(QueryError, match="means several documents"):
        store.pick_documents("a", all_versions=True)
    with pytest.raises(QueryError, match="no document"):
        store.pick_documents("z")


def test_a_removal_that_was_cut_off_is_told_and_finished(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """By check; the same again takes the words out of the file."""
    gone = store.keep(make_reading(), "x").document
    with monkeypatch.context() as patched:
        patched.setattr("onrecord.store.store.erase", _fail)
        with pytest.raises(RecordError, match="its words may still be in the file"):
            store.remove(gone, "a mistake")
    assert any("cut off" in line for line in store.check())
    with pytest.raises(RecordError, match="already"):
        store.remove(gone, "a mistake")
    assert list(store.check()) == []


def _fail(engine: object) -> None:
    raise RecordError("x", "the disk is full")


def test_no_byte_of_the_words_is_left_in_the_file(tmp_path: Path) -> None:
    """Neither in the tables nor in the index, nor in what SQLite writes beside."""
    path = tmp_path / "record.db"
    with Record(str(path)) as store:
        for n in range(20):
            store.keep(make_reading(TEXT + f" {n}"), str(n))
        text = f"{TEXT[:22]}{SECRET}{TEXT[30:]}"
        assert make_reading(text).quote(((22, 30),)) == SECRET  # so that it is in the index
        gone = store.keep(make_reading(text, title=SECRET, author=SECRET), "y")
        right = Correction(speaker=SECRET)
        store.review(gone.document, "s1", "correct", SECRET, right, note=f"says {SECRET}")
        store.note(gone.document, "correction", SECRET, maker=SECRET)
        assert SECRET.encode() in path.read_bytes() + b"".join(file.read_bytes() for file in tmp_path.iterdir())
        store.remove(gone.document, "asked for")
        _look(tmp_path)  # while it is open, too: the log beside it
    _look(tmp_path)


def _look(folder: Path) -> None:
    left = b"".join(file.read_bytes() for file in folder.iterdir())
    assert SECRET.encode() not in left
    assert SECRET.lower().encode() not in left
