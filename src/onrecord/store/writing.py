"""A reading into the tables, in one transaction."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, select, update

from onrecord.store import witnesses, words
from onrecord.store.clock import now
from onrecord.store.database import insert_all, insert_or_pass, reserve, take, upsert
from onrecord.store.hand import Hand
from onrecord.store.leading import lead_entities, write_judgements
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
from onrecord.types import Document, Entity, Reading, Run, Spans, Statement, Time

Outcome = Literal["new", "changed", "reread", "known", "removed"]
MOST_ACTORS = 5000
MOST_TEXTS = 5000
"""So many are kept at hand, in some 20 MB each; of more, all are let go."""
SPAN_ROLES = ("source", "cue", "content", "role", "via")


@dataclass(frozen=True, slots=True)
class Given:
    """A reading that is to be kept."""

    reading: Reading
    address: str
    """What tells its document from others."""
    digest: str | None = None
    """Of the input, to pass over it the next time."""
    event: int | None = None
    """That by which it came."""
    again: bool = False
    """Though a person removed it."""


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


@dataclass(frozen=True, slots=True)
class Batch:
    """What readings that are kept one after another have in common."""

    hand: Hand = field(default_factory=dict)
    """The actors that were loaded, which nobody else changes meanwhile."""
    compared: witnesses.Compared = field(default_factory=witnesses.Compared)
    said: list[dict[str, Any]] = field(default_factory=list)
    """What is to be found by its words, for the caller to index before the transaction ends."""

    def trim(self) -> "Batch":
        """What is worth having at hand the next time."""
        hand = self.hand if len(self.hand) <= MOST_ACTORS else {}
        return Batch(hand, self.compared if len(self.compared.shingles) <= MOST_TEXTS else witnesses.Compared())


def add_reading(connection: Connection, given: Given, batch: Batch) -> Added:
    """Write a reading, unless its text was read by the same run before. Raises InputError for text that cannot be kept.

    What a person removed stays out unless `again`: an address all of whose texts were, and the same text wherever it
    comes from.
    """
    reading, address, event = given.reading, given.address, given.event
    document = reading.document
    # Taking numbers first makes others who add wait until this one is through: they must see what it adds.
    first = reserve(connection, documents=1, readings=1, witnesses=1, entities=len(reading.entities),
                    statements=len(reading.statements))  # fmt: skip
    run_id = find_run(connection, reading.run)
    versions = _find_versions(connection, address)
    there = next((row for row in versions if row.sha256 == document.sha256 and not row.removed), None)
    if there is None and not given.again and (gone := _find_removed(connection, versions, document.sha256)):
        return Added(gone.id, "removed", note=f"was removed on {(gone.removed or '')[:10]}: {gone.reason}")
    version = versions[0].version + 1 if versions else 1
    if there is not None:
        outcome: Outcome = "known" if _was_read(connection, there.id, run_id) else "reread"
        document_id = there.id
    else:
        document_id = first["documents"]
        _write_document(connection, document, document_id, address, version)
        outcome = "changed" if any(not row.removed for row in versions) else "new"
    reading_id = None
    if outcome != "known":
        earlier = False
        if there is not None:
            words.index(connection, batch.said)  # what is to be forgotten must be there
            batch.said.clear()
            earlier = _supersede(connection, document_id)
        reading_id = first["readings"]
        row = {"id": reading_id, "document_id": document_id, "run_id": run_id, "made": now(), "current": True,
               "event_id": event}  # fmt: skip
        insert_all(connection, readings, [row])
        known = {entity.id: first["entities"] + i for i, entity in enumerate(reading.entities)}
        numbers = {statement.id: first["statements"] + i for i, statement in enumerate(reading.statements)}
        led = lead_entities(connection, reading, document_id, run_id, known, earlier, batch.hand)
        _write_entities(connection, reading, reading_id, known, led.actors)
        write_judgements(connection, led.judgements)
        _write_statements(connection, reading, reading_id, document_id, known, numbers)
        batch.said.extend(_find_words(reading, numbers))
    if there is None:
        witnesses.join(connection, first["witnesses"], document_id, document.text, version, batch.compared)
    elif reading_id is not None:
        witnesses.relink(connection, document_id)
    if given.digest:
        row = {"digest": given.digest, "document_id": document_id, "run_id": run_id}
        upsert(connection, pages, row, "digest", "run_id")
    return Added(document_id, outcome, reading_id)


def to_row(run: Run) -> dict[str, str]:
    """A run as `runs` has it."""
    return {"reader": run.reader, "weights": run.weights, "settings": json.dumps(dict(run.settings))}


def find_run(connection: Connection, run: Run) -> int:
    """The number of a run, written where it is a new one."""
    row = to_row(run)
    asked = "SELECT id FROM runs WHERE reader = :reader AND weights = :weights AND settings = :settings"
    found = take(connection, asked, row)
    if not found:
        insert_or_pass(connection, runs, [row])
        found = take(connection, asked, row)
    number: int = found[0][0]
    return number


class _Version(NamedTuple):
    """A document at an address."""

    id: int
    version: int
    sha256: str
    removed: str | None
    reason: str | None


def _find_versions(connection: Connection, address: str) -> list[_Version]:
    """What is at an address, the newest first."""
    asked = """SELECT id, version, sha256, removed, removed_reason FROM documents
        WHERE address = :address ORDER BY version DESC"""
    return [_Version(*row) for row in take(connection, asked, {"address": to_kept(address, address)})]


def _find_removed(connection: Connection, versions: Sequence[_Version], sha256: str) -> _Version | None:
    """The removed document by which a text stays out: of the same words, or the last of those that were all removed at
    the address."""
    if versions and all(row.removed for row in versions):
        return versions[0]
    asked = """SELECT id, version, sha256, removed, removed_reason FROM documents
        WHERE sha256 = :sha256 AND removed IS NOT NULL ORDER BY id DESC LIMIT 1"""
    return next((_Version(*row) for row in take(connection, asked, {"sha256": sha256})), None)


def _was_read(connection: Connection, document_id: int, run_id: int) -> bool:
    asked = select(readings.c.id).where(readings.c.document_id == document_id, readings.c.run_id == run_id)
    return connection.execute(asked).first() is not None


def _write_document(connection: Connection, document: Document, number: int, address: str, version: int) -> None:
    def keep(words: str | None) -> str | None:
        return None if words is None else to_kept(words, document.id)

    row = {
        "id": number,
        "address": to_kept(address, document.id),
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
    insert_all(connection, documents, [row])


def first_day(published: str | None) -> str | None:
    """The first day that an ISO date may mean: of '2022-11' the first of November."""
    return (published[:10] + "-01-01"[len(published) - 4 :])[:10] if published else None


def _supersede(connection: Connection, document_id: int) -> bool:
    """Let the readings of a document be current no longer; whether there were any."""
    earlier = connection.execute(
        select(readings.c.id).where(readings.c.document_id == document_id, readings.c.current)
    ).scalars().all()  # fmt: skip
    for old in earlier:
        words.forget(connection, old)
        connection.execute(update(readings).where(readings.c.id == old).values(current=False))
        connection.execute(update(statements).where(statements.c.reading_id == old).values(current=False))
    return bool(earlier)


def _write_entities(
    connection: Connection, reading: Reading, reading_id: int, known: Mapping[str, int], actors: Mapping[str, int]
) -> None:
    """`known` and `actors`: the numbers of the entities and their actors', by the entities' ids in the public form."""
    name = reading.document.id
    rows = [
        {
            "id": known[entity.id],
            "reading_id": reading_id,
            "number": entity.id,
            "kind": entity.kind,
            "name": to_kept(entity.name, name),
            "named": entity.named,
            "identifier": entity.identifier,
            "size": entity.number,
            "why_unnamed": json.dumps(entity.why_unnamed) if entity.why_unnamed else "[]",
            "actor_id": actors.get(entity.id),
        }
        for entity in reading.entities
    ]
    insert_all(connection, entities, rows)
    marks = [
        {"entity_id": known[entity.id], "place": place, "start": start, "end": end, "form": form}
        for entity in reading.entities
        for place, ((start, end), form) in enumerate(zip(entity.mentions, entity.mention_forms, strict=True), 1)
    ]
    insert_all(connection, mentions, marks)


def _write_statements(
    connection: Connection,
    reading: Reading,
    reading_id: int,
    document_id: int,
    known: Mapping[str, int],
    numbers: Mapping[str, int],
) -> None:
    """`known` and `numbers`: the numbers of entities and statements, by their ids in the public form."""
    said = reading.statements
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
    insert_all(connection, statements, rows)
    for inner, outer in later.items():
        connection.execute(update(statements).where(statements.c.id == numbers[inner]).values(parent_id=outer))
    pieces = [
        {"statement_id": numbers[s.id], "place": place, "role": role, "start": start, "end": end}
        for s in said
        for place, (role, (start, end)) in enumerate(((r, span) for r in SPAN_ROLES for span in getattr(s, r)), 1)
    ]
    insert_all(connection, spans, pieces)
    told = [
        {"statement_id": numbers[s.id], "kind": kind, **_to_row(time)}
        for s in said
        for kind, found in (("said", (s.said,) if s.said else ()), ("refers to", s.refers_to))
        for time in found
    ]
    insert_all(connection, times, told)
    doubted = [
        {"statement_id": numbers[s.id], "rank": rank, "entity_id": known[who]}
        for s in said
        for rank, who in enumerate(s.speaker_candidates)
    ]
    insert_all(connection, candidates, doubted)
    about = [
        {"statement_id": numbers[s.id], "entity_id": known[entity]}
        for s, entity in find_mentioned(said, reading.entities)
    ]
    insert_all(connection, mentioned, about)


def _find_words(reading: Reading, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """What of each statement is found by its words: those said, those of its source, and its speaker's name."""
    document = reading.document.id
    text = to_kept(reading.document.text, document)
    names = {entity.id: to_kept(entity.name, document) for entity in reading.entities}

    def join(spans: Spans) -> str | None:
        return words.BETWEEN.join(text[start:end] for start, end in spans) if spans else None

    return [
        {
            "id": numbers[s.id],
            "content": join(s.content),
            "source": join(s.source),
            "speaker": names.get(s.speaker or ""),
        }
        for s in reading.statements
    ]


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
