"""`onrecord add`, `backup` and `check`: the record filled, copied, looked over."""

import io
import os
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from onrecord.cli.options import reading_options, record_option
from onrecord.cli.output import FAILED, OK, PARTIAL, count_progress, one_line
from onrecord.types import Skipped

if TYPE_CHECKING:
    from onrecord.record import Kept

_ORDER = ("new", "changed", "reread", "known", "removed")


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--again", is_flag=True, help="Add also what was removed from the record before.")
@record_option
@reading_options
def add(
    inputs: tuple[str, ...],
    again: bool,
    address: str,
    min_confidence: float | None,
    published: date | None,
    hemisphere: Literal["north", "south"],
    day_first: bool | None,
    people: Path | None,
    workers: int,
    quiet: bool,
) -> None:
    """Read articles into the record. The same article twice adds nothing, a changed one is a version beside the old.

    INPUT is what `onrecord read` takes: a file, a folder, an address, or - for standard input.

    \b
    Examples:
      onrecord add news/
      onrecord add https://example.org/news/1
      onrecord add corpus.jsonl --workers 2 --record corpus.db
    """
    from onrecord.pipeline import Options, load_table
    from onrecord.record import Record

    stdin = sys.stdin.buffer if "-" in inputs and sys.stdin is not None else io.BytesIO()
    faults = load_table(people)[1]
    for fault in faults:
        click.echo(f"onrecord: {one_line(fault)}", err=True)
    counts: Counter[str] = Counter()
    statements = 0
    with Record(address) as record, count_progress(quiet, _measure(inputs)) as progress:
        options = Options(min_confidence, workers, published, hemisphere, day_first, people)
        results: Iterator[Kept | Skipped] = record.add(list(inputs), options, stdin, again=again)
        for result in results:
            if isinstance(result, Skipped):
                counts["skipped"] += 1
                progress.advance(result.name, 0)
                click.echo(f"onrecord: {one_line(str(result))}", err=True)
                continue
            counts[result.outcome] += 1
            statements += result.statements
            progress.advance(result.name, result.size)
            if result.note and not quiet:
                tell_removed(result)
        where = record.address
    kept = sum(counts[outcome] for outcome in _ORDER)
    if not quiet:
        names = {"removed": "stays out" if counts["removed"] == 1 else "stay out"}
        told = ", ".join(f"{counts[one]:,} {names.get(one, one)}" for one in _ORDER if counts[one]) or "none"
        skipped = f"; {counts['skipped']:,} skipped" if counts["skipped"] else ""
        line = (
            f"{kept:,} document{'' if kept == 1 else 's'} ({told}), {statements:,} statements added{skipped}; {where}"
        )
        click.echo(f"onrecord: {one_line(line)}", err=True)
    whole = not counts["skipped"] and not faults
    sys.exit(OK if whole else PARTIAL if kept else FAILED)


def tell_removed(kept: "Kept") -> None:
    """Say that an input stays out, and how it would not."""
    click.echo(f"onrecord: {one_line(f'{kept.name}: {kept.note}; --again adds it')}", err=True)


def _measure(inputs: tuple[str, ...]) -> int | None:
    """The bytes of files and folders, from which the time left is told; None where there is more than these."""
    total = 0
    for name in inputs:
        path = Path(name)
        try:
            if path.is_dir():
                total += sum(
                    os.stat(os.path.join(folder, file), follow_symlinks=False).st_size  # noqa: PTH116, PTH118
                    for folder, _, files in os.walk(path)
                    for file in files
                )
            elif path.is_file() and path.suffix not in (".gz", ".zst"):
                total += path.stat().st_size
            else:
                return None
        except (OSError, ValueError):
            return None
    return total


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@record_option
@click.option("--quiet", "-q", is_flag=True, help="No note on standard error, only failures.")
def backup(file: Path, address: str, quiet: bool) -> None:
    """Copy the record into a new file, also while others add to it.

    \b
    Example:
      onrecord backup /media/disk/record-2025-11-30.db
    """
    from onrecord.record import open_existing

    with open_existing(address) as record:
        record.backup(file)
    if not quiet:
        click.echo(f"onrecord: wrote {one_line(str(file))}", err=True)


@click.command()
@record_option
def check(address: str) -> None:
    """Look the record over: hashes of texts, spans inside them, the index, references. What is wrong is told, a line
    each, and the exit code is then 1.

    \b
    Example:
      onrecord check
    """
    from onrecord.record import open_existing

    with open_existing(address) as record:
        wrong = 0
        for line in record.check():
            wrong += 1
            click.echo(one_line(line))
        counts = record.count()
        where = record.address
    if wrong:
        click.echo(f"onrecord: {one_line(where)}: {wrong} faults; go back to a backup", err=True)
        sys.exit(FAILED)
    click.echo(
        f"{one_line(where)}: sound ({counts['documents']:,} documents, {counts['statements']:,} current statements)"
    )
