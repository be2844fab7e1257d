"""When it was said and of which times it speaks: cases that a person can read, in tests/data/when.md."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.detect.layout import lay_out
from onrecord.types import Document, Part, Span, Statement, Time
from onrecord.weigh.published import find_published, parse_published, trace_published
from onrecord.weigh.tense import find_tense
from onrecord.weigh.times.readings import Hemisphere
from onrecord.weigh.weighing import When
from onrecord.weigh.when import weigh_times
from tests import strategies
from tests.work import measure

_CASE = re.compile(
    r"^(?P<title>[^\n.][^\n]*)\n\.\n(?P<published>-|[0-9-]{10})\n\.\n(?P<text>.*?)\n\.\n(?P<found>(?:[^\n]+\n)*?)\.$",
    re.M | re.S,
)

_MARK = re.compile(r"⟦(?P<labels>[SCX][0-9]+(?:,[SCX][0-9]+)*):|(?P<close>⟧)")
CASES_FILE = Path(__file__).parents[1] / "data" / "when.md"


@dataclass(frozen=True)
class Case:
    title: str
    published: date | None
    text: str
    statements: tuple[Statement, ...]
    expected: list[str]


def take_marks_out(marked: str) -> tuple[str, tuple[Statement, ...]]:
    """The text without its marks, and the statements they mark."""
    pieces, opened, at, length = [], [], 0, 0
    spans: dict[str, dict[str, list[Span]]] = {}
    for match in _MARK.finditer(marked):
        pieces.append(marked[at : match.start()])
        length, at = length + match.start() - at, match.end()
        if match["labels"]:
            opened.append((match["labels"], length))
            continue
        labels, start = opened.pop()
        for label in labels.split(","):
            own = spans.setdefault(label[1:], {"S": [], "C": [], "X": []})
            own[label[0]].append((start, length))
    assert not opened
    statements = []
    for number, own in sorted(spans.items(), key=lambda item: int(item[0])):
        source, cue, content = (tuple(sorted(own[role])) for role in "SCX")
        statements.append(Statement(number, source, cue, content, manner="indirect"))
    return "".join([*pieces, marked[at:]]), tuple(statements)


def read_cases() -> list[Case]:
    return [
        Case(
            match["title"],
            None if match["published"] == "-" else date.fromisoformat(match["published"]),
            *take_marks_out(match["text"]),
            match["found"].splitlines(),
        )
        for match in _CASE.finditer(CASES_FILE.read_text(encoding="utf-8"))
    ]


CASES = read_cases()


def weigh(text: str, statements: tuple[Statement, ...], options: When | None = None) -> tuple[Statement, ...]:
    return weigh_times(Document("d", text), lay_out(text), statements, options).statements


def show_time(time: Time) -> str:
    """A time as the cases write it."""
    known = f"{time.start or ''}/{time.end or ''}" if time.start or time.end else ""
    if time.granularity == "day" and time.start and time.end:
        known = time.start
    if time.how in ("absolute", "from anchor"):
        return known
    return f"{time.pattern or known} ?".strip()


def show(text: str, statements: tuple[Statement, ...]) -> list[str]:
    """What was found, as the cases write it."""
    lines = []
    for s in statements:
        for name, times in (("said", [s.said] if s.said else []), ("time", s.refers_to)):
            for each in times:
                words = text[slice(*each.span)].replace("\n", "⏎")
                lines.append(f"{name} {s.id} {words} = {show_time(each)}")
    return lines


def test_cases_are_read() -> None:
    """No case is lost to a slip in the file's layout, and there are at least 60."""
    dots = CASES_FILE.read_text(encoding="utf-8").splitlines().count(".")
    assert len(CASES) == dots / 4 >= 60
    assert len({case.title for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_when(case: Case) -> None:
    """Each case's times are found as a careful reader finds them, and no others."""
    assert show(case.text, weigh(case.text, case.statements, When(published=case.published))) == case.expected


def weigh_marked(marked: str, options: When | None = None, **fields: Any) -> tuple[Statement, ...]:
    """The weighed statements of a marked text; `fields` are the document's."""
    text, statements = take_marks_out(marked)
    return weigh_times(Document("d", text, **fields), lay_out(text), statements, options).statements


SAID_TODAY = "⟦S1:Torvik⟧ ⟦C1:said⟧ today ⟦X1:that he was leaving⟧."


def test_the_days_in_the_document_win_over_the_readers() -> None:
    """The day that the page states, and else that of its address, comes before the one that the user gave."""
    given = When(published=date(2019, 5, 5))
    by_page = weigh_marked(SAID_TODAY, given, published="2022-11-24T10:15:00+01:00")[0].said
    by_address = weigh_marked(SAID_TODAY, given, url="https://paper.example/2022/11/23/torvik")[0].said
    by_reader = weigh_marked(SAID_TODAY, given)[0].said
    assert [t and t.start for t in (by_page, by_address, by_reader)] == ["2022-11-24", "2022-11-23", "2019-05-05"]


@pytest.mark.parametrize(("hemisphere", "start"), [("north", "2022-06-01"), ("south", "2021-12-01")])
def test_seasons_of_a_hemisphere(hemisphere: Hemisphere, start: str) -> None:
    """The last summer before November began in June, or in December."""
    marked = "⟦S1:Torvik⟧ ⟦C1:said⟧ ⟦X1:that he had resigned last summer⟧."
    (statement,) = weigh_marked(marked, When(published=date(2022, 11, 24), hemisphere=hemisphere))
    assert [t.start for t in statement.refers_to] == [start]


@pytest.mark.parametrize(("day_first", "start"), [(True, "2019-05-12"), (False, "2019-12-05"), (None, None)])
def test_day_or_month_first(day_first: bool | None, start: str | None) -> None:
    """A date in figures is read as the user says, and else not at all."""
    (statement,) = weigh_marked("⟦S1:Torvik⟧ ⟦C1:said⟧ ⟦X1:he left on 12/05/2019⟧.", When(day_first=day_first))
    assert [t.start for t in statement.refers_to] == [start]


@pytest.mark.parametrize("anchor", [date.min, date.max, date(2999, 1, 1)])
def test_any_day_may_be_given(anchor: date) -> None:
    """A day at the calendar's edge or in the future leads to times or to reasons, never to an exception."""
    text = "In May, ⟦S1:he⟧ ⟦C1:said⟧ ⟦X1:that last week, tomorrow, in ten years and on Monday we will leave⟧."
    (statement,) = weigh_marked(text, When(published=anchor))
    assert statement.refers_to


def test_why_a_time_is_not_counted() -> None:
    """A time that two days lead to differently says so."""
    text = "⟦S1:Torvik⟧ ⟦C1:said⟧ on Monday ⟦X1:that he would leave tomorrow⟧."
    (statement,) = weigh_marked(text, When(published=date(2022, 11, 24)))
    assert statement.refers_to[0].reason == "the day it was said is not clear"


def beside(marked: str, published: date = date(2022, 11, 24)) -> list[str]:
    """The times beside the statements of a marked text: words and what they mean."""
    text, statements = take_marks_out(marked)
    found = weigh_times(Document("d", text), lay_out(text), statements, When(published)).beside
    return [f"{text[slice(*t.span)]} = {t.start or ''}/{t.end or ''}" for t in found]


def test_what_the_author_tells_has_its_times_too() -> None:
    """News is of the past; what a verb puts ahead is to come, and in somebody's quotation marks nobody knows."""
    assert beside("The pact met on Friday. It will meet again in March.") == [
        "Friday = 2022-11-18/2022-11-19",
        "March = 2023-03-01/2023-04-01",
    ]
    assert beside("“Torvik's Friday” is a film. Nobody left by the end of 2021.")[1:] == [
        "by the end of 2021 = /2022-01-01"
    ]


def test_a_time_is_told_once() -> None:
    """Those of a statement, in what it says or when it was said, are not told again; all others of its sentence are."""
    told = beside("⟦S1:Torvik⟧, who left on Sunday, ⟦C1:said⟧ on Monday ⟦X1:that they sign on Friday⟧, in 2019.")
    assert told == ["Sunday = 2022-11-20/2022-11-21", "2019 = 2019-01-01/2020-01-01"]


def test_statements_keep_all_else() -> None:
    """Nothing but `said` and `refers_to` is touched."""
    case = next(c for c in CASES if c.title == "Somebody is said to have said")
    weighed = weigh(case.text, case.statements, When(case.published))
    assert tuple(replace(s, said=None, refers_to=()) for s in weighed) == case.statements


# The day of publication.


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2022-11-24", date(2022, 11, 24)),
        ("2022-11-24T23:30:00-05:00", date(2022, 11, 24)),
        (" 2022-11-24 10:15 ", date(2022, 11, 24)),
        ("2022-11", None),
        ("2022", None),
        ("yesterday", None),
        ("2022-13-45", None),
        ("", None),
        ("\ud800", None),
    ],
)
def test_the_stated_day(stated: str, day: date | None) -> None:
    """A whole ISO date or date-time is taken by its day; anything less tells no day."""
    assert find_published(Document("d", "Text.", published=stated)) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://paper.example/2022/11/24/torvik-resigns", date(2022, 11, 24)),
        ("https://paper.example/world/2022/nov/24/torvik", date(2022, 11, 24)),
        ("https://paper.example/2022-11-24-torvik.html", date(2022, 11, 24)),
        ("https://paper.example/20221124/torvik", date(2022, 11, 24)),
        ("https://paper.example/torvik-resigns-2022-11-24/", date(2022, 11, 24)),
        ("https://archive.example/web/20230101000000/https://paper.example/2022/11/24/x", date(2022, 11, 24)),
        ("https://paper.example/2022/11/torvik", None),
        ("https://paper.example/2022/13/24/torvik", None),
        ("https://paper.example/2022/11/24/2022/11/25/x", None),
        ("https://paper.example/what-happened-on-2001-09-11", None),
        ("https://paper.example/events/2022/11/24/", None),
        ("https://paper.example/torvik?day=/2022/11/24/", None),
        ("https://paper.example/id/120221124/", None),
        ("https://[paper.example/2022/11/24/", None),
        ("/2022/11/24/", date(2022, 11, 24)),
        ("\ud800\n/٢٠٢٢/11/24/", None),
    ],
)
def test_the_day_in_an_address(url: str, day: date | None) -> None:
    """A day in the path counts where it is whole, the only one, and not plainly that of the matter."""
    assert find_published(Document("d", "Text.", url=url)) == day


@pytest.mark.parametrize(
    ("top", "day"),
    [
        ("KORINT, Nov. 24, 2022 (Agency) — Torvik resigned.", date(2022, 11, 24)),
        ("KORINT, Tressia, Thursday, 24 November 2022 -- Torvik resigned.", date(2022, 11, 24)),
        ("KORINT, 24 NOV 2022 – Torvik resigned.", date(2022, 11, 24)),
        ("KORINT, 24 November 2022", date(2022, 11, 24)),
        ("Published: 24 November 2022", date(2022, 11, 24)),
        ("Published 24 November 2022, updated 25 November 2022", date(2022, 11, 24)),
        ("24.11.2022 10:15", date(2022, 11, 24)),
        ("11/24/2022", date(2022, 11, 24)),
        ("Thursday, November 24th, 2022 at 10:15 a.m.", date(2022, 11, 24)),
        ("By Ada Quill | Harbour Review | 24 November 2022", date(2022, 11, 24)),
        ("KORINT, Nov. 24 (Agency) — Torvik resigned.", None),
        ("24 November", None),
        ("November 2022", None),
        ("11/10/2022", None),
        ("Monday, 24 November 2022", None),
        ("Updated: 25 November 2022", None),
        ("31 November 2022", None),
        ("On 24 November 2022 Torvik resigned.", None),
        ("Torvik resigned, 24 November 2022 — it was a Thursday.", None),
        ("Oskar Vellin, 3 May 1950 – 24 November 2022", None),
        ("24 November 2022\nThe pact met.\n25 November 2022\nIt met again.", None),
    ],
)
def test_the_day_at_the_top_of_a_text(top: str, day: date | None) -> None:
    """A dateline or a line with the day counts where it is whole and certain, with a title above it or without."""
    title = "Torvik leaves the table"
    text = f"{title}\n\n{top}\n\nThe pact has no president now."
    titled = Document("d", text, parts=(Part("title", 0, len(title)), Part("body", len(title) + 2, len(text))))
    plain = Document("d", f"{top}\n\nThe pact has no president now.")
    assert (find_published(titled), find_published(plain)) == (day, day)


def test_where_the_day_was_found() -> None:
    """The words at the top that gave the day can be shown."""
    text = "Published: 24 November 2022\n\nTorvik resigned."
    found = trace_published(Document("d", text))
    assert found
    assert (found.where, found.span and text[slice(*found.span)]) == ("text", "Published: 24 November 2022")


def test_a_day_further_down_is_not_that_of_publication() -> None:
    """A line with a day counts at the very top only."""
    assert (
        find_published(Document("d", f"{'Torvik resigned, and nobody knew why. ' * 9}\n\n24 November 2022\n")) is None
    )


def test_what_is_known_already_rules_a_day_out() -> None:
    """No text was published after it was fetched, nor in another month than its page says."""
    url = "https://paper.example/2022/11/24/x"
    assert find_published(Document("d", "x", url=url, retrieved=datetime(2022, 11, 1, tzinfo=UTC))) is None
    assert find_published(Document("d", "x", url=url, published="2021")) is None
    assert find_published(Document("d", "x", url=url, published="2022-11")) == date(2022, 11, 24)


@pytest.mark.parametrize(
    "words", ["2022-11-24", " 2022-11-24T10:15 ", "24 November 2022", "Nov. 24, 2022", "24.11.2022"]
)
def test_a_day_of_publication_may_be_typed(words: str) -> None:
    """The ways a person types a whole day are read."""
    assert parse_published(words) == date(2022, 11, 24)


@pytest.mark.parametrize(
    "words",
    ["", "soon", "yesterday", "2022", "Nov 24", "11/10/2022", "2022-02-30", "2999-01-01", "1" * 9999, "\n\n", "\ud800"],
)
def test_what_is_no_day_is_refused_with_the_mend(words: str) -> None:
    """One line names the words and says what to give instead."""
    with pytest.raises(ValueError, match="2022-11-24") as caught:
        parse_published(words)
    message = str(caught.value)
    assert message.startswith(repr(words[:40]))
    assert len(message.splitlines()) == 1
    assert len(message) < 200


def test_tomorrow_is_not_yet_the_future() -> None:
    """Where the user is, it may be tomorrow already; the day after is refused."""
    today = date(2022, 11, 24)
    assert parse_published("2022-11-25", today) == date(2022, 11, 25)
    with pytest.raises(ValueError, match="future"):
        parse_published("2022-11-26", today)


# The tense.


@pytest.mark.parametrize(
    ("marked", "tense"),
    [
        ("We will vote on |Monday.", "future"),
        ("We voted on |Monday.", "past"),
        ("On |Monday, October 31, 2022, we will vote.", "future"),
        ("We lost on |Friday but we will win on Monday.", "past"),
        ("We lost on Friday but we will win on |Monday.", "future"),
        ("We are leaving on |Monday.", "present"),
        ("We have agreed to meet on |Friday.", "future"),
        ("We agreed to meet on |Friday.", None),
        ("He managed to leave on |Monday.", "past"),
        ("We had to leave on |Monday.", "past"),
        ("We have to leave on |Monday.", "future"),
        ("We will sign the treaty agreed on |Monday.", "past"),
        ("We will sign the deal negotiated by Vellin on |Monday.", None),
        ("Those killed on |Monday will be buried.", "past"),
        ("The vote planned for |May matters.", None),
        ("The vote is due on |Monday.", "future"),
        ("The vote was due on |Monday.", None),
        ("In |May we met, and we may meet again.", "past"),
        ("They went to court on |Monday.", "past"),
        ("We won’t vote on |Monday.", "future"),
        ("The will of the people on |Monday", None),
        ("A united front on |Monday", None),
        ("We will meet on Monday, Tuesday and |Friday.", "future"),
        ("If they leave on |Monday, we will vote.", None),
        ("The talks, which began in May, will end on |Friday.", "future"),
        ("We vote on |Monday.", None),
        ("Mr. Rell will resign on |Monday.", "future"),
        ("|Monday", None),
    ],
)
def test_tense(marked: str, tense: str | None) -> None:
    """The verb that goes with a time tells whether it is past or to come; where none plainly does, nothing is told."""
    at = marked.index("|")
    text = marked.replace("|", "")
    assert find_tense(text, 0, len(text), at) == tense


# Any text at all.

TIMES = [
    "on Monday", "Monday", "today", "tomorrow", "next week", "in May", "3 May 2022", "24.11.2022", "since 2014", "2019",
    "by Friday", "two days later", "that year", "9 p.m.", "last night", "every day", "’s", "briefing",
    "in an interview", "will", "was", "to", "who", "and", ",", "Published:", "KORINT,", "—", "(Agency)",
]  # fmt: skip
timed = st.lists(st.sampled_from([*strategies.WORDS, *TIMES, *TIMES]), max_size=60)
hostile_texts = timed.map(" ".join) | timed.map("".join) | strategies.texts


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, tuple[Statement, ...]]:
    """A text and statements anywhere in it, overlapping, inside each other, with pieces missing."""
    text = draw(hostile_texts.filter(bool))

    def spans(least: int) -> tuple[Span, ...]:
        cuts = draw(st.lists(st.integers(0, len(text)), min_size=2 * least, max_size=4))
        edges = sorted(set(cuts))
        return tuple(zip(edges[::2], edges[1::2], strict=False)) or ((0, len(text)),) * least

    count = draw(st.integers(0, 6))
    return text, tuple(Statement(f"s{i}", spans(0), spans(0), spans(1), "indirect") for i in range(count))


@settings(max_examples=300, deadline=None)
@given(marked_texts(), st.none() | st.dates())
def test_every_time_lies_where_it_should(marked: tuple[str, tuple[Statement, ...]], published: date | None) -> None:
    """Each time's span holds something of the document; those spoken of lie inside a content, `said` outside."""
    text, statements = marked
    weighed, beside = weigh_times(Document("d", text), lay_out(text), statements, When(published))
    assert len(weighed) == len(statements)
    own = [t.span for s in weighed for t in [*s.refers_to, *([s.said] if s.said else [])]]
    assert [t.span for t in beside] == sorted({t.span for t in beside})
    for start, end in (t.span for t in beside):
        assert 0 <= start < end <= len(text)
        assert not any(s < end and start < e for s, e in own)
    for s in weighed:
        for t in [*s.refers_to, *([s.said] if s.said else [])]:
            assert 0 <= t.span[0] < t.span[1] <= len(text)
        for t in s.refers_to:
            assert any(start <= t.span[0] and t.span[1] <= end for start, end in s.content)
        if s.said and s.cue:
            assert not any(start <= s.said.span[0] and s.said.span[1] <= end for start, end in s.content)
        assert [t.span for t in s.refers_to] == sorted({t.span for t in s.refers_to})


@settings(max_examples=150, deadline=None)
@given(marked_texts())
def test_without_a_day_nothing_is_counted(marked: tuple[str, tuple[Statement, ...]]) -> None:
    """Where neither the text nor the reader gives a day, a time counts from another only where that is a whole date."""
    text, statements = marked
    if find_published(Document("d", text)) is None:
        for s in weigh(text, statements):
            assert s.said is None or s.said.how != "from anchor" or "2022" in text


@settings(max_examples=150, deadline=None)
@given(hostile_texts, st.text(max_size=60) | st.just("https://paper.example/2022/11/24/x"), st.text(max_size=20))
def test_any_document_has_a_day_or_none(text: str, url: str, published: str) -> None:
    """No text, address or stated day raises, and a day from the top of the text can be shown."""
    found = trace_published(Document("d", text, url=url, published=published))
    if found and found.span:
        assert 0 <= found.span[0] < found.span[1] <= len(text)


@pytest.mark.parametrize(
    "unit",
    [
        "⟦S{}:He⟧ ⟦C{}:said⟧ on Monday ⟦X{}:we will leave on Friday⟧. ",
        "⟦S{}:he⟧ ⟦C{}:said⟧ Monday ⟦X{}:to May⟧ ",
        "⟦S{}:he⟧ ⟦C{}:said⟧ ⟦X{}:no⟧, and ",
        "24 November 2022\n⟦S{}:he⟧ ⟦C{}:said⟧ ⟦X{}:to⟧\n",
    ],
)
def test_long_texts_are_weighed_in_linear_time(unit: str) -> None:
    """Four times the text takes about four times the work, with stops or without."""
    taken = []
    for count in (300, 1200):
        text, statements = take_marks_out("".join(unit.format(i, i, i) for i in range(count)))
        taken.append(measure(lambda: weigh(text, statements, When(date(2022, 11, 24)))))  # noqa: B023
    assert taken[1] < 9 * taken[0] + 0.3


@pytest.mark.parametrize("depth", [5, 60])
def test_statements_inside_statements(depth: int) -> None:
    """However deep they stand inside each other, all are weighed."""
    opened = "".join(f"⟦S{i}:he⟧ ⟦C{i}:said⟧ on Monday ⟦X{i}:that " for i in range(depth))
    text, statements = take_marks_out(f"{opened}it rained on Friday{'⟧' * depth}.")
    weighed = weigh(text, statements, When(date(2022, 11, 24)))
    assert all(s.said for s in weighed)
    assert weighed[-1].refers_to
