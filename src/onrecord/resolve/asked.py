"""Interviews in which questions have no labels, or answers have none: questions that are paragraphs of their own, and
who answers them: whom a label names, or the one person whom the introduction says was spoken to."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from onrecord.detect.layout import Layout
from onrecord.resolve.introductions import find_interviewed
from onrecord.resolve.labels import Label, find_labels, weigh_labels
from onrecord.resolve.mentions import Mention
from onrecord.resolve.people import fold, surname_of
from onrecord.resolve.talks import ADDRESSES, FIRST, SPEAKS, is_question
from onrecord.resolve.turns import AUTHORS, OUTRO, Turn, is_break
from onrecord.types import Span

_LEAST = 3
"""So many questions, apart from each other."""
# Of the questions at least so many address somebody, and of the answers so many are in the first person: the headings
# of an explainer ask as well, but nobody says "I" below them.
_ADDRESSING = 1 / 3
_IN_FIRST = 1 / 2
# Of the answers with labels so many stand right behind a question.
_DIRECT = 1 / 2
# Paragraphs an answer, on average: where there are more, a few questions stand in prose.
_LONGEST = 6
_LONGEST_QUESTION = 800
_LONGEST_PROMPT = 150
_PROMPTS = re.compile(
    r"\W{0,3}(?:(?:Please|So|And),? )?(?:[Tt]ell (?:us|me)|[Dd]escribe|[Nn]ame|[Ee]xplain|[Tt]alk (?:us|me) through|"
    r"[Ww]alk (?:us|me)|[Gg]ive us|[Ii]magine|[Ff]inish|[Cc]omplete)\b"
)
"""How somebody asks without a question."""
_I = re.compile(r"\b(?:I|[Mm]y|me|[Mm]yself)\b")
_CREDIT = re.compile(r"\([A-Z][\w’'-]+(?:,\s\d{1,3}|(?:,?\s[A-Z][\w’'-]+)+(?:,\s\d{1,3})?)\)\s*$")
"""Of one answer among many: "(Jonas, 30)"."""
_ANOTHER = re.compile(r"\b[Ww]e (?:also|then) (?:spoke|talked|asked|met)\b|,[\"”’»]?\s+(?:said|says) an?\s")
"""In an answer: there is another who answers."""
_STAFF = re.compile(r"\W{0,2}Our (?:\w+ )?(?:photographer|reporter|correspondent|editor|newsroom)\b")
_TELLS = re.compile(r"\W{0,2}(?:He|She|His|Her)\b|[\"“„«]")


def find_answers(layout: Layout, names: Sequence[Mention]) -> tuple[Turn, ...]:
    """The answers of an interview whose questions are paragraphs of their own, as turns of those who answer.

    None where the text is no such interview, or does not tell plainly who answers. `names` in the order of the text.
    Takes time linear in the text.
    """
    if 2 * sum(_is_asked(layout, p) for p in _trim(layout, layout.paragraphs)) < _LEAST:
        return ()
    found = weigh_labels(layout.text, find_labels(layout.text))
    labels = {_skip_space(layout.text, label.begin): label for label in found if not label.is_field}
    paragraphs = list(_trim(layout, sorted({*layout.paragraphs, *labels})))
    heads = [labels.get(start) for start, _ in paragraphs]
    asked = _follow_labels([_is_asked(layout, p) for p in paragraphs], heads)
    asked[:1] = [False]  # a headline
    opens = [i for i in range(len(asked) - 1) if asked[i] and not asked[i + 1]]
    if len(opens) < _LEAST or len(paragraphs) - opens[0] > _LONGEST * len(opens):
        return ()
    closes = [next((j for j in range(i + 1, len(asked)) if asked[j]), None) for i in opens]
    answers = [paragraphs[i + 1 : close] for i, close in zip(opens, closes, strict=True)]
    addressing = sum(ADDRESSES.search(layout.text, *paragraphs[i]) is not None for i in opens)
    in_first = sum(any(_is_in_first(layout, p) for p in said) for said in answers)
    if addressing < _ADDRESSING * len(opens) or in_first < _IN_FIRST * len(opens):
        return ()
    if labelled := [i for i in range(opens[0], len(asked)) if heads[i] and not asked[i]]:
        return _take_labelled(labelled, heads, paragraphs, opens)
    begin = paragraphs[asked.index(True)][0]
    if _is_by_others(layout, begin, [p for said in answers for p in said]):
        return ()
    whose = find_interviewed(layout, names, begin)
    return tuple(_cut(layout, answers, whose, names)) if whose else ()


def _take_labelled(
    labelled: Sequence[int], heads: Sequence[Label | None], paragraphs: Sequence[Span], opens: Sequence[int]
) -> tuple[Turn, ...]:
    """The turns of answers with labels, of one who answers or of several: what has none may be anybody's."""
    direct = len({i + 1 for i in opens}.intersection(labelled))
    if len(labelled) < _LEAST or direct < _DIRECT * len(labelled):
        return ()
    answers = ((head, paragraphs[i][1]) for i in labelled if (head := heads[i]))
    return tuple(Turn(head.span, head.said, end, head.role) for head, end in answers if head.said < end)


def _skip_space(text: str, at: int) -> int:
    while text[at].isspace():
        at += 1
    return at


def _trim(layout: Layout, starts: Sequence[int]) -> Iterator[Span]:
    """The paragraphs that begin there, without the space around them."""
    for start, end in zip(starts, [*starts[1:], len(layout.text)], strict=True):
        words = layout.text[start:end]
        if words.strip():
            yield start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _is_asked(layout: Layout, paragraph: Span) -> bool:
    start, end = paragraph
    if end - start > _LONGEST_QUESTION or layout.quotations.at(end - 1) is not None:
        return False
    if is_question(layout.text, paragraph):
        return True
    return end - start <= _LONGEST_PROMPT and _PROMPTS.match(layout.text, start, end) is not None


def _is_by_others(layout: Layout, begin: int, answers: Sequence[Span]) -> bool:
    """Whether the text is somebody's own, who says "I" before the first question, or several people answer."""
    if any(layout.quotations.at(m.start()) is None for m in _I.finditer(layout.text, 0, begin)):
        return True
    if not any(layout.quotations.at(m.start()) is None for span in answers for m in _I.finditer(layout.text, *span)):
        return True  # "we" may be the paper
    return any(
        _CREDIT.search(layout.text, max(start, end - 60), end) or _ANOTHER.search(layout.text, start, end)
        for start, end in answers
    )


def _follow_labels(asked: Sequence[bool], heads: Sequence[Label | None]) -> list[bool]:
    """Which paragraphs ask, with those that have a label of who asks ("Q.", "Moderator"), or one ("Harbour Review")
    behind which mostly is asked.
    """
    counts = Counter(head.key for head in heads if head)
    asking = Counter(head.key for head, is_asked in zip(heads, asked, strict=True) if head and is_asked)
    askers = {key for key, n in asking.items() if counts[key] >= _LEAST and 2 * n >= counts[key]}
    askers |= {head.key for head in heads if head and head.role in ("question", "interviewer")}
    return [is_asked or (head is not None and head.key in askers) for head, is_asked in zip(heads, asked, strict=True)]


def _is_in_first(layout: Layout, paragraph: Span) -> bool:
    """Whether a paragraph is in the first person outside of what it quotes."""
    return any(layout.quotations.at(m.start()) is None for m in FIRST.finditer(layout.text, *paragraph))


def _goes_on(layout: Layout, paragraph: Span, is_last: bool) -> bool:
    """Whether a further paragraph sounds like the one who answers: what tells of others is more often the author's."""
    words = layout.text[slice(*paragraph)]
    speaks = any(layout.quotations.at(m.start()) is None for m in SPEAKS.finditer(layout.text, *paragraph))
    if is_last and (OUTRO.search(words) or not speaks):
        return False
    return (
        not is_break(words)
        and not _STAFF.match(words)
        and not AUTHORS.search(words)
        and (speaks or _TELLS.match(words) is None)
    )


def _cut(layout: Layout, answers: Sequence[Sequence[Span]], whose: Mention, names: Sequence[Mention]) -> Iterator[Turn]:
    """The turn of each answer, up to where somebody else speaks: of the one who answers, or after the last question
    not as one who answers does.
    """
    key = fold(surname_of(whose.words))
    named = [n.start for n in names if n.kind == "person" and fold(surname_of(n.words)) == key]
    if any(_holds(named, said[0]) for said in answers):
        return  # somebody else tells what they say
    for n, said in enumerate(answers, 1):
        # A short line right below a question is of whoever asks: "Jonas Pell, Karsk".
        said = said[1:] if len(said) > 1 and is_break(layout.text[slice(*said[0])]) else said
        start, end = said[0]
        for paragraph in said[1:]:
            if _holds(named, paragraph) or not _goes_on(layout, paragraph, n == len(answers)):
                break
            end = paragraph[1]
        yield Turn(whose.span, start, end, "named", is_labelled=False)


def _holds(starts: Sequence[int], span: Span) -> bool:
    """Whether a place lies in a span. `starts` ascend."""
    return bisect_right(starts, span[0] - 1) < bisect_right(starts, span[1] - 1)
