"""The progress as it is read on a screen: figures as they are printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from mne.cli.app import App
from mne.cli.progress.activities import SHOWN, activity_shown
from mne.cli.shared import draw_table
from mne.kinds import kind_of
from mne.messages import message
from mne.model import Plan, Progress, at_text
from mne.progress.activities import ActivityProgress
from mne.progress.trend_words import trend_cell
from mne.report.wording import load_wording

COLUMNS = (
    "indicator",
    "at",
    "actual",
    "target",
    "achievement",
    "change",
    "rating",
    "coverage",
    "provenance",
)


_DRAFT, _REPEATS = "*", "†"


def draw_tables(
    app: App, plan: Plan, rows: Sequence[Progress], activities: Sequence[ActivityProgress]
) -> str:
    """The indicators, and below them the activities."""
    tables, wording = [], load_wording(app.language)
    if rows or not activities:
        table = draw_table(app, COLUMNS, [_shown(plan, row, app.language) for row in rows])
        if any(_is_draft(row) for row in rows):
            table += f"{_DRAFT} {message('progress-provisional', app.language)}\n"
        if any("actual" in row.repeats_in for row in rows):
            table += f"{_REPEATS} {wording.say('figure.repeats')}.\n"
        for why in dict.fromkeys(filter(None, (row.why_not_aggregated for row in rows))):
            table += f"{why}: {wording.say(f'why-not-added.{why}')}.\n"
        tables.append(table)
    if activities:
        lines = [activity_shown(one, app.language) for one in activities]
        tables.append(draw_table(app, SHOWN, lines))
    return "\n".join(tables)


def _shown(plan: Plan, row: Progress, language: str) -> tuple[object, ...]:
    """A line of the screen: figures as they are printed."""
    indicator = plan.indicators_by_id[row.indicator]
    show = partial(kind_of(indicator).show, indicator, language=language)
    counted = indicator.kind == "milestone" and row.denominator is not None
    return (
        row.indicator,
        at_text(row.at).replace(";", " "),
        _marked(
            row,
            f"{row.numerator} of {row.denominator}" if counted else _actual(row, show, language),
        ),
        _target(row, show, language),
        row.achievement if row.achievement is None else f"{row.achievement * 100:.0f} %",
        trend_cell(indicator, row, language),
        row.rating,
        _coverage(row, language),
        indicator.provenance.basis,
    )


def _is_draft(row: Progress) -> bool:
    return row.provisional and row.actual is not None


def _marked(row: Progress, actual: str | None) -> str | None:
    """The figure, with the marks of what may count one person twice, and of what is not signed."""
    repeats = _REPEATS if "actual" in row.repeats_in else ""
    return f"{actual}{repeats}{_DRAFT if _is_draft(row) else ''}" if actual is not None else None


def _actual(row: Progress, show: Callable[[Decimal | str], str], language: str) -> str | None:
    """The figure; beside a year's sum, how many different persons it is said to be."""
    actual = _known(row.actual, show)
    if actual is None or row.confirmed is None or row.confirmed.persons is None:
        return actual
    persons = show(row.confirmed.persons)
    return message("persons-confirmed", language, actual=actual, persons=persons)


def _target(row: Progress, show: Callable[[Decimal | str], str], language: str) -> str | None:
    """The target; where it was revised, what was set first stands beside it."""
    if row.original_target is None:
        return _known(row.target, show)
    target = _known(row.target, show) or "-"
    return message("target-revised", language, target=target, first=show(row.original_target))


def _coverage(row: Progress, language: str) -> str:
    """How many returns are in the figure, and how many of the offices below their senders."""
    returns = f"{row.coverage} {row.reported}/{row.expected} {row.why_not_aggregated}".rstrip()
    if row.units is None:
        return returns
    heard = f"{returns}, {row.units.dimension} {row.units.reported}/{row.units.expected}"
    if not row.units.unknown:
        return heard
    return message("units-unknown", language, heard=heard, unknown=row.units.unknown)


def _known(value: Decimal | str | None, show: Callable[[Decimal | str], str]) -> str | None:
    """A value as printed; zero is a value."""
    return None if value is None else show(value)
