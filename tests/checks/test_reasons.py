"""A reason has a word in it; a dash, a point or another ND is none."""

from __future__ import annotations

import pytest

from mne.typed import says_something
from tests.fixtures.trial_kit import check, good_form, listed, spoil, typing, write


@pytest.mark.parametrize("text", ["", ".", "-", "x", "ND", "n/a", "...", "\u200b\u200b"])
def test_what_says_nothing(text):
    assert not says_something(text)


@pytest.mark.parametrize("text", ["lost", "គ្មាន", "17", "Letter 4", "no register"])
def test_what_says_something(text):
    assert says_something(text)


def test_a_dash_is_no_reason_for_which_there_is_no_figure(workspace):
    form = spoil(good_form(), typing(D36=None, E36="ND", F36="-"))
    verdict = check(workspace, write(workspace.root, "return.xlsx", form))
    assert listed(verdict) == [("reason-needed", "error", "Return", "D36")]


def test_one_wrong_figure_of_a_ratio_is_told_once_and_a_refused_file_is_not_told_all_is_well(
    workspace,
):
    """Its parts do not add up either, but that follows."""
    form = spoil(good_form(), typing(D18=13))
    path = write(workspace.root, "return.xlsx", form)
    assert listed(check(workspace, path)) == [("ratio-above-one", "error", "Return", "D18")]
