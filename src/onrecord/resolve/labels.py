"""Labels: what at the beginning of a line may say who speaks, "Torvik:", "Q.", "[Anchor]", "09:12 Ada:".

Whether it does is told by the whole text (talks.py). Here are the forms of labels, what each says by itself, and what
the rest of the text says of its words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from onrecord.resolve.roles.phrases import ARTICLES
from onrecord.resolve.tables.given import find_gender
from onrecord.resolve.tables.nouns import find_noun
from onrecord.resolve.tables.states import find_states
from onrecord.resolve.tables.titles import find_title
from onrecord.types import Span

Role = Literal["named", "question", "answer", "interviewer"]
How = Literal["colon", "letter", "bracket", "timed", "dash", "bare", "line"]


class Label(NamedTuple):
    """What a line begins with and may be a label."""

    begin: int
    """Of the line, with what converters leave before a label."""
    span: Span
    """Of the label, without colon or brackets."""
    said: int
    """Where what is said begins."""
    how: How
    key: str
    """The label as it is compared."""
    role: Role
    is_caps: bool = False
    is_field: bool = False
    """It heads something else than talk: 'Note', 'Photo', 'Ingredients'. A turn ends at it."""
    is_known: bool = False
    """The text has its last word elsewhere too, with a capital, or it is a title or noun for somebody."""


LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
# Indentation and what converters leave before a label; not the star or dash of a list.
PREFIX = re.compile(r"[\s\u200b-\u200f\ufeff]*+(?![*+•-]\s)(?:<(?:b|i|em|strong|p)>)?[\s>:*_#\"“”„«‘’']{0,12}")
_TIME = re.compile(
    r"[\[(]?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s{1,3})?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?(?:\s?[ap]\.?m\.?)?[\])]?"
    r"(?:\s{0,3}[-–—])?\s{0,8}",
    re.IGNORECASE,
)
_LETTER = re.compile(r"([QA])\d{0,3}(?:[.)](?=\s|$)|(?=\s*$)|(?<=Q)(?=\s+[A-Z“\"‘'(\[\d])|(?=\t|\s{2}))")
_NICK = re.compile(r"<([^<>\s]{1,30})>(?=\s)")
_BRACKET = re.compile(r"(?:\(\(([^()\[\]]{1,80}+)\)\)|\[([^()\[\]]{1,80}+)\])\s{0,3}:?")
_COLON = re.compile(r"([^:：()\[\]]{1,80}+(?:[(\[][^()\[\]]{0,60}+[)\]][^:：()\[\]]{0,60}+)?+)[:：](?![\d/\\])")
_DASH = re.compile(r"([^:()\[\]—–]{1,60}?)(?:—|–|(?<=\s)--)(?=\s?[^\s—–-])")
_HOW: dict[re.Pattern[str], How] = {_BRACKET: "bracket", _COLON: "colon", _DASH: "dash"}
# Characters from a line's beginning: the longest label, and what may stand behind it.
WIDEST = 250
_MARKS_BEHIND = " \t\xa0*_'’\"”:"
_NOT_OF_LABEL = re.compile(r"(?:[(\[]\d{1,2}:\d\d(?::\d\d)?[)\]]|</\w{1,6}>)$")
_BEFORE_WORDS = re.compile(r"(?:[*_]{1,3}|'{2,5}|</\w{1,6}>)?:?(?:\s*[(\[]\d{1,2}:\d\d(?::\d\d)?[)\]])?\s*")
_ASIDE = re.compile(r"[(\[][^()\[\]]*[)\]]")
_NAME_WORD = re.compile(r"[^\W\d_][\w’'./&-]*|&|#?\d+")
_SMALL_BEGINNING = re.compile(r"\b(?:Mc|Mac|De|Di|La|Le|Van|Von)(?=[A-Z]{2})")
_LONGEST_ABBREVIATION = 5

_PARTICLES = frozenset("of the and for de da del della di van von der den bin bint ibn al el la le du y e &".split())
_PRONOUNS = frozenset("he she it they we i you there this that who".split())
_ASKERS = frozenset(
    "interviewer moderator host co-host cohost anchor co-anchor presenter reporter reporters correspondent "
    "journalist facilitator emcee mc questioner".split()
)
_WORDS_OF_ROLE: dict[str, Role] = {
    "q": "question",
    "question": "question",
    "a": "answer",
    "answer": "answer",
    "press": "interviewer",
    "media": "interviewer",
}
_KEYS: dict[Role, str] = {"question": "Q", "answer": "A"}
_NOBODY = frozenset("unidentified unknown unnamed inaudible".split())
# Words with which a speaker begins a paragraph: neither labels nor anything else.
_TURNS_OF_PHRASE = frozenset(
    "look listen again remember first firstly second secondly third thirdly fourth finally lastly also so but and "
    "well now one two three okay ok right anyway actually honestly seriously meanwhile sorry thanks".split()
)
_SAYS = frozenset(
    "said says say added adds continued continues concluded replied replies asked asks wrote writes tweeted told "
    "reads follows follow is was are were has had have reported reporting noted explained responded stated "
    "included".split()
)
# As the whole of a label or its last word.
_FIELDS = frozenset(
    # of a page
    "note notes update updates updated correction corrections clarification disclaimer photo photos photography "
    "picture pictures image images video videos audio clip watch source sources credit credits caption related "
    "more topics tags tag category categories filed title headline subject re from to cc bcc sent via attachment "
    "attachments link links url email e-mail website web contact contacts info information details copyright "
    "license licence reader readers abstract keywords appendix contents volume pages figure table edition "
    "publisher isbn ps p.s "
    # of an article's parts and judgements
    "points takeaway takeaways highlights fact facts myth myths claim claims verdict rating ratings ruling truth "
    "reality false true pros cons pro con likes dislikes strength strengths weakness weaknesses highs lows worst "
    "winner winners loser losers issue issues holding concern concerns response responses objection challenge "
    "scenario problem problems solution solutions example examples background context summary conclusion "
    "introduction reaction reactions impact analysis outlook prediction predictions forecast warning caution "
    "advice hint spoiler line thorn setup punchline plot moral lesson theme agenda item items tip tips breaking "
    "live exclusive "
    # of forms and listings
    "who what when where why how which name names age ages job occupation hobby hobbies motto hometown born died "
    "lives family education height weight position club team teams place location locations venue address phone "
    "tel telephone fax hours opening admission tickets ticket cost costs fee fees deadline registration rsvp genre "
    "cast runtime starring producer episode season budget income revenue profit profits sales status type types "
    "size colour color material materials features specs engine speed battery display storage memory do dos don't "
    "don'ts "
    # of recipes and instructions
    "duration distance difficulty level ingredients method methods directions preparation serves servings makes "
    "yield steps "
    # of results
    "result results score scores scorer scorers goal goals referee attendance lineup line-up substitutes subs "
    "bench home away odds poll yes no unsure undecided total totals percent majority pledged online goalkeepers "
    "defenders midfielders forwards trains buses "
    # of times
    "date dates time times today tomorrow tonight yesterday monday tuesday wednesday thursday friday saturday "
    "sunday january february july september october november december morning afternoon evening night noon "
    "midnight breakfast lunch dinner supper snack dessert spring autumn week weekend month months year years "
    "before after then past present future weather temperature "
    # of sounds, stars and languages
    "laughter applause music crosstalk silence aries taurus gemini cancer leo virgo libra scorpio sagittarius "
    "capricorn aquarius pisces english latin arabic hebrew".split()
)
# Fields that are surnames as well: labels only where the text has such a name.
_MAY_BE_NAMES = frozenset(
    "best price day weeks winter summer north south east west fall law power page case young may march april june "
    "august read step rule camera range love low high part rose bill will mark grant".split()
)
_OPENERS = frozenset(
    "in on at by for from to with of as if and or but so also then here there this that these those his her their "
    "my your our its he she it they we i you who what when where why how which dear hello hi hey note read watch "
    "see listen follow click more related chapter figure key not all both every each some most many about under "
    "over behind during after before until since between among because although while once never always only just "
    "even still yet again imagine consider last next yesterday today tomorrow photo photos video".split()
)
# In capitals, of two letters, and no field ("TO", "RE", "CC"): initials, though they spell a word.
INITIALS_LIKE_WORDS = frozenset("AT DO IN ON AS IF OR SO MY HE IT WE AN AM IS BE UP GO NO".split())


def find_labels(text: str) -> list[Label]:
    """One for each line that begins with something of a label's form."""
    found = (_read_line(text, *m.span()) for m in LINE.finditer(text))
    return [label for label in found if label]


def _read_line(text: str, begin: int, end: int) -> Label | None:
    prefix = PREFIX.match(text, begin, end)
    if not prefix:
        return None
    at = prefix.end()
    time = _TIME.match(text, at, end)
    if time:
        at = time.end()
    end = min(end, at + WIDEST)
    if not time and (m := _LETTER.match(text, at, end)):
        role: Role = "question" if m[1] == "Q" else "answer"
        return Label(begin, m.span(1), skip_marks(text, m.end()), "letter", m[1], role)
    patterns = (_NICK, _BRACKET, _COLON) if time else (_BRACKET, _COLON, _DASH)
    m = next((m for pattern in patterns if (m := pattern.match(text, at, end))), None)
    if not m:
        return None
    start, stop = m.span(m.lastindex or 1)
    label = _NOT_OF_LABEL.sub("", text[start:stop].rstrip(_MARKS_BEHIND)).rstrip(_MARKS_BEHIND)
    words = main_words(label)
    role = role_of(words)
    if role == "named" and not (_is_nick(words) if time else is_name(label, words)):
        return None
    return Label(
        begin=begin,
        span=(start, start + len(label)),
        said=skip_marks(text, m.end()),
        how="timed" if time else _HOW[m.re],
        key=_KEYS.get(role, " ".join(map(fold, words))),
        role=role,
        is_caps=len(label) > 1 and _SMALL_BEGINNING.sub("", " ".join(words)).isupper(),
        is_field=role == "named" and label not in INITIALS_LIKE_WORDS and is_field(words),
    )


def skip_marks(text: str, at: int) -> int:
    """Past the marks that close a label, a time in brackets and spaces, to the words."""
    m = _BEFORE_WORDS.match(text, at)
    return m.end() if m else at


def main_words(label: str) -> list[str]:
    """The words of a label without what stands in brackets or behind a comma."""
    return _ASIDE.sub(" ", label).partition(",")[0].split()


def fold(word: str) -> str:
    return word.casefold().replace("’", "'").strip(".#")


def role_of(words: Sequence[str]) -> Role:
    folded = [w for w in map(fold, words) if w not in ARTICLES or len(words) == 1]
    bare = [w for w in (w.rstrip("0123456789") for w in folded) if w]
    if len(bare) == 1 and (role := _WORDS_OF_ROLE.get(bare[0])):
        return role
    return "interviewer" if bare and not _ASKERS.isdisjoint((bare[0], bare[-1])) else "named"


def _is_nick(words: Sequence[str]) -> bool:
    """Whether words are what people call themselves where each line has its time."""
    if not 0 < len(words) <= 4 or not words[0][0].isalnum():
        return False
    return fold(words[0]) not in _OPENERS and fold(words[-1]) not in _SAYS


def is_name(label: str, words: Sequence[str]) -> bool:
    """Whether a label has the form of a name, or of a description with capitals."""
    if not 0 < len(words) <= 6 or not all(_NAME_WORD.fullmatch(w) for w in words):
        return False
    if not words[-1][0].isupper() and not words[-1][-1].isdigit():
        return False
    if any(w[0].islower() and w not in _PARTICLES for w in words):
        return False
    if any(w.endswith(".") and len(w) > _LONGEST_ABBREVIATION for w in words):  # a sentence ends there
        return False
    if any(w[-1].isdigit() for w in words) and not find_noun(fold(words[0])):  # "Speaker 2", not "Day 2"
        return False
    if fold(words[-1]) in _SAYS or (len(words) == 1 and fold(words[0]) in _TURNS_OF_PHRASE):
        return False
    added = [fold(w) for w in _ASIDE.sub(" ", label).partition(",")[2].replace(",", " ").split()]
    return not added or (added[0] not in _PRONOUNS and _SAYS.isdisjoint(added))


def is_field(words: Sequence[str]) -> bool:
    folded = [fold(w) for w in words]
    if folded[-1] in _FIELDS or (folded[0] in _OPENERS and folded[-1] not in _MAY_BE_NAMES):
        return True
    if len(words) > 1:
        is_described = folded[0] in ARTICLES
        return is_described and not any(map(_may_speak, folded[1:])) and not _title_size(words[1:])
    noun = find_noun(folded[0])
    return noun is not None and (noun.plural or noun.kind in ("document", "place"))


def _may_speak(word: str) -> bool:
    noun = find_noun(word)
    return noun is not None and noun.kind not in ("document", "place")


def _title_size(words: Sequence[str]) -> int:
    """How many words the title takes that a label begins with; "MR SMITH" needs no full stop here."""
    found = find_title(words)
    if not found and len(words) > 1 and fold(words[0]) not in _PARTICLES:
        found = find_title([words[0] + ".", *words[1:]])
    return found[1] if found else 0


# --- What the rest of a text says of a label's words

_TOKEN = re.compile(r"(?<![\w@#./’'-])([^\W\d_][\w’'-]*)(?=\.? ([^\W\d_][\w’'-]*))?")
_LONGEST_INITIALS = 3


@dataclass(frozen=True, slots=True)
class _Usage:
    """How a text writes its words, folded and without genitives."""

    small: set[str]
    large: set[str]
    """With a capital at the beginning."""
    paired: set[str]
    """With a capital, and before or behind them another word with one."""


def weigh_labels(text: str, labels: Sequence[Label]) -> list[Label]:
    """The labels, judged by how the text writes their words elsewhere: "Troops" is no name where it has "troops"."""
    usage = _read_usage(_between(text, labels))
    return [_weigh(text, label, usage) for label in labels]


def _between(text: str, labels: Sequence[Label]) -> str:
    """A text without its labels."""
    edges = [0, *(edge for label in labels for edge in label.span), len(text)]
    return "\n".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))


def _read_usage(text: str) -> _Usage:
    usage = _Usage(set(), set(), set())
    for word, following in set(_TOKEN.findall(text)):
        if word.islower():
            usage.small.add(fold(word))
        elif word[0].isupper():
            usage.large.add(fold(word).removesuffix("'s"))
            if following[:1].isupper():
                usage.paired.update((fold(word), fold(following).removesuffix("'s")))
    return usage


def _weigh(text: str, label: Label, usage: _Usage) -> Label:
    words = label.key.split()
    printed = text[slice(*label.span)]
    speaks = label.role != "named" or _may_speak(words[-1]) or _title_size(printed.split()) > 0
    is_plain = usage.small.issuperset(words) and not speaks and not find_gender(words[-1])
    is_initials = label.is_caps and len(label.key) <= _LONGEST_INITIALS  # they may spell any word
    is_place = label.role == "named" and bool(find_states(printed))
    is_common = (is_plain and not is_initials) or is_place or words[-1] in _MAY_BE_NAMES
    is_field = label.is_field or (is_common and words[-1] not in usage.paired and label.how != "timed")
    return label._replace(is_field=is_field, is_known=speaks or words[-1] in usage.large)


# --- The name in a label


def name_in_label(label: str, role: Role) -> str:
    """The bare name, without title, role and what stands in brackets; a description as printed ("THE PRESIDENT").

    Empty where the label names nobody: "Q.", "Moderator".
    """
    if role in ("question", "answer"):
        return ""
    words = main_words(label)
    if role == "interviewer":
        while words and fold(words[0]) in _ASKERS | ARTICLES:
            words = words[1:]
        if not words or fold(words[-1]) in _ASKERS | _WORDS_OF_ROLE.keys() or not words[0][0].isalpha():
            return ""
    if not words or fold(words[0]) in _NOBODY:
        return ""
    while 0 < (size := _title_size(words)) < len(words) and words[size][0].isalpha():
        words = words[size:]
    return " ".join(words)
