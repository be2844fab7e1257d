"""Names and pronouns: which there are, and how far they reach."""

from itertools import pairwise

import pytest

from onrecord.detect.names import Name
from onrecord.resolve.mentions import complete_names, extend_names, find_pronouns, to_mentions
from tests.marked import unmark


def words_of(marked: str) -> list[str]:
    """The names of a marked text, completed."""
    text, names, _ = unmark(marked)
    return [n.words for n in extend_names(text, complete_names(text, names))]


@pytest.mark.parametrize(
    ("text", "pronouns"),
    [
        ("She said I knew them.", "she i them"),
        ("SHE TOLD US IT WAS MINE", "she"),
        ("the i in Rell i left", ""),
        ("she said i knew", "she i"),
        ("İ. Varn and ı", ""),
        ("herring, theirs", "theirs"),
        ("", ""),
    ],
)
def test_pronouns(text: str, pronouns: str) -> None:
    """'US' may be a state and 'i' a numeral; in a text without capitals it is 'I'. A Turkish 'İ' is none."""
    assert " ".join(m.words for m in find_pronouns(text)) == pronouns


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[P:Ana Torvik] left. We saw Torvik and Ana Torvik.", "Ana Torvik|Torvik|Ana Torvik"),
        ("[P:Ian Read] left. Read the rest. Mr. Read stayed.", "Ian Read|Read"),
        ("[P:Tomas May] left. It rains in May. We asked Mr. May.", "Tomas May|May"),
        ("[P:Elia Vance] Jr. left. [P:Elia Vance], Sr., stayed.", "Elia Vance Jr.|Elia Vance, Sr."),
        ("[P:Elia Vance] Junction is a station.", "Elia Vance"),
        ("The [P:Torvik] campaign and the [L:Kelvara] government left.", "Torvik campaign|Kelvara government"),
        ("The [O:Harbour Union] (HU) met. The HU left.", "Harbour Union|HU|HU"),
        ("The [O:Harbour Union] (ABC) met. The ABC left.", "Harbour Union"),
        ("The [O:Harbour Union] (page 3) met.", "Harbour Union"),
        ("[P:Anna Торвик] left. We saw Торвик, not Торвика.", "Anna Торвик|Торвик"),
    ],
)
def test_names_are_completed(text: str, names: str) -> None:
    """Surnames, acronyms in brackets and what belongs to a name, where they can be nothing else."""
    assert words_of(text) == names.split("|")


def test_names_keep_apart() -> None:
    """A name that is found lies in none that was given."""
    text, names, _ = unmark("[O:Torvik Foundation] and [P:Ana Torvik] met Torvik.")
    spans = [n.span for n in complete_names(text, names)]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize(
    ("words", "is_name"), [("You", False), ("They", False), ("US", True), ("It", False), ("Ana", True)]
)
def test_a_pronoun_is_nobodys_name(words: str, is_name: bool) -> None:
    """Whatever the weights take it for; capitals may be a state's."""
    text = f"{words} left."
    assert bool(to_mentions(text, [Name((0, len(words)), "person", 0.9)])) == is_name


@pytest.mark.parametrize(
    ("words", "kind"), [("Harbournews", "organisation"), ("Ana News", "person"), ("News", "person")]
)
def test_an_outlet_on_the_net_is_nobody(words: str, kind: str) -> None:
    """One word that ends in "news" is no person, whatever the weights take it for."""
    assert [m.kind for m in to_mentions(words, [Name((0, len(words)), "person", 0.9)])] == [kind]
