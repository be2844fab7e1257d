"""Named mentions -> entities: which names stand for one person, organisation or state.

Two people of one surname, a father and a son, a person and the organisation they lead are never one: names are joined
only where nothing in them speaks against it. A bare surname, an initial or an acronym that fits several goes to the one
that is named most often, and says that it is in doubt.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.resolve.mentions import Gender, Kind, Mention
from onrecord.resolve.people import PersonName, fold, may_be_one, parse_person
from onrecord.resolve.tables.states import find_states

CAMPAIGNS = frozenset("campaign camp team".split())
"""What the people around a candidate are called in turn."""
_SMALL = frozenset("of the for and in on at de la du des von und".split())
# Behind a name that also stands alone: "Treasury" is the Treasury Department.
_GENERIC = frozenset("department ministry office agency bureau commission committee council court".split())


@dataclass(slots=True)
class Cluster:
    """An entity in the making."""

    kind: Kind
    mentions: list[int] = field(default_factory=list)
    """Indices of the names."""
    doubtful: set[int] = field(default_factory=set)
    """Those of them that may as well be somebody else's."""
    person: PersonName | None = None
    gender: Gender = ""
    code: str = ""
    """Of a state, ISO 3166-1."""
    words: str = ""
    """Of one that only a role or an address names."""


def cluster_names(names: Sequence[Mention]) -> list[Cluster]:
    """Entities of the names, each name in one. `names` in the order of the text. Takes time nearly linear in them."""
    names = _settle_kinds(names)
    clusters = _join_people(names)
    clusters += _join_others(names)
    _doubt_namesakes(clusters, names)
    return clusters


def _settle_kinds(names: Sequence[Mention]) -> list[Mention]:
    """One kind for the same words throughout a text: that which they have most often.

    Not for the name of a state: somebody may be called like it.
    """
    votes: dict[str, Counter[Kind]] = {}
    for name in names:
        votes.setdefault(fold(name.words), Counter())[name.kind] += 1
    kinds = {words: kind.most_common(1)[0][0] for words, kind in votes.items()}
    return [
        n if len(votes[key := fold(n.words)]) == 1 or find_states(n.words) else n._replace(kind=kinds[key])
        for n in names
    ]


# People


class _People:
    """Clusters of people, found by the words that another name of theirs may share."""

    def __init__(self) -> None:
        self.clusters: list[Cluster] = []
        self._by_word: dict[str, dict[int, None]] = {}

    def find(self, name: PersonName) -> list[Cluster]:
        """Those whose name may be the same person's, in the order in which they were added."""
        found = [self.clusters[i] for i in self._by_word.get(name.surname, ())]
        return [c for c in found if c.person and may_be_one(c.person, name) and _agree(c.gender, name.gender)]

    def add(self, i: int, name: PersonName) -> None:
        self.clusters.append(Cluster("person", [i], person=name, gender=name.gender))
        self._index(len(self.clusters) - 1, name)

    def join(self, cluster: Cluster, i: int, name: PersonName) -> None:
        cluster.mentions.append(i)
        cluster.gender = cluster.gender or name.gender
        if cluster.person and _fullness(name) > _fullness(cluster.person):
            cluster.person = name
            self._index(next(k for k, c in enumerate(self.clusters) if c is cluster), name)

    def _index(self, at: int, name: PersonName) -> None:
        for word in (name.surname, *name.given[:1], name.surname.split(" ")[-1], " ".join(name.words)):
            self._by_word.setdefault(word, {})[at] = None


def _join_people(names: Sequence[Mention]) -> list[Cluster]:
    """Full names first, spelt out before initials: "J. Brenn" between Jan and Jonas Brenn must not make them one."""
    people = _People()
    parsed = {i: parse_person(n.words, n.title) for i, n in enumerate(names) if n.kind == "person"}
    full = [i for i, name in parsed.items() if name.given]
    full.sort(key=lambda i: _fullness(parsed[i]), reverse=True)
    others = [i for i in full if names[i].namesake]
    for i in full:
        if i not in others:
            _join(people, i, parsed[i], people.find(parsed[i]))
    for i in others:
        _part(people, i, parsed[i])
    bare = [i for i, name in parsed.items() if not name.given]
    for i in sorted(bare, key=lambda i: -len(parsed[i].words)):  # "van der Brenn" before "Brenn"
        name = parsed[i]
        fitting = people.find(name)
        by_surname = [c for c in fitting if c.person and name.surname in _surnames(c.person)]
        fitting = by_surname or fitting
        if name.gender:  # "Mrs. Brenn" is Ada, and not Jan, who may be a man
            fitting = [c for c in fitting if c.gender == name.gender] or fitting
        _join(people, i, name, fitting)
    return people.clusters


def _join(people: _People, i: int, name: PersonName, fitting: Sequence[Cluster]) -> None:
    if not fitting:
        people.add(i, name)
        return
    chosen = max(fitting, key=lambda c: len(c.mentions))
    if len(fitting) > 1:
        chosen.doubtful.add(i)
    people.join(chosen, i, name)


def _part(people: _People, i: int, name: PersonName) -> None:
    """Somebody else of a name that the text has before; from there on the name alone does not tell which of the two."""
    before = [c for c in people.find(name) if min(c.mentions) < i]
    people.add(i, name)
    for cluster in before:
        cluster.doubtful.update(j for j in cluster.mentions if j > i)


def _fullness(name: PersonName) -> tuple[int, int]:
    """Words spelt out, then all words."""
    return sum(len(word) > 1 for word in name.words), len(name.words)


def _agree(a: Gender, b: Gender) -> bool:
    return not (a and b and a != b)


def _surnames(name: PersonName) -> tuple[str, str]:
    return name.surname, name.surname.split(" ")[-1]


# Everything else


class _Others:
    """Clusters of organisations, found by what a shorter name of theirs may be."""

    def __init__(self) -> None:
        self.clusters: list[Cluster] = []
        self._by_short: dict[tuple[str, ...], dict[int, None]] = {}

    def find(self, key: str) -> list[Cluster]:
        """Those of which a name is a shorter form."""
        return [self.clusters[i] for i in self._by_short.get(_content_words(key), ())]

    def add(self, cluster: Cluster, key: str) -> None:
        at = len(self.clusters)
        self.clusters.append(cluster)
        for short in _shorter_forms(key):
            self._by_short.setdefault(short, {})[at] = None


def _join_others(names: Sequence[Mention]) -> list[Cluster]:
    """Long names first: the Defence Ministry between two states' must not make them one."""
    stands_for = {key_of(n.words): key_of(n.stands_for) for n in names if n.stands_for}
    mentions: dict[str, list[int]] = {}
    codes: dict[str, str] = {}
    for i, name in enumerate(names):
        if name.kind == "person":
            continue
        key = key_of(name.words)
        states = [c for c in find_states(name.words) if not c.ambiguous and c.kind in ("name", "abbreviation")]
        if states:
            key = f"state {states[0].state.name}"
            codes[key] = states[0].state.code
        mentions.setdefault(stands_for.get(key, key), []).append(i)
    others = _Others()
    for key in sorted(mentions, key=lambda key: -len(_content_words(key))):
        first = names[mentions[key][0]]
        is_organised = first.kind in ("organisation", "outlet") and key not in codes
        fitting = others.find(key) if is_organised else []
        if not fitting:
            cluster = Cluster("state" if key in codes else first.kind, mentions[key], code=codes.get(key, ""))
            if is_organised:
                others.add(cluster, key)
            else:
                others.clusters.append(cluster)
            continue
        chosen = max(fitting, key=lambda c: len(c.mentions))
        chosen.mentions += mentions[key]
        if first.kind == "outlet":
            chosen.kind = "outlet"
        if len(fitting) > 1:
            chosen.doubtful.update(mentions[key])
    return others.clusters


def key_of(words: str) -> str:
    """A name as it is compared: without "the", and a camp as a campaign."""
    folded = [fold(w) for w in words.split() if w.casefold() != "the"]
    if len(folded) > 1:
        folded[-1] = call_campaign(folded[-1])
    return " ".join(folded)


def call_campaign(noun: str) -> str:
    """The noun by which a camp, a team and a campaign are compared; any other as it is."""
    return "campaign" if noun in CAMPAIGNS else noun


def _content_words(key: str) -> tuple[str, ...]:
    """The words by which names are compared: "Ministry of Defence" is "defence ministry"."""
    words = key.split()
    for i, word in enumerate(words[:-2]):
        if word in _GENERIC and words[i + 1] == "of":
            words = [*words[:i], *words[i + 2 :], word]
            break
    return tuple(w for w in words if w not in _SMALL)


def _shorter_forms(key: str) -> Iterator[tuple[str, ...]]:
    """What stands for a name elsewhere in a text: the same words, its last words ("the Post"), its initials, its first
    word before a generic one."""
    words = _content_words(key)
    for i in range(len(words)):
        yield words[i:]
    if len(words) == 2 and words[1] in _GENERIC:
        yield words[:1]
    for letters in {
        "".join(w[0] for w in some) for some in (words, key.split(), [w for w in key.split() if w not in _SMALL])
    }:
        if len(letters) > 1:
            yield (letters,)


def _doubt_namesakes(clusters: Sequence[Cluster], names: Sequence[Mention]) -> None:
    """Where somebody is called like a state that the text may name too, a bare name may be either's."""
    states = {fold(n.words) for n in names if n.kind != "person" and find_states(n.words)}
    people = {word for c in clusters if c.person and c.person.given for word in (c.person.surname, c.person.given[0])}
    shared = states & people
    for cluster in clusters if shared else ():
        cluster.doubtful.update(i for i in cluster.mentions if fold(names[i].words) in shared)
