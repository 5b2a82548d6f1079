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


def test_a_line_with_one_separator_too_many_is_refused_even_if_nothing_follows_it(
    tmp_path: Path,
) -> None:
    """1,577 without quotation marks, and a comma at the end: which is the figure?"""
    with pytest.raises(UnreadableError) as refused:
        read(tmp_path, b"a,b\n1,577,\n")
    assert refused.value.params == {"file": "a.csv", "line": 2, "found": 3, "expected": 2}


def test_the_line_is_that_of_the_file_and_not_the_number_of_the_row(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(tmp_path, b'sep=;\na;b\n"x\n\ny";1\n1;2;3\n')
    assert (refused.value.code, refused.value.params["line"]) == ("csv-ragged", 6)


def test_fields_left_out_at_the_end_and_lines_without_any_are_no_fault(tmp_path: Path) -> None:
    """Excel leaves out empty fields at the end of a line; other programs write empty lines."""
    assert raws(read(tmp_path, b"a,b\n1\n\n,,,\n1,2\n")) == {
        "A1": "a",
        "B1": "b",
        "A2": "1",
        "A5": "1",
        "B5": "2",
    }


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line", ["sep={}\r\n", '"sep={}"\n', "SEP={}\n"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_separator_may_be_named_in_a_first_line_that_is_no_row(
    tmp_path: Path, separator: str, line: str, encoding: str
) -> None:
    others = ",;|\t".replace(separator, "")
    text = f"{line.format(separator)}a{others}{separator}b\n1{separator}2\n"
    found = raws(read(tmp_path, text.encode(encoding)))
    assert found == {"A1": f"a{others}", "B1": "b", "A2": "1", "B2": "2"}


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (b"a,b", ["a", "b"]),
        (b"a;b", ["a", "b"]),
        (b"a|b", ["a", "b"]),
        (b'"x,y,z";b', ["x,y,z", "b"]),
        (b"a, or b;c;d", ["a, or b", "c", "d"]),
        (b"a\tb\tc, d", ["a", "b", "c, d"]),
        (b"a;x,b", ["a;x", "b"]),
        (b"a", ["a"]),
    ],
)
def test_the_separator_is_what_parts_most_of_the_first_line(
    tmp_path: Path, header: bytes, fields: list[str]
) -> None:
    assert list(raws(read(tmp_path, header + b"\n")).values()) == fields


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_machine(tmp_path: Path, end: str) -> None:
    data = f"a;b;c, d{end}1;2;3{end}".encode()
    assert raws(read(tmp_path, data)) == {
        "A1": "a",
        "B1": "b",
        "C1": "c, d",
        "A2": "1",
        "B2": "2",
        "C2": "3",
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b'a,b\n1,2\n"open,3\n4,5\n', 3),
        (b'a,b\n1,"x"y"\n', 2),
        (b'a,b\n"x\ny",1\n"z"z,2\n', 4),
        (b'"a,b\n', 1),
    ],
)
def test_a_quotation_mark_out_of_place_is_told_with_its_line(
    tmp_path: Path, text: bytes, line: int
) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(tmp_path, text)
    assert (refused.value.code, refused.value.params["line"]) == ("csv-quotes", line)


def test_an_old_western_encoding_is_read_and_said_to_be_a_guess(tmp_path: Path) -> None:
    sheet = read(tmp_path, "a,b\n1,Côte – d’été\n".encode("cp1252"))
    assert raws(sheet)["B2"] == "Côte – d’été"
    assert sheet.guessed_encoding
    assert not read(tmp_path, "a,b\n1,Côte – d’été\n".encode()).guessed_encoding


KHMER = "a,b\n1,ខ្មែរ\n"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (KHMER.encode()[:-2], 2),  # cut within a letter
        (KHMER.encode() + b"2,C\xf4te\n", 3),  # two encodings in one file
        (b"\xef\xbb\xbfa,b\nC\xf4te,1\n", 2),  # says that it is UTF-8
        (b"a,b\n\x81,1\n", 2),  # no letter of the old encoding
        (KHMER.encode("utf-16") + b"\x00", 3),  # half a letter
        (b"a,b\n1,2\n3,\x00\n", None),
    ],
)
def test_letters_that_cannot_be_told_are_refused_with_their_line(
    tmp_path: Path, data: bytes, line: int
) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(tmp_path, data)
    # A file with a NUL is no text at all, and the gate says so first.
    code = "csv-encoding" if line else "file-type"
    assert (refused.value.code, refused.value.params.get("line")) == (code, line)


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
    assert all(len(row) <= len(rows[0]) for row in rows)
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    found = read_workbook(path).sheets[0].cells
    written = [field for row in rows for field in row if field]
    assert [cell.raw for cell in found] == written


@pytest.mark.parametrize("cut", [b"a,b,c\n1,2,3\n1,2", b"a,b,c\r\n1,2,3\r\n1"])
def test_a_file_that_breaks_off_in_its_last_line_is_refused_by_its_number(
    tmp_path: Path, cut: bytes
) -> None:
    (tmp_path / "a.csv").write_bytes(cut)
    with pytest.raises(UnreadableError) as refused:
        read_workbook(tmp_path / "a.csv")
    assert (refused.value.code, refused.value.params["line"]) == ("csv-cut-off", 3)


@pytest.mark.parametrize("whole", [b"a,b,c\n1,2,3\n1,2\n", b"a,b,c\n1,2\n1,2,3", b"a,b,c\n1,2,3\n"])
def test_a_short_line_that_is_ended_is_taken(tmp_path: Path, whole: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(whole)
    assert len(read_workbook(tmp_path / "a.csv").sheets[0].cells) >= 6
