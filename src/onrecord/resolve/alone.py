"""Names that are lines of their own, and may be labels of what stands below: "Piet Marl", "Interviewer".

Headings, credits, signatures and bylines look like them; what the whole text does with them tells (talks.py).
"""

import re

from onrecord.resolve.bare import is_bare_name
from onrecord.resolve.labels import (
    INITIALS_LIKE_WORDS,
    LINE,
    PREFIX,
    Label,
    Role,
    fold,
    main_words,
    role_of,
    skip_marks,
)

_LONGEST = 60
"""Characters of such a line."""
_ENDS = (".", "?", "!", "…", ";", ",")
"""Of what is said: "Mr. Marl, how are you?" is no name and post."""
_MARKS_BEHIND = " \t\xa0*_"


def find_alone(text: str) -> list[Label]:
    """One for each line that is the name of somebody, with or without a title or what stands in brackets. Right below a
    name a second one is its bearer's post. Takes time linear in the text."""
    found: list[Label] = []
    end = 0
    for label in (_read_line(text, m) for m in LINE.finditer(text)):
        if label and found and _is_next_line(text[end : label.begin]):
            found[-1] = found[-1]._replace(said=label.said)
        elif label:
            found.append(label)
        end = label.span[1] if label else end
    return found


def _is_next_line(between: str) -> bool:
    return between.strip(_MARKS_BEHIND).isspace() and len(between.splitlines()) == 1


def _read_line(text: str, line: re.Match[str]) -> Label | None:
    prefix = PREFIX.match(text, *line.span())
    if prefix is None or line.end() - prefix.end() > _LONGEST:
        return None
    at = prefix.end()
    printed = text[at : line.end()].rstrip(_MARKS_BEHIND)
    words = main_words(printed)
    role: Role = role_of(words)
    if not words or printed.endswith(_ENDS):
        return None
    is_name = printed in INITIALS_LIKE_WORDS or is_bare_name(" ".join(words))
    if not is_name and role != "interviewer":
        return None
    span = (at, at + len(printed))
    key = " ".join(map(fold, words))
    return Label(line.start(), span, skip_marks(text, line.end()), "line", key, role, is_caps=printed.isupper())
