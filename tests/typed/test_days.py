"""Days: by year, or with the day first; a year of the Buddhist Era is named and not converted."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mne.typed import Unreadable, read_date

ZEROS = "0០๐໐၀０"
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(days, st.sampled_from(ZEROS), st.sampled_from("-/."), st.booleans(), st.booleans())
def test_any_day_in_any_script_is_read_back(day, zero, between, year_first, padded):
    width = 2 if padded else 1
    parts = [f"{day.year}", f"{day.month:0{width}}", f"{day.day:0{width}}"]
    text = between.join(parts if year_first else parts[::-1])
    typed = "".join(chr(ord(zero) + int(one)) if one.isdigit() else one for one in text)
    assert read_date(f" {typed}\u200b") == day


@given(days)
def test_a_buddhist_year_is_refused_with_what_it_would_be(day):
    text = f"{day.day}/{day.month}/{day.year + 543}"
    assert read_date(text) == Unreadable("date-buddhist-era", (("expected", day.isoformat()),))


def test_the_leap_day_is_that_of_the_common_year():
    assert dict(read_date("29/2/2555").params) == {"expected": "2012-02-29"}
    assert read_date("29/2/2556") == Unreadable("date-expected")


@pytest.mark.parametrize(
    "text",
    [
        *("2012-02-30", "2/29/2012", "29/2/12", "1/2/3", "2012", "2012-Q1", "31/03", "March 2012"),
        *("40999", "31-Mar-2012", "31/03-2012", "2012/03.31", "0012-03-31", "31/3/3012", "soon"),
        *("08:30:00", "31/3/2012 to 2/4/2012", "３１/３", "៣១/៣", "31 3 2012"),
    ],
)
def test_what_is_no_day_or_could_be_two_is_refused(text):
    assert read_date(text) == Unreadable("date-expected")


def test_digits_of_two_scripts_are_no_day():
    assert read_date("31/៣/2012") == Unreadable("digits-mixed")


def test_the_day_stands_first():
    assert read_date("04/03/2012") == date(2012, 3, 4)


def test_a_day_with_a_time_is_that_day():
    assert read_date("2012-03-31T08:30:00") == date(2012, 3, 31)
