"""Options that several commands have."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


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


_READING = (
    click.option(
        "--min-confidence",
        type=click.FloatRange(0, 1),
        callback=lambda context, option, value: _refuse_nan(value),
        help="Leave out statements less probable than this [default: as the weights' card states].",
    ),
    click.option(
        "--published",
        metavar="DATE",
        callback=lambda context, option, value: _parse_day(value),
        help="Count times from this day (2022-11-24) where a text has none of its own.",
    ),
    click.option(
        "--hemisphere",
        type=click.Choice(["north", "south"]),
        default="north",
        show_default=True,
        help="Whose spring is meant.",
    ),
    click.option(
        "--day-first/--month-first",
        default=None,
        help="How 12/05/2019 is read [default: unresolved].",
    ),
    click.option(
        "--people",
        type=click.Path(path_type=Path),
        help="A CSV table of people and organisations with identifiers; see docs/people-table.md.",
    ),
    click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes to read with."),
    click.option("--quiet", "-q", is_flag=True, help="No progress and no notes on standard error, only failures."),
)


def reading_options(command: Command) -> Command:
    """How articles are read."""
    for option in reversed(_READING):
        command = option(command)
    return command


def record_option(command: Command) -> Command:
    """Which record: `--record`, else ONRECORD_RECORD, else `record.db` in the platform's data folder."""
    return click.option(
        "--record",
        "address",
        metavar="FILE",
        envvar="ONRECORD_RECORD",
        callback=lambda context, option, value: _find_record(value),
        help="The record: a file, or a postgresql:// address [default: ONRECORD_RECORD, else in your data folder].",
    )(command)


def _find_record(address: str | None) -> str:
    from onrecord.record import find_address

    return find_address(address)
