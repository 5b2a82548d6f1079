"""How the trend of a figure is asked for and listed."""

from __future__ import annotations

from typing import Any

from mne.errors import UsageError
from mne.intake import read_period
from mne.model import Progress
from mne.periods import Period
from mne.progress import usual_comparison
from mne.tables import plain

BEFORE = "before"
COLUMNS = (
    "trend_against",
    "trend_before",
    "trend_now",
    "trend_difference",
    "trend_change",
    "trend_way",
    "trend_means",
    "trend_basis",
    "trend_reported_in_both",
    "trend_expected",
    "trend_left_out",
    "trend_why",
)
"""Of a CSV: figures exact, in the order of `trend_listed`."""
_NUMBERS = ("before", "now", "difference", "change")
_CODES = ("way", "means", "basis")


def earlier_period(period: Period, text: str) -> Period:
    """The period to compare with: as named, the one just before, or the usual one."""
    if not text:
        return usual_comparison(period)
    found = period.just_before if text == BEFORE else read_period(text)
    if found.end >= period.start:
        raise UsageError("against-not-earlier", found=found.label, expected=period.label)
    return found


def trend_listed(row: Progress) -> tuple[object, ...]:
    """A row's trend in a line of CSV."""
    trend = row.trend
    if trend is None:
        return (None,) * len(COLUMNS)
    return (
        trend.against.label,
        *(getattr(trend, name) for name in _NUMBERS),
        *(getattr(trend, name) or None for name in _CODES),
        trend.reported_in_both,
        trend.expected,
        " ".join(f"{one.reporter}:{one.period.label}:{one.why}" for one in trend.left_out),
        trend.why or None,
    )


def trend_as_json(row: Progress) -> dict[str, Any] | None:
    """A row's trend for scripts: figures are decimal strings, the change an exact quotient."""
    trend = row.trend
    if trend is None:
        return None
    parted = trend.series_break
    return {
        "against": trend.against.label,
        **{
            name: None if getattr(trend, name) is None else plain(getattr(trend, name))
            for name in _NUMBERS
        },
        **{name: getattr(trend, name) or None for name in _CODES},
        "reported_in_both": trend.reported_in_both,
        "expected": trend.expected,
        "left_out": [
            {"reporter": one.reporter, "period": one.period.label, "why": one.why}
            for one in trend.left_out
        ],
        "why": trend.why or None,
        "series_break": parted._asdict() | {"day": parted.day.isoformat()} if parted else None,
    }
