"""Markup -> Document: the article's text as paragraphs, headed by its title, and who wrote it where and when.

trafilatura finds the article; what the page says of itself (JSON-LD, meta tags, headings, visible bylines) is
weighed here, for the page as its readers see it is right more often than any one tag.
"""

import html
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

import trafilatura
from lxml.etree import iterwalk
from lxml.html import HtmlElement

from onrecord.errors import ParseError
from onrecord.parse.language import guess_language, warn_of_language
from onrecord.parse.text import (
    MONTHS,
    decode,
    find_bylines,
    find_date_in_url,
    is_name,
    read_byline,
    settle_newlines,
    split_names,
    tile,
)
from onrecord.types import Document, Page, Part, hash_text

# What the library has to say goes to whoever set up logging, and to nobody else's terminal.
for _name in ("trafilatura", "htmldate", "courlan"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

_NO_ARTICLE = "no article text found; save the article's text to a file and read that"
# A page on which nothing is this many words long holds links and labels, and no article.
_LEAST_WORDS = 5
_TOO_MUCH = "the page needs too much memory; save the article's text to a file and read that"
_BROKEN = "the page cannot be parsed ({}); save the article's text to a file and read that"


def parse_html(page: Page) -> Document:
    """An HTML page as a document: title, then paragraphs, headings, quotes and list items, a blank line between.

    Comments are left out, and tables too unless the article is in one. Several authors are joined by "; ".
    Raises ParseError where there is no article in the page. Not for threads: trafilatura crashes under them.
    """
    markup, warnings = decode(page, _find_declared_charset(page.data))
    try:
        tree = _load(settle_newlines(markup))
        found = None if tree is None else _extract(tree, page.url)
    except MemoryError:
        raise ParseError(page.name, _TOO_MUCH) from None
    except Exception as error:  # whatever a library makes of hostile markup
        raise ParseError(page.name, _BROKEN.format(type(error).__name__)) from error
    if tree is None or found is None:
        raise ParseError(page.name, _NO_ARTICLE)

    claims = _read_claims(tree, page.url, found.sitename)
    title, heading = _choose_title(tree, claims, found.title)
    blocks = [block for block in _find_blocks(found.body) if not _is_plug(block)]
    if not any(len(block.split()) >= _LEAST_WORDS for block in blocks):
        raise ParseError(page.name, _NO_ARTICLE)
    if title:
        blocks = [title, *_find_standfirst(tree, claims, blocks, title), *_without_title(blocks, title)]
    text = "\n\n".join(blocks)
    parts, authors = _find_parts(text, blocks, title, _find_captions(tree))
    language = guess_language(text)
    return Document(
        id=f"sha256:{hash_text(text)}",
        text=text,
        title=title,
        author="; ".join(_choose_authors(tree, heading, claims, authors)) or None,
        outlet=_choose_outlet(claims, found.sitename),
        url=page.url or found.url,
        published=_choose_date(tree, claims, found.date, page.url or found.url),
        retrieved=page.retrieved,
        language=language,
        parts=parts,
        warnings=warnings + warn_of_language(language),
    )


# Markup.

_DECLARED = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.I)
_XML_DECLARED = re.compile(rb"\s*<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([\w:.-]{1,40})", re.I)


def _find_declared_charset(data: bytes) -> str | None:
    match = _XML_DECLARED.match(data[:1024]) or _DECLARED.search(data[:4096])
    name = match[1].decode("ascii") if match else None
    # Found by reading the bytes as ASCII, so it cannot be UTF-16 (WHATWG HTML, 13.2.3.2).
    return "utf-8" if name and name.lower().startswith("utf-16") else name


# References to characters that no XML tree may hold: trafilatura would lose the whole article over one.
_FORBIDDEN = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|12[7-9]|6553[45])(?!\d)|x0*(?:[0-8bcef]|1[0-9a-f]|7f|fff[ef])(?![0-9a-f]));?",
    re.IGNORECASE,
)


def _load(markup: str) -> HtmlElement | None:
    markup = _FORBIDDEN.sub(" ", markup)
    tree = trafilatura.load_html(markup)
    return tree if tree is not None else trafilatura.load_html(f"<html><body><div>{markup}</div></body></html>")


def _extract(tree: HtmlElement, url: str | None) -> Any:
    def extract(tables: bool) -> Any:
        return trafilatura.bare_extraction(
            tree,
            url=url,
            output_format="xml",  # of the body only its tree is wanted, not another rendering
            include_comments=False,
            include_tables=tables,
            with_metadata=True,
            # What a page does not say outright is not known: no search through its text for any date.
            date_extraction_params={
                "original_date": True,
                "extensive_search": False,
                "max_date": date.today().isoformat(),
            },
        )

    found = extract(tables=False)
    outer = [table for table in tree.iter("table") if next(table.iterancestors("table"), None) is None]
    in_tables = sum(len(table.text_content()) for table in outer)
    length = 0 if found is None else len(found.raw_text or "")
    if in_tables <= 2 * length:
        return found
    with_tables = extract(tables=True)
    return with_tables if with_tables is not None and len(with_tables.raw_text or "") > 2 * length else found


_BLOCKS = frozenset(("ab", "body", "cell", "div", "head", "item", "list", "p", "quote", "row", "table"))
_MARKUP_SPACE = re.compile(r"[ \t\n\r\f]+")


def _find_blocks(body: Any) -> list[str]:
    """The paragraphs of trafilatura's tree, without a recursion that deep markup could exhaust."""
    pieces: list[str] = []
    for event, element in iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS:
            pieces.append("\n\n")
        elif element.tag == "lb" and event == "start":
            pieces.append("\n")
        if event == "start" and element.tag == "code":
            pieces.append(element.text or "")
        elif event == "start":
            pieces.append(_MARKUP_SPACE.sub(" ", element.text or ""))
        elif element is not body:
            pieces.append(_MARKUP_SPACE.sub(" ", element.tail or ""))
    lines = [line.strip(" ") for line in "".join(pieces).split("\n")]
    return [block.strip("\n") for block in re.split(r"\n{2,}", "\n".join(lines)) if block.strip()]


def _text_of(element: HtmlElement) -> str:
    """An element's words, with a space where a block or a line ends."""
    pieces: list[str] = []
    for event, inner in iterwalk(element, events=("start", "end")):
        if inner is not element and inner.tag in _SPACED:
            pieces.append(" ")
        if event == "start" and inner.tag not in ("script", "style"):
            pieces.append(inner.text or "")
        elif event == "end" and inner is not element:
            pieces.append(inner.tail or "")
    return " ".join("".join(pieces).split())


_SPACED = frozenset(("br", "dd", "div", "dt", "h1", "h2", "h3", "h4", "header", "img", "li", "p", "section", "td"))


def _is_small(element: HtmlElement, most: int = 30) -> bool:
    """Whether it holds few elements: what names or heads something does, and hostile nesting does not."""
    return next(islice(element.iterdescendants(), most, None), None) is None


# What a page says of itself.


@dataclass(slots=True)
class _Claims:
    titles: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    metas: dict[str, list[str]] = field(default_factory=dict)
    published: list[str] = field(default_factory=list)
    modified: list[str] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)
    sites: set[str] = field(default_factory=set)
    """Every name of the site, folded."""
    slug: str = ""


_ARTICLE = re.compile(r"(Article|Posting|Report|Review|MedicalWebPage)$")
_TITLE_METAS = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "citation_title", "title")
_AUTHOR_METAS = (
    "parsely-author",
    "author",
    "og:article:author",
    "article:author",
    "og:author",
    "article:author_name",
    "sailthru.author",
    "byl",
    "citation_author",
    "dc.creator",
    "dcterms.creator",
)
_PUBLISHED_METAS = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "parsely-pub-date",
    "pub_date",
    "dc.date.issued",
)
_MODIFIED_METAS = (
    "article:modified_time",
    "og:article:modified_time",
    "article:modified",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "revision_date",
)


def _read_claims(tree: HtmlElement, url: str | None, sitename: str | None) -> _Claims:
    claims = _Claims()
    for element in tree.iterfind(".//meta[@content]"):
        name = (element.get("property") or element.get("name") or "").lower()
        content = " ".join(html.unescape(element.get("content", "")).split())
        if name and content:
            claims.metas.setdefault(name, []).append(content)

    nodes = _read_json_ld(tree)
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 2}
    articles = [node for node in nodes if any(map(_ARTICLE.search, _types_of(node)))]
    for node in articles or [node for node in nodes if "WebPage" in _types_of(node)]:
        claims.titles += _strings_in(node.get("headline"))
        claims.published += _strings_in(node.get("datePublished"))
        claims.modified += _strings_in(node.get("dateModified"))
        for author in _as_list(node.get("author")) or _as_list(node.get("creator")):
            if isinstance(author, dict):
                author = author if author.get("name") else by_id.get(str(author.get("@id")), author)
                people = not {"Organization", "NewsMediaOrganization"}.intersection(_types_of(author))
                (claims.people if people else claims.organisations).extend(_strings_in(author.get("name")))
            else:
                claims.people += _strings_in(author)
        for publisher in _as_list(node.get("publisher")):
            if isinstance(publisher, dict):
                named = publisher if publisher.get("name") else by_id.get(str(publisher.get("@id")), publisher)
                claims.outlets += _strings_in(named.get("name"))

    for wanted, kept in (
        (_TITLE_METAS, claims.titles),
        (_PUBLISHED_METAS, claims.published),
        (_MODIFIED_METAS, claims.modified),
    ):
        for name in wanted:
            kept += claims.metas.get(name, [])
    claims.titles += [_text_of(element) for element in tree.iterfind(".//head/title")]
    site_names = [name for node in nodes if "WebSite" in _types_of(node) for name in _strings_in(node.get("name"))]
    address = urlsplit(url or "") if _is_address(url) else urlsplit("")
    host = (address.hostname or "").removeprefix("www.")
    for name in (
        *claims.metas.get("og:site_name", []),
        *claims.metas.get("application-name", []),
        *claims.outlets,
        *site_names,
        sitename or "",
        host,
        host.rpartition(".")[0],
    ):
        claims.sites.add(_fold(name.removeprefix("www.")))
    claims.sites.discard("")
    claims.slug = unquote(max(address.path.split("/"), key=len)).replace("-", " ").replace("_", " ")
    return claims


def _is_address(url: str | None) -> bool:
    try:
        return bool(urlsplit(url or "").hostname)
    except ValueError:  # an address that the library cannot split, such as one with half a bracket
        return False


def _read_json_ld(tree: HtmlElement) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = []
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            waiting = _as_list(json.loads(script.text or "", strict=False))
        except (ValueError, RecursionError):
            continue
        while waiting and len(nodes) < 1000:
            node = waiting.pop(0)
            if isinstance(node, dict):
                nodes.append(node)
                waiting += _as_list(node.get("@graph")) + _as_list(node.get("mainEntity"))
            elif isinstance(node, list):
                waiting += node
    return nodes


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _types_of(node: dict[str, Any]) -> list[str]:
    return [kind for kind in _as_list(node.get("@type")) if isinstance(kind, str)]


def _strings_in(value: Any) -> list[str]:
    found = (" ".join(html.unescape(each).split()) for each in _as_list(value) if isinstance(each, str))
    return [each for each in found if each]


def _fold(text: str) -> str:
    """A text's letters and digits, for comparing what a page gives in several styles."""
    return "".join(filter(str.isalnum, text.casefold().removeprefix("the ")))


# Title.

_SITE_MARK = re.compile(r"\s+(?:[|–—·•»«:/-]|::|\|\|)\s+")
_MAX_TITLE = 400
_ALIKE = 0.3
"""Share of the words of two titles that they must have in common."""


def _choose_title(tree: HtmlElement, claims: _Claims, fallback: str | None) -> tuple[str | None, HtmlElement | None]:
    """The title as the page shows it, and its heading.

    First a heading that says just what the page claims as its title, or a part of that; then the first-level
    heading most like what is claimed; else what is claimed.
    """
    headings = [(each, _text_of(each)) for each in islice(tree.iter("h1", "h2", "h3"), 200) if _is_small(each)]
    headings = [(element, text) for element, text in headings if _fold(text) and len(text) < _MAX_TITLE]
    claimed = [_strip_site(title, claims.sites) for title in claims.titles]
    claimed = [title for title in claimed if title and len(title) < _MAX_TITLE]
    segments = sorted(
        (segment for title in claimed for segment in _SITE_MARK.split(title) if " " in segment.strip()),
        key=lambda segment: -_likeness(segment, claims.slug),
    )
    for title in (*claimed, *segments):
        for element, text in headings:
            if _fold(text) == _fold(title) and _fold(text) not in claims.sites:
                return text, element
    nothing: tuple[float, int, str, HtmlElement | None] = (0.0, 0, "", None)
    likeness, _, text, best = max(
        (
            (max(_likeness(text, title) for title in (*claimed, claims.slug)), -number, text, element)
            for number, (element, text) in enumerate(headings)
            if element.tag == "h1"
        ),
        default=nothing,
        key=lambda each: each[:2],
    )
    if likeness >= _ALIKE:
        # A heading may hold a second line of its own.
        inside = [title for title in claimed if text.startswith(title) and len(title) > len(text) / 3]
        return (inside[0] if inside else text), best
    whole = [title for title in claimed if not title.endswith(("...", "…"))]
    return next(iter(whole), None) or _strip_site((fallback or "")[:_MAX_TITLE], claims.sites) or None, None


def _strip_site(title: str, sites: set[str]) -> str:
    marks = list(_SITE_MARK.finditer(title))
    if marks and _fold(title[marks[-1].end() :]) in sites:
        return title[: marks[-1].start()].strip()
    if marks and _fold(title[: marks[0].start()]) in sites:
        return title[marks[0].end() :].strip()
    return title.strip()


def _likeness(one: str, other: str) -> float:
    ours, theirs = (set(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


# Blocks.

# What a site says of itself between or below an article's paragraphs: an own short paragraph, nobody quoted.
_PLUG = re.compile(
    r"(?:sign up|subscribe|follow us|like us on|read more:|see also:|our standards:|download (?:our|the) app"
    r"|we want to hear what you think"
    r"|(?:never|don['’]t) miss (?:(?:an?|the|our|latest|top) )*(?:news|story|stories|updates?)"
    r"|(?:get|(?:do you )?want to) .*\b(?:sign up|subscribe|newsletters?|inbox|by e-?mail))(?!\w)[^\"“”«»]*",
    re.I | re.S,
)
_MAX_PLUG = 200


def _is_plug(block: str) -> bool:
    return len(block) <= _MAX_PLUG and _PLUG.fullmatch(block.strip("\"'“”*")) is not None


def _without_title(blocks: list[str], title: str) -> list[str]:
    """The blocks without a repetition of the title among the first."""
    return [block for number, block in enumerate(blocks) if number > 3 or _fold(block) != _fold(title)]


def _find_standfirst(tree: HtmlElement, claims: _Claims, blocks: list[str], title: str) -> list[str]:
    """The sentence below the headline, where the page shows what it describes itself by and the text lacks it."""
    described = [
        text for name in ("og:description", "description", "twitter:description") for text in claims.metas.get(name, [])
    ]
    wanted = {_fold(text) for text in described if len(text.split()) > 5} - {_fold(title)}
    if not wanted or any(_fold(block)[: len(text)] == text for block in blocks for text in wanted):
        return []
    for element in tree.iter("p", "h2", "h3", "div", "span", "header"):
        if _is_small(element, 10) and _fold(text := _text_of(element)) in wanted:
            return [text]
    return []


def _find_captions(tree: HtmlElement) -> set[str]:
    marked = islice(filter(_is_small, tree.xpath(".//figcaption|.//*[contains(@class, 'caption')]")), 500)
    return {_fold(_text_of(element)) for element in marked}


def _find_parts(
    text: str, blocks: list[str], title: str | None, captions: set[str]
) -> tuple[tuple[Part, ...], list[str]]:
    marked: list[Part] = []
    at = 0
    for number, block in enumerate(blocks):
        if title and number == 0:
            marked.append(Part("title", 0, len(block)))
        elif _fold(block) in captions:
            marked.append(Part("caption", at, at + len(block)))
        at += len(block) + 2
    bylines, authors = find_bylines(text, (0, len(title)) if title else None)
    free = [part for part in bylines if not any(part.start < each.end and each.start < part.end for each in marked)]
    return tile(text, marked + free), authors


# Authors.

_JUNK = re.compile(
    r"(?:no|unknown) author|admin(?:istrator)?|anonymous|author|by|editor(?:s|ial)?|guest(?: author)?|root|staff|user|"
    r"web ?master|wordpress|none|null|undefined|n/a|\W*",
    re.I,
)
_ADDRESS_OR_HANDLE = re.compile(r"https?:|www\.|^@|\S@\S|\.(?:com|org|net|html?)\b", re.I)
_PREFIX = re.compile(r"^(?:(?:posted|published|written|words|story|text|reported)\s+)?by\b\s*:?\s*", re.I)
_ASIDE = re.compile(
    r"comment|related|recommend|sidebar|(?:^|\s|site-|page-)footer|newsletter|promo|popular|trending|read-?more|most-?read|teaser",
    re.I,
)
_VISIBLE = (
    ".//*[contains(@rel, 'author') or contains(@itemprop, 'author')"
    " or contains(translate(@class, 'AB', 'ab'), 'author') or contains(translate(@class, 'AB', 'ab'), 'byline')"
    " or contains(translate(@id, 'AB', 'ab'), 'byline') or contains(@href, '/author/') or contains(@href, '/authors/')"
    " or contains(@href, '/contributor')]"
)
_PAGE = ("article", "body", "html", "main")
_MAX_BYLINE = 150


def _choose_authors(tree: HtmlElement, heading: HtmlElement | None, claims: _Claims, in_text: list[str]) -> list[str]:
    """The authors from the first source that names people; a site named as its own author comes last."""
    sources = [claims.people, *(claims.metas.get(name, []) for name in _AUTHOR_METAS)]
    found = [names for source in sources if (names := [name for raw in source for name in _clean_names(raw)])]
    people = next((names for names in found if not _are_sites(names, claims)), [])
    if len(people) > 1 or (people and " " in people[0]):
        return list(dict.fromkeys(people))
    visible = _find_visible_authors(tree, heading)
    if people:  # one word: a pen name, or a first name that the page shows in full
        return [name for name in visible if name.split()[0].casefold() == people[0].casefold()][:1] or people
    organisations = [name for raw in claims.organisations for name in _clean_names(raw)]
    shown = [] if _are_sites(visible, claims) else visible
    return list(dict.fromkeys(shown or in_text or visible or next(iter(found), organisations)))


def _are_sites(names: list[str], claims: _Claims) -> bool:
    return all(_fold(name) in claims.sites for name in names)


def _clean_names(raw: str) -> list[str]:
    """The names in what a tag gives as author: none where it is an address, a handle or a placeholder."""
    text = _PREFIX.sub("", " ".join(re.sub(r"<[^<>]*>", " ", raw).split())).strip(" ,;|")
    if _ADDRESS_OR_HANDLE.search(text) or _JUNK.fullmatch(text) or len(text) > 300:
        return []
    names = split_names(text)
    if names:
        return names
    pieces = [piece.strip() for piece in re.split(r";|\s+(?:and|&)\s+", text) if piece.strip()]
    return [piece for piece in pieces if len(piece) <= 60 and not _JUNK.fullmatch(piece)]


def _find_visible_authors(tree: HtmlElement, heading: HtmlElement | None) -> list[str]:
    """Names in the elements that the page marks as byline, or after the word "by", nearest below its heading."""
    marked = set(tree.xpath(_VISIBLE))
    around = set() if heading is None else set(heading.iterancestors())
    for scope in (_below(heading), tree.iter()):
        after_by = False
        for element in scope:
            names = _read_names(element) if element in marked else []
            text = (element.text or "").strip()
            if not names and after_by and is_name(text):
                names = [text]
            if names and not _is_aside(element, around):
                return names
            after_by = (after_by and not text) or re.fullmatch(r"\W*by\W*", text, re.I) is not None
    return []


def _below(heading: HtmlElement | None) -> Iterator[HtmlElement]:
    """The elements that follow a heading, up to the body's fourth paragraph."""
    paragraphs = 0
    for element in () if heading is None else heading.xpath("following::*"):
        paragraphs += element.tag == "p" and len(element.text_content()) > 2 * _MAX_BYLINE
        if paragraphs > 3:
            return
        yield element


def _is_aside(element: HtmlElement, around: set[HtmlElement]) -> bool:
    """Whether it stands in something beside the article, that is: not around its heading as well."""
    line = [each for each in (element, *element.iterancestors()) if each not in around and each.tag not in _PAGE]
    return any(
        each.tag in ("aside", "footer", "nav", "figure")
        or _ASIDE.search(f"{each.get('class', '')} {each.get('id', '')}")
        for each in line
    )


def _read_names(element: HtmlElement) -> list[str]:
    text = _text_of(element) if _is_small(element) else ""
    if not text or len(text) > _MAX_BYLINE:
        return []
    parent = element.getparent()
    if element.tag == "a" and parent is not None and _is_small(parent):
        around = read_byline(_text_of(parent))
        if len(around) > 1:  # each author a link of their own
            return around
    names = read_byline(text) or split_names(_PREFIX.sub("", text))
    exact = "author" in (element.get("rel") or "").split() or "vcard" in (element.get("class") or "").split()
    bare = _PREFIX.sub("", text)
    if not names and exact and len(bare.split()) <= 2 and len(bare) <= 40 and not _JUNK.fullmatch(bare):
        names = [bare]
    return names


# Outlet and date.


def _choose_outlet(claims: _Claims, fallback: str | None) -> str | None:
    names = (fallback, *claims.metas.get("og:site_name", []), *claims.outlets)
    return next((name.removeprefix("www.") for name in names if name and not re.match(r"https?:|@", name)), None)


def _choose_date(tree: HtmlElement, claims: _Claims, found: str | None, url: str | None) -> str | None:
    """When it was first published: with the time of day where the page states it.

    The library may settle on the day of a later change; then the stated day of publication comes first, unless
    the page shows its readers the other day and does not call it an update.
    """
    published = [iso for raw in claims.published if (iso := _to_iso(raw))]
    found = found or find_date_in_url(url)
    if not published:
        return found
    if found is None:
        return published[0]
    same = [iso for iso in published if iso[:10] == found[:10]]
    if same:
        return max(same, key=len)
    changed = any((_to_iso(raw) or "")[:10] == found[:10] for raw in claims.modified)
    return published[0] if changed and not _is_shown(tree, found) else found


def _to_iso(raw: str) -> str | None:
    try:
        moment = datetime.fromisoformat(raw.strip())
    except ValueError:
        return None
    # Midnight is what a page writes that knows the day alone; a time without its zone is no moment.
    if moment.tzinfo is None or moment.time() == time.min:
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds")


def _is_shown(tree: HtmlElement, day: str) -> bool:
    moment = date.fromisoformat(day[:10])
    month = f"{MONTHS[moment.month - 1]}[a-z]*\\.?"
    form = re.compile(rf"\b0?{moment.day} {month},? {moment.year}\b|\b{month} 0?{moment.day},? {moment.year}\b", re.I)
    for element in tree.iter():
        if element.tag in ("script", "style"):
            continue
        for text in (element.text, element.tail):
            match = form.search(text) if text and len(text) < _MAX_BYLINE else None
            if match and text and not re.search(r"updated|modified|revised|edited", text[: match.start()], re.I):
                return True
    return False
