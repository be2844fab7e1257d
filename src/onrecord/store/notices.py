"""Corrections and retractions that outlets publish, noted by a person on a document of the record.

A notice is of an address, whichever of its texts it was noted on: it is given with every line of each of them.
"""

import re
from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from onrecord.errors import RecordError
from onrecord.store.clock import now
from onrecord.store.found import Notice, NoticeKind
from onrecord.store.plain import from_kept, to_kept
from onrecord.store.schema import documents, notices
from onrecord.store.writing import first_day

KINDS: tuple[NoticeKind, ...] = ("correction", "retraction")
_WEB_ADDRESS = re.compile(r"https?://[^\s\\]+", re.IGNORECASE)
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
_AT_ONCE = 500
"""Addresses that are asked for together; databases bound how many."""


def add_notice(
    connection: Connection,
    document_id: int,
    kind: NoticeKind,
    words: str,
    at: str | None = None,
    address: str | None = None,
    maker: str | None = None,
    made: str | None = None,
) -> Notice:
    """Note what an outlet published about a document; the same that is there already is given back.

    Raises RecordError for a document that is not there or was removed, and for what makes no notice.
    """
    name = f"document {document_id}"
    row = connection.execute(select(documents).where(documents.c.id == document_id)).first()
    if row is None:
        raise RecordError(name, "is not in the record; see onrecord log")
    if row.removed:
        raise RecordError(name, f"was removed on {row.removed[:10]}: {from_kept(row.removed_reason or '')}")
    try:
        check_notice(kind, words, at, address)
    except ValueError as error:
        raise RecordError(name, str(error)) from None
    held = {
        "document_id": document_id,
        "kind": kind,
        "words": to_kept(words.strip(), name),
        "at": at,
        "address": to_kept(address, name) if address else None,
    }
    for known in connection.execute(select(notices).filter_by(**held)):
        return next(one for one in find_notices(connection, document_id) if one.id == known.id)
    held |= {"maker": to_kept(maker, name) if maker else None, "made": made or now()}
    number = connection.execute(insert(notices).returning(notices.c.id), held).scalar_one()
    return next(one for one in find_notices(connection, document_id) if one.id == number)


def withdraw_notice(connection: Connection, notice_id: int) -> None:
    """Take a notice back: it was noted in error. Raises RecordError where there is none."""
    if not connection.execute(delete(notices).where(notices.c.id == notice_id)).rowcount:
        raise RecordError(
            f"notice {notice_id}", "is not in the record; onrecord note DOCUMENT lists those of a document"
        )


def find_notices(connection: Connection, document_id: int) -> tuple[Notice, ...]:
    """All of the address of a document."""
    address = connection.execute(select(documents.c.address).where(documents.c.id == document_id)).scalar()
    return load_notices(connection, {address} if address else set()).get(address or "", ())


def load_notices(connection: Connection, addresses: set[str]) -> dict[str, tuple[Notice, ...]]:
    """By address as it is kept, retractions first, then the latest."""
    found: defaultdict[str, list[Notice]] = defaultdict(list)
    asked = select(notices, documents.c.address.label("of"), documents.c.version)
    asked = asked.join(documents, documents.c.id == notices.c.document_id)
    ordered = sorted(addresses)
    for first in range(0, len(ordered), _AT_ONCE):
        for row in connection.execute(asked.where(documents.c.address.in_(ordered[first : first + _AT_ONCE]))):
            found[row.of].append(_to_notice(row))
    return {
        address: tuple(
            sorted(some, key=lambda one: (one.kind == "retraction", one.at or one.made, one.id), reverse=True)
        )
        for address, some in found.items()
    }


def check_notice(kind: str, words: str, at: str | None, address: str | None) -> None:
    """Raises ValueError, one line, for what makes no notice."""
    if kind not in KINDS:
        raise ValueError(f"{kind[:40]} is no kind of notice; give correction or retraction")
    if not words.strip():
        raise ValueError(f"a {kind} has words; give what the outlet says")
    if address is not None and not _WEB_ADDRESS.fullmatch(address):
        raise ValueError(f"{address[:80]} is no address of the web; give one that begins with https://")
    try:
        if at is not None and not (_DAY.fullmatch(at) and date.fromisoformat(first_day(at) or "")):
            raise ValueError
    except ValueError:
        raise ValueError(f"{str(at)[:40]} is no date; give 2025, 2025-04 or 2025-04-15") from None


def _to_notice(row: Row[Any]) -> Notice:
    return Notice(
        id=row.id,
        document=row.document_id,
        version=row.version,
        kind=row.kind,
        text=from_kept(row.words),
        at=row.at,
        address=from_kept(row.address) if row.address else None,
        maker=from_kept(row.maker) if row.maker else None,
        made=row.made,
    )
