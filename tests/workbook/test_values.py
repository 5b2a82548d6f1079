"""What was typed is what is read: numbers to the last digit, text to the last blank."""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mne import __version__
from mne.model import Cell
from mne.workbook import read_workbook
from mne.workbook.values import number_text, plain
from tests.workbook.hostile import cell, pack, row, xlsx_parts

# What XML cannot hold, and what Excel itself writes as an escape, is not typed into forms.
TYPED = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1
).filter(lambda text: "_x" not in text)
# Excel stops at 9.99999999999999E+307: nearer to the largest double, the writer's rounding to
# sixteen digits goes past it, and the file holds no number any more.
LARGEST = 9.99999999999999e307
NUMBERS = st.one_of(st.integers(-(10**15), 10**15), st.floats(-LARGEST, LARGEST))
VALUES = st.one_of(TYPED, NUMBERS, st.booleans())


def write(path: Path, *values: object) -> None:
    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("Return")
        for number, value in enumerate(values):
            match value:
                case bool():
                    sheet.write_boolean(number, 3, value)
                case str():
                    sheet.write_string(number, 3, value)
                case dt.date():
                    form = "yyyy-mm-dd hh:mm" if isinstance(value, dt.datetime) else "yyyy-mm-dd"
                    sheet.write_datetime(number, 3, value, book.add_format({"num_format": form}))
                case _:
                    sheet.write_number(number, 3, value)


def read(path: Path) -> tuple[Cell, ...]:
    (sheet,) = read_workbook(path).sheets
    return sheet.cells


def stored(tmp_path: Path, text: str) -> Cell:
    """The cell of a workbook whose XML holds exactly this number."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(pack(xlsx_parts(row(9, cell("D9", text)))))
    (found,) = read(path)
    return found


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(values=st.lists(VALUES, min_size=1, max_size=30))
def test_what_is_written_comes_back_exactly(tmp_path: Path, values: list[object]) -> None:
    path = tmp_path / "a.xlsx"
    write(path, *values)
    found = read(path)
    assert [cell.ref for cell in found] == [f"D{n}" for n in range(1, len(values) + 1)]
    for value, cell_found in zip(values, found, strict=True):
        match value:
            case bool():
                assert (cell_found.raw, cell_found.type) == (str(value).upper(), "boolean")
            case str():
                assert (cell_found.raw, cell_found.type) == (value, "text")
            case _:
                assert cell_found.type == "number"
                assert float(cell_found.raw) == float(f"{value:.16G}")


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("41", "41"),
        ("41.0", "41"),
        ("0041", "41"),
        ("-3.50", "-3.5"),
        ("0.1", "0.1"),
        ("1.1000000000000001", "1.1"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("1E+20", "100000000000000000000"),
        ("1.5E-7", "0.00000015"),
        ("9007199254740993", "9007199254740993"),
        ("12345678901234567890", "12345678901234567890"),
        ("-0", "0"),
        ("0", "0"),
    ],
)
def test_a_number_is_the_shortest_text_of_what_is_stored(
    tmp_path: Path, text: str, raw: str
) -> None:
    found = stored(tmp_path, text)
    assert (found.raw, found.type, found.ref, found.sheet) == (raw, "number", "D9", "Return")


@pytest.mark.parametrize("text", ["1e309", "-1e999"])
def test_a_number_beyond_all_numbers_is_an_error(tmp_path: Path, text: str) -> None:
    found = stored(tmp_path, text)
    assert (found.raw, found.type) == (text, "error")


@pytest.mark.parametrize("text", ["about 40", "0x10", "1,5", "1_000", "៣", "NaN", "inf"])
def test_what_is_no_number_is_never_read_as_one(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(pack(xlsx_parts(row(1, cell("A1", text)))))
    (found,) = read(path)
    assert found.type in {"text", "error"}
    assert found.raw == text


@pytest.mark.parametrize("text", ["nan", "inf", "-Infinity", "1e999", "1_000", "៣", "", "four"])
def test_a_text_that_is_no_number_has_no_number_text(text: str) -> None:
    assert number_text(text) is None


@given(NUMBERS)
def test_no_number_text_loses_or_adds_a_digit(number: float) -> None:
    text = number_text(repr(number))
    assert text is not None
    assert Decimal(text) == Decimal(repr(number))
    assert "e" not in text.lower()


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_a_number_with_too_many_digits_keeps_them_all(number: Decimal) -> None:
    text = number_text(str(number))
    assert text is not None
    assert float(text) == float(number)
    if len(number.as_tuple().digits) > 17:
        assert Decimal(text) == number


def test_an_exponent_is_spelled_out() -> None:
    assert [plain(text) for text in ("1e+3", "-1.25e1", "1.5e-3", "+7", "000")] == [
        "1000",
        "-12.5",
        "0.0015",
        "7",
        "0",
    ]


def test_text_keeps_blanks_zero_widths_and_khmer_digits(tmp_path: Path) -> None:
    texts = [
        "\u00a012",
        "០១២",
        "\u200b",
        "0012",
        " ",
        "a\nb",
        "=1+1",
        '"\\',
        "#REF!",
        "n/a",
        "កម្ពុជា",
    ]
    write(tmp_path / "a.xlsx", *texts)
    assert [(cell.raw, cell.type) for cell in read(tmp_path / "a.xlsx")] == [
        (text, "text") for text in texts
    ]


def test_dates_are_iso_text(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", dt.date(2012, 3, 31), dt.datetime.fromisoformat("2012-03-31T17:30"))
    assert [(cell.raw, cell.type) for cell in read(tmp_path / "a.xlsx")] == [
        ("2012-03-31", "date"),
        ("2012-03-31T17:30:00", "date"),
    ]


def test_a_workbook_says_what_it_is(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", 41)
    book = read_workbook(tmp_path / "a.xlsx")
    assert (book.path_name, book.kind, book.reader) == (
        "a.xlsx",
        "xlsx",
        f"npa-mne {__version__}",
    )
    data = (tmp_path / "a.xlsx").read_bytes()
    assert (book.size, book.digest) == (len(data), hashlib.sha256(data).hexdigest())
    assert {cell.digest for cell in book.sheets[0].cells} == {book.digest}


def test_what_is_not_written_plainly_is_read_by_calamine_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(pack(xlsx_parts("<row><c><v>41</v></c></row>")))
    book = read_workbook(tmp_path / "a.xlsx")
    assert (book.sheets[0].cells[0].raw, book.reader) == ("41", "python-calamine 0.9.1")
