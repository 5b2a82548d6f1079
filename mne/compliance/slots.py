"""Where one expected return stands, from its receipts in the order in which they came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from mne.compliance.decided import SlotDecisions
from mne.compliance.delay import UNKNOWN, Delay, Way, delay_of
from mne.compliance.due import DueDay, full_time_since
from mne.layout import questions
from mne.model import CellCounts, Decision, Plan, Receipt, Slot
from mne.periods import Period

SlotState = Literal["not-due", "due", "received", "late", "missing", "exempt", "refused"]


class Sendings(NamedTuple):
    """How often a return was sent, and what became of it."""

    sendings: int = 0
    """All receipts, letters among them, and files that nobody could read."""
    refused: int = 0
    """Those that are not accepted, waivers counted in."""
    corrections: int = 0
    """Those accepted of what came after the first that was accepted."""
    letters: int = 0
    """Of these corrections, those by letter."""


NOTHING_SENT = Sendings()


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
    why_due: DueDay | None = None
    """How the due day comes about."""
    exemption: Decision | None = None
    """The decision by which it is not owed."""
    dispatch: Decision | None = None
    """The record of when its form first went out."""
    delay: Delay | None = None
    """Of a return in the rates that was not accepted by its due day."""
    sent: Sendings = NOTHING_SENT
    """How often it was sent."""
    first_accepted_receipt: Receipt | None = None
    """The first return that was accepted: what is sent later corrects it."""
    counting: Receipt | None = None
    """The receipt that counts, with all that is known of it."""


@dataclass(frozen=True, slots=True)
class _History:
    """What came of one return by a moment."""

    first: Receipt | None
    """The first filled in enough."""
    first_accepted: Receipt | None
    attributable: tuple[Receipt, ...]
    timeliness_unknown: bool


def status_of(
    plan: Plan,
    slot: Slot,
    receipts: Sequence[Receipt],
    receipt: Receipt | None,
    as_of: datetime,
    decisions: SlotDecisions,
) -> SlotStatus:
    """One slot, from its receipts in the order in which they came; `receipt` is what counts."""
    why_due = decisions.why_due(plan, slot)
    last_moment = plan.end_of(why_due.day)
    came = _history(plan, receipts)
    shown = came.first or next(iter(came.attributable), None)
    accepted = came.first_accepted.accepted_on if came.first_accepted else None
    passed = as_of >= last_moment
    on_time = came.first.received_on <= last_moment if came.first else (False if passed else None)
    on_time = None if came.timeliness_unknown else on_time
    exempt = slot in decisions.exemptions
    counted = passed and not exempt
    is_late = counted and (on_time is False or accepted is None or accepted > last_moment)
    return SlotStatus(
        period=slot.period,
        reporter=slot.reporter,
        due=why_due.day,
        state="exempt" if exempt else _state(plan, slot, came, as_of, on_time=on_time),
        first_received=shown.received_on if shown else None,
        first_accepted=accepted,
        on_time=None if exempt else on_time,
        receipt=receipt.id if receipt else None,
        attested=(receipt.attested or None) if receipt else None,
        cells=receipt.cells if receipt else _all_blank(plan, slot),
        counted=counted,
        timeliness_unknown=came.timeliness_unknown,
        why_due=why_due,
        exemption=decisions.exemptions.get(slot),
        dispatch=decisions.dispatches.get(slot),
        delay=_delay(plan, slot, came, as_of, decisions) if is_late else None,
        sent=_sendings(receipts, came.first_accepted),
        first_accepted_receipt=came.first_accepted,
        counting=receipt,
    )


def _history(plan: Plan, receipts: Sequence[Receipt]) -> _History:
    attributable = tuple(one for one in receipts if one.verdict != "unreadable")
    complete = (one for one in attributable if _filled_in_enough(plan, one.cells))
    accepted = [one for one in attributable if one.accepted_on]
    return _History(
        first=next(complete, None),
        first_accepted=min(accepted, key=_accepted_on, default=None),
        attributable=attributable,
        timeliness_unknown=bool(attributable) and attributable[0].origin.how == "printed",
    )


def _accepted_on(receipt: Receipt) -> datetime:
    return receipt.accepted_on or receipt.received_on


def _filled_in_enough(plan: Plan, cells: CellCounts) -> bool:
    """An empty form sent to keep the day does not keep it."""
    return cells.answered >= plan.minimum_answered * cells.required


def _state(
    plan: Plan, slot: Slot, came: _History, as_of: datetime, *, on_time: bool | None
) -> SlotState:
    if came.first_accepted:
        return "late" if on_time is False else "received"
    if came.attributable:
        return "refused"
    if on_time is False:
        return "missing"
    return "due" if as_of > plan.end_of(slot.period.end) else "not-due"


def _all_blank(plan: Plan, slot: Slot) -> CellCounts:
    asked = sum(question.part.required for question in questions(plan, slot))
    return CellCounts(required=asked, blank=asked)


def _delay(
    plan: Plan, slot: Slot, came: _History, as_of: datetime, decisions: SlotDecisions
) -> Delay:
    """With whom the days lay; it ends when one was filled in enough, and one accepted."""
    if came.timeliness_unknown:
        return UNKNOWN
    zone = ZoneInfo(plan.time_zone)
    due = decisions.due_day(plan, slot)
    form = decisions.dispatches.get(slot)
    fair = full_time_since(plan, form.on.astimezone(zone).date()) if form else due
    sent = came.first.received_on if came.first else None
    ends = [_accepted_on(came.first_accepted) if came.first_accepted else as_of, sent or as_of]
    return delay_of(
        Way(
            due=due,
            fair=max(due, fair),
            sent=sent.astimezone(zone).date() if sent else None,
            end=max(ends).astimezone(zone).date(),
        )
    )


def _sendings(receipts: Sequence[Receipt], first_accepted: Receipt | None) -> Sendings:
    later = [
        one
        for one in receipts
        if first_accepted and one.verdict == "accepted" and _came_after(one, first_accepted)
    ]
    return Sendings(
        sendings=len(receipts),
        refused=sum(one.verdict != "accepted" for one in receipts),
        corrections=len(later),
        letters=sum(one.origin.how == "corrected" for one in later),
    )


def _came_after(one: Receipt, other: Receipt) -> bool:
    return (one.received_on, one.number) > (other.received_on, other.number)
