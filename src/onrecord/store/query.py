"""The query form: parsed here into a small tree, then written for SQLite's FTS5 or for PostgreSQL's tsquery.

bridge observers        both words            "teal bridge"      these words in a row
bridge OR boathouse     either                observ*            words that begin so
bridge -budget          not that word         (a OR b) c         parentheses group
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from onrecord.errors import QueryError
from onrecord.store.tokens import fold_words, split_words
from onrecord.types import Span

_QUOTES = '"“”„«»'
_TOKEN = re.compile(
    rf"\s*(?:(?P<quote>[{_QUOTES}])(?P<phrase>[^{_QUOTES}]*)(?P<close>[{_QUOTES}]?)(?P<star>\*?)"
    rf"|(?P<open>\()|(?P<shut>\))|(?P<minus>[-−](?=\S))|(?P<word>[^\s(){_QUOTES}]+))"
)
_DEEPEST, _LONGEST = 30, 2000


@dataclass(frozen=True, slots=True)
class Words:
    """One word, or several in a row; of the last its beginning alone, where `prefix`."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Both:
    parts: "tuple[Tree, ...]"
    without: "tuple[Tree, ...]" = ()
    """What must not be there."""


@dataclass(frozen=True, slots=True)
class Either:
    parts: "tuple[Tree, ...]"


Tree = Words | Both | Either


def parse_query(text: str) -> Tree | None:
    """A query as a tree; None where it holds no word. Raises QueryError, which shows where it is broken."""
    if len(text) > _LONGEST:
        raise QueryError(text[:40] + " …", f"the query has more than {_LONGEST} characters; look for fewer words")
    tokens = list(_cut(text))
    if not tokens:
        return None
    parser = _Parser(text, tokens)
    tree = parser.read_either(0)
    if parser.at < len(tokens):
        parser.fail('a ")" that nothing opens; leave it out')
    return tree


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    start: int
    words: tuple[str, ...] = ()
    prefix: bool = False


def _cut(text: str) -> Iterator[_Token]:
    at = 0
    while match := _TOKEN.match(text, at):
        at = match.end()
        kind = match.lastgroup or ""
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        if match["quote"]:
            if not match["close"]:
                _fail(text, start, 'a phrase that is not closed; write "two words"')
            words = fold_words(match["phrase"])
            if not words:
                _fail(text, start, 'a phrase without words; write "two words"')
            yield _Token("words", start, words, bool(match["star"]))
        elif match["word"]:
            word = match["word"]
            if word in ("OR", "AND", "NOT"):
                yield _Token(word, start)
            elif words := fold_words(word):
                yield _Token("words", start, words, word.endswith("*"))
            elif "*" in word:
                _fail(text, start, "a star without the beginning of a word; write observ*")
        else:
            yield _Token({"minus": "NOT"}.get(kind, kind), start)


def _fail(text: str, at: int, reason: str) -> NoReturn:
    raise QueryError(f"{text[:at]}▸{text[at:]}", f"here (▸) is {reason}")


class _Parser:
    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self.text, self.tokens, self.at = text, tokens, 0

    def peek(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def fail(self, reason: str) -> NoReturn:
        _fail(self.text, self.tokens[self.at].start if self.at < len(self.tokens) else len(self.text), reason)

    def read_either(self, depth: int) -> Tree:
        parts = [self.read_both(depth)]
        while self.peek() == "OR":
            self.at += 1
            parts.append(self.read_both(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def read_both(self, depth: int) -> Tree:
        parts: list[Tree] = []
        without: list[Tree] = []
        start = self.at
        while (kind := self.peek()) in ("words", "open", "NOT", "AND"):
            if kind == "AND":
                if not (parts or without):
                    break
                self.at += 1
                if self.peek() not in ("words", "open", "NOT"):
                    self.fail("no word after AND; write one AND other")
            elif kind == "NOT":
                self.at += 1
                if self.peek() not in ("words", "open"):
                    self.fail("no word to leave out; write -word")
                without.append(self.read_one(depth))
            else:
                parts.append(self.read_one(depth))
        if not parts:
            if without:
                self.at = start
                self.fail("only what to leave out; write a word to look for beside it: bridge -budget")
            self.fail('no word to look for; write: bridge "teal river" observ* one OR other -without')
        return parts[0] if len(parts) == 1 and not without else Both(tuple(parts), tuple(without))

    def read_one(self, depth: int) -> Tree:
        token = self.tokens[self.at]
        if token.kind == "words":
            self.at += 1
            return Words(token.words, token.prefix)
        if depth >= _DEEPEST:
            self.fail(f"a parenthesis more than {_DEEPEST} deep; use fewer")
        self.at += 1
        tree = self.read_either(depth + 1)
        if self.peek() != "shut":
            self.at = self.tokens.index(token)
            self.fail('a "(" that nothing closes; write (one OR other)')
        self.at += 1
        return tree


# As each database writes it


def to_fts5(tree: Tree) -> str:
    """For FTS5's MATCH."""
    match tree:
        case Words(words, prefix):
            return f'"{" ".join(words)}"' + (" *" if prefix else "")
        case Either(parts):
            return "(" + " OR ".join(map(to_fts5, parts)) + ")"
        case Both(parts, without):
            told = " AND ".join(map(to_fts5, parts))
            for part in without:
                told = f"({told}) NOT {to_fts5(part)}"
            return f"({told})"


def to_tsquery(tree: Tree) -> str:
    """For a cast to PostgreSQL's tsquery: words hold letters and digits alone, so that nothing need be escaped."""
    match tree:
        case Words(words, prefix):
            told = [f"'{word}'" for word in words]
            told[-1] += ":*" if prefix else ""
            return "(" + " <-> ".join(told) + ")"
        case Either(parts):
            return "(" + " | ".join(map(to_tsquery, parts)) + ")"
        case Both(parts, without):
            return "(" + " & ".join([*map(to_tsquery, parts), *(f"!{to_tsquery(part)}" for part in without)]) + ")"


# What is looked for, and where it stands


def find_leaves(tree: Tree | None) -> tuple[Words, ...]:
    """What is looked for: each word and phrase, but for what must not be there."""
    match tree:
        case None:
            return ()
        case Words():
            return (tree,)
        case _:
            return tuple(dict.fromkeys(leaf for part in tree.parts for leaf in find_leaves(part)))


def mark_words(text: str, leaves: tuple[Words, ...], start: int = 0) -> list[Span]:
    """Where the words that are looked for stand in a text, in its order; counted from `start`."""
    found = list(split_words(text))
    heads: dict[str, list[Words]] = {}
    prefixes = []
    for leaf in leaves:
        if leaf.prefix and len(leaf.words) == 1:
            prefixes.append(leaf)
        else:
            heads.setdefault(leaf.words[0], []).append(leaf)
    marks = []
    for i, (first, _, word) in enumerate(found):
        for leaf in [*heads.get(word, ()), *(p for p in prefixes if word.startswith(p.words[0]))]:
            size = len(leaf.words)
            here = tuple(w for _, _, w in found[i : i + size])
            if (
                len(here) == size
                and here[:-1] == leaf.words[:-1]
                and (here[-1].startswith(leaf.words[-1]) if leaf.prefix else here[-1] == leaf.words[-1])
            ):
                marks.append((start + first, start + found[i + size - 1][1]))
    joined: list[Span] = []
    for one, other in sorted(marks):
        if joined and one < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(other, joined[-1][1]))
        else:
            joined.append((one, other))
    return joined
