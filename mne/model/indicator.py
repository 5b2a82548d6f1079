"""What an indicator is: what counts, who reports it, how it adds up, and what is meant."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from mne.model.common import Definition, Id, Level, PeriodField, Provenance, Text
from mne.periods import Frequency, Period

KindName = Literal["count", "ratio", "milestone", "amount", "narrative", "activity", "coverage"]
"""The last two are asked by the form on behalf of the plan; no file defines such an indicator."""
Stage = Literal["planned", "approved", "released", "spent"]
CountingUnit = Literal[
    "person",
    "attendance",
    "case",
    "offence",
    "event",
    "document",
    "facility",
    "money",
    "activity",
    "place",
]
OverTime = Literal[
    "sum", "mean", "min", "max", "last", "last_in_period", "ratio_of_sums", "latest_state", "none"
]
OverReporters = Literal[
    "sum", "mean", "min", "max", "lead_only", "ratio_of_sums", "all_reached", "none"
]
Direction = Literal["up", "down", "neutral"]
TargetIs = Literal["per_period", "cumulative", "level", "maintain", "ceiling"]
Sensitivity = Literal["none", "persons", "victims"]


class State(Definition):
    """One state of a milestone."""

    id: Id
    name: Text


class Combine(Definition):
    """How figures may be put together; what is not named may not be added."""

    over_time: OverTime = "none"
    over_reporters: OverReporters = "none"
    disjoint: bool = False
    """Whether no person or case can be in two reporters' figures."""


class Baseline(Definition):
    """Where things stood at the start, or when that will be known."""

    period: PeriodField | None = None
    value: str | None = None
    source: str = ""
    method: str = ""
    not_established: bool = False
    due: PeriodField | None = None

    @model_validator(mode="after")
    def _is_one_or_the_other(self) -> Baseline:
        if self.not_established == (self.value is not None):
            message = "give a value with its period, or not_established: true with a due period"
            raise ValueError(message)
        if self.value is not None and self.period is None:
            message = "a baseline value needs its period"
            raise ValueError(message)
        return self


class Target(Definition):
    """What is meant to be reached in a period. A later `set_on` revises it and hides nothing."""

    period: PeriodField
    value: str | None
    """A number, a ratio as a plain quotient (0.8), a state, or null: no longer pursued."""
    set_on: date
    reference: str


class Link(Definition):
    """How an indicator relates to an indicator or objective of another plan, or a framework."""

    to: Id
    relation: Literal["same", "part_of", "contributes", "proxy"]
    since: date | None = None
    until: date | None = None


class Attained(Definition):
    """A state that a milestone is known to have reached, from a named source, without a return."""

    state: str
    on: PeriodField
    """The day, month or year, as exactly as it is known."""
    evidence: str
    source: str


class HistoryBand(Definition):
    """When a figure is unlike the earlier ones: far outside their lowest and highest.

    Four points a year are too few for statistics; the band is a question in words, which a note
    answers.
    """

    at_least: int = Field(default=3, ge=2)
    """How many earlier figures there must be."""
    below: Decimal = Field(default=Decimal("0.5"), ge=0, le=1)
    """Asked about when under this part of the lowest of them."""
    above: Decimal = Field(default=Decimal(2), ge=1)
    """Asked about when over so many times the highest of them."""
    difference: Decimal = Field(default=Decimal(10), ge=0)
    """A smaller step than this is not asked about, in the indicator's unit."""


class View(Definition):
    """An indicator that is not asked for, but read out of another's breakdown."""

    indicator: Id
    where: dict[Id, tuple[str, ...]]
    """The codes that count, by dimension; they are summed."""


class Indicator(Definition):
    """One thing that is measured: what counts, who reports it, how it adds up, what is meant."""

    id: Id
    title: Text
    definition: Text | None = None
    counts_in: Text | None = None
    counts_out: Text | None = None
    level: Level
    kind: KindName
    unit: str = ""
    """The word after the number; for an amount, the currency."""
    counting_unit: CountingUnit | None = None
    repeats: Literal["none", "possible"] = "none"
    """Whether the same person may be counted again in a later period."""
    stock_or_flow: Literal["stock", "flow"] = "flow"
    frequency: Frequency | Literal["campaign"] | None = None
    """How often it is asked for; the plan's rhythm if not given. `campaign`: in the plan's
    campaign windows alone."""
    confirm_yearly: bool = False
    """Whether the last return of a year also asks how many different persons the year's figures
    are; a difference from the sum of the periods needs a note."""
    breakdowns: tuple[tuple[Id, ...], ...] = ()
    """Each inner list is one crossed table; the total is a figure of its own."""
    combine: Combine = Combine()
    lead: Id
    contributing: tuple[Id, ...] = ()
    direction: Direction = "neutral"
    baseline: Baseline | None = None
    target_is: TargetIs | None = None
    targets: tuple[Target, ...] = ()
    sensitivity: Sensitivity = "none"
    means_of_verification: Text | None = None
    method: str = ""
    """How it is counted; a baseline counted by another method is not comparable."""
    history: HistoryBand | None = None
    """Its own band, where the plan's does not suit it."""
    provenance: Provenance
    links: tuple[Link, ...] = ()
    numerator: Text | None = None
    """Ratio: what is counted above the line."""
    denominator: Text | None = None
    """Ratio: what is counted below the line."""
    states: tuple[State, ...] = ()
    """Milestone: its states in order, the first being where everything starts."""
    flags: tuple[State, ...] = ()
    """Milestone whose states have no clear order: each is reached on its own."""
    attained: tuple[Attained, ...] = ()
    """Milestone: what is known of it from other sources than returns."""
    stage: Stage | None = None
    """Amount: which money is meant."""
    places: int = Field(default=0, ge=0, le=4)
    """Decimal places when printed; a ratio's are those of its percentage."""
    view_of: View | None = None
    formula: str | None = None
    """Not asked for, but worked out: `[NPA1-PROT-02] / [NPA1-PROT-01]`."""
    since: date | None = None
    until: date | None = None
    replaces: Id | None = None

    @property
    def reporters(self) -> tuple[str, ...]:
        """All who are asked: the lead first."""
        return (self.lead, *self.contributing)

    @property
    def is_asked(self) -> bool:
        """Whether a form asks for it; a view or a formula is read out of other figures."""
        return self.view_of is None and self.formula is None

    @property
    def currency(self) -> str | None:
        """The currency of an amount."""
        return self.unit if self.kind == "amount" else None

    def asked_in(self, period: Period) -> bool:
        """Whether it is in force on every day of the period."""
        return (self.since is None or self.since <= period.start) and (
            self.until is None or period.end <= self.until
        )
