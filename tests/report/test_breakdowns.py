"""What stands behind a total adds up to it, and says what it rests on."""

from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from invented_report import QUARTERS, annual, invented_plan, result, yearly

from mne.model import Missing, Plan
from mne.report import render_report
from mne.report.breakdown import bar_lists, breakdown_tables, not_broken_down
from mne.report.crossed import crossed_tables
from mne.report.figures import NONE, Figures
from mne.report.wording import load_wording

ENGLISH = load_wording("en")
BLANK = Missing("MOT", QUARTERS[0], "blank")
GIVEN = annual()


def half_broken_down():
    """As where one ministry gave its total and left the parts by sex blank."""
    return tuple(
        replace(row, actual=Decimal(100), reported=14, missing=(*row.missing, BLANK))
        if row.indicator == "T-PREV-01" and dict(row.at).get("sex")
        else row
        for row in yearly(GIVEN.plan)
    )


def number(text):
    return Decimal(0) if text in {NONE, ""} else Decimal(text.replace(",", ""))


def crossed_plan():
    """The plan with one indicator that is broken down by sex and province at once."""
    plan = invented_plan()
    objectives = [
        one.model_copy(
            update={
                "indicators": tuple(
                    each.model_copy(update={"breakdowns": (("province", "sex"),)})
                    if each.id == "T-PROT-01"
                    else each
                    for each in one.indicators
                )
            }
        )
        for one in plan.objectives
    ]
    return Plan.model_construct(
        **{name: getattr(plan, name) for name in Plan.model_fields}
        | {"objectives": tuple(objectives)}
    )


def crossed_rows(plan, blank=()):
    """A figure of 1 in each cell of ten provinces and three sexes; 3 more in the total."""
    whole = replace(result("T-PROT-01"), actual=Decimal(33))
    codes = list(plan.codelists["province"].codes)[:10]
    cells = product(codes, ("female", "male", "unknown"))
    return (
        whole,
        *(
            replace(
                whole,
                at=(("province", place), ("sex", sex)),
                actual=None if (place, sex) in blank else Decimal(1),
                reported=3,
                missing=(BLANK,),
            )
            for place, sex in cells
        ),
    )


@pytest.mark.parametrize("rows", [yearly(GIVEN.plan), half_broken_down()])
def test_every_printed_breakdown_of_a_count_adds_up_to_its_total(rows):
    figures = Figures(replace(GIVEN, progress=rows), ENGLISH)
    plan = GIVEN.plan
    printed = 0
    for table in breakdown_tables(plan.indicators, rows, figures):
        for row in table.rows:
            if plan.indicators_by_id[row.id].kind == "count":
                assert sum(map(number, row.cells)) + number(row.rest) == number(row.total), row
                printed += 1
    for one in bar_lists(plan.indicators, rows, figures, frozenset()):
        parts = sum(number(bar.value) for bar in one.bars)
        assert parts + number(one.rest) == number(one.total), one
        printed += 1
    assert printed > 8


def test_a_breakdown_shows_its_own_coverage_and_who_left_it_out():
    rows = half_broken_down()
    (table,) = breakdown_tables(GIVEN.plan.objectives[0].indicators, rows, Figures(GIVEN, ENGLISH))
    row = next(one for one in table.rows if one.id == "T-PREV-01")
    assert (row.cells, row.rest, row.total) == (("100", "100", "100"), "12,108", "12,408")
    assert row.coverage == "14 of 16"
    assert row.missing == "MoT Q1 2012 (left blank)"
    assert table.has_rest


def test_what_is_fully_broken_down_needs_no_further_column():
    tables = breakdown_tables(
        GIVEN.plan.objectives[2].indicators, GIVEN.progress, Figures(GIVEN, ENGLISH)
    )
    assert [table.has_rest for table in tables] == [False]


def test_the_rest_of_a_ratio_is_never_computed():
    ratio = GIVEN.plan.indicators_by_id["T-PREV-04"]
    assert not_broken_down(ratio, result("T-PREV-04"), [result("T-PREV-04")]) is None


def test_two_dimensions_at_once_stand_in_one_table_with_the_indicators_own_total():
    plan = crossed_plan()
    given = annual(plan=plan, progress=crossed_rows(plan))
    (table,) = crossed_tables(plan.indicators, given.progress, Figures(given, ENGLISH))
    assert (table.down, table.across) == ("province", "sex")
    assert table.columns == ("Female", "Male", "Unknown")
    (block,) = table.blocks
    assert len(block.rows) == 10
    assert {row.total for row in block.rows} == {"3"}
    assert (block.sums, block.rest, block.total) == (("10", "10", "10"), "3", "33")
    assert block.coverage == "3 of 4"
    assert "By province and sex" in render_report(given).html


def test_a_margin_is_a_dash_where_any_of_its_cells_has_no_figure():
    plan = crossed_plan()
    given = annual(plan=plan, progress=crossed_rows(plan, {("01", "male")}))
    (table,) = crossed_tables(plan.indicators, given.progress, Figures(given, ENGLISH))
    (block,) = table.blocks
    assert (block.rows[0].cells, block.rows[0].total) == (("1", NONE, "1"), NONE)
    assert block.sums == ("10", NONE, "10")
    assert block.rest == "4"
