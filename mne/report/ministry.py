"""One ministry's report: what it owed and sent, what its figures say, and what is still to mend."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mne.model import Observation
from mne.report.activities import activity_pages
from mne.report.annex import AnnexFile
from mne.report.breakdown import breakdown_tables
from mne.report.cover import cover
from mne.report.crossed import crossed_tables
from mne.report.decisions import decision_rows
from mne.report.figures import FigureRow, Figures
from mne.report.inputs import ReportInput
from mne.report.narrative import voices
from mne.report.quarters import panels
from mne.report.returns import rate_lines, receipt_rows, return_rows
from mne.report.summary import (
    key_numbers,
    rating_heads,
    rating_rule,
    tally,
    totals,
)
from mne.report.typography import blocks
from mne.report.wording import Wording


class Unanswered(NamedTuple):
    """A figure for which a reason was given instead."""

    indicator: str
    title: str
    place: str
    period: str
    status: str
    status_word: str
    reason: str


class ObjectiveFigures(NamedTuple):
    """The ministry's figures under one objective."""

    title: str
    rows: tuple[FigureRow, ...]


def ministry_content(
    given: ReportInput, wording: Wording, annexes: Sequence[AnnexFile], _folders: Sequence[Path]
) -> dict[str, object]:
    """Everything the template lays out, as ready words and marks."""
    figures = Figures(given, wording)
    indicators = given.plan.indicators
    objectives = _objectives(given, figures)
    return {
        "cover": cover(given, wording),
        "headline": _headline(given, wording),
        "numbers": key_numbers(given, wording),
        "summary": blocks(given.text("summary")),
        "rating_rule": rating_rule(given, wording),
        "rating_heads": rating_heads(figures),
        "returns": return_rows(given, wording),
        "rates": rate_lines(given, wording),
        "activities": activity_pages(given, figures),
        "objectives": objectives,
        "has_way": any(row.is_way for one in objectives for row in one.rows),
        "panels": panels(indicators, given.by_part, figures),
        "tables": breakdown_tables(indicators, given.progress, figures),
        "crossed": crossed_tables(indicators, given.progress, figures),
        "unanswered": tuple(_unanswered(one, figures) for one in given.answers),
        "issues": given.issues,
        "decisions": decision_rows(given, figures),
        "voices": voices(given, figures, wording),
        "receipts": receipt_rows(given, wording),
        "annexes": annexes,
    }


def _headline(given: ReportInput, wording: Wording) -> str:
    owed = [one for one in given.compliance.slots if one.counted]
    received = sum(one.receipt is not None for one in owed)
    found = tally(totals(given))
    code = "headline.ministry" if found.rated else "headline.ministry-unrated"
    if found.all_neutral:
        code = "headline.ministry-neutral"
    return wording.say(code, received=received, owed=len(owed), good=found.good, rated=found.rated)


def _objectives(given: ReportInput, figures: Figures) -> tuple[ObjectiveFigures, ...]:
    found = []
    for objective in given.plan.objectives:
        indicators = [one for one in objective.indicators if one.kind != "narrative"]
        rows = tuple(figures.rows(indicators))
        if rows:
            found.append(ObjectiveFigures(objective.title.say(figures.language), rows))
    return tuple(found)


def _unanswered(one: Observation, figures: Figures) -> Unanswered:
    return Unanswered(
        indicator=one.indicator,
        title=figures.plan.asked_by_id[one.indicator].title.say(figures.language),
        place=figures.place(one.at),
        period=figures.wording.short_period(one.period),
        status=one.status,
        status_word=figures.wording.say(f"status.{one.status}"),
        reason=one.note,
    )
