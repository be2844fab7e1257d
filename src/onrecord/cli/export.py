"""`onrecord export`: the record, in the forms of other programs."""

import sys
from pathlib import Path

import click

from onrecord.cli.options import record_option
from onrecord.cli.output import OK, open_output
from onrecord.errors import RecordError
from onrecord.show.exports import FORMATS


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="jsonl",
    show_default=True,
    help="jsonl: one document a line, which import takes back; csv, xlsx, parquet: one row a statement; webannotation: "
    "W3C Web Annotations; ftm: FollowTheMoney; graphml: who speaks of whom; labelstudio, brat: for annotators; "
    "training: what was reviewed, to learn from.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, whole or not at all.")
@click.option(
    "--quotes-only", is_flag=True, help="Leave whole texts out: only the words quoted, with hashes and offsets."
)
@click.option("--quiet", "-q", is_flag=True, help="No notes on standard error, only failures.")
@record_option
def export(form: str, out: Path | None, quotes_only: bool, quiet: bool, address: str) -> None:
    """Take the record out: every document that it holds, as it is read now.

    What each format holds, and what it loses: docs/exports.md.

    \b
    Examples:
      onrecord export --out record.jsonl
      onrecord export --format xlsx --out statements.xlsx
      onrecord export --format webannotation --quotes-only --out annotations.jsonld
    """
    from onrecord.store.store import Store

    wanted = FORMATS[form]
    if quotes_only and wanted.whole_text:
        raise click.UsageError(f"--format {form} is made of whole texts; take another, or leave --quotes-only out")
    if not address.startswith(("postgresql://", "postgres://")) and not Path(address).exists():
        raise RecordError(address, "there is no record; make one with onrecord add, or give another --record")
    with Store(address) as record, open_output(out, binary=wanted.binary) as stream:
        count = wanted.write(record, stream, quotes_only)
    if not quiet:
        where = f" to {out}" if out else ""
        lost = "; without its texts it cannot be imported again" if quotes_only and form == "jsonl" else ""
        click.echo(f"onrecord: wrote {count} document{'s' * (count != 1)}{where}{lost}", err=True)
    sys.exit(OK)
