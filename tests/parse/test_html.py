"""Pages of HTML: the article's text, its metadata as readers see it, and no harm from hostile markup."""

import pytest

from onrecord.errors import ParseError
from onrecord.parse.html import parse_html
from onrecord.types import Document, Page, Part

PARAGRAPHS = [
    "The minister of Freedonia said on Monday that the water plan would be dropped, and that no other plan was ready.",
    "Nobody in the hall was surprised by it, for the plan had few friends left, in the capital or in the valleys.",
    "“We have run out of money, and of patience,” said the mayor of Porto Alba, who had once been for the plan.",
    "The opposition asked for a new vote before the summer, which the government has so far refused to call.",
]
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def parse(
    markup: str | bytes, url: str | None = "https://www.example.org/news/plan", charset: str | None = None
) -> Document:
    data = markup.encode() if isinstance(markup, str) else markup
    return parse_html(Page("plan.html", data, "html", url=url, charset=charset))


def page(head: str = "", above: str = "<h1>Freedonia drops its water plan</h1>", body: str = BODY) -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body><main><article>{above}{body}</article></main></body></html>"


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def test_text() -> None:
    """The text is the title and the paragraphs, a blank line between them."""
    assert parse(page()).text == "\n\n".join(["Freedonia drops its water plan", *PARAGRAPHS])


def test_title_is_not_doubled() -> None:
    """A title that the body repeats stands once, at the beginning, as a part of its own."""
    document = parse(page("<title>Freedonia drops its water plan | The Example</title>"))
    assert document.text.count("Freedonia drops its water plan") == 1
    assert document.parts[0] == Part("title", 0, len("Freedonia drops its water plan"))


def test_blocks() -> None:
    """Headings, block quotes and list items are paragraphs of their own; line breaks stay."""
    extra = "<h2>What next</h2><blockquote>We shall see, she wrote.</blockquote>"
    extra += "<ul><li>A first point made</li><li>A second</li></ul>"
    text = parse(
        page(body=f"{BODY}{extra}<p>One line<br>and another, which is longer than the first one was.</p>")
    ).text
    assert "\n\nWhat next\n\nWe shall see, she wrote.\n\nA first point made\n\nA second\n\n" in text
    assert text.endswith("\n\nOne line\nand another, which is longer than the first one was.")


def test_inline_markup() -> None:
    """Markup inside a paragraph leaves no trace, and no space of its own."""
    text = parse(
        page(
            body=f"{BODY}<p>She <b>sa</b>id <a href='/x'>so</a>, <em>twice</em>, on the day after the long debate.</p>"
        )
    ).text
    assert "She said so, twice, on the day" in text


def test_invisible_characters_stay() -> None:
    """Direction controls, zero-width characters and soft hyphens in the text are kept."""
    odd = "A \u202eminister\u202c said \u2066so\u2069 to\u200bday, in\u200d a so\u00adft voice that was new to it."
    assert odd in parse(page(body=f"{BODY}<p>{odd}</p>")).text


def test_comments_and_tables_are_left_out() -> None:
    """Readers' comments and tables are no part of the article."""
    extra = "<table><tr><td>Litres</td><td>1,200</td></tr></table>"
    comments = '<div id="comments"><p>What a plan this was, I never believed in it from the start.</p></div>'
    text = parse(page(body=BODY + extra) + comments).text
    assert "Litres" not in text
    assert "never believed" not in text


def test_article_in_a_table() -> None:
    """Where the article is laid out in a table, the table is the article."""
    markup = f"<html><body><table><tr><td>{BODY}</td></tr></table></body></html>"
    assert PARAGRAPHS[0] in parse(markup).text


def test_standfirst() -> None:
    """The sentence below the headline that the page describes itself by belongs to the text."""
    line = "A plan that had cost millions ends before it began, and nobody will say why"
    head = f'<meta name="description" content="{line}">'
    above = f"<header><h1>Freedonia drops its water plan</h1><p>{line}</p></header>"
    markup = f"<html><head>{head}</head><body>{above}<article>{BODY}</article></body></html>"
    assert parse(markup).text.split("\n\n")[1] == line


def test_plugs_are_left_out() -> None:
    """What the site says of itself between the paragraphs is left out."""
    text = parse(page(body=f"{BODY}<p>Never miss a story: sign up to our newsletter today!</p>")).text
    assert "newsletter" not in text


@pytest.mark.parametrize(
    "head",
    [
        "<title>Freedonia drops its water plan - The Example</title>",
        '<meta property="og:title" content="Water plan dropped"><title>Freedonia drops its water plan | A</title>',
        json_ld('{"@type": "NewsArticle", "headline": "Freedonia drops its water plan"}'),
        json_ld('{"@graph": [{"@type": "Article", "headline": "Freedonia drops its water&#32;plan"}]}'),
    ],
)
def test_title_is_the_heading(head: str) -> None:
    """The title is the heading that readers see, whatever shorter or longer forms the tags give."""
    above = '<h1 class="logo">The Example</h1><h1>Freedonia drops its water plan</h1>'
    assert parse(page(head, above)).title == "Freedonia drops its water plan"


def test_title_without_heading() -> None:
    """Without a heading the claimed title is taken, without the site's name."""
    head = '<meta property="og:site_name" content="The Example"><title>Plan is dropped - Example</title>'
    assert parse(page(head, above="")).title == "Plan is dropped"


@pytest.mark.parametrize(
    ("head", "above", "author"),
    [
        (
            json_ld('{"@type": "NewsArticle", "author": {"@type": "Person", "name": "Leah C. Doe, PhD"}}'),
            "",
            "Leah C. Doe",
        ),
        (
            json_ld('{"@type": "Report", "author": [{"name": "Jane Doe"}, {"name": "John Roe Jr."}]}'),
            "",
            "Jane Doe; John Roe Jr.",
        ),
        (
            json_ld(
                '{"@graph": [{"@type": "Article", "author": {"@id": "#j"}},'
                ' {"@id": "#j", "@type": "Person", "name": "Jane Doe"}]}'
            ),
            "",
            "Jane Doe",
        ),
        ('<meta name="author" content="By JANE DOE and John Roe">', "", "JANE DOE; John Roe"),
        (
            '<meta property="article:author" content="https://example.org/jane">',
            '<p class="byline">By Jane Doe</p>',
            "Jane Doe",
        ),
        (
            '<meta name="author" content="No Author">',
            '<address>By <a href="/author/jane">Jane Doe</a></address>',
            "Jane Doe",
        ),
        ("", '<div>By <a rel="author">Jane Doe</a> and <a rel="author">John Roe</a></div>', "Jane Doe; John Roe"),
        ("", "<div><span>By</span> <span>Jane Doe</span> | <time>3 May 2022</time></div>", "Jane Doe"),
        (
            '<meta name="author" content="The Example"><meta property="og:site_name" content="The Example">',
            "<p>By Jane Doe</p>",
            "Jane Doe",
        ),
        ("", '<span class="comment-author">Angry Reader</span>', None),
    ],
)
def test_author(head: str, above: str, author: str | None) -> None:
    """People named by the page as authors, from its tags or its byline; no handles, sites, degrees or commenters."""
    assert parse(page(head, f"<h1>Freedonia drops its water plan</h1>{above}")).author == author


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2022-11-24T10:15:00Z">', "2022-11-24T10:15:00+00:00"),
        ('<meta property="article:published_time" content="2022-11-24T00:00:00Z">', "2022-11-24"),
        ('<meta property="article:published_time" content="2022-11-24T10:15:00">', "2022-11-24"),
        (json_ld('{"@type": "NewsArticle", "datePublished": "2022-11-24T10:15+02:00"}'), "2022-11-24T10:15:00+02:00"),
        ("", None),
    ],
)
def test_published(head: str, published: str | None) -> None:
    """The day of publication, with its time where the page states one with its zone."""
    assert parse(page(head)).published == published


def test_published_is_not_the_update() -> None:
    """A later change is not taken for the day of publication."""
    dates = '{"@type": "NewsArticle", "datePublished": "2022-11-24", "dateModified": "2022-11-26"}'
    assert parse(page('<meta name="sailthru.date" content="2022-11-26">' + json_ld(dates))).published == "2022-11-24"


def test_outlet_and_url() -> None:
    """The site's name is the outlet; the address that answered comes before the one that the page gives."""
    head = '<meta property="og:site_name" content="The Example"><link rel="canonical" href="https://example.org/p">'
    document = parse(page(head))
    assert (document.outlet, document.url) == ("The Example", "https://www.example.org/news/plan")
    assert parse(page(head), url=None).url == "https://example.org/p"


def test_byline_part() -> None:
    """A byline that opens the text is a part of its own."""
    document = parse(page(body=f"<p>By Jane Doe</p>{BODY}"))
    assert [part.kind for part in document.parts] == ["title", "byline", "body"]


def test_caption_part() -> None:
    """A caption among the paragraphs is told from the body."""
    caption = "The dam above Porto Alba, as it was seen on the day of the vote from the other side of the lake."
    document = parse(page(body=f'{BODY}<h5 class="photo-caption">{caption}</h5>{BODY.replace("the", "this")}'))
    captions = [document.text[part.start : part.end] for part in document.parts if part.kind == "caption"]
    assert captions == [caption]


@pytest.mark.parametrize(
    ("encoding", "charset", "head"),
    [
        ("cp1252", "iso-8859-1", ""),
        ("cp1252", None, '<meta charset="windows-1252">'),
        ("utf-8", None, ""),
        ("utf-8-sig", "latin-1", ""),
        ("utf-16", None, ""),
        ("utf-8", None, '<meta http-equiv="Content-Type" content="text/html; charset=utf-16">'),
    ],
)
def test_encoding(encoding: str, charset: str | None, head: str) -> None:
    """The server's encoding is honoured, then the page's own."""
    assert PARAGRAPHS[2] in parse(page(head).encode(encoding), charset=charset).text


def test_language_warning() -> None:
    """A page that is plainly not English carries a warning."""
    german = "Der Minister hat am Montag gesagt, dass der Plan nicht mehr gilt und dass es keinen anderen gibt. "
    assert "German" in parse(page(body=f"<p>{german}</p><p>{german * 2}</p>")).warnings[0]


@pytest.mark.parametrize(
    "markup",
    ["", "<", "<html></html>", "<script>var text = 'said the minister';</script>", "<!--" + "a" * 1000, "<p>—</p>"],
)
def test_no_article(markup: str) -> None:
    """A page without an article is an error that says what to do."""
    with pytest.raises(ParseError, match="no article text found; save the article's text"):
        parse(markup)


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000 + BODY,
        page(body=BODY + "<blockquote>" * 50_000 + "said"),
        page(body=BODY + "<ul><li>" * 50_000 + "said"),
        page(above=f'<div title="{"a" * 11_000_000}">'),
        page(json_ld("[" * 100_000)),
        page(json_ld('{"@type": "Article", "author": [[1], {"name": {}, "@id": []}], "publisher": 3}')),
        page('<link rel="canonical" href="http://[half"><meta property="article:published_time" content="9999-99-99">'),
        page().replace(" ", "\0", 3),
        page(body=BODY + "&#xD800;&#x110000;&#0;&#128;"),
        "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>" + page(body=BODY + "&b;"),
        page("<title>" + " - ".join(["The plan"] * 20_000) + "</title>", above=""),
        page(above="<h1>By Jane Doe</h1>" * 5000),
        page(body=BODY + "<pre><code>x" + " " * 300_000 + "y</code></pre>"),
        page('<meta name="description" content="one two three four five six seven">', body="<div>" * 200 + BODY * 100),
    ],
)
def test_hostile_markup(markup: str) -> None:
    """Deep nesting, huge attributes, entity bombs and malformed data give a document or a ParseError."""
    try:
        document = parse(markup)
    except ParseError:
        return
    assert document.text


def test_broken_address() -> None:
    """An address that cannot be split does no harm."""
    assert parse(page(), url="http://[half").text


def test_a_reference_to_a_control_character_does_not_cost_the_article() -> None:
    """One odd reference is dropped, and the article stands."""
    paragraph = "<p>The minister of Velmar said on Monday that the bridge would be closed&#{};for the winter.</p>"
    for number in ("2", "8", "11", "27", "x1f", "xFFFE"):
        body = paragraph.format(number) + "<p>The mayor of the town denied that it was unsafe to cross.</p>" * 3
        markup = f"<html><head><title>Bridge</title></head><body><article><h1>Bridge</h1>{body}</article></body></html>"
        assert "would be closed" in parse_html(Page("a.html", markup.encode(), "html")).text


def test_references_to_printing_characters_stay_whole() -> None:
    """What only begins like a control character's number is a letter or a mark."""
    body = (
        "<p>The mayor&#8217;s office said &#8220;caf&#233; &#x2014; x&#x10D;&#123;&#38;&#65;&#39;&#8221; on Monday.</p>"
        * 2
    )
    markup = (
        f"<html><head><title>Caf&#233;</title></head><body><article><h1>Caf&#233;</h1>{body}</article></body></html>"
    )
    text = parse_html(Page("a.html", markup.encode(), "html")).text
    assert "The mayor’s office said “café — xč{&A'” on Monday." in text
