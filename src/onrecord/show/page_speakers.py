"""The list of a page: its statements as cards, grouped by who speaks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from onrecord.show.page_article import find_start
from onrecord.show.speakers import (
    CERTAINTIES,
    Certainty,
    Step,
    Trail,
    clip,
    find_holders,
    index_entities,
    tell_candidates,
    tell_certainty,
    tell_name,
    tell_speaker,
)
from onrecord.show.times import Clock, tell_known, tell_phrase
from onrecord.types import Entity, Reading, Span, Statement

# A strip shows a text from start to end in this many units; a tick takes at least so many of them.
_STRIP_UNITS = 1000
_LEAST_TICK = 6

_FORMS = {"name": "name", "nominal": "description", "pronoun": "pronoun", None: "mention"}


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of a statement: 'for', 'Halden'."""

    name: str
    value: str
    entity: str | None = None
    """Whom it names, to be led to where they speak."""
    title: str | None = None
    """How it was come by."""


@dataclass(frozen=True, slots=True)
class Link:
    """Somebody in whose words a statement stands."""

    who: str
    number: int
    """Of what they say."""
    joint: str
    """What leads on to the next: ', citing'."""


@dataclass(frozen=True, slots=True)
class Clue:
    """A mention by which a speaker was found, as the page shows it."""

    span: Span
    words: str
    form: str
    left_out: int


@dataclass(frozen=True, slots=True)
class Card:
    """A statement as the list shows it."""

    number: int
    """Its place in its document, from 1."""
    statement: Statement
    source: str
    cue: str
    quote: str
    characters: str
    percent: int
    tick: Span
    """Where on the strip it starts, and how wide it is."""
    facts: tuple[Fact, ...]
    parent: int | None
    speaker: str | None
    """Name or description, '? A or B' where uncertain."""
    chain: tuple[Link, ...]
    """In whose words it stands, the outermost first."""
    clues: tuple[Clue, ...]
    """From the words of its source back to a name."""


@dataclass(frozen=True, slots=True)
class Group:
    """The statements of one source, in the order of the text. No name: the text names no source."""

    name: str | None
    kind: str | None
    cards: tuple[Card, ...]
    certainty: Certainty = "unknown"
    entity: Entity | None = None
    why_unnamed: tuple[Clue, ...] = ()


_PRONOUNS = frozenset(
    "he she it they we i you who which that this his her its their our my your one those these".split()
)
_LAST = [("pronoun", ""), ("words", "")]


def group_statements(reading: Reading) -> list[Group]:
    """Groups: of named speakers, of unnamed ones, of uncertain ones, of sources without a speaker.

    Among these the largest come first, in the order of the text where equal; statements without a source come
    last. A speaker makes a group where one is known, and candidates do where they are the same; otherwise the
    source's own words do, whatever their case and spacing. Pronouns come together before the last, for nobody is
    called "he".
    """
    entities = index_entities(reading)
    found: dict[tuple[str, ...], list[Card]] = {}
    for card in _make_cards(reading, entities):
        found.setdefault(_find_key(card, entities), []).append(card)

    def place(item: tuple[tuple[str, ...], list[Card]]) -> tuple[int, int, int]:
        key, cards = item
        certainty = tell_certainty(cards[0].statement, entities)
        return CERTAINTIES.index(certainty), _LAST.index(key) + 1 if key in _LAST else 0, -len(cards)

    return [_make_group(reading, key, tuple(cards), entities) for key, cards in sorted(found.items(), key=place)]


def _find_key(card: Card, entities: Mapping[str, Entity]) -> tuple[str, ...]:
    statement = card.statement
    match tell_certainty(statement, entities):
        case "named" | "unnamed":
            return "speaker", statement.speaker or ""
        case "uncertain":
            return "candidates", *statement.speaker_candidates
    words = " ".join(card.source.split()).casefold()
    return ("pronoun", "") if words in _PRONOUNS else ("words", words)


def _make_group(
    reading: Reading, key: tuple[str, ...], cards: tuple[Card, ...], entities: Mapping[str, Entity]
) -> Group:
    first = cards[0]
    match key[0]:
        case "pronoun":
            return Group("he, she, it, they …", "who is meant is not resolved", cards)
        case "candidates":
            return Group(first.speaker, "uncertain", cards, "uncertain")
        case "words":
            return Group(" ".join(first.source.split()) or None, None, cards)
    entity = entities[key[1]]
    kind = f"{entity.kind} of {entity.number}" if entity.number is not None else entity.kind
    size = len(reading.document.text)
    why = tuple(_make_clue(reading, Step(span, None)) for span in entity.why_unnamed if _is_inside(span, size))
    return Group(first.speaker, kind, cards, "named" if entity.named else "unnamed", entity, why)


def find_places(groups: list[Group]) -> list[Span]:
    """The places in the text to which the groups lead."""
    clues = (clue for group in groups for card in group.cards for clue in card.clues)
    return [clue.span for clue in (*clues, *(clue for group in groups for clue in group.why_unnamed))]


def _is_inside(span: Span, size: int) -> bool:
    return 0 <= span[0] < span[1] <= size


def _make_clue(reading: Reading, step: Step) -> Clue:
    return Clue(step.span, clip(reading.quote((step.span,))), _FORMS.get(step.form, "mention"), step.left_out)


# Cards


@dataclass(frozen=True, slots=True)
class _Context:
    """What is known of a reading while its cards are made."""

    reading: Reading
    entities: Mapping[str, Entity]
    statements: Mapping[str, Statement]
    numbers: Mapping[str, int]
    clock: Clock
    trails: dict[str, Trail]
    """Of entities, made when they are first asked for."""


def _make_cards(reading: Reading, entities: Mapping[str, Entity]) -> Iterator[Card]:
    statements = {s.id: s for s in reading.statements}
    numbers = {s.id: n for n, s in enumerate(reading.statements, 1)}
    context = _Context(reading, entities, statements, numbers, Clock.of(reading), {})
    return (_make_card(context, statement, n) for n, statement in enumerate(reading.statements, 1))


def _make_card(context: _Context, statement: Statement, number: int) -> Card:
    reading = context.reading
    spans = statement.content or statement.cue or statement.source
    size = max(len(reading.document.text), 1)
    start = find_start(statement) * _STRIP_UNITS // size
    width = sum(end - start for start, end in spans) * _STRIP_UNITS // size
    return Card(
        number=number,
        statement=statement,
        source=reading.quote(statement.source),
        cue=reading.quote(statement.cue),
        quote=reading.quote(statement.content),
        characters=", ".join(f"{start}–{end}" for start, end in spans),
        percent=round(statement.confidence * 100),
        tick=(min(start, _STRIP_UNITS - _LEAST_TICK), max(width, _LEAST_TICK)),
        facts=tuple(_tell_facts(context, statement)),
        parent=context.numbers.get(statement.parent) if statement.parent else None,
        speaker=tell_speaker(statement, context.entities),
        chain=tuple(_link_holders(context, statement)),
        clues=tuple(_find_clues(context, statement)),
    )


def _tell_facts(context: _Context, s: Statement) -> Iterator[Fact]:
    reading, entities = context.reading, context.entities
    if s.speaker_confidence is not None and s.speaker:
        yield Fact("speaker", f"{tell_name(s.speaker, entities)}, {s.speaker_confidence:.0%} sure", s.speaker)
    if s.speaker_candidates and not s.speaker:
        yield Fact("perhaps", tell_candidates(s, entities))
    if s.role:
        yield Fact("as", reading.quote(s.role))
    if s.on_behalf_of:
        yield Fact("for", tell_name(s.on_behalf_of, entities), s.on_behalf_of)
    if s.standing:
        yield Fact("standing", s.standing)
    if s.addressee:
        yield Fact("to", tell_name(s.addressee, entities), s.addressee)
    if s.via:
        yield Fact("through", reading.quote(s.via))
    for name, time in [("said", s.said), *(("speaks of", time) for time in s.refers_to)]:
        if time:
            told = context.clock.explain(time, s, is_said=name == "said")
            yield Fact(name, f"“{tell_phrase(time, reading)}”: {tell_known(time)}", title=told)


def _link_holders(context: _Context, statement: Statement) -> Iterator[Link]:
    if not context.entities:
        return
    holders = find_holders(statement, context.statements)
    for holder, held in pairwise([*holders, statement]):
        joint = ", citing " if holder.asserted else ", not asserting it, on words of "
        if holder.speaker in context.entities and holder.speaker == held.speaker:
            joint = ", on words of "
        who = tell_speaker(holder, context.entities) or clip(context.reading.quote(holder.source))
        yield Link(who or "no source named", context.numbers[holder.id], joint)


def _find_clues(context: _Context, statement: Statement) -> Iterator[Clue]:
    speaker = context.entities.get(statement.speaker or "")
    if speaker is None:
        return
    size = len(context.reading.document.text)
    if speaker.id not in context.trails:
        context.trails[speaker.id] = Trail.of(speaker, size)
    for step in context.trails[speaker.id].follow(statement):
        if _is_inside(step.span, size):
            yield _make_clue(context.reading, step)
