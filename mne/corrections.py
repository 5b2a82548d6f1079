"""What was corrected between two moments: each figure as it counted then, and as it counts since.

Of each return the receipt that counted at the one moment is held against the one that counted at
the other. A figure that nobody asked for is the same as one that was left blank; zero is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Context, Decimal
from typing import Literal, NamedTuple, Protocol

from mne.archive import receipts_that_count
from mne.model import At, Cell, Decision, Observation, Plan, Receipt, Slot, Status
from mne.model.selection import Selection
from mne.periods import Period
from mne.tables import plain

Key = tuple[str, At, str]
"""A figure: indicator, place and part."""
Cause = Literal["corrected", "letter", "received", "waived", "reopened", "closed", "removed"]

_DIGITS = Context(prec=100)
"""More than any figure has: a difference is exact."""


class Said(NamedTuple):
    """What a return says of one figure; the lines of a narrative are one text."""

    text: str = ""
    """The figure or the words, `NA`, `ND`, `?` for what cannot be read; empty where it is blank."""
    status: Status = "blank"
    note: str = ""
    number: Decimal | None = None
    """The figure, where it is a number."""
    cell: Cell | None = None
    """The first of its cells in which anything stands."""

    @property
    def is_absent(self) -> bool:
        """Whether the figure was not asked for at all."""
        return self is NOTHING

    @property
    def content(self) -> tuple[str, Status, str]:
        """All that a correction may change."""
        return self.text, self.status, self.note


NOTHING = Said()
"""Of a figure that was not asked for; it has no cell."""


class Correction(NamedTuple):
    """A figure that is not what it was."""

    indicator: str
    at: At
    part: str
    was: Said
    now: Said

    @property
    def difference(self) -> Decimal | None:
        """By how much; None where either is no number, for a blank is not zero."""
        if self.was.number is None or self.now.number is None:
            return None
        return _DIGITS.subtract(self.now.number, self.was.number)


class Corrected(NamedTuple):
    """A return of which another receipt counts, with other figures."""

    was: Receipt
    now: Receipt
    cause: Cause
    figures: tuple[Correction, ...]


class Moved(NamedTuple):
    """A return that counts for the first time, or no longer."""

    receipt: Receipt
    cause: Cause


class Corrections(NamedTuple):
    """All that became of a plan's returns between two moments."""

    corrected: tuple[Corrected, ...]
    received: tuple[Moved, ...]
    withdrawn: tuple[Moved, ...]
    """By the receipt that counted before."""


class Keeper(Protocol):
    """What is needed of the archive."""

    def receipts(
        self, plan: str, period: None = None, reporter: None = None, *, as_of: datetime | None
    ) -> tuple[Receipt, ...]:
        """The receipts of a plan that were known at a moment, with their verdict of then."""

    def decisions(
        self, plan: str, period: None = None, reporter: None = None, *, as_of: datetime | None
    ) -> tuple[Decision, ...]:
        """What was decided about them by then."""

    def observations(self, receipt: Receipt, plan: Plan, /) -> tuple[Observation, ...]:
        """What one receipt holds."""


def said_by_figure(observations: Iterable[Observation]) -> dict[Key, Said]:
    """What stands for each figure, in the order of the return."""
    found: dict[Key, Said] = {}
    for one in observations:
        key = one.indicator, one.at, one.part
        found[key] = _joined(found[key], _said(one)) if key in found else _said(one)
    return found


def side_by_side(
    was: Mapping[Key, Said], now: Mapping[Key, Said]
) -> Iterator[tuple[Key, Said, Said]]:
    """The figures of either return, in the order of the newer one."""
    for key in dict.fromkeys((*now, *was)):
        yield key, was.get(key, NOTHING), now.get(key, NOTHING)


def _said(one: Observation) -> Said:
    status = {"blank": "", "unreadable": "?"}.get(one.status, one.status)
    number = one.value if isinstance(one.value, Decimal) else None
    text = status if one.value is None else plain(one.value)
    return Said(text, one.status, one.note, number, one.cell)


def _joined(before: Said, line: Said) -> Said:
    """Two lines of one narrative."""
    first = before if before.text else line
    text = "\n".join(filter(None, (before.text, line.text)))
    note = "\n".join(filter(None, (before.note, line.note)))
    return first._replace(text=text, note=note, number=None)


def list_corrections(
    archive: Keeper,
    plan: Plan,
    since: datetime,
    until: datetime,
    *,
    period: Period | None = None,
    selection: Selection | None = None,
) -> Corrections:
    """What counts at the end otherwise than it did at the beginning, in the order of the slots.

    A `period` leaves the returns that lie in it, a `selection` those of the bodies that it means;
    where it names a working group, only the figures of its objectives.
    """
    senders = selection.senders(plan) if selection else None

    def meant(one: Receipt) -> bool:
        in_period = period is None or period.contains(one.slot.period)
        return in_period and (senders is None or one.slot.reporter in senders)

    then, now = (
        {one.id: one for one in archive.receipts(plan.id, as_of=moment) if meant(one)}
        for moment in (since, until)
    )
    counted = receipts_that_count(then.values(), since)
    counting = receipts_that_count(now.values(), until)
    corrected = (
        Corrected(
            counted[slot],
            one,
            _why_other(counted[slot], one, then, now),
            tuple(_compare(archive, plan, counted[slot], one, selection)),
        )
        for slot, one in counting.items()
        if slot in counted and counted[slot].id != one.id
    )
    return Corrections(
        tuple(one for one in corrected if one.figures),
        tuple(Moved(one, _why_new(one, then)) for one in _others(counting, counted)),
        (
            *(Moved(one, _why_gone(now.get(one.id))) for one in _others(counted, counting)),
            *(
                Moved(now[one], "removed")
                for one in _removed(archive, plan, since, until)
                if one in now
            ),
        ),
    )


def _removed(archive: Keeper, plan: Plan, since: datetime, until: datetime) -> Iterator[str]:
    """The receipts whose content was removed meanwhile: what they held is not known any more."""
    for one in archive.decisions(plan.id, as_of=until):
        if one.kind == "removal" and one.on > since:
            yield one.receipt


def _others(these: Mapping[Slot, Receipt], those: Mapping[Slot, Receipt]) -> Iterator[Receipt]:
    """What counts here of returns of which nothing counts there."""
    return (one for slot, one in these.items() if slot not in those)


def _compare(
    archive: Keeper, plan: Plan, was: Receipt, now: Receipt, selection: Selection | None
) -> Iterator[Correction]:
    """The figures that differ, each receipt read under its own definitions."""
    before, since = (said_by_figure(archive.observations(one, plan)) for one in (was, now))
    group = _asked_by_group(plan, selection) if selection and selection.group else None
    for key, old, new in side_by_side(before, since):
        if old.content != new.content and (group is None or key[0] in group):
            yield Correction(*key, old, new)


def count_changed(archive: Keeper, plan: Plan, was: Receipt, now: Receipt) -> int:
    """How many figures of a return do not stand as they did in an earlier receipt of it."""
    return sum(1 for _ in _compare(archive, plan, was, now, None))


def _asked_by_group(plan: Plan, selection: Selection) -> frozenset[str]:
    """The indicators and activities of the objectives that a working group looks after."""
    meant = selection.objectives(plan)
    inside = {one.id for each in plan.objectives if each.id in meant for one in each.indicators}
    return frozenset(inside | {one.id for one in plan.activities if one.objective in meant})


def _why_other(
    was: Receipt, now: Receipt, then: Mapping[str, Receipt], known: Mapping[str, Receipt]
) -> Cause:
    """Why another receipt counts: it came later, or something was decided about one of the two."""
    if now.id not in then:
        return "letter" if now.origin.how == "corrected" else "corrected"
    new = _why_new(now, then)
    return _why_gone(known.get(was.id)) if new == "received" else new


def _why_new(receipt: Receipt, then: Mapping[str, Receipt]) -> Cause:
    """Why a receipt counts that did not count then."""
    before = then.get(receipt.id)
    if before is None:
        return "received"
    if before.after_closing and not receipt.after_closing:
        return "reopened"
    return "received" if before.verdict == "accepted" else "waived"


def _why_gone(receipt: Receipt | None) -> Cause:
    """Why a receipt counts no longer: it was removed, or what let it count came after a closing."""
    return "removed" if receipt is None or receipt.removed_by else "closed"
