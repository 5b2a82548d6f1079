"""Each figure through time, as a table: its own periods, its years, and each year to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Literal, get_args

from mne.export.columns import PERIOD, dimension_fields, period_cells
from mne.export.given import ExportInput
from mne.export.table import Field, Reference, Table
from mne.layout import fact_period, form_periods
from mne.model import Plan, at_text
from mne.model.record import figure_text
from mne.model.selection import source_of
from mne.periods import Period
from mne.progress.series import SeriesFigure

PeriodKind = Literal["own", "year", "year-to-date"]


def series(given: ExportInput) -> Table:
    """A line for each figure under each kind of period that it is of, in the order of time."""
    found = _in_order(given.plan, _told(given))
    dimensions = dimension_fields(given.plan, [figure.at for figure, _ in found])
    return Table(
        "series",
        (
            Field("figure", required=True),
            Field("indicator", required=True),
            Field("period_kind", required=True, enum=get_args(PeriodKind)),
            *PERIOD,
            *dimensions,
            Field("value", "number"),
            Field("numerator", "number"),
            Field("denominator", "number"),
            Field("state"),
            Field("reported", "integer", required=True),
            Field("expected", "integer", required=True),
        ),
        [
            (
                figure_text(figure.indicator.id, figure.at, ""),
                figure.indicator.id,
                kind,
                *period_cells(figure.period),
                *(dict(figure.at).get(one.name) for one in dimensions),
                *_numbers(figure),
                figure.state,
                figure.reported,
                figure.expected,
            )
            for figure, kind in found
        ],
        key=("figure", "period_kind", "period"),
        references=(Reference("indicator", "indicators"),),
    )


def _told(given: ExportInput) -> Iterator[tuple[SeriesFigure, PeriodKind]]:
    """Each figure as often as it is of a kind: a first quarter is a year to date as well."""

    @cache
    def own(indicator_id: str) -> frozenset[Period]:
        indicator = given.plan.indicators_by_id[indicator_id]
        source = source_of(given.plan, indicator)
        facts = (fact_period(given.plan, source, form) for form in form_periods(given.plan))
        return frozenset(one for one in facts if one)

    for figure in given.series:
        for kind in _kinds(figure.period, own(figure.indicator.id)):
            yield figure, kind


def _kinds(period: Period, own: frozenset[Period]) -> Iterator[PeriodKind]:
    if period in own:
        yield "own"
    if period.frequency == "year":
        yield "year"
    since_new_year = period.start == Period.containing(period.end, "year").start
    if since_new_year and any(one.end == period.end for one in own):
        yield "year-to-date"


def _in_order(
    plan: Plan, told: Iterable[tuple[SeriesFigure, PeriodKind]]
) -> list[tuple[SeriesFigure, PeriodKind]]:
    """By the plan, then by place, each series in one piece."""
    numbers = {one: number for number, one in enumerate(plan.indicators_by_id)}
    kinds: tuple[PeriodKind, ...] = get_args(PeriodKind)
    return sorted(
        told,
        key=lambda one: (
            numbers[one[0].indicator.id],
            at_text(one[0].at),
            kinds.index(one[1]),
            one[0].period,
        ),
    )


def _numbers(figure: SeriesFigure) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The figure, and what stands above and below the line where there is one."""
    value = figure.actual if isinstance(figure.actual, Decimal) else None
    if figure.denominator is None:
        return value, None, None
    return value, figure.numerator, figure.denominator
