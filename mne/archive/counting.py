"""Says which of several sendings counts: the last one accepted by the day in question.

What was accepted is decided here alone: by the check when it came, or by the waivers since then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from mne.issues import has_errors
from mne.model import Decision, Receipt, Slot


def in_force(decisions: Iterable[Decision], as_of: datetime | None) -> tuple[Decision, ...]:
    """Those that were in force at a moment, that moment included, the one that came first first.

    It counts from when a decision was in force, however late it was recorded; None stands for all
    that are known.
    """
    known = (one for one in decisions if as_of is None or one.on <= as_of)
    return tuple(sorted(known, key=lambda one: (one.on, one.number)))


def judged(receipts: Iterable[Receipt], decisions: Iterable[Decision]) -> tuple[Receipt, ...]:
    """The receipts with what was decided about them, and with the verdict that follows from it.

    A refused return is accepted when all that kept it from being so is waived.
    """
    by_receipt: dict[str, list[Decision]] = defaultdict(list)
    for one in decisions:
        by_receipt[one.receipt].append(one)
    return tuple(
        _judged(one, tuple(by_receipt[one.id])) if one.id in by_receipt else one for one in receipts
    )


def _judged(receipt: Receipt, decisions: tuple[Decision, ...]) -> Receipt:
    decided = replace(receipt, decisions=decisions)
    left = tuple(issue for issue in receipt.issues if decided.waiver_of(issue) is None)
    if decided.waivers and not has_errors(left):
        return replace(decided, verdict="accepted")
    return decided


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
