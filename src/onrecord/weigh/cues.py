"""What the words of a cue tell of time: whether it is past, and whether its matter is to come."""

import re

from onrecord.types import Span
from onrecord.weigh.times.readings import Tense

LOOKS_AHEAD = re.compile(
    r"^(?!had\b).*\b(?:call(?:s|ed|ing)? (?:for|on|upon)|(?:demand|promis|pledg|vow|propos|threaten|urg|predict|"
    r"forecast|expect|plan|request|seek|sought|want|await)\w*)\b",
    re.IGNORECASE,
)
"""Cues whose matter is to come: 'called for talks on Monday'."""
_WILL = re.compile(
    r"\b(?:will|shall|won['’]t)\b|['’]ll\b|\b(?:is|are|plans?|intends?) to\b|\Ato "
    r"|\b(?:is|are) (?:\w+ )?(?:expected|due|scheduled|set|planned|likely|going|about) to\b",
    re.IGNORECASE,
)
MADE_TO = re.compile(
    r"\b(?:prompted|led|forced|caused|pushed|moved|drove|persuaded|convinced|took|visited|appeared|gathered|met|spoke|"
    r"travell?ed|returned|went|stood|rose)\b[^.;]*$",
    re.IGNORECASE,
)
"""'The attack prompted the pact to order', 'Torvik took to the stage to deny': they did."""
AROUND = 100
"""Characters before a cue that are looked at for that."""
_WOULD = re.compile(r"\b(?:would|could|might|may|should|must)\b|['’]d\b", re.IGNORECASE)
RELATIVE = re.compile(r"\b(?:who|which|whose|that)\b", re.IGNORECASE)


def find_cue_tense(text: str, source: Span | None, cue: Span) -> Tense | None:
    """future for 'will say' and 'to say', None for 'would say', else past: what is told has been said."""
    words = text[slice(*cue)]
    if source and source[1] <= cue[0]:
        gap = text[source[1] : cue[0]]
        words = words if RELATIVE.search(gap) or len(gap) > 60 else f"{gap.lstrip()}{words}"
    if _WILL.search(words):
        made_to = words.startswith("to ") and MADE_TO.search(text, max(0, cue[0] - AROUND), cue[0])
        return "past" if made_to else "future"
    return None if _WOULD.search(words) else "past"
