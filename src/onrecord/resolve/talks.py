"""Talks: whether the labels of a text are those of people who talk with each other, and which of them.

A label is told from any other words before a colon by what the whole text does with it: at least two of them return at
the beginnings of lines, change places, and are followed by talk ("I", "you", a question). Forms, fact boxes, results
and recipes have labels too, but nobody talks behind them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from onrecord.detect.layout import Layout
from onrecord.resolve.alone import find_alone
from onrecord.resolve.bare import find_bare
from onrecord.resolve.labels import Label, find_labels, fold, name_in_label, weigh_labels
from onrecord.types import Span

_LEAST = 2
"""So many labels must return, and so often."""
# Where a text asks less, names without a colon are no labels.
_LEAST_QUESTIONS = 3
# Of the turns of a talk, at least so many sound spoken, end as sentences do, and are another's than the one before.
_SPOKEN = 1 / 3
_ENDING = 0.6
_CHANGING = 0.5
# Who asks in so many of their turns is an interviewer.
_ASKING = 1 / 3
# Where labels have no colon, who asks does in so many of their turns, and who answers in at most so many.
_INTERVIEWING = 1 / 2
_ANSWERING = 1 / 4
# Of two who speak so many times, and mostly in turn, one need not ask as often: a long talk is more than questions.
_TURNS = 10
_IN_TURN = 0.9
_ASKING_IN_TURN = 1 / 4
# Characters at the end of a paragraph in which it asks.
_END = 150
# Of fields among the labels, at most so many, and so many that return: a form repeats its fields.
_FIELDS_A_LABEL = 1 / 3
_RETURNING_FIELDS_A_LABEL = 1 / 5
# From here on the labels are taken to be all in capitals.
_ALIKE = 0.8
# Paragraphs a turn, on average: where there are more, a few labels stand in prose.
_LONGEST = 8
# Paragraphs in which is looked for signs of talk.
_HEARD = 3
_LONGEST_HEADLINE = 150
# Characters before a label in which a blank line is looked for.
_MARGIN = 20
# Characters without a word before a label: it opens the text.
_WIDEST_MARGIN = 100

FIRST = re.compile(r"\b(?:I|i(?=['’ ])|[Ww]e|[Mm]y|[Oo]ur|[Mm]yself|me|us|[Ll]et['’]s)\b")
SPEAKS = re.compile(r"\b(?:I|[Ww]e|[Mm]y)\b")
"""The same where an author may say "to us" or "our questions" of the paper."""
ADDRESSES = re.compile(r"\b(?:[Yy]ou|[Yy]ours?)\b")
_ASKS = re.compile(r"\?")
_GREETS = re.compile(
    r"\W{0,3}(?:yes|yeah|no|well|oh|thanks?|sure|hello|hi|hey|good (?:morning|afternoon|evening)|right|ok|okay|"
    r"of course|absolutely|exactly|certainly|please|laughs|laughter)\b",
    re.IGNORECASE,
)
ENDED = tuple('.?!…—–-)]:;”"’»*_')

_UNMARKED = ("bare", "line")
_PATTERNS: tuple[Callable[[Label], bool], ...] = (
    lambda label: label.how in ("colon", "letter") or (label.how == "bracket" and label.role != "named"),
    lambda label: label.how == "bracket",
    lambda label: label.how == "timed",
    lambda label: label.how == "dash",
)
"""A talk keeps to one pattern of labels."""


class Block(NamedTuple):
    """What stands between one label and the next."""

    label: Label
    said: list[Span]
    """Its paragraphs, trimmed."""


def find_talk(layout: Layout) -> list[Label]:
    """The labels of a text's talks in order, and as fields those at which a turn ends though none begins.

    Empty where the text is no talk.
    """
    printed = find_labels(layout.text)
    asks = layout.text.count("?") >= _LEAST_QUESTIONS
    alone = find_alone(layout.text) if asks else []
    times = Counter(label.key for label in alone)
    bare = sorted([*find_bare(layout.text, printed), *(k for k in alone if times[k.key] >= _LEAST)]) if asks else []
    if sum(not label.is_field for label in (*printed, *bare)) < _LEAST * _LEAST:
        return []
    labels = weigh_labels(layout.text, printed)
    chosen: dict[int, Label] = {}
    for belongs in _PATTERNS:
        for label in _choose(layout, [label for label in labels if belongs(label)]):
            chosen.setdefault(label.begin, label)
    if chosen:  # some of its labels may have lost their colon
        keys = {label.key for label in chosen.values() if not label.is_field}
        chosen |= {label.begin: label for label in bare if label.key in keys}
    elif bare:
        group = [b for b in weigh_labels(layout.text, _join(printed, bare)) if b.how in _UNMARKED or _PATTERNS[0](b)]
        chosen = {label.begin: label for label in _choose(layout, group, somebody_asks=True)}
    if not chosen:
        return []
    if any(label.how == "line" for label in chosen.values()):  # who has one line alone is somebody else yet
        once = (label for label in alone if times[label.key] == 1 and " " in label.key)
        chosen = {label.begin: label._replace(is_field=True) for label in once} | chosen
    for label in labels:  # a caption ends a turn, whatever the labels look like
        if label.is_field and label.how == "colon":
            chosen.setdefault(label.begin, label)
    return [chosen[begin] for begin in sorted(chosen)]


def _join(printed: Sequence[Label], bare: Sequence[Label]) -> list[Label]:
    """All labels in order; of two on one line the bare one."""
    by_line = {label.begin: label for label in (*printed, *bare)}
    return [by_line[begin] for begin in sorted(by_line)]


def _choose(layout: Layout, group: Sequence[Label], somebody_asks: bool = False) -> list[Label]:
    """The labels of one pattern that are a talk's, and as fields those at which a turn ends though none begins.

    With `somebody_asks` only of a talk in which one asks and another answers.
    """
    if len(group) < _LEAST * _LEAST:
        return []
    keys = {label.key for label in group}
    blocks = attach(layout, [_merge(layout.text, label, keys) for label in group])
    # Chat is written without full stops: there only many labels with text behind them are headlines.
    if group[0].how != "timed" or 2 * sum(len(said) > 1 for _, said in blocks) > len(blocks):
        blocks = [
            Block(label._replace(is_field=True), said) if _is_headline(layout, label, said) else Block(label, said)
            for label, said in blocks
        ]
    counts = Counter(label.key for label, said in blocks if said and not label.is_field)
    if counts["Q"] < _LEAST:  # then "A." is an initial
        blocks = [block for block in blocks if block.label.how != "letter"]
    returning = [b for b in blocks if b.said and not b.label.is_field and counts[b.label.key] >= _LEAST]
    if not returning or not _is_talk(layout, returning, [label for label, _ in blocks]):
        return []
    if somebody_asks and not _is_interview(layout, returning):
        return []
    if _are_lines(returning):
        bylines = {label.begin for label in _find_bylines(layout, returning)}
        blocks = [
            Block(k._replace(is_field=True), said) if k.begin in bylines else Block(k, said) for k, said in blocks
        ]
    names = [label for label, _ in returning if label.role == "named"]
    in_caps = sum(label.is_caps for label in names) >= _ALIKE * len(names) > 0
    return [found for label, _ in blocks if (found := _sift(label, counts[label.key] >= _LEAST, in_caps))]


def _merge(text: str, label: Label, keys: set[str]) -> Label:
    """A label "JAKE RELL" or "Prof. Jake Rell" with the key of "RELL" or "JR", where there is such a label too."""
    words = label.key.split()
    if len(words) < 2 or label.role != "named":
        return label
    bare = [fold(word) for word in name_in_label(text[slice(*label.span)], label.role).split()] or words
    for name in (words, bare):
        for initials in ("".join(w[0] for w in name), name[0][0] + name[-1][0]):
            if initials in keys:
                return label._replace(key=initials, is_caps=True)
    return label._replace(key=words[-1]) if words[-1] in keys else label


def _sift(label: Label, returns: bool, in_caps: bool) -> Label | None:
    """A label of a talk as label or field; None where its first words are as much the speaker's as the rest."""
    if label.is_field or label.role != "named" or label.how == "timed":
        return label
    if in_caps and not label.is_caps:
        return label._replace(is_field=True) if " " in label.key else None
    return label if returns or in_caps or label.is_known else label._replace(is_field=True)


_GAP = re.compile(r"\n[^\S\n]*\n\s*|(?<=[.!?…\"”’»)])[^\S\n]*\n\s*")
_BREAK = re.compile(r"\n\s*")
_BLANK_BEFORE = re.compile(r"\n[^\S\n]*\n\s*$")


def attach(layout: Layout, labels: Sequence[Label]) -> list[Block]:
    """The labels in order, each with what is said behind it."""
    text = layout.flowing
    ends = [*(label.begin for label in labels[1:]), len(text)]
    # Where blank labels part the labels, a line break that ends no sentence is part of a paragraph.
    blank = sum(bool(_BLANK_BEFORE.search(text, max(0, label.begin - 20), label.begin)) for label in labels)
    parting = _GAP if 2 * blank >= len(labels) else _BREAK
    return [Block(label, list(_split(text, label.said, end, parting))) for label, end in zip(labels, ends, strict=True)]


def _split(text: str, start: int, end: int, parting: re.Pattern[str]) -> Iterator[Span]:
    cuts = [m.span() for m in parting.finditer(text, start, max(start, end))]
    starts, ends = [start, *(e for _, e in cuts)], [*(s for s, _ in cuts), end]
    for s, e in zip(starts, ends, strict=True):
        if stripped := text[s:e].rstrip():
            yield s, s + len(stripped)


def _is_headline(layout: Layout, label: Label, said: list[Span]) -> bool:
    """Whether a label only begins a headline ("Torvik: I will leave"): other text follows, and it ends as none does."""
    if label.is_field or len(said) < 2 or said[0][1] - label.begin > _LONGEST_HEADLINE:
        return False
    if "\n" in layout.flowing[label.span[1] : label.said]:
        return False
    opens_text = not layout.text[max(0, label.begin - _WIDEST_MARGIN) : label.begin].strip()
    is_title = opens_text and label.role == "named" and not label.is_caps
    return is_title or not layout.text.endswith(ENDED, 0, said[0][1])


def _is_talk(layout: Layout, returning: list[Block], labels: list[Label]) -> bool:
    """Whether labels that return are those of people who talk with each other."""
    size = len(returning)
    keys = [label.key for label, _ in returning]
    counts = Counter(keys)
    if len(counts) < _LEAST or sum(len(said) for _, said in returning) > _LONGEST * size:
        return False
    is_timed = returning[0][0].how == "timed"  # chats are punctuated as people please, one writes thrice in a row
    ended = sum(layout.text.endswith(ENDED, 0, said[0][1]) for _, said in returning)
    changes = sum(a != b for a, b in pairwise(keys))
    if not is_timed and (ended < _ENDING * size or changes < _CHANGING * (size - 1)):
        return False
    of_fields = Counter(label.key for label in labels if label.is_field)
    fields = [k.key for k in labels if k.is_field and returning[0][0].begin < k.begin < returning[-1][0].begin]
    if len(fields) > _FIELDS_A_LABEL * size:
        return False
    if sum(of_fields[key] > 1 for key in fields) > _RETURNING_FIELDS_A_LABEL * size:
        return False
    return _sounds_spoken(layout, returning, counts)


def _is_interview(layout: Layout, returning: list[Block]) -> bool:
    """Whether somebody mostly asks, and another seldom does and speaks of themselves."""
    keys = [label.key for label, _ in returning]
    turns = Counter(keys)
    asking: Counter[str] = Counter()
    in_first: Counter[str] = Counter()
    are_lines = _are_lines(returning)
    for label, said in returning:
        asks_early = not are_lines and layout.text.find("?", max(said[0][0], said[0][1] - _END), said[0][1]) >= 0
        asking[label.key] += asks_early or is_question(layout.text, said[0])
        in_first[label.key] += is_heard(layout, FIRST, said[:_HEARD])
    changes = sum(a != b for a, b in pairwise(keys))
    in_turn = len(turns) == _LEAST and len(keys) >= _TURNS and changes >= _IN_TURN * (len(keys) - 1)
    least = _ASKING_IN_TURN if in_turn else _INTERVIEWING
    asks = {key for key, n in turns.items() if asking[key] >= least * n}
    answers = {k for k, n in turns.items() if asking[k] <= _ANSWERING * n and in_first[k] >= _SPOKEN * n}
    return bool(asks and answers) and (not are_lines or _stand_above(layout, returning, asks))


def _are_lines(returning: list[Block]) -> bool:
    return 2 * sum(label.how == "line" for label, _ in returning) > len(returning)


def _stand_above(layout: Layout, returning: list[Block], asks: set[str]) -> bool:
    """Whether names on lines of their own head what is said to each other: they may be signatures below it, or headings
    of what somebody tells of them and asks himself.
    """
    text = layout.text
    if returning[0].label.key not in asks:
        return False
    if not any(
        label.role != "named" or is_heard(layout, ADDRESSES, said[:_HEARD])
        for label, said in returning
        if label.key in asks
    ):
        return False
    below = sum(
        _count_breaks(text, label.begin - _MARGIN, label.begin) < 2 <= _count_breaks(text, label.span[1], said[0][0])
        for label, said in returning
    )
    if 2 * below > len(returning):
        return False
    before = text[: returning[0].label.begin].rstrip()
    paragraph = before.rfind("\n") + 1, len(before)
    is_said = before.endswith(ENDED) and _sounds(layout, [paragraph])
    return not is_said or _sounds(layout, returning[-1].said[:1])


def _count_breaks(text: str, start: int, end: int) -> int:
    """Line breaks behind the last word of a stretch."""
    stretch = text[max(0, start) : end]
    return len(f"{stretch[len(stretch.rstrip()) :]}.".splitlines()) - 1


def _find_bylines(layout: Layout, returning: list[Block]) -> Iterator[Label]:
    """A name above the introduction, and one above what is told of its bearer at the end: nobody speaks there."""
    (first, said), (second, _), (last, told) = returning[0], returning[1], returning[-1]
    if first.key == second.key and not _sounds(layout, said[:1]):
        yield first
    if last.key == first.key and not _sounds(layout, told[:1]):
        yield last


def _sounds(layout: Layout, said: list[Span]) -> bool:
    """Whether something asks, greets, or says "I" or "you"."""
    heard = any(is_heard(layout, p, said) for p in (_ASKS, FIRST, ADDRESSES))
    return heard or _GREETS.match(layout.text, said[0][0]) is not None


def _sounds_spoken(layout: Layout, returning: list[Block], counts: Counter[str]) -> bool:
    asking: Counter[str] = Counter()
    in_first: Counter[str] = Counter()
    spoken: Counter[str] = Counter()
    for label, said in returning:
        asks, first, addresses = (is_heard(layout, p, said[:_HEARD]) for p in (_ASKS, FIRST, ADDRESSES))
        asking[label.key] += asks
        in_first[label.key] += first
        spoken[label.key] += asks or first or addresses or _GREETS.match(layout.text, said[0][0]) is not None
    if counts["A"] and asking["Q"] >= _ASKING * counts["Q"] > 0:
        return True
    if len(+spoken) < _LEAST or spoken.total() < _SPOKEN * len(returning):
        return False
    if any(asking[key] >= _ASKING * n for key, n in counts.items()) or any(b[0].role != "named" for b in returning):
        return True
    # Nobody asks: products are compared with "you", and forms are filled in with "I", always in the same order.
    keys = [label.key for label, _ in returning]
    in_order = len(counts) > 2 and all(a == b for a, b in zip(keys, keys[len(counts) :], strict=False))
    return len(+in_first) >= _LEAST and not in_order


def is_question(text: str, said: Span) -> bool:
    """Whether a paragraph ends in a question mark."""
    return text[max(said[0], said[1] - 6) : said[1]].rstrip('*_"”’») ').endswith("?")


def is_heard(layout: Layout, pattern: re.Pattern[str], said: list[Span]) -> bool:
    """Whether a pattern stands in what is said, outside what that quotes. All of it may stand in marks."""
    start = said[0][0]
    for m in pattern.finditer(layout.text, start, said[-1][1]):
        quotation = layout.quotations.at(m.start())
        if quotation is None or quotation.start <= start or not quotation.closed:
            return True
    return False
