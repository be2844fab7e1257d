"""Words and noun phrases, as far as rules about roles need them: closed classes of words and tables, no tagger.

Rules look at a stretch of bounded length around a name or a cue, so that a text takes time linear in its length.
A line break ends every phrase: texts are given as `Layout.flowing`, in which breaks that mean nothing are spaces.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from onrecord.detect.quotations import QuotationIndex
from onrecord.detect.sentences import find_sentences
from onrecord.resolve.tables.nouns import Noun, find_noun
from onrecord.resolve.tables.states import find_states
from onrecord.resolve.tables.titles import Title, find_whole_title, load_titles, may_end_title
from onrecord.types import Span, Spans

ARTICLES = frozenset("the a an".split())
POSSESSIVES = frozenset("his her its their our my your whose".split())
PREPOSITIONS = frozenset(
    "of for at in from with on to by under behind against about after before during since until till between among "
    "within near like including over into through across inside outside beside beyond around as via without "
    "throughout amid alongside towards toward upon".split()
)
RELATIVES = frozenset("who whom whose which that".split())
AUXILIARIES = frozenset(
    "is are was were am be been being has have had do does did will would can could may might must shall should".split()
)
PRONOUNS = frozenset("he she it they we i you him them us me himself herself themselves itself".split())
CONJUNCTIONS = frozenset(
    "and or but nor yet so because although though while whereas if unless when where than whether how why what".split()
)
ADVERBS = frozenset(
    "also even only just still never not however meanwhile later earlier then now here there again already once "
    "always often perhaps instead thus therefore moreover furthermore additionally recently separately indeed "
    "first both either neither this these those too".split()
)
SAYING = frozenset(
    "said says say saying told tells tell telling added adds adding asked asks asking wrote writes writing argued "
    "argues warned warns claimed claims insisted insists noted notes explained explains announced announces stated "
    "states declared declares tweeted tweets replied replies admitted admits denied denies accused accuses called "
    "calls predicted predicts urged urges vowed vows thinks thought believes believed suggested suggests recalled "
    "recalls acknowledged acknowledges confirmed confirms concluded concludes agreed agrees testified testifies "
    "refused refuses praised praises criticised criticized blamed blames described describes demanded demands "
    "promised".split()
)
TELLING = frozenset(
    "tell tells told telling ask asks asked asking warn warns warned warning inform informs informed informing "
    "remind reminds reminded reminding assure assures assured assuring urge urges urged urging advise advises "
    "advised advising notify notifies notified brief briefs briefed instruct instructs instructed order orders "
    "ordered beg begs begged implore implores implored reassure reassures reassured caution cautions cautioned "
    "promise promises promised convince convinced persuade persuaded lecture lectured".split()
)
"""Verbs right behind which those stand who are told."""
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december yesterday today tomorrow".split()
)
TIMES = (CALENDAR - {"may"}) | frozenset(  # in small letters "may" is a verb
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun tonight midnight noon "
    "morning afternoon evening night week weekend month year earlier later late early last this next ago recently "
    "shortly soon previously again".split()
)
CLOSERS = frozenset(', ; : — – - ( ) . ? ! “ ” " … [ ]'.split()) | {"\n"}
"""Signs that end a phrase."""
STOPS = PREPOSITIONS | RELATIVES | AUXILIARIES | PRONOUNS | CONJUNCTIONS | ADVERBS
_LONGEST_TITLE = 6
"""Words."""
_GENERIC = frozenset(
    "national man woman person people guy boy girl lady gentleman male female child kid adult individual human "
    "being baby one bloke chap lad lass infant".split()
)
"""Nouns that say of a person no more than that it is one."""
_MORE_PEOPLE = frozenset("committeeman committeewoman congressperson deputy-chairman".split())
_PREFIXES = frozenset("ex co vice deputy sub under arch then non pro anti".split())
_SUFFIXES = re.compile(r"-(?:elect|designate|in-waiting|in-chief|general|at-large)$")
_TOKEN = re.compile(r"\$?[^\W_]+(?:[.'’&/-][^\W_]+)*(?:['’](?!\w))?\.?|[^\w\s]|\n|_+")
_INNER_STOP = re.compile(r"[^\W\d_]\.[^\W\d_]|^[^\W\d_]\.$|^[DRI]-[^\W\d_]{1,6}\.$")
_ABBREVIATIONS = frozenset("inc. corp. co. ltd. dept. st. jr. sr. no. mt. ft. univ. assn. bros. gov't.".split())


def split_words(words: str) -> frozenset[str]:
    """A list of words; an underscore stands for the space in two that belong together."""
    return frozenset(word.replace("_", " ") for word in words.split())


class Token(NamedTuple):
    """A word or sign and where it stands."""

    words: str
    """As printed: one word, or a sign."""
    start: int
    end: int
    low: str
    """As it is compared: in small letters, with a straight apostrophe."""

    @property
    def is_word(self) -> bool:
        return self.words[0].isalnum() or self.words[0] == "$"

    @property
    def is_capital(self) -> bool:
        return self.words[0].isupper()

    @property
    def is_genitive(self) -> bool:
        return self.low.endswith(("'s", "s'"))

    @property
    def owner(self) -> "Token":
        """Without the "'s" of a genitive: "Marl" of "Marl's"."""
        return make_token(self.words[:-2], self.start, self.end - 2) if self.low.endswith("'s") else self


def make_token(words: str, start: int, end: int) -> Token:
    low = words.casefold()
    return Token(words, start, end, low.replace("’", "'") if "’" in low else low)


def tokenize(text: str, start: int, end: int, shift: int = 0) -> list[Token]:
    """The words and signs between two offsets. A full stop belongs to an abbreviation, else it stands alone.

    `shift` is added to their offsets.
    """
    tokens: list[Token] = []
    for m in _TOKEN.finditer(text, max(start, 0), end):
        words, at = m[0], m.start() + shift
        last = words[-1]
        # What is left of an apostrophe behind a word that does not end in s closes a quotation.
        parted = last in "'’." and len(words) > 1
        if parted and (words[-2] not in "sxz" if last != "." else not _is_abbreviation(words)):
            to = at + len(words)
            tokens += [make_token(words[:-1], at, to - 1), make_token(last, to - 1, to)]
        else:
            low = words.casefold()
            tokens.append(Token(words, at, at + len(words), low.replace("’", "'") if "’" in low else low))
    return tokens


def _is_abbreviation(words: str) -> bool:
    return (
        _INNER_STOP.search(words) is not None or words.casefold() in _ABBREVIATIONS or words in _title_abbreviations()
    )


@cache
def _title_abbreviations() -> frozenset[str]:
    """Words with a full stop that titles are written with: Gov., Lt."""
    forms = (form for title in load_titles() for form in title.abbreviations)
    return frozenset(word for form in forms for word in form.split() if word.endswith("."))


def phrase(tokens: Sequence[Token]) -> str:
    """Words with single spaces between."""
    return " ".join(t.words for t in tokens)


def bare(token: Token) -> str:
    """A word in small letters, without the genitive."""
    return re.sub(r"'s$|(?<=s)'$", "", token.low)


def title_at_end(tokens: Sequence[Token]) -> tuple[Title, int] | None:
    """The longest title that the words end in, and its number of words. Forms of address are among them."""
    if not tokens or not may_end_title(tokens[-1].words):
        return None
    for size in range(min(_LONGEST_TITLE, len(tokens)), 0, -1):
        if title := find_whole_title(phrase(tokens[-size:])):
            return title, size
    return None


def person_at_end(tokens: Sequence[Token], plural: bool = False) -> int:
    """Of how many words the noun or title of a person consists that the words end in; 0 where there is none."""
    if not tokens or not tokens[-1].is_word or tokens[-1].is_genitive:
        return 0
    found = title_at_end(tokens)
    if found and found[0].kind != "honorific":
        return found[1]
    if len(tokens) > 1 and _is_person(find_noun(f"{tokens[-2].low} {tokens[-1].low}"), plural):
        return 2
    return int(_is_person(find_person(tokens[-1].low), plural))


def find_person(word: str) -> Noun | None:
    """The noun of a word, looked up without "ex-" and "-elect" where it must be."""
    noun = find_noun(word)
    if word in _MORE_PEOPLE:
        return Noun(word, "person", "", plural=False)
    if noun is None and "-" in word:
        plain = _SUFFIXES.sub("", word)
        prefix, _, rest = plain.partition("-")
        noun = find_noun(rest) if prefix in _PREFIXES else find_noun(plain)
    return noun


def _is_person(noun: Noun | None, plural: bool) -> bool:
    return noun is not None and noun.kind == "person" and (plural or not noun.plural) and noun.noun not in _GENERIC


def noun_kind(token: Token) -> str:
    """The kind of a word's noun; empty where the table has none."""
    noun = find_noun(bare(token))
    return noun.kind if noun else ""


def is_organised_noun(token: Token) -> bool:
    """Whether a word is a noun of an organisation or outlet, in small letters or not."""
    return noun_kind(token) in ("organisation", "outlet")


_OUTLET_WORDS = frozenset(
    "times post herald gazette review news radio tv television tribune journal courier chronicle guardian telegraph "
    "observer mail mirror express globe mercury examiner inquirer register bulletin echo argus sentinel dispatch "
    "standard record today weekly daily magazine broadcasting network channel zeitung monitor citizen press".split()
)
"""Last words of an outlet's name of at least two words, or of one with "the"."""
_ALONE_WITH_THE = frozenset(
    "times post herald gazette journal courier tribune telegraph chronicle guardian observer globe mail".split()
)
_KNOWN_OUTLETS = frozenset(
    "BBC CNN NBC ABC CBS MSNBC CNBC NPR PBS AP AFP DPA RT ITV ITN ARD ZDF TASS NHK Reuters Bloomberg Interfax "
    "Politico Axios Newsweek Xinhua Breitbart HuffPost BuzzFeed Vox ProPublica WSJ CBC SBS Sputnik "
    "Pravda Izvestia".split()
)
NETWORKS = frozenset(
    "Twitter Facebook Telegram Instagram YouTube TikTok WhatsApp LinkedIn Reddit Snapchat Threads Mastodon Bluesky "
    "Weibo Signal Parler Gab Skype Zoom Discord Twitch VKontakte VK Tumblr Medium Substack X Periscope Viber "
    "Odnoklassniki WeChat Truth".split()
)
"""Where people post, by the names that they are called by."""
NET_OUTLET = re.compile(r"[^\W\d_]{3,}news")
"""One word that an outlet on the net is called by, in small letters: "wikinews"."""
_DOMAIN = re.compile(r"[^\W_]{3,}(?:[.-][^\W_]+)*\.[^\W\d_]{2,4}$")


def is_outlet(tokens: Sequence[Token]) -> bool:
    """Whether words name an outlet: "the Harbour Review", "Pravda.Ru", "Radio Lowen", "the newspaper"."""
    if any(noun_kind(t) == "outlet" and t.words[0].islower() for t in tokens[-1:]):
        return True
    names = [t for t in tokens if t.is_capital and t.low not in ARTICLES]
    if not names or (not tokens[-1].is_capital and not tokens[-1].low.endswith((".com", ".org", ".net"))):
        return any(_DOMAIN.match(t.words) for t in tokens[-1:])
    last = names[-1]
    if last.words in _KNOWN_OUTLETS or _DOMAIN.match(last.words) or ("&" in last.words and last.words.isupper()):
        return True
    if NET_OUTLET.fullmatch(last.low) or (names[0].words in _KNOWN_OUTLETS and len(names) < 4):
        return True
    if names[0].low == "radio" and len(names) > 1:
        return True
    if last.low not in _OUTLET_WORDS:
        return False
    return len(names) > 1 or (tokens[0].low == "the" and last.low in _ALONE_WITH_THE)


def is_acronym(token: Token) -> bool:
    """Whether a word is the short name of an organisation: "HRL", but not "UK"."""
    return token.words.isupper() and len(token.words) > 1 and token.words.isalpha() and not find_states(token.words)


def line_around(text: str, span: Span, reach: int) -> Span:
    """The stretch around a span: at most `reach` characters to each side, and no line break but in the span."""
    start, end = span
    low = text.rfind("\n", max(0, start - reach), start) + 1 or max(0, start - reach)
    high = text.find("\n", end, end + reach)
    return low, high if high >= 0 else min(len(text), end + reach)


SENTENCE_REACH = 500
"""Characters to each side of words in which their sentence is looked for."""


def sentence_around(stretch: str, span: Span) -> Span:
    """The sentence or sentences of a stretch of text that hold a span, both counted in the stretch."""
    starts = find_sentences(stretch, QuotationIndex([]))
    low, high = bisect_right(starts, span[0]) - 1, bisect_left(starts, span[1])
    return starts[low], starts[high] if high < len(starts) else len(stretch)


def is_within(start: int, end: int, spans: Spans) -> bool:
    return any(s <= start and end <= e for s, e in spans)
