"""What a plan says: its objectives, reporters, code lists, rules, and the days that it covers.

These are the shapes that the YAML files under `indicators/` must have. Every key is described
once: here, in `indicator` and in `common`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from mne.model.activity import Activity
from mne.model.common import (
    Day,
    Definition,
    Id,
    Level,
    PeriodField,
    Provenance,
    Text,
    Validity,
    misfit,
)
from mne.model.indicator import Combine, CountingUnit, HistoryBand, Indicator, State
from mne.model.own_sheet import OwnLayout
from mne.model.reporter import Reporter
from mne.model.rule import Rule
from mne.periods import Frequency, Period
from mne.typed import Spellings

COVERAGE = "coverage"
"""How the rows that ask for it are known in a form; no indicator may be called so."""


class Code(Validity):
    """One entry of a code list."""

    name: Text
    aliases: tuple[str, ...] = ()
    """Other spellings that are accepted in a file; they are never printed."""
    asked_of: tuple[str, ...] = ()
    """The reporters that can answer for this code; none named means all."""
    split_from: Id | None = None
    """The code that it was cut from when it came into being: since then neither is what it was."""


class Codelist(Definition):
    """The values of a dimension. Its id is its file's name; `unknown` is always one of them."""

    id: Id
    title: Text
    provenance: Provenance
    codes: dict[Id, Code]
    """The codes with their names, in the order in which they are listed."""

    def spellings(self, codes: Iterable[str]) -> Spellings:
        """How each of some codes may be written: its aliases, and its names in all languages."""
        entries = ((code, self.codes[code]) for code in codes)
        return {code: (*one.aliases, *one.name.root.values()) for code, one in entries}

    def __hash__(self) -> int:
        return hash(self.id)


class Objective(Definition):
    """What a group of indicators is for."""

    id: Id
    """Known over the whole workspace; never used again for another."""
    title: Text
    level: Level
    """Where it stands in the chain of results."""
    pillar: str
    """policy, prevention, criminal-justice, protection or follow-up: common to all plans."""
    working_group: Id | None = None
    """The working group that looks after it; who reports under it belongs to that group's work."""
    provenance: Provenance
    indicators: tuple[Indicator, ...] = ()
    """None where nothing is known of how the objective is measured."""


class Rating(Definition):
    """The achievement from which each rating is given; printed beside the first use."""

    met: Decimal = Decimal(1)
    """A result is met from this share of its target: 1 is all of it."""
    behind_schedule: Decimal = Decimal("0.5")
    """A result is behind schedule from this share of its target, and needs attention below."""


class Span(Definition):
    """The days that a plan covers by name, and those on which returns are asked for."""

    start: Day
    """The first day that the plan covers by name."""
    end: Day
    """The last day that the plan covers by name."""
    reporting_start: Day | None = None
    """The first day on which returns are asked for, if another."""
    reporting_end: Day | None = None
    """The last day on which returns are asked for, if another."""

    @property
    def period(self) -> Period:
        """The nominal span."""
        return Period(self.start, self.end)

    @property
    def reporting(self) -> Period:
        """The span over which returns are expected; the nominal one if not given."""
        return Period(self.reporting_start or self.start, self.reporting_end or self.end)


class Campaign(Definition):
    """A window outside the calendar for which returns are asked, as for a police campaign."""

    period: PeriodField
    """The first and last day, as 2012-08-18--2012-11-10."""
    title: Text


_HEARD = {
    "yes": Text({"en": "Yes", "km": "បាទ/ចាស"}),
    "no": Text({"en": "No", "km": "ទេ"}),
}


class CoverageAsked(Definition):
    """Which offices below a reporter sent it their figures: asked in every return."""

    dimension: Id
    """The code list of the offices, such as `province`."""
    asked_of: tuple[Id, ...] = Field(min_length=1)
    """The ids of the reporters that are asked."""
    title: Text
    without: tuple[Id, ...] = ("unknown",)
    """Codes of the list that are no office."""

    def as_indicator(self) -> Indicator:
        """The same as the form asks it: yes or no for each office."""
        return Indicator(
            id=COVERAGE,
            title=self.title,
            level="output",
            kind="coverage",
            states=tuple(State(id=id_, name=name) for id_, name in _HEARD.items()),
            breakdowns=((self.dimension,),),
            combine=Combine(over_time="last_in_period"),
            lead=self.asked_of[0],
            contributing=self.asked_of[1:],
            provenance=Provenance(basis="illustrative"),
        )


class Disclosure(Definition):
    """When a count is too small to publish."""

    threshold: int = Field(default=10, ge=3)
    """Counts of persons below this are withheld from what is published."""


PrivacyAnswer = Literal["refuse", "warn", "allow"]


class Privacy(Definition):
    """What becomes of a file that holds what would point at a person.

    refuse: nothing of it is kept; warn: it is kept, and the sender is asked; allow: not looked for.
    """

    persons_listed: Literal["refuse", "warn"] = "refuse"
    """Rows of names beside dates of birth, ages, telephone or identity numbers."""
    person_described: Literal["refuse", "warn"] = "refuse"
    """A name beside a date of birth or an age, within a text."""
    identity_number: PrivacyAnswer = "refuse"
    """Numbers of identity cards and passports."""
    case_number: PrivacyAnswer = "warn"
    """Numbers of court and police files."""
    phone_number: PrivacyAnswer = "warn"
    """Telephone numbers, other than the hotlines."""
    hotlines: tuple[str, ...] = ()
    """Telephone numbers that everyone may know; those of up to five digits need not be named."""

    def asks(self, code: str) -> PrivacyAnswer:
        """What becomes of a file in which that was found, by the code of its issue."""
        answer: PrivacyAnswer = getattr(self, code.replace("-", "_"))
        return answer


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise misfit("time-zone-unknown") from error
    return name


_MOST: dict[CountingUnit, Decimal] = {
    "person": Decimal(1_000_000),
    "attendance": Decimal(1_000_000),
    "case": Decimal(100_000),
    "offence": Decimal(100_000),
    "event": Decimal(100_000),
    "document": Decimal(10_000_000),
    "facility": Decimal(100_000),
    "activity": Decimal(100_000),
    "place": Decimal(100_000),
}
"""Far above anything that one body of one country could report of one quarter: what lies beyond is
a slip of the keyboard, such as a telephone number or two figures run into one."""


class PlanHeader(Definition):
    """The keys of `plan.yaml`."""

    id: Id
    title: Text
    scope: Literal["national", "regional"] = "national"
    """Whether one country's bodies report, or several countries'."""
    note: Text | None = None
    """What a reader must know before trusting it; printed on the cover."""
    span: Span
    adopted_on: Day | None = None
    """The day of adoption, where it is known."""
    calendar: Frequency
    """How often a return is due."""
    campaigns: tuple[Campaign, ...] = ()
    """Windows for which returns are due as well; indicators of the frequency `campaign` are asked
    in them."""
    due_days: int = Field(ge=0)
    """How many days after the end of a period its return is due; moved to the next working day."""
    holidays: frozenset[Day] = frozenset()
    """Days on which no return falls due."""
    time_zone: Annotated[str, AfterValidator(_known_zone)]
    """In which a day ends, such as Asia/Phnom_Penh."""
    languages: dict[str, Literal["reviewed", "awaiting-reader"]]
    """The languages of forms and reports, and whether a native reader has been through them."""
    minimum_answered: Decimal = Field(default=Decimal("0.5"), ge=0, le=1)
    """The share of answers from which a return counts as having come on time."""
    reporters: tuple[Reporter, ...]
    """Who reports, in the official order of precedence: ids of the register `reporters.yaml`, or
    each under its id with its keys."""
    rating: Rating = Rating()
    disclosure: Disclosure = Disclosure()
    privacy: Privacy = Privacy()
    """What becomes of a return that holds what would point at a person."""
    rules: tuple[Rule, ...] = ()
    """Relations that must hold between figures, each under an id."""
    most_plausible: dict[CountingUnit, Decimal] = Field(default=_MOST)
    """The most that one return can sensibly say of persons, of cases, and so on; more is refused,
    and needs a waiver where it is right. What is not named has no bound."""
    history: HistoryBand | None = None
    """What is unlike the figures of earlier periods; none where that is not looked at."""
    coverage: CoverageAsked | None = None
    """Which offices below a reporter sent it their figures, if that is asked."""
    provenance: Provenance


class Plan(PlanHeader):
    """A plan with everything that its files say."""

    objectives: tuple[Objective, ...]
    activities: tuple[Activity, ...] = ()
    layouts: tuple[OwnLayout, ...] = ()
    """How spreadsheets of the reporters' own are read."""
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
    def asked_by_id(self) -> dict[str, Indicator]:
        """Everything that a form may ask: the offices heard, the indicators, the activities."""
        heard = (self.coverage.as_indicator(),) if self.coverage else ()
        activities = (one.as_indicator() for one in self.activities)
        return {one.id: one for one in (*heard, *self.indicators, *activities)}

    @cached_property
    def reporters_by_id(self) -> dict[str, Reporter]:
        """Each reporter under its id, in order of precedence."""
        return {one.id: one for one in self.reporters}

    @cached_property
    def asked_reporters(self) -> tuple[Reporter, ...]:
        """The reporters who send returns, in order of precedence.

        A working group may be listed so that objectives can name it; its members report.
        """
        indicators = [one for one in self.asked_by_id.values() if one.is_asked]
        asked = {name for one in indicators for name in one.reporters}
        return tuple(one for one in self.reporters if one.id in asked)

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
        return _codes_in(self, dimension, period)


@lru_cache(1024)
def _codes_in(plan: Plan, dimension: str, period: Period) -> tuple[str, ...]:
    codes = plan.codelists[dimension].codes
    return tuple(code for code, entry in codes.items() if entry.valid_during(period))
