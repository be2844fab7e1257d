"""Readings back out of the tables, as they went in."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from onrecord.errors import RecordError
from onrecord.store.plain import from_kept
from onrecord.store.schema import candidates, documents, entities, mentions, readings, runs, spans, statements, times
from onrecord.store.writing import SPAN_ROLES
from onrecord.types import Document, Entity, Part, Reading, Run, Span, Spans, Statement, Time


def load_document(row: Row[Any]) -> Document:
    """A row of `documents` as a document. Raises RecordError where its text is gone or does not match its hash."""
    if row.text is None:
        raise RecordError(f"document {row.id}", f"was removed on {row.removed[:10]}: {row.removed_reason}")

    def give(words: str | None) -> str | None:
        return None if words is None else from_kept(words)

    try:
        return Document(
            id=from_kept(row.key),
            text=from_kept(row.text),
            title=give(row.title),
            author=give(row.author),
            outlet=give(row.outlet),
            url=give(row.url),
            published=row.published,
            retrieved=datetime.fromisoformat(row.retrieved) if row.retrieved else None,
            language=row.language,
            parts=tuple(Part(kind, start, end) for kind, start, end in json.loads(row.parts)),
            edits=tuple((start, end, raw) for start, end, raw in json.loads(row.edits)),
            warnings=tuple(json.loads(row.warnings)),
            origin=give(row.origin),
            sha256=row.sha256,
        )
    except ValueError as error:
        raise RecordError(f"document {row.id}", f"{error}; run onrecord check, or go back to a backup") from error


def load_reading(connection: Connection, document_id: int, reading_id: int | None = None) -> Reading:
    """The current reading of a document, or the one that is named. Raises RecordError where there is none."""
    row = connection.execute(select(documents).where(documents.c.id == document_id)).first()
    if row is None:
        raise RecordError(f"document {document_id}", "is not in the record; see onrecord log")
    document = load_document(row)
    made_by = readings.c.current if reading_id is None else readings.c.id == reading_id
    asked = select(readings.c.id, runs).join(runs, runs.c.id == readings.c.run_id)
    made = connection.execute(asked.where(readings.c.document_id == document_id, made_by)).first()
    if made is None:
        raise RecordError(f"document {document_id}", "has no such reading")
    known = _load_entities(connection, made[0])
    numbers = {number: entity.id for number, entity in known.items()}
    run = Run(made.reader, made.weights, tuple(json.loads(made.settings).items()))
    return Reading(document, _load_statements(connection, made[0], numbers), tuple(known.values()), run)


def _load_entities(connection: Connection, reading_id: int) -> dict[int, Entity]:
    asked = select(mentions).join(entities, entities.c.id == mentions.c.entity_id)
    marks: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for mark in connection.execute(
        asked.where(entities.c.reading_id == reading_id).order_by(mentions.c.entity_id, mentions.c.place)
    ):
        marks[mark.entity_id].append(mark)
    rows = connection.execute(select(entities).where(entities.c.reading_id == reading_id).order_by(entities.c.id))
    return {
        row.id: Entity(
            id=row.number,
            kind=row.kind,
            name=from_kept(row.name),
            mentions=tuple((mark.start, mark.end) for mark in marks[row.id]),
            mention_forms=tuple(mark.form for mark in marks[row.id]),
            named=row.named,
            identifier=row.identifier,
            number=row.size,
            why_unnamed=_to_spans(json.loads(row.why_unnamed)),
        )
        for row in rows
    }


def _load_statements(connection: Connection, reading_id: int, known: dict[int, str]) -> tuple[Statement, ...]:
    mine = statements.c.reading_id == reading_id
    marks: defaultdict[tuple[int, str], list[Span]] = defaultdict(list)
    asked = select(spans).join(statements, statements.c.id == spans.c.statement_id)
    for mark in connection.execute(asked.where(mine).order_by(spans.c.statement_id, spans.c.place)):
        marks[mark.statement_id, mark.role].append((mark.start, mark.end))
    told: defaultdict[tuple[int, str], list[Time]] = defaultdict(list)
    asked = select(times).join(statements, statements.c.id == times.c.statement_id)
    for time in connection.execute(asked.where(mine).order_by(times.c.id)):
        told[time.statement_id, time.kind].append(_to_time(time))
    doubted: defaultdict[int, list[str]] = defaultdict(list)
    asked = select(candidates).join(statements, statements.c.id == candidates.c.statement_id)
    for row in connection.execute(asked.where(mine).order_by(candidates.c.statement_id, candidates.c.rank)):
        doubted[row.statement_id].append(known[row.entity_id])
    rows = connection.execute(select(statements).where(mine).order_by(statements.c.id)).all()
    numbers = {row.id: row.number for row in rows}
    return tuple(
        Statement(
            id=row.number,
            **{role: tuple(marks[row.id, role]) for role in SPAN_ROLES},
            manner=row.manner,
            asserted=row.asserted,
            part=row.part,
            confidence=row.confidence,
            speaker=known.get(row.speaker_id),
            speaker_confidence=row.speaker_confidence,
            speaker_candidates=tuple(doubted[row.id]),
            speaker_mention=None if row.mention_start is None else (row.mention_start, row.mention_end),
            on_behalf_of=known.get(row.on_behalf_of_id),
            standing=row.standing,
            addressee=known.get(row.addressee_id),
            parent=numbers.get(row.parent_id),
            said=next(iter(told[row.id, "said"]), None),
            refers_to=tuple(told[row.id, "refers to"]),
        )
        for row in rows
    )


def _to_time(row: Row[Any]) -> Time:
    return Time(
        span=(row.span_start, row.span_end),
        start=row.start,
        end=row.end,
        granularity=row.granularity,
        how=row.how,
        reason=row.reason,
        pattern=row.pattern,
        end_early=row.end_early,
        zone=row.zone,
    )


def _to_spans(pairs: Sequence[Sequence[int]]) -> Spans:
    return tuple((start, end) for start, end in pairs)
