"""`mne reopen`: what came after the closing of a period counts."""

from __future__ import annotations

from typing import Any

import click

from mne.cli.app import App
from mne.cli.decide.common import (
    about_period,
    answer,
    asked_for,
    period_option,
    reason_options,
    record,
    record_options,
    sit,
)
from mne.cli.shared import plan_option
from mne.intake import reopenable


@click.command("reopen")
@plan_option
@period_option
@reason_options
@record_options
@click.pass_obj
def command(app: App, /, plan_id: str, period: str, style: str, **options: Any) -> None:
    """Reopen a closed period: from then on, what came since counts.

    It must be named as it was closed: a year that was closed as a whole is reopened as a whole.
    """
    sitting = sit(app, plan_id)
    on = asked_for(sitting, options)["on"] if options["on"] else sitting.moment
    slot = reopenable(sitting.archive, sitting.plan, period, on)
    asked = asked_for(sitting, options) | {"on": on}
    answer(app, style, record(sitting, about_period("reopening", slot, asked), (), options), (), {})
