"""One line of an indicator table: every number as it is printed, and the marks of its chart.

Numbers become words here, once, by the rules of their kind. A figure that is not there is never
printed as zero: the line says in words why it is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from mne import charts
from mne.kinds import kind_of, milestone
from mne.model import At, Indicator, Missing, Progress
from mne.progress import REPORTER
from mne.report.inputs import ReportInput
from mne.report.typography import percent
from mne.report.wording import Wording

NONE = "–"
_DUE_IN_WORDS = frozenset({"reached-late", "overdue", "lapsed"})
"""Where more is to be said of a milestone than that it is reached or not."""
_MOST_NAMED = 4


class RatingMark(NamedTuple):
    """A rating as shape, word and colour."""

    name: str
    word: str


class FigureRow(NamedTuple):
    """An indicator against its target, as printed."""

    id: str
    title: str
    place: str
    """The place in a breakdown, for a milestone that has several."""
    facts: str
    """Unit, lead and provenance, in one short line."""
    baseline: str
    target: str
    first_target: str
    """The original target where it was revised since, else empty."""
    actual: str
    is_figure: bool
    """Whether `actual` is a figure, not the words that say why there is none."""
    provisional: bool
    achievement: str
    is_way: bool
    """Whether the achievement is a share of the way from the baseline, not of the target."""
    rating: RatingMark
    why: str
    coverage: str
    missing: str
    repeats: str
    """That one person may be counted in several of the periods that were added, else empty."""
    units: str
    """How many offices below the reporters are in it; empty where that is not asked."""
    confirmed: str
    """How many different persons a year's sum is said to be; empty where that is not asked."""
    known: str
    """What a milestone's state rests on where that is not a return, else empty."""
    neutral: bool
    bullet: charts.Bullet | None
    steps: charts.Steps | None
    chart_title: str
    short: str
    """How far it came, in a few words: for a list."""


class Figures:
    """Prints the figures of one report."""

    def __init__(self, given: ReportInput, wording: Wording) -> None:
        self.given = given
        self.plan = given.plan
        self.wording = wording
        self.language = wording.language
        self._day = given.period.end
        reporters = {
            (REPORTER, entry.id): entry.name_on(self._day) for entry in given.plan.reporters
        }
        self._names = reporters | given.plan.code_names

    def show(self, indicator: Indicator, value: Decimal | str | None) -> str:
        """A value by the rules of its kind; a dash for none. The unit stands beside the title."""
        if value is None:
            return NONE
        if indicator.kind == "milestone" and isinstance(value, Decimal):
            return percent(value)
        shown = kind_of(indicator).show(indicator, value, self.language)
        return shown.removeprefix(f"{indicator.unit} ") if indicator.kind == "amount" else shown

    def result(self, indicator: Indicator, row: Progress) -> str:
        """The actual value of a row; for a milestone over several places, how many reached it."""
        if indicator.kind == "milestone" and row.numerator is not None:
            return self.wording.say("coverage", reported=row.numerator, expected=row.denominator)
        return self.show(indicator, row.actual)

    def at(self, row: Progress) -> str:
        """The place of a figure in a breakdown, in words."""
        return self.place(row.at)

    def place(self, at: At) -> str:
        """A place in a breakdown, in words."""
        return ", ".join(self._names[pair].say(self.language) for pair in at)

    def code_name(self, dimension: str, code: str) -> str:
        """The name of a code."""
        return self._names[dimension, code].say(self.language)

    def reporter(self, reporter: str) -> str:
        """A reporter as printed where its name is too long."""
        entry = self.plan.reporters_by_id.get(reporter)
        return entry.abbreviation_on(self._day) if entry else reporter

    def reporter_name(self, reporter: str) -> str:
        """What a reporter was called when the report's period ended."""
        return self._names[REPORTER, reporter].say(self.language)

    def rating(self, name: str) -> RatingMark:
        """A rating with its word."""
        return RatingMark(name, self.wording.say(f"rating.{name}"))

    def percent(self, share: Decimal | None) -> str:
        """A share of a target, never rounded over a threshold of the plan."""
        rule = self.plan.rating
        return percent(share, (rule.met, rule.behind_schedule)) or NONE

    def rows(self, indicators: Iterable[Indicator]) -> Iterator[FigureRow]:
        """The lines of a table: totals, and every place of a milestone."""
        by_id = progress_by_indicator(self.given.progress)
        for indicator in indicators:
            rows = by_id.get(indicator.id, [])
            if indicator.kind == "milestone":
                rows = [row for row in rows if dict(row.at).get(REPORTER) is None]
            else:
                rows = heading_rows(rows)
            for row in rows:
                yield self.row(indicator, row)

    def row(self, indicator: Indicator, row: Progress) -> FigureRow:
        """One line."""
        is_figure = row.actual is not None
        rated = row.rating not in {"no-data", "not-rated"}
        return FigureRow(
            id=indicator.id,
            title=indicator.title.say(self.language),
            place=self.at(row),
            facts=self.facts(indicator),
            baseline=self._baseline(indicator, row),
            target=self._target(indicator, row),
            first_target=self._first_target(indicator, row),
            actual=self.result(indicator, row) if is_figure else self._absence(row),
            is_figure=is_figure,
            provisional=row.provisional and is_figure,
            achievement=self._achievement(indicator, row),
            is_way=is_way(indicator, row),
            rating=self.rating(row.rating),
            why="" if rated or row.rating == "no-data" else self.why_not_rated(row),
            coverage=self._places_coverage(indicator, row),
            missing=self.missing(row),
            repeats=self.repeats(row),
            units=self.units(row),
            confirmed=self.confirmed(indicator, row),
            known=self.known(row),
            neutral=indicator.direction == "neutral",
            bullet=self._bullet(row),
            steps=self._steps(indicator, row),
            chart_title=self._chart_title(indicator, row),
            short=self._short(indicator, row),
        )

    def facts(self, indicator: Indicator) -> str:
        """`persons · MoI · illustrative`: the short line under a title."""
        basis = self.wording.say(f"basis.{indicator.provenance.basis}")
        words = (self.unit(indicator), self.reporter(indicator.lead), basis)
        return " · ".join(word for word in words if word)

    def unit(self, indicator: Indicator) -> str:
        """The word after a number. The definition's own is English; other languages have ours."""
        counted = f"counting.{indicator.counting_unit}"
        is_own = self.language == "en" or indicator.currency or not self.wording.knows(counted)
        return indicator.unit if is_own or not indicator.unit else self.wording.say(counted)

    def missing(self, row: Progress) -> str:
        """Who is missing, for which period, and why; the first few by name."""
        if row.coverage == "not-aggregated" or not row.missing:
            return ""
        named = [
            self.wording.say(
                "missing.part",
                reporter=self.reporter(reporter),
                periods=", ".join(self.wording.short_period(one.period) for one in parts),
                why=self.wording.say(f"why-missing.{why}"),
            )
            for (reporter, why), parts in _grouped(row)
        ]
        shown = "; ".join(named[:_MOST_NAMED])
        rest = len(named) - _MOST_NAMED
        return shown + (self.wording.say("missing.more", count=rest) if rest > 0 else "")

    def _absence(self, row: Progress) -> str:
        added_up = row.coverage != "not-aggregated"
        return self.wording.say("figure.none" if added_up else "figure.not-added")

    def coverage(self, row: Progress) -> str:
        """`3 of 4`: how many of the expected parts hold a figure."""
        if row.coverage == "not-aggregated" or not row.expected:
            return ""
        return self.wording.say("coverage", reported=row.reported, expected=row.expected)

    def _places_coverage(self, indicator: Indicator, row: Progress) -> str:
        """Beside "2 of 7" places, "28 of 28" returns would only puzzle; gaps are still shown."""
        places = indicator.kind == "milestone" and row.numerator is not None
        return "" if places and row.reported == row.expected else self.coverage(row)

    def _achievement(self, indicator: Indicator, row: Progress) -> str:
        if not isinstance(row.actual, str):
            return self.percent(row.achievement)
        if row.due and row.due.state in _DUE_IN_WORDS:
            return self.wording.say(f"milestone.{row.due.state}")
        if not isinstance(row.target, str):
            return NONE
        reached = milestone.reached(indicator, row.actual, row.target)
        return self.wording.say("milestone.reached" if reached else "milestone.not-reached")

    def _short(self, indicator: Indicator, row: Progress) -> str:
        if row.actual is None or row.achievement is None or indicator.kind == "milestone":
            return self.result(indicator, row)
        return self.wording.say(
            "attention.way" if is_way(indicator, row) else "attention.of-target",
            actual=self.show(indicator, row.actual),
            target=self.show(indicator, row.target),
            baseline=self.show(indicator, row.baseline),
            share=self.percent(row.achievement),
        )

    def why_not_rated(self, row: Progress) -> str:
        """Why there is no rating; where nothing may be put together, why not."""
        known = f"why-not-rated.{row.why_not_rated}"
        if row.why_not_rated == "not-aggregated" and row.why_not_aggregated:
            known = f"why-not-added.{row.why_not_aggregated}"
        return self.wording.say(known) if self.wording.knows(known) else ""

    def repeats(self, row: Progress) -> str:
        """`The same person may be counted in several of the periods added`."""
        return self.wording.say("figure.repeats") if "actual" in row.repeats_in else ""

    def _baseline(self, indicator: Indicator, row: Progress) -> str:
        if indicator.baseline and indicator.baseline.not_established:
            return self.wording.say("baseline.not-established")
        return self.show(indicator, row.baseline)

    def _target(self, indicator: Indicator, row: Progress) -> str:
        if row.target is not None:
            return self.show(indicator, row.target)
        return self.wording.say("target.none")

    def _first_target(self, indicator: Indicator, row: Progress) -> str:
        """The target as it was first set, where a revision changed it."""
        if row.original_target in {None, row.target}:
            return ""
        return self.show(indicator, row.original_target)

    def units(self, row: Progress) -> str:
        """How many offices below the reporters are in the figure: `province: 88 of 96 heard`."""
        if row.units is None or row.actual is None:
            return ""
        units = row.units
        return self.wording.say(
            "figure.units" if not units.unknown else "figure.units-unknown",
            dimension=self.plan.codelists[units.dimension].title.say(self.language).lower(),
            reported=units.reported,
            expected=units.expected,
            unknown=units.unknown,
        )

    def confirmed(self, indicator: Indicator, row: Progress) -> str:
        """`Different persons in the year: 158, as 2 of 2 reporters say`."""
        if row.confirmed is None or row.actual is None:
            return ""
        return self.wording.say(
            "figure.confirmed" if row.confirmed.reported else "figure.not-confirmed",
            persons=self.show(indicator, row.confirmed.persons),
            reported=row.confirmed.reported,
            expected=row.confirmed.expected,
        )

    def known(self, row: Progress) -> str:
        """`Known from Preamble of the law, 20 December 2007 (Law of 2008)`."""
        if (found := row.from_definition) is None:
            return ""
        one_day = found.on.start == found.on.end
        on = self.wording.day(found.on.end) if one_day else self.wording.period(found.on)
        return self.wording.say("figure.known", evidence=found.evidence, on=on, source=found.source)

    def _bullet(self, row: Progress) -> charts.Bullet | None:
        if not (isinstance(row.actual, Decimal) and isinstance(row.target, Decimal)):
            return None
        baseline = row.baseline if isinstance(row.baseline, Decimal) else None
        return charts.bullet(row.actual, row.target, baseline, self.plan.rating.behind_schedule)

    def _steps(self, indicator: Indicator, row: Progress) -> charts.Steps | None:
        if indicator.kind != "milestone" or not isinstance(row.actual, str):
            return None
        target = row.target if isinstance(row.target, str) else None
        goal = None if target is None else milestone.rank(indicator, target)
        states = len(indicator.flags) + 1 if indicator.flags else len(indicator.states)
        return charts.steps(states, milestone.rank(indicator, row.actual), goal)

    def _chart_title(self, indicator: Indicator, row: Progress) -> str:
        return self.wording.say(
            "chart.bullet",
            indicator=indicator.id,
            actual=self.result(indicator, row),
            target=self.show(indicator, row.target),
            baseline=self.show(indicator, row.baseline),
        )


def is_way(indicator: Indicator, row: Progress) -> bool:
    """Whether a row's achievement is measured from its baseline."""
    measured = row.target_is == "level" and row.achievement is not None
    return (
        measured
        and indicator.kind != "milestone"
        and row.baseline is not None
        and row.baseline != row.target
    )


def progress_by_indicator(rows: Iterable[Progress]) -> dict[str, list[Progress]]:
    """The rows of each indicator, in their order."""
    found: dict[str, list[Progress]] = {}
    for row in rows:
        found.setdefault(row.indicator, []).append(row)
    return found


def heading_rows(rows: list[Progress]) -> list[Progress]:
    """The totals; where an indicator has none, all its places."""
    return [row for row in rows if not row.at] or rows


def _grouped(row: Progress) -> Iterator[tuple[tuple[str, str], list[Missing]]]:
    def by_cause(part: Missing) -> tuple[str, str]:
        return part.reporter, part.why

    ordered = sorted(row.missing, key=lambda part: (*by_cause(part), part.period))
    for found, parts in groupby(ordered, by_cause):
        yield found, list(parts)
