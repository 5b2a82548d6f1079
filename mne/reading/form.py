"""Reads our own form: finds its sheets by their marks, its rows by their keys, and every answer."""

from __future__ import annotations

from collections.abc import Iterator

from mne.issues import raise_issue
from mne.layout import (
    MARK_ROW,
    NOTE_COLUMN,
    RETURN,
    STATUS_COLUMN,
    Form,
    Line,
    Question,
)
from mne.model import Issue, Plan
from mne.reading.answers import Entries, Reading, read_answers, unknown
from mne.reading.covered import merged_cells, tell_several
from mne.reading.grid import Grid, find_grids, wrong_mark
from mne.reading.handling import (
    Places,
    changed_currencies,
    changes_around,
    changes_in,
    moved_figures,
    places_of,
)
from mne.reading.rows import FoundRows, find_rows
from mne.workbook import Workbook


def read_form(plan: Plan, form: Form, workbook: Workbook, made_as: Form | None = None) -> Reading:
    """Every answer of the form, and what was changed in it.

    `made_as` is what the file was made as, where it is taken for another form: rows that only that
    one has are passed over, and what only the other asks for is blank.
    """
    entries: list[Entries] = []
    issues: list[Issue] = []
    grids = find_grids(form, workbook)
    issues += changes_around(form, workbook, grids)
    lines_made = dict((made_as or form).sheets)
    for name, lines in form.sheets:
        if made_as:  # what the file was never asked has no answer: no fault of its sender
            made = {one.key for one in _questions(lines_made.get(name, ()))}
            entries += (Entries(one, None) for one in _questions(lines) if one.key not in made)
        if name in lines_made and name not in grids:
            issues.append(raise_issue("sheet-missing", sheet=name))
        elif name in lines_made:
            grid = grids[name]
            rows, places, faults = _rows_of(form, grid, lines_made[name])
            issues += faults
            if rows:
                entries += _entries(grid, rows, places)
                issues += _not_asked(made_as, form, grid, rows.by_key) if made_as else ()
                issues += changes_in(form, grid, rows, places, is_own=made_as is None)
                issues += changed_currencies(plan, grid, rows)
    reading = read_answers(plan, form.slot, entries)
    read = {entry.question for entry in entries}
    asked = (one for _, lines in form.sheets for one in _questions(lines))
    lost = tuple(unknown(form.slot, one) for one in asked if one not in read)
    return Reading((*reading.observations, *lost), (*issues, *reading.issues))


def _rows_of(
    form: Form, grid: Grid, lines: tuple[Line, ...]
) -> tuple[FoundRows | None, Places, tuple[Issue, ...]]:
    """Where the rows of a sheet are, and the cells to fill in.

    Nothing where its columns or its figures are out of place.
    """
    if moved := wrong_mark(form, grid):
        return None, {}, (_moved_column(grid, *moved),)
    rows = find_rows(grid, lines)
    places = places_of(form, grid, rows.by_key)
    if parted := moved_figures(form, grid, rows, places):
        return None, {}, (*rows.issues, parted)
    return rows, places, rows.issues


def _moved_column(grid: Grid, column: str, found: str, expected: str) -> Issue:
    """One mistake, one message: what stands behind the column is not where it was either."""
    facts = {"column": column, "found": found, "expected": expected}
    return raise_issue("column-changed", sheet=grid.shown, cell=f"{column}{MARK_ROW}", **facts)


def _not_asked(
    made_as: Form, form: Form, grid: Grid, row_by_key: dict[str, int]
) -> Iterator[Issue]:
    """Figures of which the form that the file is taken for asks none."""
    asked = {one.key for one in _questions(dict(form.sheets)[grid.name])}
    cells = (
        f"{made_as.value_column(question)}{row_by_key[question.key]}"
        for question in _questions(dict(made_as.sheets)[grid.name])
        if question.key in row_by_key and question.key not in asked
    )
    filled = [ref for ref in cells if grid.text(ref)]
    if filled:
        yield tell_several("rows-not-asked", grid, filled, filled)


def _entries(grid: Grid, rows: FoundRows, places: Places) -> Iterator[Entries]:
    """What was typed for each question; of cells that were made one nothing is believed."""
    merged = merged_cells(grid, {place for some in places.values() for place in some})
    for question, cells in places.items():
        columns = [column for column, _ in cells]
        if grid.name == RETURN:
            columns = [columns[0], STATUS_COLUMN, NOTE_COLUMN]
        if not merged.intersection(cells):
            row = rows.by_key[question.key]
            yield Entries(question, *(grid.cell(f"{column}{row}") for column in columns))


def _questions(lines: tuple[Line, ...]) -> Iterator[Question]:
    return (question for line in lines for question in line.questions)
