"""Finding: words and filters -> statements, ranked, copies folded into their originals.

One question starts where the fewest statements are: at the words (the index), at a person, at documents, or at the
newest statements. From there on each candidate is tested by all that was asked. Whatever the start, no more than BOUND
candidates are looked at, those added last, and the answer says so: a word that half of all statements have ranks
nothing, and to weigh 500,000 of them takes seconds.
"""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from onrecord.errors import QueryError
from onrecord.resolve.tables.folding import strip_accents
from onrecord.store import query as form
from onrecord.store.called import find_nearest, find_people, select_entities
from onrecord.store.database import is_sqlite
from onrecord.store.found import Hit, Person, Query, ResultPage
from onrecord.store.hits import load_hits
from onrecord.store.plain import from_kept
from onrecord.store.tokens import fold_words

BOUND = 2_000
"""Candidates that are looked at."""
MOST = 200
"""Hits on a page."""
_MOST_TOLD = 5
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True)
class _Start:
    """Where candidates come from: SQL that gives their ids, newest first; and these, one more than are looked at."""

    name: str
    sql: str
    ids: tuple[int, ...] = ()


class _Found(NamedTuple):
    statement: int
    document: int
    echo_of: int | None
    witness_id: int | None
    day: str | None

    @property
    def original(self) -> int:
        return self.echo_of or self.statement

    @property
    def witness(self) -> int:
        """A text that is in no group is a witness of its own."""
        return -self.document if self.witness_id is None else self.witness_id


Scores = dict[int, float]


def search(connection: Connection, query: Query) -> ResultPage:
    """One page of what was found. Raises QueryError for what cannot be asked."""
    if not 1 <= query.limit <= MOST:
        raise QueryError(f"limit {query.limit}", f"give a number from 1 to {MOST}")
    tree = form.parse_query(query.words)
    offset, highest = _read_cursor(connection, query)
    values: dict[str, Any] = {"highest": highest}
    notes: list[str] = []
    filters = _write_filters(connection, query, values, notes)
    if tree:
        values["words"] = form.to_fts5(tree) if is_sqlite(connection) else form.to_tsquery(tree)
    start = _find_start(connection, query, tree, filters, values)
    found = _find_candidates(connection, tree, start, filters, values)
    bounded = len(start.ids) > BOUND
    if bounded:
        notes.append(_tell_bound(start))
    scores: Scores = {}
    if tree and not (bounded and start.name == "words"):
        scores, note = _rank(connection, tree, found, values)
        notes += note
    shown = _fold(found, scores)
    page = shown[offset : offset + query.limit]
    hits = load_hits(connection, [one.statement for one in page], form.find_leaves(tree))
    hits = [replace(h, score=round(scores[h.statement], 3)) if scores.get(h.statement) else h for h in hits]
    after = offset + query.limit
    return ResultPage(
        query,
        tuple(hits),
        statements=len(shown),
        witnesses=len({one.witness for one in found}),
        documents=len({one.document for one in found}),
        notes=tuple(notes),
        cursor=f"{after}.{highest}.{_digest(query)}" if after < len(shown) else None,
    )


def load_newest(connection: Connection, statements: list[int]) -> list[Hit]:
    """Statements by their numbers, as hits, in this order."""
    return load_hits(connection, statements, ())


# Paging


def _digest(query: Query) -> str:
    asked = replace(query, cursor=None, limit=1)
    return hashlib.sha256(repr(asked).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _read_cursor(connection: Connection, query: Query) -> tuple[int, int]:
    """Where the page begins, and the last statement there was when the first page was asked for."""
    if query.cursor is None:
        highest = connection.execute(text("SELECT max(id) FROM statements")).scalar()
        return 0, highest or 0
    match = re.fullmatch(r"(\d{1,9})\.(\d{1,15})\.([0-9a-f]{8})", query.cursor)
    if not match or match[3] != _digest(query):
        raise QueryError(f"cursor {query.cursor[:40]}", "is not of this question; ask from the first page on")
    return int(match[1]), int(match[2])


# Filters


def read_days(words: str) -> tuple[str, str]:
    """The days that words like 2025, 2025-04 or 2025-04-15 mean: the first, and the first after. Raises QueryError."""
    match = _DAY.fullmatch(words.strip())
    try:
        if not match or not match.string.isascii():
            raise ValueError
        year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
        first = date(year, month, day)
        if match[3]:
            after = date.fromordinal(first.toordinal() + 1)
        elif match[2]:
            after = date(year + month // 12, month % 12 + 1, 1)
        else:
            after = date(year + 1, 1, 1)
    except (ValueError, OverflowError):
        raise QueryError(words[:40] or "''", "is no date; write 2025, 2025-04 or 2025-04-15") from None
    return first.isoformat(), after.isoformat()


@dataclass(frozen=True, slots=True)
class _Filters:
    """Conditions on `s` (statements) and `d` (documents), and what they start from."""

    where: tuple[str, ...]
    speakers: str | None = None
    """On `e`, the speaker's entity."""
    mentioned: str | None = None
    """On `m`, a mentioned entity."""
    documents: tuple[str, ...] = ()
    """On `d` alone."""
    unnamed: bool = False


def _write_filters(connection: Connection, query: Query, values: dict[str, Any], notes: list[str]) -> _Filters:
    where = ["s.current", "s.id <= :highest"]
    documents = []
    speakers = mentioned = None
    if query.speaker is not None:
        speakers = select_entities(_find(connection, query.speaker, notes), values, "e")
    if query.about is not None:
        mentioned = select_entities(_find(connection, query.about, notes), values, "m")
    if query.outlet is not None:
        names = _find_outlets(connection, query.outlet)
        values |= {f"outlet{i}": name for i, name in enumerate(names)}
        documents.append(f"d.outlet IN ({', '.join(f':outlet{i}' for i in range(len(names)))})")
    if query.since is not None:
        values["since"] = read_days(query.since)[0]
        documents.append("d.published_day >= :since")
    if query.until is not None:
        values["until"] = read_days(query.until)[1]
        documents.append("d.published_day < :until")
    if query.said_since is not None or query.said_until is not None:
        values["said_since"] = read_days(query.said_since)[0] if query.said_since is not None else "0"
        values["said_until"] = read_days(query.said_until)[1] if query.said_until is not None else "9"
        where.append("""EXISTS (SELECT 1 FROM times t WHERE t.statement_id = s.id AND t.kind = 'said'
            AND coalesce(t.start, t."end") IS NOT NULL
            AND coalesce(t."end", '9') > :said_since AND coalesce(t.start, '0') < :said_until)""")
    for column in ("manner", "part"):
        if getattr(query, column) is not None:
            values[column] = getattr(query, column)
            where.append(f"s.{column} = :{column}")
    if query.asserted is not None:
        where.append("s.asserted" if query.asserted else "NOT s.asserted")
    if query.min_confidence is not None:
        values["least"] = query.min_confidence
        where.append("s.confidence >= :least")
    if query.unnamed:
        where.append("EXISTS (SELECT 1 FROM entities u WHERE u.id = s.speaker_id AND NOT u.named)")
    return _Filters(tuple(where), speakers, mentioned, tuple(documents), query.unnamed)


def _find(connection: Connection, name: str, notes: list[str]) -> list[Person]:
    people = find_people(connection, name)
    if not people:
        raise QueryError(name[:60] or "''", tell_nearest(find_nearest(connection, name)))
    if len(people) > 1:
        told = [person.name for person in people[:_MOST_TOLD]]
        more = [f"{len(people) - _MOST_TOLD} more"] if len(people) > _MOST_TOLD else []
        notes.append(f"“{name}” names {len(people)}, and any of them counts: {', '.join(told + more)}.")
    return people[:MOST]


def tell_nearest(nearest: tuple[str, ...]) -> str:
    """That nobody has a name, and whom it may mean."""
    return "nobody in the record is called so" + (f"; nearest: {', '.join(nearest)}" if nearest else "")


def _find_outlets(connection: Connection, name: str) -> list[str]:
    """Outlets whose names hold all words of a name. Raises QueryError where there is none."""
    # Each step jumps to the next name in the index: as many steps as outlets, not as documents.
    known = connection.execute(text(
        "WITH RECURSIVE o(outlet) AS (SELECT min(outlet) FROM documents UNION ALL SELECT (SELECT min(d.outlet)"
        " FROM documents d WHERE d.outlet > o.outlet) FROM o WHERE o.outlet IS NOT NULL)"
        " SELECT outlet FROM o WHERE outlet IS NOT NULL"
    )).scalars().all()  # fmt: skip
    wanted = {strip_accents(word) for word in fold_words(name)}
    names = [one for one in known if wanted and wanted <= {strip_accents(word) for word in fold_words(one)}]
    if names:
        return names[:MOST]
    from rapidfuzz import process

    near = [from_kept(one) for one, _, _ in process.extract(name, known, limit=3, score_cutoff=60)]
    raise QueryError(
        name[:60] or "''", "no outlet in the record is called so" + (f"; nearest: {', '.join(near)}" if near else "")
    )


# Where to start


def _find_start(
    connection: Connection, query: Query, tree: form.Tree | None, filters: _Filters, values: dict[str, Any]
) -> _Start:
    """The start with the fewest candidates; the first that is small enough is taken without a look at the others."""
    starts = []
    for start in _offer_starts(connection, query, tree, filters):
        ids = connection.execute(text(f"SELECT id FROM ({start.sql} LIMIT {BOUND + 1}) AS taken"), values).scalars()
        starts.append(replace(start, ids=tuple(ids)))
        if len(starts[-1].ids) <= BOUND // 4:
            break
    return min(starts, key=lambda one: len(one.ids))


def _offer_starts(connection: Connection, query: Query, tree: form.Tree | None, filters: _Filters) -> list[_Start]:
    starts = []
    if filters.speakers:
        starts.append(
            _Start(
                "speaker",
                f"""SELECT s.id FROM entities e JOIN statements s ON s.speaker_id = e.id
            WHERE {filters.speakers} AND s.current AND s.id <= :highest ORDER BY e.id DESC""",
            )
        )
    if filters.mentioned:
        starts.append(
            _Start(
                "about",
                f"""SELECT q.statement_id AS id FROM entities m
            JOIN mentioned q ON q.entity_id = m.id WHERE {filters.mentioned} AND q.statement_id <= :highest
            ORDER BY m.id DESC""",
            )
        )
    if tree:
        starts.append(_start_at_words(connection))
    if filters.documents:
        starts.append(
            _Start(
                "documents",
                f"""SELECT s.id FROM (SELECT d.id FROM documents d
            WHERE {" AND ".join(filters.documents)} ORDER BY d.id DESC LIMIT {BOUND + 1}) d
            JOIN statements s ON s.document_id = d.id WHERE s.current AND s.id <= :highest ORDER BY d.id DESC""",
            )
        )
    if not starts:
        starts.append(_Start("all", "SELECT s.id FROM statements s WHERE s.id <= :highest ORDER BY s.id DESC"))
    return starts


def _start_at_words(connection: Connection) -> _Start:
    if is_sqlite(connection):
        sql = "SELECT rowid AS id FROM words WHERE words MATCH :words AND rowid <= :highest ORDER BY rowid DESC"
    else:
        sql = """SELECT statement_id AS id FROM words WHERE vector @@ CAST(:words AS tsquery)
            AND statement_id <= :highest ORDER BY statement_id DESC"""
    return _Start("words", sql)


def _tell_bound(start: _Start) -> str:
    what = {
        "words": "These words stand in more than {n} statements: those added last are looked at, newest first.",
        "speaker": "They said more than {n} things: those added last are looked at.",
        "about": "They are spoken of more than {n} times: what was added last is looked at.",
        "documents": "More than {n} statements stand in these documents: those added last are looked at.",
        "all": "The record has more than {n} statements: those added last are looked at.",
    }
    return what[start.name].format(n=f"{BOUND:,}")


# Candidates


def _find_candidates(
    connection: Connection, tree: form.Tree | None, start: _Start, filters: _Filters, values: dict[str, Any]
) -> list[_Found]:
    cross = "CROSS JOIN" if is_sqlite(connection) else "JOIN"  # SQLite joins in the order that is written
    joins, where = (
        [f"{cross} statements s ON s.id = c.id", f"{cross} documents d ON d.id = s.document_id"],
        list(filters.where),
    )
    if start.name != "documents":
        where += filters.documents
    if filters.speakers and start.name != "speaker":
        joins.append(f"{cross} entities e ON e.id = s.speaker_id")
        where.append(filters.speakers)
    if filters.mentioned and start.name != "about":
        where.append(f"""EXISTS (SELECT 1 FROM mentioned q JOIN entities m ON m.id = q.entity_id
            WHERE q.statement_id = s.id AND {filters.mentioned})""")
    if tree and start.name != "words":
        if is_sqlite(connection):
            joins.append(f"{cross} words w ON w.rowid = s.id")
            where.append("w.words MATCH :words")
        else:
            joins.append(f"{cross} words w ON w.statement_id = s.id")
            where.append("w.vector @@ CAST(:words AS tsquery)")
    taken = list(dict.fromkeys(start.ids[:BOUND]))  # one who mentions two of a name comes twice
    ids = (
        "(SELECT value AS id FROM json_each(:ids)) c" if is_sqlite(connection) else "unnest(CAST(:ids AS int[])) c(id)"
    )
    rows = connection.execute(
        text(f"""SELECT s.id, s.document_id, s.echo_of_id, d.witness_id, d.published_day
            FROM {ids} {" ".join(joins)} WHERE {" AND ".join(where)}"""),
        {**values, "ids": json.dumps(taken) if is_sqlite(connection) else taken},
    )
    return list(map(_Found._make, rows.all()))


def _rank(
    connection: Connection, tree: form.Tree, found: list[_Found], values: dict[str, Any]
) -> tuple[Scores, list[str]]:
    """Scores: bm25 on SQLite, ts_rank on PostgreSQL; and a note on words that do not count."""
    if not is_sqlite(connection):
        ids = [one.statement for one in found]
        asked = """SELECT statement_id, ts_rank(vector, CAST(:words AS tsquery), 1) FROM words
            WHERE statement_id = ANY(:ids)"""
        rows = connection.execute(text(asked), {"words": values["words"], "ids": ids}).all()
        return {row[0]: row[1] for row in rows}, []
    # bm25 goes through all statements that have a word to know how rare it is. Of a common one that takes long, and
    # tells little: such words are looked for and do not count.
    rare: list[form.Words] = []
    common: list[form.Words] = []
    for leaf in form.find_leaves(tree):
        asked = f"SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH :leaf LIMIT {BOUND + 1})"
        few = connection.execute(text(asked), {"leaf": form.to_fts5(leaf)}).scalar_one() <= BOUND
        (rare if few else common).append(leaf)
    if not rare:
        return {}, []
    weighed = form.to_fts5(rare[0] if len(rare) == 1 else form.Either(tuple(rare)))
    asked = "SELECT rowid, -bm25(words, 1.0, 0.5, 0.5) FROM words WHERE words MATCH :rare"
    scores: Scores = {row[0]: row[1] for row in connection.execute(text(asked), {"rare": weighed}).all()}
    told = ", ".join(" ".join(leaf.words) for leaf in common)
    return scores, [f"Too common to count in the order: {told}."] if common else []


def _fold(found: list[_Found], scores: Scores) -> list[_Found]:
    """One of each group of copies, its original where that is among them, the best first."""
    groups: dict[int, _Found] = {}
    for one in sorted(found):
        first = groups.setdefault(one.original, one)
        if one.statement == one.original and first is not one:
            groups[one.original] = one
    heads = list(groups.values())  # in the order of their texts
    heads.sort(key=lambda one: (scores.get(one.statement, 0.0), one.day or "", one.document), reverse=True)
    return heads
