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

_ASKERS = r"(?:reporter|correspondent|journalist|editor|writer|columnist|host|interviewer|contributor)s?"
# "sat down in Dunmere with", but not "met her with her lawyer".
_BETWEEN = r"(?: (?:(?:in|on|at|by) [\w’'-]+|(?!him|her|them|us|me)(?-i:[a-z])[\w’'-]*)){0,3}?"
_CHANCE = (
    r"(?:has|have|had|got) (?:the|a) (?:chance|opportunity|pleasure|privilege) (?:to (?:speak|talk|chat|sit down)|"
    r"of (?:speaking|talking|chatting|sitting down))"
)
_CUE = re.compile(
    r"\b(?:(?P<with>(?:interview(?:s|ing)?|conversation|q ?(?:&|and) ?a) with|interviewed)|"
    rf"(?P<talk>(?:spoke|speaks?|talk(?:s|ed)?|s[ai]ts? down|sitting down|caught up|met|meets|{_CHANCE}){_BETWEEN} "
    r"(?:to|with)|(?:put|puts|posed?|sent) (?:(?:some|a few|several|a number of|these|our|his|her|the) )?"
    r"(?:\w+ )?questions to)|"
    r"(?P<answers>answer(?:s|ed) (?:(?:our|your|my|some|a few|readers['’]|the readers['’]) (?:\w+ )?questions|"
    r"questions (?:from|by|(?:put|posed|sent|asked) by)))|"
    r"(?P<tells>tells|told)|(?P<in>in (?:an|this|our) (?:\w+ )?interview(?:,|(?= s?he\b))))(?=\W|$)",
    re.IGNORECASE,
)
# "Interviewed by Piet Marl" and "By Piet Marl"; not "founded by Edda Kolm".
_ASKER_BEFORE = re.compile(
    rf"\b(?:our|{_ASKERS})\s+$|\b(?:interview|words|text|photo(?:graph)?s?)(?: by)?:\s*$|(?:^|\n)\W*by\s+$|"
    r"\b(?:interview(?:ed|s)?|conversation|questions?|words|text|story|report|photo(?:graph)?s?|photographed|asked|"
    r"questioned|put|led|conducted|moderated|hosted|presented|produced|written|compiled|recorded|transcribed|"
    r"translated|edited)\s+by\s+$",
    re.IGNORECASE,
)
_ASKER_BEHIND = re.compile(rf"\s*,\s+(?:(?:our|the|an?)\s+)?(?:[\w’'-]+\s+){{0,3}}{_ASKERS}\b", re.IGNORECASE)
_DOES_ASK = re.compile(r"\s+(?:(?:has |had )?(?:interviewed|asked)|interviews|asks)\b")
# Between such words and the name: a title or description, and no clause or phrase that the name may belong to.
_APART = re.compile(
    r"\b(?:who|whose|whom|which|that|about|after|before|when|while|because|as|than|whether|if|and)\b|[.?!;:“”\"()]"
)
_OF_ANOTHER = re.compile(
    r"\b(?:of|for|in|at|from|by|with|on|near|to|against|over|under|[\w-]+['’]s)\s+(?:[A-Z][\w’'.-]*\s+)*$"
)
_JOINED = re.compile(r"(?:,[^.?!;:]{1,80},)?\s*(?:and|&)\s+")
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
_MODIFIES = re.compile(r"\s+[a-z][\w-]+(?:\s[a-z][\w-]+){0,2}\s+")
_OURS_BEFORE = re.compile(rf"(?:\b(?:we|(?-i:I)|{_ASKERS}|{_PAPER}))\s+(?:(?:have|has|had|also|then)\s+)?$", re.I)
_OURS_BEHIND = re.compile(rf"\s+(?:us|me|our|(?:the |an? )?(?:[\w’'-]+ ){{0,2}}(?:{_ASKERS}|(?i:{_PAPER})))\b")
_PRONOUN_BEFORE = re.compile(r"^\W*(?:[Ii]n [^,.]{1,60}, )?(?:[Hh]e|[Ss]he) (?:(?:has|had|also|then|recently) )?$")
_PRONOUN = re.compile(r"\s+s?he\b")
_PRONOUN_BEHIND = re.compile(r"\s+(?:him|her|them)\b")
# "spoke to her about the flood", not "to her lawyer".
_ALONE = re.compile(r"(?=\s*[.,;:]| (?:about|on|in|at|by|via|over|after|before|for|from|this|last|recently|during)\b)")
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
    if labelled and not cues:
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
        if _ANOTHER_TIME.search(self.text, sentence, cue.start()):
            return
        if _EARLIER.search(self.text, sentence, cue.start()) and self._goes_on_to_others(cue.end()):
            return
        subject = self._subject_of(cue.start())
        if cue["answers"] or (cue["tells"] and labelled and self._is_ours_behind(cue.end())):
            self.meant.update(subject)
        if cue["answers"] or cue["tells"]:  # a quotation in an introduction may be anybody's
            return
        behind = list(self._behind(cue.end()))
        if cue["in"]:
            self.meant.update(self._one_before(cue.start()) if _PRONOUN.match(self.text, cue.end()) else behind)
        elif cue["with"]:
            asks = subject & self.askers  # "Gazette reporter Piet Marl interviewed Hask"
            self.meant.update((*behind, *(() if asks else self._others_before(cue.start()))))
        elif pronoun := _PRONOUN_BEHIND.match(self.text, cue.end()):
            if self._is_ours_before(cue.start()) and _ALONE.match(self.text, pronoun.end()):
                self.meant |= self._one_before(cue.start())
            else:
                self.askers |= subject  # "Keel spoke with her"
        elif self._is_ours_before(cue.start()) or subject & self.askers:
            self.meant.update(behind)
        elif self._is_ours_behind(cue.end()):
            self.meant |= subject or self._meant_by_pronoun(cue.start())
            self.askers.update(behind)  # "to the Review's Piet Marl"
        elif subject:
            self.meant.update((*subject, *behind))
        else:
            self.askers.update(behind)  # "the minister spoke to Marl"

    def _sentence_of(self, at: int) -> int:
        """Where the sentence begins, or what of a long one is looked at."""
        return max(self.layout.sentences[bisect_right(self.layout.sentences, at) - 1], at - _REACH)

    def _goes_on_to_others(self, end: int) -> bool:
        """Whether the next sentences tell of another time, or name somebody in full."""
        k = bisect_right(self.layout.sentences, end)
        following = self.layout.sentences[k] if k < len(self.layout.sentences) else self.begin
        if following >= self.begin:
            return False
        if _NOW.search(self.text, following, min(self.begin, following + _REACH)):
            return True
        i = bisect_left(self.starts, following)
        return any(" " in n.words for n, _ in self.people[i : i + _MOST_NAMES])

    def _asks(self, i: int) -> bool:
        """Whether the text plainly has somebody for one who asks."""
        n, _ = self.people[i]
        before = self.text[max(0, n.start - 30) : n.start]
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
            between = self.text[end : n.start]
            if len(between) > _LONGEST or _APART.search(between) or _OF_ANOTHER.search(between):
                return
            if "," in between and between.rpartition(",")[2].strip():  # "four presidents, among them Hask"
                return
            modifies = _MODIFIES.match(self.text, n.end)
            if _GENITIVE.match(self.text, n.end) or (modifies and modifies.end() in self.starts[k : k + 1]):
                return
            if self.text.startswith(" had ", n.end):
                return
            yield key
            joined = _JOINED.match(self.text, n.end)
            if not joined:
                return
            end = joined.end()

    def _subject_of(self, start: int) -> set[str]:
        """Who is the subject of a verb, with what stands in commas between."""
        i = bisect_left(self.starts, start)
        begin = self._sentence_of(start)
        named = [(n, key) for n, key in self.people[max(0, i - _MOST_NAMES) : i] if n.start >= begin]
        for n, key in reversed(named):
            if _SUBJECT.fullmatch(self.text, n.end, start):
                if key not in self.askers and _GOVERNED.search(self.text[begin : n.start]):  # "the widow of"
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
            return last.kind in ("outlet", "organisation", "other")
        return _OURS_BEFORE.search(self.text, max(0, start - 40), start) is not None

    def _is_ours_behind(self, end: int) -> bool:
        """Whether it was the paper that was spoken to."""
        if _OURS_BEHIND.match(self.text, end):
            return True
        k = bisect_left(self.names, end, key=lambda n: n.start)
        first = self.names[k] if k < len(self.names) else None
        return bool(
            first
            and first.kind in ("outlet", "organisation", "other")
            and _ARTICLES.fullmatch(self.text, end, first.start)
        )

    def _meant_by_pronoun(self, start: int) -> set[str]:
        """Whom "she" in "She spoke to us" means: the one person of the sentence before, which begins with them."""
        begin = self.layout.sentences[bisect_right(self.layout.sentences, start) - 1]
        if start - begin > _LONGEST or not _PRONOUN_BEFORE.search(self.text[begin:start]):
            return set()
        return self._one_before(start)

    def _one_before(self, at: int) -> set[str]:
        """The one person of the sentence before, which begins with them."""
        s = bisect_right(self.layout.sentences, at) - 1
        if s == 0:
            return set()
        first, last = (bisect_left(self.starts, self.layout.sentences[i]) for i in (s - 1, s))
        keys = {key for _, key in self.people[first : min(last, first + _MOST_NAMES)]}
        return keys if len(keys) == 1 and self.starts[first] - self.layout.sentences[s - 1] <= _LONGEST else set()
