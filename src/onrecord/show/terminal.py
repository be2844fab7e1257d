"""Readings in a terminal: the article with its statements marked, then the statements as a table, with who speaks.

Colour where there is colour; without it, signs: [s1 source] {s1 cue} <s1 content>.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from onrecord.detect.quotations import find_paragraphs
from onrecord.show.speakers import CERTAINTIES, clip, index_entities, tell_certainty, tell_name, tell_speaker
from onrecord.show.times import tell_phrase, tell_time
from onrecord.types import Entity, Reading, Spans, Statement, Time

STYLES = {"source": "bold blue", "cue": "italic magenta", "content": "green"}
SIGNS = {"source": "[]", "cue": "{}", "content": "<>"}
_PARTS = ("content", "source", "cue")
# Longer paragraphs are left to the terminal to wrap: breaking them into lines takes longer than reading them.
_LONGEST_WRAPPED = 20_000
_LONGEST_ROLE = 80
# Columns of a terminal below which the table has fewer of its own.
_NARROW = 110
_CONTROLS = {
    **{c: chr(0x2400 + c) for c in range(32) if c not in (9, 10)},
    0x7F: "␡",
    **dict.fromkeys(range(0x80, 0xA0), "�"),
    **dict.fromkeys([0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "�"),
    **dict.fromkeys(range(0xD800, 0xE000), "�"),
}


def plain(text: str) -> str:
    """A text safe for a terminal, one character for one: escape sequences and direction controls show as signs."""
    return text.translate(_CONTROLS)


def print_reading(reading: Reading, console: Console) -> None:
    """Print the article with its statements marked, then the table of statements."""
    print_text(reading, console)
    print_table(reading, console, heading=False)


def print_text(reading: Reading, console: Console) -> None:
    """Print the article with its statements marked."""
    print_heading(reading, console)
    for paragraph in mark_text(reading, signs=console.no_color or console.color_system is None):
        console.print(paragraph, soft_wrap=len(paragraph) > _LONGEST_WRAPPED or not console.is_terminal)
        console.print()


def print_heading(reading: Reading, console: Console) -> None:
    document = reading.document
    known = [document.outlet, document.author, document.published, document.url]
    line = " · ".join(plain(" ".join(k.split())) for k in known if k)
    title = plain(" ".join((document.title or document.id).split()))
    console.rule(Text(title, style="bold"), align="left")
    if line:
        console.print(Text(line, style="dim"), soft_wrap=True)
    console.print()


def mark_text(reading: Reading, signs: bool) -> Iterator[Text]:
    """The document's paragraphs, statements marked by style, or by signs where `signs` is true."""
    text = plain(reading.document.text)
    marks = sorted((s, e, part, st.id) for st in reading.statements for part in _PARTS for s, e in getattr(st, part))
    starts = [m[0] for m in marks]
    reach = max((e - s for s, e, _, _ in marks), default=0)
    for start, end in find_paragraphs(text):
        near = marks[bisect_left(starts, start - reach) : bisect_right(starts, end)]
        inside = [(max(s, start), min(e, end), part, i) for s, e, part, i in near if s < end and e > start]
        yield _sign(text, start, end, inside) if signs else _colour(text, start, end, inside)


def mark_statement(reading: Reading, statement: Statement, start: int, end: int, signs: bool) -> Text:
    """A stretch of the text with the parts of one statement marked."""
    text = plain(reading.document.text)
    spans = [(max(s, start), min(e, end), part) for part in _PARTS for s, e in getattr(statement, part)]
    inside = [(s, e, part, statement.id) for s, e, part in spans if s < e]
    return _sign(text, start, end, inside) if signs else _colour(text, start, end, inside)


def _colour(text: str, start: int, end: int, marks: list[tuple[int, int, str, str]]) -> Text:
    shown = Text(text[start:end])
    for part in _PARTS:  # later ones lie on top
        for s, e, kind, _ in marks:
            if kind == part:
                shown.stylize(STYLES[part], s - start, e - start)
    return shown


def _sign(text: str, start: int, end: int, marks: list[tuple[int, int, str, str]]) -> Text:
    """Signs around every span. Equal spans of several statements (a shared source) are opened once."""
    shared: dict[tuple[int, int, str], list[str]] = {}
    for s, e, part, i in marks:
        shared.setdefault((s, e, part), []).append(i)
    opening: dict[int, list[tuple[int, str]]] = {}
    closing: dict[int, list[tuple[int, str]]] = {}
    for (s, e, part), ids in shared.items():
        opening.setdefault(s, []).append((-e, f"{SIGNS[part][0]}{','.join(ids)} "))
        closing.setdefault(e, []).append((-s, SIGNS[part][1]))
    edges = sorted({start, end, *opening, *closing})
    pieces = []
    for here, there in pairwise([*edges, end]):
        pieces += [sign for _, sign in sorted(closing.get(here, []))]
        pieces += [sign for _, sign in sorted(opening.get(here, []))]
        pieces.append(text[here:there])
    return Text("".join(pieces))


def print_table(reading: Reading, console: Console, heading: bool = True) -> None:
    """Print the statements as a table, and whose reading it is."""
    if heading:
        print_heading(reading, console)
    if reading.statements:
        console.print(_table_of_speakers(reading, console.width) if reading.entities else _table(reading))
    console.print(_footer(reading))
    console.print()


def _table(reading: Reading) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 1, 0))
    table.add_column("", style="dim", no_wrap=True)
    table.add_column("who", max_width=32)
    table.add_column("says", max_width=20)
    table.add_column("what", ratio=1)
    table.add_column("manner", no_wrap=True)
    table.add_column("sure", justify="right", no_wrap=True)

    for s in reading.statements:
        who = _words(reading, s.source, "source") if s.source else Text("no source named", style="dim")
        cue, content = _words(reading, s.cue, "cue"), _words(reading, s.content, "content")
        table.add_row(s.id, who, cue, content, _tell_manner(s), _tell_sure(s))
    return table


def _words(reading: Reading, spans: Spans, part: str) -> Text:
    return Text(plain(" ".join(reading.quote(spans).split())), style=STYLES[part])


def _tell_manner(s: Statement) -> Text:
    return Text(s.manner) if s.asserted else Text(f"{s.manner}\nnot asserted", style="yellow")


def _tell_sure(s: Statement) -> Text:
    return Text(f"{s.confidence:.2f}", style="" if s.confidence >= 0.5 else "dim")


# Who speaks


def _table_of_speakers(reading: Reading, width: int) -> Table:
    """Who speaks beside the words. Where there is little room, source and cue stand above what is said."""
    narrow = width < _NARROW
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 1, 0))
    table.add_column("", style="dim", no_wrap=True)
    table.add_column("speaker", max_width=28 if not narrow else min(22, width // 4), overflow="fold")
    if not narrow:
        table.add_column("who says", max_width=24)
    table.add_column("what", ratio=1)
    table.add_column("manner", max_width=8 if narrow else None, no_wrap=not narrow)
    if not narrow:
        table.add_column("sure", justify="right", no_wrap=True)

    entities = index_entities(reading)
    for s in reading.statements:
        says = [_words(reading, spans, part) for part, spans in (("source", s.source), ("cue", s.cue)) if spans]
        says = says or [Text("no source named", style="dim")]
        what = [_words(reading, s.content, "content"), *_tell_times(reading, "(speaks of {})", s.refers_to)]
        speaker, manner, sure = _tell_speaker(reading, s, entities), _tell_manner(s), _tell_sure(s)
        if narrow:
            heading = Text(" ").join(says) + Text(":")
            table.add_row(s.id, speaker, Text("\n").join([heading, *what]), Text("\n").join([manner, sure]))
        else:
            table.add_row(s.id, speaker, Text("\n").join(says), Text("\n").join(what), manner, sure)
    return table


def _tell_speaker(reading: Reading, s: Statement, entities: Mapping[str, Entity]) -> Text:
    """Who speaks, beneath it as whom, for whom and when; somebody unnamed stands in quotation marks."""
    name = plain(tell_speaker(s, entities) or "-")
    match tell_certainty(s, entities):
        case "unnamed":
            lines = [Text(f"“{name}”", style="italic")]
        case "uncertain":
            lines = [Text(name, style="yellow")]
        case _:
            lines = [Text(name, style="bold" if s.speaker in entities else "dim")]
    if s.role:
        lines.append(Text(plain(clip(reading.quote(s.role), _LONGEST_ROLE)), style="dim"))
    if s.on_behalf_of:
        lines.append(Text(f"for {plain(tell_name(s.on_behalf_of, entities))}", style="dim"))
    if s.parent:
        lines.append(Text(f"within {plain(clip(s.parent))}", style="dim"))
    return Text("\n").join([*lines, *_tell_times(reading, "said {}", (s.said,) if s.said else ())])


def _tell_times(reading: Reading, frame: str, times: tuple[Time, ...]) -> list[Text]:
    """Times on a line; of one that is not resolved, its words."""
    told = [tell_time(time) or f"? {tell_phrase(time, reading)}" for time in times]
    return [Text(plain(frame.format(", ".join(told))), style="dim")] if told else []


def _count_speakers(reading: Reading) -> str:
    entities = index_entities(reading)
    counts = Counter(tell_certainty(s, entities) for s in reading.statements)
    words = dict(zip(CERTAINTIES, ("named", "not named by the text", "uncertain", "not known"), strict=True))
    return "Speakers of statements: " + ", ".join(f"{counts[c]} {words[c]}" for c in CERTAINTIES) + "."


def _footer(reading: Reading) -> RenderableType:
    count = len(reading.statements)
    sources = {reading.quote(s.source).casefold() for s in reading.statements if s.source}
    lines = [
        f"{count} statement{'' if count == 1 else 's'}, {len(sources)} source{'' if len(sources) == 1 else 's'}. "
        f"A machine's reading ({reading.run.reader}, weights {reading.run.weights[7:15]}): "
        "every line is somebody's claim, its words are in the text."
    ]
    if reading.entities and reading.statements:
        lines.insert(0, _count_speakers(reading))
    return Group(*(Text(line, style="dim") for line in [*lines, *map(plain, reading.document.warnings)]))
