"""What a record has of one person: names, roles, words said and said of them, counted without copies.

No more than MOST documents are looked at, those added last, and the profile says so.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, text

from onrecord.store.called import find_namesakes, fold, select_entities
from onrecord.store.database import ask_among
from onrecord.store.found import Called, Person, Profile, Role, Tally
from onrecord.store.plain import from_kept
from onrecord.store.search import load_newest
from onrecord.store.tokens import fold_words

MOST = 300
"""Documents that are looked at."""
_MOST_READ = 80
"""Documents whose words for somebody are read."""
_MOST_WORDS = 300
"""Roles and media that are read."""
_LONGEST = 80
_ARTICLES = ("the", "a", "an")


def make_profile(connection: Connection, person: Person, most: int = 10) -> Profile:
    """All about one person, with `most` of what they said and half as much of what is said of them."""
    values: dict[str, Any] = {}
    known = connection.execute(
        text(f"""SELECT e.id, e.name, r.document_id, d.outlet, d.published_day, d.witness_id
            FROM (SELECT * FROM entities e WHERE {select_entities([person], values, "e")}
                ORDER BY e.id DESC LIMIT {MOST + 1}) AS e
            JOIN readings r ON r.id = e.reading_id JOIN documents d ON d.id = r.document_id WHERE r.current"""),
        values,
    ).all()
    notes = [f"They occur in more than {MOST} documents: those added last are looked at."] if len(known) > MOST else []
    known = list(known[:MOST])
    texts = {row.document_id: row for row in known}
    said = _load_said(connection, [row.id for row in known])
    heads = _keep_originals(said)
    of_them = _load_of_them(connection, [row.id for row in known])
    days = sorted(row.published_day for row in texts.values() if row.published_day)
    roles, media = _read_words(connection, heads, texts)
    newest = [row.id for row in _sort_newest(heads, texts)]
    spoken_of = [row.id for row in _sort_newest(_keep_originals(of_them), texts)]
    return Profile(
        person=person,
        documents=len(texts),
        witnesses=len({_witness(row) for row in texts.values()}),
        statements=len(heads),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        called=_read_called(connection, known),
        roles=roles,
        said=tuple(load_newest(connection, newest[:most])),
        hearers=_tally((row.hearer, texts[row.document_id]) for row in heads if row.hearer),
        outlets=_tally((row.outlet, row) for row in texts.values() if row.outlet),
        media=media,
        speakers=_tally((row.speaker, texts[row.document_id]) for row in _keep_originals(of_them) if row.speaker),
        spoken_of=tuple(load_newest(connection, spoken_of[: max(1, most // 2)])),
        namesakes=tuple(find_namesakes(connection, person)),
        notes=tuple(notes),
    )


def find_main_role(connection: Connection, person: Person) -> str:
    """The role in which somebody speaks most often, of late; empty where none is known."""
    values: dict[str, Any] = {}
    asked = text(f"""SELECT substr(d.text, p.start + 1, p."end" - p.start) AS words
        FROM (SELECT e.id FROM entities e WHERE {select_entities([person], values, "e")}
            ORDER BY e.id DESC LIMIT 60) AS e
        JOIN statements s ON s.speaker_id = e.id JOIN spans p ON p.statement_id = s.id
        JOIN documents d ON d.id = s.document_id WHERE s.current AND p.role = 'role' LIMIT 60""")
    counted: dict[str, list[str]] = defaultdict(list)
    for words in connection.execute(asked, values).scalars():
        counted[_fold_role(words or "")].append(words or "")
    best = max(counted.values(), key=len, default=[""])
    return from_kept(" ".join(best[0].split()))[:_LONGEST]


def _witness(row: Row[Any]) -> int:
    witness: int = -row.document_id if row.witness_id is None else row.witness_id
    return witness


def _load_said(connection: Connection, entities: list[int]) -> list[Row[Any]]:
    return ask_among(
        connection,
        """SELECT s.id, s.document_id, s.echo_of_id, h.name AS hearer FROM statements s
        LEFT JOIN entities h ON h.id = s.addressee_id WHERE s.speaker_id {inside} AND s.current""",
        entities,
    )


def _load_of_them(connection: Connection, entities: list[int]) -> list[Row[Any]]:
    return ask_among(
        connection,
        """SELECT s.id, s.document_id, s.echo_of_id, e.name AS speaker FROM mentioned q
        JOIN statements s ON s.id = q.statement_id LEFT JOIN entities e ON e.id = s.speaker_id
        WHERE q.entity_id {inside} AND s.current""",
        entities,
    )


def _keep_originals(rows: list[Row[Any]]) -> list[Row[Any]]:
    """One row of each group of copies: the original where it is among them."""
    groups: dict[int, Row[Any]] = {}
    for row in sorted(rows, key=lambda row: (row.echo_of_id is not None, row.id)):
        groups.setdefault(row.echo_of_id or row.id, row)
    return list(groups.values())


def _sort_newest(rows: list[Row[Any]], texts: dict[int, Row[Any]]) -> list[Row[Any]]:
    """By day, newest first, those of one text in its order."""
    ordered = sorted(rows, key=lambda row: row.id)
    return sorted(ordered, key=lambda r: (texts[r.document_id].published_day or "", r.document_id), reverse=True)


def _tally(pairs: Iterable[tuple[str, Row[Any]]], most: int = 12) -> tuple[Tally, ...]:
    """How many independent texts have each name, the commonest first."""
    named: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    witnesses: dict[str, set[int]] = defaultdict(set)
    days: dict[str, list[str]] = defaultdict(list)
    for name, row in pairs:
        key = fold(name) or name
        named[key][name] += 1
        witnesses[key].add(_witness(row))
        if row.published_day:
            days[key].append(row.published_day)
    tallies = [
        Tally(from_kept(max(forms, key=lambda one: (len(one), one))), len(witnesses[key]), min(days[key], default=None),
              max(days[key], default=None))
        for key, forms in named.items()
    ]  # fmt: skip
    return tuple(sorted(tallies, key=lambda one: (-one.count, one.name))[:most])


def _fold_role(words: str) -> str:
    folded = fold_words(words)
    return " ".join(folded[1:] if folded[:1] and folded[0] in _ARTICLES else folded)


def _read_words(
    connection: Connection, heads: list[Row[Any]], texts: dict[int, Row[Any]]
) -> tuple[tuple[Role, ...], tuple[Tally, ...]]:
    """Roles by the day on which they begin, and media."""
    newest = [row.id for row in _sort_newest(heads, texts)][:_MOST_WORDS]
    rows = ask_among(
        connection,
        """SELECT p.role, s.document_id, substr(d.text, p.start + 1, p."end" - p.start) AS words FROM spans p
        JOIN statements s ON s.id = p.statement_id JOIN documents d ON d.id = s.document_id
        WHERE p.statement_id {inside} AND p.role IN ('role', 'via') ORDER BY p.statement_id, p.place""",
        newest,
    )
    grouped: dict[str, list[tuple[str, Row[Any]]]] = defaultdict(list)
    for row in rows:
        if row.role == "role" and row.words:
            grouped[_fold_role(row.words)].append((row.words, texts[row.document_id]))
    roles = []
    for found in grouped.values():
        days = sorted(row.published_day for _, row in found if row.published_day)
        roles.append(
            Role(
                _clip(found[0][0]),
                len({_witness(row) for _, row in found}),
                days[0] if days else None,
                days[-1] if days else None,
                _name_outlets(row.outlet for _, row in found),
            )
        )
    media = _tally((_clip(row.words), texts[row.document_id]) for row in rows if row.role == "via" and row.words)
    return tuple(sorted(roles, key=lambda one: (one.first or "", one.last or "", one.words))), media


def _clip(words: str) -> str:
    line = " ".join(from_kept(words).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 2].rstrip() + " …"


def _name_outlets(outlets: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(from_kept(one) for one in dict.fromkeys(outlets) if one)


def _read_called(connection: Connection, known: list[Row[Any]], most: int = 12) -> tuple[Called, ...]:
    """Names and descriptions in the words of the texts added last, and who uses them."""
    outlets = {row.id: row.outlet for row in known[:_MOST_READ]}
    rows = ask_among(
        connection,
        """SELECT DISTINCT m.entity_id, m.form, substr(d.text, m.start + 1, m."end" - m.start) AS words FROM mentions m
        JOIN entities e ON e.id = m.entity_id JOIN readings r ON r.id = e.reading_id
        JOIN documents d ON d.id = r.document_id WHERE m.entity_id {inside} AND m.form <> 'pronoun'""",
        list(outlets),
    )
    grouped: dict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        if row.words:
            grouped[row.form, _fold_role(row.words) or row.words].append(row)
    called = [
        Called(_clip(found[0].words), form, len({row.entity_id for row in found}),
               _name_outlets(sorted({outlets[row.entity_id] or "" for row in found})))
        for (form, _), found in grouped.items()
    ]  # fmt: skip
    ordered = sorted(called, key=lambda one: (one.form != "name", -one.count, one.words))
    names = [one for one in ordered if one.form == "name"]
    return tuple(names[:most] + [one for one in ordered if one.form != "name"][:most])
