"""A person's verdicts on statements, kept beside them: a new reading gets them back by exact words and place.

A verdict holds for the content spans that were reviewed. Where the current reading has a statement with these very
spans, or with those that a correction gave it, the verdict is attached to it; else it is orphaned, and shown so: never
moved to other words that look alike.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, insert, select, update

from onrecord.errors import RecordError
from onrecord.store.clock import now
from onrecord.store.found import Plain
from onrecord.store.loading import load_reading
from onrecord.store.plain import from_kept, to_kept
from onrecord.store.schema import documents, readings, reviews, spans, statements
from onrecord.types import Entity, Reading, Spans, Statement, Time

Verdict = Literal["accept", "correct", "reject"]
_ROLES = ("source", "cue", "content")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Correction(Plain):
    """What a person says instead; None leaves what the reader found."""

    source: Spans | None = None
    cue: Spans | None = None
    content: Spans | None = None
    speaker: str | None = None
    """A name; empty where nobody is to be named."""
    said: tuple[str | None, str | None] | None = None
    """From the first moment to the first after, ISO 8601; both None where the text does not tell."""


@dataclass(frozen=True, slots=True)
class Review(Plain):
    """One verdict."""

    id: int
    document: int
    statement: str | None
    """The statement of the current reading that it is attached to, as `s3`; None: orphaned."""
    place: Spans
    """The content that was reviewed."""
    quote: str
    """Its words."""
    verdict: Verdict
    correction: Correction | None
    maker: str
    made: str
    note: str | None
    told: tuple[tuple[str, str], ...] = ()
    """What a correction says, in words: ("content", "the bridge is open"), ("speaker", "Ana Torvik")."""

    @property
    def orphaned(self) -> bool:
        return self.statement is None


def add_review(
    connection: Connection,
    document_id: int,
    number: str,
    verdict: Verdict,
    maker: str,
    correction: Correction | None = None,
    note: str | None = None,
    instead: Collection[int] = (),
) -> Review:
    """Keep a verdict on a statement of a document's current reading; it supersedes earlier ones of it, and `instead`:
    the numbers of orphaned ones that it stands in for.

    Raises RecordError for a statement that is not there, and for a correction that does not fit the text.
    """
    name = f"document {document_id}"
    reading = load_reading(connection, document_id)
    statement = next((s for s in reading.statements if s.id == number), None)
    if statement is None:
        raise RecordError(name, f"has no statement {number}; see onrecord document {document_id}")
    if (verdict == "correct") != (correction is not None):
        raise RecordError(name, "a correction says what is otherwise, and only a correction does")
    if correction:
        _check(correction, reading, name)
    place = json.dumps(statement.content)
    statement_id = _number_of(connection, document_id, number)
    row = {
        "document_id": document_id,
        "statement_id": statement_id,
        "place": place,
        "verdict": verdict,
        "correction": to_kept(json.dumps(_to_plain(correction)), name) if correction else None,
        "maker": to_kept(maker, name),
        "made": now(),
        "note": to_kept(note, name) if note else None,
    }
    made: int = connection.execute(insert(reviews).returning(reviews.c.id), row).scalar_one()
    same = (reviews.c.place == place) | (reviews.c.statement_id == statement_id) | reviews.c.id.in_(instead)
    earlier = (reviews.c.document_id == document_id) & same & (reviews.c.id != made)
    holds = reviews.c.superseded_by_id.is_(None)
    connection.execute(update(reviews).where(earlier & holds).values(superseded_by_id=made))
    return next(review for review in find_reviews(connection, document_id) if review.id == made)


def withdraw_review(connection: Connection, review_id: int) -> None:
    """Take a verdict back as if it had not been made: those that it superseded hold again. Raises RecordError."""
    # The foreign key sets theirs to NULL.
    if not connection.execute(delete(reviews).where(reviews.c.id == review_id)).rowcount:
        raise RecordError(f"review {review_id}", "is not in the record; see onrecord review --list")


def find_reviews(connection: Connection, document_id: int | None = None) -> list[Review]:
    """The verdicts that hold, of one document or of all, in the order in which they were made."""
    asked = (
        select(reviews, statements.c.number, documents.c.text)
        .join(documents, documents.c.id == reviews.c.document_id)
        .join(statements, statements.c.id == reviews.c.statement_id, isouter=True)
        .where(reviews.c.superseded_by_id.is_(None))
        .order_by(reviews.c.id)
    )
    if document_id is not None:
        asked = asked.where(reviews.c.document_id == document_id)
    return [_to_review(row) for row in connection.execute(asked)]


def find_unreviewed(
    connection: Connection, document_id: int | None = None, most: int | None = None
) -> list[tuple[int, str]]:
    """Statements that nobody has reviewed, as document and number: of one document in its order, of all the least sure
    first and without copies; the first so many."""
    seen = select(reviews.c.statement_id).where(
        reviews.c.superseded_by_id.is_(None), reviews.c.statement_id.is_not(None)
    )
    asked = select(statements.c.document_id, statements.c.number).where(
        statements.c.current, statements.c.id.not_in(seen)
    )
    asked = asked.limit(most)
    if document_id is None:
        asked = asked.where(statements.c.echo_of_id.is_(None)).order_by(statements.c.confidence, statements.c.id)
    else:
        asked = asked.where(statements.c.document_id == document_id).order_by(statements.c.id)
    return [(row.document_id, row.number) for row in connection.execute(asked)]


def attach(connection: Connection, document_id: int) -> None:
    """Lead the verdicts of a document to the statements of its current reading."""
    held = connection.execute(select(reviews).where(reviews.c.document_id == document_id)).all()
    if not held:
        return
    asked = (
        select(spans.c.statement_id, spans.c.start, spans.c.end)
        .join(statements, statements.c.id == spans.c.statement_id)
        .where(statements.c.document_id == document_id, statements.c.current, spans.c.role == "content")
        .order_by(spans.c.statement_id, spans.c.place)
    )
    contents: defaultdict[int, list[list[int]]] = defaultdict(list)
    for row in connection.execute(asked):
        contents[row.statement_id].append([row.start, row.end])
    by_place = {json.dumps(place): number for number, place in contents.items()}
    for review in held:
        corrected = (json.loads(review.correction) if review.correction else {}).get("content")
        number = by_place.get(review.place) or by_place.get(json.dumps(corrected))
        connection.execute(update(reviews).where(reviews.c.id == review.id).values(statement_id=number))


def apply(reading: Reading, verdicts: Iterable[Review]) -> Reading:
    """The reading as people have it: what they rejected left out, what they corrected put right."""
    by_number: Mapping[str | None, Review] = {review.statement: review for review in verdicts}
    known = {entity.name: entity for entity in reading.entities}
    kept = []
    for statement in reading.statements:
        review = by_number.get(statement.id)
        if review is None or review.verdict == "accept":
            kept.append(statement)
        elif review.verdict == "correct" and review.correction:
            kept.append(_correct(statement, review.correction, known))
    return replace(reading, statements=tuple(kept), entities=tuple(known.values()))


def _correct(statement: Statement, correction: Correction, known: dict[str, Entity]) -> Statement:
    given = {role: found for role in _ROLES if (found := getattr(correction, role)) is not None}
    right = replace(statement, **given)
    if correction.said == (None, None):
        right = replace(right, said=None)
    elif correction.said:
        start, end = correction.said
        where = (right.cue or right.source or right.content)[0]
        right = replace(right, said=Time(where, start, end, how="absolute", reason="as a person has it"))
    if correction.speaker is None:
        return right
    if not correction.speaker:
        return replace(right, speaker=None, speaker_confidence=None, speaker_mention=None)
    name = correction.speaker
    known.setdefault(name, Entity(f"r{len(known) + 1}", "person", name, (), ()))
    return replace(right, speaker=known[name].id, speaker_confidence=1.0, speaker_candidates=())


def _check(correction: Correction, reading: Reading, name: str) -> None:
    size = len(reading.document.text)
    for role in _ROLES:
        for start, end in getattr(correction, role) or ():
            if not 0 <= start < end <= size:
                raise RecordError(
                    name, f"{role} [{start}, {end}] lies outside its {size} characters; mend the correction"
                )
    if correction.content == ():
        raise RecordError(name, "a statement without content says nothing; reject it instead")
    start, end = correction.said or (None, None)
    if (start and not _MOMENT.match(start)) or (end and not _MOMENT.match(end)) or (start and end and start >= end):
        raise RecordError(name, f"{start} to {end} is no time; give its first moment and the first after, ISO 8601")


def _number_of(connection: Connection, document_id: int, number: str) -> int:
    asked = (
        select(statements.c.id)
        .join(readings, readings.c.id == statements.c.reading_id)
        .where(statements.c.document_id == document_id, readings.c.current, statements.c.number == number)
    )
    found: int = connection.execute(asked).scalar_one()
    return found


def _to_plain(correction: Correction) -> dict[str, Any]:
    given = {role: getattr(correction, role) for role in (*_ROLES, "speaker", "said")}
    return {role: value for role, value in given.items() if value is not None}


def _to_review(row: Row[Any]) -> Review:
    place = _to_spans(json.loads(row.place))
    correction = None
    if row.correction:
        given = json.loads(from_kept(row.correction))
        told = {role: _to_spans(given[role]) for role in _ROLES if role in given}
        said = tuple(given["said"]) if "said" in given else None
        correction = Correction(**told, speaker=given.get("speaker"), said=said)
    text = from_kept(row.text or "")
    return Review(
        id=row.id,
        document=row.document_id,
        statement=row.number,
        place=place,
        quote=" … ".join(text[start:end] for start, end in place),
        verdict=row.verdict,
        correction=correction,
        maker=from_kept(row.maker),
        made=row.made,
        note=from_kept(row.note) if row.note else None,
        told=_tell(correction, text) if correction else (),
    )


def _tell(correction: Correction, text: str) -> tuple[tuple[str, str], ...]:
    told = []
    for role in _ROLES:
        if (given := getattr(correction, role)) is not None:
            told.append((role, " … ".join(text[start:end] for start, end in given) or "none"))
    if correction.speaker is not None:
        told.append(("speaker", correction.speaker or "nobody"))
    if correction.said is not None:
        said = "/".join(moment or ".." for moment in correction.said)
        told.append(("said", said if any(correction.said) else "not told"))
    return tuple(told)


def _to_spans(pairs: list[list[int]]) -> Spans:
    return tuple((start, end) for start, end in pairs)
