"""The pages of a PDF -> their lines, with where they stand and how large they are. Nobody else calls pdfium.

pdfium is not for threads, and it is C++ on strangers' bytes: `isolate.py` runs it in a process of its own.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_HYPHEN = "\x02"  # what pdfium puts for a hyphen at the end of a line, and it joins the two lines there
_MARKS = str.maketrans({"\ufffe": _HYPHEN, "\x00": "\ufffd"})
_LONGEST_VALUE = 1_000
_TEXT_ERRORS = (ValueError, AssertionError)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as printed, without the white space around it. Lengths in points, from the lower left corner."""

    text: str
    page: int
    """Counted from 0."""
    left: float
    right: float
    base: float
    """Where the letters stand."""
    height: float
    """Of the page."""
    size: float
    """Of the letters, as they appear."""

    @property
    def depth(self) -> float:
        """How far down the page: 0 at its top, 1 at its foot."""
        return 1 - self.base / self.height if self.height else 0.0


class NotOpenedError(Exception):
    """pdfium does not open the file; `needs_password` where that is why."""

    def __init__(self, needs_password: bool) -> None:
        super().__init__()
        self.needs_password = needs_password


class Pdf:
    """An open PDF.

    with closing(Pdf(data)) as pdf:
        lines = pdf.read_page(0)
    """

    def __init__(self, data: bytes) -> None:
        """Raises NotOpenedError."""
        import pypdfium2
        import pypdfium2.raw

        self._raw = pypdfium2.raw
        self._error = pypdfium2.PdfiumError
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            code = getattr(error, "err_code", None)
            raise NotOpenedError(code == self._raw.FPDF_ERR_PASSWORD) from error
        self.pages = len(self._document)

    def close(self) -> None:
        self._document.close()

    def read_metadata(self) -> dict[str, str]:
        """What the file says of itself (Title, Author, CreationDate, Producer ...), empty values left out."""
        found = self._document.get_metadata_dict(skip_empty=True)
        return {key: " ".join(value[:_LONGEST_VALUE].replace("\0", "").split()) for key, value in found.items()}

    def read_page(self, number: int) -> tuple[Line, ...] | None:
        """The lines of a page in the order in which it gives them; None where pdfium cannot read it."""
        try:
            with closing(self._document[number]) as page, closing(page.get_textpage()) as text:
                return tuple(self._read_lines(number, page.get_height(), text))
        except (self._error, *_TEXT_ERRORS):
            return None

    def _read_lines(self, number: int, height: float, text: Any) -> Iterator[Line]:
        characters = self._read_characters(text)
        for start, end in _cut(characters):
            line = characters[start:end].replace(_HYPHEN, "-")
            first = start + len(line) - len(line.lstrip())
            last = start + len(line.rstrip()) - 1
            if first > last:
                continue
            left, base, _, _ = text.get_charbox(first, loose=True)
            _, _, right, _ = text.get_charbox(last, loose=True)
            at = (first, (first + last) // 2, last)
            boxes = [text.get_charbox(i, loose=True) for i in at if not characters[i].isspace()]
            # The height of the letters' boxes, for a font's own size may be scaled by the page.
            sizes = sorted(top - bottom for _, bottom, _, top in boxes)
            base = sorted(bottom for _, bottom, _, _ in boxes)[len(boxes) // 2]
            yield Line(line.strip(), number, left, right, base, height, round(sizes[len(sizes) // 2], 1))

    def _read_characters(self, text: Any) -> str:
        """One character for each of pdfium's own, so that an offset into them is its index."""
        count = text.count_chars()
        characters: str = text.get_text_range(errors="replace") if count else ""
        if len(characters) != count:  # it has left out some, or counted one as two
            codes = (self._raw.FPDFText_GetUnicode(text.raw, i) for i in range(count))
            characters = "".join(chr(code) if code < 0x110000 else "\ufffd" for code in codes)
        return characters.translate(_MARKS)


def _cut(characters: str) -> Iterator[tuple[int, int]]:
    """Where lines begin and end: at line breaks, and behind a hyphen that stood at the end of one."""
    ends = [i for i, c in enumerate(characters) if c in f"\r\n{_HYPHEN}"]
    for before, end in pairwise([-1, *ends, len(characters)]):
        is_hyphen = end < len(characters) and characters[end] == _HYPHEN
        yield before + 1, end + is_hyphen
