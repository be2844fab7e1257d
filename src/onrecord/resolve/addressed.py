"""Whom "you" means in the questions of a talk: whoever alone answers before the next is put, unless the words speak
against it."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from onrecord.detect.layout import Layout
from onrecord.resolve.discourse import Discourse, entity_of, names_in
from onrecord.resolve.mentions import Mention
from onrecord.resolve.tables.titles import find_whole_title
from onrecord.resolve.turns import Turn

_SURE = 0.85
# Who asks has at least so many turns, and a question at the end of so many of them.
_LEAST = 3
_ASKING = 1 / 3
# Characters: who answers may ask on the way ("What did we do? We left.").
_END = 150
# Who says this answers nothing.
_NO_ANSWER = re.compile(
    r"\W*(?:objection|objected|sustained|overruled|next question|order|excuse me|one moment|strike that|"
    r"let (?:him|her)|please)\b",
    re.IGNORECASE,
)
# Around a name or title that is called upon, and not told of.
_BEFORE_CALL = re.compile(
    r"(?:^|[.?!…:—–\n]\W*|,\s+|\b(?:[Dd]ear|[Aa]nd|[Ss]o|[Nn]ow|[Bb]ut|[Ww]ell|[Oo]kay|OK|[Tt]hank you|[Hh]ello),?\s+)$"
)
_BEHIND_CALL = re.compile(r"\W*$|\s*[,?.!]|\s+you\b")
_TITLE = re.compile(r"(?:^|[.?!…:—–\n]\W*|,\s+)((?:[A-Z][\w-]+\.?)(?: [A-Z][\w-]+){0,2})(?=[,?.!])")
_MANY = re.compile(
    r"\b(?:ladies|gentlemen|members of|jury|listeners|viewers|readers|folks|everyone|everybody|colleagues|my friends|"
    r"your honou?r|(?:hi|hello|dear) all|all of you)\b",
    re.IGNORECASE,
)
# "If you say", "one of you", "you never know", "you both": people in general, or several.
_ANYBODY_BEFORE = re.compile(
    r"\b(?:if|when|whenever|unless|as|(?:any|one|some|many|most|each|all|both|none|either|neither) of)\s+$",
    re.IGNORECASE,
)
_ANYBODY_BEHIND = re.compile(
    r"\s+(?:never|always|can|cannot|can['’]t|could|might|may|must|should|both|all|two|three|guys|and)\b"
)
_NEAR = 30

Speaking = tuple[int, float] | None
"""Whose turn it is, and how sure that is; None where nothing tells."""
Stretch = tuple[int, int, Speaking]
"""Half-open characters, and whose they are."""


def find_addressed(d: Discourse, turns: Sequence[Turn], speaking: Sequence[Speaking]) -> list[Stretch]:
    """The questions of a talk in order, and whom "you" means in each."""
    return [
        (start, end, whose and (whose[0], min(whose[1], _SURE)))
        for start, end, whose, alone in _find_questions(d.layout, turns, speaking)
        if whose and not _calls_another(d, start, end, whose[0], alone)
    ]


def is_anybody(text: str, start: int, end: int) -> bool:
    """Whether a "you" is people in general, or several."""
    before = text[max(0, start - _NEAR) : start]
    return _ANYBODY_BEFORE.search(before) is not None or _ANYBODY_BEHIND.match(text, end) is not None


def _find_questions(
    layout: Layout, turns: Sequence[Turn], speaking: Sequence[Speaking]
) -> list[tuple[int, int, Speaking, bool]]:
    """Each question, who alone answers it, and whether nobody else answers any."""
    if turns and not turns[0].is_labelled:
        starts = [_begin_of_question(layout, turns[0]), *(turn.end for turn in turns)]
        return [(at, turn.start, whose, True) for at, turn, whose in zip(starts, turns, speaking, strict=False)]
    text = layout.text
    askers: set[Speaking] = set()
    if all(turn.role == "named" for turn in turns):  # else the roles tell
        askers = _find_askers(speaking, ["?" in text[max(turn.start, turn.end - _END) : turn.end] for turn in turns])
    asks = [
        t.role in ("question", "interviewer") or (t.role == "named" and w in askers)
        for t, w in zip(turns, speaking, strict=True)
    ]
    alone = len({whose for whose, is_asking in zip(speaking, asks, strict=True) if not is_asking}) == 1
    found: list[tuple[int, int, Speaking, bool]] = []
    answering: set[Speaking] = set()
    for turn, whose, is_asking in reversed(list(zip(turns, speaking, asks, strict=True))):
        if is_asking:
            if len(answering) == 1 and "?" in text[turn.start : turn.end]:
                found.append((turn.start, turn.end, answering.pop(), alone))
            answering = set()
        elif not _NO_ANSWER.match(text, turn.start, turn.end):
            answering.add(whose)
    return found[::-1]


def _find_askers(speaking: Sequence[Speaking], questions: Sequence[bool]) -> set[Speaking]:
    """Who asks most, and whoever asks nearly as often, where nobody else asks half as much."""
    asked: dict[Speaking, list[bool]] = {}
    for whose, is_question in zip(speaking, questions, strict=True):
        asked.setdefault(whose, []).append(is_question)
    shares = {who: sum(each) / len(each) for who, each in asked.items() if who}
    often = {who: share for who, share in shares.items() if len(asked[who]) >= _LEAST}
    most = max(often.values(), default=0.0)
    askers: set[Speaking] = {who for who, share in often.items() if 3 * share >= 2 * most}
    others = [share for who, share in shares.items() if who not in askers]
    return askers if most >= _ASKING and all(2 * share <= most for share in others) else set()


def _begin_of_question(layout: Layout, turn: Turn) -> int:
    """Where the paragraph before a turn without label begins."""
    end = len(layout.text[: turn.start].rstrip())
    return layout.paragraphs[bisect_right(layout.paragraphs, max(0, end - 1)) - 1]


def _calls_another(d: Discourse, start: int, end: int, answerer: int, alone: bool) -> bool:
    """Whether a question calls upon somebody else than who answers it, or upon many.

    "Governor" is who answers where nobody else does.
    """
    words = d.layout.text[start:end]
    if _MANY.search(words):
        return True
    called = {entity_of(d, n) for n in names_in(d, ((start, end),)) if _is_called(d.layout.text, n, start, end)}
    if (not alone or called) and any(find_whole_title(m[1]) for m in _TITLE.finditer(words)):
        return True
    return not called <= {answerer}


def _is_called(text: str, name: Mention, start: int, end: int) -> bool:
    begin = max(start, name.start - len(name.title) - 1) if name.title else name.start
    behind = _BEHIND_CALL.match(text, name.end, end)
    if behind is None or (name.kind != "person" and not behind[0].endswith("you")):
        return False
    return _BEFORE_CALL.search(text[start:begin]) is not None
