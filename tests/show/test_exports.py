"""A record in the forms of other programs, read back by those programs' own libraries where there are any."""

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings

from onrecord.errors import OutputError
from onrecord.show.exports import FORMATS
from onrecord.show.exports.brat import list_lines, split
from onrecord.show.exports.sheets import fit, guard
from onrecord.show.exports.table import COLUMNS
from onrecord.store.reviews import Correction
from onrecord.store.store import Store
from onrecord.types import Document, Entity, Reading, Run, Statement
from tests.store.test_keeping import RUN, TEXT, make_reading
from tests.strategies import kept_texts, spans_in

Take = Callable[..., Any]
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠A1",
    " =1",
    "\u200b=1",
    "\ufeff=1",
]
NASTY = 'Mira "the Fox" O\'Dell, jr.; <b>&amp;</b> \u202egnp.exe\u2066 \n\x00\x1b[31m]]> \ud800 \u2028 _x0041_ 𝔎'


def say(words: str, speaker: str = "Torvik", **more: Any) -> Reading:
    """A text that is all one statement of one speaker."""
    entity = Entity("e1", "person", speaker, ((0, 1),), ("name",))
    said = Statement("s1", (), (), ((0, len(words)),), "direct", speaker="e1", confidence=0.5)
    return Reading(Document("a", words, **more), (said,), (entity,), RUN)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Store]:
    with Store(str(tmp_path / "record.db")) as opened:
        yield opened


@pytest.fixture
def take(record: Store) -> Take:
    """Export the record with these readings in it."""

    def take_out(form: str, *readings: Reading, quotes_only: bool = False) -> Any:
        for i, reading in enumerate(readings):
            number = record.keep(reading, f"x{i}").document
            if form == "training" and reading.statements:
                record.review(number, reading.statements[0].id, "accept", "Ada")
        if FORMATS[form].binary:
            data = io.BytesIO()
            assert FORMATS[form].write(record, data, quotes_only) == len(readings)
            return data.getvalue()
        text = io.StringIO()
        assert FORMATS[form].write(record, text, quotes_only) == len(readings)
        return text.getvalue()

    return take_out


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_record_is_an_empty_export(take: Take, form: str) -> None:
    """Nothing fails, and nothing is made up."""
    take(form)


@pytest.mark.parametrize("form", FORMATS)
def test_strange_words_break_no_format(take: Take, form: str) -> None:
    """Markup, marks of direction, NUL, half a character, ends of lines, in a text and in a name."""
    out = take(form, say(NASTY, speaker=NASTY, title=NASTY, outlet=NASTY, url=NASTY))
    if not isinstance(out, bytes):
        io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace").write(out)


@pytest.mark.parametrize("form", [name for name, form in FORMATS.items() if not form.whole_text])
def test_quotes_only_holds_no_words_that_are_not_quoted(take: Take, form: str) -> None:
    """Of the rest of the text nothing leaves the record, neither as context nor as raw words."""
    text = "Torvik said that Kolm would leave. Nobody else heard of it."
    said = Statement("s1", ((0, 6),), ((7, 11),), ((12, 33),), "indirect", speaker="e1")
    known = (Entity("e1", "person", "Torvik", ((0, 6),), ("name",)),)
    reading = Reading(Document("a", text, edits=((40, 41, "whispered"),)), (said,), known, RUN)
    out = take(form, reading, quotes_only=True)
    if isinstance(out, bytes):
        rows = read_parquet(out) if form == "parquet" else read_xlsx(out)
        out = str([getattr(cell, "value", cell) for row in rows for cell in row.values()])
    assert ("that Kolm would leave" in out) == (form != "graphml")  # where nobody speaks of anybody
    assert not re.search("Nobody|heard|whispered", out)


# JSON Lines.


def test_json_lines_without_texts_have_quotes_hash_and_offsets(take: Take) -> None:
    """The words stand beside their spans; the hash tells of which text."""
    row = json.loads(take("jsonl", make_reading(), quotes_only=True))
    assert "text" not in row
    assert row["sha256"] == make_reading().document.sha256
    assert row["statements"][0]["content"] == [[22, 30], [31, 44]]
    assert row["statements"][0]["quotes"]["content"] == [TEXT[22:30], TEXT[31:44]]


def test_json_lines_are_lines(take: Take) -> None:
    """Whatever ends a line for somebody is escaped in a text."""
    out = take("jsonl", say(f"a\u2028b\u2029c\x85d\ne\r{NASTY}"))
    assert len(out.splitlines()) == 1


# Tables.


def read_csv(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out, newline="")))


def read_xlsx(data: bytes) -> list[dict[str, Any]]:
    from openpyxl import load_workbook
    from openpyxl.utils.escape import unescape

    sheet = load_workbook(io.BytesIO(data))["Statements"]
    for (cell,) in sheet.iter_rows(min_col=2, max_col=2):
        if "_x" in (cell.value or ""):  # which Excel reads as escapes, and openpyxl leaves to its users
            cell.value = unescape(cell.value)
    head, *rows = sheet.iter_rows()
    return [dict(zip([cell.value for cell in head], row, strict=True)) for row in rows]


def read_parquet(data: bytes) -> list[dict[str, Any]]:
    from pyarrow.parquet import read_table

    rows: list[dict[str, Any]] = read_table(io.BytesIO(data)).to_pylist()
    return rows


def test_a_row_of_a_table_has_names_words_and_dates(take: Take) -> None:
    """What the ids and spans of a statement stand for is filled in."""
    first, second = read_csv(take("csv", make_reading()))
    told = {
        name: first[name] for name in ("speaker", "source", "cue", "on_behalf_of", "published", "said", "said_from")
    }
    assert told == {
        "speaker": "Torvik",
        "source": "Torvik",
        "cue": "said",
        "on_behalf_of": "experts",
        "published": "2022-11",
        "said": "Monday",
        "said_from": "2022-11-21",
    }
    assert first["content"] == f"{TEXT[22:30]} … {TEXT[31:44]}"
    assert json.loads(first["content_spans"]) == [[22, 30], [31, 44]]
    assert (second["speaker"], second["speaker_candidates"], second["asserted"]) == ("", "experts; Torvik", "False")


def test_a_table_says_who_read_it(take: Take) -> None:
    """Each row names the reader, as a machine."""
    assert {row["machine_reading_by"] for row in read_csv(take("csv", make_reading()))} == {"onrecord 0"}


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_csv_is_a_formula(take: Take, formula: str) -> None:
    """An apostrophe stands before what a spreadsheet would run, also before full-width signs and behind blanks."""
    (row,) = read_csv(take("csv", say(formula, speaker=formula, title=formula)))
    assert [row[name] for name in ("content", "speaker", "title")] == [f"'{formula}"] * 3


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_xlsx_is_a_formula(take: Take, formula: str) -> None:
    """It is a string, its words as they were, and marked to stay one when it is edited."""
    (row,) = read_xlsx(take("xlsx", say(formula)))
    assert row["content"].data_type == "s"
    assert row["content"].quotePrefix
    assert row["content"].value == formula


def test_plain_words_are_not_guarded() -> None:
    """Only what begins as a formula does."""
    assert [guard(cell) for cell in ("a=1", "— so", "“=1”", "", None, -1, 0.5, True)] == [
        "a=1", "— so", "“=1”", "", None, -1, 0.5, True,
    ]  # fmt: skip


def test_commas_quotes_and_ends_of_lines_stay_in_their_cell(take: Take) -> None:
    """A name may hold what separates cells."""
    name = 'O\'Dell, "Fox"; jr.\nof Morn\r\n'
    (row,) = read_csv(take("csv", say("No.", speaker=name)))
    assert row["speaker"] == name
    assert set(row) == set(COLUMNS)


@pytest.mark.parametrize("words", ["x" * 32_767, "𝔎" * 16_383])
def test_a_cell_of_xlsx_holds_what_it_can(take: Take, words: str) -> None:
    """32,767 characters as Excel counts them."""
    (row,) = read_xlsx(take("xlsx", say(words)))
    assert row["content"].value == words


@pytest.mark.parametrize("words", ["x" * 32_768, "𝔎" * 16_384, "\ud800" * 40_000])
def test_a_cell_of_xlsx_that_is_cut_says_so(take: Take, words: str) -> None:
    """No half of a character is left at the cut."""
    (row,) = read_xlsx(take("xlsx", say(words)))
    assert row["content"].value.endswith("[cut here: a cell holds no more]")
    assert len(row["content"].value.encode("utf-16-le")) <= 2 * 32_767
    assert row["content"].value == fit(words)


def test_xlsx_keeps_kinds_of_cells(take: Take) -> None:
    """Numbers are numbers, yes and no are that, and strings that look like either are strings."""
    (row,) = read_xlsx(take("xlsx", say("0042", title="TRUE", url="https://x.example/1")))
    assert row["confidence"].value == 0.5
    assert row["asserted"].value is True
    assert (row["content"].value, row["title"].value) == ("0042", "TRUE")
    assert row["url"].hyperlink is None


def test_parquet_has_kinds_and_all_rows(take: Take) -> None:
    """The same rows as csv, typed, with what they are in the file's metadata."""
    from pyarrow.parquet import read_schema

    out = take("parquet", make_reading(), say(NASTY))
    rows = read_parquet(out)
    assert [row["speaker"] for row in rows] == ["Torvik", None, "Torvik"]
    assert [type(rows[0][name]) for name in ("confidence", "asserted", "document")] == [float, bool, int]
    assert rows[2]["content"] == NASTY.replace("\ud800", "\\ud800")
    assert b"machine's reading" in read_schema(io.BytesIO(out)).metadata[b"about"]


def test_parquet_without_its_library_is_told(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, with what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OutputError, match=r"pip install 'onrecord\[parquet\]'"):
        take("parquet")


# Web Annotations.

OA, DC, FOAF, AS = (
    "http://www.w3.org/ns/oa#",
    "http://purl.org/dc/",
    "http://xmlns.com/foaf/0.1/",
    "http://www.w3.org/ns/activitystreams#",
)
LINK = "@id"
# The terms that are used here, as the Web Annotation Vocabulary (appendix A, JSON-LD context) has them.
CONTEXT = {
    "id": "@id",
    "type": "@type",
    **{
        name: OA + name
        for name in "Annotation TextualBody SpecificResource TextQuoteSelector TextPositionSelector identifying "
        "linking tagging describing start end exact prefix suffix".split()
    },
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    "Software": f"{AS}Application",
    "items": {"@type": LINK, "@id": f"{AS}items", "@container": "@list"},
    "body": {"@type": LINK, "@id": f"{OA}hasBody"},
    "target": {"@type": LINK, "@id": f"{OA}hasTarget"},
    "source": {"@type": LINK, "@id": f"{OA}hasSource"},
    "selector": {"@type": LINK, "@id": f"{OA}hasSelector"},
    "motivation": {"@type": "@vocab", "@id": f"{OA}motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": f"{OA}hasPurpose"},
    "creator": {"@type": LINK, "@id": f"{DC}terms/creator"},
    "created": f"{DC}terms/created",
    "format": f"{DC}elements/1.1/format",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "name": f"{FOAF}name",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
}


def load_context(url: str, options: Any = None) -> dict[str, Any]:
    assert url == "http://www.w3.org/ns/anno.jsonld"
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXT}}


def unwrap(value: Any) -> Any:
    """JSON-LD makes no difference between one value and a list of one."""
    if isinstance(value, list):
        return unwrap(value[0]) if len(value) == 1 else [unwrap(v) for v in value]
    return {k: unwrap(v) for k, v in value.items() if v is not None} if isinstance(value, dict) else value


def test_web_annotations_mean_as_linked_data_all_that_they_say(take: Take) -> None:
    """Expanded by JSON-LD's own algorithm and compacted again, not a term of theirs is lost."""
    from pyld import jsonld

    page = json.loads(take("webannotation", make_reading()))
    expanded = jsonld.expand(page, {"documentLoader": load_context})
    again = jsonld.compact(expanded, page["@context"], {"documentLoader": load_context})
    assert unwrap(again) == unwrap(page)
    (root,) = expanded
    (items,) = root[f"{AS}items"]
    assert {kind for item in items["@list"] for kind in item["@type"]} == {f"{OA}Annotation"}


def test_web_annotations_have_what_the_recommendation_demands(take: Take) -> None:
    """Each has an IRI of its own, a target, and selectors whose words are those of the text."""
    page = json.loads(take("webannotation", make_reading(), say(NASTY, url="not an address")))
    ids = [annotation["id"] for annotation in page["items"]]
    assert len(set(ids)) == len(ids) == 7  # two statements, four spans beside the first, and a statement
    for annotation in page["items"][:5]:
        assert annotation["type"] == "Annotation"
        for target in annotation["target"]:
            position, quote = target["selector"]
            start, end = position["start"], position["end"]
            assert target["source"] == "https://x.example/1"
            assert quote["exact"] == TEXT[start:end]
            assert (quote["prefix"] + quote["exact"] + quote["suffix"]) in TEXT
    assert re.fullmatch("urn:sha256:[0-9a-f]{64}", page["items"][-1]["target"][0]["source"])


def test_a_web_annotation_has_speaker_manner_and_confidence(take: Take) -> None:
    """And its creator is the run; a piece of a discontinuous span is a target of its own."""
    first = json.loads(take("webannotation", make_reading()))["items"][0]
    speaker = first["body"][0]
    assert (speaker["value"], speaker["purpose"], speaker["onrecord:identifier"]) == (
        "Torvik",
        "identifying",
        "wikidata:Q1",
    )
    assert (first["onrecord:manner"], first["onrecord:confidence"], first["creator"]["name"]) == (
        "indirect", 0.8, "onrecord 0",
    )  # fmt: skip
    assert [t["selector"][1]["exact"] for t in first["target"]] == [TEXT[22:30], TEXT[31:44]]


def test_ids_are_the_same_from_every_record(tmp_path: Path) -> None:
    """Of Web Annotations and of FollowTheMoney: numbers of a record do not come into them."""
    out = []
    for name in "ab":
        with Store(str(tmp_path / name)) as record:
            if name == "b":
                record.keep(say("Before.", "Rell"), "y")
            record.keep(make_reading(), "x")
            ids: list[str] = []
            for form in ("webannotation", "ftm"):
                stream = io.StringIO()
                FORMATS[form].write(record, stream, False)
                ids += re.findall(r'"id": "(urn:uuid:[0-9a-f-]+|onrecord-[0-9a-f]+)"', stream.getvalue())
            out.append(set(ids))
    assert out[0] < out[1]


# FollowTheMoney.


def read_ftm(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_followthemoney_has_article_people_and_what_they_say(take: Take) -> None:
    """Whoever has a name is somebody; what they say links them to the article, in their words."""
    rows = read_ftm(take("ftm", make_reading()))
    by_schema = {row["schema"]: row for row in rows}
    assert [row["schema"] for row in rows] == ["Article", "Person", "Mention", "Documentation"]  # not "experts"
    said = by_schema["Documentation"]["properties"]
    assert said["entity"] == [by_schema["Person"]["id"]]
    assert said["document"] == [by_schema["Article"]["id"]]
    assert said["summary"] == [f"{TEXT[22:30]} … {TEXT[31:44]}"]
    assert said["date"] == ["2022-11-21"]
    assert by_schema["Person"]["properties"]["wikidataId"] == ["Q1"]


def test_followthemoney_takes_it_as_it_is(take: Take, ferry: Reading) -> None:
    """Its own model finds nothing wrong, changes nothing, and merges what is told of one thing."""
    followthemoney = pytest.importorskip("followthemoney", reason="pip install 'onrecord[test-ftm]'")
    address = "https://x.example/a b"
    more = {"published": "2025-04", "language": "en", "outlet": "Meridian"}
    named = say("Yes, he said.", speaker="Ada, Dr. <Q>", title="A\ttitle", url=address, **more)
    merged: dict[str, Any] = {}
    for row in read_ftm(take("ftm", make_reading(), ferry, named, say(NASTY, speaker=NASTY, title=NASTY))):
        followthemoney.model.get(row["schema"]).validate(row)
        proxy = followthemoney.model.get_proxy(row)
        if NASTY[:4] not in str(row):
            told = {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()}
            assert told == {name: sorted(values) for name, values in row["properties"].items()}
        merged[proxy.id] = merged[proxy.id].merge(proxy) if proxy.id in merged else proxy
    assert {link for proxy in merged.values() for link in proxy.get("document", quiet=True)} <= set(merged)


# GraphML.


def read_graph(out: str) -> Any:
    import networkx

    return networkx.parse_graphml(out)


def test_graphml_says_who_speaks_of_whom(take: Take) -> None:
    """Nodes with names, an edge with its count and the words behind it."""
    text = "Torvik said that Kolm lied."
    known = (
        Entity("e1", "person", "Torvik", ((0, 6),), ("name",)),
        Entity("e2", "person", 'Kolm & "Sons" <x>', ((17, 21),), ("name",)),
    )
    said = Statement("s1", ((0, 6),), ((7, 11),), ((12, 26),), "indirect", speaker="e1")
    denied = Statement("s2", ((0, 6),), ((7, 11),), ((17, 26),), "indirect", speaker="e1", asserted=False)
    graph = read_graph(take("graphml", Reading(Document("a", text), (said, denied), known, RUN)))
    names = {node: told["name"] for node, told in graph.nodes(data=True)}
    ((one, other, edge),) = graph.edges(data=True)
    assert (names[one], names[other]) == ("Torvik", 'Kolm & "Sons" <x>')
    assert (edge["statements"], edge["weight"]) == (1, 1)
    assert edge["example1"] == "that Kolm lied (x0 s1)"
    assert graph.nodes[one]["said"] == 2


def test_graphml_of_strange_names_is_xml(take: Take) -> None:
    """What XML cannot hold is U+FFFD."""
    graph = read_graph(take("graphml", say(NASTY, speaker=NASTY)))
    ((_, node),) = graph.nodes(data=True)
    assert node["name"] == re.sub("[\x00\x1b\ud800]", "\ufffd", NASTY)


# Annotators.


def test_label_studio_gets_regions_whose_words_are_those_of_the_text(take: Take) -> None:
    """Each region and relation has what Label Studio's form of predictions demands."""
    (task,) = json.loads(take("labelstudio", make_reading()))
    (prediction,) = task["predictions"]
    regions = {r["id"]: r for r in prediction["result"] if r["type"] == "labels"}
    relations = [r for r in prediction["result"] if r["type"] == "relation"]
    text = task["data"]["text"]
    assert len(regions) == 5
    for one in regions.values():
        value = one["value"]
        assert (one["from_name"], one["to_name"]) == ("label", "text")
        assert value["text"] == text[value["start"] : value["end"]]
    assert [(r["from_id"], r["to_id"], r["labels"]) for r in relations] == [
        ("s1:content:0", "s1:cue:0", ["cue"]),
        ("s1:content:0", "s1:source:0", ["source"]),
        ("s1:content:0", "s1:content:1", ["continued"]),
    ]


def read_brat(data: bytes) -> tuple[str, list[str]]:
    with ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert "annotation.conf" in archive.namelist()
        return archive.read("00000001.txt").decode(), archive.read("00000001.ann").decode().split("\n")[:-1]


def test_brat_gets_text_and_standoff(take: Take) -> None:
    """Offsets count the characters of the .txt; a discontinuous span is one annotation of several pieces."""
    text, lines = read_brat(take("brat", make_reading()))
    assert text == TEXT
    assert lines[:5] == [
        f"T1\tContent 22 30;31 44\t{TEXT[22:30]} {TEXT[31:44]}",
        "T2\tCue 7 11\tsaid",
        "T3\tSource 0 6\tTorvik",
        "R1\tHasCue Arg1:T1 Arg2:T2",
        "R2\tHasSource Arg1:T1 Arg2:T3",
    ]
    assert lines[5].startswith("A1\tManner T1 indirect")
    assert "speaker Torvik" in lines[6]
    assert "A3\tNotAsserted T4" in lines


@given(kept_texts.flatmap(lambda text: spans_in(len(text), 3, least=1).map(lambda spans: (text, spans))))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_brat_offsets_lead_back_to_the_words(given: tuple[str, tuple[tuple[int, int], ...]]) -> None:
    """Of any text, also with ends of lines of every kind inside a span: one line each, and its pieces are its words."""
    text, spans = given
    name = "A\nB\u2028C"
    known = (Entity("e1", "person", name, (), ()),)
    said = (Statement("s1", (), (), spans, "mixed", speaker="e1"),)
    lines = list(list_lines(Reading(Document("a", text), said, known, Run("r", "w", ()))))
    assert "\n".join(lines).splitlines() == lines
    for line in lines:
        if line.startswith("T"):
            _, where, words = line.split("\t", 2)
            pieces = [tuple(map(int, piece.split())) for piece in where.split(" ", 1)[1].split(";")]
            assert " ".join(text[start:end] for start, end in pieces) == words
            covered = {i for start, end in pieces for i in range(start, end)}
            assert covered == {i for start, end in spans for i in range(start, end) if text[i].splitlines()[0] != ""}
    assert all(start < end for start, end in split(text, spans))


# Training.


def test_training_data_is_what_people_reviewed(record: Store) -> None:
    """Without what they rejected, put right where they did so; whole once nothing is left unreviewed."""
    record.keep(make_reading(), "x")
    record.keep(make_reading(TEXT + " Nobody reviewed this."), "y")
    record.review(1, "s1", "correct", "Ada", Correction(source=(), content=((31, 44), (22, 30)), speaker="Edda Kolm"))
    (row,) = read_training(record)
    assert (row["text"], row["whole"], row["rejected"]) == (TEXT, False, 0)
    assert row["attributions"][0] == {
        "source": [], "cue": [[7, 11]], "content": [[22, 30], [31, 44]], "speaker": "Edda Kolm", "verdict": "correct",
    }  # fmt: skip
    assert row["attributions"][1]["verdict"] is None
    record.review(1, "s2", "reject", "Ada")
    (row,) = read_training(record)
    assert (len(row["attributions"]), row["whole"], row["rejected"]) == (1, True, 1)


def test_training_data_is_read_by_training(record: Store) -> None:
    """As it reads its own: the ranges of word pieces have the words of the spans."""
    from importlib.resources import as_file, files

    from training.prepare import load_tokenizer, prepare

    record.keep(make_reading(), "x")
    record.review(1, "s1", "accept", "Ada")
    with as_file(files("onrecord") / "detect" / "weights" / "tokenizer.json") as path:
        (example,) = prepare(read_training(record), load_tokenizer(path))
    ((first, last),) = example.attributions[0].source
    assert TEXT[example.pieces.start[first] : example.pieces.end[last - 1]] == "Torvik"


def read_training(record: Store) -> list[dict[str, Any]]:
    out = io.StringIO()
    FORMATS["training"].write(record, out, False)
    return [json.loads(line) for line in out.getvalue().splitlines()]
