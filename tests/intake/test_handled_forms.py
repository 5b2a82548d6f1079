"""A form goes through many hands: what they may do to it without harm, and what not."""

from __future__ import annotations

import random

import pytest

from mne.layout import MARK_ROW
from tests.fixtures.checks import keys_in
from tests.fixtures.trial_kit import (
    check,
    good_form,
    keep,
    listed,
    said,
    spoil,
    typing,
    write,
)

LAST = 44


def rows_of(sheet):
    return {
        row: [sheet.cell(row, column).value for column in range(1, 8)] for row in range(6, LAST + 1)
    }


def put(sheet, row, values):
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column)
        if type(cell).__name__ != "MergedCell":
            cell.value = value


def shuffle(book):
    """As a sort by some column would leave it."""
    sheet = book["Return"]
    for merged in [str(one) for one in sheet.merged_cells.ranges if one.min_row >= 6]:
        sheet.unmerge_cells(merged)
    rows = rows_of(sheet)
    order = sorted(rows)
    random.Random(7).shuffle(order)
    for row, source in zip(sorted(rows), order, strict=True):
        put(sheet, row, rows[source])


def hide_and_filter(book):
    sheet = book["Return"]
    sheet.auto_filter.ref = f"A5:G{LAST}"
    sheet.auto_filter.add_filter_column(3, ["41"])
    for row in range(9, LAST + 1):
        sheet.row_dimensions[row].hidden = True


def add_scratch_sheets(book):
    before, after = book.create_sheet("Sheet1", 0), book.create_sheet("working")
    before["A1"] = "our own sums"
    before["D8"] = 99
    after["A1"] = "mne-form of last year"
    after["A8"] = "J-01"
    after["D8"] = "=SUM(1,2)"


def write_beside_the_form(book):
    sheet = book["Return"]
    sheet["G8"] = 999
    sheet["H8"] = "see the register"


def insert_rows(book):
    sheet = book["Return"]
    for merged in [str(one) for one in sheet.merged_cells.ranges]:
        sheet.unmerge_cells(merged)
    sheet.insert_rows(20, 3)


def leave_as_it_is(_):
    pass


@pytest.mark.parametrize(
    "hand",
    [
        leave_as_it_is,
        shuffle,
        hide_and_filter,
        add_scratch_sheets,
        write_beside_the_form,
        insert_rows,
    ],
)
def test_the_same_answers_are_read_after(workspace, hand):
    untouched = check(workspace, write(workspace.root, "before.xlsx", good_form()))
    verdict = check(workspace, write(workspace.root, "after.xlsx", spoil(good_form(), hand)))
    assert verdict.issues == ()
    assert said(verdict) == said(untouched)
    assert verdict.cells == untouched.cells


def test_after_sorting_a_figure_has_the_cell_where_it_stands_now(workspace):
    verdict = check(workspace, write(workspace.root, "sorted.xlsx", spoil(good_form(), shuffle)))
    (total,) = (one for one in verdict.observations if one.indicator == "J-05")
    assert total.cell.raw == "1250000.5"
    assert total.cell.ref != "D36"


def test_an_issue_in_a_sorted_form_points_to_the_row_where_it_stands_now(workspace):
    def damage(book):
        shuffle(book)
        sheet = book["Return"]
        keys = keys_in(sheet)
        (row,) = (row for row in range(6, LAST + 1) if keys.get(row) == "J-07")
        sheet.cell(row, 4).value = "thirty"
        damage.cell = f"D{row}"

    verdict = check(workspace, write(workspace.root, "sorted.xlsx", spoil(good_form(), damage)))
    assert listed(verdict) == [("number-expected", "error", "Return", damage.cell)]


def test_a_total_row_that_was_deleted_leaves_its_parts_in_silence(workspace):
    form = spoil(good_form(), lambda book: book["Return"].delete_rows(8))
    verdict = check(workspace, write(workspace.root, "cut.xlsx", form))
    assert listed(verdict) == [("row-missing", "error", "Return", "")]
    assert dict(verdict.issues[0].params)["key"] == "J-01"
    assert said(verdict)["J-01"] == (None, "unreadable", "")
    assert (verdict.cells.required, verdict.cells.blank) == (22, 1)


def test_a_key_that_was_typed_over_is_one_mistake(workspace):
    form = spoil(good_form(), typing(A10="women"))
    verdict = check(workspace, write(workspace.root, "typed.xlsx", form))
    assert listed(verdict) == [("row-unknown", "error", "Return", "A10")]
    assert said(verdict)["J-01@sex=female"] == (None, "unreadable", "")


def test_of_two_rows_for_one_figure_neither_is_believed(workspace):
    def damage(book):
        book["Return"]["A50"] = "J-07"
        book["Return"]["D50"] = 31

    verdict = check(workspace, write(workspace.root, "twice.xlsx", spoil(good_form(), damage)))
    assert listed(verdict) == [("row-twice", "error", "Return", "A50")]
    assert said(verdict)["J-07"] == (None, "unreadable", "")


@pytest.mark.parametrize(("column", "mark"), [(2, "label"), (4, "value"), (5, "status")])
def test_a_column_put_in_is_one_mistake_and_nothing_behind_it_is_read(workspace, column, mark):
    form = spoil(good_form(), lambda book: book["Return"].insert_cols(column))
    verdict = check(workspace, write(workspace.root, "moved.xlsx", form))
    ref = f"{'ABCDE'[column - 1]}{MARK_ROW}"
    assert listed(verdict) == [("column-changed", "error", "Return", ref)]
    assert dict(verdict.issues[0].params)["expected"] == mark
    figures = [one for one in verdict.observations if one.indicator != "J-06"]
    assert {one.status for one in figures} == {"unreadable"}
    assert verdict.cells.blank == verdict.cells.required == 22


def test_columns_that_changed_places_are_not_read_as_each_other(workspace):
    def damage(book):
        for row in range(1, LAST + 1):
            value, note = book["Return"].cell(row, 4), book["Return"].cell(row, 6)
            if "MergedCell" not in {type(value).__name__, type(note).__name__}:
                value.value, note.value = note.value, value.value

    verdict = check(workspace, write(workspace.root, "swapped.xlsx", spoil(good_form(), damage)))
    assert listed(verdict) == [("column-changed", "error", "Return", "D4")]


def test_narrative_in_the_wrong_language_column_is_seen(workspace):
    form = spoil(good_form(), lambda book: book["Narrative"].move_range("C4:C24", cols=1))
    verdict = check(workspace, write(workspace.root, "n.xlsx", form))
    assert listed(verdict) == [("column-changed", "error", "Narrative", "C4")]


def test_an_old_form_is_noticed_up_to_a_year_back_and_not_for_itself(workspace):
    where = "trial/2012-Q{}/MOI"
    first = write(workspace.root, "q1.xlsx", good_form(where.format(1)))
    keep(workspace, first)
    assert check(workspace, first).issues == ()
    for quarter in (2, 3, 4):
        path = write(workspace.root, f"q{quarter}.xlsx", good_form(where.format(quarter)))
        verdict = check(workspace, path)
        assert listed(verdict) == [("same-as-earlier", "warning", "", "")]
        assert dict(verdict.issues[0].params) == {"found": "15", "period": "2012-Q1"}
    for cells in ({"D10": 119}, {"D10": None, "E10": "ND", "F10": "register lost"}):
        changed = spoil(good_form(where.format(2)), typing(**cells))
        assert check(workspace, write(workspace.root, "c.xlsx", changed)).issues == ()
