"""`onrecord review`: statements one by one, accepted, corrected or rejected by a key."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.find import output_options, write_answer
from onrecord.cli.output import INTERRUPTED, find_maker, one_line, open_console
from onrecord.errors import QueryError, RecordError

if TYPE_CHECKING:
    from rich.console import Console

    from onrecord.cli.keys import Keys
    from onrecord.record import Record
    from onrecord.store.reviews import Correction, Review, Verdict
    from onrecord.types import Reading, Statement

Item = tuple[int, str]
"""A document's number, and a statement's in its current reading."""
_KEYS = "a accept  r reject  c correct  s skip  b back  m more text  ? help  q quit"
_HELP = """\
  a  accept: source, cue, content, speaker and time are right
  r  reject: nobody said so, or not these words
  c  correct: the right words, speaker or day, asked for line by line
  s  skip: leave it unreviewed
  b  back to the one before; the verdict that you gave on it is taken back (u does the same)
  m  show more of the text around it
  q  quit; all verdicts so far are kept (so they are after Ctrl-C and Ctrl-D)
A verdict stands beside what the reader found, and outlives new readings. Where an orphaned review is shown, a verdict
on this statement takes its place."""
_MOST = 1000
"""Statements that one session holds."""


@click.command()
@click.argument("asked", nargs=-1, metavar="[DOCUMENT | WORDS...]")
@click.option("--by", "maker", metavar="NAME", help="Who reviews [default: the name of your account].")
@click.option("--again", is_flag=True, help="Also what has been reviewed already.")
@click.option("--list", "listing", is_flag=True, help="List the reviews, orphaned ones first, and review nothing.")
@click.option("--drop", type=click.IntRange(1), metavar="NUMBER", help="Take back a review, by its number in the list.")
@output_options
def review(
    asked: tuple[str, ...],
    maker: str | None,
    again: bool,
    listing: bool,
    drop: int | None,
    form: str,
    out: Path | None,
    address: str,
) -> None:
    """Accept, correct or reject statements one by one, by a key. Verdicts stand beside what the reader found.

    Of one DOCUMENT (its number, id, address or file) in its order; those that WORDS find, as in `onrecord find`; else
    of the whole record the least sure first. --format and --out are for --list.

    \b
    Examples:
      onrecord review
      onrecord review 12 --by Ada
      onrecord review bridge observers
      onrecord review --list
    """
    from onrecord.record import open_existing

    if listing or drop is not None:
        with open_existing(address) as record:
            if drop is not None:
                record.drop_review(drop)
                click.echo(f"onrecord: took back review {drop}", err=True)
            if listing:
                _list(record, asked, form, out)
        return
    from onrecord.cli.keys import NoTerminalError, Terminal

    with open_existing(address) as record:
        try:
            terminal = Terminal()
        except NoTerminalError as error:
            click.echo(f"onrecord: review: {error}", err=True)
            sys.exit(2)
        items = find_items(record, asked, again)
        if not items:
            what = f" by {' '.join(asked)}" if asked else ""
            click.echo(f"Nothing to review{one_line(what)}; --again shows what has been reviewed already.")
            return
        with terminal:
            session = Session(record, terminal, open_console(sys.stdout), maker or find_maker(), items)
            try:
                session.run()
            except KeyboardInterrupt:
                sys.exit(INTERRUPTED)


def _list(record: "Record", asked: tuple[str, ...], form: str, out: Path | None) -> None:
    from onrecord.show.reviewing import report_reviews

    number = record.find_document(" ".join(asked)) if asked else None
    reviews = record.reviews(number)
    rows = [{**one.to_dict(), "orphaned": one.orphaned} for one in reviews]
    write_answer(form, out, report_reviews, reviews, rows)


def find_items(record: "Record", asked: tuple[str, ...], again: bool = False) -> list[Item]:
    """What to review. Raises QueryError where words make no query."""
    if not asked:
        if not again:
            return record.unreviewed(most=_MOST)
        return [(one.document, one.statement) for one in record.reviews() if one.statement][:_MOST]
    if len(asked) == 1:
        try:
            number = record.find_document(asked[0])
        except QueryError:
            pass  # words, then
        else:
            return [(number, s.id) for s in record.load(number).statements] if again else record.unreviewed(number)
    items: list[Item] = []
    page = record.find(" ".join(asked), limit=200)
    while True:
        items += [(hit.document, hit.number) for hit in page.hits]
        if page.cursor is None or len(items) >= _MOST:
            break
        page = record.find(" ".join(asked), limit=200, cursor=page.cursor)
    if not again:
        seen = {(one.document, one.statement) for n in {number for number, _ in items} for one in record.reviews(n)}
        items = [item for item in items if item not in seen]
    return items[:_MOST]


class Session:
    """A person goes through statements. Each verdict is kept before the next statement is shown."""

    def __init__(self, record: "Record", keys: "Keys", console: "Console", maker: str, items: list[Item]) -> None:
        self._record = record
        self._keys = keys
        self._console = console
        self._maker = maker
        self._items = items
        self._made: dict[int, Review] = {}
        """By the place of its item."""
        self._event: int | None = None

    def run(self) -> None:
        """Until all are done, or the person quits. Raises KeyboardInterrupt on Ctrl-C, with all kept."""
        at = 0
        try:
            while 0 <= at < len(self._items):
                step = self._review(at)
                if step is None:
                    break
                at += step
        except EOFError:
            self._console.print()
        finally:
            self._end()

    def _review(self, at: int) -> int | None:
        """Show one and do as the person says: +1 to the next, -1 back, None to end."""
        number, name = self._items[at]
        try:
            reading = self._record.load(number)
            statement = next((s for s in reading.statements if s.id == name), None)
            before = [one for one in self._record.reviews(number) if statement and _concerns(one, statement)]
        except RecordError as error:  # removed meanwhile
            self._tell(str(error))
            return 1
        if statement is None:
            self._tell(f"document {number} was read anew and has no {name} any more")
            return 1
        more = 0
        self._show(at, reading, statement, before, more)
        while True:
            match self._keys.read_key().lower():
                case "a":
                    return self._keep(at, "accept", before)
                case "r":
                    return self._keep(at, "reject", before)
                case "c":
                    if correction := self._ask_correction(reading, statement, more):
                        return self._keep(at, "correct", before, correction)
                    self._tell("nothing is corrected")
                case "s" | " ":
                    return 1
                case "b" | "u":
                    if at == 0:
                        self._tell("this is the first one")
                        continue
                    self._take_back(at - 1)
                    return -1
                case "m":
                    more += 1
                    self._show(at, reading, statement, before, more)
                    continue
                case "q":
                    return None
                case "?" | "h":
                    self._console.print(_HELP)
                case "\n" | "\r" | "":
                    continue
                case _:
                    self._tell("no such key")
            self._console.print(_KEYS, style="dim")

    def _show(self, at: int, reading: "Reading", statement: "Statement", before: list["Review"], more: int) -> None:
        from onrecord.show.reviewing import print_statement

        where = f"{at + 1} of {len(self._items):,} · document {self._items[at][0]}, {statement.id}"
        print_statement(reading, statement, where, before, self._console, more)
        self._console.print(_KEYS, style="dim")

    def _ask_correction(self, reading: "Reading", statement: "Statement", more: int) -> "Correction | None":
        from onrecord.cli.correcting import ask_correction
        from onrecord.show.reviewing import find_stretch

        stretch = find_stretch(reading.document.text, statement, more)
        return ask_correction(self._keys, self._tell, self._record, reading, statement, stretch)

    def _keep(self, at: int, verdict: "Verdict", before: list["Review"], correction: "Correction | None" = None) -> int:
        number, name = self._items[at]
        instead = [one.id for one in before if one.orphaned]
        try:
            made = self._record.review(number, name, verdict, self._maker, correction, instead=instead)
        except RecordError as error:
            self._tell(f"not kept: {error}")
            return 0
        self._made[at] = made
        told = "; ".join(f"{part}: {words}" for part, words in made.told)
        self._tell({"accept": "accepted", "reject": "rejected", "correct": f"corrected: {told}"}[verdict])
        self._note()
        return 1

    def _take_back(self, at: int) -> None:
        if made := self._made.pop(at, None):
            self._record.withdraw(made.id)
            self._tell(f"took back: {made.verdict}")
            self._note()

    def _note(self) -> None:
        if self._event is None:
            self._event = self._record.begin_event("review", f"by {self._maker}")
        self._record.note_counts(self._event, self._count())

    def _count(self) -> Counter[str]:
        return Counter(f"{one.verdict}ed" for one in self._made.values())

    def _end(self) -> None:
        counts = self._count()
        if self._event is not None:
            self._record.end_event(self._event, counts)
        told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
        left = len(self._items) - len(self._made)
        self._tell(f"{len(self._made)} reviewed{f' ({told})' * bool(told)}, {left:,} left.")

    def _tell(self, message: str) -> None:
        self._console.print(one_line(message))


def _concerns(review: "Review", statement: "Statement") -> bool:
    """Whether a review is of a statement, or orphaned and of words that it shares."""
    if not review.orphaned:
        return review.statement == statement.id
    return any(start < e and s < end for start, end in review.place for s, e in statement.content)
