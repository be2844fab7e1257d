"""Statements by their numbers, with all that a reader of an answer wants to see of them."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Row, func, select

from onrecord.store.found import Copy, Excerpt, Hit, Notice, clip_around
from onrecord.store.notices import load_notices
from onrecord.store.plain import from_kept
from onrecord.store.query import Words, mark_words
from onrecord.store.schema import candidates, documents, entities, readings, runs, spans, statements, times
from onrecord.types import Spans

_LONGEST = 320
"""Characters of an excerpt."""
_MOST_COPIES = 50


def load_hits(connection: Connection, numbers: list[int], leaves: tuple[Words, ...]) -> list[Hit]:
    """Statements in the order of their numbers as given, the words that were looked for marked."""
    if not numbers:
        return []
    asked = (
        select(
            statements, entities.c.name.label("speaker"), entities.c.named, documents.c.outlet, documents.c.title,
            documents.c.author, documents.c.published, documents.c.url, documents.c.version, documents.c.address,
            documents.c.sha256, runs.c.reader,
        )
        .join(documents, documents.c.id == statements.c.document_id)
        .join(readings, readings.c.id == statements.c.reading_id)
        .join(runs, runs.c.id == readings.c.run_id)
        .outerjoin(entities, entities.c.id == statements.c.speaker_id)
        .where(statements.c.id.in_(numbers))
    )  # fmt: skip
    rows = {row.id: row for row in connection.execute(asked)}
    texts = _load_texts(connection, {row.document_id for row in rows.values()})
    marks = _load_spans(connection, numbers)
    said = _load_said(connection, numbers)
    doubted = _load_candidates(connection, numbers)
    copies = _load_copies(connection, rows)
    versions = _load_versions(connection, {row.address for row in rows.values()})
    named = {row.address for row in rows.values()} | {one.address for group in copies.values() for one in group}
    noted = load_notices(connection, named)
    return [
        _make_hit(
            rows[n], texts[rows[n].document_id], marks[n], leaves, said.get(n), tuple(doubted[n]),
            copies[rows[n].echo_of_id or n], versions[rows[n].address], noted,
        )
        for n in numbers
        if n in rows
    ]  # fmt: skip


def _make_hit(
    row: Row[Any],
    whole: str,
    marks: dict[str, list[tuple[int, int]]],
    leaves: tuple[Words, ...],
    said: tuple[str | None, str | None] | None,
    doubted: tuple[str, ...],
    group: list[Row[Any]],
    versions: int,
    noted: dict[str, tuple[Notice, ...]],
) -> Hit:
    def give(words: str | None) -> str | None:
        return None if words is None else from_kept(words)

    def quote(role: str) -> str:
        return from_kept(" … ".join(whole[start:end] for start, end in marks[role]))

    source = quote("source")
    return Hit(
        statement=row.id,
        document=row.document_id,
        number=row.number,
        speaker=give(row.speaker),
        speaker_named=bool(row.named),
        candidates=doubted,
        role=quote("role"),
        source=source,
        cue=quote("cue"),
        content=quote("content"),
        excerpt=_cut_excerpt(whole, tuple(marks["content"]), leaves),
        source_marks=tuple(mark_words(source, leaves)),
        source_spans=tuple(marks["source"]),
        cue_spans=tuple(marks["cue"]),
        content_spans=tuple(marks["content"]),
        said=said,
        manner=row.manner,
        asserted=bool(row.asserted),
        part=row.part,
        confidence=row.confidence,
        outlet=give(row.outlet),
        title=give(row.title),
        author=give(row.author),
        published=row.published,
        url=give(row.url),
        version=max([row.version, *(one.version for one in group if one.address == row.address)]),
        versions=versions,
        sha256=row.sha256,
        reader=row.reader,
        copies=tuple(
            Copy(one.id, one.document, give(one.outlet), one.published, give(one.url), noted.get(one.address, ()))
            for one in group
            if one.address != row.address
        ),
        is_copy=row.echo_of_id is not None,
        notices=noted.get(row.address, ()),
    )


def _cut_excerpt(whole: str, content: Spans, leaves: tuple[Words, ...]) -> Excerpt:
    """The content's words, or so much of them as is easily read around the first found word."""
    joint = " … "
    places = [(start, end, mark_words(whole[start:end], leaves, start)) for start, end in content]
    size = sum(end - start for start, end, _ in places) + len(joint) * (len(places) - 1)
    if size > _LONGEST:
        kept = next((p for p in places if p[2]), places[0] if places else (0, 0, []))
        first, last = clip_around(whole[kept[0] : kept[1]], [(s - kept[0], e - kept[0]) for s, e in kept[2]], _LONGEST)
        first, last = first + kept[0], last + kept[0]
        places = [(first, last, [(s, e) for s, e in kept[2] if s >= first and e <= last])]
    told, marks = "", []
    for start, end, found in places:
        told += joint if told else ""
        marks += [(s - start + len(told), e - start + len(told)) for s, e in found]
        told += whole[start:end]
    return Excerpt(from_kept(told), tuple(marks), tuple((start, end) for start, end, _ in places))


def _load_texts(connection: Connection, numbers: set[int]) -> dict[int, str]:
    asked = select(documents.c.id, documents.c.text).where(documents.c.id.in_(numbers))
    return {row.id: row.text or "" for row in connection.execute(asked)}


def _load_spans(connection: Connection, numbers: list[int]) -> dict[int, dict[str, list[tuple[int, int]]]]:
    marks: dict[int, dict[str, list[tuple[int, int]]]] = {n: defaultdict(list) for n in numbers}
    asked = select(spans).where(spans.c.statement_id.in_(numbers)).order_by(spans.c.statement_id, spans.c.place)
    for row in connection.execute(asked):
        marks[row.statement_id][row.role].append((row.start, row.end))
    return marks


def _load_said(connection: Connection, numbers: list[int]) -> dict[int, tuple[str | None, str | None]]:
    asked = select(times).where(times.c.statement_id.in_(numbers), times.c.kind == "said").order_by(times.c.id)
    return {row.statement_id: (row.start, row.end) for row in connection.execute(asked) if row.start or row.end}


def _load_candidates(connection: Connection, numbers: list[int]) -> defaultdict[int, list[str]]:
    doubted: defaultdict[int, list[str]] = defaultdict(list)
    asked = (
        select(candidates.c.statement_id, entities.c.name)
        .join(entities, entities.c.id == candidates.c.entity_id)
        .where(candidates.c.statement_id.in_(numbers))
        .order_by(candidates.c.statement_id, candidates.c.rank)
    )
    for number, name in connection.execute(asked):
        doubted[number].append(from_kept(name))
    return doubted


def _load_copies(connection: Connection, rows: dict[int, Row[Any]]) -> defaultdict[int, list[Row[Any]]]:
    """By original, the statements of all documents that have its words, itself among them."""
    copies: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    originals = {row.echo_of_id or number for number, row in rows.items()}
    asked = (
        select(statements.c.id, statements.c.echo_of_id, documents.c.id.label("document"), documents.c.outlet,
               documents.c.published, documents.c.url, documents.c.address, documents.c.version)
        .join(documents, documents.c.id == statements.c.document_id)
        .where(statements.c.current, statements.c.echo_of_id.in_(originals) | statements.c.id.in_(originals))
        .order_by(documents.c.published_day, statements.c.id)
    )  # fmt: skip
    found: list[Row[Any]] = list(connection.execute(asked))
    for row in found:
        group = copies[row.echo_of_id or row.id]
        if len(group) < _MOST_COPIES:
            group.append(row)
    return copies


def _load_versions(connection: Connection, addresses: set[str]) -> dict[str, int]:
    asked = (
        select(documents.c.address, func.max(documents.c.version))
        .where(documents.c.address.in_(addresses))
        .group_by(documents.c.address)
    )
    return {row[0]: row[1] for row in connection.execute(asked)}
