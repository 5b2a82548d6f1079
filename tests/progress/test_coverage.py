"""Of how many provinces a total is: what each ministry says of them travels with its figures."""

from progress_kit import EN, Returns, codelist, indicator, plan_of

from mne.model.selection import Selection
from mne.progress import REPORTER

ASKED = {"dimension": "province", "asked_of": ["MOI", "MOND"], "title": EN}
PROVINCES = ("KH01", "KH02", "KH03")


def of(*indicators, codes=(*PROVINCES, "unknown"), **entries):
    lists = {
        "province": codelist("province", codes, **entries),
        "sex": codelist("sex", ("female", "male", "unknown")),
    }
    indicators = indicators or (
        indicator(breakdowns=[["province"], ["sex"]], contributing=["MOND"]),
    )
    return Returns(plan_of(*indicators, coverage=ASKED, codelists=lists))


def heard(returns, who, period, **answers):
    """`heard(returns, "MOI", "2012-Q1", KH01="yes", KH02="no")`, and a figure."""
    returns.put(who, period, 5)
    for office, answer in answers.items():
        returns.say(who, period, answer, of="coverage", at=f"province={office}")


def units(row):
    return tuple(row.units) if row.units else None


def test_the_offices_of_all_returns_in_a_total_are_counted():
    returns = of()
    heard(returns, "MOI", "2012-Q1", KH01="yes", KH02="yes", KH03="yes")
    heard(returns, "MOI", "2012-Q2", KH01="yes", KH02="no", KH03="yes")
    heard(returns, "MOND", "2012-Q1", KH01="no", KH02="no", KH03="yes")
    assert units(returns.total("2012-Q1")) == ("province", 4, 0, 6)
    assert units(returns.total("2012-H1")) == ("province", 6, 0, 9)


def test_an_office_of_which_nothing_is_said_is_neither_heard_nor_silent():
    returns = of()
    heard(returns, "MOI", "2012-Q1", KH01="yes", KH02="no")
    row = returns.total("2012-Q1")
    assert (row.units.reported, row.units.unknown, row.units.expected) == (1, 1, 3)
    heard(returns, "MOND", "2012-Q1")
    assert units(returns.total("2012-Q1")) == ("province", 1, 4, 6)


def test_a_return_that_is_not_in_the_figure_brings_no_offices():
    returns = of()
    heard(returns, "MOI", "2012-Q1", KH01="yes", KH02="yes", KH03="yes")
    returns.put("MOND", "2012-Q1", "ND")
    row = returns.total("2012-Q1")
    assert (units(row), row.coverage) == (("province", 3, 0, 3), "partial")
    assert units(returns.total("2012-Q2")) is None


def test_a_figure_of_the_end_rests_on_the_offices_of_its_last_return():
    stock = indicator(breakdowns=[["province"]], time="last_in_period", over="lead_only")
    returns = of(stock)
    heard(returns, "MOI", "2012-Q1", KH01="yes", KH02="yes", KH03="yes")
    heard(returns, "MOI", "2012-Q2", KH01="yes", KH02="no", KH03="no")
    assert units(returns.total("2012-H1")) == ("province", 1, 0, 3)


def test_what_is_not_broken_down_by_offices_says_nothing_of_them():
    returns = of(indicator(breakdowns=[["sex"]]))
    heard(returns, "MOI", "2012-Q1", KH01="yes")
    assert returns.total("2012-Q1").units is None


def test_where_the_plan_or_the_sender_is_not_asked_nothing_is_said():
    returns = Returns(plan_of(indicator(breakdowns=[["province"]])))
    assert returns.put("MOI", "2012-Q1", 5).total("2012-Q1").units is None
    returns = of(indicator(lead="MOJ", breakdowns=[["province"]]))
    assert returns.put("MOJ", "2012-Q1", 5).total("2012-Q1").units is None


def test_one_province_s_figure_is_of_that_province_alone():
    returns = of()
    for quarter, said in (("2012-Q1", "yes"), ("2012-Q2", "no")):
        heard(returns, "MOI", quarter, KH01=said, KH02="yes", KH03="yes")
        for code in ("KH01", "unknown"):
            returns.put("MOI", quarter, 1, at=f"province={code}")
        returns.put("MOI", quarter, 1, at="sex=female")
    rows = {row.at: row for row in returns.rows("2012-H1", by=("province", "sex"))}
    assert units(rows[("province", "KH01"),]) == ("province", 1, 0, 2)
    assert rows[("province", "unknown"),].units is None
    assert units(rows[("sex", "female"),]) == ("province", 5, 0, 6)


def test_a_province_that_did_not_exist_yet_was_not_to_be_heard():
    returns = of(codes=(*PROVINCES, "KH25", "unknown"), KH25={"valid_from": "2013-12-31"})
    heard(returns, "MOI", "2012-Q1", KH01="yes", KH02="yes", KH03="yes")
    assert units(returns.total("2012-Q1")) == ("province", 3, 0, 3)


def test_the_offices_of_one_body_stand_beside_its_own_figure():
    returns = of()
    heard(returns, "MOI", "2012-Q1", KH01="yes", KH02="yes", KH03="yes")
    heard(returns, "MOND", "2012-Q1", KH01="no", KH02="no", KH03="yes")
    rows = returns.rows("2012-Q1", by=(REPORTER,))
    assert [units(row) for row in rows] == [
        ("province", 4, 0, 6),
        ("province", 3, 0, 3),
        ("province", 1, 0, 3),
    ]
    (row,) = returns.rows("2012-Q1", of=Selection(reporter="MOND"))
    assert units(row) == ("province", 1, 0, 3)


def test_a_view_of_another_indicator_is_of_the_same_offices():
    view = {"indicator": "A", "where": {"sex": ("female",)}}
    asked = indicator(breakdowns=[["province"], ["sex"]])
    returns = of(asked, indicator(id="B", view_of=view))
    heard(returns, "MOI", "2012-Q1", KH01="yes", KH02="no", KH03="yes")
    returns.put("MOI", "2012-Q1", 2, at="sex=female")
    assert [units(row) for row in returns.rows("2012-Q1")] == [("province", 2, 0, 3)] * 2
