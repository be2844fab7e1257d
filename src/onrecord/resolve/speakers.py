"""Sources -> entities: one pass over a text, in which every name, pronoun and source is led to whom it means."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from onrecord.resolve.antecedents import Anaphor, class_of, gather
from onrecord.resolve.discourse import (
    Discourse,
    add,
    bearers,
    code_of,
    entity_of,
    members_of,
    named_elsewhere,
    names_in,
    note_roles,
    place_of,
    state_that_speaks,
    talkers_at,
    touch,
)
from onrecord.resolve.mentions import ANAPHORS, RELATIVE, Mention
from onrecord.resolve.relatives import find_antecedent
from onrecord.resolve.sources import Head, read_source
from onrecord.types import Span, Spans, Statement

Decide = Callable[[str, Anaphor, dict[int, list[float]], list[float]], dict[int, float]]
"""Class of an anaphor, the anaphor, features of its candidates and of "none of them" -> probabilities, -1 for none."""

Sureness = Callable[[str, float], float]

# A pronoun that is no source is followed from this probability on.
_TRUST = 0.5
# Measured on the tuning articles: how often a name in a source is whose we take it to be, plainly and in doubt.
_NAME_SURE, _NAME_DOUBTFUL, _NEW_SURE, _RELATIVE_SURE, _ELSEWHERE_SURE = 0.97, 0.6, 0.87, 0.9, 0.9
# A headline describes whom the text then names: on the training and tuning articles 10 of 15 were somebody new.
_TITLE_SURE = 0.65
# "The minister who had leaked it": a clause tells which of several is meant, and seldom a name that stands before.
_CLAUSE_SURE = 0.7
_WHO = re.compile(r"\w (?:who|whom|whose) ")
_AFTER = 6
"""Characters behind a description in which such a clause begins."""
_ALL_OF = re.compile(r"^(?:both|all) of (?=wh)")  # "both of whom"
_BOTH = re.compile(r"(?:both|neither|each)(?: (?:\w+|of (?:them|the \w+)))?", re.IGNORECASE)
_OWNING = frozenset("his her their its".split())


class Resolved(NamedTuple):
    """Whom a source was led to."""

    entity: int | None
    confidence: float
    candidates: tuple[int, ...] = ()
    """Likeliest first."""
    mention: Span | None = None
    """What in the source was led there."""


NOBODY = Resolved(None, 0.0)


def lead_sources(
    d: Discourse,
    statements: Sequence[Statement],
    decide: Decide,
    sureness: Sureness = lambda kind, probability: probability,
) -> Iterator[tuple[Spans, Resolved]]:
    """Lead every source of the statements to an entity, in the order of the text.

    First and second persons are left open (voices.py). `sureness`: class and probability of a choice -> how often such
    a choice is right.
    """
    contents: dict[Spans, list[Span]] = {}
    for s in statements:
        if s.source:
            contents.setdefault(s.source, []).extend(s.content)
    taken = [n.span for n in d.names]
    pronouns = [m for m in d.pronouns if m.words in ANAPHORS and not _is_inside(m.span, taken)]
    events: list[tuple[int, int, int | Mention | Spans]] = [(n.start, 0, i) for i, n in enumerate(d.names)]
    events += [(m.start, 1, m) for m in pronouns]
    events += [(source[0][0], 2, source) for source in contents]
    sources = {source[0][0] for source in contents}
    for start, _, event in sorted(events, key=itemgetter(0, 1)):
        if isinstance(event, int):
            touch(d, d.owner[event], d.names[event])
            note_roles(d, event)
        elif isinstance(event, Mention):
            if start not in sources or event.words in _OWNING:
                _follow(d, event, None, [], decide, sureness)
        else:
            whose = d.labels.get(event)  # of turns it is known already (voices.py)
            resolved = _lead(d, event, contents[event], decide, sureness) if whose is None else Resolved(whose, 1.0)
            if event in d.labels and resolved.entity is not None and not d.known[resolved.entity].named:
                d.unnamed_askers.add(resolved.entity)
            if resolved.entity is not None:
                d.spoke.append(resolved.entity)
                d.said = [(span, e) for span, e in d.said if span[1] > start]
                d.said += [(span, resolved.entity) for span in contents[event]]
            yield event, resolved


def _is_inside(span: Span, spans: Sequence[Span]) -> bool:
    i = bisect_right(spans, (span[0], span[1] + 1)) - 1
    return any(s <= span[0] and span[1] <= e for s, e in spans[max(0, i - 1) : i + 1])


def _lead(d: Discourse, source: Spans, contents: list[Span], decide: Decide, sureness: Sureness) -> Resolved:
    head = read_source(d.layout.text, source, names_in(d, source))
    if head is None:
        return NOBODY
    m = head.mention
    if m.form == "name":
        entity = entity_of(d, m)
        i = bisect_right(d.name_starts, m.start) - 1
        if i in d.clusters[entity].doubtful:
            return Resolved(entity, _NAME_DOUBTFUL, (entity, *bearers(d, i, entity)), m.span)
        if (state := state_that_speaks(d, m, entity)) != entity:
            touch(d, state, m)
        return Resolved(state, _NAME_SURE, mention=m.span)
    if m.form == "pronoun" and m.words not in ANAPHORS:
        return Resolved(None, 0.0, mention=m.span)
    if _ALL_OF.sub("", m.words.casefold()) in RELATIVE:
        return _lead_relative(d, m, decide, sureness)
    return _follow(d, m, head, contents, decide, sureness)


def _lead_relative(d: Discourse, m: Mention, decide: Decide, sureness: Sureness) -> Resolved:
    """'who' means the name that it stands behind, or what a description there does."""
    word = _ALL_OF.sub("", m.words.casefold())
    found = find_antecedent(d.layout.text, word, m.start, d.names, d.name_starts)
    if found is None:
        return Resolved(None, 0.0, mention=m.span)
    if found.name is not None:
        entity = d.owner[found.name]
        touch(d, entity, m)
        return Resolved(entity, _RELATIVE_SURE, mention=m.span)
    assert found.description
    source = (found.description,)
    head = read_source(d.layout.text, source, names_in(d, source))
    if head is None or head.mention.form != "nominal":
        return Resolved(None, 0.0, mention=m.span)
    resolved = _follow(d, head.mention, head, [], decide, sureness)
    if resolved.entity is not None:
        touch(d, resolved.entity, m)
    return resolved._replace(mention=m.span)


def _follow(
    d: Discourse, m: Mention, head: Head | None, contents: list[Span], decide: Decide, sureness: Sureness
) -> Resolved:
    """Lead a pronoun or description back; a description that means nobody spoken of yet is somebody new.

    `head` is the source's, None for a pronoun elsewhere.
    """
    owner = None
    if head and head.owner:
        owner = entity_of(d, head.owner)
    elif head and head.definiteness == "possessive":
        owner = d.led.get(m.start)
    if head and (meant := named_elsewhere(d, head, owner)) is not None:
        touch(d, meant, m)
        return Resolved(meant, _ELSEWHERE_SURE, mention=m.span)
    new_sure = _TITLE_SURE if m.start < d.title_end else _NEW_SURE
    if head and m.form == "nominal" and (pair := _find_pair(d, m)) is not None:
        touch(d, pair, m)
        return Resolved(pair, _ELSEWHERE_SURE, mention=m.span)
    if head and m.form == "nominal" and _is_new(head):
        entity = _join(d, m, head) if head.together else add(d, m, head, owner)
        touch(d, entity, m)
        return Resolved(entity, new_sure, mention=m.span)
    word = ANAPHORS[m.words] if m.form == "pronoun" else (head.noun if head else "")
    side = code_of(head.owner) if head and head.owner else ""
    barred = frozenset() if owner is None else frozenset((owner,))
    if m.form == "nominal":  # nobody calls themselves "the minister"
        barred |= {entity for (start, end), entity in d.said if start <= m.start < end}
    if m.form == "nominal" or word in ("he", "she"):  # whom one talks with is "you"
        barred |= talkers_at(d, m.start)
    anaphor = Anaphor(place_of(d, m.start), m.form, word, m.kind, m.gender, m.plural, owner, side, barred)
    candidates = gather(anaphor, d.known, d.recent, d.spoke, contents)
    definiteness = head.definiteness if head else "definite"
    same = any(word in d.known[i].nouns for i in candidates)
    null = [1.0, *(float(definiteness == x) for x in ("definite", "possessive", "bare")), float(not same)]
    kind = class_of(anaphor)
    odds = decide(kind, anaphor, candidates, null)
    best = max(odds, key=odds.__getitem__)
    likeliest = tuple(sorted((i for i in odds if i >= 0), key=odds.__getitem__, reverse=True)[:3])
    if best >= 0:
        if head or odds[best] >= _TRUST:
            if m.form == "pronoun":
                d.led[m.start] = best
            else:
                d.known[best].nouns.add(word)
            touch(d, best, m)
        sure = sureness(kind, odds[best])
        told_by_deed = m.form == "nominal" and _WHO.search(d.layout.text, m.start, m.end + _AFTER) is not None
        return Resolved(best, min(sure, _CLAUSE_SURE) if told_by_deed else sure, likeliest, m.span)
    if head is None or (m.form == "pronoun" and word != "they"):
        return Resolved(None, 0.0, likeliest, m.span)
    entity = add(d, m, head, owner)
    touch(d, entity, m)
    return Resolved(entity, min(new_sure, sureness(kind, odds[-1])), (entity, *likeliest)[:3], m.span)


def _join(d: Discourse, m: Mention, head: Head) -> int:
    """The group of those who are named together; those who spoke together before are one with it."""
    members = members_of(d, m)
    if len(members) < 2:  # "Torvik and others"
        return add(d, m, head, None)
    if members not in d.joint:
        d.joint[members] = add(d, m, head, None)
    return d.joint[members]


def _find_pair(d: Discourse, m: Mention) -> int | None:
    """Of "both", "neither candidate": the last two who were named together."""
    if not _BOTH.fullmatch(d.layout.text, m.start, m.end):
        return None
    return next((entity for members, entity in reversed(d.joint.items()) if len(members) == 2), None)


def _is_new(head: Head) -> bool:
    """Whether a description introduces somebody: "a senior official", "critics", "Ryan and McConnell"."""
    return head.together or head.definiteness == "indefinite" or (head.definiteness == "bare" and head.mention.plural)
