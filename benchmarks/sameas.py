"""Who is one across documents, measured: `python benchmarks/sameas.py`.

The press, the examples and the articles of gold/sameas_articles.jsonl are read and kept in one record, in the order of
their days. A pair of gold/sameas_pairs.jsonl is found the same where its two entities have one actor. Precision is of
the pairs found the same, recall of those that are; tuned on one half, reported on the other. And how long it takes to
lead the entities of a document to actors, of all that keeping it takes.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import onrecord
from onrecord.store import database, leading, writing
from onrecord.store.likeness import Companion, choose
from onrecord.store.naming import fold_name
from onrecord.store.portraits import draw_portraits
from onrecord.store.schema import entities
from onrecord.store.store import Store
from onrecord.types import Reading, Skipped

GOLD = Path(__file__).parent / "gold"
Place = tuple[str, int, int]


def read_all() -> dict[str, Reading]:
    """Every article, by the name that the gold has for it."""
    package = Path(onrecord.__file__).parent
    inputs = [str(package / "press"), str(package / "examples"), str(GOLD / "sameas_articles.jsonl")]
    found = {}
    for result in onrecord.read_many(inputs):
        if isinstance(result, Skipped):
            raise SystemExit(str(result))
        origin = Path((result.document.origin or "").split(":")[0]).name
        found[result.document.id if origin == "sameas_articles.jsonl" else origin] = result
    return found


def keep_all(store: Store, readings: dict[str, Reading]) -> Iterator[tuple[str, int, float]]:
    """Each article's name, its number in the record, and the seconds that leading its entities took."""
    took = 0.0
    lead = leading.lead_entities

    def lead_timed(*arguments: Any, **more: Any) -> leading.Led:
        nonlocal took
        start = time.perf_counter()
        led = lead(*arguments, **more)
        took = time.perf_counter() - start
        return led

    writing.lead_entities = lead_timed
    for name in sorted(readings, key=lambda name: (readings[name].document.published or "2025-03", name)):
        yield name, store.keep(readings[name], name).document, took


def find_entity(reading: Reading, start: int, end: int) -> str | None:
    """The entity whose mention by name overlaps the words, the last of them where there are several."""
    found = [
        (stop, entity.id)
        for entity in reading.entities
        for (first, stop), form in zip(entity.mentions, entity.mention_forms, strict=True)
        if form == "name" and first < end and start < stop
    ]
    return max(found)[1] if found else None


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--record", help="a new record to keep them in, instead of one that goes at the end")
    arguments.add_argument("--wrong", action="store_true", help="list what came out wrong in the half that is tuned on")
    options = arguments.parse_args()
    pairs = [json.loads(line) for line in (GOLD / "sameas_pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    readings = read_all()
    with tempfile.TemporaryDirectory() as folder, Store(options.record or str(Path(folder) / "record.db")) as store:
        began = time.perf_counter()
        numbers, took = {}, []
        for name, number, seconds in keep_all(store, readings):
            numbers[name] = number
            took.append(seconds)
        whole = time.perf_counter() - began
        actor_of = load_actors(store, readings)
    counts: dict[str, Counter[str]] = {"tune": Counter(), "report": Counter()}
    for pair in pairs:
        sides = [tuple(pair["a"]), tuple(pair["b"])]
        found = [actor_of.get((place[0], find_entity(readings[place[0]], place[1], place[2]))) for place in sides]
        same = found[0] is not None and found[0] == found[1]
        outcome = ("right" if pair["same"] else "false") if same else ("missed" if pair["same"] else "apart")
        counts[pair["part"]][outcome] += 1
        if options.wrong and pair["part"] == "tune" and outcome in ("false", "missed"):
            words = [readings[f].document.text[s:e] for f, s, e in sides]
            print(f"{outcome:7}{pair['group']}: {words[0]} ({sides[0][0]}) / {words[1]} ({sides[1][0]})", found)
    for part, count in counts.items():
        precision = count["right"] / max(1, count["right"] + count["false"])
        recall = count["right"] / max(1, count["right"] + count["missed"])
        print(f"{part:7} {sum(count.values())} pairs: precision {precision:.3f}, recall {recall:.3f}   {dict(count)}")
    for part in counts:
        judged = [(p, pair["same"]) for pair, p in zip(pairs, judge_alone(pairs, readings), strict=True)
                  if pair["part"] == part and p is not None]  # fmt: skip
        print(
            f"{part:7} two documents alone: {len(judged)} that may be one, calibration error {find_error(judged):.3f}"
        )
    took.sort()
    mean, most = 1000 * sum(took) / len(took), 1000 * took[len(took) * 95 // 100]
    print(f"leading {mean:.1f} ms a document (95 in 100: {most:.1f}), {sum(took) / whole:.0%} of keeping")


def judge_alone(pairs: list[Any], readings: dict[str, Reading]) -> Iterator[float | None]:
    """The probability that each pair are one, by their two documents alone; None where their names rule it out."""
    drawn = {name: draw_portraits(reading) for name, reading in readings.items()}
    called = {
        name: {id: f"{fold_name(p.names[0], p.kind)}" for id, p in portraits.items()}
        for name, portraits in drawn.items()
    }
    counts = Counter(words for mine in called.values() for words in set(mine.values()))
    numbers = {words: i for i, words in enumerate(counts)}
    for pair in pairs:
        (a, *_), (b, *_) = pair["a"], pair["b"]
        one, other = (find_entity(readings[f], s, e) for f, s, e in (pair["a"], pair["b"]))
        if one is None or other is None:
            yield None
            continue
        actor = replace(drawn[a][one], company={numbers[w]: 1 for id, w in called[a].items() if id != one})
        beside = [Companion(numbers[w], " " in w, counts[w]) for id, w in called[b].items() if id != other]
        judged = choose(drawn[b][other], {1: actor}, beside, len(readings))
        yield judged.probability if judged else None


def find_error(judged: list[tuple[float, bool]], bins: int = 5) -> float:
    """The expected calibration error, in bins of equal width."""
    error = 0.0
    for i in range(bins):
        inside = [(p, same) for p, same in judged if min(int(p * bins), bins - 1) == i]
        if inside:
            told, right = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            error += abs(told - right) * len(inside) / len(judged)
    return error


def load_actors(store: Store, readings: dict[str, Reading]) -> dict[tuple[str, str | None], int]:
    """The actor of each entity of each article."""
    from sqlalchemy import select

    from onrecord.store.schema import documents
    from onrecord.store.schema import readings as kept

    asked = select(documents.c.address, entities.c.number, entities.c.actor_id)
    asked = asked.join(kept, kept.c.document_id == documents.c.id).join(entities, entities.c.reading_id == kept.c.id)
    rows = database.run(store._engine, lambda c: c.execute(asked.where(kept.c.current)).all())
    return {(address, number): actor for address, number, actor in rows if actor is not None}


if __name__ == "__main__":
    main()
