"""What people reviewed, to learn from: one document a line, in the form that training/ reads.

`{"id", "text", "attributions": [{"source", "cue", "content"}]}`, each of the three a list of half-open [start, end] in
code points, and what tells how far the document was reviewed.
"""

from typing import IO, TYPE_CHECKING, Any

from onrecord.show.export import to_line
from onrecord.show.exports.form import Format
from onrecord.types import Reading

if TYPE_CHECKING:
    from onrecord.store.reviews import Review
    from onrecord.store.store import Store


def write(record: "Store", stream: IO[str], quotes_only: bool) -> int:
    numbers = sorted({review.document for review in record.reviews() if not review.orphaned})
    for number in numbers:
        row = to_row(record.load(number), record.load_reviewed(number), record.reviews(number))
        stream.write(to_line(row) + "\n")
    return len(numbers)


def to_row(machine: Reading, right: Reading, reviews: "list[Review]") -> dict[str, Any]:
    """A document with its statements as people have them: without what they rejected, put right where they did so.

    Statements that nobody reviewed are as the reader found them, their `verdict` null; `whole` where there are none.
    """
    verdicts = {review.statement: review.verdict for review in reviews}
    names = {entity.id: entity.name for entity in right.entities}
    document = right.document
    return {
        "id": document.sha256,
        "text": document.text,
        "attributions": [
            {
                **{role: sorted(map(list, getattr(s, role))) for role in ("source", "cue", "content")},
                "speaker": names.get(s.speaker or ""),
                "verdict": verdicts.get(s.id),
            }
            for s in right.statements
        ],
        "whole": all(s.id in verdicts for s in machine.statements),
        "rejected": sum(verdicts.get(s.id) == "reject" for s in machine.statements),
        "url": document.url,
        "title": document.title,
        "outlet": document.outlet,
        "published": document.published,
    }


TRAINING = Format(".jsonl", write, whole_text=True)
