"""`mne status`: who owes a return, who sent one, when, and how complete."""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

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
from mne.compliance import Compliance, SlotStatus, measure_compliance, slot_decisions
from mne.definitions import load_plan
from mne.intake import period_within
from mne.messages import message

_COLUMNS = (
    "period",
    "reporter",
    "due",
    "state",
    "first_received",
    "on_time",
    "receipt",
    "attested",
    "answered",
)


@click.command("status")
@plan_option
@click.option("--period", help="Only this period, such as 2012 or 2012-Q1.")
@selection_options
@as_of_option
@format_option
@output_option
@click.pass_obj
def command(
    app: App,
    /,
    plan_id: str,
    period: str | None,
    as_of: str | None,
    style: str,
    output: Path | None,
    **choice: str,
) -> None:
    """Show who owes a return, who sent one, when, and how complete, on any day."""
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
    rows = [_row(slot) for slot in compliance.slots]
    if style == "table":
        words = _rates(app, compliance) + _unexpected(app, compliance)
        emit(draw_table(app, _COLUMNS, rows) + words, output)
    else:
        print_list(
            app,
            style,
            output,
            _COLUMNS,
            rows,
            {
                **as_json(compliance),
                "synthetic": workspace.is_synthetic,
                "selection": chosen(selection),
            },
        )


def _row(slot: SlotStatus) -> tuple[object, ...]:
    cells = slot.cells
    return (
        slot.period.label,
        slot.reporter,
        slot.due.isoformat(),
        slot.state,
        slot.first_received.date().isoformat() if slot.first_received else "",
        _on_time(slot),
        (slot.receipt or "").rpartition("/")[2],
        slot.attested or "",
        f"{cells.answered}/{cells.required}",
    )


def _on_time(slot: SlotStatus) -> str:
    """Whether it came in time; a form that was hardly filled in did not, whenever it came."""
    if slot.timeliness_unknown:
        return "unknown"
    if slot.on_time is None:
        return ""
    early = slot.first_received is not None and slot.first_received.date() <= slot.due
    return "yes" if slot.on_time else "too-little" if early else "no"


def _rates(app: App, compliance: Compliance) -> str:
    shown = {
        name: "-" if value is None else f"{value * 100:.0f} %"
        for name, value in asdict(compliance.rates).items()
    }
    lines = [message("rates", app.language, **shown)]
    if count := compliance.timeliness_unknown:
        lines.append(message("timeliness-unknown", app.language, count=count))
    return "".join(f"{line}\n" for line in lines)


def _unexpected(app: App, compliance: Compliance) -> str:
    """What counts for no return that is owed; nothing where all does."""
    listed = ", ".join(compliance.unexpected)
    return message("status-unexpected", app.language, receipts=listed) + "\n" if listed else ""


def as_json(compliance: Compliance) -> dict[str, Any]:
    """The shape that scripts rely on."""
    return {
        "plan": compliance.plan,
        "as_of": compliance.as_of.isoformat(),
        "slots": [
            {
                **{field.name: getattr(slot, field.name) for field in fields(slot)},
                "period": slot.period.label,
                "cells": slot.cells._asdict(),
            }
            for slot in compliance.slots
        ],
        "rates": asdict(compliance.rates),
        "timeliness_unknown": compliance.timeliness_unknown,
        "unexpected": list(compliance.unexpected),
    }
