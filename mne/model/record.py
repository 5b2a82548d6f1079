"""What happens to a figure: its cell, its meaning, what is wrong with it, what it adds up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from mne.model.indicator import Attained
from mne.periods import Period

CellType = Literal["number", "text", "boolean", "date", "error", "formula"]
Result = Literal["pass", "fail", "skipped", "not-applicable"]
Severity = Literal["error", "warning", "note"]
Status = Literal["reported", "blank", "NA", "ND", "estimated", "unreadable"]
RatingName = Literal[
    "met", "on-schedule", "behind-schedule", "needs-attention", "no-data", "not-rated"
]
Coverage = Literal["complete", "partial", "none", "not-aggregated"]
WhyBreak = Literal[
    "replaces-another", "replaced", "ended", "code-split", "code-starts", "code-ends"
]
WhyMissing = Literal["blank", "NA", "ND", "not-received", "unreadable", "not-whole"]
WhyNotAdded = Literal[
    "",
    "over-time",
    "over-reporters",
    "same-person",
    "lead-only",
    "different-levels",
    "body-within-another",
    "windows-overlap",
]
DueState = Literal["not-due", "reached", "reached-late", "overdue", "lapsed"]
Vouched = Literal["provisional", "signed", "validated"]
TrendBasis = Literal["same-reporters", "like-for-like"]

Value = Decimal | date | str | None
"""A figure (Decimal), a day reached (date), a state or a text (str), or nothing."""

At = tuple[tuple[str, str], ...]
"""Where in a breakdown: ((dimension, code), ...) in the definition's order; () is the total."""


def at_text(at: At) -> str:
    """`sex=female;age=0-14`; the empty text for the total."""
    return ";".join(f"{dimension}={code}" for dimension, code in at)


def parse_at(text: str) -> At:
    """The inverse of `at_text`; ValueError where a piece is not `dimension=code`."""
    pairs = []
    for piece in filter(None, text.split(";")):
        dimension, equals, code = piece.partition("=")
        if not (dimension and equals and code):
            message = f"{piece!r} is not written as dimension=code"
            raise ValueError(message)
        pairs.append((dimension, code))
    return tuple(pairs)


class Cell(NamedTuple):
    """One cell of a file, as found: the address that survives to the printed page."""

    digest: str
    """SHA-256 of the file, in hexadecimal."""
    sheet: str
    ref: str
    """Column and row, as in "D9"."""
    raw: str
    """Exactly what the cell holds, as text: 41, 3.5, #REF!, 2012-03-31, TRUE."""
    type: CellType
    """`formula` is a formula whose result the file does not hold."""
    formula: bool = False
    """Whether the cell holds a formula, with or without its result."""
    outside: bool = False
    """Whether that formula reads another file or program: what it shows cannot be checked here."""
    font: str = ""
    """The font of a text that is typed in one of the old Khmer fonts; empty for all others."""


class Observation(NamedTuple):
    """One answer: what a reporter said of one figure, and where it was typed."""

    indicator: str
    period: Period
    reporter: str
    at: At
    part: str
    """Empty for a count or an amount; `numerator`, `state`, `done`, ... otherwise."""
    value: Value
    status: Status
    """`reported` includes zero; `blank`, `NA` and `ND` carry no value."""
    note: str
    cell: Cell | None
    """None only where the figure did not come from a cell."""


@lru_cache(16_384)
def figure_text(indicator: str, at: At, part: str) -> str:
    """The whole name of a figure: `NPA1-JUS-02@sex=female#numerator`."""
    place = f"@{at_text(at)}" if at else ""
    return f"{indicator}{place}#{part}" if part else f"{indicator}{place}"


def parse_figure(text: str) -> tuple[At, str]:
    """Where in a breakdown, and which part, by the whole name of a figure."""
    whole, _, part = text.partition("#")
    return parse_at(whole.partition("@")[2]), part


class Slot(NamedTuple):
    """One expected return: which plan, which period, which reporter.

    Without a reporter it is the whole period, which is closed and reopened.
    """

    plan: str
    period: Period
    reporter: str

    def __str__(self) -> str:
        return "/".join(filter(None, (self.plan, self.period.label, self.reporter)))


class Issue(NamedTuple):
    """One thing to mend or to know. It holds no sentence: `issues` prints it in any language."""

    code: str
    severity: Severity
    sheet: str = ""
    cell: str = ""
    indicator: str = ""
    params: tuple[tuple[str, str], ...] = ()
    """The facts that fill in the sentence, `found` and `expected` among them."""


class Outcome(NamedTuple):
    """What a check that depends on several answers came to in one return."""

    check: str
    """The id of a rule of the plan, or the code of the issue that was looked for."""
    result: Result
    indicator: str = ""
    """Of what it was looked for; empty for a rule, which names its figures itself."""
    cells: tuple[str, ...] = ()
    """Skipped: the cells for whose sake it was, as `Return!D9`."""
    awaited: tuple[str, ...] = ()
    """Skipped: the returns that must come first, as `PLAN/PERIOD/REPORTER`."""
    between: tuple[str, ...] = ()
    """The figures of a rule between two bodies that fails, as `MOJ A-1 = 12`: for the secretariat
    alone, so never in an issue, a receipt or a list."""


class CellCounts(NamedTuple):
    """What became of the figures that a form asks for; narrative and dates are not counted."""

    required: int = 0
    figures: int = 0
    """Given and not zero."""
    zeros: int = 0
    na: int = 0
    nd: int = 0
    blank: int = 0
    """Blank or unreadable."""

    @property
    def answered(self) -> int:
        """Figures, zeros, and reasons why there is none."""
        return self.figures + self.zeros + self.na + self.nd


class Missing(NamedTuple):
    """A part that a total lacks, and why."""

    reporter: str
    period: Period
    why: WhyMissing
    """`not-whole`: only a part of its period lies in the asked one, so that its figure is no part
    of the total."""


class Units(NamedTuple):
    """How many offices below the reporters are in their figures, by what each return says.

    Three answers that are never mixed: it sent its figures; it did not; nobody said. An office of
    which nothing is said is not heard, but it is not known to be silent either.
    """

    dimension: str
    """The code list of the offices, such as `province`."""
    reported: int
    """Those that are said to have sent theirs."""
    unknown: int
    """Those of which nothing is said."""
    expected: int
    """All, once for each return in the figure."""


class Confirmed(NamedTuple):
    """How many different persons a year's figures are, where one may be in several of them."""

    persons: Decimal | None
    """The sum over the reporters that said so; None where none did."""
    reported: int
    """How many of the `expected` reporters said so."""
    expected: int


class SeriesBreak(NamedTuple):
    """A day since which a figure is not what it was before: the two are never compared."""

    day: date
    """The first day of what is new."""
    because: WhyBreak
    indicator: str
    """Whose definition says so: the figure's own, or one that it is worked out of."""
    place: str = ""
    """The code that began, ended or was cut, as `province=KH25`."""
    other: str = ""
    """What it replaces or is replaced by, or the code that it was cut from."""


class LeftOut(NamedTuple):
    """A part that is in no comparison, because one of two periods has no figure for it."""

    reporter: str
    period: Period
    """The period without a figure."""
    why: WhyMissing | Literal["not-asked", "not-due"]


@dataclass(frozen=True, slots=True)
class Trend:
    """A figure against that of an earlier period of the same length, or why it is not compared."""

    against: Period
    before: Decimal | str | None = None
    """The two values as they are compared; only of the parts in both, where like for like."""
    now: Decimal | str | None = None
    difference: Decimal | None = None
    """What was added; None where the two are not compared."""
    change: Decimal | None = None
    """The difference over what was there before, unrounded: 0.195... from 87 to 104."""
    way: Literal["", "up", "down", "same"] = ""
    means: Literal["", "better", "worse"] = ""
    """Only where the definition says whether more or less is better."""
    basis: TrendBasis | None = None
    """None where the two are not compared."""
    reported_in_both: int = 0
    """How many of the `expected` parts are reported in both periods."""
    expected: int = 0
    """The parts that either period should have, each reporter and place in the period once."""
    left_out: tuple[LeftOut, ...] = ()
    why: str = ""
    """Why there is no trend, or no percentage; see `WHY_NO_TREND`."""
    series_break: SeriesBreak | None = None
    """What parts the two where they are not one series."""
    earlier: Progress | None = None
    """The whole row of the earlier period, as known on the same day."""


class Due(NamedTuple):
    """Whether a milestone was reached by its day: what is due is reached, late, overdue or void."""

    day: date
    """By the end of this day it is to be reached, under the target in force."""
    state: DueState | None
    """None where missing returns could change it, where it was reached but nobody says whether in
    time, and for places together that are not all alike."""
    reached_on: date | None = None
    """The day on which it was reached, where somebody named it."""
    reached_by: date | None = None
    """The day by whose end it was reached at the latest."""
    original: date | None = None
    """The day that was set first, where it was moved since."""
    reference: str = ""
    """The decision for which it lapsed; empty where its indicator has ended."""
    counts: tuple[tuple[str, int], ...] = ()
    """For places together: how many are in each state, `unknown` among them."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One figure of a report: what was achieved against what was meant, and on what it rests."""

    indicator: str
    period: Period
    at: At
    actual: Decimal | str | None
    """A number, a milestone's state, or None where nothing was reported or nothing may be added."""
    numerator: Decimal | None
    denominator: Decimal | None
    target: Decimal | str | None
    target_is: str | None
    baseline: Decimal | str | None
    achievement: Decimal | None
    """A plain quotient: 1 is the whole target."""
    rating: RatingName
    why_not_rated: str
    """A message code, empty where the figure is rated."""
    coverage: Coverage
    reported: int
    """How many of the `expected` parts (reporter and period) hold a figure."""
    expected: int
    missing: tuple[Missing, ...]
    provisional: bool
    """Whether any return that it rests on has not been signed by its ministry."""
    sources: tuple[str, ...]
    """The receipts that the figure rests on."""
    to_date: Decimal | None = None
    """What a target that covers more than this period is held against: the same figure from the
    start of that target's span to the end of this period. None where the spans agree."""
    to_date_coverage: Coverage | None = None
    """How complete `to_date` is; None where there is none."""
    units: Units | None = None
    """The offices below the reporters that are in the figure; None where that is not asked."""
    confirmed: Confirmed | None = None
    """How many different persons a year's sum is; None where that is not asked."""
    target_set_on: date | None = None
    original_target: Decimal | str | None = None
    """The target as first set, where a later one has taken its place; it is never hidden."""
    original_set_on: date | None = None
    """The day on which the original was set; None where the target is the first."""
    from_definition: Attained | None = None
    """What a milestone's state rests on where the definition knows more of it than the returns."""
    series_break: SeriesBreak | None = None
    """The last day within the period, its first day included, before which the figure meant
    something else."""
    why_not_aggregated: WhyNotAdded = ""
    """Why the figures may not be put together; empty where they may."""
    low: Decimal | None = None
    high: Decimal | None = None
    """Of a partial figure: between what it lies, whatever the missing parts turn out to be. None
    where nothing can be said, as of a sum's upper end."""
    year_to_date: Decimal | None = None
    """The same figure from the start of the year in which the period ends; None for what stands
    at the end of a period, which is not put together."""
    year_to_date_coverage: Coverage | None = None
    cumulative: Decimal | None = None
    """Where the target is cumulative: the same figure from the start of the plan."""
    cumulative_coverage: Coverage | None = None
    repeats_in: tuple[str, ...] = ()
    """Those of `actual`, `to_date`, `year_to_date` and `cumulative` that were put together over
    time though the same person may be in several of the periods."""
    attested: Vouched = "provisional"
    """How far the weakest of its sources has been vouched for."""
    due: Due | None = None
    """Of a milestone with a target: its day, and whether it was reached by then."""
    trend: Trend | None = None
    """The figure against an earlier period's; None where that was not asked."""

    @property
    def repeats(self) -> bool:
        """Whether one person may be counted more than once in a figure of this row."""
        return bool(self.repeats_in)
