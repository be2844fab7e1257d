"""What the page of a reading holds, without a browser."""

import base64
import hashlib
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.show.hidden import reveal
from onrecord.show.page import render_frame, render_page
from onrecord.show.page_article import split_text
from onrecord.show.page_speakers import group_statements
from onrecord.types import Document, Entity, Part, PartKind, Reading, Run, Skipped, Span, Spans, Statement
from tests.show.tree import HOSTILE, parse, show

RUN = Run("onrecord 0.1.0", "sha256:" + "ab" * 32, ())


def make(text: str, *statements: Statement, entities: tuple[Entity, ...] = (), **known: object) -> Reading:
    return Reading(Document("d", text, **known), statements, entities, RUN)  # type: ignore[arg-type]


def say(source: Spans = (), cue: Spans = (), content: Spans = ((0, 1),), **rest: object) -> Statement:
    return Statement("s", source, cue, content, "indirect", **rest)  # type: ignore[arg-type]


def as_shown(text: str) -> str:
    return re.sub("[\0\ud800-\udfff]", "\ufffd", text)


# The text


def test_text_is_whole(article: Reading) -> None:
    """The text element holds the text and nothing else."""
    assert show(article).find(".text")[0].text == article.document.text


TEXTS = st.text(st.one_of(st.sampled_from(" \t\r\n\n\n<&\"'>\0\u202e\u200bab"), st.characters()), max_size=60)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    text = draw(TEXTS)
    edges = st.integers(0, len(text))
    spans = st.lists(st.tuples(edges, edges).map(lambda e: (min(e), max(e))), max_size=3).map(tuple)
    kinds: tuple[PartKind, ...] = ("title", "byline", "caption", "body")
    parts = draw(
        st.lists(st.builds(lambda kind, span: Part(kind, *span), st.sampled_from(kinds), st.tuples(edges, edges)))
    )
    statements = draw(
        st.lists(st.builds(say, spans, spans, spans, asserted=st.booleans(), confidence=st.floats(0, 1)), max_size=5)
    )
    return make(text, *statements, parts=tuple(parts))


@given(readings())
@settings(max_examples=300, deadline=None)
def test_any_text_is_whole(reading: Reading) -> None:
    """Whatever the text and wherever its spans, every character stands in the text element."""
    assert show(reading).find(".text")[0].text == as_shown(reading.document.text)


@given(readings())
@settings(max_examples=200, deadline=None)
def test_every_span_is_marked(reading: Reading) -> None:
    """The segments of a role cover exactly the characters of its spans, line breaks between blocks aside."""
    blocks = split_text(reading.document, reading.statements)
    blank = {i for block in blocks for i in range(*block.gap)}
    for n, statement in enumerate(reading.statements, 1):
        for role in ("source", "cue", "content"):
            spans: Spans = getattr(statement, role)
            marked = {
                i
                for block in blocks
                for segment in block.segments
                if role in dict(segment.roles).get(n, ())
                for i in range(segment.start, segment.end)
            }
            assert marked == {i for start, end in spans for i in range(start, end)} - blank


@given(readings())
@settings(max_examples=200, deadline=None)
def test_every_statement_has_its_number_in_the_text(reading: Reading) -> None:
    """Each statement has one number in the text, and one only."""
    refs = [ref.attributes["data-n"] for ref in show(reading).find(".ref")]
    assert sorted(map(int, refs)) == list(range(1, len(reading.statements) + 1))


def test_number_stands_where_the_statement_begins() -> None:
    """A statement's number stands right before its first words."""
    text = show(make("One. Two said three.", say(((5, 8),), ((9, 13),), ((14, 19),)))).find("p")
    pieces = next(p for p in text if "body" in p.classes).pieces
    assert [p if isinstance(p, str) else p.classes[0] for p in pieces[:3]] == ["One. ", "ref", "seg"]


def test_overlaps_are_not_nested() -> None:
    """Where statements overlap, each stretch is one segment that names them all, the innermost first."""
    reading = make("abcdefghij", say(content=((0, 10),)), say(source=((3, 5),), content=((5, 8),)))
    segments = show(reading).find(".text")[0].find(".seg")
    assert [(s.text, s.attributes["class"], s.attributes["data-s"]) for s in segments] == [
        ("abc", "seg content", "s1"),
        ("de", "seg source content", "s2 s1"),
        ("fgh", "seg content", "s2 s1"),
        ("ij", "seg content", "s1"),
    ]
    assert segments[1].attributes["data-r"] == "source content"


def test_paragraphs_end_at_blank_lines() -> None:
    """A text with blank lines keeps a single line break within its paragraph."""
    assert [p.text for p in show(make("a\nb\n\nc")).find(".text")[0].find("p")] == ["a\nb", "c"]


def test_lines_are_paragraphs_without_blank_lines() -> None:
    """A text without blank lines has a paragraph a line."""
    assert [p.text for p in show(make("a\r\nb\nc\n")).find(".text")[0].find("p")] == ["a", "b", "c"]


def test_title_in_the_text_is_the_heading(article: Reading) -> None:
    """The title is a heading once: in the text where it stands there."""
    headings = show(article).find("h1")
    assert [h.text for h in headings] == [article.document.title]


def test_title_beside_the_text_is_the_heading() -> None:
    """A title that the text does not begin with stands above it."""
    assert [h.text for h in show(make("Body.", title="Name")).find("h1")] == ["Name"]


# The list


def test_quote_is_exact(article: Reading) -> None:
    """Each card quotes the words at its statement's spans."""
    cards = show(article).find(".statement")
    quotes = {c.attributes["id"]: c.find("blockquote")[0].find(".content")[0].text for c in cards}
    assert quotes == {s.id: article.quote(s.content) for s in article.statements}


def test_groups_by_speaker() -> None:
    """Statements of one speaker stand together, whatever words name them."""
    entity = Entity("e1", "person", "Ada Lund", ((0, 3),), ("name",))
    reading = make("Ada she", say(((0, 3),), speaker="e1"), say(((4, 7),), speaker="e1"), entities=(entity,))
    assert [(g.name, len(g.cards)) for g in group_statements(reading)] == [("Ada Lund", 2)]


def test_groups_by_words() -> None:
    """Without a speaker the source's words make the group, whatever their case and spacing."""
    reading = make("The  Union the union", say(((0, 10),)), say(((11, 20),)))
    assert [(g.name, len(g.cards)) for g in group_statements(reading)] == [("The Union", 2)]


def test_sourceless_statements_come_last() -> None:
    """Statements without a source make a group of their own, at the end."""
    reading = make("Ada", say(), say(), say(((0, 3),)))
    assert [g.name for g in group_statements(reading)] == ["Ada", None]


def test_largest_group_comes_first() -> None:
    """Who says most comes first."""
    reading = make("Ada Bo", say(((0, 3),)), say(((4, 6),)), say(((4, 6),)))
    assert [g.name for g in group_statements(reading)] == ["Bo", "Ada"]


def test_unknown_speaker_is_not_named(article: Reading) -> None:
    """Candidates are shown as such, under the source's own words."""
    card = next(c for c in show(article).find(".statement") if c.attributes["id"] == "s15")
    assert "perhaps Mira Oduya" in card.find(".facts")[0].text


def test_unasserted_is_labelled() -> None:
    """A statement that is not asserted is told so in words, and is hollow in the text."""
    page = show(make("x", say(asserted=False)))
    assert "not asserted" in page.find(".statement")[0].text
    assert "unasserted" in page.find(".text")[0].find(".seg")[0].classes


def test_asserted_within_unasserted_is_full() -> None:
    """Words that anyone does assert are not drawn hollow."""
    page = show(make("xy", say(content=((0, 2),), asserted=False), say(content=((0, 1),))))
    assert [s.classes for s in page.find(".text")[0].find(".seg")] == [
        ["seg", "content"],
        ["seg", "content", "unasserted"],
    ]


def test_unsure_is_labelled() -> None:
    """A statement of low confidence is told so in words, and is faint in the text."""
    page = show(make("x", say(confidence=0.3)))
    assert "unsure" in page.find(".statement")[0].text
    assert "faint" in page.find(".text")[0].find(".seg")[0].classes


def test_no_statement_is_said() -> None:
    """A text without statements says so."""
    assert "found no statement" in show(make("Nothing.")).find(".list")[0].text


# The page


def test_ids_are_unique_and_links_lead_somewhere(article: Reading) -> None:
    """Every link within the page has its target, also among several documents."""
    for page in (show(article), show(article, article)):
        ids = Counter(e.attributes["id"] for e in page.find("*") if "id" in e.attributes)
        named = [
            e.attributes[a]
            for e in page.find("*")
            for a in ("aria-labelledby", "aria-describedby")
            if a in e.attributes
        ]
        linked = [e.attributes["href"][1:] for e in page.find("a") if e.attributes["href"].startswith("#")]
        assert max(ids.values()) == 1
        assert set(named) | set(linked) <= set(ids)


def test_contents_list_every_document(article: Reading) -> None:
    """A page of several documents begins with their titles and counts."""
    rows = show(article, make("x", title="Empty")).find(".contents")[0].find("li")
    assert [(r.find("a")[0].text, r.find(".count")[0].text) for r in rows] == [
        (article.document.title, "20 statements"),
        ("Empty", "0 statements"),
    ]


def test_skipped_inputs_are_listed() -> None:
    """What could not be read is named with its reason."""
    page = parse(render_page([make("x")], [Skipped("a<b>.pdf", "parse", "no text in it")]))
    assert "a<b>.pdf: no text in it" in page.find(".skipped")[0].text


def test_no_reading_is_a_page() -> None:
    """A batch of which nothing could be read still has its page."""
    page = parse(render_page([], [Skipped("a", "fetch", "gone")]))
    assert page.find("h1")[0].text == "0 documents"


def test_machine_is_named_once(article: Reading) -> None:
    """The page says once that it is a machine's reading."""
    body = show(article, article).find("body")[0]
    assert "".join(e.text for e in body.find("main")).count("machine’s reading") == 1


def test_run_is_told(article: Reading) -> None:
    """The page names the reader and its weights, each run once."""
    told = show(article, article).find("footer")[0].text
    assert told.count("onrecord 0.1.0") == 1
    assert "sha256:5f3c9a715f3c" in told


def test_document_is_told(article: Reading) -> None:
    """Outlet, day, author, warnings and address stand on the page."""
    document = replace(article.document, warnings=("The date is a guess.",))
    text = show(replace(article, document=document)).find("main")[0].text
    for told in (
        "The Merrow Courier",
        "15 April 2031",
        "Ines Falk",
        "The date is a guess.",
        "https://courier.example/",
    ):
        assert told in text


@pytest.mark.parametrize(
    ("published", "told"),
    [
        ("2031-04-15T09:30:00+00:00", "15 April 2031, 09:30 UTC"),
        ("2031-04", "2031-04"),
        ("2031-W16", "2031-W16"),
        ("in spring", "in spring"),
    ],
)
def test_published_is_as_exact_as_known(published: str, told: str) -> None:
    """A date is written out; what is not one stays as it is."""
    assert show(make("x", published=published)).find("time")[0].text == told


def test_page_is_stable(article: Reading) -> None:
    """The same readings give the same page."""
    assert render_page([article]) == render_page([article])


# Hostile input


def test_markup_shows_as_text() -> None:
    """Markup in any field adds no element and no attribute to the page."""
    size = len(HOSTILE)
    entity = Entity("e", "person", HOSTILE, (), ())
    known = dict.fromkeys(("title", "author", "outlet", "url", "published"), HOSTILE)
    spans = ((0, size),)
    statement = say(spans, spans, spans, speaker="e", role=spans, via=spans, on_behalf_of=HOSTILE, addressee=HOSTILE)
    reading = make(HOSTILE, statement, entities=(entity,), warnings=(HOSTILE,), **known)
    reading = replace(reading, run=Run(HOSTILE, HOSTILE, ((HOSTILE, HOSTILE),)))
    page = parse(render_page([reading], [Skipped(HOSTILE, "read", HOSTILE)]))
    assert [len(page.find(tag)) for tag in ("script", "img")] == [1, 0]
    assert not [e for e in page.find("*") if any(name.startswith("on") or name == "style" for name in e.attributes)]
    assert page.find(".text")[0].text == HOSTILE


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " https://a.example/", "data:text/html,x", "https://a\n.example"]
)
def test_only_web_addresses_are_linked(url: str) -> None:
    """An address that is not plain http or https is text."""
    page = show(make("x", url=url))
    assert not [a for a in page.find("a") if not a.attributes["href"].startswith("#")]
    assert url in page.find(".about")[0].text


def test_links_out_tell_nothing() -> None:
    """A link to the original opens without referrer or opener."""
    links = [a for a in show(make("x", url="https://a.example/")).find("a") if "rel" in a.attributes]
    assert {a.attributes["href"] for a in links} == {"https://a.example/"}
    assert {a.attributes["rel"] for a in links} == {"noopener noreferrer"}


def test_policy_allows_only_the_page_itself(article: Reading) -> None:
    """The policy lets run what the page brings, by hash, and nothing else."""
    page = show(article)
    policy = next(m for m in page.find("meta") if m.attributes.get("http-equiv")).attributes["content"]
    digests = [
        base64.b64encode(hashlib.sha256(page.find(tag)[0].text.encode()).digest()).decode()
        for tag in ("style", "script")
    ]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert f"style-src 'sha256-{digests[0]}'" in policy
    assert f"script-src 'sha256-{digests[1]}'" in policy


def test_what_html_cannot_hold_is_replaced() -> None:
    """NUL and lone surrogates become U+FFFD, anywhere, and the page is UTF-8."""
    bad = "a\0b\ud800c"
    page = render_page([make(bad, say(), title=bad, outlet=bad, url=bad)], [Skipped(bad, "read", bad)])
    assert "\0" not in page.encode().decode()
    assert parse(page).find(".text")[0].text == "a\ufffdb\ufffdc"


@pytest.mark.parametrize(
    ("hidden", "name"), [("\u202e", "RLO"), ("\u200b", "ZWSP"), ("\x07", "U+0007"), ("\ufeff", "BOM")]
)
def test_invisible_is_named(hidden: str, name: str) -> None:
    """A character that cannot be seen stands in a span that names it."""
    assert reveal(f"a{hidden}b") == f'a<span class="hid" data-c="{name}">{hidden}</span>b'


def test_hidden_message_is_named() -> None:
    """Letters written in tag characters are marked, together."""
    assert reveal("a\U000e0068\U000e0069").count('data-c="TAG"') == 1


@pytest.mark.parametrize("text", ["می\u200cخواهم", "👩\u200d🔬", "🏴\U000e0067\U000e0062\U000e007f", "שלום\u200f"])
def test_ordinary_joiners_stay(text: str) -> None:
    """Joiners and marks that a script or an emoji is written with are left alone."""
    assert reveal(text) == text


def test_carriage_returns_survive() -> None:
    """A carriage return is written so that a browser keeps it."""
    assert "&#13;\n" in render_page([make("a\r\nb")])


def test_long_text_stays_small_and_fast() -> None:
    """A hundred thousand words with a statement every fifty take three seconds and six times their size at most."""
    sentence = "The river rose again, and those who live on it moved their boats up to the walls. "
    text = (sentence * 25 + "\n\n") * 250
    starts = range(0, len(text) - 300, len(text) // 2000)
    entities = tuple(Entity(f"e{i}", "person", f"Name {i}", (), ()) for i in range(40))
    statements = tuple(
        say(((i, i + 9),), ((i + 10, i + 14),), ((i + 15, i + 100),), speaker=f"e{i % 40}") for i in starts
    )
    began = time.perf_counter()
    page = render_page([make(text, *statements, entities=entities)])
    assert time.perf_counter() - began < 3
    assert len(page) < 6 * len(text)


def test_long_gap_is_fast() -> None:
    """A million spaces, or line breaks, take no more than their length."""
    began = time.perf_counter()
    render_page([make("\n" + " " * 1_000_000 + "x"), make("\n " * 500_000)])
    assert time.perf_counter() - began < 5


# The style


def read_colours() -> dict[str, tuple[str, str]]:
    css = (resources.files("onrecord.show") / "templates" / "page.css").read_text("utf-8")
    return {name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", css)}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_can_be_read(theme: int) -> None:
    """Every colour of words has the contrast of WCAG AA (4.5) on every ground it stands on."""
    colours = {name: pair[theme] for name, pair in read_colours().items()}
    grounds = [name for name in colours if name in ("paper", "card") or name.endswith(("-tint", "-strong"))]
    pairs = [("ink", ground) for ground in grounds]
    pairs += [(words, ground) for words in ("soft", "source", "cue") for ground in ("paper", "card")]
    assert {pair: c for pair in pairs if (c := contrast(colours[pair[0]], colours[pair[1]])) < 4.5} == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_lines_can_be_seen(theme: int) -> None:
    """The lines of the three marks, and the edges of controls, have the contrast of WCAG AA (3)."""
    colours = {name: pair[theme] for name, pair in read_colours().items()}
    pairs = [(line, "paper") for line in ("source", "cue", "content", "edge", "focus")]
    pairs += [(line, "content-tint") for line in ("source", "cue", "content")] + [("source", "source-tint")]
    assert {pair: c for pair in pairs if (c := contrast(colours[pair[0]], colours[pair[1]])) < 3} == {}


def test_template_engine_is_loaded_late() -> None:
    """Who only reads does not load the template engine."""
    code = "import sys, onrecord.show.page; sys.exit('jinja2' in sys.modules or 'markupsafe' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_frame_holds_the_page(article: Reading) -> None:
    """In a notebook the page stands in a frame of its own, without the notebook's rights."""
    frame = parse(render_frame(article)).find("iframe")[0]
    assert frame.attributes["srcdoc"] == render_page([article])
    assert "allow-same-origin" not in frame.attributes["sandbox"]


def test_spans_are_spans() -> None:
    """Offsets count code points, also beyond the basic plane."""
    span: Span = (2, 5)
    assert show(make("😀 abc", say(content=(span,)))).find(".statement")[0].find(".content")[0].text == "abc"


def test_indents_are_kept() -> None:
    """A paragraph with white space that HTML would fold keeps it; others need no keeping."""
    blocks = split_text(Document("d", "plain words\n indented\na  gap\na\ttab"), ())
    assert [block.spaced for block in blocks] == [False, True, True, True]
