"""Who speaks, as the page shows it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.show.page_speakers import group_statements
from onrecord.show.speakers import Trail, find_holders
from onrecord.show.times import tell_time
from onrecord.types import Document, Entity, Reading, Run, Statement, Time
from tests.show.tree import HOSTILE, Element, show

HEADINGS = ("h3", "h4")


def card(page: Element, statement: str) -> Element:
    return next(c for c in page.find(".statement") if c.attributes["id"] == statement)


def told(element: Element) -> str:
    return " ".join(element.text.split())


def facts(page: Element, statement: str) -> list[str]:
    return [told(fact) for fact in card(page, statement).find(".facts")[0].find("div")]


def by_id(page: Element, id: str) -> Element:
    return next(e for e in page.find("*") if e.attributes.get("id") == id)


# Groups


def test_speakers_come_by_how_well_they_are_known_and_how_much_they_say(ferry: Reading) -> None:
    """Named ones first, who says most before others; then unnamed ones, uncertain ones, and sources without any."""
    assert [(g.certainty, g.name, len(g.cards)) for g in group_statements(ferry)] == [
        ("named", "Edda Rask", 4),
        ("named", "The Harbour Review", 1),
        ("named", "Olm Tarn", 1),
        ("unnamed", "two officials", 2),
        ("uncertain", "? Olm Tarn or Piet Hansa", 1),
        ("unknown", None, 1),
    ]


def test_each_certainty_has_a_section_of_its_own(ferry: Reading) -> None:
    """Unnamed, uncertain and unknown speakers stand in sections that say so."""
    sections = show(ferry).find(".division")
    assert [(s.attributes["id"], told(s.find("strong")[0]), len(s.find(".statement"))) for s in sections] == [
        ("named", "Named speakers", 6),
        ("unnamed", "Speakers whom the text does not name", 2),
        ("uncertain", "Uncertain who speaks", 1),
        ("unknown", "No speaker known", 1),
    ]


def test_overview_counts_and_links(ferry: Reading) -> None:
    """The page begins with how many statements have a speaker; each count leads to them."""
    rows = show(ferry).find(".overview")[0].find("li")
    assert [(told(row), row.find("a")[0].attributes["href"]) for row in rows] == [
        ("8 with a certain speaker", "#named"),
        ("2 of them by somebody whom the text does not name", "#unnamed"),
        ("1 with an uncertain speaker", "#uncertain"),
        ("1 with none", "#unknown"),
    ]


def test_overview_links_nothing_where_there_is_nothing(ferry: Reading) -> None:
    """A count of none leads nowhere, and unnamed speakers are told of only where there are some."""
    named = tuple(s for s in ferry.statements if s.speaker == "e3")
    rows = show(replace(ferry, statements=named)).find(".overview")[0].find("li")
    assert [(told(row), len(row.find("a"))) for row in rows] == [
        ("4 with a certain speaker", 1),
        ("0 with an uncertain speaker", 0),
        ("0 with none", 0),
    ]


def test_all_unnamed_are_found_from_the_first_count(ferry: Reading) -> None:
    """Where nobody is named, the certain speakers are those whom the text does not name."""
    unnamed = tuple(s for s in ferry.statements if s.speaker == "e2")
    row = show(replace(ferry, statements=unnamed)).find(".overview")[0].find("li")[0]
    assert row.find("a")[0].attributes["href"] == "#unnamed"


def test_unnamed_group_tells_how_many_and_why(ferry: Reading) -> None:
    """Of unnamed speakers the page tells their number and the text's reason, with its place."""
    (group,) = show(ferry).find(".unnamed")[-1].find(".group")
    assert told(group.find("small")[0]) == "group of 2"
    assert told(group.find(".reason")[0]) == "Why not named: “who asked not to be named because the talks are secret”"
    assert group.find(".reason")[0].find("a")[0].attributes["href"].startswith("#m")


def test_state_shows_its_code(ferry: Reading) -> None:
    """An entity that is identified shows by what."""
    statements = (replace(ferry.statements[0], speaker="e4"),)
    assert "iso3166:XO" in told(show(replace(ferry, statements=statements)).find(".group")[0])


def test_uncertain_words_are_copied_without_a_name(ferry: Reading) -> None:
    """What is copied from an uncertain group names none of the candidates."""
    groups = show(ferry).find(".group")
    assert [g.attributes["data-name"] for g in groups if "?" in g.text and "uncertain" in g.text] == [""]


def test_without_entities_the_page_says_nothing_of_speakers(ferry: Reading) -> None:
    """A reading that looked for none is shown by the words of its sources."""
    statements = tuple(
        replace(s, speaker=None, speaker_candidates=(), on_behalf_of=None, addressee=None) for s in ferry.statements
    )
    page = show(replace(ferry, entities=(), statements=statements))
    assert not [e for name in (".division", ".overview", ".who", ".why", ".chain") for e in page.find(name)]
    assert "named source" in told(page.find(".sum")[0])
    assert len(page.find(".statement")) == len(statements)


# A statement


def test_statement_tells_as_whom_and_for_whom(ferry: Reading) -> None:
    """Role, side, standing, addressee and medium stand with the statement."""
    assert facts(show(ferry), "s3")[:6] == [
        "speaker Edda Rask, 97% sure",
        "as the transport minister of Ostral",
        "for Ostral",
        "standing official",
        "to reporters",
        "through in an interview with Radio Venn",
    ]


def test_candidates_are_told_and_not_chosen(ferry: Reading) -> None:
    """An uncertain speaker shows as candidates, under the source's own words."""
    page = show(ferry)
    assert facts(page, "s8") == ["perhaps Olm Tarn or Piet Hansa"]
    assert told(card(page, "s8").find(".source")[0]) == "He"


def test_many_candidates_are_cut_short(ferry: Reading) -> None:
    """Of many candidates the likeliest are named, the rest counted."""
    entities = tuple(Entity(f"p{i}", "person", f"Person {i}", (), ()) for i in range(1000))
    statement = replace(ferry.statements[7], speaker_candidates=tuple(e.id for e in entities))
    assert facts(show(replace(ferry, entities=entities, statements=(statement,))), "s1") == [
        "perhaps Person 0 or Person 1 or Person 2 or Person 3 or 996 more"
    ]


def test_nested_statement_tells_through_whom(ferry: Reading) -> None:
    """A statement inside another begins with whose words it comes in, the outermost first."""
    page = show(ferry)
    (chain,) = card(page, "s2").find(".chain")
    assert told(chain) == "The Harbour Review, citing two officials:"
    assert [a.attributes["href"] for a in chain.find("a")] == ["#s1"]
    assert card(page, "s1").find(".chain") == []


def test_what_is_denied_is_not_cited(ferry: Reading) -> None:
    """A holder that does not assert its words cites nobody."""
    outer, *rest = ferry.statements
    page = show(replace(ferry, statements=(replace(outer, asserted=False), *rest)))
    assert told(card(page, "s2").find(".chain")[0]) == (
        "The Harbour Review, not asserting it, on words of two officials:"
    )


def test_statements_that_hold_each_other_end(ferry: Reading) -> None:
    """A circle of statements is followed once."""
    a, b = (replace(s, parent=p) for s, p in zip(ferry.statements, ("s2", "s1"), strict=False))
    assert find_holders(a, {"s1": a, "s2": b}) == [b]
    assert len(show(replace(ferry, statements=(a, b))).find(".chain")) == 2


def test_times_tell_how_they_were_come_by(ferry: Reading) -> None:
    """A time shows its words and its interval; its title tells from which day it was counted."""
    page = show(ferry)
    said, refers = card(page, "s1").find(".facts")[0].find("div")[-2:]
    assert told(said) == "said “on Thursday”: 2031-03-06"
    assert said.find("dd")[0].attributes["title"] == "counted from 2031-03-07, the day of publication; to the day"
    assert told(refers) == "speaks of “next spring”: 2032-03/2032-05"
    assert refers.find("dd")[0].attributes["title"] == "counted from 2031-03-06, when it was said; to the season"


def test_times_inside_others_words_count_from_when_those_were_said(ferry: Reading) -> None:
    """Inside what somebody is said to have said, days count from that one's day."""
    (time,) = card(show(ferry), "s2").find(".facts")[0].find("dd")[-2:-1]
    assert time.attributes["title"].startswith("counted from 2031-03-06, when what it stands in was said")


def test_unresolved_time_says_why(ferry: Reading) -> None:
    """A time that could not be resolved stays in its words, with the reason."""
    fact = card(show(ferry), "s6").find(".facts")[0].find("div")[-1]
    assert told(fact) == "speaks of “Monday”: not resolved (the day it was said is not clear)"
    assert fact.find("dd")[0].attributes["title"] == "not resolved: the day it was said is not clear"


def test_times_beside_the_statements_lead_to_their_place(ferry: Reading) -> None:
    """With what they mean, and in the title from which day they count; a reading without any has no list of them."""
    at = ferry.document.text.index("Review")
    beside = (
        Time((at, at + 6), "2031-03-01", "2031-04-01", "month", "from anchor"),
        Time((at + 2, at + 9), how="unresolved", reason="names an event"),
        Time((-5, 3), how="unresolved"),
    )
    page = show(replace(ferry, times=beside))
    (details,) = page.find(".times")
    assert told(details.find("summary")[0]) == "3 times beside the statements"
    first, second, outside = details.find("li")
    assert told(first) == "“Review”: 2031-03"
    assert first.attributes["title"] == "counted from 2031-03-07, the day of publication; to the month"
    assert [a.attributes["href"] for a in first.find("a")] == [f"#m{at}"]
    assert "not resolved (names an event)" in told(second)
    assert outside.find("a") == []
    assert page.find(".text")[0].text == ferry.document.text
    assert show(ferry).find(".times") == show(replace(ferry, times=())).find(".times") == []


# Why


def test_why_leads_from_the_pronoun_to_the_name(ferry: Reading) -> None:
    """A resolved source shows the mentions that lead to its name, each with its place in the text."""
    page = show(ferry)
    (why,) = card(page, "s4").find(".why")
    assert told(why.find("summary")[0]) == "Why Edda Rask?"
    assert [told(step) for step in why.find("li")] == ["“she” pronoun", "“Edda Rask” name"]
    for link in why.find("a"):
        place = by_id(page.find(".text")[0], link.attributes["href"][1:])
        assert f"“{place.text}”" == told(link)


def test_why_is_there_for_each_resolved_source(ferry: Reading) -> None:
    """Every statement with a certain speaker says why; no other does."""
    page = show(ferry)
    assert [s.id for s in ferry.statements if s.speaker] == [
        c.attributes["id"] for s in ferry.statements for c in [card(page, s.id)] if c.find(".why")
    ]


def test_long_chain_is_cut_short() -> None:
    """Of hundreds of pronouns the nearest are shown, the rest counted, and the name is there."""
    mentions = tuple((i * 4, i * 4 + 3) for i in range(500))
    entity = Entity("e", "person", "Ada", mentions, ("name", *("pronoun",) * 499))
    statement = Statement("s", (mentions[-1],), (), (), "indirect", speaker="e", speaker_mention=mentions[-1])
    steps = Trail.of(entity, 2000).follow(statement)
    assert (len(steps), steps[0].span, steps[-1].span, steps[-1].left_out) == (9, mentions[-1], mentions[0], 491)


def test_name_that_comes_later_is_shown() -> None:
    """A pronoun before its name leads on to the name."""
    entity = Entity("e", "person", "Ada Lund", ((0, 3), (8, 16)), ("pronoun", "name"))
    statement = Statement("s", ((0, 3),), (), (), "indirect", speaker="e", speaker_mention=(0, 3))
    assert [s.span for s in Trail.of(entity, 20).follow(statement)] == [(0, 3), (8, 16)]


def test_surname_leads_on_to_the_full_name() -> None:
    """A name that is not the fullest is followed by the fullest."""
    entity = Entity("e", "person", "Ada Lund", ((0, 8), (9, 13), (14, 17)), ("name", "name", "pronoun"))
    statement = Statement("s", ((14, 17),), (), (), "indirect", speaker="e", speaker_mention=(14, 17))
    assert [s.span for s in Trail.of(entity, 20).follow(statement)] == [(14, 17), (9, 13), (0, 8)]


def test_source_in_the_text_leads_to_its_speaker(ferry: Reading) -> None:
    """A source in the text is a link to its speaker's section and names them."""
    page = show(ferry)
    links = {a.text: a for a in page.find(".text")[0].find(".who")}
    for words, name in (("she", "Edda Rask"), ("He", "? Olm Tarn or Piet Hansa"), ("two officials", "two officials")):
        heading = by_id(page, links[words].attributes["href"][1:])
        assert links[words].attributes["title"] == name
        assert name in told(heading)


def test_text_with_places_and_links_is_whole(ferry: Reading) -> None:
    """Links and places add no character to the text."""
    assert show(ferry).find(".text")[0].text == ferry.document.text


# Hostile


def test_markup_in_names_shows_as_text(ferry: Reading) -> None:
    """Names, reasons and identifiers that are markup add no element."""
    entities = tuple(replace(e, name=HOSTILE, identifier=HOSTILE) for e in ferry.entities)
    times = (Time((0, 5), HOSTILE, HOSTILE, HOSTILE, "partial", HOSTILE, HOSTILE, HOSTILE, HOSTILE),)
    statements = tuple(replace(s, said=times[0], refers_to=times) for s in ferry.statements)
    page = show(replace(ferry, entities=entities, statements=statements))
    assert [len(page.find(tag)) for tag in ("script", "img")] == [1, 0]
    assert not [e for e in page.find("*") if any(name.startswith("on") or name == "style" for name in e.attributes)]


def test_override_in_a_name_is_shown_by_name(ferry: Reading) -> None:
    """A direction override in a name is named and isolated, and gone from titles."""
    entities = tuple(replace(e, name="Edda \u202eksaR") for e in ferry.entities)
    page = show(replace(ferry, entities=entities))
    assert page.find(".group")[0].find(".hid")[0].attributes["data-c"] == "RLO"
    assert not [value for e in page.find("*") for value in e.attributes.values() if "\u202e" in value]


def test_endless_name_is_cut(ferry: Reading) -> None:
    """A name of ten thousand characters is shown by its beginning."""
    entities = tuple(replace(e, name="Rask " * 2000) for e in ferry.entities)
    page = show(replace(ferry, entities=entities))
    assert max(len(e.text) for tag in (*HEADINGS, "summary", "dd") for e in page.find(tag)) < 300


SPANS = st.tuples(st.integers(-3, 40), st.integers(-3, 40))
IDS = st.sampled_from(["e0", "e1", "e2", "s1", "s2", "none"])
ENTITIES = st.builds(
    lambda id, name, mentions, named: Entity(
        id, "person", name, tuple(m for m, _ in mentions), tuple(f for _, f in mentions), named, why_unnamed=((0, 4),)
    ),
    IDS,
    st.text(max_size=8),
    st.lists(st.tuples(SPANS, st.sampled_from(["name", "nominal", "pronoun"])), max_size=6),
    st.booleans(),
)
CLAIMS = st.builds(
    lambda source, cue, speaker, candidates, mention, parent: Statement(
        "",
        source,
        cue,
        (),
        "indirect",
        speaker=speaker,
        speaker_candidates=candidates,
        speaker_mention=mention,
        parent=parent,
    ),
    st.lists(st.just((3, 9)) | st.just((20, 30)), max_size=2).map(tuple),
    st.lists(st.just((5, 12)), max_size=1).map(tuple),
    IDS | st.none(),
    st.lists(IDS, max_size=3).map(tuple),
    SPANS | st.none(),
    IDS | st.none(),
)


@given(st.lists(ENTITIES, max_size=4), st.lists(CLAIMS, max_size=4))
@settings(max_examples=100, deadline=None)
def test_any_speakers_leave_the_page_whole(entities: list[Entity], claims: list[Statement]) -> None:
    """Whatever the entities, mentions and holders: the text is whole, ids are single, and no link is dead."""
    statements = tuple(replace(s, id=f"s{n}") for n, s in enumerate(claims, 1))
    text = "Some words here, and more\n\nof them there."
    page = show(Reading(Document("d", text), statements, tuple(entities), Run("r", "sha256:0", ())))
    ids = [e.attributes["id"] for e in page.find("*") if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    assert {a.attributes["href"][1:] for a in page.find("a") if a.attributes["href"].startswith("#")} <= set(ids)
    assert page.find(".text")[0].text == text
    assert len(page.find(".statement")) == len(statements)


@pytest.mark.parametrize("span", [(-5, 3), (5, 5), (9, 2), (10**9, 10**9 + 1)])
def test_mention_outside_of_the_text_is_not_led_to(ferry: Reading, span: tuple[int, int]) -> None:
    """A mention that is no stretch of the text is left out, and no link is dead."""
    entities = tuple(
        replace(e, mentions=(span, *e.mentions), mention_forms=("name", *e.mention_forms)) for e in ferry.entities
    )
    statements = tuple(replace(s, speaker_mention=span) for s in ferry.statements)
    page = show(replace(ferry, entities=entities, statements=statements))
    ids = {e.attributes["id"] for e in page.find("*") if "id" in e.attributes}
    assert {a.attributes["href"][1:] for a in page.find("a") if a.attributes["href"].startswith("#")} <= ids
    assert page.find(".text")[0].text == ferry.document.text


def test_speaker_that_is_no_entity_is_not_shown_as_one(ferry: Reading) -> None:
    """An id that no entity has makes no speaker."""
    statements = (replace(ferry.statements[2], speaker="e99", speaker_candidates=("e98",)),)
    assert [g.certainty for g in group_statements(replace(ferry, statements=statements))] == ["unknown"]


# Times


@pytest.mark.parametrize(
    ("start", "end", "granularity", "short"),
    [
        ("2031-03-06", "2031-03-07", "day", "2031-03-06"),
        ("2031-03-01", "2031-04-01", "month", "2031-03"),
        ("2031-01-01", "2032-01-01", "year", "2031"),
        ("2030-01-01", "2040-01-01", "decade", "2030/2039"),
        ("2031-03-01", "2031-06-01", "season", "2031-03/2031-05"),
        ("2031-03-03", "2031-03-10", "week", "2031-03-03/2031-03-09"),
        ("2031-03-06T21:00", "2031-03-06T21:01", "minute", "2031-03-06T21:00"),
        ("2031-03-06T21:00", "2031-03-06T22:00", "hour", "2031-03-06T21"),
        ("2031-03-06T06:00", "2031-03-06T12:00", "part of day", "2031-03-06T06:00/12:00"),
        ("2031-03-06T18:00", "2031-03-07", "part of day", "2031-03-06T18:00/2031-03-07T00:00"),
        (None, "2031-06-01", "season", "../2031-05"),
        (None, "2031-03-01", "day", "../2031-02-28"),
        ("2031-03-06", None, "day", "2031-03-06/.."),
        ("soon", "later", "day", "soon/later"),
        (None, "0001-01-01", "day", "../0001-01-01"),
        (None, None, None, ""),
    ],
)
def test_time_in_short(start: str | None, end: str | None, granularity: str | None, short: str) -> None:
    """A time is written in short ISO 8601, as fine as it is known, through its last day."""
    assert tell_time(Time((0, 1), start, end, granularity)) == short
