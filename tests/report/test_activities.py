"""What a report says of a plan's activities, before it says anything of figures."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from invented_report import QUARTERS, annual, ministry

from mne.model import Activity
from mne.progress.activities import ActivityProgress
from mne.report import render_report
from mne.report.activities import activity_pages
from mne.report.annex import annex_files
from mne.report.figures import Figures
from mne.report.wording import load_wording


def activity(number, lead="MOI", **keys):
    defaults = {
        "id": number,
        "title": {"en": f"Activity {number}", "km": f"សកម្មភាព {number}"},
        "objective": annual().plan.objectives[0].id,
        "lead": lead,
        "due": "2012-06-30",
        "provenance": {"basis": "illustrative"},
    }
    return Activity.model_validate(defaults | keys)


def stands(one, state, **keys):
    defaults = {
        "since": QUARTERS[1],
        "told_in": QUARTERS[3],
        "reason": "",
        "recommendation": "",
        "spent": None,
        "overdue": False,
        "receipt": "test-plan/2012-Q4/MOI/r0001",
        "spent_receipt": "",
        "sheet": "Activities",
        "cell": "D7",
    }
    return ActivityProgress(activity=one, state=state, **defaults | keys)


BUDGET = [
    {"amount": "5000", "currency": "USD", "stage": "approved", "source": "Partner"},
    {"amount": "2000000", "currency": "KHR", "stage": "planned", "source": "State budget"},
]
FOUND = (
    stands(activity("1.1", contributing=["MOND"]), "done"),
    stands(
        activity("1.2", budget=BUDGET),
        "behind-schedule",
        reason="The trainers were called away.",
        recommendation="Name a second team.",
        spent=Decimal("1200.5"),
        overdue=True,
    ),
    stands(activity("1.3", lead="MOJ"), "no-data", since=None, told_in=None, receipt=""),
)


def pages(language="en"):
    given = annual(language, activities=FOUND)
    found = activity_pages(given, Figures(given, load_wording(language)))
    assert found is not None
    return found


def test_a_sentence_says_how_many_have_come_how_far():
    assert pages().finding == (
        "Of 3 activities: 1 behind schedule, 1 done, 1 no data. Past their day and not ended: 1."
    )


def test_a_row_says_who_leads_when_it_is_due_and_what_it_cost():
    done, late, silent = pages().groups[0].rows
    assert (done.facts, done.due, done.mark.word, done.since) == (
        "MoI with MoND; illustrative",
        "30 June 2012",
        "Done",
        "Q2 2012",
    )
    assert (late.spent, late.budget) == (
        "USD\u00a01,200.50",
        ("approved: USD\u00a05,000 (Partner)", "planned: KHR\u00a02,000,000 (State budget)"),
    )
    assert (silent.mark.name, silent.since, silent.spent) == ("no-data", "", "–")


def test_reason_and_recommendation_stand_as_they_were_written():
    late = pages().groups[0].rows[1]
    assert (late.reason, late.recommendation, late.overdue) == (
        "The trainers were called away.",
        "Name a second team.",
        True,
    )


def test_a_plan_without_activities_has_no_such_section():
    given = annual()
    assert activity_pages(given, Figures(given, load_wording("en"))) is None
    assert 'id="activities"' not in render_report(given).html


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("make", [annual, ministry])
def test_both_reports_print_them_in_both_languages(make, language):
    html = render_report(make(language, activities=FOUND)).html
    assert html.count('id="activities"') == 1
    assert "The trainers were called away." in html


def test_the_annex_holds_them_with_the_cell_that_each_state_stands_in():
    files = {one.name: one.content.decode() for one in annex_files(annual(activities=FOUND))}
    rows = list(csv.DictReader(io.StringIO(files["activities.csv"])))
    assert [(one["activity"], one["state"], one["cell"]) for one in rows] == [
        ("1.1", "done", "D7"),
        ("1.2", "behind-schedule", "D7"),
        ("1.3", "no-data", "D7"),
    ]
    assert (rows[1]["spent"], rows[1]["currency"], rows[1]["overdue"]) == ("1200.5", "USD", "true")
    assert date.fromisoformat(rows[0]["due"]) == date(2012, 6, 30)
