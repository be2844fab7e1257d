"""The article's blocks: its paragraphs as text, what does not belong among them, and the parts of the whole."""

import re
from itertools import islice
from typing import Any

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from onrecord.parse.claims import Claims
from onrecord.parse.markup import fold, is_small, text_of
from onrecord.parse.text import find_bylines, tile
from onrecord.types import Part

_BLOCKS = frozenset(("ab", "body", "cell", "div", "head", "item", "list", "p", "quote", "row", "table"))
_MARKUP_SPACE = re.compile(r"[ \t\n\r\f]+")


def find_blocks(body: Any) -> list[str]:
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


# What a site says of itself between or below an article's paragraphs: an own short paragraph, nobody quoted.
_PLUG = re.compile(
    r"(?:sign up|subscribe|follow us|like us on|read more:|see also:|our standards:|download (?:our|the) app"
    r"|we want to hear what you think"
    r"|(?:never|don['’]t) miss (?:(?:an?|the|our|latest|top) )*(?:news|story|stories|updates?)"
    r"|(?:get|(?:do you )?want to) .*\b(?:sign up|subscribe|newsletters?|inbox|by e-?mail))(?!\w)[^\"“”«»]*",
    re.I | re.S,
)
_MAX_PLUG = 200


def is_plug(block: str) -> bool:
    """Whether the site speaks for itself in it, and not the article."""
    return len(block) <= _MAX_PLUG and _PLUG.fullmatch(block.strip("\"'“”*")) is not None


def without_title(blocks: list[str], title: str) -> list[str]:
    """The blocks without a repetition of the title among the first."""
    return [block for number, block in enumerate(blocks) if number > 3 or fold(block) != fold(title)]


def find_standfirst(tree: HtmlElement, claims: Claims, blocks: list[str], title: str) -> list[str]:
    """The sentence below the headline, where the page shows what it describes itself by and the text lacks it."""
    described = [
        text for name in ("og:description", "description", "twitter:description") for text in claims.metas.get(name, [])
    ]
    wanted = {fold(text) for text in described if len(text.split()) > 5} - {fold(title)}
    if not wanted or any(fold(block)[: len(text)] == text for block in blocks for text in wanted):
        return []
    for element in tree.iter("p", "h2", "h3", "div", "span", "header"):
        if is_small(element, 10) and fold(text := text_of(element)) in wanted:
            return [text]
    return []


def find_captions(tree: HtmlElement) -> set[str]:
    """The texts that the page marks as captions, folded."""
    marked = islice(filter(is_small, tree.xpath(".//figcaption|.//*[contains(@class, 'caption')]")), 500)
    return {fold(text_of(element)) for element in marked}


def find_parts(
    text: str, blocks: list[str], title: str | None, captions: set[str]
) -> tuple[tuple[Part, ...], list[str]]:
    """The parts of the text that the blocks make up, and the authors whom its bylines name."""
    marked: list[Part] = []
    at = 0
    for number, block in enumerate(blocks):
        if title and number == 0:
            marked.append(Part("title", 0, len(block)))
        elif fold(block) in captions:
            marked.append(Part("caption", at, at + len(block)))
        at += len(block) + 2
    bylines, authors = find_bylines(text, (0, len(title)) if title else None)
    free = [part for part in bylines if not any(part.start < each.end and each.start < part.end for each in marked)]
    return tile(text, marked + free), authors
