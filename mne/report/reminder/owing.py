"""Who owes which returns on a day, and what is known of each: its day, and what came so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from mne.archive import closed
from mne.compliance import Compliance, SlotState, SlotStatus
from mne.layout import form_file_name
from mne.model import Decision, Plan, Receipt, Reporter, Slot
from mne.periods import Period, deadline

Kind = Literal["due", "late", "refused"]
Tone = Literal["due", "late", "refused", "mixed"]
How = Literal["to-mend", "personal", "removed", "unreadable"]

_KINDS: dict[SlotState, Kind] = {"due": "due", "missing": "late", "refused": "refused"}
"""What is still owed, by its state; of any other state nothing is asked."""
NOTHING_KNOWN: Mapping[Slot, date] = {}
_GRAVEST: tuple[Kind, ...] = ("late", "refused", "due")


class Came(NamedTuple):
    """What came last of a return that is still owed."""

    day: date
    how: How
    """Why it is not enough."""
    points: int
    """How many points keep it from being accepted."""


class Owed(NamedTuple):
    """One return that is still owed."""

    period: Period
    kind: Kind
    due: date
    planned: date
    """The day by the plan alone; another than `due` where it was put off by decision."""
    counted: date
    """So many days after the period; another than `planned` where that is no working day."""
    came: Came | None
    closed_on: date | None
    """When the period was closed; None where it is open."""
    form_sent: date | None
    """When its form went out, where that left less time than the plan gives; None otherwise."""
    form: str
    """The file name of its form."""


class Owing(NamedTuple):
    """One reporter, and all that it owes within what was asked about."""

    reporter: Reporter
    owed: tuple[Owed, ...]
    """By period."""
    received: tuple[Period, ...]
    """The periods whose returns have come and count."""

    @property
    def kind(self) -> Kind:
        """The gravest of what is owed."""
        kinds = {one.kind for one in self.owed}
        return next(kind for kind in _GRAVEST if kind in kinds)

    @property
    def tone(self) -> Tone:
        """In which tone the letter is written: that of all it speaks of, or one for a mixture."""
        return self.kind if len({one.kind for one in self.owed}) == 1 else "mixed"

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods whose returns are owed."""
        return tuple(one.period for one in self.owed)


def who_owes(
    plan: Plan,
    compliance: Compliance,
    receipts: Iterable[Receipt],
    decisions: Iterable[Decision],
    form_sent: Mapping[Slot, date] = NOTHING_KNOWN,
) -> tuple[Owing, ...]:
    """Every reporter that still owes a return, in the plan's order.

    All is of the same day of knowledge; `form_sent` is when the forms went out, where known. What
    came after its period was closed and is all right is not asked for again: it is there, and
    counts once the period is reopened.
    """
    known = _by_slot(receipts)
    there = set(came_after_closing(plan, compliance, known))
    closures = closed(decisions)
    owed: dict[str, list[Owed]] = defaultdict(list)
    received: dict[str, list[Period]] = defaultdict(list)
    for status in compliance.slots:
        slot = Slot(plan.id, status.period, status.reporter)
        if status.state in {"received", "late"}:
            received[status.reporter].append(status.period)
        elif status.state in _KINDS and slot not in there:
            one = _owed(plan, status, known.get(slot, ()), closures, form_sent.get(slot))
            owed[status.reporter].append(one)
    return tuple(
        Owing(one, tuple(owed[one.id]), tuple(received[one.id]))
        for one in plan.reporters
        if owed[one.id]
    )


def came_after_closing(
    plan: Plan, compliance: Compliance, receipts: Iterable[Receipt] | Mapping[Slot, list[Receipt]]
) -> tuple[Slot, ...]:
    """Returns that count as owed only because they came when their period was closed."""
    known = receipts if isinstance(receipts, Mapping) else _by_slot(receipts)
    slots = (
        Slot(plan.id, one.period, one.reporter) for one in compliance.slots if one.state in _KINDS
    )
    return tuple(
        slot
        for slot in slots
        if any(one.after_closing and one.verdict == "accepted" for one in known.get(slot, ()))
    )


def _by_slot(receipts: Iterable[Receipt]) -> dict[Slot, list[Receipt]]:
    found: dict[Slot, list[Receipt]] = defaultdict(list)
    for one in receipts:
        found[one.slot].append(one)
    return found


def _owed(
    plan: Plan,
    status: SlotStatus,
    receipts: Sequence[Receipt],
    closures: Sequence[Decision],
    form_sent: date | None,
) -> Owed:
    period = status.period
    closure = next((one for one in closures if one.slot.period.contains(period)), None)
    came = _came(plan, receipts)
    is_there = came is not None and came.how != "unreadable"  # though it may not count as come
    return Owed(
        period=period,
        kind="refused" if is_there else _KINDS[status.state],
        due=status.due,
        planned=deadline(period, plan.due_days, plan.holidays),
        counted=period.end + timedelta(days=plan.due_days),
        came=came,
        closed_on=_day(plan, closure.on) if closure else None,
        form_sent=form_sent if form_sent and form_sent > period.end else None,
        form=form_file_name(Slot(plan.id, period, status.reporter)),
    )


def _came(plan: Plan, receipts: Sequence[Receipt]) -> Came | None:
    """What came last, and why it is not enough."""
    if not receipts:
        return None
    last = max(receipts, key=lambda one: (one.received_on, one.number))
    points = sum(one.severity == "error" and last.waiver_of(one) is None for one in last.issues)
    return Came(_day(plan, last.received_on), _how(last), points)


def _how(receipt: Receipt) -> How:
    if receipt.removed_by:
        return "removed"
    if receipt.not_kept:
        return receipt.not_kept
    return "to-mend"


def _day(plan: Plan, moment: datetime) -> date:
    """The day of a moment where the plan is at home."""
    return moment.astimezone(ZoneInfo(plan.time_zone)).date()
