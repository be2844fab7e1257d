"""A writer of small PDFs: lines of Helvetica, each with its size and place."""

from collections.abc import Sequence
from dataclasses import dataclass

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


@dataclass(frozen=True)
class Printed:
    """A line on a page of 612 by 792 points."""

    text: str
    base: float
    left: float = 72
    size: float = 10


def column(*texts: str, top: float = 700, left: float = 72, size: float = 10, leading: float = 12) -> list[Printed]:
    """Lines one below the other; an empty one leaves a gap."""
    return [Printed(text, top - i * leading, left, size) for i, text in enumerate(texts) if text]


def make_pdf(*pages: Sequence[Printed], **said: str) -> bytes:
    """A PDF of these pages; `said` is what it says of itself (Title, Author ...)."""
    objects: list[bytes] = [_FONT]
    root = 2 + 2 * len(pages)
    for page in pages:
        drawn = b"\n".join(map(_draw, page))
        objects.append(b"<</Length %d>>stream\nBT\n%s\nET\nendstream" % (len(drawn) + 6, drawn))
        resources = b"/Resources<</Font<</F 1 0 R>>>>/MediaBox[0 0 612 792]"
        objects.append(b"<</Type/Page/Parent %d 0 R/Contents %d 0 R%s>>" % (root, len(objects), resources))
    kids = b" ".join(b"%d 0 R" % (3 + 2 * i) for i in range(len(pages)))
    objects.append(b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids))
    objects.append(b"<</Type/Catalog/Pages %d 0 R>>" % root)
    objects.append(b"<<%s>>" % b"".join(b"/%s(%s)" % (key.encode(), _escape(value)) for key, value in said.items()))
    written = bytearray(b"%PDF-1.7\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(written)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    trailer = b"<</Size %d/Root %d 0 R/Info %d 0 R>>" % (len(objects) + 1, root + 1, root + 2)
    return bytes(written + b"trailer%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, start))


def _draw(line: Printed) -> bytes:
    return b"/F %g Tf 1 0 0 1 %g %g Tm (%s) Tj" % (line.size, line.left, line.base, _escape(line.text))


def _escape(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
