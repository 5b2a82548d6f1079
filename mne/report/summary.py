"""What the figures come to: how many are met, which objective is furthest behind, in one sentence.

The sentence at the head of a report is computed from the figures, never typed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple, get_args

from mne import charts
from mne.model import Objective, Progress, RatingName
from mne.progress import mean_achievement
from mne.report.figures import (
    NONE,
    FigureRow,
    Figures,
    RatingMark,
    heading_rows,
    progress_by_indicator,
)
from mne.report.inputs import ReportInput
from mne.report.returns import in_time
from mne.report.typography import percent
from mne.report.wording import Wording

RATINGS: tuple[str, ...] = get_args(RatingName)
GOOD = ("met", "on-schedule")
_UNRATED = ("no-data", "not-rated")
_MOST_NAMED = 5


class KeyNumber(NamedTuple):
    """One of the four large numbers."""

    label: str
    value: str
    of: str
    remark: str


class ObjectiveLine(NamedTuple):
    """One objective in the table of the summary."""

    id: str
    title: str
    total: str
    counts: tuple[str, ...]
    """One for each rating, in order; a dash for none."""
    strip: tuple[charts.Segment, ...]
    mean: str
    chart_title: str


class Tally(NamedTuple):
    """How often each rating was given."""

    counts: Counter[str]
    neutral: int
    """Results that have a figure and are never rated, since neither more nor less is better."""

    @property
    def total(self) -> int:
        """All that were counted."""
        return self.counts.total()

    @property
    def rated(self) -> int:
        """Those that have a rating."""
        return self.total - sum(self.counts[name] for name in _UNRATED)

    @property
    def not_rated(self) -> int:
        """Those that could not be rated, though they are meant to be."""
        return self.counts["not-rated"] - self.neutral

    @property
    def all_neutral(self) -> bool:
        """Whether there is nothing but results that are never rated."""
        return bool(self.total) and self.neutral == self.total

    @property
    def good(self) -> int:
        """Those met or on schedule."""
        return sum(self.counts[name] for name in GOOD)


def tally(rows: Iterable[Progress]) -> Tally:
    """The count of each rating."""
    found = list(rows)
    neutral = sum(row.why_not_rated == "neutral" for row in found)
    return Tally(Counter(row.rating for row in found), neutral)


def totals(given: ReportInput) -> list[Progress]:
    """The rows that are listed and counted: one for each indicator, or for each place of it."""
    by_id = progress_by_indicator(given.progress)
    return [
        row
        for indicator in given.plan.indicators
        for row in heading_rows(by_id.get(indicator.id, []))
    ]


def mean_of_rated(rows: Iterable[Progress]) -> Decimal | None:
    """The mean over rated figures, each capped at the whole of its target."""
    return mean_achievement(row for row in rows if row.rating not in _UNRATED)


def objective_lines(given: ReportInput, figures: Figures) -> tuple[ObjectiveLine, ...]:
    """The objectives that have figures, with their counts."""
    rows = totals(given)
    lines = []
    for objective in given.plan.objectives:
        inside = rows_of(objective, rows)
        if inside:
            lines.append(_line(objective, inside, figures))
    return tuple(lines)


def rows_of(objective: Objective, rows: Iterable[Progress]) -> list[Progress]:
    """The rows of an objective."""
    ids = {indicator.id for indicator in objective.indicators}
    return [row for row in rows if row.indicator in ids]


def _line(objective: Objective, rows: list[Progress], figures: Figures) -> ObjectiveLine:
    found = tally(rows)
    counts = [(name, found.counts[name]) for name in RATINGS]
    words = ", ".join(f"{figures.rating(name).word} {count}" for name, count in counts if count)
    return ObjectiveLine(
        id=objective.id,
        title=objective.title.say(figures.language),
        total=str(found.total),
        counts=tuple(str(count) if count else NONE for _, count in counts),
        strip=charts.strip(counts),
        mean=figures.percent(mean_of_rated(rows)),
        chart_title=f"{objective.title.say(figures.language)}: {words}",
    )


def rating_heads(figures: Figures) -> tuple[RatingMark, ...]:
    """All ratings, in order, for the head of a table."""
    return tuple(figures.rating(name) for name in RATINGS)


def headline(given: ReportInput, wording: Wording) -> str:
    """The finding in one sentence."""
    rows = totals(given)
    found = tally(rows)
    if not found.rated:
        code = "headline.none-rated-neutral" if found.all_neutral else "headline.none-rated"
        return wording.say(code, total=found.total)
    facts = {"good": found.good, "rated": found.rated}
    worst = _furthest(given, rows)
    if worst is None:
        return wording.say("headline.rated", **facts)
    return wording.say("headline.furthest", **facts, objective=worst.title.say(wording.language))


def _furthest(given: ReportInput, rows: Sequence[Progress]) -> Objective | None:
    """The objective with the lowest mean; None where no two can be told apart."""
    means = [
        (mean, objective)
        for objective in given.plan.objectives
        if (mean := mean_of_rated(rows_of(objective, rows))) is not None
    ]
    means.sort(key=lambda pair: pair[0])
    if len(means) < 2 or means[0][0] in {means[1][0], Decimal(1)}:  # noqa: PLR2004 - two to compare
        return None
    return means[0][1]


def rating_rule(given: ReportInput, wording: Wording) -> str:
    """The thresholds in words."""
    rule = given.plan.rating
    return wording.say("rating.rule", met=percent(rule.met), behind=percent(rule.behind_schedule))


def key_numbers(given: ReportInput, wording: Wording) -> tuple[KeyNumber, ...]:
    """Four numbers: results, returns received, returns on time, data available."""
    found = tally(totals(given))
    owed = [slot for slot in given.compliance.slots if slot.counted]
    received = sum(slot.receipt is not None for slot in owed)
    on_time, known = in_time(owed)
    rates = given.compliance.rates
    return (
        KeyNumber(
            wording.say("key.results"),
            str(found.good) if found.rated else NONE,
            wording.say("key.of", count=found.rated) if found.rated else "",
            wording.say("key.unrated", count=found.total - found.rated),
        ),
        KeyNumber(
            wording.say("key.received"),
            str(received),
            wording.say("key.of", count=len(owed)),
            percent(rates.completeness) or wording.say("key.nothing-due"),
        ),
        KeyNumber(
            wording.say("key.on-time"),
            str(on_time),
            wording.say("key.of", count=known),
            percent(rates.timeliness) or wording.say("key.nothing-due"),
        ),
        KeyNumber(
            wording.say("key.available"),
            percent(rates.data_availability) or NONE,
            "",
            wording.say("key.available.remark"),
        ),
    )


def attention(rows: Iterable[FigureRow]) -> tuple[FigureRow, ...]:
    """The figures that need attention, as many as a box holds."""
    return tuple(row for row in rows if row.rating.name == "needs-attention")[:_MOST_NAMED]
