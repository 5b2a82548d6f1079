"""The progress as scripts read it: figures exact, nothing rounded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from mne.cli.progress.trend import COLUMNS as TREND
from mne.cli.progress.trend import trend_as_json, trend_listed
from mne.model import Confirmed, Due, Plan, Progress, SeriesBreak, at_text
from mne.tables import plain

COLUMNS = (
    "indicator",
    "at",
    "actual",
    "target",
    "achievement",
    "rating",
    "coverage",
    "provenance",
)
_MORE = (
    "reported",
    "expected",
    "numerator",
    "denominator",
    "baseline",
    "target_is",
    "why_not_rated",
    "to_date",
    "provisional",
    "target_set_on",
    "original_target",
    "original_set_on",
)
_UNITS = ("units_dimension", "units_reported", "units_unknown", "units_expected")
_CONFIRMED = ("confirmed_persons", "confirmed_reported", "confirmed_expected")
_KNOWN_BESIDES = ("from_definition_on", "series_break", "series_break_because")
_BESIDE = (
    "why_not_aggregated",
    "low",
    "high",
    "to_date_coverage",
    "year_to_date",
    "year_to_date_coverage",
    "cumulative",
    "cumulative_coverage",
    "repeats",
    "attested",
)
_DUE = ("due", "due_state", "reached_on", "reached_by", "original_due", "due_reference")
CSV_COLUMNS: tuple[str, ...] = (
    *COLUMNS,
    *_MORE,
    *_UNITS,
    *_CONFIRMED,
    *_KNOWN_BESIDES,
    *_BESIDE,
    *_DUE,
    "due_states",
    *TREND,
)
"""The screen has no room for all of them."""


def csv_line(plan: Plan, row: Progress) -> tuple[object, ...]:
    """A line of CSV, in the order of `CSV_COLUMNS`."""
    return (
        row.indicator,
        at_text(row.at),
        row.actual,
        row.target,
        row.achievement,
        row.rating,
        row.coverage,
        plan.indicators_by_id[row.indicator].provenance.basis,
        *(getattr(row, name) for name in _MORE),
        *(row.units or (None, None, None, None)),
        *(row.confirmed or (None, None, None)),
        row.from_definition.on.label if row.from_definition else None,
        row.series_break.day if row.series_break else None,
        row.series_break.because if row.series_break else None,
        *(getattr(row, name) for name in _BESIDE),
        *_due(row.due),
        " ".join(f"{state}:{count}" for state, count in row.due.counts) if row.due else None,
        *trend_listed(row),
    )


def as_json(plan: Plan, row: Progress) -> dict[str, Any]:
    """The shape that scripts rely on: figures are decimal strings, states are codes."""
    figures = ("actual", "numerator", "denominator", "target", "baseline", "achievement")
    return {
        "indicator": row.indicator,
        "period": row.period.label,
        "at": dict(row.at),
        **{name: _exactly(getattr(row, name)) for name in figures},
        "target_is": row.target_is,
        "rating": row.rating,
        "why_not_rated": row.why_not_rated or None,
        "to_date": _exactly(row.to_date),
        "to_date_coverage": row.to_date_coverage,
        "target_set_on": _day(row.target_set_on),
        "original_target": _exactly(row.original_target),
        "original_set_on": _day(row.original_set_on),
        "units": row.units._asdict() if row.units else None,
        "confirmed": _confirmed(row.confirmed),
        "from_definition": row.from_definition.model_dump(mode="json")
        if row.from_definition
        else None,
        "series_break": _break(row.series_break),
        "trend": trend_as_json(row),
        "coverage": row.coverage,
        "why_not_aggregated": row.why_not_aggregated or None,
        **{name: _exactly(getattr(row, name)) for name in ("low", "high")},
        "year_to_date": _exactly(row.year_to_date),
        "year_to_date_coverage": row.year_to_date_coverage,
        "cumulative": _exactly(row.cumulative),
        "cumulative_coverage": row.cumulative_coverage,
        "repeats": row.repeats,
        "repeats_in": list(row.repeats_in),
        **dict(zip(_DUE, _due(row.due), strict=True)),
        "due_states": dict(row.due.counts) if row.due else {},
        "reported": row.reported,
        "expected": row.expected,
        "missing": [
            {"reporter": one.reporter, "period": one.period.label, "why": one.why}
            for one in row.missing
        ],
        "provisional": row.provisional,
        "attested": row.attested,
        "provenance": plan.indicators_by_id[row.indicator].provenance.basis,
    }


def _exactly(value: Decimal | str | None) -> str | None:
    return None if value is None else plain(value)


def _due(due: Due | None) -> tuple[str | None, ...]:
    """What `_DUE` names."""
    if due is None:
        return (None,) * len(_DUE)
    days = _day(due.reached_on), _day(due.reached_by), _day(due.original)
    return (_day(due.day), due.state, *days, due.reference or None)


def _break(found: SeriesBreak | None) -> dict[str, Any] | None:
    return found._asdict() | {"day": found.day.isoformat()} if found else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _confirmed(confirmed: Confirmed | None) -> dict[str, object] | None:
    if confirmed is None:
        return None
    return {**confirmed._asdict(), "persons": _exactly(confirmed.persons)}
