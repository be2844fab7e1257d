"""Whether a statement was made at all: a cue that is negated, hypothetical or asked asserts nothing.

'She did not say that it rained', 'she would say that it rained', 'did she say that it rained?' put no
words in her mouth. Rules over the words of the cue and of its clause; what stands inside the content or
inside quotation marks never counts, for that is what was said and not whether.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from onrecord.detect.layout import Layout
from onrecord.detect.quotations import QuotationIndex
from onrecord.types import Statement
from onrecord.weigh.stretches import cut_gaps

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]")
_FAR = 2000
_BOUNDARIES = frozenset(", ; : . — – ( ) [ ] but and while although though because whereas yet".split())


def _any(*patterns: str) -> re.Pattern[str]:
    """Any of the patterns, as whole words."""
    return re.compile(rf"\b(?:{'|'.join(' '.join(p.split()) for p in patterns)})(?!\w)")


_AUXILIARY = (
    "(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|may|might|must|should|shall|be|been)(?:n't)?"
)
# Verbs of saying, in the form that follows 'to', or in -ing.
_TELL = (
    "(?:say|comment|confirm|disclose|specify|discuss|reveal|name|tell|state|admit|acknowledge|announce|explain|"
    "elaborate|claim|promise|predict|mention|identify|speculate|address|clarify|repeat|endorse|condemn|commit|answer|"
    "describe|concede|suggest|declare|assert|call|criticise|criticize|detail|apologise|apologize|argue|warn|accuse|"
    "report|insist|deny|demand|testify|urge|propose|ask|agree|vow|pledge|threaten|complain|write|tweet|post|respond)"
)
_TELLING = f"(?:{_TELL}|\\w+)ing"

# Negators that negate nothing: 'not only said', 'did not hesitate to say', 'made no secret of'.
_IDLE = _any(
    "(?:not|\\w+n't) (?:only|just|merely|simply)",
    "not (?:only|just|merely|simply|alone|above|afraid|ashamed|embarrassed|shy|slow|without|averse to|wrong|mistaken|"
    "until)",
    "not (?:the|for the) (?:only|first|last)(?: \\w+)*",
    f"(?:{_AUXILIARY} )?(?:not|never|no|cannot|\\w+n't) (?:\\w+ ){{0,2}}"
    "(?:hesitat|tir|stop|ceas|hid|shied|shy|minc|shr[iau]nk|fail|"
    "conceal|disguis|waver|resist|help|let up|miss|wast|paus|relent|flinch|forg[eo]t|budg)\\w*",
    "(?:no|little) (?:secret|doubt|bones|apolog\\w+|hesitation|time in|time \\w+ing|attempt to (?:hide|conceal))",
    "(?:cannot|can not|can't|could not|couldn't) (?:but|agree more|have been clearer|stress enough|say enough)",
    "without (?:hesitating|flinching|blinking|pausing)",
    "no (?:less|fewer|sooner|other) than",
    "nothing (?:less|short|if not)",
    "never one to",
    "not to be outdone",
)
_IN_IDLE = re.compile("no|n't|never|without|little")
"""In each of them is one of these: elsewhere the patterns need not be tried."""
_NEGATOR = re.compile(
    r"\b(?:not|never|neither|nor|cannot|hardly|scarcely|barely|rarely|seldom|nowhere|nothing|no longer|"
    r"no way|at no (?:time|point|stage)|(?:under|in|on) no \w+|in none|without (?:ever )?\w+ing)\b|n't\b|^no "
)
_WITHHELD = _any(
    f"(?:declin|refus)\\w* to (?:\\w+ )?{_TELL}",
    "(?:is|are|was|were|has|have|had) (?:still )?yet to",
    "stop\\w* (?:just |well )?short of",
    "f[ae]ll\\w* short of",
    f"(?:fail|neglect|forg[eo]t|omit)\\w* to {_TELL}",
    f"avoid\\w* {_TELLING}",
    f"(?:unwilling|unable|reluctant|hesitant|loath|too \\w+) to {_TELL}",
    "den(?:y|ied|ies|ying) (?:ever )?(?:having )?(?:saying|said|claim\\w+|promis\\w+|tell\\w+|told|suggest\\w+|"
    "call\\w+|threaten\\w+|admit\\w+|agree\\w+|confirm\\w+|warn\\w+)",
    f"(?:refrain\\w*|shrank|shrink\\w*|shied|desist\\w*|abstain\\w*) (?:away )?from {_TELLING}",
    f"(?:forb[ai]d\\w*|barred|banned|prohibited|prevented|discouraged|dissuaded|kept|stopped)(?: \\w+)? "
    f"(?:from {_TELLING}|to {_TELL})",
    f"(?:told|ordered|asked|advised|instructed|warned) not to {_TELL}",
    f"rul\\w+ out {_TELLING}",
    "far from \\w+ing",
    "rather than \\w+",
    "instead of \\w+ing",
    "retract\\w*",
    f"resist\\w* {_TELLING}",
    "(?:left|leav\\w+) (?:unsaid|unclear|open|unanswered|unmentioned)",
    "stopped \\w+ing",
    "(?:gave|made|offered|has|have|had|provided|issued) no",
    "in lieu of",
)
_REFUSES = re.compile(r"\b(?:declin|refus)\w*$")
_NOBODY = re.compile(
    r"^(?:no one|no-one|nobody|none|neither|no|few|hardly any\w*|scarcely any\w*|not one|not a single|"
    r"not (?:all|every\w*|many|even))\b(?!')"
)
_MODAL = re.compile(
    r"\b(?:would|could|might|may|should|will|shall|won't|can|must|ought to|needs? to|had better)\b|\w'(?:d|ll)\b"
)
# A wish that is there now; a habit of the past; what one says by saying one would.
_ACTUAL = _any(
    "(?:would|'d) (?:\\w+ )?(?:like|love|prefer|rather|welcome|hate)",
    "would (?:(?:say|comment|confirm) only|only|often|always|sometimes|usually|frequently|routinely|regularly|later|"
    "then|repeatedly|go on to)",
    "can (?:now |already |also )?(?:confirm|say|reveal|report|announce|disclose)",
    "will (?:often|always|sometimes|usually|regularly)",
)
_HABIT = _any("would \\w+ (?:each|every|whenever)")
_TO_COME = _any(
    "(?:expected|likely|unlikely|due|set|poised|scheduled|about|certain|sure|bound|ready|prepared|going|free|tempted|"
    "supposed|slated|preparing|waiting|hoping|planning|gearing up|allowed|permitted) to",
    f"(?:is|are|was|were) to (?:\\w+ )?{_TELL}",
    "(?:was|were) to have \\w+",
    f"(?:plan|intend|mean|hope|want|promis|threaten|wait|wish|agree|offer|pledg|vow|ask|urg|order|invit|tell|told|"
    f"requir|call)\\w* (?:\\w+ )?(?:on )?to {_TELL}",
)
_IF = _any(
    "if",
    "unless",
    "whether",
    "lest",
    "in case",
    "as soon as",
    "provided",
    "assuming",
    "suppos(?:e|ing)",
    "imagine",
    "until",
    "as though",
    "wish(?:es|ed)?",
    "in the event",
    "on condition",
    "the day",
    "so that",
)
_INVERTED_IF = re.compile(r"^(?:\w+ )?(?:were|had|should)$")
_UNTRUE = _any(
    "(?:not true|untrue|false|wrong|incorrect|inaccurate|misleading|a lie|a myth|no evidence|no record|no sign|"
    "no suggestion|no proof|no indication|no claim|no question|nothing to suggest|unclear|not clear|unknown|not known|"
    "not certain|uncertain|doubtful|unproven|disput\\w+|den(?:y|ied|ies|ying)|doubt\\w*|question\\w*)"
    "(?: \\w+){0,3} (?:that|whether|to|if|of)",
    "(?:not|never|cannot|can't|hardly|\\w+n't)(?: \\w+){0,4} (?:that|to)",
    "(?:unfair|too early|too soon|premature|impossible|hard|difficult|foolish|absurd|rash|a mistake) to",
)
_ASKS = re.compile(
    rf"^(?:so|(?:(?:and|but|or|then|well|now) )?(?:{_AUXILIARY}|who|whom|what|why|when|where|which|how|whose|"
    r"since when))\b"
)
_BELONGS_TO_CUE = re.compile(rf"\b(?:{_AUXILIARY}|not|never|ever|also|still|to|\w+ly)$")
_INVERTED = re.compile(rf"(?:^|\b){_AUXILIARY}$")


class Frame(NamedTuple):
    """The sentence around a cue without what was said: lower-case words, idle negators taken out."""

    lead: str
    """The words of the clause before its source, or before its cue where the source comes later."""
    gap: str
    """The words between source and cue, from the last clause boundary on."""
    source: str
    cue: str
    head: str
    """The content's first words where it follows the cue: 'refused' 'to say whether'."""
    whole: str
    """All of the sentence's words outside contents and quotation marks."""
    question: bool
    """The sentence ends in a question mark that is not the content's own."""


def weigh_assertion(layout: Layout, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements with `asserted` false where the cue is negated, hypothetical or asked."""
    text, starts, index = layout.flowing.replace("’", "'"), layout.sentences, layout.quotations
    return tuple(
        s if not s.cue or is_asserted(frame_cue(text, s, starts, index)) else replace(s, asserted=False)
        for s in statements
    )


def is_asserted(frame: Frame) -> bool:
    """Whether no rule finds the cue negated, hypothetical or asked."""
    return not any(rule(frame) for rule in RULES)


def frame_cue(text: str, statement: Statement, sentences: list[int], index: QuotationIndex) -> Frame:
    """Cut the sentence of a statement's cue into its frame.

    `sentences`: offsets at which sentences begin. Apostrophes are straight.
    """
    cue_start, cue_end = statement.cue[0][0], statement.cue[-1][1]
    i = bisect_right(sentences, cue_start)
    begin = sentences[i - 1] if i else 0
    end = sentences[i] if i < len(sentences) else len(text)
    inner = index.at(cue_start)
    # A "sentence" may be a whole article without a stop: what is far from the cue says nothing of it.
    begin, end = max(begin, cue_start - _FAR), min(end, cue_end + _FAR)
    # What was said is not looked at, but that it may end with the mark of the sentence that it ends.
    gaps = cut_gaps((begin, end), [(s, e) for s, e in statement.content if not s <= cue_start < e])
    words = [(m[0].lower(), m.start()) for gap in gaps for m in _TOKEN.finditer(text, *gap)]
    if inner is None and index.touches(begin, end):
        words = [(w, at) for w, at in words if index.at(at) is None]
    question = _has_question(text, cue_start, end, index if inner is None else None)
    source = next((s for s in statement.source if begin <= s[0] < cue_start), None)
    before = [(w, at) for w, at in words if at < cue_start]
    for s, e in statement.source:
        before = [(w, at) for w, at in before if not s <= at < e]
    return Frame(
        lead=_drop_idle(_last_clause([w for w, at in before if source is None or at < source[0]])),
        gap=_skip_relative(_drop_idle(_last_clause([w for w, at in before if source is not None and at >= source[1]]))),
        source=_drop_idle(_join(text[s:e] for s, e in statement.source)).strip(),
        cue=_drop_idle(_join([text[cue_start:cue_end]])),
        head=next((_join([text[s : min(e, s + 40)]]) for s, e in statement.content if 0 <= s - cue_end <= 1), ""),
        whole=" ".join(w for w, _ in words if w.isalnum() or "'" in w),
        question=question,
    )


def _has_question(text: str, start: int, end: int, index: QuotationIndex | None) -> bool:
    """Whether a stretch has a question mark, one outside quotation marks where their index is given."""
    at = text.find("?", start, end)
    while at >= 0 and index and index.at(at):
        at = text.find("?", at + 1, end)
    return at >= 0


def _drop_idle(words: str) -> str:
    return _IDLE.sub("", words) if _IN_IDLE.search(words) else words


def _join(pieces: Iterable[str]) -> str:
    return " ".join(" ".join(pieces).lower().split())


def _skip_relative(gap: str) -> str:
    """'A neighbour who would not give her name said': what is between is not about the saying."""
    if re.match(r"(?:who|which|that|whose)\b", gap) and not _BELONGS_TO_CUE.search(gap):
        return ""
    return gap


def _last_clause(words: list[str]) -> str:
    last = max((i for i, w in enumerate(words) if w in _BOUNDARIES), default=-1)
    return " ".join(words[last + 1 :])


def _near(frame: Frame) -> str:
    """The words that go with the cue: those between, and those before an infinitive that has no source of its own."""
    lead = frame.lead if not frame.source and frame.lead.endswith(" to") else ""
    return f"{lead} {frame.gap} {frame.cue}".strip()


def _is_negated(frame: Frame) -> bool:
    return bool(_NEGATOR.search(_near(frame)) or (_INVERTED.search(frame.lead) and _NEGATOR.search(frame.lead)))


def _is_withheld(frame: Frame) -> bool:
    if _REFUSES.search(frame.cue) and _WITHHELD.match(f"{frame.cue.split(' ')[-1]} {frame.head}"):
        return True
    return bool(_WITHHELD.search(_near(frame)) or _WITHHELD.search(f"{frame.lead} {frame.cue}"))


def _has_nobody(frame: Frame) -> bool:
    return bool(_NOBODY.match(frame.source) or (not frame.source and _NOBODY.match(frame.lead)))


def _is_untrue(frame: Frame) -> bool:
    return bool(_UNTRUE.search(frame.lead))


def _is_modal(frame: Frame) -> bool:
    if _ACTUAL.search(_near(frame)) or _HABIT.search(frame.whole):
        return False
    if frame.source in ("i", "we") and not _IF.search(frame.whole):  # 'I would say', 'we can confirm'
        return False
    inverted = _INVERTED.search(frame.lead)  # 'only then will the president say'
    return bool(_MODAL.search(_near(frame)) or (inverted and _MODAL.search(inverted.group())))


def _is_to_come(frame: Frame) -> bool:
    # 'called on the president to declare', 'Minister to announce'
    is_complement = bool(frame.source) and not frame.gap and frame.cue.startswith("to ")
    return is_complement or bool(_TO_COME.search(_near(frame)))


def _is_conditional(frame: Frame) -> bool:
    return bool(
        _IF.search(frame.lead) or re.search(r"\bonce$", frame.lead) or (frame.source and _INVERTED_IF.match(frame.lead))
    )


def _is_supposed(frame: Frame) -> bool:
    """To say that it rained would be wrong."""
    bare = not frame.source and frame.lead in ("", "to", "even", "merely", "simply", "just", "even to")
    begins = frame.lead.endswith("to") or frame.cue.startswith("to ") or frame.cue.split(" ")[0].endswith("ing")
    return bare and begins and bool(re.search(r"\b(?:would|could|might|may) (?:be|have|mean|make)\b", frame.whole))


def _is_asked(frame: Frame) -> bool:
    if not frame.question:
        return False
    inverted = _INVERTED.search(frame.lead) or re.match(rf"{_AUXILIARY} ", f"{frame.gap} ")
    return bool(_ASKS.match(frame.whole) or inverted or frame.source in ("who", "what", "which"))


def _is_forbidden(frame: Frame) -> bool:
    return not frame.source and bool(re.search(r"\b(?:don't|do not|never|let no one)$", frame.lead))


RULES: list[Callable[[Frame], bool]] = [
    _is_negated,
    _is_withheld,
    _has_nobody,
    _is_untrue,
    _is_modal,
    _is_to_come,
    _is_conditional,
    _is_supposed,
    _is_asked,
    _is_forbidden,
]
"""Each says of a cue that it asserts nothing; one is enough."""
