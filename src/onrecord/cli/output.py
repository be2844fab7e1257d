"""What commands put out: readings in a form, progress, files that appear whole or not at all."""

import contextlib
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from onrecord.errors import OutputError
from onrecord.types import Reading, Skipped

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from onrecord.show.report import Report

_AS_TEXT = {"mode": "w", "encoding": "utf-8", "errors": "backslashreplace", "newline": "\n"}
OK, FAILED, PARTIAL, INTERRUPTED, PIPE_CLOSED = 0, 1, 3, 130, 141


class Tally:
    """Passes readings on; says on standard error what was skipped or is doubtful."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.progress = Silent()
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


def find_maker() -> str:
    """Who sits here: the name of the account. Raises UsageError where it has none."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        raise click.UsageError("your account has no name; say who you are with --by NAME") from None


def write_terminal(show: "Callable[[Reading, Console], None]", readings: Iterator[Reading], stream: IO[str]) -> None:
    console = open_console(stream)
    for reading in readings:
        show(reading, console)
        stream.flush()


def open_console(stream: IO[str]) -> "Console":
    """A console that writes words as they are."""
    from rich.console import Console

    class Quiet(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # ours to end quietly, with our own exit code

    return Quiet(file=stream, highlight=False, markup=False, emoji=False, width=None if stream.isatty() else 120)


def write_report(form: str, report: "Report", stream: IO[str], text: Reading | None = None) -> None:
    """An answer of the record as a table, Markdown or a page; before a table the text that it is about."""
    if form == "table":
        from onrecord.show.report_terminal import print_report
        from onrecord.show.terminal import print_text

        console = open_console(stream)
        if text is not None:
            print_text(text, console)
        print_report(report, console)
    elif form == "md":
        from onrecord.show.report_markdown import render_markdown

        stream.write(render_markdown(report))
    else:
        from onrecord.show.report_page import render_report

        stream.write(render_report(report))


def write_text(readings: Iterator[Reading], skipped: list[Skipped], stream: IO[str]) -> None:
    from onrecord.show.terminal import print_reading

    write_terminal(print_reading, readings, stream)


def write_table(readings: Iterator[Reading], skipped: list[Skipped], stream: IO[str]) -> None:
    from onrecord.show.terminal import print_table

    write_terminal(print_table, readings, stream)


def write_lines(readings: Iterator[Reading], skipped: list[Skipped], stream: IO[str]) -> None:
    from onrecord.show.export import to_json_line

    for reading in readings:
        stream.write(to_json_line(reading) + "\n")
        stream.flush()


def write_page(readings: Iterator[Reading], skipped: list[Skipped], stream: IO[str]) -> None:
    from onrecord.show.page import render_page

    read = list(readings)
    if read:
        stream.write(render_page(read, skipped))


WRITERS: dict[str, Callable[[Iterator[Reading], list[Skipped], IO[str]], None]] = {
    "text": write_text,
    "table": write_table,
    "jsonl": write_lines,
    "html": write_page,
}


@contextlib.contextmanager
def open_output(out: Path | None, wanted: Callable[[], bool] = lambda: True, binary: bool = False) -> Iterator[IO[Any]]:
    """Standard output, or a file that appears whole or not at all: only if it is `wanted` in the end.

    A stream of text, or of bytes where it is `binary`. Raises OutputError.
    """
    if out is None:
        yield from _open_standard_output(binary)
        return
    form: dict[str, Any] = {"mode": "wb"} if binary else _AS_TEXT
    out = out.resolve()
    part: str | None = None
    try:
        if out.exists() and not out.is_file():  # a device or a pipe: nothing to put in its place
            with out.open(**form) as stream:
                yield stream
            return
        handle, part = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
        with os.fdopen(handle, **form) as stream:
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


def _open_standard_output(binary: bool) -> Iterator[IO[Any]]:
    stream = sys.stdout
    if stream is None:
        raise OutputError("standard output is closed; open it, or give --out")
    if binary and stream.isatty():
        raise OutputError("standard output is a terminal, and this format is not for reading; give --out")
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        yield stream.buffer if binary else stream
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
def show_progress(off: bool, beside: bool) -> Iterator["Silent"]:
    """Progress on standard error where that is a terminal.

    `beside`: the output goes to the same terminal, so the bar is there only while a document is being read.
    """
    if off or not sys.stderr.isatty():
        yield Silent()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    try:
        yield _Bar(bar, beside)
    finally:
        bar.stop()


class Silent:
    """Told of progress; this one keeps it to itself."""

    def advance(self, name: str, done: int, of: int) -> None:
        """So many characters of a document are read."""

    def finish(self) -> None:
        """A document is done, and its output comes next."""


class _Bar(Silent):
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


@contextlib.contextmanager
def count_progress(off: bool, total: int | None) -> Iterator["Counting"]:
    """Progress of many inputs on standard error where that is a terminal: counts, rate, and the time left where the
    bytes of all are known."""
    if off or not sys.stderr.isatty():
        yield Counting()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _CountingBar(bar, total)


class Counting:
    """Told of each input that is done; this one keeps it to itself."""

    def advance(self, name: str, size: int) -> None:
        """An input of so many bytes is done."""


class _CountingBar(Counting):
    def __init__(self, bar: "Progress", total: int | None) -> None:
        self._bar = bar
        self._task = bar.add_task("reading", total=total or None)
        self._count = 0
        self._began = time.monotonic()

    def advance(self, name: str, size: int) -> None:
        self._count += 1
        rate = self._count / max(time.monotonic() - self._began, 1e-3)
        told = f"{self._count:,} done, {rate:.1f} a second, now {one_line(name)[-40:]}"
        self._bar.update(self._task, description=told, advance=size)
