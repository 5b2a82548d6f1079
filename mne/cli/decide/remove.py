"""`mne remove`: take the content of a receipt out of the archive, by decision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from mne.archive.verify import write_kept_line
from mne.cli.app import App
from mne.cli.decide.common import (
    Sitting,
    answer,
    asked_for,
    letter_of,
    plan_of,
    reason_options,
    record_options,
    sit,
)
from mne.cli.shared import workspace_of
from mne.intake import took_over
from mne.messages import message
from mne.model import Decision, Receipt
from mne.observations import forget_observations


@click.command("remove")
@click.argument("receipt_id", metavar="RECEIPT")
@reason_options
@record_options
@click.pass_obj
def command(app: App, /, receipt_id: str, style: str, **options: Any) -> None:
    """Remove the content of a RECEIPT, such as personal data that was found in it later.

    Its figures do not count any more, on any day. A tombstone is left: when it came, how full it
    was, its digests, and this decision. It cannot be undone.
    """
    sitting = sit(app, plan_of(receipt_id))
    receipt = sitting.receipt(receipt_id)
    decision = Decision(
        kind="removal",
        slot=receipt.slot,
        receipt=receipt.id,
        **asked_for(sitting, options, receipt),
    )
    others = tuple(took_over(sitting.archive, sitting.plan, receipt))
    decided = sitting.archive.remove(decision, letter_of(options))
    forget_observations(workspace_of(app).cache, sitting.plan, receipt.id)
    facts = {"took_over": [one.id for one in others]}
    answer(app, style, decided, _words(app, sitting, receipt, others), facts)


def _words(
    app: App, sitting: Sitting, receipt: Receipt, others: tuple[Receipt, ...]
) -> Iterator[str]:
    """What is left to do: the program reaches no other copy."""
    yield message("removed-copies", app.language, receipt=receipt.id)
    for one in others:
        yield message("removed-took-over", app.language, receipt=one.id)
    now = sitting.receipt(receipt.id)
    if now.removed_by:
        yield message("removed-chain", app.language, head=write_kept_line(sitting.archive.head()))
