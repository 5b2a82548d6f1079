"""Gathers what a report says from the archive, as known at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from mne.archive import Archive, receipts_that_count
from mne.compliance import measure_compliance, slot_decisions
from mne.formulas import rests_on
from mne.issues import sentence
from mne.model import Decision, Indicator, Issue, Observation, Plan, Receipt, Slot
from mne.observations import load_observations
from mne.periods import Period
from mne.progress import Wanted, measure_all, usual_comparison
from mne.progress.activities import follow_activities
from mne.report.inputs import OpenIssue, ReportInput
from mne.report.returns import day_of
from mne.report.wording import load_wording

Kind = Literal["ministry", "annual"]


class Asked(NamedTuple):
    """Which report, as known when, and how it is to be printed."""

    kind: Kind
    period: Period
    reporter: str
    """The ministry, for its own report; otherwise empty."""
    as_of: datetime
    language: str
    edition: str
    epoch: int
    """Seconds since 1970: the only time that is written into the files."""
    tool: str
    """The version of mne."""
    synthetic: bool
    """Whether the figures are invented."""


def gather(archive: Archive, plan: Plan, cache: Path, asked: Asked) -> ReportInput:
    """Everything that one report says, from the receipts that counted at that moment."""
    period, reporter, as_of = asked.period, asked.reporter, asked.as_of
    known = archive.receipts(plan.id, as_of=as_of)
    decisions = archive.decisions(plan.id, as_of=as_of)
    decided = slot_decisions(decisions)
    counting = receipts_that_count(known, as_of)
    table = load_observations(archive, plan, cache)
    mine = reporters_part(plan, reporter) if reporter else plan
    chosen = _in_order(plan, [one for one in known if _is_about(asked, one.slot)])
    counted = [counting[slot] for slot in sorted(counting) if counting[slot] in chosen]
    answers = [one for receipt in counted for one in archive.observations(receipt, plan)]

    whole = Wanted(mine, period, counting, as_of.date(), tuple(plan.codelists))
    whole = whole._replace(exempt=decided.exempt)
    totals = whole._replace(by=(), against=usual_comparison(period))
    others = (whole._replace(period=span, by=()) for span in period.parts(plan.calendar))
    progress, compared, *parts = measure_all(table, (whole, totals, *others))
    return ReportInput(
        kind=asked.kind,
        plan=mine,
        period=period,
        reporter=reporter,
        as_of=as_of.date(),
        language=asked.language,
        edition=asked.edition,
        epoch=asked.epoch,
        tool=asked.tool,
        synthetic=asked.synthetic,
        compliance=measure_compliance(mine, chosen, as_of=as_of, period=period, decisions=decided),
        progress=progress,
        by_part=tuple(row for part in parts for row in part),
        compared=compared,
        answers=tuple(one for one in answers if one.status in {"NA", "ND"}),
        narratives=tuple(one for one in answers if one.value and _is_words(plan, one)),
        activities=follow_activities(mine, period, table, counting, as_of=as_of.date()),
        receipts=chosen,
        issues=open_issues(plan, chosen, asked.language) if reporter else (),
        decisions=tuple(one for one in decisions if _is_about(asked, one.slot)),
    )


def _in_order(plan: Plan, receipts: Sequence[Receipt]) -> tuple[Receipt, ...]:
    """By period, then as the reporters stand in the plan, then as they came."""
    places = {one.id: place for place, one in enumerate(plan.reporters)}

    def place(one: Receipt) -> tuple[Period, int, str, int]:
        slot = one.slot
        return slot.period, places.get(slot.reporter, len(places)), slot.reporter, one.number

    return tuple(sorted(receipts, key=place))


def _is_about(asked: Asked, slot: Slot) -> bool:
    return asked.period.contains(slot.period) and (
        not slot.reporter or asked.reporter in {"", slot.reporter}
    )


def _is_words(plan: Plan, observation: Observation) -> bool:
    return plan.asked_by_id[observation.indicator].kind == "narrative"


def reporters_part(plan: Plan, reporter: str) -> Plan:
    """The plan as one reporter sees it: the figures asked of it, counted for it alone.

    A target that several reporters share is not one reporter's to meet, so it is left out.
    """
    activities = tuple(one for one in plan.activities if one.lead == reporter)
    led = {one.objective for one in activities}
    objectives = tuple(
        objective.model_copy(update={"indicators": kept})
        for objective in plan.objectives
        if (
            kept := tuple(
                _part(one, reporter)
                for one in objective.indicators
                if _answers_for(plan, one, reporter)
            )
        )
        or objective.id in led
    )
    fields = {name: getattr(plan, name) for name in type(plan).model_fields}
    owed = tuple(one for one in plan.reporters if one.id == reporter)
    kept_keys = {"objectives": objectives, "activities": activities, "reporters": owed}
    return Plan.model_construct(**fields | kept_keys)


def _answers_for(plan: Plan, indicator: Indicator, reporter: str) -> bool:
    """Whether it is asked; of a worked-out figure, whether for all that it is worked out of."""
    return reporter in indicator.reporters and all(
        _answers_for(plan, plan.indicators_by_id[name], reporter) for name in rests_on(indicator)
    )


def _part(indicator: Indicator, reporter: str) -> Indicator:
    alone = indicator.lead == reporter and (
        not indicator.contributing or indicator.combine.over_reporters == "lead_only"
    )
    targets = indicator.targets if alone else ()
    return indicator.model_copy(update={"lead": reporter, "contributing": (), "targets": targets})


def open_issues(plan: Plan, receipts: Sequence[Receipt], language: str) -> tuple[OpenIssue, ...]:
    """What the last sending of each return still leaves to mend; what was waived stays listed."""
    last = {receipt.slot: receipt for receipt in receipts}
    found = []
    for receipt in last.values():
        for issue in receipt.issues:
            words = sentence(issue, language, plan)
            waiver = receipt.waiver_of(issue)
            fix = _remark(waiver, plan, language) if waiver else words.fix
            found.append(OpenIssue(issue.code, _where(receipt, issue), words.message, fix))
    return tuple(found)


def _remark(waiver: Decision, plan: Plan, language: str) -> str:
    wording = load_wording(language)
    return wording.say(
        "issues.waived",
        day=wording.day(day_of(waiver.on, plan)),
        asked_by=waiver.asked_by,
        approved_by=waiver.approved_by,
        reason=waiver.reason,
    )


def _where(receipt: Receipt, issue: Issue) -> str:
    return " ".join(filter(None, (receipt.slot.period.label, issue.sheet, issue.cell)))
