"""What a plan says: its objectives, indicators, targets, reporters and code lists.

These are the shapes that the YAML files under `indicators/` must have. Every key is described
here, once; `mne plan schema` exports the same descriptions for editors.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    RootModel,
    model_validator,
)

from mne.model.record import At, parse_at
from mne.periods import Frequency, Period

Level = Literal["impact", "outcome", "output"]
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
Basis = Literal["sourced", "adapted", "illustrative"]


def _period(value: object) -> object:
    return Period.parse(value) if isinstance(value, str) else value


PeriodField = Annotated[
    Period,
    BeforeValidator(_period, json_schema_input_type=str),
    PlainSerializer(lambda period: period.label, return_type=str),
]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]*$")]


class Definition(BaseModel):
    """Common to all: unknown keys are faults, and nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(RootModel[dict[str, str]]):
    """The same words in several languages, by language code; English is always there."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def _has_english(self) -> Text:
        if not self.root.get("en"):
            message = "an English text (en) is needed"
            raise ValueError(message)
        return self

    def say(self, language: str) -> str:
        """The words in a language, or in English where that language has none."""
        return self.root.get(language) or self.root["en"]

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.root.items())))


class Provenance(Definition):
    """Where a definition comes from; printed wherever it is listed."""

    basis: Basis
    """sourced: worded by the plan; adapted: from a named standard; illustrative: ours alone."""
    source: str = ""

    @model_validator(mode="after")
    def _names_its_source(self) -> Provenance:
        if self.basis != "illustrative" and not self.source:
            message = f"a definition that is {self.basis} must name its source"
            raise ValueError(message)
        return self


class Validity(Definition):
    """A thing that exists between two days, or always."""

    valid_from: date | None = None
    valid_to: date | None = None

    def valid_during(self, period: Period) -> bool:
        """Whether it exists on every day of the period."""
        return (self.valid_from is None or self.valid_from <= period.start) and (
            self.valid_to is None or period.end <= self.valid_to
        )


class Code(Validity):
    """One entry of a code list."""

    name: Text
    aliases: tuple[str, ...] = ()
    """Other spellings that are accepted in a file; they are never printed."""
    asked_of: tuple[str, ...] = ()
    """The reporters that can answer for this code; none named means all."""

    def answers_to(self, code: str, text: str) -> bool:
        """Whether a text means this entry: its code or an alias, in any case of letters."""
        return text.casefold() in {code.casefold(), *map(str.casefold, self.aliases)}


class Codelist(Definition):
    """The values of a dimension. Its id is its file's name; `unknown` is always one of them."""

    id: Id
    title: Text
    provenance: Provenance
    codes: dict[Id, Code]

    def __hash__(self) -> int:
        return hash(self.id)


class Reporter(Validity):
    """A body that sends returns."""

    id: Id
    name: Text
    abbreviation: str
    """As printed where the name is too long."""
    aliases: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("km", "en")
    """The languages of its form, its own first."""


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


class Objective(Definition):
    """What a group of indicators is for."""

    id: Id
    title: Text
    level: Level
    pillar: str
    """policy, prevention, criminal-justice, protection or follow-up: common to all plans."""
    provenance: Provenance
    indicators: tuple[Indicator, ...]


_TERM = re.compile(r"(-?)([A-Za-z0-9][A-Za-z0-9_+-]*)(?:\.([a-z_]+))?(?:@(.+))?")


class Term(Definition):
    """One figure in a rule: written `NPA1-JUS-02`, `-NPA1-JUS-04.numerator@sex=female`."""

    indicator: Id
    part: str = ""
    at: At = ()
    sign: Literal[1, -1] = 1

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: object) -> object:
        if not isinstance(data, str):
            return data
        if not (found := _TERM.fullmatch(data)):
            message = f"{data!r} is not written as [-]INDICATOR[.part][@dimension=code]"
            raise ValueError(message)
        sign, indicator, part, at = found.groups()
        return {
            "indicator": indicator,
            "part": part or "",
            "at": parse_at(at or ""),
            "sign": -1 if sign else 1,
        }


class Rule(Definition):
    """A relation that must hold between figures of one return."""

    id: Id
    title: Text
    left: tuple[Term, ...]
    operator: Literal["==", "!=", "<", "<=", ">", ">=", "both_or_neither", "not_both"]
    right: tuple[Term, ...]
    missing: Literal["skip_if_any_missing", "skip_if_all_missing", "missing_is_zero"] = (
        "skip_if_any_missing"
    )
    severity: Literal["error", "warning"] = "error"


class Rating(Definition):
    """The achievement from which each rating is given; printed beside the first use."""

    met: Decimal = Decimal(1)
    behind_schedule: Decimal = Decimal("0.5")


class Span(Definition):
    """The days that a plan covers by name, and those on which returns are asked for."""

    start: date
    end: date
    reporting_start: date | None = None
    reporting_end: date | None = None

    @property
    def period(self) -> Period:
        """The nominal span."""
        return Period(self.start, self.end)

    @property
    def reporting(self) -> Period:
        """The span over which returns are expected; the nominal one if not given."""
        return Period(self.reporting_start or self.start, self.reporting_end or self.end)


class Disclosure(Definition):
    """When a count is too small to publish."""

    threshold: int = Field(default=10, ge=3)


class PlanHeader(Definition):
    """The keys of `plan.yaml`."""

    id: Id
    title: Text
    note: Text | None = None
    """What a reader must know before trusting it; printed on the cover."""
    span: Span
    adopted_on: date | None = None
    calendar: Frequency
    """How often a return is due."""
    due_days: int = Field(ge=0)
    holidays: frozenset[date] = frozenset()
    time_zone: str
    languages: dict[str, Literal["reviewed", "awaiting-reader"]]
    """The languages of forms and reports, and whether a native reader has been through them."""
    minimum_answered: Decimal = Decimal("0.5")
    """The share of answers from which a return counts as having come on time."""
    reporters: tuple[Reporter, ...]
    rating: Rating = Rating()
    disclosure: Disclosure = Disclosure()
    rules: tuple[Rule, ...] = ()
    provenance: Provenance


class Plan(PlanHeader):
    """A plan with everything that its files say."""

    objectives: tuple[Objective, ...]
    codelists: dict[Id, Codelist]
    digest: str = ""
    """SHA-256 of the canonical definitions, in hexadecimal."""

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators, in the order of the objectives."""
        return tuple(one for objective in self.objectives for one in objective.indicators)

    @cached_property
    def indicators_by_id(self) -> dict[str, Indicator]:
        """Each indicator under its id, in the order of the objectives."""
        return {one.id: one for one in self.indicators}

    @cached_property
    def reporters_by_id(self) -> dict[str, Reporter]:
        """Each reporter under its id, in order of precedence."""
        return {one.id: one for one in self.reporters}

    def codes(self, dimension: str, period: Period) -> tuple[str, ...]:
        """The codes of a dimension that exist throughout a period, in the list's order."""
        return tuple(
            code
            for code, entry in self.codelists[dimension].codes.items()
            if entry.valid_during(period)
        )
