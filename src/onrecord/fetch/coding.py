"""Compressed and chunked bodies of HTTP -> what was sent, in pieces of bounded size."""

import re
import zlib
from collections.abc import Iterable, Iterator

_PIECE_BYTES = 65_536


class CodingError(Exception):
    """The compressed form is damaged or breaks off; the message says which, after "its compressed form"."""


def inflate(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Unpack `gzip`, `x-gzip` or `deflate`. What follows the end of the stream is passed over, as browsers do.

    Raises CodingError.
    """
    stream = None
    try:
        for chunk in chunks:
            if stream is None:
                stream = zlib.decompressobj(_window_bits(encoding, chunk))
            while chunk and not stream.eof:
                yield stream.decompress(chunk, _PIECE_BYTES)
                chunk = stream.unconsumed_tail
        if stream is not None:
            yield stream.flush()
    except zlib.error as error:
        raise CodingError("is damaged") from error
    if stream is not None and not stream.eof:
        raise CodingError("breaks off")


def _window_bits(encoding: str, start: bytes) -> int:
    if encoding != "deflate":
        return 16 + zlib.MAX_WBITS
    # `deflate` means zlib's format, yet some servers send the stream without its two-byte head (RFC 1950, 2.2).
    has_head = len(start) > 1 and start[0] & 15 == 8 and int.from_bytes(start[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if has_head else -zlib.MAX_WBITS


# What archives hold may have been sent in more forms than we ask for.

_CHUNK = re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\r\n]*\r?\n")
_MAX_CODINGS = 3


def decode_body(body: bytes, content_encoding: str, transfer_encoding: str, limit: int) -> bytes:
    """A whole body in the form in which its server had it: gzip, deflate, br and zstd, several too, and chunks.

    The first `limit` + 1 bytes of it. Raises CodingError, also for a coding that nobody knows.
    """
    if "chunked" in transfer_encoding.lower():
        body = b"".join(_join_chunks(body))
    codings = [each for each in re.split(r"[\s,]+", content_encoding.lower()) if each not in ("", "identity")]
    if len(codings) > _MAX_CODINGS:
        raise CodingError("is several times another")
    for coding in reversed(codings):
        taken = bytearray()
        for piece in _unpack(body, coding):
            taken += piece
            if len(taken) > limit:
                break
        body = bytes(taken[: limit + 1])
    return body


def _join_chunks(body: bytes) -> Iterator[bytes]:
    """The chunks of a body (RFC 9112, 7.1)."""
    at = 0
    while match := _CHUNK.match(body, at):
        size = int(match[1], 16)
        if size == 0:
            return
        at = match.end() + size
        if at > len(body):
            break
        yield body[match.end() : at]
    raise CodingError("breaks off")


def _unpack(body: bytes, coding: str) -> Iterator[bytes]:
    match coding:
        case "gzip" | "x-gzip" | "deflate":
            return inflate([body], coding)
        case "br":
            return _unpack_brotli(body)
        case "zstd":
            return _unpack_zstd(body)
    raise CodingError(f"is unknown ({''.join(c for c in coding[:20] if c.isprintable())})")


def _unpack_brotli(body: bytes) -> Iterator[bytes]:
    import brotli

    stream = brotli.Decompressor()
    try:
        yield stream.process(body, output_buffer_limit=_PIECE_BYTES)
        while not stream.is_finished():
            piece = stream.process(b"", output_buffer_limit=_PIECE_BYTES)
            if not piece and stream.can_accept_more_data():
                raise CodingError("breaks off")
            yield piece
    except brotli.error as error:
        raise CodingError("is damaged") from error


def _unpack_zstd(body: bytes) -> Iterator[bytes]:
    from backports.zstd import ZstdDecompressor, ZstdError

    stream = ZstdDecompressor()
    try:
        yield stream.decompress(body, _PIECE_BYTES)
        while not stream.eof:
            if stream.needs_input:
                raise CodingError("breaks off")
            yield stream.decompress(b"", _PIECE_BYTES)
    except ZstdError as error:
        raise CodingError("is damaged") from error
