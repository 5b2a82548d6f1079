"""A ministry's own spreadsheet: each figure is found by its headings, or none of its table is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from mne.archive import Archive
from mne.definitions import canonical_text, plan_from_text
from mne.errors import UsageError
from mne.intake import Declared, check_file
from mne.workspace import Workspace, shipped
from tests.fixtures import own_kit
from tests.fixtures.soffice import convert, needs_soffice
from tests.fixtures.trial_kit import check, good_form, keep, listed, trial, write
from tests.workbook.hostile import BOOK, replaced

CONSUL = {"plan": "trial", "period": "2012-Q1", "reporter": "MFAIC", "layout": "consul"}
NOTE = ("read-by-layout", "note", "", "")
EXAMPLE = Path(__file__).parents[2] / "docs/examples/mot-training-table-2012-Q1.xlsx"
TOURISM = {
    "plan": "npa-kh-2011",
    "period": "2012-Q1",
    "reporter": "MOT",
    "layout": "mot-training-table",
}


def consul(workspace, damage=None, **declared):
    path = write(workspace.root, "consul.xlsx", own_kit.consul(damage))
    return check(workspace, path, **{**CONSUL, **declared})


def figures(verdict):
    return {one.at: (one.value, one.cell.ref) for one in verdict.observations if one.cell}


def test_each_figure_has_its_cell(workspace):
    verdict = consul(workspace)
    assert listed(verdict) == [NOTE]
    assert str(verdict.slot) == "trial/2012-Q1/MFAIC"
    read = figures(verdict)
    assert read[()] == (Decimal(757), "D19")
    assert read[("country", "TH"),] == (Decimal(260), "D7")
    assert read[("country", "VN"),] == (Decimal(17), "D11")
    assert read[("country", "unknown"),] == (Decimal(5), "D16")
    assert {one.cell.sheet for one in verdict.observations} == {"Brought home"}
    assert verdict.cells.required == verdict.cells.figures == 12


def test_rows_that_changed_places_are_known_by_their_names(workspace):
    def turn_round(book):
        sheet = book.active
        for row, (country, number) in enumerate(reversed(own_kit.CONSUL), 6):
            sheet[f"B{row}"], sheet[f"D{row}"] = country, number

    verdict = consul(workspace, turn_round)
    assert listed(verdict) == [NOTE]
    assert figures(verdict)[("country", "MY"),] == (Decimal(351), "D16")


def test_a_total_may_be_a_formula_and_what_is_not_a_figure_is_still_refused(workspace):
    def formulas(book):
        book.active["D19"] = "=SUM(D6:D16)"
        book.active["D7"] = "about 260"

    verdict = consul(workspace, formulas)
    assert listed(verdict) == [
        ("formula-without-value", "error", "Brought home", "D19"),
        ("number-malformed", "error", "Brought home", "D7"),
        NOTE,
    ]


def test_a_line_that_holds_no_figure_asked_for_is_passed_over(workspace):
    def in_asia(book):
        sheet = book.active
        sheet["B16"], sheet["D16"] = "of whom in Asia", 738
        sheet["D19"] = 752

    verdict = consul(workspace, in_asia)
    assert ("country", "unknown") not in {pair for at in figures(verdict) for pair in at}
    assert [one.code for one in verdict.issues if one.severity == "error"] == ["group-partly-blank"]


def test_a_sheet_of_another_quarter_is_not_read(workspace):
    verdict = consul(workspace, period="2012-Q2")
    assert listed(verdict) == [("heading-renamed", "error", "Brought home", "A2"), NOTE]
    (renamed,) = (one for one in verdict.issues if one.code == "heading-renamed")
    assert dict(renamed.params) == {"found": "Quarter 1 of 2012", "expected": "Quarter 2 of 2012"}
    assert {one.status for one in verdict.observations} == {"unreadable"}


def test_a_title_in_khmer_digits_says_the_same(workspace):
    def in_khmer(book):
        book.active["A2"] = "Quarter ១ of ២០១២"

    verdict = consul(workspace, in_khmer)
    assert listed(verdict) == [NOTE]


def test_a_table_that_moved_is_found_and_named_but_not_read(workspace):
    verdict = consul(workspace, lambda book: book.active.insert_rows(5, 12))
    assert listed(verdict) == [("heading-moved", "error", "Brought home", "B6"), NOTE]
    (moved,) = (one for one in verdict.issues if one.code == "heading-moved")
    assert dict(moved.params) == {"found": "B18:B28", "expected": "B6:B16"}
    assert verdict.cells.blank == 12


def test_titles_that_moved_apart_are_named_each_and_by_their_cells(workspace):
    def move(book):
        book.active.move_range("A2:A2", 1)
        book.active.move_range("B19:D19", 2)

    verdict = consul(workspace, move)
    (moved,) = (one for one in verdict.issues if one.code == "heading-moved")
    assert (moved.cell, dict(moved.params)) == ("A2", {"found": "A3", "expected": "A2"})


@pytest.mark.parametrize(
    ("change", "code", "cell", "expected"),
    [
        ({"B7": "Siam"}, "heading-renamed", "B7", "Thailand"),
        ({"B7": None}, "heading-missing", "B7", "Thailand"),
    ],
)
def test_a_heading_that_is_not_known_is_told_with_the_one_that_is_wanted(
    workspace, change, code, cell, expected
):
    def retype(book):
        for ref, value in change.items():
            book.active[ref] = value

    verdict = consul(workspace, retype)
    (issue,) = (one for one in verdict.issues if one.code == code)
    assert (issue.cell, dict(issue.params)["expected"]) == (cell, expected)


def test_a_row_that_was_added_below_the_table_is_named(workspace):
    def add(book):
        book.active["B17"], book.active["D17"] = "Brunei", 3

    verdict = consul(workspace, add)
    assert listed(verdict) == [NOTE, ("typed-beside", "warning", "Brought home", "D17")]


def test_merged_and_hidden_cells_are_named_here_too(workspace):
    def cover(book):
        book.active.merge_cells("D6:E6")
        book.active.row_dimensions[8].hidden = True

    verdict = consul(workspace, cover)
    assert listed(verdict) == [
        ("cells-merged", "error", "Brought home", "D6"),
        NOTE,
        ("rows-hidden", "warning", "Brought home", "A8"),
    ]
    (merged,) = (one for one in verdict.observations if one.at == (("country", "MY"),))
    assert merged.status == "unreadable"


def test_a_workbook_without_sheets_lacks_the_sheet(workspace):
    """One of nothing but charts; a mutant of a real one ended our checks."""
    empty = replaced(BOOK, '<sheet name="Return" sheetId="1" r:id="r1"/>', "")
    verdict = check(workspace, write(workspace.root, "consul.xlsx", empty()), **CONSUL)
    assert {one[0] for one in listed(verdict)} == {"read-by-layout", "own-sheet-missing"}
    assert verdict.verdict == "refused"


def test_a_layout_serves_those_who_send_it_and_needs_the_whole_slot(workspace):
    with pytest.raises(UsageError, match="layout-unknown"):
        consul(workspace, reporter="MOJ")
    with pytest.raises(UsageError, match="layout-unknown"):
        consul(workspace, layout="consuls")
    with pytest.raises(UsageError, match="layout-needs-slot"):
        consul(workspace, period=None)


def test_a_layout_that_is_not_known_is_told_with_those_that_are(workspace):
    with pytest.raises(UsageError) as told:
        consul(workspace, layout="consuls", plan=None, period=None, reporter=None)
    assert told.value.code == "layout-not-known"
    assert told.value.params == {"layout": "consuls", "known": "consul"}


def test_a_form_given_with_a_layout_is_not_said_to_have_lost_its_stamp(workspace):
    path = write(workspace.root, "form.xlsx", good_form("trial/2012-Q1/MFAIC"))
    for layout, code in (("consuls", "layout-not-known"), ("consul", "layout-needs-slot")):
        with pytest.raises(UsageError) as told:
            check(workspace, path, layout=layout)
        assert told.value.code == code


def test_the_receipt_can_be_read_again_under_its_own_layout(workspace):
    """The layout is part of the definitions that are kept under the receipt's digest."""
    path = write(workspace.root, "consul.xlsx", own_kit.consul())
    verdict, receipt = keep(workspace, path, **CONSUL)
    kept = Archive(workspace.submissions).definitions(receipt.definitions)
    assert kept.layouts == trial().layouts
    assert plan_from_text(canonical_text(kept)).digest == verdict.definitions
    assert [one.code for one in receipt.issues] == ["read-by-layout"]


# --- the example that is shipped ----------------------------------------------------------------


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "indicators").symlink_to(shipped("indicators"))
    (tmp_path / "submissions").mkdir()
    return Workspace(tmp_path)


def look_at_the_table(desk, path):
    verdict, plan = check_file(desk, path, Declared(**TOURISM))
    # What the table has no figures for stays blank, and that is all there is to say of it.
    said = {one.code for one in verdict.issues}
    assert said == {"read-by-layout", "answer-blank", "coverage-blank"}
    assert verdict.verdict == "accepted"
    read = {(one.indicator, one.at): one for one in verdict.observations if one.cell}
    for block, indicator in enumerate(("NPA1-PREV-03", "NPA1-PREV-01")):
        lines = own_kit.tourism_figures(block)
        sums = [sum(line) for line in zip(*lines, strict=True)]
        assert read[indicator, ()].value == sum(sums)
        for code, number in zip(("female", "male", "unknown"), sums, strict=True):
            assert read[indicator, (("sex", code),)].value == number
        codes = [*(f"{number:02}" for number in range(1, 25)), "unknown"]
        for code, line in zip(codes, lines, strict=True):
            assert read[indicator, (("province", code),)].value == sum(line)
    assert len(read) == 2 * (1 + 3 + 25)
    assert plan.id == "npa-kh-2011"


def test_the_shipped_example_is_read_figure_by_figure(desk):
    look_at_the_table(desk, EXAMPLE)


def test_the_shipped_example_is_the_one_that_is_written_here(tmp_path, desk):
    path = write(tmp_path, "made.xlsx", own_kit.tourism())
    look_at_the_table(desk, path)


@needs_soffice
@pytest.mark.parametrize("style", ["xlsx", "ods"])
def test_its_totals_may_be_formulas_once_a_spreadsheet_has_added_them_up(desk, tmp_path, style):
    path = write(tmp_path, "made.xlsx", own_kit.tourism(results=False))
    (saved,) = convert(style, tmp_path / "saved", path)
    look_at_the_table(desk, saved)
