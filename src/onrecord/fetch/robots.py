"""What a site's robots.txt asks of programs, after RFC 9309.

The standard library's RobotFileParser is not used: it knows no `*` and `$`, takes the first rule that fits and not
the longest, drops a group that has a blank line in it, and raises on some malformed rules.
"""

import re
import string
from dataclasses import dataclass
from urllib.parse import quote

AGENT = "OnRecord"
"""The name by which a robots.txt can speak to us."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Whether addresses that begin with `pattern` may be read. `*` stands for anything, a last `$` for the end."""

    pattern: str
    allowed: bool


def parse_robots(body: bytes, agent: str = AGENT) -> tuple[Rule, ...]:
    """The rules of all groups that name the agent, else of those for everybody (`*`). Never raises."""
    groups: dict[str, list[Rule]] = {}
    names: list[str] = []
    names_end = False
    for line in body.decode("utf-8-sig", "replace").splitlines():
        key, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        if key.lower() == "user-agent":
            if names_end:
                names, names_end = [], False
            names.append(value.partition("/")[0].lower())
            groups.setdefault(names[-1], [])
        elif key.lower() in ("allow", "disallow"):
            names_end = True
            if value:
                rule = Rule(_normalise(value), key.lower() == "allow")
                for name in names:
                    groups[name].append(rule)
    return tuple(groups.get(agent.lower(), groups.get("*", ())))


def is_allowed(rules: tuple[Rule, ...], path: str) -> bool:
    """Whether a path with its query may be read: the longest rule that fits decides, in doubt for reading."""
    path = _normalise(path)
    fitting = [(len(rule.pattern), rule.allowed) for rule in rules if _fits(rule.pattern, path)]
    return max(fitting)[1] if fitting else True


def _fits(pattern: str, path: str) -> bool:
    first, *rest = pattern.removesuffix("$").split("*")
    last = (rest.pop() if rest else None) if pattern.endswith("$") else ""
    if not path.startswith(first):
        return False
    at = len(first)
    for piece in rest:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if last is None:
        return at == len(path)
    return path.endswith(last) and at + len(last) <= len(path)


def _normalise(path: str) -> str:
    """One spelling for what can be percent-encoded in several (RFC 9309, 2.2.2)."""

    def settle(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    return re.sub("%([0-9a-fA-F]{2})", settle, quote(path, safe=string.punctuation))


_UNRESERVED = frozenset(string.ascii_letters + string.digits + "-._~")
