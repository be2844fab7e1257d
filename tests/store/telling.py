"""Small readings, told in a line a statement."""

from dataclasses import dataclass
from typing import Any

from onrecord.store.store import Store
from onrecord.types import Document, Entity, Reading, Run, Span, Statement, Time

RUN = Run("onrecord 0", "sha256:0", ())


@dataclass(frozen=True)
class Said:
    """Who said what, of whom."""

    speaker: str | None
    content: str
    about: str = ""
    role: str = ""
    to: str = ""
    via: str = ""
    said: str = ""
    named: bool = True
    more: tuple[tuple[str, Any], ...] = ()


def tell(*said: Said, outlet: str = "Meridian", published: str = "2025-05-19", title: str = "A title") -> Reading:
    """A reading of a text that has one line for each statement."""
    text = f"{title}\n"
    marks: dict[str, list[Span]] = {}
    unnamed = {s.speaker for s in said if not s.named}
    statements = []

    def put(words: str) -> Span:
        nonlocal text
        start = len(text)
        text += words
        return start, start + len(words)

    for number, s in enumerate(said, 1):
        fields: dict[str, Any] = dict(s.more)
        source = put(s.speaker or "It")
        if s.speaker:
            marks.setdefault(s.speaker, []).append(source)
            fields |= {"speaker": s.speaker, "speaker_confidence": 0.9, "speaker_mention": source}
        if s.role:
            put(", ")
            fields["role"] = (put(s.role),)
            put(",")
        put(" ")
        cue = put("told" if s.to else "said")
        if s.to:
            put(" ")
            marks.setdefault(s.to, []).append(put(s.to))
            fields["addressee"] = s.to
        if s.said:
            put(" ")
            day = put("then")
            after = f"{s.said[:-2]}{int(s.said[-2:]) + 1:02}"
            fields["said"] = Time(day, s.said, after, "day", "from anchor")
        if s.via:
            put(" ")
            fields["via"] = (put(s.via),)
        put(" ")
        content = put(s.content)
        if s.about:
            at = content[0] + s.content.index(s.about)
            marks.setdefault(s.about, []).append((at, at + len(s.about)))
        put(".\n")
        manner = fields.pop("manner", "indirect")
        statements.append(Statement(f"s{number}", (source,), (cue,), (content,), manner, **fields))
    ids = {name: f"e{i}" for i, name in enumerate(marks, 1)}
    entities = tuple(
        Entity(ids[name], "person", name, tuple(spans), ("name" if name not in unnamed else "nominal",) * len(spans),
               named=name not in unnamed)
        for name, spans in marks.items()
    )  # fmt: skip
    known = tuple(_lead(s, ids) for s in statements)
    document = Document(
        f"{outlet}-{published}-{title}", text, title=title, outlet=outlet, published=published,
        url=f"https://{outlet.split()[0].lower()}.example/{published}",
    )  # fmt: skip
    return Reading(document, known, entities, RUN)


def _lead(statement: Statement, ids: dict[str, str]) -> Statement:
    from dataclasses import replace

    return replace(
        statement,
        speaker=ids.get(statement.speaker or ""),
        addressee=ids.get(statement.addressee or ""),
        speaker_candidates=tuple(ids[name] for name in statement.speaker_candidates),
    )


def keep(store: Store, *readings: Reading) -> list[int]:
    """Keep them; the numbers of their documents."""
    return [store.keep(reading, reading.document.url or reading.document.id).document for reading in readings]
