"""`mne progress`: what was achieved against what was meant, with its coverage."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from mne.archive import Archive, receipts_that_count
from mne.cli.app import App
from mne.cli.progress.activities import LISTED, activity_as_json, activity_listed
from mne.cli.progress.listing import CSV_COLUMNS, as_json, csv_line
from mne.cli.progress.screen import draw_tables
from mne.cli.progress.trend import earlier_period
from mne.cli.progress.workbook import Measured, progress_workbook
from mne.cli.shared import (
    XLSX,
    as_of_option,
    cache_of,
    chosen,
    emit,
    format_or_workbook_option,
    known_on,
    output_option,
    plan_option,
    print_list,
    say_if_synthetic,
    selection_of,
    selection_options,
    workspace_of,
    write_bytes,
)
from mne.compliance import slot_decisions
from mne.definitions import load_plan
from mne.errors import UsageError
from mne.intake import period_within
from mne.model import Plan, Receipt, Slot
from mne.model.selection import COUNTRY, LEVEL, WORKING_GROUP, Selection
from mne.observations import ObservationTable, load_observations
from mne.progress import REPORTER, Wanted, measure_all
from mne.progress.activities import follow_activities
from mne.workspace import Workspace

ENGINE = "duckdb"
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
@click.option(
    "--against",
    default="",
    help="The earlier period to compare with, or `before`; the year before if not given.",
)
@selection_options
@click.option(
    "--what",
    type=click.Choice(["indicators", "activities"]),
    help="Only one of the two; a CSV holds the indicators if not given.",
)
@click.option("--engine", default=ENGINE, help="The engine that adds up.")
@as_of_option
@format_or_workbook_option
@output_option
@click.pass_obj
def command(
    app: App,
    /,
    plan_id: str,
    period: str,
    dimensions: str,
    against: str,
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
    if style == XLSX and output is None:
        raise UsageError("workbook-needs-file")
    workspace = workspace_of(app)
    plan = load_plan(workspace.indicators, plan_id)
    by = _dimensions(plan, dimensions)
    selection = selection_of(plan, **choice)
    say_if_synthetic(app, workspace)
    moment = known_on(as_of, plan)
    table, counting, exempt = known_by(workspace, plan, moment, engine)
    within = period_within(plan, period)
    day = moment.date()
    found = Measured(plan, within, day, engine, workspace.is_synthetic)
    if what != "activities":
        wanted = Wanted(plan, within, counting, day, by, selection, exempt)
        wanted = wanted._replace(against=earlier_period(within, against))
        found = replace(found, rows=measure_all(table, [wanted])[0])
    if what != "indicators":
        known = (plan, within, table, counting)
        deeds = follow_activities(*known, as_of=day, selection=selection)
        found = replace(found, activities=deeds)
    if style == "table":
        emit(draw_tables(app, found), output)
    elif style == XLSX and output:
        write_bytes(output, progress_workbook(app, found))
    else:
        _list(app, style, output, found, listed_as=what, selection=selection)


def _list(
    app: App,
    style: str,
    output: Path | None,
    found: Measured,
    *,
    listed_as: str | None,
    selection: Selection,
) -> None:
    """As JSON, or as CSV, which holds one list: the indicators, or the activities."""
    plan = found.plan
    listed = {
        "plan": plan.id,
        "period": found.period.label,
        "as_of": found.as_of.isoformat(),
        "engine": found.engine,
        "synthetic": found.synthetic,
        "rows": [as_json(plan, row) for row in found.rows],
        "activities": [activity_as_json(one) for one in found.activities],
        "selection": chosen(selection),
    }
    if listed_as == "activities":
        deeds = [activity_listed(one, app.language) for one in found.activities]
        print_list(app, style, output, LISTED, deeds, listed)
    else:
        lines = [csv_line(plan, row) for row in found.rows]
        print_list(app, style, output, CSV_COLUMNS, lines, listed)


def known_by(
    workspace: Workspace, plan: Plan, moment: datetime, engine: str
) -> tuple[ObservationTable, Mapping[Slot, Receipt], AbstractSet[Slot]]:
    """All figures ever sent; which receipts counted at a moment; which returns nobody owed."""
    archive = Archive(workspace.submissions)
    counting = receipts_that_count(archive.receipts(plan.id, as_of=moment), moment)
    exempt = slot_decisions(archive.decisions(plan.id, as_of=moment)).exempt
    return load_observations(archive, plan, cache_of(workspace), engine), counting, exempt


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
