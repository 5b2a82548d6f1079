"""Lays beside a year's sum how many different persons its reporters say that it is.

Where the same person may be counted in two quarters, four quarters added up are more than the
persons. The last return of a year says how many they were; the sum itself is never changed by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from mne.kinds.count import CONFIRMED
from mne.model import Confirmed
from mne.progress.judge import Row
from mne.progress.look_up import Answers

_ADDED = frozenset({"sum", "lead_only"})
"""How figures of several reporters are put together where their persons may be added too."""


def asked_to_confirm(rows: Sequence[Row]) -> frozenset[str]:
    """The indicators whose answers have to be looked up for that."""
    return frozenset(row.ask.indicator.id for row in rows if _is_confirmed(row))


def with_confirmed(rows: Sequence[Row], said: Answers) -> Sequence[Row]:
    """The same rows; the total of a year says what was confirmed of it."""
    return [
        replace(row, figure=replace(row.figure, confirmed=_confirmed(row, said)))
        if _is_confirmed(row)
        else row
        for row in rows
    ]


def _is_confirmed(row: Row) -> bool:
    ask = row.ask
    return (
        ask.indicator.confirm_yearly
        and ask.period.frequency == "year"
        and all(dimension == "reporter" for dimension, _ in ask.at)
        and ask.over_reporters in _ADDED
        and ask.may_be_added
    )


def _confirmed(row: Row, said: Answers) -> Confirmed | None:
    """The sum over the reporters whose last return of the year was due by then."""
    year = row.ask.period
    last = [part for part in row.ask.expected if part.period.end == year.end]
    if not last:
        return None
    receipts = (part.receipt for part in last)
    answers = [said.get((receipt, row.ask.indicator.id, "", CONFIRMED)) for receipt in receipts]
    given = [one.value for one in answers if one and isinstance(one.value, Decimal)]
    persons = sum(given, Decimal()) if given else None
    return Confirmed(persons, len(given), len(last))
