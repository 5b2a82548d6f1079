"""A return beside the last one, the counterpart's, and the rules of its own time."""

from __future__ import annotations

from mne.archive import Archive
from mne.definitions import load_plan
from mne.issues import sentence
from mne.layout import lay_out
from mne.template import Answer, write_template
from tests.fixtures.account_kit import account, at, good, look, said, send
from tests.fixtures.trial_kit import answers_of, check, write

RULE_OF_2013 = """\
  more-new-than-closed:
    title: {en: More cases are new than closed}
    left: [A-CLOSED]
    operator: "<"
    right: [A-NEW]
    valid_from: 2013-01-01
"""


def words(verdict, language="en"):
    (issue,) = verdict.issues
    return sentence(issue, language, account())


def add_rule(workspace, text, before="  open-cases:"):
    path = workspace.indicators / "account" / "plan.yaml"
    path.write_text(path.read_text("utf-8").replace(before, text + before), "utf-8")


def test_an_account_that_does_not_hold_names_the_earlier_period_and_its_figure(workspace):
    send(workspace, "2012-Q1/COURT")
    verdict = look(workspace, "2012-Q2/COURT", **{"A-NEW": "21"})
    assert words(verdict).message == (
        "Open cases carry over: 121 does not agree with 120 "
        "(csv!D3 = 21, csv!D4 = 10, csv!D2 = 120). "
        'In your return for 2012-Q1 you gave "Cases open at the period\'s end" = 110.'
    )
    assert words(verdict).expected == (
        'the earlier "Cases open at the period\'s end" + "Cases new in the period"'
        ' - "Cases closed in the period" = "Cases open at the period\'s end"'
    )
    assert "2012-Q1" in words(verdict).fix
    assert '" = 110' in words(verdict, "km").message


def test_the_last_accepted_return_of_the_period_before_is_the_one_that_counts(workspace):
    send(workspace, "2012-Q1/COURT")
    send(workspace, "2012-Q1/COURT", **{"A-OPEN": "109"})
    assert said(look(workspace, "2012-Q2/COURT")) == [("carry-over-broken", "D3")]
    assert look(workspace, "2012-Q2/COURT", **{"A-OPEN": "119"}).issues == ()


def test_a_rule_about_a_cell_that_cannot_be_read_says_nothing(workspace):
    send(workspace, "2012-Q1/COURT")
    verdict = look(workspace, "2012-Q2/COURT", **{"A-NEW": "some"})
    assert said(verdict) == [("number-expected", "D3")]


def test_the_receipt_holds_no_figure_of_the_counterpart(workspace):
    send(workspace, "2012-Q1/COURT", **{"A-HOME": "8877"})
    receipt = send(workspace, "2012-Q1/SHELTER")
    (issue,) = receipt.issues
    facts = (("rule", "same-people-home"), ("figure", "A-HOME"))
    assert (issue.code, issue.params) == ("counterpart-differs", facts)


def test_a_counterpart_who_has_not_reported_is_not_mentioned(workspace):
    assert look(workspace, "2012-Q1/SHELTER", **{"A-HOME": "13"}).issues == ()


def test_an_old_year_is_checked_by_that_years_rules(workspace):
    add_rule(workspace, RULE_OF_2013)
    assert look(workspace, "2012-Q4/COURT", **{"A-CLOSED": "30"}).issues == ()
    verdict = look(workspace, "2013-Q1/COURT", **{"A-CLOSED": "30"})
    assert said(verdict) == [("rule-broken", "D4")]


def test_a_form_is_checked_by_the_rules_of_the_day_it_was_issued(workspace):
    plan = load_plan(workspace.indicators, "account")
    Archive(workspace.submissions).keep_definitions(plan)
    slot = at("2012-Q1/COURT")
    typed = good("2012-Q1/COURT") | {"A-NEW": "5"}
    form = write_template(plan, slot, answers_of(plan, slot, typed))
    path = write(workspace.root, "issued.xlsx", form)
    add_rule(workspace, RULE_OF_2013.replace("2013", "2012"))
    assert check(workspace, path).issues == ()
    assert said(look(workspace, "2012-Q1/COURT", **{"A-NEW": "5"})) == [("rule-broken", "D4")]


def test_in_a_form_every_question_stands_at_its_own_cell(workspace):
    send(workspace, *(f"2012-Q{quarter}/SHELTER" for quarter in (1, 2, 3)))
    plan, slot = load_plan(workspace.indicators, "account"), at("2012-Q4/SHELTER")
    typed = good("2012-Q4/SHELTER") | {
        "A-HELPED#confirmed": "100",
        "A-STAFF": "8",
        "A1.1#status": "on-schedule",
        "A1.2#status": "dropped",
        "coverage@province=01": "no",
    }
    form = write_template(plan, slot, answers_of(plan, slot, typed))
    verdict = check(workspace, write(workspace.root, "year.xlsx", form))
    cells = {
        one.question.key + (f"#{one.question.part.name}" if one.question.part.in_row else ""): (
            one.sheet,
            one.cell,
        )
        for one in lay_out(plan, slot).open_cells()
        if one.entry == "value"
    }
    assert [(one.code, (one.sheet, one.cell)) for one in verdict.issues] == [
        ("confirmed-unexplained", cells["A-HELPED#confirmed"]),
        ("carry-over-noted", cells["A-STAFF"]),
        ("office-not-heard", cells["coverage@province=01"]),
        ("activity-reopened", cells["A1.1#status"]),
        ("activity-without-reason", cells["A1.2#reason"]),
    ]
    explained = typed | {"A-HELPED#confirmed": Answer("100", "", "30 came twice")}
    form = write_template(plan, slot, answers_of(plan, slot, explained))
    verdict = check(workspace, write(workspace.root, "year.xlsx", form))
    assert "confirmed-unexplained" not in {one.code for one in verdict.issues}
