"""How the activities of a plan are listed, for a spreadsheet and for a script."""

from __future__ import annotations

from typing import Any

from mne.progress.activities import ActivityProgress
from mne.tables import plain

LISTED: tuple[str, ...] = (
    "activity",
    "objective",
    "title",
    "lead",
    "state",
    "since",
    "told_in",
    "due",
    "overdue",
    "spent",
    "currency",
    "reason",
    "recommendation",
    "receipt",
    "sheet",
    "cell",
    "provenance",
)
"""The columns of CSV."""


def activity_listed(row: ActivityProgress, language: str) -> tuple[object, ...]:
    """A line of CSV."""
    told = activity_as_json(row) | {"title": row.activity.title.say(language)}
    return tuple(told[name] for name in LISTED)


def activity_as_json(row: ActivityProgress) -> dict[str, Any]:
    """The shape that scripts rely on: states are codes, money a decimal string."""
    activity = row.activity
    return {
        "activity": activity.id,
        "objective": activity.objective,
        "lead": activity.lead,
        "state": row.state,
        "since": row.since.label if row.since else None,
        "told_in": row.told_in.label if row.told_in else None,
        "due": activity.due.isoformat(),
        "overdue": row.overdue,
        "spent": None if row.spent is None else plain(row.spent),
        "currency": activity.currency or None,
        "reason": row.reason or None,
        "recommendation": row.recommendation or None,
        "receipt": row.receipt or None,
        "sheet": row.sheet or None,
        "cell": row.cell or None,
        "provenance": activity.provenance.basis,
    }
