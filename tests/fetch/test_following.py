"""Feeds that are followed: what is new is read, once, and one bad feed never stops the rest."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import Site, answer

from onrecord.errors import FetchError, RecordError
from onrecord.record import Kept, Record
from onrecord.types import Skipped

ARTICLE = "<!doctype html><title>{0}</title><article><h1>{0}</h1><p>{1}</p></article>"
WORDS = "Foreign Minister Edda Kolm said on Monday that the pact would hold through the winter. " * 3


def feed(*paths: str) -> bytes:
    items = "".join(f"<item><title>{path}</title><link>{path}</link></item>" for path in paths)
    return f"<rss version='2.0'><channel><title>The Gazette</title>{items}</channel></rss>".encode()


@pytest.fixture
def gazette(site: Site) -> Site:
    site.pages["/feed"] = answer(
        feed(f"{site.root}/1", f"{site.root}/2"), content_type="application/rss+xml", ETag='"a"'
    )
    for n in (1, 2, 3):
        site.pages[f"/{n}"] = answer(ARTICLE.format(f"Article {n}", f"{WORDS} {n}").encode())
    return site


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record(str(tmp_path / "record.db")) as opened:
        yield opened


def outcomes(record: Record) -> list[str]:
    return [result.outcome if isinstance(result, Kept) else "skipped" for result in record.update()]


def test_what_is_new_is_read_once(gazette: Site, record: Record) -> None:
    """The second update asks for the feed, conditionally, and for no article."""
    assert record.follow(f"{gazette.root}/feed").title == "The Gazette"
    assert outcomes(record) == ["new", "new"]
    gazette.seen.clear()
    gazette.pages["/feed"] = answer(b"", status=304)
    assert outcomes(record) == []
    assert gazette.seen == ["/feed"]
    assert gazette.headers[-1]["if-none-match"] == '"a"'


def test_a_new_entry_is_read_the_next_time(gazette: Site, record: Record) -> None:
    """And only that one."""
    record.follow(f"{gazette.root}/feed")
    outcomes(record)
    gazette.seen.clear()
    gazette.pages["/feed"] = answer(feed(f"{gazette.root}/3", f"{gazette.root}/2"), content_type="application/rss+xml")
    assert outcomes(record) == ["new"]
    assert gazette.seen == ["/feed", "/3"]


def test_one_bad_feed_never_stops_the_rest(gazette: Site, record: Record) -> None:
    """It is told in one line, and counted; the next time it may work again."""
    gazette.pages["/bad"] = answer(feed(), content_type="application/rss+xml")
    record.follow(f"{gazette.root}/bad")
    record.follow(f"{gazette.root}/feed")
    gazette.pages["/bad"] = answer(b"<!doctype html><title>Gone</title><p>We moved.")
    results = list(record.update())
    assert isinstance(results[0], Skipped)
    assert "is a page, not a feed" in results[0].reason
    assert [r.outcome for r in results[1:] if isinstance(r, Kept)] == ["new", "new"]
    assert [f.failures for f in record.followed()] == [1, 0]
    gazette.pages["/bad"] = answer(feed(), content_type="application/rss+xml")
    outcomes(record)
    assert [f.failures for f in record.followed()] == [0, 0]


def test_an_article_that_fails_is_tried_again_and_then_left(gazette: Site, record: Record) -> None:
    """Three times, and no more."""
    gazette.pages["/feed"] = answer(feed(f"{gazette.root}/9"), content_type="application/rss+xml")
    record.follow(f"{gazette.root}/feed")
    assert [outcomes(record) for _ in range(5)] == [["skipped"], ["skipped"], ["skipped"], [], []]


def test_what_is_no_feed_is_not_followed(gazette: Site, record: Record) -> None:
    """It is said at once."""
    with pytest.raises(FetchError, match="not a feed"):
        record.follow(f"{gazette.root}/1")
    assert record.followed() == []


def test_a_feed_is_followed_once_and_no_longer(gazette: Site, record: Record) -> None:
    """Twice is once; one that is not followed cannot be let go."""
    address = f"{gazette.root}/feed"
    assert record.follow(address) == record.follow(address)
    record.unfollow(address)
    assert record.followed() == []
    with pytest.raises(RecordError, match="not followed"):
        record.unfollow(address)


def test_the_log_tells_of_feeds(gazette: Site, record: Record) -> None:
    """Which was followed, what an update came to, what could not be read in it, and which is followed no longer."""
    record.follow(f"{gazette.root}/feed")
    record.follow(f"{gazette.root}/feed")
    gazette.pages["/2"] = answer(b"", status=404)
    outcomes(record)
    gazette.pages["/feed"] = answer(b"", status=500)
    outcomes(record)
    record.unfollow(f"{gazette.root}/feed")
    gone, failed, updated, followed = record.log().events
    assert [event.kind for event in (gone, failed, updated, followed)] == ["unfollow", "update", "update", "follow"]
    assert {event.summary for event in record.log().events} == {f"{gazette.root}/feed"}
    assert (updated.counts, updated.documents) == ({"new": 1, "skipped": 1}, 1)
    assert [name for name, _, _ in updated.skips] == [f"{gazette.root}/2"]
    assert [name for name, _, _ in failed.skips] == [
        f"{gazette.root}/feed",
        f"{gazette.root}/2",
    ]  # which is tried again
    assert all(event.ended for event in record.log().events)
