"""What the fast reader hides is seen: errors, formulas, hidden rows and sheets, merged ranges."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from mne.workbook import Sheet, read_workbook
from tests.workbook.hostile import cell, ods_cell, ods_parts, ods_row, pack, row, xlsx_parts

ERRORS = ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NUM!", "#NULL!"]


def xlsx_sheet(tmp_path: Path, rows: str, **more: str) -> Sheet:
    (tmp_path / "a.xlsx").write_bytes(pack(xlsx_parts(rows, **more)))
    return read_workbook(tmp_path / "a.xlsx").sheets[0]


def ods_sheet(tmp_path: Path, rows: str, **more: str) -> Sheet:
    (tmp_path / "a.ods").write_bytes(pack(ods_parts(rows, **more)))
    return read_workbook(tmp_path / "a.ods").sheets[0]


def facts(sheet: Sheet) -> list[tuple[str, str, str, bool]]:
    return [(cell.ref, cell.raw, cell.type, cell.formula) for cell in sheet.cells]


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_cell_is_seen(tmp_path: Path, error: str) -> None:
    sheet = xlsx_sheet(tmp_path, row(9, cell("D9", error, ' t="e"')))
    assert facts(sheet) == [("D9", error, "error", False)]


def test_an_error_of_a_formula_is_an_error_and_a_formula(tmp_path: Path) -> None:
    sheet = xlsx_sheet(tmp_path, row(1, '<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'))
    assert facts(sheet) == [("B1", "#DIV/0!", "error", True)]


def test_a_formula_keeps_the_type_of_its_value(tmp_path: Path) -> None:
    sheet = xlsx_sheet(
        tmp_path,
        row(
            1,
            '<c r="A1"><f>6*7</f><v>42</v></c>',
            '<c r="B1" t="str"><f>"a"</f><v>a</v></c>',
            '<c r="C1" t="b"><f>TRUE()</f><v>1</v></c>',
            '<c r="D1" t="str"><f>""</f><v></v></c>',
        ),
    )
    assert facts(sheet) == [
        ("A1", "42", "number", True),
        ("B1", "a", "text", True),
        ("C1", "TRUE", "boolean", True),
        ("D1", "", "text", True),
    ]


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>"])
def test_a_formula_without_value_is_not_blank(tmp_path: Path, value: str) -> None:
    sheet = xlsx_sheet(tmp_path, row(1, f'<c r="A1"><f>SUM(B1:C1)</f>{value}</c>'))
    assert facts(sheet) == [("A1", "=SUM(B1:C1)", "formula", True)]


def test_a_file_saved_without_results_shows_its_formulas(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Return", 0)["D9"] = "=SUM(D1:D8)"
    book.save(tmp_path / "a.xlsx")
    assert facts(read_workbook(tmp_path / "a.xlsx").sheets[0]) == [
        ("D9", "=SUM(D1:D8)", "formula", True)
    ]


def test_hidden_rows_columns_and_sheets_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        shown, hidden, very_hidden = (book.add_worksheet(name) for name in ("A", "B", "C"))
        shown.write(4, 4, 41)
        shown.set_row(2, None, None, {"hidden": True})
        shown.set_row(20, None, None, {"hidden": True})
        shown.set_column(1, 2, None, None, {"hidden": True})
        shown.set_column(8, 9, None, None, {"hidden": True})
        hidden.hide()
        very_hidden.very_hidden()
    sheets = read_workbook(path).sheets
    assert [(sheet.name, sheet.visible) for sheet in sheets] == [
        ("A", True),
        ("B", False),
        ("C", False),
    ]
    assert sheets[0].hidden_rows == {3}
    assert sheets[0].hidden_columns == {2, 3}


def test_a_row_of_no_height_is_hidden(tmp_path: Path) -> None:
    rows = '<row r="1" ht="0" customHeight="1"><c r="A1"><v>1</v></c></row>'
    columns = '<cols><col min="1" max="1" width="0" customWidth="1"/></cols>'
    sheet = xlsx_sheet(tmp_path, rows, before=columns)
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset({1}), frozenset({1}))


def test_merged_ranges_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().merge_range("B2:D3", "title")
    (sheet,) = read_workbook(path).sheets
    assert sheet.merged == ("B2:D3",)
    assert facts(sheet) == [("B2", "title", "text", False)]


def test_cells_without_addresses_stand_where_they_stand(tmp_path: Path) -> None:
    sheet = xlsx_sheet(tmp_path, '<row r="3"><c/><c><v>1</v></c></row><row><c><v>2</v></c></row>')
    assert [(cell.ref, cell.raw) for cell in sheet.cells] == [("B3", "1"), ("A4", "2")]


def test_a_prefix_before_every_name_changes_nothing(tmp_path: Path) -> None:
    parts = xlsx_parts(row(1, cell("A1", "#N/A", ' t="e"'), cell("B1", "0", ' t="s"')))
    for name in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        xml = parts[name].decode().replace("xmlns=", "xmlns:x=").replace("</", "</x:")
        for tag in ("worksheet", "sheetData", "row", "c ", "v>", "sst", "si", "t>"):
            xml = xml.replace(f"<{tag}", f"<x:{tag}")
        parts[name] = xml.encode()
    (tmp_path / "a.xlsx").write_bytes(pack(parts))
    (sheet,) = read_workbook(tmp_path / "a.xlsx").sheets
    assert facts(sheet) == [("A1", "#N/A", "error", False), ("B1", "indicator", "text", False)]


@pytest.mark.parametrize("error", [*ERRORS, "Err:502"])
def test_an_ods_error_is_seen(tmp_path: Path, error: str) -> None:
    marked = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
        f'office:string-value="" calcext:value-type="error"><text:p>{error}</text:p>'
        "</table:table-cell>"
    )
    unmarked = (
        '<table:table-cell table:formula="oooc:=1/0" office:value-type="float" office:value="0">'
        f"<text:p>{error}</text:p></table:table-cell>"
    )
    sheet = ods_sheet(tmp_path, ods_row(marked, unmarked))
    assert facts(sheet) == [("A1", error, "error", True), ("B1", error, "error", True)]


def test_an_ods_error_is_known_by_its_mark_whatever_it_shows(tmp_path: Path) -> None:
    marked = (
        '<table:table-cell office:value-type="string" calcext:value-type="error">'
        "<text:p>#SPILL!</text:p></table:table-cell>"
    )
    assert facts(ods_sheet(tmp_path, ods_row(marked))) == [("A1", "#SPILL!", "error", False)]


def test_an_ods_formula_is_seen_with_and_without_value(tmp_path: Path) -> None:
    formula = ' table:formula="of:=SUM([.B1:.C1])"'
    sheet = ods_sheet(tmp_path, ods_row(ods_cell("7", formula), f"<table:table-cell{formula}/>"))
    assert facts(sheet) == [
        ("A1", "7", "number", True),
        ("B1", "=SUM([.B1:.C1])", "formula", True),
    ]


def test_ods_repeats_hidden_rows_and_merges_keep_their_addresses(tmp_path: Path) -> None:
    rows = (
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        + ods_row("<table:table-cell/>", more=' table:number-rows-repeated="3"')
        + ods_row(ods_cell("5", ' table:number-columns-repeated="2"'), more=HIDDEN)
        + ods_row(ods_cell("6", ' table:number-columns-spanned="2" table:number-rows-spanned="2"'))
    )
    sheet = ods_sheet(tmp_path, rows)
    assert [(cell.ref, cell.raw) for cell in sheet.cells] == [("A4", "5"), ("B4", "5"), ("A5", "6")]
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset({4}), frozenset({1, 2}))
    assert sheet.merged == ("A5:B6",)


HIDDEN = ' table:visibility="filter"'


def test_an_ods_note_is_not_the_cell(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>#REF!</text:p></office:annotation>"
    noted = (
        '<table:table-cell table:formula="of:=1" office:value-type="float" office:value="1">'
        f"{note}<text:p>1</text:p></table:table-cell>"
    )
    assert facts(ods_sheet(tmp_path, ods_row(noted))) == [("A1", "1", "number", True)]


def test_ods_values_of_every_type(tmp_path: Path) -> None:
    cells = [
        '<table:table-cell office:value-type="date" office:date-value="2012-03-31"/>',
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>',
        '<table:table-cell office:value-type="percentage" office:value="0.5"/>',
        '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>',
        ods_cell("9007199254740993"),
    ]
    assert [(c.raw, c.type) for c in ods_sheet(tmp_path, ods_row(*cells)).cells] == [
        ("2012-03-31", "date"),
        ("TRUE", "boolean"),
        ("0.5", "number"),
        ("a", "text"),
        ("9007199254740993", "number"),
    ]
