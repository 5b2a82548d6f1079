"""A target by what it is, and as it was revised: the last one set counts, the first is shown."""

from datetime import date
from decimal import Decimal

import pytest
from progress_kit import LADDER, LONG_AFTER, Returns, indicator, plan_of, targets

FIRST, LATER = "2011-01-01", "2012-06-01"
BEFORE, AFTER = date(2012, 5, 31), date(2012, 6, 1)
STOCK = {"time": "last_in_period", "stock_or_flow": "stock"}
BASELINE = {"baseline": {"period": "2010", "value": "20"}}


def year(*figures, aims, as_of=LONG_AFTER, period="2012", **keys):
    """The row of 2012; the figures are those of 2011 and 2012, year by year or of four quarters."""
    returns = Returns(plan_of(indicator(over="lead_only", targets=targets(*aims), **keys)))
    for quarter, figure in enumerate(figures):
        returns.put("MOI", f"{2011 + quarter // 4}-Q{quarter % 4 + 1}", figure)
    return returns.total(period, as_of=as_of)


EVERY_TYPE = [
    # what it is; keys; figures; first target and what it comes to; the revised one likewise
    ("per_period", {}, (0, 0, 0, 0, 10, 10, 10, 10), ("80", "0.5"), ("40", "1")),
    ("cumulative", {}, (10, 10, 10, 10, 5, 5, 5, 5), ("120", "0.5"), ("60", "1")),
    ("level", STOCK | BASELINE, (0, 0, 0, 0, 0, 0, 0, 50), ("80", "0.5"), ("50", "1")),
    ("level", STOCK, (0, 0, 0, 0, 0, 0, 0, 50), ("100", "0.5"), ("50", "1")),
    ("maintain", STOCK, (0, 0, 0, 0, 0, 0, 0, 50), ("51", "0"), ("50", "1")),
    (
        "ceiling",
        STOCK | {"direction": "down"},
        (0, 0, 0, 0, 0, 0, 0, 50),
        ("49", "0"),
        ("50", "1"),
    ),
]


@pytest.mark.parametrize(("target_is", "keys", "figures", "first", "revised"), EVERY_TYPE)
def test_each_type_of_target_is_held_against_what_was_set_last_by_that_day(
    target_is, keys, figures, first, revised
):
    aims = (("2012", first[0], FIRST), ("2012", revised[0], LATER))
    row = year(*figures, aims=aims[:1], target_is=target_is, **keys)
    assert (row.target, row.achievement) == (Decimal(first[0]), Decimal(first[1]))
    assert (row.target_set_on, row.original_target, row.original_set_on) == (
        date.fromisoformat(FIRST),
        None,
        None,
    )
    row = year(*figures, aims=aims, target_is=target_is, **keys)
    assert (row.target, row.achievement, row.rating) == (Decimal(revised[0]), 1, "met")
    assert (row.original_target, row.original_set_on) == (
        Decimal(first[0]),
        date.fromisoformat(FIRST),
    )
    assert row.target_set_on == date.fromisoformat(LATER)


@pytest.mark.parametrize(("target_is", "keys", "figures", "first", "revised"), EVERY_TYPE)
def test_before_it_is_revised_the_first_holds_and_no_other_is_known(
    target_is, keys, figures, first, revised
):
    aims = (("2012", first[0], FIRST), ("2012", revised[0], LATER))
    row = year(*figures[:5], aims=aims, target_is=target_is, as_of=BEFORE, **keys)
    assert (row.target, row.original_target) == (Decimal(first[0]), None)
    row = year(*figures[:5], aims=aims, target_is=target_is, as_of=AFTER, **keys)
    assert (row.target, row.original_target) == (Decimal(revised[0]), Decimal(first[0]))


def test_after_several_revisions_it_is_the_very_first_that_is_shown():
    aims = [("2012", "100", FIRST), ("2012", "80", "2012-01-01"), ("2012", "60", LATER)]
    row = year(aims=aims, target_is="per_period")
    assert (row.target, row.original_target) == (60, 100)


def test_a_target_set_again_as_it_was_hides_nothing():
    aims = [("2012", "100", FIRST), ("2012", "80", "2012-01-01"), ("2012", "100", LATER)]
    row = year(aims=aims, target_is="per_period")
    assert (row.target, row.original_target, row.original_set_on) == (100, None, None)
    assert row.target_set_on == date.fromisoformat(LATER)


def test_a_target_that_was_given_up_still_shows_what_was_meant():
    row = year(aims=[("2012", "100", FIRST), ("2012", None, LATER)], target_is="per_period")
    assert (row.target, row.original_target, row.why_not_rated) == (None, 100, "no-data")


def test_only_the_target_of_the_same_span_is_its_original():
    aims = [("2011", "10", FIRST), ("2012", "100", FIRST), ("2013", "200", LATER)]
    assert year(aims=aims, target_is="per_period").original_target is None


def test_a_milestone_s_first_state_is_shown_too():
    keys = {"kind": "milestone", "states": LADDER, "time": "latest_state", "over": "lead_only"}
    aims = targets(("2012", "in-force", FIRST), ("2012", "signed", LATER))
    returns = Returns(plan_of(indicator(**keys, target_is="level", targets=aims)))
    row = returns.put("MOI", "2012-Q4", "=signed").total("2012")
    assert (row.target, row.original_target, row.rating) == ("signed", "in-force", "met")


def test_a_part_of_the_total_has_neither_target_nor_original():
    aims = targets(("2012", "100", FIRST), ("2012", "80", LATER))
    keys = {"breakdowns": [["sex"]], "target_is": "per_period", "targets": aims}
    returns = Returns(plan_of(indicator(**keys))).put("MOI", "2012-Q1", 1, at="sex=female")
    parts = [row for row in returns.rows("2012", by=("sex",)) if row.at]
    assert {(row.target, row.original_target, row.target_set_on) for row in parts} == {
        (None, None, None)
    }
