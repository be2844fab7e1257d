"""Which lines of a PDF's pages are no part of its text: running heads and feet, and page numbers."""

import re
from collections import defaultdict
from collections.abc import Sequence

from onrecord.parse.lines import Line

_EDGE = 0.13
"""Share of a page's height, at its top and at its foot, in which heads and feet stand."""
_LEAST_SHARE = 0.4
"""Of the pages: left and right pages may have heads of their own."""
_PLACE = 4.0
"""Points by which a head may be higher or lower from page to page."""
_LONGEST = 150
_NUMBER = re.compile(r"[-–—|\s]*(?:page |p\. ?)?(\d{1,4})(?:\s*(?:/|of)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE)
_PAGE_OF = re.compile(r"[-–—|\s]*page \d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE)


def find_heads(lines: Sequence[Line], pages: int) -> set[int]:
    """The places in `lines` of those that repeat at the edge of `pages` pages, and of page numbers.

    A head repeats when the same words, numbers apart, stand at the same height on two pages and on two fifths of all. A
    lone number is a page number where another page has the number that its distance asks for; "Page 3" always is.
    """
    edge = [i for i, line in enumerate(lines) if _is_at_edge(line)]
    found = {i for i in edge if _PAGE_OF.fullmatch(lines[i].text)}
    alike: dict[str, list[int]] = defaultdict(list)
    counted: dict[int, list[int]] = defaultdict(list)
    for i in edge:
        if match := _NUMBER.fullmatch(lines[i].text):
            counted[int(match[1]) - lines[i].page].append(i)
        else:
            alike[re.sub(r"\d+", "#", lines[i].text).casefold()].append(i)
    for group in counted.values():
        if len({lines[i].page for i in group}) > 1:
            found.update(group)
    for group in alike.values():
        for i in group:
            near = [k for k in group if abs(lines[k].depth - lines[i].depth) * lines[i].height <= _PLACE]
            on = {lines[k].page for k in near}
            if len(on) > 1 and len(on) >= _LEAST_SHARE * pages:
                found.update(near)
    return found


def _is_at_edge(line: Line) -> bool:
    return len(line.text) <= _LONGEST and not _EDGE < line.depth < 1 - _EDGE
