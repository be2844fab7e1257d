"""What bytes are by the look of their beginning: HTML, PDF, JSON Lines, a feed, a web archive, or no text at all."""

import codecs
import json
import re
import zlib

HEAD_BYTES = 8192
"""How much of a beginning the guesses want to see."""

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # UTF-32 (LE) begins with the first of them

# After the tags that the WHATWG's MIME sniffing standard looks for, and the usual ones of HTML 5.
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?<(?:!--|(?:!doctype\s+html|html|head|title|meta|link|script|style|body|main|header|article"
    rb"|section|nav|h1|h2|div|p|a|b|br|span|table|iframe|font|img|figure|ul)[\s/>])",
    re.IGNORECASE,
)

# The element that holds all others, after what may stand before it.
_FEED = re.compile(
    rb"(?>(?:<\?[^>]*>|<!--.*?-->|<!doctype\s+[\w:]+[^>\[]*(?:\[[^\]]*\]\s*)?>)\s*)*+"
    rb"<(?:rss\b|(?:\w+:)?feed\b[^>]*http://(?:www\.w3\.org/2005/Atom|purl\.org/atom)"
    rb"|(?:\w+:)?RDF\b[^>]*http://(?:purl\.org/rss|(?:my|channel)\.netscape\.com))",
    re.DOTALL | re.IGNORECASE,
)
GZIP_MARK = b"\x1f\x8b\x08"
FEED = "a feed, not an article; `onrecord follow` it"

_CONVERT = "convert it to text first"
_UNPACK = "unpack it first"
_TRANSCRIBE = "give its transcript"

_Kinds = tuple[tuple[re.Pattern[bytes], str, str], ...]


def _compile(*rows: tuple[bytes, str, str]) -> _Kinds:
    return tuple((re.compile(pattern, re.DOTALL), what, mend) for pattern, what, mend in rows)


# How files begin that are not text, what they are, and what to do with them: first those that are refused even where
# a server calls them HTML or text, then the others, of which some begin as a text may.
_MISLABELLED = _compile(
    (rb"%PDF-", "a PDF", _CONVERT),
    (rb"PK\x03\x04.*\[Content_Types\]\.xml", "an Office document", _CONVERT),
    (rb"PK\x03\x04.*mimetypeapplication/vnd\.oasis", "an OpenDocument file", _CONVERT),
    (rb"PK\x03\x04.*mimetypeapplication/epub", "an e-book", _CONVERT),
    (rb"PK\x03\x04", "a zip archive", _UNPACK),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document", _CONVERT),
    (rb"\{\\rtf", "an RTF document", _CONVERT),
    (rb"\x89PNG|\xff\xd8\xff|GIF8", "an image", _CONVERT),
    (rb"\x1f\x8b", "a gzip file", _UNPACK),
)
_OTHERS = _compile(
    (rb"PK\x05\x06", "a zip archive", _UNPACK),
    (rb"%!PS", "a PostScript file", _CONVERT),
    (rb"II\*\0|MM\0\*|RIFF....WEBP", "an image", _CONVERT),
    (rb"ID3[\x02-\x04]|OggS|fLaC|RIFF....WAVE|....ftyp|\x1aE\xdf\xa3", "a recording", _TRANSCRIBE),
    (rb"BZh[1-9]1AY|\xfd7zXZ\0|7z\xbc\xaf|Rar!\x1a|\x28\xb5\x2f\xfd", "an archive", _UNPACK),
)


def name_binary(head: bytes) -> str | None:
    """What a file that is not text is, and what to do with it; None where it may be text."""
    for pattern, what, mend in _MISLABELLED + _OTHERS:
        if pattern.match(head):
            return f"{what}; {mend}"
    if b"\0" in head and not head.startswith(UTF16_MARKS) and not head.startswith(codecs.BOM_UTF32_BE):
        return f"a binary file; {_CONVERT}"
    return None


def name_mislabelled(head: bytes) -> str | None:
    """What a page is that was called HTML or text and cannot be; None where it may be."""
    return next((what for pattern, what, _ in _MISLABELLED if pattern.match(head)), None)


def is_pdf(head: bytes) -> bool:
    """Whether bytes begin as a PDF does."""
    return head.startswith(b"%PDF-")


def is_warc(head: bytes) -> bool:
    """Whether bytes begin as a web archive does, plain or compressed by gzip."""
    if head.startswith(GZIP_MARK):
        try:
            head = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, 16)
        except zlib.error:
            return False
    return head.startswith(b"WARC/")


def is_feed(head: bytes) -> bool:
    """Whether bytes begin as a feed does (RSS of any age, Atom), in UTF-8 and its like or in UTF-16."""
    return _FEED.match(_as_ascii(head)) is not None


def is_html(head: bytes) -> bool:
    """Whether bytes begin as an HTML page does, in UTF-8 and its like or in UTF-16 with its mark."""
    return _HTML.match(_as_ascii(head)) is not None


def is_row(line: bytes) -> bool:
    """Whether a line is meant as a row of JSON Lines: an object that has a `text`, or the beginning of some object."""
    if line.lstrip(b"\xef\xbb\xbf \t").startswith(b'{"'):
        return True
    try:
        value = json.loads(line.removeprefix(codecs.BOM_UTF8))
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and "text" in value


def _as_ascii(head: bytes) -> bytes:
    """The beginning without marks, white space and what UTF-16 makes of ASCII."""
    if head.startswith(UTF16_MARKS):
        head = head.replace(b"\0", b"")[2:]
    return head.removeprefix(codecs.BOM_UTF8).lstrip()
