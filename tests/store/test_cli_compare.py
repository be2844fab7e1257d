"""`onrecord compare` shows what a copy has made of the text that it copies."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import cli
from onrecord.store.store import Store
from tests.store.telling import Said, keep, tell

QUILL = Said("Yara Quill", "“we saw them come over the bridge at noon, and we did nothing at all”",
             role="the defence minister", more=(("manner", "direct"),))  # fmt: skip
CUT = Said("Yara Quill", "“we saw them come over the bridge at noon”", role="the defence minister",
           more=(("manner", "direct"),))  # fmt: skip
REST = Said("Clara Reve", "that eleven minutes went by before anybody thought of the bell on the boathouse wall")


@pytest.fixture
def address(tmp_path: Path) -> str:
    path = str(tmp_path / "a.db")
    with Store(path) as store:
        keep(store, tell(QUILL, REST), tell(CUT, REST, outlet="Vanguard Line", published="2025-05-20"))
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["compare", *arguments])


def test_a_quotation_that_was_shortened_is_told_with_the_words_it_lost(address: str) -> None:
    """Beside the earliest text of its witness, where none is named."""
    done = run("2", "--record", address)
    assert done.exit_code == 0
    assert "Vanguard Line, 2025-05-20, beside Meridian, 2025-05-19." in done.output
    assert "shortened" in done.output
    assert "did nothing at all" in " ".join(done.output.split())


def test_what_a_program_reads_has_places_in_both_texts(address: str) -> None:
    """As one JSON object."""
    found = json.loads(run("2", "1", "--format", "jsonl", "--record", address).output)
    with Store(address) as store:
        here, there = (store.load(number).document.text for number in (2, 1))
    [quotation] = found["quotations"]
    assert quotation["kind"] == "shortened"
    assert "".join(there[s:e] for s, e in quotation["lost"]).endswith("and we did nothing at all")
    assert "".join(here[s:e] for s, e in quotation["here"]) == CUT.content


@pytest.mark.parametrize("form", ["table", "md", "html"])
def test_a_text_beside_itself_says_the_same(address: str, form: str) -> None:
    """In every form."""
    assert "They say the same." in run("1", "1", "--format", form, "--record", address).output


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (("1",), "is the earliest of its witness"),
        (("9",), "9: no document of the record"),
        (("2", "x"), "x: no document"),
    ],
)
def test_what_cannot_be_compared_is_told_in_a_line(address: str, given: tuple[str, ...], line: str) -> None:
    """Of a head there is nothing earlier."""
    done = run(*given, "--record", address)
    assert done.exception
    assert line in str(done.exception)
