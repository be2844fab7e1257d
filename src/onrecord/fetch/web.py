"""Address -> Page, or whatever else is there: asked for politely, and only from the public internet.

Every hop of a redirect is checked as the first address is: scheme, port, host (see `guard`), robots.txt.
"""

import re
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from importlib.metadata import version
from typing import TYPE_CHECKING

from onrecord.errors import FetchError
from onrecord.fetch.coding import CodingError, inflate
from onrecord.fetch.robots import Rule, is_allowed, parse_robots
from onrecord.fetch.sniff import FEED, HEAD_BYTES, is_feed, is_html, is_pdf, is_warc, name_binary
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
_next_turn: dict[str, float] = {}
_ONE_PAGE = "+reads one article at a user's request"
_PAGES = "text/html,application/xhtml+xml,text/plain;q=0.9,application/pdf;q=0.9,*/*;q=0.1"
_KINDS: dict[str, PageKind | None] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/octet-stream": None,  # these say nothing: the bytes are looked at
    "": None,
}
_XML = re.compile(r"(?:application|text)/(?:[\w.]+\+)?xml")  # a page never; a feed, often
_ARCHIVES = ("application/warc", "application/gzip", "application/x-gzip")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered with status 200, decompressed but not decoded, or 304 where that was asked for."""

    url: str
    """The address that answered, after redirects."""
    data: bytes
    content_type: str
    etag: str | None
    modified: str | None
    """Last-Modified, as the server wrote it."""
    unchanged: bool = False
    """304: nothing has changed since the answer that the request named."""

    @property
    def essence(self) -> str:
        """The type without its parameters."""
        return self.content_type.partition(";")[0].strip().lower()


_robots: dict[str, tuple[float, tuple[Rule, ...]]] = {}  # by origin: when read, on the monotonic clock; rules


def _take_any(name: str, essence: str) -> None:
    """Every type is welcome."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for at an address."""

    purpose: str
    """For the User-Agent, so that the server's owner knows."""
    headers: tuple[tuple[str, str], ...] = ()
    check_type: Callable[[str, str], None] = _take_any
    """Called with the address and the essence of the answer's type before its body is read; may raise FetchError."""
    too_long: str = "save only the article and give the file"
    """What to do where the answer is."""


@dataclass(frozen=True, slots=True)
class _Visit:
    """One call of `fetch`: the address as given, and what every hop of it shares."""

    name: str
    limits: Limits
    request: Request
    dialler: "Dialler"
    pool: "httpcore2.ConnectionPool"

    def refuse(self, reason: str) -> FetchError:
        return FetchError(self.name, reason)


def fetch_page(address: str, limits: Limits = DEFAULT_LIMITS) -> Page:
    """The page at an http or https address, decompressed but not decoded.

    Raises:
        FetchError: it is not there, is not text, HTML or PDF, costs more than the limits, or may not be fetched.
    """
    answer = fetch(address, Request(_ONE_PAGE, (("Accept", _PAGES),), _check_type), limits)
    if not answer.data.strip():
        raise FetchError(address, "the server's answer is empty; check the address")
    kind = _find_kind(address, answer)
    return Page(address, answer.data, kind, answer.url, find_charset(answer.content_type), datetime.now(UTC))


def find_charset(content_type: str) -> str | None:
    """The encoding that a Content-Type names."""
    found = re.search(r"""charset\s*=\s*["']?([\w.:+-]+)""", content_type, re.ASCII | re.IGNORECASE)
    return found[1] if found else None


def find_kind(essence: str, head: bytes) -> PageKind | None:
    """What kind of page its type and its beginning make it, None where it is no page; a PDF has many types."""
    if essence not in _KINDS or is_feed(head) or is_warc(head):
        return None
    if is_pdf(head):
        return "pdf"
    if kind := _KINDS[essence]:
        return kind
    return None if name_binary(head) else "html" if is_html(head) else "text"


def _check_type(name: str, essence: str) -> None:
    if essence in _ARCHIVES:
        raise FetchError(name, f"is {essence}, an archive; download it and give the file")
    if essence not in _KINDS and not _XML.fullmatch(essence):
        raise FetchError(name, f"is {_shown(essence)}, not HTML, PDF or text; convert it to text first")


def _find_kind(address: str, answer: Answer) -> PageKind:
    head = answer.data[:HEAD_BYTES]
    if kind := find_kind(answer.essence, head):
        return kind
    if is_feed(head):
        raise FetchError(address, f"is {FEED}")
    if is_warc(head):
        raise FetchError(address, "is a web archive; download it and give the file")
    if answer.essence not in _KINDS:
        raise FetchError(address, f"is {answer.essence}, not HTML, PDF or text; convert it to text first")
    raise FetchError(address, f"is {name_binary(head)}")


def fetch(address: str, request: Request, limits: Limits = DEFAULT_LIMITS) -> Answer:
    """What is at an http or https address, after its robots.txt, at the pace and within the limits.

    Raises:
        FetchError: it is not there, costs more than the limits, or may not be fetched.
    """
    import httpcore2  # only where an address is fetched, and so is what dials with it

    from onrecord.fetch.dial import Dialler

    site = re.search(r"//([^/?#]*)", address)
    take_turn(site[1].lower() if site else "", limits.pace_s)
    dialler = Dialler(address, time.monotonic() + limits.timeout_s, limits.connect_s)
    try:
        with httpcore2.ConnectionPool(ssl_context=_make_ssl_context(), network_backend=dialler) as pool:
            return _fetch(_Visit(address, limits, request, dialler, pool))
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


def _fetch(visit: _Visit) -> Answer:
    asked = [(key.encode("ascii"), value.encode("latin-1", "replace")) for key, value in visit.request.headers]
    is_conditional = any(key.startswith("If-") for key, _ in visit.request.headers)
    with _open(visit, _parse(visit, visit.name.strip()), _ask_robots, asked) as (url, response):
        known = {key: _header(response, key.encode()) for key in ("content-type", "etag", "last-modified")}
        kept = (known["content-type"], known["etag"] or None, known["last-modified"] or None)
        if response.status == 304 and is_conditional:
            return Answer(str(url), b"", *kept, unchanged=True)
        if response.status != 200:
            raise visit.refuse(f"the server answered {_name_status(response.status)}")
        answer = Answer(str(url), b"", *kept)
        visit.request.check_type(visit.name, answer.essence)
        limit = visit.limits.max_decompressed_bytes
        data = _take(_read(visit, response), limit + 1)
    if len(data) > limit:
        raise visit.refuse(f"unpacks to more than {limit:,} bytes; {visit.request.too_long}")
    return replace(answer, data=data)


@contextmanager
def _open(
    visit: _Visit,
    url: "httpx2.URL",
    permit: Callable[[_Visit, "httpx2.URL"], None] | None = None,
    asked: Sequence[tuple[bytes, bytes]] = (),
) -> Iterator[tuple["httpx2.URL", "httpcore2.Response"]]:
    """The answer at the end of the redirects, its body not read yet, and the address that gave it."""
    for _ in range(visit.limits.max_redirects + 1):
        _check(visit, url)
        if permit:
            permit(visit, url)
        with visit.pool.stream("GET", _to_core(url), headers=[*_headers(visit, url), *asked]) as response:
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
    too_long = visit.refuse(f"is longer than {limit:,} bytes; {visit.request.too_long}")
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
    try:
        yield from inflate(chunks, encoding)
    except CodingError as error:
        raise visit.refuse(f"its compressed form {error}; {_SAVE_IT}") from error


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


def _headers(visit: _Visit, url: "httpx2.URL") -> list[tuple[bytes, bytes]]:
    agent = f"OnRecord/{version('onrecord')} ({visit.request.purpose})"
    return [
        (b"Host", url.netloc),
        (b"User-Agent", agent.encode("ascii")),
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
