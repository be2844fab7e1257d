"""`onrecord note`: a correction or retraction that an outlet published, noted on a document."""

import sys
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import record_option
from onrecord.cli.output import OK, find_maker, one_line

if TYPE_CHECKING:
    from onrecord.store.found import NoticeKind


@click.command()
@click.argument("name", metavar="DOCUMENT")
@click.option("--correction", metavar="TEXT", help="The outlet corrected it: what it says.")
@click.option("--retraction", metavar="TEXT", help="The outlet retracted it: what it says.")
@click.option("--at", metavar="DATE", help="When that was published: 2025, 2025-04 or 2025-04-15.")
@click.option("--address", "where", metavar="URL", help="Where that was published.")
@click.option("--by", "maker", metavar="NAME", help="Who notes it [default: the name of your account].")
@click.option("--drop", type=click.IntRange(1), metavar="NUMBER", help="Take back a notice, by its number in the list.")
@record_option
def note(
    name: str,
    correction: str | None,
    retraction: str | None,
    at: str | None,
    where: str | None,
    maker: str | None,
    drop: int | None,
    address: str,
) -> None:
    """Note that an outlet corrected or retracted a document; without either, list what is noted on it.

    It is shown with every line of the document, in each of its versions. DOCUMENT is its number, id, address or file.

    \b
    Examples:
      onrecord note 12 --correction "The letter was sent on 3 September." --at 2025-10-02
      onrecord note https://example.org/news/1 --retraction "We withdraw this article." --address https://example.org/2
      onrecord note 12
    """
    from onrecord.record import open_existing

    if correction is not None and retraction is not None:
        raise click.UsageError("give --correction or --retraction, not both")
    text = correction if correction is not None else retraction
    if text is None and (at or where):
        raise click.UsageError("--at and --address belong to a --correction or a --retraction; give its words")
    with open_existing(address) as record:
        number = record.find_document(name)
        if drop is not None:
            if drop not in (one.id for one in record.notices(number)):
                raise click.UsageError(f"document {number} has no notice {drop}; onrecord note {number} lists them")
            record.drop_notice(drop)
            click.echo(f"onrecord: took back notice {drop}", err=True)
        if text is not None:
            kind: NoticeKind = "correction" if correction is not None else "retraction"
            noted = record.note(number, kind, text, at, where, maker or find_maker())
            click.echo(f"onrecord: noted on document {number} as notice {noted.id}", err=True)
        if text is None and drop is None:
            for one in record.notices(number):
                by = f", noted {one.made[:10]}{f' by {one.maker}' if one.maker else ''}"
                click.echo(one_line(f"{one.id}  document {one.document}: {one}{by}"))
    sys.exit(OK)
