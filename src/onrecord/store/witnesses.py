"""Near-identical texts as one witness: each document is put into a group when it is kept.

What the groups are follows from the texts and their days alone, not from the order in which they came.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from onrecord.errors import RecordError
from onrecord.store import copies, echoes
from onrecord.store.database import insert_all, reserve, take, take_among, update_all
from onrecord.store.schema import bands, documents, signatures, witnesses

LOOKED_AT = 100
"""Documents that are looked at for each value of a signature, the earliest first: a paragraph that a paper prints under
every article leads to all of them."""
CONFIRMED = 20
"""Texts that are compared themselves where signatures leave a doubt; copies are among the likeliest."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Documents that count as one, for their texts are copies of one another, or versions of one address."""

    id: int
    head: int
    """The earliest document: by the day it was published, then by when it was recorded."""
    documents: tuple[int, ...]
    """All of them, the earliest first."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What was worked out of texts, by the numbers of their documents: no text changes, no number comes again."""

    shingles: dict[int, Any] = field(default_factory=dict)
    likenesses: copies.Likenesses = field(default_factory=copies.Likenesses)


def join(connection: Connection, number: int, document_id: int, words: str, version: int, compared: Compared) -> None:
    """Sign a new document's text and put it into a group, a new one of this number or one that is there.

    Its statements are to be written before. `compared` is added to.
    """
    signature = copies.sign(words)
    row = {"document_id": document_id, "minhash": signature.minhash, "shingles": signature.shingles}
    insert_all(connection, signatures, [row])
    near = _find_near(connection, document_id, signature, compared)
    families = _find_families(connection, document_id, near) if near or version > 1 else set()
    family = min(families, default=number)
    insert_all(connection, bands, [{"hash": band, "document_id": document_id} for band in signature.bands])
    insert_all(connection, witnesses, [{"id": number, "head_id": document_id, "family": family}])
    update_all(connection, documents, [{"witness_id": number, "id": document_id}])
    if not families:
        return
    if len(families) > 1:
        connection.execute(update(witnesses).where(witnesses.c.family.in_(families)).values(family=family))
    _regroup(connection, family, compared)


def leave(connection: Connection, document_id: int) -> None:
    """Take a document out of its group, which gets a new head where it was the head, or goes with it."""
    reserve(connection, witnesses=0)
    asked = select(witnesses).join(documents, documents.c.witness_id == witnesses.c.id)
    left = connection.execute(asked.where(documents.c.id == document_id)).first()
    connection.execute(delete(signatures).where(signatures.c.document_id == document_id))
    connection.execute(delete(bands).where(bands.c.document_id == document_id))
    connection.execute(update(documents).where(documents.c.id == document_id).values(witness_id=None))
    echoes.unlink(connection, document_id)
    if left is not None:
        _regroup(connection, left.family, Compared(), left.id)


def relink(connection: Connection, document_id: int) -> None:
    """Find anew which statements of a document's group are copies, after it was read by another run."""
    group = find_witness(connection, document_id)
    if group is not None and len(group.documents) > 1:
        echoes.link(connection, group.documents, group.documents.index(document_id))


def find_witness(connection: Connection, document_id: int) -> Witness | None:
    """The group of a document; None where it has none, for it was removed. Raises RecordError where it is not there."""
    asked = select(documents.c.witness_id).where(documents.c.id == document_id)
    found = connection.execute(asked).first()
    if found is None:
        raise RecordError(f"document {document_id}", "is not in the record; see onrecord log")
    if found.witness_id is None:
        return None
    rows = connection.execute(
        select(documents.c.id, documents.c.published, documents.c.recorded).where(
            documents.c.witness_id == found.witness_id
        )
    ).all()
    numbers = tuple(row.id for row in sorted(rows, key=_order))
    return Witness(found.witness_id, numbers[0], numbers)


def _find_families(connection: Connection, document_id: int, near: Sequence[int]) -> set[int]:
    """The families of documents whose texts are near this one, and of its earlier versions."""
    own = select(documents.c.address).where(documents.c.id == document_id).scalar_subquery()
    asked = select(witnesses.c.family).distinct().join(documents, documents.c.witness_id == witnesses.c.id)
    found = set(connection.execute(asked.where(documents.c.address == own)).scalars())
    if near:
        found |= set(connection.execute(asked.where(documents.c.id.in_(near))).scalars())
    return found


def _find_near(connection: Connection, document_id: int, signature: copies.Signature, compared: Compared) -> list[int]:
    if not signature.bands:
        return []
    given = {f"h{i}": band for i, band in enumerate(signature.bands)}
    candidates = [row[0] for row in take(connection, _ask_for_candidates(len(given)), given)]
    if not candidates:
        return []
    asked = "SELECT document_id, minhash, shingles FROM signatures WHERE document_id {inside}"
    others = [
        copies.Text(number, "", minhash, shingles)
        for number, minhash, shingles in take_among(connection, asked, sorted(set(candidates) - {document_id}))
    ]
    if not others:
        return []
    text = copies.Text(document_id, "", signature.minhash, signature.shingles)
    near = copies.compare(text, copies.stack(others), _make_counter(connection, compared), CONFIRMED)[2]
    return [other.id for other, is_near in zip(others, near, strict=True) if is_near]


def _make_counter(connection: Connection, compared: Compared) -> copies.Count:
    """Each text's stretches of words are worked out once."""

    def read(number: int) -> Any:
        if number not in compared.shingles:
            [[words]] = take(connection, "SELECT text FROM documents WHERE id = :number", {"number": number})
            compared.shingles[number] = copies.hash_shingles(words)
        return compared.shingles[number]

    return lambda a, b: copies.count_shared(read(a), read(b))


@lru_cache
def _ask_for_candidates(count: int) -> str:
    """For documents that share enough of so many values: each led to so many documents and no more."""
    pieces = " UNION ALL ".join(
        f"SELECT document_id FROM (SELECT document_id FROM bands WHERE hash = :h{i} ORDER BY document_id"
        f" LIMIT {LOOKED_AT}) AS b{i}"
        for i in range(count)
    )
    needed = min(copies.SHARED_BANDS, count)
    return f"SELECT document_id FROM ({pieces}) AS found GROUP BY document_id HAVING count(*) >= {needed}"


def _regroup(connection: Connection, family: int, compared: Compared, left: int | None = None) -> None:
    """Group the texts of a family, and write what is not as it was. `left` is the group that one was taken out of."""
    columns = (documents.c.id, documents.c.address, documents.c.published, documents.c.recorded, documents.c.witness_id)
    asked = select(*columns, signatures.c.minhash, signatures.c.shingles)
    asked = asked.join(signatures, signatures.c.document_id == documents.c.id)
    asked = asked.join(witnesses, witnesses.c.id == documents.c.witness_id).where(witnesses.c.family == family)
    rows = {row.id: row for row in connection.execute(asked)}
    asked_heads = select(witnesses.c.id, witnesses.c.head_id).where(witnesses.c.family == family)
    heads = {row.id: row.head_id for row in connection.execute(asked_heads)}
    before: defaultdict[int, set[int]] = defaultdict(set)
    for row in rows.values():
        before[row.witness_id].add(row.id)
    texts = [
        copies.Text(row.id, row.address, row.minhash, row.shingles, find_moment(row.published)) for row in rows.values()
    ]
    grouped = copies.group(texts, _make_counter(connection, compared), compared.likenesses) if texts else []
    groups = [sorted((rows[t.id] for t in found), key=_order) for found in grouped]
    kept: set[int] = set()
    for members in sorted(groups, key=lambda members: (-len(members), members[0].id)):
        number = _choose_number(connection, members, kept, family)
        kept.add(number)
        now = [row.id for row in members]
        moved = [row.id for row in members if row.witness_id != number]
        if moved:
            connection.execute(update(documents).where(documents.c.id.in_(moved)).values(witness_id=number))
        if heads.get(number) != now[0]:
            connection.execute(update(witnesses).where(witnesses.c.id == number).values(head_id=now[0]))
        if number == left or before[number] - set(now) or heads.get(number) not in now:
            echoes.link(connection, now, 0)  # some went: what pointed at them points elsewhere
        elif moved:
            echoes.link(connection, now, min(now.index(member) for member in moved))
    gone = heads.keys() - kept
    if gone:
        connection.execute(delete(witnesses).where(witnesses.c.id.in_(gone)))


def _choose_number(connection: Connection, members: Sequence[Any], kept: set[int], family: int) -> int:
    """The number that most of a group have already, or a new one."""
    counted = Counter(row.witness_id for row in members if row.witness_id not in kept)
    if counted:
        most: int = min(counted, key=lambda number: (-counted[number], number))
        return most
    number = reserve(connection, witnesses=1)["witnesses"]
    connection.execute(insert(witnesses), {"id": number, "head_id": members[0].id, "family": family})
    return number


def _order(row: Any) -> tuple[str, str, int]:
    return find_moment(row.published) or "9", row.recorded, row.id


def find_moment(published: str | None) -> str | None:
    """The last moment in UTC that an ISO date may mean, to be sorted by: who tells the hour is before who does not."""
    if not published:
        return None
    if len(published) <= 10:
        return published + "-12-31T23:59:59"[len(published) - 4 :]
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return published
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return zoned.astimezone(UTC).isoformat(timespec="seconds")[:19]
    except OverflowError:  # the first or last day of the calendar
        return published
