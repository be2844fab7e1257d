"""The command line: parse arguments, call the pipeline, show. Errors become exit codes here and only here."""

import os
import sys

import click

from onrecord.cli.demo import demo
from onrecord.cli.export import export
from onrecord.cli.find import document, find, log, who
from onrecord.cli.follow import follow, update
from onrecord.cli.imports import import_
from onrecord.cli.judge import different, same
from onrecord.cli.keep import add, backup, check
from onrecord.cli.note import note
from onrecord.cli.output import FAILED, INTERRUPTED, one_line
from onrecord.cli.read import read
from onrecord.cli.remove import remove
from onrecord.cli.review import review
from onrecord.errors import OnRecordError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="onrecord", prog_name="onrecord")
def cli() -> None:
    """Read news and keep who said what, each statement at its exact place in the text.

    `read` shows articles and keeps nothing. `add` keeps them in a record, in which `find`, `who`, `document` and `log`
    look things up and `review` corrects what was read; see docs/record.md.

    Exit codes: 0 all read, 1 failure, 2 wrong usage, 3 some inputs read and some skipped
    (also a row of a table), 130 interrupted, 141 the reader of the output went away.
    """


for command in (
    read, demo, add, follow, update, find, who, document, log, same, different, export, import_, backup, check,
):  # fmt: skip
    cli.add_command(command)
for command in (review, remove, note):
    cli.add_command(command)


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
