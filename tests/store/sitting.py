"""A person at a terminal, for tests of commands that ask."""

import os
import pty
import select
import subprocess
import sys
import time

from onrecord.store.store import Store

_TAKE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C is a signal
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


class Sitting:
    """Somebody at a pseudo-terminal. Waits for what is shown, never for a time; ends after three minutes."""

    def __init__(self, *arguments: str) -> None:
        self.outer, inner = pty.openpty()
        command = [sys.executable, "-c", _TAKE_TERMINAL, "-m", "onrecord", *arguments]
        self.process = subprocess.Popen(
            command, stdin=inner, stdout=inner, stderr=inner, start_new_session=True, env={**os.environ, "TERM": "dumb"}
        )
        os.close(inner)
        self.until = time.monotonic() + 180
        self.shown = ""

    def type(self, keys: str) -> None:
        os.write(self.outer, keys.encode())

    def wait_for(self, words: str, times: int = 1) -> None:
        while self.shown.count(words) < times:
            assert self._read(), f"it ended without {words!r}: {self.shown}"

    def leave(self) -> int:
        while self._read():
            pass
        code = self.process.wait(60)
        os.close(self.outer)
        return code

    def _read(self) -> bool:
        if not select.select([self.outer], [], [], max(0, self.until - time.monotonic()))[0]:
            self.process.kill()
            raise AssertionError(f"nothing came of it in time: {self.shown}")
        try:
            read = os.read(self.outer, 4096)
        except OSError:  # the other side is closed
            return False
        self.shown += read.decode("utf-8", "replace")
        return bool(read)


def find_address(store: Store) -> str:
    """Of a record that is open, as the command line takes it."""
    return store.address.replace("postgresql+psycopg://", "postgresql://")
