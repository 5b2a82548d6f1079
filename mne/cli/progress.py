"""`mne progress`: what was achieved against what was meant, with its coverage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import click

from mne.archive import Archive, receipts_that_count
from mne.cli.activities import (
    LISTED,
    SHOWN,
    activity_as_json,
    activity_listed,
    activity_shown,
)
from mne.cli.app import App
from mne.cli.shared import (
    as_of_option,
    cache_of,
    chosen,
    draw_table,
    emit,
    format_option,
    known_on,
    output_option,
    plan_option,
    print_list,
    say_if_synthetic,
    selection_of,
    selection_options,
    workspace_of,
)
from mne.definitions import load_plan
from mne.errors import UsageError
from mne.intake import period_within
from mne.kinds import kind_of
from mne.messages import message
from mne.model import Confirmed, Plan, Progress, Receipt, SeriesBreak, Slot, at_text
from mne.model.selection import COUNTRY, LEVEL, WORKING_GROUP
from mne.observations import ObservationTable, load_observations
from mne.progress import REPORTER, measure_progress
from mne.progress.activities import ActivityProgress, follow_activities
from mne.tables import plain
from mne.workspace import Workspace

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
    "target_set_on",
    "original_target",
    "original_set_on",
)
_UNITS = ("units_dimension", "units_reported", "units_unknown", "units_expected")
_CONFIRMED = ("confirmed_persons", "confirmed_reported", "confirmed_expected")
_KNOWN_BESIDES = ("from_definition_on", "series_break", "series_break_because")
"""Columns of CSV alone; the screen has no room for them."""
_GROUPINGS = {"level": LEVEL, "country": COUNTRY}
"""A user's word for how reporters are grouped; a plan may have a code list of the same name."""


@click.command("progress")
@plan_option
@click.option("--period", required=True, help="The period, such as 2012 or 2012-Q1.")
@click.option(
    "--by",
    "dimensions",
    default="",
    help="Break down by these, parted by commas; also reporter, working-group, level, country.",
)
@selection_options
@click.option(
    "--what",
    type=click.Choice(["indicators", "activities"]),
    help="Only one of the two; a CSV holds the indicators if not given.",
)
@click.option("--engine", default=ENGINE, help="The engine that adds up.")
@as_of_option
@format_option
@output_option
@click.pass_obj
def command(
    app: App,
    /,
    plan_id: str,
    period: str,
    dimensions: str,
    what: str | None,
    engine: str,
    as_of: str | None,
    style: str,
    output: Path | None,
    **choice: str,
) -> None:
    """Show what was achieved against what was meant, with its coverage."""
    if engine != ENGINE:
        raise UsageError("engine-not-built", engine=engine)
    workspace = workspace_of(app)
    plan = load_plan(workspace.indicators, plan_id)
    by = _dimensions(plan, dimensions)
    selection = selection_of(plan, **choice)
    say_if_synthetic(app, workspace)
    moment = known_on(as_of, plan)
    asked = (plan, period_within(plan, period), *_known_by(workspace, plan, moment, engine))
    day = moment.date()
    rows: Sequence[Progress] = ()
    activities: Sequence[ActivityProgress] = ()
    if what != "activities":
        rows = measure_progress(*asked, as_of=day, by=by, selection=selection)
    if what != "indicators":
        activities = follow_activities(*asked, as_of=day, selection=selection)
    if style == "table":
        emit(_tables(app, plan, rows, activities), output)
        return
    listed = {
        "plan": plan.id,
        "period": period,
        "as_of": day.isoformat(),
        "engine": engine,
        "synthetic": workspace.is_synthetic,
        "rows": [as_json(plan, row) for row in rows],
        "activities": [activity_as_json(one) for one in activities],
        "selection": chosen(selection),
    }
    if what == "activities":
        lines = [activity_listed(one, app.language) for one in activities]
        print_list(app, style, output, LISTED, lines, listed)
    else:
        lines = [_listed(plan, row) for row in rows]
        print_list(
            app,
            style,
            output,
            (*_COLUMNS, *_MORE, *_UNITS, *_CONFIRMED, *_KNOWN_BESIDES),
            lines,
            listed,
        )


def _known_by(
    workspace: Workspace, plan: Plan, moment: datetime, engine: str
) -> tuple[ObservationTable, Mapping[Slot, Receipt]]:
    """All figures ever sent, and which receipts counted at a moment."""
    archive = Archive(workspace.submissions)
    counting = receipts_that_count(archive.receipts(plan.id), moment)
    return load_observations(archive, plan, cache_of(workspace), engine), counting


def _tables(
    app: App, plan: Plan, rows: Sequence[Progress], activities: Sequence[ActivityProgress]
) -> str:
    """The indicators, and below them the activities."""
    tables = []
    if rows or not activities:
        tables.append(draw_table(app, _COLUMNS, [_shown(plan, row, app.language) for row in rows]))
    if activities:
        lines = [activity_shown(one, app.language) for one in activities]
        tables.append(draw_table(app, SHOWN, lines))
    return "\n".join(tables)


def _dimensions(plan: Plan, text: str) -> tuple[str, ...]:
    """What is asked for; a level and a country are those of the figures and of the reporters."""
    wanted = tuple(filter(None, (word.strip() for word in text.split(","))))
    meant: dict[str, tuple[str, ...]] = {
        name: (name,) for name in (*plan.codelists, REPORTER, WORKING_GROUP)
    }
    for word, grouping in _GROUPINGS.items():
        meant[word] = (*meant.get(word, ()), grouping)
    for dimension in wanted:
        if dimension not in meant:
            raise UsageError("dimension-unknown", dimension=dimension, known=", ".join(meant))
    return tuple(name for dimension in wanted for name in meant[dimension])


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
        *(row.units or (None, None, None, None)),
        *(row.confirmed or (None, None, None)),
        row.from_definition.on.label if row.from_definition else None,
        row.series_break.day if row.series_break else None,
        row.series_break.because if row.series_break else None,
    )


def _shown(plan: Plan, row: Progress, language: str) -> tuple[object, ...]:
    """A line of the screen: figures as they are printed."""
    indicator = plan.indicators_by_id[row.indicator]
    show = partial(kind_of(indicator).show, indicator, language=language)
    counted = indicator.kind == "milestone" and row.denominator is not None
    return (
        row.indicator,
        at_text(row.at).replace(";", " "),
        f"{row.numerator} of {row.denominator}" if counted else _actual(row, show, language),
        _target(row, show, language),
        row.achievement if row.achievement is None else f"{row.achievement * 100:.0f} %",
        row.rating,
        _coverage(row, language),
        indicator.provenance.basis,
    )


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
    returns = f"{row.coverage} {row.reported}/{row.expected}"
    if row.units is None:
        return returns
    heard = f"{returns}, {row.units.dimension} {row.units.reported}/{row.units.expected}"
    if not row.units.unknown:
        return heard
    return message("units-unknown", language, heard=heard, unknown=row.units.unknown)


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
        "target_set_on": _day(row.target_set_on),
        "original_target": None if row.original_target is None else plain(row.original_target),
        "original_set_on": _day(row.original_set_on),
        "units": row.units._asdict() if row.units else None,
        "confirmed": _confirmed(row.confirmed),
        "from_definition": row.from_definition.model_dump(mode="json")
        if row.from_definition
        else None,
        "series_break": _break(row.series_break),
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


def _break(found: SeriesBreak | None) -> dict[str, Any] | None:
    return found._asdict() | {"day": found.day.isoformat()} if found else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _confirmed(confirmed: Confirmed | None) -> dict[str, object] | None:
    if confirmed is None:
        return None
    persons = None if confirmed.persons is None else plain(confirmed.persons)
    return {**confirmed._asdict(), "persons": persons}
