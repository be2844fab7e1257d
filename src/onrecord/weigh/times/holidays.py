"""Feasts and holidays by name: when they fall in a year, or why the name alone does not say."""

from collections.abc import Callable
from datetime import datetime, timedelta

from onrecord.weigh.times.expressions import Reason
from onrecord.weigh.times.periods import Stretch, day_of, easter, month_of, nth_weekday, orthodox_easter, unit_around

Place = Callable[[int], Stretch | None]


def _on(month: int, day: int) -> Place:
    return lambda year: day_of(year, month, day)


def _from_easter(days: int, sunday: Callable[[int], datetime] = easter) -> Place:
    return lambda year: unit_around(sunday(year) + timedelta(days=days), "day")


def _nth(nth: int, weekday: int, month: int) -> Place:
    return lambda year: nth_weekday(month_of(year, month), weekday, nth)


_NATIONAL = (
    "thanksgiving", "thanksgiving day", "black friday", "cyber monday", "independence day", "constitution day",
    "republic day", "national day", "unity day", "army day", "victory day", "liberation day", "labour day",
    "election day", "inauguration day", "budget day", "mother's day", "father's day", "super tuesday", "nowruz",
)  # fmt: skip
"""The same name, other days elsewhere."""
_LUNAR = (
    "ramadan", "ashura", "eid", "eid al-fitr", "eid al-adha", "eid-ul-fitr", "eid-ul-adha", "muharram", "hajj",
    "diwali", "holi", "passover", "hanukkah", "purim", "sukkot", "rosh hashanah", "yom kippur", "lunar new year",
    "chinese new year", "tet",
)  # fmt: skip
"""Sighted, or computed by a lunar calendar."""
_DATED: dict[str, Place] = {
    "christmas": _on(12, 25),
    "christmas day": _on(12, 25),
    "christmas eve": _on(12, 24),
    "boxing day": _on(12, 26),
    "new year's eve": _on(12, 31),
    "new year's day": _on(1, 1),
    "new year's": _on(1, 1),
    "epiphany": _on(1, 6),
    "valentine's day": _on(2, 14),
    "st. patrick's day": _on(3, 17),
    "international women's day": _on(3, 8),
    "april fools' day": _on(4, 1),
    "april fool's day": _on(4, 1),
    "earth day": _on(4, 22),
    "anzac day": _on(4, 25),
    "may day": _on(5, 1),
    "bastille day": _on(7, 14),
    "halloween": _on(10, 31),
    "all saints' day": _on(11, 1),
    "armistice day": _on(11, 11),
    "remembrance day": _on(11, 11),
    "remembrance sunday": _nth(2, 6, 11),
    "veterans day": _on(11, 11),
    "veterans' day": _on(11, 11),
    "veteran's day": _on(11, 11),
    "cinco de mayo": _on(5, 5),
    "juneteenth": _on(6, 19),
    "martin luther king jr. day": _nth(3, 0, 1),
    "martin luther king day": _nth(3, 0, 1),
    "presidents' day": _nth(3, 0, 2),
    "memorial day": _nth(-1, 0, 5),
    "labor day": _nth(1, 0, 9),
    "columbus day": _nth(2, 0, 10),
    "ash wednesday": _from_easter(-46),
    "shrove tuesday": _from_easter(-47),
    "palm sunday": _from_easter(-7),
    "maundy thursday": _from_easter(-3),
    "holy thursday": _from_easter(-3),
    "good friday": _from_easter(-2),
    "holy saturday": _from_easter(-1),
    "easter": _from_easter(0),
    "easter sunday": _from_easter(0),
    "easter monday": _from_easter(1),
    "ascension day": _from_easter(39),
    "pentecost": _from_easter(49),
    "whit monday": _from_easter(50),
    "orthodox easter": _from_easter(0, orthodox_easter),
    "orthodox good friday": _from_easter(-2, orthodox_easter),
    "orthodox christmas": _on(1, 7),
}


def _inauguration(year: int) -> Stretch | None:
    return day_of(year, 1, 20) if year % 4 == 1 else None


def _election(year: int) -> Stretch:
    monday = nth_weekday(month_of(year, 11), 0, 1)
    assert monday, "every November has a Monday"
    return monday[0] + timedelta(days=1), monday[1] + timedelta(days=1)


def _super_tuesday(year: int) -> Stretch | None:
    day = _SUPER_TUESDAYS.get(year)
    return day_of(year, *day) if day else None


_SUPER_TUESDAYS = {
    1988: (3, 8), 1992: (3, 10), 1996: (3, 12), 2000: (3, 7), 2004: (3, 2), 2008: (2, 5), 2012: (3, 6), 2016: (3, 1),
    2020: (3, 3), 2024: (3, 5),
}  # fmt: skip
AMERICAN: dict[str, Place] = {
    "super tuesday": _super_tuesday,
    "election day": _election,
    "inauguration day": _inauguration,
    "independence day": _on(7, 4),
    "thanksgiving": _nth(4, 3, 11),
    "thanksgiving day": _nth(4, 3, 11),
    "mother's day": _nth(2, 6, 5),
    "father's day": _nth(3, 6, 6),
}
"""What national names mean in a text about the United States."""
HOLIDAYS: dict[str, Place | Reason] = {
    **_DATED,
    **dict.fromkeys(_NATIONAL, "differs by country"),
    **dict.fromkeys(_LUNAR, "follows a lunar calendar"),
}
"""Names in lower case. United States names ('Memorial Day') fall by its rules; a name that several countries use for
different days has its reason instead."""

DAY_LONG = frozenset(name for name in HOLIDAYS if name.split()[-1] in ("day", "eve", "friday", "monday", "tuesday"))
"""Holidays that last a day, for those that are not resolved."""
