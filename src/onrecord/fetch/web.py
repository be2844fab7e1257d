"""Address -> Page: one page, asked for politely, and only from the public internet.

Every hop of a redirect is checked as the first address is: scheme, port, host (see `guard`), robots.txt.
"""

import re
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from importlib.metadata import version
from typing import TYPE_CHECKING

from onrecord.errors import FetchError
from onrecord.fetch.robots import Rule, is_allowed, parse_robots
from onrecord.fetch.sniff import HEAD_BYTES, is_html, name_binary
from onrecord.types import Page, PageKind

if TYPE_CHECKING:
    import httpcore2
    import httpx2

    from onrecord.fetch.dial import Dialler


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may cost. Sizes in bytes, times in seconds."""

    timeout_s: float = 30.0
    """For everything together: names, robots.txt, redirects, the page."""
    connect_s: float = 10.0
    """For one of a host's addresses, before the next is tried."""
    pace_s: float = 1.0
    """Between two pages of one site."""
    max_redirects: int = 5
    max_bytes: int = 20_000_000
    """Of one answer, as it comes over the wire."""
    max_decompressed_bytes: int = 20_000_000
    max_robots_bytes: int = 500_000
    """What comes after is not read; RFC 9309 asks for 500 KiB at least."""


DEFAULT_LIMITS = Limits()

_SAVE_IT = "save the page in a browser and give the file"
_ROBOTS_LAST_S = 24 * 60 * 60.0  # RFC 9309, 2.4
_PIECE_BYTES = 65_536
_next_turn: dict[str, float] = {}
_KINDS: dict[str, PageKind | None] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "application/octet-stream": None,  # these two say nothing: the bytes are looked at
    "": None,
}

_robots: dict[str, tuple[float, tuple[Rule, ...]]] = {}  # by origin: when read, on the monotonic clock; rules


@dataclass(frozen=True, slots=True)
class _Visit:
    """One call of `fetch_page`: the address as given, and what every request of it shares."""

    name: str
    limits: Limits
    dialler: "Dialler"
    pool: "httpcore2.ConnectionPool"

    def refuse(self, reason: str) -> FetchError:
        return FetchError(self.name, reason)


def fetch_page(address: str, limits: Limits = DEFAULT_LIMITS) -> Page:
    """The page at an http or https address, decompressed but not decoded.

    Raises:
        FetchError: it is not there, is not text or HTML, costs more than the limits, or may not be fetched.
    """
    import httpcore2  # only where an address is fetched, and so is what dials with it

    from onrecord.fetch.dial import Dialler

    site = re.search(r"//([^/?#]*)", address)
    take_turn(site[1].lower() if site else "", limits.pace_s)
    dialler = Dialler(address, time.monotonic() + limits.timeout_s, limits.connect_s)
    try:
        with httpcore2.ConnectionPool(ssl_context=_make_ssl_context(), network_backend=dialler) as pool:
            return _fetch(_Visit(address, limits, dialler, pool))
    except httpcore2.TimeoutException as error:
        raise FetchError(address, "the server did not answer in full in time; try again later") from error
    except httpcore2.NetworkError as error:
        raise FetchError(address, _explain(error)) from error
    except httpcore2.ProtocolError as error:
        raise FetchError(address, "the server's answer broke off, or is not HTTP; try again later") from error


def take_turn(site: str, pace_s: float) -> None:
    """Wait until the last page of the site is long enough ago. The time limit of a page begins after it."""
    now = time.monotonic()
    turn = max(now, _next_turn.get(site, now))
    _next_turn[site] = turn + pace_s
    if turn > now:
        time.sleep(turn - now)


def _fetch(visit: _Visit) -> Page:
    with _open(visit, _parse(visit, visit.name.strip()), _ask_robots) as (url, response):
        if response.status != 200:
            raise visit.refuse(f"the server answered {_name_status(response.status)}")
        content_type = _header(response, b"content-type")
        essence = content_type.partition(";")[0].strip().lower()
        if essence not in _KINDS:
            raise visit.refuse(f"is {_shown(essence)}, not HTML or text; convert it to text first")
        limit = visit.limits.max_decompressed_bytes
        data = _take(_read(visit, response), limit + 1)
    if len(data) > limit:
        raise visit.refuse(f"unpacks to more than {limit:,} bytes; save only the article and give the file")
    if not data.strip():
        raise visit.refuse("the server's answer is empty; check the address")
    kind = _KINDS[essence]
    if kind is None:
        if binary := name_binary(data[:HEAD_BYTES]):
            raise visit.refuse(f"is {binary}")
        kind = "html" if is_html(data[:HEAD_BYTES]) else "text"
    charset = re.search(r"""charset\s*=\s*["']?([\w.:+-]+)""", content_type, re.ASCII | re.IGNORECASE)
    return Page(visit.name, data, kind, str(url), charset[1] if charset else None, datetime.now(UTC))


@contextmanager
def _open(
    visit: _Visit, url: "httpx2.URL", permit: Callable[[_Visit, "httpx2.URL"], None] | None = None
) -> Iterator[tuple["httpx2.URL", "httpcore2.Response"]]:
    """The answer at the end of the redirects, its body not read yet, and the address that gave it."""
    for _ in range(visit.limits.max_redirects + 1):
        _check(visit, url)
        if permit:
            permit(visit, url)
        with visit.pool.stream("GET", _to_core(url), headers=_headers(url)) as response:
            location = _header(response, b"location")
            if response.status not in (301, 302, 303, 307, 308) or not location:
                yield url, response
                return
        url = _parse(visit, location, url)
    raise visit.refuse(f"redirects more than {visit.limits.max_redirects} times; {_SAVE_IT}")


def _parse(visit: _Visit, address: str, base: "httpx2.URL | None" = None) -> "httpx2.URL":
    import httpx2

    try:
        url = base.join(address) if base else httpx2.URL(address)
        url = url.copy_with(fragment=None)
        if url.raw_host.endswith(b"."):  # the same host, but no certificate has it so
            url = url.copy_with(host=url.raw_host.decode("ascii").removesuffix("."))
    except (httpx2.InvalidURL, ValueError) as error:
        what = "redirects to what is not an address" if base else "is not an address"
        raise visit.refuse(f"{what}; check it in a browser") from error
    return url


def _check(visit: _Visit, url: "httpx2.URL") -> None:
    if url.scheme not in ("http", "https"):
        raise visit.refuse(f"leads to {_shown(str(url))}; only http and https are read")
    if not url.raw_host:
        raise visit.refuse("has no host; check the address")
    if url.userinfo:
        raise visit.refuse("has a user name or password in it; take it out of the address")
    visit.dialler.admit(url.raw_host.decode("ascii"), url.port or (443 if url.scheme == "https" else 80))


def _ask_robots(visit: _Visit, url: "httpx2.URL") -> None:
    origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
    known = _robots.get(origin)
    if known is None or time.monotonic() - known[0] > _ROBOTS_LAST_S:
        try:
            known = time.monotonic(), _read_robots(visit, url.join("/robots.txt"))
        except FetchError as error:
            raise visit.refuse(f"the site's robots.txt: {error.reason}") from error
        _robots[origin] = known
    if not is_allowed(known[1], url.raw_path.decode("ascii")):
        raise visit.refuse(f"the site's robots.txt asks programs not to read it; {_SAVE_IT}")


def _read_robots(visit: _Visit, url: "httpx2.URL") -> tuple[Rule, ...]:
    """The rules: none where the site says it has none, an error where it cannot say (RFC 9309, 2.3.1)."""
    with _open(visit, url) as (_, response):
        if 400 <= response.status < 500:
            return ()
        if not 200 <= response.status < 300:
            raise visit.refuse(f"the server answered {_name_status(response.status)}")
        body = _take(_read(visit, response), visit.limits.max_robots_bytes)
    if len(body) == visit.limits.max_robots_bytes:
        body = body[: body.rfind(b"\n") + 1]  # half a path would forbid too much
    return parse_robots(body)


def _read(visit: _Visit, response: "httpcore2.Response") -> Iterator[bytes]:
    """The body in pieces, decompressed, within the limit for the wire."""
    limit = visit.limits.max_bytes
    too_long = visit.refuse(f"is longer than {limit:,} bytes; save only the article and give the file")
    length = _header(response, b"content-length")
    if length.isdigit() and int(length) > limit:
        raise too_long

    def receive() -> Iterator[bytes]:
        received = 0
        for chunk in response.iter_stream():
            received += len(chunk)
            if received > limit:
                raise too_long
            yield chunk

    encoding = _header(response, b"content-encoding").strip().lower()
    if encoding in ("", "identity"):
        return receive()
    if encoding in ("gzip", "x-gzip", "deflate"):
        return _inflate(visit, receive(), encoding)
    raise visit.refuse(f"is compressed as {_shown(encoding)}, which was not asked for; {_SAVE_IT}")


def _inflate(visit: _Visit, chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Decompressed pieces of bounded size. What follows the end of the stream is passed over, as browsers do."""
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
        raise visit.refuse(f"its compressed form is damaged; {_SAVE_IT}") from error
    if stream is not None and not stream.eof:
        raise visit.refuse("its compressed form breaks off; try again later")


def _window_bits(encoding: str, start: bytes) -> int:
    if encoding != "deflate":
        return 16 + zlib.MAX_WBITS
    # `deflate` means zlib's format, yet some servers send the stream without its two-byte head (RFC 1950, 2.2).
    has_head = len(start) > 1 and start[0] & 15 == 8 and int.from_bytes(start[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if has_head else -zlib.MAX_WBITS


def _take(pieces: Iterable[bytes], limit: int) -> bytes:
    """The first `limit` bytes."""
    taken = bytearray()
    for piece in pieces:
        taken += piece
        if len(taken) >= limit:
            break
    return bytes(taken[:limit])


def _to_core(url: "httpx2.URL") -> "httpcore2.URL":
    import httpcore2

    return httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


def _headers(url: "httpx2.URL") -> list[tuple[bytes, bytes]]:
    agent = f"OnRecord/{version('onrecord')} (+reads one article at a user's request)"
    return [
        (b"Host", url.netloc),
        (b"User-Agent", agent.encode("ascii")),
        (b"Accept", b"text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1"),
        (b"Accept-Encoding", b"gzip, deflate"),
    ]


def _header(response: "httpcore2.Response", name: bytes) -> str:
    """The first header of a (lower-case) name, or an empty string."""
    return next((value.decode("utf-8", "replace") for key, value in response.headers if key.lower() == name), "")


def _name_status(status: int) -> str:
    known = next((f" {s.phrase}" for s in HTTPStatus if s == status), "")
    if status in (401, 402, 403, 451):
        mend = _SAVE_IT
    else:
        mend = "try again later" if status == 429 or status >= 500 else "check the address"
    return f"{status}{known}; {mend}"


def _explain(error: Exception) -> str:
    cause = error.__context__  # httpcore2 cuts __cause__ off
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({_shown(cause.verify_message)}); check the address"
    if isinstance(cause, ConnectionRefusedError):
        return "the server refused the connection; check the address, or try again later"
    return "the connection failed; check the address, or try again later"


def _shown(text: str) -> str:
    """A stranger's words, fit for a line of ours."""
    return "".join(c if c.isprintable() else "?" for c in text[:100])


@cache
def _make_ssl_context() -> ssl.SSLContext:
    import httpx2

    return httpx2.create_ssl_context(trust_env=False)
