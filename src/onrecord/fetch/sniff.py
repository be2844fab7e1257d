"""What bytes are by the look of their beginning: HTML, JSON Lines, or something that is not text."""

import codecs
import json
import re

HEAD_BYTES = 8192
"""How much of a beginning the guesses want to see."""

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # UTF-32 (LE) begins with the first of them

# After the tags that the WHATWG's MIME sniffing standard looks for, and the usual ones of HTML 5.
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?<(?:!--|(?:!doctype\s+html|html|head|title|meta|link|script|style|body|main|header|article"
    rb"|section|nav|h1|h2|div|p|a|b|br|span|table|iframe|font|img|figure|ul)[\s/>])",
    re.IGNORECASE,
)

_CONVERT = "convert it to text first"
_UNPACK = "unpack it first"
_TRANSCRIBE = "give its transcript"

_BINARY = tuple(
    (re.compile(pattern, re.DOTALL), what)
    for pattern, what in (
        (rb"%PDF-", f"a PDF; {_CONVERT}"),
        (rb"PK\x03\x04.*\[Content_Types\]\.xml", f"an Office document; {_CONVERT}"),
        (rb"PK\x03\x04.*mimetypeapplication/vnd\.oasis", f"an OpenDocument file; {_CONVERT}"),
        (rb"PK\x03\x04.*mimetypeapplication/epub", f"an e-book; {_CONVERT}"),
        (rb"PK(?:\x03\x04|\x05\x06)", f"a zip archive; {_UNPACK}"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"an Office document; {_CONVERT}"),
        (rb"\{\\rtf", f"an RTF document; {_CONVERT}"),
        (rb"%!PS", f"a PostScript file; {_CONVERT}"),
        (rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|RIFF....WEBP", f"an image; {_CONVERT}"),
        (rb"ID3[\x02-\x04]|OggS|fLaC|RIFF....WAVE|....ftyp|\x1aE\xdf\xa3", f"a recording; {_TRANSCRIBE}"),
        (rb"\x1f\x8b", f"a gzip file; {_UNPACK}"),
        (rb"BZh[1-9]1AY|\xfd7zXZ\0|7z\xbc\xaf|Rar!\x1a|\x28\xb5\x2f\xfd", f"an archive; {_UNPACK}"),
    )
)


def name_binary(head: bytes) -> str | None:
    """What a file that is not text is, and what to do with it; None where it may be text."""
    for pattern, what in _BINARY:
        if pattern.match(head):
            return what
    if b"\0" in head and not head.startswith(UTF16_MARKS) and not head.startswith(codecs.BOM_UTF32_BE):
        return f"a binary file; {_CONVERT}"
    return None


def is_html(head: bytes) -> bool:
    """Whether bytes begin as an HTML page does, in UTF-8 and its like or in UTF-16 with its mark."""
    if head.startswith(UTF16_MARKS):
        head = head.replace(b"\0", b"")[2:]
    return _HTML.match(head.removeprefix(codecs.BOM_UTF8).lstrip()) is not None


def is_row(line: bytes) -> bool:
    """Whether a line is meant as a row of JSON Lines: an object that has a `text`, or the beginning of some object."""
    if line.lstrip(b"\xef\xbb\xbf \t").startswith(b'{"'):
        return True
    try:
        value = json.loads(line.removeprefix(codecs.BOM_UTF8))
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and "text" in value
