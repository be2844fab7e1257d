"""Who speaks, measured: `python benchmarks/speakers.py --corpora DIR`.

Speakers on 30 articles of PolNeAR's development part and 30 articles and 8 interviews of Wikinews that we annotated,
and on the half of the documents of speakers.jsonl on which nothing was tuned, with the gold statements given and end to
end; names on the development part of the newswire; coreference on the same half, by the public scorer scorch (needs
`pip install scorch`); times on the table of phrases and on annotated articles. What a folder of corpora lacks is left
out and named.

A statement's speaker is right if its entity is known by the gold's name and stands for nobody else: within a document
an entity stands for one gold speaker only, and a gold speaker is stood for by one entity only, best pairs first.
Precision is over the statements that were given a speaker where the gold has one.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.reading import GOLD, Row, load_rows
from benchmarks.scorer import Count, pair_contents
from benchmarks.times import load_articles, measure_articles, measure_table
from onrecord import pipeline
from onrecord.detect.layout import lay_out
from onrecord.detect.names import find_names
from onrecord.resolve.antecedents import load_ranker
from onrecord.resolve.interviews import find_interview
from onrecord.resolve.mentions import to_mentions
from onrecord.resolve.resolving import Settings, resolve
from onrecord.types import Document, Entity, Part, Statement

FORMS = ("name", "nominal", "pronoun")
WRONG = "a wrong named person"
_PRONOUNS = frozenset(
    "he she it they we i you who him her them his their its our my this that one both each which".split()
)
# A longer mention names nobody.
_LONGEST = 200
_NER = {"person": "Person", "organisation": "Organization", "place": "Location", "group": "NORP"}
"""Our kinds, by those of the newswire; facilities count as places."""


@dataclass(frozen=True)
class Read:
    """A document's entities, and its statements in the order of the gold's pairs."""

    entities: Sequence[Entity]
    statements: Sequence[Statement]


TIMED = {
    "times_tune.jsonl": "84 tuning articles, on which rules were made",
    "times_tune2.jsonl": "64 training articles, every phrase, on which rules were made",
    "times_dev.jsonl": "20 development articles, looked at since they were annotated",
    "times_dev2.jsonl": "20 more, looked at since",
    "times_dev3.jsonl": "20 more, looked at since",
    "times_dev4.jsonl": "20 more, looked at since; not seen, of statements: 83 of 107",
    "times_all.jsonl": "20 more, every phrase, looked at since; not seen: 83 of 103, of statements 47 of 66",
    "times_all2.jsonl": "20 more, every phrase, looked at since; not seen: 117 of 135, of statements 61 of 78",
    "times_all3.jsonl": "20 more, every phrase, looked at since; not seen: 250 of 285, of statements 103 of 132",
}
"""Files of benchmarks/gold with annotated times, and how far the rules know them."""


def load_polnear(corpora: Path) -> list[Row]:
    """The annotated development articles: attributions with `speaker` and `source_form`, as in speakers.jsonl."""
    texts = {row["id"]: row for row in load_rows(corpora / "polnear_dev.jsonl")}
    return [_with_speakers(texts[gold["id"]], gold) for gold in load_rows(GOLD / "speakers_dev.jsonl")]


def load_wikinews(corpora: Path) -> list[Row]:
    """The annotated news articles of Wikinews, as `load_polnear`."""
    texts = {row["id"]: row for row in load_rows(corpora / "wikinews_articles.jsonl")}
    said = {row["id"]: row["attributions"] for row in load_rows(GOLD / "wikinews.jsonl")}
    golds = load_rows(GOLD / "speakers_wikinews.jsonl")
    return [_with_speakers({**texts[gold["id"]], "attributions": said[gold["id"]]}, gold) for gold in golds]


def load_interviews(corpora: Path) -> list[Row]:
    """The annotated interviews of Wikinews, as `load_polnear`."""
    texts = {row["id"]: row for row in load_rows(corpora / "wikinews_articles.jsonl")}
    rows = []
    for gold in load_rows(GOLD / "speakers_interviews.jsonl"):
        sources = [{"spans": a["source"], "entity": a["entity"]} for a in gold["attributions"]]
        row = {**texts[gold["id"]], "attributions": gold["attributions"]}
        rows.append(_with_speakers(row, {**gold, "sources": sources}))
    return rows


def _with_speakers(row: Row, gold: Row) -> Row:
    names = {e["n"]: e["mentions"] for e in gold["entities"]}
    owner = {tuple(map(tuple, s["spans"])): s["entity"] for s in gold["sources"]}
    sources: dict[int, list] = defaultdict(list)
    for s in gold["sources"]:
        sources[s["entity"]] += s["spans"]
    attributions = []
    for a in row["attributions"]:
        entity = owner.get(tuple(sorted(map(tuple, a["source"]))))
        if a["content"]:
            extra = {}
            if entity is not None:
                known = names[entity] or sources[entity]
                extra = {"speaker": known, "source_form": _form(row["text"], a["source"], names[entity])}
            attributions.append({**{role: a[role] for role in ("source", "cue", "content")}, **extra})
    return {"id": row["id"], "text": row["text"], "author": row.get("author"), "attributions": attributions}


def _form(text: str, source: list, names: list) -> str:
    words = " ".join(text[s:e] for s, e in source).casefold().strip(" ,")
    if words in _PRONOUNS:
        return "pronoun"
    return "name" if _overlap(source, names) else "nominal"


def _overlap(a: Iterable, b: Iterable) -> bool:
    b = list(b)
    return any(s < e2 and s2 < e for s, e in a for s2, e2 in b)


def read_given(row: Row) -> Read:
    """With the gold's own statements, so that only their speakers are asked for."""
    layout = lay_out(row["text"])
    model = pipeline.load_model()
    names = to_mentions(row["text"], find_names(row["text"], model.score(layout), model.card))
    given = [a for a in row["attributions"] if a["content"]]
    statements = [
        Statement(f"s{i}", *(tuple((s, e) for s, e in a[role]) for role in ("source", "cue", "content")), "indirect")
        for i, a in enumerate(given)
    ]
    entities, found = resolve(
        _document(row), layout, statements, find_interview(layout, names), names, Settings(load_ranker())
    )
    return Read(entities, found)


def read_whole(row: Row) -> Read:
    reading = pipeline.read_document(_document(row))
    return Read(reading.entities, reading.statements)


def _document(row: Row) -> Document:
    title = (Part("title", 0, row["text"].find("\n")),) if "\n" in row["text"] else ()
    return Document(row["id"], row["text"], author=row.get("author"), parts=title)


def score_speakers(row: Row, read: Read, given: bool) -> dict[str, Count]:
    """Counts of `all` and of each form of source; under `WRONG`, those given a named person who did not speak."""
    golds = [a for a in row["attributions"] if a["content"]]
    if given:
        pairs = [(i, i) for i in range(len(golds))]
    else:
        found = [{"content": s.content, "source": s.source} for s in read.statements]
        pairs = pair_contents(row["text"], golds, found)
    mentions = {e.id: [m for m in e.mentions if m[1] - m[0] <= _LONGEST] for e in read.entities}
    told = [(golds[i], read.statements[j].speaker) for i, j in pairs if golds[i].get("speaker")]
    votes: Counter[tuple[tuple, str]] = Counter()
    for gold, speaker in told:
        if speaker and _overlap(gold["speaker"], mentions[speaker]):
            votes[_who(gold), speaker] += 1
    stands: dict[str, tuple] = {}
    stood: dict[tuple, str] = {}
    for (who, entity), _ in sorted(votes.items(), key=lambda v: (-v[1], str(v[0]))):
        if who not in stood and entity not in stands:
            stands[entity], stood[who] = who, entity
    counts = dict.fromkeys(("all", *FORMS, WRONG), Count())
    for gold in golds:
        if gold.get("speaker"):
            _add(counts, gold, Count(gold=1))
            counts[WRONG] += Count(gold=1)
    people = {e.id for e in read.entities if e.named and e.kind == "person"}
    for gold, speaker in told:
        if speaker:
            is_right = stood.get(_who(gold)) == speaker
            _add(counts, gold, Count(hit=int(is_right), predicted=1))
            counts[WRONG] += Count(hit=int(not is_right and speaker in people))
    return counts


def _who(gold: Row) -> tuple:
    return tuple(sorted(map(tuple, gold["speaker"])))


def _add(counts: dict[str, Count], gold: Row, count: Count) -> None:
    for key in ("all", gold.get("source_form", "nominal")):
        counts[key] += count


def measure_speakers(rows: list[Row], read: Callable[[Row], Read], given: bool) -> dict[str, Count]:
    total = dict.fromkeys(("all", *FORMS, WRONG), Count())
    for row in rows:
        for key, count in score_speakers(row, read(row), given).items():
            total[key] += count
    return total


def load_newswire(corpora: Path) -> list[Row]:
    """The development part of the newswire with names."""
    return [row for row in load_rows(corpora / "ner.jsonl") if row["split"] == "dev"]


def measure_names(rows: Iterable[Row]) -> dict[str, Count]:
    """Exact spans and kinds, by kind."""
    model = pipeline.load_model()
    total = dict.fromkeys(_NER, Count())
    for row in rows:
        found = find_names(row["text"], model.score(lay_out(row["text"])), model.card)
        for ours, theirs in _NER.items():
            golds = {
                (s, e) for s, e, kind in row["spans"] if kind == theirs or (kind, theirs) == ("Facility", "Location")
            }
            given = {n.span for n in found if n.kind == ours}
            total[ours] += Count(len(golds & given), len(golds), len(given))
    return total


def measure_coreference(rows: Iterable[Row]) -> dict[str, float]:
    """F1 in percent by MUC, B3 and CEAF-e over all documents' mentions: chains of the gold against our entities."""
    from scorch.scores import b_cubed, ceaf_e, muc

    key, response = [], []
    for row in rows:
        read = read_whole(row)
        key += [{(row["id"], s, e) for s, e, _ in chain} for chain in row["chains"]]
        response += [{(row["id"], s, e) for s, e in entity.mentions} for entity in read.entities]
    return {name: 100 * score(key, response)[2] for name, score in (("MUC", muc), ("B3", b_cubed), ("CEAF-e", ceaf_e))}


def halves(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """To tune on, and to report: every other document by id."""
    rows = sorted(rows, key=lambda row: row["id"])
    return rows[::2], rows[1::2]


def show(title: str, counts: dict[str, Count], coverage: bool = True) -> None:
    print(title)
    for name, c in counts.items():
        if name == WRONG:
            print(f"  {name}: {100 * c.hit / max(1, c.gold):.1f} %")
            continue
        covered = f"  given {100 * c.predicted / max(1, c.gold):5.1f}" if coverage else f"  F1 {100 * c.f1:5.1f}"
        print(f"  {name:12} P {100 * c.precision:5.1f}  R {100 * c.recall:5.1f}{covered}   ({c.hit} of {c.gold} gold)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    corpora = parser.parse_args().corpora

    def has(name: str) -> bool:
        if not (corpora / name).exists():
            print(f"{name} is not in {corpora}: left out")
        return (corpora / name).exists()

    if has("polnear_dev.jsonl"):
        rows = load_polnear(corpora)
        show("PolNeAR, 30 development articles, gold statements given", measure_speakers(rows, read_given, True))
        show("PolNeAR, the same, end to end", measure_speakers(rows, read_whole, False))
    if has("wikinews_articles.jsonl"):
        rows = load_wikinews(corpora)
        show(
            "Wikinews, 30 news articles, never tuned on, gold statements given",
            measure_speakers(rows, read_given, True),
        )
        show("Wikinews, the same, end to end", measure_speakers(rows, read_whole, False))
        rows = load_interviews(corpora)
        show("Wikinews, 8 interviews, looked at, gold statements given", measure_speakers(rows, read_given, True))
    if has("speakers.jsonl"):
        rows = halves(load_rows(corpora / "speakers.jsonl"))[1]
        show("speakers.jsonl, reported half, gold statements given", measure_speakers(rows, read_given, True))
        show("speakers.jsonl, reported half, end to end", measure_speakers(rows, read_whole, False))
    if has("ner.jsonl"):
        show("newswire, development part, names", measure_names(load_newswire(corpora)), coverage=False)
    if has("gum_coref.jsonl"):
        held = (
            {row["id"] for row in halves(load_rows(corpora / "speakers.jsonl"))[1]} if has("speakers.jsonl") else set()
        )
        rows = [row for row in load_rows(corpora / "gum_coref.jsonl") if row["id"] in held]
        print("coreference, reported half:", {k: round(float(v), 1) for k, v in measure_coreference(rows).items()})
    right, of = measure_table()
    print(f"times, the table of phrases: {right} of {of} right ({100 * right / of:.1f} %)")
    if has("polnear_dev.jsonl") and has("polnear_train.jsonl"):
        for gold, which in TIMED.items():
            for name, c in measure_articles(load_articles(corpora, gold)).items():
                print(f"times, {which}, {name}: {c.hit} of {c.gold} phrases right ({100 * c.recall:.1f} %)")


if __name__ == "__main__":
    main()
