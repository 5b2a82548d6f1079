"""What the returns of all plans say of a goal that others keep, such as SDG 16.2.2.

A goal has no returns of its own: it is fed through the cross-walk. Sources may speak of the same
persons, as victims identified and the children among them, so each stands by itself and none is
added to another. Where the goal asks for a rate, the population is given with its source, or there
is no rate and the reason is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from mne.crosswalk import Tie
from mne.model import At, FrameworkItem, Population, Progress
from mne.periods import Period
from mne.progress.across import Fed, Opened, figures_under
from mne.progress.figure import decimal_of

_ADDS_UP = frozenset({"sum", "last", "last_in_period", "lead_only", "none"})
"""The rules under which the cells of a table add up to the same figure as its total."""


class Told(NamedTuple):
    """One figure under a goal."""

    fed: Fed
    rate: Decimal | None
    population: Population | None
    why_no_rate: str
    """A code; empty where there is a rate, or where the goal asks for none."""
    overlaps: tuple[str, ...]
    """Other indicators under the same goal that may count the same events in that country."""
    made_of: tuple[Progress, ...] = ()
    """Of a figure by one dimension, read out of a crossed table: the cells that were added."""


def figures_of_goal(
    item: FrameworkItem, ties: Sequence[Tie], others: Mapping[str, Opened]
) -> tuple[Told, ...]:
    """Every figure under a goal: by source, the total first, then by each dimension that is asked.

    What a source crosses, such as sex with age, is added up to each of the two, and stands last.
    """
    found = [*figures_under(ties, others, item.by)]
    told: list[Told] = []
    for _, several in groupby(found, key=lambda one: one.tie):
        of_source = list(several)
        rows = [_told(item, fed, found) for fed in of_source]
        rows += [
            _told(item, fed, found)._replace(made_of=cells)
            for fed, cells in _margins(item, of_source)
        ]
        told += sorted(rows, key=lambda one: _rank(item, one.fed.at))
    return tuple(told)


def _rank(item: FrameworkItem, at: At) -> tuple[int, int]:
    """The total, then the dimensions as the goal names them, then what is crossed."""
    return len(at), item.by.index(at[0][0]) if at else 0


def _margins(
    item: FrameworkItem, several: Sequence[Fed]
) -> Iterator[tuple[Fed, tuple[Progress, ...]]]:
    """Figures by one dimension, added up over a crossed table that has a figure in every cell."""
    first = several[0]
    if first.indicator.kind != "count" or not {*_rules(first)} <= _ADDS_UP:
        return
    for dimension in item.by:
        groups = [one for one in first.indicator.breakdowns if dimension in one]
        if not groups or (dimension,) in groups:
            continue
        crossed = {*groups[0]}
        cells: dict[tuple[str, str], list[Fed]] = {}
        for fed in several:
            where = dict(fed.at)
            if where.keys() == crossed:
                cells.setdefault((fed.country, where[dimension]), []).append(fed)
        for (_, code), members in cells.items():
            if row := _added([one.row for one in members]):
                at = ((dimension, code),)
                total = replace(members[0], at=at, row=replace(row, at=at))
                yield total, tuple(one.row for one in members)


def _rules(fed: Fed) -> tuple[str, str]:
    return fed.indicator.combine.over_time, fed.indicator.combine.over_reporters


def _added(rows: Sequence[Progress]) -> Progress | None:
    """The sum of cells that rest on the same returns; None where one of them has no figure."""
    numbers = [one.actual for one in rows if isinstance(one.actual, Decimal)]
    if len(numbers) < len(rows) or len({one.missing for one in rows}) > 1:
        return None
    return replace(rows[0], actual=sum(numbers, Decimal()))


def _told(item: FrameworkItem, fed: Fed, found: Sequence[Fed]) -> Told:
    population = population_for(item, fed.country, fed.row.period, fed.at)
    why = _why_no_rate(item, fed, population)
    rate = None if why or item.per is None else _rate(item.per, fed.row, population)
    return Told(fed, rate, population, why, _overlaps(fed, found))


def population_for(item: FrameworkItem, country: str, period: Period, at: At) -> Population | None:
    """The inhabitants below the line: of the shortest span named that covers the period."""
    fitting = [
        one
        for one in item.population
        if one.country == country and one.period.contains(period) and dict(one.where) == dict(at)
    ]
    return min(fitting, key=lambda one: one.period.days, default=None)


def _why_no_rate(item: FrameworkItem, fed: Fed, population: Population | None) -> str:
    if item.per is None:
        return ""
    reasons = {
        "no-figure": fed.standing in {"no-figure", "not-comparable"},
        "not-a-count": fed.indicator.kind != "count",
        "counting-unit": fed.indicator.counting_unit != item.counting_unit,
        "no-population": population is None,
    }
    return next((why for why, applies in reasons.items() if applies), "")


def _rate(per: int, row: Progress, population: Population | None) -> Decimal | None:
    """So many per `per` inhabitants, divided once."""
    if population is None or not isinstance(row.actual, Decimal):
        return None
    return decimal_of(Fraction(row.actual) * per / Fraction(population.value))


def _overlaps(fed: Fed, found: Sequence[Fed]) -> tuple[str, ...]:
    """What counts the same kind of thing in the same country could be counting the same ones."""
    same = (
        one.indicator.id
        for one in found
        if one.country == fed.country
        and one.indicator.id != fed.indicator.id
        and one.indicator.kind == fed.indicator.kind
        and one.indicator.counting_unit == fed.indicator.counting_unit
    )
    return tuple(dict.fromkeys(same))
