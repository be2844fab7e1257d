"""When: time phrases in English news, found and resolved to intervals.

    from onrecord.weigh.times import find_times, resolve_phrase, resolve_time, Setting

    for phrase in find_times(text):
        print(resolve_phrase(phrase, Setting(anchor=date(2022, 11, 24), tense="past")))
    resolve_time("spring of 2023").start  # '2023-03-01'

The road of a phrase: `tokens` cut the text; `grammar` (on `points`, `dates`, `eras`, `clocks`, `relative`, `events`)
reads expressions; `context` refuses words that only look like times; `phrases` gives spans; `resolving` turns an
expression into an interval through `named`, `counted`, `hours` and `bounded`, and states the conventions.
"""

from onrecord.types import Time
from onrecord.weigh.times.phrases import TimePhrase, find_times
from onrecord.weigh.times.readings import Setting
from onrecord.weigh.times.resolving import resolve_phrase, resolve_time

__all__ = ["Setting", "Time", "TimePhrase", "find_times", "resolve_phrase", "resolve_time"]
