"""Readings -> one self-contained HTML page: the text on the left, who says what on the right."""

import base64
import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from importlib import resources
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Literal

from onrecord.types import Document, Entity, PartKind, Reading, Run, Skipped, Span, Spans, Statement

if TYPE_CHECKING:
    from jinja2 import Environment

FAINT_BELOW = 0.5
"""Statements less sure than this are drawn faint and called unsure."""

Role = Literal["source", "cue", "content"]
_ROLES: tuple[Role, ...] = ("source", "cue", "content")
_MANNERS = ("direct", "indirect", "mixed", "narration")

# A strip shows a text from start to end in this many units; a tick takes at least so many of them.
_STRIP_UNITS = 1000
_LEAST_TICK = 6

_MONTHS = "January,February,March,April,May,June,July,August,September,October,November,December"

_LINE_BREAKS = re.compile(r"(?>\r\n?|\n)(?:[ \t]*(?>\r\n?|\n))*")
_BLANK_LINES = re.compile(r"(?>\r\n?|\n)(?:[ \t]*(?>\r\n?|\n))+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=[T ]|$)")
_FOLDED = re.compile(r"[\t\n\f\r]| {2}|\A | \Z")
_WEB_ADDRESS = re.compile(r"https?://[^\s\\]+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def render_page(readings: Sequence[Reading], skipped: Sequence[Skipped] = ()) -> str:
    """One HTML document that needs nothing outside itself: no network, no other file.

    Each text is in it character for character, except that NUL and lone surrogates, which HTML cannot
    hold, become U+FFFD. Nothing in a text is obeyed: markup shows as text, control characters by name.
    """
    sections = [_make_section(r, f"d{i}-" if len(readings) > 1 else "") for i, r in enumerate(readings, 1)]
    manners: Counter[str] = Counter(s.manner for r in readings for s in r.statements)
    runs: list[Run] = []
    for reading in readings:
        if reading.run not in runs:
            runs.append(reading.run)
    style, script = _read_asset("page.css"), _read_asset("page.js")
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            title=sections[0].title if len(sections) == 1 else f"{len(sections)} documents",
            sections=sections,
            skipped=skipped,
            total=manners.total(),
            manners=[(m, manners[m]) for m in _MANNERS if manners[m] or m != "narration"],
            runs=runs,
            faint_below=FAINT_BELOW,
            style=style,
            script=script,
            style_hash=_hash_asset(style),
            script_hash=_hash_asset(script),
        )
    )


def render_frame(reading: Reading, height_px: int = 720) -> str:
    """The page of one reading in a sandboxed frame, for a notebook."""
    return (
        f'<iframe title="Statements in the text" srcdoc="{escape(render_page([reading]))}" width="100%" '
        f'height="{height_px}" sandbox="allow-scripts allow-popups" allow="clipboard-write" '
        'style="border: 0"></iframe>'
    )


# The text, cut where spans begin and end


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one block that the same spans cover from end to end."""

    start: int
    end: int
    roles: tuple[tuple[int, tuple[Role, ...]], ...]
    """The statements that cover it, by number and the innermost first, with what it is to each."""
    begins: tuple[int, ...]
    """The statements whose words begin here."""

    def tell_look(self, statements: Sequence[Statement]) -> str:
        """Its classes: what it is to any statement, and what holds for all of them."""
        look: list[str] = [role for role in _ROLES if any(role in roles for _, roles in self.roles)]
        said = [statements[n - 1] for n, roles in self.roles if "content" in roles]
        if said and not any(statement.asserted for statement in said):
            look.append("unasserted")
        if all(statements[n - 1].confidence < FAINT_BELOW for n, _ in self.roles):
            look.append("faint")
        return " ".join(look)

    def tell_statements(self, prefix: str) -> str:
        """Ids of the statements that cover it."""
        return " ".join(f"{prefix}s{n}" for n, _ in self.roles)

    def tell_roles(self) -> str:
        """What it is to each of these statements."""
        return " ".join("+".join(roles) for _, roles in self.roles)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading, and the line breaks before it. Blocks make up the whole text, in order."""

    kind: PartKind
    gap: Span
    segments: tuple[Segment, ...]
    spaced: bool = False
    """Whether it has white space that HTML would fold."""


def split_text(document: Document, statements: Sequence[Statement]) -> list[Block]:
    """The whole text in blocks, each cut into segments wherever a span begins or ends.

    Statements are numbered from 1 in the order given. A text with blank lines has its paragraphs between
    them; any other has one a line.
    """
    size = len(document.text)
    runs = _find_runs(statements, size)
    starts, ends = [run[0] for run in runs], [run[1] for run in runs]
    waiting = deque(sorted((_find_start(statement), n) for n, statement in enumerate(statements, 1)))

    def take(upto: int) -> tuple[int, ...]:
        taken = []
        while waiting and waiting[0][0] <= upto:
            taken.append(waiting.popleft()[1])
        return tuple(taken)

    blocks = []
    done = 0
    for kind, start, end in _find_blocks(document):
        segments = []
        for run_start, run_end, roles in runs[bisect_right(ends, start) : bisect_left(starts, end)]:
            begin = max(start, run_start)
            segments.append(Segment(begin, min(end, run_end), roles, take(begin)))
        spaced = _FOLDED.search(document.text[start:end]) is not None
        blocks.append(Block(kind, (done, start), tuple(segments), spaced))
        done = end
    rest = tuple(n for _, n in waiting)  # statements about nothing but the space at the end
    if done < size or rest:
        blocks.append(Block("body", (done, size), (Segment(size, size, (), rest),) if rest else ()))
    return blocks


def _find_runs(
    statements: Sequence[Statement], size: int
) -> list[tuple[int, int, tuple[tuple[int, tuple[Role, ...]], ...]]]:
    """The text from end to end in stretches of unchanging roles."""
    turns: list[tuple[int, int, int, Role]] = []
    lengths = [0] * (len(statements) + 1)
    for n, statement in enumerate(statements, 1):
        for role, (start, end) in _each_span(statement):
            if start < end:
                turns += [(start, 1, n, role), (end, -1, n, role)]
                lengths[n] += end - start
    turns.sort(key=itemgetter(0))

    active: Counter[tuple[int, Role]] = Counter()
    runs = []
    last = 0
    for position, here in groupby([*turns, (size, 0, 0, _ROLES[0])], key=itemgetter(0)):
        if last < position:
            numbers = sorted({n for n, _ in active}, key=lambda n: (lengths[n], n))
            runs.append((last, position, tuple((n, tuple(r for r in _ROLES if active[n, r])) for n in numbers)))
        for _, change, n, role in here:
            active[n, role] += change
        active = +active
        last = position
    return runs


def _find_blocks(document: Document) -> Iterator[tuple[PartKind, int, int]]:
    """Blocks with a word in them: paragraphs, cut again where parts begin and end."""
    text = document.text
    edges = sorted({edge for part in document.parts for edge in (part.start, part.end)})
    breaks = list(_BLANK_LINES.finditer(text)) or list(_LINE_BREAKS.finditer(text))
    start = 0
    for end, following in [*(match.span() for match in breaks), (len(text), len(text))]:
        inner = edges[bisect_right(edges, start) : bisect_left(edges, end)]
        for first, last in pairwise([start, *inner, end]):
            first += len(text[first:last]) - len(text[first:last].lstrip("\r\n"))
            last = first + len(text[first:last].rstrip(" \t\r\n"))
            if first < last:
                yield document.part_at(first), first, last
        start = following


def _each_span(statement: Statement) -> Iterator[tuple[Role, Span]]:
    for role in _ROLES:
        spans: Spans = getattr(statement, role)
        for span in spans:
            yield role, span


def _find_start(statement: Statement) -> int:
    return min((start for _, (start, _) in _each_span(statement)), default=0)


# The list, grouped by who speaks


@dataclass(frozen=True, slots=True)
class Card:
    """A statement as the list shows it."""

    number: int
    """Its place in its document, from 1."""
    statement: Statement
    source: str
    cue: str
    quote: str
    characters: str
    percent: int
    tick: Span
    """Where on the strip it starts, and how wide it is."""
    facts: tuple[tuple[str, str], ...]
    parent: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """The statements of one source, in the order of the text. No name: the text names no source."""

    name: str | None
    kind: str | None
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A reading, laid out."""

    prefix: str
    """Of the ids of its elements."""
    reading: Reading
    title: str
    title_in_text: bool
    byline_in_text: bool
    published: str | None
    address: str | None
    """Of the original, where it is one that may be linked."""
    place: str
    """Where its words are, for a copied quote."""
    language: str | None
    blocks: list[Block]
    groups: list[Group]
    share: int
    """How much of the text statements fill, in per cent."""


_PRONOUNS = frozenset(
    "he she it they we i you who which that this his her its their our my your one those these".split()
)


def group_statements(reading: Reading) -> list[Group]:
    """Groups, the largest first, in the order of the text where equal; statements without a source last.

    A speaker makes a group where one is known; otherwise the source's own words do, whatever their case
    and spacing. Pronouns come together before the last, for nobody is called "he".
    """
    entities = {entity.id: entity for entity in reading.entities}
    numbers = {statement.id: n for n, statement in enumerate(reading.statements, 1)}
    found: dict[tuple[str, str], list[Card]] = {}
    for n, statement in enumerate(reading.statements, 1):
        card = _make_card(reading, statement, n, entities, numbers)
        if statement.speaker in entities:
            key = ("speaker", statement.speaker or "")
        else:
            words = " ".join(card.source.split()).casefold()
            key = ("pronoun", "") if words in _PRONOUNS else ("words", words)
        found.setdefault(key, []).append(card)

    groups = []
    last = [("pronoun", ""), ("words", "")]

    def place(item: tuple[tuple[str, str], list[Card]]) -> tuple[int, int]:
        return (last.index(item[0]) + 1 if item[0] in last else 0, -len(item[1]))

    for (by, value), cards in sorted(found.items(), key=place):
        if by == "pronoun":
            groups.append(Group("he, she, it, they …", "who is meant is not resolved", tuple(cards)))
            continue
        entity = entities[value] if by == "speaker" else None
        name = entity.name if entity else " ".join(cards[0].source.split()) or None
        groups.append(Group(name, entity.kind if entity else None, tuple(cards)))
    return groups


def _make_card(
    reading: Reading, statement: Statement, number: int, entities: dict[str, Entity], numbers: dict[str, int]
) -> Card:
    def name(entity_id: str) -> str:
        return entities[entity_id].name if entity_id in entities else entity_id

    facts = []
    if statement.speaker_confidence is not None and statement.speaker:
        facts.append(("speaker", f"{name(statement.speaker)}, {statement.speaker_confidence:.0%} sure"))
    if statement.speaker_candidates and not statement.speaker:
        facts.append(("perhaps", " or ".join(map(name, statement.speaker_candidates))))
    if statement.role:
        facts.append(("as", reading.quote(statement.role)))
    if statement.on_behalf_of:
        facts.append(("for", name(statement.on_behalf_of)))
    if statement.addressee:
        facts.append(("to", name(statement.addressee)))
    if statement.via:
        facts.append(("through", reading.quote(statement.via)))

    spans = statement.content or statement.cue or statement.source
    size = max(len(reading.document.text), 1)
    start = _find_start(statement) * _STRIP_UNITS // size
    width = sum(end - start for start, end in spans) * _STRIP_UNITS // size
    return Card(
        number=number,
        statement=statement,
        source=reading.quote(statement.source),
        cue=reading.quote(statement.cue),
        quote=reading.quote(statement.content),
        characters=", ".join(f"{start}–{end}" for start, end in spans),
        percent=round(statement.confidence * 100),
        tick=(min(start, _STRIP_UNITS - _LEAST_TICK), max(width, _LEAST_TICK)),
        facts=tuple(facts),
        parent=numbers.get(statement.parent) if statement.parent else None,
    )


def _make_section(reading: Reading, prefix: str) -> Section:
    document = reading.document
    in_text = next((document.text[p.start : p.end].strip() for p in document.parts if p.kind == "title"), "")
    title = document.title or in_text or document.id
    blocks = split_text(document, reading.statements)
    segments = [segment for block in blocks for segment in block.segments]
    spoken = sum(s.end - s.start for s in segments if s.roles)
    whole = sum(s.end - s.start for s in segments)
    published = _tell_date(document.published)
    place = [f"“{title}”", document.outlet, published, document.url]
    return Section(
        prefix=prefix,
        reading=reading,
        title=title,
        title_in_text=bool(in_text),
        byline_in_text=any(part.kind == "byline" for part in document.parts),
        published=published,
        address=document.url if document.url and _WEB_ADDRESS.fullmatch(document.url) else None,
        place=", ".join(filter(None, place)),
        language=document.language if document.language and _LANGUAGE.fullmatch(document.language) else None,
        blocks=blocks,
        groups=group_statements(reading),
        share=round(100 * spoken / max(whole, 1)),
    )


def _tell_date(published: str | None) -> str | None:
    """A day as people write it, 3 May 2024, with its time if it has one; anything else as it is."""
    if not published or not _DAY.match(published):
        return published
    try:
        when = datetime.fromisoformat(published)
    except ValueError:
        return published
    day = f"{when.day} {_MONTHS.split(',')[when.month - 1]} {when.year}"
    return f"{day}, {when:%H:%M} {when.tzname() or ''}".rstrip() if len(published) > 10 else day


# The template


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # only now: reading needs no template
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("onrecord.show"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: (
            _make_valid(value) if isinstance(value, str) and not isinstance(value, Markup) else value
        ),
    )
    environment.filters["reveal"] = lambda text: Markup(reveal(text))
    environment.filters["plain"] = lambda text: _HIDDEN.sub("\ufffd", text)
    environment.filters["json"] = lambda pairs: json.dumps(dict(pairs), sort_keys=True, default=str)
    return environment


def _read_asset(name: str) -> str:
    return (resources.files("onrecord.show") / "templates" / name).read_text("utf-8")


def _hash_asset(asset: str) -> str:
    """As a Content-Security-Policy names what may run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(asset.encode()).digest()).decode()


# What cannot be seen

_INVALID = re.compile("[\0\ud800-\udfff]")
_HIDDEN = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    "|[\U000e0000-\U000e007f]+"
)
_NAMES = {
    "\u061c": "ALM",
    "\u200b": "ZWSP",
    "\u200c": "ZWNJ",
    "\u200d": "ZWJ",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u2028": "LINE",
    "\u2029": "PARA",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2060": "WJ",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\ufeff": "BOM",
}
_ORDINARY = frozenset("\u061c\u200c\u200d\u200e\u200f")
# Scripts that join their letters or run right to left, and emoji, all lie above this; so do the dashes and
# quotation marks, after which a joiner does no harm.
_FIRST_JOINING = "\u0590"
_FIRST_TAG, _FLAG = "\U000e0000", "\U0001f3f4"  # tags after the black flag spell whose flag it is


def reveal(text: str) -> str:
    """The text as HTML, with each invisible character in a span that names it.

    The style sheet shows the name and isolates the character, so that it cannot turn the line around it.
    Joiners and direction marks stay as they are among scripts that are written with them.
    """

    def name(match: re.Match[str]) -> str:
        hidden, before = match[0], match.string[match.start() - 1 : match.start()]
        if (hidden in _ORDINARY and before >= _FIRST_JOINING) or (hidden >= _FIRST_TAG and before == _FLAG):
            return hidden
        called = _NAMES.get(hidden) or ("TAG" if len(hidden) > 1 else f"U+{ord(hidden):04X}")
        return f'<span class="hid" data-c="{called}">{hidden}</span>'

    # A carriage return by itself would be read as a newline.
    return _HIDDEN.sub(name, escape(_make_valid(text)).replace("\r", "&#13;"))


def _make_valid(text: str) -> str:
    return _INVALID.sub("\ufffd", text)
