"""When something was said, and the times that it speaks of.

A time inside of what was said counts from the day of the utterance, where the text gives it, else from the day of
publication; without either it stays as the words have it. Where two days may be meant and lead to different times,
neither is taken: 'tomorrow' in indirect speech may be the speaker's or the paper's.

Monday may be the last or the next. The verb tells; where none does, news is taken to be of the past, unless something
looks ahead (`tense.guess_tense`). What somebody says in quotation marks is not: there a past verb has to stand near.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from onrecord.detect.layout import Layout
from onrecord.types import Document, Span, Statement, Time
from onrecord.weigh.cues import find_cue_tense
from onrecord.weigh.occasions import find_occasions, is_same_speaker
from onrecord.weigh.phrases import Phrases
from onrecord.weigh.placing import is_before_vote, place
from onrecord.weigh.published import find_published
from onrecord.weigh.scene import Scene, expressions_in
from onrecord.weigh.stretches import SpanIndex, cut_gaps, hull, stretch_at
from onrecord.weigh.tense import tells_past
from onrecord.weigh.times import TimePhrase
from onrecord.weigh.times.expressions import (
    HOW_MANY,
    Ago,
    Century,
    Day,
    Decade,
    Month,
    Now,
    Overnight,
    Running,
    Shift,
    Unknown,
    Year,
)
from onrecord.weigh.times.readings import NO_ANCHOR
from onrecord.weigh.utterance import goes_with_cue
from onrecord.weigh.weighing import Days, Weighing, When

_FAR = 600
"""Characters from a cue: what is farther does not go with it."""
_MOST_NEAR = 8
"""Phrases on either side of a cue that are looked at."""
_DEEPEST = 12
"""Statements inside statements that are followed outwards."""
_MOST_BEFORE = 3
"""Statements before one whose day may still hold."""
_SAME_YEAR = 250
"""Characters within which a year may hold for the months that follow."""
_YEAR_NOT_CLEAR = "the year told before may be meant"
# At the head of a sentence in the present; 'Today is Monday' is that day.
_THESE_DAYS = re.compile(r"Today(?!(?: is|['’]s)\b)")
_LONGEST_IS = 4
_PARTIES = ("Democrat", "Republican")
_COUNTRY = ("U.S.", "United States", "White House", "American")
_PRONOUNS = frozenset("he she they it we i".split())
_JOINTS = frozenset(", and also".split())
_TENSELESS = Year | Decade | Century | Unknown
_NONE = SpanIndex.sort(())
_WORD = re.compile(r"\w+|[^\w\s\"'“”„«»‘’]")


class Timed(NamedTuple):
    """What the time phrases of a text say."""

    statements: tuple[Statement, ...]
    """In their order, with `said` and `refers_to` filled in."""
    beside: tuple[Time, ...]
    """The times of all other phrases, in the order of the text: what the author tells by themselves."""


def weigh_times(
    document: Document, layout: Layout, statements: Sequence[Statement], options: When | None = None
) -> Timed:
    """When the statements were said, the times they speak of, and all others. Spans are in the document's text."""
    options = options or When()
    phrases = Phrases.find(layout.flowing)
    contents = SpanIndex.sort(span for s in statements for span in s.content)
    narrated = _narrate(layout, phrases, contents)
    weighing = Weighing(
        text=layout.flowing,
        layout=layout,
        statements=(*statements, *narrated),
        phrases=phrases,
        contents=contents,
        occasions=find_occasions(layout, phrases.found, contents),
        cues=SpanIndex.sort(hull(s.cue) for s in statements if s.cue),
        order=sorted((i for i, s in enumerate(statements) if s.cue), key=lambda i: statements[i].cue[0][0]),
        options=options,
        published=find_published(document) or options.published,
        american=_is_american(layout.flowing),
    )
    times = ((_find_said(weighing, i), tuple(_find_times_said(weighing, i))) for i in range(len(statements)))
    timed = tuple(
        replace(s, said=said, refers_to=found) if said or found else s
        for s, (said, found) in zip(statements, times, strict=True)
    )
    taken = SpanIndex.sort(t.span for s in timed for t in (*s.refers_to, *((s.said,) if s.said else ())))
    told = (_find_times_said(weighing, len(statements) + k, taken) for k in range(len(narrated)))
    return Timed(timed, tuple(t for found in told for t in found))


def _narrate(layout: Layout, phrases: Phrases, contents: SpanIndex) -> list[Statement]:
    """The stretches of sentences that are in no content and hold a time, each as a statement of the author's."""
    size = len(layout.flowing)
    sentences = dict.fromkeys(stretch_at(layout.sentences, phrase.span[0], size) for phrase in phrases.found)
    gaps = (gap for sentence in sentences for gap in cut_gaps(sentence, contents.touching(*sentence)))
    return [Statement("", (), (), (gap,), "narration") for gap in gaps if phrases.begin_in(*gap)]


def _is_american(text: str) -> bool:
    parties = sum(party in text for party in _PARTIES)
    return parties == len(_PARTIES) or (parties > 0 and any(name in text for name in _COUNTRY))


# When it was said.


def _find_said(w: Weighing, i: int, depth: int = 0) -> Time | None:
    """When statement i was said, where the text tells: by a time of its own, or by that of the cue it goes on from."""
    if i not in w.said:
        w.said[i] = None  # while it is looked for, as statements may hold each other
        w.said[i] = _find_own(w, i, depth) or _find_joined(w, i, depth) or _find_beside(w, i, depth)
    return w.said[i]


def _find_own(w: Weighing, i: int, depth: int) -> Time | None:
    statement = w.statements[i]
    if not statement.cue:
        return None
    cue = hull(statement.cue)
    sentence = stretch_at(w.layout.sentences, cue[0], len(w.text))
    near = max(sentence[0], cue[0] - _FAR), max(min(sentence[1], cue[1] + _FAR), cue[1])
    phrases = [p for gap in cut_gaps(near, statement.content) for p in w.phrases.within(*gap)]
    if not phrases:
        return None
    source = next((s for s in reversed(statement.source) if near[0] <= s[0] and s[1] <= near[1]), None)
    behind = bisect_right([p.span[0] for p in phrases], cue[0])
    around = [s for s in w.contents.touching(*near) if s not in statement.content]
    others = (*(s for s in w.cues.touching(*near) if s != cue), *around)
    tense = find_cue_tense(w.text, source, cue)
    days = _days_around(w, i, depth)
    found = []
    for phrase in phrases[max(0, behind - _MOST_NEAR) : behind + _MOST_NEAR]:
        at = phrase.span[0]
        if is_before_vote(w, phrase.meaning) and not tells_past(w.text[slice(*cue)]):
            continue
        if w.layout.quotations.at(at) != w.layout.quotations.at(cue[0]):
            continue
        if any((s <= at < e) != (s <= cue[0] < e) for s, e in around):
            continue
        if goes_with_cue(Scene(w.text, near, source, cue, tense, statement.content, others, phrase)):
            time = w.resolve(phrase, days, tense)
            if tense == "future" or not _is_to_come(time, days):
                found.append(time)
    return _choose(found, cue[0])


def _is_to_come(time: Time, days: Days) -> bool:
    """Whether a time begins after the days on which it is told of: then it is not when something was said."""
    known = [day for day in days if day]
    return bool(known and time.start) and (time.start or "")[:10] > max(known).isoformat()


def _choose(times: list[Time], cue: int) -> Time | None:
    """The finest of several that agree, or the nearest where they are not known; none where they disagree."""
    known = [time for time in times if _is_known(time)]
    if not known:
        return min(times, key=lambda time: abs(time.span[0] - cue), default=None)
    latest, earliest = max(t.start or "" for t in known), min(t.end or "" for t in known)
    if latest >= earliest:
        return None
    return min(known, key=lambda t: (_length_of(t), abs(t.span[0] - cue)))


def _find_joined(w: Weighing, i: int, depth: int) -> Time | None:
    """The time of the cue that this one goes on from: 'said on Monday that ..., adding that ...', '... and warned'."""
    statement = w.statements[i]
    place = w.places.get(i, 0)
    if place == 0 or not statement.source or depth > _DEEPEST:
        return None
    j = w.order[place - 1]
    before, cue = w.statements[j], hull(statement.cue)
    sentence = stretch_at(w.layout.sentences, cue[0], len(w.text))
    if before.source != statement.source or before.cue[0][0] < sentence[0] or before.cue == statement.cue:
        return None
    end = max((e for spans in (before.cue, before.content, before.source) for _, e in spans if e <= cue[0]), default=0)
    said = _find_said(w, j, depth + 1)
    if said and [phrase.span for phrase in w.phrases.within(end, cue[0])] == [said.span]:  # behind what was said
        end = said.span[1]
    joins = all(word in _JOINTS or word.endswith("ly") for word in map(str.lower, _WORD.findall(w.text, end, cue[0])))
    return said if joins and find_cue_tense(w.text, None, cue) == "past" else None


def _find_beside(w: Weighing, i: int, depth: int) -> Time | None:
    """The time of the sentence before or behind that tells when the speaker spoke: 'She made the remarks on Monday'."""
    statement = w.statements[i]
    if not statement.cue or not w.occasions:
        return None
    source = " ".join(w.text[s:e] for s, e in statement.source)
    for occasion in w.occasions.get(bisect_right(w.layout.sentences, statement.cue[0][0]), ()):
        if is_same_speaker(occasion, source) and find_cue_tense(w.text, None, hull(statement.cue)) == "past":
            days = _days_around(w, i, depth)
            time = w.resolve(occasion.phrase, days, "past")
            return None if _is_to_come(time, days) else time
    return None


# The days from which times count.


def _days_around(w: Weighing, i: int, depth: int) -> Days:
    """The days from which the words around statement i count: of whoever's words it stands in, else publication."""
    cue = w.statements[i].cue or w.statements[i].content
    if depth > _DEEPEST:
        return (None,)
    holders = [s for s in w.contents.touching(*cue[0]) if s[0] <= cue[0][0] and cue[0][1] <= s[1]]
    for span in sorted(holders, key=lambda s: s[1] - s[0]):
        for j in w.by_content[span]:
            if j != i and span not in w.statements[i].content:
                said = _find_said(w, j, depth + 1)
                return _days_of(said) if said else _days_around(w, j, depth + 1)
    return (w.published,)


def _days_said(w: Weighing, i: int) -> Days:
    """The days on which statement i may have been said."""
    said = _find_said(w, i)
    return _days_of(said) if said else (*_days_around(w, i, 0), *_days_before(w, i))


def _days_before(w: Weighing, i: int) -> Days:
    """The days of what the same speaker said before, in the same paragraph: 'he added' may still be then."""
    statement = w.statements[i]
    place = w.places.get(i, 0)
    for j in reversed(w.order[max(0, place - _MOST_BEFORE) : place]):
        before = w.statements[j]
        paragraph = stretch_at(w.layout.paragraphs, statement.cue[0][0], len(w.text))
        if before.cue[0][0] < paragraph[0]:
            break
        said = _find_said(w, j)
        if said:
            words, others = (" ".join(w.text[s:e] for s, e in each.source).lower() for each in (statement, before))
            same = statement.speaker is not None and statement.speaker == before.speaker
            named = words.split()[-1:] in ([], others.split()[-1:])
            return _days_of(said) if same or words in _PRONOUNS or named else ()
    return ()


def _days_of(time: Time) -> Days:
    """The days of a time: one, or the first and the last; not known where it is not wholly resolved."""
    if not _is_known(time):
        return (None,)
    first, end = _ends(time)
    if time.granularity in ("part of day", "hour", "minute"):
        return (first,)
    last = end if "T" in (time.end or "") else end - timedelta(days=1)
    return tuple(dict.fromkeys((first, last)))


# The times it speaks of.


def _find_times_said(w: Weighing, i: int, taken: SpanIndex = _NONE) -> list[Time]:
    """The times inside of what statement i says, but for those taken, in the order of the text."""
    statement = w.statements[i]
    found: dict[Span, Time] = {}
    for span in sorted(statement.content):
        for phrase in w.phrases.within(*span):
            if phrase.span not in found and not taken.touching(*phrase.span):
                found[phrase.span] = _read_time(w, i, span, phrase)
    return [found[span] for span in sorted(found)]


def _read_time(w: Weighing, i: int, content: Span, phrase: TimePhrase) -> Time:
    quotation = w.layout.quotations.at(phrase.span[0])
    # A quotation that begins before the content is around the cue too: somebody else's.
    own = quotation if quotation and quotation.start >= content[0] - 2 else None
    stretch = content
    if own and not _is_fragment(w.text, own.start, content[0]):
        stretch = max(content[0], own.start), min(content[1], own.end)
    tense = None if isinstance(phrase.meaning, _TENSELESS) else place(w, i, content, stretch, own, phrase)
    days = _days_said(w, i) if own else _days_of(said) if (said := _find_said(w, i)) else _days_around(w, i, 0)
    if own is None and said and _is_deictic(phrase):
        days = (*days, *_days_around(w, i, 0))
    if tense == "past" and _follows_year(w, phrase):
        return replace(w.resolve(phrase, days, None), reason=_YEAR_NOT_CLEAR)
    if tense not in ("past", "future") and _THESE_DAYS.match(w.text, phrase.span[0], phrase.span[1] + _LONGEST_IS):
        return Time(phrase.span, granularity="day", reason="these days, not one day")
    time = w.resolve(phrase, days, tense)
    if time.reason == NO_ANCHOR and w.published:  # said lately: 'eight years ago' counts in years all the same
        by_publication = w.resolve(phrase, (w.published,), tense)
        said = _find_said(w, i)
        is_late = said is not None and (said.end or "")[:4] == str(w.published.year) and said.reason == HOW_MANY
        return by_publication if is_late and by_publication.granularity == "year" else time
    return time


def _follows_year(w: Weighing, phrase: TimePhrase) -> bool:
    """Whether a year was told just before a month or day without one: 'On 2 March 2015 he left. In May she did'."""
    named = [each for each in expressions_in(phrase.meaning) if isinstance(each, Month | Day)]
    if not named or any(each.year or getattr(each, "which", None) for each in named):
        return False
    paragraph = stretch_at(w.layout.paragraphs, phrase.span[0], len(w.text))
    before = w.phrases.within(max(paragraph[0], phrase.span[0] - _SAME_YEAR), phrase.span[0])
    return any(isinstance(each, Year) for phrase in before for each in expressions_in(phrase.meaning))


def _is_fragment(text: str, quotation: int, content: int) -> bool:
    """Whether a quotation inside a content is part of a sentence around it: 'that it would be “closed on Monday”'."""
    return quotation > content + 1 and text[quotation + 1 : quotation + 2].islower()


def _is_deictic(phrase: TimePhrase) -> bool:
    """Whether a phrase counts from now by its words: 'tomorrow', 'last week', 'two days ago'; not 'Friday'."""
    return any(
        isinstance(each, Shift | Ago | Running | Now | Overnight) or getattr(each, "which", None)
        for each in expressions_in(phrase.meaning)
    )


def _is_known(time: Time) -> bool:
    """Whether both ends of a time are told."""
    return bool(time.start and time.end) and time.how in ("absolute", "from anchor")


def _ends(time: Time) -> tuple[date, date]:
    """The day of the first moment of a known time, and of the first moment after."""
    first, end = (date.fromisoformat((moment or "")[:10]) for moment in (time.start, time.end))
    return first, end


def _length_of(time: Time) -> int:
    """In days."""
    first, end = _ends(time)
    return (end - first).days
