"""What a time phrase says before anything is counted from a day: the grammar builds these, `read` resolves them."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["minute", "hour", "day", "weekend", "week", "month", "quarter", "half", "year", "decade", "century"]
Which = Literal["last", "this", "next", "past", "coming"]
"""'last' and 'next' leave room for doubt ('next Friday'); 'this past' and 'this coming' do not."""
Third = Literal["early", "mid", "late"]
SeasonName = Literal["spring", "summer", "autumn", "winter"]
DayPart = Literal["early hours", "morning", "afternoon", "evening", "night"]
BoundKind = Literal["since", "until", "through", "by", "before", "after", "from"]
SoFar = Literal["earlier", "later", "so far"]
Reason = Literal[
    "no day to count from",
    "past or future is not known",
    "this one or the next",
    "names an event",
    "leans on another time in the text",
    "how many is not said",
    "only a bound is said",
    "about, not exactly",
    "how long, not when",
    "these days, not one day",
    "no end is named",
    "recurs",
    "the hour to count from is not known",
    "which day is not said",
    "morning or evening is not said",
    "midnight begins a day or ends it",
    "day and month may be either way round",
    "no such day",
    "weekday and date disagree",
    "may be that of 2001",
    "ends before it begins",
    "may begin or end in that year",
    "the century is not said",
    "a decade or a century",
    "fiscal years differ",
    "differs by country",
    "follows a lunar calendar",
    "outside the calendar",
    "no time phrase",
]
"""Why a phrase is unresolved, or resolved in part."""
LEANS: Reason = "leans on another time in the text"
HOW_MANY: Reason = "how many is not said"


@dataclass(frozen=True, slots=True)
class Count:
    """How many units: 'three', 'about three', 'more than three', 'a few'."""

    number: int | None
    """None where it is not said: 'a few', 'several', 'weeks ago'."""
    sense: Literal["exactly", "about", "over", "under"] = "exactly"


@dataclass(frozen=True, slots=True)
class Year:
    value: int


@dataclass(frozen=True, slots=True)
class Shift:
    """A unit of the calendar, counted from the anchor's own: 'last month' is -1, 'this week' 0, 'tomorrow' day 1."""

    unit: Unit
    by: int
    so_far: SoFar | None = None
    """'earlier this year' ends before the anchor's day, 'later this year' begins after it, 'so far' has it too."""


@dataclass(frozen=True, slots=True)
class Month:
    month: int
    year: "Expression | None" = None
    which: Which | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month: 'October 31', 'Monday, October 31, 2022', 'the 5th of last month'."""

    day: int
    month: "int | Expression"
    year: "Expression | None" = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class NumericDay:
    """'12/05/2019': which is the day is not said."""

    first: int
    second: int
    year: int


@dataclass(frozen=True, slots=True)
class Weekday:
    weekday: int
    """Monday is 0."""
    which: Which | None = None
    week: "Expression | None" = None
    """'Monday last week'."""


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """'the first Tuesday in November'; -1 is the last."""

    nth: int
    weekday: int
    month: "Expression"


@dataclass(frozen=True, slots=True)
class Weekend:
    which: Which | None = None


@dataclass(frozen=True, slots=True)
class Season:
    season: SeasonName
    year: "Expression | None" = None
    which: Which | None = None
    two_years: bool = False
    """'the winter of 2021-22': it begins in the year and ends in the next."""


@dataclass(frozen=True, slots=True)
class Division:
    """A quarter or half of a year, or half of a month."""

    unit: Literal["quarter", "half"]
    number: int
    whole: "Expression | None" = None


@dataclass(frozen=True, slots=True)
class Holiday:
    name: str
    """A key of `holidays.HOLIDAYS`."""
    year: "Expression | None" = None
    which: Which | None = None


@dataclass(frozen=True, slots=True)
class Decade:
    first_year: int
    or_century: bool = False
    """'the 1800s' are ten years or a hundred."""


@dataclass(frozen=True, slots=True)
class Century:
    number: int


@dataclass(frozen=True, slots=True)
class Part:
    """The early, middle or late third of something; with `edge`, its start or end as a point for a bound."""

    third: Third
    whole: "Expression"
    edge: bool = False


@dataclass(frozen=True, slots=True)
class First:
    """'the first three months of 2022', 'the last week of May', 'the second week of May' (nth 2)."""

    nth: int
    """1 counts from the start, -1 from the end, 2 and more picks one."""
    count: int
    unit: Unit
    whole: "Expression"


@dataclass(frozen=True, slots=True)
class WeekOf:
    day: "Expression"
    how: Literal["of", "beginning", "ending"]


@dataclass(frozen=True, slots=True)
class PartOfDay:
    part: DayPart
    day: "Expression"
    third: Third | None = None


@dataclass(frozen=True, slots=True)
class Overnight:
    """The night that ends or begins with the anchor's day, by tense."""


@dataclass(frozen=True, slots=True)
class Clock:
    hour: int
    minute: int | None
    half: Literal["am", "pm", "24", "?"]
    """'?' where the words fit both halves of the day: '9 o'clock'."""
    day: "Expression | None" = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Midnight:
    day: "Expression | None" = None


@dataclass(frozen=True, slots=True)
class Ago:
    """Counted from the anchor, or from another time: 'two weeks ago', 'in two weeks', 'two days after Christmas'."""

    count: Count
    unit: Unit
    sign: Literal[-1, 1]
    base: "Expression | None" = None
    is_in: bool = False
    """'in three days' may also say how long something took."""


@dataclass(frozen=True, slots=True)
class Running:
    """A stretch up to the anchor or on from it: 'the past three years', 'the next two weeks', 'within 48 hours'."""

    count: Count
    unit: Unit | None
    sign: Literal[-1, 1]


@dataclass(frozen=True, slots=True)
class Bound:
    kind: BoundKind
    of: "Expression"
    bare: bool = False
    """'from 2012', without 'on' or 'to': it may only say of what time something is."""


@dataclass(frozen=True, slots=True)
class Range:
    first: "Expression"
    last: "Expression"


@dataclass(frozen=True, slots=True)
class Now:
    """'from now on': the anchor's day, whatever the tense."""


@dataclass(frozen=True, slots=True)
class Open:
    """'until further notice'."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A time phrase that words alone do not resolve."""

    reason: Reason
    granularity: str | None = None


Expression = (
    Year | Shift | Month | Day | NumericDay | Weekday | NthWeekday | Weekend | Season | Division | Holiday | Decade
    | Century | Part | First | WeekOf | PartOfDay | Overnight | Clock | Midnight | Ago | Running | Bound | Range | Now
    | Open | Unknown
)  # fmt: skip
