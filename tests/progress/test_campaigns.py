"""Windows outside the calendar: a campaign's figures, its deadline, and windows that overlap."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from progress_kit import EN, Returns, indicator, plan_of, targets

from mne.compliance import measure_compliance
from mne.errors import UsageError
from mne.intake import period_within
from mne.periods import Period

SPRING, SUMMER = "2012-03-15--2012-04-20", "2012-07-01--2012-08-10"
LATE_SPRING = "2012-04-20--2012-05-31"
"""It begins on the day on which spring ends."""


def plan(*windows, **keys):
    campaigns = [{"period": one, "title": EN} for one in windows]
    raids = indicator(id="A", frequency="campaign", **{"over": "lead_only"} | keys)
    return plan_of(raids, indicator(id="B", lead="MOJ"), campaigns=campaigns)


def told(*windows, **keys):
    """10 in the first window, 20 in the second, ..."""
    returns = Returns(plan(*windows, **keys))
    for place, window in enumerate(windows, 1):
        returns.put("MOI", window, 10 * place)
    return returns


def row_of(returns, period, **keys):
    (row,) = (one for one in returns.rows(period, **keys) if one.indicator == "A" and not one.at)
    return row


def test_a_window_may_be_asked_for_by_its_label():
    row = row_of(told(SPRING, SUMMER), SPRING)
    assert (row.actual, row.coverage, row.expected) == (10, "complete", 1)


def test_windows_apart_are_added_in_the_year_that_holds_them():
    row = row_of(told(SPRING, SUMMER), "2012")
    assert (row.actual, row.reported, row.expected) == (30, 2, 2)


def test_a_window_is_in_no_quarter_that_holds_only_a_part_of_it():
    assert row_of(told(SPRING, SUMMER), "2012-Q1").why_not_rated == "not-asked"
    assert row_of(told(SPRING, SUMMER), "2012-Q3").actual == 20


@pytest.mark.parametrize("time", ["sum", "mean"])
def test_windows_that_share_a_day_are_never_added(time):
    row = row_of(told(SPRING, LATE_SPRING, time=time), "2012")
    assert (row.actual, row.coverage, row.reported) == (None, "not-aggregated", 2)
    assert row_of(told(SPRING, LATE_SPRING, time=time), SPRING).actual == 10


def test_nor_are_shares_of_windows_that_share_a_day():
    ratio = {"kind": "ratio", "numerator": EN, "denominator": EN, "time": "ratio_of_sums"}
    returns = Returns(plan(SPRING, LATE_SPRING, **ratio))
    returns.put("MOI", SPRING, "1/2").put("MOI", LATE_SPRING, "1/2")
    assert row_of(returns, "2012").coverage == "not-aggregated"


def test_the_highest_and_the_last_of_them_add_nothing():
    for time in ("max", "last_in_period"):
        assert row_of(told(SPRING, LATE_SPRING, time=time), "2012").actual == 20


def test_one_window_inside_another_overlaps_however_many_lie_between():
    whole = "2012-01-05--2012-12-20"
    returns = told(whole, SPRING, SUMMER)
    assert row_of(returns, "2012").coverage == "not-aggregated"


def test_a_window_of_one_reporter_and_another_of_a_second_are_added():
    plan_ = plan(SPRING, LATE_SPRING, over="sum", contributing=["MOND"])
    returns = Returns(plan_).put("MOI", SPRING, 1).put("MOND", SPRING, 2)
    assert row_of(returns, SPRING).actual == 3


def test_a_sum_to_date_over_windows_that_overlap_is_none():
    keys = {"target_is": "cumulative", "targets": targets(("2012", "100", "2011-01-01"))}
    row = row_of(told(SPRING, LATE_SPRING, **keys), LATE_SPRING)
    assert (row.actual, row.to_date, row.to_date_coverage) == (20, None, "not-aggregated")


def test_a_target_may_be_set_for_a_window():
    keys = {"target_is": "per_period", "targets": targets((SUMMER, "25", "2011-01-01"))}
    row = row_of(told(SPRING, SUMMER, **keys), SUMMER)
    assert (row.target, f"{row.achievement:.1f}", row.rating) == (25, "0.8", "behind-schedule")
    assert row_of(told(SPRING, SUMMER, **keys), "2012").why_not_rated == "no-target-for-span"


def test_the_calendar_s_figures_are_not_asked_in_a_window():
    rows = told(SPRING).rows(SPRING)
    assert [(row.indicator, row.expected) for row in rows] == [("A", 1), ("B", 0)]


class TestReturns:
    @staticmethod
    def slots(plan_, period=None):
        moment = datetime(2015, 1, 1, tzinfo=ZoneInfo(plan_.time_zone))
        found = measure_compliance(plan_, (), as_of=moment, period=period)
        return {(one.period.label, one.reporter): one.due for one in found.slots}

    def test_who_is_asked_in_a_window_owes_a_return_for_it(self):
        slots = self.slots(plan(SPRING, SUMMER), Period.parse("2012-Q3"))
        assert set(slots) == {("2012-Q3", "MOJ"), (SUMMER, "MOI")}
        assert set(self.slots(plan(SPRING, SUMMER), Period.parse(SPRING))) == {(SPRING, "MOI")}

    def test_it_is_due_so_many_days_after_the_window_on_a_working_day(self):
        # 30 days after Friday 20 April 2012 is Sunday 20 May
        assert self.slots(plan(SPRING))[SPRING, "MOI"] == date(2012, 5, 21)
        holidays = {date(2012, 5, 21), date(2012, 5, 22)}
        moved = plan(SPRING).model_copy(update={"holidays": frozenset(holidays)})
        assert self.slots(moved)[SPRING, "MOI"] == date(2012, 5, 23)


def test_a_window_is_a_period_that_a_command_takes():
    assert period_within(plan(SPRING), SPRING).label == SPRING
    with pytest.raises(UsageError, match="period-outside-plan"):
        period_within(plan(SPRING), "2013-12-15--2014-01-15")
