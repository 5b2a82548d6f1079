"""Reads our own form: finds its stamp, finds its rows by their keys, and checks its columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mne.errors import UnreadableError
from mne.issues import raise_issue
from mne.layout import (
    FIRST_ROW,
    FORM_VERSION,
    KEY_COLUMN,
    MARK_ROW,
    NOTE_COLUMN,
    RETURN,
    STAMP_CELL,
    STAMP_MARK,
    STATUS_COLUMN,
    Form,
    Line,
    check_of,
    column_marks,
    part_check,
)
from mne.model import Cell, Issue, Plan
from mne.reading.answers import Entries, Reading, read_answers, unknown
from mne.reading.text import clean
from mne.workbook import Sheet, Workbook

_STAMP_WORDS = 7


class Stamp(NamedTuple):
    """What a form says of itself."""

    plan: str
    period: str
    reporter: str
    definitions: str


class _Grid(NamedTuple):
    """A sheet's cells by address."""

    name: str
    digest: str
    cells: dict[str, Cell]

    def text(self, ref: str) -> str:
        cell = self.cells.get(ref)
        return clean(cell.raw) if cell else ""

    def cell(self, ref: str) -> Cell:
        """The cell; one that is blank has an address all the same."""
        return self.cells.get(ref) or Cell(self.digest, self.name, ref, "", "text")


def find_stamp(workbook: Workbook) -> Stamp:
    """The stamp of a form; UnreadableError where the workbook is not one of ours.

    The sheet that is read must bear it; a sheet that was added does not speak for it.
    """
    names = {sheet.name for sheet in workbook.sheets}
    for sheet in workbook.sheets:
        if RETURN in names and sheet.name != RETURN:
            continue
        for cell in sheet.cells:
            if cell.ref == STAMP_CELL and clean(cell.raw).startswith(STAMP_MARK):
                return _read_stamp(clean(cell.raw), workbook.path_name)
    raise UnreadableError("not-our-form", file=workbook.path_name)


def _read_stamp(text: str, file: str) -> Stamp:
    words = text.split(" ")
    if len(words) != _STAMP_WORDS:
        raise UnreadableError("form-stamp-damaged", file=file)
    if words[1] != FORM_VERSION:
        raise UnreadableError(
            "form-version-unknown", file=file, found=words[1], expected=FORM_VERSION
        )
    if words[-1] != check_of(" ".join(words[:-1])):
        raise UnreadableError("form-stamp-damaged", file=file)
    return Stamp(*words[2:-1])


def read_form(plan: Plan, form: Form, workbook: Workbook) -> Reading:
    """Every answer of the form, and what was changed in it."""
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    entries: list[Entries] = []
    issues: list[Issue] = []
    wanted = [one.question for one in form.open_cells() if one.entry == "value"]
    for name, lines in form.sheets:
        if name not in sheets:
            issues.append(raise_issue("sheet-missing", sheet=name))
            continue
        grid = _grid(sheets[name], workbook.digest)
        if moved := _moved_column(grid, form):
            issues.append(moved)
            continue
        row_by_key, found = _find_rows(grid, lines)
        issues.extend(found)
        entries.extend(_entries(form, grid, lines, row_by_key))
    reading = read_answers(plan, form.slot, entries)
    read = {entry.question for entry in entries}
    lost = tuple(unknown(form.slot, one) for one in wanted if one not in read)
    return Reading((*reading.observations, *lost), (*issues, *reading.issues))


def _grid(sheet: Sheet, digest: str) -> _Grid:
    return _Grid(sheet.name, digest, {cell.ref: cell for cell in sheet.cells})


def _moved_column(grid: _Grid, form: Form) -> Issue | None:
    """The first column that is not where the form had it: one mistake, one message."""
    for column, mark in column_marks(form, grid.name).items():
        ref = f"{column}{MARK_ROW}"
        found, _ = part_check(grid.text(ref))
        if found != mark:
            facts = {"column": column, "found": found, "expected": mark}
            return raise_issue("column-changed", sheet=grid.name, cell=ref, **facts)
    return None


def _find_rows(grid: _Grid, lines: tuple[Line, ...]) -> tuple[dict[str, int], list[Issue]]:
    """Rows are known by the key in column A, so they may be sorted or filtered."""
    key_by_row = {line.row: line.questions[0].key for line in lines if line.questions}
    wanted = set(key_by_row.values())
    rows: dict[str, int] = {}
    twice, overwritten = set(), set()
    issues = []
    for ref, cell in grid.cells.items():
        row, (key, _) = _key_row(ref), part_check(clean(cell.raw))
        if row is None or not key:
            continue
        facts = {"sheet": grid.name, "cell": ref}
        if key in rows:
            issues.append(raise_issue("row-twice", **facts, key=key))
            twice.add(key)
        elif key in wanted:
            rows[key] = row
        else:
            issues.append(raise_issue("row-unknown", **facts, found=key))
            overwritten.add(key_by_row.get(row))
    lost = (key for key in key_by_row.values() if key not in {*rows, *overwritten})
    issues += [raise_issue("row-missing", sheet=grid.name, key=key) for key in lost]
    return {key: row for key, row in rows.items() if key not in twice}, issues


def _key_row(ref: str) -> int | None:
    column, row = ref[:1], ref[1:]
    in_keys = column == KEY_COLUMN and row.isdecimal() and int(row) >= FIRST_ROW
    return int(row) if in_keys else None


def _entries(
    form: Form, grid: _Grid, lines: tuple[Line, ...], row_by_key: dict[str, int]
) -> Iterator[Entries]:
    for line in lines:
        for question in line.questions:
            row = row_by_key.get(question.key)
            if row is None:
                continue
            columns = [form.value_column(question)]
            if grid.name == RETURN:
                columns += (STATUS_COLUMN, NOTE_COLUMN)
            yield Entries(question, *(grid.cell(f"{column}{row}") for column in columns))
