"""Where a text quotes: cases that a person can read, in tests/data/quotations.md."""

import re
from pathlib import Path

import pytest

from onrecord.detect.quotations import QuotationIndex, find_quotations

CASES_FILE = Path(__file__).parents[1] / "data" / "quotations.md"
_CASE = re.compile(r"^(?P<title>[^\n.][^\n]*)\n\.\n(?P<text>.*?)\n\.\n(?P<found>(?:[^\n]+\n)*?)\.$", re.M | re.S)
_CODE = re.compile(r"⟨U\+([0-9A-F]{4,6})⟩")


def read_cases() -> list[tuple[str, str, list[str]]]:
    """(title, text, expected) of each case."""
    plain = _CODE.sub(lambda match: chr(int(match[1], 16)), CASES_FILE.read_text(encoding="utf-8"))
    return [(m["title"], m["text"], m["found"].splitlines()) for m in _CASE.finditer(plain)]


CASES = read_cases()


def show(text: str) -> list[str]:
    """The quotations found in a text, as the cases write them."""
    return [
        f"{'' if q.closed else '[open] '}{text[q.start : q.end].rstrip()}".replace("\n", "⏎")
        for q in find_quotations(text)
    ]


def test_cases_are_read() -> None:
    """No case is lost to a slip in the file's layout."""
    assert len(CASES) == CASES_FILE.read_text(encoding="utf-8").splitlines().count(".") / 3 >= 40
    assert len({title for title, _, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_quotations(text: str, expected: list[str]) -> None:
    """Each case's quotations are found as a careful reader finds them."""
    assert show(text) == expected


@pytest.mark.parametrize("text", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_quotations_are_in_order(text: str) -> None:
    """Quotations lie in the text, in order and without overlap."""
    at = 0
    for quotation in find_quotations(text):
        assert at <= quotation.start < quotation.end <= len(text)
        at = quotation.end


def test_index_answers_by_character() -> None:
    """The index knows for each character which quotation holds it: marks are inside, what follows is not."""
    text = 'He said "yes", then "no".'
    index = QuotationIndex(find_quotations(text))
    held = "".join(c if index.at(i) else "." for i, c in enumerate(text))
    assert held == '........"yes"......."no".'
