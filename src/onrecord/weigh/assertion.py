"""Whether a statement was made at all: a cue that is negated, hypothetical or asked asserts nothing.

'She did not say that it rained', 'she would say that it rained', 'did she say that it rained?' put no
words in her mouth. Rules over the words of the cue and of its clause; what stands inside the content or
inside quotation marks never counts, for that is what was said and not whether.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace

from onrecord.detect.quotations import QuotationIndex, find_quotations
from onrecord.detect.sentences import find_sentences
from onrecord.types import Document, Span, Statement

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]")
_BOUNDARIES = frozenset(", ; : — – - ( ) [ ] but and while although though because whereas yet".split())

_TELL = (
    r"(?:say|saying|said|comment|confirm|disclose|specify|discuss|reveal|name|tell|state|admit|acknowledge|announce|"
    r"explain|elaborate|claim|promise|predict|mention|identify|speculate|address|clarify|repeat|endorse|condemn|"
    r"commit|answer|describe|concede|suggest|declare|assert|call|criticise|criticize|detail|back|support)"
)
_AUXILIARY = r"(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|may|might|should|be|been|being)"

# Negators that negate nothing: 'not only said', 'did not hesitate to say', 'made no secret of'.
_IDLE = re.compile(
    r"\bnot only\b|\bnot just\b|\bnot merely\b|\bnot simply\b|\b(?:not|n't|never|no) (?:\w+ )?(?:hesitat|tire|stop|ceas|"
    r"hid|shied|shy|minc|shrink|shrank|fail|conceal|disguise|budg|waver|let up|dispute that)\w*|"
    r"\bno secret\b|\bno doubt\b|\bno bones\b|\bno apolog\w+|\bcannot but\b|\bcould not but\b|\bcan not but\b|"
    r"\bcould(?: not|n't) agree more\b|\bcould(?: not|n't) help\b|\bcannot help\b|\bwithout hesitation\b|"
    r"\bnot (?:for the first|without)\b|\bno less than\b|\bno sooner\b|\bnothing less than\b"
)
_NEGATOR = re.compile(
    r"\b(?:not|never|neither|nor|cannot|hardly|scarcely|barely|rarely|seldom|without|no longer|nowhere|no way|nothing)\b|n't\b"
)
_WITHHELD = re.compile(
    rf"\b(?:declin|refus)\w* to (?:\w+ )?{_TELL}\b|\b(?:ha[sd]|have|is|are|was|were) (?:still )?yet to\b|\bstop\w* short of\b|"
    rf"\b(?:fail|neglect|forg[eo]t|omit)\w* to {_TELL}\b|\bavoid\w* {_TELL}\b|\bunwilling to {_TELL}\b|\bunable to {_TELL}\b|"
    rf"\b(?:den(?:y|ied|ies|ying)) (?:ever )?(?:having )?(?:saying|said|claim\w+|promis\w+|tell\w+|told|suggest\w+|call\w+|threaten\w+)\b|"
    rf"\brefrain\w* from {_TELL}\b|\breluctant to {_TELL}\b|\brul\w+ out {_TELL}\b|\bfar from {_TELL}\b|\brather than {_TELL}\b|"
    r"\binstead of \w+ing\b|\bretract\w*\b|\bstopped \w+ing\b|\bgave no\b|\bmade no\b|\boffered no\b|\bhas no\b"
)
_NOBODY = re.compile(
    r"^(?:no one|nobody|none|neither|no|few|hardly any\w*|not one|not a single|not (?:all|every\w*|many))\b"
)
_MODAL = re.compile(r"\b(?:would|could|might|may|should|will|shall|won't|can)\b|\w'(?:d|ll)\b")
# 'Would like', 'would rather': a wish that is there now.
_WISH = re.compile(r"\b(?:would|'d) (?:\w+ )?(?:like|love|prefer|rather|welcome|hate)\b")
_EXPECTED = re.compile(
    r"\b(?:expected|likely|unlikely|due|set|poised|scheduled|about|certain|bound|ready|prepared|going) to\b|"
    rf"\b(?:is|are|was|were) to (?:\w+ )?{_TELL}\b|\b(?:plan|intend|mean|hope|want|promis|threaten)\w* to {_TELL}\b"
)
_IF = re.compile(
    r"\b(?:if|unless|whether|lest|in case|provided|assuming|suppos(?:e|ing)|imagine|until|as though|as if|what if|wish(?:es|ed)?)\b"
)
_INVERTED_IF = re.compile(r"^(?:\w+ )?(?:were|had|should)$")
_UNTRUE = re.compile(
    r"\b(?:not true|untrue|false|wrong|incorrect|inaccurate|misleading|no evidence|no record|no sign|no suggestion|"
    r"unclear|not clear|unknown|not known|not certain|doubtful|unproven|disput\w+|den(?:y|ied|ies|ying))(?: \w+){0,3} "
    r"(?:that|whether|to|if)\b|\bunfair to\b|\btoo early to\b|\bpremature to\b"
)
_ASKS = re.compile(
    rf"^(?:and |but |so |or |then )?(?:{_AUXILIARY}|{_AUXILIARY}n't|who|whom|what|why|when|where|which|how|whose|since when)\b"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The sentence around a cue without what was said: lower-case words, single spaces."""

    lead: str
    """The words of the clause before its source, or before its cue where the source comes later."""
    gap: str
    """The words between source and cue, from the last clause boundary on."""
    source: str
    cue: str
    whole: str
    """All of the sentence's words outside contents and quotation marks."""
    question: bool
    """The sentence ends in a question mark that is not the content's own."""


def weigh_assertion(document: Document, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements with `asserted` false where the cue is negated, hypothetical or asked."""
    text = document.text
    index = QuotationIndex(find_quotations(text))
    starts = find_sentences(text)
    return tuple(
        replace(s, asserted=not any(rule(frame_cue(text, s, starts, index)) for _, rule in RULES)) if s.cue else s
        for s in statements
    )


def frame_cue(text: str, statement: Statement, sentences: list[int], index: QuotationIndex) -> Frame:
    """Cut the sentence of a statement's cue into its frame. `sentences`: offsets at which sentences begin."""
    cue_start, cue_end = statement.cue[0][0], statement.cue[-1][1]
    i = bisect_right(sentences, cue_start)
    begin = sentences[i - 1] if i else 0
    end = sentences[i] if i < len(sentences) else len(text)
    inner = index.at(cue_start)
    said = [s for s in statement.content if not (s[0] <= cue_start < s[1])]
    words: list[tuple[str, int]] = []
    question = False
    for match in _TOKEN.finditer(text, begin, min(end, begin + 5000)):
        at = match.start()
        if any(s <= at < e for s, e in said):
            continue
        if inner is None and index.at(at) is not None:
            continue
        word = match.group().lower().replace("’", "'")
        question = question or (word == "?" and at >= cue_start)
        words.append((word, at))
    source = next((s for s in statement.source if begin <= s[0] < cue_start), None)
    before = [(w, at) for w, at in words if at < cue_start and not _within(at, statement.source)]
    return Frame(
        lead=_last_clause([w for w, at in before if source is None or at < source[0]]),
        gap=_last_clause([w for w, at in before if source is not None and at >= source[1]]),
        source=_join(text[s:e] for s, e in statement.source),
        cue=_join([text[cue_start:cue_end]]),
        whole=" ".join(w for w, _ in words if w.isalnum() or "'" in w),
        question=question,
    )


def _within(at: int, spans: tuple[Span, ...]) -> bool:
    return any(s <= at < e for s, e in spans)


def _join(pieces) -> str:  # type: ignore[no-untyped-def]
    return " ".join(" ".join(pieces).lower().replace("’", "'").split())


def _last_clause(words: list[str]) -> str:
    last = max((i for i, w in enumerate(words) if w in _BOUNDARIES), default=-1)
    return " ".join(words[last + 1 :])


def _is_negated(frame: Frame) -> bool:
    near = f"{frame.gap} {frame.cue}"
    if _IDLE.search(near):
        return False
    inverted = re.match(
        r"^(?:nor|neither|never|not once|at no point|at no time|nowhere|in no way|no longer)\b", frame.lead
    )
    return bool(_NEGATOR.search(near) or inverted)


def _is_withheld(frame: Frame) -> bool:
    return bool(_WITHHELD.search(f"{frame.gap} {frame.cue}"))


def _has_nobody(frame: Frame) -> bool:
    return bool(_NOBODY.match(frame.source) or (not frame.source and _NOBODY.match(frame.lead)))


def _is_untrue(frame: Frame) -> bool:
    return bool(_UNTRUE.search(f"{frame.lead} {frame.source if frame.lead else ''}"))


def _is_modal(frame: Frame) -> bool:
    near = f"{frame.gap} {frame.cue}"
    if _IDLE.search(near) or _WISH.search(near):
        return False
    return bool(_MODAL.search(near) or _EXPECTED.search(near))


def _is_conditional(frame: Frame) -> bool:
    return bool(_IF.search(frame.lead) or (frame.source and _INVERTED_IF.match(frame.lead)))


def _is_asked(frame: Frame) -> bool:
    return frame.question and bool(_ASKS.match(frame.whole) or frame.source in ("who", "what", "which"))


def _is_forbidden(frame: Frame) -> bool:
    return bool(re.search(r"\b(?:don't|do not|never|let no one)$", frame.lead)) and not frame.source


RULES: list[tuple[str, Callable[[Frame], bool]]] = [
    ("negated", _is_negated),
    ("withheld", _is_withheld),
    ("nobody", _has_nobody),
    ("untrue", _is_untrue),
    ("modal", _is_modal),
    ("conditional", _is_conditional),
    ("asked", _is_asked),
    ("forbidden", _is_forbidden),
]
"""Why a cue asserts nothing, in the order tried."""
