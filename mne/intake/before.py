"""What a return is held against: what its sender, and others, have reported before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice, pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mne.archive import Archive, receipts_that_count
from mne.checks import WITHHELD, Return, counterpart_slots
from mne.compliance import slot_decisions
from mne.corrections import Key, said_by_figure, side_by_side
from mne.issues import raise_issue
from mne.layout import RETURN, STAMP_CELL, form_periods, is_expected
from mne.model import At, Issue, Observation, Plan, Receipt, Slot, Verdict
from mne.periods import MONTHS_BY_FREQUENCY

_EARLIER = 4
"""How many earlier returns a new one is held against, at the least; a year of months is more."""
_FEWEST = 8
"""With fewer figures than this it is not told from a correction whether a form is used again."""


class Change(NamedTuple):
    """A figure that differs from the slot's last receipt."""

    indicator: str
    at: dict[str, str]
    part: str
    was: str
    now: str


class Beside(NamedTuple):
    """What a return is held against."""

    earlier: tuple[Return, ...]
    counterparts: tuple[Return, ...]
    received: Return | None
    """What counts for this very slot so far."""
    overlapping: tuple[Return, ...]
    latest: Receipt | None
    """The slot's last receipt, accepted or not."""
    removed: tuple[Receipt, ...]
    """Receipts of the same reporter of which nothing is left, by decision."""
    due: date
    """The day by whose end it is due, put off or not."""


def returns_beside(archive: Archive, plan: Plan, slot: Slot) -> Beside:
    """All that the archive holds of the same reporter, and of others where a rule asks it."""
    receipts = archive.receipts(plan.id, reporter=slot.reporter)
    counting = receipts_that_count(receipts, None)
    overlapping = (
        one for one in counting if one.period != slot.period and one.period.overlaps(slot.period)
    )
    counts = counting.get(slot)
    decisions = archive.decisions(plan.id, slot.period, slot.reporter)
    return Beside(
        earlier=_earlier(archive, plan, slot, counting),
        counterparts=_counterparts(archive, plan, slot),
        received=(slot, archive.observations(counts, plan)) if counts else None,
        overlapping=tuple((one, archive.observations(counting[one], plan)) for one in overlapping),
        latest=next((one for one in reversed(receipts) if one.slot == slot), None),
        removed=tuple(one for one in receipts if one.removed_by),
        due=slot_decisions(decisions).due_day(plan, slot),
    )


def earlier_returns(
    archive: Archive, plan: Plan, slot: Slot, as_of: datetime | None = None
) -> tuple[Return, ...]:
    """The reporter's last returns before this period, the latest first, as known at a moment."""
    receipts = archive.receipts(plan.id, reporter=slot.reporter, as_of=as_of)
    return _earlier(archive, plan, slot, receipts_that_count(receipts, as_of))


def _earlier(
    archive: Archive, plan: Plan, slot: Slot, counting: Mapping[Slot, Receipt]
) -> tuple[Return, ...]:
    """Campaigns have a history of their own."""
    windows = {one.period for one in plan.campaigns}
    before = sorted(
        one
        for one in counting
        if one.period.end < slot.period.start
        and (one.period in windows) == (slot.period in windows)
    )
    most = max(_EARLIER, MONTHS_BY_FREQUENCY["year"] // MONTHS_BY_FREQUENCY[plan.calendar])
    return tuple(
        (one, archive.observations(counting[one], plan)) for one in reversed(before[-most:])
    )


def _counterparts(archive: Archive, plan: Plan, slot: Slot) -> tuple[Return, ...]:
    """What other bodies last reported, where a rule of the plan holds this return against it."""
    found = []
    for one in counterpart_slots(plan, slot):
        receipts = archive.receipts(plan.id, period=one.period, reporter=one.reporter)
        if receipt := receipts_that_count(receipts, None).get(one):
            found.append((one, archive.observations(receipt, plan)))
    return tuple(found)


def sent_before(beside: Beside, digest: str, observations: Sequence[Observation]) -> list[Issue]:
    """The same file, or the same answers with the same notes, as were received last."""
    latest = beside.latest
    if latest is None:
        return []
    is_same = latest.sha256 == digest or (
        beside.received is not None
        and latest.verdict == "accepted"
        and _answers(beside.received[1]) == _answers(observations)
    )
    day = latest.received_on.date()
    return [raise_issue("sent-before", found=latest.id, expected=day)] if is_same else []


def _answers(observations: Sequence[Observation]) -> set[tuple[object, ...]]:
    given = (one for one in observations if one.status != "blank" or one.note)
    return {(one.indicator, one.at, one.part, one.value, one.status, one.note) for one in given}


def sent_removed(beside: Beside, digest: str) -> list[Issue]:
    """The very bytes of a receipt that was removed: sent again, they would be back."""
    same = (one for one in reversed(beside.removed) if one.sha256 == digest)
    told = (raise_issue("sent-removed", found=one.id, expected=one.removed_by) for one in same)
    return list(islice(told, 1))


def sent_late(plan: Plan, beside: Beside, came: datetime) -> list[Issue]:
    """A first sending after the day by whose end it was due; a correction is never late."""
    due = beside.due
    if beside.latest is not None or came <= plan.end_of(due):
        return []
    day = came.astimezone(ZoneInfo(plan.time_zone)).date()
    return [raise_issue("sent-late", found=day, expected=due, days=(day - due).days)]


def used_again(
    archive: Archive, plan: Plan, beside: Beside, slot: Slot, observations: Sequence[Observation]
) -> tuple[Issue, ...]:
    """An old form filled in for a new period: it would put out what was received for the old one.

    So it looks where its period has been reported and the next has not, and two figures in three
    are others than those received. Zeros on both sides tell nothing.
    """
    following = _following(plan, slot)
    if beside.received is None or following is None:
        return ()
    receipts = archive.receipts(plan.id, period=following.period, reporter=slot.reporter)
    if following in receipts_that_count(receipts, None):
        return ()
    was, now = _numbers(beside.received[1]), _numbers(observations)
    both = [key for key in now if key in was and (now[key] or was[key])]
    differ = sum(was[key] != now[key] for key in both)
    if len(both) < _FEWEST or 3 * differ <= 2 * len(both):
        return ()
    issue = raise_issue(
        "form-used-again",
        sheet=RETURN,
        cell=STAMP_CELL,
        found=differ,
        count=len(both),
        period=slot.period.label,
        expected=following.period.label,
    )
    return (issue,)


def _following(plan: Plan, slot: Slot) -> Slot | None:
    """The return that the reporter owes after this one; campaigns have no such order."""
    windows = {one.period for one in plan.campaigns}
    periods = [one for one in form_periods(plan) if one not in windows]
    after = (then for one, then in pairwise(periods) if one == slot.period)
    slots = (Slot(plan.id, period, slot.reporter) for period in after)
    return next((one for one in slots if is_expected(plan, one)), None)


def _numbers(observations: Sequence[Observation]) -> dict[tuple[str, At, str], Decimal]:
    return {
        (one.indicator, one.at, one.part): one.value
        for one in observations
        if isinstance(one.value, Decimal)
    }


def last_left(archive: Archive, slot: Slot) -> Receipt | None:
    """The slot's last receipt of which something is left, accepted or not."""
    receipts = archive.receipts(slot.plan, slot.period, slot.reporter)
    return next((one for one in reversed(receipts) if one.has_content), None)


def list_changes(
    archive: Archive, plan: Plan, verdict: Verdict, before: Receipt | None
) -> tuple[Change, ...]:
    """What differs from a receipt of the slot, figure by figure; nothing where there is none.

    Nothing is said of a return of which nothing was read: that is no change of its figures.
    """
    if before is None or all(one.status == "unreadable" for one in verdict.observations):
        return ()
    from mne.checks.privacy.look import is_personal  # noqa: PLC0415 - takes time to load

    was = said_by_figure(archive.observations(before, plan))
    now = said_by_figure(verdict.observations)
    withheld = {
        (one.indicator, one.at, one.part)
        for one in verdict.observations
        if one.cell and (one.cell.sheet, one.cell.ref) in verdict.withheld
    }

    def shown(key: Key, text: str) -> str:
        return WITHHELD if key in withheld or is_personal(plan, text) else text

    return tuple(
        Change(key[0], dict(key[1]), key[2], *(shown(key, one.text) for one in (old, new)))
        for key, old, new in side_by_side(was, now)
        if old.text != new.text
    )
