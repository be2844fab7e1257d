"""Speakers -> as whom they speak: role, on whose behalf, who could know, to whom, by which medium."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from onrecord.resolve.antecedents import Known
from onrecord.resolve.discourse import Discourse, add_entity, entity_of, names_in
from onrecord.resolve.entities import Cluster
from onrecord.resolve.mentions import Kind, Mention, is_pronoun
from onrecord.resolve.roles.affiliation import find_affiliation
from onrecord.resolve.roles.medium import find_medium_and_addressee
from onrecord.resolve.roles.roles import find_roles
from onrecord.resolve.roles.standing import judge_standing
from onrecord.resolve.speakers import Resolved
from onrecord.resolve.tables.nouns import find_noun
from onrecord.resolve.tables.states import find_states
from onrecord.types import Span, Spans, Standing, Statement

_MOST_OF = 0.6
"""So much of the words must be a name for them to mean whom it names."""


class Capacity(NamedTuple):
    """As whom somebody speaks in a statement; entities by number."""

    role: Spans = ()
    on_behalf_of: int | None = None
    standing: Standing | None = None
    addressee: int | None = None
    via: Spans = ()


def find_capacities(d: Discourse, statements: Sequence[Statement], spoken: Sequence[Resolved]) -> list[Capacity]:
    """One for each statement, given who speaks in each. Adds to the discourse whom only a role or an address names."""
    called = _Called(d)
    speakers = [r.entity for r in spoken]
    found = [_find_capacity(called, s, r) for s, r in zip(statements, spoken, strict=True)]
    # What a text tells of somebody once holds for the rest of it.
    known: dict[int | None, Standing] = {}
    for speaker, capacity in zip(speakers, found, strict=True):
        if speaker is not None and capacity.standing and capacity.standing != "unnamed":
            known.setdefault(speaker, capacity.standing)
    return [
        c._replace(standing=known[speaker]) if known.get(speaker, c.standing) != c.standing else c
        for speaker, c in zip(speakers, found, strict=True)
    ]


_WORD_AFTER = re.compile(r"\s+([a-z]+)")


def _find_capacity(called: "_Called", s: Statement, r: Resolved) -> Capacity:
    text = called.d.layout.flowing
    via, heard = find_medium_and_addressee(text, s)
    addressee = called.entity_at(heard) if heard else None
    if r.entity is None or not r.mention:
        return Capacity(addressee=addressee, via=via)
    speaker = called.d.known[r.entity]
    is_name = any(n.span == r.mention for n in names_in(called.d, (r.mention,)))
    is_described = not is_name and not is_pronoun(text[slice(*r.mention)])
    is_person = speaker.kind in ("person", "group")
    role = find_roles(text, r.mention, s.source) if is_person and (is_name or is_described) else ()
    side = next((span for part in role if (span := find_affiliation(text, part))), None)
    # What an organisation is called tells what it is; what somebody is called does not.
    words = (r.mention,) if is_described or (is_name and not is_person) else ()
    standing = judge_standing(text, role or words, speaker.named, speaker.kind)
    return Capacity(role, called.entity_at(side) if side else None, standing, addressee, via)


@dataclass(slots=True)
class _Called:
    """The entities of a discourse by what roles and addresses call them; takes in whom it has not."""

    d: Discourse
    by_code: dict[str, int] = field(default_factory=dict)
    by_words: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for i, cluster in enumerate(self.d.clusters):
            if cluster.code:
                self.by_code.setdefault(cluster.code, i)

    def entity_at(self, span: Span) -> int | None:
        """The entity that words mean: a state by any of its names, that of a name in them, else somebody new.

        None for a pronoun that was not led anywhere, and for words that describe nobody.
        """
        d, words = self.d, self.d.layout.text[slice(*span)]
        states = [c.state for c in find_states(words) if not c.ambiguous]
        if len(states) == 1:
            code = states[0].code
            return self.by_code[code] if code in self.by_code else self._add(span, "state", named=True, code=code)
        if (name := self._name_at(span)) is not None:
            return entity_of(d, name)
        if is_pronoun(words):  # "told her", but not "told her brother"
            after = _WORD_AFTER.match(d.layout.text, span[1])
            return d.led.get(span[0]) if not after or find_noun(after[1]) is None else None
        noun = find_noun(words.split()[-1]) if words.split() else None
        if noun is None:
            return None
        if noun.kind in ("organisation", "group") and any(word[0].isupper() for word in words.split()):
            return self._add(span, "organisation", named=True)
        is_group = noun.plural or noun.kind == "group"
        return self._add(span, "group" if is_group else "person" if noun.kind == "person" else "organisation")

    def _name_at(self, span: Span) -> Mention | None:
        """A person's name in a span, a name that is most of it, or one that it lies in."""
        d = self.d
        inside = names_in(d, (span,))
        people = [n for n in inside if n.kind == "person"]
        most = [n for n in inside if n.end - n.start >= _MOST_OF * (span[1] - span[0])]
        before = bisect_right(d.name_starts, span[0]) - 1
        around = [d.names[before]] if before >= 0 and d.names[before].end >= span[1] else []
        return next(iter([*people[-1:], *most, *around]), None)

    def _add(self, span: Span, kind: Kind, named: bool = False, code: str = "") -> int:
        d, words = self.d, self.d.layout.text[slice(*span)]
        mention = Mention(*span, "name" if named else "nominal", kind, words)
        if named and words in self.by_words:
            i = self.by_words[words]
            d.mentions[i].append(mention)
            return i
        known = Known(kind, "", kind == "group", named=named)
        i = add_entity(d, known, Cluster(kind, code=code, words=words if named else ""))
        d.mentions[i].append(mention)
        if code:
            self.by_code.setdefault(code, i)
        if named:
            self.by_words[words] = i
        return i
