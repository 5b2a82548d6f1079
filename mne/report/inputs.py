"""All that a report is made from: handed in as plain values, so that the same gives the same.

Nothing in a report asks the clock, the disk or the network for a fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from mne.compliance import Compliance
from mne.model import Decision, Observation, Plan, Progress, Receipt
from mne.periods import Period
from mne.progress.activities import ActivityProgress

INTERNAL = "internal"


class OpenIssue(NamedTuple):
    """One thing to mend, already in the reader's words."""

    code: str
    where: str
    """Sheet and cell."""
    sentence: str
    fix: str


class SectionText(NamedTuple):
    """The secretariat's own words for a section: `summary`, `completeness`, an objective's id."""

    section: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInput:
    """Everything one report says."""

    kind: Literal["ministry", "annual"]
    plan: Plan
    period: Period
    as_of: date
    """The date of knowledge: later receipts are not in it."""
    language: str
    epoch: int
    """Seconds since 1970: the only time that is written into the files."""
    compliance: Compliance
    """For a ministry's report, of that ministry alone."""
    progress: tuple[Progress, ...]
    """The period's figures: totals, and breakdowns where they are to be printed."""
    edition: str = INTERNAL
    reporter: str = ""
    """The ministry, for a ministry's report."""
    by_part: tuple[Progress, ...] = ()
    """The totals of the period's quarters, for the bar charts."""
    compared: tuple[Progress, ...] = ()
    """The period's totals once more, each with its trend against a year earlier."""
    answers: tuple[Observation, ...] = ()
    """Figures answered NA or ND, with the reason given."""
    narratives: tuple[Observation, ...] = ()
    activities: tuple[ActivityProgress, ...] = ()
    """Where each activity stands at the end of the period."""
    receipts: tuple[Receipt, ...] = ()
    """Every receipt that the report speaks of, in order."""
    issues: tuple[OpenIssue, ...] = ()
    """What the last receipt still has to mend."""
    decisions: tuple[Decision, ...] = ()
    """What was decided about the returns it speaks of, and was in force."""
    texts: tuple[SectionText, ...] = ()
    synthetic: bool = False
    """Whether the figures are invented; then every page says so."""
    tool: str = ""
    """The version of mne, as printed."""

    @property
    def before(self) -> tuple[Progress, ...]:
        """The totals of the earlier period."""
        trends = (row.trend for row in self.compared)
        return tuple(one.earlier for one in trends if one and one.earlier)

    def text(self, section: str) -> str:
        """The secretariat's words for a section, or nothing."""
        return next((one.text for one in self.texts if one.section == section), "")
