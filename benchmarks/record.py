"""A large record: how long finding takes in it, how much memory, and what adding one article costs.

    python benchmarks/record.py /tmp/large.db                       # 1 million statements on SQLite, made and measured
    python benchmarks/record.py /tmp/small.db --scale 0.01          # a hundredth of it
    python benchmarks/record.py --postgres postgresql://me@/empty   # on PostgreSQL, in an empty database

What is there already is measured and not made again. The words are invented, their frequencies Zipf's; a fifth of the
documents are copies. Figures are medians and the 95th percentile over many questions, each about others; limits are in
brackets, and the exit code is 1 where one is not kept. "Of the processor" is what this process itself worked: where it
is far less than the time, the machine had other things to do, or it was PostgreSQL that worked.
"""

import argparse
import random
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

import onrecord
from onrecord.ask.find import find
from onrecord.ask.who import who
from onrecord.store import copies, database, words
from onrecord.store.found import Query
from onrecord.store.naming import find_forms
from onrecord.store.schema import COUNTED, metadata
from onrecord.store.store import Store

DOCUMENTS, ACTORS, A_DOCUMENT = 100_000, 20_000, 10
"""Statements are ten a document."""
OUTLETS, VOCABULARY, CHUNK = 60, 40_000, 2_000
FIRST_DAY = date(2015, 1, 1)
SYLLABLES = "ba be bi bo da de do fa fe ga go ha he ka ke ko la le li lo ma me mi mo na ne no pa pe po ra re ri ro sa se si so ta te to va ve vo".split()  # noqa: E501
LIMIT_MS, LIMIT_MB = 100, 500


def make_names(rng: random.Random, count: int) -> list[tuple[str, str]]:
    """Given names and surnames; some people share both."""

    def draw(size: int) -> list[str]:
        return ["".join(rng.choices(SYLLABLES, k=rng.choice((2, 3)))).capitalize() for _ in range(size)]

    given, family = draw(800), draw(8000)
    return [(rng.choice(given), rng.choice(family)) for _ in range(count)]


def make_vocabulary(rng: random.Random) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(rng.choices(SYLLABLES, k=rng.choice((2, 3, 3, 4))))] = None
    return list(found)


class Maker:
    """Rows of all tables, a chunk of documents at a time."""

    def __init__(self, scale: float) -> None:
        self.rng = random.Random(7)
        self.documents = max(20, round(DOCUMENTS * scale))
        self.names = make_names(self.rng, max(40, round(ACTORS * scale)))
        self.vocabulary = make_vocabulary(self.rng)
        self.weights = [1 / (i + 2) for i in range(VOCABULARY)]
        self.voices = [1 / (i + 5) ** 0.8 for i in range(len(self.names))]
        self.roles = [f"the {a} of {b.capitalize()}" for a in ("minister", "spokeswoman", "envoy", "mayor", "chair")
                      for b in self.vocabulary[-40:]]  # fmt: skip
        self.next = dict.fromkeys(("entities", "statements", "times"), 1)
        self.places: Counter[int] = Counter()
        self.old: list[tuple[Any, ...]] = []

    def take(self, table: str) -> int:
        self.next[table] += 1
        return self.next[table] - 1

    def make_people(self) -> dict[str, list[dict[str, Any]]]:
        rows: dict[str, list[dict[str, Any]]] = {"actors": [], "names": []}
        for i, (given, family) in enumerate(self.names, 1):
            rows["actors"].append({"id": i, "kind": "person", "name": f"{given} {family}", "identifier": None,
                                   "entities": 1, "head_id": 0, "portrait": "{}"})  # fmt: skip
            for form in find_forms(f"{given} {family}", "person"):
                rows["names"].append({"actor_id": i, "name": form.name,
                                      "folded": form.folded, "way": form.way})  # fmt: skip
        return rows

    def make_chunks(self) -> Iterator[dict[str, list[dict[str, Any]]]]:
        for first in range(1, self.documents + 1, CHUNK):
            size = min(CHUNK, self.documents + 1 - first)
            stream = iter(self.rng.choices(self.vocabulary, self.weights, k=size * A_DOCUMENT * 32))
            people = iter(self.rng.choices(range(1, len(self.names) + 1), self.voices, k=size * 8))
            rows: dict[str, list[dict[str, Any]]] = {
                name: [] for name in ("witnesses", "documents", "readings", "entities", "mentions", "statements",
                                      "spans", "times", "mentioned", "signatures", "bands")
            }  # fmt: skip
            for number in range(first, first + size):
                self.make_document(number, stream, people, rows)
            yield rows

    def make_document(self, number: int, stream: Iterator[str], people: Iterator[int], rows: dict[str, Any]) -> None:
        rng = self.rng
        copied = self.old.pop(rng.randrange(len(self.old))) if len(self.old) > 200 and rng.random() < 0.2 else None
        day = FIRST_DAY + timedelta(days=number * 3900 // self.documents)
        cast = copied[2] if copied else list(dict.fromkeys(islice(people, 8)))
        ids = {actor: self.take("entities") for actor in cast}
        for place, (actor, entity) in enumerate(ids.items(), 1):
            rows["entities"].append({"id": entity, "reading_id": number, "number": f"e{place}", "kind": "person",
                                     "name": " ".join(self.names[actor - 1]), "named": True, "identifier": None,
                                     "size": None, "why_unnamed": "[]", "actor_id": actor})  # fmt: skip
        unnamed = self.take("entities")
        rows["entities"].append({"id": unnamed, "reading_id": number, "number": "e0", "kind": "group",
                                 "name": "two officials", "named": False, "identifier": None, "size": 2,
                                 "why_unnamed": "[]", "actor_id": None})  # fmt: skip
        pieces: list[str] = []
        at = 0

        def put(piece: str) -> tuple[int, int]:
            nonlocal at
            pieces.append(piece)
            at += len(piece)
            return at - len(piece), at

        plan = copied[3] if copied else []
        said = []
        for i in range(A_DOCUMENT):
            if copied:
                actor, about, role, content, rest = plan[i]
            else:
                actor = rng.choice(cast[:4]) if rng.random() < 0.85 else 0
                about = rng.choice(cast[4:] or cast) if rng.random() < 0.6 else 0
                role = rng.choice(self.roles) if rng.random() < 0.4 else ""
                content, rest = " ".join(islice(stream, 18)), " ".join(islice(stream, 12))
                plan.append((actor, about, role, content, rest))
            statement = self.take("statements")
            said.append(statement)
            name = " ".join(self.names[actor - 1]) if actor else "two officials"
            source = put(name)
            self.mention(rows, ids.get(actor, unnamed), source)
            if role:
                put(", ")
                self.mark(rows, statement, "role", put(role))
                put(",")
            put(" ")
            cue = put("said")
            put(" on Monday ")
            start = at
            put("that ")
            if about:
                place = put(" ".join(self.names[about - 1]))
                put(" ")
                self.mention(rows, ids[about], place)
                if about != actor:
                    rows["mentioned"].append({"statement_id": statement, "entity_id": ids[about]})
            put(content)
            self.mark(rows, statement, "source", source)
            self.mark(rows, statement, "cue", cue)
            self.mark(rows, statement, "content", (start, at))
            put(f". {rest}.\n\n" if i % 3 else f". {rest}. ")
            if i % 2:
                rows["times"].append({"id": self.take("times"), "statement_id": statement, "kind": "said",
                                      "span_start": cue[1] + 4, "span_end": cue[1] + 10, "start": day.isoformat(),
                                      "end": (day + timedelta(days=1)).isoformat(), "granularity": "day",
                                      "how": "from anchor", "reason": None, "pattern": "XXXX-WXX-1",
                                      "end_early": None, "zone": None})  # fmt: skip
            rows["statements"].append({
                "id": statement, "reading_id": number, "document_id": number, "current": True, "number": f"s{i + 1}",
                "manner": ("direct", "indirect", "mixed")[i % 3], "asserted": i % 9 > 0, "part": "body",
                "confidence": 0.5 + i / 20, "speaker_id": ids.get(actor, unnamed), "speaker_confidence": 0.9,
                "mention_start": source[0], "mention_end": source[1], "on_behalf_of_id": None,
                "addressee_id": unnamed if i == 4 else None, "standing": "official", "parent_id": None,
                "echo_of_id": copied[1][i] if copied else None,
            })  # fmt: skip
        whole = "".join(pieces)
        outlet = rng.randrange(OUTLETS)
        witness = copied[4] if copied else number
        if not copied:
            rows["witnesses"].append({"id": witness, "head_id": number, "family": witness})
            self.old.append((number, said, cast, plan, witness))
            if len(self.old) > 2_000:
                self.old.pop(0)
        address = f"https://outlet{outlet}.example/{number}"
        rows["documents"].append({
            "id": number, "address": address, "version": 1, "sha256": onrecord.types.hash_text(whole), "text": whole,
            "key": address, "origin": address, "url": address, "title": whole[:60], "author": None,
            "outlet": f"Outlet {outlet} {self.vocabulary[outlet + 900].capitalize()}", "published": day.isoformat(),
            "published_day": day.isoformat(), "retrieved": None, "recorded": f"{day}T00:00:00+00:00",
            "language": "en", "parts": "[]", "edits": "[]", "warnings": "[]", "witness_id": witness, "removed": None,
            "removed_reason": None,
        })  # fmt: skip
        signature = copies.sign(whole)
        rows["signatures"].append({"document_id": number, "minhash": signature.minhash,
                                   "shingles": signature.shingles})  # fmt: skip
        rows["bands"] += ({"hash": band, "document_id": number} for band in signature.bands)
        rows["readings"].append({"id": number, "document_id": number, "run_id": 1, "made": f"{day}T00:00:00+00:00",
                                 "current": True, "event_id": None})  # fmt: skip

    def mention(self, rows: dict[str, Any], entity: int, span: tuple[int, int]) -> None:
        self.places[entity] += 1
        rows["mentions"].append({"entity_id": entity, "place": self.places[entity], "start": span[0], "end": span[1],
                                 "form": "name"})  # fmt: skip

    def mark(self, rows: dict[str, Any], statement: int, role: str, span: tuple[int, int]) -> None:
        place = {"role": 4, "source": 1, "cue": 2, "content": 3}[role]
        rows["spans"].append({"statement_id": statement, "place": place, "role": role, "start": span[0],
                              "end": span[1]})  # fmt: skip


def make(store: Store, scale: float) -> None:
    """Fill an empty record."""
    maker = Maker(scale)
    engine = store._engine
    began = time.perf_counter()
    bulk = write_sqlite if database.is_sqlite(engine) else write_postgresql
    with engine.connect().execution_options(onrecord_write=True) as connection, connection.begin():
        if database.is_sqlite(connection):
            connection.execute(text("PRAGMA cache_size = -400000"))
        run = {"id": 1, "reader": "generated", "weights": "none", "settings": "{}"}
        connection.execute(insert(metadata.tables["runs"]), run)
        for name, rows in maker.make_people().items():
            bulk(connection, name, rows)
        for done, chunk in enumerate(maker.make_chunks(), 1):
            for name, rows in chunk.items():
                bulk(connection, name, rows)
            told = min(done * CHUNK, maker.documents)
            print(f"\r{told:,} documents, {time.perf_counter() - began:.0f} s", end="", file=sys.stderr)
        for name in COUNTED:
            after = f"UPDATE counters SET next = (SELECT max(id) + 1 FROM {name.name}) WHERE name = '{name.name}'"
            connection.execute(text(after))
        head = "SELECT coalesce(min(e.id), 0) FROM entities e WHERE e.actor_id = actors.id"
        connection.execute(text(f"UPDATE actors SET head_id = ({head})"))
    print("\nindexing", file=sys.stderr)
    database.run(engine, words.rebuild, write=True)
    with engine.connect() as connection:
        if not database.is_sqlite(connection):
            for name in ("times", "runs"):
                connection.execute(text(f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))"))
        connection.execute(text("ANALYZE"))
        connection.commit()
    print(f"made in {time.perf_counter() - began:.0f} s", file=sys.stderr)


def write_sqlite(connection: Any, name: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        columns = ", ".join(f'"{column}"' for column in rows[0])
        marks = ", ".join("?" * len(rows[0]))
        statement = f"INSERT INTO {name} ({columns}) VALUES ({marks})"
        connection.connection.executemany(statement, [tuple(row.values()) for row in rows])


def write_postgresql(connection: Any, name: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        columns = ", ".join(f'"{column}"' for column in rows[0])
        cursor = connection.connection.cursor()
        with cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(tuple(row.values()))


def measure(name: str, questions: list[Callable[[], Any]], limit_ms: float | None = LIMIT_MS) -> bool:
    """Median and 95th percentile; whether the limit is kept."""
    taken, worked = [], []
    for question in questions:
        began, busy = time.perf_counter(), time.process_time()
        question()
        taken.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    middle, high = statistics.median(taken), sorted(taken)[int(len(taken) * 0.95)]
    limit = f"[{limit_ms:.0f}]" if limit_ms else ""
    print(f"{name:<42} {middle:7.1f} ms {limit}, 95th {high:7.1f}; of the processor {statistics.median(worked):6.1f}")
    return not limit_ms or middle < limit_ms


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", help="a file for SQLite; made where it is not there")
    parser.add_argument("--postgres", metavar="ADDRESS", help="an empty database, or one that this has filled")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--repeat", type=int, default=60, help="questions of each kind")
    options = parser.parse_args()
    address = options.postgres or options.path
    if not address:
        parser.error("give a file, or --postgres ADDRESS")
    with Store(address) as store:
        if not store.count()["documents"]:
            make(store, options.scale)
        kept = ask_all(store, options.scale, options.repeat)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'peak memory':<42} {peak:8.0f} MB  [{LIMIT_MB}] (of this process, from its start)")
    sys.exit(0 if kept and peak < LIMIT_MB else 1)


def ask_all(store: Store, scale: float, repeat: int) -> bool:
    counts = store.count()
    print(f"{store.address}: {counts['documents']:,} documents, {counts['statements']:,} statements")
    maker = Maker(scale)
    rng = random.Random(11)
    names = [" ".join(name) for name in maker.names]
    outlets = [f"Outlet {n} {maker.vocabulary[n + 900]}" for n in range(OUTLETS)]
    rare = maker.vocabulary[2_000:20_000]
    middling = maker.vocabulary[100:2_000]
    common = maker.vocabulary[:30]

    def people() -> list[str]:
        return rng.choices(names, maker.voices, k=repeat)

    def day() -> str:
        return (FIRST_DAY + timedelta(days=rng.randrange(3000))).isoformat()

    def ask(question: Query) -> Callable[[], Any]:
        return lambda: find(store, question)

    kept = True
    for kind, pool in (("rare", rare), ("middling", middling), ("common", common)):
        drawn = rng.choices(pool, k=repeat)
        kept &= measure(f"find a {kind} word", [ask(Query(word)) for word in drawn])
        two = [ask(Query(w, outlet=rng.choice(outlets), since=day())) for w in drawn]
        kept &= measure(f"find a {kind} word, outlet and day", two)
        two = [ask(Query(w, speaker=n, manner="direct")) for w, n in zip(drawn, people(), strict=True)]
        kept &= measure(f"find a {kind} word, speaker and manner", two)
        two = [ask(Query(w, about=n, since=day())) for w, n in zip(drawn, people(), strict=True)]
        kept &= measure(f"find a {kind} word, about and day", two)
    pairs = [ask(Query(f"{rng.choice(common)} {rng.choice(common)}")) for _ in range(repeat)]
    kept &= measure("find two common words", pairs)
    phrases = [ask(Query(f'"{rng.choice(common)} {rng.choice(middling)}"')) for _ in range(repeat)]
    kept &= measure("find a phrase with a common word", phrases)
    kept &= measure("find a prefix", [ask(Query(f"{word[:4]}*")) for word in rng.choices(rare, k=repeat)])
    two = [ask(Query(speaker=n, outlet=rng.choice(outlets))) for n in people()]
    kept &= measure("find by speaker and outlet alone", two)
    two = [ask(Query(unnamed=True, said_since=day(), min_confidence=0.8)) for _ in range(repeat)]
    kept &= measure("find by unnamed, said and confidence alone", two)
    kept &= measure("who, a name as often as it speaks", [lambda n=n: who(store, n) for n in people()])  # type: ignore[misc]
    kept &= measure("who, any name", [lambda n=n: who(store, n) for n in rng.choices(names, k=repeat)])  # type: ignore[misc]
    kept &= measure("who, the name that speaks most", [lambda: who(store, names[0])] * 5)
    kept &= measure("who, a surname", [lambda n=n: who(store, n.split()[1]) for n in rng.choices(names, k=repeat)])  # type: ignore[misc]
    kept &= measure(
        "who, a name that nobody has", [lambda n=n: who(store, n[:-1] + "xx") for n in rng.choices(names, k=10)]
    )  # type: ignore[misc]
    folder = Path(onrecord.__file__).parent / "examples"
    readings = [onrecord.read(path) for path in sorted(folder.glob("*.txt"))]
    fresh = [replace(r, run=replace(r.run, reader=f"measured {time.time()}")) for r in readings]
    kept &= measure("adding an article that was read", [lambda r=r: store.keep(r, r.document.id) for r in fresh])  # type: ignore[misc]
    return kept


if __name__ == "__main__":
    main()
