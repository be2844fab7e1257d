"""brat standoff, in a zip: for each document a .txt and a .ann beside it, and the configuration that brat needs.

Offsets count code points. A span is never led across the end of a line, where brat cannot show it: it becomes one of
several pieces, as discontinuous spans are.
"""

import re
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from onrecord.show.exports.form import NOTE, Format
from onrecord.types import Reading, Span, Spans, Statement

if TYPE_CHECKING:
    from onrecord.store.store import Store

ROLES = ("Content", "Cue", "Source")
_LINE_END = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""Where programs that read lines may end one."""
_PIECES = re.compile(f"[^{_LINE_END}]+")
CONFIG = """[entities]
Content
Cue
Source

[relations]
HasCue\tArg1:Content, Arg2:Cue
HasSource\tArg1:Content|Cue, Arg2:Source
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
Manner\tArg:Content, Value:direct|indirect|mixed|narration
NotAsserted\tArg:Content
"""


def write(record: "Store", stream: IO[bytes], quotes_only: bool) -> int:
    count = 0
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        _put(archive, "README.txt", NOTE + "\n")
        _put(archive, "annotation.conf", CONFIG)
        for filed in record.list_filed():
            count += 1
            name = f"{filed.number:08}"
            _put(archive, f"{name}.txt", filed.reading.document.text)
            _put(archive, f"{name}.ann", "".join(f"{line}\n" for line in list_lines(filed.reading)))
    return count


def _put(archive: ZipFile, name: str, words: str) -> None:
    entry = ZipInfo(name)  # of the first day that a zip can tell, so that the same record gives the same bytes
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    # UTF-8 has no lone surrogate; another character takes its place, so that offsets hold.
    archive.writestr(entry, re.sub("[\ud800-\udfff]", "\ufffd", words).encode())


def list_lines(reading: Reading) -> Iterator[str]:
    """The .ann of a reading: text-bound annotations, relations, attributes and notes."""
    text = reading.document.text
    names = {entity.id: entity.name for entity in reading.entities}
    entities = relations = attributes = notes = 0
    for s in reading.statements:
        marks = {}
        for role in ROLES:
            if spans := split(text, getattr(s, role.lower())):
                entities += 1
                marks[role] = f"T{entities}"
                where = ";".join(f"{start} {end}" for start, end in spans)
                yield f"T{entities}\t{role} {where}\t{' '.join(text[start:end] for start, end in spans)}"
        for label, start, end in _relate(marks):
            relations += 1
            yield f"R{relations}\t{label} Arg1:{start} Arg2:{end}"
        if "Content" in marks:
            for words in (f"Manner {marks['Content']} {s.manner}", *_deny(s, marks["Content"])):
                attributes += 1
                yield f"A{attributes}\t{words}"
        if marks:
            notes += 1
            told = " ".join(f"{s.id}, {_tell(names.get(s.speaker or ''))}, confidence {s.confidence:.2f}".split())
            yield f"#{notes}\tAnnotatorNotes {next(iter(marks.values()))}\t{told}"


def _relate(marks: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    if "Content" in marks and "Cue" in marks:
        yield "HasCue", marks["Content"], marks["Cue"]
    if "Source" in marks and (first := marks.get("Content") or marks.get("Cue")):
        yield "HasSource", first, marks["Source"]


def _deny(s: Statement, mark: str) -> tuple[str, ...]:
    return () if s.asserted else (f"NotAsserted {mark}",)


def _tell(name: str | None) -> str:
    return f"speaker {name}" if name else "speaker not known"


def split(text: str, spans: Spans) -> list[Span]:
    """Spans as brat has them: in order, none across the end of a line, none that holds only one."""
    return sorted(
        (start + piece.start(), start + piece.end())
        for start, end in spans
        for piece in _PIECES.finditer(text[start:end])
    )


BRAT = Format(".zip", write, binary=True, whole_text=True)
