"""`mne attest`: record who vouches for a return's figures."""

from __future__ import annotations

from typing import Any

import click

from mne.cli.app import App
from mne.cli.decide.common import (
    answer,
    by_option,
    plan_of,
    record,
    record_options,
    sit,
    starts_on,
    tool,
)
from mne.intake import attestable
from mne.model import Attested, Decision

ROLES: dict[str, Attested] = {
    "ministry": "signed",
    "secretariat": "validated",
    "signed": "signed",
    "validated": "validated",
}
"""What the figures become by whose word; what they become may be said too."""


@click.command("attest")
@click.argument("receipt_id", metavar="RECEIPT")
@click.option("--role", required=True, type=click.Choice([*ROLES]), help="As whom.")
@by_option
@click.option("--reason", default="", help="On what ground, such as a meeting.")
@record_options
@click.pass_obj
def command(
    app: App, /, receipt_id: str, role: str, by: str, reason: str, style: str, **options: Any
) -> None:
    """Record who vouches for the figures of a RECEIPT.

    They are provisional until the ministry has signed them; then the secretariat may validate
    them. A later receipt of the same return is provisional again.
    """
    sitting = sit(app, plan_of(receipt_id))
    receipt = sitting.receipt(receipt_id)
    attestable(receipt, ROLES[role])
    decision = Decision(
        kind="attestation",
        slot=receipt.slot,
        receipt=receipt.id,
        approved_by=by,
        reason=reason.strip(),
        on=starts_on(sitting, options["on"], receipt),
        recorded_on=sitting.moment,
        tool=tool(),
        attested=ROLES[role],
    )
    answer(app, style, record(sitting, decision, receipt.decisions, options), (), {})
