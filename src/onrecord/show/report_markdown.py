"""Reports as Markdown (GitHub's tables)."""

import re
from collections.abc import Iterator

from onrecord.show.report import Cell, Line, Piece, Report, Section
from onrecord.show.terminal import plain

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_AROUND = {"found": "**", "name": "**", "unnamed": "*", "doubt": "*", "plain": "", "soft": ""}


def render_markdown(report: Report) -> str:
    """A report as Markdown in which no character of a text is markup."""
    lines = [f"# {_escape(report.title)}", ""]
    for fact in report.facts:
        lines += [_escape(fact), ""]
    for section in report.sections:
        if section.heading:
            lines += [f"## {_escape(section.heading)}", ""]
        lines += [*_lay_table(section), ""]
    for note in report.notes:
        lines += [f"*{_escape(note)}*", ""]
    return "\n".join(lines)


def _lay_table(section: Section) -> Iterator[str]:
    yield f"| {' | '.join(name or ' ' for name in section.columns)} |"
    yield "|" + " --- |" * len(section.columns)
    for row in section.rows:
        yield f"| {' | '.join(map(_lay_cell, row))} |"


def _lay_cell(cell: Cell) -> str:
    return "<br>".join(map(_lay_line, cell))


def _lay_line(line: Line) -> str:
    return "".join(map(_lay_piece, line))


def _lay_piece(piece: Piece) -> str:
    inner = piece.text.strip()
    around = _AROUND[piece.look] if inner else ""
    before, after = piece.text[: len(piece.text) - len(piece.text.lstrip())], piece.text[len(piece.text.rstrip()) :]
    words = f"{before and ' '}{around}{_escape(inner)}{around}{after and ' '}"
    if not piece.href:
        return words
    address = "".join(
        c if c.isalnum() or c in "-._~:/?#@!$&'*+,;=%" else f"%{c.encode().hex().upper()}"
        for c in piece.href
        if c.isprintable()
    )
    return f"[{words}](<{address}>)"


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", plain(" ".join(text.split())))
