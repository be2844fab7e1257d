"""Interviews and transcripts: what each speaker says, with the label that says who speaks."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.detect.layout import Layout
from onrecord.resolve.labels import Label, Role, name_in_label
from onrecord.resolve.talks import ENDED, SPEAKS, attach, find_talk, is_heard, is_question
from onrecord.types import Span


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until the next one does."""

    label: Span
    """Its characters, without colon or brackets: 'Torvik (through an interpreter)'."""
    start: int
    """Of the words, behind the label."""
    end: int
    role: Role
    """What the label says: a name or description, a question, an answer, or that it is the one who asks."""
    is_labelled: bool = True
    """False where questions alone part the turns: `label` is where the text names who answers, before the first."""


def find_turns(layout: Layout) -> tuple[Turn, ...]:
    """The turns of a text in order; none where it is no interview or transcript. Takes time linear in the text."""
    labels = find_talk(layout)
    return tuple(_cut(layout, labels)) if labels else ()


def name_of_turn(layout: Layout, turn: Turn) -> str:
    """The bare name in a turn's label, or the description as printed; empty where the label names nobody."""
    return name_in_label(layout.text[slice(*turn.label)], turn.role)


_LONGEST_HEADING = 80
_NOTE = re.compile(r"[\"“]?[\[(][^\[\]()]*[\])][.\s]*|[\W\d_]*")
_RULE = re.compile(r"[\s*_=~#•–—-]{3,}")
_CLIP = re.compile(r"\W*\b(?:begin|start|end|video|audio|commercial|clip|break|playing)\b", re.IGNORECASE)
_SMALL_PRINT = re.compile(
    r"\W*(?:https?:|www\.|©|copyright\b|(?:this|the) (?:interview|conversation|discussion|transcript|exchange|q ?& ?a) "
    r"(?:has been|have been|was|were|is|took)\b|interview(?:ed)? (?:by|conducted)\b|"
    r"(?:translated|transcribed|edited) by\b|follow [\w .]{1,40} on\b|follow @|editor['’]?s['’]? note)",
    re.IGNORECASE,
)
OUTRO = re.compile(
    r"^\W*(?:read|watch|subscribe|sign up|follow|join|contact|write to|email|download|support|we (?:thank|welcome))\b|"
    r"\bour (?:newsletter|reporter|correspondent|website|app|podcast|readers|coverage)\b|@\w",
    re.IGNORECASE,
)
AUTHORS = re.compile(
    r"\b(?:I|[Ww]e) (?:also |then )?(?:asked|thanked|left|put|contacted|approached)\b|\btold us\b|"
    r"\b(?:for|to) comment\b|^\W*Asked about\b|\bdid not (?:reply|respond)\b"
)
"""In a further paragraph: the author tells of their own work."""


def _cut(layout: Layout, labels: Sequence[Label]) -> Iterator[Turn]:
    """The turn of each label: up to the next label, or to where the talk is over."""
    text = layout.text
    blocks = attach(layout, labels)
    somebody_asks = any(label.role != "named" or (said and is_question(text, said[0])) for label, said in blocks)
    asking = Counter(label.key for label, said in blocks if said and is_question(text, said[0]))
    turns = Counter(label.key for label, said in blocks if said)
    following = [*(label.key for label in labels[1:]), ""]
    for (label, said), may_be_over, after in zip(blocks, _find_ending(labels), following, strict=True):
        if label.is_field or not said:
            continue
        start, end = said[0]
        for paragraph in said[1:]:
            words = text[slice(*paragraph)]
            if is_break(words):
                break
            # Where questions have no label, one that stands before an answer is another's.
            if is_question(text, paragraph) and (label.key == after or not somebody_asks):
                break
            # Below who seldom asks a question is a heading, where labels are lines as headings are.
            if is_question(text, paragraph) and label.how == "line" and 2 * asking[label.key] < turns[label.key]:
                break
            if may_be_over and (
                OUTRO.search(words) or AUTHORS.search(words) or not is_heard(layout, SPEAKS, [paragraph])
            ):
                break
            if not _NOTE.fullmatch(words):
                end = paragraph[1]
        if not {"*", "_"}.isdisjoint(text[label.begin : label.span[0]]):  # bold from label to end
            end = start + len(text[start:end].rstrip("*_ "))
        if start < end:
            yield Turn(label.span, start, end, label.role)


def _find_ending(labels: Sequence[Label]) -> list[bool]:
    """Of each label, whether its talk may be over with it: at most one speaks both before it and behind it.

    There the further paragraphs are the speaker's only if they sound so: they may be the author's last words, or the
    first of the next interview.
    """
    keys = [None if label.is_field else label.key for label in labels]
    last = {key: i for i, key in enumerate(keys)}
    seen: set[str] = set()
    ending, going_on = [], 0
    for i, key in enumerate(keys):
        if key is None:
            ending.append(False)
            continue
        going_on += (key not in seen) - (last[key] == i)
        seen.add(key)
        ending.append(last[key] == i and going_on <= 1)
    return ending


def is_break(words: str) -> bool:
    """Whether a paragraph parts what stands before it from what follows: a heading, a rule, a clip, the small print."""
    if _RULE.fullmatch(words) or _SMALL_PRINT.match(words):
        return True
    if len(words) > _LONGEST_HEADING or "\n" in words:
        return False
    if words.startswith(("(", "[")):
        return _CLIP.match(words) is not None
    bare = words.strip("*_# ")
    return bare[:1].isupper() and (words.startswith("#") or not bare.endswith(ENDED))
