"""`onrecord follow` and `onrecord update`: feeds, and what is new in them."""

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Literal

import click

from onrecord.cli.options import reading_options, record_option
from onrecord.cli.output import FAILED, OK, PARTIAL, one_line
from onrecord.types import Skipped


@click.command()
@click.argument("addresses", nargs=-1, metavar="[ADDRESS]...")
@click.option("--stop", is_flag=True, help="Follow these feeds no longer; what was read from them stays.")
@record_option
def follow(addresses: tuple[str, ...], stop: bool, address: str) -> None:
    """Follow feeds (RSS or Atom); without an address, list those that are followed.

    `onrecord update` reads what is new in them.

    \b
    Examples:
      onrecord follow https://example.org/news.rss
      onrecord follow
      onrecord follow --stop https://example.org/news.rss
    """
    from onrecord.errors import FetchError
    from onrecord.record import Record

    failed = 0
    with Record(address) as record:
        for feed in addresses:
            if stop:
                record.unfollow(feed)
                continue
            try:
                followed = record.follow(feed)
            except FetchError as error:
                failed += 1
                click.echo(f"onrecord: {one_line(str(error))}", err=True)
                continue
            click.echo(one_line(f"following {followed.title or followed.address}"))
        if not addresses:
            for each in record.followed():
                told = f"failed {each.failures} times, last: {each.error}" if each.failures else each.checked or "new"
                click.echo(one_line(f"{each.address}  {each.title or ''}  {told}"))
    sys.exit(OK if not failed else FAILED if failed == len(addresses) else PARTIAL)


@click.command()
@record_option
@reading_options
def update(
    address: str,
    min_confidence: float | None,
    published: date | None,
    hemisphere: Literal["north", "south"],
    day_first: bool | None,
    people: Path | None,
    workers: int,
    quiet: bool,
) -> None:
    """Read what is new in the feeds that are followed. One that cannot be read never stops the rest.

    \b
    Example:
      onrecord update --quiet
    """
    from onrecord.pipeline import Options
    from onrecord.record import Record

    counts: Counter[str] = Counter()
    with Record(address) as record:
        for result in record.update(Options(min_confidence, workers, published, hemisphere, day_first, people)):
            if isinstance(result, Skipped):
                counts["skipped"] += 1
                click.echo(f"onrecord: {one_line(str(result))}", err=True)
            else:
                counts[result.outcome] += 1
        feeds = len(record.followed())
    kept = counts.total() - counts["skipped"]
    if not quiet:
        told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items()) or "nothing new"
        click.echo(f"onrecord: {feeds} feed{'' if feeds == 1 else 's'}: {told}", err=True)
    sys.exit(OK if not counts["skipped"] else PARTIAL if kept else FAILED)
