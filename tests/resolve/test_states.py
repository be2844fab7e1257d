"""The states and their forms."""

import csv
from collections import Counter
from pathlib import Path

import pytest

import onrecord
from onrecord.resolve.tables.states import KINDS, State, find_states, index_forms, load_states

# Written apart from the file, by continent.
AFRICA = """
DZ AO BJ BW BF BI CV CM CF TD KM CG CD CI DJ EG GQ ER SZ ET GA GM GH GN GW KE LS LR LY MG MW ML MR MU MA MZ NA NE NG
RW ST SN SC SL SO ZA SS SD TZ TG TN UG ZM ZW
"""
AMERICAS = """
AG AR BS BB BZ BO BR CA CL CO CR CU DM DO EC SV GD GT GY HT HN JM MX NI PA PY PE KN LC VC SR TT US UY VE
"""
ASIA = """
AF AM AZ BH BD BT BN KH CN CY GE IN ID IR IQ IL JP JO KZ KW KG LA LB MY MV MN MM NP KP OM PK PH QA SA SG KR LK SY TJ
TH TL TR TM AE UZ VN YE
"""
EUROPE = """
AL AD AT BY BE BA BG HR CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT MD MC ME NL MK NO PL PT RO RU SM RS SK SI ES
SE CH UA GB
"""
OCEANIA = "AU FJ KI MH FM NR NZ PW PG WS SB TO TV VU"
MEMBERS = " ".join((AFRICA, AMERICAS, ASIA, EUROPE, OCEANIA)).split()

STATES = load_states()
every_state = pytest.mark.parametrize("state", STATES, ids=lambda s: s.name)


def test_members() -> None:
    """The members of the United Nations are those of a second list, each once."""
    codes = [s.code for s in STATES if s.status == "member"]
    assert len(codes) == 193
    assert len(MEMBERS) == 193
    assert Counter(codes) == Counter(MEMBERS)


def test_others() -> None:
    """Beside members there are two observers, the disputed and a former one."""
    assert {s.name for s in STATES if s.status == "observer"} == {"Holy See", "Palestine"}
    assert {s.name for s in STATES if s.status == "former"} == {"Nagorno-Karabakh"}
    assert {s.name for s in STATES if s.status == "disputed"} == {
        "Abkhazia",
        "Kosovo",
        "Northern Cyprus",
        "Somaliland",
        "South Ossetia",
        "Taiwan",
        "Transnistria",
        "Western Sahara",
    }


def test_codes_are_distinct() -> None:
    """No code stands for two states."""
    codes = [s.code for s in STATES if s.code]
    assert len(codes) == len(set(codes))


def test_rows_are_whole() -> None:
    """Every line has every column, and a list has no empty value."""
    with (
        Path(onrecord.__file__)
        .parent.joinpath("resolve", "tables", "states.csv")
        .open(encoding="utf-8", newline="") as lines
    ):
        for row in csv.reader(lines):
            assert len(row) == 10, row
            for value in row[3:]:
                assert value == "" or all(part and part == part.strip() for part in value.split(";")), row


@every_state
def test_forms_are_sound(state: State) -> None:
    """A form is not empty, has single spaces and straight apostrophes, and comes once in a kind."""
    forms = list(state.forms())
    assert all(form and form == " ".join(form.split()) and "’" not in form for form, _ in forms)
    assert len(forms) == len(set(forms))


@every_state
def test_state_has_capital_and_adjective(state: State) -> None:
    """Every state has both."""
    assert state.capitals
    assert state.adjectives


@every_state
def test_ambiguous_forms_are_forms(state: State) -> None:
    """Only a form of the state can be ambiguous."""
    assert state.ambiguous <= {form for form, _ in state.forms()}


def test_no_unambiguous_form_is_shared() -> None:
    """A form of several states is ambiguous for each."""
    shared = {form: cs for form, cs in index_forms().items() if len(cs) > 1}
    assert [form for form, cs in shared.items() if not all(c.ambiguous for c in cs)] == []


@pytest.mark.parametrize(
    ("phrase", "name", "kind"),
    [
        ("Armenia", "Armenia", "name"),
        ("Republic of Armenia", "Armenia", "name"),
        ("Burma", "Myanmar", "name"),
        ("Czechia", "Czech Republic", "name"),
        ("Côte d’Ivoire", "Ivory Coast", "name"),
        ("the Netherlands", "Netherlands", "name"),
        ("THE GAMBIA", "Gambia", "name"),
        ("UKRAINE", "Ukraine", "name"),
        ("Singapore", "Singapore", "name"),
        ("US", "United States", "abbreviation"),
        ("the U.K.", "United Kingdom", "abbreviation"),
        ("DPRK", "North Korea", "abbreviation"),
        ("DRC", "Democratic Republic of Congo", "abbreviation"),
        ("ARMENIAN", "Armenia", "adjective"),
        ("Nigerien", "Niger", "adjective"),
        ("Nigerian", "Nigeria", "adjective"),
        ("Sudanese", "Sudan", "adjective"),
        ("South Sudanese", "South Sudan", "adjective"),
        ("Britons", "United Kingdom", "people"),
        ("Danes", "Denmark", "people"),
        ("Kiev", "Ukraine", "capital"),
        ("Washington, D.C.", "United States", "capital"),
        ("Phnom Penh", "Cambodia", "capital"),
        ("Kremlin", "Russia", "seat"),
        ("The White House", "United States", "seat"),
        ("Élysée", "France", "seat"),
        ("Zhongnanhai", "China", "seat"),
    ],
)
def test_clear_form(phrase: str, name: str, kind: str) -> None:
    """What means one state."""
    assert [(c.state.name, c.kind, c.ambiguous) for c in find_states(phrase)] == [(name, kind, False)]


@pytest.mark.parametrize(
    ("phrase", "names"),
    [
        ("Georgia", {"Georgia"}),
        ("CHAD", {"Chad"}),
        ("Washington", {"United States"}),
        ("Victoria", {"Seychelles"}),
        ("Male", {"Maldives"}),
        ("The Hague", {"Netherlands"}),
        ("No. 10", {"United Kingdom"}),
        ("Dominican", {"Dominica", "Dominican Republic"}),
        ("Koreans", {"North Korea", "South Korea"}),
        ("Congolese", {"Democratic Republic of Congo", "Republic of the Congo"}),
        ("Guinean", {"Guinea", "Guinea-Bissau"}),
    ],
)
def test_ambiguous_form(phrase: str, names: set[str]) -> None:
    """What needs more evidence."""
    found = find_states(phrase)
    assert {c.state.name for c in found} == names
    assert all(c.ambiguous for c in found)


@pytest.mark.parametrize("phrase", ["us", "Us", "uk", "armenia", "European Union", "Holyrood", "Pentagon", "the", ""])
def test_no_form(phrase: str) -> None:
    """What is no state: other capitals, other bodies, parliaments and ministries."""
    assert find_states(phrase) == ()


def test_states_load_once() -> None:
    """The file is read once."""
    assert load_states() is load_states()
    assert index_forms() is index_forms()


def test_kinds_are_all_used() -> None:
    """Every kind has forms."""
    assert {kind for s in STATES for _, kind in s.forms()} == set(KINDS)
