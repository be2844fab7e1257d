"""Labels that lost their colon on the way, as bold ones do: "HR What do you see?", "Ada Torvik I see a bridge."

A name with which several lines begin, each going on with what begins a sentence. Lines of lists begin so too; whether
somebody asks and somebody answers tells a talk from these (talks.py).
"""

import re
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence

from onrecord.resolve.labels import LINE, PREFIX, WIDEST, Label, fold, is_field, is_name, role_of

# What begins a sentence and ends no name: "WN What is that?", without a space "WNWhat". The short ones are surnames,
# numerals or ends of words as well, so that by themselves they tell nothing.
_BEGINNINGS = (
    "What|Why|How|When|Where|Who|Which|Does|Did|Are|Was|Were|Have|Has|Had|Could|Would|Should|You|She|They|There|This|"
    "That|These|Those|The|Our|Your|For|But|And|Yes|Yeah|Not|Okay|Thanks|Thank|With|Now|Then|Because|Since|Some|Tell|Let"
)
_SHORT = "I|We|He|It|A|An|My|Do|Is|If|In|On|At|As|So|Or|No|Oh|OK|Of|To|Can|Will|Well|Right|Sure|Most|Many"
_ASKS = r"(?:Will|Can|Do|Is)(?= (?:you|he|she|it|they|we|the|that|this|there|your)\b)"
_WORD = rf"(?!(?:{_BEGINNINGS}|{_SHORT})\b)[A-ZÀ-ÖØ-Þ][\w.’'&-]*?"
_BARE = re.compile(
    rf"(?:(?P<name>{_WORD}(?: {_WORD}){{0,3}})(?:\*\*)?"
    rf"(?:(?P<long>[ \xa0\t]?(?:{_BEGINNINGS}|{_ASKS}))|[ \xa0\t](?P<short>{_SHORT}))"
    # Behind capitals the next word is plain without a space: "PCWe", but for "I" and "A".
    rf"|(?P<caps>[A-Z]{{2,4}})(?P<joined>(?=[A-Z][a-z])(?:{_SHORT})))(?:['’]\w+)?(?![\w-])"
)
_LEAST = 3
"""Lines that must begin so with one name before any is taken for a label."""
_MOST = 60
"""Names: more do not talk with each other, and each is looked for in all of the text."""
_BEHIND = r"(?:\*\*)?[ \xa0\t](?=[“\"‘'’]?[A-ZÀ-ÖØ-Þ\d])"
_BEHIND_STUCK = r"(?=[“\"‘]?[A-ZÀ-ÖØ-Þ])"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'-]+"
_NEXT = re.compile(_CAPITAL)
# "Torvik Hansen is", "Anna Strand will", "Anna Berg:": the name goes on.
_GOES_ON = re.compile(
    _CAPITAL + r"(?::| (?:is|was|has|had|are|were|have|will|would|says|said|told|tells|asked|asks|wrote|writes|"
    r"[A-Z]))"
)
_LONGEST_NAME = 4
"""Words of a label with a colon that is whole: it is not cut short."""
# With a capital they begin sentences, and "Sometimes I" lines of prose.
_NO_NAMES = frozenset(
    "sometimes maybe perhaps whenever everything nothing everyone nobody everybody somebody someone something anyone "
    "anything whatever whoever wherever whether though unless usually often suddenly luckily personally obviously "
    "frankly basically eventually later however instead besides indeed without through having knowing looking same "
    "thus like plus viewers listeners readers people "
    "god lord baby darling mom mother mum dad father dear sir madam today tomorrow yesterday once "
    "only even just still rather hopefully sadly clearly certainly naturally generally recently currently "
    "during yes yeah yep no nope oh ah hm hmm wow really exactly absolutely definitely true hello hi bye".split()
)


def find_bare(text: str, labels: Sequence[Label]) -> list[Label]:
    """The labels without colon; `labels` are those with one. Where a name may go on behind one, it is a field: a turn
    ends there and none begins."""
    lines = [m.span() for m in LINE.finditer(text)]
    begins = [(begin, m.end()) for begin, end in lines if (m := PREFIX.match(text, begin, end))]
    names = _find_names(text, [at for _, at in begins])
    if not names:
        return []
    printed = {label.begin: label for label in labels}
    spaced = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    stuck = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if names[name])
    pattern = re.compile(f"(?:({spaced}){_BEHIND}" + (f"|({stuck}){_BEHIND_STUCK})" if stuck else ")"))
    longer = {m.groups() for m in re.finditer(rf"(?<=\S[ \xa0])({spaced})[ \xa0]({_CAPITAL})\b", text)}
    found = []
    for begin, at in begins:
        m = pattern.match(text, at)
        if m is None:
            continue
        span = m.span(m.lastindex or 1)
        if _is_whole(text, printed.get(begin), span[1]):
            continue
        name = text[slice(*span)]
        label = Label(begin, span, m.end(), "bare", " ".join(map(fold, name.split())), "named", is_caps=name.isupper())
        found.append(label._replace(is_field=_may_go_on(text, at, name, m.end(), longer)))
    return found


def _find_names(text: str, starts: Sequence[int]) -> Mapping[str, bool]:
    """The names, and whether they were found without a space behind them."""
    behind: dict[str, list[str]] = defaultdict(list)
    telling: set[str] = set()
    stuck: set[str] = set()
    for at in starts:
        if m := _BARE.match(text, at, at + WIDEST):
            name, word = m["name"] or m["caps"], m["long"] or m["short"] or m["joined"]
            behind[name].append(word.strip())
            telling |= {name} if m["long"] else set()
            stuck |= {name} if m["joined"] or (m["long"] and word[0].isalpha()) else set()
    names = [name for name in behind if is_bare_name(name)]
    returns = any(len(behind[n]) >= _LEAST and len(set(behind[n])) > 1 for n in telling.intersection(names))
    if not returns or len(names) > _MOST:
        return {}
    return {name: name in stuck for name in names}  # beside one that returns, others may speak once


def is_bare_name(name: str) -> bool:
    words = name.split()
    if role_of(words) != "named" or not is_name(name, words) or is_field(words):
        return False
    return _NO_NAMES.isdisjoint(map(fold, words))


def _is_whole(text: str, label: Label | None, end: int) -> bool:
    """Whether a label with a colon, "Anna Berg:", goes on behind the name that begins it and is a name yet."""
    if label is None or label.span[1] <= end or text[end].isalnum():
        return False
    return "," not in text[slice(*label.span)] and len(label.key.split()) <= _LONGEST_NAME


def _may_go_on(text: str, start: int, name: str, said: int, longer: Container[tuple[str, ...]]) -> bool:
    """Whether what stands behind a name may be more of it: a verb follows, or the text has both together elsewhere."""
    following = _NEXT.match(text, said)
    if following is None or _BARE.match(text, start, start + WIDEST):
        return False
    if (name, following[0]) in longer:
        return True
    is_short = " " not in name and following[0].casefold() not in _NO_NAMES
    return is_short and _GOES_ON.match(text, said) is not None
