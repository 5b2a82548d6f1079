"""Two years that are not one series, or rest on other returns, are printed with the reason."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from invented_report import against, annual, invented_plan, result

from mne.model import LeftOut, SeriesBreak, Trend
from mne.periods import Period
from mne.report.changes import changes
from mne.report.figures import Figures
from mne.report.wording import load_wording

YEAR = Period.parse("2011")


def printed(row, language="en"):
    """How the change of one row is printed."""
    figures = Figures(annual(language), load_wording(language))
    (found,) = changes(invented_plan().indicators, [row], figures)
    return found


def stopped(language="en", **keys):
    """The print of a row that has no trend."""
    now = result("T-PREV-03")
    earlier = replace(now, period=YEAR, actual=Decimal(1))
    return printed(replace(now, trend=Trend(YEAR, earlier=earlier, **keys)), language)


def parted(because, **keys):
    day = keys.pop("day", date(2012, 1, 1))
    found = SeriesBreak(day, because, "T-PREV-03", **keys)
    return {"why": "series-break", "series_break": found}


def test_figures_of_the_same_returns_are_compared_and_drawn():
    found = printed(against(result("T-PREV-03"), Decimal(87)))
    assert (found.way, found.change, found.remark) == ("up", "+50.6\u00a0%", "")
    assert found.dumbbell is not None


def test_like_for_like_says_of_which_returns_and_who_is_left_out():
    found = printed(against(result("T-PREV-03"), Decimal(87), fewer=True))
    assert (found.way, found.change, found.dumbbell) == ("up", "+50.6\u00a0%", None)
    assert found.remark == (
        "like for like, 87 to 131: 3 of 4 returns are in both; without MoT Q4 2011"
    )


def test_different_returns_are_not_compared_and_are_named():
    gaps = [("MOT", "2012-Q3"), ("MOT", "2012-Q4"), ("MOI", "2011-Q1")]
    left_out = tuple(LeftOut(who, Period.parse(when), "ND") for who, when in gaps)
    found = stopped(why="different-reporters", left_out=left_out)
    assert (found.way, found.change, found.dumbbell) == ("unlike", "", None)
    assert found.remark == "the two rest on different returns: without MoT Q3, Q4 2012; MoI Q1 2011"


def test_across_a_break_no_change_is_given_but_its_day_and_reason():
    found = stopped(**parted("replaces-another", other="T-PREV-02"))
    assert (found.way, found.change, found.dumbbell) == ("unlike", "", None)
    assert found.remark == "not one series: takes the place of T-PREV-02, 1 January 2012"


def test_the_reason_is_said_in_every_language():
    assert "បានបញ្ចប់" in stopped("km", **parted("ended", day=date(2012, 6, 30))).remark


def test_a_change_from_below_zero_is_said_and_not_drawn_on_a_scale_from_zero():
    found = printed(against(result("T-PREV-03"), Decimal(-4)))
    assert (found.way, found.before, found.change, found.dumbbell) == ("up", "−4", "+135", None)
