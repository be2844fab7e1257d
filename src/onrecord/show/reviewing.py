"""What a person sees who reviews: a statement in its sentence with all that was found, and reviews as a list."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from onrecord.detect.quotations import find_paragraphs
from onrecord.show.report import Cell, Line, Look, Piece, Report, Section
from onrecord.show.speakers import clip, index_entities, tell_name, tell_speaker
from onrecord.show.terminal import STYLES, mark_statement, plain
from onrecord.show.times import tell_phrase, tell_time
from onrecord.store.reviews import Review
from onrecord.types import Reading, Span, Statement, Time

_AROUND = 300
"""Characters of a paragraph that are shown before and behind a statement, once, and again for each `more`."""
_MOST_WORDS = 400


def find_stretch(text: str, statement: Statement, more: int = 0) -> Span:
    """The part of a text to show around a statement: its paragraphs, cut where they are long; `more` of them."""
    start, end = statement.start, statement.end
    paragraphs = find_paragraphs(text)
    inside = [i for i, (s, e) in enumerate(paragraphs) if s < end and e > start] or [0]
    if paragraphs:
        first = paragraphs[max(0, inside[0] - more)][0]
        last = paragraphs[min(len(paragraphs) - 1, inside[-1] + more)][1]
    else:
        first, last = 0, len(text)
    reach = _AROUND * (more + 1)
    first, last = max(min(first, start), start - reach, 0), min(max(last, end), end + reach, len(text))
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    return first, last


def print_statement(
    reading: Reading, statement: Statement, where: str, before: Sequence[Review], console: Console, more: int = 0
) -> None:
    """Print a statement for review. `where` says which it is, `before` are reviews of it, or orphaned ones of words
    that it shares."""
    document = reading.document
    console.print()
    console.rule(Text(plain(where), style="bold"), align="left")
    head = [document.title, document.outlet, document.published]
    console.print(Text(plain(" · ".join(clip(known) for known in head if known)), style="dim"))
    console.print()
    start, end = find_stretch(document.text, statement, more)
    signs = console.no_color or console.color_system is None
    shown = mark_statement(reading, statement, start, end, signs)
    console.print(Text("… " if start else "") + shown + Text(" …" if end < len(document.text) else ""))
    console.print()
    for name, words, style in list_facts(reading, statement):
        console.print(Text(f"{name:>9}  ", style="dim") + Text(plain(clip(words, _MOST_WORDS)), style=style))
    for review in before:
        console.print(Text(f"{'review':>9}  ", style="dim") + Text(plain(tell_review(review)), style="yellow"))


def list_facts(reading: Reading, statement: Statement) -> Iterator[tuple[str, str, str]]:
    """What was found of a statement: name, words, style."""
    entities = index_entities(reading)
    for part in ("source", "cue", "content"):
        yield part, reading.quote(getattr(statement, part)) or "none", STYLES[part]
    speaker = tell_speaker(statement, entities) or "not known"
    if statement.speaker and statement.speaker_confidence is not None:
        speaker += f" (sure {statement.speaker_confidence:.2f})"
    yield "speaker", speaker, "bold"
    if statement.role:
        yield "as", reading.quote(statement.role), ""
    if statement.addressee:
        yield "to", tell_name(statement.addressee, entities), ""
    if statement.said:
        yield "said", _tell_time(statement.said, reading), ""
    if statement.refers_to:
        yield "speaks of", ", ".join(_tell_time(time, reading) for time in statement.refers_to), ""
    doubts = [statement.manner, f"sure {statement.confidence:.2f}"]
    doubts += [] if statement.asserted else ["not asserted"]
    yield "doubt", ", ".join(doubts), "yellow" if statement.confidence < 0.5 or not statement.asserted else ""


def _tell_time(time: Time, reading: Reading) -> str:
    return f"{tell_time(time) or '?'} ({tell_phrase(time, reading)})"


def tell_review(review: Review) -> str:
    """A review in a line."""
    told = [f"{review.verdict} by {review.maker}, {review.made[:10]}"]
    told += [f"{name}: {clip(words, 80)}" for name, words in review.told]
    told += [clip(review.note, 80)] if review.note else []
    if review.orphaned:
        told.append(f"orphaned, of “{clip(review.quote, 80)}”: a verdict here takes its place")
    return "; ".join(told)


_VERDICTS: dict[str, Look] = {"accept": "plain", "correct": "name", "reject": "unnamed"}


def report_reviews(reviews: Sequence[Review]) -> Report:
    """The reviews of a record, orphaned ones first, with how to mend them."""
    orphans = [review for review in reviews if review.orphaned]
    rows = [_lay_review(review) for review in [*orphans, *(r for r in reviews if not r.orphaned)]]
    sections = (Section("", ("", "when", "by", "verdict", "what", "where"), tuple(rows)),) if rows else ()
    title = f"{len(reviews):,} review{'' if len(reviews) == 1 else 's'}" if reviews else "Nobody has reviewed anything"
    facts = (f"{len(orphans):,} orphaned.",) if orphans else ()
    mend = (
        "Orphaned: the newest reading has no statement of just these words. onrecord review DOCUMENT shows such a "
        "review beside the statement that stands there now, and a verdict on that takes its place; "
        "onrecord review --drop N lets it go."
    )
    return Report(title, facts, sections, (mend,) if orphans else ())


def _lay_review(review: Review) -> tuple[Cell, ...]:
    lines: list[Line] = [(Piece(clip(review.quote, _MOST_WORDS)),)]
    lines += [(Piece(f"{name}: "), Piece(clip(words), "name")) for name, words in review.told]
    lines += [(Piece(clip(review.note), "soft"),)] if review.note else []
    where = Piece("orphaned", "doubt") if review.orphaned else Piece(str(review.statement))
    return (
        ((Piece(str(review.id), "soft"),),), ((Piece(review.made[:10]),),), ((Piece(clip(review.maker, 40)),),),
        ((Piece(review.verdict, _VERDICTS[review.verdict]),),), tuple(lines),
        ((Piece(f"document {review.document}, "), where),),
    )  # fmt: skip
