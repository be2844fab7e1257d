"""The command line: parse arguments, call the pipeline, show. Errors become exit codes here and only here."""

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

import click

from onrecord.errors import OnRecordError, OutputError
from onrecord.types import Reading, Skipped

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

OK, FAILED, PARTIAL, INTERRUPTED, PIPE_CLOSED = 0, 1, 3, 130, 141


def _refuse_nan(value: float | None) -> float | None:
    if value is not None and value != value:
        raise click.BadParameter("nan is no number between 0 and 1")
    return value


def _parse_day(words: str | None) -> date | None:
    if words is None:
        return None
    from onrecord.weigh.published import parse_published

    try:
        return parse_published(words)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="onrecord", prog_name="onrecord")
def cli() -> None:
    """Read news and keep who said what, each statement at its exact place in the text.

    Exit codes: 0 all read, 1 failure, 2 wrong usage, 3 some inputs read and some skipped
    (also a row of a table), 130 interrupted, 141 the reader of the output went away.
    """


@cli.command()
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
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    callback=lambda context, option, value: _refuse_nan(value),
    help="Leave out statements less probable than this [default: as the weights' card states].",
)
@click.option("--speaker", metavar="NAME", help="Only what this speaker says: a name, or words of it.")
@click.option(
    "--published",
    metavar="DATE",
    callback=lambda context, option, value: _parse_day(value),
    help="Count times from this day (2022-11-24) where a text has none of its own.",
)
@click.option(
    "--hemisphere",
    type=click.Choice(["north", "south"]),
    default="north",
    show_default=True,
    help="Whose spring is meant.",
)
@click.option(
    "--day-first/--month-first",
    default=None,
    help="How 12/05/2019 is read [default: unresolved].",
)
@click.option(
    "--people",
    type=click.Path(path_type=Path),
    help="A CSV table of people and organisations with identifiers; see docs/people-table.md.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, whole or not at all.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes to read with.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no notes on standard error, only failures.")
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

    INPUT is a file (text, HTML, JSON Lines), a folder, an address (http or https), or - for standard input.

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
    tally = _Tally(quiet)
    faults = load_table(people)[1]
    for fault in faults:
        click.echo(f"onrecord: {one_line(fault)}", err=True)
    with _open_output(out, lambda: tally.read > 0) as stream, _show_progress(quiet, beside) as progress:
        tally.progress = progress
        options = Options(min_confidence, workers, published, hemisphere, day_first, people)
        results = read_each(list(inputs), options, stdin, progress.advance)
        if speaker:
            results = (r if isinstance(r, Skipped) else keep_speaker(r, speaker) for r in results)
        _WRITERS[form](tally.count(results), tally.skipped, stream)
    if out is not None and tally.read and not quiet:
        click.echo(f"onrecord: wrote {out}", err=True)
    whole = not tally.skipped and not faults
    sys.exit(OK if whole else PARTIAL if tally.read else FAILED)


@cli.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default="onrecord-demo.html",
    show_default=True,
    help="Where the page goes.",
)
def demo(out: Path) -> None:
    """Read the bundled example articles: one in the terminal, all of them on a page.

    \b
    Example:
      onrecord demo --out /tmp/demo.html
    """
    from importlib.resources import as_file, files

    from onrecord.pipeline import Options, read_each

    tally = _Tally(quiet=True)
    with as_file(files("onrecord") / "examples") as folder, _open_output(None) as stream:
        readings = list(tally.count(read_each([str(folder)], Options())))
        _write_text(iter(readings[:1]), tally.skipped, stream)
    with _open_output(out) as stream:
        _write_page(iter(readings), tally.skipped, stream)
    click.echo(f"{len(readings)} articles, {sum(len(r.statements) for r in readings)} statements.")
    click.echo(f"All of them on one page: {out.resolve()}")


class _Tally:
    """Passes readings on; says on standard error what was skipped or is doubtful."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.progress = _Progress()
        self.read = 0
        self.skipped: list[Skipped] = []

    def count(self, results: Iterator[Reading | Skipped]) -> Iterator[Reading]:
        for result in results:
            self.progress.finish()
            if isinstance(result, Skipped):
                self.skipped.append(result)
                click.echo(f"onrecord: {one_line(str(result))}", err=True)
                continue
            self.read += 1
            if not self.quiet:
                name = result.document.title or result.document.id
                for warning in result.document.warnings:
                    click.echo(f"onrecord: {one_line(f'{name}: {warning}')}", err=True)
            yield result


def one_line(message: str) -> str:
    """A message as one line that a terminal shows as it is."""
    from onrecord.show.terminal import plain

    return plain(" ".join(message.split()))


def _write_terminal(show: "Callable[[Reading, Console], None]", readings: Iterator[Reading], stream: IO[str]) -> None:
    from rich.console import Console

    class Quiet(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # ours to end quietly, with our own exit code

    console = Quiet(file=stream, highlight=False, markup=False, emoji=False, width=None if stream.isatty() else 120)
    for reading in readings:
        show(reading, console)
        stream.flush()


def _write_text(readings: Iterator[Reading], skipped: list[Skipped], stream: IO[str]) -> None:
    from onrecord.show.terminal import print_reading

    _write_terminal(print_reading, readings, stream)


def _write_table(readings: Iterator[Reading], skipped: list[Skipped], stream: IO[str]) -> None:
    from onrecord.show.terminal import print_table

    _write_terminal(print_table, readings, stream)


def _write_lines(readings: Iterator[Reading], skipped: list[Skipped], stream: IO[str]) -> None:
    from onrecord.show.export import to_json_line

    for reading in readings:
        stream.write(to_json_line(reading) + "\n")
        stream.flush()


def _write_page(readings: Iterator[Reading], skipped: list[Skipped], stream: IO[str]) -> None:
    from onrecord.show.page import render_page

    read = list(readings)
    if read:
        stream.write(render_page(read, skipped))


_WRITERS: dict[str, Callable[[Iterator[Reading], list[Skipped], IO[str]], None]] = {
    "text": _write_text,
    "table": _write_table,
    "jsonl": _write_lines,
    "html": _write_page,
}


@contextlib.contextmanager
def _open_output(out: Path | None, wanted: Callable[[], bool] = lambda: True) -> Iterator[IO[str]]:
    """Standard output, or a file that appears whole or not at all: only if it is `wanted` in the end.

    Raises OutputError.
    """
    if out is None:
        yield from _open_standard_output()
        return
    out = out.resolve()
    part: str | None = None
    try:
        if out.exists() and not out.is_file():  # a device or a pipe: nothing to put in its place
            with out.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
                yield stream
            return
        handle, part = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            yield stream
        if wanted():
            Path(part).chmod(out.stat().st_mode & 0o7777 if out.exists() else 0o666 & ~_umask())
            Path(part).replace(out)
            part = None
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}); choose another place for --out") from error
    finally:
        if part is not None:
            Path(part).unlink(missing_ok=True)


def _open_standard_output() -> Iterator[IO[str]]:
    stream = sys.stdout
    if stream is None:
        raise OutputError("standard output is closed; open it, or give --out")
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        yield stream
        stream.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # else Python complains at exit
        if isinstance(error, BrokenPipeError):
            sys.exit(PIPE_CLOSED)
        raise OutputError(f"standard output: cannot be written ({error.strerror}); make room, or give --out") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextlib.contextmanager
def _show_progress(off: bool, beside: bool) -> Iterator["_Progress"]:
    """Progress on standard error where that is a terminal.

    `beside`: the output goes to the same terminal, so the bar is there only while a document is being read.
    """
    if off or not sys.stderr.isatty():
        yield _Progress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    try:
        yield _Bar(bar, beside)
    finally:
        bar.stop()


class _Progress:
    """Told of progress; this one keeps it to itself."""

    def advance(self, name: str, done: int, of: int) -> None:
        """So many characters of a document are read."""

    def finish(self) -> None:
        """A document is done, and its output comes next."""


class _Bar(_Progress):
    def __init__(self, bar: "Progress", beside: bool) -> None:
        self._bar = bar
        self._beside = beside
        self._task = bar.add_task("", total=None)
        self._count = 0
        if not beside:
            bar.start()
            self._bar.update(self._task, description="reading")

    def advance(self, name: str, done: int, of: int) -> None:
        if self._beside and done >= of:
            self._bar.stop()
            return
        self._bar.start()
        counted = f"{self._count} read, now " if self._count else ""
        self._bar.update(self._task, description=f"{counted}{one_line(name)[-40:]}", completed=done, total=of)

    def finish(self) -> None:
        self._count += 1
        if self._beside:
            self._bar.stop()
        else:
            self._bar.update(self._task, description=f"{self._count} read")


def main() -> None:
    """The `onrecord` command. No traceback reaches a user unless ONRECORD_DEBUG is set."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        _leave("interrupted", INTERRUPTED)
    except KeyboardInterrupt:
        _leave("interrupted", INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except OnRecordError as error:
        _leave(str(error), FAILED)
    except Exception as error:
        if os.environ.get("ONRECORD_DEBUG"):
            raise
        reason = f"{type(error).__name__}: {error}"
        _leave(f"internal error ({reason}); please report it, with ONRECORD_DEBUG=1 set for the details", FAILED)


def _leave(message: str, code: int) -> None:
    click.echo(f"onrecord: {one_line(message)}", err=True)
    sys.exit(code)
