"""Faults and traps met in published figures, with their numbers: what a check can see, it says.

T1 to T9 are the names under which the project's notes keep them. Percentages (T2) and coverage
(T8) are tried where progress is measured.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from mne.archive import Archive, receipts_that_count
from mne.definitions import check_plan
from mne.observations import load_observations
from mne.periods import Period
from mne.progress import measure_progress
from tests.fixtures.trial_kit import (
    CAME,
    as_csv,
    check,
    fill,
    good_form,
    keep,
    listed,
    spoil,
    trial,
    typing,
    write,
)

MOI, MFAIC = "trial/2012-Q1/MOI", "trial/2012-Q1/MFAIC"


def totals(workspace, period="2012"):
    """What progress makes of everything that was kept."""
    archive = Archive(workspace.submissions)
    table = load_observations(archive, trial(), workspace.cache)
    counting = receipts_that_count(archive.receipts("trial"), None)
    rows = measure_progress(
        trial(), Period.parse(period), table, counting, as_of=date(2015, 1, 1), by=()
    )
    return {row.indicator: row for row in rows if not row.at}


def test_t1_countries_that_add_up_to_752_under_a_total_of_757(workspace):
    """Repatriated in 2017: 351, 260, 50, 33, 18, 17, 13, 5, 4 and 1, printed under 757."""
    form = fill(MFAIC, **{"F-01@country=unknown": "0"})
    verdict = check(workspace, write(workspace.root, "t1.xlsx", form))
    assert listed(verdict) == [("parts-not-total", "error", "Return", "D8")]
    facts = dict(verdict.issues[0].params)
    assert facts["group"] == "country"
    assert (facts["found"], facts["expected"], facts["difference"]) == ("752", "757", "-5")


def test_t1_is_mended_by_naming_the_five_whose_country_is_not_known(workspace):
    form = fill(MFAIC, **{"F-01@country=unknown": "5"})
    assert check(workspace, write(workspace.root, "t1.xlsx", form)).issues == ()


def test_t3_a_comma_in_the_wrong_place_is_neither_70500_nor_705000(workspace):
    form = spoil(good_form(MOI), typing(D10="70,5000"))
    verdict = check(workspace, write(workspace.root, "t3.xlsx", form))
    assert listed(verdict) == [("number-malformed", "error", "Return", "D10")]
    well = spoil(good_form(MOI), typing(D10="70,225"))
    verdict = check(workspace, write(workspace.root, "well.xlsx", well))
    assert verdict.issues == ()
    assert {one.value for one in verdict.observations if one.indicator == "P-02"} == {70225}


def test_t3_two_figures_for_one_year_are_one_figure_and_its_correction(workspace):
    for number, figure in enumerate(("70225", "70500")):
        path = write(workspace.root, f"v{number}.xlsx", fill(MOI, **{"P-02": figure}))
        _, receipt = keep(workspace, path, CAME + timedelta(days=number))
    assert (receipt.number, receipt.supersedes) == (2, "trial/2012-Q1/MOI/r0001")
    row = totals(workspace)["P-02"]
    assert (row.actual, row.reported, row.expected) == (Decimal(70500), 1, 4)
    assert row.sources == ("trial/2012-Q1/MOI/r0002",)


def test_t3_one_line_for_the_same_figure_twice_is_refused_with_the_first_place(workspace):
    lines = [["indicator", "value"], ["P-02", "70225"], ["P-02", "70500"]]
    path = write(workspace.root, "t3.csv", as_csv(lines))
    verdict = check(workspace, path, plan="trial", period="2012-Q1", reporter="MOI")
    (twice,) = (one for one in verdict.issues if one.code == "csv-row-twice")
    assert (twice.cell, dict(twice.params)["first"]) == ("A3", "A2")
    (figure,) = (one for one in verdict.observations if one.indicator == "P-02")
    assert (figure.value, figure.status) == (None, "unreadable")


def test_t4_all_cases_and_those_of_one_kind_are_two_indicators_under_a_rule(workspace):
    """78 cases of sexual exploitation, later 78 cases of which 66 were."""
    good = check(workspace, write(workspace.root, "a.xlsx", good_form(MOI)))
    assert good.issues == ()
    turned = spoil(good_form(MOI), typing(D23=66, D25=78))
    verdict = check(workspace, write(workspace.root, "b.xlsx", turned))
    assert listed(verdict) == [("rule-broken", "error", "Return", "D25")]
    facts = dict(verdict.issues[0].params)
    assert facts["relation"] == "P-05 <= P-04"
    assert (facts["found"], facts["expected"]) == ("78", "66")


def test_t5_stages_with_different_figures_do_not_contradict_each_other(workspace):
    """538 suspects, 109 prosecuted, in 64 cases."""
    verdict = check(workspace, write(workspace.root, "t5.xlsx", good_form(MOI)))
    found = {one.indicator: one.value for one in verdict.observations if not one.at}
    assert (found["P-06"], found["P-07"], found["P-08"]) == (538, 109, 64)
    assert verdict.issues == ()


def test_t6_a_stock_is_carried_over_and_never_added_up(workspace):
    """236 cases handled were 118 carried over and 118 new; the next half-year has them again."""
    for quarter, (stock, new) in enumerate([(118, 118), (236, 118)], 1):
        form = fill(f"trial/2012-Q{quarter}/MOI", **{"P-01": str(stock), "P-02": str(new)})
        keep(workspace, write(workspace.root, f"q{quarter}.xlsx", form))
    found = totals(workspace, "2012-H1")
    assert found["P-01"].actual == 236
    assert found["P-02"].actual == 236
    assert (found["P-01"].coverage, found["P-02"].coverage) == ("complete", "complete")


def test_t6_a_definition_that_adds_up_a_stock_is_a_fault(workspace):
    police = workspace.indicators / "trial" / "police.yaml"
    text = police.read_text("utf-8")
    police.write_text(text.replace("over_time: last_in_period", "over_time: sum"), "utf-8")
    _, faults = check_plan(workspace.indicators, "trial")
    grave = [fault.code for fault in faults if fault.severity == "error"]
    assert grave == ["stock-summed"]


@pytest.mark.parametrize(
    ("by_sex", "total"), [(("27", "72"), "99"), (("37", "93"), "130"), (("81", "197"), "278")]
)
def test_t9_sums_that_are_right_are_left_in_peace(workspace, by_sex, total):
    changes = {
        "P-03": total,
        "P-03@sex=female": by_sex[0],
        "P-03@sex=male": by_sex[1],
        **{f"P-03@age={one}": "" for one in ("child", "youth", "adult", "unknown")},
    }
    verdict = check(workspace, write(workspace.root, "t9.xlsx", fill(MOI, **changes)))
    assert listed(verdict) == [("not-broken-down", "warning", "Return", "D18")]
    assert verdict.verdict == "accepted"


def test_t9_138_and_40_and_167_are_345(workspace):
    verdict = check(workspace, write(workspace.root, "t9.xlsx", good_form(MOI)))
    by_age = [one.value for one in verdict.observations if ("age", "adult") in one.at]
    assert (by_age, verdict.issues) == ([167], ())
