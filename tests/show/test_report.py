"""Answers of a record as people see them: in a terminal, as Markdown, as a page; nothing of a text is obeyed."""

import io
import json
import re

import pytest
from rich.console import Console

from onrecord.ask.find import find
from onrecord.ask.log import list_events
from onrecord.ask.who import who
from onrecord.show.export import to_line
from onrecord.show.report import report_answer, report_log, report_page
from onrecord.show.report_markdown import render_markdown
from onrecord.show.report_page import render_report
from onrecord.show.report_terminal import print_report
from onrecord.store.found import Query
from onrecord.store.store import Store
from onrecord.types import Skipped
from tests.show.record_forms import FOLDER, draw, make_all
from tests.show.tree import parse
from tests.store.telling import Said, keep, tell

HOSTILE = (
    "needle <script>alert(1)</script> </td></table> | [x](javascript:alert(1)) \x1b[31m\u202e **b** `c` &amp; \ud800"
)


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return make_all()


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_answers_look_as_they_did(drawn: dict[str, str], name: str) -> None:
    """`python -m tests.show.record_forms` writes them anew."""
    assert drawn[name] == (FOLDER / name).read_text(encoding="utf-8")


@pytest.fixture
def hostile(tmp_path: object) -> Store:
    with Store(f"{tmp_path}/a.db") as store:
        reading = tell(Said(HOSTILE, HOSTILE, role=HOSTILE), outlet=f"Q {HOSTILE}", title=HOSTILE)
        keep(store, reading)
        store.add_notice(1, "correction", HOSTILE, maker=HOSTILE)
        event = store.begin_event("add", HOSTILE)
        store.note_skip(event, Skipped(HOSTILE, "fetch", HOSTILE))
        yield store


def reports(store: Store) -> list[object]:
    return [
        report_page(find(store, Query("needle"))),
        report_answer(who(store, "needle")),
        report_log(list_events(store)),
    ]


def test_markup_in_a_text_is_words_on_a_page(hostile: Store) -> None:
    """No element, no address that runs, no invisible character comes out of a text."""
    for report in reports(hostile):
        page = render_report(report)  # type: ignore[arg-type]
        assert "<script" not in page.replace("&lt;script", "")
        assert "javascript:" not in re.sub(r">[^<]*<", "><", page)
        assert "\x1b[31m" not in page.replace('data-c="U+001B">\x1b', "")
        page.encode()


def test_a_page_needs_nothing_outside_itself(hostile: Store) -> None:
    """No script, no image, no style from elsewhere; what it is from is said once."""
    page = render_report(reports(hostile)[0])  # type: ignore[arg-type]
    assert parse(page).text.count("A machine's reading") == 1
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|img|link rel=.stylesheet|iframe)", page)


def test_a_page_marks_found_words_and_links_to_the_article(tmp_path: object) -> None:
    """And an address that is none of the web is no link."""
    with Store(f"{tmp_path}/a.db") as store:
        keep(store, tell(Said("Kolm", "a bridge")))
        page = render_report(report_page(find(store, Query("bridge"))))
    root = parse(page)
    assert [mark.text for mark in root.find("mark")] == ["bridge"]
    assert [a.attributes["href"] for a in root.find("a")] == ["https://meridian.example/2025-05-19"]


def test_markup_in_a_text_is_words_in_markdown(hostile: Store) -> None:
    """A cell stays one cell, and no link but to the article is made."""
    shown = render_markdown(reports(hostile)[0])  # type: ignore[arg-type]
    rows = [line for line in shown.splitlines() if line.startswith("| 1 ")]
    assert len(rows) == 1
    assert len(re.findall(r"(?<!\\)\|", rows[0])) == 5
    assert not re.search(r"(?<!\\)\]\(<?javascript", shown)
    assert "<script" not in shown.replace("\\<script", "")


def test_no_control_character_reaches_a_terminal(hostile: Store) -> None:
    """They show as signs."""
    for report in reports(hostile):
        out = draw(report)  # type: ignore[arg-type]
        assert "\x1b" not in out
        assert "\u202e" not in out


def test_a_line_of_json_holds_any_text(hostile: Store) -> None:
    """It is one line, and comes back as it was."""
    hit = find(hostile, Query("needle")).hits[0]
    line = to_line(hit.to_dict())
    assert len(line.splitlines()) == 1
    line.encode()
    assert json.loads(line)["content"] == HOSTILE


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_lines_keep_to_the_terminal(tmp_path: object, width: int) -> None:
    """Whatever its width."""
    with Store(f"{tmp_path}/a.db") as store:
        keep(store, tell(Said("Yara Quill", "far " * 60, role="the defence minister of all of Kelvara")))
        report = report_page(find(store, Query("far")))
    stream = io.StringIO()
    print_report(report, Console(file=stream, width=width, color_system=None))
    assert max(map(len, stream.getvalue().splitlines())) <= width


def test_colour_stands_where_there_is_colour(tmp_path: object) -> None:
    """And brackets where there is none."""
    with Store(f"{tmp_path}/a.db") as store:
        keep(store, tell(Said("Kolm", "a bridge")))
        report = report_page(find(store, Query("bridge")))
    stream = io.StringIO()
    print_report(report, Console(file=stream, width=100, force_terminal=True, color_system="truecolor"))
    assert "[bridge]" not in stream.getvalue()
    assert "\x1b[1;33mbridge" in stream.getvalue()
