"""A reading -> what one speaker says in it."""

import re
from dataclasses import replace

from onrecord.resolve.people import fold
from onrecord.types import Reading

_WORD = re.compile(r"[\w’'.-]+")


def keep_speaker(reading: Reading, name: str) -> Reading:
    """The reading with those statements alone whose speaker some form of the name names.

    All words of `name` must stand in one of the names by which the text names the speaker: "torvik" finds Ana Torvik,
    "Ana Torvik" is not found in a text that says only Torvik.
    """
    wanted = _words(name)
    text = reading.document.text
    fitting = set()
    for entity in reading.entities:
        forms = [
            text[s:e] for (s, e), form in zip(entity.mentions, entity.mention_forms, strict=True) if form == "name"
        ]
        if wanted and any(wanted <= _words(form) for form in [entity.name, *forms]):
            fitting.add(entity.id)
    return replace(reading, statements=tuple(s for s in reading.statements if s.speaker in fitting))


def _words(name: str) -> set[str]:
    """As they are compared: hyphens part words."""
    return {part for word in _WORD.findall(name) for part in fold(word).split()}
