"""Feeds (RSS of all ages, Atom) -> the addresses of their entries, asked for anew only where something has changed."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from time import struct_time
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from onrecord.child import Child, ChildFailedError
from onrecord.errors import FetchError
from onrecord.fetch.charsets import BOMS, find_encoding
from onrecord.fetch.sniff import HEAD_BYTES, is_feed, is_html, name_binary
from onrecord.fetch.web import Limits, Request, fetch, find_charset
from onrecord.types import Skipped

FEED_LIMITS = Limits(max_bytes=5_000_000, max_decompressed_bytes=5_000_000)
TIMEOUT_S = 20.0
MAX_MEMORY = 1024**3
"""Bytes of address space that the parser may have."""
PARSER = "onrecord.fetch.feeds:parse_feed"

_PURPOSE = "+reads a feed at a user's request"
_ACCEPT = "application/atom+xml,application/rss+xml,application/rdf+xml,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.1"
_TOO_LONG = "ask its publisher for a feed of the newest articles"
_MAX_TITLE = 500
_MAX_OFFERED = 5
_MAX_PAGE = 500_000
"""Characters of a page that are searched for the feeds it offers."""
_DECLARED = re.compile(rb"""<\?xml[^>]{1,200}?encoding\s*=\s*["']([\w.:-]{1,40})""")
_FEED_TYPE = re.compile(r"(?:application|text)/(?:(?:rss|atom|rdf)\+)?xml")
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*>")
_BARE_UTF16 = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
# Before the first element a type of document may be declared, with entities that stand for each other without end.
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_BEFORE_DOCTYPE = re.compile(r"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as a feed gives it."""

    url: str
    """Whole, whatever the feed's base."""
    title: str | None
    published: datetime | None
    """When it came out, else when it was changed."""
    id: str
    """By which the feed knows it, whole where it is an address; its address where it has none."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds, or that it has not changed since it was last asked for."""

    url: str
    """The address that answered, after redirects."""
    entries: tuple[Entry, ...] = ()
    """In the feed's order, each address once."""
    title: str | None = None
    etag: str | None = None
    """These two make the next request for it conditional."""
    modified: str | None = None
    unchanged: bool = False
    passed_over: tuple[Skipped, ...] = ()
    """Entries that lead nowhere."""
    warnings: tuple[str, ...] = ()


class FeedWorker(Child):
    """One lasting child process that parses feeds, for some are made to take for ever."""

    def __init__(self, timeout_s: float = TIMEOUT_S, max_memory: int = MAX_MEMORY, parser: str = PARSER) -> None:
        super().__init__(parser, timeout_s, max_memory)

    def __enter__(self) -> "FeedWorker":
        return self

    def parse(self, raw: "RawFeed") -> Feed:
        """Parse a feed in the child. Raises FetchError."""
        try:
            feed = self.ask(raw)
        except TimeoutError:
            reason = f"the feed took longer than {self._timeout_s:g} s to parse"
        except EOFError:
            reason = "the feed crashed the parser"
        except MemoryError:
            reason = "the feed needs too much memory to parse"
        except ChildFailedError as error:
            reason = f"the parser failed on the feed ({error})"
        else:
            assert isinstance(feed, Feed)
            return feed
        raise FetchError(raw.name, f"{reason}; give the addresses of its articles instead")


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed as received."""

    name: str
    """As a person named it."""
    data: bytes
    url: str
    """What its links are relative to."""
    charset: str | None = None


def read_feed(
    address: str,
    etag: str | None = None,
    modified: str | None = None,
    *,
    limits: Limits = FEED_LIMITS,
    worker: FeedWorker | None = None,
) -> Feed:
    """The feed at an http or https address, fetched as pages are: guarded, after robots.txt, at their pace.

    `etag` and `modified` are those of the Feed that was read before; where nothing has changed since, the new one says
    that it is `unchanged` and no more. It is parsed in the `worker`, or in one for this feed alone.

    Raises:
        FetchError: it is not there, is no feed, costs more than the limits, or may not be fetched.
    """
    conditions = (("If-None-Match", etag), ("If-Modified-Since", modified))
    headers = (("Accept", _ACCEPT), *((key, _one_line(value)) for key, value in conditions if value))
    answer = fetch(address, Request(_PURPOSE, headers, too_long=_TOO_LONG), limits)
    if answer.unchanged:
        return Feed(answer.url, etag=answer.etag or etag, modified=answer.modified or modified, unchanged=True)
    raw = RawFeed(address, answer.data, answer.url, find_charset(answer.content_type))
    if worker is None:
        with FeedWorker() as worker:
            feed = worker.parse(raw)
    else:
        feed = worker.parse(raw)
    return replace(feed, etag=answer.etag, modified=answer.modified)


def parse_feed(raw: RawFeed) -> Feed:
    """What the bytes of a feed hold. May take long for hostile ones: FeedWorker runs it. Raises FetchError."""
    head = raw.data[:HEAD_BYTES]
    if not raw.data.strip():
        raise FetchError(raw.name, "the feed is empty; check the address")
    text, warnings = _decode(raw)
    if is_html(head) and not is_feed(head):
        raise FetchError(raw.name, f"is a page, not a feed; {_name_offered(text[:_MAX_PAGE], raw.url)}")
    if not text.lstrip().startswith("<") and (binary := name_binary(head)):
        raise FetchError(raw.name, f"is {binary.partition(';')[0]}, not a feed; check the address")
    if _declares_entities(text):
        raise FetchError(
            raw.name, "the feed declares entities of its own, which are never expanded; ask for one without"
        )
    try:
        found = _parse(_DECLARATION.sub("", text, count=1), raw.url)
    except ValueError as error:  # feedparser raises it for a namespace with a space in it
        raise FetchError(raw.name, "the feed is damaged and no entry can be read; check the address") from error
    is_known, is_malformed = bool(found.get("version")), bool(found.get("bozo"))
    if not found.entries and (is_malformed or not is_known):
        what = "the feed is damaged and no entry can be read" if is_known else "is no feed (RSS or Atom)"
        raise FetchError(raw.name, f"{what}; check the address")
    if is_malformed:
        warnings += ("the feed is not well-formed; what could be read of it is taken",)
    entries, passed_over = _sort_out(raw, found.entries)
    return Feed(raw.url, entries, _to_plain(found.feed.get("title_detail")), passed_over=passed_over, warnings=warnings)


def _parse(text: str, url: str) -> Any:
    """What feedparser makes of it: a FeedParserDict."""
    import io

    import feedparser

    known = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    data = io.BytesIO(text.encode("utf-8", "replace"))  # a stream, for it would take a string for an address or a file
    return feedparser.parse(data, response_headers=known, sanitize_html=False, resolve_relative_uris=False)


def _decode(raw: RawFeed) -> tuple[str, tuple[str, ...]]:
    """The text of a feed, by its mark, else as the server says, else as it says itself, where its bytes agree."""
    for bom, encoding in BOMS:
        if raw.data.startswith(bom):
            return raw.data[len(bom) :].decode(encoding, "replace"), ()
    declared = _DECLARED.match(raw.data.lstrip()[:300])
    named = [next((encoding for start, encoding in _BARE_UTF16 if raw.data.startswith(start)), None)]
    named += [raw.charset, declared[1].decode("ascii") if declared else None, "utf-8"]
    for encoding in filter(None, map(find_encoding, named)):
        try:
            return raw.data.decode(encoding), ()
        except (UnicodeError, LookupError):  # LookupError: no text encoding (base64)
            continue
    warning = "the feed's encoding is not what it says; check titles with accents"
    text = raw.data.decode("utf-8", "replace")
    is_mostly_utf8 = text.count("\ufffd") <= sum(byte > 127 for byte in raw.data) // 4
    return text if is_mostly_utf8 else raw.data.decode("cp1252", "replace"), (warning,)


def _declares_entities(text: str) -> bool:
    """Whether entities are declared, where either of feedparser's parsers looks for them."""
    first = re.search(r"<\w", text)
    if _ENTITY.search(text, 0, first.start() if first else len(text)):
        return True
    doctype = _BEFORE_DOCTYPE.match(text)
    return doctype is not None and _ENTITY.search(text, doctype.end()) is not None


# Entries.


def _sort_out(raw: RawFeed, found: list[Any]) -> tuple[tuple[Entry, ...], tuple[Skipped, ...]]:
    """The entries that lead somewhere, each address once, and those that do not, with the reason."""
    entries: dict[str, Entry] = {}
    passed_over = []
    for number, each in enumerate(found, start=1):
        title = _to_plain(each.get("title_detail"))
        link = _one_line(each.get("link") or "")
        url = _resolve(raw.url, link)
        if url is None:
            what = f"leads to {link[:100]}, which is no address of the web" if link else "has no link"
            shown = f" (“{title[:60]}”)" if title else ""
            passed_over.append(Skipped(f"{raw.name}#{number}", "fetch", f"the entry{shown} {what}; it is passed over"))
        else:
            entry = Entry(url, title, _read_moment(each), _one_line(each.get("id") or "") or url)
            entries.setdefault(urldefrag(url).url, entry)
    return tuple(entries.values()), tuple(passed_over)


def _resolve(base: str, link: str) -> str | None:
    try:
        url = urljoin(base, link) if link else ""
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _read_moment(entry: Any) -> datetime | None:
    for key in ("published_parsed", "updated_parsed", "created_parsed"):
        moment = dict.get(entry, key)  # its own `get` gives the one for the other, with a warning
        if isinstance(moment, struct_time):
            try:
                return datetime(*moment[:6], tzinfo=UTC)
            except ValueError:
                continue
    return None


def _to_plain(detail: Any) -> str | None:
    """A title's words, without the markup that it may have."""
    if not detail or not isinstance(detail.get("value"), str):
        return None
    words = detail["value"][: 10 * _MAX_TITLE]
    if "html" in str(detail.get("type")):
        words = html.unescape(re.sub(r"<[^<>]*>", "", words))
    return _one_line(words)[:_MAX_TITLE] or None


def _one_line(text: str) -> str:
    """A stranger's words as one line without what a terminal would obey."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


# A page in place of a feed.


def _name_offered(page: str, url: str) -> str:
    offered = list(dict.fromkeys(_find_offered(page, url)))[:_MAX_OFFERED]
    return f"it offers {', '.join(offered)}" if offered else "look on the page for the address of its feed"


def _find_offered(page: str, url: str) -> Iterator[str]:
    """The addresses of the feeds that a page names as other forms of itself."""
    finder = _LinkFinder()
    finder.feed(page)
    for link in finder.links:
        rel, kind = (link.get("rel") or "").lower().split(), (link.get("type") or "").partition(";")[0].strip().lower()
        found = _resolve(url, _one_line(link.get("href") or ""))
        if found and "alternate" in rel and _FEED_TYPE.fullmatch(kind):
            yield found[:300]


class _LinkFinder(HTMLParser):
    """Gathers the <link> elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "link":
            self.links.append(dict(attrs))
