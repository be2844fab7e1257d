"""`onrecord same` and `onrecord different`: a person says who is one across documents, and who is not."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from onrecord.cli.options import record_option
from onrecord.cli.output import FAILED, one_line

if TYPE_CHECKING:
    from onrecord.store.found import Person
    from onrecord.store.lookup import UnclearNameError
    from onrecord.store.store import Store

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

    A and B are names, or actors as `who` numbers them; DOCUMENT:eNUMBER is an entity as a document calls it. What you
    say wins over what the machine found; nothing is merged, and `different` takes it back.

    \b
    Examples:
      onrecord same "Ruth Abel" "Ruth Abel-Storm" --reason "she married in August"
      onrecord same a12 a40
    """
    _judge(a, b, True, reason, address)


@click.command()
@_options
def different(a: str, b: str, address: str, reason: str | None) -> None:
    """Say that two are not one, whatever else joins them.

    A and B are names, or actors as `who` numbers them; DOCUMENT:eNUMBER is an entity as a document calls it, to tell
    apart two that stand as one.

    \b
    Examples:
      onrecord different a12 a40 --reason "father and son"
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
            _list(store, error)
        if verdict.a.actor == verdict.b.actor:
            click.echo(one_line(f"one now: {_tell(store, verdict.a)}"))
        else:
            click.echo(one_line(f"apart now: {_tell(store, verdict.a)}"))
            click.echo(one_line(f"      and: {_tell(store, verdict.b)}"))
    if not verdict.holds:
        click.echo("onrecord: kept, but somebody said that two of them are different, and that wins", err=True)


def _tell(store: "Store", person: "Person") -> str:
    told = (person.kind, store.find_main_role(person), f"in {person.size} reading{'s' * (person.size != 1)}")
    return f"a{person.actor} {person.name} ({'; '.join(filter(None, told))})"


def _list(store: "Store", error: "UnclearNameError") -> None:
    """Name who may be meant, one a line, and leave."""
    if error.candidates:
        click.echo(one_line(f"onrecord: {error.name}: may be several; give one of these numbers:"), err=True)
    elif error.nearest:
        click.echo(one_line(f"onrecord: {error.name}: nobody in the record is called so; nearest are:"), err=True)
    else:
        click.echo(one_line(f"onrecord: {error}"), err=True)
    for line in (*(_tell(store, person) for person in error.candidates), *error.nearest):
        click.echo(f"  {one_line(line)}", err=True)
    sys.exit(FAILED)
