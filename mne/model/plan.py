"""What a plan says: its objectives, reporters, code lists, rules, and the days that it covers.

These are the shapes that the YAML files under `indicators/` must have. Every key is described
once: here, in `indicator` and in `common`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from mne.model.common import Definition, Id, Level, Provenance, Text
from mne.model.indicator import Indicator
from mne.model.record import At, parse_at
from mne.periods import Frequency, Period


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


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        message = f"{name!r} is not a time zone; write one such as Asia/Phnom_Penh"
        raise ValueError(message) from error
    return name


class PlanHeader(Definition):
    """The keys of `plan.yaml`."""

    id: Id
    title: Text
    scope: Literal["national", "regional"] = "national"
    """Whether one country's bodies report, or several countries'."""
    note: Text | None = None
    """What a reader must know before trusting it; printed on the cover."""
    span: Span
    adopted_on: date | None = None
    calendar: Frequency
    """How often a return is due."""
    due_days: int = Field(ge=0)
    holidays: frozenset[date] = frozenset()
    time_zone: Annotated[str, AfterValidator(_known_zone)]
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

    @cached_property
    def code_names(self) -> dict[tuple[str, str], Text]:
        """What each code of each dimension is called."""
        return {
            (dimension, code): entry.name
            for dimension, codelist in self.codelists.items()
            for code, entry in codelist.codes.items()
        }

    def end_of(self, day: date) -> datetime:
        """The last moment of a day where the plan is at home."""
        return datetime.combine(day, time.max, ZoneInfo(self.time_zone))

    def codes(self, dimension: str, period: Period) -> tuple[str, ...]:
        """The codes of a dimension that exist throughout a period, in the list's order."""
        return tuple(
            code
            for code, entry in self.codelists[dimension].codes.items()
            if entry.valid_during(period)
        )
