"""Whether an entity and an actor are one: the signs for and against it, weighed, as a probability with its reasons.

A sign's weight is a log-odds. Weights and the threshold were settled on the tuning half of
benchmarks/gold/sameas_pairs.jsonl (benchmarks/sameas.py measures them on both).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.resolve.people import PersonName, may_be_one
from onrecord.resolve.tables.akin import are_akin
from onrecord.store.naming import fold_name, parse_name, part_body, sound_of
from onrecord.store.portraits import Portrait, fullness
from onrecord.types import EntityKind

THRESHOLD = 0.85
"""From this probability on an entity is led to an actor."""
DOUBTED = 0.3
"""From this on a likeness that does not reach the threshold is written down: somebody may want to look at it."""

FULL_NAME = 2.6
FULLER_NAME = 1.6
INITIALS = 0.6
SURNAME = -1.0
BARE_SURNAME = -0.8
SPELLING = -1.6
BODY_NAME = 3.0
OTHER_KIND = 2.4
ACRONYM = -0.6
LAST_WORD = -0.6
COMMON_BODY = -1.4
SAME_OFFICE = 2.2
LIKE_OFFICE = 1.0
AKIN_OFFICE = 0.4
OTHER_OFFICE = -2.6
OTHER_OFFICE_SAME_SIDE = -0.6
SAME_SIDE = 1.2
SAME_SIDE_OF_BODY = 3.0
OTHER_SIDE = -1.6
OTHER_SIDE_SAME_OFFICE = -3.6
OTHER_SIDE_OF_BODY = -6.0
OTHER_GENDER = -3.0
NO_COMPANY = -0.4
MOST_COMPANY = 3.6
COMPANY_OF_NAMESAKES = 2.0
YEARS_APART = -0.6
OFTEN, MOST_OFTEN = 0.2, 1.0

_LIKE = 0.5
"""So much of the shorter of two offices' words is common where they are alike."""
_SIMILAR = 82
"""Of 100, by rapidfuzz, from which two given names may be spellings of one."""
_MANY_YEARS = 8
_DOUBT = 0.1
_NAMED_OFTEN = 10
"""Documents that name an actor, for a part of its name to mean that one rather."""
_PERSONS, _OTHERS = 0.42, 0.16
"""What it tells that somebody is named beside both, by the logarithm of how rarely that one is named at all."""
_RAREST = {True: 1.6, False: 0.5}
_KINDS_OF_BODIES: tuple[EntityKind, ...] = ("organisation", "place")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How an entity compares with an actor."""

    score: float
    """Log-odds that they are one, as if nobody else came into question."""
    reasons: tuple[str, ...]
    bare: bool = False
    """By a surname, an acronym or a last word alone: more must speak for it than a name."""
    backed: bool = True
    """Whether office, side or company agree."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Who an entity most likely is."""

    actor: int
    probability: float
    reasons: tuple[str, ...]
    same: bool


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody whom the entity's document names beside it."""

    actor: int
    is_person: bool
    documents: int
    """In how many that one is named."""


def choose(
    portrait: Portrait, candidates: Mapping[int, Portrait], company: Sequence[Companion], documents: int
) -> Judged | None:
    """The likeliest of several actors, with the probability that it is the one; None where none may be.

    `documents`: how many the record holds, about.
    """
    if portrait.identifier:
        known = sorted(i for i, c in candidates.items() if c.identifier == portrait.identifier)
        if known:
            return Judged(known[0], 1.0, (f"same identifier {portrait.identifier}",), same=True)
    found = {}
    for i, candidate in candidates.items():
        likeness = compare(portrait, candidate, company, documents)
        if likeness is not None:
            found[i] = likeness
    if not found:
        return None
    weights = {i: _weigh_actor(candidates[i]) * math.exp(likeness.score) for i, likeness in found.items()}
    best = max(found, key=lambda i: (weights[i], -i))
    likeness = found[best]
    # The next likeliest alone is a rival: many a doubt of one name would else leave nobody sure. One that may itself be
    # the likeliest, known to the record in two parts, is so much less of one.
    others = (
        w * (1.0 if likeness.bare or found[i].bare else _be_two(candidates[best], candidates[i]))
        for i, w in weights.items()
        if i != best
    )
    rival = max(others, default=0.0)
    probability = weights[best] / (weights[best] + rival) / (1 + math.exp(-likeness.score))
    same = probability >= THRESHOLD and (likeness.backed or not likeness.bare)
    return Judged(best, min(round(probability, 3), 0.999), likeness.reasons, same)


def _be_two(a: Portrait, b: Portrait) -> float:
    """The probability that two actors who go by one whole name are two: by what is told of them, and not by company,
    which namesakes of one story share."""
    if contradict(a.identifier, b.identifier):
        return 1.0
    return 1 / (1 + math.exp(FULL_NAME + _compare_told(a, b)[0]))


def _weigh_actor(actor: Portrait) -> float:
    """What an actor counts beside others of its name: more where it is named often, less where it is a doubt itself."""
    count = sum(actor.kinds.values())
    return _DOUBT if actor.doubted and count == 1 else math.sqrt(count)


def compare(portrait: Portrait, actor: Portrait, company: Sequence[Companion], documents: int) -> Likeness | None:
    """The signs that the two are one; None where something rules it out, or the names do not agree."""
    if contradict(portrait.identifier, actor.identifier):
        return None
    named = _compare_people(portrait, actor) or _compare_bodies(portrait, actor)
    if named is None:
        return None
    score, reason, bare = named
    reasons = [reason]
    documents_of = sum(actor.kinds.values())
    if not bare or documents_of >= _NAMED_OFTEN:  # who is named often is rather meant
        score += min(OFTEN * math.log(max(1, documents_of)), MOST_OFTEN)
    weight, why = _compare_told(portrait, actor)
    score += weight
    reasons += why
    as_people = portrait.is_person and actor.is_person
    beside, count = _weigh_company(company, actor, documents, as_people)
    if weight <= OTHER_OFFICE + OTHER_SIDE:  # namesakes of one story keep the same company
        beside = min(beside, COMPANY_OF_NAMESAKES)
    score += beside
    if count:
        reasons.append(f"named beside {count} of the same")
    if portrait.days and actor.days and _years_between(portrait.days, actor.days) > _MANY_YEARS:
        score += YEARS_APART
    return Likeness(score, tuple(reasons), bare, weight > AKIN_OFFICE or beside > _PERSONS)


def contradict(a: str | None, b: str | None) -> bool:
    """Whether two identifiers of one scheme differ."""
    return bool(a and b and a != b and a.partition(":")[0] == b.partition(":")[0])


# Names.


def _compare_people(portrait: Portrait, actor: Portrait) -> tuple[float, str, bool] | None:
    """How two people's names agree: weight, reason, and whether a bare surname is all."""
    if not (portrait.is_person and actor.is_person):
        return None
    mine, theirs = _parse(portrait.names), _parse(actor.names)
    whole = mine[0]
    if any(a.words == b.words and a.suffix == b.suffix and (a.given or a.suffix) for a in mine[:1] for b in theirs):
        return FULL_NAME, "same full name", False
    full = [t for t in theirs if t.given]
    if not whole.given and not full:
        if portrait.is_doubtful and actor.is_doubtful:
            return None  # a place or a body, taken for a person, as likely as not
        if any(whole.surname == t.surname and whole.suffix == t.suffix for t in theirs):
            return BARE_SURNAME, "same surname", True
        return None
    if not whole.given:
        if any(whole.surname == t.surname and whole.suffix in ("", t.suffix) and _agree(whole, t) for t in full):
            return SURNAME, "same surname", True
        return None
    if not full:
        if any(t.surname == whole.surname and t.suffix in ("", whole.suffix) for t in theirs):
            return SURNAME, "same surname", True
        return None
    if all(may_be_one(whole, t) for t in full):
        if any(min(len(whole.given[0]), len(t.given[0])) == 1 for t in full):
            return INITIALS, "same surname and initial", True
        return FULLER_NAME, "a fuller form of the same name", False
    if any(is_other_spelling(whole, t) for t in full):
        return SPELLING, "a name that may be spelt so", True
    return None


@lru_cache(maxsize=16384)
def _parse(names: tuple[str, ...]) -> tuple[PersonName, ...]:
    """The fullest first."""
    return tuple(parse_name(n) for n in sorted(names, key=fullness, reverse=True))


def _agree(a: PersonName, b: PersonName) -> bool:
    return not (a.gender and b.gender and a.gender != b.gender)


def is_other_spelling(a: PersonName, b: PersonName) -> bool:
    """Whether one name may be the other, led over from another script: a weak sign."""
    from rapidfuzz.distance import JaroWinkler

    if a.suffix != b.suffix or not _agree(a, b) or sound_of(a.surname) != sound_of(b.surname):
        return False
    similar = JaroWinkler.normalized_similarity(a.given[0], b.given[0]) * 100
    return similar >= _SIMILAR or sound_of(a.given[0]) == sound_of(b.given[0])


def _compare_bodies(portrait: Portrait, actor: Portrait) -> tuple[float, str, bool] | None:
    """How the names of organisations, places and states agree."""
    if portrait.is_person and not portrait.is_doubtful:
        return None
    if actor.is_person and not actor.is_doubtful:
        return None
    mine, theirs = portrait.names[0], actor.names
    full = _fold(theirs)
    own = fold_name(mine, "organisation")
    core, _ = part_body(mine)
    if own in full or fold_name(mine, "place") in full:
        if core and core == " ".join(sorted(own.split())):
            return COMMON_BODY, "same common name", True  # "the Foreign Ministry" of whom?
        doubtful = portrait.is_person or portrait.kind != actor.kind
        return (OTHER_KIND if doubtful else BODY_NAME), "same name", False
    if core and any(part_body(n)[0] == core for n in theirs):
        return COMMON_BODY, "same body", True
    if portrait.is_person or actor.is_person:
        return None
    if any(_abbreviates(own, f) or _abbreviates(f, own) for f in full):
        return ACRONYM, "an acronym of the name", True
    if any(_ends(own, f) or _ends(f, own) for f in full):
        return LAST_WORD, "a shorter form of the name", True
    return None


@lru_cache(maxsize=16384)
def _fold(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold_name(n, kind) for n in names for kind in _KINDS_OF_BODIES)


def _abbreviates(short: str, full: str) -> bool:
    words = full.split()
    return len(words) > 1 and " " not in short and short == "".join(w[0] for w in words)


def _ends(short: str, full: str) -> bool:
    return " " not in short and len(short) > 3 and full.split()[-1:] == [short] and full != short


# What is told of them.


def _compare_told(portrait: Portrait, actor: Portrait) -> tuple[float, list[str]]:
    """What gender, offices and sides tell."""
    if not (portrait.is_person and actor.is_person):
        return _compare_sides_of_bodies(portrait, actor)
    weight, why = _compare_offices(portrait, actor)
    if portrait.gender and actor.gender and portrait.gender != actor.gender:
        weight += OTHER_GENDER
    return weight, why


def _compare_offices(portrait: Portrait, actor: Portrait) -> tuple[float, list[str]]:
    sides = portrait.sides.keys() & actor.sides.keys()
    apart = bool(portrait.sides and actor.sides and not sides)
    weight, why = 0.0, []
    best, office, akin = 0.0, "", False
    for mine in portrait.offices:
        for theirs in actor.offices:
            alike, is_akin = _compare_words(mine, theirs)
            if alike > best:
                best, office = alike, min(mine, theirs, key=lambda words: len(set(words.split())))
            akin = akin or is_akin
    if best == 1:
        weight += SAME_OFFICE
        why.append(f"same office ({office})")
    elif best >= _LIKE:
        weight += LIKE_OFFICE
        why.append(f"like office ({office})")
    elif akin:
        weight += AKIN_OFFICE
    elif portrait.offices and actor.offices:
        weight += OTHER_OFFICE_SAME_SIDE if sides else OTHER_OFFICE
    if sides:
        weight += SAME_SIDE
        why.append("of the same side")
    elif apart:
        weight += OTHER_SIDE_SAME_OFFICE if best >= _LIKE else OTHER_SIDE
    return weight, why


@lru_cache(maxsize=16384)
def _compare_words(a: str, b: str) -> tuple[float, bool]:
    """How much of the shorter of two offices is common, and whether a word of one may mean a word of the other."""
    mine, theirs = set(a.split()), set(b.split())
    alike = len(mine & theirs) / min(len(mine), len(theirs))
    return alike, any(are_akin(x, y) for x in mine for y in theirs)


def _compare_sides_of_bodies(portrait: Portrait, actor: Portrait) -> tuple[float, list[str]]:
    if not portrait.sides or not actor.sides:
        return 0.0, []
    if portrait.sides.keys() & actor.sides.keys():
        return SAME_SIDE_OF_BODY, ["of the same side"]
    return OTHER_SIDE_OF_BODY, []


def _weigh_company(company: Sequence[Companion], actor: Portrait, documents: int, as_people: bool) -> tuple[float, int]:
    """What the company that both keep tells, and how many are in it."""
    shared = [c for c in company if c.actor in actor.company]
    if not shared:
        met = sum(c.is_person for c in company)
        return (NO_COMPANY if as_people and met >= 1 and len(actor.company) >= 2 else 0.0), 0
    weight = 0.0
    for c in shared:
        rarity = math.log((documents + 8) / (c.documents + 1))
        weight += min(_RAREST[c.is_person], max(0.0, rarity) * (_PERSONS if c.is_person else _OTHERS))
    return min(weight, MOST_COMPANY), len(shared)


def _years_between(a: tuple[str, str], b: tuple[str, str]) -> int:
    first, second = sorted((a, b))
    return max(0, int(second[0][:4]) - int(first[1][:4]))


def say(reasons: Iterable[str]) -> str:
    """Reasons as one line."""
    return ", ".join(reasons)
