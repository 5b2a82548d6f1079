"""What many hands did to a form besides filling it in: each change is named, and where it is.

Rows may be sorted and filtered, and sheets of one's own added: that is no change. All else is told
to the officer, for a hidden row is easily left blank, and a figure beside its cell is never read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mne.issues import raise_issue
from mne.layout import (
    DEFINITIONS,
    FIRST_ROW,
    HEADER_ROW,
    LISTS,
    MARK_ROW,
    NOTE_COLUMN,
    README,
    RETURN,
    SHEET_ORDER,
    STATUS_COLUMN,
    TITLE_CELLS,
    Form,
    check_of,
    column_marks,
    has_status,
    part_check,
)
from mne.model import Issue
from mne.reading.covered import covered, tell_several
from mne.reading.grid import Grid
from mne.reading.text import clean
from mne.refs import column_number, split_ref
from mne.workbook import Workbook


def changes_around(workbook: Workbook, grids: Mapping[str, Grid]) -> Iterator[Issue]:
    """Sheets of the form that have another name, another place, are hidden or are gone."""
    taken = {grid.shown: name for name, grid in grids.items()}
    order = [taken.get(one.name, one.name) for one in workbook.sheets]
    for shown, name in taken.items():
        if shown != name:
            yield raise_issue("sheet-renamed", sheet=shown, found=shown, expected=name)
        if not grids[name].sheet.visible:
            yield raise_issue("sheet-hidden", sheet=shown)
    for name in (README, DEFINITIONS, LISTS):
        if name not in order:
            yield raise_issue("sheet-left-out", sheet=name)
    ours = [name for name in order if name in SHEET_ORDER]
    if ours != sorted(ours, key=SHEET_ORDER.index):
        yield raise_issue("sheets-moved", found=", ".join(ours))


def changes_in(
    form: Form, grid: Grid, row_by_key: Mapping[str, int], *, is_own: bool
) -> Iterator[Issue]:
    """What was done to one sheet: its title, its headings, what is hidden, merged or out of place.

    `is_own` is False where the secretariat takes the file for another form: its title is then that
    of the form it was made as, and rightly so.
    """
    if grid.name == RETURN and is_own:
        yield from _changed_title(form, grid)
    yield from _renamed_columns(form, grid)
    cells = set(_open_cells(form, grid, row_by_key))
    yield from covered(grid, cells)
    yield from _typed_beside(form, grid, {column for column, _ in cells})


def _open_cells(form: Form, grid: Grid, row_by_key: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    for line in dict(form.sheets)[grid.name]:
        for question in line.questions:
            if row := row_by_key.get(question.key):
                yield form.value_column(question), row
                if has_status(question):
                    yield STATUS_COLUMN, row
                    yield NOTE_COLUMN, row


def _changed_title(form: Form, grid: Grid) -> Iterator[Issue]:
    for at_check, at_words in TITLE_CELLS.items():
        if grid.text(at_check) != check_of(grid.raw(at_words)):
            slot, found = form.slot, clean(grid.raw(at_words))
            facts = {"found": found, "expected": slot.period.label, "reporter": slot.reporter}
            yield raise_issue("form-title-changed", sheet=grid.shown, cell=at_words, **facts)
            return


def _renamed_columns(form: Form, grid: Grid) -> Iterator[Issue]:
    for column in column_marks(form, grid.name):
        ref = f"{column}{HEADER_ROW}"
        _, check = part_check(grid.text(f"{column}{MARK_ROW}"))
        if check != check_of(grid.raw(ref)):
            found = grid.text(ref)
            yield raise_issue("column-renamed", sheet=grid.shown, cell=ref, found=found)


def _typed_beside(form: Form, grid: Grid, columns: set[str]) -> Iterator[Issue]:
    """Figures below the form, in its headings or to its right: nobody would ever read them."""
    last = column_number(list(column_marks(form, grid.name))[-1])
    # The headings of `Return` have something to say in the column of the notes.
    said = {NOTE_COLUMN} if grid.name == RETURN else set()
    open_columns = {column_number(column) for column in columns - said}
    found = []
    for ref, cell in grid.cells.items():
        letters, row = split_ref(ref)
        column = column_number(letters)
        headings = column in open_columns and row >= FIRST_ROW and not grid.text(f"A{row}")
        is_stray = column > last or headings
        if is_stray and not cell.formula and clean(cell.raw):
            found.append(ref)
    if found:
        yield tell_several("typed-beside", grid, found, found)
