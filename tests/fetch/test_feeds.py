"""Feeds: entries and their addresses, asking only for what is new, and feeds that are none or are made to harm."""

import gzip
import os
import signal
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from servers import Handler, Site, answer, redirect

from onrecord.errors import FetchError
from onrecord.fetch.feeds import FEED_LIMITS, Entry, Feed, FeedWorker, RawFeed, parse_feed, read_feed
from onrecord.fetch.web import Limits

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>The Lowen Gazette</title><link>https://gazette.test/</link>
<item><title>Torvik says no</title><link>https://gazette.test/1</link><guid>tag:gazette.test:1</guid>
<pubDate>Tue, 15 Apr 2025 10:15:00 +0200</pubDate></item>
<item><title>Marsh &amp; Rell agree</title><link>/2</link></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://gazette.test/news/"><title>Gazette</title><id>f</id>
<entry><title type="html">&lt;b&gt;Torvik&lt;/b&gt; &amp;amp; the pact</title><link href="1"/><id>tag:1</id>
<link rel="edit" href="/edit/1"/><published>2025-04-15T08:15:00Z</published><updated>2025-04-16T00:00:00Z</updated>
</entry><entry><title>Changed</title><link rel="alternate" href="../2#top"/><id>tag:2</id>
<updated>2025-04-16T00:00:00Z</updated></entry></feed>"""
RSS_090 = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
<channel><title>Gazette</title><link>https://gazette.test/</link></channel>
<item><title>Torvik says no</title><link>https://gazette.test/1</link></item></rdf:RDF>"""
RSS_091 = """<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Gazette</title><link>https://gazette.test/</link><language>en</language>
<item><title>Torvik says no</title><link>https://gazette.test/1</link></item></channel></rss>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "no no no no no no">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss version="2.0"><channel><title>&b;</title></channel></rss>"""


def parse(feed: str | bytes, url: str = "https://gazette.test/feed", charset: str | None = None) -> Feed:
    return parse_feed(RawFeed("the feed", feed if isinstance(feed, bytes) else feed.encode(), url, charset))


def why(feed: str | bytes) -> str:
    """The reason for which a feed is not read."""
    with pytest.raises(FetchError) as caught:
        parse(feed)
    assert caught.value.name == "the feed"
    assert caught.value.reason.isprintable()
    return caught.value.reason


def titled(title: str) -> str:
    return RSS.replace("Torvik says no", title)


# Entries


def test_rss() -> None:
    """An entry has its address whole, its title, its time in UTC and its id."""
    feed = parse(RSS)
    assert feed.title == "The Lowen Gazette"
    assert feed.entries == (
        Entry(
            "https://gazette.test/1", "Torvik says no", datetime(2025, 4, 15, 8, 15, tzinfo=UTC), "tag:gazette.test:1"
        ),
        Entry("https://gazette.test/2", "Marsh & Rell agree", None, "https://gazette.test/2"),
    )
    assert not feed.warnings


def test_atom() -> None:
    """Links are relative to the feed's own base, titles without markup, and a change stands in for a publication."""
    first, second = parse(ATOM, url="https://elsewhere.test/").entries
    assert first == Entry(
        "https://gazette.test/news/1", "Torvik & the pact", datetime(2025, 4, 15, 8, 15, tzinfo=UTC), "tag:1"
    )
    assert (second.url, second.published) == ("https://gazette.test/2#top", datetime(2025, 4, 16, tzinfo=UTC))


@pytest.mark.parametrize("feed", [RSS_090, RSS_091])
def test_old_feeds(feed: str) -> None:
    """Feeds of the 1990s are read."""
    assert [entry.url for entry in parse(feed).entries] == ["https://gazette.test/1"]


def test_the_same_address_twice() -> None:
    """An address that comes again, if only with another fragment, is one entry; the first counts."""
    again = "<item><title>Again</title><link>https://gazette.test/1#live</link></item></channel>"
    assert [entry.title for entry in parse(RSS.replace("</channel>", again)).entries] == [
        "Torvik says no",
        "Marsh & Rell agree",
    ]


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("", "the entry (“Nowhere”) has no link; it is passed over"),
        ("<link>javascript:alert(1)</link>", "which is no address of the web"),
        ("<link>file:///etc/passwd</link>", "which is no address of the web"),
        ("<link>mailto:desk@gazette.test</link>", "which is no address of the web"),
        ("<link>http://[broken</link>", "has no link"),
    ],
)
def test_entries_that_lead_nowhere(link: str, reason: str) -> None:
    """An entry without an address of the web is passed over with the reason; the others are read."""
    feed = parse(RSS.replace("</channel>", f"<item><title>Nowhere</title>{link}</item></channel>"))
    assert len(feed.entries) == 2
    (passed_over,) = feed.passed_over
    assert passed_over.name == "the feed#3"
    assert reason in passed_over.reason
    assert passed_over.reason.isprintable()


def test_guid_as_link() -> None:
    """A guid that is an address stands in for a link, as RSS has it."""
    item = '<item><title>x</title><guid isPermaLink="true">https://gazette.test/9</guid></item></channel>'
    assert parse(RSS.replace("</channel>", item)).entries[2].url == "https://gazette.test/9"


# Feeds with faults


def test_empty_feed() -> None:
    """A feed in which nothing is yet is a feed."""
    assert parse("<rss version='2.0'><channel><title>Soon</title></channel></rss>").entries == ()


@pytest.mark.parametrize(
    "feed", [RSS.replace("&amp;", "&"), RSS.replace("</item>\n</channel>", ""), titled("a\x0bb&nbsp;")]
)
def test_malformed(feed: str) -> None:
    """A feed that is no XML is read as far as it can be, with a warning."""
    found = parse(feed)
    assert found.entries[0].url == "https://gazette.test/1"
    assert "not well-formed" in found.warnings[0]


@pytest.mark.parametrize(
    ("data", "charset", "warns"),
    [
        (titled("Café “no”").encode(), None, False),
        (titled("Café “no”").encode("utf-16"), None, False),
        (titled("Café “no”").replace("utf-8", "utf-16").encode("utf-16-le"), None, False),
        (titled("Café “no”").replace("utf-8", "windows-1252").encode("cp1252"), None, False),
        (titled("Café “no”").encode("cp1252"), "iso-8859-1", False),
        (titled("Café “no”").encode("cp1252"), None, True),
        (titled("Café “no”").replace("utf-8", "utf-7").encode(), "idna", False),
        (titled("Café “no”").replace("utf-8", "nonsense").encode(), "base64", False),
    ],
)
def test_encodings(data: bytes, charset: str | None, warns: bool) -> None:
    """The encoding is what mark, server or feed say where the bytes agree; else it is found, with a warning."""
    feed = parse(data, charset=charset)
    assert feed.entries[0].title == "Café “no”"
    assert bool(feed.warnings) is warns


def test_page_in_place_of_a_feed() -> None:
    """A page is told from a feed, and the feeds that it offers are named."""
    page = """<!doctype html><title>Gazette</title><link rel="alternate" type="application/rss+xml" href="/rss">
    <link rel="stylesheet" href="/x.css"><LINK REL='feed alternate' TYPE='application/atom+xml' HREF='/atom?a&amp;b'>
    <link rel="alternate" type="text/html" href="/de"><p>News"""
    assert why(page) == "is a page, not a feed; it offers https://gazette.test/rss, https://gazette.test/atom?a&b"
    assert why("<!doctype html><p>News") == "is a page, not a feed; look on the page for the address of its feed"


@pytest.mark.parametrize(
    "data",
    ["", " \n", "hello", "<?xml version='1.0'?>", '{"version": "https://jsonfeed.org/version/1"}', "<x/>", b"%PDF-1.7"],
)
def test_no_feed(data: str | bytes) -> None:
    """What is no feed at all is said to be none."""
    assert why(data).endswith("check the address")


@pytest.mark.parametrize(
    "feed",
    [
        BOMB,
        BOMB.replace("<!DOCTYPE", "<!-- <a> --><!DOCTYPE"),
        BOMB.replace("<!DOCTYPE", "<?x <a> ?>\n<!doctype"),
        BOMB.replace("<!DOCTYPE rss [", "<!DOCTYPE rss [<!ELEMENT x ANY><!-- <a> -->"),
        f"junk {BOMB}",
        BOMB.replace('"no no no no no no"', 'SYSTEM "file:///etc/passwd"'),
        BOMB.encode("utf-16"),
        BOMB.encode("utf-16-be"),
    ],
)
def test_entities(feed: str | bytes) -> None:
    """A feed that declares entities is refused before any is expanded, wherever it hides them."""
    assert "declares entities" in why(feed)


def test_entities_in_an_article() -> None:
    """An article about entities is no bomb."""
    assert parse(titled("<![CDATA[What <!ENTITY a 'b'> means]]>")).entries[0].title is not None


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200), st.sampled_from([RSS, ATOM, RSS_090, BOMB]), st.data())
def test_any_bytes(noise: bytes, feed: str, data: st.DataObject) -> None:
    """Whatever the bytes, a Feed or a FetchError of one line comes of them, and all addresses are of the web."""
    whole = feed.encode()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    for each in (noise, whole[:start] + noise + whole[end:]):
        try:
            found = parse(each)
        except FetchError as error:
            told = [str(error)]
        else:
            told = [str(each) for each in found.passed_over] + [entry.title or "x" for entry in found.entries]
            assert all(entry.url.startswith(("http://", "https://")) for entry in found.entries)
        assert all(each.isprintable() for each in told)


@pytest.mark.parametrize("space", ["\xa0", "\u2003"])
def test_a_damaged_namespace(space: str) -> None:
    """A wide or hard space in the name of a namespace is told in a line."""
    with pytest.raises(FetchError, match="the feed is damaged and no entry can be read"):
        parse(RSS_090.replace('rdf="h', f'rdf="h{space}'))


# Over the network


def test_conditional_requests(site: Site) -> None:
    """A feed that has not changed is not sent again: what tells its state goes with the next request."""
    site.pages["/feed"] = answer(RSS.encode(), content_type="application/rss+xml", ETag='"v1"', Last_Modified="then")
    first = read_feed(f"{site.root}/feed")
    assert (first.etag, first.modified, first.unchanged, len(first.entries)) == ('"v1"', "then", False, 2)
    assert "if-none-match" not in site.headers[-1]

    site.pages["/feed"] = answer(b"", status=304)
    again = read_feed(f"{site.root}/feed", first.etag, first.modified)
    assert (site.headers[-1]["if-none-match"], site.headers[-1]["if-modified-since"]) == ('"v1"', "then")
    assert again == Feed(f"{site.root}/feed", etag='"v1"', modified="then", unchanged=True)


def test_what_is_asked(site: Site) -> None:
    """A request says that it is for a feed, and comes after robots.txt, which is never asked for conditionally."""
    site.pages["/feed"] = answer(RSS.encode(), content_type="text/xml")
    read_feed(f"{site.root}/feed", "e", "m")
    assert site.seen == ["/robots.txt", "/feed"]
    assert "if-none-match" not in site.headers[0]
    assert site.headers[1]["user-agent"].endswith("(+reads a feed at a user's request)")
    assert "application/rss+xml" in site.headers[1]["accept"]


def test_a_forged_etag(site: Site) -> None:
    """An etag with a line break in it cannot add a header."""
    site.pages["/feed"] = answer(RSS.encode())
    read_feed(f"{site.root}/feed", 'x"\r\nCookie: a=b')
    assert "cookie" not in site.headers[-1]


def test_redirected_feed(site: Site) -> None:
    """Links are relative to where the feed was found in the end."""
    site.pages |= {"/feed": redirect("/news/rss"), "/news/rss": answer(RSS.replace("/2", "2", 1).encode())}
    feed = read_feed(f"{site.root}/feed")
    assert feed.url == f"{site.root}/news/rss"


@pytest.mark.parametrize("status", [304, 404, 410, 500])
def test_other_statuses(site: Site, status: int) -> None:
    """Any other answer is an error that names it, and so is 304 where nothing was asked that it could answer."""
    site.pages["/feed"] = answer(b"", status=status)
    with pytest.raises(FetchError, match=f"answered {status}"):
        read_feed(f"{site.root}/feed")


def test_robots(site: Site) -> None:
    """A feed that robots.txt does not allow is not fetched."""
    site.pages["/robots.txt"] = answer(b"User-agent: *\nDisallow: /feed", content_type="text/plain")
    with pytest.raises(FetchError, match=r"robots\.txt asks programs not to read it"):
        read_feed(f"{site.root}/feed")


def test_endless_feed(site: Site) -> None:
    """A feed without end is cut off at the limit, and the mend is one for feeds."""

    def send(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss><channel>")
        while True:
            handler.wfile.write(b"<item><title>no</title></item>" * 1000)

    site.pages["/feed"] = send
    with pytest.raises(FetchError, match=r"longer than 5,000,000 bytes; ask its publisher"):
        read_feed(f"{site.root}/feed")


def test_bomb_of_bytes(site: Site) -> None:
    """A feed that unpacks beyond the limit is cut off."""
    site.pages["/feed"] = answer(gzip.compress(bytes(20_000_000)), content_type="text/xml", Content_Encoding="gzip")
    with pytest.raises(FetchError, match="unpacks to more than 5,000,000 bytes"):
        read_feed(f"{site.root}/feed")


def test_limits(site: Site) -> None:
    """The limits can be set."""
    site.pages["/feed"] = answer(RSS.encode())
    with pytest.raises(FetchError, match="longer than 100 bytes"):
        read_feed(f"{site.root}/feed", limits=Limits(max_bytes=100))
    assert FEED_LIMITS.max_bytes < Limits().max_bytes


# In the worker


def behave(raw: RawFeed) -> Feed:
    """Do what the feed's bytes say, in the child's place."""
    match raw.data:
        case b"hang":
            while True:
                pass
        case b"crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case b"fail":
            raise KeyError("a fault of ours")
    return Feed(raw.url)


@pytest.mark.parametrize(
    ("does", "reason"),
    [("hang", "took longer than 1 s"), ("crash", "crashed"), ("fail", r"failed on the feed \(KeyError\)")],
)
def test_faults_are_the_feeds(does: str, reason: str) -> None:
    """A feed that hangs or crashes the parser costs itself, and the next is parsed."""
    with FeedWorker(timeout_s=1, parser=f"{__name__}:behave") as worker:
        with pytest.raises(FetchError, match=reason):
            worker.parse(RawFeed("a", does.encode(), "https://a.test/"))
        assert worker.parse(RawFeed("a", b"calm", "https://a.test/")) == Feed("https://a.test/")


def test_made_to_take_for_ever() -> None:
    """A feed that is made to take the parser for ever is given up when the time is up."""
    nested = b"<rss version='2.0'><channel>" + b"<item>" * 500_000
    with FeedWorker(timeout_s=1) as worker, pytest.raises(FetchError, match="took longer than 1 s"):
        worker.parse(RawFeed("a", nested, "https://a.test/"))


def test_one_worker_for_many(site: Site) -> None:
    """A worker that is given lasts from feed to feed, and a feed's own fault comes out of it whole."""
    site.pages |= {"/feed": answer(RSS.encode()), "/page": answer(b"<!doctype html><p>News")}
    with FeedWorker() as worker:
        assert len(read_feed(f"{site.root}/feed", worker=worker).entries) == 2
        with pytest.raises(FetchError, match="is a page, not a feed"):
            read_feed(f"{site.root}/page", worker=worker)
        assert worker._process is not None
