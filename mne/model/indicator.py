"""What an indicator is: what counts, who reports it, how it adds up, and what is meant."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from mne.model.common import Definition, Id, Level, PeriodField, Provenance, Text
from mne.periods import Frequency, Period

KindName = Literal["count", "ratio", "milestone", "amount", "narrative"]
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
    """How an indicator relates to one of another plan."""

    to: Id
    relation: Literal["same", "part_of", "contributes", "proxy"]
    since: date | None = None


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
    frequency: Frequency | None = None
    """How often it is asked for; the plan's rhythm if not given."""
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
    stage: Literal["planned", "approved", "released", "spent"] | None = None
    """Amount: which money is meant."""
    places: int = Field(default=0, ge=0, le=4)
    """Decimal places when printed; a ratio's are those of its percentage."""
    view_of: View | None = None
    since: date | None = None
    until: date | None = None
    replaces: Id | None = None

    @property
    def reporters(self) -> tuple[str, ...]:
        """All who are asked: the lead first."""
        return (self.lead, *self.contributing)

    @property
    def currency(self) -> str | None:
        """The currency of an amount."""
        return self.unit if self.kind == "amount" else None

    def asked_in(self, period: Period) -> bool:
        """Whether it is in force on every day of the period."""
        return (self.since is None or self.since <= period.start) and (
            self.until is None or period.end <= self.until
        )
