"""Who speaks, in words, and how that is known: what the terminal and the page show alike."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.types import Entity, MentionForm, Reading, Span, Statement

Certainty = Literal["named", "unnamed", "uncertain", "unknown"]
"""named and unnamed: who speaks is known; uncertain: there are candidates; unknown: not even those."""
CERTAINTIES: tuple[Certainty, ...] = ("named", "unnamed", "uncertain", "unknown")

_LONGEST_NAME = 120
_MOST_CANDIDATES = 4
_LONGEST_CHAIN = 8
_DEEPEST = 8


def index_entities(reading: Reading) -> dict[str, Entity]:
    """The entities by their ids."""
    return {entity.id: entity for entity in reading.entities}


def tell_certainty(statement: Statement, entities: Mapping[str, Entity]) -> Certainty:
    """How well it is known who speaks. An id that no entity has counts for nothing."""
    speaker = entities.get(statement.speaker or "")
    if speaker:
        return "named" if speaker.named else "unnamed"
    return "uncertain" if any(i in entities for i in statement.speaker_candidates) else "unknown"


def clip(words: str, most: int = _LONGEST_NAME) -> str:
    """Words on one line, cut where they are too many to be taken in."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 2].rstrip() + " …"


def tell_name(entity_id: str, entities: Mapping[str, Entity]) -> str:
    """What an entity is called."""
    return clip(entities[entity_id].name if entity_id in entities else entity_id)


def tell_candidates(statement: Statement, entities: Mapping[str, Entity]) -> str:
    """Whom a statement may be by: 'Mira Oduya or Tomas Brandt'."""
    known = [i for i in statement.speaker_candidates if i in entities] or statement.speaker_candidates
    names = [tell_name(i, entities) for i in known[:_MOST_CANDIDATES]]
    more = len(known) - len(names)
    return " or ".join([*names, *([f"{more} more"] if more else [])])


def tell_speaker(statement: Statement, entities: Mapping[str, Entity]) -> str | None:
    """Who speaks: a name or description, '? A or B' where it is uncertain, None where it is not known."""
    match tell_certainty(statement, entities):
        case "named" | "unnamed":
            return tell_name(statement.speaker or "", entities)
        case "uncertain":
            return f"? {tell_candidates(statement, entities)}"
    return None


# Statements inside statements


def find_holders(statement: Statement, statements: Mapping[str, Statement]) -> list[Statement]:
    """The statements in which one stands, the outermost first."""
    holders: list[Statement] = []
    seen = {statement.id}
    holder = statements.get(statement.parent or "")
    while holder and holder.id not in seen and len(holders) < _DEEPEST:
        seen.add(holder.id)
        holders.append(holder)
        holder = statements.get(holder.parent or "")
    return holders[::-1]


# From the words of a source back to a name


@dataclass(frozen=True, slots=True)
class Step:
    """A mention on the way from a source to the words that tell who is meant."""

    span: Span
    form: MentionForm | None
    left_out: int = 0
    """Mentions between the one before and this, not shown."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The mentions of an entity, made ready to be followed back. Spans that lie outside of the text are gone."""

    spans: Sequence[Span]
    forms: Sequence[MentionForm]
    telling: Sequence[int]
    """Of each mention, the last up to it that tells who is meant: a name, or a description of somebody unnamed.
    -1 where there is none."""
    fullest: int
    """The mention that tells it best. -1 where none does."""

    @classmethod
    def of(cls, entity: Entity, size: int) -> "Trail":
        """`size` is the text's."""
        pairs = sorted(set(zip(entity.mentions, entity.mention_forms, strict=False)))
        pairs = [(span, form) for span, form in pairs if 0 <= span[0] < span[1] <= size]
        tells = "name" if entity.named else "nominal"
        telling, last = [], -1
        for i, (_, form) in enumerate(pairs):
            last = i if form == tells else last
            telling.append(last)
        # The longest name, as it is the entity's; of descriptions the first.
        known = [i for i, (_, form) in enumerate(pairs) if form == tells]
        fullest = max(known, key=lambda i: (pairs[i][0][1] - pairs[i][0][0]) * entity.named, default=-1)
        return cls([span for span, _ in pairs], [form for _, form in pairs], telling, fullest)

    def follow(self, statement: Statement) -> tuple[Step, ...]:
        """From the mention in the statement's source, or the last before it, back to what tells who is meant."""
        own = statement.speaker_mention
        start = min((s for spans in (statement.source, statement.cue, statement.content) for s, _ in spans), default=0)
        at = bisect_right(self.spans, own or (start, 0)) - 1
        steps: list[Step] = []
        if own and (at < 0 or self.spans[at] != own):
            steps.append(Step(own, None))
        told = self.telling[at] if at >= 0 else -1
        back = range(at, max(told, 0) - 1, -1)
        steps += [Step(self.spans[i], self.forms[i]) for i in back[:_LONGEST_CHAIN]]
        left_out = max(len(back) - _LONGEST_CHAIN, 0)
        if left_out and told >= 0:
            steps.append(Step(self.spans[told], self.forms[told], left_out - 1))
        if self.fullest >= 0 and not (told >= 0 and self._is_as_full(told)):
            steps.append(Step(self.spans[self.fullest], self.forms[self.fullest]))
        return tuple(steps)

    def _is_as_full(self, i: int) -> bool:
        """Whether mention i tells as much as the fullest: a name as long, or that description itself."""
        (start, end), (first, last) = self.spans[i], self.spans[self.fullest]
        return (start, end) == (first, last) or (self.forms[i] == "name" and end - start >= last - first)
