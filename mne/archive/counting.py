"""Says which of several sendings counts: the last one accepted by the day in question."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from mne.model import Receipt, Slot


def receipts_that_count(receipts: Iterable[Receipt], as_of: datetime | None) -> dict[Slot, Receipt]:
    """The receipt that counts for each slot, in the order of the slots.

    It is the last accepted one by (received_on, number) among those received by `as_of`, that
    moment included; None stands for all that are known. A slot without one is not in the answer.
    """
    known = (
        receipt
        for receipt in receipts
        if receipt.verdict == "accepted" and (as_of is None or receipt.received_on <= as_of)
    )
    return {one.slot: one for one in sorted(known, key=_order)}


def _order(receipt: Receipt) -> tuple[Slot, datetime, int]:
    return receipt.slot, receipt.received_on, receipt.number
