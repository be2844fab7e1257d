"""Every error that leaves OnRecord. Messages are one line: what failed, on what, what to try.

OnRecordError
├── InputError        an input that cannot be read (becomes `Skipped` in a batch)
│   ├── FetchError    it could not be fetched, or may not be
│   └── ParseError    it was fetched, but holds no text that can be read
├── WeightsError      the weights or their card are missing, damaged or of another version
├── RecordError       the record cannot be opened, read or written
├── QueryError        a question that cannot be asked of a record: broken syntax, a date that is none, an unknown name
└── OutputError       the result could not be written
"""

from typing import Literal

from onrecord.types import Skipped


class OnRecordError(Exception):
    """Base of all errors that a caller may want to catch."""


class InputError(OnRecordError):
    """An input that cannot be read. `name` is the input, `reason` one line with the mend."""

    stage: Literal["fetch", "parse", "read"] = "read"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason

    def __reduce__(self) -> tuple[type["InputError"], tuple[str, str]]:
        return type(self), (self.name, self.reason)  # so that it crosses from a worker process whole

    def to_skipped(self) -> Skipped:
        return Skipped(self.name, self.stage, self.reason)


class FetchError(InputError):
    """The input is not there, took too long, is too large, or may not be fetched."""

    stage = "fetch"


class ParseError(InputError):
    """The input is there, but it is not text that can be read."""

    stage = "parse"


class WeightsError(OnRecordError):
    """The weights or their card are missing, damaged or made for another version."""


class RecordError(OnRecordError):
    """The record cannot be opened, read or written. `name` is its address, `reason` one line with the mend."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class QueryError(OnRecordError):
    """A question that cannot be asked of a record. `name` is its words, `reason` one line with the mend."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class OutputError(OnRecordError):
    """The result could not be written."""
