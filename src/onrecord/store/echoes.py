"""Which statements say the words of an earlier one of their group again: copies, and quotations that were cut."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select, true, update

from onrecord.store.copies import SHINGLE, find_words
from onrecord.store.schema import documents, spans, statements

MAX_LOOSE = 0.15
"""Of a copy's words that may stand before and after those of the original: the reader ends a content elsewhere."""
MAX_COMPARED = 2000
"""Words of contents that are compared word by word; longer ones must be equal, for it takes quadratic time."""
NEGATIONS = frozenset("no not never none nobody nothing neither nor without cannot t".split())  # t: of "didn't"
LIGHT = frozenset(
    "a an and as at be been but by for from had has have he her his in is it its of on or she so that the their them"
    " they this to was we were which who with you i s".split()
)
"""Words that carry little: a copy may have one more of them."""
_MANY = 500
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement's words, folded."""

    id: int
    document: int
    asserted: bool
    words: Words
    echo_of: int | None


def link(connection: Connection, order: Sequence[int], first: int) -> None:
    """Set what the statements of a group's documents echo, from the one at `first` on. The order is that of time."""
    said = _load(connection, order[first:], true())
    originals = Originals(_flatten(_load(connection, order[:first], statements.c.echo_of_id.is_(None))))
    changed = []
    for document in order[first:]:
        own = []
        for statement in said.get(document, ()):
            found = originals.find(statement)
            if found is None:
                own.append(statement)
            if found != statement.echo_of:
                changed.append({"key": statement.id, "echo": found})
        originals.add(own)
    if changed:
        to_set = update(statements).where(statements.c.id == bindparam("key")).values(echo_of_id=bindparam("echo"))
        connection.execute(to_set, changed)


def unlink(connection: Connection, document_id: int) -> None:
    """Let nothing in a document echo another, nor another echo it."""
    mine = select(statements.c.id).where(statements.c.document_id == document_id)
    concerned = or_(statements.c.document_id == document_id, statements.c.echo_of_id.in_(mine))
    connection.execute(update(statements).where(concerned).values(echo_of_id=None))


def _load(connection: Connection, numbers: Sequence[int], which: ColumnElement[bool]) -> dict[int, list[Said]]:
    """Current statements with their contents' words, by document."""
    words = func.substr(documents.c.text, spans.c.start + 1, spans.c.end - spans.c.start)
    asked = (
        select(statements.c.id, statements.c.document_id, statements.c.asserted, statements.c.echo_of_id, words)
        .join(spans, and_(spans.c.statement_id == statements.c.id, spans.c.role == "content"))
        .join(documents, documents.c.id == statements.c.document_id)
        .order_by(spans.c.statement_id, spans.c.place)
    )
    found: dict[int, list[Said]] = {}
    for start in range(0, len(numbers), _MANY):
        some = numbers[start : start + _MANY]
        rows = connection.execute(asked.where(statements.c.document_id.in_(some), statements.c.current, which))
        pieces: dict[int, tuple[int, bool, int | None, list[str]]] = {}
        for number, document, asserted, echo_of, piece in rows:
            pieces.setdefault(number, (document, asserted, echo_of, []))[3].append(piece)
        for number, (document, asserted, echo_of, parts) in pieces.items():
            told = tuple(word for part in parts for word, _, _ in find_words(part))
            found.setdefault(document, []).append(Said(number, document, asserted, told, echo_of))
    return found


def _flatten(said: dict[int, list[Said]]) -> Iterable[Said]:
    return sorted((statement for some in said.values() for statement in some), key=lambda statement: statement.id)


class Originals:
    """Statements that echo no other, to be found by their words."""

    def __init__(self, said: Iterable[Said]) -> None:
        self._equal: dict[tuple[bool, Words], Said] = {}
        self._by_shingle: defaultdict[Words, list[Said]] = defaultdict(list)
        self.add(said)

    def add(self, said: Iterable[Said]) -> None:
        for statement in said:
            if statement.words:
                self._equal.setdefault((statement.asserted, statement.words), statement)
                for shingle in _cut_shingles(statement.words):
                    self._by_shingle[shingle].append(statement)

    def find(self, copy: Said) -> int | None:
        """The statement whose words these are: all of them, else those of which most are left."""
        if not copy.words:
            return None
        equal = self._equal.get((copy.asserted, copy.words))
        if equal is not None:
            return equal.id
        near = {s.id: s for shingle in _cut_shingles(copy.words) for s in self._by_shingle.get(shingle, ())}
        fit = [s for s in near.values() if s.asserted == copy.asserted and is_cut_of(copy.words, s.words)]
        return min(fit, key=lambda s: (len(s.words), s.id)).id if fit else None


def _cut_shingles(words: Words) -> set[Words]:
    if len(words) > MAX_COMPARED:
        return set()
    return {words[i : i + SHINGLE] for i in range(len(words) - SHINGLE + 1)}


def is_cut_of(copy: Words, original: Words) -> bool:
    """Whether a copy says the original's words and no others, though some may be left out.

    "I ruled it out. I have smelled smoke" of "I ruled it out, with the pact that we had then. ... I have smelled
    smoke". Not so where a figure or a negation came in, or where the negation of what is left went.
    """
    matcher = SequenceMatcher(None, original, copy, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return False
    kept = sum(block.size for block in blocks)
    before, after = copy[: blocks[0].b], copy[blocks[-1].b + blocks[-1].size :]
    between = [w for one, next_ in pairwise(blocks) for w in copy[one.b + one.size : next_.b]]
    if kept < SHINGLE or len(before) + len(after) > MAX_LOOSE * len(copy) or not LIGHT.issuperset(between):
        return False
    if any(word in NEGATIONS or word[0].isdigit() for word in (*before, *after)):
        return False
    ends = [0, *(block.a + block.size for block in blocks)]
    gaps = [original[end : block.a] for end, block in zip(ends, blocks, strict=False)]
    return not any(len(gap) <= SHINGLE and not NEGATIONS.isdisjoint(gap) for gap in gaps)
