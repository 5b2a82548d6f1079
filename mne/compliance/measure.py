"""All expected returns of a plan as known at a moment, and their rates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal
from itertools import chain

from mne.archive import receipts_that_count
from mne.compliance.decided import SlotDecisions
from mne.compliance.delay import CAUSES, Cause, Delay
from mne.compliance.slots import SlotStatus, status_of
from mne.layout import expected_slots
from mne.model import CellCounts, Plan, Receipt, Slot
from mne.model.selection import Selection
from mne.periods import Period

_DIGITS = Context(prec=28)


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

    @property
    def counted(self) -> tuple[SlotStatus, ...]:
        """The returns that are in the rates."""
        return tuple(slot for slot in self.slots if slot.counted)

    @property
    def cells(self) -> CellCounts:
        """What became of all figures that those asked for: zeros, NA and ND are told apart."""
        columns = zip(CellCounts(), *(one.cells for one in self.counted), strict=True)
        return CellCounts(*map(sum, columns))

    @property
    def delays(self) -> tuple[Delay, ...]:
        """Of the returns that were not accepted by their due day, in the order of the slots."""
        return tuple(slot.delay for slot in self.slots if slot.delay)

    @property
    def late_because(self) -> dict[Cause, int]:
        """How many of those there are of each cause."""
        counts = Counter(one.because for one in self.delays)
        return {cause: counts[cause] for cause in CAUSES}

    @property
    def days_late(self) -> dict[Cause, int]:
        """How many days lay with the form, with the returning and with the ministries in all.

        Only of what has been accepted since: the days of the others go on.
        """
        ended = [slot.delay for slot in self.slots if slot.delay and slot.first_accepted]
        return {
            "form-late": sum(one.form or 0 for one in ended),
            "returned": sum(one.returned or 0 for one in ended),
            "ministry": sum(one.ministry or 0 for one in ended),
        }

    @property
    def forms_on_record(self) -> int:
        """Of how many returns in the rates it is known when the form went out."""
        return sum(slot.dispatch is not None for slot in self.counted)


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
        status_of(plan, one, known[one], counting.get(one), as_of, decisions) for one in expected
    )
    counted = [slot for slot in slots if slot.counted]
    return Compliance(
        plan=plan.id,
        as_of=as_of,
        slots=slots,
        rates=_rates(counted),
        timeliness_unknown=sum(slot.timeliness_unknown for slot in counted),
        unexpected=(
            *_unexpected(plan, known, frozenset(expected), period),
            *_unexpected(plan, late, frozenset(), period),
        ),
    )


def _order(receipt: Receipt) -> tuple[datetime, int]:
    return receipt.received_on, receipt.number


def _unexpected(
    plan: Plan,
    known: Mapping[Slot, Sequence[Receipt]],
    expected: AbstractSet[Slot],
    period: Period | None,
) -> Iterator[str]:
    """By period and then in the order of the plan; who is not in the plan comes last, by name."""
    places = {reporter.id: place for place, reporter in enumerate(plan.reporters)}

    def place(slot: Slot) -> tuple[Period, int, str]:
        return slot.period, places.get(slot.reporter, len(places)), slot.reporter

    for slot in sorted(known, key=place):
        if slot not in expected and (period is None or period.contains(slot.period)):
            yield from (receipt.id for receipt in known[slot])


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
