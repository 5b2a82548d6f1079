"""A form goes through many hands: what they may do to it without harm, and what not."""

from __future__ import annotations

import random

import pytest

from mne.issues import sentence
from mne.layout import MARK_ROW
from tests.fixtures.checks import keys_in
from tests.fixtures.trial_kit import (
    calculated,
    check,
    good_form,
    keep,
    listed,
    said,
    spoil,
    trial,
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
    sheet["H9"] = 999
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
    assert dict(verdict.issues[0].params) == {"found": "J-01", "count": "1"}
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
    assert listed(check(workspace, first)) == [("sent-before", "note", "", "")]
    for quarter in (2, 3, 4):
        path = write(workspace.root, f"q{quarter}.xlsx", good_form(where.format(quarter)))
        verdict = check(workspace, path)
        assert listed(verdict) == [("same-as-earlier", "warning", "", "")]
        facts = {"found": "13", "count": "13", "period": "2012-Q1"}
        assert dict(verdict.issues[0].params) == facts
    one, two = {"D10": 119}, {"D10": 119, "D25": 539}
    for cells, codes in ((one, ["same-as-earlier"]), (two, [])):
        changed = spoil(good_form(where.format(2)), typing(**cells))
        verdict = check(workspace, write(workspace.root, "c.xlsx", changed))
        assert [one.code for one in verdict.issues] == codes


# --- many rows, one mistake ---------------------------------------------------------------------


def test_rows_put_in_are_named_and_move_no_figure(workspace):
    untouched = check(workspace, write(workspace.root, "before.xlsx", good_form()))
    verdict = check(workspace, write(workspace.root, "in.xlsx", spoil(good_form(), insert_rows)))
    assert listed(verdict) == [("rows-shifted", "note", "Return", "A24")]
    assert dict(verdict.issues[0].params)["expected"] == "21"
    assert said(verdict) == said(untouched)


def test_a_heading_that_was_deleted_is_named_by_the_row_below(workspace):
    form = spoil(good_form(), lambda book: book["Return"].delete_rows(9))
    verdict = check(workspace, write(workspace.root, "cut.xlsx", form))
    assert listed(verdict) == [("rows-shifted", "note", "Return", "A9")]


def cut_the_keys(book):
    for row in range(6, LAST + 1):
        book["Return"][f"A{row}"] = None


def number_the_rows(book):
    for row in range(6, LAST + 1):
        book["Return"][f"A{row}"] = row - 5


def paste_the_form_below(book):
    sheet = book["Return"]
    for row, values in rows_of(sheet).items():
        put(sheet, row + 60, values)


@pytest.mark.parametrize(
    ("hand", "told"),
    [
        (lambda book: book["Return"].delete_rows(8, 6), ("row-missing", "error", "Return", "")),
        (cut_the_keys, ("row-missing", "error", "Return", "A8")),
        (number_the_rows, ("row-unknown", "error", "Return", "A6")),
        (paste_the_form_below, ("row-twice", "error", "Return", "A68")),
    ],
)
def test_what_is_so_of_many_rows_is_said_once(workspace, hand, told):
    verdict = check(workspace, write(workspace.root, "many.xlsx", spoil(good_form(), hand)))
    assert listed(verdict) == [told]


def test_a_row_without_its_key_is_named_by_the_cell_where_it_stood(workspace):
    form = spoil(good_form(), typing(A10=None))
    verdict = check(workspace, write(workspace.root, "key.xlsx", form))
    assert listed(verdict) == [("row-missing", "error", "Return", "A10")]


def sorted_alone(columns):
    """A sort of these columns, while the others stay."""

    def change(book):
        sheet = book["Return"]
        for merged in [str(one) for one in sheet.merged_cells.ranges]:
            sheet.unmerge_cells(merged)
        rows = list(range(6, LAST + 1))
        order = random.Random(3).sample(rows, len(rows))
        values = {row: [sheet[f"{column}{row}"].value for column in columns] for row in rows}
        for row, source in zip(rows, order, strict=True):
            for column, value in zip(columns, values[source], strict=True):
                sheet[f"{column}{row}"] = value

    return change


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ("D", "figures-moved"),
        ("DEF", "figures-moved"),
        ("ABC", "figures-moved"),
        ("A", "rows-mixed"),
        ("BCDEF", "rows-mixed"),
    ],
)
def test_of_a_sheet_of_which_some_columns_were_sorted_no_figure_is_believed(
    workspace, columns, told
):
    form = spoil(good_form(), sorted_alone(columns))
    verdict = check(workspace, write(workspace.root, "sorted.xlsx", form))
    assert [(one.code, one.severity) for one in verdict.issues] == [(told, "error")]
    figures = [one for one in verdict.observations if one.indicator != "J-06"]
    assert {one.status for one in figures} == {"unreadable"}


def test_a_few_sums_beside_the_headings_of_a_form_with_blanks_are_no_sort(workspace):
    form = spoil(good_form(), typing(D9=41, D13=41, D36=None, D38=None, D40=None))
    verdict = check(workspace, write(workspace.root, "sums.xlsx", form))
    assert ("typed-beside", "warning", "Return", "D9") in listed(verdict)
    assert said(verdict)["J-01"] == (41, "reported", "")


def test_the_name_of_a_row_is_told_with_its_unit(workspace):
    verdict = check(workspace, write(workspace.root, "u.xlsx", spoil(good_form(), typing(C8="x"))))
    (issue,) = verdict.issues
    assert (issue.code, dict(issue.params)["found"].rpartition(", ")[2]) == ("row-renamed", "x")


def test_cells_made_one_are_not_read_and_nothing_else_is_said_of_them(workspace):
    form = spoil(good_form(), lambda book: book["Return"].merge_cells("D10:D12"))
    verdict = check(workspace, write(workspace.root, "merged.xlsx", form))
    assert listed(verdict) == [("cells-merged", "error", "Return", "D10")]
    for sex in ("female", "male", "unknown"):
        assert said(verdict)[f"J-01@sex={sex}"] == (None, "unreadable", "")
    assert said(verdict)["J-01"] == (41, "reported", "")


# --- notes and statuses -------------------------------------------------------------------------


def spreadsheet_error(ref):
    def damage(book):
        book["Return"][ref] = "#REF!"
        book["Return"][ref].data_type = "e"

    return damage


@pytest.mark.parametrize(
    ("hand", "told"),
    [
        (spreadsheet_error("F38"), ("cell-error", "error", "Return", "F38")),
        (spreadsheet_error("E38"), ("cell-error", "error", "Return", "E38")),
        (typing(F38="=B8"), ("formula-without-value", "error", "Return", "F38")),
        (typing(E38="=B8"), ("formula-without-value", "error", "Return", "E38")),
        (typing(F38="long " * 1001), ("text-too-long", "error", "Return", "F38")),
    ],
)
def test_a_note_and_a_status_are_looked_at_like_any_answer(workspace, hand, told):
    verdict = check(workspace, write(workspace.root, "note.xlsx", spoil(good_form(), hand)))
    assert listed(verdict) == [told]


@pytest.mark.parametrize(("ref", "result"), [("F38", "see the register"), ("E38", "estimated")])
def test_a_note_or_status_that_comes_by_a_formula_is_named(workspace, ref, result):
    book = spoil(good_form(), typing(**{"F38": "counted by hand", ref: "=B8"}))
    form = calculated(book, ref, result, "str")
    verdict = check(workspace, write(workspace.root, "note.xlsx", form))
    assert listed(verdict) == [("formula-in-cell", "warning", "Return", ref)]


def test_an_error_is_no_reason(workspace):
    def damage(book):
        spreadsheet_error("F38")(book)
        book["Return"]["D38"], book["Return"]["E38"] = None, "ND"

    verdict = check(workspace, write(workspace.root, "note.xlsx", spoil(good_form(), damage)))
    assert listed(verdict) == [("cell-error", "error", "Return", "F38")]


def test_what_is_empty_now_is_said_to_be_empty(workspace):
    verdict = check(workspace, write(workspace.root, "d.xlsx", spoil(good_form(), typing(D5=None))))
    (issue,) = verdict.issues
    assert '"(empty)"' in sentence(issue, "en", trial()).message
    assert dict(issue.params)["found"] == ""


def test_a_figure_typed_where_the_target_stands_is_not_passed_over_in_silence(workspace):
    form = spoil(good_form(), typing(G38=41))
    verdict = check(workspace, write(workspace.root, "target.xlsx", form))
    assert listed(verdict) == [("typed-beside", "warning", "Return", "G38")]
