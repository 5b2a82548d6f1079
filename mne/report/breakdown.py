"""Behind a total: who and where it counts.

Every breakdown stands beside its total with its own coverage, and with what nobody broke down, so
that each printed line adds up. A return may give a total and leave its breakdown blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from mne import charts
from mne.model import Indicator, Progress
from mne.report.figures import NONE, Figures, progress_by_indicator

WIDEST = 7
"""Codes that fit side by side in a table; longer lists are drawn as bars."""
_BAR_WIDTH = Decimal(100)
_SUMS = frozenset({"sum", "last", "last_in_period", "lead_only"})


class BreakdownRow(NamedTuple):
    """One indicator over the codes of a dimension."""

    id: str
    title: str
    cells: tuple[str, ...]
    rest: str
    """What is in the total and in none of the codes; a dash for nothing."""
    total: str
    coverage: str
    """Of the breakdown, not of the total."""
    missing: str
    """Who did not break it down, where the total lacks less."""


class BreakdownTable(NamedTuple):
    """The indicators of an objective that are broken down by one dimension."""

    dimension: str
    codes: tuple[str, ...]
    rows: tuple[BreakdownRow, ...]
    has_rest: bool
    """Whether any row has something that was not broken down."""


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
    rest: str
    """Empty where every figure was broken down."""
    total: str
    coverage: str
    missing: str


def breakdown_tables(
    indicators: Sequence[Indicator], rows: Sequence[Progress], figures: Figures
) -> tuple[BreakdownTable, ...]:
    """A table for each short dimension of these indicators."""
    by_id = progress_by_indicator(rows)
    tables = []
    for dimension in dimensions_of(indicators):
        codes = _codes_in(by_id, indicators, dimension, figures)
        lines = [
            _breakdown_row(one, by_id.get(one.id, []), dimension, codes, figures)
            for one in indicators
            if by_code(by_id.get(one.id, []), dimension)
        ]
        if lines and len(codes) <= WIDEST:
            names = tuple(figures.code_name(dimension, code) for code in codes)
            title = figures.plan.codelists[dimension].title.say(figures.language)
            has_rest = any(line.rest != NONE for line in lines)
            tables.append(BreakdownTable(title, names, tuple(lines), has_rest))
    return tuple(tables)


def bar_lists(
    indicators: Sequence[Indicator],
    rows: Sequence[Progress],
    figures: Figures,
    mapped: frozenset[str],
) -> Iterator[BarList]:
    """A list of bars for each long dimension that no tile map shows."""
    by_id = progress_by_indicator(rows)
    for dimension in dimensions_of(indicators):
        codes = _codes_in(by_id, indicators, dimension, figures)
        if len(codes) <= WIDEST or dimension in mapped:
            continue
        for indicator in indicators:
            found = by_id.get(indicator.id, [])
            if by_code(found, dimension):
                yield _bar_list(indicator, dimension, found, figures)


def dimensions_of(indicators: Sequence[Indicator]) -> tuple[str, ...]:
    """The dimensions that stand alone in a breakdown, each once."""
    groups = (
        group
        for one in indicators
        for group in one.breakdowns
        if len(group) == 1 and one.kind != "milestone"
    )
    return tuple(dict.fromkeys(dimension for (dimension,) in groups))


def by_code(rows: Sequence[Progress], dimension: str) -> dict[str, Progress]:
    """The rows of one dimension, by code."""
    return {row.at[0][1]: row for row in rows if len(row.at) == 1 and row.at[0][0] == dimension}


def total_of(rows: Sequence[Progress]) -> Progress | None:
    """The row that is no part of another."""
    return next((row for row in rows if not row.at), None)


def not_broken_down(
    indicator: Indicator, total: Progress | None, parts: Sequence[Progress]
) -> Decimal | None:
    """What the total holds beyond its parts; None for nothing, and where parts are no sum."""
    ways = {indicator.combine.over_time, indicator.combine.over_reporters}
    if indicator.kind not in {"count", "amount"} or not ways <= _SUMS:
        return None
    if total is None or not isinstance(total.actual, Decimal):
        return None
    known = [part.actual for part in parts if isinstance(part.actual, Decimal)]
    return total.actual - sum(known, Decimal(0)) or None


def in_parts(total: Progress, parts: Sequence[Progress]) -> Progress:
    """The total's row with the coverage of its breakdown: what is missing in any of the parts."""
    missing = tuple(sorted({one for part in parts for one in part.missing}))
    if "not-aggregated" in {total.coverage, *(part.coverage for part in parts)}:
        return replace(total, coverage="not-aggregated")
    reported = total.expected - len({(one.reporter, one.period) for one in missing})
    return replace(total, reported=reported, missing=missing)


def also_missing(total: Progress, whole: Progress, figures: Figures) -> str:
    """Who left the breakdown out; nothing where no more is missing than from the total."""
    gone = {(one.reporter, one.period) for one in total.missing}
    more = tuple(one for one in whole.missing if (one.reporter, one.period) not in gone)
    return figures.missing(replace(whole, missing=more))


def _codes_in(
    by_id: Mapping[str, list[Progress]],
    indicators: Sequence[Indicator],
    dimension: str,
    figures: Figures,
) -> tuple[str, ...]:
    found = {code for one in indicators for code in by_code(by_id.get(one.id, []), dimension)}
    return tuple(code for code in figures.plan.codelists[dimension].codes if code in found)


def _breakdown_row(
    indicator: Indicator,
    rows: Sequence[Progress],
    dimension: str,
    codes: Sequence[str],
    figures: Figures,
) -> BreakdownRow:
    found = by_code(rows, dimension)
    total = total_of(rows)
    parts = tuple(found.values())
    whole = in_parts(total, parts) if total else None
    return BreakdownRow(
        id=indicator.id,
        title=indicator.title.say(figures.language),
        cells=tuple(
            figures.show(indicator, found[code].actual if code in found else None) for code in codes
        ),
        rest=figures.show(indicator, not_broken_down(indicator, total, parts)),
        total=figures.show(indicator, total.actual if total else None),
        coverage=figures.coverage(whole) if whole else "",
        missing=also_missing(total, whole, figures) if total and whole else "",
    )


def _bar_list(
    indicator: Indicator, dimension: str, rows: Sequence[Progress], figures: Figures
) -> BarList:
    found = by_code(rows, dimension)
    total, parts = total_of(rows), tuple(found.values())
    whole = in_parts(total, parts) if total else None
    numbers = [row.actual for row in parts if isinstance(row.actual, Decimal)]
    largest = max(numbers, default=Decimal(0))
    drawn = []
    for code in (one for one in figures.plan.codelists[dimension].codes if one in found):
        value = found[code].actual
        length = charts.share(value, largest, _BAR_WIDTH) if isinstance(value, Decimal) else None
        name = figures.code_name(dimension, code)
        drawn.append(ListedBar(name, figures.show(indicator, value), length))
    rest = not_broken_down(indicator, total, parts)
    return BarList(
        id=indicator.id,
        title=indicator.title.say(figures.language),
        dimension=figures.plan.codelists[dimension].title.say(figures.language),
        bars=tuple(drawn),
        rest="" if rest is None else figures.show(indicator, rest),
        total=figures.show(indicator, total.actual if total else None),
        coverage=figures.coverage(whole) if whole else "",
        missing=also_missing(total, whole, figures) if total and whole else "",
    )
