"""`onrecord read`: articles in, readings out, nothing kept."""

import io
import sys
from datetime import date
from pathlib import Path
from typing import Literal

import click

from onrecord.cli.options import reading_options
from onrecord.cli.output import (
    FAILED,
    OK,
    PARTIAL,
    WRITERS,
    Tally,
    one_line,
    open_output,
    show_progress,
)
from onrecord.types import Skipped


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "table", "jsonl", "html"]),
    default="text",
    show_default=True,
    help="text: the article marked, then a table; table: the table alone; jsonl: one JSON object a document; "
    "html: one self-contained page.",
)
@click.option("--speaker", metavar="NAME", help="Only what this speaker says: a name, or words of it.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, whole or not at all.")
@reading_options
def read(
    inputs: tuple[str, ...],
    form: str,
    min_confidence: float | None,
    speaker: str | None,
    published: date | None,
    hemisphere: Literal["north", "south"],
    day_first: bool | None,
    people: Path | None,
    out: Path | None,
    workers: int,
    quiet: bool,
) -> None:
    """Find every statement in news articles: who said what, by which words, where.

    INPUT is a file (text, HTML, PDF, web archive, JSON Lines), a folder, an address (http or https), or - for standard
    input.

    \b
    Examples:
      onrecord read article.html
      onrecord read news/ --format jsonl --out statements.jsonl
      pbpaste | onrecord read -
    """
    from onrecord.pipeline import Options, load_table, read_each
    from onrecord.resolve.speaking import keep_speaker

    stdin = sys.stdin.buffer if "-" in inputs and sys.stdin is not None else io.BytesIO()
    beside = out is None and sys.stdout is not None and sys.stdout.isatty()
    tally = Tally(quiet)
    faults = load_table(people)[1]
    for fault in faults:
        click.echo(f"onrecord: {one_line(fault)}", err=True)
    with open_output(out, lambda: tally.read > 0) as stream, show_progress(quiet, beside) as progress:
        tally.progress = progress
        options = Options(min_confidence, workers, published, hemisphere, day_first, people)
        results = read_each(list(inputs), options, stdin, progress.advance)
        if speaker:
            results = (r if isinstance(r, Skipped) else keep_speaker(r, speaker) for r in results)
        WRITERS[form](tally.count(results), tally.skipped, stream)
    if out is not None and tally.read and not quiet:
        click.echo(f"onrecord: wrote {out}", err=True)
    whole = not tally.skipped and not faults
    sys.exit(OK if whole else PARTIAL if tally.read else FAILED)
