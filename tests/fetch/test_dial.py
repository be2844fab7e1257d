"""Where a fetch may lead: addresses in every spelling, names, redirects, certificates."""

import socket
from collections.abc import Callable

import pytest
from servers import PAGE, Site, answer, redirect, why

from onrecord.fetch import dial
from onrecord.fetch.web import Limits, fetch_page

# Which addresses


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1./",
        "http://127.1/",
        "http://2130706433/",
        "http://017700000001/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://0/",
        "http://１２７.0.0.1/",
        "http://127。0。0。1/",
        "http://127.0.0.%31/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[2002:a9fe:a9fe::]/",
        "http://[2001:0:1::]/",
        "http://[fe80::1%25lo]/",
        "http://[fd00:ec2::254]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.100.100.200/",
        "http://168.63.129.16/",
        "http://10.0.0.1/",
        "https://192.168.0.1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://user:secret@127.0.0.1/",
        "http://example.org@127.0.0.1/",
        "http://127.0.0.1#@example.org/",
        "http://127.0.0.1\\@example.org/",
        "http://localhost/",
        "http://LOCALHOST./",
    ],
)
def test_inner_addresses(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that is not of the public internet is refused in every spelling, and nothing is dialled."""
    monkeypatch.delenv("ONRECORD_TEST_ALLOW_LOOPBACK", raising=False)
    monkeypatch.setattr(socket, "create_connection", pytest.fail)
    why(address)


def test_reason_names_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason says where a name leads, and of what kind that is."""
    monkeypatch.setattr(dial, "look_up", lambda host: ["10.1.2.3"])
    assert why("http://intranet.test/").startswith("leads to intranet.test (10.1.2.3), a private address, ")


@pytest.mark.parametrize("address", ["http://10.0.0.1:80/", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/"])
def test_switch_is_for_loopback_alone(site: Site, address: str) -> None:
    """The tests' switch opens nothing but loopback."""
    assert "leads to" in why(address)


@pytest.mark.parametrize("port", [22, 25, 3306, 6379, 65535])
def test_ports(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ports other than those of the web are refused."""
    monkeypatch.delenv("ONRECORD_TEST_ALLOW_LOOPBACK", raising=False)
    assert f"port {port}" in why(f"http://93.184.215.14:{port}/")


def test_credentials(site: Site) -> None:
    """An address with a user name in it is refused."""
    assert "user name" in why(site.root.replace("//", "//me:secret@"))


@pytest.mark.parametrize("address", ["ftp://example.org/", "file:///etc/passwd", "gopher://127.0.0.1/", "javascript:1"])
def test_schemes(address: str) -> None:
    """Only http and https are fetched."""
    assert "only http and https" in why(address)


@pytest.mark.parametrize(
    "address", ["http://", "http:///a", "http://a:b/", "http://[1/", "http://a\n.test/", "http://①/"]
)
def test_not_an_address(address: str) -> None:
    """What is not an address is an error."""
    assert "address" in why(address)


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".test", "x." * 200 + "test"])
def test_odd_hosts(host: str) -> None:
    """A host that the name system cannot hold is an error."""
    assert "check the address" in why(f"http://{host}/")


def test_unknown_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that nobody has is an error that names it."""

    def look_up(host: str) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(dial, "look_up", look_up)
    assert "no host news.test" in why("http://news.test/")


def test_mixed_answers(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with one good and one private address is refused as a whole."""
    monkeypatch.setattr(dial, "look_up", lambda host: ["127.0.0.1", "10.0.0.1"])
    assert "news.test (10.0.0.1), a private address" in why(f"http://news.test:{site.server_port}/")
    assert site.seen == []


def test_rebinding(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is looked up once in a visit, so what was checked is what is dialled, for robots.txt and page."""
    answers = [["127.0.0.1"], ["169.254.169.254"]]
    monkeypatch.setattr(dial, "look_up", lambda host: answers.pop(0))
    site.pages["/"] = answer(PAGE)
    assert fetch_page(f"http://news.test:{site.server_port}/").data == PAGE
    assert site.seen == ["/robots.txt", "/"]
    assert len(answers) == 1


def test_next_address(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one of a host's addresses does not answer, the next is tried."""
    monkeypatch.setattr(dial, "look_up", lambda host: ["::1", "127.0.0.1"])
    site.pages["/"] = answer(PAGE)
    assert fetch_page(f"http://news.test:{site.server_port}/").data == PAGE


def test_host_header_is_the_name(site: Site, names: list[str]) -> None:
    """The server is told the name that was asked for, in its international form, not the address dialled."""
    site.pages["/"] = answer(PAGE)
    page = fetch_page(f"http://Zürich.test.:{site.server_port}/")
    assert site.headers[-1]["host"] == f"xn--zrich-kva.test:{site.server_port}"
    assert page.url == f"http://xn--zrich-kva.test:{site.server_port}/"
    assert names == ["xn--zrich-kva.test"]


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect(site: Site, status: int) -> None:
    """A redirect is followed, and the page has the address that answered."""
    site.pages |= {"/a/b": redirect("../c?d", status), "/c?d": answer(PAGE)}
    page = fetch_page(f"{site.root}/a/b")
    assert (page.name, page.url) == (f"{site.root}/a/b", f"{site.root}/c?d")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://169.254.169.254/latest/", "leads to 169.254.169.254, a link-local address"),
        ("//10.0.0.1/", "leads to 10.0.0.1, a private address"),
        ("http://[::ffff:a9fe:a9fe]/", "link-local address in IPv6 form"),
        ("http://3232235777/", ""),
        ("file:///etc/passwd", "only http and https"),
        ("ftp://example.org/", "only http and https"),
        ("http://me@127.0.0.1/", "user name"),
        ("http://[/", "cannot be"),
        ("http://a:b/", "not an address"),
    ],
)
def test_bad_redirect(site: Site, target: str, reason: str) -> None:
    """A redirect is checked as the first address is."""
    site.pages["/"] = redirect(target)
    assert reason in why(site.root)


def test_redirect_to_other_port(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A redirect to a port that is not of the web is refused."""
    monkeypatch.setattr(dial, "PORTS", frozenset({site.server_port}))
    monkeypatch.setattr(dial, "is_loopback_allowed", lambda: False)
    monkeypatch.setattr(dial, "why_refused", lambda ip, allow_loopback: None)
    site.pages["/"] = redirect("http://127.0.0.1:6379/")
    assert "port 6379" in why(site.root)


def test_redirect_loop(site: Site) -> None:
    """A circle of redirects ends after as many as are allowed."""
    site.pages["/"] = redirect("/")
    assert "redirects more than 2 times" in why(site.root, Limits(max_redirects=2))
    assert site.seen.count("/") == 3


def test_redirect_without_target(site: Site) -> None:
    """A redirect to nowhere is an error that names the status."""
    site.pages["/"] = answer(b"", status=302)
    assert "302" in why(site.root)


# https


def test_certificate_is_for_the_name(https: Site, names: list[str]) -> None:
    """Over https the server is asked for the name, and its certificate holds for it, though a number is dialled."""
    page = fetch_page(f"https://news.test:{https.server_port}/")
    assert page.data == PAGE
    assert set(https.seen) == {"SNI news.test", "/robots.txt", "/"}


def test_certificate_of_another(https: Site, names: list[str]) -> None:
    """A certificate for another name is refused."""
    assert "certificate is not valid (Hostname mismatch" in why(f"https://other.test:{https.server_port}/")


def test_certificate_of_nobody(https: Site, names: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate that nobody vouches for is refused."""
    monkeypatch.undo()
    monkeypatch.setenv("ONRECORD_TEST_ALLOW_LOOPBACK", "1")
    assert "certificate is not valid (self" in why(f"https://127.0.0.1:{https.server_port}/")


def test_slow_handshake(site: Site, names: list[str]) -> None:
    """A server that does not shake hands is cut off when the time is up."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert "in time" in why(f"https://news.test:{port}/", Limits(timeout_s=0.2))


def test_down_to_http(https: Site, serve: Callable[[], Site], names: list[str]) -> None:
    """A redirect from https to http is followed, if it leads where we may go."""
    plain = serve()
    plain.pages["/"] = answer(PAGE)
    https.pages |= {"/": redirect(f"{plain.root}/"), "/in": redirect("http://10.0.0.1/")}
    assert fetch_page(f"https://news.test:{https.server_port}/").url == f"{plain.root}/"
    assert "leads to 10.0.0.1" in why(f"https://news.test:{https.server_port}/in")
