"""The user's own table of people and organisations: a CSV file -> rows, and the row that a text names.

A text's name gets a row's identifier only where name, kind and context agree and no second row fits. How names are
compared is in folding.py; docs/people-table.md tells it to users.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import get_args

from onrecord.resolve.tables.folding import Folded, fold_name, fold_text, has_letters, strip_accents
from onrecord.resolve.tables.sheets import read_sheet
from onrecord.types import EntityKind

KINDS: tuple[EntityKind, ...] = get_args(EntityKind)
COLUMNS = ("name", "aliases", "kind", "identifier")
"""That the header must have, in any order. `context` may be there, others are passed over."""
MAX_FIELD = 20_000
"""Characters of a field that is read."""


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """A row of the table."""

    name: str
    aliases: tuple[str, ...]
    kind: EntityKind
    identifier: str
    """As given, but any of Wikidata's is written 'wikidata:Q7747'."""
    context: tuple[str, ...] = ()
    """Words or phrases of which one must stand in the text; empty where the name alone is enough."""

    def forms(self) -> tuple[str, ...]:
        return self.name, *self.aliases


@dataclass(frozen=True, slots=True)
class KnownTable:
    """Rows, found by any of their names."""

    rows: tuple[KnownEntity, ...]
    _index: Mapping[Folded, list[tuple[KnownEntity, str]]] = field(init=False, repr=False, compare=False)
    """Folded form -> rows that have it, each with the form as the table writes it."""

    def __post_init__(self) -> None:
        index: dict[Folded, list[tuple[KnownEntity, str]]] = {}
        for row in self.rows:
            for form in row.forms():
                if key := fold_name(form):
                    index.setdefault(key, []).append((row, form))
        object.__setattr__(self, "_index", index)

    def find(self, name: str) -> list[tuple[KnownEntity, str]]:
        """The rows that have a name as theirs, in the order of the table, and by which form."""
        folded = fold_name(name)
        plain = strip_accents(folded)
        found = self._index.get(folded, [])
        # What an unaccented spelling finds has no accents itself: those of the table are never dropped.
        return found if plain == folded else [*found, *self._index.get(plain, [])]


# Which row a text names.


def match_known(name: str, kind: EntityKind, text: str, table: KnownTable) -> KnownEntity | None:
    """The row of the entity that `text` names by `name`, its fullest form there; None where there is any doubt.

    A row fits by its name or an alias, a like kind and, where it has context words, one of them in the text beside
    its names. Rows with different identifiers that fit are doubt. A bare form of a person ("Tessel", "van der Varn")
    also needs context words, or a fuller form of the row in the text.
    """
    named = [(row, form) for row, form in table.find(name) if _is_like(row.kind, kind)]
    fitting = [(row, form) for row, form in named if not row.context or _has_context(row, text)]
    if len({row.identifier for row, _ in fitting}) != 1:
        return None
    sure = (row for row, form in fitting if row.context or not _is_bare(row, form) or _has_fuller_form(row, text))
    return next(sure, None)


_LIKE_KINDS: tuple[frozenset[EntityKind], ...] = (
    frozenset(("organisation", "outlet", "group")),
    frozenset(("state", "place")),
)
"""Kinds that a text often does not tell apart."""


def _is_like(a: EntityKind, b: EntityKind) -> bool:
    return a == b or any(a in kinds and b in kinds for kinds in _LIKE_KINDS)


def _has_context(row: KnownEntity, text: str) -> bool:
    """Whether a context word stands in the text, other than inside a name of the row: a namesake has that, too."""
    words = [word for word in map(fold_text, row.context) if word]
    forms = sorted(map(fold_name, row.forms()), key=len, reverse=True)
    for spelling in _spellings(text):
        if not any(word in spelling for word in words):  # a text is rewritten for none but these
            continue
        for form in filter(None, forms):
            spelling = spelling.replace(form, " | ").replace(strip_accents(form), " | ")
        if any(word in spelling for word in words):
            return True
    return False


def _has_fuller_form(row: KnownEntity, text: str) -> bool:
    fuller = [fold_name(form) for form in row.forms() if not _is_bare(row, form)]
    return any(form in spelling for form in filter(None, fuller) for spelling in _spellings(text))


def _is_bare(row: KnownEntity, form: str) -> bool:
    """Whether a person's form is one word, which many bear. Words in small letters ("van der") do not count."""
    if row.kind != "person":
        return False
    words = form.split()
    return len([w for w in words if not w.islower()] or words) < 2


@lru_cache(maxsize=1)  # the entities of one text are asked for in a row
def _spellings(text: str) -> tuple[Folded, Folded]:
    """A text as it is compared, with its accents and without."""
    folded = fold_text(text)
    return folded, strip_accents(folded)


# The file.


def load_known(path: Path) -> tuple[tuple[KnownEntity, ...], tuple[str, ...]]:
    """The rows of a table that can be used, and for each other row one line that names file, line and mend.

    Lines that hold nothing are no rows. Raises InputError where the file cannot be read or is no such table.
    """
    sheet = read_sheet(path, COLUMNS, ("context",))
    faults: dict[int, str] = {}
    rows: dict[int, KnownEntity] = {}
    for line, fields in sheet.rows:
        row = _read_row(fields, sheet.columns, sheet.width)
        if isinstance(row, str):
            faults[line] = row
        else:
            rows[line] = row
    faults |= _find_contradictions(rows)
    messages = tuple(f"{_show(str(path), None)}:{line}: {faults[line]}" for line in sorted(faults))
    return tuple(row for line, row in rows.items() if line not in faults), messages


# A row.

_PARTED = re.compile(r"[;|]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_WIKIDATA = re.compile(r"(?:wikidata:|https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/)?q([1-9][0-9]*)", re.IGNORECASE)


def _read_row(fields: Sequence[str] | None, columns: Mapping[str, int], width: int) -> KnownEntity | str:
    """A row, or what is wrong with it and the mend. `width`: of the header."""
    if fields is None:
        return "a quotation mark is left open or alone; close it, and double those inside a quoted field"
    if len(fields) <= max(columns.values()):
        return f"{len(fields)} columns where the header has {width}; give the row all of them"
    if any(f.strip() for f in fields[width:]):
        return f"{len(fields)} columns where the header has {width}; put a field with separators in quotation marks"
    given = {column: fields[i] for column, i in columns.items()}
    for column, value in given.items():
        if fault := _find_fault(value):
            return f"{column} {fault}"
    name, kind, identifier = (" ".join(given[column].split()) for column in ("name", "kind", "identifier"))
    aliases, context = _part(given["aliases"]), _part(given.get("context", ""))
    if not has_letters(name):
        return "no name; give one, or remove the row"
    if kind.casefold() not in KINDS:
        what = f"{_quote(kind)} is no known kind" if kind else "no kind"
        return f"{what}; give one of {', '.join(KINDS)}"
    if not identifier:
        return "no identifier; give one such as wikidata:Q7747, or remove the row"
    if " " in identifier or not identifier.isprintable():
        return f"the identifier {_quote(identifier)} has spaces or invisible characters; remove them"
    if given.get("context", "").strip() and not context:
        return f"the context {_quote(given['context'])} has no word; give words, or leave it empty"
    if wikidata := _WIKIDATA.fullmatch(identifier):
        identifier = f"wikidata:Q{wikidata[1]}"
    row = KnownEntity(name, aliases, kind.casefold(), identifier, context)  # type: ignore[arg-type]  # looked up above
    if not context and all(_is_bare(row, form) for form in row.forms()):
        return f"{_quote(name)} alone may be anybody; give the full name, or context words"
    return row


def _find_fault(value: str) -> str | None:
    """What makes a field unfit to be read at all."""
    if len(value) > MAX_FIELD:
        return f"has {len(value):,} characters; shorten it to {MAX_FIELD:,}"
    if control := _CONTROL.search(value):
        return f"has a control character ({_show(control.group())}); remove it"
    if value.lstrip().startswith("="):
        return f"is a formula ({_show(value)}); give its value"
    return None


def _part(value: str) -> tuple[str, ...]:
    """The names or words of a field, without those that hold no letter or digit."""
    parts = (" ".join(part.split()) for part in _PARTED.split(value))
    return tuple(dict.fromkeys(part for part in parts if has_letters(part)))


# Rows that contradict each other.


def _find_contradictions(rows: Mapping[int, KnownEntity]) -> dict[int, str]:
    """What is wrong with each row that another one contradicts, by line; which of the two is right, nobody can tell."""
    namesakes: dict[Folded, dict[int, KnownEntity]] = {}
    kinds: dict[str, dict[str, int]] = {}
    """Identifier -> kind -> the first line that says so."""
    for line, row in rows.items():
        namesakes.setdefault(fold_name(row.name), {})[line] = row
        kinds.setdefault(row.identifier, {}).setdefault(row.kind, line)
    faults: dict[int, str] = {}
    for same in namesakes.values():
        faults |= _find_clashes(same)
    for line, row in rows.items():
        if other := _find_other(kinds[row.identifier], row.kind):
            where = f"{row.kind} here and {other[0]} in line {other[1]}"
            faults[line] = f"{_quote(row.identifier)} is of kind {where}; mend one of them"
    return faults


def _find_clashes(same: Mapping[int, KnownEntity]) -> dict[int, str]:
    """Of rows of one name, those that have another's context and not its identifier.

    One without context words may be meant everywhere, so it clashes with all.
    """
    if len({row.identifier for row in same.values()}) < 2:
        return {}
    contexts = {line: frozenset(map(fold_text, row.context)) for line, row in same.items()}
    lines: dict[frozenset[Folded], dict[str, int]] = {}
    """Context -> identifier -> the first line."""
    anywhere: dict[str, int] = {}
    for line, row in same.items():
        lines.setdefault(contexts[line], {}).setdefault(row.identifier, line)
        anywhere.setdefault(row.identifier, line)
    faults = {}
    for line, row in same.items():
        rivals = (lines[contexts[line]], lines.get(frozenset(), {})) if row.context else (anywhere,)
        if other := next(filter(None, (_find_other(r, row.identifier) for r in rivals)), None):
            where = f"{_quote(row.identifier)} here and {_quote(other[0])} in line {other[1]}"
            faults[line] = f"{_quote(row.name)} is {where}; give each context words of its own, or remove one"
    return faults


def _find_other(lines: Mapping[str, int], own: str) -> tuple[str, int] | None:
    return next(((value, line) for value, line in lines.items() if value != own), None)


def _quote(value: str) -> str:
    return f'"{_show(value)}"'


def _show(value: str, max_chars: int | None = 60) -> str:
    """A value on one line, in characters that can be seen."""
    short = value if max_chars is None or len(value) <= max_chars else f"{value[:max_chars]}…"
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in short)
