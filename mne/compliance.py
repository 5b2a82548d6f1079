"""Who owed a return, who sent it, whether in time, and how much of what was asked it holds.

A slot is one return that a reporter owes for a period. Slots come from the plan's own register, by
its dates; what arrives outside it is listed and never added. Rates divide sets of slots, so none
can exceed 100 %, and where nothing is due yet there is no rate at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Context, Decimal
from itertools import chain
from typing import Literal

from mne.archive import receipts_that_count
from mne.layout import expected_slots, questions
from mne.model import CellCounts, Decision, Plan, Receipt, Slot
from mne.model.selection import Selection
from mne.periods import Period, deadline

SlotState = Literal["not-due", "due", "received", "late", "missing", "exempt", "refused"]

_DIGITS = Context(prec=28)


@dataclass(frozen=True, slots=True)
class SlotDecisions:
    """What was decided about single slots, by that day."""

    exempt: frozenset[Slot] = frozenset()
    extended: Mapping[Slot, date] = field(default_factory=dict)
    """The new day by whose end a return is due."""

    def due_day(self, plan: Plan, slot: Slot) -> date:
        """The day by whose end a return is due, in the plan's time zone."""
        return self.extended.get(slot) or deadline(slot.period, plan.due_days, plan.holidays)


def slot_decisions(decisions: Iterable[Decision]) -> SlotDecisions:
    """What the decisions in force come to, in their order: the last extension counts."""
    by_kind: dict[str, list[Decision]] = defaultdict(list)
    for one in decisions:
        by_kind[one.kind].append(one)
    return SlotDecisions(
        exempt=frozenset(one.slot for one in by_kind["exemption"]),
        extended={one.slot: one.until for one in by_kind["extension"] if one.until},
    )


@dataclass(frozen=True, slots=True)
class SlotStatus:
    """Where one expected return stands."""

    period: Period
    reporter: str
    due: date
    """The day by whose end it is due, in the plan's time zone."""
    state: SlotState
    first_received: datetime | None
    """When the first return came that could be read and was filled in enough, accepted or not;
    one that was not filled in enough is given only where no other came."""
    first_accepted: datetime | None
    """When the first return was accepted: when it came, or when the waiver came into force."""
    on_time: bool | None
    """By the first return filled in enough; None while it may still come, or where it need not,
    or where that is unknown."""
    receipt: str | None
    """The receipt that counts."""
    attested: str | None
    """`signed` or `validated`; None as long as nobody has signed that receipt."""
    cells: CellCounts
    """Of the receipt that counts; all blank where there is none."""
    counted: bool
    """Whether it is in the rates: due by then, and not exempt."""
    timeliness_unknown: bool = False
    """Whether it was first known from an old printed report: when it came nobody knows."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of the slots that were due; None where nothing was."""

    completeness: Decimal | None
    timeliness: Decimal | None
    conditional_timeliness: Decimal | None
    """Of those received, the share that came in time."""
    data_availability: Decimal | None
    """Figures and zeros over all figures that were due and apply: NA is taken out, ND is not."""


@dataclass(frozen=True, slots=True)
class Compliance:
    """The returns of a plan as known at a moment."""

    plan: str
    as_of: datetime
    slots: tuple[SlotStatus, ...]
    rates: Rates
    unexpected: tuple[str, ...]
    """Receipts for which no slot is expected, and those that came after their period was closed."""
    timeliness_unknown: int = 0
    """How many of the returns that were due are in neither rate of timeliness."""


def measure_compliance(
    plan: Plan,
    receipts: Iterable[Receipt],
    *,
    as_of: datetime,
    period: Period | None = None,
    decisions: SlotDecisions | None = None,
    selection: Selection | None = None,
) -> Compliance:
    """Every expected return of a plan, or of the forms that lie inside one period.

    The receipts come with the verdict of that moment; `decisions` are those then in force.

    A `selection` leaves the returns of the bodies that it means; the rates are theirs alone.

    Only what was received by `as_of` counts, however late it was recorded; the moment must carry
    its offset from UTC.
    """
    decisions = decisions or SlotDecisions()
    senders = selection.senders(plan) if selection else None
    expected = tuple(
        slot
        for slot in expected_slots(plan)
        if (senders is None or slot.reporter in senders)
        and (period is None or period.contains(slot.period))
    )
    known: dict[Slot, list[Receipt]] = defaultdict(list)
    late: dict[Slot, list[Receipt]] = defaultdict(list)
    for receipt in sorted(receipts, key=_order):
        meant = senders is None or receipt.slot.reporter in senders
        if receipt.received_on <= as_of and meant:
            (late if receipt.after_closing else known)[receipt.slot].append(receipt)
    counting = receipts_that_count(chain.from_iterable(known.values()), as_of)
    slots = tuple(
        _status(plan, slot, known[slot], counting.get(slot), as_of, decisions) for slot in expected
    )
    counted = [slot for slot in slots if slot.counted]
    return Compliance(
        plan=plan.id,
        as_of=as_of,
        slots=slots,
        rates=_rates(counted),
        timeliness_unknown=sum(slot.timeliness_unknown for slot in counted),
        unexpected=(
            *_unexpected(known, frozenset(expected), period),
            *_unexpected(late, frozenset(), period),
        ),
    )


def _order(receipt: Receipt) -> tuple[datetime, int]:
    return receipt.received_on, receipt.number


def _unexpected(
    known: Mapping[Slot, Sequence[Receipt]], expected: AbstractSet[Slot], period: Period | None
) -> Iterator[str]:
    for slot in sorted(known, key=lambda one: (one.period, one.reporter)):
        if slot not in expected and (period is None or period.contains(slot.period)):
            yield from (receipt.id for receipt in known[slot])


def _status(
    plan: Plan,
    slot: Slot,
    receipts: Sequence[Receipt],
    receipt: Receipt | None,
    as_of: datetime,
    decisions: SlotDecisions,
) -> SlotStatus:
    """One slot, from its receipts in the order in which they came."""
    day = decisions.due_day(plan, slot)
    last_moment = plan.end_of(day)
    attributable = [one for one in receipts if one.verdict != "unreadable"]
    accepted = [moment for one in attributable if (moment := one.accepted_on)]
    complete = [one for one in attributable if _filled_in_enough(plan, one.cells)]
    first = next(iter(complete or attributable), None)
    passed = as_of >= last_moment
    on_time = complete[0].received_on <= last_moment if complete else (False if passed else None)
    exempt = slot in decisions.exempt
    unknown = bool(attributable) and attributable[0].origin.how == "printed"
    on_time = None if unknown else on_time
    return SlotStatus(
        period=slot.period,
        reporter=slot.reporter,
        due=day,
        state="exempt" if exempt else _state(plan, slot, attributable, as_of, on_time=on_time),
        first_received=first.received_on if first else None,
        first_accepted=min(accepted, default=None),
        on_time=None if exempt else on_time,
        timeliness_unknown=unknown and not exempt,
        receipt=receipt.id if receipt else None,
        attested=(receipt.attested or None) if receipt else None,
        cells=receipt.cells if receipt else _all_blank(plan, slot),
        counted=passed and not exempt,
    )


def _filled_in_enough(plan: Plan, cells: CellCounts) -> bool:
    """An empty form sent to keep the day does not keep it."""
    return cells.answered >= plan.minimum_answered * cells.required


def _state(
    plan: Plan,
    slot: Slot,
    attributable: Sequence[Receipt],
    as_of: datetime,
    *,
    on_time: bool | None,
) -> SlotState:
    if any(one.verdict == "accepted" for one in attributable):
        return "late" if on_time is False else "received"
    if attributable:
        return "refused"
    if on_time is False:
        return "missing"
    return "due" if as_of > plan.end_of(slot.period.end) else "not-due"


def _all_blank(plan: Plan, slot: Slot) -> CellCounts:
    asked = sum(question.part.required for question in questions(plan, slot))
    return CellCounts(required=asked, blank=asked)


def _rates(due: Sequence[SlotStatus]) -> Rates:
    received = [slot for slot in due if slot.receipt]
    known = [slot for slot in due if not slot.timeliness_unknown]
    known_received = [slot for slot in received if not slot.timeliness_unknown]
    figures = sum(slot.cells.figures + slot.cells.zeros for slot in due)
    applying = sum(slot.cells.required - slot.cells.na for slot in due)
    return Rates(
        completeness=_share(len(received), len(due)),
        timeliness=_share(sum(slot.on_time is True for slot in known), len(known)),
        conditional_timeliness=_share(
            sum(slot.on_time is True for slot in known_received), len(known_received)
        ),
        data_availability=_share(figures, applying),
    )


def _share(part: int, whole: int) -> Decimal | None:
    return _DIGITS.divide(Decimal(part), Decimal(whole)) if whole else None
