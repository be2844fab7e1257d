"""What a format of export is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.store.store import Store

NOTE = "A machine's reading of news, made by OnRecord: each line is somebody's claim and names the place of its words."
"""Said once in every export that has room for it."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a record is written out."""

    suffix: str
    """Of files in it, with the dot."""
    write: "Callable[[Store, IO[Any], bool], int]"
    """(record, stream, quotes only) -> how many documents were written; documents are held one by one. Raises
    RecordError; OutputError where a library that it needs is missing."""
    binary: bool = False
    """It takes a stream of bytes, not of text."""
    whole_text: bool = False
    """It makes no sense without the whole text."""
