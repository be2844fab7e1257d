"""When: the table of phrases, and the time phrases of annotated articles; part of `python benchmarks/speakers.py`.

A phrase of the table is right if it is found with its exact span and everything that the row expects of it holds. A
phrase of an article is right if a time that the reading has there has the annotated interval, or gives none where the
text tells none; where a day is annotated, also a part of that day. A phrase in or of a statement must be a time of that
statement.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.reading import GOLD, Row, load_rows
from benchmarks.scorer import Count
from onrecord.detect.layout import lay_out
from onrecord.types import Document, Span, Statement, Time
from onrecord.weigh.times import Setting, find_times, resolve_phrase
from onrecord.weigh.when import weigh_times

TABLE = Path(__file__).parents[1] / "tests" / "data" / "times.tsv"


@dataclass(frozen=True)
class Case:
    """A sentence of the table; `span` is of its one phrase, None where it has none."""

    text: str
    span: Span | None
    setting: Setting
    expected: dict[str, str | None]


def load_table(path: Path = TABLE) -> list[Case]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_load_case(line) for line in lines if line and not line.startswith("#")]


def _load_case(line: str) -> Case:
    marked, *columns = line.split("\t")
    text = re.sub(r"[\[\]]", "", marked)
    if not columns:
        return Case(text, None, Setting(), {})
    anchor, tense, how, granularity, start, end, more = (None if c == "-" else c for c in columns)
    extra = dict(item.split("=", 1) for item in re.split(r" (?=\w+=)", more or "") if item)
    options: dict[str, Any] = {"hemisphere": extra.pop("hemisphere", "north")}
    if "day_first" in extra:
        options["day_first"] = extra.pop("day_first") == "yes"
    expected: dict[str, str | None] = {
        "how": how,
        "granularity": granularity,
        "start": start,
        "end": end,
        "end_early": None,
        "zone": None,
    }
    return Case(
        text,
        (marked.index("["), marked.index("]") - 1),
        Setting(date.fromisoformat(anchor) if anchor else None, tense, **options),  # type: ignore[arg-type]
        {**expected, **extra},
    )


def find_differences(time: Time, expected: dict[str, str | None]) -> dict[str, object]:
    """The fields that are not as expected; of `reason` only some words are expected."""
    found = {name: getattr(time, name) for name in expected}
    return {
        name: value
        for name, value in found.items()
        if (expected[name] not in (value or "") if name == "reason" else value != expected[name])
    }


def measure_table() -> tuple[int, int]:
    """How many rows of the table are right, of how many."""
    cases = load_table()
    return sum(map(_is_right, cases)), len(cases)


def _is_right(case: Case) -> bool:
    found = find_times(case.text)
    if case.span is None:
        return not found
    return [p.span for p in found] == [case.span] and not find_differences(
        resolve_phrase(found[0], case.setting), case.expected
    )


def load_articles(corpora: Path, gold: str) -> list[tuple[Row, Row]]:
    """The articles that a gold file annotates, each with its annotation."""
    wanted = {row["id"]: row for row in load_rows(GOLD / gold)}
    parts = (corpora / f"polnear_{part}.jsonl" for part in ("dev", "train"))
    return [(row, wanted[row["id"]]) for part in parts for row in load_rows(part) if row["id"] in wanted]


def measure_articles(articles: Iterable[tuple[Row, Row]]) -> dict[str, Count]:
    """Hits, annotated phrases, and the times that the reader gives, with the gold's statements: of all phrases, and of
    those that stand in a statement or say when it was said."""
    every, of_statements = Count(), Count()
    for row, gold in articles:
        own, beside = _read_times(row)
        told = [p for p in gold["times"] if p.get("where") != "else"]
        every += _count([*own, *beside], gold["times"])
        of_statements += _count(own, told)
    return {"all": every, "of statements": of_statements}


def _count(times: Sequence[Time], phrases: Sequence[Row]) -> Count:
    hits = sum(any(_agrees(t, p) for t in times) for p in phrases)
    return Count(hits, len(phrases), len({t.span for t in times}))


def _read_times(row: Row) -> tuple[list[Time], list[Time]]:
    """The times of statements, and those beside them."""
    given = [a for a in row["attributions"] if a["content"]]
    statements = [
        Statement(f"s{i}", *(tuple((s, e) for s, e in a[role]) for role in ("source", "cue", "content")), "indirect")
        for i, a in enumerate(given)
    ]
    document = Document(row["id"], row["text"], published=row["date"])
    timed = weigh_times(document, lay_out(row["text"]), statements)
    return [t for s in timed.statements for t in (*s.refers_to, *((s.said,) if s.said else ()))], list(timed.beside)


def _agrees(time: Time, phrase: dict[str, Any]) -> bool:
    start, end = phrase["span"]
    if time.span[0] >= end or start >= time.span[1]:
        return False
    if (time.start, time.end) == (phrase["start"], phrase["end"]):
        return True
    if not phrase["start"] and not phrase["end"]:
        return not (time.start and time.end)  # a bound is no interval: 'a few months ago'
    if not (time.start and time.end and phrase["start"] and phrase["end"]):
        return False
    days = date.fromisoformat(phrase["end"][:10]) - date.fromisoformat(phrase["start"][:10])
    # "Friday night" may end in the morning.
    return days.days == 1 and phrase["start"] <= time.start < phrase["end"] and "T" in time.start + time.end
