"""Mentions: the names, pronouns and descriptions that somebody is spoken of by."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from onrecord.detect.names import Name
from onrecord.detect.repeats import abbreviates, find_forms
from onrecord.resolve.people import fold, surname_of
from onrecord.resolve.roles.phrases import NET_OUTLET
from onrecord.resolve.tables.given import find_gender
from onrecord.resolve.tables.nouns import find_noun
from onrecord.resolve.tables.states import find_states
from onrecord.resolve.tables.titles import find_title, may_end_title
from onrecord.types import EntityKind, MentionForm, Span, Statement

Form = MentionForm
Kind = EntityKind
Gender = Literal["m", "f", ""]

_PRONOUNS: dict[str, tuple[Kind, Gender, bool]] = {
    **dict.fromkeys(("he", "him", "his", "himself"), ("person", "m", False)),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("person", "f", False)),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("group", "", True)),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), ("group", "", True)),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), ("person", "", False)),
    **dict.fromkeys(("you", "your", "yours", "yourself", "yourselves"), ("person", "", False)),
    **dict.fromkeys(("it", "its", "itself"), ("other", "", False)),
}
ANAPHORS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("they", "them", "their"), "they"),
    **dict.fromkeys(("it", "its"), "it"),
}
"""Third persons, by the form they are led back as."""
RELATIVE = frozenset("who whom whose which that".split())
# Most words begin with none of these letters, and need not be compared with each pronoun.
_PRONOUN = re.compile(
    rf"\b(?=[{''.join(sorted({word[0] for word in _PRONOUNS}))}])(?:{'|'.join(_PRONOUNS)})\b", re.IGNORECASE
)
_BEFORE = re.compile(r"(?:[\w.’'-]+[^\S\n]+){1,5}$")
_NEXT = re.compile(r"[^\S\n]([a-z]+)\b")
_OPENS = re.compile(r"(?:^|[.!?:\n“\"]\s?)$")
_WORD = re.compile(r"[\w.’'-]+")
_JOINED = re.compile(r"[A-Z][\w’'-]+(?= (?:and|&) [A-Z])")
_SUFFIX = re.compile(r",?[^\S\n](?:[JS]r\.|(?:[JS]r|II|III|IV)\b)")
_BRACKETED = re.compile(r"[^\S\n]\(([A-Z][A-Z0-9&.-]{1,9})\)")
_NOT_NAMES = frozenset(_PRONOUNS) | frozenset(
    "who which that this these those some many most several few others other all both each one none nobody everyone "
    "everybody someone somebody anyone another whoever what there here the a an no".split()
)
_SHORT_NAME = 3
"""Letters: a surname of so many is looked for behind titles only."""
# What stands before the name of an organisation of which somebody is said to be the head.
_LED = re.compile(
    r"\b(?:leads|led|heads|headed|runs|ran|owns|owned|founded|chairs|chaired|"
    r"(?:head|leader|chief|president|chairman|chairwoman|chair|director|executive|founder|owner|boss) (?:of|at))"
    r" (?:the )?$"
)
_NAMED = r"([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2})"
_INTRODUCED = re.compile(
    rf"\b(?=[MmIiTt])(?:[Mm]y name(?: is|['’]s) {_NAMED}|(?:[Ii]t['’]s|[Tt]his is) {_NAMED}(?= (?:here|speaking)\b))"
)
_ANOTHER = re.compile(r"\b(?:the other|another|a different|a second|the second|namesake,?) $", re.IGNORECASE)
_IN = re.compile(r"\b(?:[Ii]n|[Ii]nside|[Oo]utside|[Aa]cross|[Tt]hroughout|[Ww]ithin) $")


class Mention(NamedTuple):
    start: int
    end: int
    form: Form
    kind: Kind
    words: str
    gender: Gender = ""
    plural: bool = False
    title: str = ""
    """What stands before a person's name: 'Mrs.', 'Prime Minister'."""
    stands_for: str = ""
    """The name in brackets behind which the text introduces this one: of 'HU', 'Harbour Union'."""
    namesake: bool = False
    """Whether the text says that it is somebody else with a name that is known already: "the other Jan Brenn"."""

    @property
    def span(self) -> Span:
        return self.start, self.end


def to_mentions(text: str, names: Iterable[Name]) -> list[Mention]:
    """The names that were found in a text, as mentions. A "You" that was taken for one is none; "US" may be. "Wikinews"
    is no person."""
    found = (Mention(*n.span, "name", n.kind, text[slice(*n.span)]) for n in names)
    return [
        m._replace(kind="organisation") if NET_OUTLET.fullmatch(m.words.casefold()) else m
        for m in found
        if m.words.isupper() or m.words.casefold() not in _PRONOUNS
    ]


def find_pronouns(text: str) -> list[Mention]:
    """All personal pronouns. 'US' in capitals is none, nor is 'i' but in a text without capitals."""
    found = []
    small = text.islower()
    for m in _PRONOUN.finditer(text):
        word = m.group().casefold()
        if word not in _PRONOUNS:  # to ignore case takes "İ" and "ı" for an "i"
            continue
        if m.group() in ("US", "IT", "MINE") or (word == "i" and m.group() != "I" and not small):
            continue
        kind, gender, plural = _PRONOUNS[word]
        found.append(Mention(*m.span(), "pronoun", kind, word, gender, plural))
    return found


def is_pronoun(words: str) -> bool:
    return words.casefold() in _PRONOUNS or words.casefold() in RELATIVE


def extend_names(text: str, names: Sequence[Mention]) -> list[Mention]:
    """The names, with what belongs to them and stands behind: "Jr.", or the organisation that one gives its name to
    ("Torvik campaign", "Kelvaran government")."""
    extended: list[Mention] = []
    for i, n in enumerate(names):
        before = extended[-1] if extended else None
        if before and n.kind == "place" and _is_cut_short(before) and not text[before.end : n.start].strip(" "):
            extended[-1] = before._replace(end=n.end, words=text[before.start : n.end])
            continue
        limit = names[i + 1].start if i + 1 < len(names) else len(text)
        suffix = _SUFFIX.match(text, n.end, limit) if n.kind == "person" else None
        if suffix:
            n = n._replace(end=suffix.end(), words=text[n.start : suffix.end()])
        noun = _NEXT.match(text, n.end)
        found = find_noun(noun[1]) if noun and n.kind != "other" else None
        if noun and found and found.kind == "organisation" and not found.plural:
            n = Mention(n.start, noun.end(1), "name", "organisation", text[n.start : noun.end(1)])
        extended.append(n)
    return extended


def _is_cut_short(name: Mention) -> bool:
    """ "University of", before the name of a place."""
    return name.kind in ("organisation", "outlet") and name.words.endswith(" of")


def complete_names(text: str, names: Sequence[Mention]) -> list[Mention]:
    """The names, and where else in the text those whom they name are named: people just so or by their surname,
    organisations by the letters in brackets behind their name.

    A surname that opens a sentence may be a word ("Read"): only behind a title it counts there. So does a short one
    ("May") everywhere.
    """
    names = _settle_surnames(text, names)
    acronyms = _find_acronyms(text, names)
    names = [n._replace(kind="organisation", stands_for=acronyms[n.words]) if n.words in acronyms else n for n in names]
    people = {n.words for n in names if n.kind == "person" and " " in n.words}
    surnames = set(map(surname_of, people))
    forms = {f for f in people | surnames if f[:1].isupper()}
    found = list(names)
    for (start, end), words in find_forms(text, forms | acronyms.keys(), [n.span for n in names]):
        if words in acronyms:
            found.append(Mention(start, end, "name", "organisation", words, stands_for=acronyms[words]))
            continue
        opens = " " not in words and _OPENS.search(text, max(0, start - 3), start)
        if (opens or len(words) <= _SHORT_NAME) and not title_before(text, start):
            continue
        found.append(Mention(start, end, "name", "person", words))
    return sorted(found, key=lambda n: n.start)


def name_sources_of(text: str, statements: Iterable[Statement], names: Sequence[Mention]) -> list[Mention]:
    """The names, and those that statements show to be some: sources in one piece, and who is introduced."""
    sources = [s.source[0] for s in statements if len(s.source) == 1]
    return name_introduced(text, name_sources(text, sources, names))


def name_sources(text: str, sources: Iterable[Span], names: Sequence[Mention]) -> list[Mention]:
    """The names, and those of sources that are nothing but a name that was not found: capital words, none of them a
    noun for somebody.

    A single word that opens a sentence is one only where it is the surname of somebody named in full, or the table of
    given names has it.
    """
    starts = [n.start for n in names]
    surnames = {surname_of(n.words) for n in names if n.kind == "person" and " " in n.words}
    found = list(names)
    for start, end in sorted(set(sources)):
        joined = _JOINED.match(text, start, end)  # "Torvik and Brenn"
        end = joined.end() if joined else start + len(text[start:end].rstrip(" ,;:.’'\"”"))
        words = _WORD.findall(text, start, end)
        i = bisect_right(starts, end)
        if not 0 < len(words) < 4 or (i and names[i - 1].end > start) or " ".join(words) != text[start:end]:
            continue
        if not all(w[0].isupper() and w.casefold() not in _NOT_NAMES and find_noun(w) is None for w in words):
            continue
        known = find_gender(words[0]) or words[0] in surnames
        if find_title(words) or (len(words) == 1 and not known and _OPENS.search(text, max(0, start - 3), start)):
            continue
        kind: Kind = "person" if known or len(words) > 1 else "other"
        found.append(Mention(start, end, "name", kind, text[start:end]))
    return sorted(found, key=lambda n: n.start)


def name_introduced(text: str, names: Sequence[Mention]) -> list[Mention]:
    """The names, and those by which people introduce themselves: "It's Ada Brenn here"."""
    found = [
        Mention(*m.span(m.lastindex or 0), "name", "person", m[m.lastindex or 0]) for m in _INTRODUCED.finditer(text)
    ]
    apart = [n for n in names if not any(n.start < f.end and f.start < n.end for f in found)]
    return sorted([*apart, *found], key=lambda n: n.start) if found else list(names)


def mark_titles(text: str, names: Sequence[Mention]) -> list[Mention]:
    """The names; those of persons with the title before each, and whether the text calls it another one's."""
    marked = []
    for n in names:
        if n.kind == "person":
            title = title_before(text, n.start)
            start = n.start - len(title) - 1 if title else n.start
            n = n._replace(title=title, namesake=bool(_ANOTHER.search(text, max(0, start - 20), start)))
        marked.append(n)
    return marked


def _settle_surnames(text: str, names: Sequence[Mention]) -> list[Mention]:
    """The names; one that is somebody's surname is that person, whatever it was taken for: "Read" behind "Jan Read".

    An organisation of which the text says that somebody leads it stays one ("Jan Brenn, who heads Brenn"). A surname
    that is a state's name too is a person's behind a title, and a place where the words say "in".
    """
    surnames = {fold(surname_of(n.words)) for n in names if n.kind == "person" and " " in n.words}
    led = {
        fold(n.words) for n in names if n.kind == "organisation" and _LED.search(text, max(0, n.start - 40), n.start)
    }
    settled = []
    for n in names:
        key = fold(n.words)
        if key in surnames and key not in led:
            if not find_states(n.words):
                n = n._replace(kind="person")
            elif n.kind == "person":
                n = n._replace(kind="place") if _IN.search(text, max(0, n.start - 12), n.start) else n
            elif title_before(text, n.start):
                n = n._replace(kind="person")
        settled.append(n)
    return settled


def _find_acronyms(text: str, names: Sequence[Mention]) -> dict[str, str]:
    """Acronym -> the one organisation's name behind which it stands in brackets."""
    found: dict[str, set[str]] = {}
    for n in names:
        m = _BRACKETED.match(text, n.end) if n.kind == "organisation" else None
        if m and abbreviates(m[1], n.words) and not find_states(m[1]):
            found.setdefault(m[1], set()).add(n.words)
    return {acronym: full.pop() for acronym, full in found.items() if len(full) == 1}


def title_before(text: str, start: int) -> str:
    """The title that stands before a name: the longest run of words that ends there and is one."""
    last = _WORD.findall(text, max(0, start - 30), start)[-1:]
    before = _BEFORE.search(text, max(0, start - 60), start) if last and may_end_title(last[0]) else None
    if not before:
        return ""
    words = list(_WORD.finditer(text, before.start(), start))
    for i, word in enumerate(words):
        rest = [w.group() for w in words[i:]]
        found = find_title(rest)
        if found and found[1] == len(rest):
            return text[word.start() : words[-1].end()]
    return ""
