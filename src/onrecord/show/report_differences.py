"""What a copy has made of another text, as a report: its quotations, whom it gives words to, its passages."""

from onrecord.show.report import MACHINE, Cell, Piece, Report, Section
from onrecord.show.speakers import clip
from onrecord.store.differences import Differences
from onrecord.types import Document, Spans

_LONGEST = 300


def report_differences(found: Differences) -> Report:
    """How a document differs from another one."""
    here, there = found.document, found.other
    facts = [f"{_name(here)}, beside {_name(there)}.", f"{found.shared:.0%} of its words stand in the other."]
    if not (found.quotations or found.sources or found.passages):
        facts.append("They say the same.")
    quotations = [
        (_say(q.kind), _say(_quote(there, q.there)), _say(_quote(here, q.here)),
         _say("; ".join(filter(None, (_tell("without", there, q.lost), _tell("with", here, q.gained))))))
        for q in found.quotations
    ]  # fmt: skip
    sources = [
        (_say(s.kind), _say(_quote(there, s.there)), _say(_quote(here, s.here) or "nobody"),
         _say(_quote(here, s.content)))
        for s in found.sources
    ]  # fmt: skip
    passages = [
        (_say(p.kind), _say(_quote(there, (p.there,) if p.there else ())),
         _say(_quote(here, (p.here,) if p.here else ())))
        for p in found.passages
    ]  # fmt: skip
    sections = (
        Section("Quotations", ("", "there", "here", "words"), tuple(quotations)),
        Section("Sources", ("", "there", "here", "of these words"), tuple(sources)),
        Section("Passages", ("", "there", "here"), tuple(passages)),
    )
    title = here.title or here.id
    return Report(title, tuple(facts), tuple(section for section in sections if section.rows), (MACHINE,))


def _name(document: Document) -> str:
    return ", ".join(filter(None, (clip(document.outlet or document.id), (document.published or "")[:10])))


def _tell(what: str, document: Document, spans: Spans) -> str:
    words = " … ".join(f"“{clip(' '.join(document.text[s:e].split()), 60)}”" for s, e in spans)
    return f"{what} {words}" if words else ""


def _quote(document: Document, spans: Spans) -> str:
    return clip(" … ".join(" ".join(document.text[s:e].split()) for s, e in spans), _LONGEST)


def _say(words: str) -> Cell:
    return ((Piece(words),),)
