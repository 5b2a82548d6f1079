"""Two dimensions at once: one down the side, the other across."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from mne.model import Indicator, Progress
from mne.report.breakdown import WIDEST, also_missing, in_parts, not_broken_down, total_of
from mne.report.figures import Figures, progress_by_indicator

_Cells = Mapping[tuple[str, str], Progress]


class CrossedRow(NamedTuple):
    """One code of the dimension down the side."""

    name: str
    cells: tuple[str, ...]
    total: str
    """A dash where any cell has no figure."""


class CrossedBlock(NamedTuple):
    """One indicator: a row for each code, then their sums."""

    id: str
    title: str
    rows: tuple[CrossedRow, ...]
    sums: tuple[str, ...]
    rest: str
    """Empty where every figure was broken down."""
    total: str
    """The indicator's own total."""
    coverage: str
    missing: str


class CrossedTable(NamedTuple):
    """The indicators that are broken down by the same two dimensions at once."""

    down: str
    across: str
    columns: tuple[str, ...]
    blocks: tuple[CrossedBlock, ...]


def crossed_tables(
    indicators: Sequence[Indicator], rows: Sequence[Progress], figures: Figures
) -> tuple[CrossedTable, ...]:
    """A table for each pair of dimensions of these indicators."""
    by_id = progress_by_indicator(rows)
    tables = []
    for pair in _pairs(indicators):
        found = [
            (one, cells)
            for one in indicators
            if pair in one.breakdowns and (cells := _cells_of(by_id.get(one.id, []), pair))
        ]
        if found:
            tables.append(_table(pair, found, by_id, figures))
    return tuple(tables)


def _pairs(indicators: Sequence[Indicator]) -> tuple[tuple[str, str], ...]:
    groups = (
        (group[0], group[1])
        for one in indicators
        for group in one.breakdowns
        if len(group) == 2 and one.kind != "milestone"  # noqa: PLR2004 - what a page can show
    )
    return tuple(dict.fromkeys(groups))


def _cells_of(rows: Iterable[Progress], pair: tuple[str, str]) -> dict[tuple[str, str], Progress]:
    return {
        (row.at[0][1], row.at[1][1]): row for row in rows if tuple(one for one, _ in row.at) == pair
    }


def _table(
    pair: tuple[str, str],
    found: Sequence[tuple[Indicator, dict[tuple[str, str], Progress]]],
    by_id: Mapping[str, Sequence[Progress]],
    figures: Figures,
) -> CrossedTable:
    lists = [figures.plan.codelists[dimension] for dimension in pair]
    used = {place for _, cells in found for place in cells}
    down, across = (
        tuple(code for code in one.codes if code in {place[side] for place in used})
        for side, one in enumerate(lists)
    )
    turned = len(across) > WIDEST and len(down) < len(across)
    if turned:
        down, across, pair = across, down, (pair[1], pair[0])
        found = [
            (one, {(second, first): row for (first, second), row in cells.items()})
            for one, cells in found
        ]
        lists.reverse()
    titles = [one.title.say(figures.language) for one in lists]
    return CrossedTable(
        down=titles[0],
        across=titles[1],
        columns=tuple(figures.code_name(pair[1], code) for code in across),
        blocks=tuple(
            _block(one, cells, by_id[one.id], (pair[0], down, across), figures)
            for one, cells in found
        ),
    )


def _block(
    indicator: Indicator,
    cells: _Cells,
    rows: Sequence[Progress],
    frame: tuple[str, Sequence[str], Sequence[str]],
    figures: Figures,
) -> CrossedBlock:
    dimension, down, across = frame
    parts = tuple(cells.values())
    total = total_of(rows)
    whole = in_parts(total, parts) if total else None
    rest = not_broken_down(indicator, total, parts)

    def margin(places: Sequence[tuple[str, str]]) -> str:
        return figures.show(indicator, _margin(indicator, cells, places))

    def row(code: str) -> CrossedRow:
        places = [(code, other) for other in across]
        shown = (cells[one].actual if one in cells else None for one in places)
        return CrossedRow(
            name=figures.code_name(dimension, code),
            cells=tuple(figures.show(indicator, one) for one in shown),
            total=margin(places),
        )

    return CrossedBlock(
        id=indicator.id,
        title=indicator.title.say(figures.language),
        rows=tuple(row(code) for code in down),
        sums=tuple(margin([(code, other) for code in down]) for other in across),
        rest="" if rest is None else figures.show(indicator, rest),
        total=figures.show(indicator, total.actual if total else None),
        coverage=figures.coverage(whole) if whole else "",
        missing=also_missing(total, whole, figures) if total and whole else "",
    )


def _margin(
    indicator: Indicator, cells: _Cells, places: Sequence[tuple[str, str]]
) -> Decimal | None:
    """The sum of some cells; None unless every one of them is a figure and counts may be added."""
    if indicator.kind not in {"count", "amount"}:
        return None
    values = [cells[one].actual for one in places if one in cells]
    numbers = [one for one in values if isinstance(one, Decimal)]
    return sum(numbers, Decimal(0)) if len(numbers) == len(places) else None
