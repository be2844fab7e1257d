"""What HTML cannot hold, and what cannot be seen: replaced, or shown by name."""

import re
from html import escape

_INVALID = re.compile("[\0\ud800-\udfff]")
HIDDEN = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    "|[\U000e0000-\U000e007f]+"
)
_NAMES = {
    "\u061c": "ALM",
    "\u200b": "ZWSP",
    "\u200c": "ZWNJ",
    "\u200d": "ZWJ",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u2028": "LINE",
    "\u2029": "PARA",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2060": "WJ",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\ufeff": "BOM",
}
_ORDINARY = frozenset("\u061c\u200c\u200d\u200e\u200f")
# Scripts that join their letters or run right to left, and emoji, all lie above this; so do the dashes and
# quotation marks, after which a joiner does no harm.
_FIRST_JOINING = "\u0590"
_FIRST_TAG, _FLAG = "\U000e0000", "\U0001f3f4"  # tags after the black flag spell whose flag it is


def reveal(text: str) -> str:
    """The text as HTML, with each invisible character in a span that names it.

    The style sheet shows the name and isolates the character, so that it cannot turn the line around it.
    Joiners and direction marks stay as they are among scripts that are written with them.
    """

    def name(match: re.Match[str]) -> str:
        hidden, before = match[0], match.string[match.start() - 1 : match.start()]
        if (hidden in _ORDINARY and before >= _FIRST_JOINING) or (hidden >= _FIRST_TAG and before == _FLAG):
            return hidden
        called = _NAMES.get(hidden) or ("TAG" if len(hidden) > 1 else f"U+{ord(hidden):04X}")
        return f'<span class="hid" data-c="{called}">{hidden}</span>'

    # A carriage return by itself would be read as a newline.
    return HIDDEN.sub(name, escape(make_valid(text)).replace("\r", "&#13;"))


def make_valid(text: str) -> str:
    return _INVALID.sub("\ufffd", text)
