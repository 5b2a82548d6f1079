"""`mne plan show`: what a plan says, and the reference sheet of an indicator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mne.cli.app import App
from mne.cli.shared import emit, format_option, output_option, print_list, workspace_of
from mne.definitions import load_plan
from mne.errors import UsageError
from mne.kinds import kind_of
from mne.model import Indicator, Plan, Target
from mne.tables import write_json


@click.command("show")
@click.argument("plan_id", metavar="PLAN")
@click.argument("indicator_id", metavar="[INDICATOR]", required=False)
@format_option
@output_option
@click.pass_obj
def command(
    app: App, plan_id: str, indicator_id: str | None, style: str, output: Path | None
) -> None:
    """Show a plan's indicators, or the reference sheet of one."""
    plan = load_plan(workspace_of(app).indicators, plan_id)
    if indicator_id:
        _show_indicator(app, plan, indicator_id, style, output)
        return
    columns = ("indicator", "title", "kind", "lead", "contributing", "direction", "provenance")
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
    if style == "table" and plan.note and not app.quiet:
        click.echo(plan.note.say(app.language), err=True)
    print_list(app, style, output, columns, rows, plan.model_dump(mode="json"))


def _show_indicator(
    app: App, plan: Plan, indicator_id: str, style: str, output: Path | None
) -> None:
    indicator = plan.indicators_by_id.get(indicator_id)
    if indicator is None:
        raise UsageError("indicator-unknown", indicator=indicator_id, plan=plan.id)
    if style == "json":
        emit(write_json(indicator.model_dump(mode="json")), output)
        return
    rows = reference_sheet(indicator, app.language)
    print_list(app, style, output, ("key", "value"), rows, None)


def reference_sheet(indicator: Indicator, language: str) -> list[tuple[str, str]]:
    """Everything that is said of an indicator, key by key; what is not said is left out."""
    rows: list[tuple[str, str]] = []
    for key in type(indicator).model_fields:
        value: Any = getattr(indicator, key)
        if value in (None, "", ()) or key == "targets":
            continue
        rows.append((key, _plain(value, language)))
        if key == "target_is":
            rows += [("target", _target(indicator, one, language)) for one in indicator.targets]
    return rows


def _plain(value: Any, language: str) -> str:
    if hasattr(value, "say"):
        return str(value.say(language))
    if hasattr(type(value), "model_fields"):
        pairs = ((key, getattr(value, key)) for key in type(value).model_fields)
        return "; ".join(
            f"{key}: {_plain(one, language)}" for key, one in pairs if one not in (None, "", False)
        )
    if isinstance(value, tuple):
        inner = (_plain(one, language) for one in value)
        return " | ".join(inner) if value and isinstance(value[0], tuple) else ", ".join(inner)
    return str(value)


def _target(indicator: Indicator, target: Target, language: str) -> str:
    kind = kind_of(indicator)
    value = None if target.value is None else kind.read_target(indicator, target.value)
    shown = "-" if value is None else kind.show(indicator, value, language)
    return f"{target.period}: {shown} (set on {target.set_on}; {target.reference})"
