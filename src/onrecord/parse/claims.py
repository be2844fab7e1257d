"""What a page says of itself in its JSON-LD, its meta tags and its address, gathered and not yet believed."""

import html
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from onrecord.parse.markup import fold, text_of


@dataclass(slots=True)
class Claims:
    """What a page says of itself; of several titles or days, the one to be believed first stands first."""

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
    """The longest piece of the address's path, as words."""


_ARTICLE = re.compile(r"(Article|Posting|Report|Review|MedicalWebPage)$")
_TITLE_METAS = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "citation_title", "title")
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


def read_claims(tree: HtmlElement, url: str | None, sitename: str | None) -> Claims:
    """Gather what the page at `url` claims; `sitename` is one more name of its site."""
    claims = Claims()
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
    claims.titles += [text_of(element) for element in tree.iterfind(".//head/title")]
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
        claims.sites.add(fold(name.removeprefix("www.")))
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
