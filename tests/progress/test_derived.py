"""What nobody is asked for is worked out of what was reported, and lacks what that lacks."""

from decimal import Decimal

import pytest
from progress_kit import Returns, indicator, plan_of, targets

from mne.formulas import formula_faults
from mne.layout import questions
from mne.model import Slot
from mne.periods import Period


def derived(formula, **keys):
    defaults = {"id": "D", "formula": formula, "time": "none", "over": "none"}
    return indicator(**defaults | keys)


def share(formula, **keys):
    words = {"en": "words"}
    return derived(formula, kind="ratio", numerator=words, denominator=words, **keys)


def returns_of(*indicators):
    plan = plan_of(*indicators)
    assert [fault for one in plan.indicators for fault in formula_faults(plan, one)] == []
    return Returns(plan)


def row_of(returns, period="2012", of="D", at=(), **keys):
    (row,) = (one for one in returns.rows(period, **keys) if (one.indicator, one.at) == (of, at))
    return row


def closed_and_new(formula="[A] / [B]", **keys):
    made = share(formula, **keys) if "/" in formula else derived(formula, **keys)
    return returns_of(indicator(id="A"), indicator(id="B"), made)


def test_a_share_is_the_sum_above_over_the_sum_below_divided_once():
    returns = closed_and_new()
    for quarter, closed, new in (("2012-Q1", 1, 2), ("2012-Q2", 1, 1), ("2012-Q3", 0, 4)):
        returns.put("MOI", quarter, closed, of="A").put("MOI", quarter, new, of="B")
    returns.put("MOI", "2012-Q4", 0, of="A").put("MOI", "2012-Q4", 0, of="B")
    row = row_of(returns)
    assert (row.actual, row.numerator, row.denominator) == (
        Decimal("0.2857142857142857142857142857"),
        2,
        7,
    )
    assert (row.coverage, row.reported, row.expected, row.missing) == ("complete", 4, 4, ())


@pytest.mark.parametrize(
    ("formula", "value"),
    [("[A] + [B]", 10), ("[A] - [B]", -4), ("sum([A], [B], [A])", 13), ("-[A] * 0.5", "-1.5")],
)
def test_sums_differences_and_products_are_exact(formula, value):
    returns = closed_and_new(formula)
    returns.put("MOI", "2012-Q1", 3, of="A").put("MOI", "2012-Q1", 7, of="B")
    row = row_of(returns, "2012-Q1")
    assert (row.actual, row.numerator, row.coverage) == (Decimal(value), None, "complete")


def test_what_one_figure_lacks_the_worked_out_one_lacks_and_is_not_rated():
    aims = targets(("2012", "0.5", "2011-03-01"))
    returns = closed_and_new(target_is="level", targets=aims)
    for quarter in ("2012-Q1", "2012-Q2", "2012-Q3"):
        returns.put("MOI", quarter, 3, of="A").put("MOI", quarter, 4, of="B")
    returns.put("MOI", "2012-Q4", 3, of="A").put("MOI", "2012-Q4", "ND", of="B")
    row = row_of(returns)
    assert (row.actual, row.coverage, row.reported, row.expected) == (1, "partial", 3, 4)
    assert [(one.period.label, one.why) for one in row.missing] == [("2012-Q4", "ND")]
    assert (row.rating, row.why_not_rated) == ("not-rated", "partial")


def test_a_whole_figure_is_rated_like_any_other():
    aims = targets(("2012-Q1", "0.5", "2011-03-01"))
    returns = closed_and_new(target_is="level", targets=aims)
    returns.put("MOI", "2012-Q1", 2, of="A").put("MOI", "2012-Q1", 4, of="B")
    row = row_of(returns, "2012-Q1")
    assert (row.achievement, row.rating, row.target) == (1, "met", Decimal("0.5"))


def test_where_one_figure_is_missing_there_is_none_and_never_zero():
    returns = closed_and_new("[A] + [B]").put("MOI", "2012-Q1", 3, of="A")
    row = row_of(returns, "2012-Q1")
    assert (row.actual, row.coverage, row.rating) == (None, "none", "no-data")
    assert [(one.reporter, one.why) for one in row.missing] == [("MOI", "blank")]


def test_over_zero_there_is_no_figure_and_the_reason_is_named():
    returns = closed_and_new("1 - [A] / [B]")
    returns.put("MOI", "2012-Q1", 3, of="A").put("MOI", "2012-Q1", 0, of="B")
    row = row_of(returns, "2012-Q1")
    assert (row.actual, row.coverage, row.why_not_rated) == (None, "complete", "denominator-zero")


def test_a_figure_rests_on_the_returns_of_all_that_it_names():
    returns = returns_of(
        indicator(id="A"), indicator(id="B", lead="MOJ"), derived("[A] + [B]", lead="MOND")
    )
    returns.put("MOI", "2012-Q1", 3, of="A").put("MOJ", "2012-Q1", 4, of="B")
    row = row_of(returns, "2012-Q1")
    assert row.sources == ("NPA/2012-Q1/MOI/r0001", "NPA/2012-Q1/MOJ/r0001")
    assert (row.actual, row.reported, row.expected) == (7, 2, 2)


def test_worked_out_figures_and_views_stand_on_one_another():
    seen = indicator(id="ALL", breakdowns=[["age"]])
    view = indicator(
        id="CHILDREN", view_of={"indicator": "ALL", "where": {"age": ("0-14", "15-17")}}
    )
    young = share("[CHILDREN] / [ALL]", id="YOUNG")
    old = share("1 - [YOUNG]", id="OLD")
    returns = returns_of(old, seen, view, young)
    for age, value in (("0-14", 1), ("15-17", 2), ("18+", 9)):
        returns.put("MOI", "2012-Q1", value, of="ALL", at=f"age={age}")
    returns.put("MOI", "2012-Q1", 12, of="ALL")
    row = row_of(returns, "2012-Q1", of="OLD")
    assert (row.actual, row.numerator, row.denominator) == (Decimal("0.75"), 9, 12)


def test_above_and_below_a_line_can_be_taken_alone():
    rate = indicator(
        id="R", kind="ratio", time="ratio_of_sums", over="ratio_of_sums", contributing=["MOND"]
    )
    returns = returns_of(rate, derived("[R.denominator] - [R.numerator]"))
    returns.put("MOI", "2012-Q1", "3/10", of="R").put("MOND", "2012-Q1", "0/5", of="R")
    assert row_of(returns, "2012-Q1").actual == 12


def test_broken_down_there_is_a_row_for_each_code_and_for_each_reporter():
    broken = {"breakdowns": [["sex"]], "contributing": ["MOND"]}
    returns = returns_of(
        indicator(id="A", **broken),
        indicator(id="B", **broken),
        share("[A] / [B]", breakdowns=[["sex"]]),
    )
    for who, above in (("MOI", 1), ("MOND", 2)):
        for at in ("", "sex=female"):
            returns.put(who, "2012-Q1", above, of="A", at=at).put(who, "2012-Q1", 4, of="B", at=at)
    rows = {
        row.at: row
        for row in returns.rows("2012-Q1", by=("sex", "reporter"))
        if row.indicator == "D"
    }
    assert {at: row.actual for at, row in rows.items() if row.actual is not None} == {
        (): Decimal("0.375"),
        (("sex", "female"),): Decimal("0.375"),
        (("reporter", "MOI"),): Decimal("0.25"),
        (("reporter", "MOND"),): Decimal("0.5"),
        (("reporter", "MOI"), ("sex", "female")): Decimal("0.25"),
        (("reporter", "MOND"), ("sex", "female")): Decimal("0.5"),
    }
    assert rows[("sex", "male"),].coverage == "none"


def test_a_place_is_named_in_any_order_of_its_dimensions():
    seen = indicator(id="A", breakdowns=[["sex", "age"]])
    returns = returns_of(seen, derived("[A@age=0-14;sex=female]"))
    returns.put("MOI", "2012-Q1", 5, of="A", at="sex=female;age=0-14")
    assert row_of(returns, "2012-Q1").actual == 5


def test_what_may_not_be_added_cannot_be_worked_out_either():
    returns = returns_of(indicator(id="A", time="none"), indicator(id="B"), derived("[A] + [B]"))
    for quarter in ("2012-Q1", "2012-Q2"):
        returns.put("MOI", quarter, 1, of="A").put("MOI", quarter, 2, of="B")
    row = row_of(returns, "2012-H1")
    assert (row.actual, row.coverage, row.why_not_rated) == (
        None,
        "not-aggregated",
        "not-aggregated",
    )


def test_a_target_for_longer_is_held_against_the_same_formula_since_its_start():
    aims = targets(("2012", "20", "2011-03-01"))
    returns = closed_and_new("[A] + [B]", target_is="per_period", targets=aims)
    for quarter in ("2012-Q1", "2012-Q2"):
        returns.put("MOI", quarter, 3, of="A").put("MOI", quarter, 2, of="B")
    row = row_of(returns, "2012-Q2")
    assert (row.actual, row.to_date, row.to_date_coverage) == (5, 10, "complete")


def test_outside_its_own_days_nothing_is_worked_out():
    returns = closed_and_new("[A] + [B]", since="2012-07-01")
    for quarter in ("2012-Q2", "2012-Q3"):
        returns.put("MOI", quarter, 3, of="A").put("MOI", quarter, 2, of="B")
    assert [row_of(returns, f"2012-Q{n}").actual for n in (2, 3)] == [None, 5]
    assert (row_of(returns, "2012-Q2").why_not_rated, row_of(returns).expected) == ("not-asked", 2)


def test_where_one_figure_is_not_asked_in_a_quarter_the_formula_is_not_either():
    returns = returns_of(
        indicator(id="A"), indicator(id="B", frequency="year"), derived("[A] + [B]")
    )
    for quarter in ("2012-Q1", "2012-Q2", "2012-Q3", "2012-Q4"):
        returns.put("MOI", quarter, 1, of="A")
    returns.put("MOI", "2012-Q4", 10, of="B", about="2012")
    assert row_of(returns, "2012-Q4").why_not_rated == "not-asked"
    assert (row_of(returns).actual, row_of(returns).expected) == (14, 5)


def test_nobody_is_asked_for_what_is_worked_out():
    plan = plan_of(indicator(id="A"), derived("[A] * 2"))
    slot = Slot("NPA", Period.parse("2012-Q1"), "MOI")
    assert {question.indicator for question in questions(plan, slot)} == {"A"}
