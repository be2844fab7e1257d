"""A person at a terminal: single keys, and lines."""

import os
import select
import sys
from types import TracebackType
from typing import Protocol, Self

from onrecord.errors import OnRecordError

_ESCAPE_S = 0.05
"""The rest of an arrow key's sequence comes at once."""


class NoTerminalError(OnRecordError):
    """Keys are asked for where nobody sits at a terminal."""


class Keys(Protocol):
    """Where answers come from. Both raise EOFError for Ctrl-D and KeyboardInterrupt for Ctrl-C."""

    def read_key(self) -> str:
        """The next key, as its character; of a key that has none, nothing."""

    def read_line(self, prompt: str) -> str:
        """The next line, without its end."""


class Terminal:
    """The keys of the terminal. Use it in a `with`, which leaves the terminal as it was.

    Keys typed ahead count: the terminal's queue is never flushed (as `click.getchar` does). Raises NoTerminalError.
    """

    def __init__(self) -> None:
        if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
            raise NoTerminalError("this asks for keys and needs a terminal; in a script use onrecord.open in Python")
        import contextlib

        with contextlib.suppress(ImportError):
            import readline  # noqa: F401  # lines can then be edited, and earlier ones called back
        self._fd = sys.stdin.fileno()

    def __enter__(self) -> Self:
        import termios

        self._as_it_was = termios.tcgetattr(self._fd)
        self._take_keys()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._restore()

    def read_key(self) -> str:
        sys.stdout.flush()
        self._take_keys()
        read = self._read_byte()
        if read == b"\x04":
            raise EOFError
        if read == b"\x1b":
            self._pass_over_sequence()
            return ""
        while read[0] >= 0x80 and len(read) < 4:
            try:
                return read.decode()
            except UnicodeDecodeError:
                read += self._read_byte()
        return read.decode("utf-8", "replace")

    def read_line(self, prompt: str) -> str:
        self._restore()
        sys.stdout.flush()
        return input(prompt)

    def _read_byte(self) -> bytes:
        read = os.read(self._fd, 1)
        if not read:
            raise EOFError
        return read

    def _pass_over_sequence(self) -> None:
        """The rest of what an arrow or function key sends, in which a letter is no key."""
        first = True
        while select.select([self._fd], [], [], _ESCAPE_S)[0]:
            read = self._read_byte()
            if b"@" <= read <= b"~" and not (first and read in (b"[", b"O")):
                return
            first = False

    def _take_keys(self) -> None:
        import termios
        import tty

        tty.setcbreak(self._fd, termios.TCSADRAIN)

    def _restore(self) -> None:
        import termios

        termios.tcsetattr(self._fd, termios.TCSADRAIN, self._as_it_was)
