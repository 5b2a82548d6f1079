"""What the shipped plans do: enough to see how it works, and nothing that passes for official."""

from collections import Counter

import pytest

from mne.definitions import list_plans, load_plan
from mne.layout import RETURN, lay_out
from mne.model import Slot
from mne.periods import Period
from mne.workspace import shipped

INDICATORS = shipped("indicators")
PLANS = {one: load_plan(INDICATORS, one) for one in list_plans(INDICATORS)}
ACTIVITIES = [
    pytest.param(plan, activity, id=f"{plan.id} {activity.id}")
    for plan in PLANS.values()
    for activity in plan.activities
]


def test_two_plans_have_activities():
    counts = {name: len(plan.activities) for name, plan in PLANS.items() if plan.activities}
    assert (counts["npa-kh-2011"], counts["spa-3"]) == (16, 8)


@pytest.mark.parametrize(("plan", "activity"), ACTIVITIES)
def test_an_activity_is_illustrative_and_stands_in_both_languages(plan, activity):
    assert activity.provenance.basis == "illustrative"
    assert set(activity.title.root) >= {"en", "km"}
    assert (activity.start or plan.span.start) < activity.due <= plan.span.end
    assert activity.objective in {one.id for one in plan.objectives}


def test_every_reporter_of_the_cambodian_plan_leads_something_and_every_task_force_too():
    first, third = PLANS["npa-kh-2011"], PLANS["spa-3"]
    leads = Counter(one.lead for one in first.activities)
    asked = {reporter for one in first.indicators for reporter in one.reporters}
    assert set(leads) == asked
    assert {one.lead for one in third.activities} == {one.id for one in third.reporters}


def test_the_offices_asked_about_are_the_provinces_that_there_were():
    first = PLANS["npa-kh-2011"]
    form = lay_out(first, Slot(first.id, Period.parse("2012-Q1"), "MOND"))
    asked = [one.question for one in form.open_cells() if one.question.indicator == "coverage"]
    assert [dict(one.at)["province"] for one in asked] == [
        f"{number:02}" for number in range(1, 25)
    ]
    assert {one.sheet for one in form.open_cells() if one.question in asked} == {RETURN}


def test_who_breaks_figures_down_by_province_says_which_provinces_were_heard():
    first = PLANS["npa-kh-2011"]
    broken_down = {
        reporter
        for one in first.indicators
        if ("province",) in one.breakdowns and one.is_asked
        for reporter in one.reporters
    }
    assert set(first.coverage.asked_of) == broken_down


def test_only_persons_who_may_repeat_are_confirmed():
    confirmed = [one for one in PLANS["npa-kh-2011"].indicators if one.confirm_yearly]
    assert [one.id for one in confirmed] == ["NPA1-PREV-02", "NPA1-LAW-03"]
    assert {(one.counting_unit, one.repeats) for one in confirmed} == {("person", "possible")}
