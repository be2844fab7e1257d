"""A reading into the tables, in one transaction."""

import json
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, func, insert, select, update

from onrecord.store import words
from onrecord.store.clock import now
from onrecord.store.database import insert_or_pass, reserve
from onrecord.store.plain import to_kept
from onrecord.store.schema import (
    candidates,
    documents,
    entities,
    mentioned,
    mentions,
    pages,
    readings,
    runs,
    spans,
    statements,
    times,
)
from onrecord.types import Document, Entity, Reading, Run, Statement, Time

Outcome = Literal["new", "changed", "reread", "known", "removed"]
SPAN_ROLES = ("source", "cue", "content", "role", "via")


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a reading came to."""

    document: int
    """Its number in the record."""
    outcome: Outcome
    """new; changed: another text at an address that was there; reread: the same text by another run; known: nothing was
    added; removed: a person took it out, and it stays out."""
    reading: int | None = None
    """The reading that was written."""
    note: str | None = None
    """When and why it was removed."""


def add_reading(
    connection: Connection,
    reading: Reading,
    address: str,
    digest: str | None = None,
    event: int | None = None,
    again: bool = False,
) -> Added:
    """Write a reading, unless its text was read by the same run before. Raises InputError for text that cannot be kept.

    `address` is what tells the document from others; `digest` that of the input, to pass over it the next time;
    `event` that by which it came. What a person removed stays out unless `again`: an address all of whose texts were,
    and the same text wherever it comes from.
    """
    document = reading.document
    run_id = find_run(connection, reading.run)
    there = _find_document(connection, address, document.sha256)
    if there is None or there.removed:
        if not again and (gone := _find_removed(connection, address, document.sha256)):
            return Added(gone.id, "removed", note=f"was removed on {gone.removed[:10]}: {gone.removed_reason}")
        there = None
    if there is not None:
        outcome: Outcome = "known" if _was_read(connection, there.id, run_id) else "reread"
        document_id = there.id
    else:
        document_id, outcome = _write_document(connection, document, address)
    reading_id = None if outcome == "known" else _write_reading(connection, reading, document_id, run_id, event)
    if digest:
        insert_or_pass(connection, pages, [{"digest": digest, "document_id": document_id, "run_id": run_id}])
        connection.execute(update(pages).where(pages.c.digest == digest).values(run_id=run_id))
    return Added(document_id, outcome, reading_id)


def to_row(run: Run) -> dict[str, str]:
    """A run as `runs` has it."""
    return {"reader": run.reader, "weights": run.weights, "settings": json.dumps(dict(run.settings))}


def find_run(connection: Connection, run: Run) -> int:
    """The number of a run, written where it is a new one."""
    row = to_row(run)
    insert_or_pass(connection, runs, [row])
    number: int = connection.execute(select(runs.c.id).filter_by(**row)).scalar_one()
    return number


def _find_document(connection: Connection, address: str, sha256: str) -> Row[Any, Any] | None:
    asked = select(documents.c.id, documents.c.removed).where(
        documents.c.address == to_kept(address, address), documents.c.sha256 == sha256
    )
    return connection.execute(asked.order_by(documents.c.version.desc())).first()


def _find_removed(connection: Connection, address: str, sha256: str) -> Row[Any, Any, Any] | None:
    """The removed document by which a text stays out: of the same words, or the last of those that were all removed at
    the address."""
    asked = select(documents.c.id, documents.c.removed, documents.c.removed_reason)
    here = asked.where(documents.c.address == to_kept(address, address)).order_by(documents.c.version.desc())
    rows = connection.execute(here).all()
    if rows and all(row.removed for row in rows):
        return rows[0]
    same = asked.where(documents.c.sha256 == sha256, documents.c.removed.is_not(None))
    return connection.execute(same.order_by(documents.c.id.desc())).first()


def _was_read(connection: Connection, document_id: int, run_id: int) -> bool:
    asked = select(readings.c.id).where(readings.c.document_id == document_id, readings.c.run_id == run_id)
    return connection.execute(asked).first() is not None


def _write_document(connection: Connection, document: Document, address: str) -> tuple[int, Outcome]:
    def keep(words: str | None) -> str | None:
        return None if words is None else to_kept(words, document.id)

    address = to_kept(address, document.id)
    asked = select(func.max(documents.c.version), func.count().filter(documents.c.removed.is_(None)))
    last, held = connection.execute(asked.where(documents.c.address == address)).one()
    version = (last or 0) + 1
    row = {
        "address": address,
        "version": version,
        "sha256": document.sha256,
        "text": keep(document.text),
        "key": keep(document.id),
        "origin": keep(document.origin),
        "url": keep(document.url),
        "title": keep(document.title),
        "author": keep(document.author),
        "outlet": keep(document.outlet),
        "published": document.published,
        "published_day": first_day(document.published),
        "retrieved": document.retrieved.isoformat() if document.retrieved else None,
        "recorded": now(),
        "language": document.language,
        "parts": json.dumps([[part.kind, part.start, part.end] for part in document.parts]),
        "edits": json.dumps(document.edits),
        "warnings": json.dumps(document.warnings),
    }
    number: int = connection.execute(insert(documents).returning(documents.c.id), row).scalar_one()
    return number, "changed" if held else "new"


def first_day(published: str | None) -> str | None:
    """The first day that an ISO date may mean: of '2022-11' the first of November."""
    return (published[:10] + "-01-01"[len(published) - 4 :])[:10] if published else None


def _write_reading(connection: Connection, reading: Reading, document_id: int, run_id: int, event: int | None) -> int:
    for old in connection.execute(
        select(readings.c.id).where(readings.c.document_id == document_id, readings.c.current)
    ).scalars():
        words.forget(connection, old)
        connection.execute(update(readings).where(readings.c.id == old).values(current=False))
        connection.execute(update(statements).where(statements.c.reading_id == old).values(current=False))
    row = {"document_id": document_id, "run_id": run_id, "made": now(), "current": True, "event_id": event}
    reading_id: int = connection.execute(insert(readings).returning(readings.c.id), row).scalar_one()
    known = _write_entities(connection, reading, reading_id)
    _write_statements(connection, reading, reading_id, document_id, known)
    words.index(connection, reading_id)
    return reading_id


def _write_entities(connection: Connection, reading: Reading, reading_id: int) -> dict[str, int]:
    """The numbers of a reading's entities, by their ids in the public form."""
    found = reading.entities
    if not found:
        return {}
    name = reading.document.id
    first = reserve(connection, entities.name, len(found))
    rows = [
        {
            "id": first + i,
            "reading_id": reading_id,
            "number": entity.id,
            "kind": entity.kind,
            "name": to_kept(entity.name, name),
            "named": entity.named,
            "identifier": entity.identifier,
            "size": entity.number,
            "why_unnamed": json.dumps(entity.why_unnamed),
        }
        for i, entity in enumerate(found)
    ]
    connection.execute(insert(entities), rows)
    marks = [
        {"entity_id": first + i, "start": start, "end": end, "form": form}
        for i, entity in enumerate(found)
        for (start, end), form in zip(entity.mentions, entity.mention_forms, strict=True)
    ]
    _write_numbered(connection, mentions, marks)
    return {entity.id: first + i for i, entity in enumerate(found)}


def _write_numbered(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        first = reserve(connection, table.name, len(rows))
        connection.execute(insert(table), [{"id": first + i, **row} for i, row in enumerate(rows)])


def _write_statements(
    connection: Connection, reading: Reading, reading_id: int, document_id: int, known: dict[str, int]
) -> None:
    said = reading.statements
    if not said:
        return
    first = reserve(connection, statements.name, len(said))
    numbers = {statement.id: first + i for i, statement in enumerate(said)}
    # A statement can be written only once the one that it stands in is there.
    later = {s.id: numbers[s.parent] for s in said if s.parent and numbers.get(s.parent, 0) > numbers[s.id]}
    rows = [
        {
            "id": numbers[s.id],
            "reading_id": reading_id,
            "document_id": document_id,
            "current": True,
            "number": s.id,
            "manner": s.manner,
            "asserted": s.asserted,
            "part": s.part,
            "confidence": s.confidence,
            "speaker_id": known.get(s.speaker or ""),
            "speaker_confidence": s.speaker_confidence,
            "mention_start": s.speaker_mention[0] if s.speaker_mention else None,
            "mention_end": s.speaker_mention[1] if s.speaker_mention else None,
            "on_behalf_of_id": known.get(s.on_behalf_of or ""),
            "addressee_id": known.get(s.addressee or ""),
            "standing": s.standing,
            "parent_id": None if s.id in later else numbers.get(s.parent or ""),
        }
        for s in said
    ]
    connection.execute(insert(statements), rows)
    for inner, outer in later.items():
        connection.execute(update(statements).where(statements.c.id == numbers[inner]).values(parent_id=outer))
    _write_numbered(
        connection,
        spans,
        [
            {"statement_id": numbers[s.id], "role": role, "start": start, "end": end}
            for s in said
            for role in SPAN_ROLES
            for start, end in getattr(s, role)
        ],
    )
    _write_numbered(
        connection,
        times,
        [
            {"statement_id": numbers[s.id], "kind": kind, **_to_row(time)}
            for s in said
            for kind, told in (("said", (s.said,) if s.said else ()), ("refers to", s.refers_to))
            for time in told
        ],
    )
    doubted = [
        {"statement_id": numbers[s.id], "rank": rank, "entity_id": known[who]}
        for s in said
        for rank, who in enumerate(s.speaker_candidates)
    ]
    if doubted:
        connection.execute(insert(candidates), doubted)
    about = [
        {"statement_id": numbers[s.id], "entity_id": known[entity]}
        for s, entity in find_mentioned(said, reading.entities)
    ]
    if about:
        connection.execute(insert(mentioned), about)


def _to_row(time: Time) -> dict[str, Any]:
    return {
        "span_start": time.span[0],
        "span_end": time.span[1],
        "start": time.start,
        "end": time.end,
        "granularity": time.granularity,
        "how": time.how,
        "reason": time.reason,
        "pattern": time.pattern,
        "end_early": time.end_early,
        "zone": time.zone,
    }


def find_mentioned(said: tuple[Statement, ...], known: tuple[Entity, ...]) -> list[tuple[Statement, str]]:
    """Each statement with the id of each entity that its content mentions, but for its own speaker."""
    marks = sorted((start, end, entity.id) for entity in known for start, end in entity.mentions)
    starts = [start for start, _, _ in marks]
    found = []
    for s in said:
        inside = {
            who: None
            for start, end in s.content
            for _, stop, who in marks[bisect_left(starts, start) : bisect_right(starts, end)]
            if stop <= end and who != s.speaker
        }
        found += [(s, who) for who in inside]
    return found
