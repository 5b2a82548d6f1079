"""How far an activity is: the last state its lead reported, and since when it has been so."""

from datetime import date
from decimal import Decimal

import pytest
from progress_kit import EN, OURS, Returns, indicator, plan_of

from mne.model import ACTIVITY_STATES, Activity, Objective
from mne.model.selection import Selection


def activity(name="1.1", lead="MOI", due="2012-06-30", objective="O", **keys):
    return Activity.model_validate(
        {
            "id": name,
            "title": EN,
            "objective": objective,
            "lead": lead,
            "due": due,
            "provenance": OURS,
        }
        | keys
    )


MONEY = [{"amount": "5000", "currency": "USD", "stage": "planned", "source": "state"}]


def told(**states):
    """A plan of one activity, with what MOI said of it: `told(q1="done")`."""
    returns = Returns(plan_of(indicator(), activities=(activity(budget=MONEY),)))
    for quarter, state in states.items():
        period = f"2012-{quarter.upper()}"
        returns.send("MOI", period)
        if state:
            returns.say("MOI", period, state, of="1.1", part="status")
    return returns


def followed(returns, period="2012", **keys):
    (found,) = returns.activities(period, **keys)
    return found


def test_the_last_state_reported_by_the_end_of_the_period_counts():
    returns = told(q1="not-started", q2="on-schedule", q3="done")
    for period, state, told_in in (
        ("2012-Q1", "not-started", "2012-Q1"),
        ("2012-H1", "on-schedule", "2012-Q2"),
        ("2012-Q2", "on-schedule", "2012-Q2"),
        ("2012", "done", "2012-Q3"),
        ("2013-Q1", "done", "2012-Q3"),
    ):
        found = followed(returns, period)
        assert (found.state, found.told_in.label) == (state, told_in)


def test_since_is_the_first_return_that_said_so_with_no_other_state_between():
    returns = told(q1="behind-schedule", q2="on-schedule", q3="behind-schedule", q4="")
    returns.say("MOI", "2013-Q1", "behind-schedule", of="1.1", part="status")
    found = followed(returns, "2013-Q1")
    assert (found.state, found.since.label, found.told_in.label) == (
        "behind-schedule",
        "2012-Q3",
        "2013-Q1",
    )


@pytest.mark.parametrize("states", [{}, {"q1": ""}])
def test_what_was_never_reported_is_neither_begun_nor_not_begun(states):
    found = followed(told(**states))
    assert found.state == "no-data"
    assert found.state not in ACTIVITY_STATES
    assert (found.since, found.told_in, found.receipt, found.spent) == (None, None, "", None)


def test_reason_and_recommendation_are_those_of_the_same_return():
    returns = told(q1="behind-schedule", q2="on-schedule")
    returns.say("MOI", "2012-Q1", "No budget", of="1.1", part="reason")
    returns.say("MOI", "2012-Q1", "Release it", of="1.1", part="recommendation")
    found = followed(returns, "2012-Q1")
    assert (found.reason, found.recommendation) == ("No budget", "Release it")
    assert followed(returns).reason == ""


def test_money_spent_is_the_last_figure_given_never_a_sum():
    returns = told(q1="on-schedule", q2="on-schedule", q3="on-schedule")
    returns.put("MOI", "2012-Q1", "1000.50", of="1.1", part="spent")
    returns.put("MOI", "2012-Q2", "2500", of="1.1", part="spent")
    found = followed(returns)
    assert (found.spent, found.activity.currency) == (Decimal(2500), "USD")
    assert followed(returns, "2012-Q1").spent == Decimal("1000.5")


@pytest.mark.parametrize(
    ("period", "as_of", "state", "overdue"),
    [
        ("2012-Q1", "2020-01-01", "on-schedule", False),
        ("2012", "2012-06-29", "on-schedule", False),
        ("2012", "2012-06-30", "on-schedule", True),
        ("2012-H1", "2020-01-01", "behind-schedule", True),
        ("2012", "2020-01-01", "not-started", True),
        ("2012", "2020-01-01", "", True),
        ("2012", "2020-01-01", "done", False),
        ("2012", "2020-01-01", "dropped", False),
    ],
)
def test_overdue_is_what_nobody_says_is_done_when_its_day_is_over(period, as_of, state, overdue):
    found = followed(told(q1=state), period, as_of=date.fromisoformat(as_of))
    assert found.overdue is overdue


def test_a_correction_takes_the_place_of_what_was_said():
    returns = told(q1="done")
    returns.say("MOI", "2012-Q1", "on-schedule", of="1.1", part="status", number=2)
    found = followed(returns)
    assert (found.state, found.receipt) == ("on-schedule", "NPA/2012-Q1/MOI/r0002")


def test_what_another_body_says_of_it_does_not_count():
    returns = told().say("MOJ", "2012-Q1", "done", of="1.1", part="status")
    assert followed(returns).state == "no-data"


def test_activities_are_chosen_by_their_lead_and_the_group_of_their_objective():
    def objective(name, group):
        return Objective(
            id=name,
            title=EN,
            level="output",
            pillar="follow-up",
            provenance=OURS,
            working_group=group,
        )

    plan = plan_of(
        reporters=[
            {"id": one, "name": EN, "abbreviation": one, "country": country, "kind": kind}
            for one, country, kind in (
                ("MOI", "KH", "ministry"),
                ("PCCT", "KH", "provincial-committee"),
                ("TF", "TH", "task-force"),
            )
        ],
        objectives=(objective("LAW", "WG-LAW"), objective("JUS", "WG-JUS")),
        activities=(
            activity("1", "MOI", objective="LAW"),
            activity("2", "PCCT", objective="LAW"),
            activity("3", "TF", objective="JUS"),
        ),
    )

    def chosen(**keys):
        found = Returns(plan).activities("2012", of=Selection(**keys))
        return [one.activity.id for one in found]

    assert chosen() == ["1", "2", "3"]
    assert chosen(reporter="PCCT") == ["2"]
    assert chosen(group="WG-LAW") == ["1", "2"]
    assert chosen(group="WG-LAW", level="national") == ["1"]
    assert chosen(country="TH") == ["3"]
    assert Selection(group="WG-JUS").senders(plan) == {"TF"}
