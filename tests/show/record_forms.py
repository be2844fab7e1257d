"""What a small record answers, as a terminal and Markdown show it. Run as a module it writes tests/data/record anew."""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from rich.console import Console

from onrecord.ask.document import describe
from onrecord.ask.find import find
from onrecord.ask.log import list_events
from onrecord.ask.who import who
from onrecord.show.report import Report, report_answer, report_document, report_log, report_page
from onrecord.show.report_markdown import render_markdown
from onrecord.show.report_terminal import print_report
from onrecord.store.found import Query
from onrecord.store.store import Store
from onrecord.types import Skipped
from tests.store.telling import RUN, Said, tell

FOLDER = Path(__file__).parents[1] / "data" / "record"
NOW = "2026-01-02T03:04:05+00:00"
WIRE = Said("Yara Quill", "the first shots came from the boathouse", role="the defence minister", said="2025-05-18")
READINGS = (
    tell(WIRE, Said("two officials", "the bridge would close", named=False, more=(("confidence", 0.4),)),
         Said(None, "Yara Quill was mistaken about the bridge", about="Yara Quill",
              more=(("speaker_candidates", ("Yara Quill",)), ("asserted", False))), title="Three killed"),
    tell(WIRE, outlet="Vanguard Line", published="2025-05-20", title="Three killed"),
    tell(Said("Yara Quill", "that nobody had asked for a bridge", role="a former minister", to="lawmakers",
              via="on Radio Lowen"), published="2025-11-28", title="The clock"),
    tell(Said("Livia Quill", "it was dark", role="an angler"), outlet="Dunmere Gazette", published="2025-11-30"),
)  # fmt: skip


def fill(store: Store) -> None:
    """The readings, the second a copy of the first, and an event that could not read one input."""
    event = store.begin_event("add", "news/ gone.txt", RUN)
    for reading in READINGS:
        store.keep(reading, reading.document.url or "", event=event)
    store.keep(tell(Said("Livia Quill", "it was light"), outlet="Dunmere Gazette", published="2025-11-30"),
               READINGS[-1].document.url or "", event=event)  # fmt: skip
    store.note_skip(event, Skipped("gone.txt", "fetch", "no such file; check the path"))
    store.end_event(event, {"new": 4, "changed": 1, "skipped": 1})
    store.begin_event("add", "more/", RUN)


ANSWERS: dict[str, Callable[[Store], Report]] = {
    "find": lambda store: report_page(find(store, Query("bridge OR boathouse"))),
    "find-pages": lambda store: report_page(find(store, Query(speaker="quill", limit=1))),
    "find-nothing": lambda store: report_page(find(store, Query("nothing"))),
    "who": lambda store: report_answer(who(store, "Yara Quill")),
    "who-several": lambda store: report_answer(who(store, "quill")),
    "who-nobody": lambda store: report_answer(who(store, "Yara Quell")),
    "document": lambda store: report_document(describe(store, "5")),
    "document-copied": lambda store: report_document(describe(store, "1")),
    "log": lambda store: report_log(list_events(store)),
}


def draw(report: Report, width: int = 100) -> str:
    stream = io.StringIO()
    print_report(report, Console(file=stream, width=width, color_system=None, highlight=False, markup=False))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def make_all() -> dict[str, str]:
    """The files by name."""
    with (
        tempfile.TemporaryDirectory() as folder,
        patch("onrecord.store.writing.now", lambda: NOW),
        patch("onrecord.store.events.now", lambda: NOW),
        Store(str(Path(folder) / "a.db")) as store,
    ):
        fill(store)
        reports = {name: answer(store) for name, answer in ANSWERS.items()}
    files = {f"{name}.txt": draw(report) for name, report in reports.items()}
    return files | {f"{name}.md": render_markdown(reports[name]) for name in ("find", "who")}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, shown in make_all().items():
        (FOLDER / name).write_text(shown, encoding="utf-8")
