"""Figures of several countries (or bodies, or codes) side by side, and together where they may be.

The rows are those of `measure_progress`; nothing is put together here that it did not, with one
exception that is kept apart: a sum over countries to which what stands in for a country was added.
Columns stand in the plan's own order and are never ranked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from mne.model import At, Indicator, Plan, Progress
from mne.model.selection import (
    COUNTRY,
    LEVEL,
    WORKING_GROUP,
    Selection,
    countries,
    levels,
    source_of,
    working_groups,
)
from mne.progress.across import Fed
from mne.progress.ask import REPORTER
from mne.progress.figure import decimal_of


class Cell(NamedTuple):
    """What one column has to say of a line."""

    column: str
    row: Progress | None
    """None where it was not asked."""
    why: str
    """Why there is no figure: a code; empty where there is one."""
    fed: tuple[Fed, ...] = ()
    """What other plans say of it."""


class WithFed(NamedTuple):
    """A sum over countries with what stands in for some of them."""

    actual: Decimal
    columns: tuple[str, ...]
    """The countries whose figure came from another plan."""


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator, or one place of it, over all columns."""

    indicator: Indicator
    at: At
    """The place, without what the columns tell apart."""
    cells: tuple[Cell, ...]
    together: Progress | None
    """The plan's own figure of all; None where it has none at this place."""
    why_not: str
    """Why there is no figure of all: a code; empty where there is one."""
    with_fed: WithFed | None

    @property
    def asked(self) -> tuple[str, ...]:
        """The columns of which a figure is expected."""
        return tuple(one.column for one in self.cells if one.row and one.row.expected)

    @property
    def missing(self) -> tuple[str, ...]:
        """Those of which there is none, in order."""
        given = {one.column for one in self.cells if one.row and one.row.actual is not None}
        return tuple(one for one in self.asked if one not in given)

    @property
    def differs(self) -> bool:
        """Whether two that answer for one thing, such as a border, do not say the same."""
        told = {one.row.actual for one in self.cells if one.row and one.row.actual is not None}
        return self.indicator.kind == "milestone" and bool(self.at) and len(told) > 1


def columns_of(
    plan: Plan,
    key: str,
    rows: Iterable[Progress],
    fed: Iterable[Fed] = (),
    selection: Selection | None = None,
) -> tuple[str, ...]:
    """What stands across, in the order of the plan or of the code list.

    All bodies that are asked, and their countries, also before anything is due; else the codes
    that any row tells apart. A country of which only other plans speak comes last.
    """
    rows = tuple(rows)
    told = {dict(row.at).get(key) for row in rows}
    if key in {COUNTRY, REPORTER}:
        indicators = (plan.indicators_by_id[one] for one in {row.indicator for row in rows})
        asked = {name for one in indicators for name in source_of(plan, one).reporters}
        asked &= {*(selection or Selection()).reporters(plan)}
        told |= {name if key == REPORTER else plan.reporters_by_id[name].country for name in asked}
    orders: dict[str, Sequence[str]] = {
        COUNTRY: countries(plan),
        REPORTER: tuple(plan.reporters_by_id),
        LEVEL: levels(plan),
        WORKING_GROUP: working_groups(plan),
    }
    order = orders[key] if key in orders else tuple(plan.codelists[key].codes)
    others = [one.country for one in fed if key == COUNTRY and one.country not in {"", *order}]
    return (*(one for one in order if one in told), *dict.fromkeys(others))


def lay_side_by_side(
    plan: Plan,
    rows: Sequence[Progress],
    key: str,
    columns: Sequence[str],
    fed: Sequence[Fed] = (),
) -> tuple[Line, ...]:
    """The rows as lines: each indicator and place once, with a cell for each column."""
    placed = {(one.indicator, frozenset(one.at)): one for one in rows}
    places = dict.fromkeys((one.indicator, _without(one.at, key)) for one in rows)
    fed_there: dict[tuple[str, str, frozenset[tuple[str, str]]], list[Fed]] = {}
    for one in fed if key == COUNTRY else ():
        place = (one.tie.target.id, one.country, frozenset(one.at))
        fed_there.setdefault(place, []).append(one)
    below = {indicator for indicator, at in places if at}
    found = []
    for indicator, at in places:
        cells = []
        for column in columns:
            row = placed.get((indicator, frozenset({*at, (key, column)})))
            others = fed_there.get((indicator, column, frozenset(at)), ())
            is_below = row is None and not at and indicator in below
            why = "by-place" if is_below else _why_none(row)
            cells.append(Cell(column, row, why, tuple(others)))
        together = placed.get((indicator, frozenset(at)))
        found.append(_line(plan, plan.indicators_by_id[indicator], at, cells, together))
    return tuple(found)


def _without(at: At, key: str) -> At:
    return tuple(one for one in at if one[0] != key)


def _why_none(row: Progress | None) -> str:
    """One reason where all parts have the same, `several` where they have not."""
    if row is None or not row.expected:
        return "not-asked"
    if row.actual is not None:
        return ""
    if row.coverage == "not-aggregated":
        return "not-added"
    reasons = {one.why for one in row.missing}
    return reasons.pop() if len(reasons) == 1 else "several"


def _line(
    plan: Plan, indicator: Indicator, at: At, cells: Sequence[Cell], together: Progress | None
) -> Line:
    why = ""
    if together is None:
        why = "not-asked"
    elif together.coverage == "not-aggregated":
        apart = indicator.combine.over_reporters == "none" and indicator.formula is None
        why = "kept-apart" if apart else "not-added"
    elif together.actual is None:
        why = "not-all" if together.reported else _why_none(together)
    with_fed = None if why in {"kept-apart", "not-added"} else _with_fed(plan, cells, together)
    return Line(indicator, at, tuple(cells), together, why, with_fed)


def _with_fed(plan: Plan, cells: Sequence[Cell], together: Progress | None) -> WithFed | None:
    """The sum with what stands in; only where a country's figure is one body's, simply added."""
    standing = {
        one.column: each.row for one in cells for each in one.fed if each.standing == "stands-in"
    }
    if not standing or together is None:
        return None
    indicator = plan.indicators_by_id[together.indicator]
    bodies = [plan.reporters_by_id[one].country for one in indicator.reporters]
    if len({*bodies}) < len(bodies):
        return None
    own = {one.column: one.row for one in cells if one.row and one.row.actual is not None}
    value = _ADDED.get(indicator.combine.over_reporters, _nothing)({**own, **standing})
    return None if value is None else WithFed(decimal_of(value), tuple(standing))


def _nothing(_rows: Mapping[str, Progress]) -> Fraction | None:
    return None


def _sum(rows: Mapping[str, Progress]) -> Fraction | None:
    numbers = [one.actual for one in rows.values() if isinstance(one.actual, Decimal)]
    return sum(map(Fraction, numbers), Fraction(0)) if len(numbers) == len(rows) else None


def _ratio(rows: Mapping[str, Progress]) -> Fraction | None:
    above = sum((Fraction(one.numerator or 0) for one in rows.values()), Fraction(0))
    below = sum((Fraction(one.denominator or 0) for one in rows.values()), Fraction(0))
    return above / below if below else None


_ADDED = {"sum": _sum, "ratio_of_sums": _ratio}
