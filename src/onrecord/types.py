"""What travels: the frozen types that one stage hands to the next. Imports nothing of ours.

Offsets are half-open and count Unicode code points of a document's text. Times are aware and in UTC.
Scores run from 0 to 1.
"""

import hashlib
import re
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

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
    times: tuple[Time, ...] | None = field(default=None, compare=False)
    """All other times that the text tells, beside its statements, in its order; None where they are not kept, as in a
    record. What is compared is what was said."""

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
            "times": None if self.times is None else [_plain(time) for time in self.times],
        }

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> "Reading":
        """The inverse of `to_dict`. Fields that it does not know are let be.

        Raises ValueError, one line that names the field: one is missing or of another kind, a span lies outside the
        text, an id names nothing, the text does not match its hash.
        """
        return _revive(row)

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


# The public form back into types.


def _revive(row: Any) -> Reading:
    given = _Fields(row, "", 0)
    if (number := given.take("format", int)) != FORMAT:
        raise ValueError(f"format {number} is not the one that is read here, {FORMAT}; upgrade OnRecord")
    text: str = given.take("text", str)
    given.length = len(text)
    known = tuple(_revive_entity(inner) for inner in given.inner("entities"))
    said = tuple(_revive_statement(inner) for inner in given.inner("statements"))
    ids, numbers = {entity.id for entity in known}, {s.id for s in said}
    if len(ids) < len(known) or len(numbers) < len(said):
        raise ValueError("two entities, or two statements, have the same id")
    for s in said:
        for who in (s.speaker, s.on_behalf_of, s.addressee, *s.speaker_candidates):
            if who is not None and who not in ids:
                raise ValueError(f"statement {s.id} names an entity that is not in the row: {who}")
        if s.parent is not None and s.parent not in numbers:
            raise ValueError(f"statement {s.id} names a statement that is not in the row: {s.parent}")
    run = _Fields(given.take("run", dict), "run.", 0)
    made_by = Run(run.id("reader"), run.id("weights"), tuple(run.take("settings", dict).items()))
    times = None if row.get("times") is None else tuple(_revive_time(inner) for inner in given.inner("times"))
    return Reading(_revive_document(given, text), said, known, made_by, times)


def _revive_document(given: "_Fields", text: str) -> Document:
    return Document(
        id=given.take("id", str),
        text=text,
        title=given.take("title", str, None),
        author=given.take("author", str, None),
        outlet=given.take("outlet", str, None),
        url=given.take("url", str, None),
        published=given.plain("published"),
        retrieved=given.moment("retrieved"),
        language=given.plain("language"),
        parts=tuple(
            Part(part.choose("kind", PartKind), *part.span("span", empty=True)) for part in given.inner("parts", [])
        ),
        edits=tuple(
            (*given.to_span(edit[:2], f"edits[{i}]", empty=True), edit[2])
            for i, edit in enumerate(given.several("edits", list))
            if _is_edit(edit, i)
        ),
        warnings=given.several("warnings", str),
        origin=given.take("origin", str, None),
        sha256=given.id("sha256"),
    )


def _is_edit(edit: list[Any], place: int) -> bool:
    if len(edit) != 3 or not isinstance(edit[2], str):
        raise ValueError(f"edits[{place}] must be [start, end, raw]")
    return True


def _revive_entity(given: "_Fields") -> Entity:
    forms: tuple[MentionForm, ...] = given.several("mention_forms", str)
    entity = Entity(
        id=given.id("id"),
        kind=given.choose("kind", EntityKind),
        name=given.take("name", str),
        mentions=given.spans("mentions"),
        mention_forms=forms,
        named=given.take("named", bool, True),
        identifier=given.plain("identifier"),
        number=given.take("number", int, None),
        why_unnamed=given.spans("why_unnamed"),
    )
    if len(forms) != len(entity.mentions) or not set(forms) <= set(get_args(MentionForm)):
        raise ValueError(f"{given.where}mention_forms must have a form for each mention: name, nominal or pronoun")
    if entity.number is not None and not 0 <= entity.number < 2**63:
        raise ValueError(f"{given.where}number is out of reach")
    return entity


def _revive_statement(given: "_Fields") -> Statement:
    said, confidence = given.take("said", dict, None), given.share("confidence", 1.0)
    statement = Statement(
        id=given.id("id"),
        source=given.spans("source"),
        cue=given.spans("cue"),
        content=given.spans("content"),
        manner=given.choose("manner", Manner),
        asserted=given.take("asserted", bool, True),
        part=given.choose("part", PartKind, "body"),
        confidence=1.0 if confidence is None else confidence,
        speaker=given.plain("speaker"),
        speaker_confidence=given.share("speaker_confidence", None),
        speaker_candidates=given.several("speaker_candidates", str),
        speaker_mention=given.span("speaker_mention") if given.row.get("speaker_mention") is not None else None,
        role=given.spans("role"),
        on_behalf_of=given.plain("on_behalf_of"),
        standing=given.choose("standing", Standing, None),
        addressee=given.plain("addressee"),
        via=given.spans("via"),
        parent=given.plain("parent"),
        said=None if said is None else _revive_time(_Fields(said, f"{given.where}said.", given.length)),
        refers_to=tuple(_revive_time(inner) for inner in given.inner("refers_to", [])),
    )
    if not statement.source and not statement.cue and not statement.content:
        raise ValueError(f"{given.where}source, cue and content are all empty")
    return statement


def _revive_time(given: "_Fields") -> Time:
    words = ("start", "end", "granularity", "reason", "pattern", "end_early", "zone")
    hows = Literal["absolute", "from anchor", "partial", "unresolved"]
    return Time(given.span("span"), how=given.choose("how", hows), **{name: given.plain(name) for name in words})


_MUST: Any = object()
_KINDS = {str: "a string", int: "a whole number", bool: "true or false", list: "a list", dict: "an object"}


class _Fields:
    """An object of the public form, its fields taken one by one and checked. Every method raises ValueError."""

    def __init__(self, row: Any, where: str, length: int) -> None:
        if not isinstance(row, dict):
            raise ValueError(f"{where.rstrip('.') or 'the row'} must be an object")
        self.row = row
        self.where = where
        self.length = length
        """Of the text, in which spans lie."""

    def take(self, name: str, kind: type, default: Any = _MUST) -> Any:
        value = self.row.get(name)
        if value is None and default is not _MUST:
            return default
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            fault = f"must be {_KINDS[kind]}" if name in self.row else "is missing"
            raise ValueError(f"{self.where}{name} {fault}")
        return value

    def plain(self, name: str, default: Any = None) -> Any:
        """A string that is no text: without the characters that only texts may have."""
        value = self.take(name, str, default)
        if value is not None and re.search("[\0\ud800-\udfff]", value):
            raise ValueError(f"{self.where}{name} has a character that it cannot have (NUL, or half of one)")
        return value

    def id(self, name: str) -> str:
        value: str = self.plain(name, _MUST)
        if not value:
            raise ValueError(f"{self.where}{name} is empty")
        return value

    def choose(self, name: str, kind: Any, default: Any = _MUST) -> Any:
        value = self.take(name, str, default)
        if value is not default and value not in get_args(kind):
            raise ValueError(f"{self.where}{name} must be one of {', '.join(get_args(kind))}")
        return value

    def share(self, name: str, default: float | None) -> float | None:
        value = self.row.get(name)
        if value is None:
            return default
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
            raise ValueError(f"{self.where}{name} must be a number from 0 to 1")
        return float(value)

    def moment(self, name: str) -> datetime | None:
        value = self.plain(name)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValueError(f"{self.where}{name} must be an ISO date-time") from None

    def several(self, name: str, kind: type) -> tuple[Any, ...]:
        values = self.take(name, list, [])
        if not all(isinstance(value, kind) for value in values):
            raise ValueError(f"{self.where}{name} must be a list, each of it {_KINDS[kind]}")
        return tuple(values)

    def inner(self, name: str, default: Any = _MUST) -> "list[_Fields]":
        rows = self.take(name, list, default)
        return [_Fields(row, f"{self.where}{name}[{i}].", self.length) for i, row in enumerate(rows)]

    def span(self, name: str, empty: bool = False) -> Span:
        return self.to_span(self.take(name, list), f"{self.where}{name}", empty)

    def spans(self, name: str) -> Spans:
        return tuple(self.to_span(pair, f"{self.where}{name}") for pair in self.several(name, list))

    def to_span(self, pair: list[Any], where: str, empty: bool = False) -> Span:
        if len(pair) != 2 or not all(isinstance(n, int) and not isinstance(n, bool) for n in pair):
            raise ValueError(f"{where} must hold spans [start, end]")
        start, end = pair
        if not 0 <= start <= end - (not empty) or end > self.length:
            raise ValueError(f"{where} lies outside the text, or holds nothing: [{start}, {end}]")
        return start, end


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
