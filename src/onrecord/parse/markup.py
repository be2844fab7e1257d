"""Markup -> tree -> article, and the words of an element. Nobody else calls trafilatura."""

import logging
import re
from datetime import date
from itertools import islice
from typing import Any

import trafilatura
from lxml.etree import iterwalk
from lxml.html import HtmlElement

# What the library has to say goes to whoever set up logging, and to nobody else's terminal.
for _name in ("trafilatura", "htmldate", "courlan"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

_DECLARED = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.I)
_XML_DECLARED = re.compile(rb"\s*<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([\w:.-]{1,40})", re.I)


def find_declared_charset(data: bytes) -> str | None:
    """The encoding that the markup itself names."""
    match = _XML_DECLARED.match(data[:1024]) or _DECLARED.search(data[:4096])
    name = match[1].decode("ascii") if match else None
    # Found by reading the bytes as ASCII, so it cannot be UTF-16 (WHATWG HTML, 13.2.3.2).
    return "utf-8" if name and name.lower().startswith("utf-16") else name


# References to characters that no XML tree may hold: trafilatura would lose the whole article over one.
_FORBIDDEN = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|12[7-9]|6553[45])(?!\d)|x0*(?:[0-8bcef]|1[0-9a-f]|7f|fff[ef])(?![0-9a-f]));?",
    re.IGNORECASE,
)


def load_markup(markup: str) -> HtmlElement | None:
    """The tree of a page, or of a piece of one; None where there is nothing in it."""
    markup = _FORBIDDEN.sub(" ", markup)
    tree = trafilatura.load_html(markup)
    return tree if tree is not None else trafilatura.load_html(f"<html><body><div>{markup}</div></body></html>")


def extract_article(tree: HtmlElement, url: str | None) -> Any:
    """What trafilatura finds in a page (a Document of its own), or None; no tables unless the article is in one."""

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


_SPACED = frozenset(("br", "dd", "div", "dt", "h1", "h2", "h3", "h4", "header", "img", "li", "p", "section", "td"))


def text_of(element: HtmlElement) -> str:
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


def is_small(element: HtmlElement, most: int = 30) -> bool:
    """Whether it holds few elements: what names or heads something does, and hostile nesting does not."""
    return next(islice(element.iterdescendants(), most, None), None) is None


def fold(text: str) -> str:
    """A text's letters and digits, for comparing what a page gives in several styles."""
    return "".join(filter(str.isalnum, text.casefold().removeprefix("the ")))
