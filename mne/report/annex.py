"""The data behind the pages, as CSV: what is printed can be counted again."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from mne.model import at_text
from mne.report.inputs import ReportInput
from mne.tables import write_csv


class AnnexFile(NamedTuple):
    """One file that is attached to the report."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The digest, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def annex_files(given: ReportInput) -> tuple[AnnexFile, ...]:
    """What the report says of figures, deeds, returns and decisions, exactly, without rounding."""
    texts = {
        "figures.csv": _figures(given),
        "activities.csv": _activities(given),
        "returns.csv": _returns(given),
        "receipts.csv": _receipts(given),
        "decisions.csv": _decisions(given),
        "narratives.csv": _narratives(given),
    }
    return tuple(AnnexFile(name, text.encode()) for name, text in texts.items())


def _figures(given: ReportInput) -> str:
    columns = (
        "indicator", "basis", "period", "at", "actual", "numerator", "denominator", "target",
        "target_is", "baseline", "achievement", "rating", "why_not_rated", "coverage", "reported",
        "expected", "missing", "provisional", "sources", "known_from", "series_break",
    )  # fmt: skip
    indicators = given.plan.asked_by_id
    rows = [
        (
            row.indicator,
            indicators[row.indicator].provenance.basis,
            row.period.label,
            at_text(row.at),
            row.actual,
            row.numerator,
            row.denominator,
            row.target,
            row.target_is,
            row.baseline,
            row.achievement,
            row.rating,
            row.why_not_rated,
            row.coverage,
            row.reported,
            row.expected,
            " ".join(f"{part.reporter}:{part.period.label}:{part.why}" for part in row.missing),
            "true" if row.provisional else "false",
            " ".join(row.sources),
            row.from_definition.source if row.from_definition else None,
            row.series_break.day if row.series_break else None,
        )
        for row in (*given.progress, *given.by_part, *given.before)
    ]
    return write_csv(columns, rows)


def _activities(given: ReportInput) -> str:
    columns = (
        "activity", "basis", "objective", "lead", "due", "state", "since", "told_in", "reason",
        "recommendation", "spent", "currency", "overdue", "receipt", "sheet", "cell",
    )  # fmt: skip
    rows = [
        (
            one.activity.id,
            one.activity.provenance.basis,
            one.activity.objective,
            one.activity.lead,
            one.activity.due,
            one.state,
            one.since.label if one.since else "",
            one.told_in.label if one.told_in else "",
            one.reason,
            one.recommendation,
            one.spent,
            one.activity.currency,
            "true" if one.overdue else "false",
            one.receipt,
            one.sheet,
            one.cell,
        )
        for one in given.activities
    ]
    return write_csv(columns, rows)


def _returns(given: ReportInput) -> str:
    columns = (
        "reporter", "period", "due", "state", "first_received", "first_accepted", "on_time",
        "receipt", "required", "figures", "zeros", "na", "nd", "blank", "timeliness_unknown",
    )  # fmt: skip
    rows = [
        (
            slot.reporter,
            slot.period.label,
            slot.due,
            slot.state,
            slot.first_received,
            slot.first_accepted,
            None if slot.on_time is None else str(slot.on_time).lower(),
            slot.receipt,
            *slot.cells,
            str(slot.timeliness_unknown).lower(),
        )
        for slot in given.compliance.slots
    ]
    return write_csv(columns, rows)


def _receipts(given: ReportInput) -> str:
    columns = (
        "receipt", "file", "sha256", "received_on", "verdict", "by", "reason", "supersedes",
        "how", "source",
    )  # fmt: skip
    rows = [
        (
            one.id,
            one.file,
            one.sha256,
            one.received_on,
            one.verdict,
            one.by,
            one.reason,
            one.supersedes,
            one.origin.how,
            one.origin.source,
        )
        for one in given.receipts
    ]
    return write_csv(columns, rows)


def _decisions(given: ReportInput) -> str:
    columns = (
        "decision", "kind", "receipt", "issues", "until", "attested", "asked_by", "approved_by",
        "reason", "on", "recorded_on", "letter_sha256",
    )  # fmt: skip
    rows = [
        (
            one.id,
            one.kind,
            one.receipt,
            "; ".join(f"{issue.code} {issue.sheet}!{issue.cell}" for issue in one.issues),
            one.until,
            one.attested,
            one.asked_by,
            one.approved_by,
            one.reason,
            one.on,
            one.recorded_on,
            one.letter.sha256 if one.letter else None,
        )
        for one in given.decisions
    ]
    return write_csv(columns, rows)


def _narratives(given: ReportInput) -> str:
    columns = ("indicator", "reporter", "period", "at", "part", "text")
    rows = [
        (one.indicator, one.reporter, one.period.label, at_text(one.at), one.part, one.value)
        for one in given.narratives
    ]
    return write_csv(columns, rows)
