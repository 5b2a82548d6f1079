"""`mne progress`: what was achieved against what was meant, with its coverage."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from mne.archive import Archive, receipts_that_count
from mne.cli.app import App
from mne.cli.progress.across import find_framework
from mne.cli.progress.beside import More, show_more
from mne.cli.progress.page import Page
from mne.cli.progress.show import show_page
from mne.cli.progress.trend import earlier_period
from mne.cli.shared import (
    XLSX,
    as_of_option,
    cache_of,
    format_or_workbook_option,
    known_on,
    output_option,
    plan_option,
    say_if_synthetic,
    selection_of,
    selection_options,
    workspace_of,
)
from mne.compliance import slot_decisions
from mne.definitions import load_plan
from mne.errors import UsageError
from mne.intake import period_within
from mne.model import Plan, Receipt, Slot
from mne.model.selection import COUNTRY, LEVEL, WORKING_GROUP, Selection
from mne.observations import ObservationTable, load_observations
from mne.periods import Period
from mne.progress import REPORTER, Wanted, measure_all
from mne.progress.across import Opened
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
@click.option("--across", is_flag=True, help="Lay beside it what returns under other plans say.")
@click.option(
    "--side-by-side",
    is_flag=True,
    help="Lay what --by names (country, reporter or one breakdown) across, indicators down.",
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
@click.option(
    "--engine",
    default=ENGINE,
    help="The engine that adds up, by name or address, such as pyspark or duckdb://?threads=1.",
)
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
    across: bool,
    side_by_side: bool,
    against: str,
    what: str | None,
    engine: str,
    as_of: str | None,
    style: str,
    output: Path | None,
    **choice: str,
) -> None:
    """Show what was achieved against what was meant, with its coverage.

    PLAN may be a framework too, such as SDG: then it is what all plans say of its items.
    """
    from mne.progress.engine import check_engine

    check_engine(engine)
    workspace = workspace_of(app)
    if style == XLSX and output is None:
        raise UsageError("workbook-needs-file")
    if across or side_by_side or find_framework(workspace, plan_id):
        more = More(plan_id, period, dimensions, choice, what, as_of, across, side_by_side, against)
        show_more(app, more, partial(_open, workspace, as_of, engine), _chosen, (style, output))
        return
    plan = load_plan(workspace.indicators, plan_id)
    by = _dimensions(plan, dimensions)
    selection = selection_of(plan, **choice)
    say_if_synthetic(app, workspace)
    moment = known_on(as_of, plan)
    table, counting, exempt = known_by(workspace, plan, moment, engine)
    day, within = moment.date(), period_within(plan, period)
    own = Opened(table, Wanted(plan, within, counting, day, by, selection, exempt))
    page = Page(app, workspace, own, style, output)
    if what != "activities":
        wanted = own.wanted._replace(against=earlier_period(within, against))
        page = page._replace(rows=measure_all(table, [wanted])[0])
    if what != "indicators":
        known = (plan, within, table, counting)
        deeds = follow_activities(*known, as_of=day, selection=selection)
        page = page._replace(activities=deeds)
    show_page(page, what)


def _chosen(plan: Plan, more: More) -> tuple[tuple[str, ...], Selection]:
    return _dimensions(plan, more.by), selection_of(plan, **more.choice)


def _open(
    workspace: Workspace, as_of: str | None, engine: str, plan: Plan, period: Period
) -> Opened:
    """Any plan of the workspace, with what was known of it on the same day."""
    moment = known_on(as_of, plan)
    table, counting, exempt = known_by(workspace, plan, moment, engine)
    return Opened(table, Wanted(plan, period, counting, moment.date(), exempt=exempt))


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
