"""Who wrote a page: the people whom its claims name, else those whom its visible bylines name."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from onrecord.parse.claims import Claims
from onrecord.parse.markup import fold, is_small, text_of
from onrecord.parse.text import MAX_BYLINE, is_name, read_byline, split_names

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


def choose_authors(tree: HtmlElement, heading: HtmlElement | None, claims: Claims, in_text: list[str]) -> list[str]:
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


def _are_sites(names: list[str], claims: Claims) -> bool:
    return all(fold(name) in claims.sites for name in names)


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
        paragraphs += element.tag == "p" and len(element.text_content()) > 2 * MAX_BYLINE
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
    text = text_of(element) if is_small(element) else ""
    if not text or len(text) > MAX_BYLINE:
        return []
    parent = element.getparent()
    if element.tag == "a" and parent is not None and is_small(parent):
        around = read_byline(text_of(parent))
        if len(around) > 1:  # each author a link of their own
            return around
    names = read_byline(text) or split_names(_PREFIX.sub("", text))
    exact = "author" in (element.get("rel") or "").split() or "vcard" in (element.get("class") or "").split()
    bare = _PREFIX.sub("", text)
    if not names and exact and len(bare.split()) <= 2 and len(bare) <= 40 and not _JUNK.fullmatch(bare):
        names = [bare]
    return names
