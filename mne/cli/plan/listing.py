"""`mne plan list`: the plans of the workspace."""

from __future__ import annotations

from pathlib import Path

import click

from mne.cli.app import App
from mne.cli.shared import format_option, output_option, print_list, workspace_of
from mne.definitions import list_plans, load_plan
from mne.model import Plan


@click.command("list")
@format_option
@output_option
@click.pass_obj
def command(app: App, style: str, output: Path | None) -> None:
    """List the plans of the workspace."""
    indicators = workspace_of(app).indicators
    plans = [load_plan(indicators, plan_id) for plan_id in list_plans(indicators)]
    columns = ("plan", "title", "span", "objectives", "indicators", "reporters", "provenance")
    rows = [
        (
            plan.id,
            plan.title.say(app.language),
            f"{plan.span.start.year}-{plan.span.end.year}",
            len(plan.objectives),
            len(plan.indicators),
            len(plan.reporters),
            _bases(plan),
        )
        for plan in plans
    ]
    as_json = {"plans": [dict(zip(columns, row, strict=True)) for row in rows]}
    print_list(app, style, output, columns, rows, as_json)


def _bases(plan: Plan) -> str:
    """How many indicators are sourced, adapted, illustrative."""
    found = [indicator.provenance.basis for indicator in plan.indicators]
    return ", ".join(f"{found.count(basis)} {basis}" for basis in dict.fromkeys(sorted(found)))
