"""All that is exported of one plan and period, as known at a moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mne.archive import Archive, receipts_that_count
from mne.compliance import Compliance, measure_compliance, slot_decisions
from mne.model import Observation, Plan, Progress, Receipt
from mne.observations import ObservationTable
from mne.periods import Period
from mne.progress import measure_progress
from mne.progress.activities import ActivityProgress, follow_activities
from mne.progress.series import SeriesFigure, series_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportInput:
    """What goes into the files; nothing else is looked up."""

    plan: Plan
    period: Period
    as_of: datetime
    edition: str
    tool: str
    """The version of mne."""
    synthetic: bool
    """Whether the figures are invented."""
    compliance: Compliance
    progress: tuple[Progress, ...]
    """The totals and every breakdown."""
    series: tuple[SeriesFigure, ...]
    """Each figure of each stretch of time inside the period."""
    activities: tuple[ActivityProgress, ...]
    receipts: tuple[Receipt, ...]
    """Those that count."""
    answers: tuple[tuple[Receipt, Observation], ...]
    """Every answer in them to a question of the plan."""


def gather_export(  # noqa: PLR0913 - what of which plan, known when, under which label
    archive: Archive,
    plan: Plan,
    table: ObservationTable,
    period: Period,
    *,
    as_of: datetime,
    edition: str,
    tool: str,
    synthetic: bool,
) -> ExportInput:
    """Everything from the receipts that counted at that moment."""
    known = archive.receipts(plan.id, as_of=as_of)
    decided = slot_decisions(archive.decisions(plan.id, as_of=as_of))
    counting = receipts_that_count(known, as_of)
    receipts = tuple(counting[slot] for slot in sorted(counting) if period.contains(slot.period))
    day = as_of.date()
    return ExportInput(
        plan=plan,
        period=period,
        as_of=as_of,
        edition=edition,
        tool=tool,
        synthetic=synthetic,
        compliance=measure_compliance(plan, known, as_of=as_of, period=period, decisions=decided),
        progress=tuple(
            measure_progress(
                plan,
                period,
                table,
                counting,
                as_of=day,
                by=tuple(plan.codelists),
                exempt=decided.exempt,
            )
        ),
        series=tuple(
            one
            for one in series_of(table, plan, counting, as_of=day, exempt=decided.exempt)
            if period.contains(one.period)
        ),
        activities=follow_activities(plan, period, table, counting, as_of=day),
        receipts=receipts,
        answers=tuple(_answers(archive, plan, receipts)),
    )


def _answers(
    archive: Archive, plan: Plan, receipts: tuple[Receipt, ...]
) -> Iterator[tuple[Receipt, Observation]]:
    """Each receipt is read under the definitions it was checked under, if they were kept."""
    plans = {plan.digest: plan}
    for receipt in receipts:
        if receipt.definitions not in plans:
            plans[receipt.definitions] = archive.definitions(receipt.definitions) or plan
        for one in archive.observations(receipt, plans[receipt.definitions]):
            if one.indicator in plan.asked_by_id:
                yield receipt, one
