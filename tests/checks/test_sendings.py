"""A return beside what was sent before: what is withdrawn, repeated, late, or gone back on."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.fixtures import window_kit
from tests.fixtures.account_kit import add_account, good, look, said, send
from tests.fixtures.trial_kit import check, write

FIRST = "2012-Q1/SHELTER"


@pytest.fixture
def account(workspace):
    return add_account(workspace)


def seen(workspace, period, **changes):
    path = write(workspace.root, "w.csv", window_kit.file_of(period, **changes))
    return said(check(workspace, path, **window_kit.declared(period)))


@pytest.mark.parametrize(
    "answer",
    [("", "ND", "register lost"), ("", "NA", "closed"), ("", "", "counted twice"), "0", "3"],
)
def test_a_figure_may_change_or_go_with_a_word(account, answer):
    send(account, FIRST)
    codes = [code for code, _ in said(look(account, FIRST, **{"A-BEDS": answer}))]
    assert "figure-withdrawn" not in codes


def test_a_whole_breakdown_that_is_gone_is_one_mistake(account):
    send(account, FIRST)
    gone = dict.fromkeys(["A-HELPED@province=01", "A-HELPED@province=12"], "")
    verdict = look(account, FIRST, **gone, **{"A-HELPED@province=unknown": ""})
    assert said(verdict) == [("figure-withdrawn", "D3")]
    assert dict(verdict.issues[0].params)["count"] == "3"


def test_what_was_blank_before_may_be_blank_again(account):
    send(account, FIRST, **{"A-BEDS": ""})
    assert [code for code, _ in said(look(account, FIRST, **{"A-BEDS": "", "A-HOME": "13"}))] == [
        "answer-blank"
    ]


def test_an_empty_form_after_a_full_one_is_told_as_empty(account):
    send(account, FIRST)
    every = dict.fromkeys(good(FIRST), "")
    assert [code for code, _ in said(look(account, FIRST, **every))] == ["return-empty"]


def test_answers_with_a_new_note_are_not_the_same_again(account):
    send(account, FIRST)
    assert said(look(account, FIRST)) == [("sent-before", "")]
    assert said(look(account, FIRST, **{"A-BEDS": ("40", "", "counted in April")})) == []


@pytest.mark.parametrize(
    ("came", "codes"),
    [
        ("2012-04-16T23:59", []),
        ("2012-04-17T00:01", [("sent-late", "")]),
    ],
)
def test_a_return_is_late_after_the_end_of_its_day_in_the_country(account, came, codes):
    """The fifteenth day is a Sunday."""
    path = write(account.root, "return.csv", window_kit.file_of("2012-Q1"))
    moment = datetime.fromisoformat(came).replace(tzinfo=ZoneInfo("Asia/Phnom_Penh"))
    assert said(check(account, path, came=moment, **window_kit.declared("2012-Q1"))) == codes


def test_a_correction_is_never_late(account):
    send(account, FIRST)
    path = write(account.root, "w.csv", window_kit.file_of("2012-Q1"))
    window_kit.send(account, "2012-Q1", **{"W-LAW,,,evidence": "Letter no. 3"})
    came = datetime(2013, 1, 1, tzinfo=ZoneInfo("UTC"))
    assert said(check(account, path, came=came, **window_kit.declared("2012-Q1"))) == []


def test_a_state_may_stay_go_on_or_go_back_with_a_note(account):
    window_kit.send(account, "2012-Q1")
    for state in ("drafting", "adopted"):
        assert seen(account, "2012-Q2", **{"W-LAW,,,state": state}) == []
    lost = {"W-LAW,,,state": "none", "W-LAW,,,evidence": ""}
    assert seen(account, "2012-Q2", **lost) == [("state-went-back", "E18")]


def test_windows_that_share_days_are_noted_once_with_the_days(account):
    window_kit.send(account, window_kit.FIRST)
    path = write(account.root, "w.csv", window_kit.file_of(window_kit.SECOND))
    verdict = check(account, path, **window_kit.declared(window_kit.SECOND))
    assert said(verdict) == [("windows-overlap", "E2")]
    facts = dict(verdict.issues[0].params)
    assert (facts["first"], facts["last"]) == ("2012-11-01", "2012-11-10")
