"""A page as a tree of elements, and words that try to get out of one."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from onrecord.show.page import render_page
from onrecord.types import Reading

HOSTILE = "</div></script><script>alert(1)</script>\"' onload=x <img src=x onerror=alert(1)> {{ 7*7 }} {% raw %}"
VOID = frozenset(("meta", "link", "input"))


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    pieces: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def find(self, name: str) -> list["Element"]:
        """Elements below of a tag, or with a class (`.name`), in order."""
        found = []
        for piece in self.pieces:
            if not isinstance(piece, str):
                fits = name[1:] in piece.classes if name.startswith(".") else name in (piece.tag, "*")
                found += [piece] * fits + piece.find(name)
        return found


class Tree(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]
        self.feed(html)
        self.close()
        assert self.open == [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].pieces.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].pieces.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].pieces.append(data)


def parse(html: str) -> Element:
    return Tree(html).root


def show(*readings: Reading) -> Element:
    return parse(render_page(readings))
