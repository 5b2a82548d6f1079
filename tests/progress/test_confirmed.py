"""Beside a year's sum stands how many different persons it is said to be."""

from decimal import Decimal

from progress_kit import Returns, indicator, plan_of

from mne.model import Confirmed

TRAINED = {"counting_unit": "person", "repeats": "possible", "confirm_yearly": True}


def trained():
    one = indicator(**TRAINED, contributing=["MOND"])
    return one.model_copy(update={"combine": one.combine.model_copy(update={"disjoint": True})})


def year_of_two():
    returns = Returns(plan_of(trained()))
    for quarter in (1, 2, 3, 4):
        returns.put("MOI", f"2012-Q{quarter}", 40).put("MOND", f"2012-Q{quarter}", 10)
    return returns.put("MOI", "2012-Q4", 150, part="confirmed", about="2012")


def test_the_sum_stays_and_the_persons_stand_beside_it():
    returns = year_of_two().put("MOND", "2012-Q4", 38, part="confirmed", about="2012")
    row = returns.total("2012")
    assert row.actual == 200
    assert row.confirmed == Confirmed(Decimal(188), 2, 2)


def test_a_reporter_that_did_not_confirm_is_missing_and_not_zero():
    assert year_of_two().total("2012").confirmed == Confirmed(Decimal(150), 1, 2)


def test_where_nobody_confirmed_there_is_no_number():
    returns = Returns(plan_of(trained())).put("MOI", "2012-Q4", 40)
    assert returns.total("2012").confirmed == Confirmed(None, 0, 2)


def test_a_quarter_has_none():
    assert year_of_two().total("2012-Q4").confirmed is None


def test_each_reporter_has_its_own():
    rows = year_of_two().rows("2012", by=("reporter",))
    by_reporter = {dict(row.at).get("reporter"): row.confirmed for row in rows}
    assert by_reporter["MOI"] == Confirmed(Decimal(150), 1, 1)
    assert by_reporter["MOND"] == Confirmed(None, 0, 1)


def test_an_indicator_that_is_not_confirmed_has_none():
    row = Returns(plan_of(indicator())).put("MOI", "2012-Q4", 40).total("2012")
    assert row.confirmed is None
