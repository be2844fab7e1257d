"""What the child process of isolate.py runs: the parsers whose libraries a stranger's bytes may hang or crash."""

from onrecord.parse.html import parse_html  # at once, so that its imports overlap with the parent's other work
from onrecord.types import Document, Page


def parse_confined(page: Page) -> Document:
    """A page of HTML or a PDF as a document. Raises ParseError."""
    if page.kind == "pdf":
        from onrecord.parse.pdf import parse_pdf

        return parse_pdf(page)
    return parse_html(page)
