"""Judgements -> which entities stand as one. Pure: it can be made anew at any time, and always comes out the same.

What people said wins: whom they called different are never in one part, whatever chain of others joins them; whom they
called the same are, unless that breaks a difference, the later word first. Then equal identifiers join, then the
machine's judgements in the order in which they were made, each unless it breaks a difference or joins two identifiers
of one scheme.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.store.likeness import contradict


@dataclass(frozen=True, slots=True)
class Node:
    """An entity as it stands in judgements."""

    id: int
    identifier: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A judgement that stands."""

    id: int
    a: int
    b: int
    same: bool
    by_person: bool


def part(nodes: Sequence[Node], edges: Iterable[Edge]) -> list[list[int]]:
    """The ids of the nodes in parts, each in order, parts by their first. Edges to others are passed over."""
    parts = _Parts(nodes)
    told = sorted((e for e in edges if e.a in parts.above and e.b in parts.above), key=lambda e: e.id)
    people = [e for e in told if e.by_person]
    for e in people:
        if not e.same:
            parts.keep_apart(e.a, e.b)
    for e in reversed(people):
        if e.same:
            parts.join(e.a, e.b, by_person=True)
    by_identifier: dict[str, list[int]] = {}
    for node in sorted(nodes, key=lambda n: n.id):
        if node.identifier:
            heads = by_identifier.setdefault(node.identifier, [])
            if not any(parts.join(head, node.id) for head in heads):
                heads.append(node.id)
    for e in told:
        if e.same and not e.by_person:
            parts.join(e.a, e.b)
    return parts.list()


class _Parts:
    """Disjoint sets with differences between them."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.above = {node.id: node.id for node in nodes}
        self._size = dict.fromkeys(self.above, 1)
        self._apart: dict[int, set[int]] = {}
        self._identifiers = {node.id: {node.identifier} for node in nodes if node.identifier}

    def find(self, a: int) -> int:
        root = a
        while self.above[root] != root:
            root = self.above[root]
        while self.above[a] != root:
            self.above[a], a = root, self.above[a]
        return root

    def keep_apart(self, a: int, b: int) -> None:
        a, b = self.find(a), self.find(b)
        if a != b:
            self._apart.setdefault(a, set()).add(b)
            self._apart.setdefault(b, set()).add(a)

    def join(self, a: int, b: int, by_person: bool = False) -> bool:
        """Whether the two are in one part now."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return True
        if b in self._apart.get(a, ()):
            return False
        known = self._identifiers.get(a, set()), self._identifiers.get(b, set())
        if not by_person and any(contradict(x, y) for x in known[0] for y in known[1]):
            return False
        if self._size[a] < self._size[b]:
            a, b = b, a
        self.above[b] = a
        self._size[a] += self._size[b]
        for other in self._apart.pop(b, set()):
            self._apart[other].discard(b)
            self._apart[other].add(a)
            self._apart.setdefault(a, set()).add(other)
        if b in self._identifiers:
            self._identifiers.setdefault(a, set()).update(self._identifiers.pop(b))
        return True

    def list(self) -> "list[list[int]]":
        found: dict[int, list[int]] = {}
        for id in sorted(self.above):
            found.setdefault(self.find(id), []).append(id)
        return list(found.values())
