"""Which lines of a PDF's pages are no part of its text: running heads and feet, and page numbers."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, product

from onrecord.parse.lines import Line

_EDGE = 0.13
"""Share of a page's height, at its top and at its foot, in which heads and feet stand."""
_LEAST_SHARE = 0.4
"""Of the pages: left and right pages may have heads of their own."""
_PLACE = 4.0
"""Points by which a head may be higher or lower from page to page."""
_APART = 1.5
"""Times the size of its letters: a line no further from the text is the text's."""
_LONGEST = 150
_MOST_NUMBERS = 4
"""Of those in a head: which of them counts the pages is tried out."""
_NUMBER = re.compile(r"[-–—|\s]*(?:page |p\. ?)?(\d{1,4})(?:\s*(?:/|of)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE)
_PAGE_OF = re.compile(r"[-–—|\s]*page \d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE)


def find_heads(lines: Sequence[Line], pages: int) -> set[int]:
    """The places in `lines` of those that repeat at the edge of `pages` pages, and of page numbers.

    A head repeats when the same words stand at the same height on two pages and on two fifths of all; numbers in it may
    count the pages. A lone number is a page number where another page has the one that its distance asks for; "Page 3"
    always is. A head stands apart from the text, and nothing but heads between it and its edge.
    """
    edge = [i for i, line in enumerate(lines) if _is_at_edge(line)]
    found = {i for i in edge if _PAGE_OF.fullmatch(lines[i].text)}
    counted: dict[int, set[int]] = defaultdict(set)
    alike: dict[tuple[str, int, int], set[int]] = defaultdict(set)
    for i in edge:
        if match := _NUMBER.fullmatch(lines[i].text):
            counted[int(match[1]) - lines[i].page].add(i)
        else:
            for key in _describe(lines[i]):
                alike[key].add(i)
    for group in counted.values():
        if _count_pages(lines, group) > 1:
            found |= group
    for group in alike.values():
        if 1 < _count_pages(lines, group) >= _LEAST_SHARE * pages:
            found |= group
    return {i for page in _by_page(lines) for is_top in (True, False) for i in _keep_apart(lines, page, is_top, found)}


def _count_pages(lines: Sequence[Line], places: set[int]) -> int:
    return len({lines[i].page for i in places})


def _describe(line: Line) -> Iterator[tuple[str, int, int]]:
    """The words of a line, each number in them as it is or counted from its page, and the line's place.

    Two lines within `_PLACE` of each other have one of their two places in common.
    """
    words = re.split(r"(\d{1,4})", line.text.casefold())
    numbers = [(number, f"#{int(number) - line.page}") for number in words[1 : 2 * _MOST_NUMBERS : 2]]
    for chosen in product(*numbers):
        words[1 : 2 * len(chosen) : 2] = chosen
        for shift in (0, 1):
            yield "".join(words), shift, int((line.base + shift * _PLACE) // (2 * _PLACE))


def _by_page(lines: Sequence[Line]) -> Iterator[list[int]]:
    for _, places in groupby(range(len(lines)), lambda i: lines[i].page):
        yield list(places)


def _keep_apart(lines: Sequence[Line], page: Sequence[int], is_top: bool, found: set[int]) -> Iterator[int]:
    """Of the heads found at the top or at the foot of a page those that stand apart from its text, and none in it."""
    half = [i for i in page if (lines[i].depth < 0.5) is is_top]
    inwards = sorted(half, key=lambda i: lines[i].base, reverse=is_top)
    heads: list[int] = []
    for i in inwards:
        if i in found:
            heads.append(i)
        elif not any(abs(lines[i].base - lines[k].base) <= _PLACE for k in heads):  # not beside one: the text begins
            while heads and abs(lines[heads[-1]].base - lines[i].base) <= _APART * lines[heads[-1]].size:
                if _NUMBER.fullmatch(lines[heads[-1]].text):
                    break
                i = heads.pop()
            break
    yield from heads


def _is_at_edge(line: Line) -> bool:
    return len(line.text) <= _LONGEST and not _EDGE < line.depth < 1 - _EDGE
