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
PageKind = Literal["html", "pdf", "text", "row"]
EntityKind = Literal["person", "organisation", "state", "place", "group", "outlet", "other"]
MentionForm = Literal["name", "nominal", "pronoun"]
Standing = Literal["party", "official", "expert", "witness", "unnamed", "outlet"]
"""Who could know: FactAppeal's source types (Morlan 2025)."""


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
    origin: str | None = None
    """Where its words came from, as a person named the input: a path, an address, a row of a file."""
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
    """Somebody or something that mentions of one document name or describe."""

    id: str
    kind: EntityKind
    name: str
    """The fullest form by which the text names it; of an unnamed one, the words that describe it first."""
    mentions: Spans
    """In the order of the text."""
    mention_forms: tuple[MentionForm, ...]
    named: bool = True
    """False where the text only describes it: 'a senior official who spoke on condition of anonymity'."""
    identifier: str | None = None
    """ISO 3166-1 of a state ('iso3166:AM'), or as the user's table gives it ('wikidata:Q7747')."""
    number: int | None = None
    """How many an unnamed group is, where the text says so."""
    why_unnamed: Spans = ()
    """The words by which the text says why it does not name somebody."""


@dataclass(frozen=True, slots=True)
class Time:
    """When: a half-open interval with its granularity, and how it was come by."""

    span: Span
    """Of the phrase, in the document's text."""
    start: str | None = None
    """The first moment, ISO 8601: '2022-10-31', '2022-10-31T21:00'. None where open or not known."""
    end: str | None = None
    """The first moment after. None where open or not known."""
    granularity: str | None = None
    """minute, hour, day, weekend, week, month, season, quarter, half, year, decade or century, or 'part of' one."""
    how: Literal["absolute", "from anchor", "partial", "unresolved"] = "unresolved"
    """absolute: the words say all; from anchor: counted from the day given; partial: something is known, `reason` says
    what is not; unresolved: nothing but the words."""
    reason: str | None = None
    pattern: str | None = None
    """What the words say by themselves, in the manner of TimeML (ISO 24617-1): 'XXXX-10-31', 'XXXX-WXX-1' (a Monday),
    'XXXX-SP' (a spring), 'T21'."""
    end_early: str | None = None
    """The other reading of 'by' and 'until': the first moment of what they name."""
    zone: str | None = None
    """The time zone as the words name it; the moments are not converted."""


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
    """Entities it may be, likeliest first, where none is sure enough."""
    speaker_mention: Span | None = None
    """The mention in the source that was led to the speaker."""
    role: Spans = ()
    """As whom the speaker speaks, in the words of the text: 'Speaker of the Kelvaran Parliament'."""
    on_behalf_of: str | None = None
    """The state or organisation that the role belongs to, an entity."""
    standing: Standing | None = None
    """Who could know."""
    addressee: str | None = None
    """Whom it was said to, an entity."""
    via: Spans = ()
    """The medium: 'on his social media page', 'in an interview with ...'."""
    parent: str | None = None
    """The statement in whose content this one stands: somebody is said to have said it."""
    said: Time | None = None
    """When it was said, where the text tells."""
    refers_to: tuple[Time, ...] = ()
    """The times inside the content."""

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
            "origin": document.origin,
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
        """One row a statement, with the words beside the spans and the speaker's name where one is known.

        Needs pandas (extra `pandas`).
        """
        import pandas

        names = {entity.id: entity.name for entity in self.entities}
        rows = [
            {
                "document": self.document.id,
                **_plain(s),
                **{f"{part}_text": self.quote(getattr(s, part)) for part in ("source", "cue", "content")},
                "speaker_name": names.get(s.speaker or ""),
            }
            for s in self.statements
        ]
        words = ["source_text", "cue_text", "content_text", "speaker_name"]
        return pandas.DataFrame(rows, columns=["document", *(f.name for f in fields(Statement)), *words])

    def _repr_html_(self) -> str:
        """The reading as a notebook shows it."""
        from onrecord.show.page import render_frame  # showing comes last on the road: only on demand

        return render_frame(self)


def _plain(record: Entity | Statement | Time) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, Time):
            return _plain(value)
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
