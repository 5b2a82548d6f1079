"""Where the rows of a form stand now: each is known by its key in column A, so they may be sorted.

Before the key stands a check of the row's words: where the two no longer agree, somebody renamed
the row, or parted it from its key.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mne.issues import raise_issue
from mne.layout import FIRST_ROW, KEY_COLUMN, LABEL_COLUMNS, Line, check_of, part_check
from mne.model import Issue
from mne.reading.covered import tell_several
from mne.reading.grid import Grid
from mne.reading.text import clean

SEVERAL = 3
"""So many rows of which the same is so were not changed one by one."""


class FoundRows(NamedTuple):
    """The rows of a sheet by their keys; of others it cannot be known what they ask."""

    by_key: dict[str, int]
    issues: tuple[Issue, ...]
    keyless: frozenset[int] = frozenset()
    """Rows that stand where they did, and whose keys are gone."""


def find_rows(grid: Grid, lines: tuple[Line, ...]) -> FoundRows:
    """Every row of a sheet that can be trusted, and what was done to the others."""
    key_by_row = {line.row: line.questions[0].key for line in lines if line.questions}
    wanted = set(key_by_row.values())
    rows: dict[str, int] = {}
    renamed: dict[str, Issue] = {}
    twice: dict[str, str] = {}
    unknown: dict[str, str] = {}
    for ref, row in _key_cells(grid):
        key, check = part_check(grid.text(ref))
        if key in rows:
            twice[ref] = key
        elif key in wanted:
            rows[key] = row
            if check != check_of("".join(_words(grid, row))):
                renamed[key] = _renamed(grid, row, key)
        else:
            unknown[ref] = key
    overwritten = {key_by_row.get(int(ref.removeprefix(KEY_COLUMN))) for ref in unknown}
    lost = {
        row: key for row, key in key_by_row.items() if key not in rows and key not in overwritten
    }
    keyless = frozenset(row for row in lost if _lost_its_key(grid, row, key_by_row, rows))
    issues = [*_told("row-twice", grid, twice), *_told("row-unknown", grid, unknown)]
    if lost:
        cells = [f"{KEY_COLUMN}{row}" if row in keyless else "" for row in lost]
        issues.append(tell_several("row-missing", grid, cells, [*lost.values()]))
    if len(renamed) >= SEVERAL:
        first = next(iter(renamed.values()))
        mixed = raise_issue("rows-mixed", sheet=grid.shown, cell=first.cell, count=len(renamed))
        return FoundRows({}, (*issues, mixed), keyless)
    by_key = {key: row for key, row in rows.items() if key not in {*twice.values(), *renamed}}
    shifted = [] if issues or renamed else _shifted(grid, key_by_row, rows)
    return FoundRows(by_key, (*issues, *renamed.values(), *shifted), keyless)


def _key_cells(grid: Grid) -> Iterator[tuple[str, int]]:
    for ref, cell in grid.cells.items():
        column, row = ref[:1], ref[1:]
        in_keys = column == KEY_COLUMN and row.isdecimal() and int(row) >= FIRST_ROW
        if in_keys and clean(cell.raw):
            yield ref, int(row)


def _lost_its_key(grid: Grid, row: int, key_by_row: dict[int, str], rows: dict[str, int]) -> bool:
    """Whether a row stands where it did, without its key: those that follow have not moved up."""
    following = next((one for one in key_by_row if one > row and key_by_row[one] in rows), None)
    in_place = following is None or rows[key_by_row[following]] == following
    return in_place and bool("".join(_words(grid, row))) and not grid.text(f"{KEY_COLUMN}{row}")


def _words(grid: Grid, row: int) -> list[str]:
    return [grid.raw(f"{column}{row}") for column in LABEL_COLUMNS[grid.name]]


def _renamed(grid: Grid, row: int, key: str) -> Issue:
    found = ", ".join(filter(None, map(clean, _words(grid, row))))
    ref = f"{LABEL_COLUMNS[grid.name][0]}{row}"
    return raise_issue("row-renamed", sheet=grid.shown, cell=ref, found=found, key=key)


def _told(code: str, grid: Grid, key_by_ref: dict[str, str]) -> Iterator[Issue]:
    if key_by_ref:
        yield tell_several(code, grid, [*key_by_ref], [*key_by_ref.values()])


def _shifted(grid: Grid, key_by_row: dict[int, str], rows: dict[str, int]) -> Iterator[Issue]:
    """Rows put in, or taken out where no figure stood: all below stand lower, or higher, now.

    Where the order is another one the rows were sorted, and that is no change.
    """
    now = [rows[key] for key in key_by_row.values()]
    moved = next(((row, key) for row, key in key_by_row.items() if rows[key] != row), None)
    if moved and now == sorted(now):
        row, key = moved
        facts = {"found": str(rows[key]), "expected": str(row), "key": key}
        yield raise_issue(
            "rows-shifted", sheet=grid.shown, cell=f"{KEY_COLUMN}{rows[key]}", **facts
        )
