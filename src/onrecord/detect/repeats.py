"""What one place of a text tells of others: the acronym behind a name, and a name's words where it was missed."""

import re
from collections.abc import Iterable, Iterator

from onrecord.types import EntityKind, Span

_ACRONYM = re.compile(r"\s?\(([A-Z][A-Za-z&-]{1,9})\)")
_WORD = re.compile(r"\w+")
_LARGE_WORD = re.compile(r"\b[^\Wa-z]\w*")
_OPENS = re.compile(r"(?:^|[.!?:\n“\"]\s?)$")
_SHORTEST = 3


def read_acronyms(text: str, names: Iterable[tuple[Span, EntityKind]]) -> dict[str, EntityKind]:
    """Acronyms that stand in brackets right behind the name whose first letters they are, with its kind."""
    kinds: dict[str, EntityKind] = {}
    for (start, end), kind in names:
        found = _ACRONYM.match(text, end)
        if found and " " in text[start:end] and abbreviates(found[1], text[start:end]):
            kinds[found[1]] = kind
    return kinds


def abbreviates(acronym: str, full: str) -> bool:
    """Whether an acronym's letters stand in a name in their order, the first one first: Grexu, Grain Export Union."""
    full = full.removeprefix("The ").removeprefix("the ")
    letters = iter(full.casefold())
    wanted = [c for c in acronym.casefold() if c.isalnum()]
    return full[:1].casefold() == wanted[0] and all(c in letters for c in wanted)


def find_repeats(text: str, forms: Iterable[str], taken: Iterable[Span]) -> list[tuple[Span, str]]:
    """Where else the words of a name stand, in its capitals and outside the spans `taken` (in order, apart).

    A single word that opens a sentence may be any word; it counts in capitals only.
    """
    named = (form for form in forms if len(form) >= _SHORTEST and not form.islower())
    return [
        ((start, end), form)
        for (start, end), form in find_forms(text, named, taken)
        if " " in form or form.isupper() or not _OPENS.search(text, max(0, start - 3), start)
    ]


def find_forms(text: str, forms: Iterable[str], taken: Iterable[Span]) -> Iterator[tuple[Span, str]]:
    """Where any of the forms stands as whole words outside the spans `taken` (in order, apart): the longest at each
    place. Takes time linear in the text for forms that begin with different words."""
    by_first: dict[str, list[str]] = {}
    for form in sorted(forms, key=len, reverse=True):
        if first := _WORD.match(form):
            by_first.setdefault(first.group(), []).append(form)
    # Most words begin with a small letter, and few names do.
    pattern = _WORD if any("a" <= first[0] <= "z" for first in by_first) else _LARGE_WORD
    spans = iter([*taken, (len(text), len(text))])
    begin, end = next(spans)
    at = 0
    for m in pattern.finditer(text):
        found = by_first.get(m[0])
        if found is None or (start := m.start()) < at:
            continue
        while end <= start and begin < len(text):
            begin, end = next(spans)
        for form in found:
            stop = start + len(form)
            is_whole = not (form[-1].isalnum() and text[stop : stop + 1].isalnum())
            if stop <= begin and is_whole and text.startswith(form, start):
                yield (start, stop), form
                at = stop
                break
