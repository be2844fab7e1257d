"""Marked texts -> gold annotations of the example articles: `python tests/data/gold/build.py [--check]`.

`NAME.marked` holds an article's settled text with the statements marked in it by hand; this script takes the
marks out, compares what is left with the article in `src/onrecord/examples/`, checks the spans and writes
`NAME.json`. With `--check` it writes nothing and fails where a file is not what it would write.

Marks. `⟦X3:content⟧`, `⟦S3:source⟧`, `⟦C3:cue⟧` are pieces of statement 3; a piece that serves several
statements names them all (`⟦S3,S4:she⟧`), and marks nest. `⟨U+200B⟩` stands for a character that cannot be seen.
The head, up to the line `---`, names the article and, by number (`4`, `7-9`), the statements that differ from
the rule: `asserted=false: 4 7-9`, `manner=direct: 12`.

What is marked, after the habits of PolNeAR (Newell, Margolin & Ruths 2018):
- content: with its quotation marks, with "that", "to", "whether", without the final stop unless a quotation
  mark or a speaker's whole turn encloses it. A quotation that goes on after the cue, in the same sentence or
  the next ones, is a further piece; so is each further paragraph of it. Who is urged or accused belongs to the
  content of a demand ("urged | both sides to step back"); who is merely told does not.
- cue: the verb with auxiliaries, negation, adverbs and a preposition or colon that belongs to it; not the
  addressee, the day or the occasion ("said | on Friday", "told | reporters", "said | in an interview"). In a
  headline or before a turn it is the colon. In a question it is the verb without the inverted auxiliary.
- source: with titles, appositions and relative clauses, and with the comma that closes these before the cue;
  not a remark on how the person spoke ("speaking on condition of anonymity"), nor whom a paper cites.
- wants, plans, fears, refusals, approval and blame are statements like sayings. What the author holds in the
  author's own voice is not.
- What stands inside a source ("Kelvara, which calls the area Sillan,") is not marked again.
- PolNeAR leaves out a statement inside the content of another. Here it is marked, and its `parent` is the
  statement around it, so that either reading can be scored; a speaker's own "I think" or "we regret" inside
  their own words is not.
- asserted is false where the cue is negated, hypothetical, future or asked, and for refusals to say. A denial,
  a refusal to act and the question that somebody is told to have asked are acts of their own: true.
- manner goes by quotation marks; turns and block quotations, which give words as spoken without marks, are
  put down as direct in the head.
"""

import argparse
import hashlib
import itertools
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
EXAMPLES = ROOT / "src" / "onrecord" / "examples"

Span = tuple[int, int]
ROLES = {"S": "source", "C": "cue", "X": "content"}
_TOKEN = re.compile(r"⟦(?P<labels>[SCX]\d+(?:,[SCX]\d+)*):|(?P<close>⟧)|⟨U\+(?P<code>[0-9A-F]{4,6})⟩")
_SETTING = re.compile(r"(asserted=false|manner=direct|manner=mixed|manner=indirect): ([\d -]+)")
# Pairs that quote. Articles whose marks are in a worse state settle manner in their head.
_PAIRS = tuple(
    re.compile(pair)
    for pair in ("“[^”]*”", "''.+?''", '"[^"]*"', "„[^“]*“", "«[^»]*»", r"(?<!\w)‘(?:[^’]|’(?=\w))+[^\s]?’(?!\w)")
)
_OPENING = re.compile("[“„«\"]|''")


class GoldError(Exception):
    """A marked text that cannot be right; the message names the file and the place."""


@dataclass
class Statement:
    """One statement as marked."""

    number: int
    spans: dict[str, list[Span]] = field(default_factory=lambda: {role: [] for role in ROLES.values()})
    manner: str | None = None
    asserted: bool = True
    parent: int | None = None


@dataclass
class Marked:
    """A marked file: the article's name, its text without marks, and the statements by number."""

    article: str
    text: str
    statements: dict[int, Statement]


def read_marked(path: Path) -> Marked:
    """Read one marked file. Raises GoldError for broken marks and settings."""
    head, found, body = path.read_text(encoding="utf-8").partition("\n---\n")
    if not found:
        raise GoldError(f"{path.name}: no line `---` after the head")
    text, statements = _take_marks_out(body.removesuffix("\n"), path.name)
    article = ""
    for line in head.splitlines():
        name, setting = re.fullmatch(r"article: (\S+)", line), _SETTING.fullmatch(line)
        if name:
            article = name[1]
        elif setting:
            for number in _read_numbers(setting[2]):
                if number not in statements:
                    raise GoldError(f"{path.name}: `{line}` names statement {number}, which is not marked")
                if setting[1] == "asserted=false":
                    statements[number].asserted = False
                else:
                    statements[number].manner = setting[1].removeprefix("manner=")
        else:
            raise GoldError(f"{path.name}: cannot read the line `{line}` of its head")
    return Marked(article, text, statements)


def _read_numbers(numbers: str) -> Iterator[int]:
    for each in numbers.split():
        first, _, last = each.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _take_marks_out(body: str, name: str) -> tuple[str, dict[int, Statement]]:
    pieces: list[str] = []
    length = at = 0
    opened: list[tuple[str, int]] = []
    statements: dict[int, Statement] = {}
    for match in _TOKEN.finditer(body):
        pieces.append(body[at : match.start()])
        length += match.start() - at
        at = match.end()
        if match["labels"]:
            opened.append((match["labels"], length))
        elif match["code"]:
            pieces.append(chr(int(match["code"], 16)))
            length += 1
        elif not opened:
            raise GoldError(f"{name}: a mark closes that was never opened, after {body[max(0, at - 60) : at]!r}")
        else:
            labels, start = opened.pop()
            for label in labels.split(","):
                statement = statements.setdefault(int(label[1:]), Statement(int(label[1:])))
                statement.spans[ROLES[label[0]]].append((start, length))
    pieces.append(body[at:])
    if opened:
        raise GoldError(f"{name}: the mark {opened[-1][0]} is never closed")
    text = "".join(pieces)
    if "⟦" in text or "⟧" in text or "⟨" in text:
        raise GoldError(f"{name}: something that looks like a mark is left in the text")
    for statement in statements.values():
        for spans in statement.spans.values():
            spans.sort()
    return text, dict(sorted(statements.items()))


def check(marked: Marked) -> None:
    """Check the spans and settle parents and manners. Raises GoldError."""
    text, statements = marked.text, list(marked.statements.values())
    if [s.number for s in statements] != list(range(1, len(statements) + 1)):
        raise GoldError(f"{marked.article}: statements are not numbered 1 to {len(statements)} without a gap")
    for s in statements:
        place = f"{marked.article}, statement {s.number}"
        if not s.spans["content"] or not (s.spans["cue"] or s.spans["source"]):
            raise GoldError(f"{place}: no content, or neither cue nor source")
        spans = sorted(span for each in s.spans.values() for span in each)
        for start, end in spans:
            if start >= end or text[start].isspace() or text[end - 1].isspace():
                raise GoldError(f"{place}: {text[start:end]!r} is empty or has space at an end")
            if _splits_word(text, start) or _splits_word(text, end):
                raise GoldError(f"{place}: {text[start:end]!r} cuts a word")
            if "\n" in text[start:end]:
                raise GoldError(f"{place}: {text[start:end]!r} crosses a line")
        if any(one[1] > other[0] for one, other in itertools.pairwise(spans)):
            raise GoldError(f"{place}: its spans overlap")
        s.manner = s.manner or find_manner(text, s.spans["content"], s.spans["cue"])
    for s in statements:
        around = [o for o in statements if o is not s and _holds(o.spans["content"], s.spans["cue"])]
        if around:
            s.parent = min(around, key=lambda o: sum(end - start for start, end in o.spans["content"])).number
    for role in ("cue", "source", "content"):
        for s in statements:
            for o in statements[: s.number - 1]:
                nested = s.number in _ancestors(marked, o) or o.number in _ancestors(marked, s)
                for one in s.spans[role]:
                    for other in o.spans[role]:
                        touching = one[0] < other[1] and other[0] < one[1]
                        allowed = (role == "source" and one == other) or (role == "content" and nested)
                        if touching and not allowed:
                            raise GoldError(
                                f"{marked.article}: statements {o.number} and {s.number} overlap in their {role}: "
                                f"{text[other[0] : other[1]]!r}, {text[one[0] : one[1]]!r}"
                            )


def _splits_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _holds(content: list[Span], cue: list[Span]) -> bool:
    return bool(cue) and all(any(s <= start and end <= e for s, e in content) for start, end in cue)


def _ancestors(marked: Marked, statement: Statement) -> set[int]:
    found: set[int] = set()
    while statement.parent is not None and statement.parent not in found:
        found.add(statement.parent)
        statement = marked.statements[statement.parent]
    return found


def find_manner(text: str, content: list[Span], cue: list[Span]) -> str:
    """By the quotation marks around the content's words. Those around the cue too are somebody else's."""
    quoted: set[int] = set()
    for line in {text.rfind("\n", 0, start) + 1 for start, _ in content}:
        end = text.find("\n", line) % (len(text) + 1)
        pairs = [match.span() for pair in _PAIRS for match in pair.finditer(text, line, end)]
        opening = (m.start() for m in _OPENING.finditer(text, line, end))
        # Never closed, or closed in a later paragraph.
        pairs += [(at, end) for at in opening if not any(s <= at < e for s, e in pairs)][:1]
        for start, stop in pairs:
            if not _holds([(start, stop)], cue):
                quoted.update(range(start, stop))
    words = [m.start() in quoted for start, end in content for m in re.compile(r"\w+").finditer(text, start, end)]
    return "direct" if all(words) else "mixed" if any(words) else "indirect"


def settle(article: str) -> str:
    """An article's settled text: of a row its text as given, of a page what the parser makes of it."""
    path = EXAMPLES / article
    if path.suffix == ".jsonl":
        (row,) = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
        return row["text"]
    if path.suffix == ".html":
        from onrecord.parse import parse
        from onrecord.types import Page

        return parse(Page(article, path.read_bytes(), "html")).text
    lines = path.read_text(encoding="utf-8").split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return "\n".join(lines[filled[0] : filled[-1] + 1])


def build(path: Path) -> dict[str, Any]:
    """The gold of one marked file. Raises GoldError."""
    marked = read_marked(path)
    check(marked)
    text = settle(marked.article)
    if text != marked.text:
        if not marked.article.endswith(".html"):
            raise GoldError(f"{path.name}: {_show_difference(marked.text, text)}")
        _move_to(marked, text, path.name)
    return {
        "id": marked.article,
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "statements": [
            {
                "id": f"s{s.number}",
                **s.spans,
                "manner": s.manner,
                "asserted": s.asserted,
                "parent": None if s.parent is None else f"s{s.parent}",
            }
            for s in marked.statements.values()
        ],
    }


def _move_to(marked: Marked, text: str, name: str) -> None:
    """Move the spans to a text that has the marked paragraphs in their order, and perhaps others between."""
    moves: list[tuple[int, int, int]] = []
    ours = theirs = 0
    for block in marked.text.split("\n\n"):
        found = f"\n\n{text}\n\n".find(f"\n\n{block}\n\n", theirs)
        if found < 0:
            raise GoldError(f"{name}: the parsed page has no paragraph {block[:60]!r}, or has it in another place")
        moves.append((ours, ours + len(block), found - ours))
        ours, theirs = ours + len(block) + 2, found + len(block) + 2
    for statement in marked.statements.values():
        for role, spans in statement.spans.items():
            statement.spans[role] = [
                (s + by, e + by) for s, e in spans for start, end, by in moves if start <= s and e <= end
            ]


def _show_difference(ours: str, theirs: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
    return f"the article goes {theirs[at : at + 60]!r} where the marked text has {ours[at : at + 60]!r}"


def render(gold: dict[str, Any]) -> str:
    """As JSON, one statement a line."""
    head = f'{{"id": {json.dumps(gold["id"])}, "sha256": "{gold["sha256"]}", "statements": [\n'
    return head + ",\n".join(json.dumps(statement) for statement in gold["statements"]) + "\n]}\n"


def main() -> None:
    """Build or check all gold files; exit 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file is out of date")
    only_check = parser.parse_args().check
    wrong = 0
    for path in sorted(HERE.glob("*.marked")):
        try:
            made = render(build(path))
            target = path.with_suffix(".json")
            if only_check and (not target.exists() or target.read_text(encoding="utf-8") != made):
                raise GoldError(f"{target.name}: out of date; run build.py")
            if not only_check:
                target.write_text(made, encoding="utf-8")
        except GoldError as error:
            wrong += 1
            print(error, file=sys.stderr)
    if wrong:
        sys.exit(1)


if __name__ == "__main__":
    main()
