"""`onrecord import`: what `onrecord export` wrote, back into a record."""

import io
import sys

import click

from onrecord.cli.keep import tell_removed
from onrecord.cli.options import record_option
from onrecord.cli.output import FAILED, OK, PARTIAL, one_line
from onrecord.types import Skipped


@click.command("import")
@click.argument("inputs", nargs=-1, required=True, metavar="FILE...")
@click.option("--again", is_flag=True, help="Bring in also what was removed from the record before.")
@click.option("--quiet", "-q", is_flag=True, help="No notes on standard error, only failures.")
@record_option
def import_(inputs: tuple[str, ...], again: bool, quiet: bool, address: str) -> None:
    """Bring JSON Lines that onrecord wrote (export, read --format jsonl) into a record, without reading anew.

    Statements stay as they are, and so does the run that made them. A file of JSON (.json, .jsonld) holds reviews: what
    annotators made of an export to Label Studio, or Web Annotations that assess or edit. The same twice adds nothing.
    FILE may be - for standard input.

    \b
    Examples:
      onrecord import record.jsonl
      onrecord import labels.json
      onrecord export --record a.db | onrecord import - --record b.db
    """
    from onrecord.record import Judged, Record

    stdin = sys.stdin.buffer if "-" in inputs and sys.stdin is not None else io.BytesIO()
    counts: dict[str, int] = {}
    reviews: dict[str, int] = {}
    statements = skipped = 0
    with Record(address) as record:
        for result in record.bring_in(list(inputs), stdin, again):
            if isinstance(result, Skipped):
                skipped += 1
                click.echo(f"onrecord: {one_line(str(result))}", err=True)
                continue
            if isinstance(result, Judged):
                reviews[result.outcome] = reviews.get(result.outcome, 0) + 1
                continue
            counts[result.outcome] = counts.get(result.outcome, 0) + 1
            statements += result.statements
            if result.note and not quiet:
                tell_removed(result)
    if not quiet:
        told = f"documents: {_tell(counts)}; statements added: {statements}" if counts or not reviews else ""
        told += f"{'; ' * bool(told)}reviews: {_tell(reviews)}" if reviews else ""
        click.echo(f"onrecord: {told}; skipped: {skipped}", err=True)
    sys.exit(OK if not skipped else PARTIAL if counts or reviews else FAILED)


def _tell(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {outcome}" for outcome, count in counts.items()) or "none"
