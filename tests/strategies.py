"""Texts as hostile as people's files are, for property tests."""

from datetime import UTC
from typing import get_args

from hypothesis import strategies as st

from onrecord.types import (
    Document,
    Entity,
    EntityKind,
    Manner,
    MentionForm,
    Part,
    PartKind,
    Reading,
    Run,
    Standing,
    Statement,
    Time,
)

WORDS = [
    "The minister said", "according to", "she denied", "that", "the pact", "\"", "“", "”", "'", "’", "‘", "«", "»", "„",
    "''", "``",
    "\n", "\n\n", "\r\n", "\u200b", "\u202e", "\u2066", "\xa0", "\u2028", "\x00", "\x1b[31m", "â€œ", "â€\x9d",
    "Ã©", "defenсe", "Мinister", "<script>", "&amp;", "?", "!", ".", ",", "Mr. Rell", "U.S.", "did not say", "🙂",
    "e\u0301", "ﬁ", "中文", "עברית", "a" * 120, "\ud800", "told reporters", "Who said", "if he says", "42", "-", "—",
]  # fmt: skip

news_like = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join) | st.lists(
    st.sampled_from(WORDS), max_size=60
).map("".join)
texts = news_like | st.text(max_size=200) | st.text(st.characters(), max_size=100)


def span_in(length: int) -> st.SearchStrategy[tuple[int, int]]:
    """A span that holds something."""
    ends = st.tuples(st.integers(0, length - 1), st.integers(1, length))
    return ends.map(lambda pair: (min(pair), max(max(pair), min(pair) + 1)))


def spans_in(length: int, most: int, least: int = 0) -> st.SearchStrategy[tuple[tuple[int, int], ...]]:
    """Up to so many spans, in any order."""
    return st.lists(span_in(length), min_size=least, max_size=most).map(tuple)


# A record refuses texts with the last code points for private use, which stand for others in it.
kept_texts = (news_like | st.text(st.characters(max_codepoint=0x10F7FE), max_size=100)).filter(bool)
plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8)


@st.composite
def times_in(draw: st.DrawFn, length: int) -> Time:
    """Any time that a text of such a length may hold."""
    span = draw(span_in(length))
    hows = st.sampled_from(["absolute", "from anchor", "partial", "unresolved"])
    return Time(
        span, *(draw(st.none() | plain) for _ in range(3)), draw(hows), *(draw(st.none() | plain) for _ in range(4))
    )


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Readings as no reader makes them, of which every field may hold anything that it may."""
    text = draw(kept_texts)
    n = len(text)
    words = st.none() | st.text(st.characters(max_codepoint=0x10F7FE), max_size=20)
    share = st.floats(0, 1)
    document = Document(
        id=draw(words.filter(lambda given: given is not None)),
        text=text,
        title=draw(words),
        author=draw(words),
        outlet=draw(words),
        url=draw(words),
        published=draw(st.sampled_from([None, "2025", "2025-04", "2025-04-15", "2025-04-15T09:30:00+02:00"])),
        retrieved=draw(st.none() | st.datetimes(timezones=st.just(UTC))),
        language=draw(st.sampled_from([None, "en", "de"])),
        parts=tuple(Part("body", *span) for span in draw(spans_in(n, 2))),
        edits=tuple((*span, draw(kept_texts)) for span in draw(spans_in(n, 2))),
        warnings=tuple(draw(st.lists(kept_texts, max_size=2))),
        origin=draw(words),
    )
    entities = []
    for i in range(draw(st.integers(0, 3))):
        mentions = draw(spans_in(n, 3))
        entities.append(
            Entity(
                f"e{i}", draw(st.sampled_from(get_args(EntityKind))), draw(kept_texts), mentions,
                tuple(draw(st.sampled_from(get_args(MentionForm))) for _ in mentions), draw(st.booleans()),
                draw(st.none() | plain), draw(st.none() | st.integers(0, 2**63 - 1)), draw(spans_in(n, 2)),
            )
        )  # fmt: skip
    who = st.none() | st.sampled_from([entity.id for entity in entities]) if entities else st.none()
    count = draw(st.integers(0, 3))
    said = [
        Statement(
            id=f"s{i}",
            source=draw(spans_in(n, 2)),
            cue=draw(spans_in(n, 2)),
            content=draw(spans_in(n, 3, least=1)),
            manner=draw(st.sampled_from(get_args(Manner))),
            asserted=draw(st.booleans()),
            part=draw(st.sampled_from(get_args(PartKind))),
            confidence=draw(share),
            speaker=draw(who),
            speaker_confidence=draw(st.none() | share),
            speaker_candidates=tuple(filter(None, draw(st.lists(who, max_size=2)))),
            speaker_mention=draw(st.none() | span_in(n)),
            role=draw(spans_in(n, 2)),
            on_behalf_of=draw(who),
            standing=draw(st.none() | st.sampled_from(get_args(Standing))),
            addressee=draw(who),
            via=draw(spans_in(n, 2)),
            parent=draw(st.none() | st.sampled_from([f"s{j}" for j in range(count)])),
            said=draw(st.none() | times_in(n)),
            refers_to=tuple(draw(st.lists(times_in(n), max_size=2))),
        )
        for i in range(count)
    ]
    run = Run(
        draw(plain), draw(plain), tuple(draw(st.dictionaries(plain, st.none() | share | plain, max_size=2)).items())
    )
    beside = draw(st.none() | st.lists(times_in(n), max_size=2).map(tuple))
    return Reading(document, tuple(said), tuple(entities), run, beside)
