"""Figures beside the earlier ones of the same body: history bands, and the year's persons."""

from __future__ import annotations

import pytest

from mne.issues import sentence
from mne.model import HistoryBand
from tests.fixtures.account_kit import account, declared, look, said, send
from tests.fixtures.trial_kit import check, keep, write

END = "2012-Q4/SHELTER"
CONFIRMED = "A-HELPED#confirmed"
COURT_END = "2012-Q4/COURT"


def quarters(reporter, *numbers):
    return [f"2012-Q{number}/{reporter}" for number in numbers]


def words(verdict, language="en"):
    (issue,) = verdict.issues
    return sentence(issue, language, account())


# --- history ----------------------------------------------------------------------------------
BAND = "{at_least: 3, below: 0.5, above: 2, difference: 10}"


@pytest.mark.parametrize(
    ("band", "figure", "asked"),
    [
        (BAND, "30", False),
        (BAND, "31", True),
        ("{difference: 17}", "31", False),
        ("{above: 1.6}", "25", True),
        (BAND, "5", False),
        ("{difference: 7}", "5", True),
        ("{difference: 6}", "6", False),
        ("{below: 0.4, difference: 7}", "5", False),
        ("{at_least: 4}", "31", False),
    ],
)
def test_a_figure_is_asked_about_when_far_outside_the_earlier_ones(workspace, band, figure, asked):
    plan = workspace.indicators / "account" / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace(BAND, band), "utf-8")
    for where, before in zip(quarters("SHELTER", 1, 2, 3), ("12", "15", "13"), strict=True):
        send(workspace, where, **{"A-HOME": before})
    verdict = look(workspace, END, **{"A-HOME": figure})
    assert said(verdict) == ([("unlike-earlier", "D7")] if asked else [])


def test_the_question_is_put_in_words(workspace):
    for where, before in zip(quarters("SHELTER", 1, 2, 3), ("30", "41", "33"), strict=True):
        send(workspace, where, **{"A-HOME": before})
    verdict = look(workspace, END, **{"A-HOME": "120"})
    assert words(verdict).message == (
        "Your figure is 120; in your last 3 returns (2012-Q1, 2012-Q2, 2012-Q3) "
        "it lay between 30 and 41."
    )
    assert words(verdict).fix == "Check the figure. If it is right, say why in the note."
    for fact in ("120", "30", "41"):
        assert fact in words(verdict, "km").message


def test_a_note_answers_the_question(workspace):
    send(workspace, *quarters("SHELTER", 1, 2, 3))
    noted = ("120", "", "One boat with 100 persons")
    assert look(workspace, END, **{"A-HOME": noted}).issues == ()


def test_two_figures_are_no_history(workspace):
    send(workspace, *quarters("SHELTER", 1, 3))
    assert look(workspace, END, **{"A-HOME": "120", CONFIRMED: "129"}).issues == ()


def test_a_return_without_the_figure_does_not_count(workspace):
    send(workspace, *quarters("SHELTER", 1, 2))
    send(workspace, "2012-Q3/SHELTER", **{"A-HOME": ("", "ND", "the register was lost")})
    assert look(workspace, END, **{"A-HOME": "120"}).issues == ()


def test_only_the_last_four_figures_are_looked_at(workspace):
    send(workspace, "2012-Q1/SHELTER", **{"A-HOME": "120"})
    send(workspace, *quarters("SHELTER", 2, 3, 4), "2013-Q1/SHELTER")
    verdict = look(workspace, "2013-Q2/SHELTER", **{"A-HOME": "120"})
    assert dict(verdict.issues[0].params)["count"] == "4"
    assert dict(verdict.issues[0].params)["high"] == "12"


def test_a_ratio_is_looked_at_as_a_percentage(workspace):
    send(workspace, *quarters("COURT", 1, 2, 3))
    verdict = look(workspace, COURT_END, **{"A-SHARE#numerator": "1"})
    assert said(verdict) == [("unlike-earlier", "D5")]
    facts = dict(verdict.issues[0].params)
    assert (facts["found"], facts["low"], facts["high"]) == (
        *("8.3\u00a0%", "50.0\u00a0%", "50.0\u00a0%"),
    )


def test_a_ratio_of_none_has_no_percentage(workspace):
    send(workspace, *quarters("COURT", 1, 2, 3))
    none = {"A-SHARE#numerator": "0", "A-SHARE#denominator": "0"}
    assert look(workspace, COURT_END, **none).issues == ()


def test_figures_from_before_an_indicator_began_are_not_its_history(workspace):
    send(workspace, *quarters("SHELTER", 1, 2, 3))
    path = workspace.indicators / "account" / "courts.yaml"
    text = path.read_text("utf-8")
    began = "contributing: [SHELTER]\n    since: 2012-07-01\n"
    path.write_text(text.replace("contributing: [SHELTER]\n", began), "utf-8")
    assert look(workspace, END, **{"A-HOME": "120"}).issues == ()


def test_an_indicator_may_have_a_band_of_its_own(workspace):
    send(workspace, *quarters("SHELTER", 1, 2, 3))
    path = workspace.indicators / "account" / "courts.yaml"
    text = path.read_text("utf-8")
    own = "contributing: [SHELTER]\n    history: {above: 20}\n"
    path.write_text(text.replace("contributing: [SHELTER]\n", own), "utf-8")
    assert look(workspace, END, **{"A-HOME": "120"}).issues == ()


def test_the_band_asks_in_general_about_the_half_and_the_double():
    band = HistoryBand()
    assert [str(one) for one in (band.at_least, band.below, band.above)] == ["3", "0.5", "2"]


WINDOWS = [f"2012-{month}-01--2012-{month}-20" for month in ("02", "05", "08", "11")]
RAIDS = """\
  A-RAIDS:
    title: {en: Raids}
    level: output
    kind: count
    unit: raids
    counting_unit: event
    frequency: campaign
    lead: COURT
    provenance: {basis: illustrative}
"""


def test_campaigns_have_a_history_of_their_own(workspace):
    plan = workspace.indicators / "account" / "plan.yaml"
    windows = "".join(f"  - {{period: {one}, title: {{en: Campaign}}}}\n" for one in WINDOWS)
    plan.write_text(plan.read_text("utf-8") + f"campaigns:\n{windows}", "utf-8")
    objective = workspace.indicators / "account" / "courts.yaml"
    objective.write_text(objective.read_text("utf-8") + RAIDS, "utf-8")
    for window, raids in zip(WINDOWS[:3], ("10", "12", "11"), strict=True):
        _send_raids(workspace, window, raids)
    send(workspace, *quarters("COURT", 1, 2, 3))
    verdict = _raids(workspace, WINDOWS[3], "100")
    assert [one.code for one in verdict.issues] == ["unlike-earlier"]
    assert dict(verdict.issues[0].params)["periods"] == ", ".join(WINDOWS[:3])
    assert look(workspace, COURT_END).issues == ()


def _raids(workspace, window, raids):
    path = write(workspace.root, "raids.csv", f"indicator,value\nA-RAIDS,{raids}\n".encode())
    return check(workspace, path, **declared(f"{window}/COURT"))


def _send_raids(workspace, window, raids):
    path = write(workspace.root, "raids.csv", f"indicator,value\nA-RAIDS,{raids}\n".encode())
    keep(workspace, path, **declared(f"{window}/COURT"))


# --- the year's persons -----------------------------------------------------------------------
def test_fewer_different_persons_need_a_note_and_more_are_wrong(workspace):
    send(workspace, *quarters("SHELTER", 1, 2, 3))
    fewer = look(workspace, END, **{CONFIRMED: "100"})
    assert words(fewer).message == (
        "100 different persons in 2012 are 30 fewer than its returns add up to, 130; "
        "it is not said why."
    )
    noted = ("100", "", "30 persons came back for a second course")
    assert look(workspace, END, **{CONFIRMED: noted}).issues == ()
    more = look(workspace, END, **{CONFIRMED: ("131", "", "so it is")})
    assert (more.verdict, said(more)) == ("refused", [("confirmed-above-sum", "D4")])


def test_a_year_with_a_gap_cannot_be_compared(workspace):
    send(workspace, *quarters("SHELTER", 1, 3))
    assert look(workspace, END, **{CONFIRMED: "500"}).issues == ()


@pytest.mark.parametrize(("status", "issues"), [("NA", ["confirmed-above-sum"]), ("ND", [])])
def test_nobody_is_in_a_quarter_that_does_not_apply_and_anybody_in_one_without_data(
    workspace, status, issues
):
    send(workspace, *quarters("SHELTER", 1, 2))
    parts = dict.fromkeys(
        ("A-HELPED@province=01", "A-HELPED@province=12", "A-HELPED@province=unknown"), ""
    )
    without = ("", status, "the shelter was closed")
    send(workspace, "2012-Q3/SHELTER", **{"A-HELPED": without, **parts})
    verdict = look(workspace, END, **{CONFIRMED: "98"})
    assert [one.code for one in verdict.issues] == issues


def test_a_blank_confirmation_is_asked_for_or_explained(workspace):
    send(workspace, *quarters("SHELTER", 1, 2, 3))
    assert said(look(workspace, END, **{CONFIRMED: ""})) == [("confirmation-blank", "D4")]
    noted = ("", "", "names are not kept")
    assert look(workspace, END, **{CONFIRMED: noted}).issues == ()
