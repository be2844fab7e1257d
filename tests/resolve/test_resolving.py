"""Whose words they are: from names and statements to entities and speakers."""

import pytest

from onrecord.resolve.tables.known import KnownEntity, KnownTable
from tests.marked import read

KNOWN = KnownTable(
    (
        KnownEntity("Ana Torvik", ("Torvik",), "person", "ours/1", ("minister",)),
        KnownEntity("Ana Torvik", (), "person", "ours/2", ("goalkeeper",)),
        KnownEntity("Harbour Union", ("HU",), "organisation", "ours/3"),
        KnownEntity("Lowen", (), "place", "ours/4"),
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{s:Prime Minister [P:Ana Torvik]} {q:said} {c:it was high}. {s:[P:Torvik]} {q:added} {c:that it fell}.",
            ["Ana Torvik", "Ana Torvik"],
        ),
        (
            "{s:[P:Ana Torvik]} {q:said} {c:the river was high}. {s:She} {q:added} {c:that it would fall}.",
            ["Ana Torvik", "Ana Torvik"],
        ),
        (
            "{s:[P:Jan Brenn]} {q:said} {c:no}. {s:Mrs. [P:Brenn]} {q:said} {c:so}. {s:[P:Ada Brenn]} {q:left} {c:it}.",
            ["Jan Brenn", "Ada Brenn", "Ada Brenn"],
        ),
        (
            "{s:[P:Elia Vance]} {q:left} {c:it open}. {s:[P:Elia Vance] Jr.} {q:did} {c:not}.",
            ["Elia Vance", "Elia Vance Jr."],
        ),
        (
            "{s:The [O:Harbour Union] (HU)} {q:warned of} {c:a strike}. {s:The [O:HU]} {q:said} {c:it was ready}.",
            ["Harbour Union", "Harbour Union"],
        ),
        (
            "{s:A senior official} {q:said} {c:the talks had failed}. {s:A senior official} {q:said} {c:they had not}.",
            ["A senior official", "A senior official"],
        ),
        ("{s:[P:Torvik] and [P:Brenn]} {q:said} {c:they would meet}.", ["Torvik and Brenn"]),
        ("{s:[L:Korint]} {q:said} {c:it would not sign}.", ["Korint"]),
    ],
)
def test_who_speaks(text: str, expected: list[str | None]) -> None:
    """Names in their forms and pronouns are led to whom they mean."""
    assert read(text).speakers == expected


def test_i_in_what_somebody_says_is_that_somebody() -> None:
    """A statement inside another's content: its 'I' is the outer speaker, and it knows its parent."""
    found = read("“{c1:{s2:I} {q2:promised} {c2:to stay}},” {s1:[P:Ana Torvik]} {q1:said}.")
    assert found.speakers == ["Ana Torvik", "Ana Torvik"]
    assert [s.parent for s in found.statements] == [None, "s1"]


def test_i_in_a_turn_is_whose_turn_it_is() -> None:
    """A talk with labels: each 'I' belongs to the label above it."""
    talk = (
        "HARBOUR REVIEW: Will you sign the treaty?\n\n"
        "TORVIK: No. {s:I} {q:think} {c:the river was never theirs}.\n\n"
        "HARBOUR REVIEW: And in the spring? Are you sure?\n\n"
        "TORVIK: {s:We} {q:believe} {c:that spring comes late}. I am sure of nothing.\n\n"
        "HARBOUR REVIEW: Thank you.\n"
    )
    assert read(talk).speakers == ["TORVIK", "TORVIK"]


def test_doubt_names_nobody() -> None:
    """A pronoun that may be anybody's has no speaker."""
    assert read("{s:He} {q:said} {c:it was late}.").speakers == [None]


# Pronouns and descriptions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{s:[P:Ana Torvik], a deputy,} {q:said} {c:no}. {s:The deputy} {q:added} {c:so}.", ["Ana Torvik"] * 2),
        ("{s:[P:Ana Torvik], an energy expert,} {q:said} {c:no}. {s:The expert} {q:added} {c:so}.", ["Ana Torvik"] * 2),
        (
            "{s:Armenian Defence Minister [P:Suren Dahl]} {q:said} {c:no}. {s:The Armenian Defence Minister} {q:added} "
            "{c:so}.",
            ["Suren Dahl"] * 2,
        ),
        (
            "{s:The [O:Ministry of Ports]} {q:said} {c:no}. {s:The ministry} {q:added} {c:so}.",
            ["Ministry of Ports"] * 2,
        ),
        ("{s:[P:Elia Dahl]} {q:said} {c:no}. {s:His lawyer} {q:said} {c:so}.", ["Elia Dahl", "His lawyer"]),
        ("{s:[P:Torvik]} {q:said} {c:no}. {s:[P:Torvik]’s lawyer} {q:said} {c:so}.", ["Torvik", "Torvik’s lawyer"]),
        ("{s:[P:Torvik] and [P:Brenn]} {q:said} {c:no}. {s:They} {q:said} {c:so}.", ["Torvik and Brenn"] * 2),
        ("{s:Mrs. [P:Ana Torvik]} {q:said} {c:no}. {s:He} {q:said} {c:so}.", ["Ana Torvik", None]),
        ("{s:Experts} {q:say} {c:no}. {s:They} {q:add} {c:so}.", ["Experts", "Experts"]),
        (
            "{s:[P:Torvik] and [P:Brenn]} {q:said} {c:no}. {s:Both} {q:said} {c:so}. {s:Neither candidate} {q:said} "
            "{c:yes}.",
            ["Torvik and Brenn"] * 3,
        ),
        (
            "{s:The [O:Torvik campaign]} {q:said} {c:no}. {s:[P:Elia Torvik]} {q:left}. {s:The [O:Torvik camp]} "
            "{q:said} {c:so}.",
            ["Torvik campaign", "Elia Torvik", "Torvik campaign"],
        ),
        (
            "{s:Minister [P:Ana Torvik]} {q:said} {c:no}. {s:The minister who had leaked it} {q:said} {c:so}.",
            ["Ana Torvik", None],
        ),
    ],
)
def test_what_leads_back(text: str, expected: list[str | None]) -> None:
    """A description or pronoun means whom the text has so described; what is another's is not its owner."""
    assert read(text).speakers == expected


# Unnamed sources


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("{s:A senior official} {q:said} {c:no}. {s:A senior official} {q:said} {c:so}.", 2),
        ("{s:A senior official} {q:said} {c:no}. {s:Another official} {q:said} {c:so}.", 2),
        ("{s:Experts} {q:say} {c:no}. {s:Some experts} {q:say} {c:so}.", 2),
        ("{s:A minister} {q:said} {c:no}. {s:Minister [P:Ana Torvik]} {q:said} {c:so}.", 2),
        ("{s:A senior official} {q:said} {c:no}. {s:The official} {q:said} {c:so}.", 1),
        ("{s:A source close to the talks} {q:said} {c:no}. {s:The source} {q:said} {c:so}.", 1),
    ],
)
def test_unnamed_sources_are_one_only_where_the_text_says_so(text: str, number: int) -> None:
    """'The official' is the one before; 'a senior official' again is another."""
    assert len({s.speaker for s in read(text).statements}) == number


@pytest.mark.parametrize(
    "source", ["A senior official", "Experts", "Two officials who asked not to be named", "A source"]
)
def test_unnamed_sources_are_marked(source: str) -> None:
    """Described is not named."""
    (entity,) = read(f"{{s:{source}}} {{q:said}} {{c:no}}.").entities
    assert not entity.named
    assert entity.name == source


def test_why_and_how_many_are_not_named() -> None:
    """The reason and the number stand with the entity."""
    found = read("{s:Two officials who spoke on condition of anonymity} {q:said} {c:the bridge was closed}.")
    (entity,) = found.entities
    assert entity.number == 2
    assert found.quote(entity.why_unnamed) == ["who spoke on condition of anonymity"]


# As whom, for whom, to whom, by what


def test_a_role_is_a_span() -> None:
    """Each role beside the name is one, in the words of the text."""
    found = read(
        "{s:Former minister [P:Ada Venn], a lawyer and head of the [O:Harbour Union],} {q:said} {c:it was late}."
    )
    (statement,) = found.statements
    assert found.quote(statement.role) == ["Former minister", "lawyer", "head of the Harbour Union"]
    assert found.name(statement.on_behalf_of) == "Harbour Union"


def test_a_role_is_of_its_statement() -> None:
    """Where the text says it; who could know is kept for the rest of it."""
    found = read("{s:Foreign Minister [P:Ana Torvik]} {q:said} {c:no}. {s:[P:Torvik]} {q:said} {c:so}.")
    assert [found.quote(s.role) for s in found.statements] == [["Foreign Minister"], []]
    assert [s.standing for s in found.statements] == ["official", "official"]


@pytest.mark.parametrize(
    ("source", "standing"),
    [
        ("[P:Ana Torvik], head of the [O:Harbour Union],", "party"),
        ("Foreign Minister [P:Ana Torvik]", "official"),
        ("[P:Ana Torvik], a professor of law,", "expert"),
        ("[P:Ana Torvik], a resident of [L:Lowen],", "witness"),
        ("A source close to the talks", "unnamed"),
        ("A Telegram channel", "outlet"),
        ("The newspaper", "outlet"),
        ("Two senior officials", "official"),
        ("The [O:Ministry of Ports]", "official"),
        ("[P:Ana Torvik]", None),
        ("[P:Elia Dahl], a former minister,", None),
    ],
)
def test_who_could_know(source: str, standing: str | None) -> None:
    """Party, official, expert, witness, unnamed, outlet; nothing where the text tells nothing."""
    assert [s.standing for s in read(f"{{s:{source}}} {{q:said}} {{c:it was late}}.").statements] == [standing]


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("{s:[P:Ana Torvik]} {q:told} reporters {c:that it was late}.", "reporters"),
        ("{s:[P:Ana Torvik]} {q:told} [P:Elia Dahl] {c:that it was late}.", "Elia Dahl"),
        ("[P:Elia Dahl] left. {s:[P:Ana Torvik]} {q:told} him {c:that it was late}.", "Elia Dahl"),
        ("{s:[P:Ana Torvik]} {q:told} the [O:Harbour Review] {c:that it was late}.", "Harbour Review"),
        ("{s:[P:Ana Torvik]} {q:wrote} in a letter to the king {c:that it was late}.", "the king"),
        ("{s:[P:Ana Torvik]} {q:said} {c:that it was late}.", None),
    ],
)
def test_to_whom_it_was_said(text: str, addressee: str | None) -> None:
    """Somebody named, described, or led back to by a pronoun."""
    found = read(text)
    assert found.name(found.statements[0].addressee) == addressee


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("{s:The [O:Ports Ministry]} {q:wrote} on its Telegram channel {c:that it rained}.", "on its Telegram channel"),
        ("{s:The [O:Ports Ministry]} {q:said} on its Facebook page {c:that it was late}.", "on its Facebook page"),
        ("{s:[P:Ana Torvik]} {q:said} in an interview {c:that it was late}.", "in an interview"),
        ("{c:It is late}, {s:[P:Torvik]} {q:said}, according to the [O:Teal Review].", "according to the Teal Review"),
    ],
)  # fmt: skip
def test_by_which_medium(text: str, via: str) -> None:
    """A channel, a page, an interview, a paper that reports it."""
    found = read(text)
    assert found.quote(found.statements[0].via) == [via]


# The user's table


@pytest.mark.parametrize(
    ("text", "identifiers"),
    [
        ("{s:The minister, [P:Ana Torvik],} {q:said} {c:no}.", ["ours/1"]),
        ("{s:[P:Ana Torvik], the goalkeeper,} {q:said} {c:no}.", ["ours/2"]),
        ("{s:[P:Ana Torvik]} {q:said} {c:no}.", [None]),
        ("{s:The minister, [P:Ana Torvik],} {q:met} {c:a goalkeeper}.", [None]),
        ("{s:The minister, [P:Ada Torvik],} {q:said} {c:no}.", [None]),
        ("{s:[O:HU]} {q:said} {c:no}.", ["ours/3"]),
        ("{s:[P:HU]} {q:said} {c:no}.", [None]),
        ("{s:The minister} {q:said} {c:no}.", [None]),
    ],
)
def test_identifiers_only_where_name_and_context_agree(text: str, identifiers: list[str | None]) -> None:
    """A namesake, another kind, no context or both contexts: none."""
    assert [e.identifier for e in read(text, KNOWN).entities] == identifiers


def test_two_people_of_one_text_do_not_share_an_identifier() -> None:
    """The row is of one of them."""
    found = read("{s:Minister [P:Ana Torvik]} {q:said} {c:no}. {s:[P:Elia Torvik]} {q:said} {c:so}.", KNOWN)
    assert [e.identifier for e in found.entities] == ["ours/1", None]


# Bad input


@pytest.mark.parametrize(
    "text",
    [
        "{q:It is said} {c:that it rains}.",
        "{s: } {q:said} {c:that it rains}.",
        "{s:...} {q:said} {c:that it rains}.",
        "“{c:It rains.}”",
        "{s:\u200b} {q:said} {c:that it rains}.",
    ],
)
def test_where_nobody_stands_nobody_speaks(text: str) -> None:
    """No source, or one without words."""
    assert read(text).speakers == [None]


def test_capitals_throughout() -> None:
    """Wire text: names, pronouns and descriptions are what they are in small letters; 'US' and 'IT' are no pronouns."""
    found = read(
        "{s:PRIME MINISTER [P:ANA TORVIK]} {q:SAID} {c:NO}. {s:SHE} {q:ADDED} {c:SO}. {s:THE [L:US]} {q:SAID} {c:IT}. "
        "{s:A SENIOR OFFICIAL} {q:TOLD} [P:TORVIK] {c:SO}."
    )
    assert found.speakers == ["ANA TORVIK", "ANA TORVIK", "US", "A SENIOR OFFICIAL"]


def test_small_letters_throughout() -> None:
    """Text without capitals: 'i' is the author's there."""
    found = read(
        "{s:prime minister [P:ana torvik]} {q:said} {c:no}. {s:she} {q:added} {c:so}. {s:i} {q:asked} {c:why}.\n\n"
        "my name is [P:ada venn]."
    )
    assert found.speakers == ["ana torvik", "ana torvik", "ada venn"]
