"""What the returns of all plans say of a goal that others keep, such as SDG 16.2.2.

A goal has no returns of its own: it is fed through the cross-walk. Sources may speak of the same
persons, as victims identified and the children among them, so each stands by itself and none is
added to another. Where the goal asks for a rate, the population is given with its source, or there
is no rate and the reason is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from mne.crosswalk import Tie
from mne.model import At, FrameworkItem, Population, Progress
from mne.periods import Period
from mne.progress.across import Fed, Opened, figures_under
from mne.progress.figure import decimal_of


class Told(NamedTuple):
    """One figure under a goal."""

    fed: Fed
    rate: Decimal | None
    population: Population | None
    why_no_rate: str
    """A code; empty where there is a rate, or where the goal asks for none."""
    overlaps: tuple[str, ...]
    """Other indicators under the same goal that may count the same events in that country."""


def figures_of_goal(
    item: FrameworkItem, ties: Sequence[Tie], others: Mapping[str, Opened]
) -> tuple[Told, ...]:
    """Every figure under a goal: by source and country, the total first, then as the goal asks."""
    found = [*figures_under(ties, others, item.by)]
    return tuple(_told(item, fed, found) for fed in found)


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
