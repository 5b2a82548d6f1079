"""`mne plan`: the definitions, checked, listed and shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mne.cli.app import App, refusal
from mne.cli.shared import emit, format_option, output_option, print_list, workspace_of
from mne.definitions import Fault, check_plan, check_workspace, list_plans, load_plan
from mne.errors import Exit, UsageError
from mne.kinds import kind_of
from mne.messages import message
from mne.model import Indicator, Plan, Target
from mne.tables import write_json

NOT_BUILT = ("links", "schema", "diff")


class Plans(click.Group):
    """A group whose promised commands refuse plainly until they exist."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or its refusal."""
        if cmd_name in NOT_BUILT:
            return refusal(f"plan {cmd_name}")
        return super().get_command(ctx, cmd_name)


@click.group("plan", cls=Plans)
def command() -> None:
    """Check, list and show the definitions of the plans."""


@command.command("check")
@click.argument("plan_id", metavar="[PLAN]", required=False)
@format_option
@output_option
@click.pass_obj
def check(app: App, plan_id: str | None, style: str, output: Path | None) -> int:
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


@command.command("list")
@format_option
@output_option
@click.pass_obj
def list_(app: App, style: str, output: Path | None) -> None:
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


@command.command("show")
@click.argument("plan_id", metavar="PLAN")
@click.argument("indicator_id", metavar="[INDICATOR]", required=False)
@format_option
@output_option
@click.pass_obj
def show(app: App, plan_id: str, indicator_id: str | None, style: str, output: Path | None) -> None:
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
