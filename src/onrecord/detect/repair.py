"""What the model sees of a text: repaired letters, marks and spaces, each mapped back to the text.

The text itself is never changed (a span is worth something only if the text stays still). The reader
works on a repaired copy; `Repaired.start` and `Repaired.end` lead each of its characters back.
"""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# One character for one: these never move an offset.
_SPACES = "\t\x1c\x1d\x1e\x1f\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_LINE_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
_ONE_TO_ONE = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_LINE_BREAKS, "\n"),
    **dict.fromkeys("“”„‟«»❝❞〝〞＂", '"'),
    **dict.fromkeys("‘’‚‛‹›`´′ʼ＇", "'"),
    **dict.fromkeys("‐‑‒−﹣－", "-"),
    **dict.fromkeys("―", "—"),
}
# Lone surrogates too: the tokeniser takes real characters only.
_CHANGED = re.compile(f"[{''.join(_ONE_TO_ONE)}\ud800-\udfff]")
_UNREAL = "\ufffd"

# Letters of Cyrillic and Greek that look like Latin ones (Unicode's confusables, the plain look-alikes).
_LOOKALIKES = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν",
        "ABESIJKMHOPCTYXaesijopcyxdhqwlABEZHIKMNOPTYXoav",
        strict=True,
    )
)
_WORD = re.compile(r"\w+")
_LATIN = re.compile("[A-Za-z]")
_NON_LATIN = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")

# Zero-width characters, soft hyphens and direction controls: nothing to read in any of them.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]+"
)
_DOUBLED_MARK = re.compile("''|``|‘‘|’’|´´")
# UTF-8 read as Windows-1252: a lead byte's character and as many continuation bytes' as it asks for.
_CP1252_TAIL = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE = re.compile(f"(?=[Â-ô])(?:[Â-ß][{_CP1252_TAIL}]|[à-ï][{_CP1252_TAIL}]{{2}}|[ð-ô][{_CP1252_TAIL}]{{3}})+")
_CP1252 = {bytes([b]).decode("cp1252", "ignore") or chr(b): b for b in range(128, 256)}


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired copy of a text of n characters, m characters long."""

    text: str
    _start: NDArray[np.int64] | None
    _end: NDArray[np.int64] | None

    def start(self, at: NDArray[np.int64]) -> NDArray[np.int64]:
        """Offsets in the text at which the repaired characters at `at` begin."""
        return at if self._start is None else self._start[at]

    def end(self, at: NDArray[np.int64]) -> NDArray[np.int64]:
        """Offsets in the text at which the repaired characters before `at` end (`at` >= 1)."""
        return at if self._end is None else self._end[at - 1]


def repair(text: str) -> Repaired:
    """Repair a text for the model. Takes time linear in its length; equal texts give equal copies."""
    changes = _find_changes(text)
    if not changes:
        return Repaired(_settle(text), None, None)
    pieces: list[str] = []
    starts: list[NDArray[np.int64]] = []
    ends: list[NDArray[np.int64]] = []
    last = 0
    for start, end, new in [*changes, (len(text), len(text), "")]:
        pieces.append(_settle(text[last:start]))
        starts.append(np.arange(last, start))
        ends.append(np.arange(last + 1, start + 1))
        pieces.append(new)
        if len(new) == end - start:
            starts.append(np.arange(start, end))
            ends.append(np.arange(start + 1, end + 1))
        else:
            starts.append(np.full(len(new), start))
            ends.append(np.full(len(new), end))
        last = end
    return Repaired("".join(pieces), np.concatenate(starts), np.concatenate(ends))


def _settle(text: str) -> str:
    """The text with one character for one. Few are changed, so that looking them up one by one would take longer."""
    return _CHANGED.sub(lambda match: _ONE_TO_ONE.get(match[0], _UNREAL), text)


def _find_changes(text: str) -> list[tuple[int, int, str]]:
    """Replacements that are not one to one, or that look at a word: in order, without overlap."""
    if text.isascii() and "''" not in text and "``" not in text:
        return []
    found = [(m.start(), m.end(), "") for m in _INVISIBLE.finditer(text)]
    found += [(m.start(), m.end(), '"') for m in _DOUBLED_MARK.finditer(text)]
    for match in _MOJIBAKE.finditer(text):
        mended = _decode_again(match.group())
        if mended is not None:
            found.append((match.start(), match.end(), _settle(mended)))
    if _NON_LATIN.search(text):
        for match in _WORD.finditer(text):
            word = match.group()
            if word.isascii() or not (_NON_LATIN.search(word) and _LATIN.search(word)):
                continue
            latin = "".join(_LOOKALIKES.get(c, c) for c in word)
            if not _NON_LATIN.search(latin):
                found.append((match.start(), match.end(), latin))
    found.sort()
    kept: list[tuple[int, int, str]] = []
    for change in found:
        if not kept or change[0] >= kept[-1][1]:
            kept.append(change)
    return kept


def _decode_again(run: str) -> str | None:
    try:
        mended = bytes(_CP1252.get(c, ord(c)) for c in run).decode("utf-8")
    except (UnicodeDecodeError, ValueError):
        return None
    # 'Ã©' is é; a lead letter before real punctuation that decodes to something unprintable is not.
    return None if any(unicodedata.category(c) in ("Cn", "Cc", "Co") for c in mended) else mended
