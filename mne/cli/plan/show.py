"""`mne plan show`: what a plan says, and the reference sheet of an indicator.

On the screen, as JSON or CSV, or printed: `-o plan.pdf` is the whole plan, `-o sheet.html` with an
indicator its sheet.
"""

from __future__ import annotations

from pathlib import Path

import click

from mne import __version__
from mne.cli.app import App
from mne.cli.plan.links import cross_walk
from mne.cli.shared import (
    emit,
    format_option,
    now,
    output_option,
    print_list,
    workspace_of,
    write_bytes,
)
from mne.definitions import load_plan
from mne.errors import UsageError
from mne.model import Indicator, Plan
from mne.tables import write_json

_PRINTED = frozenset({".pdf", ".html"})
_COLUMNS = ("indicator", "title", "kind", "lead", "contributing", "direction", "provenance")


@click.command("show")
@click.argument("plan_id", metavar="PLAN")
@click.argument("indicator_id", metavar="[INDICATOR]", required=False)
@format_option
@output_option
@click.pass_obj
def command(
    app: App, plan_id: str, indicator_id: str | None, style: str, output: Path | None
) -> None:
    """Show what a plan says, or the reference sheet of one indicator.

    -o FILE.pdf or -o FILE.html prints it: the whole plan with all its sheets, or the one sheet.
    """
    plan = load_plan(workspace_of(app).indicators, plan_id)
    indicator = _indicator(plan, indicator_id) if indicator_id else None
    if output is not None and output.suffix in _PRINTED:
        _print(app, plan, indicator, output)
    elif indicator:
        _show_sheet(app, plan, indicator, style, output)
    else:
        _show_plan(app, plan, style, output)


def _indicator(plan: Plan, indicator_id: str) -> Indicator:
    found = plan.indicators_by_id.get(indicator_id)
    if found is None:
        raise UsageError("indicator-unknown", indicator=indicator_id, plan=plan.id)
    return found


def _print(app: App, plan: Plan, indicator: Indicator | None, output: Path) -> None:
    from mne.report.plan import PlanInput, print_plan

    workspace = workspace_of(app)
    own = workspace.report_templates
    given = PlanInput(
        plan=plan,
        language=app.language,
        epoch=int(now().timestamp()),
        crosswalk=cross_walk(workspace.indicators),
        indicator=indicator,
        tool=f"mne {__version__}",
    )
    printed = print_plan(given, own if own.is_dir() else None)
    is_pdf = output.suffix == ".pdf"
    write_bytes(output, printed.pdf() if is_pdf else printed.html.encode())


def _show_sheet(
    app: App, plan: Plan, indicator: Indicator, style: str, output: Path | None
) -> None:
    from mne.cli.plan.sheet import draw_sheet, sheet_rows
    from mne.report.reference import PlanWords, full_sheet
    from mne.report.wording import load_wording

    if style == "json":
        emit(write_json(indicator.model_dump(mode="json")), output)
        return
    walk = cross_walk(workspace_of(app).indicators)
    sheet = full_sheet(indicator, PlanWords(plan, load_wording(app.language), walk))
    if style == "csv":
        print_list(app, style, output, ("section", "key", "value"), sheet_rows(sheet), None)
    else:
        emit(draw_sheet(app, sheet), output)


def _show_plan(app: App, plan: Plan, style: str, output: Path | None) -> None:
    if style == "table":
        from mne.cli.plan.overview import draw_overview

        emit(draw_overview(app, plan), output)
        return
    rows = [
        (
            one.id,
            one.title.say(app.language),
            one.kind,
            one.lead,
            ", ".join(one.contributing),
            one.direction,
            one.provenance.basis,
        )
        for one in plan.indicators
    ]
    print_list(app, style, output, _COLUMNS, rows, plan.model_dump(mode="json"))
