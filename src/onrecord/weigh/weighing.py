"""What is known of a text while the times of its statements are weighed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from onrecord.detect.layout import Layout
from onrecord.types import Span, Statement, Time
from onrecord.weigh.occasions import Occasion
from onrecord.weigh.phrases import Phrases
from onrecord.weigh.stretches import SpanIndex
from onrecord.weigh.times import Setting, TimePhrase, resolve_phrase
from onrecord.weigh.times.expressions import Clock, Shift
from onrecord.weigh.times.readings import Hemisphere, Tense

_NOT_CLEAR = "the day it was said is not clear"
_MARGIN = 8
"""Spaces that may stand beside an hour on a line of its own."""
_LEAST_HEADINGS = 3

Days = tuple[date | None, ...]
"""The days from which a time may count; None is one that is not known."""


@dataclass(frozen=True, slots=True)
class When:
    """What a reader knows, or wants, of times."""

    published: date | None = None
    """The day of publication, for a text that does not tell its own."""
    hemisphere: Hemisphere = "north"
    """Whose seasons."""
    day_first: bool | None = None
    """How '12/05/2019' is read; None leaves it unresolved."""


@dataclass(slots=True)
class Weighing:
    """What is known while the statements of a document are weighed."""

    text: str
    layout: Layout
    statements: Sequence[Statement]
    phrases: Phrases
    contents: SpanIndex
    cues: SpanIndex
    order: list[int]
    """Statements by the place of their cue."""
    options: When
    published: date | None
    american: bool
    """Whether the text is about the United States' politics, and 'Election Day' theirs."""
    occasions: dict[int, list[Occasion]]
    """Those told of in the sentence beside a sentence, by its place."""
    said: dict[int, Time | None] = field(default_factory=dict)
    headings: frozenset[Span] = field(init=False)
    """Hours that are lines of their own, as in a live report: they are of its day, where no other day stands above."""
    places: dict[int, int] = field(init=False)
    """Of a statement, its place in the order."""
    by_content: dict[Span, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.places = {i: place for place, i in enumerate(self.order)}
        self.by_content = {}
        for i, statement in enumerate(self.statements):
            for span in statement.content:
                self.by_content.setdefault(span, []).append(i)
        self.headings = self._find_headings()

    def resolve(self, phrase: TimePhrase, days: Days, tense: Tense | None) -> Time:
        """The time of a phrase, where all the days from which it may count lead to the same."""
        o = self.options
        if isinstance(phrase.meaning, Clock) and not phrase.meaning.day and phrase.span in self.headings:
            phrase = replace(phrase, meaning=replace(phrase.meaning, day=Shift("day", 0)))
        found = [
            resolve_phrase(phrase, Setting(day, tense, o.hemisphere, o.day_first, self.american))
            for day in dict.fromkeys(days)
        ]
        if all(time == found[0] for time in found):
            return found[0]
        bare = resolve_phrase(phrase, Setting(None, tense, o.hemisphere, o.day_first, self.american))
        return replace(bare, reason=_NOT_CLEAR)

    def _find_headings(self) -> frozenset[Span]:
        found = [p.span for p in self.phrases.found if isinstance(p.meaning, Clock) and self._is_line(p.span)]
        if len(found) < _LEAST_HEADINGS:
            return frozenset()
        own = Setting(self.published, "past", american=self.american)
        above = (resolve_phrase(p, own) for p in self.phrases.within(0, found[0][0]))
        day = self.published.isoformat() if self.published else None
        return frozenset(found) if all(t.start == day for t in above if t.granularity == "day") else frozenset()

    def _is_line(self, span: Span) -> bool:
        before = self.text[max(0, span[0] - _MARGIN) : span[0]].rstrip(" ")
        behind = self.text[span[1] : span[1] + _MARGIN].lstrip(" ")
        return before[-1:] in ("", "\n") and behind[:1] in ("", "\n")

    def days_until(self, phrase: TimePhrase, tense: Tense) -> int:
        """From publication to a time, as it is with a tense; 0 where either is not known."""
        start = self.resolve(phrase, (self.published,), tense).start
        return (date.fromisoformat(start[:10]) - self.published).days if self.published and start else 0
