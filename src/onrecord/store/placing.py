"""Reviews made in other programs, led to the statements of a record by exact words and place."""

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

from onrecord.errors import InputError
from onrecord.store.clock import now
from onrecord.store.imports import ImportedReview, Quote
from onrecord.store.loading import load_document
from onrecord.store.plain import to_kept
from onrecord.store.reviews import Review, find_reviews
from onrecord.store.schema import documents, reviews, spans, statements
from onrecord.types import Span, Spans

Placed = Literal["attached", "orphaned", "known"]
"""attached to a statement of the current reading; orphaned: kept, for its words are in the text, but no statement has
just these; known: the same verdict of the same person is there."""


@dataclass(slots=True)
class _Held:
    """A document that reviews are led to: read once for all of them."""

    number: int
    text: str
    statements: dict[Spans, tuple[int, Spans]] = field(default_factory=dict)
    """By their content in order of place: number, and content as it is kept."""
    reviews: dict[Spans, Review] = field(default_factory=dict)


def place_reviews(connection: Connection, given: list[ImportedReview]) -> list[Placed | InputError]:
    """Keep reviews, each that cannot be kept an InputError in its place: not in the record, or not in these words."""
    held: dict[tuple[str | None, str | None], _Held] = {}
    results: list[Placed | InputError] = []
    for review in given:
        try:
            key = (review.sha256, review.address)
            if key not in held:
                held[key] = _hold(connection, *key)
            results.append(_place(connection, review, held[key]))
        except InputError as error:
            results.append(error)
    return results


def _hold(connection: Connection, sha256: str | None, address: str | None) -> _Held:
    """The document of this text, of several the one at the address; without a text the newest version there."""
    name = address or sha256 or "a review"
    if sha256 is None and address is None:
        raise InputError(name, "names no document; give one whose target is words of a document")
    here = (documents.c.address == address) | (documents.c.url == address)
    asked = select(documents).where(documents.c.removed.is_(None), documents.c.sha256 == sha256 if sha256 else here)
    rows = connection.execute(asked.order_by(documents.c.version.desc(), documents.c.id)).all()
    row = next((row for row in rows if address in (row.address, row.url)), rows[0] if rows else None)
    if row is None:
        raise InputError(name, "its document is not in the record; add or import that first")
    held = _Held(row.id, load_document(row).text)
    contents: dict[int, list[Span]] = {}
    found = select(spans.c.statement_id, spans.c.start, spans.c.end)
    found = found.join(statements, statements.c.id == spans.c.statement_id)
    found = found.where(statements.c.document_id == row.id, statements.c.current, spans.c.role == "content")
    for number, start, end in connection.execute(found.order_by(spans.c.statement_id, spans.c.place)):
        contents.setdefault(number, []).append((start, end))
    for number, content in contents.items():
        held.statements.setdefault(tuple(sorted(content)), (number, tuple(content)))
    held.reviews = {tuple(sorted(review.place)): review for review in find_reviews(connection, row.id)}
    return held


def _place(connection: Connection, review: ImportedReview, held: _Held) -> Placed:
    name = review.address or review.sha256 or "a review"
    if review.verdict == "add":
        raise InputError(name, "adds a statement that was not read, which a record cannot keep as a review")
    if not review.shown.get("content"):
        raise InputError(
            name, "does not say which words were reviewed; export it with the predictions it was made from"
        )
    ordered = _find_all(review.shown["content"], held.text, name)
    number, place = held.statements.get(tuple(sorted(ordered)), (None, ordered))
    correction: dict[str, Any] = {role: _find_all(of, held.text, name) for role, of in review.corrected.items()}
    if correction.get("content") == ():
        raise InputError(name, "a statement without content says nothing; reject it instead")
    if review.speaker is not None:
        correction["speaker"] = review.speaker
    maker = review.reviewer or "imported"
    there = held.reviews.get(tuple(sorted(place)))
    if there and (there.verdict, there.maker, there.note, _tell(there)) == (
        review.verdict, maker, review.note, correction,
    ):  # fmt: skip
        return "known"
    row = {
        "document_id": held.number,
        "statement_id": number,
        "place": json.dumps(place),
        "verdict": review.verdict,
        "correction": to_kept(json.dumps(correction), name) if correction else None,
        "maker": to_kept(maker, name),
        "made": now(),
        "note": to_kept(review.note, name) if review.note else None,
    }
    same = (reviews.c.document_id == held.number) & (reviews.c.place == row["place"])
    made = connection.execute(insert(reviews).returning(reviews.c.id), row).scalar_one()
    held_so_far = same & reviews.c.superseded_by_id.is_(None) & (reviews.c.id != made)
    connection.execute(update(reviews).where(held_so_far).values(superseded_by_id=made))
    return "orphaned" if number is None else "attached"


def _tell(review: Review) -> dict[str, Any]:
    """A correction that is kept, as one that comes."""
    if review.correction is None:
        return {}
    told = {role: getattr(review.correction, role) for role in ("source", "cue", "content", "speaker")}
    return {role: value for role, value in told.items() if value is not None}


def _find_all(quotes: tuple[Quote, ...], text: str, name: str) -> Spans:
    return tuple(_find(quote, text, name) for quote in quotes)


def _find(quote: Quote, text: str, name: str) -> Span:
    """Where the words stand: at their place, or, without one, where they and what is around them stand but once."""
    if quote.start is not None and quote.end is not None:
        if text[quote.start : quote.end] == quote.exact:
            return quote.start, quote.end
        raise InputError(name, f"has other words at [{quote.start}, {quote.end}] than those that were reviewed")
    around = quote.prefix + quote.exact + quote.suffix
    first = text.find(around)
    if first < 0 or text.find(around, first + 1) >= 0:
        raise InputError(name, "does not have the words that were reviewed, or has them more than once")
    return first + len(quote.prefix), first + len(quote.prefix) + len(quote.exact)
