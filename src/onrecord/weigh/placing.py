"""Whether a time is past or to come: by its verb, its cue, what it is the time of, and which of two is nearer."""

import re

from onrecord.detect.quotations import Quotation
from onrecord.types import Span
from onrecord.weigh.cues import LOOKS_AHEAD, find_cue_tense
from onrecord.weigh.scene import expressions_in
from onrecord.weigh.stretches import hull
from onrecord.weigh.tense import (
    find_tense,
    guess_tense,
    has_verb,
    is_approached,
    is_followed,
    looks_back,
    names_deed,
    names_meeting,
    names_vote,
)
from onrecord.weigh.times import TimePhrase
from onrecord.weigh.times.expressions import Day, Expression, Holiday, Month, Overnight, PartOfDay, Weekday
from onrecord.weigh.times.readings import Tense
from onrecord.weigh.weighing import Weighing

_DAYS_NEAR = (1, 2)
"""How near the last or next Monday must be for 'Monday's debate' to be that one."""
_MOST_AHEAD = 5
_VOTE = 11
"""The month of elections in the United States."""
# 'claims to leave', 'refused to attend': whether that is to come is not told.
_NOT_AHEAD = re.compile(
    r"\b(?:claim|purport|profess|appear|seem|believed|thought|known|said|alleged|reported|den(?:y|ied|ies)|admit|refus|"
    r"declin|fail|forg[eo]t|remember|regret)",
    re.IGNORECASE,
)
# 'sought to appeal to them on Tuesday': then.
_CARRIED_OUT = re.compile(r"\b(?:sought|tried|attempted|struggled|managed|began|continued)\b", re.IGNORECASE)
_LOOKS_BACK = re.compile(r"\b(?:accus|blam|admit|confess|apologi|recall|regret)", re.IGNORECASE)
_INTENDS = re.compile(r"\b(?:plan|prepar|threaten|intend|want|try|seek|plot|aim)", re.IGNORECASE)


def place(w: Weighing, i: int, content: Span, stretch: Span, own: Quotation | None, phrase: TimePhrase) -> Tense | None:
    """The tense of a time in what statement i says; None where it may be either.

    `stretch` is what of the content is said in one breath with it, `own` the quotation marks in which it stands.
    """
    reported = own is None or stretch[0] < own.start
    tense = find_tense(w.text, *stretch, phrase.span[0], reported=reported)
    cue = w.text[slice(*hull(w.statements[i].cue))] if w.statements[i].cue else ""
    if names_deed(w.text, phrase.span) or (tense == "past" and is_followed(w.text, phrase.span)):
        tense = "past"
    elif tense == "past" and is_approached(w.text, phrase.span):
        tense = _tense_of_approached(w, phrase)
    elif tense == "future" and w.text.startswith("to ", content[0]):
        if looks_back(w.text, content[0], phrase.span) or _CARRIED_OUT.search(cue):
            tense = "past"
        elif _NOT_AHEAD.search(cue):
            tense = None
    elif tense != "past" and tense != "future":
        tense = _guess_tense(w, i, stretch, phrase, own is None, tense)
    return tense


def _guess_tense(
    w: Weighing, i: int, stretch: Span, phrase: TimePhrase, indirect: bool, found: Tense | None
) -> Tense | None:
    """The tense of a time that no verb places: by the cue, by the words around it, or as news mostly has it."""
    statement = w.statements[i]
    if is_before_vote(w, phrase.meaning):
        return "future"
    if indirect and statement.cue:
        cue = w.text[slice(*hull(statement.cue))]
        if not has_verb(w.text, *stretch):
            tense, told = _tense_of_matter(cue, w.text[slice(*stretch)])
            if told:
                return tense
        elif LOOKS_AHEAD.search(cue):
            return None
    tense = guess_tense(w.text, *stretch, phrase.span, found, spoken=not indirect)
    is_day = isinstance(phrase.meaning, Weekday | PartOfDay)
    if tense is None and is_day and w.days_until(phrase, "past") == 0:
        return "past"  # 'to pay on Monday', on that Monday
    if names_meeting(w.text, phrase.span) and (is_day or isinstance(phrase.meaning, Day)) and found != "future":
        if is_followed(w.text, phrase.span) or looks_back(w.text, stretch[0], phrase.span):
            return "past"
        return _tense_of_nearest(w, phrase, found)
    if tense != "past" or (isinstance(phrase.meaning, Holiday) and phrase.meaning.name != "election day"):
        return tense if tense != "past" else None
    if isinstance(phrase.meaning, Weekday | PartOfDay | Overnight):
        return tense
    return tense if _is_nearer_past(w, phrase) else None


def is_before_vote(w: Weighing, meaning: Expression) -> bool:
    """Whether 'November' is that of a vote of this year: every other year the United States have one."""
    day = w.published
    if not w.american or not day or day.year % 2 or day.month >= _VOTE:
        return False
    return any(
        isinstance(m, Month) and m.month == _VOTE and not m.which and not m.year for m in expressions_in(meaning)
    )


def _tense_of_matter(cue: str, matter: str) -> tuple[Tense | None, bool]:
    """What a cue tells of a matter without a verb, and whether it tells.

    'Called for talks on Monday' and 'will present it on Monday' are to come, 'accused Osmark of shelling it on Monday'
    is past.
    """
    if LOOKS_AHEAD.search(cue) or find_cue_tense(cue, None, (0, len(cue))) == "future":
        return "future", True
    if _LOOKS_BACK.search(cue):
        return (None if _INTENDS.search(matter) else "past"), True
    return None, False


def _tense_of_nearest(w: Weighing, phrase: TimePhrase, found: Tense | None) -> Tense | None:
    """Of the last debate and the next the nearer one is meant."""
    ahead, behind = w.days_until(phrase, "future"), -w.days_until(phrase, "past")
    if ahead in _DAYS_NEAR or (ahead < behind and names_vote(w.text, phrase.span)):
        return "future"
    return "past" if found != "present" or behind in (0, *_DAYS_NEAR) else None


def _tense_of_approached(w: Weighing, phrase: TimePhrase) -> Tense:
    """Of the last and the next 'Monday' ahead of which something was done, the next, but the day behind it."""
    ahead, behind = w.days_until(phrase, "future"), -w.days_until(phrase, "past")
    return "future" if ahead < behind or (ahead <= _MOST_AHEAD and behind > max(_DAYS_NEAR)) else "past"


def _is_nearer_past(w: Weighing, phrase: TimePhrase) -> bool:
    """Whether a month, a day or a season was less long ago than it is to come: in June 'the fall' may be the next."""
    return -w.days_until(phrase, "past") <= w.days_until(phrase, "future")
