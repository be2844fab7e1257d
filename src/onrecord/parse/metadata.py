"""A page's title, outlet and day: what it claims, weighed against what it shows its readers."""

import re
from datetime import date, datetime, time
from itertools import islice

from lxml.html import HtmlElement

from onrecord.parse.claims import Claims
from onrecord.parse.markup import fold, is_small, text_of
from onrecord.parse.text import MAX_BYLINE, MONTHS, find_date_in_url

# Title.

_SITE_MARK = re.compile(r"\s+(?:[|–—·•»«:/-]|::|\|\|)\s+")
_MAX_TITLE = 400
_ALIKE = 0.3
"""Share of the words of two titles that they must have in common."""


def choose_title(tree: HtmlElement, claims: Claims, fallback: str | None) -> tuple[str | None, HtmlElement | None]:
    """The title as the page shows it, and its heading.

    First a heading that says just what the page claims as its title, or a part of that; then the first-level
    heading most like what is claimed; else what is claimed.
    """
    headings = [(each, text_of(each)) for each in islice(tree.iter("h1", "h2", "h3"), 200) if is_small(each)]
    headings = [(element, text) for element, text in headings if fold(text) and len(text) < _MAX_TITLE]
    claimed = [_strip_site(title, claims.sites) for title in claims.titles]
    claimed = [title for title in claimed if title and len(title) < _MAX_TITLE]
    segments = sorted(
        (segment for title in claimed for segment in _SITE_MARK.split(title) if " " in segment.strip()),
        key=lambda segment: -_likeness(segment, claims.slug),
    )
    for title in (*claimed, *segments):
        for element, text in headings:
            if fold(text) == fold(title) and fold(text) not in claims.sites:
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
    if marks and fold(title[marks[-1].end() :]) in sites:
        return title[: marks[-1].start()].strip()
    if marks and fold(title[: marks[0].start()]) in sites:
        return title[marks[0].end() :].strip()
    return title.strip()


def _likeness(one: str, other: str) -> float:
    ours, theirs = (set(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


# Outlet and date.


def choose_outlet(claims: Claims, fallback: str | None) -> str | None:
    """The first name that the page gives its site which is neither an address nor a handle."""
    names = (fallback, *claims.metas.get("og:site_name", []), *claims.outlets)
    return next((name.removeprefix("www.") for name in names if name and not re.match(r"https?:|@", name)), None)


def choose_date(tree: HtmlElement, claims: Claims, found: str | None, url: str | None) -> str | None:
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
            match = form.search(text) if text and len(text) < MAX_BYLINE else None
            if match and text and not re.search(r"updated|modified|revised|edited", text[: match.start()], re.I):
                return True
    return False
