"""Between what a partial figure lies, whatever its missing parts turn out to be."""

from decimal import Decimal

import pytest
from progress_kit import EN, LADDER, Returns, codelist, indicator, plan_of, targets

RATIO = {"kind": "ratio", "numerator": EN, "denominator": EN}


def bounds(row):
    return (row.actual, row.low, row.high)


def of_one(*figures, **keys):
    """The year of a plan of one reporter, of which these figures came quarter by quarter."""
    returns = Returns(plan_of(indicator(**{"over": "lead_only"} | keys)))
    for quarter, figure in enumerate(figures, 1):
        if figure is not None:
            returns.put("MOI", f"2012-Q{quarter}", figure)
    return bounds(returns.total("2012"))


@pytest.mark.parametrize(
    ("time", "figures", "expected"),
    [
        ("sum", (10, 0, None, 5), (15, 15, None)),
        ("sum", (10, "ND", "unreadable", "blank"), (10, 10, None)),
        ("max", (10, 2, 7, None), (10, 10, None)),
        ("min", (10, 2, 7, None), (2, 0, 2)),
        ("mean", (10, 20, 30, None), (20, 15, None)),
        ("mean", (10, None, None, None), (10, Decimal("2.5"), None)),
        ("last_in_period", (10, 20, 30, None), (30, None, None)),
        ("last", (10, 20, 30, None), (30, None, None)),
    ],
)
def test_each_rule_over_time_leaves_its_own_room(time, figures, expected):
    assert of_one(*figures, time=time) == expected


def test_a_whole_figure_has_no_bounds_and_no_figure_none_either():
    assert of_one(1, 2, 3, 4) == (10, None, None)
    assert of_one() == (None, None, None)


def test_what_does_not_apply_cannot_come_and_leaves_no_room():
    assert of_one(10, "NA", 3, 4) == (17, 17, 17)
    assert of_one(10, "NA", 3, None) == (13, 13, None)


def test_a_standing_figure_is_settled_by_its_last_quarter():
    assert of_one(10, None, None, 8, time="last_in_period") == (8, 8, 8)


@pytest.mark.parametrize(
    ("time", "over", "expected"),
    [
        # MOI said 4, 8, and is whole; MOND said 6 and owes the half; MOJ owes all
        ("sum", "sum", (18, 18, None)),
        ("sum", "mean", (9, 6, None)),
        ("sum", "max", (12, 12, None)),
        ("sum", "min", (6, None, None)),
        ("max", "sum", (14, 14, None)),
        ("min", "sum", (10, None, None)),
        ("min", "min", (4, 0, 4)),
        ("min", "max", (6, None, None)),
        ("mean", "sum", (12, 6, None)),
        ("mean", "mean", (6, 2, None)),
        ("last_in_period", "sum", (14, None, None)),
    ],
)
def test_over_reporters_too(time, over, expected):
    returns = Returns(plan_of(indicator(time=time, over=over, contributing=["MOND", "MOJ"])))
    returns.put("MOI", "2012-Q1", 4).put("MOI", "2012-Q2", 8).put("MOND", "2012-Q1", 6)
    assert bounds(returns.total("2012-H1")) == expected


@pytest.mark.parametrize(
    ("over", "expected"),
    [("sum", (12, 12, None)), ("mean", (6, 4, None)), ("max", (8, 8, None)), ("min", (4, 0, 4))],
)
def test_a_body_of_which_nothing_came_yet_adds_to_what_the_others_said(over, expected):
    keys = {"time": "last_in_period", "contributing": ["MOND", "MOJ"]}
    returns = Returns(plan_of(indicator(over=over, **keys)))
    returns.put("MOI", "2012-Q1", 4).put("MOND", "2012-Q1", 8)
    assert bounds(returns.total("2012-Q1")) == expected


def test_nothing_is_known_of_a_share_before_all_of_it_is_in():
    assert of_one("1/2", None, "1/2", "1/2", **RATIO, time="ratio_of_sums") == (
        Decimal("0.5"),
        None,
        None,
    )
    returns = Returns(plan_of(indicator(**RATIO, time="none", over="max", contributing=["MOND"])))
    row = returns.put("MOI", "2012-Q1", "3/4").total("2012-Q1")
    assert bounds(row) == (Decimal("0.75"), Decimal("0.75"), None)


def test_nor_of_what_is_worked_out():
    made = indicator(id="D", formula="[A] - [B]", time="none", over="none")
    returns = Returns(plan_of(indicator(id="A"), indicator(id="B"), made))
    returns.put("MOI", "2012-Q1", 3, of="A").put("MOI", "2012-Q1", 2, of="B")
    *_, row = returns.rows("2012")
    assert (row.coverage, *bounds(row)) == ("partial", 1, None, None)


def test_places_that_have_reached_a_state_lie_between_those_that_did_and_those_that_may():
    partners = codelist("partner", ("TH", "VN", "LA"))
    keys = {"kind": "milestone", "states": LADDER, "time": "latest_state", "over": "lead_only"}
    aims = targets(("2012", "signed", "2011-01-01"))
    law = indicator(**keys, breakdowns=[["partner"]], target_is="level", targets=aims)
    returns = Returns(plan_of(law, codelists={"partner": partners}))
    returns.put("MOI", "2012-Q4", "=signed", at="partner=TH")
    returns.put("MOI", "2012-Q4", "=drafting", at="partner=VN")
    total, th, _, _ = returns.rows("2012-Q4")
    assert (total.numerator, total.denominator) == (1, 3)
    assert bounds(total) == (Decimal(1) / 3, Decimal(1) / 3, Decimal(2) / 3)
    assert (th.low, th.high) == (None, None)


class TestRating:
    """The same bounds decide whether a partial figure may be rated."""

    @staticmethod
    def of(*figures, **keys):
        aims = {"target_is": "per_period", "targets": targets(("2012", "100", "2011-01-01"))}
        returns = Returns(plan_of(indicator(**{"over": "lead_only"} | aims | keys)))
        for quarter, figure in enumerate(figures, 1):
            returns.put("MOI", f"2012-Q{quarter}", figure)
        row = returns.total("2012")
        return row.rating, row.why_not_rated

    def test_a_mean_is_rated_where_even_zeros_would_not_change_it(self):
        assert self.of(134, 133, 133, "ND", time="mean") == ("met", "")
        assert self.of(133, 133, 133, "ND", time="mean") == ("not-rated", "partial")

    def test_a_mean_over_reporters_too(self):
        keys = {"over": "mean", "contributing": ["MOND"]}
        assert self.of(50, 50, 50, 49, **keys) == ("not-rated", "partial")
        assert self.of(50, 50, 50, 50, **keys) == ("met", "")

    def test_a_ceiling_is_broken_for_good_where_the_low_end_is_above_it(self):
        keys = {"target_is": "ceiling", "direction": "down"}
        assert self.of(101, "ND", 0, 0, **keys) == ("needs-attention", "")
        assert self.of(100, "ND", 0, 0, **keys) == ("not-rated", "partial")
        assert self.of(99, "ND", 120, 120, time="min", **keys) == ("met", "")

    def test_a_level_below_its_baseline_can_only_come_nearer(self):
        keys = {"target_is": "level", "baseline": {"period": "2010", "value": "60"}}
        assert self.of(60, 40, "ND", 0, **keys) == ("met", "")
        assert self.of(60, 0, "ND", 0, **keys) == ("not-rated", "partial")
