"""Reads our own form: finds its sheets by their marks, its rows by their keys, and every answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mne.issues import raise_issue
from mne.layout import (
    FIRST_ROW,
    KEY_COLUMN,
    LABEL_COLUMNS,
    MARK_ROW,
    NOTE_COLUMN,
    RETURN,
    STATUS_COLUMN,
    Form,
    Line,
    Question,
    check_of,
    part_check,
)
from mne.model import Issue, Plan
from mne.reading.answers import Entries, Reading, read_answers, unknown
from mne.reading.covered import tell_several
from mne.reading.grid import Grid, find_grids, wrong_mark
from mne.reading.handling import changes_around, changes_in
from mne.reading.text import clean
from mne.workbook import Workbook

_MIXED = 3
"""So many rows whose names are not theirs were not renamed one by one."""


class _Rows(NamedTuple):
    """Where the figures of a sheet stand now."""

    by_key: dict[str, int]
    issues: tuple[Issue, ...]


def read_form(plan: Plan, form: Form, workbook: Workbook, made_as: Form | None = None) -> Reading:
    """Every answer of the form, and what was changed in it.

    `made_as` is what the file was made as, where it is taken for another form: rows that only that
    one has are passed over, and what only the other asks for is blank.
    """
    entries: list[Entries] = []
    issues: list[Issue] = []
    grids = find_grids(form, workbook)
    issues += changes_around(workbook, grids)
    lines_made = dict((made_as or form).sheets)
    for name, lines in form.sheets:
        if name not in lines_made:
            entries += (Entries(one, None) for one in _questions(lines))
            continue
        if name not in grids:
            issues.append(raise_issue("sheet-missing", sheet=name))
            continue
        grid = grids[name]
        if moved := wrong_mark(form, grid):
            issues.append(_moved_column(grid, *moved))
            continue
        rows = _find_rows(grid, lines_made[name])
        issues += rows.issues
        made = {one.key for one in _questions(lines_made[name])}
        entries += _entries(form, grid, lines, rows.by_key)
        # What the file was never asked has no answer, and that is no fault of its sender.
        entries += (Entries(one, None) for one in _questions(lines) if one.key not in made)
        issues += _not_asked(made_as, form, grid, rows.by_key) if made_as else ()
        issues += changes_in(form, grid, rows.by_key, is_own=made_as is None)
    reading = read_answers(plan, form.slot, entries)
    read = {entry.question for entry in entries}
    asked = (one.question for one in form.open_cells() if one.entry == "value")
    lost = tuple(unknown(form.slot, one) for one in asked if one not in read)
    return Reading((*reading.observations, *lost), (*issues, *reading.issues))


def _moved_column(grid: Grid, column: str, found: str, expected: str) -> Issue:
    """One mistake, one message: what stands behind the column is not where it was either."""
    facts = {"column": column, "found": found, "expected": expected}
    return raise_issue("column-changed", sheet=grid.shown, cell=f"{column}{MARK_ROW}", **facts)


def _find_rows(grid: Grid, lines: tuple[Line, ...]) -> _Rows:
    """Rows are known by the key in column A, so they may be sorted or filtered."""
    key_by_row = {line.row: line.questions[0].key for line in lines if line.questions}
    wanted = set(key_by_row.values())
    rows: dict[str, int] = {}
    renamed: dict[str, Issue] = {}
    twice, overwritten = set(), set()
    issues = []
    for ref, row in _key_cells(grid):
        key, check = part_check(grid.text(ref))
        facts = {"sheet": grid.shown, "cell": ref}
        if key in rows:
            issues.append(raise_issue("row-twice", **facts, key=key))
            twice.add(key)
        elif key in wanted:
            rows[key] = row
            words = "".join(grid.raw(f"{column}{row}") for column in LABEL_COLUMNS[grid.name])
            if check != check_of(words):
                renamed[key] = _renamed(grid, row, key)
        else:
            issues.append(raise_issue("row-unknown", **facts, found=key))
            overwritten.add(key_by_row.get(row))
    lost = (key for key in key_by_row.values() if key not in {*rows, *overwritten})
    issues += [raise_issue("row-missing", sheet=grid.shown, key=key) for key in lost]
    if len(renamed) >= _MIXED:
        first = next(iter(renamed.values()))
        mixed = raise_issue("rows-mixed", sheet=grid.shown, cell=first.cell, count=len(renamed))
        return _Rows({}, (*issues, mixed))
    issues += renamed.values()
    found = {key: row for key, row in rows.items() if key not in {*twice, *renamed}}
    return _Rows(found, tuple(issues))


def _key_cells(grid: Grid) -> Iterator[tuple[str, int]]:
    for ref, cell in grid.cells.items():
        column, row = ref[:1], ref[1:]
        in_keys = column == KEY_COLUMN and row.isdecimal() and int(row) >= FIRST_ROW
        if in_keys and clean(cell.raw):
            yield ref, int(row)


def _renamed(grid: Grid, row: int, key: str) -> Issue:
    ref = f"{LABEL_COLUMNS[grid.name][0]}{row}"
    return raise_issue(
        "row-renamed", sheet=grid.shown, cell=ref, found=clean(grid.raw(ref)), key=key
    )


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


def _entries(
    form: Form, grid: Grid, lines: tuple[Line, ...], row_by_key: dict[str, int]
) -> Iterator[Entries]:
    for question in _questions(lines):
        if row := row_by_key.get(question.key):
            columns = [form.value_column(question)]
            if grid.name == RETURN:
                columns += (STATUS_COLUMN, NOTE_COLUMN)
            yield Entries(question, *(grid.cell(f"{column}{row}") for column in columns))


def _questions(lines: tuple[Line, ...]) -> Iterator[Question]:
    return (question for line in lines for question in line.questions)
