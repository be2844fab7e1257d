"""What is asked of a record and what it answers: frozen, with the words of the texts and where they stand."""

from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any, Literal

from onrecord.errors import RecordError
from onrecord.types import Manner, PartKind, Reading, Span, Spans

if TYPE_CHECKING:
    import pandas


class Plain:
    """Turns into what JSON knows."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Its fields by name."""
        return {f.name: to_plain(getattr(self, f.name)) for f in fields(self)}  # type: ignore[arg-type]


def to_plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if isinstance(value, Reading):
        return value.to_dict()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {key: to_plain(one) for key, one in value.items()}
    return [to_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def to_frame(items: tuple[Any, ...], kind: type) -> "pandas.DataFrame":
    """One row an item. Needs pandas (extra `pandas`)."""
    import pandas

    return pandas.DataFrame([to_plain(item) for item in items], columns=[f.name for f in fields(kind)])


@dataclass(frozen=True, slots=True)
class Query(Plain):
    """What to find: words in the query form (docs/record.md), and filters that must all hold."""

    words: str = ""
    speaker: str | None = None
    """Who says it: a name, or words of it."""
    about: str | None = None
    """Whom or what the content mentions: a name, or words of it."""
    outlet: str | None = None
    """Which paper or channel: its name, or words of it."""
    manner: Manner | None = None
    part: PartKind | None = None
    since: str | None = None
    """Published on this day or later: 2025, 2025-04 or 2025-04-15."""
    until: str | None = None
    """Published on this day or earlier: 2025 is to the end of that year."""
    said_since: str | None = None
    """Said then or later, where the text tells when. Statements whose day is not known are not among these."""
    said_until: str | None = None
    unnamed: bool = False
    """Only speakers whom the text does not name."""
    asserted: bool | None = None
    """Only what was said (True), or only what was denied, supposed or asked (False)."""
    min_confidence: float | None = None
    limit: int = 20
    """Hits on a page."""
    cursor: str | None = None
    """Of the page before: `ResultPage.cursor`."""


@dataclass(frozen=True, slots=True)
class Excerpt(Plain):
    """Words of a text, the found ones marked."""

    text: str
    marks: Spans
    """Places in `text`."""
    spans: Spans
    """Where they stand in the document's text."""


NoticeKind = Literal["correction", "retraction"]


@dataclass(frozen=True, slots=True)
class Notice(Plain):
    """What an outlet published about a text of its own, as a person noted it."""

    id: int
    document: int
    """On which it was noted; it is of all texts of that address."""
    version: int
    """Of that document."""
    kind: NoticeKind
    text: str
    """What the outlet says."""
    at: str | None
    """When it was published, as exact as is known."""
    address: str | None
    """Where it was published."""
    maker: str | None
    """Who noted it."""
    made: str

    def __str__(self) -> str:
        """In a line: 'corrected 2025-10-02: The letter was sent on the third. (https://...)'."""
        told = f"{self.kind.removesuffix('ion')}ed {self.at}" if self.at else f"{self.kind.removesuffix('ion')}ed"
        return " ".join(f"{told}: {self.text}{f' ({self.address})' if self.address else ''}".split())


@dataclass(frozen=True, slots=True)
class Copy(Plain):
    """The same words in another text of the same witness."""

    statement: int
    document: int
    outlet: str | None
    published: str | None
    url: str | None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit(Plain):
    """A statement that was found, and the copies of it that were folded into it."""

    statement: int
    """Its number in the record."""
    document: int
    number: str
    """Its id in the reading, s3."""
    speaker: str | None
    """A name, or a description in the words of the text; None where it is not known."""
    speaker_named: bool
    candidates: tuple[str, ...]
    """Whom the source may mean, where nobody is sure enough."""
    role: str
    source: str
    cue: str
    content: str
    excerpt: Excerpt
    """Of the content, around the words that were looked for."""
    source_marks: Spans
    """Found words in `source`."""
    source_spans: Spans
    cue_spans: Spans
    content_spans: Spans
    said: tuple[str | None, str | None] | None
    """From, and the first moment after, where the text tells."""
    manner: Manner
    asserted: bool
    part: PartKind
    confidence: float
    outlet: str | None
    title: str | None
    author: str | None
    published: str | None
    url: str | None
    version: int
    """The newest of its address that has it."""
    versions: int
    """How many texts its address has had: where it is more than `version`, a later one has it no more."""
    sha256: str
    reader: str
    copies: tuple[Copy, ...] = ()
    """Other texts of its witness that print it."""
    is_copy: bool = False
    """It is printed after another text, which the filters leave out."""
    score: float | None = None
    """Higher is nearer to what was asked; None where nothing is ranked."""
    notices: tuple[Notice, ...] = ()
    """Corrections and retractions that its outlet published, retractions first."""


@dataclass(frozen=True, slots=True)
class ResultPage(Plain):
    """One page of what was found."""

    query: Query
    hits: tuple[Hit, ...]
    statements: int
    """How many were found, each counted once however many copies print it."""
    witnesses: int
    """How many independent texts have them: ten papers that print one wire story are one."""
    documents: int
    """How many texts have them, copies and all."""
    notes: tuple[str, ...] = ()
    """What to know about the answer: who else has the name, what was not looked at."""
    cursor: str | None = None
    """For the next page; None where this is the last."""

    def to_pandas(self) -> "pandas.DataFrame":
        """One row a hit. Needs pandas (extra `pandas`)."""
        return to_frame(self.hits, Hit)


@dataclass(frozen=True, slots=True)
class Person(Plain):
    """Somebody or something across documents: the entities that stand as one, as judgements have it now."""

    name: str
    """The fullest by which it is named."""
    kind: str
    identifier: str | None
    actor: int
    """Its number in the record."""
    names: tuple[str, ...]
    """All by which it is named."""
    size: int
    """How many entities of current readings it holds."""


@dataclass(frozen=True, slots=True)
class Tally(Plain):
    """How often, and when: independent texts count, copies do not."""

    name: str
    count: int
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Called(Plain):
    """Words by which texts call somebody."""

    words: str
    form: str
    """name, or nominal: a description."""
    count: int
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role(Plain):
    """As whom somebody speaks, from the first to the last day on which the record has it."""

    words: str
    count: int
    first: str | None
    last: str | None
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile(Plain):
    """What the record has of one person."""

    person: Person
    documents: int
    witnesses: int
    statements: int
    """Said by them, each counted once however many copies print it."""
    first: str | None
    last: str | None
    """Days of publication of what mentions them."""
    called: tuple[Called, ...]
    roles: tuple[Role, ...]
    said: tuple[Hit, ...]
    """Newest first."""
    hearers: tuple[Tally, ...]
    outlets: tuple[Tally, ...]
    media: tuple[Tally, ...]
    speakers: tuple[Tally, ...]
    """Who speaks of them."""
    spoken_of: tuple[Hit, ...]
    """What is said of them, newest first."""
    namesakes: tuple[Person, ...]
    """Others with the same name or surname."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer(Plain):
    """Who has a name: one profile, or several people to choose from, or nobody and the nearest names."""

    name: str
    profile: Profile | None
    choices: tuple[Person, ...] = ()
    roles: tuple[str, ...] = ()
    """Of each choice the role it speaks in most, or nothing."""
    nearest: tuple[str, ...] = ()

    def to_pandas(self) -> "pandas.DataFrame":
        """One row a statement of theirs. Needs pandas (extra `pandas`)."""
        return to_frame(self.profile.said if self.profile else (), Hit)


@dataclass(frozen=True, slots=True)
class Version(Plain):
    """A text at an address."""

    document: int
    version: int
    published: str | None
    recorded: str
    came: int
    """Statements whose words the version before does not have."""
    went: int
    """Statements of the version before whose words this one does not have."""
    removed: str | None = None
    """When a person took it out."""


@dataclass(frozen=True, slots=True)
class Removed(Plain):
    """That a person took a document out, and what is left of it."""

    at: str
    reason: str
    sha256: str
    """Of its text."""


@dataclass(frozen=True, slots=True)
class DocumentAnswer(Plain):
    """One document as read."""

    document: int
    reading: Reading | None
    """None: it was removed."""
    address: str
    recorded: str
    versions: tuple[Version, ...]
    copies: tuple[Copy, ...]
    """Other texts of its witness; `statement` is 0."""
    notes: tuple[str, ...]
    removed: Removed | None = None
    notices: tuple[Notice, ...] = ()
    """Corrections and retractions that its outlet published, retractions first."""

    def to_pandas(self) -> "pandas.DataFrame":
        """One row a statement. Needs pandas (extra `pandas`). Raises RecordError where it was removed."""
        if self.reading is None:
            raise RecordError(f"document {self.document}", "was removed, and has no statements any more")
        return self.reading.to_pandas()


@dataclass(frozen=True, slots=True)
class Event(Plain):
    """Something that was done to the record."""

    number: int
    at: str
    kind: str
    summary: str
    ended: str | None
    """None while it goes on, and where it was cut off."""
    counts: dict[str, int]
    documents: int
    """Readings that came by it."""
    statements: int
    reader: str | None
    skips: tuple[tuple[str, str, str], ...]
    """Inputs that could not be read: name, stage, reason."""


@dataclass(frozen=True, slots=True)
class Log(Plain):
    """What was done, newest first."""

    events: tuple[Event, ...]

    def to_pandas(self) -> "pandas.DataFrame":
        """One row an event. Needs pandas (extra `pandas`)."""
        return to_frame(self.events, Event)


def clip_around(text: str, marks: list[Span], most: int) -> tuple[int, int]:
    """Where to cut a text so that it is short and holds the first mark: (start, end), at spaces."""
    if len(text) <= most:
        return 0, len(text)
    middle = marks[0][0] if marks else 0
    start = max(0, min(middle - most // 3, len(text) - most))
    end = start + most
    if start and (space := text.find(" ", start, start + 30)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", end - 30, end)) > start:
        end = space
    return start, end
