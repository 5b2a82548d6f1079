"""`mne progress`: what was achieved against what was meant, with its coverage."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import click

from mne.archive import Archive, receipts_that_count
from mne.cli.app import App
from mne.cli.shared import (
    as_of_option,
    cache_of,
    format_option,
    known_on,
    output_option,
    plan_option,
    print_list,
    say_if_synthetic,
    workspace_of,
)
from mne.definitions import load_plan
from mne.errors import UsageError
from mne.intake import period_within
from mne.kinds import kind_of
from mne.model import Plan, Progress, at_text
from mne.observations import load_observations
from mne.progress import measure_progress
from mne.tables import plain

ENGINE = "duckdb"
_COLUMNS = (
    "indicator",
    "at",
    "actual",
    "target",
    "achievement",
    "rating",
    "coverage",
    "provenance",
)
_MORE = (
    "reported",
    "expected",
    "numerator",
    "denominator",
    "baseline",
    "target_is",
    "why_not_rated",
    "to_date",
    "provisional",
)
"""Columns of CSV alone; the screen has no room for them."""


@click.command("progress")
@plan_option
@click.option("--period", required=True, help="The period, such as 2012 or 2012-Q1.")
@click.option("--by", "dimensions", default="", help="Break down by these, parted by commas.")
@click.option("--engine", default=ENGINE, help="The engine that adds up.")
@as_of_option
@format_option
@output_option
@click.pass_obj
def command(
    app: App,
    plan_id: str,
    period: str,
    dimensions: str,
    engine: str,
    as_of: str | None,
    style: str,
    output: Path | None,
) -> None:
    """Show what was achieved against what was meant, with its coverage."""
    if engine != ENGINE:
        raise UsageError("engine-not-built", engine=engine)
    workspace = workspace_of(app)
    plan = load_plan(workspace.indicators, plan_id)
    by = _dimensions(plan, dimensions)
    say_if_synthetic(app, workspace)
    moment = known_on(as_of, plan)
    day = moment.date()
    archive = Archive(workspace.submissions)
    counting = receipts_that_count(archive.receipts(plan.id), moment)
    table = load_observations(archive, plan, cache_of(workspace), engine)
    rows = measure_progress(plan, period_within(plan, period), table, counting, as_of=day, by=by)
    listed = {
        "plan": plan.id,
        "period": period,
        "as_of": day.isoformat(),
        "engine": engine,
        "synthetic": workspace.is_synthetic,
        "rows": [as_json(plan, row) for row in rows],
    }
    if style == "csv":
        columns = (*_COLUMNS, *_MORE)
        print_list(app, style, output, columns, [_listed(plan, row) for row in rows], listed)
    else:
        shown = [_shown(plan, row, app.language) for row in rows]
        print_list(app, style, output, _COLUMNS, shown, listed)


def _dimensions(plan: Plan, text: str) -> tuple[str, ...]:
    wanted = tuple(filter(None, (word.strip() for word in text.split(","))))
    known = (*plan.codelists, "reporter")
    for dimension in wanted:
        if dimension not in known:
            raise UsageError("dimension-unknown", dimension=dimension, known=", ".join(known))
    return wanted


def _listed(plan: Plan, row: Progress) -> tuple[object, ...]:
    """A line of CSV: figures exact, nothing rounded."""
    return (
        row.indicator,
        at_text(row.at),
        row.actual,
        row.target,
        row.achievement,
        row.rating,
        row.coverage,
        plan.indicators_by_id[row.indicator].provenance.basis,
        *(getattr(row, name) for name in _MORE),
    )


def _shown(plan: Plan, row: Progress, language: str) -> tuple[object, ...]:
    """A line of the screen: figures as they are printed."""
    indicator = plan.indicators_by_id[row.indicator]
    show = partial(kind_of(indicator).show, indicator, language=language)
    counted = indicator.kind == "milestone" and row.denominator is not None
    return (
        row.indicator,
        at_text(row.at).replace(";", " "),
        f"{row.numerator} of {row.denominator}" if counted else _known(row.actual, show),
        _known(row.target, show),
        row.achievement if row.achievement is None else f"{row.achievement * 100:.0f} %",
        row.rating,
        f"{row.coverage} {row.reported}/{row.expected}",
        indicator.provenance.basis,
    )


def _known(value: Decimal | str | None, show: Callable[[Decimal | str], str]) -> str | None:
    """A value as printed; zero is a value."""
    return None if value is None else show(value)


def as_json(plan: Plan, row: Progress) -> dict[str, Any]:
    """The shape that scripts rely on: figures are decimal strings, states are codes."""
    figures = ("actual", "numerator", "denominator", "target", "baseline", "achievement")
    return {
        "indicator": row.indicator,
        "period": row.period.label,
        "at": dict(row.at),
        **{
            name: None if getattr(row, name) is None else plain(getattr(row, name))
            for name in figures
        },
        "target_is": row.target_is,
        "rating": row.rating,
        "why_not_rated": row.why_not_rated or None,
        "to_date": None if row.to_date is None else plain(row.to_date),
        "to_date_coverage": row.to_date_coverage,
        "coverage": row.coverage,
        "reported": row.reported,
        "expected": row.expected,
        "missing": [
            {"reporter": one.reporter, "period": one.period.label, "why": one.why}
            for one in row.missing
        ],
        "provisional": row.provisional,
        "provenance": plan.indicators_by_id[row.indicator].provenance.basis,
    }
