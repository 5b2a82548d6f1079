"""What was decided about the returns: nothing is let in, let off or put off without a line here."""

from __future__ import annotations

from typing import NamedTuple

from mne.issues import sentence
from mne.model import Decision
from mne.report.figures import Figures
from mne.report.inputs import ReportInput
from mne.report.returns import day_of
from mne.report.wording import Wording


class DecisionRow(NamedTuple):
    """One decision: what it changes, for whom, and who answers for it."""

    what: str
    since: str
    """The day from which it is in force."""
    about: str
    """The reporter and the period; of a waiver the receipt."""
    details: tuple[str, ...]
    """Of a waiver: the cell and what is wrong there, issue by issue."""
    asked_by: str
    approved_by: str
    reason: str


def decision_rows(given: ReportInput, figures: Figures) -> tuple[DecisionRow, ...]:
    """All but who signed, which stands beside each receipt, and when the forms went out."""
    wording = figures.wording
    return tuple(
        DecisionRow(
            what=wording.say(f"decision.{one.kind}", until=wording.day(one.until)),
            since=wording.day(day_of(one.on, given.plan)),
            about=one.receipt or _slot(one, figures),
            details=tuple(_details(one, given, wording)),
            asked_by=one.asked_by,
            approved_by=one.approved_by,
            reason=one.reason,
        )
        for one in given.decisions
        if one.kind not in {"attestation", "dispatch"}
    )


def _slot(decision: Decision, figures: Figures) -> str:
    period = figures.wording.short_period(decision.slot.period)
    if not decision.slot.reporter:
        return period
    return f"{figures.reporter(decision.slot.reporter)}, {period}"


def _details(decision: Decision, given: ReportInput, wording: Wording) -> list[str]:
    return [
        f"{issue.sheet} {issue.cell}: {sentence(issue, wording.language, given.plan).message}"
        for issue in decision.issues
    ]
