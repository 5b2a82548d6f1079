"""From a cell on: what was typed in it, whether that counts, and which figures are made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from mne.errors import UsageError
from mne.formulas import named_by
from mne.kinds import activity as activity_kind
from mne.kinds.count import CONFIRMED
from mne.layout import form_periods
from mne.model import At, Indicator, Observation, Progress, Receipt
from mne.model.selection import Selection
from mne.observations import canonical_at
from mne.periods import Period
from mne.progress import Grounded, Wanted, ground_all
from mne.progress.activities import follow_activities
from mne.progress.ask import LOOKS_BACK
from mne.trace.figure import activity_pieces
from mne.trace.found import MEASURED, Known, Piece

WhyNot = Literal[
    "", "not-yet-received", "refused", "after-closing", "superseded", "other-counts", "not-counted"
]
_MOST_NAMED = 12


class Rested(NamedTuple):
    """A figure that is made of the answer in a cell."""

    indicator: str
    period: Period
    at: At
    value: Decimal | str | None
    row: Progress | None
    """None for an activity."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a cell of a return, and what became of it."""

    receipt: Receipt
    piece: Piece
    counts: bool
    why_not: WhyNot
    """Why the receipt does not count; empty where it does."""
    counting: Receipt | None
    """The receipt of that return that counts, if any does."""
    instead: Piece | None
    """What that receipt says of the same figure, where it is another receipt."""
    rested: tuple[Rested, ...]


def trace_cell(known: Known, receipt: Receipt, sheet: str, ref: str) -> Typed:
    """The answer in a cell, and the figures made of it; UsageError where no answer stands there."""
    if receipt.removed_by:
        raise UsageError("receipt-removed", receipt=receipt.id, decision=receipt.removed_by)
    if receipt.not_kept:
        raise UsageError("receipt-not-kept", receipt=receipt.id)
    observation = _answer_at(known, receipt, sheet, ref)
    counting = known.counting.get(receipt.slot)
    counts = counting is not None and counting.id == receipt.id
    piece = known.piece(observation, receipt)
    instead = None if counts or not counting else _instead(known, counting, observation)
    # A correction by letter takes over every cell that it does not correct.
    used = instead if instead and instead.observation.cell == observation.cell else None
    used = piece if counts else used
    return Typed(
        receipt=receipt,
        piece=piece,
        counts=counts,
        why_not="" if counts else _why_not(known, receipt, counting),
        counting=counting,
        instead=instead,
        rested=tuple(_rested(known, used.receipt, used.observation)) if used else (),
    )


def _answer_at(known: Known, receipt: Receipt, sheet: str, ref: str) -> Observation:
    answers = known.archive.observations(receipt, known.plan)
    in_order = sorted(answers, key=lambda one: bool(one.cell and one.cell.digest == receipt.sha256))
    placed = {(one.cell.sheet.casefold(), one.cell.ref): one for one in in_order if one.cell}
    found = placed.get((sheet.casefold(), ref.upper()))
    if found is None:
        cells = [f"{one.cell.sheet}!{one.cell.ref}" for one in placed.values() if one.cell]
        same = [one for one in cells if one.casefold().startswith(f"{sheet.casefold()}!")]
        beside = [one for one in same if _row_of(one) == _row_of(ref)]
        near = (beside or same or cells)[:_MOST_NAMED]
        raise UsageError(
            "trace-no-answer-there",
            receipt=receipt.id,
            cell=f"{sheet}!{ref.upper()}",
            known=", ".join(near) or "-",
        )
    return found


def _row_of(cell: str) -> str:
    return re.sub(r"\D", "", cell.rpartition("!")[2])


def _why_not(known: Known, receipt: Receipt, counting: Receipt | None) -> WhyNot:
    if receipt.received_on > known.plan.end_of(known.as_of):
        return "not-yet-received"
    if receipt.verdict != "accepted":
        return "refused"
    if receipt.after_closing:
        return "after-closing"
    if counting is None:
        return "not-counted"
    later = (counting.received_on, counting.number) > (receipt.received_on, receipt.number)
    return "superseded" if later else "other-counts"


def _instead(known: Known, counting: Receipt, observation: Observation) -> Piece | None:
    for one in known.archive.observations(counting, known.plan):
        if _figure(one) == _figure(observation):
            return known.piece(one, counting)
    return None


def _figure(one: Observation) -> tuple[str, At, str, Period]:
    return one.indicator, canonical_at(one.at), one.part, one.period


def _rested(known: Known, receipt: Receipt, observation: Observation) -> Iterator[Rested]:
    """The figures of its period, its year and the whole plan.

    Where the last answer counts, also those of later periods that still rest on it.
    """
    if observation.indicator in {one.id for one in known.plan.activities}:
        yield from _activities(known, receipt, observation)
        return
    wanted = [*_wanted(known, observation)]
    pages = ground_all(known.table, wanted) if wanted else ()
    for found in (row for rows in pages for row in rows):
        if _rests_on(found, receipt, observation):
            row = found.row
            yield Rested(row.indicator, row.period, row.at, row.actual, row)


def _wanted(known: Known, observation: Observation) -> Iterator[Wanted]:
    by = tuple(dimension for dimension, _ in observation.at)
    for indicator in known.plan.indicators:
        if observation.indicator in _below(known, indicator):
            selection = Selection(indicator=indicator.id)
            for period in _periods(known, observation, looks_back=_looks_back(known, indicator)):
                yield known.wanted(period)._replace(by=by, selection=selection)


def _below(known: Known, indicator: Indicator) -> frozenset[str]:
    """The indicators whose answers may be in its figures: its own, a view's, a formula's."""
    if indicator.view_of:
        return frozenset({indicator.view_of.indicator})
    if indicator.formula is None:
        return frozenset({indicator.id})
    named = (known.plan.indicators_by_id[one.indicator] for one in named_by(indicator))
    return frozenset().union(*(_below(known, one) for one in named))


def _looks_back(known: Known, indicator: Indicator) -> bool:
    if indicator.formula is None:
        return indicator.combine.over_time in LOOKS_BACK
    named = (known.plan.indicators_by_id[one.indicator] for one in named_by(indicator))
    return any(_looks_back(known, one) for one in named)


def _periods(known: Known, observation: Observation, *, looks_back: bool) -> list[Period]:
    whole = known.plan.span.reporting
    own = observation.period
    found = {own, Period.containing(own.start, "year"), whole}
    if looks_back:
        later = {one for one in form_periods(known.plan) if own < one}
        found |= later | {Period.containing(one.start, "year") for one in later}
    return sorted(one for one in found if whole.contains(one))


def _rests_on(found: Grounded, receipt: Receipt, observation: Observation) -> bool:
    if observation.part == CONFIRMED:
        return found.row.confirmed is not None and found.row.period == observation.period
    return observation.part in MEASURED and any(
        part.receipt == receipt.id and canonical_at(observation.at) in map(canonical_at, part.cells)
        for ask, figure in found.made_of
        if ask.source.id == observation.indicator
        for part in figure.used
    )


def _activities(known: Known, receipt: Receipt, observation: Observation) -> Iterator[Rested]:
    """The state of an activity stands until another is told."""
    for period in _periods(known, observation, looks_back=True):
        asked = (known.plan, period, known.table, known.counting)
        for row in follow_activities(*asked, as_of=known.as_of):
            is_it = row.activity.id == observation.indicator
            if is_it and known.piece(observation, receipt) in activity_pieces(known, row):
                spent = observation.part == activity_kind.SPENT
                value = row.spent if spent else row.state
                yield Rested(row.activity.id, period, (), value, None)
