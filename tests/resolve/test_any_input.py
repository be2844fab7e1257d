"""Whatever is given: texts, names and statements as hostile as they come."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.detect.layout import lay_out
from onrecord.resolve.antecedents import load_ranker
from onrecord.resolve.interviews import find_interview
from onrecord.resolve.mentions import Kind, Mention
from onrecord.resolve.resolving import Settings, resolve
from onrecord.resolve.tables.known import KnownEntity, KnownTable
from onrecord.types import Document, Entity, Part, Span, Spans, Statement
from tests.marked import unmark
from tests.strategies import texts
from tests.work import measure

SETTINGS = Settings(
    load_ranker(), KnownTable((KnownEntity("Ana Torvik", ("Torvik",), "person", "ours/1", ("minister",)),))
)
KINDS: tuple[Kind, ...] = ("person", "organisation", "place", "group", "outlet", "other")
WORDS = (
    "Ana Torvik|Torvik|Mrs. Torvik|Jan Brenn|Mr. May|J. Brenn|Brenn Jr.|Armenia|Yerevan|the Kremlin|Jordan|Ines Jordan|"
    "Harbour Union|(HU)|HU|Harbour Review|Анна Торвик|İ. Varn|ı|ß|van der Brenn|he|she|they|it|I|we|you|who|which|his|"
    "their|the minister|a senior official|two officials|experts|his counterpart|the Torvik campaign|said|told|citing|"
    "reporters|on Telegram|in an interview|who asked not to be named|By Ada Venn|Q.|A.|TORVIK:|((Interviewer))|"
    "“|”|\"|‘|’|.|,|?|:|;|—|(|)|'s|’s|and|of|for|\n|\n\n|\u2028|\x00|\u200b|\ud800|🙂"
).split("|")

news = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


@st.composite
def inputs(draw: st.DrawFn) -> tuple[Document, list[Statement], list[Mention]]:
    """A document, statements anywhere in it, and names in order and apart, as they are found."""
    text = draw(news | texts)
    places = st.integers(0, len(text))
    cuts = sorted(draw(st.sets(places, max_size=16)))
    spans = [(s, e) for s, e in zip(cuts[::2], cuts[1::2], strict=False) if text[s:e].strip()]
    names = [Mention(s, e, "name", draw(st.sampled_from(KINDS)), text[s:e]) for s, e in spans]
    some = st.lists(st.tuples(places, places).filter(lambda p: p[0] < p[1]), max_size=2).map(_apart)
    drawn = draw(st.lists(st.tuples(some, some, some), max_size=6)) if text else []
    if spans and draw(st.booleans()):
        drawn.append((spans[:1], spans[1:2], spans[2:4]))
    statements = [
        Statement(f"s{i}", tuple(s), tuple(q), tuple(c), "indirect") for i, (s, q, c) in enumerate(drawn) if s or q or c
    ]
    title = (Part("title", 0, min(9, len(text))),) if draw(st.booleans()) else ()
    author = draw(st.sampled_from([None, "", "Ada Venn", "Ana Torvik", "Ada Venn; Jan Brenn", "\n", "(["]))
    return Document("d", text, parts=title, author=author), statements, names


def _apart(spans: list[Span]) -> list[Span]:
    """Those of the spans, in order, that do not overlap one before."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or kept[-1][1] <= span[0]:
            kept.append(span)
    return kept


Case = tuple[Document, list[Statement], list[Mention]]


def run(case: Case) -> tuple[tuple[Entity, ...], tuple[Statement, ...]]:
    document, statements, names = case
    layout = lay_out(document.text)
    return resolve(document, layout, statements, find_interview(layout, names), names, SETTINGS)


def lie_in(spans: Spans, text: str) -> bool:
    return all(0 <= start < end <= len(text) for start, end in spans)


quickly = settings(max_examples=60, deadline=None)


@quickly
@given(inputs())
def test_mentions_lie_in_the_text(case: Case) -> None:
    """Every entity is mentioned somewhere, in the order of the text, and each mention has its form."""
    entities, _ = run(case)
    for e in entities:
        assert e.mentions
        assert lie_in(e.mentions, case[0].text)
        assert [start for start, _ in e.mentions] == sorted(start for start, _ in e.mentions)
        assert len(e.mentions) == len(e.mention_forms)
        assert lie_in(e.why_unnamed, case[0].text)


@quickly
@given(inputs())
def test_statements_keep_their_spans(case: Case) -> None:
    """Who speaks is added, and nothing else of a statement changes."""
    _, found = run(case)
    assert [(s.id, s.source, s.cue, s.content, s.manner) for s in found] == [
        (s.id, s.source, s.cue, s.content, s.manner) for s in case[1]
    ]


@quickly
@given(inputs())
def test_ids_are_of_entities_and_statements(case: Case) -> None:
    """Whoever a statement points to is listed, once."""
    entities, found = run(case)
    ids = [e.id for e in entities]
    assert len(ids) == len(set(ids))
    for s in found:
        assert {i for i in (s.speaker, s.on_behalf_of, s.addressee, *s.speaker_candidates) if i} <= set(ids)
        assert s.parent is None or s.parent in {other.id for other in found}


@quickly
@given(inputs())
def test_a_speaker_is_sure_or_none(case: Case) -> None:
    """Below the stated confidence no name is given; a name given has no rivals beside it."""
    _, found = run(case)
    for s in found:
        if s.speaker:
            assert s.speaker_confidence is not None
            assert s.speaker_confidence >= SETTINGS.ranker.min_confidence
            assert not s.speaker_candidates
        assert s.speaker_confidence is None or 0 <= s.speaker_confidence <= 1


@quickly
@given(inputs())
def test_what_is_told_of_a_statement_lies_in_the_text(case: Case) -> None:
    """Role, medium and the speaker's mention are stretches of it."""
    _, found = run(case)
    for s in found:
        assert lie_in((*s.role, *s.via, *([s.speaker_mention] if s.speaker_mention else ())), case[0].text)


@quickly
@given(inputs())
def test_parents_end(case: Case) -> None:
    """Nobody is their own parent's parent."""
    parents = {s.id: s.parent for s in run(case)[1]}
    for id in parents:
        seen = set()
        at: str | None = id
        while at:
            assert at not in seen
            seen.add(at)
            at = parents[at]


@quickly
@given(inputs())
def test_twice_is_the_same(case: Case) -> None:
    """Nothing is kept from one text to the next."""
    assert run(case) == run(case)


def _syllables(i: int) -> str:
    word = ""
    for _ in range(4):
        word += "ka to ri ven dol mar sel bru nik osa".split()[i % 10]
        i //= 10
    return word.capitalize()


MANY = {
    "people": "{s:[P:{b} {a}]} {q:said} {c:it was late}. {s:He} {q:left}. ",
    "surnames": "{s:[P:{a}]} {q:said} {c:it was late}. ",
    "organisations": "{s:The [O:{b} {a} Union]} {q:said} {c:it was late}. ",
    "quoted": "“{c:{s:I} {q:know} {c:it}},” {s:[P:Ana {a}]} {q:said}. ",
    "unnamed": "{s:A senior official who asked not to be named} {q:told} [P:Ana {a}] {c:it was late}. ",
}


@pytest.mark.parametrize("line", MANY.values(), ids=MANY)
def test_time_is_nearly_linear(line: str) -> None:
    """Four times the names take about four times as long, up to an article with 2,000 of them."""

    def take(n: int) -> float:
        lines = (line.replace("{a}", _syllables(i)).replace("{b}", _syllables(7 * i + 3)) for i in range(n))
        text, names, statements = unmark("".join(lines))
        case = Document("d", text), statements, names
        return measure(lambda: run(case))

    take(10)  # the tables are read once
    assert take(2000) < 9 * take(500) + 0.2
