"""`onrecord compare`: what a copy has made of the text that it copies."""

from pathlib import Path

import click

from onrecord.cli.find import output_options, write_answer


@click.command()
@click.argument("name", metavar="DOCUMENT")
@click.argument("other", required=False, metavar="[OTHER]")
@output_options
def compare(name: str, other: str | None, form: str, out: Path | None, address: str) -> None:
    """What a document has made of another: quotations shortened or altered, sources dropped, passages cut, added, moved
    or reworded.

    DOCUMENT and OTHER are numbers in the record, addresses, ids or files. Without OTHER it is the earliest text of
    those that count as one witness with it: that which it copies.

    \b
    Examples:
      onrecord compare 12
      onrecord compare 12 10 --format html --out copied.html
    """
    from onrecord.record import open_existing
    from onrecord.show.report_differences import report_differences

    with open_existing(address) as record:
        document = record.find_document(name)
        found = record.compare(document, record.find_document(other) if other else None)
    write_answer(form, out, report_differences, found, [found.to_dict()])
