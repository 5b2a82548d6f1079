"""What many hands did to a form besides filling it in: each change is named, and where it is.

Rows may be sorted and filtered, and sheets of one's own added: that is no change. All else is told
to the officer, for a hidden row is easily left blank, and a figure beside its cell is never read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mne.issues import raise_issue
from mne.layout import (
    ACTIVITIES,
    CURRENCY_COLUMN,
    DEFINITIONS,
    FIRST_ROW,
    HEADER_ROW,
    KEY_COLUMN,
    LISTS,
    MARK_ROW,
    NOTE_COLUMN,
    README,
    RETURN,
    SHEET_ORDER,
    STATUS_COLUMN,
    TARGET_COLUMN,
    TITLE_CELLS,
    Form,
    Question,
    check_of,
    column_marks,
    has_status,
    part_check,
)
from mne.model import Cell, Issue, Plan
from mne.reading.covered import Place, covered, tell_several
from mne.reading.grid import Grid, wrong_mark
from mne.reading.rows import SEVERAL, FoundRows
from mne.reading.text import clean
from mne.refs import column_number, split_ref
from mne.workbook import Workbook


def changes_around(form: Form, workbook: Workbook, grids: Mapping[str, Grid]) -> Iterator[Issue]:
    """Sheets of the form with another name or place, that are hidden, gone, or there twice."""
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
    yield from _copied(form, workbook, grids)


def _copied(form: Form, workbook: Workbook, grids: Mapping[str, Grid]) -> Iterator[Issue]:
    """A sheet of one's own that looks like one of the form: which of the two was filled in?"""
    shown = {grid.shown for grid in grids.values()}
    for sheet in workbook.sheets:
        if sheet.name in {*shown, *SHEET_ORDER}:
            continue
        alike = [name for name in grids if wrong_mark(form, Grid(name, sheet, "")) is None]
        if alike:
            facts = {"found": sheet.name, "expected": grids[alike[0]].shown}
            yield raise_issue("sheet-copied", sheet=sheet.name, **facts)


def changes_in(
    form: Form, grid: Grid, rows: FoundRows, places: Places, *, is_own: bool
) -> Iterator[Issue]:
    """What was done to one sheet: its title, its headings, what is hidden, merged or out of place.

    `is_own` is False where the secretariat takes the file for another form: its title is then that
    of the form it was made as, and rightly so.
    """
    if grid.name == RETURN and is_own:
        yield from _changed_title(form, grid)
    yield from _renamed_columns(form, grid)
    cells = {place for some in places.values() for place in some}
    yield from covered(grid, cells)
    yield from _typed_beside(form, grid, {column for column, _ in cells}, rows)


Places = dict[Question, tuple[Place, ...]]
"""The cells in which each question is answered: of its figure, its status and its note."""


def places_of(form: Form, grid: Grid, row_by_key: Mapping[str, int]) -> Places:
    """Where each question is answered, of those whose rows were found."""
    found: Places = {}
    for line in dict(form.sheets)[grid.name]:
        for question in line.questions:
            if row := row_by_key.get(question.key):
                value = (form.value_column(question), row)
                more = ((STATUS_COLUMN, row), (NOTE_COLUMN, row)) if has_status(question) else ()
                found[question] = (value, *more)
    return found


def moved_figures(form: Form, grid: Grid, rows: FoundRows, places: Places) -> Issue | None:
    """What a sort of some columns leaves: figures beside headings, and blanks in their own rows.

    A few sums of one's own beside the headings are no such thing.
    """
    values = [value for value, *_ in places.values()]
    columns = sorted({column for column, _ in values})
    last = max((line.row for line in dict(form.sheets)[grid.name]), default=0)
    last = max((last, *rows.by_key.values()))
    others = (row for row in range(FIRST_ROW, last + 1) if not grid.text(f"{KEY_COLUMN}{row}"))
    beside = [f"{column}{row}" for row in others for column in columns if row not in rows.keyless]
    strays = [ref for ref in beside if grid.text(ref) and not grid.cell(ref).formula]
    if len(strays) < SEVERAL:
        return None
    empty = sum(not _is_typed(grid.cell(f"{column}{row}")) for column, row in values)
    if empty < len(strays):
        return None
    return tell_several("figures-moved", grid, strays, strays)


def _is_typed(cell: Cell) -> bool:
    return bool(clean(cell.raw)) and not cell.formula


def changed_currencies(plan: Plan, grid: Grid, rows: FoundRows) -> Iterator[Issue]:
    """The form says in which currency spending is asked for; another would be another amount."""
    for key, row in rows.by_key.items() if grid.name == ACTIVITIES else ():
        activity = plan.asked_by_id.get(key)
        ref = f"{CURRENCY_COLUMN}{row}"
        if activity and grid.text(ref) != activity.unit:
            facts = {"found": grid.text(ref), "expected": activity.unit}
            yield raise_issue(
                "currency-changed", sheet=grid.shown, cell=ref, indicator=key, **facts
            )


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


def _typed_beside(form: Form, grid: Grid, columns: set[str], rows: FoundRows) -> Iterator[Issue]:
    """Figures below the form, in its headings or to its right: nobody would ever read them.

    In the headings stand our own sums: where those cannot be told from figures, none is looked for.
    """
    last = column_number(list(column_marks(form, grid.name))[-1])
    # The headings of `Return` have something to say in the column of the notes.
    said = {NOTE_COLUMN} if grid.name == RETURN else set()
    open_columns = {column_number(column) for column in columns - said}
    # A target stands in a heading; beside a figure the column is empty.
    figures = set(rows.by_key.values()) if grid.name == RETURN else set()
    found = []
    for ref, cell in grid.cells.items():
        letters, row = split_ref(ref)
        column = column_number(letters)
        headings = column in open_columns and row >= FIRST_ROW and not grid.text(f"A{row}")
        is_stray = column > last or (headings and grid.sheet.tells_formulas)
        is_stray |= letters == TARGET_COLUMN and row in figures
        if is_stray and row not in rows.keyless and _is_typed(cell):
            found.append(ref)
    if found:
        yield tell_several("typed-beside", grid, found, found)
