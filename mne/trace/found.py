"""What is known when a figure is traced, what is found, and how a part becomes its cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from mne.archive import Archive
from mne.model import At, Missing, Observation, Plan, Progress, Receipt, Slot
from mne.observations import ObservationTable, canonical_at
from mne.periods import Period
from mne.progress import Wanted
from mne.progress.ask import Ask, Part


@dataclass(frozen=True)
class Known:
    """A plan, its archive, and what of it counted on the day of knowledge."""

    plan: Plan
    archive: Archive
    table: ObservationTable
    counting: Mapping[Slot, Receipt]
    exempt: AbstractSet[Slot]
    as_of: date

    @cached_property
    def receipts(self) -> dict[str, Receipt]:
        """The receipts that count, by their ids."""
        return {one.id: one for one in self.counting.values()}

    def wanted(self, period: Period) -> Wanted:
        """What is measured for a period."""
        return Wanted(self.plan, period, self.counting, as_of=self.as_of, exempt=self.exempt)

    def piece(self, observation: Observation, receipt: Receipt) -> Piece:
        """An answer with the file that it was typed in; a correction by letter takes over cells."""
        cell, slot = observation.cell, receipt.slot
        home = receipt
        if cell and cell.digest != receipt.sha256:
            sent = self.archive.receipts(slot.plan, slot.period, slot.reporter)
            home = next((one for one in sent if one.sha256 == cell.digest), receipt)
        return Piece(observation, receipt, home)


class Piece(NamedTuple):
    """One answer that a figure is made of, and the receipt that holds it."""

    observation: Observation
    receipt: Receipt
    home: Receipt
    """The receipt in whose file it was typed."""


class Gap(NamedTuple):
    """One answer that a figure lacks; where its return came, what stands there instead."""

    indicator: str
    at: At
    missing: Missing
    receipt: Receipt | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Traced:
    """A figure, and every answer that it is made of."""

    indicator: str
    period: Period
    at: At
    value: Decimal | str | None
    """As `progress` prints it; None where there is none, and for words."""
    row: Progress | None
    """None for an activity and for words, which are not measured."""
    pieces: tuple[Piece, ...]
    gaps: tuple[Gap, ...] = ()
    confirmed: tuple[Piece, ...] = ()
    """The answers of how many different persons a year's figure is."""


MEASURED = ("", "numerator", "denominator", "state", "reached_on")
"""The parts of an answer that say how much, how far and since when."""


def pieces_of(known: Known, ask: Ask, part: Part) -> Iterator[Piece]:
    """The answers that one part of a row is made of, as they stand in its receipt."""
    receipt = known.receipts[part.receipt]
    cells = {canonical_at(one) for one in part.cells}
    for one in answers_in(known, receipt, ask.source.id, MEASURED):
        if canonical_at(one.at) in cells:
            yield known.piece(one, receipt)


def answers_in(
    known: Known, receipt: Receipt, indicator: str, parts: Collection[str]
) -> Iterator[Observation]:
    """What a receipt says of an indicator; a day that was not given says nothing."""
    for one in known.archive.observations(receipt, known.plan):
        unsaid = one.part == "reached_on" and one.value is None
        if one.indicator == indicator and one.part in parts and not unsaid:
            yield one
