"""Every figure through time at once is the figure that each page gives by itself."""

import random
from datetime import date
from decimal import Decimal

import ibis
import oracle
import pytest
from progress_kit import LONG_AFTER, Returns, plan_of, receipt
from test_progress_against_oracle import COMBINATIONS, QUARTERS, REPORTERS, as_indicator

from mne.model import at_text
from mne.progress import Wanted, measure_all
from mne.progress.combine import OVER_REPORTERS, OVER_TIME
from mne.progress.series import series_of


def an_archive_of_every_combination():
    """All rules, some places, blanks, a return that never came and one that was let off."""
    luck = random.Random(11)
    plan = plan_of(
        *(
            as_indicator(number, one).model_copy(update={"breakdowns": (("sex",),)})
            for number, one in enumerate(COMBINATIONS)
        )
    )
    returns = Returns(plan).let_off("MOJ", "2012-Q1")
    for who, _ in REPORTERS:
        for period, _ in QUARTERS:
            if luck.random() < 0.15:
                continue
            returns.send(who, period.label)
            for number, (kind, _, _) in enumerate(COMBINATIONS):
                for at in ("", "sex=female", "sex=male"):
                    answer = {
                        "count": luck.randrange(1000),
                        "amount": Decimal(luck.randrange(10**16)) / 10**4,
                        "ratio": f"{luck.randrange(100)}/{luck.randrange(5)}",
                        "milestone": f"={luck.choice(oracle.LADDER)}",
                    }[kind]
                    if luck.random() < 0.15:
                        answer = luck.choice(["blank", "NA", "ND"])
                    returns.put(who, period.label, answer, of=f"I{number}", at=at)
    return returns


def through_time(returns, engine="duckdb", as_of=LONG_AFTER):
    with returns._kept(engine, None) as table:
        figures = series_of(
            table, returns.plan, returns.counting, as_of=as_of, exempt=frozenset(returns.exempt)
        )
        return {(one.indicator.id, at_text(one.at), one.period): one for one in figures}


def said(one):
    return one.actual, one.reported, one.expected


@pytest.mark.parametrize("as_of", [LONG_AFTER, date(2012, 5, 1)])
def test_it_is_what_each_page_says(as_of):
    returns = an_archive_of_every_combination()
    found = through_time(returns, as_of=as_of)
    periods = sorted({period for _, _, period in found})
    exempt = frozenset(returns.exempt)
    with returns._kept("duckdb", None) as table:
        pages = measure_all(
            table,
            [
                Wanted(returns.plan, one, returns.counting, as_of, ("sex",), None, exempt)
                for one in periods
            ],
        )
    rows = {
        (row.indicator, at_text(row.at), period): row
        for period, page in zip(periods, pages, strict=True)
        for row in page
        # Of a milestone's places together the page tells how many have reached the target.
        if not (returns.plan.indicators_by_id[row.indicator].kind == "milestone" and not row.at)
    }
    compared = {key: said(one) for key, one in found.items() if key in rows}
    assert compared == {key: said(rows[key]) for key in compared}
    assert {key for key, row in rows.items() if row.actual is not None} <= {*compared}
    assert len(compared) > 3000
    for key, row in rows.items():
        if row.coverage == "not-aggregated":
            assert key not in found


def test_shuffled_rows_and_one_or_two_threads_give_the_same_figures():
    returns = an_archive_of_every_combination()
    first = through_time(returns, "duckdb://?threads=1")
    random.Random(3).shuffle(returns.pairs)
    assert through_time(returns, "duckdb://?threads=2") == first
    assert through_time(returns) == first


def test_what_was_said_years_ago_is_still_the_last(monkeypatch):
    returns = Returns(plan_of(as_indicator(0, ("count", "last", "sum"))))
    returns.put("MOI", "2011-Q1", 7, of="I0").put("MOND", "2011-Q2", 5, of="I0")
    returns.put("MOI", "2013-Q4", 9, of="I0").put("MOND", "2012-Q4", "blank", of="I0")
    monkeypatch.setattr("mne.progress.series._AT_ONCE", 0)
    found = {period.label: one.actual for (_, _, period), one in through_time(returns).items()}
    assert (found["2011-Q1"], found["2011"], found["2012-Q3"]) == (7, 12, 12)
    assert (found["2013-Q3"], found["2013"]) == (12, 14)


def test_no_rule_ever_makes_a_float():
    parts = ibis.table(
        {
            "numerator": "decimal(38, 4)",
            "denominator": "decimal(38, 4)",
            "text": "string",
            "moment": "int64",
        }
    )
    for rule in OVER_TIME.values():
        for column in rule(parts):
            assert column is None or not column.type().is_floating()
    for rule in OVER_REPORTERS.values():
        assert rule(parts).type().is_decimal()


def test_the_newest_is_found_by_its_moment_and_by_nothing_else():
    """No two parts of one reporter share a moment: the order of the rows decides nothing."""
    rows = [(1, moment, value) for moment, value in enumerate((5, 9, 9, 3))]
    for one in (rows, rows[::-1]):
        table = ibis.memtable(one, columns=["row", "moment", "number"])
        parts = table.select("moment", numerator=table.number.cast("decimal(38, 4)"))
        parts = parts.mutate(denominator=parts.numerator, text=ibis.literal("none"))
        newest = OVER_TIME["last"](parts).numerator
        assert ibis.duckdb.connect().to_pyarrow(newest).as_py() == 3


def test_a_receipt_that_does_not_count_is_in_no_figure():
    returns = Returns(plan_of(as_indicator(0, ("count", "sum", "sum"))))
    returns.put("MOI", "2012-Q1", 7, of="I0")
    returns.put("MOI", "2012-Q1", 8, of="I0", number=2)
    slot = next(iter(returns.counting))
    assert {one.actual for one in through_time(returns).values()} == {8}
    returns.counting[slot] = receipt(slot, 1)
    assert {one.actual for one in through_time(returns).values()} == {7}
