"""What people decided about returns, in the figures: who was let off, and who has signed."""

from decimal import Decimal

import pytest
from progress_kit import LADDER, Returns, indicator, plan_of, targets

TWO = {"lead": "MOI", "contributing": ["MOND"]}


def two(**keys):
    return Returns(plan_of(indicator(**TWO, **keys)))


def coverage(row):
    return row.coverage, row.reported, row.expected, [one.reporter for one in row.missing]


def test_a_return_that_was_let_off_is_no_part_of_the_total():
    sent = two().put("MOI", "2012-Q1", 40)
    assert coverage(sent.total("2012-Q1")) == ("partial", 1, 2, ["MOND"])
    sent.let_off("MOND", "2012-Q1")
    row = sent.total("2012-Q1")
    assert (row.actual, coverage(row)) == (Decimal(40), ("complete", 1, 1, []))


def test_one_quarter_let_off_leaves_the_others_missing():
    sent = two().put("MOI", "2012-Q1", 40).let_off("MOND", "2012-Q1")
    row = sent.total("2012")
    assert (row.reported, row.expected) == (1, 7)
    assert [one.period.label for one in row.missing if one.reporter == "MOND"] == [
        "2012-Q2",
        "2012-Q3",
        "2012-Q4",
    ]


def test_a_total_may_be_rated_when_all_that_lacked_was_let_off():
    sent = two(target_is="per_period", targets=targets(("2012-Q1", "40", "2011-03-01")))
    sent.put("MOI", "2012-Q1", 30)
    assert sent.total("2012-Q1").why_not_rated == "partial"
    sent.let_off("MOND", "2012-Q1")
    assert sent.total("2012-Q1").rating == "behind-schedule"


def test_nobody_left_to_answer_is_not_asked():
    row = two().let_off("MOI", "2012-Q1").let_off("MOND", "2012-Q1").total("2012-Q1")
    assert (row.actual, coverage(row)) == (None, ("none", 0, 0, []))
    assert row.why_not_rated == "not-asked"


def test_what_came_all_the_same_is_counted_on_both_sides():
    sent = two().put("MOI", "2012-Q1", 40).put("MOND", "2012-Q1", 2).let_off("MOND", "2012-Q1")
    row = sent.total("2012-Q1")
    assert (row.actual, coverage(row)) == (Decimal(42), ("complete", 2, 2, []))


def test_what_all_have_reached_does_not_wait_for_one_that_was_let_off():
    ladder = {"kind": "milestone", "states": LADDER, "time": "latest_state", "over": "all_reached"}
    span = {"since": "2012-01-01", "until": "2012-03-31"}
    sent = two(**ladder, **span).put("MOI", "2012-Q1", "=signed")
    assert sent.total("2012-Q1").coverage == "partial"
    sent.let_off("MOND", "2012-Q1")
    assert coverage(sent.total("2012-Q1")) == ("complete", 1, 1, [])


@pytest.mark.parametrize(
    ("attested", "provisional"),
    [
        ((), True),
        (("signed",), False),
        (("validated",), True),
        (("signed", "validated"), False),
    ],
)
def test_a_figure_is_provisional_until_its_ministry_has_signed(attested, provisional):
    sent = two().put("MOI", "2012-Q1", 40).attest("MOI", "2012-Q1", *attested)
    assert sent.total("2012-Q1").provisional is provisional


def test_one_unsigned_return_makes_the_whole_sum_provisional():
    sent = (
        two().put("MOI", "2012-Q1", 40).put("MOND", "2012-Q1", 2).attest("MOI", "2012-Q1", "signed")
    )
    rows = {dict(one.at).get("reporter", ""): one for one in sent.rows("2012-Q1", by=("reporter",))}
    assert {who: row.provisional for who, row in rows.items()} == {
        "": True,
        "MOI": False,
        "MOND": True,
    }
    sent.attest("MOND", "2012-Q1", "signed")
    assert sent.total("2012-Q1").provisional is False


def test_a_later_receipt_is_provisional_again():
    sent = two().put("MOI", "2012-Q1", 40).attest("MOI", "2012-Q1", "signed")
    sent.put("MOI", "2012-Q1", 41, number=2)
    row = sent.total("2012-Q1")
    assert (row.actual, row.provisional) == (Decimal(41), True)


def test_what_is_held_against_a_target_since_its_start_needs_all_those_signatures():
    aims = targets(("2012", "100", "2011-03-01"))
    sent = Returns(plan_of(indicator(target_is="cumulative", targets=aims)))
    sent.put("MOI", "2011-Q4", 40).put("MOI", "2012-Q1", 10).attest("MOI", "2012-Q1", "signed")
    assert sent.total("2012").to_date == Decimal(50)
    assert sent.total("2012").provisional is True
    assert sent.attest("MOI", "2011-Q4", "signed").total("2012").provisional is False


def test_where_nothing_was_reported_nothing_is_signed():
    row = two().total("2012-Q1")
    assert (row.sources, row.provisional) == ((), True)
