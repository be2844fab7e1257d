"""`onrecord demo`: the bundled press into a record of its own, and what that answers."""

from importlib.resources import as_file, files
from pathlib import Path

import click

from onrecord.cli.output import one_line, open_output, write_page, write_report
from onrecord.errors import OutputError
from onrecord.types import Skipped

_PEOPLE = ("torvik", "Ilse Marr")
_WORDS = '"412 million" OR "421 million"'
_SHOWN = 3
"""Statements of a profile."""


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default="onrecord-demo",
    show_default=True,
    help="The folder for the record and the page.",
)
def demo(out: Path) -> None:
    """Read the bundled press, 39 pages about an alliance that does not exist, into a record, and ask it who is who and
    who said what.

    \b
    Example:
      onrecord demo --out /tmp/demo
    """
    from onrecord.record import Record
    from onrecord.show.report import report_answer, report_page

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(out), f"cannot be made a folder ({error.strerror}); give another --out") from error
    path, page = out / "record.db", out / "articles.html"
    with as_file(files("onrecord")) as here, Record(str(path)) as record:
        for result in record.add([str(here / "examples"), str(here / "press")]):
            if isinstance(result, Skipped):
                click.echo(f"onrecord: {one_line(str(result))}", err=True)
        with open_output(None) as stream:
            for name in _PEOPLE:
                stream.write(f"$ onrecord who {name}\n\n")
                write_report("table", report_answer(record.who(name, _SHOWN)), stream)
            stream.write(f"$ onrecord find '{_WORDS}'\n\n")
            write_report("table", report_page(record.find(_WORDS)), stream)
        with open_output(page) as stream:
            write_page((filed.reading for filed in record.list_filed()), [], stream)
        counts = record.count()
    click.echo(f"{counts['documents']} pages, {counts['statements']} statements in the record {one_line(str(path))}")
    click.echo(f"Every page as it was read, its statements marked: {one_line(str(page.resolve()))}")
    click.echo(f"Ask on: onrecord find observers --speaker kolm --record {one_line(str(path))}")
