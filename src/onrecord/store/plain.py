"""Text as databases take it, and back: neither keeps a lone surrogate, nor PostgreSQL a NUL.

Both are kept as code points of the last plane for private use, one for one, so that spans hold. No published text has
them; one that has is refused, for it could not be told apart.
"""

import re

from onrecord.errors import InputError

_FIRST, _NUL = 0x10F800, 0x10F7FF
_STRANGE = re.compile("[\ud800-\udfff\0]")
_KEPT = re.compile(f"[{chr(_NUL)}-{chr(_FIRST + 0x7FF)}]")


def to_kept(text: str, name: str) -> str:
    """A text as it is kept. Raises InputError where the text itself has the code points that stand for others."""
    if text.isascii() and "\0" not in text:
        return text
    if _KEPT.search(text):
        raise InputError(name, "holds code points for private use (U+10F7FF and above) that a record cannot keep")
    return _STRANGE.sub(lambda m: chr(_NUL if m[0] == "\0" else _FIRST + ord(m[0]) - 0xD800), text)


def to_kept_anyhow(text: str) -> str:
    """A text as it is kept, for messages: what cannot be kept becomes a question mark."""
    return to_kept(_KEPT.sub("?", text), "")


def from_kept(text: str) -> str:
    """A text as it was."""
    if text.isascii():
        return text
    return _KEPT.sub(lambda m: "\0" if ord(m[0]) == _NUL else chr(ord(m[0]) - _FIRST + 0xD800), text)
