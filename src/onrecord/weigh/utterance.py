"""When something was said: whether a time phrase in a cue's sentence goes with the cue or its source.

'Torvik said on Monday', 'in an interview on 3 May, Torvik said', 'Torvik on Monday told'; not 'Torvik, who resigned in
May, said', not 'said after the vote on Monday', and nothing inside of what was said. Rules over the words between the
phrase and the cue: where they may belong to something else, so may the time.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass

from onrecord.resolve.tables.nouns import find_noun
from onrecord.types import Span, Spans
from onrecord.weigh.tense import has_verb
from onrecord.weigh.times import Setting, TimePhrase, resolve_phrase
from onrecord.weigh.times.expressions import LEANS, Ago, Bound, Expression, Open, Running, Shift, Unknown
from onrecord.weigh.times.readings import Tense
from onrecord.weigh.times.words import DETERMINERS, EVENTS, FUNCTION_WORDS, words_of

_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*|[^\w\s]")
_MOST_WORDS = 25
"""Between a phrase and its cue; what is farther is not looked at."""
_MOST_AFTER = 12


_OCCASIONS = words_of(
    "interview interviews statement statements speech speeches address briefing briefings conference conferences "
    "meeting meetings hearing hearings session sessions summit rally debate debates talks call visit trip tour "
    "ceremony event forum appearance remarks testimony broadcast lecture sermon panel gathering dinner show "
    "programme program podcast letter tweet tweets post posts message messages video article column essay report "
    "op-ed memo memos memorandum letter letters comments commentary announcement congress convention funeral festival "
    "discussion exchange newscast hall e-mail e-mails email emails autobiography memoir book campaign"
)
"""Where one speaks, and what one's words stand in."""
_PROGRAMMES = words_of("broadcast show shows programme program podcast newscast edition episode")
"""One speaks 'on' these; 'on Monday's debate' is what one speaks of."""
_NOTHING: frozenset[str] = frozenset()
_MEDIA = (
    _OCCASIONS
    | _PROGRAMMES
    | words_of(
        "reporters journalists television radio newspaper channel page website parliament assembly court lawmakers "
        "voters supporters crowd crowds audience audiences hearings media"
    )
)
_UTTERED = words_of(
    "interview statement speech letter tweet post essay op-ed column memo remarks address testimony message"
)
"""In one of these something is called for that is to come; at a summit it may be what comes."""
_SPEAKING = words_of("speaking talking addressing writing testifying appearing answering")
_MADE_KNOWN = words_of(
    "released issued published posted aired broadcast televised dated recorded printed carried made held given sent "
    "distributed circulated delivered signed written shown taped filmed filed reported conducted obtained uncovered "
    "leaked unpublished out"
)
_ELSEWHERE = words_of(
    "who whom whose which that where when while because since until till although though if unless as whether but "
    "after before ahead following amid against despite about over regarding concerning wake response reaction "
    "reference relation reply light protest anticipation behind than not there what how why is are was were has "
    "have had will would can could may might must should shall be been being does did do he she they we i"
)
"""With one of these between, the time may be that of something else."""
_CARRYING = words_of("has have had was is also again then repeatedly publicly himself herself itself themselves")
"""Between a time and the cue that follows it these do no harm."""
_NOT_BEFORE = words_of("of for about to from by with against between into towards")
"""Right before a time they make it another's: 'the vote of Monday', 'called for Monday'."""
_ON_A_MATTER = words_of("of for about over as")
"""Right behind a cue they lead to its matter: 'said of the attack on Monday'."""
_BOUNDS = words_of("since until till by from before back within after during following ahead prior throughout")
_PLACING = words_of("at during outside inside")
_SETTING = _PLACING | _SPEAKING | words_of("in on from via through to")
_PLAIN = words_of(", on in at late early earlier later back here also only then again just and but has had")
_ASKED = words_of("asked pressed questioned speaking writing testifying")
_PAST_VERBS = words_of(
    "arose began begun born bought broke brought built came caught chose died fell fled flew fought found gave got "
    "knew killed left led lost met overthrew paid quit ran rose said saw seen shot sold sought spent stood struck "
    "swore sworn taken told took went won withdrew"
)
_NO_DEEDS = _MADE_KNOWN | _SETTING | _OCCASIONS | words_of("united hundred morning evening building spring")
"""Words in -ed and -ing that say of nobody that they did something, or only that they spoke."""
_AUXILIARIES = words_of("is are was were has have had will would can could may might must should did does do")
_JOINS = re.compile(r"\b(?:and|or|but)\b", re.IGNORECASE)
_BREAK = re.compile(r"[;:!?()\[\]—–\"“”„«»]|(?<!\w)['‘]|(?<![sS])['’](?!\w)")
# A name that stands in quotation marks: 'told ABC's “Good Morning” on Monday'.
_TITLE_WORD = r"(?:[A-Z0-9][\w'’-]*|of|the|and|in|on|a|an|at|by|from|for|to|with|&)"
_TITLE = re.compile(rf"[\"“‘']((?:[A-Z0-9][\w'’-]*)(?: {_TITLE_WORD}){{0,6}}),?[\"”’']")
_CLAUSE = re.compile(r"[;:—–]\s*|,?\s+(?:and|but|yet)\s+|\A\s*(?:And|But|Yet)\s+")
_POSSESSIVE = re.compile(r"['’]s\b")
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
_LEADS = ("", "on", "in", "late", "early", "late on", "early on", "earlier", "back in", "last")
"""Before a time that opens its sentence."""
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
_TESTIFYING = re.compile(r"\b(testif\w+|testimony|appear\w*|speak\w*|spoke) before\b")
_OTHERWISE = re.compile(r",|\b(?:before|after|since|until|who|which|that|when)\b")
_MEANWHILE = re.compile(r"(?:as|while)\s", re.IGNORECASE)
_WHILE_DOING = re.compile(r"\b(?:while|when) \w+ing\b")
_MOST_NAMES = 6
_MOST_OF_NAME = 5
"""Words of a source among which stands what it is: 'a Lowen Post poll of Kelvara'."""
_OWN = ("his", "her", "their", "its")
_NEAR_WORDS = 5
_QUOTES = "\"'“”„«»‘’"
LOOKS_AHEAD = re.compile(
    r"^(?!had\b).*\b(?:call(?:s|ed|ing)? (?:for|on|upon)|(?:demand|promis|pledg|vow|propos|threaten|urg|predict|"
    r"forecast|expect|plan|request|seek|sought|want|await)\w*)\b",
    re.IGNORECASE,
)
"""Cues whose matter is to come: 'called for talks on Monday'."""
_MAY_LOOK_AHEAD = re.compile(rf"{LOOKS_AHEAD.pattern}|\b(?:schedul|order|warn|set|expect)\w*", re.IGNORECASE)
_ANNOUNCES = re.compile(r"\bannounc", re.IGNORECASE)
_WILL = re.compile(
    r"\b(?:will|shall|won['’]t)\b|['’]ll\b|\b(?:is|are|plans?|intends?) to\b|\Ato "
    r"|\b(?:is|are) (?:\w+ )?(?:expected|due|scheduled|set|planned|likely|going|about) to\b",
    re.IGNORECASE,
)
_MADE_TO = re.compile(
    r"\b(?:prompted|led|forced|caused|pushed|moved|drove|persuaded|convinced|took|visited|appeared|gathered|met|spoke|"
    r"travell?ed|returned|went|stood|rose)\b[^.;]*$",
    re.IGNORECASE,
)
"""'The attack prompted the pact to order', 'Torvik took to the stage to deny': they did."""
_AROUND = 100
"""Characters before a cue that are looked at for that."""
_WOULD = re.compile(r"\b(?:would|could|might|may|should|must)\b|['’]d\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:who|which|whose|that)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scene:
    """A cue in its sentence, and a time phrase near it. Spans are in `text`."""

    text: str
    sentence: Span
    source: Span | None
    """Its last piece in the sentence."""
    cue: Span
    tense: Tense | None
    """Of the cue: `find_cue_tense`."""
    content: Spans
    others: Spans
    """Cues and contents of other statements near."""
    phrase: TimePhrase

    @property
    def at(self) -> int:
        return self.phrase.span[0]

    @property
    def stop(self) -> int:
        return self.phrase.span[1]

    def has_between(self, start: int, end: int) -> bool:
        """Whether another cue, or something that was said, begins from start up to end."""
        return any(start <= s < end for spans in (self.others, self.content) for s, _ in spans)

    def after_others(self, start: int) -> int:
        """Where the words before the phrase begin that belong to no other cue and to nothing said; `start` or later."""
        ends = [e for spans in (self.others, self.content) for _, e in spans if e <= self.at]
        return max([start, *ends])


def goes_with_cue(scene: Scene) -> bool:
    """Whether the phrase tells when the words were said."""
    if not _is_moment(scene):
        return False
    return (
        _in_source(scene)
        or _made_by(scene)
        or _when_they_met(scene)
        or (_stands_alone(scene) and any(rule(scene) for rule in RULES))
    )


def tells_when(scene: Scene, gap: str) -> bool:
    """Whether the phrase tells when somebody spoke, whose verb stands before it with `gap` between."""
    return _is_moment(scene) and _stands_alone(scene) and _is_setting(gap)


def find_cue_tense(text: str, source: Span | None, cue: Span) -> Tense | None:
    """future for 'will say' and 'to say', None for 'would say', else past: what is told has been said."""
    words = text[slice(*cue)]
    if source and source[1] <= cue[0]:
        gap = text[source[1] : cue[0]]
        words = words if _RELATIVE.search(gap) or len(gap) > 60 else f"{gap.lstrip()}{words}"
    if _WILL.search(words):
        made_to = words.startswith("to ") and _MADE_TO.search(text, max(0, cue[0] - _AROUND), cue[0])
        return "past" if made_to else "future"
    return None if _WOULD.search(words) else "past"


def expressions_in(meaning: Expression) -> Iterator[object]:
    """An expression and all those inside it."""
    yield meaning
    for each in fields(meaning):
        inner = getattr(meaning, each.name)
        if is_dataclass(inner) and not isinstance(inner, type):
            yield from expressions_in(inner)  # type: ignore[arg-type]  # every dataclass inside is an expression


def _is_moment(scene: Scene) -> bool:
    """Whether something can have been said at such a time: no bound, nothing to come behind a past cue."""
    meaning, first = scene.phrase.meaning, scene.text[scene.at : scene.stop].lower().split()[0]
    match meaning:
        case Bound() | Open():
            return False
        case Unknown(reason, _):
            # 'two days later' and 'three weeks before the war' are other days; 'after the war' may be the same one.
            return reason in (LEANS, "names an event") and first not in _BOUNDS
    ahead = any(
        (isinstance(each, Shift) and (each.by > 0 or each.so_far == "later"))
        or (isinstance(each, Ago | Running) and each.sign > 0)
        or getattr(each, "which", None) in ("next", "coming")
        for each in expressions_in(meaning)
    )
    return not ahead or scene.tense == "future"


def _stands_alone(scene: Scene) -> bool:
    """Whether the phrase modifies no noun, unless that is an occasion: 'at Monday's briefing', not 'Monday's vote'."""
    near = scene.text[scene.stop : scene.stop + 60]
    owns = _POSSESSIVE.match(near)
    if scene.cue[0] <= scene.at and scene.stop < scene.cue[1]:
        return not owns  # 'posted early Friday saying'
    before = _TOKEN.findall(scene.text[max(scene.sentence[0], scene.at - 30) : scene.at].lower())[-2:]
    behind = _TOKEN.findall(near, owns.end() if owns else 0)[:3]
    placed = any(word in ("in", "at", "during", "with") for word in before)
    nouns = _OCCASIONS if placed else _PROGRAMMES if "on" in before else _NOTHING
    is_occasion = any(word.lower() in nouns or (placed and _is_document([word.lower()])) for word in behind)
    if owns or (before and before[-1] in DETERMINERS):
        return is_occasion
    next_at = scene.stop + len(near) - len(near.lstrip())
    if not behind or next_at in (scene.cue[0], scene.source and scene.source[0], *(s for s, _ in scene.content)):
        return True
    word: str = behind[0]
    if not word[0].isalnum():
        return word != "-" or near[:1].isspace()
    carries_on = word in FUNCTION_WORDS or word in _CARRYING or word.endswith("ly") or _follows_source(scene)
    return carries_on or is_occasion or not word.islower()


def _follows_source(scene: Scene) -> bool:
    """'Torvik on Monday joined the campaign': a verb follows the time, and no noun."""
    source = scene.source
    return source is not None and source[1] <= scene.at and scene.text[source[1] : scene.at].strip(", ") == "on"


def _is_setting(gap: str, most: int = _MOST_WORDS) -> bool:
    """Whether words may stand between a cue and its time: an addressee, a place, an occasion, and nothing done."""
    if _BREAK.search(gap) and _BREAK.search(gap := _TITLE.sub(r"\1", gap)):  # 'told ABC's “Good Morning” on'
        return False
    tokens = _TOKEN.findall(_WHILE_DOING.sub("during", _TESTIFYING.sub(r"\1 in", gap)))
    if len(tokens) > most:
        return False
    preposition = ""
    for before, token, after in zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False):
        word = token.lower()
        if word in _ELSEWHERE or word in _PAST_VERBS:
            return False
        if word in _SETTING or word in _NOT_BEFORE:
            preposition = word
        is_event = word in EVENTS and not {word, after.lower()} & _OCCASIONS and not _is_document([word])
        if is_event and preposition not in _PLACING:
            return False  # 'told of the attack on Monday'; but 'at the trial on Monday'
        is_deed = token.islower() and len(word) > 4 and word.endswith(("ed", "ing")) and word not in _NO_DEEDS
        if is_deed and before.lower() not in DETERMINERS and not before.endswith("ly"):
            return False  # but 'at a moderated discussion', 'a newly published letter'
    return not tokens or tokens[-1].lower() not in _NOT_BEFORE


def _is_plain(gap: str) -> bool:
    """Whether nothing but prepositions and adverbs stands there: ', late on'."""
    words = _TOKEN.findall(gap.lower())
    return all(w in _PLAIN or w.isdecimal() or (i == 0 and w in _ASKED) for i, w in enumerate(words))


def _is_medium(gap: str) -> bool:
    """Whether words lead from an occasion, a medium or a place to its time: 'in an interview with Radio Lowen on'."""
    tokens = _TOKEN.findall(_WHILE_DOING.sub("while speaking", gap.lstrip(", ")))
    if not tokens or tokens[0].lower() not in _SETTING | {"while"} or not _is_setting(gap):
        return False
    in_place = len(tokens) > 1 and tokens[0].lower() in ("in", "at", "from", "via") and tokens[1][0].isupper()
    return in_place or any(t.lower() in _MEDIA or t.lower() in _SPEAKING or _is_document([t.lower()]) for t in tokens)


def _inside_cue(scene: Scene) -> bool:
    """'refused on Thursday', 'Thursday refused', where the cue is marked so."""
    words = _TOKEN.findall(scene.text[scene.cue[0] : scene.at].lower())
    return scene.cue[0] <= scene.at and scene.stop <= scene.cue[1] and words[-1:] not in ([w] for w in _NOT_BEFORE)


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
    first = next(iter(_TOKEN.findall(gap.lower())), "")
    if first in _ON_A_MATTER or (_TOKEN.findall(gap.lower())[-1:] == ["on"] and not is_day(scene.phrase)):
        return False
    after = next(iter(_TOKEN.findall(scene.text[scene.stop : scene.stop + 30].lower())), "")
    return after not in _AUXILIARIES and _is_setting(gap)


def _between(scene: Scene) -> bool:
    """'Torvik on Monday told', 'Torvik, in an interview on 3 May, said', '(Torvik said this) and on Monday told'."""
    source = scene.source
    if not source or not (source[1] <= scene.at and scene.stop <= scene.cue[0]):
        return False
    start = scene.after_others(source[1])
    before = _PARENTHESES.sub("", scene.text[start : scene.at], 1)
    after = _POSSESSIVE.sub("", scene.text[scene.stop : scene.cue[0]], 1)
    if start == source[1] and _DOING.fullmatch(before) and after.strip() == ",":
        return True  # 'Torvik, opening the bridge on Monday, said'
    if start == source[1] and _is_aside(scene) and _is_plain(before):
        return True  # 'Torvik on Monday joined the campaign, attacking'
    if scene.has_between(scene.stop, scene.cue[0]) or _JOINS.search(after) or not _carries_on(after):
        return False
    if start > source[1]:
        return _is_plain(before) and _JOINS.search(before) is not None
    if _names_occasion(after):  # ', at its July summit, '
        return _JOINS.search(before) is None and _is_medium(before + after)
    return _JOINS.search(before) is None and (
        _is_plain(before) or _is_medium(before) or _is_made_known(scene.text[slice(*source)], before)
    )


def _is_aside(scene: Scene) -> bool:
    """Whether the cue goes with another verb of its sentence: ', saying', 'to deny'."""
    text, (start, stop) = scene.text, scene.cue
    said = _TOKEN.findall(text[start:stop].lower())
    went = said[:1] == ["to"] and _MADE_TO.search(text, max(0, start - _AROUND), start)
    if not said or not (said[0].endswith("ing") or went) or scene.has_between(scene.stop, start):
        return False
    gap = text[scene.stop : start]
    return not _BREAK.search(gap) and not _RELATIVE.search(gap) and not _STOPS.search(gap)


def _aside(scene: Scene) -> bool:
    """'Torvik left the race on Monday, saying', 'On Monday, Torvik sent a note saying', 'took the stage Monday to'."""
    text = scene.text
    if scene.stop > scene.cue[0] or not _is_aside(scene):
        return False
    if _opens_sentence(scene):
        return True
    gap = text[scene.stop : scene.cue[0]]
    is_speech = all(word in _OCCASIONS for word in _TOKEN.findall(gap.lower()))  # 'in a May speech attacking'
    if gap.strip() not in ("", ",", "by", ", by") and not is_speech and not _is_medium(gap):
        return False
    start = scene.after_others(scene.sentence[0])
    if scene.source and scene.source[1] <= scene.at:
        start = max(start, scene.source[1])
    words = _TOKEN.findall(scene.text[start : scene.at].lower())
    while words and words[-1] in _PLAIN:
        words.pop()
    near = words[-_NEAR_WORDS:]
    if near[-2:-1] and near[-2] in _OWN:  # 'sharpened his attacks on Monday, saying'
        near = []
    return not any(w in _ELSEWHERE or (w in EVENTS and w not in _OCCASIONS) for w in near) and words[-1:] != [","]


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
    return _BREAK.search(words) is not None or _RELATIVE.search(words) is not None or has_verb(words, 0, len(words))


def _opens_sentence(scene: Scene) -> bool:
    return scene.text[scene.sentence[0] : scene.at].strip(_QUOTES + " ").lower() in _LEADS


def _suffered(scene: Scene) -> bool:
    """'On Monday, Torvik (the matter) was charged', 'In 2009, the pact came under criticism', without a source."""
    text, (start, stop) = scene.text, scene.cue
    if scene.source or scene.stop > start or not _opens_sentence(scene):
        return False
    first = min((s for s, _ in scene.content if s >= scene.stop), default=start)
    passive = text[scene.stop : first].strip() in ("", ",") and first < start and _PASSIVE.match(text, start, stop)
    return bool(passive) or _MET_WITH.fullmatch(text, scene.stop, start) is not None


def _names_occasion(words: str) -> bool:
    names = _TOKEN.findall(words.lower())[:3]
    return any(word in _OCCASIONS or word in _PROGRAMMES or _is_document([word]) for word in names)


def _is_made_known(source: str, gap: str) -> bool:
    """Whether words behind a document say that it appeared: 'a ruling | released | on Monday said'."""
    words = _TOKEN.findall(gap.lower().lstrip(", "))
    return (
        bool(words)
        and words[0] in _MADE_KNOWN
        and any(_is_document([word]) for word in _TOKEN.findall(source.lower())[:_MOST_OF_NAME])
        and _is_plain(" ".join(words[1:]))
    )


def _opening(scene: Scene) -> bool:
    """'On Monday, Torvik said', 'In an interview on 3 May, Torvik said'."""
    text, (begin, _) = scene.text, scene.sentence
    target = min(scene.source[0], scene.cue[0]) if scene.source else scene.cue[0]
    after = _POSSESSIVE.sub("", text[scene.stop : target], 1)  # 'At Monday's briefing, Torvik said'
    after = _ASIDE.sub("", after)
    if scene.stop > target or scene.has_between(scene.stop, target) or _JOINS.search(after):
        return False
    lead = _OVER.sub("", text[scene.after_others(begin) : scene.at])
    lead = lead[_CONNECTIVES.match(lead).end() :]  # type: ignore[union-attr]  # it matches nothing too
    if not _carries_on(
        after
    ):  # but 'In a letter of Monday over the wall, Torvik said', 'Monday in Lowen, after a vote,'
        if _opens_sentence(scene):
            return is_day(scene.phrase) and after.rstrip().endswith(",") and not _has_verb_or_clause(after)
        return _names_occasion(lead) and _is_medium(lead) and _FREE.fullmatch(after) is not None
    if _MEANWHILE.match(lead):  # 'As he shook hands on Monday, Torvik'
        return not _BREAK.search(lead) and not _OTHERWISE.search(lead)
    last = max((m.end() for m in _CLAUSE.finditer(lead)), default=0)
    if scene.source and re.search(r"\b(?:has since|now|later)\b", text[scene.source[1] : scene.cue[0]]):
        return False
    if _names_occasion(after):  # 'In a June essay, ' says its occasion last
        return _is_medium(lead + after)
    return _is_plain(lead[last:].lstrip(_QUOTES + " ")) or _is_medium(lead)


def _in_source(scene: Scene) -> bool:
    """'a statement released on Monday said', 'the ministry's Monday statement said'."""
    source = scene.source
    if not source or not (source[0] <= scene.at and scene.stop <= source[1]):
        return False
    before, after = scene.text[source[0] : scene.at], scene.text[scene.stop : source[1]]
    maker = _BY_WHOM.search(before)
    if maker and (maker["made"] in _MADE_KNOWN or _is_document([maker["made"]])):
        before = before[: maker.end("made")]
    if _BREAK.search(before) or _RELATIVE.search(before):
        return False
    words, behind = _TOKEN.findall(before.lower()), _TOKEN.findall(_POSSESSIVE.sub("", after.lower()).strip(" ,"))
    made_then = words[:1] in ([], ["a"], ["an"], ["the"], ["its"]) and len(words) < 2  # 'a 2009 report by the union'
    if made_then and behind[:1] and (_is_document(behind[:1]) or behind[0] == "paper"):
        return behind[0] not in EVENTS
    if _is_document(behind[-1:]):
        names = [w for w in _TOKEN.findall(_POSSESSIVE.sub("", after)) if w[0].isalpha()][:-1]
        named = all(w[0].isupper() or w.lower() in _KINDS for w in names) and len(names) <= _MOST_NAMES
        return (len(behind) <= 2 or named) and len(words) <= 3 and behind[0] not in EVENTS
    if behind[:1] in ([], ["including"]) and any(word in ("interviewed", "polled", "surveyed") for word in words):
        return True
    preposition = ""
    while words and words[-1] in ("on", "in", "late", "early", "at", "over", "during"):
        preposition = words.pop()
    made_known = bool(words) and words[-1] in _MADE_KNOWN
    holds_words = [_is_document([word]) or word == "remarks" for word in words]
    on_day = holds_words[-1:] == [True] and (preposition != "on" or is_day(scene.phrase))
    return behind[:1] in ([], ["by"], ["about"]) and (made_known or on_day) and any(holds_words)


def _made_by(scene: Scene) -> bool:
    """'A 2014 report by (the union found)'."""
    source = scene.source
    if not source or scene.stop > source[0]:
        return False
    made = _MADE_BY.fullmatch(scene.text, scene.stop, source[0])
    before = _TOKEN.findall(scene.text[scene.sentence[0] : scene.at].lower())[-1:]
    return made is not None and _names_occasion(made.group()) and before in (["a"], ["an"], ["the"])


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
        return _is_plain(gap) or _is_medium(gap)
    if said[-1:] in _QUOTES or gap[:1] in _QUOTES:
        gap = gap.lstrip(_QUOTES)
    elif "," in gap.lstrip(", ") or (_is_plain(gap) and ("," in gap or _may_be_of_verb(scene, start, end))):
        return False
    words, words_in_gap = _TOKEN.findall(said.lower()), set(_TOKEN.findall(gap.lower()))
    matter = words if _ANNOUNCES.search(cue) else words[-3:]
    if words_in_gap & _UTTERED and _is_medium(gap):  # 'called for talks in a statement on Monday'
        return True
    if not _is_long_ago(scene) and (_MAY_LOOK_AHEAD.search(cue) or any(word in EVENTS for word in matter)):
        return False
    return _is_plain(gap) or _is_medium(gap)


def _may_be_of_verb(scene: Scene, start: int, end: int) -> bool:
    """Whether a time behind words that were said may be that of their verb: not '(had left) on Monday at a rally'."""
    behind = _TOKEN.findall(scene.text[scene.stop : min(scene.stop + 60, scene.sentence[1])].lower())
    at_occasion = behind[:1] in (["at"], ["in"], ["during"]) and any(word in _OCCASIONS for word in behind[:5])
    return has_verb(scene.text, start, end) and not at_occasion


def _is_long_ago(scene: Scene) -> bool:
    """Whether the words of a time say that it is past: 'last May', 'two years ago'."""
    return any(
        (isinstance(each, Shift) and each.by < 0)
        or (isinstance(each, Ago | Running) and each.sign < 0)
        or getattr(each, "which", None) in ("last", "past")
        for each in expressions_in(scene.phrase.meaning)
    )


def _carries_on(gap: str) -> bool:
    """Whether a cue or its source may follow after these words, at once or behind a place: ' in Lowen, '."""
    words = _TOKEN.findall(_TITLE.sub(r"\1", gap))
    return _is_setting(" ".join(t for t in words if t.lower() not in _CARRYING), _MOST_AFTER)


def is_day(phrase: TimePhrase) -> bool:
    """Whether a phrase names a day or less, of which one says 'on': 'on 2019' is its matter."""
    return resolve_phrase(phrase, Setting()).granularity in ("day", "part of day", "hour", "minute", "weekend")


def _is_document(words: list[str]) -> bool:
    noun = find_noun(words[0]) if words else None
    return noun is not None and noun.kind == "document"


RULES: list[Callable[[Scene], bool]] = [
    _inside_cue, _behind_cue, _between, _opening, _aside, _suffered, _behind_content, _went_and, _as_they_went,
]  # fmt: skip
"""Each says of a phrase that it goes with the cue; one is enough."""
