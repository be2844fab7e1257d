"""Statements and names -> entities, and statements that know whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.detect.layout import Layout
from onrecord.resolve.antecedents import Ranker
from onrecord.resolve.capacities import Capacity, find_capacities
from onrecord.resolve.discourse import Discourse, note_turns, open_discourse
from onrecord.resolve.mentions import Mention, name_sources_of
from onrecord.resolve.nesting import find_parents
from onrecord.resolve.roles.anonymity import count_people, find_reason_unnamed
from onrecord.resolve.speakers import NOBODY, Resolved, lead_sources
from onrecord.resolve.tables.known import KnownTable, match_known
from onrecord.resolve.tables.states import find_state, find_states
from onrecord.resolve.turns import Turn
from onrecord.resolve.voices import hear_answers, hear_voices, name_turns, part_from_labels
from onrecord.types import Document, Entity, EntityKind, Spans, Statement


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides a resolution beside the text."""

    ranker: Ranker
    table: KnownTable | None = None
    """The user's people and organisations."""


def resolve(
    document: Document,
    layout: Layout,
    statements: Sequence[Statement],
    turns: Sequence[Turn],
    names: Sequence[Mention],
    settings: Settings,
) -> tuple[tuple[Entity, ...], tuple[Statement, ...]]:
    """Entities in the order of their first mention, and the statements with speaker and parent.

    `statements` are numbered in their order, but for those that have an id; `turns` are the text's; `names` are in
    order and apart.
    """
    names = part_from_labels(name_sources_of(layout.text, statements, names), turns)
    d = open_discourse(layout, names, _title_end(document))
    speaking = name_turns(d, turns)
    note_turns(d, turns, [whose[0] if whose else None for whose in speaking])
    rank = settings.ranker.rank
    sureness = settings.ranker.sureness
    resolved = dict(lead_sources(d, statements, lambda kind, a, found, null: rank(kind, found, null), sureness))
    resolved |= hear_voices(d, statements, turns, speaking, resolved, document.author)
    answers = hear_answers(d, statements, turns)
    spoken = [resolved.get(s.source) or answers.get(s.content, NOBODY) for s in statements]
    capacities = find_capacities(d, statements, spoken)
    shown_for = {r.entity for r in resolved.values()} | {
        i for c in capacities for i in (c.on_behalf_of, c.addressee) if i is not None
    }
    shown = [i for i in range(len(d.known)) if d.mentions[i] and (d.known[i].named or i in shown_for)]
    shown.sort(key=lambda i: min(m.start for m in d.mentions[i]))
    ids = {i: f"e{n}" for n, i in enumerate(shown, 1)}
    parents = find_parents(statements)
    numbers = [s.id or f"s{n}" for n, s in enumerate(statements, 1)]

    def attribute(number: str, s: Statement, r: Resolved, parent: int | None, c: Capacity) -> Statement:
        sure = r.entity is not None and r.confidence >= settings.ranker.min_confidence
        candidates = r.candidates if r.candidates or r.entity is None else (r.entity,)
        return replace(
            s,
            id=number,
            speaker=ids[r.entity] if sure and r.entity is not None else None,
            speaker_confidence=round(r.confidence, 4) if r.entity is not None else None,
            speaker_candidates=() if sure else tuple(ids[i] for i in candidates if i in ids),
            speaker_mention=r.mention,
            role=c.role,
            on_behalf_of=ids[c.on_behalf_of] if c.on_behalf_of is not None else None,
            standing=c.standing,
            addressee=ids[c.addressee] if c.addressee is not None else None,
            via=c.via,
            parent=numbers[parent] if parent is not None else None,
        )

    rows = zip(numbers, statements, spoken, parents, capacities, strict=True)
    found = tuple(attribute(*row) for row in rows)
    speaks: dict[int, list[Spans]] = {}
    for source, r in resolved.items():
        if r.entity is not None:
            speaks.setdefault(r.entity, []).append(source)
    return tuple(_make_entity(d, i, ids[i], speaks.get(i, []), settings) for i in shown), found


def _title_end(document: Document) -> int:
    return max((p.end for p in document.parts if p.kind == "title"), default=0)


def _make_entity(d: Discourse, i: int, id: str, sources: Sequence[Spans], settings: Settings) -> Entity:
    """`sources`: where the entity speaks, in the order of the text."""
    mentions = sorted({m.span: m for m in d.mentions[i]}.values(), key=lambda m: m.start)
    text = d.layout.text
    names = list(dict.fromkeys(text[m.start : m.end] for m in mentions if m.form == "name"))
    own = d.clusters[i].words
    code = d.clusters[i].code
    first = next((m for m in mentions if m.form != "pronoun"), mentions[0])
    words = max(names, key=_fullness) if names else own or text[first.start : first.end]
    name = " ".join((_name_state(names, code) if code else words).split()).strip(" ,")
    kind: EntityKind = d.known[i].kind
    identifier = f"iso3166:{code}" if code else None
    if names and settings.table and (known := match_known(name, kind, text, settings.table)):
        identifier = known.identifier
    described = () if d.known[i].named else sources
    reasons = (find_reason_unnamed(d.layout.flowing, source) for source in described)
    reason = next((r for r in reasons if r), None)
    return Entity(
        id,
        kind,
        name,
        tuple(m.span for m in mentions),
        tuple(m.form for m in mentions),
        named=d.known[i].named,
        identifier=identifier,
        number=count_people(d.layout.flowing, described[0]) if described else None,
        why_unnamed=(reason,) if reason else (),
    )


def _name_state(names: Sequence[str], code: str) -> str:
    """The fullest of a state's names in the text, else its seat there; what only an adjective names, by the table."""
    kinds = {name: {c.kind for c in find_states(name) if c.state.code == code} for name in names}
    proper = [name for name, of in kinds.items() if of & {"name", "abbreviation"}]
    seats = [name for name, of in kinds.items() if of & {"capital", "seat"}]
    return max(proper or seats, key=_fullness, default="") or find_state(code).name


def _fullness(name: str) -> tuple[int, int]:
    """A name with more words spelt out is fuller: "Ana Torvik" than "A. J. M. Torvik"."""
    return sum("." not in word for word in name.split()), len(name)
