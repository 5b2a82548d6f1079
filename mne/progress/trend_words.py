"""A trend in words: short for a column, and as a remark that says what the two figures rest on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from mne.kinds import kind_of
from mne.kinds.kind import round_half_up, show_number
from mne.messages import message
from mne.model import Indicator, LeftOut, Progress, SeriesBreak, Trend
from mne.periods import Period

_SHARES = frozenset({"ratio", "milestone"})
"""Kinds whose figures are shares of something: they change by percentage points."""
_SAID_BY_FIGURES = frozenset({"zero-before", "negative-before"})


class Names(NamedTuple):
    """How a reader calls bodies, periods and the breaks of a series."""

    reporter: Callable[[str], str]
    periods: Callable[[Sequence[Period]], str]
    parted: Callable[[SeriesBreak], str]


def trend_short(indicator: Indicator, row: Progress, language: str) -> str:
    """`+19.5 %`; points for a share, the difference where it began at 0; empty without a trend."""
    trend = row.trend
    if trend is None or trend.difference is None:
        return ""
    places = _places_more(row, trend)
    if places is not None:
        return signed(places, 0)
    if indicator.kind in _SHARES:
        points = signed(trend.difference * 100, 1)
        return message("trend-points", language, points=points)
    if trend.change is None:
        return signed(trend.difference, indicator.places)
    return f"{signed(trend.change * 100, 1)}\u00a0%"


def trend_cell(indicator: Indicator, row: Progress, language: str) -> str:
    """The same for a column without remarks: `+7.4 % (6/8)` where it is of 6 of 8 returns."""
    short, trend = trend_short(indicator, row, language), row.trend
    if trend is None or trend.basis != "like-for-like":
        return short
    return f"{short} ({trend.reported_in_both}/{trend.expected})"


def trend_remark(indicator: Indicator, row: Progress, language: str, names: Names) -> str:
    """What the comparison rests on, or why there is none; empty where it rests on all returns."""
    trend = row.trend
    if trend is None or (trend.basis == "same-reporters" and trend.why in {"", *_SAID_BY_FIGURES}):
        return ""
    left_out = _named(trend.left_out, names) or "–"
    if trend.basis:
        return message(
            "trend-like-for-like",
            language,
            before=_shown(indicator, trend.before, language),
            now=_shown(indicator, trend.now, language),
            reported=trend.reported_in_both,
            expected=trend.expected,
            left_out=left_out,
        )
    if trend.series_break and trend.why == "series-break":
        return message("no-trend-series-break", language, reason=names.parted(trend.series_break))
    return message(f"no-trend-{trend.why}", language, left_out=left_out)


def signed(value: Decimal, places: int) -> str:
    """A rounded difference with its sign; what rounds to nothing has none."""
    sign = "+" if round_half_up(value, places) > 0 else ""
    return sign + show_number(value, places)


def _places_more(row: Progress, trend: Trend) -> Decimal | None:
    """A milestone of as many places as before changes by places, not by a share of them."""
    before = trend.earlier
    is_counted = isinstance(row.target, str) and before is not None
    if not is_counted or before is None or before.denominator != row.denominator:
        return None
    if row.numerator is None or before.numerator is None:
        return None
    return row.numerator - before.numerator


def _shown(indicator: Indicator, value: Decimal | str | None, language: str) -> str:
    return "–" if value is None else kind_of(indicator).show(indicator, value, language)


def _named(parts: Sequence[LeftOut], names: Names) -> str:
    """`MoT Q3, Q4 2012; MoI Q1 2011`: each body once."""
    by_reporter: dict[str, list[Period]] = {}
    for part in parts:
        by_reporter.setdefault(part.reporter, []).append(part.period)
    return "; ".join(
        f"{names.reporter(reporter)} {names.periods(sorted(periods))}"
        for reporter, periods in by_reporter.items()
    )
