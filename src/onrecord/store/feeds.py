"""Feeds that are followed: when and with what each was asked for, and which of its articles are still to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from onrecord.errors import RecordError
from onrecord.store.clock import now
from onrecord.store.database import insert_or_pass
from onrecord.store.plain import from_kept, to_kept
from onrecord.store.schema import entries, feeds

MOST_TRIES = 3
"""An article that could not be fetched so often is left alone."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed of the record."""

    id: int
    address: str
    title: str | None
    etag: str | None
    modified: str | None
    checked: str | None
    """When it was last asked for."""
    failures: int
    """In a row."""
    error: str | None
    """Why the last request failed."""


def follow(connection: Connection, address: str, title: str | None) -> Followed:
    """Follow a feed; one that is followed already is given back as it is."""
    row = {"address": address, "title": to_kept(title, address) if title else None, "followed": now(), "failures": 0}
    insert_or_pass(connection, feeds, [row])
    return _to_followed(connection.execute(select(feeds).where(feeds.c.address == address)).one())


def unfollow(connection: Connection, address: str) -> None:
    """Follow a feed no longer; its articles stay. Raises RecordError where it was not followed."""
    if not connection.execute(delete(feeds).where(feeds.c.address == address)).rowcount:
        raise RecordError(address, "is not followed; see onrecord follow --list")


def find_followed(connection: Connection) -> list[Followed]:
    return [_to_followed(row) for row in connection.execute(select(feeds).order_by(feeds.c.id))]


def note_answer(connection: Connection, feed: int, etag: str | None, modified: str | None, urls: Sequence[str]) -> None:
    """A feed was read: what makes the next request conditional, and the articles that it names."""
    told = {"etag": etag, "modified": modified, "checked": now(), "failures": 0, "error": None}
    connection.execute(update(feeds).where(feeds.c.id == feed).values(**told))
    found = [{"feed_id": feed, "url": to_kept(url, url), "found": now(), "tries": 0, "done": False} for url in urls]
    insert_or_pass(connection, entries, found)


def note_failure(connection: Connection, feed: int, error: str) -> None:
    """A feed could not be read."""
    told = {"checked": now(), "failures": feeds.c.failures + 1, "error": to_kept(error, "feed")}
    connection.execute(update(feeds).where(feeds.c.id == feed).values(**told))


def find_waiting(connection: Connection, feed: int) -> list[str]:
    """Addresses of articles that are still to read, in the order in which the feed named them."""
    waits = (entries.c.feed_id == feed) & entries.c.done.is_(False) & (entries.c.tries < MOST_TRIES)
    return [from_kept(url) for url in connection.execute(select(entries.c.url).where(waits)).scalars()]


def note_entry(connection: Connection, feed: int, url: str, done: bool) -> None:
    """An article was read, or could not be."""
    values: dict[str, Any] = {"done": True} if done else {"tries": entries.c.tries + 1}
    of_entry = (entries.c.feed_id == feed) & (entries.c.url == to_kept(url, url))
    connection.execute(update(entries).where(of_entry).values(**values))


def _to_followed(row: Row[Any]) -> Followed:
    return Followed(
        id=row.id,
        address=row.address,
        title=from_kept(row.title) if row.title else None,
        etag=row.etag,
        modified=row.modified,
        checked=row.checked,
        failures=row.failures,
        error=from_kept(row.error) if row.error else None,
    )
