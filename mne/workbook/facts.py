"""What the second look at a workbook finds: one sheet's cells as they stand in its XML.

The fast reader gives the values but is blind to much: it shows a broken formula as an empty cell
and says nothing of hidden rows. The second look reads the XML itself, once for .xlsx and once for
.ods; what it finds has one shape, described here. It runs in the child, so it imports nothing slow.
"""

from __future__ import annotations

from mne.workbook.faults import damaged, too_large, unsafe

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
MAX_CELLS = 500_000
MAX_AREA = 5_000_000
MAX_MERGES = 100_000
MAX_MERGED_AREA = 2_000_000
MAX_SHEETS = 200

Place = tuple[int, int]
"""Row and column, both counted from 1."""

_LONGEST_LETTERS = 7  # beyond the last column, yet short enough to say so
_LONGEST_NUMBER = 12


class Fact:
    """One cell that holds something: where, of what kind, the number or error text, the formula."""

    __slots__ = ("cached", "column", "formula", "kind", "ref", "row", "text")

    def __init__(
        self, place: Place, ref: str, kind: str, text: str, formula: str | None, *, cached: bool
    ) -> None:
        self.row, self.column = place
        self.ref = ref
        self.kind = kind
        self.text = text
        self.cached = cached
        self.formula = formula


class SheetFacts:
    """Everything the XML of one sheet says that the fast reader does not."""

    __slots__ = (
        "cells",
        "filtered",
        "hidden_columns",
        "hidden_rows",
        "last_column",
        "last_row",
        "merged",
        "name",
    )

    def __init__(self, name: str) -> None:
        self.name = name
        self.cells: list[Fact] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.merged: list[str] = []
        self.filtered = False
        self.last_row = 0
        self.last_column = 0

    def end_row(self, row: int, last_column: int) -> None:
        """A row with cells is complete: is all that was found so far within what memory holds?"""
        self.last_row = row
        self.last_column = max(self.last_column, last_column)
        if len(self.cells) > MAX_CELLS:
            raise too_large("cells", len(self.cells), MAX_CELLS)
        if self.last_row * self.last_column > MAX_AREA:
            raise unsafe("area", self.name)

    def merge(self, first: Place, last: Place) -> None:
        """One more merged range."""
        rows, columns = last[0] - first[0] + 1, last[1] - first[1] + 1
        if rows < 1 or columns < 1:
            raise damaged(self.name)
        check_place(*last, self.name)
        if rows * columns > MAX_MERGED_AREA:
            raise unsafe("merge", self.name)
        self.merged.append(f"{cell_ref(*first)}:{cell_ref(*last)}")
        if len(self.merged) > MAX_MERGES:
            raise too_large("merges", len(self.merged), MAX_MERGES)


def whole(text: str) -> int | None:
    """A plain whole number of sane length; the file's own numbers are never written otherwise."""
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER:
        return int(text)
    return None


def check_place(row: int, column: int, part: str) -> None:
    """A cell must lie on the sheet."""
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        raise unsafe("outside-grid", part)


def cell_ref(row: int, column: int) -> str:
    """(9, 4) -> "D9"."""
    return column_letters(column) + str(row)


def column_letters(column: int) -> str:
    """4 -> "D"."""
    letters = _LETTERS.get(column)
    if letters is None:
        letters, rest = "", column
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(65 + digit) + letters
        _LETTERS[column] = letters
    return letters


def column_number(letters: str) -> int:
    """The number of column "D" is 4; zero for what is no column at all."""
    number = _NUMBERS.get(letters)
    if number is None:
        if not (
            0 < len(letters) <= _LONGEST_LETTERS
            and letters.isascii()
            and letters.isalpha()
            and letters.isupper()
        ):
            return 0
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - 64
        if number <= MAX_COLUMN:
            _NUMBERS[letters] = number
    return number


def place(ref: str, part: str) -> Place:
    """Row and column of "D9" are (9, 4); anything else is a damaged or hostile file."""
    letters = ref.rstrip("0123456789")
    digits = ref[len(letters) :]
    column = column_number(letters)
    if not column or not digits or digits[0] == "0" or whole(digits) is None:
        raise unsafe("outside-grid", part) if digits and column else damaged(part)
    row = int(digits)
    check_place(row, column, part)
    return row, column


_LETTERS: dict[int, str] = {}
_NUMBERS: dict[str, int] = {}
