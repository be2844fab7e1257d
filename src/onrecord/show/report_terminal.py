"""Reports in a terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.show.report import Cell, Line, Look, Report, Section
from onrecord.show.terminal import plain

_STYLES: dict[Look, str] = {
    "plain": "",
    "found": "bold yellow",
    "name": "bold",
    "unnamed": "italic",
    "doubt": "yellow",
    "soft": "dim",
}
_SHORT = 14
"""Columns whose widest line has no more characters are not wrapped."""


def print_report(report: Report, console: Console) -> None:
    """Print a report: a title, facts, tables, notes. Without colour found words stand in [brackets]."""
    console.rule(Text(plain(report.title), style="bold"), align="left")
    for fact in report.facts:
        console.print(Text(plain(fact), style="dim"))
    signs = console.no_color or console.color_system is None
    for section in report.sections:
        console.print()
        if section.heading:
            console.print(Text(section.heading, style="bold"))
        console.print(_make_table(section, signs))
    if report.notes:
        console.print()
    for note in report.notes:
        console.print(Text(plain(note), style="dim"))
    console.print()


def _make_table(section: Section, signs: bool) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0), show_header=any(section.columns))
    for i, name in enumerate(section.columns):
        lines = [sum(len(piece.text) for piece in line) for row in section.rows for line in row[i]]
        widest = max([len(name), *lines])
        if name == "what":
            table.add_column(name, ratio=1, overflow="fold")
        else:
            table.add_column(name, no_wrap=widest <= _SHORT, max_width=min(widest, 40), overflow="fold")
    spaced = "what" in section.columns
    for number, row in enumerate(section.rows):
        if number and spaced:
            table.add_row(*[""] * len(row))
        table.add_row(*(_lay_cell(cell, signs) for cell in row))
    return table


def _lay_cell(cell: Cell, signs: bool) -> Text:
    return Text("\n").join(_lay_line(line, signs) for line in cell)


def _lay_line(line: Line, signs: bool) -> Text:
    shown = Text()
    for piece in line:
        words = plain(piece.text)
        shown.append(f"[{words}]" if signs and piece.look == "found" else words, style=_STYLES[piece.look])
    return shown
