"""`mne extend`: put off the day by which a return is due."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from mne.cli.app import App
from mne.cli.decide.common import (
    answer,
    asked_for,
    reason_options,
    record,
    record_options,
    sit,
    slot_options,
)
from mne.cli.shared import plan_option
from mne.errors import UsageError
from mne.intake import owed_slot
from mne.model import Decision, Plan, Slot
from mne.periods import deadline


@click.command("extend")
@plan_option
@slot_options
@click.option("--until", required=True, help="The day by whose end it is due now.")
@reason_options
@record_options
@click.pass_obj
def command(
    app: App, /, plan_id: str, period: str, reporter: str, until: str, style: str, **options: Any
) -> None:
    """Put off the day by which a return is due; of several such decisions the last counts."""
    sitting = sit(app, plan_id)
    slot = owed_slot(sitting.plan, period, reporter)
    decision = Decision(
        kind="extension",
        slot=slot,
        **asked_for(sitting, options),
        until=_later_day(sitting.plan, slot, until),
    )
    decisions = sitting.archive.decisions(slot.plan, slot.period, slot.reporter)
    last = [one for one in decisions if one.kind == "extension"][-1:]
    answer(app, style, record(sitting, decision, last, options), (), {})


def _later_day(plan: Plan, slot: Slot, until: str) -> date:
    try:
        day = date.fromisoformat(until)
    except ValueError as error:
        raise UsageError("date-malformed", value=until) from error
    due = deadline(slot.period, plan.due_days, plan.holidays)
    if day <= due:
        raise UsageError("extension-not-later", until=until, due=due.isoformat())
    return day
