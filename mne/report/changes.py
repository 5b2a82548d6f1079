"""Against the year before, as far as the two years can be compared: see `mne.progress.trend`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from mne import charts
from mne.model import Indicator, Progress, SeriesBreak, Trend, parse_at
from mne.progress.trend_words import Names, trend_remark, trend_short
from mne.report.figures import Figures


class Change(NamedTuple):
    """One indicator this year and the year before."""

    id: str
    title: str
    unit: str
    before: str
    now: str
    change: str
    way: str
    """`up`, `down`, `same`, or `unlike` where the two are not compared."""
    dumbbell: charts.Dumbbell | None
    remark: str
    """Why they are not, or of which returns they are."""
    chart_title: str


def changes(
    indicators: Sequence[Indicator], compared: Sequence[Progress], figures: Figures
) -> tuple[Change, ...]:
    """What moved since the same period a year earlier, where there are two numbers."""
    totals = {row.indicator: row for row in compared if not row.at}
    return tuple(
        _change(one, totals[one.id], trend, earlier, figures)
        for one in indicators
        if one.id in totals
        and (trend := totals[one.id].trend)
        and (earlier := trend.earlier)
        and isinstance(totals[one.id].actual, Decimal)
        and isinstance(earlier.actual, Decimal)
    )


def _change(
    indicator: Indicator, now: Progress, trend: Trend, before: Progress, figures: Figures
) -> Change:
    shown = (figures.result(indicator, before), figures.result(indicator, now))
    return Change(
        id=indicator.id,
        title=indicator.title.say(figures.language),
        unit=figures.unit(indicator),
        before=shown[0],
        now=shown[1],
        change=trend_short(indicator, now, figures.language),
        way=trend.way or "unlike",
        dumbbell=_dumbbell(trend),
        remark=trend_remark(indicator, now, figures.language, trend_names(figures)),
        chart_title=f"{indicator.id}: {shown[0]}, {shown[1]}",
    )


def _dumbbell(trend: Trend) -> charts.Dumbbell | None:
    """Drawn of the figures that are printed, on a scale that begins at 0."""
    old, new = trend.before, trend.now
    if trend.basis != "same-reporters" or not isinstance(old, Decimal):
        return None
    if not isinstance(new, Decimal) or min(old, new) < 0:
        return None
    return charts.dumbbell(old, new)


def trend_names(figures: Figures) -> Names:
    """How a reader calls what a trend rests on."""
    return Names(
        reporter=figures.reporter,
        periods=figures.wording.short_periods,
        parted=lambda one: f"{_reason(one, figures)}, {figures.wording.day(one.day)}",
    )


def _reason(parted: SeriesBreak, figures: Figures) -> str:
    """What parts the two, in words; a code by its name."""
    name = figures.plan.code_names.get(next(iter(parse_at(parted.place)), ("", "")))
    place = name.say(figures.language) if name else ""
    return figures.wording.say(f"break.{parted.because}", other=parted.other, place=place)
