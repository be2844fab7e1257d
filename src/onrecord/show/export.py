"""Readings as JSON Lines."""

import json
from typing import Any

from onrecord.types import Reading


def to_json_line(reading: Reading) -> str:
    """A reading in the public form as one line, without the newline. Lone surrogates are escaped."""
    return to_line(reading.to_dict())


def to_line(row: Any) -> str:
    """A value in JSON as one line, without the newline, that can be written in UTF-8. Lone surrogates are escaped."""
    line = json.dumps(row, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(row)
    # Two characters that are fine in JSON end a line for some readers of lines.
    return line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")
