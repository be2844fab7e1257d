"""Who speaks, as a terminal shows it."""

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from onrecord.show.terminal import print_table
from onrecord.types import Reading


def draw(reading: Reading, width: int = 120, colour: bool = False) -> str:
    stream = io.StringIO()
    kind = "truecolor" if colour else None
    console = Console(file=stream, width=width, color_system=kind, force_terminal=colour, highlight=False, markup=False)  # type: ignore[arg-type]
    print_table(reading, console)
    return stream.getvalue()


def rows(out: str) -> dict[str, list[str]]:
    """The lines of each statement's row."""
    found: dict[str, list[str]] = {}
    for line in out.splitlines():
        if match := re.match(r"s\d+(?= )", line):
            current = found.setdefault(match[0], [])
        elif not line.startswith(" ") and line:
            current = []
        if found and line.strip():
            current.append(line)
    return found


def flow(lines: list[str], start: int, end: int) -> str:
    """The words of a column."""
    return " ".join(" ".join(line[start:end].split()) for line in lines).strip()


def speaker(out: str, statement: str) -> str:
    """The words in the speaker's column."""
    heading = next(line for line in out.splitlines() if " speaker " in line)
    end = min(at for name in ("who says", "what") if (at := heading.find(name)) > 0)
    return flow(rows(out)[statement], heading.index("speaker"), end)


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("s3", "Edda Rask the transport minister of Ostral for Ostral"),
        ("s2", "“two officials” within s1"),
        ("s8", "? Olm Tarn or Piet Hansa"),
        ("s10", "-"),
        ("s1", "The Harbour Review said 2031-03-06"),
    ],
)
def test_speaker_is_told_at_any_width(ferry: Reading, width: int, statement: str, told: str) -> None:
    """Name, role and side; a description in quotation marks; candidates after '?'; '-' where nothing tells."""
    assert speaker(draw(ferry, width), statement) == told


@pytest.mark.parametrize("width", [60, 80])
def test_narrow_terminal_is_readable(ferry: Reading, width: int) -> None:
    """In a narrow terminal no line is too long, no word of a name is broken, and what is said has a third of it."""
    out = draw(ferry, width)
    assert max(map(len, out.splitlines())) <= width
    heading = next(line for line in out.splitlines() if " speaker " in line)
    assert heading.index("manner") - heading.index("what") >= width // 3
    assert "she said:" in " ".join(out.split())


def test_times_stand_in_short(ferry: Reading) -> None:
    """What a statement speaks of stands beneath it, in ISO form, or in its words where it is not resolved."""
    out = draw(ferry, 160)
    assert "(speaks of 2032-03/2032-05)" in out
    assert "(speaks of ? Monday)" in out


def test_speakers_are_counted(ferry: Reading) -> None:
    """The foot tells how many statements have which speaker."""
    out = " ".join(draw(ferry).split())
    assert "Speakers of statements: 6 named, 2 not named by the text, 1 uncertain, 1 not known." in out


def test_without_entities_the_table_is_as_before(ferry: Reading) -> None:
    """A reading that looked for no speakers has no column of them."""
    out = draw(replace(ferry, entities=()))
    heading = next(line for line in out.splitlines() if " who " in line)
    assert heading.split() == ["who", "says", "what", "manner", "sure"]
    assert "Speakers of statements" not in out


@pytest.mark.parametrize("width", [60, 120])
def test_hostile_names_do_no_harm(ferry: Reading, width: int) -> None:
    """Escapes and overrides in names show as signs, and a name without end is cut."""
    name = "\x1b[31m\u202eevil " + "x" * 10_000
    out = draw(replace(ferry, entities=tuple(replace(e, name=name) for e in ferry.entities)), width)
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "x" * 150 not in out.replace("\n", "").replace(" ", "").replace(name[:5], "")
    assert max(map(len, out.splitlines())) <= width
