"""A lasting child process that runs one function on what it is given, so that no input can take us with it.

The child is a fresh interpreter (never a fork, and never the parent's main module again). It reads
length-prefixed pickles from its standard input and answers each. It ends with its parent: at the end of its
input when idle; in the middle of an item by the kernel's hand on Linux, by an alarm elsewhere.

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
from typing import Any, BinaryIO

from onrecord.errors import OnRecordError

_START_TIMEOUT_S = 60.0
_LENGTH = struct.Struct("!Q")
_READY = b"ready"
# The parent's import path is the child's, so that both see the same modules wherever they run from.
_CHILD = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])["path"]
from onrecord.child import serve
serve()
"""


class ChildFailedError(OnRecordError):
    """The function in the child raised something that is nobody's answer; the message is its type's name."""


class Child:
    """One lasting child process that runs `function` ("module:name") on items, one at a time.

    with Child("onrecord.parse.html:parse_html", timeout_s=20) as child:
        document = child.ask(page)

    `timeout_s` (None for none) is for one item; `max_memory` is bytes of address space (None for no limit).
    """

    def __init__(self, function: str, timeout_s: float | None = None, max_memory: int | None = None) -> None:
        self._timeout_s = timeout_s
        self._settings = {"timeout_s": timeout_s, "max_memory": max_memory, "function": function}
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ready = False

    def start(self) -> None:
        """Start the process if there is none. Returns at once: its imports overlap with other work."""
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        settings = {**self._settings, "path": [entry for entry in sys.path if entry]}
        self._process = subprocess.Popen(
            # -P: a module in the working directory must not stand in for one of ours.
            [sys.executable, "-P", "-c", _CHILD, json.dumps(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,  # out of reach of the terminal's Ctrl-C, which is the parent's to handle
        )
        self._is_ready = False

    def ask(self, item: object) -> Any:
        """What the function makes of `item`; what it raises of our own errors is raised here.

        Raises TimeoutError where it takes too long, EOFError where the child died, MemoryError where it needs
        more than it may have, ChildFailedError where it failed otherwise; the next item then gets a new child
        where need be. Raises RuntimeError where no child can be started.
        """
        try:
            kind, answer = self._exchange(item)
        except OSError as error:
            self.close()
            raise error if isinstance(error, TimeoutError) else EOFError() from None
        except BaseException:  # Ctrl-C above all: the child's answer must not be taken for the next item's
            self.close()
            raise
        if kind == "error":
            raise answer
        if kind == "memory":
            self.close()  # what is left of its heap is in no state to go on with
            raise MemoryError
        if kind == "failed":
            raise ChildFailedError(answer)
        return answer

    def close(self) -> None:
        """End the process, if there is one. A later item starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def __enter__(self) -> "Child":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _exchange(self, item: object) -> tuple[str, Any]:
        self.start()
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        if not self._is_ready:
            try:
                self._is_ready = _receive(process.stdout.fileno(), time.monotonic() + _START_TIMEOUT_S) == _READY
            except (EOFError, OSError):
                # Not the item's fault: every one would meet the same.
                function = self._settings["function"]
                raise RuntimeError(
                    f"the process for {function} does not start; try {sys.executable} -c 'import onrecord.pipeline'"
                ) from None
        deadline = None if self._timeout_s is None else time.monotonic() + self._timeout_s
        _send(process.stdin.fileno(), pickle.dumps(item), deadline)
        kind, answer = pickle.loads(_receive(process.stdout.fileno(), deadline))
        return kind, answer


def _send(pipe: int, data: bytes, deadline: float | None) -> None:
    os.set_blocking(pipe, False)
    rest = memoryview(_LENGTH.pack(len(data)) + data)
    while rest:
        _wait_for(pipe, select.POLLOUT, deadline)
        with contextlib.suppress(BlockingIOError):
            rest = rest[os.write(pipe, rest) :]


def _receive(pipe: int, deadline: float | None) -> bytes:
    (length,) = _LENGTH.unpack(_read(pipe, _LENGTH.size, deadline))
    return _read(pipe, length, deadline)


def _read(pipe: int, length: int, deadline: float | None) -> bytes:
    data = bytearray()
    while len(data) < length:
        _wait_for(pipe, select.POLLIN, deadline)
        piece = os.read(pipe, length - len(data))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


def _wait_for(pipe: int, event: int, deadline: float | None) -> None:
    poll = select.poll()
    poll.register(pipe, event)
    if not poll.poll(None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000):
        raise TimeoutError


def serve() -> None:
    """The child's whole life: limits, imports, then item after item until its input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _die_with_parent()
    settings = json.loads(sys.argv[1])
    _limit_memory(settings["max_memory"])
    # The answers' pipe is ours alone: what a library prints goes nowhere.
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    module, _, name = settings["function"].partition(":")
    function = getattr(importlib.import_module(module), name)
    _answer(sink, _READY)
    while len(prefix := source.read(_LENGTH.size)) == _LENGTH.size:
        item = pickle.loads(source.read(_LENGTH.unpack(prefix)[0]))
        if settings["timeout_s"] is not None:
            # Should the parent be gone meanwhile, nobody else ends an item that hangs.
            signal.alarm(int(settings["timeout_s"]) + 5)
        try:
            answer: tuple[str, object] = ("answer", function(item))
        except OnRecordError as error:
            answer = ("error", error)
        except MemoryError:
            answer = ("memory", None)
        except Exception as error:
            answer = ("failed", type(error).__name__)
        signal.alarm(0)
        _answer(sink, pickle.dumps(answer))


def _answer(sink: BinaryIO, data: bytes) -> None:
    sink.write(_LENGTH.pack(len(data)) + data)
    sink.flush()


def _die_with_parent() -> None:
    """Be killed when the parent is (Linux): in the middle of an item nothing else would tell us."""
    import ctypes

    set_death_signal = 1  # PR_SET_PDEATHSIG, prctl(2)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)


def _limit_memory(max_bytes: int | None) -> None:
    import resource

    for limit, wanted in ((resource.RLIMIT_AS, max_bytes), (resource.RLIMIT_CORE, 0)):
        if wanted is None:
            continue
        _, most = resource.getrlimit(limit)
        wanted = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        with contextlib.suppress(ValueError, OSError):  # some systems do not let address space be limited
            resource.setrlimit(limit, (wanted, most))
