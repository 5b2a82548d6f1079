"""A step that a milestone's definition knows counts, until a return says something as new."""

from datetime import date

import pytest
from progress_kit import LADDER, Returns, indicator, plan_of, targets

from mne.kinds import kind_of

FLAGS = {"flags": LADDER[1:], "states": ()}


def law(*attained, **keys):
    known = [
        {"state": state, "on": on, "evidence": "the text", "source": "a page"}
        for state, on in attained
    ]
    defaults = {
        "kind": "milestone",
        "states": LADDER,
        "time": "latest_state",
        "over": "lead_only",
        "attained": known,
    }
    return indicator(**defaults | keys)


def row_of(one, period="2012", *, sent=(), **keys):
    returns = Returns(plan_of(one))
    for quarter, state in sent:
        returns.put("MOI", quarter, state)
    return returns.total(period, **keys)


def test_a_step_taken_before_the_period_ends_is_the_state_with_its_source():
    row = row_of(law(("drafting", "2010"), ("signed", "2012-05-02--2012-05-02")))
    assert (row.actual, row.from_definition.on.label) == ("signed", "2012-05-02--2012-05-02")
    assert (row.from_definition.evidence, row.from_definition.source) == ("the text", "a page")


@pytest.mark.parametrize(
    ("period", "as_of", "state"),
    [
        ("2012-Q1", date(2020, 1, 1), "drafting"),
        ("2012-Q2", date(2020, 1, 1), "signed"),
        ("2012", date(2012, 5, 1), "drafting"),
    ],
)
def test_a_later_step_is_not_known_before_its_day(period, as_of, state):
    row = row_of(
        law(("drafting", "2010"), ("signed", "2012-05-02--2012-05-02")), period, as_of=as_of
    )
    assert row.actual == state


def test_how_many_returns_came_stays_as_it_is():
    row = row_of(law(("signed", "2010")))
    assert (row.coverage, row.reported, row.expected, len(row.missing)) == ("none", 0, 4, 4)
    assert row.sources == ()


@pytest.mark.parametrize(
    ("quarter", "said", "state", "is_known"),
    [
        ("2012-Q1", "=drafting", "signed", True),
        ("2012-Q1", "=in-force", "in-force", False),
        ("2012-Q2", "=drafting", "drafting", False),
        ("2012-Q2", "ND", "signed", True),
        ("2012-Q3", "=drafting", "drafting", False),
    ],
)
def test_a_return_counts_where_it_is_as_new_or_tells_of_as_much(quarter, said, state, is_known):
    row = row_of(law(("signed", "2012-06")), sent=[(quarter, said)])
    assert (row.actual, row.from_definition is not None) == (state, is_known)


def test_what_was_reached_by_the_targets_end_is_met_though_no_return_came():
    one = law(
        ("signed", "2012-06"), target_is="level", targets=targets(("2012", "signed", "2011-03-01"))
    )
    assert [(row_of(one, period).rating) for period in ("2012-Q1", "2012-Q2", "2012")] == [
        "no-data",
        "on-schedule",
        "met",
    ]


def test_what_falls_short_of_the_target_is_not_rated_while_returns_are_missing():
    one = law(
        ("drafting", "2011"), target_is="level", targets=targets(("2012", "signed", "2011-03-01"))
    )
    row = row_of(one)
    assert (row.actual, row.rating, row.why_not_rated) == ("drafting", "not-rated", "partial")


def test_it_counts_where_nothing_is_asked_in_the_period_as_well():
    one = law(("signed", "2010"), since="2013-01-01")
    assert (row_of(one).actual, row_of(one).expected) == ("signed", 0)


def test_flags_are_each_known_on_their_own():
    one = law(("signed", "2010"), ("in-force", "2012-06"), **FLAGS)
    row = row_of(one, sent=[("2012-Q1", "=drafting;signed")])
    assert row.actual == "drafting;signed;in-force"
    assert row.from_definition.state == "in-force"
    assert row_of(one, "2012-Q1", sent=[("2012-Q1", "=drafting")]).actual == "drafting"


@pytest.mark.parametrize("keys", [{"breakdowns": [["sex"]]}, {"over": "all_reached"}])
def test_nothing_is_known_of_several_places_or_bodies_at_once(keys):
    one = law(("signed", "2010"), **keys)
    assert [fault.code for fault in kind_of(one).faults(one)] == ["attained-of-several"]
