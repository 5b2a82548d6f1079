"""Each rule by a small table whose answer can be reckoned in the head."""

from datetime import date
from decimal import Decimal

import pytest
from progress_kit import EN, LADDER, Returns, codelist, indicator, plan_of, targets

from mne.periods import Period


def of_two(time, over, **keys):
    """MOI said 1, 2, 3, 6 in the quarters of 2012, MOND 10, 0, 10 and then nothing."""
    returns = Returns(plan_of(indicator(time=time, over=over, contributing=["MOND"], **keys)))
    for quarter, value in enumerate((1, 2, 3, 6), 1):
        returns.put("MOI", f"2012-Q{quarter}", value)
    for quarter, value in enumerate((10, 0, 10), 1):
        returns.put("MOND", f"2012-Q{quarter}", value)
    return returns


@pytest.mark.parametrize(
    ("time", "over", "expected"),
    [
        ("sum", "sum", 32),
        ("sum", "mean", 16),
        ("sum", "min", 12),
        ("sum", "max", 20),
        ("sum", "lead_only", 12),
        ("mean", "lead_only", 3),
        ("min", "sum", 1),
        ("max", "sum", 16),
        ("max", "min", 6),
        ("last", "sum", 16),
        ("last", "mean", 8),
        ("last_in_period", "sum", 16),
    ],
)
def test_time_comes_first_for_each_reporter_and_then_the_reporters(time, over, expected):
    assert of_two(time, over).total("2012").actual == expected


def test_a_mean_keeps_what_it_is_the_mean_of_and_is_divided_once():
    row = of_two("mean", "sum").total("2012")
    # 12 over 4 quarters, and 20 over the 3 that were reported
    assert (row.numerator, row.denominator) == (29, 3)
    assert row.actual == Decimal("9.666666666666666666666666667")
    row = of_two("sum", "mean").total("2012")
    assert (row.numerator, row.denominator, row.actual) == (32, 2, 16)


def test_fifty_percent_of_two_and_ninety_nine_of_a_hundred_is_ninety_eight():
    ratio = {"kind": "ratio", "numerator": EN, "denominator": EN, "time": "ratio_of_sums"}
    returns = Returns(plan_of(indicator(**ratio, over="ratio_of_sums", contributing=["MOND"])))
    row = returns.put("MOI", "2012-Q1", "1/2").put("MOND", "2012-Q1", "99/100").total("2012-Q1")
    assert (row.numerator, row.denominator) == (100, 102)
    assert f"{row.actual:.2f}" == "0.98"


def test_a_ratio_with_nothing_below_the_line_is_no_number_and_no_zero():
    ratio = {"kind": "ratio", "numerator": EN, "denominator": EN, "time": "ratio_of_sums"}
    returns = Returns(plan_of(indicator(**ratio, over="lead_only")))
    row = returns.put("MOI", "2012-Q1", "0/0").total("2012-Q1")
    assert (row.actual, row.coverage, row.why_not_rated) == (None, "complete", "denominator-zero")


def test_half_a_ratio_is_a_missing_figure():
    ratio = {"kind": "ratio", "numerator": EN, "denominator": EN, "time": "ratio_of_sums"}
    returns = Returns(plan_of(indicator(**ratio, over="lead_only")))
    row = returns.put("MOI", "2012-Q1", "4/ND").put("MOI", "2012-Q2", "3/4").total("2012-H1")
    assert (row.numerator, row.denominator, row.reported, row.expected) == (3, 4, 1, 2)
    assert [one.why for one in row.missing] == ["ND"]


def test_last_looks_back_before_the_period_and_last_in_period_does_not():
    stock = {"stock_or_flow": "stock", "over": "lead_only"}
    for rule, expected, coverage in (("last", 8, "partial"), ("last_in_period", None, "none")):
        returns = Returns(plan_of(indicator(time=rule, **stock)))
        returns.put("MOI", "2011-Q4", 8).put("MOI", "2012-Q1", "ND").put("MOI", "2012-Q2", 9)
        row = returns.total("2012-Q1")
        assert (row.actual, row.coverage, row.reported) == (expected, coverage, 0)


def test_a_stock_is_not_summed_over_quarters():
    # cases open in court: those carried over are handled again in every quarter (T6)
    returns = Returns(plan_of(indicator(time="last_in_period", over="lead_only")))
    for quarter, value in enumerate((118, 120, 131, 129), 1):
        returns.put("MOI", f"2012-Q{quarter}", value)
    row = returns.total("2012")
    assert (row.actual, row.sources) == (129, ("NPA/2012-Q4/MOI/r0001",))


def test_the_same_quarter_sent_twice_is_a_correction_and_not_an_addition():
    # T3: one year printed twice with two figures
    returns = Returns(plan_of(indicator(over="lead_only")))
    returns.put("MOI", "2012-Q1", 70225).put("MOI", "2012-Q1", 70500, number=2)
    row = returns.total("2012-Q1")
    assert (row.actual, row.sources) == (70500, ("NPA/2012-Q1/MOI/r0002",))


def test_stages_of_one_case_are_separate_figures_and_are_never_added():
    # T4 and T5: 538 suspects of the police, 109 prosecuted; 78 of which 66
    names = ("SUSPECTS", "PROSECUTED")
    plan = plan_of(*(indicator(id=name, over="lead_only") for name in names))
    returns = Returns(plan)
    returns.put("MOI", "2012-Q1", 538, of="SUSPECTS").put("MOI", "2012-Q1", 109, of="PROSECUTED")
    rows = returns.rows("2012-Q1")
    assert [(row.indicator, row.actual) for row in rows] == [
        ("SUSPECTS", 538),
        ("PROSECUTED", 109),
    ]


def test_figures_that_were_printed_rightly_come_out_as_printed():
    # T9
    returns = Returns(plan_of(indicator(over="sum", contributing=["MOND", "MOJ"])))
    for who, value in (("MOI", 138), ("MOND", 40), ("MOJ", 167)):
        returns.put(who, "2012-Q1", value)
    assert returns.total("2012-Q1").actual == 345


def test_what_is_missing_is_named_with_its_reason_and_never_counted_as_zero():
    # T8: units that did not report are not units without cases
    whys = ("blank", "NA", "ND", "unreadable")
    reporters = ("MOI", "MOND", "MOJ", "MOSVY", "MOT", "COM")
    plan = plan_of(indicator(contributing=list(reporters[1:])), reporters=reporters)
    returns = Returns(plan).put("MOI", "2012-Q1", 0)
    for who, why in zip(reporters[1:5], whys, strict=True):
        returns.put(who, "2012-Q1", why)
    row = returns.total("2012-Q1")
    assert (row.actual, row.coverage, row.reported, row.expected) == (0, "partial", 1, 6)
    assert [(one.reporter, one.period.label, one.why) for one in row.missing] == [
        ("MOND", "2012-Q1", "blank"),
        ("MOJ", "2012-Q1", "NA"),
        ("MOSVY", "2012-Q1", "ND"),
        ("MOT", "2012-Q1", "unreadable"),
        ("COM", "2012-Q1", "not-received"),
    ]


def test_nothing_plus_nothing_is_nothing():
    returns = Returns(plan_of(indicator(contributing=["MOND"])))
    row = returns.put("MOI", "2012-Q1", "ND").total("2012-Q1")
    assert (row.actual, row.coverage, row.rating) == (None, "none", "no-data")
    assert Returns(returns.plan).total("2012-Q1").actual is None


def test_an_estimate_counts_and_a_number_beside_nd_does_not():
    returns = Returns(plan_of(indicator(contributing=["MOND"])))
    returns.mark("MOI", "2012-Q1", 40, "estimated").mark("MOND", "2012-Q1", 7, "ND")
    row = returns.total("2012-Q1")
    assert (row.actual, [one.why for one in row.missing]) == (40, ["ND"])


def test_a_figure_that_the_form_did_not_ask_for_yet_is_blank():
    row = Returns(plan_of(indicator()))
    row.send("MOI", "2012-Q1")
    assert [one.why for one in row.total("2012-Q1").missing] == ["blank"]


def test_figures_that_may_not_be_added_are_shown_side_by_side():
    returns = of_two("sum", "none")
    total, moi, mond = returns.rows("2012", by=("reporter",))
    assert (total.actual, total.coverage, total.rating) == (None, "not-aggregated", "not-rated")
    assert (moi.at, moi.actual) == ((("reporter", "MOI"),), 12)
    assert (mond.at, mond.actual, mond.coverage) == ((("reporter", "MOND"),), 20, "partial")


def test_figures_that_may_not_be_added_over_time_stand_for_one_quarter_only():
    returns = of_two("none", "lead_only")
    assert returns.total("2012").coverage == "not-aggregated"
    assert returns.total("2012").actual is None
    assert returns.total("2012-Q4").actual == 6


def test_a_year_that_has_just_begun_is_still_a_year_for_figures_that_may_not_be_added():
    returns = Returns(plan_of(indicator(time="none", over="lead_only"))).put("MOI", "2012-Q1", 5)
    row = returns.total("2012", as_of=date(2012, 4, 30))
    assert (row.actual, row.coverage, row.expected) == (None, "not-aggregated", 1)


def test_a_contributor_is_shown_beside_the_lead_but_not_expected():
    total, moi, mond = of_two("sum", "lead_only").rows("2012", by=("reporter",))
    assert (total.actual, total.coverage, total.expected) == (12, "complete", 4)
    assert (moi.actual, mond.actual) == (12, 20)


def test_a_yearly_figure_belongs_to_the_year_and_comes_with_its_last_quarter():
    returns = Returns(plan_of(indicator(frequency="year", over="lead_only")))
    returns.put("MOI", "2012-Q4", 7, about="2012")
    assert (returns.total("2012").actual, returns.total("2012").expected) == (7, 1)
    quarter = returns.total("2012-Q4")
    assert (quarter.actual, quarter.expected, quarter.why_not_rated) == (None, 0, "not-asked")


def test_a_reporter_is_expected_only_in_the_quarters_that_it_exists_for():
    reporters = (
        "MOI",
        {"id": "COM", "name": EN, "abbreviation": "COM", "valid_from": "2012-07-01"},
    )
    returns = Returns(plan_of(indicator(contributing=["COM"]), reporters=reporters))
    assert returns.total("2012").expected == 6


def test_an_indicator_is_expected_only_while_it_is_in_force():
    returns = Returns(plan_of(indicator(since=date(2012, 7, 1), over="lead_only")))
    assert returns.total("2012").expected == 2


BROKEN_DOWN = {"breakdowns": [["sex"], ["province"], ["sex", "province"]], "over": "sum"}


def test_a_breakdown_is_given_where_all_its_dimensions_are_asked_for():
    returns = Returns(plan_of(indicator(**BROKEN_DOWN)))
    returns.put("MOI", "2012-Q1", 5)
    places = lambda *by: [row.at for row in returns.rows("2012-Q1", by=by)]  # noqa: E731
    sexes = [(("sex", code),) for code in ("female", "male", "unknown")]
    provinces = [(("province", code),) for code in ("KH01", "KH02", "unknown")]
    crossed = [sex + province for sex in sexes for province in provinces]
    assert places() == [()]
    assert places("sex") == [(), *sexes]
    assert places("province", "sex") == [(), *sexes, *provinces, *crossed]


def test_a_breakdown_left_blank_is_not_broken_down_and_not_zero():
    returns = Returns(plan_of(indicator(**BROKEN_DOWN, contributing=["MOND"])))
    returns.put("MOI", "2012-Q1", 5).put("MOND", "2012-Q1", 3)
    for code, value in (("female", 2), ("male", 3), ("unknown", 0)):
        returns.put("MOI", "2012-Q1", value, at=f"sex={code}")
        returns.put("MOND", "2012-Q1", "blank", at=f"sex={code}")
    total, *codes = returns.rows("2012-Q1", by=("sex",))
    assert (total.actual, total.coverage) == (8, "complete")
    assert [row.actual for row in codes] == [2, 3, 0]
    assert {row.coverage for row in codes} == {"partial"}
    assert {row.why_not_rated for row in codes} == {"part-of-total"}


def test_a_crossed_cell_is_found_whichever_dimension_was_written_first():
    returns = Returns(plan_of(indicator(**BROKEN_DOWN)))
    returns.put("MOI", "2012-Q1", 4, at="province=KH01;sex=female")
    rows = {row.at: row for row in returns.rows("2012-Q1", by=("sex", "province"))}
    assert rows[("sex", "female"), ("province", "KH01")].actual == 4


def test_a_code_is_expected_only_of_those_who_can_answer_for_it():
    partners = codelist("partner", ("TH", "VN"), TH={"asked_of": ["MOND"]})
    plan = plan_of(
        indicator(breakdowns=[["partner"]], contributing=["MOND"]), codelists={"partner": partners}
    )
    returns = Returns(plan).put("MOND", "2012-Q1", 4, at="partner=TH")
    rows = {row.at: row for row in returns.rows("2012-Q1", by=("partner",))}
    assert (rows[("partner", "TH"),].coverage, rows[("partner", "TH"),].expected) == ("complete", 1)
    assert rows[("partner", "VN"),].expected == 2


def view_of_children():
    seen = indicator(id="ALL", breakdowns=[["age"], ["sex", "age"]], contributing=["MOND"])
    view = indicator(
        id="CHILDREN",
        breakdowns=[["sex"]],
        view_of={"indicator": "ALL", "where": {"age": ("0-14", "15-17")}},
    )
    return Returns(plan_of(seen, view))


def test_a_view_sums_the_codes_that_count_out_of_the_other_breakdown():
    returns = view_of_children()
    for who in ("MOI", "MOND"):
        for age, value in (("0-14", 1), ("15-17", 2), ("18+", 100)):
            returns.put(who, "2012-Q1", value, of="ALL", at=f"age={age}")
            returns.put(who, "2012-Q1", value * 10, of="ALL", at=f"sex=female;age={age}")
    rows = {
        row.at: row for row in returns.rows("2012-Q1", by=("sex",)) if row.indicator == "CHILDREN"
    }
    assert (rows[()].actual, rows[()].coverage, rows[()].expected) == (6, "complete", 2)
    assert rows[("sex", "female"),].actual == 60
    assert rows[("sex", "male"),].actual is None


def test_a_view_with_one_cell_missing_is_missing_for_that_reporter():
    returns = view_of_children()
    returns.put("MOI", "2012-Q1", 1, of="ALL", at="age=0-14")
    returns.put("MOI", "2012-Q1", "ND", of="ALL", at="age=15-17")
    for age in ("0-14", "15-17"):
        returns.put("MOND", "2012-Q1", 4, of="ALL", at=f"age={age}")
    _, view = (row for row in returns.rows("2012-Q1"))
    assert (view.actual, view.coverage) == (8, "partial")
    assert [(one.reporter, one.why) for one in view.missing] == [("MOI", "ND")]


def test_narrative_has_no_row_and_rows_stand_in_the_order_of_the_plan():
    names = [("B", "count"), ("WORDS", "narrative"), ("A", "count")]
    plan = plan_of(
        *(indicator(id=name, kind=kind, time="none", over="none") for name, kind in names)
    )
    assert [row.indicator for row in Returns(plan).rows("2012-Q1")] == ["B", "A"]


def test_amounts_are_exact_to_the_last_riel_and_keep_their_decimals():
    money = indicator(kind="amount", unit="KHR", stage="spent", contributing=["MOND"])
    returns = Returns(plan_of(money))
    returns.put("MOI", "2012-Q1", "9999999999999.9999").put("MOND", "2012-Q1", "0.0002")
    assert returns.total("2012-Q1").actual == Decimal("10000000000000.0001")


def milestone(**keys):
    partners = codelist("partner", ("TH", "VN", "LA"))
    plan = plan_of(
        indicator(kind="milestone", states=LADDER, time="latest_state", **keys),
        codelists={"partner": partners},
    )
    return Returns(plan)


SIGNED_BY_2012 = targets(("2012", "signed", "2011-01-01"))


def test_a_milestone_over_places_has_a_row_for_each_and_counts_those_that_reached_it():
    returns = milestone(
        breakdowns=[["partner"]], over="lead_only", target_is="level", targets=SIGNED_BY_2012
    )
    returns.put("MOI", "2011-Q2", "=signed", at="partner=TH")
    for code, state in (("TH", "signed"), ("VN", "in-force"), ("LA", "drafting")):
        returns.put("MOI", "2012-Q4", f"={state}", at=f"partner={code}")
    overall, th, vn, la = returns.rows("2012-Q4")
    assert (overall.at, overall.numerator, overall.denominator) == ((), 2, 3)
    assert overall.actual == overall.achievement == Decimal(2) / 3
    assert [(row.actual, row.achievement, row.rating) for row in (th, vn, la)] == [
        ("signed", 1, "met"),
        ("in-force", 1, "met"),
        ("drafting", 0, "needs-attention"),
    ]
    assert overall.rating == "behind-schedule"


def test_a_state_lasts_until_another_is_reported():
    returns = milestone(over="lead_only").put("MOI", "2011-Q2", "=signed")
    row = returns.total("2012-Q3")
    assert (row.actual, row.coverage, row.reported, row.expected) == ("signed", "partial", 0, 1)
    assert row.sources == ("NPA/2011-Q2/MOI/r0001",)


def test_states_that_were_not_confirmed_are_shown_but_not_rated():
    returns = milestone(
        breakdowns=[["partner"]], over="lead_only", target_is="level", targets=SIGNED_BY_2012
    )
    for code in ("TH", "VN", "LA"):
        returns.put("MOI", "2012-Q3", "=signed", at=f"partner={code}")
    overall = returns.total("2012-Q4")
    assert (overall.numerator, overall.denominator, overall.reported) == (3, 3, 0)
    assert (overall.rating, overall.why_not_rated) == ("not-rated", "partial")


def test_a_milestone_of_several_countries_counts_those_that_reached_it():
    keys = {"over": "all_reached", "contributing": ["MOND", "MOJ"], "target_is": "level"}
    returns = milestone(**keys, targets=SIGNED_BY_2012)
    for who, state in (("MOI", "signed"), ("MOND", "none"), ("MOJ", "in-force")):
        returns.put(who, "2012-Q4", f"={state}")
    overall, *each = returns.rows("2012-Q4", by=("reporter",))
    assert (overall.numerator, overall.denominator, overall.coverage) == (2, 3, "complete")
    assert [row.actual for row in each] == ["signed", "none", "in-force"]


def test_a_place_has_reached_a_state_only_when_all_its_reporters_say_so():
    keys = {"over": "all_reached", "contributing": ["MOND"], "target_is": "level"}
    returns = milestone(**keys, breakdowns=[["partner"]], targets=SIGNED_BY_2012)
    for who, th, vn in (("MOI", "signed", "signed"), ("MOND", "drafting", "in-force")):
        returns.put(who, "2012-Q4", f"={th}", at="partner=TH")
        returns.put(who, "2012-Q4", f"={vn}", at="partner=VN")
    returns.put("MOI", "2012-Q4", "=in-force", at="partner=LA")
    overall, th, vn, la = returns.rows("2012-Q4")
    assert [th.actual, vn.actual, la.actual] == ["drafting", "signed", None]
    assert (la.coverage, la.why_not_rated) == ("partial", "partial")
    assert (overall.numerator, overall.denominator, overall.coverage) == (1, 3, "partial")
    assert (overall.rating, overall.why_not_rated) == ("not-rated", "partial")


def test_flags_are_each_reached_on_their_own():
    flags = [{"id": one, "name": EN} for one in ("mandate", "budget", "staff")]
    wanted = targets(("2012", "mandate;budget", "2011-01-01"))
    keys = {"time": "latest_state", "over": "lead_only", "target_is": "level", "targets": wanted}
    plan = plan_of(indicator(kind="milestone", flags=flags, **keys))
    for answer, achieved in (("mandate;budget;staff", 1), ("budget;staff", 0), ("none", 0)):
        row = Returns(plan).put("MOI", "2012-Q4", f"={answer}").total("2012-Q4")
        assert (row.actual, row.achievement) == (answer, achieved)


def test_periods_of_a_plan_outside_its_reporting_span_are_not_expected():
    span = {
        "start": date(2011, 1, 1),
        "end": date(2013, 12, 31),
        "reporting_start": date(2011, 7, 1),
    }
    returns = Returns(plan_of(indicator(over="lead_only"), span=span))
    assert returns.total("2011").expected == 2
    assert Period.parse("2011").contains(returns.total("2011").missing[0].period)
