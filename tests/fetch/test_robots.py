"""What robots.txt asks, and that it is done."""

import time
from collections.abc import Callable

import pytest
from servers import PAGE, Answer, Site, answer, redirect, why

from onrecord.fetch.robots import is_allowed, parse_robots
from onrecord.fetch.web import Limits, fetch_page


def robots(*lines: str, status: int = 200) -> Answer:
    return answer("\n".join(lines).encode(), status=status, content_type="text/plain")


def test_robots_refuse(site: Site) -> None:
    """A page that robots.txt closes to programs is not asked for."""
    site.pages |= {"/robots.txt": robots("User-agent: *", "Disallow: /news"), "/news/1": answer(PAGE)}
    assert "robots.txt asks" in why(f"{site.root}/news/1")
    assert site.seen == ["/robots.txt"]


def test_robots_after_redirect(serve: Callable[[], Site]) -> None:
    """The robots.txt of the site that a redirect leads to counts too."""
    first, second = serve(), serve()
    first.pages["/"] = redirect(f"{second.root}/shut")
    second.pages |= {"/robots.txt": robots("User-agent: onrecord", "Disallow: /shut"), "/shut": answer(PAGE)}
    assert "robots.txt asks" in why(first.root)
    assert second.seen == ["/robots.txt"]


def test_robots_missing(site: Site) -> None:
    """A site without robots.txt may be read."""
    site.pages |= {"/robots.txt": robots(status=403), "/": answer(PAGE)}
    assert fetch_page(site.root).data == PAGE


def test_robots_down(site: Site) -> None:
    """A site that cannot give its robots.txt is not read."""
    site.pages |= {"/robots.txt": robots(status=503), "/": answer(PAGE)}
    assert why(site.root).startswith("the site's robots.txt: the server answered 503")
    assert "/" not in site.seen


def test_robots_failure_is_not_kept(site: Site) -> None:
    """A robots.txt that failed is asked for again the next time."""
    site.pages |= {"/robots.txt": robots(status=503), "/": answer(PAGE)}
    why(site.root)
    site.pages["/robots.txt"] = robots()
    assert fetch_page(site.root).data == PAGE


def test_robots_are_kept(site: Site) -> None:
    """A site's robots.txt is asked for once in a process."""
    site.pages |= {"/a": answer(PAGE), "/b": answer(PAGE)}
    fetch_page(f"{site.root}/a")
    fetch_page(f"{site.root}/b")
    assert site.seen == ["/robots.txt", "/a", "/b"]


def test_robots_redirect(site: Site) -> None:
    """The redirect of a robots.txt is followed."""
    site.pages |= {"/robots.txt": redirect("/r"), "/r": robots("User-agent: *", "Disallow: /"), "/": answer(PAGE)}
    assert "robots.txt asks" in why(site.root)


def test_robots_redirect_inside(site: Site) -> None:
    """The redirect of a robots.txt is checked as any other."""
    site.pages |= {"/robots.txt": redirect("http://10.0.0.1/"), "/": answer(PAGE)}
    assert "leads to 10.0.0.1" in why(site.root)


def test_robots_size(site: Site) -> None:
    """Of a robots.txt without end the first part is read, but no rule that it is cut in."""
    lines = [f"Disallow: /{n:04}" for n in range(100)]
    site.pages |= {"/robots.txt": robots("User-agent: *", *lines), "/0000": answer(PAGE), "/002": answer(PAGE)}
    limits = Limits(max_robots_bytes=60)  # inside of the third rule
    assert "robots.txt asks" in why(f"{site.root}/0000", limits)
    assert fetch_page(f"{site.root}/002", limits).data == PAGE


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/", True),
        ("User-agent: *\nDisallow:", "/", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: ONRECORD\nAllow: /\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: *\nAllow: /\n\nUser-agent: OnRecord/1.0\nDisallow: /", "/a", False),
        ("User-agent: *\n\nDisallow: /", "/a", False),
        ("User-agent: a\nUser-agent: onrecord # us\nDisallow: /x", "/x", False),
        ("User-agent: onrecord\nDisallow: /x\nUser-agent: onrecord\nDisallow: /y", "/x", False),
        ("User-agent: *\nAllow: /\nDisallow: /x", "/x", False),
        ("User-agent: *\nDisallow: /\nAllow: /x", "/x", True),
        ("User-agent: *\nDisallow: /x\nAllow: /x", "/x", True),
        ("User-agent: *\nDisallow: /*/print", "/news/1/print?x", False),
        ("User-agent: *\nDisallow: /*/print", "/print", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?b", True),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /a*a$", "/a", True),
        ("User-agent: *\nDisallow: /*?q=", "/a?q=1", False),
        ("User-agent: *\nDisallow: /%7euser", "/~user", False),
        ("User-agent: *\nDisallow: /münchen", "/m%c3%bcnchen", False),
        ("\ufeffUser-agent: *\r\ndisallow : /x\r\n", "/x", False),
        ("Disallow: /\nnonsense\n:\nUser-agent: *\nDisallow: //[x", "/a", True),
    ],
)
def test_rules(text: str, path: str, allowed: bool) -> None:
    """robots.txt is read as RFC 9309 says."""
    assert is_allowed(parse_robots(text.encode()), path) is allowed


def test_rules_cost_little() -> None:
    """A pattern made to be slow is not."""
    start = time.monotonic()
    is_allowed(parse_robots(b"User-agent: *\nDisallow: /" + b"*a" * 200_000 + b"b$"), "/" + "a" * 60_000)
    assert time.monotonic() - start < 3
