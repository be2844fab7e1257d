"""`onrecord remove`: a document taken out of the record, its words from the file too."""

import sys
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import record_option
from onrecord.cli.output import FAILED, one_line

if TYPE_CHECKING:
    from onrecord.record import Record


@click.command()
@click.argument("name", metavar="DOCUMENT")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stays in the record.")
@click.option("--all-versions", is_flag=True, help="All texts of its address, not one.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@click.option("--quiet", "-q", is_flag=True, help="No notes on standard error, only failures.")
@record_option
def remove(name: str, reason: str, all_versions: bool, yes: bool, quiet: bool, address: str) -> None:
    """Take a document out: text, title, statements, names, reviews and index entries go, from the file too.

    Its address, hash and outlet stay, with the day and the reason, and it is not added again unless with --again.
    Backups and exports that were made before still have it. DOCUMENT is its number, id, address or file.

    \b
    Example:
      onrecord remove 12 --reason "its author asked for it"
    """
    from onrecord.record import open_existing

    with open_existing(address) as record:
        numbers = record.pick_documents(name, all_versions)
        held = [number for number in numbers if record.document(number).reading]
        if held and not yes:
            _confirm(record, held)
        for number in numbers:
            record.remove(number, reason)
            if not quiet:
                click.echo(f"onrecord: removed document {number}; onrecord document {number} says why", err=True)


def _confirm(record: "Record", numbers: list[int]) -> None:
    if sys.stdin is None or not sys.stdin.isatty():
        click.echo("onrecord: remove: asks before it removes, and nobody is there to answer; give --yes", err=True)
        sys.exit(2)
    for number in numbers:
        answer = record.document(number)
        assert answer.reading
        document = answer.reading.document
        where = " · ".join(known for known in (document.outlet, document.published, answer.address) if known)
        reviews = len(record.reviews(number))
        held = f"{len(document.text):,} characters, {len(answer.reading.statements):,} statements, {reviews:,} reviews"
        click.echo(one_line(f"Document {number}: {document.title or document.id} ({where})"))
        click.echo(f"  goes: its text, title, author, statements, names and reviews ({held}), from the file too")
        click.echo(f"  stays: address, outlet, day, hash ({document.sha256[:16]}...), and your reason")
    click.echo("Backups and exports that were made before still have it.")
    if not click.confirm("Remove it?" if len(numbers) == 1 else f"Remove all {len(numbers)}?"):
        click.echo("Nothing was removed.")
        sys.exit(FAILED)
