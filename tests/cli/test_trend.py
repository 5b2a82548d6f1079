"""What changed since an earlier period, as `mne progress` prints and lists it."""

from __future__ import annotations

import csv
import io
import json

import pytest

PLAN = ("--plan", "trial")


@pytest.fixture
def compared(mne, workspace):
    """MOJ says 87 in the first quarter of 2012, and 104 in the second."""
    for period, figure, day in (("2012-Q1", 87, "2012-04-10"), ("2012-Q2", 104, "2012-07-10")):
        file = workspace.root / f"{period}.csv"
        file.write_text(f"indicator,part,value,status,note\nJ-01,,{figure},,\n", "utf-8")
        words = (*PLAN, "--period", period, "--reporter", "MOJ", "--received", day)
        said = mne("submit", *words, file)
        assert said.code == 0, said.out + said.err
    return mne


def trend(mne, period, *words):
    said = mne("progress", *PLAN, "--period", period, "--format", "json", *words)
    assert said.code == 0, said.err
    rows = json.loads(said.out)["rows"]
    return next(row["trend"] for row in rows if row["indicator"] == "J-01")


def test_the_period_just_before_is_compared_from_exact_figures(compared):
    assert trend(compared, "2012-Q2", "--against", "before") == {
        "against": "2012-Q1",
        "before": "87",
        "now": "104",
        "difference": "17",
        "change": "0.1954022988505747126436781609",
        "way": "up",
        "means": "better",
        "basis": "same-reporters",
        "reported_in_both": 1,
        "expected": 1,
        "left_out": [],
        "why": None,
        "series_break": None,
    }


def test_without_a_word_it_is_the_year_before(compared):
    found = trend(compared, "2012-Q2")
    assert (found["against"], found["why"]) == ("2011-Q2", "no-figure-before")
    assert (found["before"], found["now"], found["change"]) == (None, "104", None)


def test_a_period_of_another_length_is_said_to_be_one(compared):
    assert trend(compared, "2012-Q2", "--against", "2011")["why"] == "another-length"


def test_a_csv_has_the_same_in_columns_of_its_own(compared):
    words = (*PLAN, "--period", "2012-Q2", "--against", "2012-Q1", "--format", "csv")
    rows = csv.DictReader(io.StringIO(compared("progress", *words).out))
    row = next(row for row in rows if row["indicator"] == "J-01")
    assert (row["trend_against"], row["trend_before"], row["trend_now"]) == ("2012-Q1", "87", "104")
    assert (row["trend_basis"], row["trend_way"], row["trend_why"]) == ("same-reporters", "up", "")


def test_the_screen_shows_it_in_a_word(compared):
    said = compared("progress", *PLAN, "--period", "2012-Q2", "--against", "before")
    assert "+19.5\u00a0%" in said.out


@pytest.mark.parametrize("against", ["2012-Q2", "2012-Q3", "2012"])
def test_what_is_not_earlier_is_refused(compared, against):
    words = ("--period", "2012-Q2", "--against", against)
    said = compared("progress", *PLAN, *words)
    assert said.code == 2
    assert against in said.err


@pytest.mark.parametrize("choice", ["--across", "--side-by-side"])
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "--against has no effect"), ("km", "--against គ្មានប្រសិទ្ធភាព")],
)
def test_an_earlier_period_that_would_have_no_effect_is_refused(compared, choice, language, words):
    asked = (*PLAN, "--period", "2012-Q2", "--by", "sex", choice)
    said = compared("--lang", language, "progress", *asked, "--against", "before")
    assert (said.code, words in said.err) == (2, True)
    assert compared("progress", *asked).code == 0
