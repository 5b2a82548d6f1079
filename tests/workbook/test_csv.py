"""CSV files: cells named like a sheet's, nothing guessed, nothing shifted."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mne.errors import UnreadableError
from mne.workbook import Sheet, read_workbook


def read(tmp_path: Path, data: bytes, name: str = "a.csv") -> Sheet:
    (tmp_path / name).write_bytes(data)
    book = read_workbook(tmp_path / name)
    assert (book.kind, book.reader) == ("csv", "csv")
    (sheet,) = book.sheets
    return sheet


def raws(sheet: Sheet) -> dict[str, str]:
    assert all(cell.type == "text" and cell.sheet == "csv" for cell in sheet.cells)
    return {cell.ref: cell.raw for cell in sheet.cells}


def test_cells_are_named_like_a_sheets(tmp_path: Path) -> None:
    found = raws(read(tmp_path, b"indicator,value\nNPA1-LAW-03,41\n,0041\n"))
    assert found == {
        "A1": "indicator",
        "B1": "value",
        "A2": "NPA1-LAW-03",
        "B2": "41",
        "B3": "0041",
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_and_encodings_that_excel_writes(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    text = f'a{delimiter}b\r\nខ្មែរ{delimiter}"x,;\ty"\r\n'
    found = raws(read(tmp_path, text.encode(encoding)))
    assert found == {"A1": "a", "B1": "b", "A2": "ខ្មែរ", "B2": "x,;\ty"}


def test_a_comma_in_the_header_settles_the_delimiter(tmp_path: Path) -> None:
    assert raws(read(tmp_path, b"a;x,b\n1;2,3\n"))["A2"] == "1;2"


def test_a_line_break_inside_a_cell_does_not_shift_the_rows(tmp_path: Path) -> None:
    assert raws(read(tmp_path, b'a,b\n"x\ny",1\nz,2\n'))["A3"] == "z"


def test_too_many_fields_are_told_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(tmp_path, b"a,b\n1,2\n1,2,3,4\n")
    assert refused.value.params == {"file": "a.csv", "line": 3, "found": 4, "expected": 2}


def test_too_few_fields_and_trailing_delimiters_are_no_fault(tmp_path: Path) -> None:
    assert raws(read(tmp_path, b"a,b\n1\n1,2,,\n")) == {
        "A1": "a",
        "B1": "b",
        "A2": "1",
        "A3": "1",
        "B3": "2",
    }


def test_an_old_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(tmp_path, "a,b\n1,2\nCôte,3\n".encode("latin-1"))
    assert (refused.value.code, refused.value.params["line"]) == ("csv-encoding", 3)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))).filter(
            any
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_written_as_csv_comes_back(tmp_path: Path, rows: list[list[str]]) -> None:
    width = max(map(len, rows))
    rows = [["x", "y"] + ["h"] * width, *rows]
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    found = read_workbook(path).sheets[0].cells
    written = [field for row in rows for field in row if field]
    assert [cell.raw for cell in found] == written
