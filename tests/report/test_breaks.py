"""Two years that are not one series stand side by side and are not compared."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from invented_report import annual, invented_plan, result

from mne.periods import Period
from mne.report.changes import changes
from mne.report.figures import Figures
from mne.report.wording import load_wording


def change_of(language="en", **keys):
    """The change from 2011 to 2012 of an indicator of the invented plan, with these keys."""
    now = result("T-PREV-03")
    before = replace(now, period=Period.parse("2011"), actual=Decimal(1))
    indicator = invented_plan().indicators_by_id["T-PREV-03"].model_copy(update=keys)
    figures = Figures(annual(language), load_wording(language))
    like = replace(now, missing=(), reported=now.expected)
    (found,) = changes(
        [indicator], [like], [replace(before, missing=(), reported=now.expected)], figures
    )
    return found


def test_figures_of_one_series_are_compared():
    assert change_of().way == "up"


def test_across_a_break_no_change_is_given_but_its_day_and_reason():
    found = change_of(since=date(2012, 1, 1), replaces="T-PREV-02")
    assert (found.way, found.change, found.dumbbell) == ("unlike", "", None)
    assert found.remark == "not one series: takes the place of T-PREV-02, 1 January 2012"


def test_a_break_before_both_years_parts_nothing():
    assert change_of(since=date(2011, 1, 1), replaces="T-PREV-02").way == "up"


def test_the_reason_is_said_in_every_language():
    found = change_of("km", until=date(2012, 6, 30))
    assert "បានបញ្ចប់" in found.remark


def test_a_change_from_below_zero_is_said_and_not_drawn_on_a_scale_from_zero():
    now = result("T-PREV-03")
    like = replace(now, missing=(), reported=now.expected)
    figures = Figures(annual(), load_wording("en"))
    before = replace(like, actual=Decimal(-4), period=Period.parse("2011"))
    (found,) = changes(figures.plan.indicators, [like], [before], figures)
    assert (found.way, found.before, found.dumbbell) == ("up", "−4", None)
