"""Who sent what and when: the pages about returns, not about results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mne.compliance import SlotStatus
from mne.messages import message
from mne.model import Plan, Receipt
from mne.report.figures import NONE, Figures
from mne.report.inputs import ReportInput
from mne.report.typography import percent
from mne.report.wording import Wording


class MatrixCell(NamedTuple):
    """One return in the matrix: the word carries the meaning, the shade repeats it."""

    state: str
    word: str


class MatrixRow(NamedTuple):
    """One reporter in the matrix."""

    abbreviation: str
    name: str
    cells: tuple[MatrixCell, ...]
    received: str
    on_time: str
    available: str


class Matrix(NamedTuple):
    """Reporters by periods."""

    periods: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


class ReturnRow(NamedTuple):
    """One expected return of a ministry."""

    period: str
    due: str
    extended: bool
    """Whether that day was put off by a decision."""
    received: str
    accepted: str
    state: MatrixCell
    sendings: str
    figures: str
    """How many of the figures asked for were given."""


class DelayRow(NamedTuple):
    """One cause for which returns were not accepted by their due day."""

    cause: str
    returns: int
    days: str
    """Of those accepted since, the days that lay there."""


class ReceiptRow(NamedTuple):
    """One sending, as the annex lists it."""

    id: str
    file: str
    origin: str
    """How it is known, where it was not sent as a file: `Printed in: Annual report 2012`."""
    received: str
    verdict: str
    attested: tuple[str, ...]
    """Who has vouched for its figures, and when."""
    by: str
    reason: str
    sha256: str


def matrix(given: ReportInput, figures: Figures, wording: Wording) -> Matrix:
    """The completeness matrix, reporters in the plan's order."""
    slots = given.compliance.slots
    periods = sorted({slot.period for slot in slots})
    by_place = {(slot.reporter, slot.period): slot for slot in slots}
    rows = []
    for reporter in given.plan.reporters:
        mine = [by_place.get((reporter.id, period)) for period in periods]
        if any(mine):
            rows.append(_matrix_row(figures, reporter.id, mine, wording))
    return Matrix(tuple(wording.short_period(period) for period in periods), tuple(rows))


def _matrix_row(
    figures: Figures, reporter: str, slots: Sequence[SlotStatus | None], wording: Wording
) -> MatrixRow:
    owed = [slot for slot in slots if slot and slot.counted]
    return MatrixRow(
        abbreviation=figures.reporter(reporter),
        name=figures.reporter_name(reporter),
        cells=tuple(_cell(slot, wording) for slot in slots),
        received=_of(wording, sum(slot.receipt is not None for slot in owed), len(owed)),
        on_time=_of(wording, *in_time(owed)),
        available=_available(owed),
    )


def in_time(slots: Sequence[SlotStatus]) -> tuple[int, int]:
    """How many came in time, out of those of which that is known."""
    known = [slot for slot in slots if not slot.timeliness_unknown]
    return sum(slot.on_time is True for slot in known), len(known)


def _of(wording: Wording, count: int, whole: int) -> str:
    return wording.say("coverage", reported=count, expected=whole) if whole else NONE


def _available(slots: Sequence[SlotStatus]) -> str:
    """Figures and zeros out of what was asked and applied."""
    cells = [slot.cells for slot in slots]
    asked = sum(one.required - one.na for one in cells)
    given = sum(one.figures + one.zeros for one in cells)
    return f"{given} / {asked}" if asked else NONE


def _cell(slot: SlotStatus | None, wording: Wording) -> MatrixCell:
    state = slot.state if slot else "exempt"
    is_unknown = slot is not None and slot.timeliness_unknown and state == "received"
    return MatrixCell(state, wording.say("state.known" if is_unknown else f"state.{state}"))


def delay_rows(given: ReportInput, wording: Wording) -> tuple[DelayRow, ...]:
    """With whom delays lay, in one order whatever the counts; nothing where none was late."""
    compliance = given.compliance
    if not compliance.delays:
        return ()
    days = compliance.days_late
    return tuple(
        DelayRow(wording.say(f"late.{cause}"), count, str(days.get(cause, NONE)))
        for cause, count in compliance.late_because.items()
    )


def delay_note(given: ReportInput, wording: Wording) -> str:
    """How the causes are told apart, and of how many returns it is known when the form went out."""
    known, due = given.compliance.forms_on_record, len(given.compliance.counted)
    return wording.say("late.note", known=known, due=due)


def return_rows(given: ReportInput, wording: Wording) -> tuple[ReturnRow, ...]:
    """The expected returns of the report's ministry, by period."""
    rows = []
    extended = {one.slot.period for one in given.decisions if one.kind == "extension"}
    for slot in sorted(given.compliance.slots, key=lambda one: one.period):
        sendings = [one for one in given.receipts if one.slot.period == slot.period]
        rows.append(
            ReturnRow(
                period=wording.period(slot.period),
                due=wording.day(slot.due),
                extended=slot.period in extended,
                received=_first_received(slot, given.plan, wording),
                accepted=wording.day(day_of(slot.first_accepted, given.plan)) or NONE,
                state=_cell(slot, wording),
                sendings=_sendings(sendings, wording),
                figures=_available([slot]),
            )
        )
    return tuple(rows)


def _first_received(slot: SlotStatus, plan: Plan, wording: Wording) -> str:
    """Of what stands in an old report nobody knows the day."""
    if slot.timeliness_unknown:
        return wording.say("returns.unknown")
    return wording.day(day_of(slot.first_received, plan)) or NONE


def _sendings(receipts: list[Receipt], wording: Wording) -> str:
    refused = sum(receipt.verdict != "accepted" for receipt in receipts)
    corrected = sum(bool(receipt.supersedes) for receipt in receipts)
    words = [str(len(receipts))]
    if refused:
        words.append(wording.say("sendings.refused", count=refused))
    if corrected:
        words.append(wording.say("sendings.corrected", count=corrected))
    return ", ".join(words)


def day_of(moment: datetime | None, plan: Plan) -> date | None:
    """The day of a moment, where the plan is at home."""
    return moment.astimezone(ZoneInfo(plan.time_zone)).date() if moment else None


def receipt_rows(given: ReportInput, wording: Wording) -> tuple[ReceiptRow, ...]:
    """Every sending that the report rests on or speaks of."""
    return tuple(
        ReceiptRow(
            id=receipt.id,
            file=receipt.file,
            origin=_origin(receipt, given, wording),
            received=wording.day(day_of(receipt.received_on, given.plan)),
            verdict=_verdict(receipt, wording),
            attested=tuple(_attestations(receipt, given, wording)),
            by=receipt.by,
            reason=receipt.reason,
            sha256=receipt.sha256,
        )
        for receipt in given.receipts
    )


def _origin(receipt: Receipt, given: ReportInput, wording: Wording) -> str:
    how, source, _ = receipt.origin
    if how == "sent":
        return ""
    day = wording.day(day_of(receipt.received_on, given.plan))
    return message(f"origin-{how}", wording.language, source=source, day=day)


def _verdict(receipt: Receipt, wording: Wording) -> str:
    """The verdict; what was accepted by a decision alone says so."""
    if receipt.removed_by:
        return wording.say("verdict.removed")
    if receipt.not_kept:
        return wording.say("verdict.not-kept")
    by_waiver = receipt.verdict == "accepted" and receipt.waivers
    return wording.say("verdict.waived" if by_waiver else f"verdict.{receipt.verdict}")


def _attestations(receipt: Receipt, given: ReportInput, wording: Wording) -> Iterator[str]:
    for one in receipt.decisions:
        if one.attested:
            day = wording.day(day_of(one.on, given.plan))
            yield wording.say(f"attested.{one.attested}", by=one.approved_by, day=day)


def owing(given: ReportInput, plan: Plan) -> tuple[str, ...]:
    """The reporters with a return still missing, by name, in the plan's order."""
    found = {
        slot.reporter for slot in given.compliance.slots if slot.state in {"missing", "refused"}
    }
    day = given.period.end
    return tuple(one.abbreviation_on(day) for one in plan.reporters if one.id in found)


def rate_lines(given: ReportInput, wording: Wording) -> tuple[tuple[str, str, str], ...]:
    """The four rates: name, value, what it is a share of, and what is left out."""
    rates, unknown = given.compliance.rates, given.compliance.timeliness_unknown
    left_out = f"; {wording.say('rate.unknown', count=unknown)}" if unknown else ""
    names = ("completeness", "timeliness", "conditional_timeliness", "data_availability")
    return tuple(
        (
            wording.say(f"rate.{name}"),
            percent(getattr(rates, name)) or wording.say("key.nothing-due"),
            wording.say(f"rate.{name}.of") + (left_out if "timeliness" in name else ""),
        )
        for name in names
    )
