"""A time phrase near a cue, and the words between them: whether they may lead from one to the other.

Word lists and questions that the rules of `utterance` share.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from onrecord.resolve.tables.nouns import find_noun
from onrecord.types import Span, Spans
from onrecord.weigh.times import Setting, TimePhrase, resolve_phrase
from onrecord.weigh.times.expressions import LEANS, Ago, Bound, Expression, Open, Running, Shift, Unknown
from onrecord.weigh.times.readings import Tense
from onrecord.weigh.times.words import DETERMINERS, EVENTS, FUNCTION_WORDS, words_of

TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*|[^\w\s]")
_MOST_WORDS = 25
"""Between a phrase and its cue; what is farther is not looked at."""
_MOST_AFTER = 12
OCCASIONS = words_of(
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
    OCCASIONS
    | _PROGRAMMES
    | words_of(
        "reporters journalists television radio newspaper channel page website parliament assembly court lawmakers "
        "voters supporters crowd crowds audience audiences hearings media"
    )
)
_SPEAKING = words_of("speaking talking addressing writing testifying appearing answering")
MADE_KNOWN = words_of(
    "released issued published posted aired broadcast televised dated recorded printed carried made held given sent "
    "distributed circulated delivered signed written shown taped filmed filed reported conducted obtained uncovered "
    "leaked unpublished out"
)
ELSEWHERE = words_of(
    "who whom whose which that where when while because since until till although though if unless as whether but "
    "after before ahead following amid against despite about over regarding concerning wake response reaction "
    "reference relation reply light protest anticipation behind than not there what how why is are was were has "
    "have had will would can could may might must should shall be been being does did do he she they we i"
)
"""With one of these between, the time may be that of something else."""
_CARRYING = words_of("has have had was is also again then repeatedly publicly himself herself itself themselves")
"""Between a time and the cue that follows it these do no harm."""
NOT_BEFORE = words_of("of for about to from by with against between into towards")
"""Right before a time they make it another's: 'the vote of Monday', 'called for Monday'."""
_BOUNDS = words_of("since until till by from before back within after during following ahead prior throughout")
_PLACING = words_of("at during outside inside")
_SETTING = _PLACING | _SPEAKING | words_of("in on from via through to")
PLAIN = words_of(", on in at late early earlier later back here also only then again just and but has had")
_ASKED = words_of("asked pressed questioned speaking writing testifying")
_PAST_VERBS = words_of(
    "arose began begun born bought broke brought built came caught chose died fell fled flew fought found gave got "
    "knew killed left led lost met overthrew paid quit ran rose said saw seen shot sold sought spent stood struck "
    "swore sworn taken told took went won withdrew"
)
_NO_DEEDS = MADE_KNOWN | _SETTING | OCCASIONS | words_of("united hundred morning evening building spring")
"""Words in -ed and -ing that say of nobody that they did something, or only that they spoke."""
BREAK = re.compile(r"[;:!?()\[\]—–\"“”„«»]|(?<!\w)['‘]|(?<![sS])['’](?!\w)")
# A name that stands in quotation marks: 'told ABC's “Good Morning” on Monday'.
_TITLE_WORD = r"(?:[A-Z0-9][\w'’-]*|of|the|and|in|on|a|an|at|by|from|for|to|with|&)"
_TITLE = re.compile(rf"[\"“‘']((?:[A-Z0-9][\w'’-]*)(?: {_TITLE_WORD}){{0,6}}),?[\"”’']")
POSSESSIVE = re.compile(r"['’]s\b")
_LEADS = ("", "on", "in", "late", "early", "late on", "early on", "earlier", "back in", "last")
"""Before a time that opens its sentence."""
_TESTIFYING = re.compile(r"\b(testif\w+|testimony|appear\w*|speak\w*|spoke) before\b")
_WHILE_DOING = re.compile(r"\b(?:while|when) \w+ing\b")
QUOTES = "\"'“”„«»‘’"


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


def expressions_in(meaning: Expression) -> Iterator[object]:
    """An expression and all those inside it."""
    yield meaning
    for each in fields(meaning):
        inner = getattr(meaning, each.name)
        if is_dataclass(inner) and not isinstance(inner, type):
            yield from expressions_in(inner)  # type: ignore[arg-type]  # every dataclass inside is an expression


def is_moment(scene: Scene) -> bool:
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


def stands_alone(scene: Scene) -> bool:
    """Whether the phrase modifies no noun, unless that is an occasion: 'at Monday's briefing', not 'Monday's vote'."""
    near = scene.text[scene.stop : scene.stop + 60]
    owns = POSSESSIVE.match(near)
    if scene.cue[0] <= scene.at and scene.stop < scene.cue[1]:
        return not owns  # 'posted early Friday saying'
    before = TOKEN.findall(scene.text[max(scene.sentence[0], scene.at - 30) : scene.at].lower())[-2:]
    behind = TOKEN.findall(near, owns.end() if owns else 0)[:3]
    placed = any(word in ("in", "at", "during", "with") for word in before)
    nouns = OCCASIONS if placed else _PROGRAMMES if "on" in before else _NOTHING
    is_occasion = any(word.lower() in nouns or (placed and is_document([word.lower()])) for word in behind)
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


def is_setting(gap: str, most: int = _MOST_WORDS) -> bool:
    """Whether words may stand between a cue and its time: an addressee, a place, an occasion, and nothing done."""
    if BREAK.search(gap) and BREAK.search(gap := _TITLE.sub(r"\1", gap)):  # 'told ABC's “Good Morning” on'
        return False
    tokens = TOKEN.findall(_WHILE_DOING.sub("during", _TESTIFYING.sub(r"\1 in", gap)))
    if len(tokens) > most:
        return False
    preposition = ""
    for before, token, after in zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False):
        word = token.lower()
        if word in ELSEWHERE or word in _PAST_VERBS:
            return False
        if word in _SETTING or word in NOT_BEFORE:
            preposition = word
        is_event = word in EVENTS and not {word, after.lower()} & OCCASIONS and not is_document([word])
        if is_event and preposition not in _PLACING:
            return False  # 'told of the attack on Monday'; but 'at the trial on Monday'
        is_deed = token.islower() and len(word) > 4 and word.endswith(("ed", "ing")) and word not in _NO_DEEDS
        if is_deed and before.lower() not in DETERMINERS and not before.endswith("ly"):
            return False  # but 'at a moderated discussion', 'a newly published letter'
    return not tokens or tokens[-1].lower() not in NOT_BEFORE


def is_plain(gap: str) -> bool:
    """Whether nothing but prepositions and adverbs stands there: ', late on'."""
    words = TOKEN.findall(gap.lower())
    return all(w in PLAIN or w.isdecimal() or (i == 0 and w in _ASKED) for i, w in enumerate(words))


def is_medium(gap: str) -> bool:
    """Whether words lead from an occasion, a medium or a place to its time: 'in an interview with Radio Lowen on'."""
    tokens = TOKEN.findall(_WHILE_DOING.sub("while speaking", gap.lstrip(", ")))
    if not tokens or tokens[0].lower() not in _SETTING | {"while"} or not is_setting(gap):
        return False
    in_place = len(tokens) > 1 and tokens[0].lower() in ("in", "at", "from", "via") and tokens[1][0].isupper()
    return in_place or any(t.lower() in _MEDIA or t.lower() in _SPEAKING or is_document([t.lower()]) for t in tokens)


def opens_sentence(scene: Scene) -> bool:
    """Whether nothing stands before the phrase but words like 'on' and 'late'."""
    return scene.text[scene.sentence[0] : scene.at].strip(QUOTES + " ").lower() in _LEADS


def names_occasion(words: str) -> bool:
    """Whether the first words name where one speaks or what one's words stand in."""
    names = TOKEN.findall(words.lower())[:3]
    return any(word in OCCASIONS or word in _PROGRAMMES or is_document([word]) for word in names)


def is_long_ago(scene: Scene) -> bool:
    """Whether the words of a time say that it is past: 'last May', 'two years ago'."""
    return any(
        (isinstance(each, Shift) and each.by < 0)
        or (isinstance(each, Ago | Running) and each.sign < 0)
        or getattr(each, "which", None) in ("last", "past")
        for each in expressions_in(scene.phrase.meaning)
    )


def carries_on(gap: str) -> bool:
    """Whether a cue or its source may follow after these words, at once or behind a place: ' in Lowen, '."""
    words = TOKEN.findall(_TITLE.sub(r"\1", gap))
    return is_setting(" ".join(t for t in words if t.lower() not in _CARRYING), _MOST_AFTER)


def is_day(phrase: TimePhrase) -> bool:
    """Whether a phrase names a day or less, of which one says 'on': 'on 2019' is its matter."""
    return resolve_phrase(phrase, Setting()).granularity in ("day", "part of day", "hour", "minute", "weekend")


def is_document(words: list[str]) -> bool:
    """Whether the first of the words is a noun of a text: 'report', 'letters'."""
    noun = find_noun(words[0]) if words else None
    return noun is not None and noun.kind == "document"
