"""Servers on loopback that answer as a test tells them to, kindly or not."""

import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from onrecord.errors import FetchError
from onrecord.fetch.web import DEFAULT_LIMITS, Limits, fetch_page

Answer = Callable[["Handler"], None]
PAGE = b"<!doctype html><p>The minister said no."


class Handler(BaseHTTPRequestHandler):
    """Answers as the site was told to; 404 where it was not told."""

    server: "Site"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.seen.append(self.path)
        self.server.headers.append({key.lower(): value for key, value in self.headers.items()})
        self.server.pages.get(self.path, answer(b"", status=404))(self)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Site(ThreadingHTTPServer):
    """A server on a free port that remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Answer] = {}
        self.seen: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.root = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a client that hangs up early is what many tests are about


def answer(body: bytes, status: int = 200, content_type: str | None = "text/html", **headers: str) -> Answer:
    """An answer with a body; header names with _ for -."""

    def send(handler: Handler) -> None:
        handler.send_response(status)
        if content_type is not None:
            handler.send_header("Content-Type", content_type)
        for key, value in {"Content_Length": str(len(body)), **headers}.items():
            handler.send_header(key.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return send


def redirect(target: str, status: int = 302) -> Answer:
    return answer(b"", status=status, Location=target)


def drip(start: bytes) -> Answer:
    """Sends the start, and then a byte now and again for ever."""

    def send(handler: Handler) -> None:
        handler.wfile.write(start)
        while True:
            handler.wfile.write(b"x")
            time.sleep(0.05)

    return send


def raw(data: bytes) -> Answer:
    """Sends the bytes and nothing else."""

    def send(handler: Handler) -> None:
        handler.wfile.write(data)
        handler.close_connection = True

    return send


def why(address: str, limits: Limits = DEFAULT_LIMITS) -> str:
    """The reason for which an address is not fetched."""
    with pytest.raises(FetchError) as caught:
        fetch_page(address, limits)
    assert caught.value.name == address
    assert caught.value.reason.isprintable()
    return caught.value.reason
