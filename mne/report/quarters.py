"""Quarter by quarter: a row of bars for each flow."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from mne import charts
from mne.model import Indicator, Progress
from mne.report.figures import Figures, progress_by_indicator


class Panel(NamedTuple):
    """One indicator quarter by quarter."""

    id: str
    title: str
    unit: str
    labels: tuple[tuple[str, str], ...]
    """Period and value."""
    bars: charts.Bars
    chart_title: str


def panels(
    indicators: Sequence[Indicator], rows: Sequence[Progress], figures: Figures
) -> tuple[Panel, ...]:
    """A row of bars for each flow that has figures, none below 0, in at least two periods."""
    by_id = progress_by_indicator(rows)
    found = []
    for indicator in indicators:
        series = sorted(
            (row for row in by_id.get(indicator.id, []) if not row.at), key=lambda row: row.period
        )
        values = [row.actual if isinstance(row.actual, Decimal) else None for row in series]
        known = [value for value in values if value is not None]
        if _is_drawn_by_quarter(indicator) and len(known) > 1 and min(known) >= 0:
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
        unit=figures.unit(indicator),
        labels=labels,
        bars=charts.bars(values),
        chart_title=f"{title}. {spoken}",
    )
