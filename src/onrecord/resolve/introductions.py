"""Introductions of interviews: who is interviewed, where the words plainly say so.

"The Review spoke to Nadia Orsolin", "an interview with the prime minister, Nadia Orsolin", "Nadia Orsolin answers our
questions". Whom an introduction names besides is never guessed to be the one: it may be whose widow was spoken to.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from onrecord.detect.layout import Layout
from onrecord.resolve.mentions import Mention
from onrecord.resolve.people import fold, surname_of
from onrecord.resolve.roles.phrases import is_outlet, tokenize
from onrecord.resolve.tables.given import find_gender
from onrecord.resolve.tables.nouns import find_noun
from onrecord.resolve.tables.titles import find_title

_ASKERS = r"(?:reporter|correspondent|journalist|editor|writer|columnist|host|interviewer|contributor)s?"
# "sat down in Dunmere with", but not "met her with her lawyer".
_BETWEEN = r"(?: (?:(?:in|on|at|by) [\w’'-]+|(?!him|her|them|us|me)(?-i:[a-z])[\w’'-]*)){0,3}?"
_CHANCE = r"(?:has|have|had|got) (?:the|a) (?:chance|opportunity|pleasure|privilege)"
_CUE = re.compile(
    r"\b(?:(?P<with>(?:interview(?:s|ing)?|conversation|q ?(?:&|and) ?a) with|interviewed)|"
    rf"(?P<talk>(?:spoke|speaks?|talk(?:s|ed)?|s[ai]ts? down|sitting down|caught up|met|meets|"
    rf"took (?:the |some )?time (?:out )?to (?:speak|talk)){_BETWEEN} (?:to|with))|"
    rf"(?P<asks>{_CHANCE} (?:to (?:speak|talk|chat|sit down)|of (?:speaking|talking|chatting|sitting down)){_BETWEEN} "
    rf"(?:to|with)|{_CHANCE} (?:to interview|of interviewing)|"
    r"(?:put|puts|posed?|sent) (?:(?:some|a few|several|a number of|these|our|his|her|the) )?(?:\w+ )?questions to)|"
    r"(?P<answers>answer(?:s|ed) (?:(?:our|your|my|some|a few|readers['’]|the readers['’]) (?:\w+ )?questions|"
    r"(?:\w+ )?questions (?P<from>from|by|(?:put|posed|sent|asked) by)))|"
    r"(?P<tells>tells|told)|(?P<in>in (?:an|this|our) (?:\w+ )?interview(?:,|(?= s?he\b))))(?=\W|$)",
    re.IGNORECASE,
)
# "Interviewed by Piet Marl" and "By Piet Marl"; not "founded by Edda Kolm".
_ASKER_BEFORE = re.compile(
    rf"\b(?:our|{_ASKERS})\s+$|"
    r"\b(?:interview|words|text|photo(?:graph)?s?|pictures?|images?|illustrations?)(?: by)?:\s*$|"
    r"(?:^|\n)\W*(?:interview|by)\s+$|(?:^|\n)\W*(?:translat|photo|illustrat|edit|interview|record|told)[^\n]{0,60}\sby\s+$|"
    r"\b(?:interview(?:ed|s)?|conversation|questions?|words|text|story|report|photo(?:graph)?s?|photographed|asked|"
    r"questioned|put|led|conducted|moderated|hosted|presented|produced|written|compiled|recorded|transcribed|"
    r"translated|edited)\s+by\s+$",
    re.IGNORECASE,
)
_ASKER_BEHIND = re.compile(rf"\s*,\s+(?:(?:our|the|an?)\s+)?(?:[\w’'-]+\s+){{0,3}}{_ASKERS}\b", re.IGNORECASE)
_DOES_ASK = re.compile(
    r"(?:,[^,.?!;:]{1,60},)?\s+"
    r"(?:(?:(?:has|had|recently|also|then) ){0,2}(?:interviewed|asked|conducted|led)|interviews|asks|conducts)\b"
)
# Between such words and the name: a title or description, and no clause or phrase that the name may belong to.
_APART = re.compile(
    r"\b(?:who|whose|whom|which|that|about|after|before|when|while|because|as|than|whether|if|and)\b|[.?!;:“”\"()]"
)
_OF_ANOTHER = re.compile(
    r"\b(?:of|for|in|at|from|by|with|on|near|to|against|over|under|behind|around|[\w-]+['’]s)\s+(?:[a-z]+\s+)?"
    r"(?:[A-Z][\w’'.-]*\s+)*$"
)
_JOINED = re.compile(
    r"(?:,[^.?!;:]{1,80},)?\s*(?:and|&|as well as|together with|along with)\s+|,\s+(?=[A-Z][\w’'-]+\s+[A-Z])"
)
_TITLE_AT_END = re.compile(r"\b(?:Dr|Prof|Mr|Mrs|Ms|Sen|Gov|Rep|Gen)\.\s*$")
# Of who stands with one: "and his wife".
_THEIRS_BEHIND = re.compile(r"(?:,\s*|,?\s+(?:and|&|with|together with|along with|as well as)\s+)(?:his|her|their)\b")
_UNCLEAR = ""
"""The key of somebody who is not named, beside whom nobody is meant alone."""
_GENITIVE = re.compile(r"['’](?:s\b|(?!\w))")
_LONGEST = 90
# Of a sentence, and of what stands beside such words, no more is looked at: characters, and names.
_REACH = 400
_MOST_NAMES = 4
# Between a name and the verb whose subject it is: an apposition or clause in commas, and little else.
_SUBJECT = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:,[^.?!;:]{1,120},\s*)?(?:(?:has|have|had|also|then|recently)\s+){0,2}")
_PAPER = (
    r"(?:team|magazine|newspaper|paper|courier|post|times|herald|review|gazette|tribune|journal|telegraph|news|radio|"
    r"daily|observer|chronicle|mail)"
)
# Before such words in their sentence: it was another time, or never.
_ANOTHER_TIME = re.compile(
    r"\b(?:declined?|refused?|wanted|want|never|not|no|without|after|before|since|once|had|part)\b", re.I
)
_EARLIER = re.compile(r"\b(?:last|earlier)\b", re.I)
_NOW = re.compile(r"\b(?:Now|Today|This week)\b")
# Before a name in its sentence: it is only whose somebody is who does what the verb says.
_GOVERNED = re.compile(r"\b(?:of|to|for|from|with|by|about|in|on|at)\b[^,]*$|['’]s?\s+$")
_AND = re.compile(r"\b(?:and|or)\b|&")
# "Hask biographer Anna Quill"
_MODIFIES = re.compile(
    r"\s+(?!(?:about|on|of|in|at|by|for|from|with|and|or|as|to|over|via|after|before|during|was|were|is|are|has|have|had|"
    r"who)\b)[a-z][\w-]+(?:\s[a-z][\w-]+){0,2}\s+"
)
_OURS_BEFORE = re.compile(
    rf"(?:\b(?:we|(?-i:I)|{_ASKERS}|{_PAPER}))\s+(?:(?:have|has|had|also|then|recently|just)\s+){{0,2}}$", re.I
)
_OURS_BEHIND = re.compile(
    r"\s+(?!(?:\w+ )?(?:reporters|journalists)\b)"
    rf"(?:us|me|our|(?:the |an? )?(?:[\w’'-]+ ){{0,2}}(?:{_ASKERS}|(?i:{_PAPER})))\b"
)
_PRONOUN_BEFORE = re.compile(
    r"^\W*(?:[Ii]n [^,.]{1,60}, |Here,? )?([Hh]e|[Ss]he) (?:(?:has|had|also|then|recently) )?$"
)
_PRONOUN = re.compile(r"\s+(s?he)\b")
_PRONOUN_BEHIND = re.compile(r"\s+(him|her|them)\b")
# "spoke to her about the flood", not "to her lawyer".
_ALONE = re.compile(r"(?=\s*[.,;:]| (?:about|on|in|at|by|via|over|after|before|for|from|this|last|recently|during)\b)")
# "Her interview with Hask", "the man who interviewed Hask": somebody else's.
_THEIRS_BEFORE = re.compile(r"\b(?:his|her|their|he|she|they|who|which)\s+(?:\w+\s+)?$", re.I)
# "In conversation with Marl, the king looks back": either may be meant.
_OPENING = re.compile(r"\W*In\s+(?:(?:an?|this|our)\s+)?(?:\w+\s+)?$")
# Behind such words in their sentence: it was another time, or never, or for something else.
_UNDONE = re.compile(r"\b(?:last year|years ago|once|cancell?ed|fell through|never|daily)\b|, but\b", re.I)
# How the next sentence begins where another speaks.
_ELSE = re.compile(
    r"\W*(?:Then I|But first|(?:Now|Today),? (?:the|his|her|s?he)|"
    r"(?:His|Her|Their) (?:office|spokes\w+|lawyer|minister))\b"
)
_IS_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are)\s+(?:\w+ly\s+)?$")
# In a sentence before "she": there are two who may be meant.
_RELATED = re.compile(
    r"\b(?:her|him|his|wife|husband|daughter|son|mother|father|brother|sister|widow|widower|partner|successor|"
    r"predecessor|aide|lawyer|reporter|correspondent|journalist|editor)\b|\bspokes",
    re.I,
)
_AS_SUBJECT = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:,[^.?!;:]{1,120},)?\s+[a-z]")
_AND_OTHERS = re.compile(r"\b(?:together with|along with|as well as|and)\b")
_OF_A_TALK = re.compile(r"\b(?:interview|conversation)", re.I)
_ARTICLES = re.compile(r"\s*(?:the\s+|an?\s+)?")


def find_interviewed(layout: Layout, names: Sequence[Mention], begin: int, labelled: bool = False) -> Mention | None:
    """Where what stands before the first question, at `begin`, names in full the one who is interviewed.

    None where that is nobody, or not plain. Behind labels ("Q.", "A.") it is also whom alone the text names in full, if
    it has no word of an interview. `names` in the order of the text. Takes time linear in it.
    """
    said = _Said(layout, [n for n in names if n.end <= begin], begin)
    cues = list(_CUE.finditer(layout.flowing, 0, begin))
    for cue in cues:
        said.read(cue, labelled)
    keys = said.meant - said.askers
    if labelled and not cues and not _OF_A_TALK.search(layout.flowing, 0, begin):
        keys = {key for n, key in said.people if " " in n.words} - said.askers
    return next((n for n, key in said.people if keys == {key} and " " in n.words), None)


class _Said:
    """What an introduction says of people: who is meant, and who asks; by the keys of their surnames."""

    def __init__(self, layout: Layout, names: Sequence[Mention], begin: int) -> None:
        self.layout, self.names, self.text, self.begin = layout, names, layout.flowing, begin
        self.people = [(n, fold(surname_of(n.words))) for n in names if n.kind == "person"]
        self.starts = [n.start for n, _ in self.people]
        self.askers = {key for i, (_, key) in enumerate(self.people) if self._asks(i)}
        self.meant: set[str] = set()

    def read(self, cue: re.Match[str], labelled: bool) -> None:
        """Take in what stands around a word of an interview, in a text with or without labels."""
        sentence = self._sentence_of(cue.start())
        if _ANOTHER_TIME.search(self.text, sentence, cue.start()) or self.layout.quotations.at(cue.start()):
            return
        following = self._sentence_behind(cue.end())
        if _UNDONE.search(self.text, cue.end(), min(following, cue.end() + _REACH)):
            return
        if _EARLIER.search(self.text, sentence, cue.start()) and self._goes_on_to_others(cue.end()):
            return
        if _ELSE.match(self.text, following, self.begin):
            self.meant.add(_UNCLEAR)
        subject = self._subject_of(cue.start())
        if cue["from"] and not self._is_ours_behind(cue.end()):
            return
        if cue["answers"] or (cue["tells"] and labelled and self._is_ours_behind(cue.end())):
            self.meant.update(subject)
        if cue["answers"] or cue["tells"]:  # a quotation in an introduction may be anybody's
            return
        behind = list(self._behind(cue.end()))
        if cue["in"]:
            self._read_in(cue, sentence)
        elif cue["with"]:
            self._read_with(cue, sentence, subject, behind)
        elif pronoun := _PRONOUN_BEHIND.match(self.text, cue.end()):
            if (cue["asks"] or self._is_ours_before(cue.start())) and _ALONE.match(self.text, pronoun.end()):
                self.meant |= self._one_before(cue.start(), pronoun[1])
            else:
                self.askers |= subject  # "Keel spoke with her"
        elif cue["asks"]:
            self.askers |= subject
            self.meant.update(behind)
        elif self._is_ours_before(cue.start()) or subject & self.askers:
            self.meant.update(behind)
        elif self._is_ours_behind(cue.end()):
            self.meant |= subject or self._meant_by_pronoun(cue.start())
            self.askers.update(behind)  # "to the Review's Piet Marl"
        elif subject and behind:
            self.meant.update((*subject, *behind))
        else:
            self.askers.update(behind)  # "the minister spoke to Marl"

    def _read_in(self, cue: re.Match[str], sentence: int) -> None:
        """ "In this interview, the champion Nadia Orsolin tells", "In this interview she tells"."""
        if pronoun := _PRONOUN.match(self.text, cue.end()):
            if not self.text[sentence : cue.start()].strip():
                self.meant |= self._one_before(cue.start(), pronoun[1])
            return
        i = bisect_left(self.starts, cue.end())
        for n, key in self.people[i : i + 1]:
            if self._modifies(i) or self.text.startswith(" had ", n.end):
                return
            words = self.text[cue.end() : n.start].split()
            noun = find_noun(words[-1]) if words else None
            is_title = not words or _is_title(words) or (noun is not None and noun.kind == "person")
            if is_title and not _RELATED.search(" ".join(words[:-1])) and _AS_SUBJECT.match(self.text, n.end):
                self.meant.add(key)

    def _read_with(self, cue: re.Match[str], sentence: int, subject: set[str], behind: Sequence[str]) -> None:
        """ "Our interview with Nadia Orsolin", "Nadia Orsolin was interviewed", "Piet Marl interviewed her"."""
        if _THEIRS_BEFORE.search(self.text, sentence, cue.start()):
            return
        if cue[0].casefold() == "interviewed" and not _IS_PASSIVE.search(self.text, sentence, cue.start()):
            self.askers |= subject
        if behind and _OPENING.fullmatch(self.text, sentence, cue.start()):
            self.meant.add(_UNCLEAR)
        others = () if subject & self.askers else self._others_before(cue.start())
        self.meant.update((*behind, *others))

    def _sentence_behind(self, at: int) -> int:
        """Where the next sentence begins, or the introduction ends."""
        k = bisect_right(self.layout.sentences, at)
        return min([self.begin, *self.layout.sentences[k : k + 1]])

    def _sentence_of(self, at: int) -> int:
        """Where the sentence begins, or what of a long one is looked at."""
        return max(self.layout.sentences[bisect_right(self.layout.sentences, at) - 1], at - _REACH)

    def _goes_on_to_others(self, end: int) -> bool:
        """Whether the next sentences tell of another time, or name somebody in full."""
        following = self._sentence_behind(end)
        if following >= self.begin:
            return False
        if _NOW.search(self.text, following, min(self.begin, following + _REACH)):
            return True
        i = bisect_left(self.starts, following)
        return any(" " in n.words for n, _ in self.people[i : i + _MOST_NAMES])

    def _asks(self, i: int) -> bool:
        """Whether the text plainly has somebody for one who asks."""
        n, _ = self.people[i]
        before = self.text[max(0, n.start - _LONGEST) : n.start]
        if _ASKER_BEFORE.search(before) or _ASKER_BEHIND.match(self.text, n.end) or _DOES_ASK.match(self.text, n.end):
            return True
        k = bisect_left(self.names, n.start, key=lambda name: name.start)
        owner = self.names[k - 1] if k else None
        if owner and self.text[owner.end : n.start].strip() in ("'s", "’s", "'", "’"):
            return is_outlet(tokenize(self.text, *owner.span))
        paper = self.names[k + 1] if k + 1 < len(self.names) else None
        if paper and self.text[n.end : paper.start].strip().casefold() in ("of", "of the"):
            return is_outlet(tokenize(self.text, *paper.span))
        return False

    def _behind(self, end: int) -> Iterator[str]:
        """Whom the words behind a verb name as whom it was spoken to: several where they are joined."""
        i = bisect_left(self.starts, end)
        for k, (n, key) in enumerate(self.people[i : i + _MOST_NAMES], i + 1):
            between = _TITLE_AT_END.sub("", self.text[end : n.start])
            if len(between) > _LONGEST or _APART.search(between) or _OF_ANOTHER.search(between):
                return
            if "," in between and between.rpartition(",")[2].strip():  # "four presidents, among them Hask"
                return
            if _GENITIVE.match(self.text, n.end) or self._modifies(k - 1):
                return
            if self.text.startswith(" had ", n.end):
                return
            yield key
            if _THEIRS_BEHIND.match(self.text, n.end):
                yield _UNCLEAR
            joined = _JOINED.match(self.text, n.end)
            if not joined:
                return
            end = joined.end()

    def _modifies(self, i: int) -> bool:
        """Whether a name only says whose biographer or wife somebody is who is named behind it."""
        found = _MODIFIES.match(self.text, self.people[i][0].end)
        return found is not None and found.end() in self.starts[i + 1 : i + 2]

    def _subject_of(self, start: int) -> set[str]:
        """Who is the subject of a verb, with what stands in commas between."""
        i = bisect_left(self.starts, start)
        begin = self._sentence_of(start)
        named = [(n, key) for n, key in self.people[max(0, i - _MOST_NAMES) : i] if n.start >= begin]
        for n, key in reversed(named):
            if _SUBJECT.fullmatch(self.text, n.end, start):
                if key not in self.askers and _GOVERNED.search(self.text[begin : n.start]):  # "the widow of"
                    return set()
                if _AND_OTHERS.search(self.text, n.end, start):
                    return set()
                joined = len(named) > 1 and _AND.search(self.text, named[0][0].end, start)
                return {key for _, key in named} if joined else {key}
        return set()

    def _others_before(self, start: int) -> Iterator[str]:
        """Who else is named in a sentence before some words."""
        i = bisect_left(self.starts, start)
        begin = self._sentence_of(start)
        yield from (key for n, key in self.people[max(0, i - _MOST_NAMES) : i] if n.start >= begin)

    def _is_ours_before(self, start: int) -> bool:
        """Whether the paper, or somebody of it, is the subject of a verb."""
        k = bisect_left(self.names, start, key=lambda n: n.start)
        last = self.names[k - 1] if k else None
        if last and last.kind != "person" and _SUBJECT.fullmatch(self.text, last.end, start):
            return _may_be_paper(last)
        return _OURS_BEFORE.search(self.text, max(0, start - 40), start) is not None

    def _is_ours_behind(self, end: int) -> bool:
        """Whether it was the paper that was spoken to."""
        if _OURS_BEHIND.match(self.text, end):
            return True
        k = bisect_left(self.names, end, key=lambda n: n.start)
        first = self.names[k] if k < len(self.names) else None
        return bool(first and _may_be_paper(first) and _ARTICLES.fullmatch(self.text, end, first.start))

    def _meant_by_pronoun(self, start: int) -> set[str]:
        """Whom "she" in "She spoke to us" means."""
        begin = self.layout.sentences[bisect_right(self.layout.sentences, start) - 1]
        pronoun = _PRONOUN_BEFORE.search(self.text[begin:start]) if start - begin <= _LONGEST else None
        return self._one_before(start, pronoun[1]) if pronoun else set()

    def _one_before(self, at: int, pronoun: str) -> set[str]:
        """Whom a pronoun means: the one person of the sentence before, who is its subject and leads it."""
        s = bisect_right(self.layout.sentences, at) - 1
        if s == 0:
            return set()
        begin, end = self.layout.sentences[s - 1 : s + 1]
        people = self.people[bisect_left(self.starts, begin) : bisect_left(self.starts, end)]
        if len({key for _, key in people}) != 1 or _RELATED.search(self.text, begin, end):
            return set()
        n, key = people[0]
        before = self.text[begin : n.start].split()
        gender = find_gender(n.words.split()[0])
        fits = not gender or (gender == "f") == (pronoun.casefold() in ("she", "her"))
        leads = (not before or _is_title(before)) and _AS_SUBJECT.match(self.text, n.end) is not None
        return {key} if leads and fits and key not in self.askers else set()


def _is_title(words: Sequence[str]) -> bool:
    found = find_title(words)
    return found is not None and found[1] == len(words)


def _may_be_paper(name: Mention) -> bool:
    """Whether a name is that of a paper, or of what may be one: not "the Senate", "the Harbour Union"."""
    if name.kind not in ("outlet", "organisation", "other"):
        return False
    noun = find_noun(name.words.split()[-1].casefold())
    return name.kind == "outlet" or noun is None or noun.kind not in ("organisation", "group")
