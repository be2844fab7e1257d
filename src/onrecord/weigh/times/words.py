"""The vocabulary of time phrases in English news."""

from onrecord.resolve.tables.numbers import ONES
from onrecord.weigh.times.expressions import DayPart, SeasonName, Unit


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
SHORT_MONTHS = frozenset(name for name in MONTHS if len(name) <= 4 and name not in ("may", "june", "july"))
MONTHS_THAT_ARE_WORDS = words_of("march april may june august")
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thur thurs", "friday fri", "saturday sat",
         "sunday sun")
    )
    for name in names.split()
}  # fmt: skip
SEASONS: dict[str, SeasonName] = {
    "spring": "spring",
    "summer": "summer",
    "autumn": "autumn",
    "fall": "autumn",
    "winter": "winter",
}
SINGULAR: dict[str, Unit] = {
    "minute": "minute",
    "hour": "hour",
    "day": "day",
    "weekend": "weekend",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "decade": "decade",
    "century": "century",
}
PLURAL: dict[str, Unit] = {f"{word}s": unit for word, unit in SINGULAR.items() if word != "century"} | {
    "centuries": "century"
}
UNITS = SINGULAR | PLURAL
STEPPING = words_of("day week month quarter year decade century")
"""Units one says 'last' and 'next' of."""
DAY_PARTS: dict[str, DayPart] = {
    "morning": "morning",
    "afternoon": "afternoon",
    "evening": "evening",
    "night": "night",
}
STEPS = {"last": -1, "this": 0, "current": 0, "next": 1}
"""From the anchor's own unit."""
SMALL_NUMBERS = {"zero": 0} | ONES
ORDINALS = {
    word: number
    for number, word in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ).split(),
        1,
    )
}
ORDINAL_ENDINGS = words_of("st nd rd th")
DECADE_WORDS = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}
PLAIN = words_of("on in at during over for throughout around of as")
"""Prepositions that add nothing to a time: 'on Monday' is Monday."""
FISCAL = words_of("fiscal financial tax academic school")
_ZONES = words_of("GMT UTC Z CET EET WAT CAT EAT MSK PKT ICT HKT SGT ET CT MT PT")
DETERMINERS = words_of("the a an this that these those its his her their our my your")
FUNCTION_WORDS = DETERMINERS | words_of(
    "and or but nor so yet if unless when while as at by for from in into of off on onto out over per than then to up "
    "upon with within without about above across after against along among around before behind below beneath beside "
    "between beyond despite down during except inside like near outside since through throughout till toward towards "
    "under until via who whom whose which what where why how because although though whereas is are was were be been "
    "being am has have had do does did will would can could may might must shall should not no he she it they we you i "
    "him them us me there here also only just even still already again too very more most less said says say told"
)
EVENTS = words_of(
    "election elections vote votes referendum referendums poll polls ballot runoff primary primaries summit conference "
    "meeting talks negotiations hearing trial verdict war wars invasion attack attacks assault bombing bombings "
    "shooting shootings massacre coup revolution uprising protests protest unrest riots crisis crash collapse pandemic "
    "outbreak epidemic lockdown earthquake quake flood floods hurricane storm tsunami wildfire fire explosion blast "
    "strike strikes ceasefire truce armistice treaty agreement accord deal inauguration resignation arrest death birth "
    "funeral wedding assassination killing murder campaign debate speech announcement launch game games match "
    "finals tournament olympics championship season ceremony independence annexation withdrawal occupation "
    "liberation reunification merger takeover acquisition bankruptcy recession default hostilities fighting offensive "
    "operation incident accident disaster festival parade rally march visit trip tour session briefing interview "
    "budget shutdown impeachment census evacuation siege raid hijacking impact landing flight opening closing "
    "closure holidays holiday break mission"
)
"""Nouns that name something that takes place."""
REPORTING = words_of(
    "said says told tells added argued asked announced warned insisted claimed called promised wrote tweeted wants "
    "believes thinks hopes met visited went resigned"
)
COUNTED = words_of(
    "people persons men women children voters votes seats soldiers troops fighters police officers workers employees "
    "jobs students dollars euros pounds rubles roubles yen yuan percent cent million billion trillion miles "
    "mile kilometers kilometres km kilometer kilometre meters metres meter metre feet foot inches tons tonnes "
    "barrels litres liters gallons pages words houses homes buildings cars vehicles cases deaths dead injured hectares "
    "acres kg kilograms copies points more others times minutes hours days weeks months years residents refugees "
    "migrants civilians members delegates demonstrators protesters marchers volts watts degrees horsepower"
)
SPORT = words_of(
    "touchdown touchdowns quarterback yards yard goal goals kicked scored scoring scoreless halftime rebound "
    "rebounds pointer basket baskets lakers pass passes fumble interception rugby basketball football game kickoff "
    "wicket wickets penalty tackle"
)
MULTIPLIED = words_of(
    "temperature temperatures degrees highs lows maximum maximums mercury speeds aged age ages iq scores"
)
"""Near these 'the 90s' are no decade."""
PAPERS = words_of(
    "times telegraph mirror express mail mercury herald post world independent business sun sport star people politics "
    "review magazine edition show service programme program night supplement school tribune news bloody brunch"
)
NAME_STARTS = words_of("black red orange bloody sheffield ruby man super giving operation joe girl casual gray grey")
"""Words before a weekday or month that make it part of a name."""


def is_zone(raw: str) -> bool:
    """Whether a word as written is a time zone's letters: 'GMT', 'EDT', 'NZST'."""
    return raw in _ZONES or (3 <= len(raw) <= 4 and raw.isupper() and raw.endswith(("ST", "DT")))
