"""A correction, asked for line by line: the right words, speaker and day."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from onrecord.cli.keys import Keys
from onrecord.cli.output import one_line
from onrecord.errors import OnRecordError, QueryError
from onrecord.show.speakers import index_entities, tell_name
from onrecord.store.reviews import Correction
from onrecord.store.search import read_days
from onrecord.types import Entity, Reading, Span, Spans, Statement

if TYPE_CHECKING:
    from onrecord.store.store import Store

Tell = Callable[[str], None]
_GAP = re.compile(r"\s*(?:…|\.\.\.)\s*")
_ALIKE = [("“”„«»‟″", '"'), ("‘’‚‛′‹›", "'"), ("–—−‐‑", "-")]
_FOLD = {ord(mark): plain for marks, plain in _ALIKE for mark in marks}
"""Marks that keyboards do not have, one for one."""
_MOST_CANDIDATES = 9
HELP = (
    "Copy the right words as they stand above, pieces parted by ... ; an empty line keeps what was found, - says that "
    "there is none, a single . keeps all the rest."
)


class _RestKept(Exception):  # noqa: N818
    """A full stop: nothing more is to be corrected."""


def ask_correction(
    keys: Keys, tell: Tell, store: "Store", reading: Reading, statement: Statement, stretch: Span
) -> Correction | None:
    """What is otherwise; None where nothing is. Words are looked for in the `stretch` that is shown."""
    tell(HELP)
    words: dict[str, Spans] = {}
    speaker: str | None = None
    said: tuple[str | None, str | None] | None = None
    try:
        for role in ("source", "cue", "content"):
            given = _ask_words(keys, tell, reading, role, getattr(statement, role) or statement.content, stretch)
            if given is not None and given != getattr(statement, role):
                words[role] = given
        speaker = _ask_speaker(keys, tell, store, reading, statement)
        said = _ask_said(keys, tell)
    except _RestKept:
        pass
    if not words and speaker is None and said is None:
        return None
    return Correction(**words, speaker=speaker, said=said)


def _ask(keys: Keys, prompt: str) -> str:
    answer = keys.read_line(prompt).strip()
    if answer == ".":
        raise _RestKept
    return answer


def _ask_words(keys: Keys, tell: Tell, reading: Reading, role: str, near: Spans, stretch: Span) -> Spans | None:
    while True:
        answer = _ask(keys, f"{role}: ")
        if not answer:
            return None
        if answer == "-":
            if role != "content":
                return ()
            tell("a statement without content says nothing; reject it instead")
            continue
        found = find_words(reading.document.text, answer, near[0][0] if near else stretch[0], stretch)
        if found:
            return found
        tell("these words do not stand above; copy them as they are")


def find_words(text: str, words: str, near: int, stretch: Span | None = None) -> Spans | None:
    """Where words stand in a stretch of a text: the first piece nearest to `near`, each further one (parted by an
    ellipsis) next behind it; None where they do not. Any white space counts as any other, and a plain mark (" ' -)
    stands for a typographic one."""
    first, last = stretch or (0, len(text))
    places = [
        _find_all(text, piece, first, last) or _find_all(text.translate(_FOLD), piece.translate(_FOLD), first, last)
        for piece in _GAP.split(words)
    ]
    for start in sorted(places[0], key=lambda place: abs(place[0] - near)):
        found = [start]
        for further in places[1:]:
            found += [place for place in further if place[0] >= found[-1][1]][:1]
        if len(found) == len(places):
            return tuple(found)
    return None


def _find_all(text: str, piece: str, first: int, last: int) -> list[Span]:
    form = r"\s+".join(map(re.escape, piece.split()))
    return [match.span() for match in re.compile(form).finditer(text, first, last)] if form else []


def _ask_speaker(keys: Keys, tell: Tell, store: "Store", reading: Reading, statement: Statement) -> str | None:
    offered = list_candidates(reading, statement)
    told = "  ".join(f"{i} {tell_name(entity.id, index_entities(reading))}" for i, entity in enumerate(offered, 1))
    if told:
        tell(f"speakers: {told}; a number of these, or a name")
    before = ""
    while True:
        answer = _ask(keys, "speaker: ")
        if not answer:
            return None
        if answer == "-":
            return ""
        name, doubt = find_name(store, reading, offered, answer)
        if name is not None and (not doubt or answer == before):
            return name
        tell(doubt)
        before = answer


def list_candidates(reading: Reading, statement: Statement) -> list[Entity]:
    """Whom the statement may be by: whom the reader thought of, then who is named nearest before it."""
    entities = index_entities(reading)
    ids = [statement.speaker or "", *statement.speaker_candidates]
    near = [
        (max((start for start, _ in entity.mentions if start <= statement.end), default=-1), entity.id)
        for entity in reading.entities
        if entity.kind != "place"
    ]
    ids += [who for _, who in sorted(near, reverse=True)]
    return [entities[i] for i in dict.fromkeys(ids) if i in entities][:_MOST_CANDIDATES]


def find_name(store: "Store", reading: Reading, offered: list[Entity], answer: str) -> tuple[str | None, str]:
    """The name that an answer means: a number of those offered, an entity (e3), an actor (a12), or a name; and what is
    doubtful about it, empty where nothing is."""
    if answer.isascii() and answer.isdigit():
        number = int(answer[:9])
        if 1 <= number <= len(offered):
            return offered[number - 1].name, ""
        return None, f"there is no {answer[:9]} above; give one of the numbers, or a name"
    entities = index_entities(reading)
    if answer in entities:
        return entities[answer].name, ""
    if re.fullmatch(r"a[0-9]{1,9}", answer):
        actor = store.find_actor(int(answer[1:]))
        return (actor.name, "") if actor else (None, f"there is no actor {answer}; give a name")
    own = _fold(answer)
    for entity in reading.entities:
        if _fold(entity.name) == own:
            return entity.name, ""
    try:
        people = store.find_people(answer)
        for person in people:
            if own in map(_fold, person.names):
                return person.name, ""
        nearest = [person.name for person in people[:4]] or list(store.find_nearest(answer))[:4]
    except OnRecordError as error:  # nothing that can be looked for
        return None, str(error)
    known = f"; nearest: {', '.join(nearest)}" if nearest else ""
    return answer, f"nobody in the record is called {answer}{known}. Give it again to keep it so"


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


def _ask_said(keys: Keys, tell: Tell) -> tuple[str | None, str | None] | None:
    while True:
        answer = _ask(keys, "said (2025-04-14, 2025-04, 2025-04-14/2025-04-20): ")
        if not answer:
            return None
        try:
            return read_said(answer)
        except QueryError as error:
            tell(one_line(str(error)))


def read_said(words: str) -> tuple[str | None, str | None]:
    """Days as an interval, its end the first day after: '2025-04' or '2025-04-14/2025-04-20', both days in it; '-':
    the text does not tell. Raises QueryError."""
    if words.strip() == "-":
        return None, None
    first, parted, last = words.partition("/")
    start, after = read_days(first)
    after = read_days(last)[1] if parted else after
    if after <= start:
        raise QueryError(words, "ends before it begins; give the first day, then the last")
    return start, after
