"""Where a figure stops being what it was, the break is named and nothing is compared across it."""

from datetime import date

import pytest
from progress_kit import Returns, codelist, indicator, plan_of

from mne.breaks import break_between, series_breaks
from mne.model import SeriesBreak
from mne.periods import Period

CUT = codelist(
    "province",
    ("KH01", "KH08", "KH25", "KH99", "unknown"),
    KH25={"valid_from": "2012-04-01", "split_from": "KH08"},
    KH99={"valid_to": "2012-12-31"},
)


def plan_with(*indicators):
    return plan_of(*indicators, codelists={"province": CUT})


def breaks(plan, of="A", at=()):
    return series_breaks(plan, plan.indicators_by_id[of], at)


def test_an_indicator_that_takes_anothers_place_breaks_both():
    old = indicator(id="A", until="2012-06-30")
    new = indicator(id="B", since="2012-07-01", replaces="A")
    plan = plan_with(old, new)
    day = date(2012, 7, 1)
    assert breaks(plan) == (SeriesBreak(day, "replaced", "A", other="B"),)
    assert breaks(plan, "B") == (SeriesBreak(day, "replaces-another", "B", other="A"),)


def test_an_indicator_that_ends_without_another_breaks_after_its_last_day():
    plan = plan_with(indicator(until="2012-06-30"))
    assert breaks(plan) == (SeriesBreak(date(2012, 7, 1), "ended", "A"),)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("KH01", ()),
        ("KH08", (SeriesBreak(date(2012, 4, 1), "code-split", "A", "province=KH08", "KH25"),)),
        ("KH25", (SeriesBreak(date(2012, 4, 1), "code-split", "A", "province=KH25", "KH08"),)),
        ("KH99", (SeriesBreak(date(2013, 1, 1), "code-ends", "A", "province=KH99"),)),
    ],
)
def test_a_code_that_is_cut_or_ends_breaks_its_own_figures_and_not_the_total(code, expected):
    plan = plan_with(indicator(breakdowns=[["province"]]))
    assert (breaks(plan, at=(("province", code),)), breaks(plan)) == (expected, ())


def test_a_code_that_was_there_when_the_plan_began_breaks_nothing():
    old = codelist("province", ("KH24",), KH24={"valid_from": "2008-12-22", "split_from": "KH01"})
    plan = plan_of(indicator(breakdowns=[["province"]]), codelists={"province": old})
    assert breaks(plan, at=(("province", "KH24"),)) == ()


def test_what_is_read_or_worked_out_of_a_broken_figure_is_broken_too():
    seen = indicator(breakdowns=[["province"]])
    view = indicator(id="V", view_of={"indicator": "A", "where": {"province": ["KH08"]}})
    share = indicator(id="D", formula="[V] / [A]", time="none", over="none")
    plan = plan_with(seen, view, share)
    found = SeriesBreak(date(2012, 4, 1), "code-split", "A", "province=KH08", "KH25")
    assert breaks(plan, "V") == breaks(plan, "D") == (found,)


@pytest.mark.parametrize(
    ("before", "now", "is_broken"),
    [
        ("2011-Q2", "2012-Q2", True),
        ("2012-Q1", "2012-Q2", True),
        ("2011-Q4", "2012-Q1", False),
        ("2012-Q2", "2012-Q3", False),
        ("2011", "2012", True),
        ("2012", "2013", True),
    ],
)
def test_two_periods_are_parted_by_a_day_after_the_first_of_them_began(before, now, is_broken):
    plan = plan_with(indicator(breakdowns=[["province"]]))
    place = (("province", "KH08"),)
    periods = Period.parse(before), Period.parse(now)
    assert bool(break_between(plan, plan.indicators[0], place, *periods)) == is_broken


def test_a_row_names_the_break_within_its_period():
    returns = Returns(plan_with(indicator(breakdowns=[["province"]])))
    place = (("province", "KH25"),)
    rows = {
        period: {row.at: row for row in returns.rows(period, by=("province",))}
        for period in ("2012-Q2", "2012-Q3")
    }
    assert rows["2012-Q2"][place].series_break.day == date(2012, 4, 1)
    assert rows["2012-Q3"][place].series_break is None
    assert rows["2012-Q2"][()].series_break is None


def test_an_ended_indicator_has_no_rows_and_no_expected_parts_after_its_end():
    returns = Returns(plan_with(indicator(until="2012-06-30")))
    assert [row.expected for row in returns.rows("2012")] == [2]
    assert returns.rows("2012-Q3") == ()
