"""One sheet of a form that came back: its cells by address, and what the form called it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mne.layout import (
    MARK_ROW,
    RETURN,
    STAMP_CELL,
    STAMP_MARK,
    Form,
    column_marks,
    part_check,
)
from mne.model import Cell
from mne.reading.text import clean
from mne.workbook import Sheet, Workbook


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet's cells by address."""

    name: str
    """What the sheet is called in the form."""
    sheet: Sheet
    """As it came back; it may have another name."""
    digest: str

    @property
    def cells(self) -> dict[str, Cell]:
        """What stands where."""
        return self.sheet.cell_by_ref

    @property
    def shown(self) -> str:
        """What the sheet is called in the file, so that its reader finds it."""
        return self.sheet.name

    def cell(self, ref: str) -> Cell:
        """The cell; one that is blank has an address all the same."""
        return self.sheet.cell_by_ref.get(ref) or Cell(self.digest, self.shown, ref, "", "text")

    def raw(self, ref: str) -> str:
        """What the cell holds, as it is."""
        found = self.sheet.cell_by_ref.get(ref)
        return found.raw if found else ""

    def text(self, ref: str) -> str:
        """What the cell holds, made plain."""
        return clean(self.raw(ref))


def find_grids(form: Form, workbook: Workbook) -> dict[str, Grid]:
    """The sheets of the form that are in the workbook, by the names that the form gave them.

    A sheet under another name is known by the marks above its columns, if it is the only such one;
    so are two sheets that have each other's names.
    """
    sheets = {sheet.name: Grid("", sheet, workbook.digest) for sheet in workbook.sheets}
    found: dict[str, Grid] = {}
    for name, _ in form.sheets:
        named = replace(sheets[name], name=name) if name in sheets else None
        if named and (name == RETURN or wrong_mark(form, named) is None):
            found[name] = named
            continue
        grids = (replace(grid, name=name) for grid in sheets.values() if grid.shown != name)
        alike = [grid for grid in grids if _is_alike(form, grid)]
        if len(alike) == 1:
            found[name] = alike[0]
        elif named:
            found[name] = named
    return found


def _is_alike(form: Form, grid: Grid) -> bool:
    if grid.name == RETURN and not grid.text(STAMP_CELL).startswith(STAMP_MARK):
        return False
    return wrong_mark(form, grid) is None


def wrong_mark(form: Form, grid: Grid) -> tuple[str, str, str] | None:
    """The first column that is not where the form had it: its letter, what is there, its mark."""
    for column, mark in column_marks(form, grid.name).items():
        found, _ = part_check(grid.text(f"{column}{MARK_ROW}"))
        if found != mark:
            return column, found, mark
    return None
