"""What a figure is held against, and when it may be rated at all."""

from datetime import date
from decimal import Decimal

import pytest
from progress_kit import LADDER, LONG_AFTER, Returns, indicator, plan_of, targets

from mne.progress import WHY_NOT_RATED, mean_achievement

YEAR = [("2012", "100", "2011-01-01")]


def sent(*figures, period="2012", as_of=LONG_AFTER, aims=YEAR, year=2012, **keys):
    """The row of a plan of one indicator, of which these figures came quarter by quarter."""
    defaults = {"over": "lead_only", "target_is": "per_period", "targets": targets(*aims)}
    returns = Returns(plan_of(indicator(**defaults | keys)))
    for quarter, figure in enumerate(figures):
        if figure is not None:
            returns.put("MOI", f"{year + quarter // 4}-Q{quarter % 4 + 1}", figure)
    return returns.total(period, as_of=as_of)


@pytest.mark.parametrize(
    ("figures", "achievement", "rating"),
    [
        ((25, 25, 25, 25), "1", "met"),
        ((25, 25, 25, "24.9999"), "0.999999", "behind-schedule"),
        ((25, 25, 25, 100), "1.75", "met"),
        ((50, 0, 0, 0), "0.5", "behind-schedule"),
        (("49.9999", 0, 0, 0), "0.499999", "needs-attention"),
        ((0, 0, 0, 0), "0", "needs-attention"),
    ],
)
def test_at_the_end_of_its_year_a_figure_is_met_behind_or_in_need_of_attention(
    figures, achievement, rating
):
    row = sent(*figures)
    assert (row.achievement, row.rating, row.why_not_rated) == (Decimal(achievement), rating, "")


def test_a_plan_may_set_its_own_thresholds():
    returns = Returns(
        plan_of(
            indicator(over="lead_only", target_is="per_period", targets=targets(*YEAR)),
            rating={"met": "0.9", "behind_schedule": "0.2"},
        )
    )
    for quarter, figure in enumerate((90, 0, 0, 0), 1):
        returns.put("MOI", f"2012-Q{quarter}", figure)
    assert returns.total("2012").rating == "met"


@pytest.mark.parametrize(
    ("figures", "rating"),
    [
        ((25, 25), "on-schedule"),
        ((60, 60), "on-schedule"),
        ((25, 24), "behind-schedule"),
        ((12, 12), "needs-attention"),
    ],
)
def test_inside_the_year_as_much_is_asked_as_the_share_of_it_that_has_passed(figures, rating):
    # 182 of 366 days: half of the target is a little more than is asked
    row = sent(*figures, as_of=date(2012, 7, 31))
    assert (row.rating, row.coverage, row.expected) == (rating, "complete", 2)


def test_exactly_what_the_elapsed_share_asks_is_on_schedule():
    aims = [("2012", "366", "2011-01-01")]
    assert sent(91, 91, as_of=date(2012, 6, 30), aims=aims).rating == "on-schedule"
    assert sent(91, 90, as_of=date(2012, 6, 30), aims=aims).rating == "behind-schedule"


def test_a_year_is_not_met_before_it_is_over():
    assert sent(25, 25, 25, 25, as_of=date(2012, 12, 30)).rating == "on-schedule"
    assert sent(25, 25, 25, 25, as_of=date(2012, 12, 31)).rating == "met"


def test_a_return_that_came_early_is_held_against_the_days_that_have_passed():
    # 365 of 366 days: all but a hair of the target is asked
    assert sent(25, 25, 25, 24, as_of=date(2012, 12, 30)).rating == "behind-schedule"
    # 10 February, the first quarter already sent: 41 of 366 days
    assert sent(12, as_of=date(2012, 2, 10)).rating == "on-schedule"


def test_before_the_first_quarter_is_over_nothing_is_asked():
    row = sent(as_of=date(2012, 3, 30))
    assert (row.expected, row.rating, row.why_not_rated) == (0, "not-rated", "not-asked")


def test_a_quarter_is_not_compared_with_the_target_of_a_year_but_shown_to_date():
    row = sent(25, 30, period="2012-Q2")
    assert (row.actual, row.target, row.achievement) == (30, None, None)
    assert (row.rating, row.why_not_rated) == ("not-rated", "no-target-for-span")
    assert (row.to_date, row.to_date_coverage) == (55, "complete")


def test_a_year_is_not_compared_with_the_target_of_a_quarter():
    row = sent(25, 25, 25, 25, aims=[("2012-Q4", "25", "2011-01-01")])
    assert (row.target, row.why_not_rated) == (None, "no-target-for-span")


def test_the_target_set_last_by_that_day_counts():
    aims = [*YEAR, ("2012", "50", "2012-12-01"), ("2012", "200", "2013-06-01")]
    figures = (20, 20, 10, 0)
    assert sent(*figures, aims=aims, as_of=date(2013, 5, 31)).target == 50
    assert sent(*figures, aims=aims, as_of=date(2013, 6, 1)).target == 200
    assert sent(20, 20, aims=aims, as_of=date(2012, 11, 30)).target == 100
    assert sent(20, aims=aims, as_of=date(2010, 12, 31)).why_not_rated == "no-target"


def test_a_target_that_is_no_longer_pursued_rates_nothing():
    row = sent(20, 20, 10, 0, aims=[*YEAR, ("2012", None, "2012-06-01")])
    assert (row.target, row.achievement, row.why_not_rated) == (None, None, "target-ended")


def test_without_a_target_nothing_is_rated():
    assert sent(1, 2, 3, 4, aims=()).why_not_rated == "no-target"


def test_neutral_is_never_rated_but_no_data_is_said():
    row = sent(50, 50, 50, 50, direction="neutral")
    assert (row.rating, row.why_not_rated, row.achievement) == ("not-rated", "neutral", 2)
    assert sent(direction="neutral").rating == "no-data"


class TestPartialCoverage:
    def test_a_sum_that_is_met_already_is_met_whatever_is_missing(self):
        row = sent(50, 50, "ND")
        assert (row.coverage, row.rating) == ("partial", "met")

    def test_a_sum_that_could_still_be_met_is_not_rated(self):
        row = sent(50, 49, "ND", 0)
        assert (row.rating, row.why_not_rated) == ("not-rated", "partial")
        assert row.achievement == Decimal("0.99")

    def test_what_does_not_apply_cannot_change_a_rating(self):
        row = sent(50, 20, "NA", 0)
        assert (row.coverage, row.rating) == ("partial", "behind-schedule")

    def test_a_ceiling_that_is_kept_so_far_is_not_rated(self):
        row = sent(50, 49, "ND", 0, target_is="ceiling", direction="down")
        assert (row.rating, row.why_not_rated) == ("not-rated", "partial")

    def test_a_ceiling_that_is_broken_stays_broken(self):
        row = sent(50, 51, "ND", 0, target_is="ceiling", direction="down")
        assert row.rating == "needs-attention"

    def test_a_stock_rests_on_its_last_quarter_only(self):
        assert sent(None, None, None, 100, time="last_in_period").rating == "met"
        assert sent(100, 100, 100, None, time="last_in_period").why_not_rated == "partial"

    def test_a_mean_may_be_changed_by_any_part_but_not_below_what_zeros_would_make_it(self):
        assert sent(133, 133, 133, None, time="mean").why_not_rated == "partial"
        assert sent(200, 200, 200, None, time="mean").rating == "met"
        assert sent(134, 133, 133, None, time="mean").rating == "met"

    def test_a_highest_value_can_only_rise_and_a_lowest_only_fall(self):
        assert sent(100, None, None, None, time="max").rating == "met"
        assert sent(100, None, None, None, time="min", over="min").why_not_rated == "partial"
        assert sent(49, None, None, None, time="min", over="min").rating == "needs-attention"


class TestCumulative:
    AIMS = (("2011", "100", "2011-01-01"), ("2012", "300", "2011-01-01"))
    FIGURES = (25, 25, 25, 25, 50, 50, 50, 50)

    def of(self, *figures, **keys):
        return sent(*figures, **{"aims": self.AIMS, "target_is": "cumulative", "year": 2011} | keys)

    def test_all_since_the_start_of_the_plan_is_held_against_the_target(self):
        row = self.of(*self.FIGURES)
        assert (row.actual, row.to_date, row.target) == (200, 300, 300)
        assert (row.achievement, row.rating) == (1, "met")
        assert len(row.sources) == 8

    def test_the_first_year_is_its_own_sum(self):
        row = self.of(*self.FIGURES, period="2011")
        assert (row.actual, row.to_date, row.achievement, row.rating) == (100, None, 1, "met")

    def test_a_gap_in_an_earlier_year_keeps_it_from_being_rated(self):
        row = self.of(25, 25, None, 25, 50, 50, 50, 50)
        assert (row.coverage, row.to_date_coverage) == ("complete", "partial")
        assert (row.rating, row.why_not_rated) == ("not-rated", "partial-to-date")

    def test_the_whole_span_may_be_asked_for_at_once(self):
        row = self.of(*self.FIGURES, period="2011-01-01--2012-12-31")
        assert (row.actual, row.target, row.rating) == (300, 300, "met")

    def test_inside_the_window_all_of_it_since_the_start_of_the_plan_counts(self):
        # 546 of 731 days, and 75 % of what is asked for by the end of 2012
        row = self.of(*self.FIGURES[:4], 50, 75, as_of=date(2012, 7, 1))
        assert (row.achievement, row.rating) == (Decimal("0.75"), "on-schedule")

    def test_a_target_for_the_whole_plan_is_worked_towards_in_every_year(self):
        aims = [("2011-01-01--2013-12-31", "450", "2011-01-01")]
        row = self.of(*self.FIGURES, aims=aims)
        # 300 of 450 when 731 of 1,096 days have passed: a hair less than asked
        assert (row.target, row.to_date, row.rating) == (450, 300, "behind-schedule")
        assert self.of(*self.FIGURES[:7], 51, aims=aims).rating == "on-schedule"

    def test_the_last_quarter_of_a_year_is_not_the_year(self):
        row = self.of(*self.FIGURES, period="2012-Q4")
        assert (row.to_date, row.why_not_rated) == (300, "no-target-for-span")
        row = sent(0, 0, 0, 100, period="2012-Q4", **STOCK)
        assert (row.target, row.why_not_rated) == (None, "no-target-for-span")

    def test_in_a_plan_of_one_year_a_quarter_is_still_not_the_year(self):
        span = {"start": date(2012, 1, 1), "end": date(2012, 12, 31)}
        keys = {"over": "lead_only", "target_is": "cumulative", "targets": targets(*YEAR)}
        returns = Returns(plan_of(indicator(**keys), span=span)).put("MOI", "2012-Q1", 90)
        assert returns.total("2012-Q1").why_not_rated == "no-target-for-span"

    def test_a_quarter_under_the_target_of_a_year_is_shown_to_date_and_not_rated(self):
        row = self.of(*self.FIGURES, period="2012-Q2")
        assert (row.actual, row.to_date, row.target) == (50, 200, None)
        assert row.why_not_rated == "no-target-for-span"


STOCK = {"target_is": "level", "time": "last_in_period", "stock_or_flow": "stock"}
BASE = {"baseline": {"period": "2010", "value": "60"}}


class TestLevel:
    @pytest.mark.parametrize(
        ("last", "achievement", "rating"),
        [
            (110, "1.25", "met"),
            (100, "1", "met"),
            (80, "0.5", "behind-schedule"),
            (79, "0.475", "needs-attention"),
            (50, "-0.25", "needs-attention"),
        ],
    )
    def test_the_way_from_the_baseline_is_what_counts(self, last, achievement, rating):
        row = sent(0, 0, 0, last, **STOCK, **BASE)
        assert (row.achievement, row.rating) == (Decimal(achievement), rating)
        assert row.baseline == 60

    def test_where_less_is_better_the_way_leads_down(self):
        base = {"baseline": {"period": "2010", "value": "140"}, "direction": "down"}
        row = sent(0, 0, 0, 120, **STOCK, **base)
        assert (row.achievement, row.rating) == (Decimal("0.5"), "behind-schedule")

    def test_without_a_baseline_it_is_actual_over_target_and_no_baseline_is_shown(self):
        for base in ({}, {"baseline": {"not_established": True, "due": "2012-Q2"}}):
            row = sent(0, 0, 0, 80, **STOCK, **base)
            assert (row.achievement, row.baseline) == (Decimal("0.8"), None)

    def test_a_target_equal_to_the_baseline_is_to_be_maintained(self):
        base = {"baseline": {"period": "2010", "value": "100"}}
        assert sent(0, 0, 0, 100, **STOCK, **base).rating == "met"
        row = sent(0, 0, 0, 99, **STOCK, **base)
        assert (row.achievement, row.rating) == (0, "needs-attention")


@pytest.mark.parametrize(
    ("target_is", "direction", "last", "achievement"),
    [
        ("maintain", "up", 100, 1),
        ("maintain", "up", 99, 0),
        ("maintain", "down", 100, 1),
        ("maintain", "down", 101, 0),
        ("ceiling", "down", 100, 1),
        ("ceiling", "down", 101, 0),
        ("ceiling", "up", 101, 0),
        ("per_period", "down", 100, 1),
        ("per_period", "down", 101, 0),
    ],
)
def test_what_is_to_be_kept_is_kept_or_not(target_is, direction, last, achievement):
    row = sent(0, 0, 0, last, target_is=target_is, direction=direction, time="last_in_period")
    assert row.achievement == achievement
    assert row.rating == ("met" if achievement else "needs-attention")


BAD = "needs-attention"
HALF, WHOLE = date(2012, 7, 1), date(2012, 12, 31)
"""Half of the year's quarters are over on 1 July: 182 of 366 days."""


@pytest.mark.parametrize(
    ("keys", "figures", "inside", "at_the_end"),
    [
        ({"target_is": "per_period"}, (25, 25, 0, 0), "on-schedule", "behind-schedule"),
        ({"target_is": "per_period"}, (25, 24, 51, 0), "behind-schedule", "met"),
        ({"target_is": "per_period", "direction": "down"}, (60, 0, 0, 41), "on-schedule", BAD),
        ({"target_is": "cumulative"}, (25, 50, 10, 10), "on-schedule", "behind-schedule"),
        ({"target_is": "level"}, (0, 50, 0, 49), "on-schedule", BAD),
        ({"target_is": "level", "base": "60"}, (0, 80, 0, 80), "on-schedule", "behind-schedule"),
        ({"target_is": "level", "base": "60"}, (0, 69, 0, 100), BAD, "met"),
        ({"target_is": "level", "base": "100"}, (0, 99, 0, 100), BAD, "met"),
        ({"target_is": "maintain"}, (0, 100, 0, 99), "on-schedule", BAD),
        ({"target_is": "ceiling", "direction": "down"}, (0, 101, 0, 100), BAD, "met"),
        ({"target_is": "level", "direction": "neutral"}, (0, 100, 0, 100), "neutral", "neutral"),
    ],
)
def test_each_type_of_target_inside_its_window_and_at_its_end(keys, figures, inside, at_the_end):
    keys = dict(keys)
    if base := keys.pop("base", None):
        keys["baseline"] = {"period": "2010", "value": base}
    if keys["target_is"] not in {"per_period", "cumulative"}:
        keys |= {"time": "last_in_period", "stock_or_flow": "stock"}
    if keys["target_is"] == "cumulative":
        keys["span"] = {"start": date(2012, 1, 1), "end": date(2013, 12, 31)}
    span = keys.pop("span", {"start": date(2011, 1, 1), "end": date(2013, 12, 31)})
    one = indicator(over="lead_only", targets=targets(*YEAR), **keys)
    returns = Returns(plan_of(one, span=span))
    for quarter, figure in enumerate(figures, 1):
        returns.put("MOI", f"2012-Q{quarter}", figure)
    kept = dict(returns.counting)
    found = []
    for day in (HALF, WHOLE):
        returns.counting = {slot: one for slot, one in kept.items() if slot.period.end <= day}
        row = returns.total("2012", as_of=day)
        found.append(row.why_not_rated or row.rating)
    assert found == [inside, at_the_end]


def test_a_target_of_zero_is_never_divided_by():
    assert sent(0, 0, 0, 0, aims=[("2012", "0", "2011-01-01")]).achievement == 1


class TestMilestones:
    AIMS = (("2011", "drafting", "2011-01-01"), ("2012", "in-force", "2011-01-01"))

    def of(self, state, period, as_of=LONG_AFTER):
        keys = {"kind": "milestone", "states": LADDER, "time": "latest_state"}
        aims = targets(*self.AIMS)
        plan = plan_of(indicator(**keys, over="lead_only", target_is="level", targets=aims))
        returns = Returns(plan)
        for quarter in ("2011-Q4", "2012-Q2", "2012-Q4", "2013-Q1"):
            returns.put("MOI", quarter, f"={state}")
        return returns.total(period, as_of=as_of)

    def test_what_was_due_by_then_is_what_counts(self):
        assert (self.of("signed", "2011").rating, self.of("signed", "2011").target) == (
            "met",
            "drafting",
        )
        assert self.of("signed", "2012").rating == "needs-attention"
        assert self.of("in-force", "2012").rating == "met"

    def test_once_due_it_stays_due(self):
        row = self.of("signed", "2013-Q1")
        assert (row.target, row.achievement, row.rating) == ("in-force", 0, "needs-attention")

    def test_before_its_day_it_is_not_late(self):
        row = self.of("signed", "2012", as_of=date(2012, 7, 1))
        assert (row.target, row.rating, row.why_not_rated) == (
            "in-force",
            "not-rated",
            "not-due-yet",
        )

    def test_reached_before_its_day_it_is_on_schedule(self):
        assert self.of("in-force", "2012", as_of=date(2012, 7, 1)).rating == "on-schedule"

    def test_before_anything_is_due_the_first_target_is_shown(self):
        row = self.of("drafting", "2011-Q4", as_of=date(2011, 12, 30))
        assert (row.target, row.rating) == ("drafting", "on-schedule")


def test_an_average_caps_each_indicator_at_the_whole():
    rows = [sent(400, 0, 0, 0), sent(50, 0, 0, 0), sent(1, aims=())]
    assert [row.achievement for row in rows] == [4, Decimal("0.5"), None]
    assert mean_achievement(rows) == Decimal("0.75")
    assert mean_achievement([]) is None


def test_every_row_that_is_not_rated_says_why_in_a_known_code():
    rows = [sent(), sent(1), sent(1, aims=()), sent(1, 1, 1, 1, direction="neutral")]
    for row in rows:
        assert row.rating in {"no-data", "not-rated"}
        assert row.why_not_rated in WHY_NOT_RATED


def test_every_row_is_provisional_as_long_as_nobody_has_signed():
    assert sent(1, 2, 3, 4).provisional
