"""One document: which is meant, what became of it, who else prints it."""

import contextlib
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from onrecord.errors import QueryError
from onrecord.store.found import Copy, DocumentAnswer, Removed, Version
from onrecord.store.loading import load_reading
from onrecord.store.notices import load_notices
from onrecord.store.plain import from_kept, to_kept_anyhow
from onrecord.store.schema import documents, readings, spans, statements


def find_document(connection: Connection, name: str) -> int:
    """The number of a document by its number, id, address or file; the newest of its versions. Raises QueryError."""
    return int(list_named(connection, name)[-1].id)


def list_named(connection: Connection, name: str) -> list[Row[Any, Any, Any]]:
    """The documents that a number, id, address or file may mean, the newest version last: id, address and when it was
    removed. Raises QueryError where there is none."""
    asked = select(documents.c.id, documents.c.address, documents.c.removed)
    if name.isascii() and name.isdigit() and len(name) < 10:
        rows = connection.execute(asked.where(documents.c.id == int(name))).all()
        if rows:
            return list(rows)
    kept = to_kept_anyhow(name)
    named = [documents.c.address == kept]
    with contextlib.suppress(ValueError):  # a name that no file can have
        named.append(documents.c.address == Path(name).absolute().as_uri())
    for where in (or_(*named), documents.c.key == kept, documents.c.url == kept, documents.c.origin == kept):
        rows = connection.execute(asked.where(where).order_by(documents.c.version, documents.c.id)).all()
        if rows:
            return list(rows)
    raise QueryError(name[:100] or "''", "no document of the record has this number, id, address or file")


def describe_document(connection: Connection, number: int) -> DocumentAnswer:
    """A document as read; of one that was removed, what is left of it. Raises RecordError where there is none."""
    row = connection.execute(select(documents).where(documents.c.id == number)).first()
    removed = row and row.removed and Removed(row.removed, from_kept(row.removed_reason or ""), row.sha256)
    reading = None if removed else load_reading(connection, number)
    assert row is not None
    copies: list[Copy] = []
    noted = load_notices(connection, {row.address})
    if row.witness_id is not None and not removed:
        asked = select(documents).where(documents.c.witness_id == row.witness_id, documents.c.address != row.address)
        others = connection.execute(asked.order_by(documents.c.published_day, documents.c.id)).all()
        noted |= load_notices(connection, {one.address for one in others})
        copies = [
            Copy(
                statement=0,
                document=one.id,
                outlet=one.outlet and from_kept(one.outlet),
                published=one.published,
                url=one.url and from_kept(one.url),
                notices=noted.get(one.address, ()),
            )
            for one in others
        ]
    return DocumentAnswer(
        document=number,
        reading=reading,
        address=from_kept(row.address),
        recorded=row.recorded,
        versions=_list_versions(connection, row.address),
        copies=tuple(copies),
        notes=tuple(reading.document.warnings) if reading else (),
        removed=removed or None,
        notices=noted.get(row.address, ()),
    )


def _list_versions(connection: Connection, address: str) -> tuple[Version, ...]:
    asked = select(documents).where(documents.c.address == address).order_by(documents.c.version)
    versions = []
    before: set[str] | None = None
    for row in connection.execute(asked).all():
        said = _load_contents(connection, row.id, row.text or "")
        came, went = (0, 0) if before is None else (len(said - before), len(before - said))
        versions.append(Version(row.id, row.version, row.published, row.recorded, came, went, row.removed))
        before = None if row.removed else said
    return tuple(versions)


def _load_contents(connection: Connection, document: int, whole: str) -> set[str]:
    """The words of its current statements, source and content."""
    asked = (
        select(spans.c.statement_id, spans.c.start, spans.c.end)
        .join(statements, statements.c.id == spans.c.statement_id)
        .join(readings, readings.c.id == statements.c.reading_id)
        .where(readings.c.document_id == document, readings.c.current, spans.c.role.in_(("source", "content")))
        .order_by(spans.c.statement_id, spans.c.place)
    )
    words: dict[int, str] = {}
    for statement, start, end in connection.execute(asked):
        words[statement] = f"{words.get(statement, '')} {whole[start:end]}"
    return set(words.values())
