"""What keeps a figure from being seen: a hidden row or column, and cells that were made one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mne.issues import raise_issue
from mne.model import Issue
from mne.reading.grid import Grid
from mne.refs import column_letters, column_number, split_ref

_SHOWN = 8
"""So many cells or rows of a kind are named; the others are only counted."""

Place = tuple[str, int]
"""Column and row of a cell."""


def covered(grid: Grid, cells: set[Place]) -> Iterator[Issue]:
    """What covers any of these cells. A filter hides rows too; everybody sees that it is on."""
    hidden = {column_letters(number) for number in grid.sheet.hidden_columns}
    columns = sorted({column for column, _ in cells} & hidden, key=column_number)
    if columns:
        tops = [f"{one}{min(row for column, row in cells if column == one)}" for one in columns]
        yield tell_several("columns-hidden", grid, tops, columns)
    rows = sorted({row for _, row in cells} & grid.sheet.hidden_rows)
    if rows and not grid.sheet.filtered:
        named = [str(row) for row in rows]
        yield tell_several("rows-hidden", grid, [f"A{row}" for row in rows], named)
    yield from _merged(grid, cells)


class _Area(NamedTuple):
    """Cells that were made one."""

    ref: str
    columns: range
    rows: range

    def covers(self, place: Place) -> bool:
        return place[1] in self.rows and column_number(place[0]) in self.columns


def _areas(grid: Grid, cells: set[Place]) -> list[_Area]:
    """The areas that may cover any of these cells; most are headings."""
    wanted = {row for _, row in cells}
    areas = []
    for ref in grid.sheet.merged:
        first, _, last = ref.partition(":")
        (left, top), (right, bottom) = split_ref(first), split_ref(last)
        if any(top <= row <= bottom for row in wanted):
            columns = range(column_number(left), column_number(right) + 1)
            areas.append(_Area(ref, columns, range(top, bottom + 1)))
    return areas


def merged_cells(grid: Grid, cells: set[Place]) -> set[Place]:
    """Those of the cells that were made one with others: whose figure it is cannot be known."""
    areas = _areas(grid, cells)
    return {place for place in cells if any(area.covers(place) for area in areas)}


def _merged(grid: Grid, cells: set[Place]) -> Iterator[Issue]:
    """Of cells made one only the first keeps what was typed."""
    for area in _areas(grid, cells):
        if any(map(area.covers, cells)):
            first = area.ref.partition(":")[0]
            yield raise_issue("cells-merged", sheet=grid.shown, cell=first, found=area.ref)


def tell_several(code: str, grid: Grid, cells: list[str], names: list[str]) -> Issue:
    """One message for many cells: the first few by name, the others by their number."""
    more = ", \u2026" if len(names) > _SHOWN else ""
    found = ", ".join(names[:_SHOWN]) + more
    return raise_issue(code, sheet=grid.shown, cell=cells[0], found=found, count=len(names))
