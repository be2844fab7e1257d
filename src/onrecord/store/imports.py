"""What other programs give back, as types: rows of the public form, and reviews made elsewhere."""

import json
from typing import Any

from onrecord.errors import ParseError
from onrecord.types import Page, Reading

_MEND = "take JSON Lines that onrecord export or onrecord read --format jsonl wrote"


def read_row(page: Page) -> tuple[Reading, str]:
    """A row of the public form as a reading, and the address of its document. Raises ParseError, one line.

    The address is the one that `onrecord export` wrote, else the document's URL, else its id.
    """
    if page.kind != "row":
        raise ParseError(page.name, f"is no JSON Lines; {_MEND}")
    try:
        row = json.loads(page.data, parse_constant=_refuse)
    except RecursionError:
        raise ParseError(page.name, f"the JSON is nested too deep; {_MEND}") from None
    except ValueError as error:  # UnicodeDecodeError, too
        raise ParseError(page.name, f"not JSON ({error}); {_MEND}") from None
    if isinstance(row, dict) and "text" not in row and row.get("quotes_only"):
        raise ParseError(page.name, "was written with --quotes-only and has no text; export it without that")
    if isinstance(row, dict) and "statements" not in row:
        raise ParseError(page.name, f"no reading, for it has no statements; {_MEND}, or read it with onrecord add")
    try:
        reading = Reading.from_dict(row)
    except ValueError as error:
        raise ParseError(page.name, f"{error}; {_MEND}") from None
    address = row.get("address")
    if address is not None and (not isinstance(address, str) or not address):
        raise ParseError(page.name, f"address must be a string that is not empty; {_MEND}")
    return reading, address or reading.document.url or reading.document.id


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number of JSON")
