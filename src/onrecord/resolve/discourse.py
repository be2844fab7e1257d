"""What a text has spoken of so far: its entities, where each was last mentioned, who spoke."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from onrecord.detect.layout import Layout
from onrecord.resolve.antecedents import Known, Place
from onrecord.resolve.entities import CAMPAIGNS, Cluster, call_campaign, cluster_names, key_of
from onrecord.resolve.mentions import (
    ANAPHORS,
    Gender,
    Mention,
    complete_names,
    extend_names,
    find_pronouns,
    mark_titles,
)
from onrecord.resolve.people import fold, may_be_one, parse_person
from onrecord.resolve.roles.phrases import is_outlet, tokenize
from onrecord.resolve.sources import Head
from onrecord.resolve.tables.nouns import find_noun
from onrecord.resolve.tables.states import find_states
from onrecord.resolve.tables.titles import find_title
from onrecord.resolve.turns import Turn
from onrecord.types import Span, Spans

_WORDS = re.compile(r"[\w’'-]+")
_CLAUSE_END = re.compile(r"[.,;:!?\n“”\"()]")
_APPOSITION = re.compile(r"\s*,\s*((?:(?:the|a|an|his|her|its|who is|who was)\s+)?[^.;!?\n“”\"]{3,90})")


@dataclass(slots=True)
class Discourse:
    """Entities are numbered: first those that names name, then those that are only described, as they come."""

    layout: Layout
    names: Sequence[Mention]
    pronouns: Sequence[Mention]
    title_end: int
    """Where the text's title ends."""
    clusters: list[Cluster]
    known: list[Known]
    mentions: list[list[Mention]]
    """Of each entity, as they were found."""
    owner: list[int]
    """The entity of each name."""
    called: dict[str, int]
    """Organisations by their words, as they are compared."""
    spaces: list[int]
    name_starts: list[int]
    recent: dict[int, None] = field(default_factory=dict)
    """Entities by when they were last mentioned, latest last."""
    spoke: list[int] = field(default_factory=list)
    """Who spoke, in the order of their sources."""
    said: list[tuple[Span, int]] = field(default_factory=list)
    """Contents that reach beyond where the walk is, and whose they are."""
    turns: list[tuple[int, int, frozenset[int]]] = field(default_factory=list)
    """Of a talk: where the turns begin and end, and whom "he" and "the minister" do not mean there."""
    unnamed_askers: set[int] = field(default_factory=set)
    """Those whom only a label describes: "REPORTER"."""
    labels: dict[Spans, int | None] = field(default_factory=dict)
    """Of turns -> whose they are, None where that is not known."""
    joint: dict[frozenset[int], int] = field(default_factory=dict)
    """Entities that spoke together -> the group that they are."""
    tied: dict[tuple[int, str], int] = field(default_factory=dict)
    """Who was only described as somebody's: by the entity whose they are and the noun."""
    led: dict[int, int] = field(default_factory=dict)
    """Where a pronoun stands -> the entity that it was led to."""
    begun: set[int] = field(default_factory=set)
    """Sentences in which something has been mentioned."""


def open_discourse(layout: Layout, names: Sequence[Mention], title_end: int) -> Discourse:
    """Nothing is spoken of yet. `names` in the order of the text, none overlapping another."""
    text = layout.text
    names = extend_names(text, complete_names(text, names))
    names = mark_titles(text, names)
    names = [n._replace(kind="outlet") if n.kind == "organisation" and _is_outlet(text, n) else n for n in names]
    clusters = cluster_names(names)
    owner = [0] * len(names)
    for c, cluster in enumerate(clusters):
        for i in cluster.mentions:
            owner[i] = c
    return Discourse(
        layout,
        names,
        find_pronouns(text),
        title_end,
        clusters,
        [Known(c.kind, c.gender, c.kind == "group", named=True) for c in clusters],
        [[] for _ in clusters],
        owner,
        {key_of(n.words): owner[i] for i, n in enumerate(names) if n.kind == "organisation"},
        [m.start() for m in re.finditer(" ", text)],
        [n.start for n in names],
    )


def _is_outlet(text: str, name: Mention) -> bool:
    """Whether an organisation is a paper, station or channel: by its name, or the word before it ("the newspaper")."""
    article = name.start - 4 if text[max(0, name.start - 4) : name.start].casefold() == "the " else name.start
    before = _WORDS.findall(text, max(0, name.start - 30), name.start)
    noun = find_noun(before[-1]) if before and before[-1].islower() else None
    return (noun is not None and noun.kind == "outlet") or is_outlet(tokenize(text, article, name.end))


def names_in(d: Discourse, spans: Spans) -> list[Mention]:
    """The names that lie in any of the spans."""
    found = []
    for start, end in spans:
        for n in d.names[bisect_left(d.name_starts, start) : bisect_left(d.name_starts, end)]:
            if n.end <= end:
                found.append(n)
    return found


def entity_of(d: Discourse, name: Mention) -> int:
    """The entity of a name of the text."""
    return d.owner[bisect_left(d.name_starts, name.start)]


def state_that_speaks(d: Discourse, name: Mention, entity: int) -> int:
    """The state that speaks where its capital is said to; the entity itself where it is no capital.

    A seat ("the Kremlin") speaks as the state, and stays apart from what else the text says of the state.
    """
    if d.known[entity].kind not in ("place", "state", "organisation"):
        return entity
    forms = {(c.state.code, c.kind) for c in find_states(name.words) if not c.ambiguous}
    if len(forms) != 1:
        return entity
    code, kind = forms.pop()
    if kind not in ("capital", "seat") or (kind == "capital" and d.known[entity].kind == "organisation"):
        return entity
    state = next((i for i, c in enumerate(d.clusters) if c.code == code), None)
    if kind == "capital" and state is not None:
        return state
    d.known[entity].kind, d.clusters[entity].code = "state", code
    return entity


def bearers(d: Discourse, name: int, but: int) -> list[int]:
    """Who else may be meant by a name of somebody, beside the entity `but`."""
    m = d.names[name]
    meant = parse_person(m.words, m.title)
    return [i for i, c in enumerate(d.clusters) if i != but and c.person and may_be_one(c.person, meant)]


def note_turns(d: Discourse, turns: Sequence[Turn], whose: Sequence[int | None]) -> None:
    """Take in the turns of a talk, in their order, and whose they are where that is known."""
    talkers = frozenset(entity for entity in whose if entity is not None)
    are_two = len(talkers) + (None in whose) <= 2
    for turn, entity in zip(turns, whose, strict=True):
        i = bisect_left(d.name_starts, turn.start)
        called = {entity_of(d, n) for n in d.names[i : i + 1] if n.end <= turn.end and _is_called(d, n, turn.start)}
        own = talkers if are_two else frozenset(() if entity is None else (entity,))
        d.turns.append((turn.start, turn.end, own | called))
        if turn.is_labelled:
            d.labels[turn.label,] = entity


def talkers_at(d: Discourse, at: int) -> frozenset[int]:
    """Whose turn it is there, who is called in it, and of two who talk with each other the other one; empty outside of
    turns.
    """
    i = bisect_right(d.turns, at, key=itemgetter(0)) - 1
    return d.turns[i][2] | d.unnamed_askers if i >= 0 and at < d.turns[i][1] else frozenset()


def _is_called(d: Discourse, name: Mention, start: int) -> bool:
    """Whether a turn that begins there opens with calling somebody: "Governor Brisk, the minister said that ..."."""
    before = d.layout.text[start : name.start]
    return len(before) <= len(name.title) + 1 and d.layout.text[name.end : name.end + 1] in ",:?!."


def place_of(d: Discourse, start: int) -> Place:
    sentence = bisect_right(d.layout.sentences, start)
    return Place(
        start,
        bisect_left(d.spaces, start),
        sentence,
        bisect_right(d.layout.paragraphs, start),
        sentence not in d.begun,
        d.layout.quotations.at(start) is not None,
    )


def touch(d: Discourse, entity: int, m: Mention) -> None:
    """An entity is mentioned."""
    place = place_of(d, m.start)
    k = d.known[entity]
    k.count += 1
    k.last, k.last_word, k.last_sentence, k.last_paragraph = m.start, place.word, place.sentence, place.paragraph
    k.last_first, k.last_quoted, k.last_form = place.first, place.quoted, m.form
    k.last_modifier = m.form == "name" and d.layout.text.startswith(("'s", "’s"), m.end)
    k.in_title = k.in_title or m.start < d.title_end
    if m.form == "pronoun":
        k.words.add(ANAPHORS.get(m.words, m.words))
        k.gender = k.gender or m.gender
    d.begun.add(place.sentence)
    d.mentions[entity].append(m)
    d.recent.pop(entity, None)
    d.recent[entity] = None


def add(d: Discourse, m: Mention, head: Head, owner: int | None) -> int:
    """Somebody new who is only described. Returns their number."""
    nouns = {head.noun} if head.noun else set()
    owners = {owner} if owner is not None else set()
    sides = {code} if head.owner and (code := code_of(head.owner)) else set()
    named = head.together and bool(names_in(d, (m.span,)))  # "Ana Torvik and Elia Dahl" are no unnamed two
    known = Known(m.kind, m.gender, m.plural, named=named, nouns=nouns, owners=owners, sides=sides)
    entity = add_entity(d, known, Cluster(m.kind))
    if owner is not None and not m.plural:
        d.tied[owner, call_campaign(head.noun)] = entity
    return entity


def members_of(d: Discourse, m: Mention) -> frozenset[int]:
    """Who is named together there: people, where there are two, else whatever is named."""
    names = names_in(d, (m.span,))
    people = [n for n in names if n.kind == "person"]
    return frozenset(entity_of(d, n) for n in (people if len(people) > 1 else names))


def add_entity(d: Discourse, known: Known, cluster: Cluster) -> int:
    """Somebody of whom the text has not spoken. Returns their number."""
    d.known.append(known)
    d.clusters.append(cluster)
    d.mentions.append([])
    return len(d.known) - 1


def named_elsewhere(d: Discourse, head: Head, owner: int | None) -> int | None:
    """Whom a description means by what the text names anywhere, later too: "her campaign" is the Torvik campaign, and
    a headline's "Mayor of Brenn" the one mayor whom the text names."""
    m = head.mention
    if m.form != "nominal" or head.together or m.plural:
        return None
    if owner is not None and (m.kind == "organisation" or head.noun in CAMPAIGNS):
        person = d.clusters[owner].person
        noun = call_campaign(head.noun)
        tied = d.tied.get((owner, noun))
        return d.called.get(f"{person.surname} {noun}", tied) if person else tied
    if m.kind == "person" and m.start < d.title_end and head.definiteness in ("bare", "definite"):
        people = (i for i, n in enumerate(d.names) if n.kind == "person" and n.start >= d.title_end)
        found = {d.owner[i] for i in people if head.noun in nouns_beside(d, i)[0]}
        return found.pop() if len(found) == 1 else None
    return None


def note_roles(d: Discourse, name: int) -> None:
    """Remember by which nouns a text describes somebody beside their name."""
    m = d.names[name]
    k = d.known[d.owner[name]]
    nouns, gender = nouns_beside(d, name)
    k.nouns |= nouns
    k.gender = k.gender or gender
    if m.kind == "person" and nouns:
        k.sides |= _sides_beside(d, name)
    if m.kind == "organisation":
        leader = fold(m.words.split()[0])  # "the Torvik campaign" is tied to Torvik
        k.owners.update(i for i, c in enumerate(d.clusters[:200]) if c.person and c.person.surname == leader)


def _leading_to(before: Sequence[str]) -> Sequence[str]:
    """Of the words before a name the last that may be a title of it: nouns, capitals, "of"."""
    first = len(before)
    while first > max(0, len(before) - 5) and _may_lead(before[first - 1]):
        first -= 1
    return before[first:]


def _may_lead(word: str) -> bool:
    return word[0].isupper() or word in ("of", "for", "and", "the") or find_noun(word) is not None


def _sides_beside(d: Discourse, name: int) -> set[str]:
    """The states named right before a name or in the apposition behind it: "Kelvaran minister Ana Torvik"."""
    return {code for n in names_in(d, _beside(d, d.names[name])) if (code := code_of(n))}


def _beside(d: Discourse, m: Mention) -> Spans:
    """The clause before a name, and the apposition behind it where there is one."""
    text = d.layout.text
    clause = len(_CLAUSE_END.split(text[max(0, m.start - 80) : m.start])[-1])
    i = bisect_right(d.turns, m.start, key=itemgetter(0)) - 1
    is_called = i >= 0 and _is_called(d, m, d.turns[i][0])
    apposition = None if is_called else _APPOSITION.match(text, m.end, m.end + 100)
    return ((m.start - clause, m.start), *([apposition.span(1)] if apposition else []))


def code_of(name: Mention) -> str:
    """Of the state that a name or adjective means."""
    states = {c.state.code for c in find_states(name.words) if not c.ambiguous}
    return states.pop() if len(states) == 1 else ""


def nouns_beside(d: Discourse, name: int) -> tuple[set[str], Gender]:
    """The nouns beside a name: titles before it, an apposition behind it; and the gender that they tell of a person."""
    m = d.names[name]
    nouns: set[str] = set()
    gender: Gender = ""
    if m.kind not in ("person", "organisation", "outlet"):
        return nouns, gender
    text = d.layout.text
    if m.title and (title := find_title(m.title.split())):
        words = title[0].title.casefold()
        nouns.update((words, words.split()[-1]))
    heads = re.split(r" of | for ", m.words.casefold())[0].split()
    if m.kind == "organisation" and heads and (noun := find_noun(heads[-1])):
        nouns.add(noun.noun)
    before, *behind = (_WORDS.findall(text, *span) for span in _beside(d, m))
    beside = [w.casefold() for w in (*_leading_to(before), *(word for words in behind for word in words[:7]))]
    for i, word in enumerate(beside):
        found = (find_noun(f"{beside[i - 1]} {word}") if i else None) or find_noun(word)
        if found and not found.plural and (found.kind == "person") == (m.kind == "person"):
            nouns.add(found.noun)
            if m.kind == "person":
                gender = gender or found.gender
    return nouns, gender
