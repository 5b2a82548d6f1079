"""The second look at an old .xls: what its records say of each cell.

Such files are read only where the secretariat asks for it. They are not made of parts that a gate
could look over, so all that guards the machine is the limited process. A formula cannot be told
from a number in them.
"""

from __future__ import annotations

from mne.workbook.facts import MAX_SHEETS, SheetFacts, cell_ref, spot
from mne.workbook.faults import Refusal, ambiguous, damaged, too_large
from mne.workbook.styles import old_font

TYPE_CHECKING = False
if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

_KINDS = {1: "text", 2: "n", 3: "date", 4: "b", 5: "e"}
"""The reader's types: text, number, date, boolean, error; an empty cell has another."""


def scan_xls(data: bytes) -> list[SheetFacts]:
    """The facts of every worksheet, in order."""
    try:
        sheets = _scan_sheets(data)
    except Refusal:
        raise
    except Exception as error:  # noqa: BLE001 - a spoiled file makes this library raise anything
        if "encrypted" in str(error):
            raise Refusal("file-encrypted", found="xls") from None
        raise damaged("workbook") from None
    if len({one.name.casefold() for one in sheets}) < len(sheets):
        raise ambiguous("sheet-twice", "workbook")
    return sheets


def _scan_sheets(data: bytes) -> list[SheetFacts]:
    import xlrd  # noqa: PLC0415 - asked for so rarely that nobody else should wait for it

    book = xlrd.open_workbook(file_contents=data, formatting_info=True)
    if book.nsheets > MAX_SHEETS:
        raise too_large("sheets", book.nsheets, MAX_SHEETS)
    return [_scan_sheet(book, sheet, xlrd.error_text_from_code) for sheet in book.sheets()]


def _scan_sheet(book: Book, sheet: Sheet, errors: dict[int, str]) -> SheetFacts:
    facts = SheetFacts(sheet.name)
    for row in range(sheet.nrows):
        last = 0
        for column, (kind, value) in enumerate(
            zip(sheet.row_types(row), sheet.row_values(row), strict=True), 1
        ):
            name = _KINDS.get(kind)
            if name is None or value == "":
                continue
            if font := old_font(_font(book, sheet, row, column - 1)):
                facts.fonts[len(facts.refs)] = font
            text = value if name == "text" else errors.get(int(value), "") if name == "e" else ""
            ref = cell_ref(row + 1, column)
            facts.add(spot(row + 1, column), ref, name, text, None, cached=True)
            last = column
        if last:
            facts.end_row(row + 1, last)
    _note_hidden(sheet, facts)
    for top, bottom, left, right in sheet.merged_cells:
        facts.merge((top + 1, left + 1), (bottom, right))
    return facts


def _font(book: Book, sheet: Sheet, row: int, column: int) -> str:
    style = book.xf_list[sheet.cell_xf_index(row, column)]
    name: str = book.font_list[style.font_index].name
    return name


def _note_hidden(sheet: Sheet, facts: SheetFacts) -> None:
    facts.hidden_rows = [
        row + 1
        for row, info in sorted(sheet.rowinfo_map.items())
        if info.hidden or info.height == 0
    ]
    facts.hidden_columns = [
        column + 1
        for column, info in sorted(sheet.colinfo_map.items())
        if info.hidden or info.width == 0
    ]
