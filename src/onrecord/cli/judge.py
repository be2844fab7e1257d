"""`onrecord same` and `onrecord different`: a person says who is one across documents, and who is not."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from onrecord.cli.options import record_option
from onrecord.cli.output import FAILED, one_line

if TYPE_CHECKING:
    from onrecord.store.lookup import UnclearNameError

Command = TypeVar("Command", bound=Callable[..., Any])


def _options(command: Command) -> Command:
    for option in (
        click.option("--reason", metavar="WORDS", help="Why; it is kept with the judgement."),
        record_option,
        click.argument("b"),
        click.argument("a"),
    ):
        command = option(command)
    return command


@click.command()
@_options
def same(a: str, b: str, address: str, reason: str | None) -> None:
    """Say that two are one.

    A and B are names, or numbers of actors; DOCUMENT:eNUMBER is an entity as a document calls it. What you say wins
    over what the machine found; nothing is merged, and `different` takes it back.

    \b
    Examples:
      onrecord same "Ruth Abel" "Ruth Abel-Storm" --reason "she married in August"
      onrecord same 12 40
    """
    _judge(a, b, True, reason, address)


@click.command()
@_options
def different(a: str, b: str, address: str, reason: str | None) -> None:
    """Say that two are not one, whatever else joins them.

    A and B are names, or numbers of actors; DOCUMENT:eNUMBER is an entity as a document calls it, to tell apart two
    that stand as one.

    \b
    Examples:
      onrecord different 12 40 --reason "father and son"
      onrecord different 7:e3 9:e1
    """
    _judge(a, b, False, reason, address)


def _judge(a: str, b: str, are_same: bool, reason: str | None, address: str) -> None:
    from onrecord.store.lookup import UnclearNameError
    from onrecord.store.store import Store

    with Store(address) as store:
        try:
            verdict = store.judge(a, b, are_same, reason)
        except UnclearNameError as error:
            _list(error)
    if verdict.a.id == verdict.b.id:
        click.echo(one_line(f"one now: {verdict.a}"))
    else:
        click.echo(one_line(f"apart now: {verdict.a}"))
        click.echo(one_line(f"      and: {verdict.b}"))
    if not verdict.holds:
        click.echo("onrecord: kept, but somebody said that two of them are different, and that wins", err=True)


def _list(error: "UnclearNameError") -> None:
    """Name who may be meant, one a line, and leave."""
    if error.candidates:
        click.echo(one_line(f"onrecord: {error.name}: may be several; give one of these numbers:"), err=True)
    elif error.nearest:
        click.echo(one_line(f"onrecord: {error.name}: nobody in the record is called so; nearest are:"), err=True)
    else:
        click.echo(one_line(f"onrecord: {error}"), err=True)
    for line in (*map(str, error.candidates), *error.nearest):
        click.echo(f"  {one_line(line)}", err=True)
    sys.exit(FAILED)
