"""`mne plan check`: every fault in the definitions, with file, line and column."""

from __future__ import annotations

from pathlib import Path

import click

from mne.cli.app import App
from mne.cli.shared import emit, format_option, output_option, print_list, workspace_of
from mne.definitions import Fault, check_plan, check_workspace, list_plans, load_plan
from mne.errors import Exit
from mne.messages import message


@click.command("check")
@click.argument("plan_id", metavar="[PLAN]", required=False)
@format_option
@output_option
@click.pass_obj
def command(app: App, plan_id: str | None, style: str, output: Path | None) -> int:
    """List every fault in the definitions, with file, line and column."""
    indicators = workspace_of(app).indicators
    if plan_id and plan_id not in list_plans(indicators):
        load_plan(indicators, plan_id)
    found = check_plan(indicators, plan_id) if plan_id else check_workspace(indicators)
    faults = found[1]
    if style == "table":
        lines = (f"{where(fault)}: {words(fault, app.language)}\n" for fault in faults)
        emit("".join(lines), output)
        if not faults and not app.quiet:
            named = plan_id or ", ".join(list_plans(indicators))
            click.echo(message("plan-fine", app.language, plans=named), err=True)
    else:
        columns = ("file", "line", "column", "code", "message")
        rows = [(*fault[:4], words(fault, app.language)) for fault in faults]
        as_json = {"faults": [dict(zip(columns, row, strict=True)) for row in rows]}
        print_list(app, style, output, columns, rows, as_json)
    return int(Exit.DEFINITIONS if faults else Exit.FINE)


def where(fault: Fault) -> str:
    """`indicators/npa/justice.yaml:12:5`, as editors read it."""
    return f"{fault.file}:{fault.line}:{fault.column}"


def words(fault: Fault, language: str) -> str:
    """What is wrong there."""
    return message(fault.code, language, **dict(fault.params))
