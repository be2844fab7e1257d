"""Statements as rows of a table, with names, words, dates and addresses: what csv, xlsx and parquet share."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.types import Entity, Reading, Spans, Statement, Time

if TYPE_CHECKING:
    from onrecord.store.outgoing import Filed

Cell = str | int | float | bool | None
COLUMNS: dict[str, type] = {
    "speaker": str,
    "content": str,
    "cue": str,
    "source": str,
    "outlet": str,
    "published": str,
    "title": str,
    "url": str,
    "manner": str,
    "asserted": bool,
    "confidence": float,
    "speaker_kind": str,
    "speaker_identifier": str,
    "speaker_confidence": float,
    "speaker_candidates": str,
    "actor": int,
    "role": str,
    "on_behalf_of": str,
    "standing": str,
    "addressee": str,
    "via": str,
    "said": str,
    "said_from": str,
    "said_until": str,
    "refers_to": str,
    "part": str,
    "copy": bool,
    "document": int,
    "version": int,
    "address": str,
    "author": str,
    "language": str,
    "retrieved": str,
    "sha256": str,
    "notices": str,
    "statement": str,
    "parent": str,
    "source_spans": str,
    "cue_spans": str,
    "content_spans": str,
    "machine_reading_by": str,
}
"""Names and kinds of the columns; docs/exports.md says what they hold."""


def list_rows(filed: "Filed") -> Iterator[dict[str, Cell]]:
    """One row a statement, each with all of COLUMNS."""
    reading = filed.reading
    document = reading.document
    known = {entity.id: entity for entity in reading.entities}
    of_document: dict[str, Cell] = {
        "outlet": document.outlet,
        "published": document.published,
        "title": document.title,
        "url": document.url,
        "document": filed.number,
        "version": filed.version,
        "address": filed.address,
        "author": document.author,
        "language": document.language,
        "retrieved": document.retrieved.isoformat() if document.retrieved else None,
        "sha256": document.sha256,
        "notices": "; ".join(map(str, filed.notices)) or None,
        "machine_reading_by": reading.run.reader,
    }
    for s in reading.statements:
        row = of_document | _fill(reading, s, known)
        row |= {"copy": s.id in filed.copies, "actor": filed.actors.get(s.speaker or "")}
        yield {name: row[name] for name in COLUMNS}


def _fill(reading: Reading, s: Statement, known: dict[str, Entity]) -> dict[str, Cell]:
    speaker = known.get(s.speaker or "")

    def name(who: str | None) -> str | None:
        return known[who].name if who in known else None

    def say(spans: Spans) -> str | None:
        return reading.quote(spans) if spans else None

    return {
        "statement": s.id,
        "speaker": name(s.speaker),
        "speaker_kind": speaker.kind if speaker else None,
        "speaker_identifier": speaker.identifier if speaker else None,
        "speaker_confidence": s.speaker_confidence,
        "speaker_candidates": "; ".join(filter(None, map(name, s.speaker_candidates))) or None,
        "role": say(s.role),
        "on_behalf_of": name(s.on_behalf_of),
        "standing": s.standing,
        "addressee": name(s.addressee),
        "via": say(s.via),
        "source": say(s.source),
        "cue": say(s.cue),
        "content": say(s.content),
        "manner": s.manner,
        "asserted": s.asserted,
        "part": s.part,
        "confidence": s.confidence,
        "said": say((s.said.span,)) if s.said else None,
        "said_from": s.said.start if s.said else None,
        "said_until": s.said.end if s.said else None,
        "refers_to": "; ".join(_tell(reading, time) for time in s.refers_to) or None,
        "parent": s.parent,
        **{f"{part}_spans": json.dumps(getattr(s, part)) for part in ("source", "cue", "content")},
    }


def _tell(reading: Reading, time: Time) -> str:
    """A time as its words and its interval: 'by Friday [2025-04-15, 2025-04-19)'; '?' where an end is open."""
    words = reading.quote((time.span,))
    return f"{words} [{time.start or '?'}, {time.end or '?'})" if time.start or time.end else words
