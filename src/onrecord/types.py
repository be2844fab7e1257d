"""What travels: the frozen types that one stage hands to the next. Imports nothing of ours.

Offsets are half-open and count Unicode code points of a document's text. Times are aware and in UTC.
Scores run from 0 to 1.
"""

import hashlib
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas

FORMAT = 1
"""Of the public form: fields are only added within a number."""

Span = tuple[int, int]
Spans = tuple[Span, ...]
Manner = Literal["direct", "indirect", "mixed", "narration"]
PartKind = Literal["title", "byline", "caption", "body"]
PageKind = Literal["html", "text", "row"]


@dataclass(frozen=True, slots=True)
class Page:
    """One input as received: bytes, and what is known of where they came from."""

    name: str
    """As a person would name it: a path, an address, `-`, or `articles.jsonl:3` for a row."""
    data: bytes
    kind: PageKind
    """`row` is one line of JSON Lines."""
    url: str | None = None
    """The address that answered, after redirects."""
    charset: str | None = None
    """The encoding that the server named."""
    retrieved: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a document's text that is not plain body, or is."""

    kind: PartKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A text as published. `text` is settled: no later stage changes a character of it."""

    id: str
    text: str
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    """An ISO date or date-time, as exact as the page says."""
    retrieved: datetime | None = None
    language: str | None = None
    """ISO 639-1, a guess from the text; None where it is too short to tell."""
    parts: tuple[Part, ...] = ()
    edits: tuple[tuple[int, int, str], ...] = ()
    """(start, end, raw): text[start:end] stands where the input had `raw`."""
    warnings: tuple[str, ...] = ()
    sha256: str = field(default="")
    """Of the text in UTF-8 (lone surrogates passed through); filled in when left empty."""

    def __post_init__(self) -> None:
        digest = hash_text(self.text)
        if self.sha256 and self.sha256 != digest:
            raise ValueError(f"{self.id}: the text does not match its stored hash")
        object.__setattr__(self, "sha256", digest)

    def quote(self, spans: Spans) -> str:
        """The words at the spans, pieces joined by an ellipsis."""
        return " … ".join(self.text[start:end] for start, end in spans)

    def part_at(self, offset: int) -> PartKind:
        """The kind of part that holds the character at `offset`."""
        return next((p.kind for p in self.parts if p.start <= offset < p.end), "body")


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that mentions of one document name."""

    id: str
    kind: Literal["person", "organisation", "state", "place", "group", "outlet", "other"]
    name: str
    mentions: Spans
    mention_forms: tuple[Literal["name", "nominal", "pronoun"], ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody's claim: who (source), by which words (cue), what (content). Never a fact.

    An attribution relation in the sense of Pareti (2012): source and cue may be empty, all three may be
    discontinuous.
    """

    id: str
    source: Spans
    cue: Spans
    content: Spans
    manner: Manner
    asserted: bool = True
    """False where the cue is negated, hypothetical or asked: the words are not put in anyone's mouth."""
    part: PartKind = "body"
    confidence: float = 1.0
    """That the content was said by the source as marked."""
    speaker: str | None = None
    """Id of an entity, or None while it is not known."""
    speaker_confidence: float | None = None
    speaker_candidates: tuple[str, ...] = ()
    role: Spans = ()
    on_behalf_of: str | None = None
    addressee: str | None = None
    via: Spans = ()
    parent: str | None = None

    @property
    def start(self) -> int:
        """Where its first character stands."""
        return min(s for spans in (self.source, self.cue, self.content) for s, _ in spans)

    @property
    def end(self) -> int:
        """Where its last character ends."""
        return max(e for spans in (self.source, self.cue, self.content) for _, e in spans)


@dataclass(frozen=True, slots=True)
class Run:
    """What made a reading: the reader, its weights and its settings."""

    reader: str
    weights: str
    """`sha256:` and the checksum of the weights file."""
    settings: tuple[tuple[str, Any], ...]
    """Names and values; an object in the public form."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read: its statements in the order of the text, and the run that made them."""

    document: Document
    statements: tuple[Statement, ...]
    entities: tuple[Entity, ...]
    run: Run

    def quote(self, spans: Spans) -> str:
        """The document's words at the spans, pieces joined by an ellipsis."""
        return self.document.quote(spans)

    def to_dict(self) -> dict[str, Any]:
        """The public form, format 1: what `onrecord read --format jsonl` prints as one line."""
        document = self.document
        return {
            "format": FORMAT,
            "id": document.id,
            "sha256": document.sha256,
            "text": document.text,
            "title": document.title,
            "author": document.author,
            "outlet": document.outlet,
            "url": document.url,
            "published": document.published,
            "retrieved": document.retrieved.isoformat() if document.retrieved else None,
            "language": document.language,
            "parts": [{"kind": p.kind, "span": [p.start, p.end]} for p in document.parts],
            "edits": [list(edit) for edit in document.edits],
            "warnings": list(document.warnings),
            "run": {"reader": self.run.reader, "weights": self.run.weights, "settings": dict(self.run.settings)},
            "entities": [_plain(entity) for entity in self.entities],
            "statements": [_plain(statement) for statement in self.statements],
        }

    def to_pandas(self) -> "pandas.DataFrame":
        """One row a statement, with the words beside the spans. Needs pandas (extra `pandas`)."""
        import pandas

        rows = [
            {
                "document": self.document.id,
                **_plain(s),
                **{f"{part}_text": self.quote(getattr(s, part)) for part in ("source", "cue", "content")},
            }
            for s in self.statements
        ]
        names = ["document", *(f.name for f in fields(Statement)), "source_text", "cue_text", "content_text"]
        return pandas.DataFrame(rows, columns=names)

    def _repr_html_(self) -> str:
        """The reading as a notebook shows it."""
        from onrecord.show.page import render_frame  # showing comes last on the road: only on demand

        return render_frame(self)


def _plain(record: Entity | Statement) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        return [plain(v) for v in value] if isinstance(value, tuple) else value

    return {f.name: plain(getattr(record, f.name)) for f in fields(record)}


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that could not be read, and why: a value, so that the rest of a batch goes on."""

    name: str
    stage: Literal["fetch", "parse", "read"]
    reason: str
    """One line: what is wrong, and what to try."""

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


def hash_text(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal. A lone surrogate counts as its three bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
