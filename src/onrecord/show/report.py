"""Answers of a record, laid out once for all forms: a title, facts, tables of cells, notes.

A cell is lines, a line is pieces of words with a look; `report_terminal`, `report_markdown` and `report_page` show
them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.show.speakers import clip
from onrecord.show.times import tell_time
from onrecord.store.found import (
    Answer,
    Copy,
    DocumentAnswer,
    Event,
    Hit,
    Log,
    Notice,
    Person,
    Profile,
    ResultPage,
    Tally,
)
from onrecord.types import Reading, Spans, Time

Look = Literal["plain", "found", "name", "unnamed", "doubt", "soft"]
MACHINE = "A machine's reading: every line is somebody's claim, its words are in the text."
_MOST_OUTLETS = 4
_LONGEST_NOTICE = 200
_COUNTED = ("add", "update", "import")
"""Kinds of events that come to something, or to nothing."""
_WEB_ADDRESS = re.compile(r"https?://[^\s\\]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that look alike."""

    text: str
    look: Look = "plain"
    href: str | None = None
    """An http or https address."""


Line = tuple[Piece, ...]
Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A table, or facts in two columns without heads."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    title: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]


# What was found


def report_page(page: ResultPage) -> Report:
    """What `find` found."""
    asked = f" for {page.query.words}" if page.query.words else ""
    title = f"{_count(page.statements, 'statement')}{asked}"
    facts = []
    if page.statements:
        witnesses = _count(page.witnesses, "witness", "witnesses")
        facts.append(f"Said by {witnesses}, printed in {_count(page.documents, 'document')}.")
    else:
        facts.append("Nothing in the record answers to that.")
    notes = list(page.notes)
    if page.cursor:
        notes.append(f"More: --cursor {page.cursor}")
    sections = (Section("", _HIT_COLUMNS, tuple(map(_lay_hit, page.hits))),) if page.hits else ()
    return Report(title, tuple(facts), sections, (*notes, MACHINE))


_HIT_COLUMNS = ("", "speaker", "what", "where")


def _lay_hit(hit: Hit) -> tuple[Cell, ...]:
    return (((Piece(str(hit.statement), "soft"),),), _lay_speaker(hit), _lay_words(hit), _lay_place(hit))


def _lay_speaker(hit: Hit) -> Cell:
    if hit.speaker and hit.speaker_named:
        name = Piece(clip(hit.speaker), "name")
    elif hit.speaker:
        name = Piece(f"“{clip(hit.speaker)}”", "unnamed")
    elif hit.candidates:
        name = Piece("? " + " or ".join(map(clip, hit.candidates[:_MOST_OUTLETS])), "doubt")
    else:
        name = Piece("-", "soft")
    role: list[Line] = [(Piece(clip(hit.role, 80), "soft"),)] if hit.role else []
    return ((name,), *role)


def _lay_words(hit: Hit) -> Cell:
    says = _mark(hit.source, hit.source_marks)
    if hit.cue:
        says += (Piece(f" {hit.cue}" if says else hit.cue),)
    lines: list[Line] = [
        _squeeze((*says, Piece(": ")) if says else ()) + _squeeze(_mark(hit.excerpt.text, hit.excerpt.marks))
    ]
    doubts = [] if hit.asserted else ["not asserted"]
    if hit.confidence < 0.5:
        doubts.append("unsure")
    if hit.version < hit.versions:
        doubts.append(f"in version {hit.version} of {hit.versions}, and not in the last")
    if hit.is_copy:
        doubts.append("a copy of another text")
    if doubts:
        lines.append((Piece(f"({'; '.join(doubts)})", "doubt"),))
    for notice in hit.notices:
        lines.append((_lay_notice(notice, hit.version),))
    if hit.copies:
        lines.append((Piece(f"also printed by {_name_copies(hit.copies)}", "soft"),))
    return tuple(lines)


def _lay_notice(notice: Notice, version: int) -> Piece:
    """What the outlet published about it, which leads there."""
    told = clip(str(replace(notice, address=None)), _LONGEST_NOTICE)
    told += f" (of version {notice.version})" if notice.version != version else ""
    return Piece(told, "doubt", _safe(notice.address))


def _name_copies(copies: Sequence[Copy]) -> str:
    told = list(dict.fromkeys(map(_name_copy, copies)))
    more = [f"{len(told) - _MOST_OUTLETS} more"] if len(told) > _MOST_OUTLETS else []
    return ", ".join(told[:_MOST_OUTLETS] + more)


def _name_copy(copy: Copy) -> str:
    kinds = {notice.kind for notice in copy.notices}
    fate = ", retracted" if "retraction" in kinds else ", corrected" if kinds else ""
    return f"{copy.outlet or 'a text without outlet'} ({_day(copy.published)}{fate})"


def _lay_place(hit: Hit) -> Cell:
    lines: list[Line] = [(Piece(clip(hit.outlet or hit.title or "-", 60), "plain", _safe(hit.url)),)]
    lines.append((Piece(_day(hit.published)),))
    if hit.said and (said := tell_time(Time((0, 0), *hit.said))):
        lines.append((Piece(f"said {said}", "soft"),))
    lines.append((Piece(f"document {hit.document}, {hit.number}", "soft"),))
    return tuple(lines)


def _mark(text: str, marks: Spans) -> Line:
    pieces, at = [], 0
    for start, end in marks:
        pieces += [Piece(text[at:start]), Piece(text[start:end], "found")]
        at = end
    return tuple(piece for piece in [*pieces, Piece(text[at:])] if piece.text)


def _squeeze(line: Line) -> Line:
    """White space as one space."""
    return tuple(replace(piece, text=re.sub(r"\s+", " ", piece.text)) for piece in line)


def _day(published: str | None) -> str:
    return (published or "no date")[:10]


def _safe(url: str | None) -> str | None:
    return url if url and _WEB_ADDRESS.fullmatch(url) else None


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


# Who somebody is


def report_answer(answer: Answer) -> Report:
    """What `who` answers."""
    if answer.profile:
        return _report_profile(answer.profile)
    if answer.choices:
        rows = []
        for person, role in zip(answer.choices, answer.roles, strict=True):
            again = f"a{person.actor}"
            names = [name for name in person.names if name != person.name]
            also: list[Line] = [(Piece(clip("also " + ", ".join(names), 80), "soft"),)] if names else []
            rows.append((
                ((Piece(clip(person.name), "name"),), *also), _say(role or "-"), _say(person.kind),
                _say(f"{person.size:,}"), _say(f"onrecord who {again}"),
            ))  # fmt: skip
        columns = ("name", "speaks as", "kind", "documents", "all about them")
        title = f"{len(rows)} have the name {answer.name}"
        return Report(title, ("Whom do you mean?",), (Section("", columns, tuple(rows)),), (MACHINE,))
    near = f"Nearest: {', '.join(answer.nearest)}." if answer.nearest else "Nothing is near it."
    return Report(f"Nobody in the record is called {answer.name}", (near,), (), ())


def _report_profile(profile: Profile) -> Report:
    person = profile.person
    told = [person.kind, person.identifier, f"actor a{person.actor}"]
    facts = [
        ", ".join(filter(None, told)) + ".",
        f"{_count(profile.statements, 'statement')} by them; in {_count(profile.documents, 'document')} of "
        f"{_count(profile.witnesses, 'witness', 'witnesses')}, {_span(profile.first, profile.last)}.",
    ]
    called = [
        (_say(one.words, "name" if one.form == "name" else "unnamed"), _say(f"{one.count:,}"), _say(_name(one.outlets)))
        for one in profile.called
    ]
    roles = [
        (_say(_span(one.first, one.last)), _say(one.words), _say(f"{one.count:,}"), _say(_name(one.outlets)))
        for one in profile.roles
    ]
    namesakes = [(_say(one.name, "name"), _say(_tell_person(one))) for one in profile.namesakes]
    sections = (
        Section("Called", ("words", "documents", "by"), tuple(called)),
        Section("Roles", ("when", "as whom", "witnesses", "by"), tuple(roles)),
        Section("Said, newest first", _HIT_COLUMNS, tuple(map(_lay_hit, profile.said))),
        _lay_tallies("Said to", profile.hearers),
        _lay_tallies("Through outlets", profile.outlets),
        _lay_tallies("By media", profile.media),
        _lay_tallies("Spoken of by", profile.speakers),
        Section("What is said of them, newest first", _HIT_COLUMNS, tuple(map(_lay_hit, profile.spoken_of))),
        Section("Somebody else with that name", ("name", ""), tuple(namesakes)),
    )
    shown = tuple(section for section in sections if section.rows)
    return Report(person.name, tuple(facts), shown, (*profile.notes, MACHINE))


def _tell_person(person: Person) -> str:
    told = [
        person.kind,
        person.identifier,
        _count(person.size, "document"),
        f"a{person.actor}",
    ]
    return ", ".join(filter(None, told))


def _lay_tallies(heading: str, tallies: Iterable[Tally]) -> Section:
    rows = [(_say(clip(one.name, 80)), _say(f"{one.count:,}"), _say(_span(one.first, one.last))) for one in tallies]
    return Section(heading, ("", "witnesses", "when"), tuple(rows))


def _name(outlets: Sequence[str]) -> str:
    more = [f"{len(outlets) - _MOST_OUTLETS} more"] if len(outlets) > _MOST_OUTLETS else []
    return ", ".join([*outlets[:_MOST_OUTLETS], *more])


def _span(first: str | None, last: str | None) -> str:
    if not (first or last):
        return "no date"
    return first or "" if first == last else f"{first} to {last}"


def _say(words: str, look: Look = "plain") -> Cell:
    return ((Piece(words, look),),)


# One document


def report_document(answer: DocumentAnswer) -> Report:
    """What `document` answers: where it is from, its versions and copies, and its statements."""
    if answer.reading is None:
        return _report_removed(answer)
    document = answer.reading.document
    facts = [
        " · ".join(filter(None, [document.outlet, document.author, document.published, document.url])),
        f"Document {answer.document}, added {answer.recorded}, SHA-256 {document.sha256[:16]}.",
        *describe_fate(answer),
        *answer.notes,
    ]
    names = {entity.id: entity for entity in answer.reading.entities}
    rows = []
    for s in answer.reading.statements:
        speaker = names.get(s.speaker or "")
        look: Look = "soft" if not speaker else "name" if speaker.named else "unnamed"
        says = " ".join(filter(None, [_quote(answer.reading, s.source), _quote(answer.reading, s.cue)]))
        words: list[Line] = [(Piece(f"{says}: " if says else ""), Piece(_quote(answer.reading, s.content)))]
        if not s.asserted:
            words.append((Piece("(not asserted)", "doubt"),))
        rows.append((_say(s.id, "soft"), _say(clip(speaker.name) if speaker else "-", look), tuple(words)))
    sections = (Section("", ("", "speaker", "what"), tuple(rows)),) if rows else ()
    run = answer.reading.run
    return Report(
        clip(document.title or document.id),
        tuple(filter(None, facts)),
        sections,
        (f"Read by {run.reader}, weights {run.weights[:15]}.", MACHINE),
    )


def _report_removed(answer: DocumentAnswer) -> Report:
    gone = answer.removed
    assert gone
    facts = [
        answer.address,
        f"Removed on {gone.at[:10]}: {' '.join(gone.reason.split())}",
        f"Added {answer.recorded}. SHA-256 of its text: {gone.sha256}",
        *describe_fate(answer),
        "It is not added again unless with --again.",
    ]
    return Report(f"Document {answer.document} was removed", tuple(facts), (), ())


def describe_fate(answer: DocumentAnswer) -> list[str]:
    """What became of a document: a line for each notice of its outlet, for its versions, for its copies."""
    lines = []
    for notice in answer.notices:
        line = str(notice)
        of = f" (noted on version {notice.version})" if len(answer.versions) > 1 else ""
        lines.append(f"{line[0].upper()}{line[1:]}{of}")
    if len(answer.versions) > 1:
        told = [
            f"{one.version} (document {one.document}, added {one.recorded[:10]}"
            + (f", {_count(one.came, 'statement')} came, {one.went} went" if one.version > 1 else "")
            + (f", removed {one.removed[:10]}" if one.removed else "")
            + ")"
            for one in answer.versions
        ]
        own = next(one.version for one in answer.versions if one.document == answer.document)
        lines.append(f"This is version {own} of {len(answer.versions)}: {'; '.join(told)}.")
    if answer.copies:
        lines.append(f"Of one witness with: {_name_copies(answer.copies)}.")
    return lines


def _quote(reading: Reading, spans: Spans) -> str:
    return " ".join(reading.quote(spans).split())


# What was done


def report_log(log: Log) -> Report:
    """What `log` answers."""
    rows = []
    skipped = []
    for event in log.events:
        rows.append((
            _say(str(event.number), "soft"), _say(event.at.replace("+00:00", "Z")), _say(event.kind),
            _say(clip(event.summary, 60)), _say(_tell_counts(event)), _say(event.reader or "-", "soft"),
        ))  # fmt: skip
        skipped += [
            (_say(str(event.number), "soft"), _say(clip(name, 80)), _say(reason)) for name, _, reason in event.skips
        ]
    sections = [Section("", ("", "when", "kind", "inputs", "came to", "reader"), tuple(rows))] if rows else []
    if skipped:
        sections.append(Section("Could not be read", ("", "input", "why"), tuple(skipped)))
    title = _count(len(log.events), "event") if rows else "Nothing was done to this record yet"
    return Report(title, (), tuple(sections), ())


def _tell_counts(event: Event) -> str:
    told = [
        f"{count:,} {outcome.removesuffix('s') if count == 1 else outcome}"
        for outcome, count in event.counts.items()
        if count
    ]
    if event.ended is None:
        told.insert(0, "not ended, or cut off")
        told.append(f"{event.documents:,} documents kept")
    if event.statements:
        told.append(_count(event.statements, "statement"))
    return ", ".join(told) or ("nothing" if event.kind in _COUNTED else "-")
