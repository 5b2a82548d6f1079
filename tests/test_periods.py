"""Periods: labels, parts, order, deadlines."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mne.periods import Period, deadline


@pytest.mark.parametrize(
    ("label", "start", "end"),
    [
        ("2012", date(2012, 1, 1), date(2012, 12, 31)),
        ("2012-H2", date(2012, 7, 1), date(2012, 12, 31)),
        ("2012-Q1", date(2012, 1, 1), date(2012, 3, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2022-08-18--2022-11-10", date(2022, 8, 18), date(2022, 11, 10)),
    ],
)
def test_a_label_names_its_first_and_last_day(label, start, end):
    assert Period.parse(label) == Period(start, end)


@pytest.mark.parametrize("label", ["2012-Q5", "2012-13", "Q1 2012", "2012-q1", "", "2012-11-10"])
def test_what_is_no_label_is_refused_with_the_accepted_forms(label):
    with pytest.raises(ValueError, match="2012-Q1"):
        Period.parse(label)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 900))
def test_every_period_is_read_back_from_its_label(start, days):
    period = Period(start, date.fromordinal(start.toordinal() + days))
    assert Period.parse(period.label) == period


def test_a_year_has_four_quarters_in_order():
    labels = [quarter.label for quarter in Period.parse("2012").parts("quarter")]
    assert labels == ["2012-Q1", "2012-Q2", "2012-Q3", "2012-Q4"]


def test_a_window_has_only_the_months_that_lie_wholly_inside():
    window = Period.parse("2022-08-18--2022-11-10")
    assert [month.label for month in window.parts("month")] == ["2022-09", "2022-10"]


def test_periods_are_ordered_by_their_last_day():
    assert Period.parse("2012-Q1") < Period.parse("2012-H1") < Period.parse("2012")


def test_overlap_is_sharing_a_day():
    assert Period.parse("2012-H1").overlaps(Period.parse("2012-06"))
    assert not Period.parse("2012-H1").overlaps(Period.parse("2012-07"))


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2012, 2, 1), date(2012, 1, 31))


def test_a_deadline_on_a_sunday_moves_to_monday():
    assert deadline(Period.parse("2012-Q1"), 15) == date(2012, 4, 16)


def test_a_deadline_on_a_holiday_moves_to_the_next_working_day():
    new_year = frozenset({date(2012, 4, 16)})
    assert deadline(Period.parse("2012-Q1"), 15, new_year) == date(2012, 4, 17)
