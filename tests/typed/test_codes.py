"""Codes: which entry of a list is meant, however it is written, and when that cannot be told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mne.definitions import load_plan
from mne.typed import which_codes

INDICATORS = Path(__file__).parents[2] / "indicators"
PLANS = [path.parent.name for path in sorted(INDICATORS.glob("*/plan.yaml"))]
PROVINCES = {
    "01": ("Banteay Mean Choăy", "KH-1", "បន្ទាយមានជ័យ"),
    "10": ("Kratie", "KH-10", "ក្រចេះ"),
    "11": ("Mondul Kiri", "មណ្ឌលគិរី"),
    "12": ("Phnom Penh", "រាជធានី", "Capital"),
    "13": ("Capital", "TH-1"),
    "unknown": ("Not known", "មិនដឹង"),
}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("01", "01"), ("1", "01"), ("001", "01"), ("1.0", "01"), ("០១", "01"), ("１", "01")),
        *(("KH-1", "01"), ("kh-01", "01"), ("KH 01", "01"), ("KH\u201101", "01"), ("KH1", "01")),
        *(("10", "10"), ("010", "10"), ("10.0", "10"), ("TH-1", "13"), ("TH-01", "13")),
        *(("banteay mean choăy", "01"), ("Banteay  Mean-Choay", "01"), ("MONDUL_KIRI", "11")),
        *(("phnom\u00a0penh", "12"), ("Phnom\u200b Penh", "12"), ("ＰＨＮＯＭ ＰＥＮＨ", "12")),
        *(("Not-known", "unknown"), ("មិន\u200bដឹង", "unknown"), ("UNKNOWN", "unknown")),
    ],
)
def test_an_entry_is_known_by_code_alias_or_name_and_lost_zeros(text, code):
    assert which_codes(text, PROVINCES) == (code,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\u200b",
        "-1",
        "1.5",
        "0",
        "100",
        "KH-13",
        "VN-1",
        "Phnom",
        "Penh",
        "1 0",
        "1-0",
        "?",
    ],
)
def test_what_is_only_like_an_entry_is_none(text):
    assert which_codes(text, PROVINCES) == ()


def test_what_may_be_two_is_both_in_the_order_of_the_list():
    assert which_codes("capital", PROVINCES) == ("12", "13")
    assert which_codes("001", {"1": (), "01": ()}) == ("1", "01")
    assert which_codes("1", {"1": (), "01": ()}) == ("1",)  # the code itself goes first


def test_two_subscripts_that_look_the_same_are_the_same():
    names = {"minister": ("រដ្ឋមន្ត្រី",)}
    assert which_codes("រដ្ឋមន្ត្រី".replace("\u17d2\u178f", "\u17d2\u178a"), names) == ("minister",)


@pytest.mark.parametrize("plan", PLANS)
def test_every_spelling_of_every_shipped_list_means_one_entry(plan):
    """Lists, states, flags and bodies: nothing in them can be ambiguous."""
    loaded = load_plan(INDICATORS, plan)
    lists = [one.spellings(one.codes) for one in loaded.codelists.values()]
    for one in loaded.asked_by_id.values():
        lists += [
            {state.id: tuple(state.name.root.values()) for state in states}
            for states in (one.states, one.flags)
        ]
    lists += [
        {one.id: one.aliases for one in loaded.reporters},
        dict.fromkeys(loaded.asked_by_id, ()),
    ]
    unclear = [
        (text, meant)
        for spellings in lists
        for code, names in spellings.items()
        for text in (code, *names)
        if (meant := which_codes(text, spellings)) != (code,)
    ]
    assert not unclear
    assert sum(map(len, lists)) > 5


@given(
    st.text(max_size=8), st.dictionaries(st.text("aB01-ក ", min_size=1, max_size=4), st.just(()))
)
def test_whatever_is_typed_means_entries_of_the_list_or_none(text, codes):
    assert set(which_codes(text, codes)) <= set(codes)
