"""Readings -> one self-contained HTML page: the text on the left, who says what on the right."""

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING

from onrecord.show.hidden import HIDDEN, make_valid, reveal
from onrecord.show.page_article import FAINT_BELOW, Block, split_text
from onrecord.show.page_speakers import Group, find_places, group_statements
from onrecord.show.speakers import CERTAINTIES, Certainty
from onrecord.show.times import Beside, tell_beside
from onrecord.types import Reading, Run, Skipped

if TYPE_CHECKING:
    from jinja2 import Environment

_MANNERS = ("direct", "indirect", "mixed", "narration")
_MONTHS = "January,February,March,April,May,June,July,August,September,October,November,December"

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=[T ]|$)")
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
    style, script = read_asset("page.css"), read_asset("page.js")
    return (
        load_environment()
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
            style_hash=hash_asset(style),
            script_hash=hash_asset(script),
        )
    )


def render_frame(reading: Reading, height_px: int = 720) -> str:
    """The page of one reading in a sandboxed frame, for a notebook."""
    return (
        f'<iframe title="Statements in the text" srcdoc="{escape(render_page([reading]))}" width="100%" '
        f'height="{height_px}" sandbox="allow-scripts allow-popups" allow="clipboard-write" '
        'style="border: 0"></iframe>'
    )


@dataclass(frozen=True, slots=True)
class Division:
    """The groups whose speakers are known equally well, in order."""

    certainty: Certainty
    groups: tuple[tuple[int, Group], ...]
    """With their numbers, from 1."""


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
    divisions: list[Division]
    """The groups again, by how well their speakers are known."""
    tells_speakers: bool
    """Whether entities were looked for. Where not, it says no word of them."""
    counts: dict[Certainty, int]
    """Statements, by how well their speakers are known."""
    group_of: dict[int, int]
    """Of a statement's number, the number of its group."""
    speakers: dict[int, str | None]
    """Of a statement's number, who speaks."""
    voices: dict[str, int]
    """Of an entity that speaks, the number of its group."""
    places: frozenset[int]
    """Where in the text there is something to lead to."""
    times: list[Beside]


def _make_section(reading: Reading, prefix: str) -> Section:
    document = reading.document
    in_text = next((document.text[p.start : p.end].strip() for p in document.parts if p.kind == "title"), "")
    title = document.title or in_text or document.id
    groups = group_statements(reading)
    times = [time.span for time in reading.times or ()]
    blocks = split_text(document, reading.statements, [*find_places(groups), *times])
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
        groups=groups,
        share=round(100 * spoken / max(whole, 1)),
        divisions=_divide(groups),
        tells_speakers=bool(reading.entities),
        counts={c: sum(len(g.cards) for g in groups if g.certainty == c) for c in CERTAINTIES},
        group_of={card.number: n for n, group in enumerate(groups, 1) for card in group.cards},
        speakers={card.number: card.speaker for group in groups for card in group.cards},
        voices={group.entity.id: n for n, group in enumerate(groups, 1) if group.entity},
        places=frozenset(start for segment in segments for start, _ in segment.places),
        times=tell_beside(reading),
    )


def _divide(groups: list[Group]) -> list[Division]:
    numbered = groupby(enumerate(groups, 1), key=lambda pair: pair[1].certainty)
    return [Division(certainty, tuple(found)) for certainty, found in numbered]


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
def load_environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # only now: reading needs no template
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("onrecord.show"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: make_valid(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )
    environment.filters["reveal"] = lambda text: Markup(reveal(text))
    environment.filters["plain"] = lambda text: HIDDEN.sub("\ufffd", text)
    environment.filters["json"] = lambda pairs: json.dumps(dict(pairs), sort_keys=True, default=str)
    return environment


def read_asset(name: str) -> str:
    return (resources.files("onrecord.show") / "templates" / name).read_text("utf-8")


def hash_asset(asset: str) -> str:
    """As a Content-Security-Policy names what may run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(asset.encode()).digest()).decode()
