"""Behind a total: who and where it counts, quarter by quarter, and against the year before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import yaml

from mne import charts
from mne.kinds.kind import round_half_up, show_number
from mne.model import Indicator, Progress
from mne.progress import change
from mne.report.figures import Figures, progress_by_indicator
from mne.report.wording import Wording

_WIDEST = 7
"""Codes that fit side by side in a table; longer lists are drawn as bars."""
_BAR_WIDTH = Decimal(100)
_SHADES = 3


class BreakdownRow(NamedTuple):
    """One indicator over the codes of a dimension."""

    id: str
    title: str
    cells: tuple[str, ...]
    total: str
    coverage: str


class BreakdownTable(NamedTuple):
    """The indicators of an objective that are broken down by one dimension."""

    dimension: str
    codes: tuple[str, ...]
    rows: tuple[BreakdownRow, ...]


class ListedBar(NamedTuple):
    """One code of a long list."""

    name: str
    value: str
    length: Decimal | None


class BarList(NamedTuple):
    """One indicator over a long list of codes."""

    id: str
    title: str
    dimension: str
    bars: tuple[ListedBar, ...]


class Tile(NamedTuple):
    """One place on a tile map."""

    column: int
    row: int
    name: str
    value: str
    shade: str


class TileMap(NamedTuple):
    """One indicator by place: a tile each, set by neighbourhood, not to scale."""

    id: str
    title: str
    unit: str
    codelist: str
    dimension: str
    tiles: tuple[Tile, ...]
    elsewhere: tuple[tuple[str, str], ...]
    """Codes without a place, such as unknown."""
    key: tuple[tuple[str, str], ...]
    """Shade and words."""


class Panel(NamedTuple):
    """One indicator quarter by quarter."""

    id: str
    title: str
    unit: str
    labels: tuple[tuple[str, str], ...]
    """Period and value."""
    bars: charts.Bars
    chart_title: str


class Change(NamedTuple):
    """One indicator this year and the year before."""

    id: str
    title: str
    unit: str
    before: str
    now: str
    change: str
    way: str
    """`up`, `down`, `same`, or `unlike` where the two rest on different returns."""
    dumbbell: charts.Dumbbell | None
    remark: str
    chart_title: str


def breakdown_tables(
    indicators: Sequence[Indicator], rows: Sequence[Progress], figures: Figures
) -> tuple[BreakdownTable, ...]:
    """A table for each short dimension of these indicators."""
    by_id = progress_by_indicator(rows)
    tables = []
    for dimension in _dimensions(indicators):
        codes = _codes_in(by_id, indicators, dimension, figures)
        lines = [
            _breakdown_row(one, by_id.get(one.id, []), dimension, codes, figures)
            for one in indicators
            if _by_code(by_id.get(one.id, []), dimension)
        ]
        if lines and len(codes) <= _WIDEST:
            names = tuple(figures.code_name(dimension, code) for code in codes)
            title = figures.plan.codelists[dimension].title.say(figures.language)
            tables.append(BreakdownTable(title, names, tuple(lines)))
    return tuple(tables)


def bar_lists(
    indicators: Sequence[Indicator],
    rows: Sequence[Progress],
    figures: Figures,
    mapped: frozenset[str],
) -> Iterator[BarList]:
    """A list of bars for each long dimension that no tile map shows."""
    by_id = progress_by_indicator(rows)
    for dimension in _dimensions(indicators):
        codes = _codes_in(by_id, indicators, dimension, figures)
        if len(codes) <= _WIDEST or dimension in mapped:
            continue
        for indicator in indicators:
            found = _by_code(by_id.get(indicator.id, []), dimension)
            if found:
                yield _bar_list(indicator, dimension, found, figures)


def _dimensions(indicators: Sequence[Indicator]) -> tuple[str, ...]:
    groups = (
        group
        for one in indicators
        for group in one.breakdowns
        if len(group) == 1 and one.kind != "milestone"
    )
    return tuple(dict.fromkeys(dimension for (dimension,) in groups))


def _by_code(rows: Sequence[Progress], dimension: str) -> dict[str, Progress]:
    return {row.at[0][1]: row for row in rows if len(row.at) == 1 and row.at[0][0] == dimension}


def _codes_in(
    by_id: Mapping[str, list[Progress]],
    indicators: Sequence[Indicator],
    dimension: str,
    figures: Figures,
) -> tuple[str, ...]:
    found = {code for one in indicators for code in _by_code(by_id.get(one.id, []), dimension)}
    return tuple(code for code in figures.plan.codelists[dimension].codes if code in found)


def _breakdown_row(
    indicator: Indicator,
    rows: Sequence[Progress],
    dimension: str,
    codes: Sequence[str],
    figures: Figures,
) -> BreakdownRow:
    found = _by_code(rows, dimension)
    total = next((row for row in rows if not row.at), None)
    return BreakdownRow(
        id=indicator.id,
        title=indicator.title.say(figures.language),
        cells=tuple(
            figures.show(indicator, found[code].actual if code in found else None) for code in codes
        ),
        total=figures.show(indicator, total.actual if total else None),
        coverage=figures.coverage(total) if total else "",
    )


def _bar_list(
    indicator: Indicator, dimension: str, found: Mapping[str, Progress], figures: Figures
) -> BarList:
    numbers = [row.actual for row in found.values() if isinstance(row.actual, Decimal)]
    largest = max(numbers, default=Decimal(0))
    codes = [code for code in figures.plan.codelists[dimension].codes if code in found]
    drawn = []
    for code in codes:
        value = found[code].actual
        length = charts.share(value, largest, _BAR_WIDTH) if isinstance(value, Decimal) else None
        name = figures.code_name(dimension, code)
        drawn.append(ListedBar(name, figures.show(indicator, value), length))
    title = figures.plan.codelists[dimension].title.say(figures.language)
    return BarList(indicator.id, indicator.title.say(figures.language), title, tuple(drawn))


def read_places(dimension: str, folders: Sequence[Path]) -> dict[str, tuple[int, int]]:
    """Where the codes of a dimension stand on a tile map; empty where none is drawn."""
    for folder in folders:
        path = folder / "shared" / "tiles" / f"{dimension}.yaml"
        if path.is_file():
            places = yaml.safe_load(path.read_text(encoding="utf-8"))
            return {code: (column, row) for code, (column, row) in places.items()}
    return {}


def tile_map(rows: Sequence[Progress], figures: Figures, folders: Sequence[Path]) -> TileMap | None:
    """An indicator that is broken down by a dimension with a map; one about victims first."""
    by_id = progress_by_indicator(rows)
    for indicator in sorted(figures.plan.indicators, key=lambda one: one.sensitivity != "victims"):
        for dimension in _dimensions([indicator]):
            found = _by_code(by_id.get(indicator.id, []), dimension)
            places = read_places(dimension, folders) if found else {}
            if places:
                return _tile_map(indicator, dimension, found, places, figures)
    return None


def _tile_map(
    indicator: Indicator,
    dimension: str,
    found: Mapping[str, Progress],
    places: Mapping[str, tuple[int, int]],
    figures: Figures,
) -> TileMap:
    placed = {code: row.actual for code, row in found.items() if code in places}
    limits = charts.shade_limits([one for one in placed.values() if isinstance(one, Decimal)])
    tiles = tuple(
        Tile(
            *places[code],
            figures.code_name(dimension, code),
            figures.show(indicator, value),
            f"s{charts.shade(value, limits)}" if isinstance(value, Decimal) else "none",
        )
        for code, value in placed.items()
    )
    elsewhere = tuple(
        (figures.code_name(dimension, code), figures.show(indicator, row.actual))
        for code, row in found.items()
        if code not in places
    )
    return TileMap(
        id=indicator.id,
        title=indicator.title.say(figures.language),
        unit=indicator.unit,
        codelist=dimension,
        dimension=figures.plan.codelists[dimension].title.say(figures.language),
        tiles=tiles,
        elsewhere=elsewhere,
        key=_key(indicator, limits, figures),
    )


def _key(
    indicator: Indicator, limits: Sequence[Decimal], figures: Figures
) -> tuple[tuple[str, str], ...]:
    say = figures.wording.say
    shown = [figures.show(indicator, limit) for limit in limits]
    key = [("none", say("figure.none")), ("s0", figures.show(indicator, Decimal(0)))]
    if not shown:
        return tuple(key)
    key.append(("s1", say("tiles.below", limit=shown[0])))
    for place, (low, high) in enumerate(pairwise(shown), 2):
        key.append((f"s{place}", say("tiles.between", low=low, high=high)))
    key.append((f"s{len(shown) + 1}", say("tiles.from", limit=shown[-1])))
    return tuple(key)


def panels(
    indicators: Sequence[Indicator], rows: Sequence[Progress], figures: Figures
) -> tuple[Panel, ...]:
    """A row of bars for each flow that has figures in at least two periods."""
    by_id = progress_by_indicator(rows)
    found = []
    for indicator in indicators:
        series = sorted(
            (row for row in by_id.get(indicator.id, []) if not row.at), key=lambda row: row.period
        )
        values = [row.actual if isinstance(row.actual, Decimal) else None for row in series]
        if _is_drawn_by_quarter(indicator) and sum(one is not None for one in values) > 1:
            found.append(_panel(indicator, series, values, figures))
    return tuple(found)


def _is_drawn_by_quarter(indicator: Indicator) -> bool:
    return indicator.stock_or_flow == "flow" and indicator.kind != "milestone"


def _panel(
    indicator: Indicator,
    series: Sequence[Progress],
    values: Sequence[Decimal | None],
    figures: Figures,
) -> Panel:
    title = indicator.title.say(figures.language)
    labels = tuple(
        (figures.wording.short_period(row.period), figures.show(indicator, row.actual))
        for row in series
    )
    spoken = ", ".join(f"{period}: {value}" for period, value in labels)
    return Panel(
        id=indicator.id,
        title=title,
        unit=indicator.unit,
        labels=labels,
        bars=charts.bars(values),
        chart_title=f"{title}. {spoken}",
    )


def changes(
    indicators: Sequence[Indicator],
    now: Sequence[Progress],
    before: Sequence[Progress],
    figures: Figures,
) -> tuple[Change, ...]:
    """What moved since the same period a year earlier, from unrounded figures."""
    totals = {row.indicator: row for row in now if not row.at}
    earlier = {row.indicator: row for row in before if not row.at}
    return tuple(
        _change(one, totals[one.id], earlier[one.id], figures)
        for one in indicators
        if one.id in totals
        and one.id in earlier
        and isinstance(totals[one.id].actual, Decimal)
        and isinstance(earlier[one.id].actual, Decimal)
    )


def _change(indicator: Indicator, now: Progress, before: Progress, figures: Figures) -> Change:
    new, old = now.actual, before.actual
    if not isinstance(new, Decimal) or not isinstance(old, Decimal):
        raise TypeError(now.indicator)
    like = alike(now, before)
    way = "unlike"
    if like:
        way = "same" if new == old else "up" if new > old else "down"
    shown = (figures.show(indicator, old), figures.show(indicator, new))
    return Change(
        id=indicator.id,
        title=indicator.title.say(figures.language),
        unit=indicator.unit,
        before=shown[0],
        now=shown[1],
        change=change_text(indicator, old, new, figures.wording) if like else "",
        way=way,
        dumbbell=charts.dumbbell(old, new) if like else None,
        remark="" if like else _unlike(now, before, figures),
        chart_title=f"{indicator.id}: {shown[0]}, {shown[1]}",
    )


def alike(now: Progress, before: Progress) -> bool:
    """Whether two figures rest on the same share of returns, so that they may be compared."""
    return (now.reported, now.expected) == (before.reported, before.expected) and {
        part.reporter for part in now.missing
    } == {part.reporter for part in before.missing}


def _unlike(now: Progress, before: Progress, figures: Figures) -> str:
    return figures.wording.say(
        "change.unlike", before=figures.coverage(before), now=figures.coverage(now)
    )


def change_text(indicator: Indicator, old: Decimal, new: Decimal, wording: Wording) -> str:
    """Percentage points for a share, percent for a count, the difference where it began at 0."""
    difference = new - old
    if indicator.kind in {"ratio", "milestone"}:
        return wording.say("change.points", points=_signed(difference * 100, 1))
    share = change(old, new) if old > 0 else None
    if share is None:
        return _signed(difference, indicator.places)
    return f"{_signed(share * 100, 1)}\u00a0%"


def _signed(value: Decimal, places: int) -> str:
    sign = "+" if round_half_up(value, places) > 0 else ""
    return sign + show_number(value, places)
