"""Given names and the gender they tell, from given.csv."""

import csv
from functools import cache
from pathlib import Path
from typing import Literal

_PATH = Path(__file__).with_name("given.csv")


def find_gender(given: str) -> Literal["m", "f", ""]:
    """Of a given name, folded or as printed; empty where the table has it not, or it may be either."""
    return _load().get(given.casefold().split(" ")[0], "")  # type: ignore[return-value]  # a test checks the file


@cache
def _load() -> dict[str, str]:
    with _PATH.open(encoding="utf-8", newline="") as lines:
        return {row["name"].casefold(): row["gender"] for row in csv.DictReader(lines)}
