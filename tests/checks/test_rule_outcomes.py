"""What a rule comes to: four outcomes, every operator, every way of taking missing figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mne.checks import Answers, judge_rule
from mne.model import Observation, Rule, Slot
from tests.fixtures.account_kit import account, at

NOW, BEFORE = at("2012-Q2/COURT"), at("2012-Q1/COURT")


def rule(left: str, operator: str, right: str, **more: object) -> Rule:
    sides = {"left": left.split(" + "), "right": right.split(" + ")}
    return Rule.model_validate(
        {"id": "a-rule", "title": {"en": "A rule"}, "operator": operator, **sides, **more}
    )


def answer(slot: Slot, indicator: str, said: str) -> Observation:
    """A number, or the status of an answer that has none."""
    status = said if said in {"blank", "NA", "ND", "unreadable"} else "reported"
    value = Decimal(said) if status == "reported" else None
    return Observation(indicator, slot.period, slot.reporter, (), "", value, status, "", None)


def returned(slot: Slot, **figures: str) -> tuple[Observation, ...]:
    return tuple(answer(slot, f"A-{name}", said) for name, said in figures.items())


def judge(one: Rule, slot: Slot = NOW, earlier=(), counterparts=(), **figures: str):
    return judge_rule(
        Answers(account(), slot, returned(slot, **figures), earlier, counterparts), one
    )


@pytest.mark.parametrize(
    ("operator", "passing", "failing"),
    [
        ("==", [(3, 3)], [(2, 3), (4, 3)]),
        ("!=", [(2, 3), (4, 3)], [(3, 3)]),
        ("<", [(2, 3)], [(3, 3), (4, 3)]),
        ("<=", [(2, 3), (3, 3)], [(4, 3)]),
        (">", [(4, 3)], [(3, 3), (2, 3)]),
        (">=", [(4, 3), (3, 3)], [(2, 3)]),
    ],
)
def test_an_operator_compares_both_sides(operator, passing, failing):
    results = {
        pair: judge(
            rule("A-NEW", operator, "A-CLOSED"), NEW=str(pair[0]), CLOSED=str(pair[1])
        ).result
        for pair in (*passing, *failing)
    }
    assert results == dict.fromkeys(passing, "pass") | dict.fromkeys(failing, "fail")


@pytest.mark.parametrize(
    ("operator", "both", "left", "right", "neither"),
    [
        ("both_or_neither", "pass", "fail", "fail", "pass"),
        ("not_both", "fail", "pass", "pass", "pass"),
    ],
)
def test_an_operator_asks_whether_figures_are_given_and_zero_is_given(
    operator, both, left, right, neither
):
    one = rule("A-NEW", operator, "A-CLOSED")
    cases = [("0", "0"), ("0", "blank"), ("NA", "0"), ("blank", "ND")]
    assert [judge(one, NEW=new, CLOSED=closed).result for new, closed in cases] == [
        both,
        left,
        right,
        neither,
    ]


def test_a_side_is_given_as_soon_as_one_of_its_figures_is():
    one = rule("A-NEW + A-CLOSED", "not_both", "A-OPEN")
    assert judge(one, NEW="blank", CLOSED="1", OPEN="5").result == "fail"


@pytest.mark.parametrize(
    ("missing", "one_of_two", "both_of_two", "other_side"),
    [
        ("skip_if_any_missing", "skipped", "skipped", "skipped"),
        ("skip_if_all_missing", "fail", "skipped", "skipped"),
        ("missing_is_zero", "fail", "fail", "pass"),
    ],
)
def test_missing_figures_are_taken_as_the_rule_says(missing, one_of_two, both_of_two, other_side):
    one = rule("A-NEW + A-CLOSED", ">=", "A-OPEN", missing=missing)
    assert judge(one, NEW="2", CLOSED="blank", OPEN="3").result == one_of_two
    assert judge(one, NEW="NA", CLOSED="ND", OPEN="3").result == both_of_two
    assert judge(one, NEW="2", CLOSED="3", OPEN="blank").result == other_side


def test_unless_told_otherwise_one_missing_figure_skips_the_rule():
    assert judge(rule("A-NEW", "<", "A-CLOSED"), NEW="5", CLOSED="blank").result == "skipped"


def test_a_skipped_rule_names_the_answers_that_caused_it():
    outcome = judge(rule("A-NEW + A-OPEN", "==", "A-CLOSED"), NEW="ND", OPEN="1", CLOSED="blank")
    assert [(one.indicator, one.status) for one in outcome.causes] == [
        ("A-NEW", "ND"),
        ("A-CLOSED", "blank"),
    ]


@pytest.mark.parametrize("operator", ["==", "both_or_neither"])
@pytest.mark.parametrize("missing", ["skip_if_any_missing", "missing_is_zero"])
def test_an_unreadable_figure_skips_every_rule_and_is_named(operator, missing):
    one = rule("A-NEW", operator, "A-CLOSED", missing=missing)
    outcome = judge(one, NEW="unreadable", CLOSED="blank")
    assert outcome.result == "skipped"
    assert [cause.indicator for cause in outcome.causes] == ["A-NEW"]


def test_signs_are_kept():
    outcome = judge(rule("A-NEW + -A-CLOSED", "==", "A-OPEN"), NEW="5", CLOSED="7", OPEN="3")
    assert (outcome.result, outcome.left, outcome.right) == ("fail", Decimal(-2), Decimal(3))


def test_a_rule_of_which_a_figure_is_not_asked_does_not_apply():
    assert judge(rule("A-NEW", "==", "A-BEDS"), NEW="5").result == "not-applicable"


@pytest.mark.parametrize(
    ("period", "result"),
    [("2012-Q1", "not-applicable"), ("2012-Q2", "fail"), ("2012-Q4", "not-applicable")],
)
def test_a_rule_holds_only_where_it_is_in_force_on_every_day_of_the_period(period, result):
    dated = rule("A-NEW", "==", "A-CLOSED", valid_from="2012-01-02", valid_to="2012-12-30")
    assert judge(dated, at(f"{period}/COURT"), NEW="1", CLOSED="2").result == result


# --- the return before ------------------------------------------------------------------------
CARRIED = rule("previous A-OPEN + A-NEW + -A-CLOSED", "==", "A-OPEN")


def test_the_last_return_carries_over():
    earlier = ((BEFORE, returned(BEFORE, OPEN="10")),)
    assert judge(CARRIED, earlier=earlier, NEW="3", CLOSED="2", OPEN="11").result == "pass"
    outcome = judge(CARRIED, earlier=earlier, NEW="3", CLOSED="2", OPEN="12")
    assert (outcome.result, outcome.left, outcome.right) == ("fail", Decimal(11), Decimal(12))


def test_without_the_last_return_the_rule_waits_for_it():
    outcome = judge(CARRIED, NEW="3", CLOSED="2", OPEN="12")
    assert (outcome.result, outcome.awaited) == ("skipped", (BEFORE,))


def test_only_the_period_just_before_will_do():
    third = at("2012-Q3/COURT")
    earlier = ((BEFORE, returned(BEFORE, OPEN="10")),)
    outcome = judge(CARRIED, third, earlier, NEW="3", CLOSED="2", OPEN="12")
    assert (outcome.result, outcome.awaited) == ("skipped", (NOW,))


@pytest.mark.parametrize("said", ["unreadable", "blank", "ND"])
def test_a_last_figure_that_is_not_known_skips_the_rule_and_is_named(said):
    earlier = ((BEFORE, returned(BEFORE, OPEN=said)),)
    outcome = judge(CARRIED, earlier=earlier, NEW="3", CLOSED="2", OPEN="12")
    assert outcome.result == "skipped"
    assert [(one.period, one.status) for one in outcome.causes] == [(BEFORE.period, said)]


def test_in_the_first_period_of_a_plan_nothing_carries_over():
    assert judge(CARRIED, BEFORE, NEW="3", CLOSED="2", OPEN="12").result == "not-applicable"


def test_the_period_before_a_year_is_the_year_before():
    ends, ended = at("2013-Q4/COURT"), at("2012-Q4/COURT")
    yearly = rule("previous A-YEAR", "<=", "A-YEAR")
    earlier = ((ended, returned(ended, YEAR="9")),)
    assert judge(yearly, ends, earlier, YEAR="8").result == "fail"
    assert judge(yearly, ended, YEAR="8").result == "not-applicable"
    assert judge(yearly, at("2013-Q3/COURT"), earlier).result == "not-applicable"


def test_nothing_carries_over_where_a_place_was_cut_in_two():
    provinces = account().codelists["province"]
    cut = provinces.codes["25"].model_copy(update={"split_from": "01"})
    with_cut = provinces.model_copy(update={"codes": provinces.codes | {"25": cut}})
    plan = account().model_copy(update={"codelists": {"province": with_cut}})
    one = rule("previous A-HELPED@province=01", "<=", "A-HELPED@province=01")
    results = {}
    for period in ("2013-Q4", "2014-Q1", "2014-Q2"):
        slot = at(f"{period}/SHELTER")
        helped = answer(slot, "A-HELPED", "3")._replace(at=(("province", "01"),))
        results[period] = judge_rule(Answers(plan, slot, (helped,)), one).result
    assert results == {"2013-Q4": "skipped", "2014-Q1": "not-applicable", "2014-Q2": "skipped"}


# --- two bodies -------------------------------------------------------------------------------
SAME = rule("A-HOME of COURT", "==", "A-HOME of SHELTER")
THERE = at("2012-Q2/SHELTER")


@pytest.mark.parametrize(("here", "there"), [(NOW, THERE), (THERE, NOW)])
def test_a_rule_between_two_bodies_is_read_from_both_ends(here, there):
    counterparts = ((there, returned(there, HOME="12")),)
    assert judge(SAME, here, counterparts=counterparts, HOME="12").result == "pass"
    assert judge(SAME, here, counterparts=counterparts, HOME="13").result == "fail"
    assert judge(SAME, here, HOME="13").awaited == (there,)


def test_a_figure_of_ones_own_is_not_held_against_itself():
    one = rule("A-HOME", "==", "A-HOME of SHELTER")
    assert judge(one, THERE, HOME="13").result == "not-applicable"
    assert judge(one, NOW, HOME="13").awaited == (THERE,)


def test_a_counterpart_that_is_not_asked_is_not_waited_for():
    one = rule("A-NEW", "==", "A-NEW of SHELTER")
    assert judge(one, NEW="13").result == "not-applicable"
