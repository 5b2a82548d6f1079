"""What may be decided about a return that is kept: which issues waived, whose figures vouched for.

A waiver is of one receipt, and names the issues it waives as they stand there: who approves it has
seen these figures. What is sent later needs a waiver of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from mne.archive import Archive, closed
from mne.errors import UsageError
from mne.intake.slot import period_within, read_period
from mne.issues import why_not_waived
from mne.model import Attested, Decision, Issue, Plan, Receipt, Slot

_PIECES = 4


def find_receipt(archive: Archive, plan: Plan, name: str) -> Receipt:
    """A receipt by its id, with what was decided about it; UsageError where there is none."""
    pieces = name.split("/")
    known: tuple[Receipt, ...] = ()
    if len(pieces) == _PIECES and pieces[2] in plan.reporters_by_id:
        known = archive.receipts(plan.id, read_period(pieces[1]), pieces[2])
    for one in known:
        if one.id == name:
            return one
    listed = ", ".join(f"{one.id} ({one.verdict})" for one in known) or "-"
    raise UsageError("receipt-unknown", receipt=name, plan=plan.id, known=listed)


def issues_to_waive(
    receipt: Receipt, code: str, sheet: str | None, cell: str | None, *, everywhere: bool
) -> tuple[Issue, ...]:
    """The issues of a receipt that are meant; UsageError where none is, or none may be waived."""
    of_code = [one for one in receipt.issues if one.code == code]
    if not of_code:
        known = ", ".join(dict.fromkeys(one.code for one in receipt.issues)) or "-"
        raise UsageError("waive-no-such-issue", receipt=receipt.id, issue=code, known=known)
    if of_code[0].severity != "error":
        raise UsageError("waive-no-error", issue=code)
    if why := why_not_waived(code):
        raise UsageError(why, issue=code)
    meant = [one for one in of_code if sheet in {None, one.sheet} and cell in {None, one.cell}]
    places = list(dict.fromkeys(_place(one) for one in meant or of_code))
    if not meant:
        raise UsageError("waive-not-there", receipt=receipt.id, issue=code, places=_listed(places))
    if len(places) > 1 and not everywhere:
        raise UsageError("waive-which", receipt=receipt.id, issue=code, places=_listed(places))
    # What was waived before needs no second waiver, unless nothing else is meant.
    return tuple(one for one in meant if receipt.waiver_of(one) is None) or tuple(meant)


def _place(issue: Issue) -> str:
    return f"{issue.sheet}!{issue.cell}" if issue.cell else issue.sheet


def _listed(places: Sequence[str]) -> str:
    return ", ".join(places)


def attestable(receipt: Receipt, attested: Attested) -> None:
    """UsageError where nobody can vouch for a receipt's figures in that way."""
    if receipt.verdict != "accepted":
        raise UsageError("attest-refused", receipt=receipt.id)
    if attested == "validated" and not receipt.attested:
        raise UsageError("attest-unsigned", receipt=receipt.id)


def closable(plan: Plan, label: str, on: datetime) -> Slot:
    """A period that may be closed at a moment; UsageError where it has not ended by then."""
    period = period_within(plan, label)
    if on < plan.end_of(period.end):
        raise UsageError("period-not-ended", period=period.label, end=period.end.isoformat())
    return Slot(plan.id, period, "")


def closure_of(archive: Archive, slot: Slot) -> tuple[Decision, ...]:
    """The closure of that very period, where it is closed."""
    found = closed(archive.decisions(slot.plan, slot.period))
    return tuple(one for one in found if one.slot == slot)


def reopenable(archive: Archive, plan: Plan, label: str, on: datetime) -> Slot:
    """A period that may be reopened at a moment; UsageError where it is not closed then."""
    slot = Slot(plan.id, period_within(plan, label), "")
    closures = closed(archive.decisions(plan.id))
    mine = next((one for one in closures if one.slot == slot), None)
    if mine is None:
        known = ", ".join(one.slot.period.label for one in closures) or "-"
        raise UsageError("period-not-closed", period=slot.period.label, known=known)
    if on < mine.on:
        day = mine.on.date().isoformat()
        raise UsageError("reopening-too-early", period=slot.period.label, closed=day)
    return slot


def took_over(archive: Archive, plan: Plan, receipt: Receipt) -> Iterator[Receipt]:
    """Later receipts that hold figures from this one's file, as corrections by letter do."""
    slot = receipt.slot
    for one in archive.receipts(slot.plan, slot.period, slot.reporter):
        if one.number > receipt.number and any(
            answer.cell and answer.cell.digest == receipt.sha256
            for answer in archive.observations(one, plan)
        ):
            yield one


def holding(
    before: Iterable[Decision], asked: Decision, sha256: str | None, *, any_day: bool
) -> Decision | None:
    """The decision in force by which what is asked for holds already; None where there is none.

    UsageError where other people, or for other reasons, have decided the same: then nothing new
    can be said. `any_day` where nobody named the day on which it was to begin.
    """
    alike = [one for one in before if _comes_to_the_same(one, asked)]
    if not alike:
        return None
    found = alike[-1]
    letter = found.letter.sha256 if found.letter else None
    same = replace(
        found,
        number=0,
        on=asked.on if any_day else found.on,
        recorded_on=asked.recorded_on,
        tool=asked.tool,
        letter=None,
        issues=asked.issues,
    )
    if (same, letter) != (asked, sha256):
        on = found.on.date().isoformat()
        raise UsageError("decision-holds", decision=found.id, by=found.approved_by, on=on)
    return found


def _comes_to_the_same(one: Decision, other: Decision) -> bool:
    """Of a waiver it is asked for what is waived already, or for none of it."""
    return (
        (one.kind, one.slot, one.receipt) == (other.kind, other.slot, other.receipt)
        and (one.until, one.attested) == (other.until, other.attested)
        and (not other.issues or not set(other.issues).isdisjoint(one.issues))
    )
