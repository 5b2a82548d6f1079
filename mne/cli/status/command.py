"""Reads what is asked of `mne status`, and answers it in the form that was asked for."""

from __future__ import annotations

from pathlib import Path

import click

from mne.archive import Archive
from mne.cli.app import App
from mne.cli.shared import (
    as_of_option,
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
from mne.cli.status.as_json import as_json
from mne.cli.status.below import lines_below
from mne.cli.status.grid import draw_grid
from mne.cli.status.listing import columns_of, rows_of
from mne.compliance import Compliance, measure_compliance, slot_decisions
from mne.corrections import count_changed
from mne.definitions import load_plan
from mne.intake import period_within
from mne.model import Plan


@click.command("status")
@plan_option
@click.option("--period", help="Only this period, such as 2012 or 2012-Q1.")
@selection_options
@as_of_option
@click.option("--list", "view", flag_value="list", help="One line for each return.")
@click.option("--register", "view", flag_value="register", help="How each due day comes about.")
@click.option(
    "--corrections", "view", flag_value="corrections", help="What was sent again, and changed."
)
@format_option
@output_option
@click.pass_obj
def command(
    app: App,
    /,
    plan_id: str,
    period: str | None,
    as_of: str | None,
    view: str | None,
    style: str,
    output: Path | None,
    **choice: str,
) -> None:
    """Show who owes a return, who sent one, when, and how complete, on any day.

    Several periods are shown side by side, one as a list. Reporters stand in the order of the
    plan, however they do.
    """
    workspace = workspace_of(app)
    plan = load_plan(workspace.indicators, plan_id)
    selection = selection_of(plan, **choice)
    say_if_synthetic(app, workspace)
    archive, moment = Archive(workspace.submissions), known_on(as_of, plan)
    compliance = measure_compliance(
        plan,
        archive.receipts(plan.id, as_of=moment),
        as_of=moment,
        decisions=slot_decisions(archive.decisions(plan.id, as_of=moment)),
        period=period_within(plan, period) if period else None,
        selection=selection,
    )
    changed = _changed(archive, plan, compliance) if view == "corrections" else {}
    if style == "table":
        emit(_drawn(app, plan, compliance, view, changed), output)
        return
    view = view or "list"
    told = as_json(compliance, changed)
    told |= {"synthetic": workspace.is_synthetic, "selection": chosen(selection)}
    columns, rows = columns_of(view, whole=True), rows_of(view, compliance, changed, whole=True)
    print_list(app, style, output, columns, rows, told)


def _drawn(
    app: App, plan: Plan, compliance: Compliance, view: str | None, changed: dict[str, int]
) -> str:
    """What is read on a screen: the grid, or a list where that was asked for or says more."""
    if view is None and len({slot.period for slot in compliance.slots}) > 1:
        return draw_grid(app, plan, compliance) + lines_below(app, compliance)
    view, whole = view or "list", app.verbose
    rows = rows_of(view, compliance, changed, whole=whole)
    table = draw_table(app, columns_of(view, whole=whole), rows)
    return table + (lines_below(app, compliance) if view == "list" else "")


def _changed(archive: Archive, plan: Plan, compliance: Compliance) -> dict[str, int]:
    """How many figures do not stand as when their return was first accepted, by its receipt.

    Only where another receipt counts since then: these two are opened.
    """
    found = {}
    for slot in compliance.slots:
        was, now = slot.first_accepted_receipt, slot.counting
        if was and now:
            found[now.id] = 0 if was.id == now.id else count_changed(archive, plan, was, now)
    return found
