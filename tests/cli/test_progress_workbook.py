"""`mne progress --format xlsx`: read back by a program that is not ours, cell by cell."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from mne.sheets import Figure, Sheet, SheetColumn, Toned, write_workbook
from tests.fixtures.trial_kit import good_form, write

YEAR = ("progress", "--plan", "trial", "--period", "2012", "--as-of", "2013-03-01")


@pytest.fixture
def written(mne, workspace, tmp_path):
    """The workbook of one return."""
    form = write(workspace.root, "moj.xlsx", good_form("trial/2012-Q1/MOJ"))
    assert mne("submit", "--received", "2012-04-10", form).code == 0

    def at(*words, name="progress.xlsx"):
        path = tmp_path / name
        said = mne(*YEAR, "--format", "xlsx", "-o", path, *words)
        assert (said.code, said.out) == (0, "")
        return path.read_bytes()

    return at


def sheets_of(content):
    return openpyxl.load_workbook(BytesIO(content))


def line_of(sheet, **wanted):
    """The first line that holds that, by the headings."""
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        found = dict(zip(heads, row, strict=True))
        if all(found[name].value == value for name, value in wanted.items()):
            return found
    raise AssertionError(wanted)


def test_figures_are_numbers_with_the_indicator_s_own_format(written):
    book = sheets_of(written())
    assert book.sheetnames == ["Progress", "Missing", "About"]
    sheet = book["Progress"]
    helped = line_of(sheet, indicator="J-01")
    assert (helped["actual"].value, helped["actual"].number_format) == (41, "#,##0")
    assert (helped["target"].value, helped["reported"].value, helped["of"].value) == (200, 1, 4)
    assert (helped["of target"].value, helped["of target"].number_format) == (0.205, "0 %")
    assert helped["rating"].value == "– Not rated"
    assert helped["signed"].value == "not yet"
    assert helped["objective"].value == "Justice"
    assert helped["provenance"].value == "illustrative"
    spent = line_of(sheet, indicator="J-05")
    assert (spent["actual"].value, spent["actual"].number_format) == (1250000.5, "#,##0.00")
    share = line_of(sheet, indicator="J-02")
    assert (share["numerator"].value, share["denominator"].value) == (8, 12)
    assert (share["actual"].value, share["actual"].number_format) == (0.666666666666667, "0 %")
    assert line_of(sheet, indicator="J-03")["actual"].value == "Being drafted"
    assert line_of(sheet, indicator="F-01")["actual"].value is None  # nothing is never zero
    assert line_of(sheet, indicator="F-01")["rating"].value == "○ No data"


def test_headings_stay_in_sight_and_filters_are_set(written):
    sheet = sheets_of(written())["Progress"]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert "INTERNAL" in sheet.oddHeader.center.text
    assert sheet.print_title_rows == "$1:$1"


def test_who_is_missing_stands_on_a_sheet_of_its_own(written):
    sheet = sheets_of(written())["Missing"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row for row in rows if row[0] == "J-01"] == [
        ["J-01", "Victims helped", "MoJ", f"Q{quarter} 2012", "not received"]
        for quarter in (2, 3, 4)
    ]


def test_breakdowns_have_a_sheet_if_they_are_asked_for(written):
    sheet = sheets_of(written("--by", "sex"))["Breakdowns"]
    assert line_of(sheet, indicator="J-01", where="Female")["actual"].value == 20
    assert line_of(sheet, indicator="J-01", where="Male")["rating"].value is None


def test_the_last_sheet_says_what_it_is(written):
    sheet = sheets_of(written())["About"]
    told = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2)}
    assert told["Known as of"] == "2013-03-01"
    assert told["Engine"] == "duckdb"
    assert told["Edition"].startswith("INTERNAL")
    assert told["Rating"].startswith("A result is met from 100")
    assert "illustrative" in told["provenance"].casefold()


def test_the_same_is_written_with_the_same_bytes_and_in_khmer_with_khmer_words(
    written, monkeypatch
):
    first = written()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1400000000")
    assert written(name="again.xlsx") == first
    book = sheets_of(written("--lang", "km", name="km.xlsx"))
    assert book.sheetnames == ["វឌ្ឍនភាព", "អ្វីដែលខ្វះ", "អំពីឯកសារ"]


def test_a_workbook_is_not_printed_on_the_screen(mne):
    said = mne(*YEAR, "--format", "xlsx")
    assert (said.code, said.out) == (2, "")
    assert "-o FILE.xlsx" in said.err


def test_a_figure_with_more_digits_than_a_spreadsheet_keeps_is_written_as_text():
    rows = (
        (Figure(Decimal("12345678901234567.8901"), 4), Figure(Decimal(123456789012345))),
        (Figure(Decimal(2) / Decimal(3), 1, share=True, quotient=True), Toned("=1+1", "good")),
        ("=cmd|' /C calc'!A0", None),
    )
    sheet = Sheet("S", (SheetColumn("a", figures=True), SheetColumn("b")), rows)
    content = write_workbook(
        [sheet], title="t", created=datetime(2012, 1, 1, tzinfo=UTC), mark="", font="Arial"
    )
    cells = sheets_of(content)["S"]
    assert (cells["A2"].value, cells["A2"].data_type) == ("12345678901234567.8901", "s")
    assert (cells["B2"].value, cells["B2"].data_type) == (123456789012345, "n")
    assert cells["A3"].value == 0.666666666666667
    assert (cells["B3"].value, cells["B3"].data_type) == ("=1+1", "s")
    assert cells["B3"].fill.fgColor.rgb == "FFDCEFE4"
    assert (cells["A4"].value, cells["A4"].data_type) == ("=cmd|' /C calc'!A0", "s")
