"""The user's table of people and organisations: what is read of it, and whom it names."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.resolve.tables.known import KINDS, KnownEntity, KnownTable, load_known, match_known
from onrecord.types import EntityKind
from tests.strategies import texts

HEADER = "name,aliases,kind,identifier,context\n"
TESSEL = "Anna Tessel,A. Tessel;Tessel,person,Q11,\n"

Load = tuple[tuple[KnownEntity, ...], tuple[str, ...]]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


@pytest.fixture
def path(folder: Path) -> Path:
    return folder / "people.csv"


def load(path: Path, table: str | bytes, header: str = HEADER) -> Load:
    path.write_bytes(table if isinstance(table, bytes) else (header + table).encode())
    return load_known(path)


def person(name: str, *aliases: str, identifier: str = "wikidata:Q11", context: str = "") -> KnownEntity:
    return KnownEntity(name, aliases, "person", identifier, tuple(filter(None, context.split(";"))))


def match(name: str, text: str, *rows: KnownEntity, kind: EntityKind = "person") -> str | None:
    found = match_known(name, kind, text, KnownTable(rows))
    return found.identifier if found else None


# The file.


@pytest.mark.parametrize(
    "table",
    [
        b"name,aliases,kind,identifier,context\nAnna Tessel,A. Tessel|Tessel,person,Q11,Kelvara|parliament\n",
        b'name,aliases,kind,identifier,context\nAnna Tessel,A. Tessel;Tessel,person,Q11,"Kelvara;parliament"',
        b'name;aliases;kind;identifier;context\nAnna Tessel;"A. Tessel;Tessel";person;Q11;Kelvara|parliament\n',
        b"\xef\xbb\xbfname,aliases,kind,identifier,context\r\n"
        b"Anna Tessel,A. Tessel;Tessel,person,Q11,Kelvara;parliament\r\n",
        b"name,aliases,kind,identifier,context\rAnna Tessel,A. Tessel;Tessel,person,Q11,Kelvara;parliament\r",
        b'"Name" , "Aliases", "KIND", "Identifier", "Context"\n'
        b' "Anna  Tessel" , "A. Tessel; ;Tessel;-", Person, q11 ,Kelvara; parliament;\n',
        b"notes,context,identifier,kind,aliases,name\n"
        b"x,Kelvara;parliament,wikidata:Q11,person,A. Tessel;Tessel,Anna Tessel\n",
        b"\n,,,,\nname,aliases,kind,identifier,context,,\nAnna Tessel,A. Tessel;Tessel,person,"
        b"https://www.wikidata.org/wiki/Q11,Kelvara;parliament,,\n ,,,,\n\n",
        b'name,aliases,kind,identifier,context\n"Anna\nTessel","A. Tessel;\r\nTessel",person,Q11,Kelvara;parliament\n',
    ],
    ids=["bars", "quoted", "semicolons", "BOM and CRLF", "CR", "spaces and capitals", "order", "blank", "line breaks"],
)
def test_ways_to_write_a_row(path: Path, table: bytes) -> None:
    """However a spreadsheet writes it, the row is the same."""
    row = KnownEntity(
        "Anna Tessel", ("A. Tessel", "Tessel"), "person", "wikidata:Q11", context=("Kelvara", "parliament")
    )
    assert load(path, table) == ((row,), ())


def test_quotation_marks_in_names(path: Path) -> None:
    """A doubled quotation mark in a quoted field is one, and so is one inside a field that does not begin with it."""
    rows, faults = load(path, '"Anna ""Rock"" Tessel",,person,Q1,\nBero "Hull" Varn,,person,Q2,\n')
    assert [row.name for row in rows] == ['Anna "Rock" Tessel', 'Bero "Hull" Varn']
    assert faults == ()


@pytest.mark.parametrize("identifier", ["iso3166:KV", "ours/1024", "q:11", "Q11x", "Q0", "wikidata:P11"])
def test_any_identifier_without_spaces(path: Path, identifier: str) -> None:
    """What is not Wikidata's stays as it is given."""
    rows, _ = load(path, f"Kelvara,,state,{identifier},\n")
    assert rows[0].identifier == identifier


def test_context_column_may_be_missing(path: Path) -> None:
    """A table without context words is a table."""
    rows, faults = load(path, "Anna Tessel,,person,Q1\n", header="name,aliases,kind,identifier\n")
    assert rows == (person("Anna Tessel", identifier="wikidata:Q1"),)
    assert faults == ()


def test_only_a_header(path: Path) -> None:
    """A table without rows names nobody and nothing."""
    assert load(path, "") == ((), ())


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("Bero Varn,,person", "3 columns where the header has 5; give the row all of them"),
        ("Bero Varn", "1 columns where the header has 5; give"),
        ("Bero Varn,,person,Q2,Kelvara,parliament", "6 columns where the header has 5; put a field with separators"),
        (",Varn,person,Q2,", "no name; give one"),
        ("-,,person,Q2,", "no name; give one"),
        ("\u200b,,person,Q2,", "no name; give one"),
        ("Bero Varn,,minister,Q2,", '"minister" is no known kind; give one of person, organisation, state'),
        ("Bero Varn,,per\u202eson,Q2,", '"per\\u202eson" is no known kind'),
        ("Bero Varn,,,Q2,", "no kind; give one of person"),
        ("Bero Varn,,person,,", "no identifier; give one such as wikidata:Q7747"),
        ("Bero Varn,,person,Q 2,", 'the identifier "Q 2" has spaces'),
        ("Bero Varn,,person,Q\u200b2,", 'the identifier "Q\\u200b2" has spaces or invisible characters'),
        ("Bero Varn,,person,Q2,-;;", 'the context "-;;" has no word'),
        ("Varn,,person,Q2,", '"Varn" alone may be anybody; give the full name, or context words'),
        ("van der Varn,al-Varn,person,Q2,", '"van der Varn" alone may be anybody'),
        ("=cmd|' /C calc'!A0,,person,Q2,", "name is a formula (=cmd|' /C calc'!A0); give its value"),
        ("Bero Varn,,person,=A1,", "identifier is a formula (=A1)"),
        ('Bero Varn," =HYPERLINK(""http://x"")",person,Q2,', "aliases is a formula"),
        ("Bero\x00 Varn,,person,Q2,", "name has a control character (\\x00); remove it"),
        ("Bero Varn,\x1b[31mVarn,person,Q2,", "aliases has a control character (\\x1b); remove it"),
        (f"{'Bero ' * 200_000},,person,Q2,", "name has 1,000,000 characters; shorten it to 20,000"),
        (f'Bero Varn,"{"Varn;" * 200_000}",person,Q2,', "aliases has 1,000,000 characters"),
        (f"Bero Varn,,{'p' * 15_000},Q2,", f'"{"p" * 60}…" is no known kind'),
        ('"Bero Varn,,person,Q2,', "a quotation mark is left open or alone"),
        ('"Bero" Varn,,person,Q2,', "a quotation mark is left open or alone"),
        ('Bero Varn,"Varn;"Bear"",person,Q2,', "a quotation mark is left open or alone"),
    ],
)
def test_faulty_row(path: Path, row: str, fault: str) -> None:
    """A row that cannot be used is named on one line with its number and the mend, and the others are used."""
    rows, faults = load(path, f"{TESSEL}\n{row}\nLena Corr,,person,Q3,\n")
    assert [row.identifier for row in rows] == ["wikidata:Q11", "wikidata:Q3"]
    assert len(faults) == 1
    assert faults[0].startswith(f"{path}:4: {fault}")
    assert faults[0].isprintable()
    assert len(faults[0]) < len(str(path)) + 200


def test_long_field_that_is_not_read(path: Path) -> None:
    """A column of the user's own may hold a million characters."""
    table = f"name,aliases,kind,identifier,notes\nAnna Tessel,,person,Q1,{'x' * 1_000_000}\n"
    assert [row.name for row in load(path, table.encode())[0]] == ["Anna Tessel"]


def test_line_numbers_count_lines_of_the_file(path: Path) -> None:
    """Blank lines and line breaks inside fields count."""
    _, faults = load(path, '\n"Anna\nTessel",,person,Q1,\n\n,,person,Q2,\n')
    assert faults[0].startswith(f"{path}:6: ")


@pytest.mark.parametrize(
    ("table", "names", "lines"),
    [
        (f'"Bero Varn,,person,Q2,\n{TESSEL}Lena Corr,"L. Corr",person,Q3,\n"\n', ["Anna Tessel", "Lena Corr"], [2, 5]),
        (f'"Bero Varn,,person,Q2,\n{TESSEL}Lena Corr",",person,Q3,\n', ["Anna Tessel"], [2, 4]),
    ],
)
def test_open_quotation_marks_cost_only_their_lines(path: Path, table: str, names: list[str], lines: list[int]) -> None:
    """What follows an open quotation mark is not swallowed."""
    rows, faults = load(path, table)
    assert [row.name for row in rows] == names
    assert [int(fault.removeprefix(f"{path}:").split(":")[0]) for fault in faults] == lines


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ("Anna Tessel,,person,Q1,\nTessel Bank,,organisation,Q1,\n", [2, 3]),
        ("Anna Tessel,,person,Q1,\nTessel Bank,,organisation,wikidata:q1,\nLena Corr,,person,Q1,\n", [2, 3, 4]),
        ("Anna Tessel,,person,Q1,\nANNA TESSEL,,person,Q2,\n", [2, 3]),
        ("Anna Tessel,,person,Q1,Kelvara\nAnna-Tessel,,person,Q2,kelvara\n", [2, 3]),
        ("Anna Tessel,,person,Q1,\nAnna Tessel,,person,Q2,Kelvara\nAnna Tessel,,person,Q3,Ostmark\n", [2, 3, 4]),
        ("Anna Tessel,,person,Q1,Kelvara\nAnna Tessel,,person,Q2,Ostmark\nAnna Tessel,,person,Q3,Ostmark\n", [3, 4]),
        ("Anna Tessel,,person,Q1,\nAnna Tessel,,state,Q1,\nAnna Tessel,,person,Q2,\n", [2, 3, 4]),
    ],
)
def test_contradictory_rows(path: Path, table: str, lines: list[int]) -> None:
    """Rows that cannot both be right are each named once, and none of them is used."""
    rows, faults = load(path, table)
    assert [int(fault.removeprefix(f"{path}:").split(":")[0]) for fault in faults] == lines
    assert len(rows) == table.count("\n") - len(lines)


def test_contradictions_name_each_other(path: Path) -> None:
    """A contradiction says where the other row stands."""
    _, faults = load(path, "Anna Tessel,,person,Q1,\nLena Corr,,person,Q3,\nAnna Tessel,,person,Q2,\nCorr,,group,Q3,\n")
    assert faults[0] == (
        f'{path}:2: "Anna Tessel" is "wikidata:Q1" here and "wikidata:Q2" in line 4; '
        "give each context words of its own, or remove one"
    )
    assert faults[1] == f'{path}:3: "wikidata:Q3" is of kind person here and group in line 5; mend one of them'


@pytest.mark.parametrize(
    "table",
    [
        "Anna Tessel,,person,Q1,Kelvara;parliament\nAnna Tessel,,person,Q2,Kelvara;football\n",
        "Anna Tessel,,person,Q1,\nAnna Tessel-Corr,,person,Q1,\n",
        "Anna Tessel,,person,Q1,\nAnna Tessel,,person,Q1,\n",
        "Anna Tessel,Anna,person,Q1,\nAnna Varn,Anna,person,Q2,\n",
    ],
    ids=["contexts differ", "one identifier", "one row twice", "one alias"],
)
def test_rows_that_agree(path: Path, table: str) -> None:
    """Namesakes with contexts of their own, and one entity in several rows, are no contradiction."""
    rows, faults = load(path, table)
    assert len(rows) == 2
    assert faults == ()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty; save the table as CSV"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty; save the table as CSV"),
        (b"Anna Tessel,,person,Q1\n", "no table with a header; give a first line such as name,aliases,kind,identifier"),
        (b"name\taliases\tkind\tidentifier\n", "no table with a header"),
        (b"name,kind\nAnna Tessel,person\n", "no table with the column aliases or identifier in the header"),
        (b"name,aliases,kind,identifier,name\n", 'the header has "name" twice'),
        (b'"name,aliases,kind,identifier\nAnna Tessel,,person,Q1\n', "no table with a header"),
        (b"<!doctype html><html><body>name,aliases</body></html>", "no table with a header"),
        (b'{"name": "Anna Tessel"}', "no table with a header"),
        (b"\0\1\2\3" * 100, "no table with a header"),
        (HEADER.encode("utf-16"), "in UTF-16 or UTF-32; save the table as CSV"),
        (HEADER.encode() + "Zoë Tessel,,person,Q1,\n".encode("latin-1"), "not UTF-8 in line 2; save the table"),
        (b"PK\x03\x04...[Content_Types].xml", "this is an Office document, not CSV; save the table as CSV"),
        (b"%PDF-1.7", "this is a PDF, not CSV"),
        (b"\x1f\x8b\x08\x00", "this is a gzip file, not CSV"),
        (b"\x80\x81", "not UTF-8 in line 1"),
        (HEADER.encode() + b"x" * 20_000_000, "more than 20,000,000 bytes; split the table"),
    ],
    ids=range(17),
)
def test_file_that_is_no_table(path: Path, data: bytes, reason: str) -> None:
    """A file that is no such table is an error that names path and mend."""
    with pytest.raises(InputError) as raised:
        load(path, data)
    assert raised.value.name == str(path)
    assert raised.value.reason.startswith(reason)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("none.csv", "cannot be read .*; check the path"),
        ("", "a folder, a pipe or a device; give a CSV file"),
        ("a\0b", "not the name of a file; check the path"),
        ("a" * 5000, "cannot be read .*; check the path"),
    ],
)
def test_path_that_is_no_file(folder: Path, name: str, reason: str) -> None:
    """A path that leads to no file is an error that says so."""
    with pytest.raises(InputError, match=reason):
        load_known(folder / name)


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300) | texts.map(lambda t: t.encode("utf-8", "surrogatepass")), st.booleans())
def test_any_bytes(folder: Path, data: bytes, headed: bool) -> None:
    """Any bytes are a table or an InputError, and a fault is one line that can be shown."""
    try:
        _, faults = load(folder / "bytes.csv", HEADER.encode() + data if headed else data)
    except InputError:
        return
    assert all(fault.isprintable() for fault in faults)


FIELDS = st.sampled_from(
    ["", " ", "-", "Anna Tessel", "anna-tessel", "Varn", "Kelvara", "person", "state", "outlet", "Q1", "q1", "Q2",
     "a b", "=cmd", "a;b|c", '"', 'a"b', "\0", "\n", "a\r\nb", ",", ";", "Zoë", "\u202e", "x" * 25_000],
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.lists(FIELDS, min_size=1, max_size=7)
        | st.tuples(FIELDS, FIELDS, st.sampled_from(KINDS), st.sampled_from(["Q1", "Q2", "Q3"]), FIELDS).map(list),
        max_size=12,
    ),
    st.sampled_from(",;"),
)
def test_every_row_is_used_or_named(folder: Path, rows: list[list[str]], separator: str) -> None:
    """Every row that holds something is either used or named, once."""
    table = io.StringIO()
    writer = csv.writer(table, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([HEADER.strip().split(","), *rows])
    used, faults = load(folder / "rows.csv", table.getvalue().encode())
    assert len(used) + len(faults) == sum(any(field.strip() for field in row) for row in rows)
    assert len({fault.removeprefix(f"{folder / 'rows.csv'}:").split(":")[0] for fault in faults}) == len(faults)


# Whom it names.


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("Anna Tessel", "ANNA TESSEL"),
        ("Anna Tessel", "Anna\xa0\n Tessel"),
        ("Anna Tessel", "Anna Tes\xadsel\u200b"),
        ("Anna Tessel-Corr", "Anna Tessel Corr"),
        ("Anna Tessel Corr", "Anna Tessel‑Corr"),
        ("Anna O'Varn", "Anna O’Varn"),
        ("Anna OʼVarn", "anna o'varn"),
        ("Kerim Erdogan", "Kerim Erdoğan"),
        ("Jozef Lodzki", "Józef Łódzki"),
        ("Kerim Erdoğan", "KERIM ERDOĞAN"),
        ("Kerim Erdog\u0306an", "Kerim Erdoğan"),
        ("Zoe Strauss", "Zoë Strauß"),
    ],
)
def test_names_that_agree(row: str, name: str) -> None:
    """Case, spaces, hyphens, kinds of apostrophe, and accents where the table has none, make no other name."""
    assert match(name, f"{name} spoke.", person(row)) == "wikidata:Q11"


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("Anna Tessel", "Tessel"),
        ("Anna Tessel", "Anna"),
        ("Anna Tessel", "A. Tessel"),
        ("Anna Tessel", "Anna M. Tessel"),
        ("Anna Tessel", "Tessel Anna"),
        ("Anna Tessel", "Hanna Tessel"),
        ("Anna Tessel", "Anna Tessell"),
        ("Anna Tessel", "Annа Tessel"),  # one letter is Cyrillic
        ("Kerim Erdoğan", "Kerim Erdogan"),
        ("Élise Erdogan", "Élise Erdoğan"),
        ("かが りん", "がが りん"),
        ("Anna Tessel", ""),
        ("Anna Tessel", "\u200b"),
        ("Anna Tessel", "\ud800"),
        ("...", "..."),
    ],
)
def test_names_that_differ(row: str, name: str) -> None:
    """What is not equal is not the same: no part of a name, no likeness, and no accent of the table's dropped."""
    assert match(name, f"{name} spoke.", person(row)) is None


def test_article_before_a_name() -> None:
    """The article before a name of several words tells nothing; before one word it may be all of the name."""
    row = KnownEntity("The Teal Post", ("The Hour",), "outlet", "ours:1")
    assert match("Teal Post", "It was in Teal Post.", row, kind="outlet") == "ours:1"
    assert match("the Hour", "It was in the Hour.", row, kind="outlet") == "ours:1"
    assert match("Hour", "Hour by hour.", row, kind="outlet") is None


@pytest.mark.parametrize(
    ("given", "kind", "fits"),
    [
        ("organisation", "organisation", True),
        ("organisation", "outlet", True),
        ("group", "organisation", True),
        ("state", "place", True),
        ("organisation", "person", False),
        ("person", "organisation", False),
        ("person", "other", False),
        ("other", "organisation", False),
        ("state", "organisation", False),
        ("other", "other", True),
    ],
)
def test_kinds(given: EntityKind, kind: EntityKind, fits: bool) -> None:
    """A person is a person; organisations, outlets and groups are alike, and so are states and places."""
    row = KnownEntity("Amber Line", (), given, "ours:1")
    assert match("Amber Line", "Amber Line.", row, kind=kind) == ("ours:1" if fits else None)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Anna Tessel spoke in Kelvara.", True),
        ("In PARLIAMENT, Anna Tessel spoke.", True),
        ("Kelvara’s minister Anna Tessel spoke.", True),
        ("Anna Tessel spoke in Kelvarà.", True),
        ("Anna Tessel led the anti-Kelvara march.", True),
        ("Anna Tessel joined the grand\n old  coalition.", True),
        ("Anna Tessel spoke in Kelvaran.", False),
        ("Anna Tessel spoke to parliamentarians.", False),
        ("Anna Tessel was grand. Old coalition rows go on.", False),
        ("Anna Tessel spoke.", False),
        ("", False),
    ],
)
def test_context(text: str, fits: bool) -> None:
    """Where the row has context words, one of them stands in the text as a whole word."""
    row = person("Anna Tessel", context="Kelvara;parliament;grand old coalition")
    assert match("Anna Tessel", text, row) == ("wikidata:Q11" if fits else None)


def test_context_inside_the_name_is_none() -> None:
    """A word of the name itself tells no namesake apart."""
    row = KnownEntity("Bank of Kelvara", ("Kelvara Bank",), "organisation", "ours:1", ("Kelvara",))
    text = "The Bank of Kelvara, or Kelvara Bank, closed."
    assert match("Bank of Kelvara", text, row, kind="organisation") is None
    assert match("Bank of Kelvara", f"{text} Nobody in Kelvara knew.", row, kind="organisation") == "ours:1"
    accented = KnownEntity("Zoë Fund", (), "organisation", "ours:2", ("Zoe",))
    assert match("Zoë Fund", "The Zoë Fund closed.", accented, kind="organisation") is None


MINISTER = person("Anna Tessel", "Tessel", identifier="ours:1", context="Kelvara;parliament")
STRIKER = person("Anna Tessel", "Tessel", identifier="ours:2", context="Kelvara;football")


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("Anna Tessel spoke in parliament.", "ours:1"),
        ("Anna Tessel gave up football.", "ours:2"),
        ("Anna Tessel of Kelvara spoke.", None),
        ("Anna Tessel spoke in parliament of football.", None),
        ("Anna Tessel spoke.", None),
    ],
)
def test_namesakes(text: str, identifier: str | None) -> None:
    """Of namesakes, the one whose context alone stands in the text; otherwise none."""
    assert match("Anna Tessel", text, MINISTER, STRIKER) == identifier


def test_shared_alias_is_doubt() -> None:
    """An alias of two rows names neither, even where the full name of one stands in the text."""
    rows = person("Anna Tessel", "Tessel", identifier="ours:1"), person("Bero Tessel", "Tessel", identifier="ours:2")
    assert match("Tessel", "Anna Tessel came. Tessel spoke.", *rows) is None


def test_row_without_context_is_doubt_everywhere() -> None:
    """A namesake without context words may be meant wherever the other's stand."""
    assert match("Tessel", "Tessel spoke in parliament.", MINISTER, person("Bero Tessel", "Tessel")) is None


def test_two_spellings_are_doubt() -> None:
    """A plain spelling in the table may mean the accented one, so two such rows are in doubt."""
    rows = person("Jose Varn", identifier="ours:1"), person("José Varn", identifier="ours:2")
    assert match("José Varn", "José Varn spoke.", *rows) is None
    assert match("Jose Varn", "Jose Varn spoke.", *rows) == "ours:1"


def test_one_entity_in_two_rows() -> None:
    """Two rows of one identifier are no doubt."""
    assert match("Anna Tessel", "Anna Tessel spoke.", person("Anna Tessel"), person("A. Tessel", "Anna Tessel"))


@pytest.mark.parametrize("alias", ["Tessel", "O'Tessel", "Tessel-Corr", "van der Tessel", "al-Tessel", "d’Arlen"])
def test_bare_alias(alias: str) -> None:
    """A person's alias of one word needs the fuller form in the text; hyphens and small words make no second one."""
    row = person("Anna Tessel", alias)
    assert match(alias, f"{alias} spoke.", row) is None
    assert match(alias, f"{alias} spoke. Anna Tessels did not.", row) is None
    assert match(alias, f"{alias} spoke. The hall knew Anna Tessel.", row) == "wikidata:Q11"


def test_bare_alias_with_context() -> None:
    """Context words do as well, and where there are some, they are needed."""
    row = person("Anna Tessel", "Tessel", context="Kelvara")
    assert match("Tessel", "Tessel spoke in Kelvara.", row) == "wikidata:Q11"
    assert match("Tessel", "Tessel spoke. The hall knew Anna Tessel.", row) is None


@pytest.mark.parametrize("alias", ["A. Tessel", "Anna d'Arlen", "Karim al-Varn", "Anna van der Varn"])
def test_alias_of_several_words(alias: str) -> None:
    """An alias with a given name or an initial stands for itself."""
    assert match(alias, f"{alias} spoke.", person("Anna Maria Tessel", alias)) == "wikidata:Q11"


def test_short_name_of_an_organisation() -> None:
    """Only persons need more than one word."""
    row = KnownEntity("Kelvara Water Board", ("KWB",), "organisation", "ours:1")
    assert match("KWB", "KWB said no.", row, kind="organisation") == "ours:1"


@settings(deadline=None, max_examples=150)
@given(texts, texts, st.sampled_from(KINDS), st.lists(texts, max_size=3))
def test_any_name_and_text(name: str, text: str, kind: EntityKind, words: list[str]) -> None:
    """Whatever stands in table and text, a match is of a row whose kind is alike."""
    rows = (
        KnownEntity(name, tuple(words), kind, "ours:1", tuple(words)),
        KnownEntity("Anna Tessel", (name,), "person", "ours:2"),
    )
    table = KnownTable(rows)
    for form in (name, *words):
        found = match_known(form, kind, text, table)
        assert found is None or (found in rows and (found.kind == "person") == (kind == "person"))
        assert found == match_known(form.swapcase().swapcase(), kind, text, table) or not form.isascii()


def test_heaps_of_accents() -> None:
    """A million accents in a text take no more time than a million letters."""
    row = person("Anna Tessel", context="Kelvara")
    assert match("Anna Tessel", "Anna Tessel " + "a\u0301\u0323" * 300_000 + " Kelvara", row) == "wikidata:Q11"
    assert match("Anna " + "\u0301\u0323" * 300_000, "", row) is None
