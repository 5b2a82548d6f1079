"""The yearly report of a national plan: from the one-page summary down to each receipt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mne.model import Indicator, Objective
from mne.report.activities import activity_pages
from mne.report.annex import AnnexFile
from mne.report.breakdown import BarList, BreakdownTable, bar_lists, breakdown_tables
from mne.report.changes import changes
from mne.report.cover import cover
from mne.report.crossed import CrossedTable, crossed_tables
from mne.report.decisions import decision_rows
from mne.report.figures import FigureRow, Figures
from mne.report.inputs import ReportInput
from mne.report.narrative import delays
from mne.report.places import tile_map
from mne.report.quarters import Panel, panels
from mne.report.reference.brief import sheet
from mne.report.returns import (
    delay_note,
    delay_rows,
    matrix,
    owing,
    rate_lines,
    receipt_rows,
)
from mne.report.summary import (
    Tally,
    attention,
    headline,
    key_numbers,
    objective_lines,
    rating_heads,
    rating_rule,
    rows_of,
    tally,
    totals,
)
from mne.report.typography import Block, blocks
from mne.report.wording import Wording


class ObjectivePages(NamedTuple):
    """One objective's section."""

    id: str
    title: str
    basis: str
    finding: str
    words: tuple[Block, ...]
    rows: tuple[FigureRow, ...]
    has_way: bool
    """Whether any row is measured from its baseline, which the note then explains."""
    panels: tuple[Panel, ...]
    tables: tuple[BreakdownTable, ...]
    crossed: tuple[CrossedTable, ...]
    lists: tuple[BarList, ...]


def annual_content(
    given: ReportInput, wording: Wording, annexes: Sequence[AnnexFile], folders: Sequence[Path]
) -> dict[str, object]:
    """Everything the template lays out, as ready words and marks."""
    figures = Figures(given, wording)
    places = tile_map(given.progress, figures, folders)
    mapped = frozenset({places.codelist}) if places else frozenset[str]()
    sections = tuple(
        _objective(objective, given, figures, mapped)
        for objective in given.plan.objectives
        if rows_of(objective, given.progress)
    )
    rows = [row for section in sections for row in section.rows]
    return {
        "cover": cover(given, wording),
        "headline": headline(given, wording),
        "numbers": key_numbers(given, wording),
        "lead": _lead(given, wording),
        "summary": blocks(given.text("summary")),
        "rating_rule": rating_rule(given, wording),
        "rating_heads": rating_heads(figures),
        "objective_lines": objective_lines(given, figures),
        "attention": attention(rows),
        "owing": owing(given, given.plan),
        "matrix": matrix(given, figures, wording),
        "rates": rate_lines(given, wording),
        "late": delay_rows(given, wording),
        "late_note": delay_note(given, wording),
        "completeness_words": blocks(given.text("completeness")),
        "activities": activity_pages(given, figures),
        "sections": sections,
        "tiles": places,
        "changes": changes(_printed(given), given.compared, figures),
        "delays": delays(given, figures, wording),
        "quality": _quality(given, figures, wording),
        "decisions": decision_rows(given, figures),
        "quality_words": blocks(given.text("quality")),
        "sheets": tuple(sheet(one, figures) for one in given.plan.indicators),
        "receipts": receipt_rows(given, wording),
        "annexes": annexes,
    }


def _printed(given: ReportInput) -> tuple[Indicator, ...]:
    return tuple(one for one in given.plan.indicators if one.kind != "narrative")


def _lead(given: ReportInput, wording: Wording) -> str:
    found = tally(totals(given))
    counts = found.counts
    return wording.say(
        "lead",
        total=found.total,
        rated=found.rated,
        period=wording.period(given.period),
        met=counts["met"],
        on_schedule=counts["on-schedule"],
        behind=counts["behind-schedule"],
        attention=counts["needs-attention"],
        neutral=found.neutral,
        not_rated=found.not_rated,
        no_data=counts["no-data"],
    )


def _objective(
    objective: Objective, given: ReportInput, figures: Figures, mapped: frozenset[str]
) -> ObjectivePages:
    indicators = tuple(one for one in objective.indicators if one.kind != "narrative")
    found = tally(rows_of(objective, totals(given)))
    rows = tuple(figures.rows(indicators))
    lists = bar_lists(indicators, given.progress, figures, mapped)
    return ObjectivePages(
        id=objective.id,
        title=objective.title.say(figures.language),
        basis=_basis(objective, figures.wording),
        finding=_finding(found, figures.wording),
        words=blocks(given.text(objective.id)),
        rows=rows,
        has_way=any(row.is_way for row in rows),
        panels=panels(indicators, given.by_part, figures),
        tables=breakdown_tables(indicators, given.progress, figures),
        crossed=crossed_tables(indicators, given.progress, figures),
        lists=tuple(lists),
    )


def _finding(found: Tally, wording: Wording) -> str:
    code = "objective.finding" if found.rated else "objective.unrated"
    if found.all_neutral:
        code = "objective.neutral"
    elif found.neutral and not found.rated:
        code = "objective.mixed"
    return wording.say(
        code,
        good=found.good,
        rated=found.rated,
        total=found.total,
        neutral=found.neutral,
        other=found.total - found.neutral,
    )


def _basis(objective: Objective, wording: Wording) -> str:
    """Where the objective's own sentence comes from."""
    basis, source = objective.provenance.basis, objective.provenance.source
    known = f"objective.basis.{basis}"
    if source and wording.knows(known):
        return wording.say(known, source=source)
    return wording.say("objective.basis", basis=wording.say(f"basis.{basis}"))


class QualityRow(NamedTuple):
    """What became of the figures that one reporter was asked for."""

    reporter: str
    counts: tuple[str, ...]


class Quality(NamedTuple):
    """The data-quality page."""

    rows: tuple[QualityRow, ...]
    refused: tuple[str, ...]
    corrected: tuple[tuple[str, str], ...]
    unexpected: tuple[str, ...]
    issues: tuple[tuple[str, str, str], ...]
    """What the check found, severity, how often."""


def _quality(given: ReportInput, figures: Figures, wording: Wording) -> Quality:
    rows = []
    for reporter in given.plan.reporters:
        slots = [slot for slot in given.compliance.slots if slot.reporter == reporter.id]
        cells = [slot.cells for slot in slots if slot.counted]
        if cells:
            sums = [sum(column) for column in zip(*cells, strict=True)]
            rows.append(QualityRow(figures.reporter(reporter.id), tuple(map(str, sums))))
    return Quality(
        rows=tuple(rows),
        refused=tuple(one.id for one in given.receipts if one.verdict != "accepted"),
        corrected=tuple((one.id, one.reason) for one in given.receipts if one.supersedes),
        unexpected=tuple(map(str, given.compliance.unexpected)),
        issues=_issue_counts(given, wording),
    )


def _issue_counts(given: ReportInput, wording: Wording) -> tuple[tuple[str, str, str], ...]:
    counts: dict[tuple[str, str], int] = {}
    for receipt in given.receipts:
        for issue in receipt.issues:
            key = (issue.code, issue.severity)
            counts[key] = counts.get(key, 0) + 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        (check_title(code, wording), wording.say(f"severity.{severity}"), str(count))
        for (code, severity), count in ranked
    )


def check_title(code: str, wording: Wording) -> str:
    """A check in a few words; its code only where an older receipt names one that is gone."""
    known = f"check.{code}"
    return wording.say(known) if wording.knows(known) else code
