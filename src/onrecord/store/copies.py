"""Which texts are copies of one another: words, their signatures, how alike two are, and the groups that they form.

A signature is a MinHash (Broder 1997) of a text's shingles, stretches of three words, with marks, case and accents
folded away; of each value 8 bits are kept (b-bit MinHash, Li and König 2010). A record outlives the libraries that it
was made with, so the hashing is our own, the same in every process and on every platform.
"""

import re
import unicodedata
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

import numpy as np

SHINGLE = 3
"""Words in a stretch. Of four or more, light rewording leaves too few; of two, all news shares too many."""
VALUES = 128
"""In a signature: likeness is told to about 0.04."""
BANDS = 24
"""Values by which texts are found. Two with a likeness of 0.2 share two or more in 97 of 100 cases."""
SHARED_BANDS = 2
"""So many must be shared to be looked at: one alone is often no more than a turn of phrase."""
MIN_CONTAINED = 0.5
"""Of the shorter text in the longer one. Articles on one event share up to a tenth, with quotations and a boilerplate
paragraph up to two fifths; a copy with a new lead keeps three quarters."""
MIN_LIKENESS = 0.15
"""A text that holds another whole, but is many times as long, is no copy of it."""
AKIN = 0.3
"""Of a cut of a copy that must still be in the fullest text of the group."""
FOREIGN = 0.1
"""Of the shorter in the longer where two texts have nothing in common."""
MOST_TEXTS = 2000
"""Texts whose likenesses are kept, in some 50 MB; where more belong together, all are compared anew each time."""
DOUBT = 2.5
"""Standard deviations of an estimate within which the texts themselves are compared."""
SHORT, MIN_CONTAINED_SHORT = 50, 0.8
"""Shingles of a text so short that a formula ("shares rose 3 per cent") may be half of it."""

Words = list[tuple[str, int, int]]
_PLAIN = re.compile("\\w+")
_ODD = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]")
_WORD = re.compile("\\w[\\w\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]*")  # a soft hyphen breaks no word
_MAX_WORD = 500
"""Characters of a word that are compared: normalisation takes quadratic time over a heap of accents."""
_BITS = 8
_MIX = tuple(np.array(n, dtype=np.uint64) for n in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
_SHIFTS = tuple(np.array(n, dtype=np.uint64) for n in (30, 27, 31, 32, 33))
_STEP = 0x9E3779B97F4A7C15
_BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Signature:
    """Of one text."""

    minhash: bytes
    """`VALUES` bytes; the same byte at the same place in as many places as the texts are alike."""
    shingles: int
    """How many different ones the text has; 0 where it has no word."""
    bands: tuple[int, ...] = ()
    """Numbers of 31 bits by which texts that may be alike are found."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text among those that are grouped."""

    id: int
    address: str
    """Texts of one address are its versions."""
    minhash: bytes
    shingles: int
    published: str | None = None
    """Its moment in UTC, ISO 8601, where known."""


Count = Callable[[int, int], int]
"""How many stretches of words, as `hash_shingles` gives them, two texts have in common, by their numbers."""


def find_words(text: str) -> Words:
    """The words of a text, folded, each with where it stands."""
    return [(fold_word(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """A word without case, accents and what cannot be seen."""
    word = word[:_MAX_WORD]
    if word.isascii():
        return word.lower()
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if c.isalnum() or c == "_")
    return bare.casefold() or word


def sign(text: str) -> Signature:
    """The signature of a text. Time grows with its different words' stretches: about 1 ms for 1,000 words."""
    shingles = hash_shingles(text)
    if not len(shingles):
        return Signature(bytes(VALUES), 0)
    lowest = np.full(VALUES, 2**32 - 1, dtype=np.uint32)
    for start in range(0, len(shingles), _BLOCK):  # a long text is not held 128 times
        values = _FACTORS[:, None] * shingles[None, start : start + _BLOCK]
        values += _ADDENDS[:, None]
        np.minimum(lowest, values.min(axis=1), out=lowest)
    minhash = (lowest & np.uint32(2**_BITS - 1)).astype(np.uint8).tobytes()
    places = np.arange(BANDS, dtype=np.uint64) << _SHIFTS[3]
    bands = _mix(lowest[:BANDS] | places) >> _SHIFTS[4]
    return Signature(minhash, len(shingles), tuple(sorted({int(band) for band in bands})))


def hash_shingles(text: str) -> Any:
    """The different stretches of words as 32 bits each, in order; a text of fewer words is one stretch."""
    words = (_WORD if _ODD.search(text) else _PLAIN).findall(text)
    if not words:
        return np.zeros(0, dtype=np.uint32)
    hashed = np.fromiter(map(_hash_word, words), dtype=np.uint64, count=len(words))
    count = max(len(words) - SHINGLE + 1, 1)
    total = np.zeros(count, dtype=np.uint64)
    for offset in range(min(SHINGLE, len(words))):
        total = _mix(total + np.array(_STEP, dtype=np.uint64) + hashed[offset : offset + count])
    return np.unique((total >> _SHIFTS[3]).astype(np.uint32))


def count_shared(a: Any, b: Any) -> int:
    """How many stretches two texts have in common."""
    return len(np.intersect1d(a, b, assume_unique=True))


@lru_cache(maxsize=65536)
def _hash_word(word: str) -> int:
    return zlib.crc32(fold_word(word).encode("utf-8", "surrogatepass"))


def _mix(values: Any) -> Any:
    """Every bit of the outcome hangs on every bit of the value (splitmix64, Steele, Lea and Flood 2014)."""
    values = (values ^ (values >> _SHIFTS[0])) * _MIX[0]
    values = (values ^ (values >> _SHIFTS[1])) * _MIX[1]
    return values ^ (values >> _SHIFTS[2])


_SEEDS = _mix(np.arange(1, 2 * VALUES + 1, dtype=np.uint64) * np.array(_STEP, dtype=np.uint64))
_FACTORS = (_SEEDS[:VALUES] >> _SHIFTS[3]).astype(np.uint32) | np.uint32(1)
_ADDENDS = (_SEEDS[VALUES:] >> _SHIFTS[3]).astype(np.uint32)


@dataclass(frozen=True, slots=True)
class Stack:
    """Texts to compare with, side by side."""

    ids: tuple[int, ...]
    minhashes: Any
    """A row of `VALUES` bytes for each."""
    shingles: Any

    def pick(self, which: Any) -> "Stack":
        """Those at these places."""
        return Stack(tuple(self.ids[i] for i in which.tolist()), self.minhashes[which], self.shingles[which])


def stack(texts: Sequence[Text]) -> Stack:
    matrix = np.frombuffer(b"".join(text.minhash for text in texts), dtype=np.uint8).reshape(-1, VALUES)
    sizes = np.array([text.shingles for text in texts], dtype=np.int64)
    return Stack(tuple(text.id for text in texts), matrix, sizes)


def compare(text: Text, others: Stack, count: Count, at_most: int | None = None) -> Any:
    """A text against others: of each the likeness, how much of the shorter is in the longer, and whether it is near.

    The answer has three rows. Likeness is the Jaccard index, estimated, but reckoned from the texts themselves where
    the estimate leaves in doubt what is near: of thousands of pages with one boilerplate, some always look alike.
    `at_most` so many are, the likeliest; the other doubtful ones are taken as not near.
    """
    sizes = others.shingles
    smaller = np.minimum(sizes, text.shingles)
    equal = np.count_nonzero(others.minhashes == np.frombuffer(text.minhash, dtype=np.uint8), axis=1) / VALUES
    likeness = np.clip((equal - 2.0**-_BITS) / (1 - 2.0**-_BITS), 0, 1) * (smaller > 0)
    sums, least = sizes + text.shingles, np.maximum(smaller, 1)
    contained = np.minimum(likeness / (1 + likeness) * sums / least, 1)
    needed = np.where(smaller < SHORT, MIN_CONTAINED_SHORT, MIN_CONTAINED)

    doubt = DOUBT * np.sqrt(likeness * (1 - likeness) / VALUES)
    doubt_contained = doubt * sums / (1 + likeness) ** 2 / least
    may_be = (likeness + doubt >= MIN_LIKENESS) & (contained + doubt_contained >= needed)
    is_sure = (likeness - doubt >= MIN_LIKENESS) & (contained - doubt_contained >= needed)
    doubtful = np.flatnonzero(may_be & ~is_sure)
    doubtful = doubtful[np.argsort(-contained[doubtful], kind="stable")]
    if at_most is not None:
        likeness[doubtful[at_most:]] = 0
    doubtful = doubtful[:at_most]
    shared = np.array([count(text.id, others.ids[i]) for i in doubtful.tolist()], dtype=np.int64)
    likeness[doubtful] = shared / np.maximum(sums[doubtful] - shared, 1)
    contained[doubtful] = shared / least[doubtful]
    return np.stack([likeness, contained, (contained >= needed) & (likeness >= MIN_LIKENESS)])


class Likenesses:
    """What `compare` gave for pairs of texts, by their numbers: one that joins many is compared once with each."""

    def __init__(self) -> None:
        self._places: dict[int, int] = {}
        self._table = np.zeros((3, 0, 0), dtype=np.float32)

    def find_places(self, ids: Sequence[int]) -> Any:
        """Where texts stand in the table; None where they are too many for it."""
        if len(self._places.keys() | ids) > MOST_TEXTS:
            self._places.clear()
            self._table = np.zeros((3, 0, 0), dtype=np.float32)
        if len(ids) > MOST_TEXTS:
            return None
        places = np.array([self._places.setdefault(id, len(self._places)) for id in ids], dtype=np.int64)
        size = len(self._table[0])
        if len(self._places) > size:
            room = min(2 * len(self._places), MOST_TEXTS)
            larger = np.full((3, room, room), np.nan, dtype=np.float32)
            larger[:, :size, :size] = self._table
            self._table = larger
        return places

    def compare(self, text: Text, others: Stack, places: Any, count: Count) -> Any:
        """What `compare` gives, for texts of these places."""
        if places is None:
            return compare(text, others, count).astype(np.float32)
        own = self._places[text.id]
        row = self._table[:, own, places]
        lacking = np.flatnonzero(np.isnan(row[0]))
        if len(lacking):
            row[:, lacking] = compare(text, others.pick(lacking), count)
            self._table[:, own, places[lacking]] = row[:, lacking]
            self._table[:, places[lacking], own] = row[:, lacking]
        return row


def group(texts: Sequence[Text], count: Count, known: Likenesses | None = None) -> list[list[Text]]:
    """Texts as groups of copies, the same whatever the order in which they are given. `known` is added to.

    Each group has its fullest text in the middle. Others are near that one, or a cut of a copy that is and still akin
    to the middle: so a chain of copies of copies does not run away. A text near two middles goes to the one that it is
    more like; one that holds two earlier texts with nothing in common is a compilation and joins none together. All
    versions of an address are in one group.
    """
    units = _make_units(texts, count)
    rows = _Rows(units, count, known or Likenesses())
    middle_of = np.full(len(units), -1)
    direct = np.zeros(len(units), dtype=bool)
    near_middles: list[list[int]] = [[] for _ in units]

    def place(number: int, may_be_middle: bool) -> bool:
        direct[number] = True
        if near_middles[number]:
            middle_of[number] = max(near_middles[number], key=lambda middle: rows.of(middle).likeness[number])
        elif through := _find_way(rows.of(number), direct, middle_of, number):
            middle_of[number] = middle_of[through[0]]
            direct[number] = False
        elif may_be_middle or not _compiles(units, rows, number):
            middle_of[number] = number
            for other in np.flatnonzero(rows.of(number).near).tolist():
                near_middles[other].append(number)
        else:
            direct[number] = False
            return False
        return True

    passed = [number for number in range(len(units)) if not place(number, may_be_middle=False)]
    for number in passed:
        place(number, may_be_middle=True)
    found: dict[int, list[Text]] = {}
    for unit, middle in zip(units, middle_of.tolist(), strict=True):
        found.setdefault(middle, []).extend(unit.all)
    return list(found.values())


def _find_way(row: "_Row", direct: Any, middle_of: Any, number: int) -> list[int]:
    """The fuller text of which this one is a cut, where that is near a middle to which this one is akin."""
    fuller = np.flatnonzero(row.near & direct)
    way = [other for other in fuller.tolist() if other < number and row.contained[middle_of[other]] >= AKIN]
    return [max(way, key=lambda other: row.likeness[other])] if way else []


def _compiles(units: Sequence["_Unit"], rows: "_Rows", number: int) -> bool:
    """Whether a text holds two earlier ones that have nothing in common."""
    day, row = units[number].published, rows.of(number)
    if not day:
        return False
    near = ((other, units[other].published) for other in np.flatnonzero(row.near).tolist())
    earlier = [other for other, date in near if date and date < day]
    return bool(earlier) and any(rows.of(earlier[0]).contained[other] < FOREIGN for other in earlier[1:])


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is printed at one address."""

    all: tuple[Text, ...]
    fitting: tuple[Text, ...]
    """The fullest version, and those near it: a page that shows something else every day is not near all of it."""
    published: str | None


def _make_units(texts: Sequence[Text], count: Count) -> list[_Unit]:
    """By address, the fullest first."""

    def rank(text: Text) -> tuple[int, bytes, str]:
        return -text.shingles, text.minhash, text.address

    def make(versions: list[Text]) -> _Unit:
        versions.sort(key=rank)
        first = versions[0]
        near = compare(first, stack(versions), count)[2] if len(versions) > 1 else [True]
        fitting = [text for text, fits in zip(versions, near, strict=True) if fits or text is first]
        return _Unit(tuple(versions), tuple(fitting), min((t.published for t in versions if t.published), default=None))

    by_address = sorted(texts, key=lambda text: text.address)
    made = [make([*versions]) for _, versions in groupby(by_address, lambda text: text.address)]
    return sorted(made, key=lambda unit: rank(unit.all[0]))


@dataclass(frozen=True, slots=True)
class _Row:
    """One unit against all."""

    likeness: Any
    contained: Any
    near: Any


class _Rows:
    """Each worked out when it is first asked for."""

    def __init__(self, units: Sequence[_Unit], count: Count, known: Likenesses) -> None:
        self._units = units
        self._count = count
        self._known = known
        self._starts = np.cumsum([0] + [len(unit.fitting) for unit in units[:-1]])
        self._texts = stack([text for unit in units for text in unit.fitting])
        self._places = known.find_places(self._texts.ids)
        self._made: dict[int, _Row] = {}

    def of(self, number: int) -> _Row:
        if number not in self._made:
            fitting = self._units[number].fitting
            compared = [self._known.compare(text, self._texts, self._places, self._count) for text in fitting]
            best = np.maximum.reduceat(np.max(compared, axis=0), self._starts, axis=1)
            self._made[number] = _Row(best[0], best[1], best[2] > 0)
        return self._made[number]
