"""Page -> Document: the text is settled here, once, and no later stage changes a character of it.

text.py      plain text: encoding, newlines, title, bylines, date
rows.py      one row of JSON Lines, its text exactly as given
html.py      the road of markup: the article's text and who wrote it where and when, from
  markup.py    markup -> tree -> article (with trafilatura); the words of an element
  claims.py    what the page says of itself: JSON-LD, meta tags, address
  metadata.py  title, outlet and day: claims weighed against what readers see
  blocks.py    the article's paragraphs, and the parts of the text they make up
  authors.py   who wrote it: claims, then visible bylines
isolate.py   html.py in a process of its own
language.py  which language a text is in
"""

from typing import TYPE_CHECKING

from onrecord.types import Document, Page

if TYPE_CHECKING:
    from onrecord.parse.isolate import HtmlWorker

__all__ = ["parse"]


def parse(page: Page, html: "HtmlWorker | None" = None) -> Document:
    """Settle a page's text: by its kind, as HTML, plain text or a row of JSON Lines.

    HTML is parsed in the worker `html`, or without one in this process (not in a thread: trafilatura crashes
    there). Raises ParseError where there is no text that can be read.
    """
    if page.kind == "row":
        from onrecord.parse.rows import parse_row

        return parse_row(page)
    if page.kind == "text":
        from onrecord.parse.text import parse_text

        return parse_text(page)
    if html is not None:
        return html.parse(page)
    from onrecord.parse.html import parse_html

    return parse_html(page)
