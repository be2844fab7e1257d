"""Texts in which names and statements are marked, for tests of who speaks.

Names stand as [P:Ana Torvik], by the letters of `KINDS`. The parts of a statement stand in braces: {s:source} {q:cue}
{c:content}. A source or cue that comes when its statement has one already begins the next statement; where statements
stand inside each other, a number tells which is meant: {s1:The Gazette} {q1:said} {c1:{s2:Torvik} {q2:had} {c2:left}}.
Statements come in the order in which they begin, with the ids s1, s2 and so on.
"""

import re
from dataclasses import dataclass
from typing import Any

from onrecord.detect.layout import lay_out
from onrecord.resolve.antecedents import load_ranker
from onrecord.resolve.interviews import find_interview
from onrecord.resolve.mentions import Kind, Mention
from onrecord.resolve.resolving import Settings, resolve
from onrecord.resolve.tables.known import KnownTable
from onrecord.types import Document, Entity, Span, Spans, Statement

KINDS: dict[str, Kind] = {"P": "person", "O": "organisation", "L": "place", "G": "group", "X": "other"}
_TOKEN = re.compile(r"\[(?P<kind>\w):(?P<name>[^\]]+)\]|\{(?P<part>[sqc])(?P<number>\d*):|(?P<close>\})|[^\[{}]+")


@dataclass(frozen=True)
class Read:
    """A text with what was found in it."""

    document: Document
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]

    @property
    def text(self) -> str:
        return self.document.text

    def name(self, id: str | None) -> str | None:
        """The name of an entity."""
        return next((e.name for e in self.entities if e.id == id), None)

    def entity(self, name: str) -> Entity:
        """The only entity of a name."""
        (found,) = [e for e in self.entities if e.name == name]
        return found

    @property
    def speakers(self) -> list[str | None]:
        """The name of each statement's speaker."""
        return [self.name(s.speaker) for s in self.statements]

    def quote(self, spans: Spans) -> list[str]:
        """The words at the spans."""
        return [self.text[start:end] for start, end in spans]


def unmark(marked: str) -> tuple[str, list[Mention], list[Statement]]:
    """The text, its names and its statements."""
    text = ""
    names: list[Mention] = []
    parts: list[list[Any]] = []
    for token in _TOKEN.finditer(marked):
        if token["kind"]:
            at = len(text)
            names.append(Mention(at, at + len(token["name"]), "name", KINDS[token["kind"]], token["name"]))
            text += token["name"]
        elif token["part"]:
            parts.append([token["part"], token["number"], len(text), None])
        elif token["close"]:
            next(p for p in reversed(parts) if p[-1] is None)[-1] = len(text)
        else:
            text += token.group()
    found: list[tuple[str, dict[str, list[Span]]]] = []
    for part, number, start, end in parts:
        if number:
            at = next((i for i, (n, _) in enumerate(found) if n == number), len(found))
        else:
            at = len(found) - 1 if found and (part == "c" or part not in found[-1][1]) else len(found)
        if at == len(found):
            found.append((number, {}))
        found[at][1].setdefault(part, []).append((start, end))
    return text, names, [_make(number or str(i), spans) for i, (number, spans) in enumerate(found, 1)]


def _make(number: str, spans: dict[str, list[Span]]) -> Statement:
    source, cue, content = (tuple(spans.get(part, ())) for part in "sqc")
    return Statement(f"s{number}", source, cue, content, "indirect")


def read(marked: str, table: KnownTable | None = None, **fields: Any) -> Read:
    """Entities and speakers of a marked text. `fields` are of its document."""
    text, names, statements = unmark(marked)
    settings = Settings(load_ranker(), table)
    document = Document("d", text, **fields)
    layout = lay_out(text)
    entities, found = resolve(document, layout, statements, find_interview(layout, names), names, settings)
    return Read(document, entities, found)
