"""What an indicator is: what counts, who reports it, how it adds up, and what is meant."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from mne.model.common import Day, Definition, Id, Level, PeriodField, Provenance, Text, misfit
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
    """How the figures of several periods make one."""
    over_reporters: OverReporters = "none"
    """How the figures of several reporters make one."""
    disjoint: bool = False
    """Whether no person or case can be in two reporters' figures."""


class Baseline(Definition):
    """Where things stood at the start, or when that will be known."""

    period: PeriodField | None = None
    """When the value held."""
    value: str | None = None
    """The value; a ratio as a plain quotient (0.8), a milestone as a state."""
    source: str = ""
    """Where the value was read."""
    method: str = ""
    """How it was counted, where that differs from the indicator's own `method`."""
    not_established: bool = False
    """Whether it is not known yet; `due` then says when it will be."""
    due: PeriodField | None = None
    """By when it will be known."""

    @model_validator(mode="after")
    def _is_one_or_the_other(self) -> Baseline:
        if self.not_established == (self.value is not None):
            raise misfit("baseline-incomplete")
        if self.value is not None and self.period is None:
            raise misfit("baseline-without-period")
        return self


class Target(Definition):
    """What is meant to be reached in a period. A later `set_on` revises it and hides nothing."""

    period: PeriodField
    """The period in or by which it is to be reached."""
    value: str | None
    """A number, a ratio as a plain quotient (0.8), a state, or null: no longer pursued."""
    set_on: Day
    """The day on which it was decided."""
    reference: str
    """The document that sets it."""


class Link(Definition):
    """How an indicator relates to an indicator or objective of another plan, or a framework."""

    to: Id
    """The id of the indicator, objective or entry of a framework."""
    relation: Literal["same", "part_of", "contributes", "proxy"]
    """same: one and the same; part_of: counted in it; contributes: helps towards it; proxy: stands
    in for it."""
    since: Day | None = None
    """The first day of the relation."""
    until: Day | None = None
    """The last day of the relation."""


class Attained(Definition):
    """A state that a milestone is known to have reached, from a named source, without a return."""

    state: str
    """The id of the state."""
    on: PeriodField
    """The day, month or year, as exactly as it is known."""
    evidence: str
    """The document that shows it."""
    source: str
    """Where that was read."""


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
    """The indicator that it is read out of."""
    where: dict[Id, tuple[str, ...]]
    """The codes that count, by dimension; they are summed."""


class Indicator(Definition):
    """One thing that is measured: what counts, who reports it, how it adds up, what is meant."""

    id: Id
    title: Text
    definition: Text | None = None
    """What is counted, in one sentence."""
    counts_in: Text | None = None
    """What counts that could be thought not to."""
    counts_out: Text | None = None
    """What does not count that could be thought to."""
    level: Level
    """Where it stands in the chain of results."""
    kind: KindName
    """What it is: a number, a ratio of two numbers, a state, money or words."""
    unit: str = ""
    """The word after the number; for an amount, the currency."""
    counting_unit: CountingUnit | None = None
    """What one unit of the figure is."""
    repeats: Literal["none", "possible"] = "none"
    """Whether the same person may be counted again in a later period."""
    stock_or_flow: Literal["stock", "flow"] = "flow"
    """stock: what stood at the end of the period; flow: what happened during it."""
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
    """The id of the reporter who answers for it."""
    contributing: tuple[Id, ...] = ()
    """The ids of others who report it too; the id of a family stands for all its members."""
    direction: Direction = "neutral"
    """Whether more or less is better; neutral is never rated."""
    baseline: Baseline | None = None
    """Where things stood at the start."""
    target_is: TargetIs | None = None
    """per_period: in each period; cumulative: since the start of the plan; level: a level to come
    to; maintain: not to fall below; ceiling: not to rise above."""
    targets: tuple[Target, ...] = ()
    """What is meant to be reached, period by period."""
    sensitivity: Sensitivity = "none"
    """Whether small figures could point at persons, or at victims."""
    contacts: Literal["none", "allowed"] = "none"
    """Whether its words may hold telephone numbers, as of an office or a focal point."""
    means_of_verification: Text | None = None
    """The register or record that it is counted from."""
    method: str = ""
    """How it is counted; a baseline counted by another method is not comparable."""
    most_plausible: Decimal | None = Field(default=None, gt=0)
    """The most that one return can sensibly say, where the plan's bound does not suit it."""
    history: HistoryBand | None = None
    """Its own band, where the plan's does not suit it."""
    provenance: Provenance
    links: tuple[Link, ...] = ()
    """What it has to do with other plans and frameworks."""
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
    """Not asked for, but read out of the breakdown of another indicator."""
    formula: str | None = None
    """Not asked for, but worked out: `[NPA1-PROT-02] / [NPA1-PROT-01]`."""
    since: Day | None = None
    """The first day on which it is asked for."""
    until: Day | None = None
    """The last day on which it is asked for."""
    replaces: Id | None = None
    """The id of the indicator in whose place it came; the two make no one series."""

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
