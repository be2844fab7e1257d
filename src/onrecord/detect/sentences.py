"""Where sentences begin: not inside quotation marks, and careful with abbreviations and initials."""

import re

from onrecord.detect.lines import ENDS_LINE, find_breaks
from onrecord.detect.quotations import QuotationIndex

# Behind these a sentence goes on, for a name, a number or a date follows.
_BEFORE_NAMES = frozenset(
    """adm brig capt cf cmdr col comdr cpl dr fr gen gov hon lt maj messrs mr mrs ms mt pres prof pvt rep reps rev sec
    sen sens sgt st supt v vs""".split()
)
_BEFORE_NUMBERS = frozenset(
    "apr approx aug ca dec feb fig jan jul jun mar no nos nov oct op p pg pp sep sept vol".split()
)
# Behind these it may end: it does if a word follows that opens sentences.
_ANYWHERE = frozenset(
    "al assoc ave bros co corp dept ed eg est etc ft govt ie inc jr ltd min nat natl sr treas univ".split()
)
_OPENERS = frozenset(
    """The A An In On At He She It They We I But And This That These There His Her Their Its If When While After Before
    As For From To With By No Not Nor Yet So Some Many Most Both Each Then Now Here What Who Why How Where""".split()
)
# The look back, at what stands before the first sign, is for long runs of them.
_STOP = re.compile(r"""([.!?…](?<![.!?…]{2})[.!?…]*+)(["'”’»)\]]*+)(\s++)""")
_NEXT_WORD = re.compile(r"""["'“‘«„(\[]{0,4}(\w+)""")
_LAST_WORD = re.compile(r"([^\W\d_][\w.]*+)$")


def find_sentences(text: str, quotations: QuotationIndex) -> list[int]:
    """Offsets at which a sentence begins, 0 first. Takes time linear in the text.

    A blank line ends a sentence; a single line break does where something ends before it, or where the text
    has no blank lines and the lines are paragraphs.
    """
    starts = {0}
    has_blank_lines = "\n\n" in text
    has_capitals = not text.islower()
    for start, end in find_breaks(text):
        is_blank = text.count("\n", start, end) > 1
        is_wrapped = text[end : end + 1].islower()
        if is_blank or text[start - 1 : start] in ENDS_LINE or not (has_blank_lines or is_wrapped):
            starts.add(end)
    for match in _STOP.finditer(text):
        quotation = quotations.at(match.end())
        if quotation is not None and quotation.closed and quotation.start < match.end():
            continue
        following = _NEXT_WORD.match(text, match.end())
        after = following.group(1) if following else ""
        if after[:1].islower() and has_capitals:
            continue
        if match.group(1) == "." and not match.group(2) and _is_abbreviation(text, match.start(), after):
            continue
        starts.add(match.end())
    return sorted(s for s in starts if s < len(text) or s == 0)


def _is_abbreviation(text: str, stop: int, after: str) -> bool:
    word = _LAST_WORD.search(text, max(0, stop - 24), stop)
    if word is None:
        return False
    token = word.group(1)
    if len(token) == 1 and token.isupper():
        return after not in _OPENERS or (after == "I" and token != "I")  # an initial: J. Smith; but "It was I. She"
    if "." in token:  # U.S. Army, 9 a.m. Monday; but "in the U.S. The"
        return after not in _OPENERS
    token = token.lower()
    if token in _BEFORE_NUMBERS:
        return after[:1].isdigit()
    return token in _BEFORE_NAMES or (token in _ANYWHERE and after not in _OPENERS)
