"""What a person takes out is gone, from the file too, and does not come back."""

from pathlib import Path

import pytest

from onrecord.errors import RecordError
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


def test_no_byte_of_the_words_is_left_in_the_file(tmp_path: Path) -> None:
    """Neither in the tables nor in the index, nor in what SQLite writes beside."""
    path = tmp_path / "record.db"
    with Store(str(path)) as store:
        for n in range(20):
            store.keep(make_reading(TEXT + f" {n}"), str(n))
        text = f"{TEXT[:22]}{SECRET}{TEXT[30:]}"
        assert make_reading(text).quote(((22, 30),)) == SECRET  # so that it is in the index
        gone = store.keep(make_reading(text), "y")
        store.remove(gone.document, "asked for")
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert SECRET.encode() not in left
    assert SECRET.lower().encode() not in left
