"""How well copies are told from other texts, and what that costs: `python benchmarks/witnesses.py`.

- Pair F1 of the groups of a record that holds the bundled articles (`tests/data/press_witnesses.json` says which are
  copies) and edits made from every one of them: cuts of 10 to 60 per cent, paragraphs in another order, a new lead,
  changed quotations, light rewording, sources dropped, and all of these at once; beside them what is no copy: other
  reports with the same two quotations, by the same author, with the same paragraph of boilerplate, short items cut to
  one pattern. Everything is kept in a random order, in SQLite; with `--seed N` other edits are made.
- Milliseconds of processor time that grouping adds to keeping an article of 1,000 words; also in a record of 100,000
  signatures (`--signatures N`).
- What signatures and bands add to the size of a record, in the size of its texts.
"""

import argparse
import itertools
import json
import random
import re
import sqlite3
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import onrecord
from onrecord.store import copies, witnesses, writing
from onrecord.store.store import Store
from onrecord.types import Document, Reading, Run

ROOT = Path(__file__).parents[1]
RUN = Run("benchmark", "sha256:0", ())
SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[“\"A-Z])")
SYNONYMS = {
    "said": "stated", "told": "informed", "called": "termed", "voted": "decided", "asked": "requested", "still": "yet",
    "after": "following", "because": "since", "would": "was to", "government": "cabinet", "country": "nation",
    "leave": "quit", "killed": "shot dead", "approved": "passed", "gave": "handed", "had": "has", "its": "the",
    "first": "earliest", "that": "which", "on": "upon", "will": "is to", "whose": "of which the", "each": "either",
}  # fmt: skip
LEADS = (
    "Nobody in the capital slept well that night, and by the morning it was plain why the lamps had been left burning.",
    "It was to have been an ordinary sitting. What came of it will keep ministries and markets busy until the spring.",
    "Readers of this paper have known for weeks what the others report only now, and they know well who gains by it.",
)
BOILERPLATE = (
    "This newspaper is financed by its readers. With a subscription you support independent reporting from the river "
    "and from the capitals of the alliance, every day and without a master. Letters to the editor reach us by post and "
    "by way of our page; we print them, shortened where need be, on Saturdays. Corrections appear on page two."
)
FILLERS = (
    "The ferry to {0} kept its hours, {1}.", "In {0} the market opened late, and {1} was dear.",
    "Old men on the quay at {0} spoke of {1} and of the winter of the long ice.",
    "A clerk carried three boxes of {1} from {0} to the annex and was not asked why.",
    "Nobody at {0} had seen {1} since the bridge was painted.", "The bells of {0} rang twice, once for {1}.",
    "On the road to {0} a lorry loaded with {1} had lost a wheel.", "Schools in {0} will teach {1} from the autumn.",
)  # fmt: skip
PLACES = "Lowen Dunmere Karsenholm Brennick Aldersund Corran Sillan Withen Ostry Danmoor Kessing Marrow Thole".split()
THINGS = (
    "barley", "lamp oil", "tin", "the herring", "old treaties", "coal", "the new tariff", "wool", "eels", "paper",
    "the census", "salt", "clocks", "bread", "glass", "a drowned mule", "flags", "the regatta", "apples", "ink",
)  # fmt: skip


# Copies: each edit takes the paragraphs of an article behind its title.


def cut(rng: random.Random, paragraphs: list[str], share: float) -> list[str]:
    """Sentences taken away until so much is gone: from the end, or here and there."""
    sentences = [(i, s) for i, p in enumerate(paragraphs) for s in SENTENCE.split(p)]
    total, gone = sum(len(s) for _, s in sentences), 0
    at_end = rng.random() < 0.5
    while gone < share * total and len(sentences) > 2:
        gone += len(sentences.pop(-1 if at_end else rng.randrange(len(sentences)))[1])
    return [" ".join(s for _, s in some) for _, some in itertools.groupby(sentences, lambda pair: pair[0])]


def reorder(rng: random.Random, paragraphs: list[str]) -> list[str]:
    return rng.sample(paragraphs, len(paragraphs))


def lead(rng: random.Random, paragraphs: list[str]) -> list[str]:
    return [rng.choice(LEADS), *paragraphs]


def change_quotes(rng: random.Random, paragraphs: list[str]) -> list[str]:
    """Every second quotation loses half of its words, others one."""

    def change(match: re.Match[str]) -> str:
        words = match[2].split()
        if rng.random() < 0.5:
            words = words[: max(len(words) // 2, 1)] if rng.random() < 0.5 else words[len(words) // 2 :]
        elif len(words) > 3:
            words.pop(rng.randrange(len(words)))
        return f'"{" ".join(words)}"'

    return [re.sub(r"([“\"])([^“”\"]+)([”\"])", change, p) for p in paragraphs]


def reword(rng: random.Random, paragraphs: list[str], share: float = 0.6) -> list[str]:
    """So many of the words that have another for them are replaced; it touches about one word in twelve."""

    def swap(match: re.Match[str]) -> str:
        return SYNONYMS[match[0]] if match[0] in SYNONYMS and rng.random() < share else match[0]

    return [re.sub(r"[a-z]+", swap, p) for p in paragraphs]


def drop_sources(rng: random.Random, paragraphs: list[str]) -> list[str]:
    """Whoever said it goes: "It was reported that" for "A senior diplomat said"."""
    found = [
        re.sub(r"(?<=[.!?] )[A-Z][\w ,.’-]{3,60}? (said|told reporters)\b", "It was reported", p) for p in paragraphs
    ]
    return [re.sub(r",? (said|told) [A-Z]\w+( [A-Z]\w+)*", "", p) for p in found]


EDITS: dict[str, Callable[[random.Random, list[str]], list[str]]] = {
    **{f"cut by {n} %": lambda r, p, n=n: cut(r, p, n / 100) for n in (10, 25, 40, 50, 60)},  # type: ignore[misc]
    "other order": reorder,
    "new lead": lead,
    "changed quotations": change_quotes,
    "reworded": reword,
    "sources dropped": drop_sources,
    "cut by half, new lead": lambda r, p: lead(r, cut(r, p, 0.5)),
    "cut by 60 %, reworded": lambda r, p: reword(r, cut(r, p, 0.6)),
    "cut by 40 %, new lead, other order, quotations changed": lambda r, p: lead(
        r, reorder(r, change_quotes(r, cut(r, p, 0.4)))
    ),
    "reworded, sources dropped, new lead": lambda r, p: lead(r, drop_sources(r, reword(r, p))),
    "boilerplate added": lambda r, p: [*p, BOILERPLATE],
}


# Other texts.


def invent(rng: random.Random, words: int) -> list[str]:
    """Paragraphs that no article has, of about so many words."""
    made: list[str] = []
    while sum(len(p.split()) for p in made) < words:
        some = [rng.choice(FILLERS).format(rng.choice(PLACES), rng.choice(THINGS)) for _ in range(4)]
        made.append(" ".join(some))
    return made


def report_otherwise(rng: random.Random, text: str, others: list[str]) -> str:
    """Another report of the same event: title and two quotations are the same, and the boilerplate at the end."""
    title, *paragraphs = text.split("\n\n")
    quoted = [p for p in paragraphs if re.search('[“"]', p)]
    sentences = [s for p in quoted for s in SENTENCE.split(p) if re.search('[“"]', s)]
    kept = rng.sample(sentences, min(2, len(sentences)))
    rest = [rng.choice(SENTENCE.split(p)) for p in rng.sample(others, 8)]
    return "\n\n".join([title, *rng.sample([*kept, *rest, *invent(rng, 80)], len(kept) + len(rest)), BOILERPLATE])


def make_brief(rng: random.Random) -> str:
    """A short item by one pattern, with other figures: no two are copies."""
    place, thing = rng.choice(PLACES), rng.choice(THINGS)
    return (
        f"{place} prices, {rng.choice(['morning', 'noon', 'close'])}\n\n{thing.capitalize()} rose"
        f" {rng.randrange(1, 99)} per cent in {place} on the news from {rng.choice(PLACES)}."
        f" {rng.choice(THINGS).capitalize()} fell by {rng.randrange(1, 99)} crowns, {rng.choice(THINGS)} by"
        f" {rng.randrange(1, 99)}. Dealers spoke of {rng.choice(THINGS)} and {rng.choice(THINGS)}."
    )


def make_press(seed: int) -> Iterator[tuple[str, str, Document]]:
    """(group, kind, document) of everything that is grouped."""
    rng = random.Random(seed)
    truth = json.loads((ROOT / "tests/data/press_witnesses.json").read_text(encoding="utf-8"))["groups"]
    group_of = {name: some[0] for some in truth for name in some}
    folder = Path(onrecord.__file__).parent
    paths = [p for part in ("press", "examples") for p in sorted((folder / part).iterdir()) if p.suffix in KINDS]
    bundled = [(path.name, reading.document) for path in paths for reading in read(path)]
    every = [p for _, document in bundled for p in document.text.split("\n\n")[1:] if len(p) > 80]
    for name, document in bundled:
        group = group_of.get(name, name)
        yield group, "bundled", document
        title, *paragraphs = document.text.split("\n\n")
        for kind, edit in EDITS.items():
            text = "\n\n".join([rng.choice([title, title.upper(), "Other headline"]), *edit(rng, paragraphs)])
            yield (
                group,
                kind,
                replace(document, text=text, url=None, published=later(rng, document), parts=(), edits=(), sha256=""),
            )
        others = [p for p in every if p not in document.text]
        for _ in range(3):
            text = report_otherwise(rng, document.text, others)
            yield f"other {rng.random()}", "another report", Document("x", text, published=later(rng, document))
    for _ in range(60):
        yield f"brief {rng.random()}", "brief", Document("x", make_brief(rng), published="2025-06-01")


KINDS = (".html", ".txt", ".jsonl")


def read(path: Path) -> Iterator[Reading]:
    for result in onrecord.read_many([str(path)]):
        assert isinstance(result, Reading), result
        yield result


def later(rng: random.Random, document: Document) -> str | None:
    return document.published and f"{document.published[:8]}{rng.randrange(28, 31)}" if rng.random() < 0.7 else None


# Figures.


def score_grouping(seed: int) -> None:
    items = list(make_press(seed))
    order = random.Random(seed + 1).sample(range(len(items)), len(items))
    with tempfile.TemporaryDirectory() as folder, Store(f"{folder}/record.db") as store:
        numbers: dict[int, int] = {}
        for n in order:
            _, kind, document = items[n]
            address = (document.url if kind == "bundled" else None) or f"made {n}"
            numbers[n] = store.keep(Reading(document, (), (), RUN), address).document
        witness = {n: store.witness(number) for n, number in numbers.items()}
    right = wrong = missed = 0
    errors: Counter[str] = Counter()
    for a, b in itertools.combinations(range(len(items)), 2):
        told, true = witness[a] == witness[b], items[a][0] == items[b][0]
        right, wrong, missed = right + (told and true), wrong + (told and not true), missed + (true and not told)
        if told != true:
            errors[" / ".join(sorted((items[a][1], items[b][1])))] += 1
    precision, recall = right / (right + wrong), right / (right + missed)
    f1 = 2 * right / (2 * right + wrong + missed)
    print(f"grouping, seed {seed}: {len(items)} documents, {right + missed} pairs of copies")
    print(f"  precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}  (at least 0.95: {f1 >= 0.95})")
    for kinds, count in errors.most_common(5):
        print(f"  {count:5} wrong: {kinds}")


def make_articles(count: int, words: int, seed: int) -> list[str]:
    """Texts of words as frequent as those of a language (Zipf), a tenth of them a copy of the one before."""
    rng = random.Random(seed)
    vocabulary = [f"{place.lower()}{n}" for n in range(1500) for place in PLACES]
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(vocabulary))))
    made: list[str] = []
    for _ in range(count):
        if made and rng.random() < 0.1:
            made.append(" ".join(made[-1].split()[: words * 3 // 4]))
        else:
            made.append(" ".join(rng.choices(vocabulary, cum_weights=weights, k=words)))
    return made


def time_keeping(store: Store, texts: list[str], name: str) -> list[float]:
    spent: list[float] = []
    join = witnesses.join

    def timed(*arguments: object) -> None:
        started = time.process_time()
        join(*arguments)  # type: ignore[arg-type]
        spent.append(1000 * (time.process_time() - started))

    writing.witnesses.join = timed  # type: ignore[assignment]
    try:
        for n, text in enumerate(texts):
            store.keep(Reading(Document("x", text), (), (), RUN), f"{name} {n}")
    finally:
        writing.witnesses.join = join
    return spent


def measure_time(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder, Store(f"{folder}/record.db") as store:
        for state in ("an empty record", f"a record of {count:,} signatures"):
            if state != "an empty record":
                fill(f"{folder}/record.db", count)
            spent = time_keeping(store, make_articles(60, 1000, 3 + len(state)), state)
            middle, most = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
            print(
                f"beyond keeping, 1,000 words, {state}: {middle:.1f} ms of processor time,"
                f" 95 of 100 within {most:.1f} ms (limit 5)"
            )
    signing = make_articles(20, 1000, 9)
    started = time.process_time()
    for text in signing:
        copies.sign(text)
    print(f"  of which signing: {50 * (time.process_time() - started):.1f} ms")


def fill(path: str, count: int) -> None:
    """Put signatures into a record: of texts of 200 words, whose stretches are as frequent as those of a language."""
    with sqlite3.connect(path) as connection:
        rng = random.Random(1)
        pool = [copies.sign(text) for text in make_articles(2000, 200, 2)]
        rows = [row for row in pool if row.bands]
        first = connection.execute("SELECT max(id) + 1 FROM documents").fetchone()[0]
        columns = "id, address, version, sha256, text, key, recorded, parts, edits, warnings, witness_id"
        for n in range(first, first + count):
            # Most values of a text are its own, some it shares with many others.
            some = rng.choice(rows)
            values = {b if rng.random() < 0.1 else rng.getrandbits(31) for b in some.bands}
            connection.execute(
                "INSERT INTO witnesses (id, head_id, family) VALUES (?, ?, ?)", (n + 10**6, n, n + 10**6)
            )
            connection.execute(
                f"INSERT INTO documents ({columns}) VALUES (?, ?, 1, '', 'x', '', '', '[]', '[]', '[]', ?)",
                (n, f"filled {n}", n + 10**6),
            )
            connection.execute("INSERT INTO signatures VALUES (?, ?, 200)", (n, some.minhash))
            connection.executemany("INSERT INTO bands VALUES (?, ?)", [(b, n) for b in values])
        after = first + count + 2 * 10**6
        connection.execute("UPDATE counters SET next = ? WHERE name IN ('witnesses', 'documents')", (after,))
    connection.close()


def measure_size() -> None:
    """With the statements that the reader finds, over the bundled articles."""
    folder = Path(onrecord.__file__).parent
    readings = [
        r
        for part in ("press", "examples")
        for p in sorted((folder / part).iterdir())
        if p.suffix in KINDS
        for r in read(p)
    ]
    with tempfile.TemporaryDirectory() as where, Store(f"{where}/record.db") as store:
        for n in range(3):  # the same page size over more rows
            for reading in readings:
                words = f"{reading.document.text}\n\n{n}"
                document = replace(reading.document, text=words, url=None, sha256="", edits=())
                store.keep(replace(reading, document=document), f"{n} {reading.document.sha256}")
        with sqlite3.connect(f"{where}/record.db") as connection:
            size = Path(f"{where}/record.db").stat().st_size
            texts = connection.execute("SELECT sum(length(CAST(text AS BLOB))) FROM documents").fetchone()[0]
            connection.execute("DELETE FROM signatures")
            connection.execute("DELETE FROM bands")
            connection.commit()
            connection.execute("VACUUM")
            without = Path(f"{where}/record.db").stat().st_size
        connection.close()
    print(
        f"size: the record is {size / texts:.2f} times its texts, signatures and bands {(size - without) / texts:.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--signatures", type=int, default=100_000)
    arguments = parser.parse_args()
    score_grouping(arguments.seed)
    measure_time(arguments.signatures)
    measure_size()


if __name__ == "__main__":
    main()
