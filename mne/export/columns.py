"""Columns that several tables have: the period, and one for each dimension."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mne.export.table import Field
from mne.model import At, Plan
from mne.periods import Period

PERIOD = (
    Field("period", required=True),
    Field("period_start", "date", required=True),
    Field("period_end", "date", required=True),
)


def period_cells(period: Period) -> tuple[object, ...]:
    """What stands under `PERIOD`."""
    return (period.label, period.start, period.end)


def dimension_fields(plan: Plan, places: Collection[At]) -> tuple[Field, ...]:
    """A column for each dimension of the places, in the order in which they come up."""
    names = dict.fromkeys(name for at in places for name, _ in at)
    return tuple(_dimension(plan, name, places) for name in names)


def _dimension(plan: Plan, name: str, places: Iterable[At]) -> Field:
    """A code list as a column; a code that has gone from the list since is still one."""
    codelist = plan.codelists.get(name)
    used = (code for at in places for dimension, code in at if dimension == name)
    codes = tuple(dict.fromkeys((*(codelist.codes if codelist else ()), *used)))
    return Field(name, enum=codes, about=codelist.title.say("en") if codelist else name)
