"""A figure is compared with an earlier one only on the same returns, or like for like."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from progress_kit import LADDER, Returns, codelist, indicator, plan_of, targets

from mne import progress
from mne.messages import LANGUAGES, read_texts
from mne.model import LeftOut
from mne.periods import Period
from mne.progress import WHY_NO_TREND, Wanted, measure_all, usual_comparison
from mne.progress.figure import decimal_of


def sent(figures, **keys):
    """`{("MOI", "2011-Q1"): 5}` sent under a plan of one indicator with these keys."""
    returns = Returns(plan_of(indicator(**keys)))
    for (who, when), figure in figures.items():
        returns.put(who, when, figure)
    return returns


def years(before, now, **keys):
    """The lead's quarters of 2011 and of 2012; None was not sent."""
    found = {
        ("MOI", f"{year}-Q{number}"): figure
        for year, figures in ((2011, before), (2012, now))
        for number, figure in enumerate(figures, 1)
        if figure is not None
    }
    return sent(found, **keys)


def of(returns, period="2012", against="2011", **keys):
    return returns.trends(period, against, **keys)[""]


def gap(who, when, why):
    return LeftOut(who, Period.parse(when), why)


@pytest.mark.parametrize(
    ("before", "now", "printed"),
    # T2, whose press release took 17 of 104; and the figures of T9 that were right
    [(87, 104, "19.54"), (92, 159, "72.83"), (129, 109, "-15.50"), (104, 99, "-4.81")],
)
def test_a_change_is_reckoned_on_what_was_there_before(before, now, printed):
    found = of(years((before, 0, 0, 0), (now, 0, 0, 0)))
    assert (found.before, found.now, found.difference) == (before, now, now - before)
    assert found.change == decimal_of(Fraction(now - before, before))
    assert f"{found.change * 100:.2f}" == printed
    assert (found.basis, found.reported_in_both, found.expected) == ("same-reporters", 4, 4)
    assert found.way == ("up" if now > before else "down")


def test_what_stands_as_it_stood_is_the_same_and_neither_better_nor_worse():
    found = of(years((5,) * 4, (5,) * 4))
    assert (found.way, found.means, found.change) == ("same", "", 0)


@pytest.mark.parametrize(
    ("direction", "up", "down"),
    [("up", "better", "worse"), ("down", "worse", "better"), ("neutral", "", "")],
)
def test_better_and_worse_are_said_only_where_the_definition_knows(direction, up, down):
    assert of(years((1,) * 4, (2,) * 4, direction=direction)).means == up
    assert of(years((2,) * 4, (1,) * 4, direction=direction)).means == down


def test_a_missing_quarter_is_left_out_of_both_years():
    found = of(years((10, 20, 30, 40), (11, 22, None, 44)))
    assert (found.before, found.now, found.change) == (70, 77, Decimal("0.1"))
    assert (found.basis, found.reported_in_both, found.expected) == ("like-for-like", 3, 4)
    assert found.left_out == (gap("MOI", "2012-Q3", "not-received"),)


def test_what_the_earlier_year_lacks_is_left_out_of_this_one():
    found = of(years((10, 20, "ND", 40), (11, 22, 33, 44)))
    assert (found.before, found.now) == (70, 77)
    assert found.left_out == (gap("MOI", "2011-Q3", "ND"),)


def test_the_same_gap_in_both_years_is_named_and_nothing_is_reckoned_again():
    returns = years((10, 20, 30, "NA"), (11, 22, 33, "NA"))
    found = of(returns)
    assert (found.before, found.now, found.basis) == (60, 66, "like-for-like")
    assert found.left_out == (gap("MOI", "2012-Q4", "NA"),)


def test_a_reporter_who_was_not_there_is_left_out_by_name():
    plan = plan_of(
        indicator(contributing=["MOND"]),
        reporters=[
            {"id": "MOI", "name": {"en": "a"}, "abbreviation": "MOI"},
            {"id": "MOND", "name": {"en": "b"}, "abbreviation": "MOND", "valid_from": "2012-01-01"},
        ],
    )
    returns = Returns(plan)
    for when in ("2011-Q1", "2012-Q1"):
        returns.put("MOI", when, 10)
    returns.put("MOND", "2012-Q1", 90)
    found = returns.trends("2012-Q1", "2011-Q1")[""]
    assert (found.before, found.now, found.change) == (10, 10, 0)
    assert (found.reported_in_both, found.expected) == (1, 2)
    assert found.left_out == (gap("MOND", "2011-Q1", "not-asked"),)


def test_a_return_that_nobody_owed_is_left_out_too():
    found = of(years((10, 20, 30, 40), (11, 22, None, 44)).let_off("MOI", "2012-Q3"))
    assert (found.basis, found.before, found.now) == ("like-for-like", 70, 77)
    assert found.left_out == (gap("MOI", "2012-Q3", "not-asked"),)


def test_in_the_middle_of_a_year_only_what_is_over_is_compared():
    returns = years((10, 20, 30, 40), (11, 22))
    found = of(returns, as_of=date(2012, 7, 31))
    assert (found.before, found.now, found.basis) == (30, 33, "like-for-like")
    assert [one.why for one in found.left_out] == ["not-due", "not-due"]
    assert [one.period.label for one in found.left_out] == ["2012-Q3", "2012-Q4"]


def test_figures_with_no_return_in_common_are_not_compared():
    found = of(years((10, None, None, None), (None, 20, None, None)))
    assert (found.why, found.basis, found.change, found.way) == (
        "different-reporters",
        None,
        None,
        "",
    )
    assert (found.before, found.now, found.reported_in_both) == (10, 20, 0)
    assert [(one.period.label, one.why) for one in found.left_out] == [
        ("2012-Q1", "not-received"),
        ("2011-Q2", "not-received"),
        ("2012-Q3", "not-received"),
        ("2012-Q4", "not-received"),
    ]


@pytest.mark.parametrize(
    ("rules", "before", "now"),
    [
        ({"time": "mean"}, Decimal(20), Decimal(24)),
        ({"time": "min"}, 10, 12),
        ({"time": "max"}, 30, 36),
        ({"time": "last_in_period", "stock_or_flow": "stock"}, 30, 36),
        ({"time": "last", "stock_or_flow": "stock"}, 30, 36),
    ],
)
def test_each_rule_is_applied_again_to_what_is_in_both(rules, before, now):
    found = of(years((10, 20, 30, 99), (12, 24, 36, None), **rules))
    assert (found.before, found.now, found.change) == (before, now, Decimal("0.2"))


def test_a_ratio_is_put_together_again_from_its_sums():
    keys = {"kind": "ratio", "numerator": {"en": "a"}, "denominator": {"en": "b"}}
    returns = years(
        ("1/2", "99/100", "0/500", "1/2"), ("2/4", "98/100", None, "1/2"),
        time="ratio_of_sums", over="lead_only", **keys,
    )  # fmt: skip
    found = of(returns)
    assert (found.before, found.now) == (
        decimal_of(Fraction(101, 104)),
        decimal_of(Fraction(101, 106)),
    )
    assert found.change == decimal_of(Fraction(101, 106) / Fraction(101, 104) - 1)


def test_a_standing_figure_that_was_only_looked_back_at_is_not_taken_for_a_new_one():
    """Nothing was said in 2012: the number of 2011 is still shown, and is no trend."""
    found = of(years((10, 20, 30, 40), (), time="last", stock_or_flow="stock"))
    assert (found.now, found.why) == (40, "different-reporters")


def test_from_nothing_there_is_a_difference_and_no_percentage():
    found = of(years((0,) * 4, (3, 0, 0, 0)))
    assert (found.change, found.difference, found.way, found.why) == (None, 3, "up", "zero-before")
    assert found.basis == "same-reporters"


def test_a_correction_of_last_year_counts_in_last_year():
    returns = years((10, 10, 10, 10), (11, 11, 11, 11))
    returns.put("MOI", "2011-Q2", 15, number=2)
    assert of(returns).before == 45


def test_the_period_just_before_is_compared_place_by_place():
    returns = years((1, 1, 7, 10), (3, 8, 0, 0))
    found = of(returns, "2012-H1", "2011-H2")
    assert (found.before, found.now, found.basis) == (17, 11, "same-reporters")
    found = of(returns, "2012-Q1", "2011-Q4")
    assert (found.before, found.now, found.basis) == (10, 3, "same-reporters")


def test_breakdowns_and_reporters_have_trends_of_their_own():
    returns = Returns(plan_of(indicator(contributing=["MOND"], breakdowns=[["sex"]])))
    for who, when, total, female in (
        ("MOI", "2011-Q1", 10, 4),
        ("MOND", "2011-Q1", 10, 1),
        ("MOI", "2012-Q1", 20, 5),
        ("MOND", "2012-Q1", 5, 3),
    ):
        returns.put(who, when, total).put(who, when, female, at="sex=female")
    found = returns.trends("2012-Q1", "2011-Q1", by=("sex", "reporter"))
    assert found["sex=female"].change == Decimal("0.6")
    assert found["reporter=MOI"].change == 1
    assert found["reporter=MOND"].change == Decimal("-0.5")
    assert found["reporter=MOND;sex=female"].change == 2
    assert found["sex=male"].why == "no-figure-now"


class TestNoTrend:
    def test_between_periods_of_another_length(self):
        assert of(years((1,) * 4, (1,) * 4), "2012", "2011-Q1").why == "another-length"

    def test_across_a_break_which_is_named(self):
        old = indicator(id="OLD", until="2011-12-31")
        new = indicator(id="A", since="2012-01-01", replaces="OLD")
        returns = Returns(plan_of(old, new)).put("MOI", "2012-Q1", 5)
        found = returns.trends("2012-Q1", "2011-Q1")[""]
        assert found.why == "series-break"
        assert (found.series_break.because, found.series_break.other) == ("replaces-another", "OLD")

    def test_across_the_cutting_of_a_province(self):
        codes = ("KH08", "KH25", "unknown")
        cut = codelist("province", codes, KH25={"valid_from": "2012-01-01", "split_from": "KH08"})
        plan = plan_of(indicator(breakdowns=[["province"]]), codelists={"province": cut})
        returns = Returns(plan)
        for when in ("2011-Q1", "2012-Q1"):
            returns.put("MOI", when, 8).put("MOI", when, 8, at="province=KH08")
        found = returns.trends("2012-Q1", "2011-Q1", by=("province",))
        assert found["province=KH08"].why == "series-break"
        assert found["province=KH08"].series_break.because == "code-split"
        assert found[""].basis == "same-reporters"

    def test_of_figures_that_may_not_be_added(self):
        figures = {(who, when): 5 for who in ("MOI", "MOND") for when in ("2011-Q1", "2012-Q1")}
        returns = sent(figures, contributing=["MOND"], over="none")
        found = returns.trends("2012-Q1", "2011-Q1", by=("reporter",))
        assert (found[""].why, found[""].before, found[""].now) == ("not-aggregated", None, None)
        assert found["reporter=MOI"].basis == "same-reporters"

    def test_without_a_figure_in_one_of_the_two(self):
        assert of(years((1,) * 4, ())).why == "no-figure-now"
        found = of(years((), (1,) * 4))
        assert (found.why, found.now, found.before, found.left_out) == (
            "no-figure-before",
            4,
            None,
            (),
        )

    def test_before_the_plan_began(self):
        assert of(years((1,) * 4, ()), "2011", "2010").why == "no-figure-before"

    def test_of_the_state_of_a_milestone(self):
        keys = {"kind": "milestone", "states": LADDER, "time": "latest_state", "over": "lead_only"}
        found = of(years(("=none",), ("=signed",), **keys))
        assert (found.why, found.before, found.now) == ("not-comparable", "none", "signed")


OF_PLACES = {
    "kind": "milestone",
    "states": LADDER,
    "time": "latest_state",
    "over": "lead_only",
    "breakdowns": [["province"]],
    "target_is": "level",
}


class TestMilestonesOfSeveralPlaces:
    def of(self, aims, before, now):
        returns = Returns(plan_of(indicator(**OF_PLACES, targets=targets(*aims))))
        for year, states in (("2011", before), ("2012", now)):
            for place, state in zip(("KH01", "KH02", "unknown"), states, strict=True):
                returns.put("MOI", f"{year}-Q4", f"={state}", at=f"province={place}")
        return returns.trends("2012-Q4", "2011-Q4")[""]

    def test_count_the_places_that_reached_what_was_meant(self):
        aims = [("2013", "signed", "2011-01-01")]
        found = self.of(aims, ("signed", "none", "none"), ("signed", "in-force", "none"))
        assert (found.before, found.now, found.change) == (
            decimal_of(Fraction(1, 3)),
            decimal_of(Fraction(2, 3)),
            1,
        )
        assert (found.basis, found.reported_in_both) == ("same-reporters", 1)

    def test_are_not_compared_where_another_state_was_meant(self):
        aims = [("2011", "drafting", "2011-01-01"), ("2012", "in-force", "2011-01-01")]
        found = self.of(aims, ("drafting",) * 3, ("signed", "in-force", "none"))
        assert (found.why, found.change) == ("another-target", None)


class TestWorkedOutFigures:
    def of(self, before, now):
        plan = plan_of(
            indicator(id="A"),
            indicator(id="B"),
            indicator(id="C", kind="ratio", formula="[A] / [B]"),
        )
        returns = Returns(plan)
        for year, pairs in (("2011", before), ("2012", now)):
            for number, (above, below) in enumerate(pairs, 1):
                returns.put("MOI", f"{year}-Q{number}", above, of="A")
                returns.put("MOI", f"{year}-Q{number}", below, of="B")
        with returns._kept("duckdb", None) as table:
            wanted = Wanted(plan, Period.parse("2012"), returns.counting, date(2020, 1, 1))
            (rows,) = measure_all(table, [wanted._replace(against=Period.parse("2011"))])
        return next(row.trend for row in rows if row.indicator == "C")

    def test_are_compared_where_all_that_they_rest_on_is_alike(self):
        found = self.of([(1, 4)] * 4, [(2, 4)] * 4)
        assert (found.change, found.basis, found.expected) == (1, "same-reporters", 4)

    def test_are_not_narrowed_to_quarters_that_are_not_printed_beside_them(self):
        found = self.of([(1, 4)] * 4, [(2, 4), (2, 4), (2, "ND"), (2, 4)])
        assert (found.why, found.reported_in_both) == ("different-reporters", 3)
        assert found.left_out == (gap("MOI", "2012-Q3", "ND"),)


def test_the_engine_is_asked_again_only_where_something_is_left_out(monkeypatch):
    runs = []
    really = progress._measure

    def counted(table, asks):
        runs.append(len(asks))
        return really(table, asks)

    monkeypatch.setattr(progress, "_measure", counted)
    of(years((1,) * 4, (2,) * 4))
    assert runs == [2]
    of(years((1,) * 4, (2, 2, 2, None)))
    assert runs == [2, 2, 2]


@pytest.mark.parametrize(
    ("period", "earlier"),
    [
        ("2012", "2011"),
        ("2012-02", "2011-02"),
        ("2013-02", "2012-02"),
        ("2012-Q1", "2011-Q1"),
        ("2022-08-18--2022-11-10", "2021-08-18--2021-11-10"),
        ("2011-01-01--2013-12-31", "2008-01-01--2010-12-31"),
    ],
)
def test_what_is_usually_compared_is_the_same_days_a_year_before(period, earlier):
    assert usual_comparison(Period.parse(period)).label == earlier


def test_windows_of_a_campaign_are_compared_by_their_days():
    assert Period.parse("2012-05-25--2012-08-17").is_as_long_as(
        Period.parse("2012-08-18--2012-11-10")
    )
    assert Period.parse("2012-08-18--2012-11-10").just_before.label == "2012-05-25--2012-08-17"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words(language):
    known = read_texts(language)
    assert [code for code in WHY_NO_TREND if f"no-trend-{code}" not in known] == []
