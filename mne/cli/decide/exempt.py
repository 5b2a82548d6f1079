"""`mne exempt`: let a reporter off a return."""

from __future__ import annotations

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
from mne.intake import owed_slot
from mne.model import Decision


@click.command("exempt")
@plan_option
@slot_options
@reason_options
@record_options
@click.pass_obj
def command(
    app: App, /, plan_id: str, period: str, reporter: str, style: str, **options: Any
) -> None:
    """Let a reporter off the return of one period.

    From that day it is not owed: it is in no rate, and its figures are not missing. Should it come
    all the same, its figures count.
    """
    sitting = sit(app, plan_id)
    slot = owed_slot(sitting.plan, period, reporter)
    decision = Decision(
        kind="exemption",
        slot=slot,
        **asked_for(sitting, options),
    )
    before = sitting.archive.decisions(slot.plan, slot.period, slot.reporter)
    answer(app, style, record(sitting, decision, before, options), (), {})
