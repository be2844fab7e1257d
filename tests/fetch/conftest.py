"""Sites on loopback, and names that lead to them."""

import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from servers import PAGE, Site, answer

from onrecord.fetch import dial, web


@pytest.fixture(autouse=True)
def no_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own sites are not spared."""
    monkeypatch.setattr(web, "take_turn", lambda site, pace_s: None)


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Site]]:
    monkeypatch.setenv("ONRECORD_TEST_ALLOW_LOOPBACK", "1")
    monkeypatch.setattr(web, "_robots", {})
    sites: list[Site] = []

    def start() -> Site:
        site = Site()
        threading.Thread(target=site.serve_forever, args=(0.01,), daemon=True).start()
        sites.append(site)
        return site

    yield start
    for site in sites:
        site.shutdown()
        site.server_close()


@pytest.fixture
def site(serve: Callable[[], Site]) -> Site:
    return serve()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every name is 127.0.0.1; the names that were asked for."""
    asked: list[str] = []

    def look_up(host: str) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    monkeypatch.setattr(dial, "look_up", look_up)
    return asked


@pytest.fixture
def https(serve: Callable[[], Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site with a certificate for news.test."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=news.test -addext"
    files = ["subjectAltName=DNS:news.test", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", *made.split(), *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(web, "_make_ssl_context", lambda: trusting)
    site = serve()
    context.sni_callback = lambda _socket, name, _context: site.seen.append(f"SNI {name}")
    site.socket = context.wrap_socket(site.socket, server_side=True)
    site.pages["/"] = answer(PAGE)
    return site
