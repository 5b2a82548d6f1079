"""Counts what became of the figures that a form asks for: given, zero, reasoned or blank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from mne.kinds import kind_of
from mne.model import CellCounts, Observation, Plan, Status


def count_cells(plan: Plan, observations: Sequence[Observation]) -> CellCounts:
    """What became of the figures asked for; narrative, days and evidence are not counted."""
    required = _required(plan)
    counted = [one for one in observations if (one.indicator, one.part) in required]
    totals = {(one.indicator, one.part): one.status for one in counted if not one.at}
    by_status = Counter(_counts_as(one, totals.get((one.indicator, one.part))) for one in counted)
    return CellCounts(
        required=len(counted),
        figures=by_status["reported"] + by_status["estimated"],
        zeros=by_status["zero"],
        na=by_status["NA"],
        nd=by_status["ND"],
        blank=by_status["blank"] + by_status["unreadable"],
    )


@lru_cache(16)
def _required(plan: Plan) -> frozenset[tuple[str, str]]:
    """Indicator and part of everything that leaves something unanswered when it is blank."""
    return frozenset(
        (indicator.id, part.name)
        for indicator in plan.asked_by_id.values()
        for part in kind_of(indicator).parts(indicator)
        if part.required
    )


def _counts_as(one: Observation, total: Status | None) -> str:
    """Its status; a blank part of a total that does not apply, or is not known, is answered too."""
    if one.value is not None and one.value == 0:
        return "zero"
    if one.status == "blank" and total in {"NA", "ND"}:
        return total
    return one.status
