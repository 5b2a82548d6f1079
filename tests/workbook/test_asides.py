"""Beside a cell's value: a filter, a tab in its text, a formula that reads another file."""

from __future__ import annotations

import openpyxl
import pytest

from mne.workbook import read_workbook
from mne.workbook.values import reads_outside
from tests.fixtures.soffice import SOFFICE, convert, needs_soffice


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A workbook as openpyxl wrote it, and as LibreOffice saved it, as xlsx and as ods."""
    folder = tmp_path_factory.mktemp("asides")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "filtered"
    for row, word in enumerate(("word", "a\tb", "  two  spaces", "first\nsecond", "x \t\t y"), 1):
        sheet[f"A{row}"] = word
    sheet.auto_filter.ref = "A1:A5"
    sheet.auto_filter.add_filter_column(0, ["a\tb"])
    for row in (3, 4, 5):
        sheet.row_dimensions[row].hidden = True
    other = book.create_sheet("plain")
    other["A1"] = "word"
    other.auto_filter.ref = "A1:A5"
    book.save(folder / "written.xlsx")
    for style in ("xlsx", "ods") if SOFFICE else ():
        convert(style, folder / "saved", folder / "written.xlsx")
    return folder


FILES = [
    "written.xlsx",
    *(pytest.param(f"saved/written.{style}", marks=needs_soffice) for style in ("xlsx", "ods")),
]


@pytest.mark.parametrize("file", FILES)
def test_a_filter_that_is_on_is_told_from_one_that_hides_nothing(folder, file):
    filtered, plain = read_workbook(folder / file).sheets
    assert (filtered.filtered, filtered.hidden_rows) == (True, frozenset({3, 4, 5}))
    assert (plain.filtered, plain.hidden_rows) == (False, frozenset())


@pytest.mark.parametrize("file", FILES)
def test_tabs_spaces_and_lines_of_a_text_are_kept(folder, file):
    words = [cell.raw for cell in read_workbook(folder / file).sheets[0].cells]
    assert words == ["word", "a\tb", "  two  spaces", "first\nsecond", "x \t\t y"]


@pytest.mark.parametrize(
    ("formula", "outside"),
    [
        ("=[1]Sheet1!A1", True),
        ("='[12]My Sheet'!A1+1", True),
        ("=SUM([2]Sheet1!A1:A9)", True),
        ("='C:\\\\old\\\\[1]Sheet1'!A1", True),
        ("=cmd|'/C calc'!A0", True),
        ('=DDE("soffice";"a.ods";"A1")', True),
        ("='file:///tmp/a.ods'#$Sheet1.A1", True),
        ('=WEBSERVICE("http://example.org")', True),
        ("=SUM(A1:A9)", False),
        ("=Table1[2020]+Sheet2!A1", False),
        ("=Table1[[#This Row],[2020]]*Sheet2!A1", False),
        ('=IF(A1="[1]Sheet1!A1";"file:";"cmd|x!y")', False),
        ("=[.A1]+[$'Sheet 2'.B2]", False),
        (None, False),
    ],
)  # fmt: skip
def test_a_formula_that_reads_elsewhere_is_known_by_its_references(formula, outside):
    assert reads_outside(formula) is outside


def test_a_cell_says_that_its_formula_reads_another_file(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"], book.active["A3"] = 1, "=A1+1", "=[1]Sheet1!A1"
    book.save(tmp_path / "a.xlsx")
    cells = read_workbook(tmp_path / "a.xlsx").sheets[0].cells
    assert [(one.formula, one.outside) for one in cells] == [
        (False, False),
        (True, False),
        (True, True),
    ]
