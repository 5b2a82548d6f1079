"""Asks the limited child to mark a workbook, and makes sure that nothing else became of it."""

from __future__ import annotations

from mne.errors import UnreadableError
from mne.workbook.cells import Sheet, Workbook
from mne.workbook.child import NOT_MARKED
from mne.workbook.faults import Refusal
from mne.workbook.mark_xlsx import question_of
from mne.workbook.marks import KEPT_COLUMN, Wish, is_list, split_place, without_list
from mne.workbook.pool import Readers


def return_workbook(readers: Readers, name: str, data: bytes, wish: Wish) -> bytes | None:
    """The sender's own workbook with its marks; None where that cannot be done safely.

    The marked workbook is read again: should any value be another than before, the sender's file
    was built in a way that we do not know.
    """
    try:
        before = readers.read_bytes(name, data)
        if before.kind == "xlsx":
            old = next((one for one in before.sheets if is_list(one)), None)
            if old:
                wish = wish._replace(old_list=old.name, kept=_kept(old))
            marked = readers.mark(data, question_of(wish))
            if marked != NOT_MARKED and _is_same(before, readers.read_bytes(name, marked)):
                return marked
    except (Refusal, UnreadableError):
        return None  # a child that broke over the marking is no reason to say nothing
    return None


def _kept(sheet: Sheet) -> dict[str, tuple[str, str]]:
    """Which cell each line of an old list is about, by the cell that keeps how it looked."""
    return {
        cell.ref: split_place(cell.raw)
        for cell in sheet.cells
        if cell.ref.startswith(KEPT_COLUMN) and "!" in cell.raw
    }


def _is_same(before: Workbook, after: Workbook) -> bool:
    """Whether two workbooks hold the same sheets and the same cells, ours left out."""
    return [_told(one) for one in without_list(before).sheets] == [
        _told(one) for one in without_list(after).sheets
    ]


def _told(sheet: Sheet) -> tuple[object, ...]:
    cells = [(cell.ref, cell.raw, cell.type, cell.formula, cell.font) for cell in sheet.cells]
    hidden = (sheet.hidden_rows, sheet.hidden_columns)
    return (sheet.name, sheet.visible, sheet.merged, sheet.filtered, hidden, cells)
