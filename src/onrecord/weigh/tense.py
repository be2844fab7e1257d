"""Whether what stands at a time is past or to come, by the verb that goes with it.

'On Monday we will vote' is the next Monday, 'on Monday we voted' the last. A short list of auxiliaries and of irregular
past forms, read clause by clause; where the words do not tell, or tell both, there is no tense.
"""

import re
from dataclasses import dataclass

from onrecord.types import Span
from onrecord.weigh.times.readings import Tense
from onrecord.weigh.times.words import DETERMINERS, MONTHS, WEEKDAYS, words_of

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[0-9]+|[^\w\s\"“”„«»‘’']")
"""Quotation marks are passed over: a verb may stand outside of them, and its rest inside."""
_AROUND = 400
"""Characters looked at on either side of the time."""
_NEAR = 60
"""Characters before a time that may say what it is the time of."""
_MOST_CLAUSES = 6


_STRONG = words_of(
    ". ! ? ; : ( ) [ ] — – that which who whom whose because although though whereas but if unless where"
)
"""No verb beyond these belongs to the time."""
_WEAK = words_of(", and or while when once after before until till since")
_CLAUSE_END = re.compile(
    r"[.;:?!()—–]\s|,\s|\b(?:that|which|who|whom|whose|because|although|though|whereas|but|unless|where|and|or|while|"
    r"when)\b",
    re.IGNORECASE,
)
_LEANS_BACK = re.compile(
    r"\b(?:(?:wake|aftermath|heels|impact|effects?|fallout|winners?|losers?) (?:of|from)(?: [\w’'-]+){0,4}"
    r"|(?:since|from)(?: (?:the|his|her|their|its|an?|last))?)\W*$",
    re.IGNORECASE,
)
"""'in the wake of her collapse on', 'to bounce back from'."""
_TOWARDS = re.compile(
    r"\b(?:ahead of|in advance of|prior to|towards?|leading up to|heading into|in time for|for|until|upcoming|coming)"
    r"(?: (?:the|a|an|his|her|their|its|this))?(?: on)?\W*$",
    re.IGNORECASE,
)
_ELECTION = re.compile(r"(?:['’]s)?\s+(?:\w+ )?(?:elections?|ballots?|referendum|caucus(?:es)?)\b", re.IGNORECASE)
_PAST_WORDS = re.compile(r"\b(?:last|previous|past|lost|since|after)\b", re.IGNORECASE)
_ON_TIMETABLE = re.compile(
    r"\b(?:is|are)(?: (?:on|in|at|only|not|set for|due))*\W*$"
    r"|\b(?:begins|starts|opens|ends|expires|takes|meets|convenes|kicks off|airs|arrives|leaves|resumes|applies|closes|"
    r"reconvenes|concludes|departs)\b"
    r"|\b(?:polls|talks|doors|sales|hearings|trials) (?:open|close|start|begin|end|resume)\b"
    r"|\bif [\w ]+ (?:is|are)\b",
    re.IGNORECASE,
)
"""What is told of a timetable in the present is to come: 'the session opens on Monday'."""
_PLANS = re.compile(
    r"\b(?:will|shall|would|could|should|may|might|must|can|won['’]t|cannot)\b|['’](?:ll|d)\b"
    r"|\b(?:plans?|planned|planning|schedul\w+|expect\w*|due|slated|going|hop(?:e|es|ing)|wants?|promis\w+|"
    r"pledg\w+|vow\w*|propos\w+|next|if|unless|postponed|delayed|threat(?:s|en\w*)|intend\w*|about to)\b"
    r"|\b(?:was|were)(?: (?:on|in|at))?\W*$",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"\bto (?!(?:the|an?|his|her|their|its|our|my|your|this|that|these|those)\b)(?:[a-z]+ly )?[a-z]+(?<!ing)(?<!s)\b"
)
"""With one of these before a time in its clause, it may be past or to come."""
_DEED = re.compile(
    r"['’]s\s+(?:[\w-]+ ){0,2}?(?:attacks?|shootings?|bombings?|blasts?|explosions?|killings?|massacre|crash|fire|"
    r"quake|earthquake|storm|riots?|protests?|clash(?:es)?|violence|coup|arrests?|deaths?|collapse|loss|defeat|win|victory|"
    r"remarks?|comments?|tweets?|statements?|announcements?|reports?|rulings?|decisions?|revelations?|performance)\b",
    re.IGNORECASE,
)
_SAID_BEFORE = re.compile(
    r"\b(?:(?:assertion|claim|contention|allegation|remark|comment|tweet|revelation)s?|said|announced|wrote|tweeted)"
    r"(?: on)? $"
)
_AHEAD_OF = re.compile(
    r"\b(?:ahead of|in advance of|leading up to|heading into|going into|run-?up to)(?: [\w.’'-]+){0,5} $"
)
_AFTER = re.compile(r"\b(?:after|following)(?: [\w.’'-]+){1,5} $")
_MODIFIES = re.compile(
    r"['’]s?\s+\w|\s+(?!(?:and|or|but|at|in|on|by|for|with|from|to|of|that|as|when|after|before|because|"
    r"if|until|while|about|during|over|is|are|was|were|has|have|had|will|would|the|an?|he|she|they|it|we)\b)[a-z]\w+"
)
_TOLD_LATER = re.compile(
    r"\s+(?:[\w-]+ )?(?:reports?|figures|data|numbers|polls?|surveys?|performance|results|filings?|rulings?|attacks?|"
    r"shootings?|massacre|bombings?)\b"
)
"""What bears the name of the time that it is of comes after it: 'the October figures'."""
_MEETS = re.compile(
    r"\b(?:debates?|elections?|primar(?:y|ies)|caucus(?:es)?|votes?|convention|hearing|summit|referendum|ballot)"
    r"(?: in [A-Z]\w+(?: [A-Z]\w+)?)?(?:,? on)?\s+$"
)
_VOTE = re.compile(r"\b(?:elections?|primar(?:y|ies)|caucus(?:es)?|votes?|referendum|ballot)\b")
_MEETING = re.compile(
    r"(?:['’]s)?\s+(?:[\w-]+ ){0,2}?(?:debates?|elections?|primar(?:y|ies)|caucus(?:es)?|votes?|convention|hearing|"
    r"summit|games?|match|referendum|ballot)\b",
    re.IGNORECASE,
)
_ABBREVIATIONS = words_of(
    "mr mrs ms dr gen sen rep gov st lt col sgt prof no jan feb mar apr jun jul aug sep sept oct nov dec"
)
_PREPOSITIONS = words_of("on in at by for from during over of to with as since until till before after between through")
_LEADING = _PREPOSITIONS | DETERMINERS | WEEKDAYS.keys() | words_of("late early earlier later back only and then")
"""What may stand between a time and the beginning of its clause, or the verb that it goes with."""
_ADVERBS = words_of("not never also still now then soon already just only even ever probably likely all both yet")
_NO_VERBS = (
    DETERMINERS
    | _PREPOSITIONS
    | MONTHS.keys()
    | WEEKDAYS.keys()
    | words_of("him them me us you it which whom what date prison court parliament power war death")
)
"""Behind 'to' these begin no infinitive."""

_WILL = words_of("will shall won't shan't")
_MODALS = words_of("may might must should can can't cannot mustn't shouldn't")
_WOULD = words_of("would wouldn't could couldn't ought")
_IS = words_of("is are am isn't aren't")
_WAS = words_of("was were wasn't weren't")
_HAS = words_of("has have hasn't haven't")
_HAD = words_of("had hadn't did didn't")
_DOES = words_of("do does don't doesn't")
_AHEAD = words_of("due set scheduled expected planned slated poised likely unlikely certain sure bound ready supposed")
"""'is due on Monday' is to come, 'was due on Monday' either."""
_PUT_OFF = words_of("scheduled expected planned slated postponed delayed supposed")
"""By themselves they tell nothing: 'the vote planned for May'."""
_EXPECTING = words_of("expect expects intend intends")
_PLANNING = words_of(
    "want wants plan plans intend intends hope hopes expect expects promise promises pledge pledges vow vows need "
    "needs aim aims prepare prepares threaten threatens propose proposes ask asks urge urges order invite invites "
    "call calls allow allows ready willing likely unlikely due set scheduled slated determined going about"
)
"""Behind these 'to' and a verb is to come."""
_PLANNED = words_of(
    "wanted planned intended hoped expected agreed promised pledged vowed decided aimed prepared threatened "
    "proposed asked urged ordered invited called allowed told refused planning hoping expecting preparing "
    "threatening aiming"
)
"""Behind these it was to come, then: now it may be past."""
_CARRIED_OUT = words_of(
    "used managed failed began begun started continued forced able unable happened proceeded went made sought tried "
    "attempted struggled rushed scrambled gathered traveled travelled returned seemed appeared"
)
"""Behind these in the past, 'to' and a verb was done, or was not, then."""
_NO_PAST = words_of(
    "need indeed speed hundred feed exceed proceed succeed seed breed weed greed creed deed heed bleed embed united "
    "sacred naked wicked hatred alleged related aged"
)
_IRREGULAR = words_of(
    "arose ate became began begun blew born bought broke broken brought built came caught chose chosen done drank "
    "drawn drew driven drove fallen fell fled flew flown forgot forgotten fought found froze frozen gave given gone "
    "got grew grown heard held hidden hit kept knew known laid led left lent lost made meant met overthrew overthrown "
    "paid ran rose risen said sank sat saw seen sent shot slept sold sought spent spoke spoken stole stolen stood "
    "struck sung swore sworn taken taught thought threw thrown told took understood undertook went withdrawn "
    "withdrew woke won wore written wrote"
)


@dataclass(frozen=True, slots=True)
class _Verb:
    first: int
    last: int
    """Of its tokens."""
    tense: Tense | None
    """None where it may be either."""
    bare: bool = False
    """No auxiliary: it may be a participle, 'the vote held on Monday'."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """Tokens `left` up to `right` of `words`; the time stands at token `here`."""

    words: list[str]
    """In lower case, apostrophes straight."""
    raws: list[str]
    left: int
    right: int
    here: int
    reported: bool
    opens: bool
    """The first token is the first of what is said."""

    def word(self, k: int) -> str:
        return self.words[k] if self.left <= k < self.right else ""

    def skip_adverbs(self, k: int) -> int:
        while self.word(k) in _ADVERBS or (self.word(k).endswith("ly") and len(self.word(k)) > 4):
            k += 1
        return k

    def end_of_group(self, k: int) -> int:
        """The last token of a verb whose auxiliary ends before k: '(will) not have been elected', '(had) left'."""
        last = k - 1
        k = self.skip_adverbs(k)
        while self.word(k) in ("have", "be", "been", "being", "had"):
            last, k = k, self.skip_adverbs(k + 1)
        return k if self.word(k).isalpha() and self.word(k) not in _LEADING else last

    def leads(self, k: int) -> bool:
        """Whether nothing but prepositions and the like stands from k to the time."""
        return k <= self.here and all(w in _LEADING for w in self.words[k : self.here])


def find_tense(text: str, start: int, end: int, at: int, reported: bool = False) -> Tense | None:
    """The tense of the verb nearest to the time phrase at `at`, in its clause within text[start:end].

    'present' decides nothing for a time. None where no verb is found, and where verbs disagree and none is plainly the
    time's. `reported` is for indirect speech, whose verbs are set back: there 'would' is to come, and 'was on Monday'
    may be.
    """
    begin = max(start, at - _AROUND)
    tokens = list(_TOKEN.finditer(text, begin, min(end, at + _AROUND)))
    here = next((i for i, m in enumerate(tokens) if m.end() > at), len(tokens))
    if here == len(tokens):
        return None
    raws = [m.group() for m in tokens]
    words = [raw.lower().replace("’", "'") for raw in raws]
    left, right = _left_of(words, here), _right_of(words, here)
    for _ in range(_MOST_CLAUSES):
        clause = _Clause(words, raws, left, right, here, reported, opens=left == 0 and begin == start)
        verbs = _find_verbs(clause)
        if verbs:
            return _settle(verbs, clause)
        if clause.leads(left) and right < len(words) and words[right] == ",":  # 'On Monday, we will vote'
            right = _right_of(words, right)
        elif left > 0 and words[left - 1] in _WEAK:
            left = _left_of(words, left - 1)
        else:
            return None
    return None


def guess_tense(
    text: str, start: int, end: int, phrase: Span, found: Tense | None = None, spoken: bool = False
) -> Tense | None:
    """What a time is taken for that no verb of text[start:end] places: news is of the past, unless words look ahead.

    None where something does look ahead and nothing tells how far: a modal, an infinitive, a plan. None also where
    `found` is 'present' and the time is not that of a thing, and in `spoken` words that tell nothing of the past.
    """
    before = _clause_before(text[max(start, phrase[0] - _AROUND) : phrase[0]])
    after = _CLAUSE_END.split(text[phrase[1] : min(end, phrase[1] + _AROUND)], maxsplit=1)[0]
    if _LEANS_BACK.search(before):
        return "past"
    told_past = tells_past(before) or tells_past(after)
    if _TOWARDS.search(before) or (_names_election(text[slice(*phrase)], after) and not _PAST_WORDS.search(before)):
        return None if told_past else "future"
    if _ON_TIMETABLE.search(before):
        return "future"
    of_thing = _MODIFIES.match(after) is not None
    if _TOLD_LATER.match(after):
        return "past"
    if (found == "present" and not of_thing) or (spoken and not told_past):
        return None
    looks_ahead = _PLANS.search(before) or _PLANS.search(after) or (not of_thing and _PURPOSE.search(before))
    return None if looks_ahead else "past"


def looks_back(text: str, start: int, phrase: Span) -> bool:
    """Whether the words before a time make it past whatever the verb: 'to recover from Monday's vote'."""
    return _LEANS_BACK.search(text, max(start, phrase[0] - _AROUND), phrase[0]) is not None


def names_deed(text: str, phrase: Span) -> bool:
    """Whether a time is that of something nobody announces, or that was said: 'Monday's attack', 'his claim Monday'."""
    before = text[max(0, phrase[0] - _NEAR) : phrase[0]]
    return _DEED.match(text, phrase[1]) is not None or _SAID_BEFORE.search(before) is not None


def is_approached(text: str, phrase: Span) -> bool:
    """Whether a time is that of something still ahead: 'ahead of the caucuses on Monday', whatever the verb."""
    return _AHEAD_OF.search(text[max(0, phrase[0] - _NEAR) : phrase[0]]) is not None


def is_followed(text: str, phrase: Span) -> bool:
    """Whether a time is that of something that went before: 'after the debate on Saturday'."""
    return _AFTER.search(text[max(0, phrase[0] - _NEAR) : phrase[0]]) is not None


def names_meeting(text: str, phrase: Span) -> bool:
    """Whether a time says which of several meetings or votes is meant: 'Monday's debate', 'the caucuses on Monday'."""
    before = text[max(0, phrase[0] - _NEAR) : phrase[0]]
    return _MEETING.match(text, phrase[1]) is not None or _MEETS.search(before) is not None


def names_vote(text: str, phrase: Span) -> bool:
    """Whether a time says when people vote: papers tell of the next vote more than of the last."""
    near = text[max(0, phrase[0] - _NEAR) : phrase[1] + _NEAR]
    return names_meeting(text, phrase) and _VOTE.search(near) is not None


def tells_past(text: str) -> bool:
    """Whether words have a verb in the past."""
    return any(verb.tense == "past" for verb in _verbs_in(text, 0, len(text)))


def _clause_before(text: str) -> str:
    begins = [m.end() for m in _CLAUSE_END.finditer(text)]
    return text[begins[-1] :] if begins else text


def _names_election(words: str, after: str) -> bool:
    return "lection" in words or _ELECTION.match(after) is not None


def has_verb(text: str, start: int, end: int) -> bool:
    """Whether text[start:end], of which the beginning is read, holds a form that tells a tense."""
    return bool(_verbs_in(text, start, min(end, start + _AROUND)))


def _verbs_in(text: str, start: int, end: int) -> list[_Verb]:
    raws = _TOKEN.findall(text, start, end)
    words = [raw.lower().replace("’", "'") for raw in raws]
    return _find_verbs(_Clause(words, raws, 0, len(words), len(words), reported=False, opens=True))


def _left_of(words: list[str], i: int) -> int:
    return next((k + 1 for k in range(i - 1, -1, -1) if _is_boundary(words, k)), 0)


def _right_of(words: list[str], i: int) -> int:
    return next((k for k in range(i + 1, len(words)) if _is_boundary(words, k)), len(words))


def _is_boundary(words: list[str], i: int) -> bool:
    before = words[i - 1] if i else ""
    if words[i] == ".":
        return not (before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha()))
    return words[i] in _STRONG or words[i] in _WEAK


def _settle(verbs: list[_Verb], clause: _Clause) -> Tense | None:
    before = [verb for verb in verbs if verb.first < clause.here]
    nearest = before[-1] if before else verbs[0]
    # What is behind the time and tells no tense does not gainsay: 'called her on Monday to thank her'.
    told = [verb for verb in verbs if verb.tense or verb.first < clause.here]
    agree = all(verb.tense == nearest.tense for verb in told)
    touches = bool(before) and clause.leads(nearest.last + 1)
    return nearest.tense if agree or touches or not nearest.bare else None


def _find_verbs(clause: _Clause) -> list[_Verb]:
    """The verbs of a clause, in order and apart."""
    found: list[_Verb] = []
    i = clause.left
    while i < clause.right:
        before = found[-1] if found else None
        verb = _read_infinitive(clause, i, before) if clause.words[i] == "to" else _read_verb(clause, i)
        if verb is None:
            i += 1
            continue
        if clause.words[i] == "to" and before and before.tense == "past" and clause.word(i - 1) in _CARRIED_OUT:
            found[-1] = _Verb(before.first, verb.last, "past", before.bare)
        else:
            found.append(verb)
        i = verb.last + 1
    return found


def _read_verb(clause: _Clause, i: int) -> _Verb | None:
    """The verb that begins at token i, if one does."""
    word, name = clause.word, clause.words[i]
    then = clause.skip_adverbs(i + 1)
    if name in ("will", "may", "might", "can", "must") and (
        word(i - 1) in DETERMINERS or (word(i - 1) and clause.raws[i][0].isupper())
    ):
        return None  # 'the will of the people', 'in May'
    if name in _WILL or name.endswith("'ll"):
        return _Verb(i, clause.end_of_group(i + 1), "future")
    if name in _MODALS:
        return _Verb(i, clause.end_of_group(i + 1), None if word(then) == "have" else "future")
    if name in _WOULD:
        ahead = clause.reported and name.startswith("would") and word(then) != "have"
        return _Verb(i, clause.end_of_group(i + 1), "future" if ahead else None)
    if name.endswith("'d") and name != "'d":
        if word(then) == "been" or _is_past_form(word(then)):
            return _Verb(i, clause.end_of_group(i + 1), "past")
        return _Verb(i, clause.end_of_group(i + 1), "future" if clause.reported else None)
    if name in _IS or name.endswith(("'re", "'m")):
        return _read_be(clause, i, "future", "present")
    if name in _WAS:
        if name == "were" and word(then) == "to" and clause.left and clause.words[clause.left - 1] == "if":
            return _Verb(i, clause.end_of_group(then + 1), "future")
        if clause.reported and clause.leads(then):  # 'said the vote was on Monday'
            return _Verb(i, i, None)
        return _read_be(clause, i, None, "past")
    if name in _HAS or name.endswith("'ve"):
        if word(then) == "to":
            return _Verb(i, clause.end_of_group(then + 1), "future")
        done = word(then) in ("been", "had") or _is_past_form(word(then))
        return _Verb(i, clause.end_of_group(i + 1), "past") if done else _Verb(i, i, "present")
    if name in _HAD:
        return _Verb(i, clause.end_of_group(i + 1), "past")
    if name in _DOES:
        return _Verb(i, clause.end_of_group(i + 1), "present")
    return _read_bare(clause, i)


def _read_be(clause: _Clause, i: int, ahead: Tense | None, plain: Tense) -> _Verb:
    """'is going to leave', 'is to leave', 'is due', 'is leaving', 'is elected', 'is'; the same with 'was'."""
    word, k = clause.word, clause.skip_adverbs(i + 1)
    if word(k) == "to" or (word(k) in ("going", "about") and word(k + 1) == "to"):
        return _Verb(i, clause.end_of_group(k + 1 + (word(k) != "to")), ahead)
    if word(k) in _AHEAD:
        return _Verb(i, clause.end_of_group(k + 2) if word(k + 1) == "to" else k, ahead)
    if word(k) in ("been", "being") or word(k).endswith("ing") or _is_past_form(word(k)):
        return _Verb(i, clause.end_of_group(i + 1), plain)
    return _Verb(i, i, plain)


def _read_infinitive(clause: _Clause, i: int, before: _Verb | None) -> _Verb | None:
    """'to' and a verb, where the word that governs it tells whether that is to come."""
    verb = clause.word(clause.skip_adverbs(i + 1))
    if not verb.isalpha() or verb in _NO_VERBS or not clause.raws[i + 1].islower():
        return None
    if clause.word(i - 1) == "due" and clause.word(i - 2) not in _IS | _WAS:  # 'late, due to rain'
        return None
    last = clause.end_of_group(i + 1)
    if clause.word(i - 1) in _CARRIED_OUT:
        return _Verb(i, last, None)
    for k in range(i - 1, max(clause.left, i - 6) - 1, -1):
        if clause.words[k] in _PLANNING:
            return _Verb(i, last, "future")
        if clause.words[k] in _PLANNED:
            # 'has agreed to leave'
            holds = before and (before.tense in ("present", "future") or clause.words[before.first] in _HAS)
            return _Verb(i, last, "future" if holds else None)
    if verb == "have":
        return _Verb(i, last, "past")
    return _Verb(i, last, "future") if clause.opens and i == clause.left else None


def _read_bare(clause: _Clause, i: int) -> _Verb | None:
    """A past form without an auxiliary, where it is no adjective: not 'the united front', 'two wounded soldiers'."""
    name, k = clause.words[i], i - 1
    if name in _EXPECTING and clause.word(i + 1) != "to":
        return _Verb(i, i, "future")
    if not _is_past_form(name) or not (clause.raws[i].islower() or i == clause.left):
        return None
    while clause.word(k).endswith("ly"):
        k -= 1
    before, behind = clause.word(k), clause.word(i + 1)
    if before in DETERMINERS and before not in ("those", "these"):
        return None
    counted = before in _PREPOSITIONS or before.endswith(("'s", "s'")) or before.isdecimal()
    if counted and behind.isalpha() and behind not in _LEADING:
        return None
    return _Verb(i, i, None if name in _PUT_OFF else "past", bare=True)


def _is_past_form(word: str) -> bool:
    return word in _IRREGULAR or (word.endswith("ed") and len(word) > 3 and word not in _NO_PAST)
