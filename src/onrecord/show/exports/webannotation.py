"""The W3C Web Annotation Data Model (Recommendation of 23 February 2017), in JSON-LD: one AnnotationPage, streamed.

A statement is an annotation of its content; its source, cue, role and medium are annotations that link to it. A piece
of a discontinuous span is a target of its own. Offsets count code points, as the Recommendation has it (4.2.5).
"""

import re
import uuid
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

from onrecord.show.export import to_line
from onrecord.show.exports.form import NOTE, Format
from onrecord.types import Entity, Run, Spans, Statement

if TYPE_CHECKING:
    from onrecord.store.outgoing import Filed
    from onrecord.store.store import Store

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"onrecord": "urn:onrecord:term:"}]
"""Terms of ours begin with `onrecord:`; the Recommendation lets annotations have more than it names."""
LINKED = ("source", "cue", "role", "via")
_AROUND = 32
"""Characters before and behind a quote, by which it is found again in a text that has changed."""


def write(record: "Store", stream: IO[str], quotes_only: bool) -> int:
    head = to_line({"@context": CONTEXT, "id": "urn:onrecord:export", "type": "AnnotationPage", "label": NOTE})
    stream.write(f'{head[:-1]}, "items": [')
    count, between = 0, "\n"
    for filed in record.list_filed():
        count += 1
        for annotation in annotate(filed, quotes_only):
            stream.write(between + to_line(annotation))
            between = ",\n"
    stream.write("\n]}\n")
    return count


def annotate(filed: "Filed", quotes_only: bool = False) -> Iterator[dict[str, Any]]:
    """The annotations of a document: of each statement, then of the spans that go with it."""
    known = {entity.id: entity for entity in filed.reading.entities}
    for s in filed.reading.statements:
        own = _name(filed, s.id)
        yield {
            **_head(filed, own, "identifying"),
            "body": _describe(filed, s, known),
            "target": _target(filed, s.content or s.cue or s.source, quotes_only),
            "onrecord:statement": s.id,
            "onrecord:manner": s.manner,
            "onrecord:asserted": s.asserted,
            "onrecord:confidence": s.confidence,
            "onrecord:sha256": filed.reading.document.sha256,
            **({"onrecord:notices": list(map(str, filed.notices))} if filed.notices else {}),
        }
        for role in LINKED:
            if spans := getattr(s, role):
                yield {
                    **_head(filed, _name(filed, f"{s.id}/{role}"), "linking"),
                    "body": [own, _say(role, "tagging")],
                    "target": _target(filed, spans, quotes_only),
                    "onrecord:role": role,
                }


def _name(filed: "Filed", what: str) -> str:
    """The same for the same statement of the same reading, whichever record it is taken from."""
    run = filed.reading.run
    key = (filed.address, filed.reading.document.sha256, run.reader, run.weights, repr(run.settings), what)
    return uuid.uuid5(uuid.NAMESPACE_OID, repr(key)).urn


def _head(filed: "Filed", own: str, motivation: str) -> dict[str, Any]:
    made_by = _software(filed.reading.run)
    return {
        "id": own,
        "type": "Annotation",
        "motivation": motivation,
        "creator": made_by,
        "created": filed.made.replace("+00:00", "Z"),
    }


def _software(run: Run) -> dict[str, str]:
    own = uuid.uuid5(uuid.NAMESPACE_OID, repr((run.reader, run.weights, repr(run.settings)))).urn
    return {"id": own, "type": "Software", "name": run.reader, "onrecord:weights": run.weights}


def _describe(filed: "Filed", s: Statement, known: dict[str, Entity]) -> list[dict[str, Any]]:
    bodies = []
    if speaker := known.get(s.speaker or ""):
        # A tag with the name would be taken for its identifier: what identifies somebody is their IRI, where known.
        bodies.append(_say(speaker.name, "identifying") | {"onrecord:confidence": s.speaker_confidence})
        if speaker.identifier:
            bodies[-1]["onrecord:identifier"] = speaker.identifier
    tags = [s.manner, *([] if s.asserted else ["not asserted"]), *([s.standing] if s.standing else [])]
    bodies += [_say(tag, "tagging") for tag in tags]
    who = speaker.name if speaker else "Somebody"
    bodies.append(_say(f"{who} is read as speaking, {s.manner}, confidence {s.confidence:.2f}.", "describing"))
    return bodies


def _say(value: str, purpose: str) -> dict[str, Any]:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _target(filed: "Filed", spans: Spans, quotes_only: bool) -> list[dict[str, Any]]:
    text, source = filed.reading.document.text, find_source(filed)
    targets = []
    for start, end in spans:
        words = {"type": "TextQuoteSelector", "exact": text[start:end]}
        if not quotes_only:
            words |= {"prefix": text[max(0, start - _AROUND) : start], "suffix": text[end : end + _AROUND]}
        place = {"type": "TextPositionSelector", "start": start, "end": end}
        targets.append({"type": "SpecificResource", "source": source, "selector": [place, words]})
    return targets


def find_source(filed: "Filed") -> str:
    """An IRI of the document: its URL, else by its text's hash."""
    url = filed.reading.document.url or ""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", url):
        return re.sub(r'[\x00-\x20<>"{}|\\^`\x7f\ud800-\udfff]', lambda m: quote(m[0], errors="replace"), url)
    return f"urn:sha256:{filed.reading.document.sha256}"


WEB_ANNOTATION = Format(".jsonld", write)
