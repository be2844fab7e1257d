"""What the page does in a browser."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from onrecord.show.page import render_frame, render_page
from onrecord.types import Document, Reading, Run, Skipped, Statement


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or any that is installed. Closed with the module: its event loop disturbs others."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "these tests need Chromium: apt install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@dataclass
class Seen:
    """What the pages of a test asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def seen() -> Seen:
    return Seen()


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path, seen: Seen) -> Iterator[Open]:
    """Opens HTML from a file, in a fresh context with the options given."""
    contexts = []

    def open_page(html: str, fragment: str = "", **options: Any) -> Page:
        path = tmp_path / "page.html"
        path.write_text(html, "utf-8", newline="")
        context = browser.new_context(
            **{"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"} | options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("console", lambda message: seen.complaints.append(message.text))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.goto(path.as_uri() + fragment)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Open, article: Reading) -> Page:
    """The article's page, wide and light."""
    return open_page(render_page([article]))


NARROW = {"viewport": {"width": 390, "height": 844}}


def card(page: Page, number: int) -> Locator:
    return page.locator(f"#s{number}")


def mark(page: Page, number: int, role: str = "content") -> Locator:
    return page.locator(f'.text .{role}[data-s~="s{number}"]').first


def lit(page: Page) -> set[str]:
    """The words that are lit in the text."""
    return set(page.locator(".text .seg.on").all_text_contents())


def in_view(locator: Locator) -> bool:
    """Whether its middle can be seen, clear of anything that lies over it."""
    return bool(
        locator.evaluate(
            """element => {
                const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
                const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                return top !== null && (element.contains(top) || top.contains(element) && top.closest("p, li, h1"));
            }"""
        )
    )


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.closest('.statement')?.id || ''"))


def read_text(page: Page) -> str:
    return str(page.locator(".text").first.evaluate("e => e.textContent"))


def one(text: str, *content: tuple[int, int]) -> Reading:
    statement = Statement("s1", (), (), content or ((0, len(text)),), "indirect")
    return Reading(Document("d", text), (statement,), (), Run("onrecord 0.1.0", "sha256:00", ()))


# It stands by itself


def test_nothing_is_fetched_and_nothing_complains(open_page: Open, article: Reading, seen: Seen) -> None:
    """The page asks for nothing but itself, and no error or warning is logged."""
    page = open_page(render_page([article, article], [Skipped("a", "fetch", "gone")]))
    page.click("#d2-s3")
    assert seen.requests == [page.url.split("#")[0]]
    assert seen.complaints == []


def test_text_is_the_documents(page: Page, article: Reading) -> None:
    """The text element's content is the document's text, character for character."""
    assert read_text(page) == article.document.text


def test_odd_characters_survive(open_page: Open) -> None:
    """Line ends, controls, spaces and characters of every plane come through the browser's parser."""
    odd = "\r\n a\tb  \r\rc\u0085\u00a0\u2028\u200b\u202e😀\x0b\x0c\x1f\x7f\x80\ufeff\ufffe&amp;&#13;</p>\n\n\n x \n"
    assert read_text(open_page(render_page([one(odd)]))) == odd


def test_script_in_a_text_does_not_run(open_page: Open, seen: Seen) -> None:
    """Markup in a text is text: no script runs, no image is asked for."""
    page = open_page(
        render_page([one("<script>window.ran = 1</script><img src='https://a.example/x' onerror='ran = 1'>")])
    )
    assert page.evaluate("window.ran") is None
    assert page.locator("img").count() == 0
    assert len(seen.requests) == 1


def test_policy_blocks_what_slips_in(page: Page, seen: Seen) -> None:
    """Even markup that got into the page could neither run, style nor call home."""
    failures: list[str | None] = []
    page.on("requestfailed", lambda request: failures.append(request.failure))
    page.locator(".text").evaluate(
        """text => {
            const script = document.createElement("script");
            script.textContent = "window.ran = 1";
            text.append(script);
            const image = "<img src='https://a.example/x' onerror='window.ran = 1' style='color: red'>";
            text.insertAdjacentHTML("beforeend", image);
        }"""
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    assert page.locator("img").evaluate("e => getComputedStyle(e).color") != "rgb(255, 0, 0)"
    assert failures == ["csp"]
    assert len(seen.complaints) >= 3


def test_an_override_turns_nothing_around(open_page: Open) -> None:
    """A direction override in a text is shown by its name and moves no letter after it."""
    page = open_page(render_page([one("pay \u202eABC")]))
    assert page.locator(".text .hid").evaluate("e => getComputedStyle(e, '::before').content") == '"RLO"'
    lefts = page.locator(".text .seg").evaluate(
        """e => [1, 2, 3].map((i) => {
            const range = document.createRange();
            range.setStart(e.lastChild, i - 1);
            range.setEnd(e.lastChild, i);
            return range.getBoundingClientRect().left;
        })"""
    )
    assert lefts == sorted(lefts)


def test_a_line_of_a_million_characters(open_page: Open) -> None:
    """A line without an end is broken to fit."""
    page = open_page(render_page([one("x" * 1_000_000, (5, 999_990))]))
    assert len(read_text(page)) == 1_000_000
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_twenty_documents(open_page: Open, article: Reading) -> None:
    """Of twenty documents each is two clicks away, and answers by itself."""
    page = open_page(render_page([article] * 20))
    page.get_by_role("navigation", name="Documents").get_by_role("link").nth(12).click()
    assert in_view(page.locator("#d13-document .turn"))
    page.click("#d13-s3 .go")
    assert focused(page) == "d13-t3"
    page.locator("#d13-document").get_by_role("link", name="Contents").click()
    assert in_view(page.locator(".contents h1"))


def test_a_notebooks_frame_works(open_page: Open, article: Reading, seen: Seen) -> None:
    """In a sandboxed frame, without storage or address, the page still answers."""
    page = open_page(f"<!doctype html><title>x</title>{render_frame(article)}")
    frame = page.frame_locator("iframe")
    frame.locator("#s3 .go").click()
    assert frame.locator(".text .seg.on").count() == 3
    frame.locator("#theme").click()
    assert frame.locator("html").get_attribute("data-theme") == "dark"
    assert seen.complaints == []


# Either side finds the other


def test_a_statement_finds_its_words(page: Page) -> None:
    """A click on a statement lights its source, cue and content, and brings them into view."""
    card(page, 20).click()
    assert lit(page) == {"Corrow’s president", "had assured", "the offer “has no last page”"}
    assert in_view(mark(page, 20))


def test_words_find_their_statement(page: Page) -> None:
    """A click on words lights their statement, brings it into view and gives it the focus."""
    page.evaluate("scrollTo(0, 1e6)")
    mark(page, 18).click()
    assert focused(page) == "s18"
    assert in_view(card(page, 18).locator("blockquote"))
    assert "on" in (card(page, 18).get_attribute("class") or "").split()


def test_a_second_click_finds_the_statement_around(page: Page) -> None:
    """Where statements lie within each other, clicks go from the innermost outwards and round again."""
    found = []
    for _ in range(3):
        mark(page, 20).click()
        found.append(focused(page))
    assert found == ["s20", "s19", "s20"]


def test_all_pieces_are_lit(page: Page) -> None:
    """A statement in pieces lights all of them, and nothing else."""
    card(page, 14).click()
    assert "“I grew up on it. I am against being hurried.”" in lit(page)
    assert all("s14" in (m.get_attribute("data-s") or "").split() for m in page.locator(".text .on.seg").all())


def test_the_pointer_relates_the_parts(page: Page) -> None:
    """The pointer over one part lights all, dims the others, and leaves no trace."""
    mark(page, 3).hover()
    assert lit(page) == {"“We cannot sign what our own farmers have not read,”", "Mira Oduya", "told"}
    dimmed = "e => getComputedStyle(e).backgroundColor"
    page.wait_for_timeout(50)
    assert mark(page, 2).evaluate(dimmed) == "rgba(0, 0, 0, 0)"
    page.mouse.move(5, 5)
    assert lit(page) == set()


def test_a_tick_finds_the_words(page: Page) -> None:
    """A click on the strip goes to the words there."""
    page.locator('.tick[data-s="s11"]').click()
    assert lit(page) == {
        "Jonas Reth, who wrote the institute’s study",
        "believes",
        "Oduya is “buying time for an election, not for farmers”",
    }


def test_marking_words_chooses_nothing(page: Page) -> None:
    """Who drags over words to copy them is not sent elsewhere."""
    box = mark(page, 2).bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 10)
    page.mouse.up()
    assert page.evaluate("getSelection().toString().length") > 5
    assert focused(page) == ""


def test_an_address_names_a_statement(open_page: Open, article: Reading) -> None:
    """A page opened at a statement lights it."""
    assert "told" in lit(open_page(render_page([article]), "#s3"))


# By keyboard


def test_enter_goes_to_the_words_and_back(page: Page) -> None:
    """Enter on a statement goes to its words, Enter on their number back."""
    card(page, 17).locator(".go").focus()
    page.keyboard.press("Enter")
    assert focused(page) == "t17"
    assert in_view(mark(page, 17))
    page.keyboard.press("Enter")
    assert focused(page) == "s17"


@pytest.mark.parametrize(("further", "back"), [("j", "k"), ("ArrowDown", "ArrowUp")])
def test_keys_step_through_the_list(page: Page, further: str, back: str) -> None:
    """j, k and the arrows step along the list; words follow."""
    page.locator("#s2 .go").focus()
    steps = []
    for key in (further, further, back):
        page.keyboard.press(key)
        steps.append(focused(page))
    assert steps == ["s3", "s4", "s3"]
    assert "told" in lit(page)


def test_keys_step_through_the_text(page: Page) -> None:
    """From a number in the text, the keys step along the text."""
    page.locator("#t4").focus()
    page.keyboard.press("j")
    assert focused(page) == "t5"


def test_keys_step_over_what_is_filtered(page: Page) -> None:
    """A statement that is not shown is not stepped on."""
    page.uncheck("[value=mixed]")
    page.locator("#s3 .go").focus()
    page.keyboard.press("j")
    assert focused(page) == "s12"


def test_letter_keys_can_be_turned_off(page: Page) -> None:
    """Letters do nothing where the reader says so."""
    page.uncheck("#letters")
    page.locator("#s2 .go").focus()
    page.keyboard.press("j")
    assert focused(page) == "s2"


def test_escape_lets_go(page: Page) -> None:
    """Escape clears what is chosen."""
    page.locator("#s2 .go").focus()
    assert lit(page)
    page.keyboard.press("Escape")
    assert (lit(page), focused(page)) == (set(), "")


def test_the_first_tab_skips_to_the_statements(page: Page) -> None:
    """The first thing that the keyboard reaches is a way past the text, and it can be seen."""
    page.keyboard.press("Tab")
    assert in_view(page.locator(".skip"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.list') !== null")


@pytest.mark.parametrize("selector", ["#theme", "[value=direct]", "#least", "#s2 .go", "#s2 .copy"])
def test_focus_can_be_seen(page: Page, selector: str) -> None:
    """Whatever has the focus has an outline."""
    page.keyboard.press("Tab")
    page.locator(selector).focus()
    assert page.locator(selector).evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


# To a screen reader


def test_landmarks_and_headings(page: Page, article: Reading) -> None:
    """The page has its landmarks, and its headings go down step by step."""
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("article", name="Text").count() == 1
    assert page.get_by_role("region", name="Who says what").count() == 1
    assert page.get_by_role("navigation", name="Sources").count() == 1
    assert page.get_by_role("heading", level=1).all_text_contents() == [article.document.title]
    assert page.get_by_role("heading", level=2).all_text_contents() == ["Who says what"]
    assert page.get_by_role("heading", level=3).count() == 14


def test_a_statement_says_what_it_is(page: Page) -> None:
    """A statement read aloud names source, cue, content and confidence; its link tells where it leads."""
    words = " ".join(card(page, 3).inner_text().split())
    assert "Source: Mira Oduya Cue: told" in words
    assert "Content: “We cannot sign" in words
    assert "Confidence 99%" in words
    assert card(page, 3).get_by_role("link", name="Statement 3: to its words").count() == 1
    assert page.locator(".text").get_by_role("link", name="Statement 3", exact=True).count() == 1


def test_a_mark_has_a_sign_besides_its_colour(page: Page) -> None:
    """The three marks differ in more than colour."""
    signs = [
        mark(page, 2, role).evaluate(
            "e => (s => s.textDecorationStyle + s.textDecorationLine + s.borderBottomStyle)(getComputedStyle(e))"
        )
        for role in ("source", "cue", "content")
    ]
    assert len(set(signs)) == 3


# Filters


def test_manners_are_filtered(page: Page) -> None:
    """A manner that is unchecked leaves list, text and strips, and the count is announced."""
    page.uncheck("[value=indirect]")
    assert page.locator(".statement:visible").count() == 8
    assert page.locator("#told[role=status]").inner_text() == "8 of 20 statements"
    assert page.locator("#t2").is_hidden()
    assert mark(page, 2).count() == 0
    assert page.locator(".tick:not(.off)").count() == 8


def test_confidence_is_filtered(page: Page) -> None:
    """The slider keeps what is at least as sure, groups without a statement go."""
    page.locator("#least").fill("95")
    percents = [int(c.get_attribute("data-percent") or 0) for c in page.locator(".statement:visible").all()]
    assert min(percents) >= 95
    assert len(percents) == 9
    assert page.get_by_role("heading", name="Experts").is_hidden()


def test_what_is_shown_keeps_its_mark(page: Page) -> None:
    """Words that two statements share keep the mark of the one that is shown."""
    shared = page.locator('.text [data-s="s15 s14"][data-r="cue content"]')
    assert shared.get_attribute("class") == "seg cue content"
    page.locator("#least").fill("50")
    assert shared.get_attribute("class") == "seg content"


def test_nothing_left_is_said(page: Page) -> None:
    """Where no statement passes, the list says so; a filter undone brings all back."""
    page.locator("#least").fill("100")
    assert page.get_by_text("No statement passes the filters.").is_visible()
    page.locator("#least").fill("0")
    assert page.locator(".statement:visible").count() == 20


def test_filters_leave_the_page_as_it_was(page: Page) -> None:
    """Filtering and undoing it gives the marks that the page came with."""
    before = page.locator(".text .seg").evaluate_all("all => all.map((e) => [...e.classList].sort().join(' '))")
    for value in ("100", "0"):
        page.locator("#least").fill(value)
    assert page.locator(".text .seg").evaluate_all("all => all.map((e) => [...e.classList].sort().join(' '))") == before


# Copying


COPIED = """“We cannot sign what our own farmers have not read,”
— Mira Oduya
“Halden asks for a year’s delay of the river accord”, The Merrow Courier, 15 April 2031, \
https://courier.example/2031/halden-river, characters {}–{}"""


def test_copy_takes_words_source_and_place(page: Page, article: Reading) -> None:
    """A copied statement is its exact words, who said them, and where they stand."""
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    card(page, 3).get_by_role("button", name="Copy statement 3").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("window.copied") == COPIED.format(*article.statements[2].content[0])
    assert focused(page) == "s3"


def test_copy_works_without_a_clipboard(page: Page, article: Reading) -> None:
    """Where the browser gives no clipboard, the old way copies the same."""
    page.evaluate(
        """() => {
            navigator.clipboard.writeText = async () => { throw new Error("not allowed"); };
            document.execCommand = () => { window.copied = document.activeElement.value; return true; };
        }"""
    )
    card(page, 3).locator(".copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("window.copied") == COPIED.format(*article.statements[2].content[0])


# Themes, paper, small screens, no script


def ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_theme_follows_the_system_and_the_button(open_page: Open, article: Reading) -> None:
    """Dark where the system is; the button turns it, and the page remembers."""
    page = open_page(render_page([article]), color_scheme="dark")
    dark = ground(page)
    page.get_by_role("button", name="Dark", pressed=True).click()
    light = ground(page)
    assert (dark, light) == ("rgb(21, 23, 26)", "rgb(251, 250, 246)")
    page.reload()
    assert ground(page) == light


def test_paper_has_no_controls(page: Page) -> None:
    """In print, light, the controls are gone and the statements come after the text; lines stay, shades go."""
    page.click("#theme")
    page.emulate_media(media="print")
    for selector in ("#theme", ".filters", ".copy", ".skip", ".keys"):
        assert page.locator(selector).first.is_hidden()
    text, statements = page.locator(".text").bounding_box(), page.locator(".list").bounding_box()
    assert text
    assert statements
    assert statements["y"] >= text["y"] + text["height"]
    style = mark(page, 2).evaluate("e => (s => [s.backgroundColor, s.borderBottomStyle])(getComputedStyle(e))")
    assert style == ["rgba(0, 0, 0, 0)", "solid"]
    assert ground(page) == "rgb(255, 255, 255)"


@pytest.mark.parametrize("width", [320, 390, 900, 1100])
def test_no_width_overflows(open_page: Open, article: Reading, width: int) -> None:
    """Nothing sticks out sideways at any width, long words included."""
    document = replace(article.document, url="https://a.example/" + "x" * 500, outlet="y" * 300)
    page = open_page(render_page([replace(article, document=document)]), viewport={"width": width, "height": 800})
    page.locator(".about summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_narrow_is_one_column(open_page: Open, article: Reading) -> None:
    """On a narrow screen the statements come after the text."""
    page = open_page(render_page([article]), **NARROW)
    text, statements = page.locator(".text").bounding_box(), page.locator(".list").bounding_box()
    assert text
    assert statements
    assert statements["y"] > text["y"] + text["height"]


def test_narrow_brings_the_statement_to_the_words(open_page: Open, article: Reading) -> None:
    """On a narrow screen a click on words brings their statement up beside them; both can be seen; Escape ends it."""
    page = open_page(render_page([article]), **NARROW)
    mark(page, 6).click()
    assert in_view(card(page, 6).locator("blockquote"))
    assert in_view(mark(page, 6))
    page.keyboard.press("Escape")
    assert page.locator(".peek").count() == 0


def test_wide_keeps_the_list_in_view(page: Page) -> None:
    """On a wide screen the list stays while the text moves."""
    page.evaluate("scrollTo(0, 300)")
    box = page.locator(".list").bounding_box()
    assert box
    assert 0 < box["y"] < 100


def test_without_script_all_is_there(open_page: Open, article: Reading) -> None:
    """Without script every statement shows, no dead control does, and links lead both ways."""
    page = open_page(render_page([article]), java_script_enabled=False)
    assert page.locator(".statement:visible").count() == 20
    assert page.locator(".copy:visible, .filters:visible, #theme:visible, .keys:visible").count() == 0
    card(page, 17).locator(".go").click()
    assert page.url.endswith("#t17")
    page.locator("#t17").click()
    assert page.url.endswith("#s17")


# Who speaks


def test_a_source_leads_to_its_speaker(open_page: Open, ferry: Reading) -> None:
    """Without script a click on a source goes to the section of its speaker."""
    page = open_page(render_page([ferry]), java_script_enabled=False)
    page.locator(".text .who", has_text="He").last.click()
    assert in_view(page.get_by_role("heading", name="? Olm Tarn or Piet Hansa"))


def test_a_source_finds_its_statement(page: Page) -> None:
    """With script a click on a source goes to its statement there; a second one to the statement around."""
    source = page.locator(".text .who", has_text="Corrow’s president")
    found = []
    for _ in range(2):
        source.click()
        found.append(focused(page))
    assert found == ["s20", "s19"]
    assert in_view(card(page, 19).locator("blockquote"))


def test_why_opens_and_leads_to_the_mentions(open_page: Open, ferry: Reading) -> None:
    """The reason for a speaker opens by a click, and its links lead into the text."""
    page = open_page(render_page([ferry]))
    card(page, 4).locator("summary").click()
    card(page, 4).get_by_role("link", name="“Edda Rask”").click()
    assert in_view(page.locator(".text .place:target"))
    assert page.locator(".text .place:target").inner_text() == "Edda Rask"


def test_sections_without_a_statement_go(open_page: Open, ferry: Reading) -> None:
    """What the filters leave nothing of goes with its label; the overview stays as it is."""
    page = open_page(render_page([ferry]))
    page.uncheck("[value=indirect]")
    assert page.locator(".division:visible strong").all_text_contents() == ["Named speakers"]
    assert page.locator(".overview").inner_text().startswith("8 with a certain speaker")


@pytest.mark.parametrize("width", [320, 1100])
def test_no_width_overflows_with_long_names(open_page: Open, ferry: Reading, width: int) -> None:
    """Endless names and reasons stick out nowhere."""
    entities = tuple(replace(e, name="x" * 10_000, identifier="y" * 500) for e in ferry.entities)
    page = open_page(render_page([replace(ferry, entities=entities)]), viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".list").evaluate("e => e.scrollWidth <= e.clientWidth")
