"""Says which of several sendings counts: the last one accepted by the day in question.

What was accepted is decided here alone: by the check when it came, or by the waivers since then.
A closed period is read as it was when it was closed, until it is reopened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from mne.issues import has_errors
from mne.model import Decision, Receipt, Slot


def in_force(decisions: Iterable[Decision], as_of: datetime | None) -> tuple[Decision, ...]:
    """Those that were in force at a moment, that moment included, the one that came first first.

    It counts from when a decision was in force, however late it was recorded; None stands for all
    that are known. What was decided about a return after its period was closed is left out, until
    the period is reopened.
    """
    known = [one for one in decisions if as_of is None or one.on <= as_of]
    known.sort(key=lambda one: (one.on, one.recorded_on, one.number))
    closures = closed(known)
    return tuple(
        one
        for one in known
        if one.kind == "removal"  # what is gone is gone, closed or not
        or not _closing(closures, one.slot, one.on, one.recorded_on)
    )


def closed(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The closures, of those decided in this order, that no reopening followed."""
    last: dict[Slot, Decision] = {}
    for one in decisions:
        if one.kind in {"closure", "reopening"}:
            last[one.slot] = one
    return tuple(one for one in last.values() if one.kind == "closure")


def _closing(
    closures: Iterable[Decision], slot: Slot, known_on: datetime, recorded_on: datetime
) -> Decision | None:
    """The closure that came before something about a return was known, or before it was recorded.

    A whole period is no return: what was decided about it stands.
    """
    if not slot.reporter:
        return None
    for one in closures:
        inside = (one.slot.plan, True) == (slot.plan, one.slot.period.contains(slot.period))
        if inside and (known_on > one.on or recorded_on > one.recorded_on):
            return one
    return None


def judged(receipts: Iterable[Receipt], decisions: Sequence[Decision]) -> tuple[Receipt, ...]:
    """The receipts with what was decided about them, and with the verdict that follows from it.

    A refused return is accepted when all that kept it from being so is waived.
    """
    by_receipt: dict[str, list[Decision]] = defaultdict(list)
    for one in decisions:
        by_receipt[one.receipt].append(one)
    closures = closed(decisions)
    return tuple(_judged(one, tuple(by_receipt[one.id]), closures) for one in receipts)


def _judged(
    receipt: Receipt, decisions: tuple[Decision, ...], closures: tuple[Decision, ...]
) -> Receipt:
    closing = _closing(closures, receipt.slot, receipt.received_on, receipt.recorded_on)
    if not decisions and not closing:
        return receipt
    decided = replace(receipt, decisions=decisions, after_closing=closing.id if closing else "")
    left = tuple(issue for issue in receipt.issues if decided.waiver_of(issue) is None)
    if decided.waivers and not receipt.removed_by and not has_errors(left):
        return replace(decided, verdict="accepted")
    return decided


def receipts_that_count(receipts: Iterable[Receipt], as_of: datetime | None) -> dict[Slot, Receipt]:
    """The receipt that counts for each slot, in the order of the slots.

    It is the last accepted one by (received_on, number) among those received by `as_of`, that
    moment included; None stands for all that are known. A slot without one is not in the answer.
    What came after its period was closed is not looked at.
    """
    known = (
        receipt
        for receipt in receipts
        if receipt.verdict == "accepted"
        and not receipt.after_closing
        and (as_of is None or receipt.received_on <= as_of)
    )
    return {one.slot: one for one in sorted(known, key=_order)}


def _order(receipt: Receipt) -> tuple[Slot, datetime, int]:
    return receipt.slot, receipt.received_on, receipt.number
