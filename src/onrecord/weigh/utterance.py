"""When something was said: whether a time phrase in a cue's sentence goes with the cue or its source.

'Torvik said on Monday', 'in an interview on 3 May, Torvik said', 'Torvik on Monday told'; not 'Torvik, who resigned in
May, said', not 'said after the vote on Monday', and nothing inside of what was said. Rules over the words between the
phrase and the cue: where they may belong to something else, so may the time.
"""

import re
from collections.abc import Callable

from onrecord.weigh.cues import AROUND, LOOKS_AHEAD, MADE_TO, RELATIVE
from onrecord.weigh.scene import (
    BREAK,
    ELSEWHERE,
    MADE_KNOWN,
    NOT_BEFORE,
    OCCASIONS,
    PLAIN,
    POSSESSIVE,
    QUOTES,
    TOKEN,
    Scene,
    carries_on,
    is_day,
    is_document,
    is_long_ago,
    is_medium,
    is_moment,
    is_plain,
    is_setting,
    names_occasion,
    opens_sentence,
    stands_alone,
)
from onrecord.weigh.tense import has_verb
from onrecord.weigh.times.words import EVENTS, words_of

_UTTERED = words_of(
    "interview statement speech letter tweet post essay op-ed column memo remarks address testimony message"
)
"""In one of these something is called for that is to come; at a summit it may be what comes."""
_ON_A_MATTER = words_of("of for about over as")
"""Right behind a cue they lead to its matter: 'said of the attack on Monday'."""
_AUXILIARIES = words_of("is are was were has have had will would can could may might must should did does do")
_JOINS = re.compile(r"\b(?:and|or|but)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:—–]\s*|,?\s+(?:and|but|yet)\s+|\A\s*(?:And|But|Yet)\s+")
_STOPS = re.compile(r"\b(?:after|before|when|while|because|as|and|but)\b", re.IGNORECASE)
"""With one of these between a time and ', saying', the time may be another verb's."""
_AS_SAID = re.compile(r"said|says|put|puts|noted|notes|wrote|reported|explained|told|called|described|see")
"""'Voted on Monday, as Torvik put it': when he put it so is not told."""
_WHEN = re.compile(
    r"(?:['’]s)?(?:\s+[\w-]+){0,5}?,?\s+(?P<how>when|where|as|in which|at which|during which)\s+", re.IGNORECASE
)
"""From a time to who spoke then."""
_PASSIVE = re.compile(r"(?:was|were|has been|have been|is|are)\b", re.IGNORECASE)
_MET_WITH = re.compile(
    r",?\s+(?:[\w’'-]+\s+){1,6}?(?:came under|faced|drew|met with|won|earned|sparked)\s+", re.IGNORECASE
)
"""From a time at the head of a sentence to a cue that is a noun: 'the pact came under (criticism)'."""
_DOING = re.compile(r", \w+ing\b[^,;:()—–\"“”]*")
_WENT = re.compile(
    r"\s+(?:came|went|travell?ed|visited|appeared|arrived|stopped|returned|met|stood|sat|flew|spoke)\b[^,;:()—–\"“”]*"
)
_AND = re.compile(r"(?: (?:in|at) [A-Z]\w+(?: [A-Z]\w+)*)?,? and (?:\w+ly )?")
_AS = re.compile(r"\s+(?:as|while)\s[^,;:()—–\"“”]*")
_KINDS = words_of("news poll polls national statewide public opinion a the and")
"""What may stand among names before 'poll': 'October's Lowen Post national poll'."""
_OVER = re.compile(r"\bover\s+$", re.IGNORECASE)
_CONNECTIVES = re.compile(
    r"\s*\(?(?:(?:and|but|yet|so|thus|then|meanwhile|still|also|even|just|only|again|finally|indeed|earlier|later|now|"
    r"making the rounds)\b,?\s*)*",
    re.IGNORECASE,
)
"""At the head of a sentence these do not part a time from its cue: '(But) even Friday, he said'."""
_ASIDE = re.compile(r",?\s+(?:as|while)\s[^,;:()—–\"“”]*,\s*$")
"""'On Monday, as the rain fell, Torvik said'."""
_PARENTHESES = re.compile(r",\s*(?:for (?:example|instance)|meanwhile|however|too|in turn|by contrast|though),")
_MADE_BY = re.compile(r"(?: [\w-]+){1,3} (?:by|from|of) (?:the )?")
_FREE = re.compile(r"[^,;:()—–\"“”]{1,120},\s*")
"""What may stand behind the time of a letter before the one who wrote it."""
_BEFORE_SOURCE = re.compile(r"\b(?:of|from|by)\s*$")
"""'won the support of Torvik on Monday'."""
_BY_WHOM = re.compile(r"\b(?P<made>\w+) by [^,]*$")
"""'released by the ministry on Monday', 'a survey by the union in March'."""
_OTHERWISE = re.compile(r",|\b(?:before|after|since|until|who|which|that|when)\b")
_MEANWHILE = re.compile(r"(?:as|while)\s", re.IGNORECASE)
_MOST_NAMES = 6
_MOST_OF_NAME = 5
"""Words of a source among which stands what it is: 'a Lowen Post poll of Kelvara'."""
_OWN = ("his", "her", "their", "its")
_NEAR_WORDS = 5
_MAY_LOOK_AHEAD = re.compile(rf"{LOOKS_AHEAD.pattern}|\b(?:schedul|order|warn|set|expect)\w*", re.IGNORECASE)
_ANNOUNCES = re.compile(r"\bannounc", re.IGNORECASE)


def goes_with_cue(scene: Scene) -> bool:
    """Whether the phrase tells when the words were said."""
    if not is_moment(scene):
        return False
    return (
        _in_source(scene)
        or _made_by(scene)
        or _when_they_met(scene)
        or (stands_alone(scene) and any(rule(scene) for rule in RULES))
    )


def tells_when(scene: Scene, gap: str) -> bool:
    """Whether the phrase tells when somebody spoke, whose verb stands before it with `gap` between."""
    return is_moment(scene) and stands_alone(scene) and is_setting(gap)


def _inside_cue(scene: Scene) -> bool:
    """'refused on Thursday', 'Thursday refused', where the cue is marked so."""
    words = TOKEN.findall(scene.text[scene.cue[0] : scene.at].lower())
    return scene.cue[0] <= scene.at and scene.stop <= scene.cue[1] and words[-1:] not in ([w] for w in NOT_BEFORE)


def _behind_cue(scene: Scene) -> bool:
    """'said on Monday', 'said Torvik late on Monday', 'told reporters in Lowen on Monday'."""
    start, source = scene.cue[1], scene.source
    if scene.at < start or scene.has_between(start, scene.at):
        return False
    gap = scene.text[start : scene.at]
    if source and start <= source[0] < scene.at:
        if source[1] > scene.at:
            return False
        gap = _BEFORE_SOURCE.sub("", scene.text[start : source[0]]) + " " + scene.text[source[1] : scene.at]
    gap = _OVER.sub("", gap)  # 'said over the weekend'
    first = next(iter(TOKEN.findall(gap.lower())), "")
    if first in _ON_A_MATTER or (TOKEN.findall(gap.lower())[-1:] == ["on"] and not is_day(scene.phrase)):
        return False
    after = next(iter(TOKEN.findall(scene.text[scene.stop : scene.stop + 30].lower())), "")
    return after not in _AUXILIARIES and is_setting(gap)


def _between(scene: Scene) -> bool:
    """'Torvik on Monday told', 'Torvik, in an interview on 3 May, said', '(Torvik said this) and on Monday told'."""
    source = scene.source
    if not source or not (source[1] <= scene.at and scene.stop <= scene.cue[0]):
        return False
    start = scene.after_others(source[1])
    before = _PARENTHESES.sub("", scene.text[start : scene.at], 1)
    after = POSSESSIVE.sub("", scene.text[scene.stop : scene.cue[0]], 1)
    if start == source[1] and _DOING.fullmatch(before) and after.strip() == ",":
        return True  # 'Torvik, opening the bridge on Monday, said'
    if start == source[1] and _is_aside(scene) and is_plain(before):
        return True  # 'Torvik on Monday joined the campaign, attacking'
    if scene.has_between(scene.stop, scene.cue[0]) or _JOINS.search(after) or not carries_on(after):
        return False
    if start > source[1]:
        return is_plain(before) and _JOINS.search(before) is not None
    if names_occasion(after):  # ', at its July summit, '
        return _JOINS.search(before) is None and is_medium(before + after)
    return _JOINS.search(before) is None and (
        is_plain(before) or is_medium(before) or _is_made_known(scene.text[slice(*source)], before)
    )


def _is_aside(scene: Scene) -> bool:
    """Whether the cue goes with another verb of its sentence: ', saying', 'to deny'."""
    text, (start, stop) = scene.text, scene.cue
    said = TOKEN.findall(text[start:stop].lower())
    went = said[:1] == ["to"] and MADE_TO.search(text, max(0, start - AROUND), start)
    if not said or not (said[0].endswith("ing") or went) or scene.has_between(scene.stop, start):
        return False
    gap = text[scene.stop : start]
    return not BREAK.search(gap) and not RELATIVE.search(gap) and not _STOPS.search(gap)


def _aside(scene: Scene) -> bool:
    """'Torvik left the race on Monday, saying', 'On Monday, Torvik sent a note saying', 'took the stage Monday to'."""
    text = scene.text
    if scene.stop > scene.cue[0] or not _is_aside(scene):
        return False
    if opens_sentence(scene):
        return True
    gap = text[scene.stop : scene.cue[0]]
    is_speech = all(word in OCCASIONS for word in TOKEN.findall(gap.lower()))  # 'in a May speech attacking'
    if gap.strip() not in ("", ",", "by", ", by") and not is_speech and not is_medium(gap):
        return False
    start = scene.after_others(scene.sentence[0])
    if scene.source and scene.source[1] <= scene.at:
        start = max(start, scene.source[1])
    words = TOKEN.findall(scene.text[start : scene.at].lower())
    while words and words[-1] in PLAIN:
        words.pop()
    near = words[-_NEAR_WORDS:]
    if near[-2:-1] and near[-2] in _OWN:  # 'sharpened his attacks on Monday, saying'
        near = []
    return not any(w in ELSEWHERE or (w in EVENTS and w not in OCCASIONS) for w in near) and words[-1:] != [","]


def _went_and(scene: Scene) -> bool:
    """'Torvik came to Lowen on Monday and told', 'Torvik met the envoy in May and said'."""
    source = scene.source
    if not source or not (source[1] <= scene.at and scene.stop <= scene.cue[0]):
        return False
    if scene.has_between(source[1], scene.cue[0]):
        return False
    text = scene.text
    went = _WENT.fullmatch(text, source[1], scene.at)
    return went is not None and _AND.fullmatch(text, scene.stop, scene.cue[0]) is not None


def _as_they_went(scene: Scene) -> bool:
    """'said Torvik as he left the hall on Monday'."""
    end = max(scene.cue[1], scene.source[1] if scene.source else 0)
    return end <= scene.at and not scene.has_between(end, scene.at) and bool(_AS.fullmatch(scene.text, end, scene.at))


def _when_they_met(scene: Scene) -> bool:
    """'(since) Monday's debate, when Torvik said', 'at the Friday rally, where Torvik called'."""
    target = min(scene.source[0], scene.cue[0]) if scene.source else scene.cue[0]
    if not scene.stop <= target or scene.has_between(scene.stop, target):
        return False
    match = _WHEN.fullmatch(scene.text, scene.stop, target)
    return match is not None and not (match["how"] == "as" and _AS_SAID.match(scene.text, scene.cue[0]))


def _has_verb_or_clause(words: str) -> bool:
    """Whether something else may have happened then."""
    return BREAK.search(words) is not None or RELATIVE.search(words) is not None or has_verb(words, 0, len(words))


def _suffered(scene: Scene) -> bool:
    """'On Monday, Torvik (the matter) was charged', 'In 2009, the pact came under criticism', without a source."""
    text, (start, stop) = scene.text, scene.cue
    if scene.source or scene.stop > start or not opens_sentence(scene):
        return False
    first = min((s for s, _ in scene.content if s >= scene.stop), default=start)
    passive = text[scene.stop : first].strip() in ("", ",") and first < start and _PASSIVE.match(text, start, stop)
    return bool(passive) or _MET_WITH.fullmatch(text, scene.stop, start) is not None


def _is_made_known(source: str, gap: str) -> bool:
    """Whether words behind a document say that it appeared: 'a ruling | released | on Monday said'."""
    words = TOKEN.findall(gap.lower().lstrip(", "))
    return (
        bool(words)
        and words[0] in MADE_KNOWN
        and any(is_document([word]) for word in TOKEN.findall(source.lower())[:_MOST_OF_NAME])
        and is_plain(" ".join(words[1:]))
    )


def _opening(scene: Scene) -> bool:
    """'On Monday, Torvik said', 'In an interview on 3 May, Torvik said'."""
    text, (begin, _) = scene.text, scene.sentence
    target = min(scene.source[0], scene.cue[0]) if scene.source else scene.cue[0]
    after = POSSESSIVE.sub("", text[scene.stop : target], 1)  # 'At Monday's briefing, Torvik said'
    after = _ASIDE.sub("", after)
    if scene.stop > target or scene.has_between(scene.stop, target) or _JOINS.search(after):
        return False
    lead = _OVER.sub("", text[scene.after_others(begin) : scene.at])
    lead = lead[_CONNECTIVES.match(lead).end() :]  # type: ignore[union-attr]  # it matches nothing too
    if not carries_on(after):
        # But 'In a letter of Monday over the wall, Torvik said', 'Monday in Lowen, after a vote, Torvik said'.
        if opens_sentence(scene):
            return is_day(scene.phrase) and after.rstrip().endswith(",") and not _has_verb_or_clause(after)
        return names_occasion(lead) and is_medium(lead) and _FREE.fullmatch(after) is not None
    if _MEANWHILE.match(lead):  # 'As he shook hands on Monday, Torvik'
        return not BREAK.search(lead) and not _OTHERWISE.search(lead)
    last = max((m.end() for m in _CLAUSE.finditer(lead)), default=0)
    if scene.source and re.search(r"\b(?:has since|now|later)\b", text[scene.source[1] : scene.cue[0]]):
        return False
    if names_occasion(after):  # 'In a June essay, ' says its occasion last
        return is_medium(lead + after)
    return is_plain(lead[last:].lstrip(QUOTES + " ")) or is_medium(lead)


def _in_source(scene: Scene) -> bool:
    """'a statement released on Monday said', 'the ministry's Monday statement said'."""
    source = scene.source
    if not source or not (source[0] <= scene.at and scene.stop <= source[1]):
        return False
    before, after = scene.text[source[0] : scene.at], scene.text[scene.stop : source[1]]
    maker = _BY_WHOM.search(before)
    if maker and (maker["made"] in MADE_KNOWN or is_document([maker["made"]])):
        before = before[: maker.end("made")]
    if BREAK.search(before) or RELATIVE.search(before):
        return False
    words, behind = TOKEN.findall(before.lower()), TOKEN.findall(POSSESSIVE.sub("", after.lower()).strip(" ,"))
    made_then = words[:1] in ([], ["a"], ["an"], ["the"], ["its"]) and len(words) < 2  # 'a 2009 report by the union'
    if made_then and behind[:1] and (is_document(behind[:1]) or behind[0] == "paper"):
        return behind[0] not in EVENTS
    if is_document(behind[-1:]):
        names = [w for w in TOKEN.findall(POSSESSIVE.sub("", after)) if w[0].isalpha()][:-1]
        named = all(w[0].isupper() or w.lower() in _KINDS for w in names) and len(names) <= _MOST_NAMES
        return (len(behind) <= 2 or named) and len(words) <= 3 and behind[0] not in EVENTS
    if behind[:1] in ([], ["including"]) and any(word in ("interviewed", "polled", "surveyed") for word in words):
        return True
    preposition = ""
    while words and words[-1] in ("on", "in", "late", "early", "at", "over", "during"):
        preposition = words.pop()
    made_known = bool(words) and words[-1] in MADE_KNOWN
    holds_words = [is_document([word]) or word == "remarks" for word in words]
    on_day = holds_words[-1:] == [True] and (preposition != "on" or is_day(scene.phrase))
    return behind[:1] in ([], ["by"], ["about"]) and (made_known or on_day) and any(holds_words)


def _made_by(scene: Scene) -> bool:
    """'A 2014 report by (the union found)'."""
    source = scene.source
    if not source or scene.stop > source[0]:
        return False
    made = _MADE_BY.fullmatch(scene.text, scene.stop, source[0])
    before = TOKEN.findall(scene.text[scene.sentence[0] : scene.at].lower())[-1:]
    return made is not None and names_occasion(made.group()) and before in (["a"], ["an"], ["the"])


def _behind_content(scene: Scene) -> bool:
    """'called the plan “reckless” on Monday', 'rejected the claim on Monday', 'accused Osmark on Monday of lying'."""
    ends = [(s, e) for s, e in scene.content if scene.cue[1] <= s and e <= scene.at]
    if not ends:
        return False
    start, end = ends[-1]
    cue, said, gap = scene.text[slice(*scene.cue)], scene.text[start:end], scene.text[end : scene.at]
    if any(end <= s < scene.at for s, _ in scene.others):
        return False
    if any(0 <= s - scene.stop <= 2 and s < scene.sentence[1] for s, _ in scene.content):  # it goes on behind it
        return is_plain(gap) or is_medium(gap)
    if said[-1:] in QUOTES or gap[:1] in QUOTES:
        gap = gap.lstrip(QUOTES)
    elif "," in gap.lstrip(", ") or (is_plain(gap) and ("," in gap or _may_be_of_verb(scene, start, end))):
        return False
    words, words_in_gap = TOKEN.findall(said.lower()), set(TOKEN.findall(gap.lower()))
    matter = words if _ANNOUNCES.search(cue) else words[-3:]
    if words_in_gap & _UTTERED and is_medium(gap):  # 'called for talks in a statement on Monday'
        return True
    if not is_long_ago(scene) and (_MAY_LOOK_AHEAD.search(cue) or any(word in EVENTS for word in matter)):
        return False
    return is_plain(gap) or is_medium(gap)


def _may_be_of_verb(scene: Scene, start: int, end: int) -> bool:
    """Whether a time behind words that were said may be that of their verb: not '(had left) on Monday at a rally'."""
    behind = TOKEN.findall(scene.text[scene.stop : min(scene.stop + 60, scene.sentence[1])].lower())
    at_occasion = behind[:1] in (["at"], ["in"], ["during"]) and any(word in OCCASIONS for word in behind[:5])
    return has_verb(scene.text, start, end) and not at_occasion


RULES: list[Callable[[Scene], bool]] = [
    _inside_cue, _behind_cue, _between, _opening, _aside, _suffered, _behind_content, _went_and, _as_they_went,
]  # fmt: skip
"""Each says of a phrase that it goes with the cue; one is enough."""
