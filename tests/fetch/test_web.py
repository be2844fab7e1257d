"""Fetching a page: what comes back, what is no page, what a page may cost."""

import gzip
import socket
import subprocess
import sys
import time
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import UTC, timedelta

import pytest
from servers import PAGE, Handler, Site, answer, drip, raw, redirect, why

from onrecord.fetch import dial, web
from onrecord.fetch.web import Limits, fetch_page, take_turn

QUICK = Limits(timeout_s=0.5)


# What comes back


def test_page(site: Site) -> None:
    """A page comes back as bytes, with its kind, its address, its charset and the time."""
    site.pages["/a"] = answer(PAGE, content_type='text/html; charset="ISO-8859-1"')
    page = fetch_page(f"{site.root}/a#top")
    assert (page.name, page.data, page.kind) == (f"{site.root}/a#top", PAGE, "html")
    assert (page.url, page.charset) == (f"{site.root}/a", "ISO-8859-1")
    assert page.retrieved is not None
    assert page.retrieved.utcoffset() == timedelta(0)
    assert page.retrieved.tzinfo is UTC


@pytest.mark.parametrize(
    ("content_type", "body", "kind"),
    [
        ("application/xhtml+xml", PAGE, "html"),
        ("TEXT/PLAIN", PAGE, "text"),
        (None, PAGE, "html"),
        (None, b"Ministers met.", "text"),
        ("application/octet-stream", PAGE, "html"),
        ("application/pdf", b"%PDF-1.7\n", "pdf"),
        ("application/octet-stream", b"%PDF-1.7\n", "pdf"),
        ("text/html", b"%PDF-1.7\n", "pdf"),
        (None, b"%PDF-1.7\n", "pdf"),
    ],
)
def test_kind(site: Site, content_type: str | None, body: bytes, kind: str) -> None:
    """The kind is what the server says, or what the bytes look like where it says nothing."""
    site.pages["/"] = answer(body, content_type=content_type)
    assert fetch_page(site.root).kind == kind


def test_honest_headers(site: Site) -> None:
    """A request says who asks and for which host, and carries no cookies or credentials."""
    site.pages["/"] = answer(PAGE)
    fetch_page(site.root)
    sent = site.headers[-1]
    assert sent["user-agent"].startswith("OnRecord/")
    assert sent["user-agent"].endswith(" (+reads one article at a user's request)")
    assert sent["host"] == f"127.0.0.1:{site.server_port}"
    assert not {"cookie", "authorization", "referer"} & set(sent)


def test_proxies_are_ignored(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy named in the environment is not used, for it would dial what we have not checked."""
    for key in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(key, "http://127.0.0.1:9")
    site.pages["/"] = answer(PAGE)
    assert fetch_page(site.root).data == PAGE


def test_import_is_light() -> None:
    """Importing the module does not import the HTTP library."""
    code = "import sys, onrecord.fetch.web, onrecord.fetch.files; print({'httpx2', 'httpcore2'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"


# Answers that are no page


@pytest.mark.parametrize("status", [204, 304, 400, 403, 404, 418, 429, 500, 503, 599])
def test_other_statuses(site: Site, status: int) -> None:
    """A status that is not 200 is an error that names it."""
    site.pages["/"] = answer(b"", status=status)
    assert f"answered {status}" in why(site.root)


@pytest.mark.parametrize("content_type", ["image/png", "application/json", "application/xml", "nonsense\x85"])
def test_other_types(site: Site, content_type: str) -> None:
    """A type that is neither HTML, PDF nor text is an error that names it."""
    site.pages["/"] = answer(b"x", content_type=content_type)
    assert content_type.rstrip("\x85") in why(site.root)


def test_unnamed_archive(site: Site) -> None:
    """Bytes without a type are looked at, and what is no page is told."""
    site.pages["/"] = answer(b"PK\x03\x04", content_type=None)
    assert why(site.root) == "is a zip archive; unpack it first"


@pytest.mark.parametrize("content_type", ["application/rss+xml", "text/xml", "text/html", "text/plain", None])
def test_feed(site: Site, content_type: str | None) -> None:
    """A feed is told from an article, whatever its server calls it."""
    site.pages["/"] = answer(b"<?xml version='1.0'?>\n<rss version='2.0'><channel/></rss>", content_type=content_type)
    assert why(site.root) == "is a feed, not an article; `onrecord follow` it"


@pytest.mark.parametrize("content_type", ["application/warc", "application/gzip", "application/octet-stream"])
def test_web_archive(site: Site, content_type: str) -> None:
    """An archive is not read over the network, and what to do is told."""
    site.pages["/"] = answer(b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", content_type=content_type)
    assert "archive; download it and give the file" in why(site.root)


def test_empty_page(site: Site) -> None:
    """An answer without a word in it is an error."""
    site.pages["/"] = answer(b" \n")
    assert "empty" in why(site.root)


def test_connection_refused(site: Site) -> None:
    """A port on which nobody listens is an error that says so."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert "refused the connection" in why(f"http://127.0.0.1:{free.getsockname()[1]}/")


def test_broken_off(site: Site) -> None:
    """A body shorter than it was said to be is an error, not half an article."""

    def send(handler: Handler) -> None:
        answer(PAGE, Content_Length="1000")(handler)
        handler.close_connection = True

    site.pages["/"] = send
    assert "broke off" in why(site.root)


def test_not_http(site: Site) -> None:
    """An answer that is not HTTP is an error."""
    site.pages["/"] = raw(b"220 mail ready\r\n\r\n")
    assert "not HTTP" in why(site.root)


def test_endless_header(site: Site) -> None:
    """A header without end is cut off."""
    site.pages["/"] = raw(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000)
    assert "not HTTP" in why(site.root)


# What a page may cost


def test_slow_body(site: Site) -> None:
    """A server that drips its body is cut off when the time is up."""
    site.pages["/"] = drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    start = time.monotonic()
    assert "in time" in why(site.root, QUICK)
    assert time.monotonic() - start < 3


def test_slow_header(site: Site) -> None:
    """A server that drips its header is cut off when the time is up."""
    site.pages["/"] = drip(b"HTTP/1.1 200 OK\r\nX: ")
    start = time.monotonic()
    assert "in time" in why(site.root, QUICK)
    assert time.monotonic() - start < 3


def test_silence(site: Site) -> None:
    """A server that says nothing is cut off when the time is up."""
    site.pages["/"] = lambda handler: time.sleep(1)
    assert "in time" in why(site.root, Limits(timeout_s=0.2))


def test_slow_names(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A resolver that does not answer is cut off when the time is up."""

    def look_up(host: str) -> list[str]:
        time.sleep(1)
        return ["127.0.0.1"]

    monkeypatch.setattr(dial, "look_up", look_up)
    start = time.monotonic()
    assert "in time" in why("http://news.test/", Limits(timeout_s=0.2))
    assert time.monotonic() - start < 0.9


def test_time_is_for_all_hops(site: Site) -> None:
    """The time limit is for the whole visit and does not begin anew with each redirect."""

    def slow(handler: Handler) -> None:
        time.sleep(0.15)
        redirect("/")(handler)

    site.pages["/"] = slow
    assert "in time" in why(site.root, Limits(timeout_s=0.4, max_redirects=20))


def test_endless_body(site: Site) -> None:
    """A body without end is cut off at the limit for the wire."""

    def send(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            handler.wfile.write(b"x" * 65_536)

    site.pages["/"] = send
    assert "longer than 1,000,000 bytes" in why(site.root, Limits(max_bytes=1_000_000))


def test_huge_length(site: Site) -> None:
    """A body that is said to be too long is not read at all."""
    site.pages["/"] = answer(b"", Content_Length="99999999999999")
    assert "longer than" in why(site.root)


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("GZIP", lambda body: gzip.compress(body) + b"\0\0 trailing"),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body, wbits=-15)),
        ("identity", bytes),
    ],
)
def test_compressed(site: Site, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    """gzip and both kinds of deflate are unpacked."""
    body = PAGE + bytes(range(256)) * 1000
    site.pages["/"] = answer(pack(body), Content_Encoding=encoding)
    assert fetch_page(site.root).data == body


def test_bomb(site: Site) -> None:
    """A small answer that unpacks to a huge page is stopped at the limit, before it takes the memory."""
    packer = zlib.compressobj(wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    site.pages["/"] = answer(bomb, Content_Encoding="gzip")
    tracemalloc.start()
    reason = why(site.root, Limits(max_decompressed_bytes=1_000_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "unpacks to more than 1,000,000 bytes" in reason
    assert peak < 10_000_000


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip"])
def test_other_encodings(site: Site, encoding: str) -> None:
    """A compression that was not asked for is refused."""
    site.pages["/"] = answer(PAGE, Content_Encoding=encoding)
    assert encoding in why(site.root)


def test_damaged_gzip(site: Site) -> None:
    """What is not gzip though it says so is an error."""
    site.pages["/"] = answer(PAGE, Content_Encoding="gzip")
    assert "damaged" in why(site.root)


def test_half_a_gzip(site: Site) -> None:
    """gzip that breaks off is an error, not half an article."""
    site.pages["/"] = answer(gzip.compress(PAGE)[:-4], Content_Encoding="gzip")
    assert "breaks off" in why(site.root)


def test_pages_of_one_site_are_asked_for_one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two pages of a site lies the pace; another site need not wait."""
    slept: list[float] = []
    monkeypatch.setattr(web, "_next_turn", {})
    monkeypatch.setattr(web.time, "monotonic", lambda: 100.0)
    monkeypatch.setattr(web.time, "sleep", slept.append)
    for place in ("a.example", "a.example", "b.example", "a.example"):
        take_turn(place, 1.0)
    assert slept == [1.0, 2.0]
