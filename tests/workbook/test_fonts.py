"""The font of a text that is typed in an old Khmer font comes with its cell."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from mne.workbook import read_workbook
from tests.fixtures.soffice import convert, needs_soffice
from tests.workbook.hostile import pack, xlsx_parts

TYPED = "karGnuvtþc,ab;"
FONTS = {"A1": "Limon S1", "B1": "Khmer OS", "C1": "ABC-TEXT-05", "A2": "limon R1", "B2": "Arial"}


@pytest.fixture
def typed(tmp_path):
    book = openpyxl.Workbook()
    for ref, font in FONTS.items():
        book.active[ref] = TYPED
        book.active[ref].font = Font(name=font)
    book.active["A3"] = 41
    book.active["A3"].font = Font(name="Limon S1")
    book.active["A4"] = CellRichText("See: ", TextBlock(InlineFont(rFont="Limon S1"), TYPED))
    path = tmp_path / "typed.xlsx"
    book.save(path)
    return path


def fonts(path):
    (sheet,) = read_workbook(path).sheets
    return {cell.ref: cell.font for cell in sheet.cells if cell.font}


OLD = {"A1": "Limon S1", "C1": "ABC-TEXT-05", "A2": "limon R1", "A3": "Limon S1", "A4": "Limon S1"}


def test_an_old_font_of_a_cell_or_of_a_piece_of_its_text_is_told(typed):
    assert fonts(typed) == OLD


@needs_soffice
@pytest.mark.parametrize("style", ["xlsx", "ods"])
def test_it_is_told_of_what_libreoffice_has_saved_too(typed, tmp_path, style):
    (saved,) = convert(style, tmp_path / "saved", typed)
    assert fonts(saved) == OLD


def test_a_workbook_in_which_no_text_is_in_pieces_is_told_the_short_way(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = TYPED, "plain"
    book.active["A1"].font = Font(name="Limon S1")
    book.save(tmp_path / "a.xlsx")
    assert fonts(tmp_path / "a.xlsx") == {"A1": "Limon S1"}


def test_a_workbook_without_styles_has_no_old_fonts(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(pack(xlsx_parts()))
    assert fonts(tmp_path / "a.xlsx") == {}
