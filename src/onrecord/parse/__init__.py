"""Page -> Document: the text is settled here, once, and no later stage changes a character of it.

text.py      plain text: encoding, newlines, title, bylines, date
rows.py      one row of JSON Lines, its text exactly as given
html.py      the road of markup: the article's text and who wrote it where and when, from
  markup.py    markup -> tree -> article (with trafilatura); the words of an element
  claims.py    what the page says of itself: JSON-LD, meta tags, address
  metadata.py  title, outlet and day: claims weighed against what readers see
  blocks.py    the article's paragraphs, and the parts of the text they make up
  authors.py   who wrote it: claims, then visible bylines
pdf.py       the road of PDF: its pages' text and what they and the file say of themselves, from
  lines.py     pages -> lines, with their places and sizes (with pdfium)
  heads.py     running heads, feet and page numbers
  paragraphs.py  lines -> paragraphs
isolate.py   html.py and pdf.py in a process of their own, which runs
  confined.py  the one or the other
language.py  which language a text is in
"""

from typing import TYPE_CHECKING

from onrecord.types import Document, Page

if TYPE_CHECKING:
    from onrecord.parse.isolate import ParseWorker

__all__ = ["parse"]


def parse(page: Page, worker: "ParseWorker | None" = None) -> Document:
    """Settle a page's text: by its kind, as HTML, PDF, plain text or a row of JSON Lines.

    HTML and PDF are parsed in the `worker`, or without one in this process (not in a thread: trafilatura crashes
    there, and pdfium too). Raises ParseError where there is no text that can be read.
    """
    if page.kind == "row":
        from onrecord.parse.rows import parse_row

        return parse_row(page)
    if page.kind == "text":
        from onrecord.parse.text import parse_text

        return parse_text(page)
    if worker is not None:
        return worker.parse(page)
    from onrecord.parse.confined import parse_confined

    return parse_confined(page)
