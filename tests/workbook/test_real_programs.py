"""What openpyxl, XlsxWriter and LibreOffice write: nothing in it is ever taken for blank."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from mne.errors import UnreadableError
from mne.workbook import read_workbook
from tests.fixtures.soffice import convert, needs_soffice
from tests.workbook.attacks import end_of

SEEN = """\
[Return]
A1 text 'title'
A3 number '41'
B3 text '0012'
C3 text '1,577'
D3 text '#REF!'
A4 {yes}
B4 date '2012-03-31'
C4 text ' '
D4 text '១២'
{errors}
hidden rows 4, 5
hidden columns 3
merged A1:D1, B7:C8
[Aside] hidden
A1 number '1'
[Well aside] hidden
A1 number '2'"""
"""The same sheets by each program; only LibreOffice calculates."""
YES = "boolean 'TRUE'"

AS_TYPED = """\
A5 error '#N/A'
B5 error '#DIV/0!'
C5 error '#REF!'
A6 formula formula '=1/0'
B6 formula formula '=SUM(A3:A3)'
D6 formula formula '=IF(A3>1,"","x")'"""
AS_CALCULATED = """\
A5 error formula '#N/A'
B5 error formula '#DIV/0!'
C5 error formula '#REF!'
A6 error formula '#DIV/0!'
B6 number formula '41'
D6 {empty}"""


def by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Return"
    sheet["A1"] = "title"
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("B7:C8")
    sheet["A3"], sheet["B3"], sheet["C3"] = 41, "0012", "1,577"
    sheet["D3"] = "#REF!"
    sheet["D3"].data_type = "s"
    sheet["A4"], sheet["B4"], sheet["C4"], sheet["D4"] = True, dt.date(2012, 3, 31), " ", "១២"
    sheet["A5"], sheet["B5"], sheet["C5"] = "#N/A", "#DIV/0!", "#REF!"
    sheet["A6"], sheet["B6"], sheet["D6"] = "=1/0", "=SUM(A3:A3)", '=IF(A3>1,"","x")'
    for row in (4, 5):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["C"].hidden = True
    for name, value, state in (("Aside", 1, "hidden"), ("Well aside", 2, "veryHidden")):
        other = book.create_sheet(name)
        other["A1"], other.sheet_state = value, state
    book.save(path)


def by_xlsxwriter(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Return")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range("A1:D1", "title")
        sheet.merge_range("B7:C8", "")
        sheet.write("A3", 41)
        for ref, text in (("B3", "0012"), ("C3", "1,577"), ("D3", "#REF!"), ("C4", " ")):
            sheet.write_string(ref, text)
        sheet.write_string("D4", "១២")
        sheet.write_boolean("A4", True)
        sheet.write_datetime("B4", dt.datetime.fromisoformat("2012-03-31"), day)
        sheet.write_formula("A5", "=NA()", None, "#N/A")
        sheet.write_formula("B5", "=1/0", None, "#DIV/0!")
        sheet.write_formula("C5", "=Gone!A1", None, "#REF!")
        sheet.write_formula("A6", "=6*7", None, 42)
        sheet.write_formula("B6", "=B3", None, "0012")
        sheet.write_formula("D6", '=""', None, "")
        for row in (3, 4):
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_column("C:C", None, None, {"hidden": True})
        for name, value, state in (("Aside", 1, "hide"), ("Well aside", 2, "very_hidden")):
            other = book.add_worksheet(name)
            other.write("A1", value)
            getattr(other, state)()


def test_openpyxl_writes_no_results_and_what_is_marked_is_seen(tmp_path: Path) -> None:
    by_openpyxl(tmp_path / "a.xlsx")
    assert end_of(tmp_path / "a.xlsx") == SEEN.format(yes=YES, errors=AS_TYPED)


def test_xlsxwriter_writes_results_and_what_is_marked_is_seen(tmp_path: Path) -> None:
    by_xlsxwriter(tmp_path / "a.xlsx")
    results = [
        "A5 error formula '#N/A'",
        "B5 error formula '#DIV/0!'",
        "C5 error formula '#REF!'",
        "A6 number formula '42'",
        "B6 text formula '0012'",
        "D6 formula formula '=\"\"'",  # an empty result is not written, and so is none
    ]
    assert end_of(tmp_path / "a.xlsx") == SEEN.format(yes=YES, errors="\n".join(results))


@needs_soffice
@pytest.mark.parametrize(
    ("style", "yes", "empty"),
    [
        ("xlsx", "boolean formula 'TRUE'", "text formula ''"),
        ("ods", "number formula '1'", 'formula formula \'=IF([.A3]>1;"";"x")\''),
    ],
)
def test_what_libreoffice_saves_is_seen(tmp_path: Path, style: str, yes: str, empty: str) -> None:
    """It keeps "yes" as a formula, and in an ods no empty result of one."""
    by_openpyxl(tmp_path / "a.xlsx")
    expected = SEEN.format(yes=yes, errors=AS_CALCULATED.format(empty=empty))
    (saved,) = convert(style, tmp_path / "saved", tmp_path / "a.xlsx")
    assert end_of(saved) == expected


def test_a_workbook_with_macros_is_known_under_any_name(tmp_path: Path) -> None:
    (tmp_path / "code.bin").write_bytes(b"no real code")
    for name in ("a.xlsm", "a.xlsx", "a.ods", "a"):
        with xlsxwriter.Workbook(tmp_path / "made.xlsm") as book:
            book.add_worksheet()
            book.add_vba_project(str(tmp_path / "code.bin"))
        (tmp_path / "made.xlsm").rename(tmp_path / name)
        with pytest.raises(UnreadableError, match="file-macros"):
            read_workbook(tmp_path / name)


@needs_soffice
@pytest.mark.parametrize(
    ("style", "code"),
    [("pdf", "file-type"), ("xls", "file-xls"), ("fods", "file-type"), ("html", "file-type")],
)
def test_what_libreoffice_saves_in_other_kinds_has_its_own_code(
    tmp_path: Path, style: str, code: str
) -> None:
    by_openpyxl(tmp_path / "a.xlsx")
    (saved,) = convert(style, tmp_path / "saved", tmp_path / "a.xlsx")
    assert end_of(saved) == code
