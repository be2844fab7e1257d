"""Who speaks, as other programs get it."""

import json

from onrecord.show.export import to_json_line
from onrecord.types import Reading


def test_json_holds_speakers_as_plain_values(ferry: Reading) -> None:
    """Entities and statements are objects of lists, numbers and strings."""
    row = json.loads(to_json_line(ferry))
    officials, outer = row["entities"][1], row["statements"][0]
    assert (officials["named"], officials["number"], officials["identifier"]) == (False, 2, None)
    start, end = officials["why_unnamed"][0]
    assert row["text"][start:end].startswith("who asked not to be named")
    assert (outer["speaker"], outer["speaker_confidence"], outer["standing"]) == ("e1", 0.97, "outlet")
    assert row["statements"][1]["parent"] == "s1"
    assert row["statements"][7]["speaker_candidates"] == ["e5", "e6"]


def test_json_holds_times_as_objects(ferry: Reading) -> None:
    """A time is an object of its fields, wherever it stands."""
    row = json.loads(to_json_line(ferry))
    said, (refers,) = row["statements"][0]["said"], row["statements"][0]["refers_to"]
    assert row["text"][slice(*said.pop("span"))] == "on Thursday"
    assert said == {
        "start": "2031-03-06",
        "end": "2031-03-07",
        "granularity": "day",
        "how": "from anchor",
        "reason": None,
        "pattern": None,
        "end_early": None,
        "zone": None,
    }
    assert refers["granularity"] == "season"
    assert row["statements"][9]["said"] is None


def test_data_frame_names_certain_speakers(ferry: Reading) -> None:
    """A row has its speaker's name where one is certain, and times as objects."""
    frame = ferry.to_pandas().set_index("id")
    assert frame["speaker_name"]["s4"] == "Edda Rask"
    assert frame["speaker_name"]["s2"] == "two officials"
    assert frame["speaker_name"][["s8", "s10"]].isna().all()
    assert frame["said"]["s1"]["start"] == "2031-03-06"
