"""Where sentences begin: quote-aware, and careful with abbreviations and initials."""

import re

_ABBREVIATIONS = frozenset(
    """adm al approx apr assoc aug ave bros brig capt cf cmdr co col comdr corp cpl dec dept dr ed eg est etc feb fig
    fr ft gen gov hon ie inc jan jr jul jun lt ltd maj mar messrs mr mrs ms mt no nos nov oct op p pg pp pres prof
    pvt rep reps rev sec sen sens sep sept sgt sr st supt treas univ v vol vs""".split()
)
_STOP = re.compile(r"""([.!?…]+)(["'”’»)\]]*)(\s+)(?=["'“‘«„(\[]*[^\s])""")
_NEXT_WORD = re.compile(r"""["'“‘«„(\[]*(\w+)""")
_OPENERS = frozenset(
    "The A An In On At He She It They We I But And This That These There His Her Their If When".split()
)
_LAST_WORD = re.compile(r"([^\W\d_][\w.]*)$")


def find_sentences(text: str, start: int = 0, end: int | None = None) -> list[int]:
    """Offsets in [start, end) at which a sentence begins, `start` itself first. Line breaks end sentences."""
    end = len(text) if end is None else end
    starts = {start}
    starts.update(m.end() for m in re.compile(r"\n\s*").finditer(text, start, end))
    for match in _STOP.finditer(text, start, end):
        following = _NEXT_WORD.match(text, match.end())
        after = following.group(1) if following else ""
        if after[:1].islower():
            continue
        if match.group(1) == "." and not match.group(2) and _is_abbreviation(text, match.start(), start, after):
            continue
        starts.add(match.end())
    return sorted(s for s in starts if s < end or s == start)


def _is_abbreviation(text: str, stop: int, start: int, after: str) -> bool:
    word = _LAST_WORD.search(text, max(start, stop - 24), stop)
    if word is None:
        return False
    token = word.group(1)
    if len(token) == 1 and token.isupper():
        return True  # an initial: J. Smith
    if "." in token:  # U.S. Army, 9 a.m. Monday; but "in the U.S. The"
        return after not in _OPENERS
    return token.lower() in _ABBREVIATIONS
