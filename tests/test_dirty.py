"""Dirty variants of clean articles: the gold follows the text."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.dirty import KINDS, apply_edits, dirty
from tests.strategies import texts

TEXT = (
    "Accord in doubt\n\n“We will not sign,” Premier Ana Rell said on Monday. “Not now.”\n\n"
    'Deputy Bero Castellane said the "delay" was a mistake.'
)


def row() -> dict:
    def spans(words: str) -> list[list[int]]:
        start = TEXT.index(words)
        return [[start, start + len(words)]]

    rell = {"source": spans("Premier Ana Rell"), "cue": spans("said"), "content": spans("“We will not sign,”")}
    rell["content"] += spans("“Not now.”")
    deputy = {"source": spans("Deputy Bero Castellane"), "cue": spans("said the")}
    deputy["content"] = spans('the "delay" was a mistake')
    return {"id": "x", "text": TEXT, "attributions": [rell, deputy]}


@pytest.mark.parametrize("kind", KINDS)
def test_gold_follows_the_text(kind: str) -> None:
    """Whatever was done, each span holds the same letters as before."""

    def letters(text: str, spans: list[list[int]]) -> str:
        return "".join(c.lower() for s, e in spans for c in text[s:e] if c.isalnum())

    clean = row()
    made, _ = dirty(clean, kind)
    for old, new in zip(clean["attributions"], made["attributions"], strict=True):
        for role in ("source", "cue", "content"):
            assert letters(made["text"], new[role]) == letters(TEXT, old[role])


@pytest.mark.parametrize("kind", [k for k in KINDS if k not in ("lines wrapped", "breaks scattered")])
def test_each_kind_changes_the_text(kind: str) -> None:
    """And the same way each time. (Two kinds are left to chance in a text so short.)"""
    made = dirty(row(), kind)[0]["text"]
    assert made != TEXT
    assert made == dirty(row(), kind)[0]["text"]


@given(texts, st.sampled_from(sorted(KINDS)), st.integers(0, 9))
def test_offsets_move_in_order_and_back(text: str, kind: str, seed: int) -> None:
    """On any text: offsets stay in order and inside, and what was kept comes back to where it was."""
    dirtied = apply_edits(text, KINDS[kind](text, random.Random(seed)))
    there = dirtied.move(np.arange(len(text) + 1))
    assert (np.diff(there) >= 0).all()
    assert there[0] >= 0
    assert there[-1] == len(dirtied.text)
    kept = [i for i in range(len(text)) if there[i] < len(dirtied.text) and dirtied.text[there[i]] == text[i]]
    back = dirtied.move_back(there[kept])
    assert (np.abs(back - kept) <= 8).all()
