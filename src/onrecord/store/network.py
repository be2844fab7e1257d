"""Who speaks of whom: nodes and edges, counted in the database."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, case, column, func, select, table

from onrecord.store import database
from onrecord.store.plain import from_kept
from onrecord.store.schema import actors, documents, entities, mentioned, statements

_AT_ONCE = 500
_WORDS = table("statement_words", column("id"), column("content"))
"""The view that cuts a statement's words out of its document."""


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody who speaks or is spoken of: an actor, or an entity that stands for nobody but itself."""

    actor: int | None
    entity: int | None
    """One of the two is given: a number of the record."""
    kind: str
    name: str
    identifier: str | None
    said: int
    """Current statements of which they are the speaker."""


@dataclass(frozen=True, slots=True)
class Example:
    """A statement behind an edge."""

    document: int
    """Its number in the record."""
    address: str
    statement: str
    """Its id in the reading."""
    words: str


@dataclass(frozen=True, slots=True)
class Edge:
    """One speaks of another, in statements that are asserted."""

    actor: int | None
    entity: int | None
    """Of whom it is spoken."""
    statements: int
    copies: int
    """How many of these repeat a statement of the text of which theirs is a copy."""
    examples: tuple[Example, ...]
    """The first ones, copies last."""


def list_nodes(engine: Engine) -> Iterator[Node]:
    """Whoever speaks or is spoken of in a current statement: actors first, then entities by themselves."""
    for ask in (_list_actors, _list_entities):
        after = 0
        while rows := database.run(engine, lambda c, after=after, ask=ask: ask(c, after)):  # type: ignore[misc]
            for row in rows:
                if row.said or row.spoken_of:
                    actor, entity = (row.id, None) if ask is _list_actors else (None, row.id)
                    yield Node(actor, entity, row.kind, from_kept(row.name), row.identifier, row.said)
            after = rows[-1].id


def _list_actors(connection: Connection, after: int) -> Any:
    return _count(connection, actors, entities.c.actor_id == actors.c.id, actors.c.id > after)


def _list_entities(connection: Connection, after: int) -> Any:
    one = entities.alias()
    return _count(connection, one, entities.c.id == one.c.id, one.c.id > after, one.c.actor_id.is_(None))


def _count(connection: Connection, of: Any, same: Any, *where: Any) -> Any:
    """Rows of actors or entities with how often they speak and are spoken of, a page of them."""
    said = select(func.count()).select_from(statements).join(entities, entities.c.id == statements.c.speaker_id)
    spoken = select(func.count()).select_from(mentioned).join(entities, entities.c.id == mentioned.c.entity_id)
    spoken = spoken.join(statements, statements.c.id == mentioned.c.statement_id)
    asked = select(
        of.c.id,
        of.c.kind,
        of.c.name,
        of.c.identifier,
        said.where(same, statements.c.current).correlate(of).scalar_subquery().label("said"),
        spoken.where(same, statements.c.current).correlate(of).scalar_subquery().label("spoken_of"),
    )
    return connection.execute(asked.where(*where).order_by(of.c.id).limit(_AT_ONCE)).all()


def list_edges(connection: Connection, node: Node, examples: int) -> list[Edge]:
    """Whom a node speaks of; statements that are not asserted put no words in anyone's mouth, and do not count."""
    if not node.said:
        return []
    speaker, about = entities.alias(), entities.alias()
    own = speaker.c.actor_id == node.actor if node.entity is None else speaker.c.id == node.entity
    alone = case((about.c.actor_id.is_(None), about.c.id))
    asked = (
        select(about.c.actor_id, alone.label("entity"), statements.c.echo_of_id.is_not(None), statements.c.id)
        .select_from(statements)
        .join(speaker, speaker.c.id == statements.c.speaker_id)
        .join(mentioned, mentioned.c.statement_id == statements.c.id)
        .join(about, about.c.id == mentioned.c.entity_id)
        .where(own, statements.c.current, statements.c.asserted)
        .distinct()
    )
    found: defaultdict[tuple[int | None, int | None], list[tuple[bool, int]]] = defaultdict(list)
    for actor, entity, copy, statement in connection.execute(asked):
        found[actor, entity].append((bool(copy), statement))
    shown = {said: sorted(marks)[:examples] for said, marks in found.items()}
    words = _load_examples(connection, {statement for marks in shown.values() for _, statement in marks})
    return [
        Edge(*key, len(marks), sum(copy for copy, _ in marks), tuple(words[statement] for _, statement in shown[key]))
        for key, marks in sorted(found.items(), key=lambda pair: (pair[0][0] or 0, pair[0][1] or 0))
    ]


def _load_examples(connection: Connection, numbers: set[int]) -> dict[int, Example]:
    asked = select(statements.c.id, statements.c.number, documents.c.id, documents.c.address, _WORDS.c.content)
    asked = asked.join(documents, documents.c.id == statements.c.document_id)
    asked = asked.join(_WORDS, _WORDS.c.id == statements.c.id)
    wanted = sorted(numbers)
    rows: list[Any] = []
    for i in range(0, len(wanted), _AT_ONCE):
        rows += connection.execute(asked.where(statements.c.id.in_(wanted[i : i + _AT_ONCE]))).all()
    return {
        number: Example(document, from_kept(address), statement, from_kept(content or ""))
        for number, statement, document, address, content in rows
    }
