"""Old .xls workbooks: refused, unless they are asked for; then read in the same limited process."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from mne.errors import UnreadableError
from mne.workbook import Readers, Sheet, read_workbook
from tests.fixtures.soffice import convert, needs_soffice
from tests.workbook.hostile import ole

pytestmark = needs_soffice


def read(path: Path) -> tuple[Sheet, ...]:
    with Readers(old=True) as readers:
        return readers.start(path).workbook().sheets


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with all that is easily lost, as LibreOffice saves it for Excel 97."""
    folder = tmp_path_factory.mktemp("old")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "របាយការណ៍"
    sheet["A1"], sheet["B1"], sheet["C1"] = "ខ្មែរ", 41, 0.1
    sheet["A2"], sheet["B2"], sheet["C2"] = "=1/0", "=B1+1", True
    sheet["A3"], sheet["B3"] = "1,577", "karGnuvtþ"
    sheet["B3"].font = Font(name="Limon S1")
    sheet["C3"] = "2012-02-29"
    sheet["C3"].number_format = "@"
    sheet["D4"] = 7
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.merge_cells("A5:B6")
    sheet["A5"] = "together"
    book.create_sheet("Hidden")["A1"] = 1
    book["Hidden"].sheet_state = "hidden"
    book.save(folder / "book.xlsx")
    (path,) = convert("xls", folder / "saved", folder / "book.xlsx")
    return path


def test_it_is_refused_with_a_way_out(old: Path) -> None:
    with pytest.raises(UnreadableError, match="file-xls"):
        read_workbook(old)


def test_asked_for_it_is_read_with_all_that_is_easily_lost(old: Path) -> None:
    sheet, hidden = read(old)
    assert [(cell.ref, cell.raw, cell.type) for cell in sheet.cells] == [
        ("A1", "ខ្មែរ", "text"),
        ("B1", "41", "number"),
        ("C1", "0.1", "number"),
        ("A2", "#DIV/0!", "error"),
        ("B2", "42", "number"),
        ("C2", "TRUE", "boolean"),
        ("A3", "1,577", "text"),
        ("B3", "karGnuvtþ", "text"),
        ("C3", "2012-02-29", "text"),
        ("D4", "7", "number"),
        ("A5", "together", "text"),
    ]
    assert sheet.name == "របាយការណ៍"
    assert sheet.hidden_rows == {2}
    assert sheet.hidden_columns == {3}
    assert sheet.merged == ("A5:B6",)
    assert [cell.ref for cell in sheet.cells if cell.font == "Limon S1"] == ["B3"]
    assert (sheet.visible, hidden.visible) == (True, False)


def test_what_is_spoiled_is_damaged_and_nothing_else_breaks(old: Path, tmp_path: Path) -> None:
    data = old.read_bytes()
    with Readers(99, old=True) as readers:
        for at in range(600, len(data), len(data) // 40):
            path = tmp_path / "spoiled.xls"
            path.write_bytes(data[:at] + bytes([data[at] ^ 0xFF, 0xFF]) + data[at + 2 :])
            try:
                readers.start(path).workbook()
            except UnreadableError as refused:
                assert refused.code in {  # noqa: PT017 - some of them may be read
                    "file-damaged",
                    "file-ambiguous",
                    "file-unsafe",
                    "file-reader-failed",
                }


@pytest.mark.parametrize(
    ("streams", "code"),
    [
        (("Workbook", "_VBA_PROJECT_CUR", "_VBA_PROJECT"), "file-macros"),
        (("EncryptedPackage",), "file-encrypted"),
        (("Workbook",), "file-damaged"),
        (("WordDocument",), "file-type"),
    ],
)
def test_what_else_lies_in_such_a_container_has_its_own_code(
    tmp_path: Path, streams: tuple[str, ...], code: str
) -> None:
    (tmp_path / "a.xls").write_bytes(ole("Root Entry", *streams))
    with pytest.raises(UnreadableError, match=code):
        read(tmp_path / "a.xls")
