"""First and second persons: "I" in what somebody says is that somebody, in a turn of a talk whose turn it is, and
elsewhere whoever's text it is."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from onrecord.detect.layout import Layout
from onrecord.resolve.addressed import Speaking, Stretch, find_addressed, is_anybody
from onrecord.resolve.antecedents import Known
from onrecord.resolve.discourse import Discourse, add_entity, entity_of, names_in
from onrecord.resolve.entities import Cluster
from onrecord.resolve.interviews import split_turn
from onrecord.resolve.introductions import find_interviewed
from onrecord.resolve.mentions import Kind, Mention
from onrecord.resolve.people import PersonName, may_be_one, parse_person
from onrecord.resolve.roles.phrases import is_outlet, tokenize
from onrecord.resolve.speakers import Resolved
from onrecord.resolve.talks import ADDRESSES
from onrecord.resolve.turns import Turn, name_of_turn
from onrecord.types import Spans, Statement

_VOICES = {
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), "i"),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), "we"),
    **dict.fromkeys(("you", "your", "yours"), "you"),
}
# Measured on the tuning articles, but for "we": there 5 of 7 are right, and 15 of 16 in the half that is reported. It
# is the same group throughout a text of one voice. "You" means now these, now those; whose "I" it is, a text without
# author seldom tells so that the one who speaks is known by it.
_SURE = {"i": 0.85, "we": 0.8, "you": 0.5}
_UNNAMED_SURE = {**_SURE, "i": 0.65}
_HANDED_DOWN = 0.95
_TURN_SURE = 0.95
_INTRODUCES = re.compile(r"\b(?:[Mm]y name is|[Mm]y name['’]s|I['’]m|I am)\s+$")
# "It's Ada Brenn here", "this is Ada Brenn": so speaks who is heard and not seen.
_IS_HERE = re.compile(r"\b(?:[Ii]t['’]s|[Tt]his is)\s+$")
_HERE = re.compile(r"\s+(?:here|speaking)\b")
_FLOOR_SURE = 0.85
# Labels of turns that name nobody and are one person's throughout a talk.
_ALONE = frozenset("interviewer moderator host presenter facilitator".split())
_SEVERAL = re.compile(r"[;&,]|\band\b")
_SIGNED = re.compile(r"\s+(?:is|was)\s+(?:an?|the)\s|\s+(?:teaches|writes|reports)\s|[.*_)\s]*$")
_BY = re.compile(r"(?:^|\n)\s*(?:By|BY)\s+$")
_ENDS = re.compile(r"\s*(?:\n|$)")
_TESTIMONY = re.compile(r"\b(?:testimony|examination|deposition) of [A-Z]", re.IGNORECASE)
_LONGEST_NOTE = 400
_LONGEST_INITIALS = 3
# What stands before a name that is called upon: the sentence has no other word.
_CALLS = re.compile(r"(?:^|[.!?\n…\])]\s*)(?:[Tt]hank you,?\s+)?$")
_CALLED = re.compile(r"\s*[.?!]?\s*$")


def hear_voices(
    d: Discourse,
    statements: Sequence[Statement],
    turns: Sequence[Turn],
    speaking: Sequence[Speaking],
    resolved: Mapping[Spans, Resolved],
    author: str | None,
) -> dict[Spans, Resolved]:
    """Sources that are first or second persons, led to entities; `speaking` is whose turns they are, `resolved` holds
    all other sources.
    """
    text = d.layout.text
    persons = {m.start: m for m in d.pronouns if m.words in _VOICES}
    outside = [m for m in persons.values() if d.layout.quotations.at(m.start) is None]
    talking = [(turn.start, turn.end, whose) for turn, whose in zip(turns, speaking, strict=True)]
    asking = find_addressed(d, turns, speaking)
    held = [] if turns else _find_held(d)
    one_voice = not turns and not any(called for *_, called in held) and is_one_voice(d.layout)
    own: dict[str, int] = {}
    found: dict[Spans, Resolved] = {}
    parents = _find_parents(statements)
    for turn, whose in zip(turns, speaking, strict=True):
        if whose and turn.is_labelled:
            found[(turn.label,)] = Resolved(*whose, mention=turn.label)
    for source in sorted(parents, key=lambda s: s[0]):
        start, end = source[0][0], source[-1][1]
        m = persons.get(start)
        if m is None or m.words != text[start:end].casefold().strip(" ,"):
            continue
        voice = _VOICES[m.words]
        parent = parents[source] if voice != "you" else None
        holder = (found.get(parent) or resolved.get(parent)) if parent else None
        if holder and holder.entity is not None:
            found[source] = Resolved(holder.entity, holder.confidence * _HANDED_DOWN, holder.candidates, m.span)
            d.mentions[holder.entity].append(m)
        elif turns and (stretch := _stretch_of(asking if voice == "you" else talking, start, end)):
            if voice == "you" and is_anybody(text, start, end):
                continue
            quotation = d.layout.quotations.at(start)
            # One that began in another turn was never closed.
            if (whose := stretch[2]) and (quotation is None or quotation.start < stretch[0] - 1):
                found[source] = Resolved(*whose, mention=m.span)
                d.mentions[whose[0]].append(m)
        elif voice == "i" and not one_voice and (entity := _holder_of(held, start)) is not None:
            found[source] = Resolved(entity, _FLOOR_SURE, mention=m.span)
            d.mentions[entity].append(m)
        elif one_voice and d.layout.quotations.at(start) is None:
            if voice not in own:
                own[voice] = _find_own(d, voice, [o for o in outside if _VOICES[o.words] == voice], author)
            sure = (_SURE if d.known[own[voice]].named else _UNNAMED_SURE)[voice]
            found[source] = Resolved(own[voice], sure, mention=m.span)
    return found


def _stretch_of(stretches: Sequence[Stretch], start: int, end: int) -> Stretch | None:
    k = bisect_right(stretches, start, key=lambda stretch: stretch[0]) - 1
    return stretches[k] if k >= 0 and end <= stretches[k][1] else None


def hear_answers(d: Discourse, statements: Sequence[Statement], turns: Sequence[Turn]) -> dict[Spans, Resolved]:
    """Turns without label, by the content of their statement: they are whose name their label is."""
    answers = {split_turn(d.layout.text, turn): turn.label for turn in turns if not turn.is_labelled}
    return {
        s.content: Resolved(entity_of(d, name), _FLOOR_SURE, mention=answers[s.content])
        for s in statements
        if not s.source and s.content in answers
        for name in names_in(d, (answers[s.content],))
    }


def part_from_labels(names: Iterable[Mention], turns: Sequence[Turn]) -> list[Mention]:
    """The names, none of them begun by a label ("LH Tor, do you"); without those that are a label's initials: whose
    they are, other names tell."""
    labelled = {turn.label[0]: turn for turn in turns if turn.is_labelled}
    spans = {turn.label for turn in turns}
    apart = (_begin_behind(n, labelled[n.start]) if n.start in labelled else n for n in names)
    return [n for n in apart if n.span not in spans or not _may_be_initials(n.words)]


def _begin_behind(name: Mention, turn: Turn) -> Mention:
    """What of a name stands in the words of a turn, where it reaches there from the label."""
    if name.end <= turn.start:
        return name
    return name._replace(start=turn.start, words=name.words[turn.start - name.start :])


def _may_be_initials(words: str) -> bool:
    return words.isupper() and words.isalpha() and 2 <= len(words) <= _LONGEST_INITIALS


def name_turns(d: Discourse, turns: Sequence[Turn]) -> list[Speaking]:
    """Whose turns they are, and how sure that is; a label that no name of the text fits is somebody of their own."""
    labels: dict[str, int] = {}
    entities: list[Speaking] = []
    asked = _find_asked(d, turns)
    for turn in turns:
        words = name_of_turn(d.layout, turn)
        if not words:
            entities.append(_find_unnamed(d, turn, asked, labels))
            continue
        inside = names_in(d, (turn.label,))
        if words not in labels:
            name = parse_person(words)
            people = [i for i, c in enumerate(d.clusters) if c.person and may_be_one(c.person, name)]
            if inside:  # "Edda Kolm, Harbour Union" is Kolm
                labels[words] = entity_of(d, next((n for n in inside if n.kind == "person"), inside[-1]))
            elif len(people) == 1:
                labels[words] = people[0]
            elif (initials := _find_by_initials(d, words)) is not None:
                labels[words] = initials
            elif is_outlet(tokenize(d.layout.text, *turn.label)):
                labels[words] = add_entity(d, Known("outlet", "", plural=False, named=True), Cluster("outlet"))
            else:
                known = Known("person", name.gender, plural=False, named=True)
                labels[words] = add_entity(d, known, Cluster("person", person=name))
        entity = labels[words]
        if not inside:
            at = d.layout.text.find(words, *turn.label)
            span = (at, at + len(words)) if at >= 0 else turn.label
            d.mentions[entity].append(Mention(*span, "name", d.known[entity].kind, words))
        entities.append((entity, _TURN_SURE if turn.is_labelled else _FLOOR_SURE))
    return entities


def _find_by_initials(d: Discourse, label: str) -> int | None:
    """The one person of the text whose initials a label is: of "AT" Ana Torvik."""
    if not _may_be_initials(label):
        return None
    called = (c.person for c in d.clusters)
    fitting = [i for i, p in enumerate(called) if p and p.given and label.casefold() in _initials_of(p)]
    return fitting[0] if len(fitting) == 1 else None


def _initials_of(name: PersonName) -> frozenset[str]:
    """Of all its words, and of the first and the last."""
    first = [word[0] for word in name.words]
    return frozenset(("".join(first), first[0] + first[-1]))


def _find_asked(d: Discourse, turns: Sequence[Turn]) -> int | None:
    """The one whom the text says is interviewed, before the first turn."""
    asking = [turn for turn in turns if turn.role in ("question", "interviewer")]
    addressing = sum(ADDRESSES.search(d.layout.text, turn.start, turn.end) is not None for turn in asking)
    if 3 * addressing < len(asking) or not turns:  # "Why did he go?"
        return None
    if len(_TESTIMONY.findall(d.layout.text)) > 1:  # of several witnesses
        return None
    found = find_interviewed(d.layout, d.names, turns[0].label[0], labelled=True)
    return entity_of(d, found) if found else None


def _find_unnamed(d: Discourse, turn: Turn, asked: int | None, labels: dict[str, int]) -> tuple[int, float] | None:
    """Whose turn it is where the label names nobody. Who asks may be many ("Q.", "Press"); who answers is one."""
    words = d.layout.text[slice(*turn.label)].casefold()
    if turn.role == "answer" and asked is not None:
        return asked, _FLOOR_SURE
    if turn.role != "answer" and words not in _ALONE:
        return None
    if words not in labels:
        labels[words] = add_entity(d, Known("person", "", plural=False, named=False), Cluster("person"))
    d.mentions[labels[words]].append(Mention(*turn.label, "nominal", "person", words))
    return labels[words], _TURN_SURE


def _find_held(d: Discourse) -> list[tuple[int, int, int, bool]]:
    """Lines of a talk without labels that are plainly somebody's: start, end, entity, whether they were called upon.

    Somebody holds the line in which they say their name, and the one behind a line that ends in calling them
    ("Miss Brenn?").
    """
    text = d.layout.text
    held = []
    start = 0
    called: int | None = None
    for line in text.split("\n"):
        end = start + len(line)
        people = [n for n in names_in(d, ((start, end),)) if n.kind == "person"]
        own = {entity_of(d, n) for n in people if _introduces(d, n)}
        if called is not None and len(own) < 2:
            held.append((start, end, own.pop() if own else called, True))
        elif len(own) == 1:
            held.append((start, end, own.pop(), False))
        last = people[-1] if people else None
        if last and _CALLED.fullmatch(text, last.end, end) and end - start > len(last.words) + len(last.title) + 10:
            begins = last.start - len(last.title) - 1 if last.title else last.start
            called = entity_of(d, last) if _CALLS.search(text[start:begins]) else None
        elif line.strip():
            called = None
        start = end + 1
    return held


def _holder_of(held: Sequence[tuple[int, int, int, bool]], at: int) -> int | None:
    return next((entity for start, end, entity, _ in held if start <= at < end), None)


def _introduces(d: Discourse, name: Mention) -> bool:
    """Whether somebody says their own name there."""
    text = d.layout.text
    if d.layout.quotations.at(name.start) is not None:
        return False
    if _INTRODUCES.search(text, max(0, name.start - 14), name.start):
        return True
    return bool(_IS_HERE.search(text, max(0, name.start - 10), name.start) and _HERE.match(text, name.end))


def _find_parents(statements: Sequence[Statement]) -> dict[Spans, Spans | None]:
    """Of each source that of the innermost content in which it stands."""
    opens = sorted((*span, s.source) for s in statements if s.source for span in s.content)
    parents: dict[Spans, Spans | None] = {}
    around: list[tuple[int, Spans]] = []
    at = 0
    for source in sorted({s.source for s in statements if s.source}):
        start, end = source[0][0], source[-1][1]
        while at < len(opens) and opens[at][0] <= start:
            around.append(opens[at][1:])
            at += 1
        around = [(close, other) for close, other in around if close > start]
        holding = [(close, other) for close, other in around if end <= close and other != source]
        parents[source] = min(reversed(holding), key=lambda h: h[0])[1] if holding else None
    return parents


def _find_own(d: Discourse, voice: str, mentions: list[Mention], author: str | None) -> int:
    """The entity whose text it is: the author where they are known or say their name, else somebody new."""
    entity = find_author(d, author) if voice == "i" else None
    if entity is None:
        name = author if voice == "i" and author and not _SEVERAL.search(author) else ""
        byline = _find_byline(d.layout.text, name) if name else None
        kind: Kind = "person" if voice == "i" else "group"
        entity = add_entity(d, Known(kind, "", voice != "i", named=bool(name)), Cluster(kind, words=name))
        if byline:
            d.mentions[entity].append(byline)
    d.mentions[entity] += mentions
    return entity


def find_author(d: Discourse, author: str | None) -> int | None:
    """The person of the text whose name the author's is, who says "My name is ...", or whom its last lines tell of."""
    if author:
        if _SEVERAL.search(author):
            return None
        name = parse_person(author)
        people = [i for i, c in enumerate(d.clusters) if c.person and c.person.given and may_be_one(c.person, name)]
        if len(people) == 1:
            return people[0]
    introduced = {d.owner[i] for i, n in enumerate(d.names) if n.kind == "person" and _introduces(d, n)}
    if len(introduced) == 1:
        return introduced.pop()
    return None if author else _find_signed(d)


def _find_byline(text: str, author: str) -> Mention | None:
    """Where the author's name stands in the text, which nothing else has found."""
    m = re.search(rf"(?<!\w){re.escape(author)}(?!\w)", text) if not _SEVERAL.search(author) else None
    return Mention(*m.span(), "name", "person", author) if m else None


def _find_signed(d: Discourse) -> int | None:
    """Whose name stands in a byline ("By Ada Venn"), else whose name alone the last paragraph is, or of whom it says
    what they are: "Ada Venn is a writer in Lowen."

    Somebody of whom the text has spoken before is not its author for that.
    """
    text = d.layout.text
    bylines = {
        d.owner[i]
        for i, n in enumerate(d.names)
        if n.kind == "person" and _BY.search(text, max(0, n.start - 10), n.start) and _ENDS.match(text, n.end)
    }
    if bylines:
        return bylines.pop() if len(bylines) == 1 else None
    end = len(text.rstrip())
    start = d.layout.paragraphs[bisect_right(d.layout.paragraphs, max(0, end - 1)) - 1]
    i = bisect_left(d.name_starts, start)
    if i == len(d.names) or end - start > _LONGEST_NOTE:
        return None
    n = d.names[i]
    cluster = d.clusters[d.owner[i]]
    if not (cluster.person and cluster.person.given) or min(cluster.mentions) < i:
        return None
    alone = not text[start : n.start].strip(" *_—–-|(") and _SIGNED.match(text, n.end, end)
    return d.owner[i] if alone else None


def is_one_voice(layout: Layout) -> bool:
    """Whether a text is one person's: not where lines of several answer each other."""
    lines = [line for line in layout.text.split("\n") if line.strip()]
    if len(lines) < 8:
        return True
    short = sum(len(line.split()) <= 3 for line in lines)
    return short < 0.25 * len(lines) and layout.text.count("?") < 0.2 * len(lines)
