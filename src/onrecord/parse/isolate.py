"""HTML and PDF parsed in a process of their own, so that no page can hang, crash or fill the reader's."""

from onrecord.child import Child, ChildFailedError
from onrecord.errors import ParseError
from onrecord.types import Document, Page

TIMEOUT_S = 20.0
MAX_MEMORY = 2 * 1024**3
"""Bytes of address space that the child may have."""
PARSER = "onrecord.parse.confined:parse_confined"

_MEND = "save the article's text to a file and read that"


class ParseWorker(Child):
    """One lasting child process that parses pages of HTML and PDFs, one at a time.

    with ParseWorker() as worker:
        document = worker.parse(page)

    `parser` names the function that the child runs as "module:function" (a Page in, a Document out, ParseError
    raised); tests give ones that hang or crash.
    """

    def __init__(self, timeout_s: float = TIMEOUT_S, max_memory: int = MAX_MEMORY, parser: str = PARSER) -> None:
        super().__init__(parser, timeout_s, max_memory)

    def parse(self, page: Page) -> Document:
        """Parse a page in the child.

        Raises ParseError where the parser does, and where the page takes longer than `timeout_s`, crashes the
        child or needs too much memory; the next page then gets a new child. Raises RuntimeError where no child
        can be started.
        """
        what, parser = ("PDF", "PDF") if page.kind == "pdf" else ("page", "HTML")
        try:
            document = self.ask(page)
        except TimeoutError:
            reason = f"the {what} took longer than {self._timeout_s:g} s to parse"
        except EOFError:
            reason = f"the {what} crashed the {parser} parser"
        except MemoryError:
            reason = f"the {what} needs too much memory to parse"
        except ChildFailedError as error:
            reason = f"the {parser} parser failed on the {what} ({error})"
        else:
            assert isinstance(document, Document)
            return document
        raise ParseError(page.name, f"{reason}; {_MEND}")

    def __enter__(self) -> "ParseWorker":
        return self
