"""HTML parsed in a process of its own, so that no page can hang, crash or fill the reader's.

The child is this module run by a fresh interpreter (never a fork, and never the parent's main module again).
It reads length-prefixed pickles of pages from its standard input and answers each with a document or an error.
It ends with its parent: at the end of its input when idle, by an alarm when in the middle of a page.

POSIX only: it needs select() on pipes, alarms and resource limits.
"""

import contextlib
import importlib
import json
import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import time
from types import TracebackType
from typing import BinaryIO

from onrecord.errors import ParseError
from onrecord.types import Document, Page

TIMEOUT_S = 20.0
MAX_MEMORY = 2 * 1024**3
"""Bytes of address space that the child may have."""
PARSER = "onrecord.parse.html:parse_html"

_START_TIMEOUT_S = 60.0
_GRACE_S = 1.0
_MEND = "save the article's text to a file and read that"
_LENGTH = struct.Struct("!Q")
_READY = b"ready"
# The parent's import path is the child's, so that both see the same modules wherever they run from.
_CHILD = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])["path"]
from onrecord.parse.isolate import serve
serve()
"""


class HtmlWorker:
    """One lasting child process that parses HTML pages, one at a time.

    with HtmlWorker() as worker:
        document = worker.parse(page)

    `parser` names the function that the child runs as "module:function" (a Page in, a Document out, ParseError
    raised); tests give ones that hang or crash.
    """

    def __init__(self, timeout_s: float = TIMEOUT_S, max_memory: int = MAX_MEMORY, parser: str = PARSER) -> None:
        self._timeout_s = timeout_s
        self._settings = {"timeout_s": timeout_s, "max_memory": max_memory, "parser": parser}
        self._child: subprocess.Popen[bytes] | None = None
        self._is_ready = False

    def start(self) -> None:
        """Start the child if there is none. Returns at once: its imports overlap with other work."""
        if self._child is not None and self._child.poll() is None:
            return
        self.close()
        settings = {**self._settings, "path": [entry for entry in sys.path if entry]}
        self._child = subprocess.Popen(
            # -P: a module in the working directory must not stand in for one of ours.
            [sys.executable, "-P", "-c", _CHILD, json.dumps(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,  # out of reach of the terminal's Ctrl-C, which is the parent's to handle
        )
        self._is_ready = False

    def parse(self, page: Page) -> Document:
        """Parse a page in the child.

        Raises ParseError where the parser does, and where the page takes longer than `timeout_s`, crashes the
        child or needs too much memory; the next page then gets a new child. Raises RuntimeError where no child
        can be started.
        """
        try:
            kind, answer = self._ask(page)
        except TimeoutError:
            self.close()
            raise ParseError(page.name, f"the page took longer than {self._timeout_s:g} s to parse; {_MEND}") from None
        except (EOFError, OSError):
            self.close()
            raise ParseError(page.name, f"the page crashed the HTML parser; {_MEND}") from None
        except BaseException:  # Ctrl-C above all: the child's answer must not be taken for the next page's
            self.close()
            raise
        if kind == "document":
            assert isinstance(answer, Document)
            return answer
        if isinstance(answer, ParseError):
            raise answer
        if kind == "memory":
            self.close()  # what is left of its heap is in no state to go on with
            raise ParseError(page.name, f"the page needs too much memory to parse; {_MEND}")
        raise ParseError(page.name, f"the HTML parser failed on the page ({answer}); {_MEND}")

    def close(self) -> None:
        """End the child, if there is one. A later page starts another."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()

    def __enter__(self) -> "HtmlWorker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, page: Page) -> tuple[str, object]:
        self.start()
        child = self._child
        assert child is not None
        assert child.stdin is not None
        assert child.stdout is not None
        if not self._is_ready:
            try:
                self._is_ready = _receive(child.stdout.fileno(), time.monotonic() + _START_TIMEOUT_S) == _READY
            except (TimeoutError, EOFError, OSError):
                # Not the page's fault: every page would meet the same.
                raise RuntimeError(
                    f"the HTML parser's process does not start; try {sys.executable} -c 'import trafilatura'"
                ) from None
        deadline = time.monotonic() + self._timeout_s
        _send(child.stdin.fileno(), pickle.dumps(page), deadline)
        kind, answer = pickle.loads(_receive(child.stdout.fileno(), deadline))
        return kind, answer


def _send(pipe: int, data: bytes, deadline: float) -> None:
    os.set_blocking(pipe, False)
    rest = memoryview(_LENGTH.pack(len(data)) + data)
    while rest:
        _wait_for(pipe, select.POLLOUT, deadline)
        with contextlib.suppress(BlockingIOError):
            rest = rest[os.write(pipe, rest) :]


def _receive(pipe: int, deadline: float) -> bytes:
    (length,) = _LENGTH.unpack(_read(pipe, _LENGTH.size, deadline))
    return _read(pipe, length, deadline)


def _read(pipe: int, length: int, deadline: float) -> bytes:
    data = bytearray()
    while len(data) < length:
        _wait_for(pipe, select.POLLIN, deadline)
        piece = os.read(pipe, length - len(data))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


def _wait_for(pipe: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(pipe, event)
    if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise TimeoutError


def serve() -> None:
    """The child's whole life: limits, imports, then page after page until its input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    settings = json.loads(sys.argv[1])
    _limit_memory(settings["max_memory"])
    # The answers' pipe is ours alone: what a library prints goes nowhere.
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    module, _, function = settings["parser"].partition(":")
    parse = getattr(importlib.import_module(module), function)
    _answer(sink, _READY)
    while len(prefix := source.read(_LENGTH.size)) == _LENGTH.size:
        page = pickle.loads(source.read(_LENGTH.unpack(prefix)[0]))
        # Should the parent be gone meanwhile, nobody else ends a page that hangs.
        signal.setitimer(signal.ITIMER_REAL, settings["timeout_s"] + _GRACE_S)
        try:
            answer: tuple[str, object] = ("document", parse(page))
        except ParseError as error:
            answer = ("refused", error)
        except MemoryError:
            answer = ("memory", "")
        except Exception as error:
            answer = ("failed", type(error).__name__)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _answer(sink, pickle.dumps(answer))


def _answer(sink: BinaryIO, data: bytes) -> None:
    sink.write(_LENGTH.pack(len(data)) + data)
    sink.flush()


def _limit_memory(max_bytes: int) -> None:
    import resource

    for limit, wanted in ((resource.RLIMIT_AS, max_bytes), (resource.RLIMIT_CORE, 0)):
        _, most = resource.getrlimit(limit)
        wanted = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        with contextlib.suppress(ValueError, OSError):  # some systems do not let address space be limited
            resource.setrlimit(limit, (wanted, most))
