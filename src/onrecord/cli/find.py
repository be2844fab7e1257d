"""`onrecord find`, `who`, `document` and `log`: what the record has."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from onrecord.cli.options import record_option
from onrecord.cli.output import FAILED, one_line, open_output, write_report

Command = TypeVar("Command", bound=Callable[..., Any])
_FORMS = ("table", "jsonl", "md", "html")


def output_options(command: Command) -> Command:
    """Which record, in what form, and where to."""
    for option in (
        record_option,
        click.option(
            "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, whole or not at all."
        ),
        click.option(
            "--format",
            "form",
            type=click.Choice(_FORMS),
            default="table",
            show_default=True,
            help="table: for the terminal; jsonl: one JSON object a line; md: Markdown; html: one self-contained page.",
        ),
    ):
        command = option(command)
    return command


def _refuse_no_number(context: click.Context, option: click.Parameter, value: float | None) -> float | None:
    if value is not None and value != value:
        raise click.BadParameter("nan is no number between 0 and 1")
    return value


# No short options here: -budget is a word to leave out, and -h would be taken out of -hope.
@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option("--speaker", metavar="NAME", help="Only what they say: a name, or words of it.")
@click.option("--about", metavar="NAME", help="Only what mentions them: a name, or words of it.")
@click.option("--outlet", metavar="NAME", help="Only what this paper or channel prints: its name, or words of it.")
@click.option("--manner", type=click.Choice(["direct", "indirect", "mixed", "narration"]), help="How it is told.")
@click.option("--part", type=click.Choice(["title", "byline", "caption", "body"]), help="Where in the text it stands.")
@click.option("--from", "since", metavar="DATE", help="Published then or later: 2025, 2025-04 or 2025-04-15.")
@click.option("--to", "until", metavar="DATE", help="Published then or earlier.")
@click.option("--said-from", "said_since", metavar="DATE", help="Said then or later, where the text tells when.")
@click.option("--said-to", "said_until", metavar="DATE", help="Said then or earlier, where the text tells when.")
@click.option("--unnamed", is_flag=True, help="Only speakers whom the text does not name.")
@click.option("--asserted/--not-asserted", default=None, help="Only what was said, or only what was denied or asked.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), callback=_refuse_no_number, help="Only what is so sure.")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True, help="Statements on a page.")
@click.option("--cursor", help="The next page: as the page before ends.")
@output_options
def find(words: tuple[str, ...], form: str, out: Path | None, address: str, **filters: Any) -> None:
    """Find statements in the record: by words, by filters, or both.

    \b
    bridge observers     both words           "teal bridge"     these words in a row
    bridge OR boathouse  either               observ*           words that begin so
    bridge -budget       not that word        (a OR b) c        parentheses group

    \b
    Examples:
      onrecord find bridge --speaker quill
      onrecord find '"teal bridge" -budget' --from 2025-05
      onrecord find letter --about marr --outlet gazette --format html --out letter.html
    """
    from onrecord.record import open_existing
    from onrecord.show.report import report_page
    from onrecord.store.found import Query

    if words == ("-h",):
        context = click.get_current_context()
        click.echo(context.get_help())
        context.exit()
    query = Query(" ".join(words), **filters)
    if query == Query(limit=query.limit, cursor=query.cursor):
        raise click.UsageError("give words to look for, or a filter such as --speaker NAME")
    with open_existing(address) as record:
        page = record.find(query)
    write_answer(form, out, report_page, page, [hit.to_dict() for hit in page.hits])
    if form == "jsonl":
        for note in [*page.notes, *([f"more: --cursor {page.cursor}"] if page.cursor else [])]:
            click.echo(f"onrecord: {one_line(note)}", err=True)


@click.command()
@click.argument("name", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 200), default=10, show_default=True, help="Statements of theirs.")
@output_options
def who(name: tuple[str, ...], limit: int, form: str, out: Path | None, address: str) -> None:
    """Who somebody is: what they are called, their roles over time, what they said, to whom, and who speaks of them.

    Of several people with a name all are listed; a12 in place of a name is one of those.

    \b
    Examples:
      onrecord who Ilse Marr
      onrecord who torvik
    """
    from onrecord.record import open_existing
    from onrecord.show.report import report_answer
    from onrecord.store.search import tell_nearest

    asked = " ".join(name)
    with open_existing(address) as record:
        answer = record.who(asked, limit)
    if not answer.profile and not answer.choices:
        click.echo(f"onrecord: {one_line(f'{asked[:60]}: {tell_nearest(answer.nearest)}')}", err=True)
        sys.exit(FAILED)
    write_answer(form, out, report_answer, answer, [answer.to_dict()])


@click.command()
@click.argument("name", metavar="ID")
@output_options
def document(name: str, form: str, out: Path | None, address: str) -> None:
    """One document as it was read: its text, its statements, its versions, and who else prints it. Of one that was
    removed, when and why.

    ID is its number in the record, its id, its address, or its file. An address means the newest version.

    \b
    Examples:
      onrecord document 12
      onrecord document https://example.org/news/1 --format html --out reading.html
    """
    from onrecord.record import open_existing
    from onrecord.show.report import describe_fate, report_document

    with open_existing(address) as record:
        answer = record.document(name)
    if form == "html" and answer.reading:
        from dataclasses import replace

        from onrecord.show.page import render_page

        told = (*answer.reading.document.warnings, *describe_fate(answer))
        reading = replace(answer.reading, document=replace(answer.reading.document, warnings=told))
        with open_output(out) as stream:
            stream.write(render_page([reading]))
        return
    write_answer(form, out, report_document, answer, [answer.to_dict()], answer.reading if form == "table" else None)


@click.command()
@click.option("--limit", type=click.IntRange(1, 10_000), default=30, show_default=True, help="Events, the newest.")
@output_options
def log(limit: int, form: str, out: Path | None, address: str) -> None:
    """What was done to the record and when, by which reader, and what could not be read.

    \b
    Example:
      onrecord log --limit 5
    """
    from onrecord.record import open_existing
    from onrecord.show.report import report_log

    with open_existing(address) as record:
        answer = record.log(limit)
    write_answer(form, out, report_log, answer, [event.to_dict() for event in answer.events])


def write_answer(
    form: str,
    out: Path | None,
    report: Callable[[Any], Any],
    answer: Any,
    rows: list[dict[str, Any]],
    text: Any = None,
) -> None:
    """An answer in a form: its rows for JSON Lines, else what `report` makes of it; before a table a `text`."""
    with open_output(out) as stream:
        if form == "jsonl":
            from onrecord.show.export import to_line

            for row in rows:
                stream.write(to_line(row) + "\n")
        else:
            write_report(form, report(answer), stream, text)
