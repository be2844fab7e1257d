"""What a copy has made of its original: cut, added, moved, reworded; quotations shortened, sources dropped."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from onrecord.store.copies import Words, find_words
from onrecord.store.echoes import LIGHT
from onrecord.types import Document, Reading, Span, Spans, Statement

PassageKind = Literal["cut", "added", "moved", "reworded"]
QuotationKind = Literal["shortened", "altered", "cut"]
SourceKind = Literal["dropped", "replaced"]

TILE = 5
"""Words in a row that are found wherever they stand; fewer only where what is around them is the same."""
REWORDED = 12
"""Words that may stand for as many others: more are a cut and an addition."""
_NEAR = 3
"""So few words, or fewer, count only so near to others that both texts share: else it is by chance."""
_REPEATED, _MAX_TILES = 20, 2000
"""Places of one stretch, and stretches, that are compared: a text may be one word a million times."""
_LONG = 3000
"""Words of a stretch in which frequent ones no longer lead the comparison: it would take quadratic time."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch that is not the same in both texts."""

    kind: PassageKind
    here: Span | None
    """In the document; None where it was cut."""
    there: Span | None
    """In the other; None where it was added."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A statement of the other in quotation marks that says less, or something else, in the document."""

    kind: QuotationKind
    here: Spans
    """Its content in the document; empty where all of it was cut."""
    there: Spans
    lost: Spans
    """The words in the other that are gone."""
    gained: Spans
    """The words in the document that were not there."""


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody to whom the other gives words, and the document does not."""

    kind: SourceKind
    here: Spans
    """Who says them in the document; empty where it gives them to nobody."""
    there: Spans
    content: Spans
    """The words, in the document."""


@dataclass(frozen=True, slots=True)
class Differences:
    """How a document differs from another, in the order of the other's text, what was added last."""

    document: Document
    other: Document
    shared: float
    """How much of the document's words stand in the other, 0 to 1."""
    passages: tuple[Passage, ...]
    quotations: tuple[Quotation, ...]
    sources: tuple[Source, ...]

    def of_kind(self, kind: PassageKind) -> tuple[Passage, ...]:
        return tuple(passage for passage in self.passages if passage.kind == kind)


def compare(reading: Reading, other: Reading) -> Differences:
    """What is not in the other's text, or not as it stands there. Marks, case and spaces tell nothing."""
    here, there = find_words(reading.document.text), find_words(other.document.text)
    alignment = align(here, there)
    quotations, sources = _compare_statements(reading, other, here, there, alignment)
    return Differences(
        document=reading.document,
        other=other.document,
        shared=len(alignment.there_of) / len(here) if here else 0.0,
        passages=tuple(_find_passages(here, there, alignment)),
        quotations=quotations,
        sources=sources,
    )


Tile = tuple[int, int, int]
"""(first word here, first word there, how many): a stretch that is the same in both."""
Gap = tuple[tuple[int, int], tuple[int, int]]
"""Words here and words there, between two tiles."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which words of two texts are the same words."""

    gaps: tuple[Gap, ...]
    """Between what is the same and in the same order."""
    moved: tuple[Tile, ...]
    there_of: dict[int, int]
    """The word there of a word here."""


def align(here: Words, there: Words) -> Alignment:
    """Lead words here to words there: long stretches first, wherever they stand, then what is between them."""
    mine: list[object] = [word for word, _, _ in here]
    theirs: list[object] = [word for word, _, _ in there]
    tiles = _find_tiles(mine, theirs)
    in_order = _choose_in_order(tiles)
    moved = [tile for tile in tiles if tile not in in_order]
    for a, b, size in moved:  # found: what is between may not find it again
        for i in range(size):
            mine[a + i], theirs[b + i] = object(), object()
    blocks = sorted(in_order)
    for (start, end), (start_there, end_there) in _find_gaps(blocks, len(mine), len(theirs)):
        blocks += [
            (start + a, start_there + b, size)
            for a, b, size in match_words(mine[start:end], theirs[start_there:end_there])
        ]
    blocks.sort()
    there_of = {a + i: b + i for a, b, size in (*blocks, *moved) for i in range(size)}
    return Alignment(tuple(_find_gaps(blocks, len(mine), len(theirs))), tuple(sorted(moved)), there_of)


def _find_gaps(blocks: Sequence[Tile], size_here: int, size_there: int) -> Iterator[Gap]:
    edges = [(0, 0, 0), *blocks, (size_here, size_there, 0)]
    for (a, b, size), (next_a, next_b, _) in pairwise(edges):
        if next_a > a + size or next_b > b + size:
            yield (a + size, next_a), (b + size, next_b)


def match_words(mine: Sequence[object], theirs: Sequence[object]) -> list[Tile]:
    """What two short stretches share in the same order, but for words that they share by chance."""
    if not mine or not theirs:
        return []
    matcher = SequenceMatcher(None, mine, theirs, autojunk=max(len(mine), len(theirs)) > _LONG)
    blocks = [(block.a, block.b, block.size) for block in matcher.get_matching_blocks() if block.size]
    edges = [(0, 0, 0), *blocks, (len(mine), len(theirs), 0)]

    def is_near(one: Tile, other: Tile) -> bool:
        return max(other[0] - one[0] - one[2], other[1] - one[1] - one[2]) <= _NEAR

    return [
        block
        for before, block, after in zip(edges, blocks, edges[2:], strict=False)
        if block[2] > _NEAR or is_near(before, block) or is_near(block, after)
    ]


def _find_tiles(mine: Sequence[object], theirs: Sequence[object]) -> list[Tile]:
    """Stretches that both have, the longest first, no word in two of them (greedy string tiling, Wise 1993)."""
    places: dict[tuple[object, ...], list[int]] = {}
    for j in range(len(theirs) - TILE + 1):
        found = places.setdefault(tuple(theirs[j : j + TILE]), [])
        if len(found) < _REPEATED:
            found.append(j)
    stretches = []
    for i in range(len(mine) - TILE + 1):
        for j in places.get(tuple(mine[i : i + TILE]), ()):
            if i and j and mine[i - 1] == theirs[j - 1]:
                continue  # part of a longer one
            size = TILE
            while i + size < len(mine) and j + size < len(theirs) and mine[i + size] == theirs[j + size]:
                size += 1
            stretches.append((i, j, size))
    stretches.sort(key=lambda tile: (-tile[2], abs(tile[0] - tile[1]), tile))
    used, used_there = bytearray(len(mine)), bytearray(len(theirs))
    tiles = []
    for a, b, size in stretches:
        while size and (used[a] or used_there[b]):
            a, b, size = a + 1, b + 1, size - 1
        while size and (used[a + size - 1] or used_there[b + size - 1]):
            size -= 1
        if size >= TILE and not any(used[a : a + size]) and not any(used_there[b : b + size]):
            used[a : a + size] = used_there[b : b + size] = b"\1" * size
            tiles.append((a, b, size))
    return tiles


def _choose_in_order(tiles: Sequence[Tile]) -> set[Tile]:
    """Those tiles, with most words in all, that follow each other in both texts: the others were moved."""
    ordered = sorted(tiles)[:_MAX_TILES]
    best: list[tuple[int, int]] = []
    for i, (_, b, size) in enumerate(ordered):
        before = max(((best[k][0], -k) for k in range(i) if ordered[k][1] < b), default=(0, 1))
        best.append((before[0] + size, -before[1]))
    chosen = set()
    at = max(range(len(best)), key=lambda k: (best[k][0], -k), default=-1)
    while at >= 0:
        chosen.add(ordered[at])
        at = best[at][1]
    return chosen


def _find_passages(here: Words, there: Words, alignment: Alignment) -> list[Passage]:
    moved_here = {a + i for a, _, size in alignment.moved for i in range(size)}
    moved_there = {b + i for _, b, size in alignment.moved for i in range(size)}
    found = [
        (b, Passage("moved", _to_span(here, a, a + size), _to_span(there, b, b + size)))
        for a, b, size in alignment.moved
    ]
    for (start, end), (start_there, end_there) in alignment.gaps:
        added = _split(start, end, moved_here)
        cut = _split(start_there, end_there, moved_there)
        if len(added) == len(cut) == 1 and max(b - a for a, b in (*added, *cut)) <= REWORDED:
            found.append((cut[0][0], Passage("reworded", _to_span(here, *added[0]), _to_span(there, *cut[0]))))
            continue
        found += [(a, Passage("cut", None, _to_span(there, a, b))) for a, b in cut]
        found += [(len(there) + a, Passage("added", _to_span(here, a, b), None)) for a, b in added]
    return [passage for _, passage in sorted(found, key=lambda pair: pair[0])]


def _split(start: int, end: int, without: set[int]) -> list[tuple[int, int]]:
    """Stretches of a range that hold none of some numbers."""
    found: list[tuple[int, int]] = []
    for i in range(start, end):
        if i in without:
            continue
        if found and found[-1][1] == i:
            found[-1] = (found[-1][0], i + 1)
        else:
            found.append((i, i + 1))
    return found


def _to_span(words: Words, first: int, after: int) -> Span:
    return words[first][1], words[after - 1][2]


def _compare_statements(
    reading: Reading, other: Reading, here: Words, there: Words, alignment: Alignment
) -> tuple[tuple[Quotation, ...], tuple[Source, ...]]:
    here_of = {place: word for word, place in alignment.there_of.items()}
    of_word = _index(reading.statements, here)
    quotations: list[Quotation] = []
    pairs: list[tuple[Statement, Statement | None, list[int], int]] = []
    for statement in other.statements:
        said = _find_numbers(statement.content, there)
        kept = [here_of[word] for word in said if word in here_of]
        counted = Counter(s for word in kept for s in of_word.get(word, ()))
        fit = {number: count for number, count in counted.items() if 2 * count >= len(kept)}
        best = max(
            fit, key=lambda n: (fit[n], -len(_find_numbers(reading.statements[n].content, here)), -n), default=-1
        )
        copy = reading.statements[best] if best >= 0 else None
        if said and statement.manner in ("direct", "mixed"):
            quotations += _find_change(statement, copy, kept, said, here, there, alignment)
        if said and statement.source and len(kept) >= max(len(said) / 2, min(len(said), _NEAR)):
            pairs.append((statement, copy, kept, fit.get(best, 0)))
    most: Counter[str] = Counter()
    for _, copy, _, count in pairs:
        if copy is not None:
            most[copy.id] = max(most[copy.id], count)
    sources = []
    for statement, copy, kept, count in pairs:
        if copy is None:
            stretches = tuple(_to_span(here, a, b) for a, b in _split_runs(sorted(kept)))
            sources.append(Source("dropped", (), statement.source, stretches))
        elif count == most[copy.id] and (kind := _find_kind(reading, copy, other, statement)) is not None:
            inside = set(_find_numbers(copy.source, here)) <= set(kept)  # who speaks here was spoken of there
            if inside:
                kind = "dropped"
            sources.append(Source(kind, copy.source if kind == "replaced" else (), statement.source, copy.content))
    return tuple(quotations), tuple(sources)


def _index(statements: Sequence[Statement], words: Words) -> dict[int, list[int]]:
    """In the contents of which statements each word stands."""
    found: dict[int, list[int]] = {}
    for i, statement in enumerate(statements):
        for word in _find_numbers(statement.content, words):
            found.setdefault(word, []).append(i)
    return found


def _find_numbers(spans: Spans, words: Words) -> list[int]:
    """Which words begin in the spans."""
    return [
        i
        for start, end in spans
        for i in range(bisect_left(words, start, key=_get_start), bisect_left(words, end, key=_get_start))
    ]


def _get_start(word: tuple[str, int, int]) -> int:
    return word[1]


def _find_change(
    statement: Statement,
    copy: Statement | None,
    kept: list[int],
    said: list[int],
    here: Words,
    there: Words,
    alignment: Alignment,
) -> list[Quotation]:
    taken = {alignment.there_of[word] for word in kept}
    own = [] if copy is None else _find_numbers(copy.content, here)
    known = alignment.there_of.keys() | set[int]()
    for a, b, size in match_words([here[word][0] for word in own], [there[word][0] for word in said]):
        taken.update(said[b : b + size])  # a few words that stand elsewhere, but in what was said
        known |= set(own[a : a + size])
    lost = tuple(_to_span(there, a, b) for a, b in _split_runs([word for word in said if word not in taken]))
    if not kept:
        return [Quotation("cut", (), statement.content, lost, ())]
    if copy is None:
        return [Quotation("shortened", (), statement.content, lost, ())] if lost else []
    new = [word for word in own if word not in known]
    gained = tuple(_to_span(here, a, b) for a, b in _split_runs(new))
    if not lost and not gained:
        return []
    return [Quotation("altered" if gained else "shortened", copy.content, statement.content, lost, gained)]


def _split_runs(numbers: list[int]) -> list[tuple[int, int]]:
    return _split(numbers[0], numbers[-1] + 1, set(range(numbers[0], numbers[-1])) - set(numbers)) if numbers else []


def _find_kind(reading: Reading, copy: Statement, other: Reading, statement: Statement) -> SourceKind | None:
    """Whether the words are somebody else's in the copy, or nobody's; None where they are the same person's."""
    names = {e.id: e.name for e in reading.entities}
    names_other = {e.id: e.name for e in other.entities}
    mine = _name_words(names.get(copy.speaker or ""), reading, copy)
    theirs = _name_words(names_other.get(statement.speaker or ""), other, statement)
    if not theirs:
        return None  # only a pronoun that leads to nobody
    if not mine:
        return None if copy.speaker or (copy.source and not _is_nobody(reading, copy)) else "dropped"
    return None if mine & theirs else "replaced"


def _name_words(name: str | None, reading: Reading, statement: Statement) -> set[str]:
    """By what a speaker is called: words that carry something."""
    told = f"{name or ''} {reading.quote(statement.source)}"
    return {word for word, _, _ in find_words(told)} - LIGHT


def _is_nobody(reading: Reading, statement: Statement) -> bool:
    return {word for word, _, _ in find_words(reading.quote(statement.source))} <= {"it", "there"}
