"""Checks typed answers by a pandera schema that is built from the definitions.

One long table, one row for each answer. The checks are vectorised and named after the issue that
they raise; nothing is coerced, for `reading` has given every value its type. Figures are whole
numbers of ten-thousandths, so that no float ever carries one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, get_args

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from mne.issues import issue_at
from mne.kinds import Part, kind_of
from mne.model import Issue, Observation, Plan, Status

_UNITS = 10_000
"""A figure has at most four decimal places."""


class _Row(NamedTuple):
    """The columns of the table."""

    indicator: str
    part: str
    status: str
    number: int | None
    whole: bool
    """Whether only a whole number is right."""
    required: bool
    """Whether a blank is worth a question; a breakdown as a whole may be left out."""
    noted: bool
    late: bool
    """Whether it is a day after the period's end."""


def check_frame(plan: Plan, observations: Sequence[Observation]) -> tuple[Issue, ...]:
    """One issue for each answer that breaks a rule of its own row, in the order of the rows."""
    if not observations:
        return ()
    frame = build_frame(plan, observations)
    try:
        build_schema(plan).validate(frame, lazy=True)
    except SchemaErrors as errors:
        rows = sorted(_failed_rows(errors.schema_errors))
        return tuple(_issue(plan, observations[row], code) for row, code in rows)
    return ()


def build_frame(plan: Plan, observations: Sequence[Observation]) -> pd.DataFrame:
    """Shape (answers, 8): `number` in ten-thousandths (Int64), the rest flags and codes."""
    parts = {
        (indicator.id, part.name): part
        for indicator in plan.asked_by_id.values()
        for part in kind_of(indicator).parts(indicator)
    }
    rows = [_row(one, parts[one.indicator, one.part]) for one in observations]
    return pd.DataFrame(rows, columns=list(_Row._fields)).astype({"number": "Int64"})


def _row(one: Observation, part: Part) -> _Row:
    return _Row(
        one.indicator,
        one.part,
        one.status,
        int(one.value * _UNITS) if isinstance(one.value, Decimal) else None,
        part.whole,
        part.required and (not one.at or part.holds in {"state", "flags"}),
        bool(one.note),
        isinstance(one.value, date) and one.value > one.period.end,
    )


def build_schema(plan: Plan) -> pa.DataFrameSchema:
    """The schema of the long table for one plan."""
    parts = {part.name for one in plan.asked_by_id.values() for part in kind_of(one).parts(one)}
    return pa.DataFrameSchema(
        {
            "indicator": pa.Column(str, pa.Check.isin(list(plan.asked_by_id))),
            "part": pa.Column(str, pa.Check.isin(sorted(parts))),
            "status": pa.Column(str, pa.Check.isin(list(get_args(Status)))),
            "number": pa.Column("Int64", pa.Check.ge(0, name="number-negative"), nullable=True),
            "whole": pa.Column(bool),
            "required": pa.Column(bool),
            "noted": pa.Column(bool),
            "late": pa.Column(bool, pa.Check(_is_false, name="date-after-period")),
        },
        checks=[
            pa.Check(_is_whole, name="number-not-whole", ignore_na=False),
            pa.Check(_has_reason, name="reason-needed", ignore_na=False),
            pa.Check(_is_answered, name="answer-blank", ignore_na=False),
        ],
        strict=True,
        coerce=False,
    )


def _is_false(flags: pd.Series[bool]) -> pd.Series[bool]:
    return ~flags


def _is_whole(frame: pd.DataFrame) -> pd.Series[bool]:
    broken = frame["whole"] & (frame["number"] % _UNITS).fillna(0).ne(0)
    return ~broken.astype(bool)


def _has_reason(frame: pd.DataFrame) -> pd.Series[bool]:
    return ~frame["status"].isin(["NA", "ND"]) | frame["noted"]


def _is_answered(frame: pd.DataFrame) -> pd.Series[bool]:
    return ~(frame["required"] & frame["status"].eq("blank"))


def _failed_rows(errors: Sequence[Any]) -> Iterator[tuple[int, str]]:
    for error in errors:
        output = getattr(error, "check_output", None)
        if output is None or not hasattr(output, "index") or not isinstance(error.check, pa.Check):
            message = f"a check of ours failed by itself: {error.reason_code}"
            raise RuntimeError(message)
        for row in output.index[~output.astype(bool)]:
            yield int(row), str(error.check.name)


def _issue(plan: Plan, observation: Observation, code: str) -> Issue:
    unit = plan.asked_by_id[observation.indicator].unit
    found = observation.cell.raw if observation.cell else ""
    return issue_at(
        code,
        observation,
        found=found,
        unit=unit or "units",
        status=observation.status,
        expected=observation.period.end,
    )
