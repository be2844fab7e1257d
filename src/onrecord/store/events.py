"""What was done to a record, and when: begun, noted as it goes, ended; a killed process leaves what it had come to."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from onrecord.store.clock import now
from onrecord.store.found import Event
from onrecord.store.plain import from_kept, to_kept_anyhow
from onrecord.store.schema import events, readings, runs, skips, statements
from onrecord.store.writing import find_run
from onrecord.types import Run, Skipped

_LONGEST = 500


def begin_event(connection: Connection, kind: str, summary: str, run: Run | None) -> int:
    """The number of an event that begins now."""
    row = {
        "at": now(),
        "kind": kind,
        "summary": to_kept_anyhow(summary)[:_LONGEST],
        "run_id": find_run(connection, run) if run else None,
    }
    number: int = connection.execute(insert(events).returning(events.c.id), row).scalar_one()
    return number


def note_counts(connection: Connection, event: int, counts: Mapping[str, int], ended: bool) -> None:
    """What an event has come to so far, or in the end."""
    row: dict[str, Any] = {"counts": json.dumps(dict(counts))}
    if ended:
        row["ended"] = now()
    connection.execute(update(events).where(events.c.id == event).values(**row))


def note_skips(connection: Connection, event: int, skipped: Sequence[Skipped]) -> None:
    """Inputs of an event that could not be read."""
    rows = [
        {
            "event_id": event,
            "name": to_kept_anyhow(one.name),
            "stage": one.stage,
            "reason": to_kept_anyhow(one.reason),
        }
        for one in skipped
    ]
    connection.execute(insert(skips), rows)


def load_events(connection: Connection, most: int, most_skips: int) -> list[Event]:
    """The last so many events, the newest first, each with its first so many skips."""
    asked = select(events, runs.c.reader).outerjoin(runs, runs.c.id == events.c.run_id)
    rows = connection.execute(asked.order_by(events.c.id.desc()).limit(most)).all()
    numbers = [row.id for row in rows]
    missed: defaultdict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for skip in connection.execute(select(skips).where(skips.c.event_id.in_(numbers)).order_by(skips.c.id)):
        if len(missed[skip.event_id]) < most_skips:
            missed[skip.event_id].append((from_kept(skip.name), skip.stage, from_kept(skip.reason)))
    came = dict(_count(connection, readings.c.event_id, select(func.count(), readings.c.event_id), numbers))
    said = select(func.count(), readings.c.event_id).join(statements, statements.c.reading_id == readings.c.id)
    spoken = dict(_count(connection, readings.c.event_id, said, numbers))
    return [
        Event(
            number=row.id,
            at=row.at,
            kind=row.kind,
            summary=from_kept(row.summary),
            ended=row.ended,
            counts=json.loads(row.counts or "{}"),
            documents=came.get(row.id, 0),
            statements=spoken.get(row.id, 0),
            reader=row.reader,
            skips=tuple(missed[row.id]),
        )
        for row in rows
    ]


def _count(connection: Connection, column: Any, asked: Any, numbers: list[int]) -> list[tuple[int, int]]:
    return [(event, count) for count, event in connection.execute(asked.where(column.in_(numbers)).group_by(column))]
