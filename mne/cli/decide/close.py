"""`mne close`: from now on a period is read as it stands."""

from __future__ import annotations

from typing import Any

import click

from mne.cli.app import App
from mne.cli.decide.common import (
    about_period,
    answer,
    asked_for,
    ended_by,
    period_option,
    reason_options,
    record,
    record_options,
    sit,
)
from mne.cli.shared import plan_option
from mne.intake import closable, closure_of


@click.command("close")
@plan_option
@period_option
@reason_options
@record_options
@click.pass_obj
def command(app: App, /, plan_id: str, period: str, style: str, **options: Any) -> None:
    """Close a period: it is read as it stood at the end of that day, until it is reopened.

    What is sent, corrected or decided afterwards is kept all the same, and does not count. The
    period may be a year: all that lies in it is closed.
    """
    sitting = sit(app, plan_id)
    on = ended_by(sitting, options["on"])
    slot = closable(sitting.plan, period, on)
    asked = asked_for(sitting, options) | {"on": on}
    decision = about_period("closure", slot, asked)
    before = closure_of(sitting.archive, slot)
    answer(app, style, record(sitting, decision, before, options), (), {})
