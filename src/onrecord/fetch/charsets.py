"""Encodings by the names that servers and pages give them, and by their marks."""

import codecs

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What the web calls by these names is Windows-1252 (WHATWG Encoding Standard, 4.2).
_LATIN = {"ascii", "iso8859-1"}
# Codecs that no page is written in: they read escapes, or take time quadratic in the length.
_NOT_OF_PAGES = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}


def find_encoding(name: str | None) -> str | None:
    """The codec for an encoding's name, None where there is none that a page may be written in."""
    try:
        found = codecs.lookup((name or "").strip()).name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return None
    return None if found in _NOT_OF_PAGES else "cp1252" if found in _LATIN else found
