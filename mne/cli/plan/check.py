"""`mne plan check`: every fault in the definitions, with file, line and column."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from mne.cli.app import App
from mne.cli.shared import emit, format_option, output_option, print_list, workspace_of
from mne.definitions import (
    Fault,
    check_plan,
    check_workspace,
    errors_in,
    explain,
    list_plans,
    load_plan,
)
from mne.errors import Exit
from mne.messages import message
from mne.model import Plan

_COLUMNS = ("file", "line", "column", "code", "severity", "message", "expected", "fix")


@click.command("check")
@click.argument("plan_id", metavar="[PLAN]", required=False)
@format_option
@output_option
@click.pass_obj
def command(app: App, plan_id: str | None, style: str, output: Path | None) -> int:
    """List every fault in the definitions, and every worked example that does not hold."""
    indicators = workspace_of(app).indicators
    if plan_id and plan_id not in list_plans(indicators):
        load_plan(indicators, plan_id)
    plans, faults = _checked(indicators, plan_id)
    examples, more = _examples(indicators, plans) if not errors_in(faults) else (0, ())
    faults = (*faults, *more)
    if style == "table":
        emit("".join(describe(fault, app.language) for fault in faults), output)
        if not faults and not app.quiet:
            named = ", ".join(plan.id for plan in plans)
            fine = message("plan-fine", app.language, plans=named, examples=examples)
            click.echo(fine, err=True)
    else:
        rows = [_row(fault, app.language) for fault in faults]
        as_json = {"faults": [dict(zip(_COLUMNS, row, strict=True)) for row in rows]}
        print_list(app, style, output, _COLUMNS, rows, as_json)
    return int(Exit.DEFINITIONS if errors_in(faults) else Exit.FINE)


def _checked(indicators: Path, plan_id: str | None) -> tuple[Sequence[Plan], tuple[Fault, ...]]:
    """One plan or all, as far as they can be read, and what is wrong with them."""
    if not plan_id:
        return check_workspace(indicators)
    plan, faults = check_plan(indicators, plan_id)
    return (plan,) if plan else (), faults


def _examples(indicators: Path, plans: Sequence[Plan]) -> tuple[int, tuple[Fault, ...]]:
    """How many worked examples there are, and those that do not hold."""
    from mne.cases import has_cases, run_cases

    ran = [run_cases(indicators, plan) for plan in plans if has_cases(indicators, plan)]
    return sum(count for count, _ in ran), tuple(one for _, faults in ran for one in faults)


def _row(fault: Fault, language: str) -> tuple[object, ...]:
    return (*fault[:4], fault.severity, *explain(fault, language))


def describe(fault: Fault, language: str) -> str:
    """Where, how grave, which code and what; below it what is expected, and what to do."""
    words = explain(fault, language)
    head = f"{fault.place}: {fault.severity} {fault.code}: {words.message}\n"
    told = (words.expected, f"\u2192 {words.fix}" if words.fix else "")
    return head + "".join(f"    {one}\n" for one in told if one)
