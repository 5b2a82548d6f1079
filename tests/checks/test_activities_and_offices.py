"""Activities with their delays and their money, and figures beside the offices heard."""

from __future__ import annotations

import pytest

from mne.issues import sentence
from tests.fixtures.account_kit import account, cell, look, said, send

FIRST, SECOND, THIRD = (f"2012-Q{quarter}/SHELTER" for quarter in (1, 2, 3))
STATUS, REASON, SPENT = "A1.1#status", "A1.1#reason", "A1.1#spent"


def at(where, key):
    return cell(where, key)[1]


def words(verdict, language="en"):
    (issue,) = verdict.issues
    return sentence(issue, language, account())


@pytest.mark.parametrize("state", ["behind-schedule", "dropped"])
def test_a_delay_has_a_reason(workspace, state):
    verdict = look(workspace, FIRST, **{STATUS: state})
    assert said(verdict) == [("activity-without-reason", at(FIRST, REASON))]
    assert look(workspace, FIRST, **{STATUS: state, REASON: "No bidder was found"}).issues == ()


@pytest.mark.parametrize("state", ["not-started", "on-schedule"])
def test_what_is_due_by_the_end_of_the_period_is_done_or_has_a_reason(workspace, state):
    # it is due on the last day of the second quarter
    assert look(workspace, FIRST, **{STATUS: state}).issues == ()
    verdict = look(workspace, SECOND, **{STATUS: state})
    assert said(verdict) == [("activity-overdue", at(SECOND, STATUS))]
    assert look(workspace, SECOND, **{STATUS: state, REASON: "The rain"}).issues == ()


def test_what_is_late_and_says_so_is_asked_for_its_reason_once(workspace):
    verdict = look(workspace, SECOND, **{STATUS: "behind-schedule"})
    assert said(verdict) == [("activity-without-reason", at(SECOND, REASON))]


def test_the_state_is_named_in_the_readers_language(workspace):
    verdict = look(workspace, SECOND, **{STATUS: "on-schedule"})
    assert words(verdict).message == (
        'The activity was due on 2012-06-30; it is given as "On schedule", without a reason.'
    )
    assert "«តាមកាលកំណត់»" in words(verdict, "km").message


def test_what_was_done_stays_done_or_says_why_not(workspace):
    send(workspace, SECOND)
    verdict = look(workspace, THIRD, **{STATUS: "behind-schedule"})
    assert said(verdict) == [("activity-reopened", at(THIRD, STATUS))]
    assert look(workspace, THIRD, **{STATUS: "behind-schedule", REASON: "Fire"}).issues == ()


def test_the_last_return_that_says_something_is_the_one_to_go_by(workspace):
    send(workspace, FIRST, **{STATUS: "done"})
    send(workspace, SECOND, **{STATUS: ""})
    assert said(look(workspace, THIRD, **{STATUS: "dropped"})) == [
        ("activity-reopened", at(THIRD, STATUS))
    ]


def test_money_spent_is_the_total_so_far(workspace):
    send(workspace, FIRST)
    assert look(workspace, SECOND, **{SPENT: "100"}).issues == ()
    verdict = look(workspace, SECOND, **{SPENT: "99.50"})
    assert words(verdict).message == (
        "The amount spent so far, USD 99.5, is less than in the return for 2012-Q1, USD 100."
    )


def test_an_unreadable_amount_says_so_and_nothing_else(workspace):
    send(workspace, FIRST)
    assert said(look(workspace, SECOND, **{SPENT: "little"})) == [
        ("number-expected", at(SECOND, SPENT))
    ]


def test_a_blank_state_is_a_blank_answer_and_counts_as_one(workspace):
    verdict = look(workspace, FIRST, **{STATUS: ""})
    assert said(verdict) == [("answer-blank", at(FIRST, STATUS))]
    assert (verdict.cells.required, verdict.cells.blank) == (9, 1)


# --- offices ----------------------------------------------------------------------------------
OFFICES = ("coverage@province=01", "coverage@province=12")


def test_figures_of_an_office_that_did_not_report_are_asked_about(workspace):
    verdict = look(workspace, FIRST, **{OFFICES[1]: "no"})
    assert words(verdict).message == (
        "Phnom Penh is said not to have reported, but figures are given for it (A-HELPED)."
    )


def test_an_office_that_did_not_report_may_have_none_or_figures_with_a_note(workspace):
    none = {"A-HELPED": "20", "A-HELPED@province=01": "0"}
    assert look(workspace, FIRST, **{OFFICES[0]: "no"}, **none).issues == ()
    noted = {"A-HELPED@province=01": ("11", "", "From the national register")}
    assert look(workspace, FIRST, **{OFFICES[0]: "no"}, **noted).issues == ()


def test_where_figures_are_given_some_office_was_heard(workspace):
    verdict = look(workspace, FIRST, **dict.fromkeys(OFFICES, ""))
    assert words(verdict).message == (
        "Figures are given for 2 places, but it is not said which offices reported to you."
    )
    one_said = {OFFICES[0]: "yes", OFFICES[1]: ""}
    verdict = look(workspace, FIRST, **one_said)
    assert words(verdict).message == (
        "For 1 of 2 offices it is not said whether they reported to you."
    )


def test_where_no_figures_are_given_by_office_none_need_be_heard(workspace):
    places = ("A-HELPED@province=01", "A-HELPED@province=12", "A-HELPED@province=unknown")
    blank = dict.fromkeys((*OFFICES, *places), "")
    assert [one.code for one in look(workspace, FIRST, **blank).issues] == ["not-broken-down"]
