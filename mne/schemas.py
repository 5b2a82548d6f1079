"""Checks typed answers by a pandera schema that is built from the definitions.

One long table, one row for each answer of one return or of many. The checks are vectorised and
named after the issue that they raise; nothing is coerced, for `reading` has given every value its
type. Figures are whole numbers of ten-thousandths, so that no float ever carries one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate, chain, repeat
from typing import Any, NamedTuple, get_args

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from mne.issues import issue_at
from mne.kinds import kind_of
from mne.model import Indicator, Issue, Observation, Plan, Status
from mne.tables import decimal_text
from mne.typed import says_something

_UNITS = 10_000
"""A figure has at most four decimal places."""


class _Asked(NamedTuple):
    """What the definitions say of an answer."""

    whole: bool
    """Whether only a whole number is right."""
    most: int | None
    """The most that one return can sensibly say."""
    required: bool
    """Whether a blank of the total is worth a question; a breakdown may be left out as a whole."""
    required_at: bool
    """Whether a blank within a breakdown is worth one."""


def check_frames(plan: Plan, returns: Sequence[Sequence[Observation]]) -> list[tuple[Issue, ...]]:
    """For each return: an issue for each answer that breaks a rule of its own row, in their order.

    All are stacked into one table, which is validated once.
    """
    observations = list(chain.from_iterable(returns))
    found = list(_failures(plan, observations))
    ends = list(accumulate(map(len, returns)))
    issues: list[tuple[Issue, ...]] = []
    at = 0
    for end in ends:
        mine = []
        while at < len(found) and found[at][0] < end:
            row, code = found[at]
            mine.append(_issue(plan, observations[row], code))
            at += 1
        issues.append(tuple(mine))
    return issues


def _failures(plan: Plan, observations: Sequence[Observation]) -> list[tuple[int, str]]:
    """Number of the row, and code, in the order of the rows."""
    if not observations:
        return []
    frame = build_frame(plan, observations)
    try:
        build_schema(plan).validate(frame, lazy=True)
    except SchemaErrors as errors:
        return sorted(_failed_rows(errors.schema_errors))
    return []


def build_frame(plan: Plan, observations: Sequence[Observation]) -> pd.DataFrame:
    """Shape (answers, 9): `number` and `most` in ten-thousandths (Int64), then flags and codes."""
    about = _asked_by_part(plan)
    asked = [about[one.indicator, one.part] for one in observations]
    paired = list(zip(observations, asked, strict=True))
    columns: dict[str, Any] = {
        "indicator": [one.indicator for one in observations],
        "part": [one.part for one in observations],
        "status": [one.status for one in observations],
        "number": pd.array(list(map(_number, observations)), dtype="Int64"),
        "most": pd.array([one.most for one in asked], dtype="Int64"),
        "whole": [one.whole for one in asked],
        "required": [of.required_at if one.at else of.required for one, of in paired],
        "noted": [bool(one.note) and says_something(one.note) for one in observations],
        "late": [
            isinstance(one.value, date) and one.value > one.period.end for one in observations
        ],
    }
    return pd.DataFrame(columns)


def _number(one: Observation) -> int | None:
    return int(one.value * _UNITS) if isinstance(one.value, Decimal) else None


@lru_cache(maxsize=16)
def _asked_by_part(plan: Plan) -> dict[tuple[str, str], _Asked]:
    return {
        (indicator.id, part.name): _Asked(
            part.whole,
            None if (most := most_of(plan, indicator)) is None else int(most * _UNITS),
            part.required,
            part.required and part.holds in {"state", "flags"},
        )
        for indicator in plan.asked_by_id.values()
        for part in kind_of(indicator).parts(indicator)
    }


def most_of(plan: Plan, indicator: Indicator) -> Decimal | None:
    """The most that one return can sensibly say; None where nothing is known of that."""
    if indicator.most_plausible is not None:
        return indicator.most_plausible
    unit = indicator.counting_unit
    return plan.most_plausible.get(unit) if unit else None


@lru_cache(maxsize=16)
def build_schema(plan: Plan) -> pa.DataFrameSchema:
    """The schema of the long table for one plan."""
    parts = {part.name for one in plan.asked_by_id.values() for part in kind_of(one).parts(one)}
    number = _check(_is_not_negative, "number-negative")
    late = _check(_is_false, "date-after-period")
    return pa.DataFrameSchema(
        {
            "indicator": pa.Column(str, pa.Check.isin(list(plan.asked_by_id))),
            "part": pa.Column(str, pa.Check.isin(sorted(parts))),
            "status": pa.Column(str, pa.Check.isin(list(get_args(Status)))),
            "number": pa.Column("Int64", number, nullable=True),
            "most": pa.Column("Int64", nullable=True),
            "whole": pa.Column(bool),
            "required": pa.Column(bool),
            "noted": pa.Column(bool),
            "late": pa.Column(bool, late),
        },
        checks=[
            _check(_is_whole, "number-not-whole"),
            _check(_is_plausible, "number-implausible"),
            _check(_has_reason, "reason-needed"),
            _check(_is_explained, "estimate-unexplained"),
            _check(_is_answered, "answer-blank"),
        ],
        strict=True,
        coerce=False,
    )


def _check(holds: Callable[[Any], Any], code: str) -> pa.Check:
    """A check whose failures are read from its mask: of its own list of cases one is enough."""
    return pa.Check(holds, name=code, ignore_na=False, n_failure_cases=1)


def _is_not_negative(numbers: pd.Series[int]) -> pd.Series[bool]:
    return numbers.ge(0).fillna(value=True).astype(bool)


def _is_false(flags: pd.Series[bool]) -> pd.Series[bool]:
    return ~flags


def _is_whole(frame: pd.DataFrame) -> pd.Series[bool]:
    broken = frame["whole"] & (frame["number"] % _UNITS).fillna(0).ne(0)
    return ~broken.astype(bool)


def _is_plausible(frame: pd.DataFrame) -> pd.Series[bool]:
    return frame["number"].le(frame["most"]).fillna(value=True).astype(bool)


def _has_reason(frame: pd.DataFrame) -> pd.Series[bool]:
    return ~frame["status"].isin(["NA", "ND"]) | frame["noted"]


def _is_explained(frame: pd.DataFrame) -> pd.Series[bool]:
    return frame["status"].ne("estimated") | frame["noted"]


def _is_answered(frame: pd.DataFrame) -> pd.Series[bool]:
    return ~(frame["required"] & frame["status"].eq("blank"))


def _failed_rows(errors: Iterable[Any]) -> Iterator[tuple[int, str]]:
    for error in errors:
        output = getattr(error, "check_output", None)
        if output is None or not hasattr(output, "index") or not isinstance(error.check, pa.Check):
            message = f"a check of ours failed by itself: {error.reason_code}"
            raise RuntimeError(message)
        rows = output.index[~output.astype(bool)].tolist()
        yield from zip(rows, repeat(str(error.check.name)))


def _issue(plan: Plan, observation: Observation, code: str) -> Issue:
    cell = observation.cell
    found = cell.raw if cell else ""
    if code in _MORE:
        return issue_at(code, observation, found=found, **_MORE[code](plan, observation))
    return issue_at(code, observation, found=found)


def _most_told(plan: Plan, one: Observation) -> dict[str, object]:
    most = most_of(plan, plan.asked_by_id[one.indicator])
    return {"expected": decimal_text(most or Decimal())}


_MORE: dict[str, Callable[[Plan, Observation], dict[str, object]]] = {
    "number-not-whole": lambda plan, one: {"unit": plan.asked_by_id[one.indicator].unit or "units"},
    "number-implausible": _most_told,
    "reason-needed": lambda _, one: {"status": one.status},
    "date-after-period": lambda _, one: {"expected": one.period.end},
}
"""What is told besides what was found."""
