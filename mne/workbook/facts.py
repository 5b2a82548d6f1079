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
SPOT_BITS = 16
"""Row and column as one number, which grows along the rows: the row stands above these bits."""
SPOT_COLUMN = 2**SPOT_BITS - 1

_LONGEST_LETTERS = 7  # beyond the last column, yet short enough to say so
_LONGEST_NUMBER = 12


Odd = tuple[int, str, str, "str | None", bool]
"""A cell that is more than a text of the workbook's list: its position among the cells, its kind,
its number or error text, its formula (None if it has none), and whether a result is stored."""


class SheetFacts:
    """Everything the XML of one sheet says that the fast reader does not."""

    __slots__ = (
        "filtered",
        "fonts",
        "hidden_columns",
        "hidden_rows",
        "last_column",
        "last_row",
        "merged",
        "name",
        "odd",
        "refs",
        "spots",
    )

    def __init__(self, name: str) -> None:
        self.name = name
        self.spots: list[int] = []
        self.refs: list[str] = []
        self.odd: list[Odd] = []
        self.fonts: dict[int, str] = {}
        """The old Khmer font of a cell, by its position among the cells."""
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.merged: list[str] = []
        self.filtered = False
        self.last_row = 0
        self.last_column = 0

    def add(
        self, at: int, ref: str, kind: str, text: str, formula: str | None, *, cached: bool
    ) -> None:
        """One more cell that holds something."""
        if kind != "s" or formula is not None or not cached:
            self.odd.append((len(self.spots), kind, text, formula, cached))
        self.spots.append(at)
        self.refs.append(ref)

    def end_row(self, row: int, last_column: int) -> None:
        """A row with cells is complete: is all that was found so far within what memory holds?"""
        self.last_row = row
        self.last_column = max(self.last_column, last_column)
        if len(self.spots) > MAX_CELLS:
            raise too_large("cells", len(self.spots), MAX_CELLS)
        if self.last_row * self.last_column > MAX_AREA:
            raise unsafe("area", self.name)

    def note_columns(self, attributes: dict[str, str]) -> None:
        """What an .xlsx says of some columns."""
        first, last = whole(attributes.get("min", "")), whole(attributes.get("max", ""))
        if first is None or last is None:
            raise damaged(self.name)
        check_place(1, first, self.name)
        if hides_it(attributes, "width"):
            self.hidden_columns.extend(range(first, min(last, MAX_COLUMN) + 1))
            if len(self.hidden_columns) > MAX_COLUMN:
                raise damaged(self.name)

    def note_merge(self, attributes: dict[str, str]) -> None:
        """What an .xlsx says of cells that were made one."""
        first, _, last = attributes.get("ref", "").partition(":")
        corner = place(first, self.name)
        self.merge(corner, place(last, self.name) if last else corner)

    def note_filter(self, _: dict[str, str]) -> None:
        """A column is filtered."""
        self.filtered = True

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


class ReadSheet:
    """A sheet that has been read: raw texts, and a letter each for type and formula of a cell."""

    __slots__ = ("facts", "formulas", "raws", "types")

    def __init__(self, facts: SheetFacts, raws: list[str], types: list[str]) -> None:
        self.facts = facts
        self.raws = raws
        self.types = types
        self.formulas = ["0"] * len(raws)


def hides_it(attributes: dict[str, str], size: str) -> bool:
    """Whether a row or column is hidden; a height or width of zero hides as well."""
    if attributes.get("hidden") in ("1", "true"):
        return True
    length = attributes.get(size, "")
    return length != "" and length.strip("0.") == ""


def holds_any(data: bytes, signs: tuple[bytes, ...]) -> bool:
    """Whether one of these stands in it. One byte alone is looked for first, for that is faster."""
    return any(sign[:1] in data and sign in data for sign in signs)


def whole(text: str) -> int | None:
    """A plain whole number of sane length; the file's own numbers are never written otherwise."""
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER:
        return int(text)
    return None


def check_place(row: int, column: int, part: str) -> None:
    """A cell must lie on the sheet."""
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        raise unsafe("outside-grid", part)


def spot(row: int, column: int) -> int:
    """Row and column as one number."""
    return row << SPOT_BITS | column


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
