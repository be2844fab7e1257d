"""The worker: pages that hang, crash or fill its memory cost themselves and nothing else.

The functions at the top are run by the child in the parser's place.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.errors import ParseError
from onrecord.parse import parse
from onrecord.parse.isolate import ParseWorker
from onrecord.types import Document, Page

PAGE = Page("page.html", b"calm", "html")


def behave(page: Page) -> Document:
    """Do what the page's bytes say."""
    match page.data.split():
        case [b"hang"]:
            while True:
                pass
        case [b"crash"]:
            os.kill(os.getpid(), signal.SIGSEGV)
        case [b"fill"]:
            return Document("x", "x" * 8 * 1024**3)
        case [b"refuse"]:
            raise ParseError(page.name, "no article text found; try another")
        case [b"fail"]:
            raise KeyError("a fault of ours")
        case [b"print"]:
            print("noise" * 10_000, flush=True)
            os.write(1, b"noise")
        case [b"interrupt"]:
            os.kill(os.getpid(), signal.SIGINT)
        case [b"modules"]:
            return Document("x", " ".join(sorted(sys.modules)))
        case [b"tell"]:
            return Document(str(os.getpid()), "x")
    return Document("x", page.data.decode("latin-1"))


def make_worker(**options: float) -> ParseWorker:
    return ParseWorker(parser=f"{__name__}:behave", timeout_s=options.get("timeout_s", 20))


def test_document_crosses_whole() -> None:
    """A real page comes back as the document that parse_html gives."""
    from onrecord.parse.html import parse_html

    sentence = (
        "The minister of Freedonia said on day {} that the water plan would be dropped, and \u202enobody\u202c minded."
    )
    body = "".join(f"<p>{sentence.format(day)}</p>" for day in range(5))
    page = Page(
        "plan.html", f"<html><body><article><h1>The plan is off</h1>{body}</article></body></html>".encode(), "html"
    )
    with ParseWorker() as worker:
        assert parse(page, worker) == parse_html(page)


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("crash", "crashed the HTML parser; save"),
        ("fill", "needs too much memory"),
        ("fail", r"failed on the page \(KeyError\)"),
        ("refuse", "no article text found; try another"),
    ],
)
def test_fault_is_the_pages(does: str, reason: str) -> None:
    """A page that the child cannot parse is a ParseError that names it, and the next page is parsed."""
    with make_worker() as worker:
        with pytest.raises(ParseError, match=reason) as raised:
            worker.parse(replace(PAGE, data=does.encode()))
        assert raised.value.name == "page.html"
        assert worker.parse(PAGE).text == "calm"


def test_what_failed_is_named() -> None:
    """A PDF's fault is told of a PDF."""
    with make_worker() as worker, pytest.raises(ParseError, match="the PDF crashed the PDF parser; save"):
        worker.parse(Page("a.pdf", b"crash", "pdf"))


def test_hang() -> None:
    """A page that takes too long is given up, and the next page is parsed."""
    with make_worker(timeout_s=0.3) as worker:
        with pytest.raises(ParseError, match="took longer than 0"):
            worker.parse(replace(PAGE, data=b"hang"))
        assert worker.parse(PAGE).text == "calm"


@pytest.mark.parametrize("does", ["print", "interrupt"])
def test_child_is_not_disturbed(does: str) -> None:
    """What the parser prints, or a Ctrl-C, does not come between page and answer."""
    with make_worker() as worker:
        assert worker.parse(replace(PAGE, data=does.encode())).text == does
        assert worker.parse(PAGE).text == "calm"


def test_large_page() -> None:
    """A page many times larger than a pipe's buffer crosses both ways."""
    data = bytes(range(256)) * 40_000
    with make_worker() as worker:
        assert worker.parse(replace(PAGE, data=data)).text == data.decode("latin-1")


def test_one_child_for_all_pages() -> None:
    """The child lasts from page to page."""
    with make_worker() as worker:
        assert len({worker.parse(replace(PAGE, data=b"tell")).id for _ in range(3)}) == 1


def test_start_returns_at_once() -> None:
    """Starting does not wait for the child's imports."""
    with make_worker() as worker:
        begun = time.monotonic()
        worker.start()
        assert time.monotonic() - begun < 0.5


def test_child_imports_what_it_needs() -> None:
    """The child takes in neither the model's libraries nor the command line's."""
    with ParseWorker(parser="onrecord.parse.html:parse_html") as worker:
        with pytest.raises(ParseError):
            worker.parse(Page("empty.html", b"", "html"))
        child = worker._process
        assert child is not None
        maps = Path(f"/proc/{child.pid}/maps")
        loaded = maps.read_text() if maps.exists() else ""
        assert not [name for name in ("numpy", "onnxruntime", "tokenizers") if f"/{name}/" in loaded]


def test_interrupt_ends_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a Ctrl-C in the middle of a page, its answer is not taken for the next page's."""
    with make_worker() as worker:
        worker.parse(PAGE)

        def interrupt(*_: object) -> bytes:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("onrecord.child._receive", interrupt)
            with pytest.raises(KeyboardInterrupt):
                worker.parse(replace(PAGE, data=b"late"))
        assert worker.parse(PAGE).text == "calm"


def test_child_that_cannot_start() -> None:
    """A parser that cannot be imported is no page's fault."""
    with ParseWorker(parser="no_such_module:parse") as worker, pytest.raises(RuntimeError, match="does not start"):
        worker.parse(PAGE)


def test_working_directory_is_not_imported_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in the working directory does not stand in for a library."""
    (tmp_path / "json.py").write_text("raise SystemExit('wrong module')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    with make_worker() as worker:
        assert worker.parse(PAGE).text == "calm"


@pytest.mark.parametrize(("does", "timeout_s"), [("calm", 20.0), ("hang", 0.5)])
def test_child_ends_with_its_parent(does: str, timeout_s: float) -> None:
    """A child whose parent is killed ends too: at once when idle, soon after the time limit when in a page."""
    code = f"""
import sys
sys.path[:] = {sys.path!r}
from onrecord.child import _send
from onrecord.parse.isolate import ParseWorker
from onrecord.types import Page
import pickle, time
worker = ParseWorker(timeout_s={timeout_s}, parser="{__name__}:behave")
worker.parse(Page("a", b"calm", "html"))
child = worker._process
if "{does}" == "hang":
    _send(child.stdin.fileno(), pickle.dumps(Page("a", b"hang", "html")), time.monotonic() + 5)
print(child.pid, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.kill()
    assert happens_within(10.0, lambda: not is_running(child))


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def happens_within(limit_s: float, condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False
