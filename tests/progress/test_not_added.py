"""Where figures may not be put together there is no number, and the row says why."""

from typing import get_args

import pytest
from progress_kit import EN, Returns, indicator, plan_of

from mne.formulas import formula_faults
from mne.model.record import WhyNotAdded
from mne.model.selection import Selection

PERSONS = {"counting_unit": "person"}
SPRING, SUMMER = "2012-03-15--2012-04-20", "2012-04-20--2012-05-31"


def why(returns, period="2012", **keys):
    row = returns.total(period, **keys)
    assert (
        (row.actual is None) == (row.coverage == "not-aggregated") == bool(row.why_not_aggregated)
    )
    return row.why_not_aggregated


def of_two(reporters=("MOI", "MOND"), *, quarters=(1, 2), campaigns=(), **keys):
    """What two bodies said of two quarters."""
    first, second = (one if isinstance(one, str) else one["id"] for one in reporters)
    plan = plan_of(
        indicator(**{"lead": first, "contributing": [second]} | keys),
        reporters=reporters,
        campaigns=campaigns,
    )
    returns = Returns(plan)
    for quarter in quarters:
        returns.put(first, f"2012-Q{quarter}", 1).put(second, f"2012-Q{quarter}", 2)
    return returns


def body(name, **keys):
    return {"id": name, "name": EN, "abbreviation": name} | keys


PROVINCE, DEPARTMENT = {"kind": "provincial-committee"}, {"part_of": "MOI"}
TRIED = {
    "over-time": {"time": "none"},
    "over-reporters": {"over": "none"},
    "same-person": {"over": "none", **PERSONS},
    "lead-only": {"over": "lead_only"},
    "different-levels": {"reporters": (body("MOI"), body("PCCT", **PROVINCE))},
    "body-within-another": {"reporters": (body("MOI"), body("DEP", **PROVINCE, **DEPARTMENT))},
    "windows-overlap": {},
}


def test_every_reason_is_tried_below():
    assert TRIED.keys() == {*get_args(WhyNotAdded)} - {""}


@pytest.mark.parametrize(
    "reason", [one for one in TRIED if one not in {"lead-only", "windows-overlap"}]
)
def test_the_reason_is_named(reason):
    assert why(of_two(**TRIED[reason])) == reason


def test_where_nothing_forbids_it_there_is_a_number_and_no_reason():
    assert why(of_two()) == ""
    assert why(of_two(time="none"), "2012-Q2") == ""


def test_windows_that_share_a_day():
    windows = [{"period": one, "title": EN} for one in (SPRING, SUMMER)]
    returns = Returns(plan_of(indicator(frequency="campaign", over="lead_only"), campaigns=windows))
    returns.put("MOI", SPRING, 1).put("MOI", SUMMER, 2)
    assert why(returns) == "windows-overlap"
    assert why(returns, SPRING) == ""


def test_where_the_lead_is_not_meant_its_contributors_are_not_put_together():
    plan = plan_of(indicator(over="lead_only", contributing=["MOND", "MOJ"]), reporters=THREE)
    returns = Returns(plan)
    for who in ("MOI", "MOND", "MOJ"):
        returns.put(who, "2012-Q1", 1)
    assert why(returns, "2012-Q1", of=Selection(country="TH")) == "lead-only"
    assert why(returns, "2012-Q1", of=Selection(reporter="MOJ")) == ""


THREE = (body("MOI"), body("MOND", country="TH"), body("MOJ", country="TH"))


def test_a_figure_that_is_missing_is_missing_and_not_forbidden():
    returns = Returns(plan_of(indicator(over="lead_only", contributing=["MOND"])))
    row = returns.put("MOND", "2012-Q1", 5).total("2012-Q1")
    assert (row.actual, row.coverage, row.why_not_aggregated) == (None, "none", "")
    assert [(one.reporter, one.why) for one in row.missing] == [("MOI", "not-received")]
    beside = [one for one in returns.rows("2012-Q1", by=("reporter",)) if one.at]
    assert [(one.actual, one.coverage) for one in beside] == [(None, "none"), (5, "complete")]


class TestPersons:
    """The same person may be in the figures of two reporters, unless the definition denies it."""

    @staticmethod
    def returns(over="sum", *, disjoint=False, **keys):
        one = indicator(id="P", over=over, contributing=["MOND", "MOJ"], **PERSONS, **keys)
        combine = one.combine.model_copy(update={"disjoint": disjoint})
        made = indicator(
            id="D", formula="[P] * 2", time="none", over="none", counting_unit="person"
        )
        plan = plan_of(one.model_copy(update={"combine": combine}), made, reporters=THREE)
        returns = Returns(plan)
        for who in ("MOI", "MOND", "MOJ"):
            returns.put(who, "2012-Q1", 5, of="P")
        return returns

    @pytest.mark.parametrize("over", ["sum", "none"])
    def test_they_are_never_summed_over_reporters_by_any_grouping_or_formula(self, over):
        returns = self.returns(over)
        rows = returns.rows("2012-Q1", by=("reporter", "reporter-level", "reporter-country"))
        found = {(row.indicator, row.at): (row.actual, row.why_not_aggregated) for row in rows}
        for name, each in (("P", 5), ("D", 10)):
            assert found[name, ()] == (None, "same-person")
            assert found[name, (("reporter-level", "national"),)] == (None, "same-person")
            assert found[name, (("reporter-country", "TH"),)] == (None, "same-person")
            assert found[name, (("reporter", "MOND"),)] == (each, "")

    def test_not_by_a_selection_either(self):
        rows = self.returns().rows("2012-Q1", of=Selection(country="TH"))
        assert {row.why_not_aggregated for row in rows} == {"same-person"}

    def test_they_are_summed_where_nobody_can_be_in_two(self):
        rows = self.returns(disjoint=True).rows("2012-Q1")
        assert [(row.actual, row.why_not_aggregated) for row in rows] == [(15, ""), (30, "")]

    @pytest.mark.parametrize(("over", "actual"), [("mean", 5), ("max", 5), ("min", 5)])
    def test_what_adds_nobody_up_is_allowed(self, over, actual):
        assert self.returns(over).rows("2012-Q1")[0].actual == actual

    def test_a_share_is_no_number_of_persons(self):
        ratio = {"kind": "ratio", "numerator": EN, "denominator": EN, "time": "ratio_of_sums"}
        share = indicator(over="ratio_of_sums", contributing=["MOND"], **ratio, **PERSONS)
        returns = Returns(plan_of(share)).put("MOI", "2012-Q1", "1/2")
        row = returns.put("MOND", "2012-Q1", "2/2").total("2012-Q1")
        assert (str(row.actual), row.why_not_aggregated) == ("0.75", "")

    def test_nor_are_persons_of_two_stages_added_by_a_formula(self):
        names = ("PROSECUTED", "CONVICTED")
        made = indicator(
            id="D", formula="[PROSECUTED] + [CONVICTED]", time="none", over="none", **PERSONS
        )
        plan = plan_of(*(indicator(id=name, over="lead_only", **PERSONS) for name in names), made)
        assert [fault.code for fault in formula_faults(plan, made)] == ["formula-persons-twice"]


class TestMoney:
    """Amounts are of one currency and one stage, and are never added across either."""

    STAGES = ("planned", "approved", "released", "spent")

    @staticmethod
    def amount(name, unit="KHR", stage="spent", **keys):
        return indicator(id=name, kind="amount", unit=unit, stage=stage, over="lead_only", **keys)

    def test_each_stage_and_currency_has_a_row_of_its_own(self):
        made = [self.amount(stage, stage=stage) for stage in self.STAGES]
        made.append(self.amount("usd", unit="USD"))
        returns = Returns(plan_of(*made))
        for place, one in enumerate(made, 1):
            returns.put("MOI", "2012-Q1", f"{place}.0001", of=one.id)
        found = [(row.indicator, str(row.actual)) for row in returns.rows("2012-Q1")]
        assert found == [
            ("planned", "1.0001"),
            ("approved", "2.0001"),
            ("released", "3.0001"),
            ("spent", "4.0001"),
            ("usd", "5.0001"),
        ]

    @pytest.mark.parametrize(
        ("formula", "code"),
        [
            ("[SPENT] + [DOLLARS]", "formula-unlike"),
            ("[SPENT] - [DOLLARS]", "formula-unlike"),
            ("[SPENT] / [DOLLARS]", "formula-share-unlike"),
            ("[PLANNED] + [SPENT]", "formula-stages"),
            ("sum([SPENT], [PLANNED], [SPENT])", "formula-stages"),
            ("[PLANNED] - -[SPENT]", "formula-stages"),
            ("[PLANNED] - [SPENT]", None),
            ("[SPENT] + [SPENT]", None),
            ("[SPENT] * 2", None),
        ],
    )
    def test_a_formula_adds_neither(self, formula, code):
        known = (
            self.amount("SPENT"),
            self.amount("PLANNED", stage="planned"),
            self.amount("DOLLARS", unit="USD"),
        )
        keys = {"kind": "amount", "unit": "KHR", "stage": "spent"}
        if "/" in formula:
            keys = {"kind": "ratio", "numerator": EN, "denominator": EN}
        made = indicator(id="D", formula=formula, time="none", over="none", **keys)
        plan = plan_of(*known, made)
        assert [fault.code for fault in formula_faults(plan, made)] == ([code] if code else [])

    def test_a_share_of_what_was_planned_is_no_sum(self):
        known = (self.amount("SPENT"), self.amount("PLANNED", stage="planned"))
        ratio = {"kind": "ratio", "numerator": EN, "denominator": EN}
        made = indicator(id="D", formula="[SPENT] / [PLANNED]", time="none", over="none", **ratio)
        assert list(formula_faults(plan_of(*known, made), made)) == []
