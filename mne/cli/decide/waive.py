"""`mne waive`: accept a refused return as it stands; what is wrong stays listed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from mne.archive import receipts_that_count
from mne.cli.app import App
from mne.cli.decide.common import (
    Sitting,
    answer,
    asked_for,
    plan_of,
    reason_options,
    record,
    record_options,
    sit,
)
from mne.intake import issues_to_waive
from mne.issues import sentence
from mne.messages import message
from mne.model import Decision, Issue, Receipt


@click.command("waive")
@click.argument("receipt_id", metavar="RECEIPT")
@click.argument("code")
@click.option("--sheet", help="The sheet, where the code stands on several.")
@click.option("--cell", help="The cell, such as D9, where the code stands at several.")
@click.option("--all", "everywhere", is_flag=True, help="Wherever the code stands.")
@reason_options
@record_options
@click.pass_obj
def command(
    app: App,
    /,
    receipt_id: str,
    code: str,
    sheet: str | None,
    cell: str | None,
    everywhere: bool,
    style: str,
    **options: Any,
) -> None:
    """Waive an issue of a refused return, by its CODE.

    When all that kept the RECEIPT from being accepted is waived, it is accepted from that day: as
    it stands, and with the issue printed as a remark. What is sent later needs its own waiver.
    """
    sitting = sit(app, plan_of(receipt_id))
    receipt = sitting.receipt(receipt_id)
    issues = issues_to_waive(receipt, code, sheet, cell, everywhere=everywhere)
    decision = Decision(
        kind="waiver",
        slot=receipt.slot,
        receipt=receipt.id,
        **asked_for(sitting, options, receipt),
        issues=issues,
    )
    decided = record(sitting, decision, receipt.decisions, options)
    now = sitting.receipt(receipt_id)
    left = [one for one in now.issues if one.severity == "error" and not now.waiver_of(one)]
    listed = [_as_json(one, app, sitting) for one in left]
    facts = {"verdict": now.verdict, "refused_for": listed}
    answer(app, style, decided, _words(app, sitting, now, listed), facts)


def _as_json(issue: Issue, app: App, sitting: Sitting) -> dict[str, str]:
    words = sentence(issue, app.language, sitting.plan)
    where = {"code": issue.code, "sheet": issue.sheet, "cell": issue.cell}
    return {**where, "message": words.message}


def _words(
    app: App, sitting: Sitting, receipt: Receipt, left: list[dict[str, str]]
) -> Iterator[str]:
    yield message(f"now-{receipt.verdict}", app.language, receipt=receipt.id, count=len(left))
    for one in left:
        yield f"  {one['sheet']}!{one['cell']}  {one['code']}"
        yield f"    {one['message']}"
    slot = receipt.slot
    receipts = sitting.archive.receipts(slot.plan, slot.period, slot.reporter)
    counting = receipts_that_count(receipts, None).get(slot)
    if counting and receipt.verdict == "accepted" and counting.id != receipt.id:
        yield message("now-another-counts", app.language, receipt=counting.id)
