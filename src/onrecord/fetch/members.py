"""A stream that may be compressed in many members one behind the other, as web archives are -> its members.

Where one is damaged the next is looked for, so damage costs what it hit and no more. Nothing is read twice from the
stream, and what is held of it is bounded.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from onrecord.fetch.sniff import GZIP_MARK

if TYPE_CHECKING:
    from backports.zstd import ZstdDict

ZSTD_MARK = b"\x28\xb5\x2f\xfd"
DICTIONARY_MARK = b"\x5d\x2a\x4d\x18"
"""Of the frame that may hold a dictionary for all that follow (IIPC, WARC-Zstandard 1.0)."""
_PASSED_OVER = b"\x2a\x4d\x18"  # after a byte from 0x50 to 0x5f: a frame to be passed over (RFC 8878, 3.1.2)
_MAX_DICTIONARY_BYTES = 10_000_000
_PIECE_BYTES = 65_536
_KEPT_BYTES = 1_000_000
"""Of a member's compressed form: where it proves damaged, the next is looked for in them, too."""


class DamagedError(Exception):
    """What is compressed is damaged or breaks off; the message says which."""


class Source:
    """Bytes that can be looked at before they are taken, and put back."""

    def __init__(self, read: Callable[[int], bytes], ahead: bytes = b"") -> None:
        """`ahead` is what has been read already."""
        self.at = 0
        """How many have been taken."""
        self._read = read
        self._ahead = bytearray(ahead)

    def peek(self, size: int) -> bytes:
        """The next bytes; fewer than `size` only at the end."""
        while len(self._ahead) < size and (piece := self._read(_PIECE_BYTES)):
            self._ahead += piece
        return bytes(self._ahead[:size])

    def take(self, size: int) -> bytes:
        """The next bytes, which are gone then; fewer than `size` only at the end."""
        taken = self.peek(size)
        del self._ahead[: len(taken)]
        self.at += len(taken)
        return taken

    def put_back(self, taken: bytes) -> None:
        """Undo a taking."""
        self._ahead[:0] = taken
        self.at -= len(taken)

    def seek(self, pattern: re.Pattern[bytes], longest: int) -> bool:
        """Drop all before the next match, which is `longest` bytes at most; where there is none, drop everything."""
        while True:
            head = self.peek(_PIECE_BYTES)
            if match := pattern.search(head):
                self.take(match.start())
                return True
            if len(head) < _PIECE_BYTES:
                self.take(len(head))
                return False
            self.take(len(head) - longest)


@dataclass(frozen=True, slots=True)
class Member:
    """What one member holds. Its source raises DamagedError."""

    offset: int
    """Of its first byte in the stream."""
    source: Source
    is_packed: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Bytes of the stream that are no member of it."""

    start: int
    end: int


class _Stream(Protocol):
    """One compressed stream, as the standard library's decompressors since bz2 are."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gzip:
    """zlib's decompressor in the form of the others."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)

    @property
    def eof(self) -> bool:
        return self._stream.eof

    @property
    def needs_input(self) -> bool:
        return not self._stream.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._stream.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._stream.decompress(self._stream.unconsumed_tail + data, max_length)


def read_members(raw: Source, start: bytes) -> Iterator[Member | Gap]:
    """The members in their order; a stream that is not compressed is one. A member must be read before the next.

    `start` is what every member holds at its beginning.
    """
    head = raw.peek(4)
    if head.startswith(GZIP_MARK):
        yield from _read_packed(raw, GZIP_MARK, start, _Gzip, (zlib.error,))
    elif head == ZSTD_MARK or _is_passed_over(head):
        from backports.zstd import ZstdDecompressor, ZstdError

        dictionary = _read_dictionary(raw)
        yield from _read_packed(raw, ZSTD_MARK, start, lambda: ZstdDecompressor(dictionary), (ZstdError,))
    else:
        yield Member(0, raw, is_packed=False)


class _Member:
    """A member as it is unpacked, and what of its compressed form is kept until it proves whole."""

    def __init__(self, raw: Source, stream: _Stream, errors: tuple[type[Exception], ...]) -> None:
        self._raw = raw
        self._stream = stream
        self._errors = errors
        self._kept = bytearray()
        self.is_damaged = False

    def read(self, size: int) -> bytes:
        while not self._stream.eof:
            piece = self._raw.take(_PIECE_BYTES) if self._stream.needs_input else b""
            self._kept += piece
            del self._kept[: max(0, len(self._kept) - _KEPT_BYTES)]
            try:
                found = self._stream.decompress(piece, size)
            except self._errors as error:
                raise self._fail("its compressed form is damaged") from error
            if self._stream.eof:
                self._raw.put_back(self._stream.unused_data)
            if found:
                return found
            if not piece and self._stream.needs_input:
                raise self._fail("its compressed form breaks off")
        return b""

    def _fail(self, reason: str) -> DamagedError:
        self.is_damaged = True
        self._raw.put_back(bytes(self._kept))
        return DamagedError(reason)


def _read_packed(
    raw: Source, mark: bytes, start: bytes, make: Callable[[], _Stream], errors: tuple[type[Exception], ...]
) -> Iterator[Member | Gap]:
    def begins(head: bytes) -> bool:
        try:
            return make().decompress(head, len(start)) == start
        except errors:
            return False

    is_damaged = False
    while raw.peek(1):
        before = raw.at
        found = _find_member(raw, mark, begins)
        if raw.at > before and not is_damaged:
            yield Gap(before, raw.at)
        if not found:
            return
        offset = raw.at
        member = _Member(raw, make(), errors)
        yield Member(offset, Source(member.read), is_packed=True)
        with suppress(DamagedError):
            while not member.is_damaged and member.read(_PIECE_BYTES):
                pass
        is_damaged = member.is_damaged
        if raw.at <= offset:  # all of it was put back, and its mark must not be found again
            raw.take(offset + 1 - raw.at)


def _find_member(raw: Source, mark: bytes, begins: Callable[[bytes], bool]) -> bool:
    """Drop all before the next member."""
    pattern = re.compile(re.escape(mark))
    while raw.seek(pattern, len(mark) - 1):
        if begins(raw.peek(_PIECE_BYTES)):
            return True
        raw.take(1)
    return False


def _is_passed_over(head: bytes) -> bool:
    return len(head) == 4 and 0x50 <= head[0] <= 0x5F and head[1:] == _PASSED_OVER


def _read_dictionary(raw: Source) -> "ZstdDict | None":
    """The dictionary of a stream, from the frame at its beginning, where there is one; it may be compressed itself."""
    from backports.zstd import ZstdDecompressor, ZstdDict, ZstdError

    if raw.peek(4) != DICTIONARY_MARK:
        return None
    head = raw.peek(8 + _MAX_DICTIONARY_BYTES)
    size = int.from_bytes(head[4:8], "little")
    data = head[8 : 8 + size]
    try:
        if data.startswith(ZSTD_MARK):
            data = ZstdDecompressor().decompress(data, _MAX_DICTIONARY_BYTES)
        dictionary = ZstdDict(data)
    except (ZstdError, ValueError):
        return None
    raw.take(8 + size)
    return dictionary
