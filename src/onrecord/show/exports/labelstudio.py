"""Label Studio: one task a document, its statements as a prediction that annotators accept or mend.

Regions are source, cue and content, relations tell which go together. Offsets count code points, which is what Label
Studio's own `fixCodePointsInRange` makes of a browser's.
"""

from typing import IO, TYPE_CHECKING, Any

from onrecord.show.export import to_line
from onrecord.show.exports.form import NOTE, Format
from onrecord.types import Reading, Statement

if TYPE_CHECKING:
    from onrecord.store.outgoing import Filed
    from onrecord.store.store import Store

ROLES = ("content", "cue", "source")
CONFIG = """<View>
  <Labels name="label" toName="text">
    <Label value="content"/><Label value="cue"/><Label value="source"/>
  </Labels>
  <Relations><Relation value="cue"/><Relation value="source"/><Relation value="continued"/></Relations>
  <Text name="text" value="$text" granularity="symbol"/>
</View>
"""
"""The labelling interface that the tasks are for."""


def write(record: "Store", stream: IO[str], quotes_only: bool) -> int:
    stream.write("[")
    count, between = 0, "\n"
    for filed in record.list_filed():
        count += 1
        stream.write(between + to_line(to_task(filed)))
        between = ",\n"
    stream.write("\n]\n")
    return count


def to_task(filed: "Filed") -> dict[str, Any]:
    """A document with its statements as pre-annotations."""
    reading = filed.reading
    document = reading.document
    said = reading.statements
    results = [result for s in said for result in (*_list_regions(reading, s), *_list_relations(s))]
    return {
        "data": {
            "text": document.text,
            "title": document.title,
            "outlet": document.outlet,
            "url": document.url,
            "published": document.published,
            "address": filed.address,
            "sha256": document.sha256,
            "note": NOTE,
            **({"notices": list(map(str, filed.notices))} if filed.notices else {}),
        },
        "predictions": [
            {
                "model_version": f"{reading.run.reader} {reading.run.weights}",
                "score": sum(s.confidence for s in said) / len(said) if said else None,
                "result": results,
            }
        ],
    }


def _name(s: Statement, role: str, piece: int) -> str:
    """A region's id, by which a review knows the statement again."""
    return f"{s.id}:{role}:{piece}"


def _list_regions(reading: Reading, s: Statement) -> list[dict[str, Any]]:
    name = {entity.id: entity.name for entity in reading.entities}.get(s.speaker or "")
    told = [f"speaker: {name}"] if name else []
    told += [s.manner, "asserted" if s.asserted else "not asserted"]
    return [
        {
            "id": _name(s, role, piece),
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "score": s.confidence,
            "value": {"start": start, "end": end, "text": reading.document.text[start:end], "labels": [role]},
            **({"meta": {"text": told}} if role == "content" and piece == 0 else {}),
        }
        for role in ROLES
        for piece, (start, end) in enumerate(getattr(s, role))
    ]


def _list_relations(s: Statement) -> list[dict[str, Any]]:
    """From the first piece of the statement to the first of each other role, and from each first piece to the rest."""
    present = [role for role in ROLES if getattr(s, role)]
    pairs = [(_name(s, present[0], 0), _name(s, role, 0), role) for role in present[1:]]
    for role in present:
        pairs += [(_name(s, role, 0), _name(s, role, n), "continued") for n in range(1, len(getattr(s, role)))]
    return [
        {"type": "relation", "from_id": start, "to_id": end, "direction": "right", "labels": [label]}
        for start, end, label in pairs
    ]


LABEL_STUDIO = Format(".json", write, whole_text=True)
