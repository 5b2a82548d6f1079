"""Adds up what the ministries reported and lays it beside what was meant to be reached.

`ask` says which figures a row is made of, `combine` puts them together as each indicator's
definition allows, `figure` keeps the result exact, `derive` works formulas out of other figures,
`attain` adds what is known of a milestone without a return, `beside` the same figures since the
start of the year and of the plan, `target` finds what a figure is held against, `due` whether a
milestone was reached by its day, `bounds` what missing parts may still change, and `judge` rates
it. What is missing is never counted as zero: every row says how many of its parts were reported,
and which were not and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from mne.kinds import milestone
from mne.model import Indicator, Plan, Progress, Receipt, Slot
from mne.model.record import Vouched
from mne.model.selection import Selection
from mne.observations import ObservationTable
from mne.periods import Period
from mne.progress.ask import GROUPINGS, REPORTER, WHY_NOT_ADDED, Ask, Asker
from mne.progress.attain import with_attained
from mne.progress.beside import Beside
from mne.progress.confirmed import asked_to_confirm, with_confirmed
from mne.progress.derive import Deriver
from mne.progress.due import told_of, with_due
from mne.progress.figure import Figure, decimal_of, figure_of
from mne.progress.judge import Row, judge
from mne.progress.look_up import read_answers
from mne.progress.target import WHY_NOT_RATED, aim_of
from mne.progress.trend import WHY_NO_TREND, Compared, Stood, usual_comparison, with_trends
from mne.progress.units import asked_units, with_units

__all__ = [
    "REPORTER",
    "WHY_NOT_ADDED",
    "WHY_NOT_RATED",
    "WHY_NO_TREND",
    "Grounded",
    "Wanted",
    "ground_all",
    "mean_achievement",
    "measure_all",
    "measure_progress",
    "usual_comparison",
]


class Wanted(NamedTuple):
    """What is to be measured."""

    plan: Plan
    period: Period
    counting: Mapping[Slot, Receipt]
    """The receipt that counts for each slot on the day of knowledge."""
    as_of: date
    by: Sequence[str] = ()
    selection: Selection | None = None
    exempt: AbstractSet[Slot] = frozenset()
    """The returns that nobody owes any more: what did not come is not missing."""
    against: Period | None = None
    """The earlier period that each figure is compared with; none where no trend is asked for."""

    @property
    def earlier(self) -> Wanted | None:
        """The same of the period that it is compared with."""
        return self._replace(period=self.against, against=None) if self.against else None


class Grounded(NamedTuple):
    """A finished row, and what it was made of."""

    row: Progress
    made_of: tuple[tuple[Ask, Figure], ...]
    """The rows of single indicators that it rests on, each with the parts that are in it: the row
    itself, the places of a milestone, or what a formula names."""


def measure_progress(  # noqa: PLR0913 - what to measure, of what, known when, laid out how
    plan: Plan,
    period: Period,
    table: ObservationTable,
    counting: Mapping[Slot, Receipt],
    *,
    as_of: date,
    by: Sequence[str] = (),
    selection: Selection | None = None,
    exempt: AbstractSet[Slot] = frozenset(),
    against: Period | None = None,
) -> tuple[Progress, ...]:
    """Every indicator's figure for a period, in the order of the plan, as known on a day.

    For each indicator that has not ended before the period its total, at (); then, for the
    dimensions named in `by`, a row for each code of each breakdown that needs no other dimension;
    with `reporter` or one of `GROUPINGS` among them, a row for each reporter, working group, level
    or country as well. A milestone always has a row for each of its places. Where a row has a
    numerator and a denominator, its actual is their quotient; for places together, those that have
    reached the target over all that were asked.

    A `selection` leaves only the indicators that it means, and of each figure only what the
    bodies meant have reported, also where a definition lets another body's figure count alone.

    `counting` names the receipt that counts for each slot on that day; a figure is provisional
    until the ministries have signed all those that it rests on. A return that was exempted and
    did not come is no part of any figure.

    With `against`, each row carries its trend against that earlier period.
    """
    wanted = Wanted(plan, period, counting, as_of, by, selection, exempt, against)
    (rows,) = measure_all(table, [wanted])
    return rows


def measure_all(
    table: ObservationTable, several: Sequence[Wanted]
) -> tuple[tuple[Progress, ...], ...]:
    """The same for several periods, or of several plans, put together in one run of the engine.

    Only what must be reckoned again, to be compared like for like, takes a second one.
    """
    earlier = [one.earlier for one in several if one.earlier]
    stood = [page.stood(table, figures) for page, figures in _pages(table, [*several, *earlier])]
    before = iter(stood[len(several) :])
    compared = iter(
        with_trends(
            [
                Compared(one.plan, one.as_of, one.against, rows, next(before))
                for one, rows in zip(several, stood, strict=False)
                if one.against
            ],
            partial(_measure, table),
        )
    )
    return tuple(
        next(compared) if one.against else tuple(each.row for each in rows)
        for one, rows in zip(several, stood, strict=False)
    )


def ground_all(
    table: ObservationTable, several: Sequence[Wanted]
) -> tuple[tuple[Grounded, ...], ...]:
    """The same rows as `measure_all`, each with what it was made of."""
    return tuple(
        tuple(Grounded(one.row, one.made_of) for one in page.stood(table, figures))
        for page, figures in _pages(table, several)
    )


def _pages(
    table: ObservationTable, several: Sequence[Wanted]
) -> list[tuple[_Page, dict[int, Figure]]]:
    """Each page with its figures, after one run of the engine."""
    pages = [_Page(one) for one in several]
    measured = _measure(table, [ask for page in pages for ask in page.asks])
    return [(page, page.figures(measured)) for page in pages]


class _Page:
    """Everything that is measured for one period."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.asker = Deriver(
            wanted.plan, wanted.counting, wanted.as_of, wanted.selection, wanted.exempt
        )
        self.sheets = [
            _Sheet(self.asker, indicator, wanted.period, wanted.by)
            for indicator in self.asker.indicators()
            if indicator.kind != "narrative" and not _has_ended(indicator, wanted.period)
        ]
        self._vouched: dict[str, Vouched] = {
            one.id: one.attested for one in wanted.counting.values() if one.attested
        }

    @property
    def asks(self) -> list[Ask]:
        """Every row that the engine has to put together."""
        return self.asker.answered([ask for sheet in self.sheets for ask in sheet.asks])

    def figures(self, measured: Mapping[int, Figure]) -> dict[int, Figure]:
        """What the engine put together, with what is worked out of it or known besides."""
        figures = self.asker.work_out(measured)
        for total in (sheet.total for sheet in self.sheets if sheet.is_whole):
            figures[id(total)] = with_attained(total, figures[id(total)], self.wanted.as_of)
        return figures

    def rows(self, table: ObservationTable, figures: Mapping[int, Figure]) -> Sequence[Row]:
        """The rows, as far as they are not judged yet."""
        plan, counting = self.wanted.plan, self.wanted.counting
        rows: Sequence[Row] = [row for sheet in self.sheets for row in sheet.rows(figures)]
        asked = {*asked_units(plan), *asked_to_confirm(rows), *told_of(rows)}
        said = read_answers(table, asked, {receipt.id for receipt in counting.values()})
        rows = with_confirmed(with_units(plan, rows, said, counting), said)
        return with_due(plan, rows, said, self.wanted.as_of)

    def stood(self, table: ObservationTable, figures: Mapping[int, Figure]) -> tuple[Stood, ...]:
        """The finished rows, each with the figures that it rests on."""
        plan, as_of = self.wanted.plan, self.wanted.as_of
        together = {id(sheet.total): sheet.members for sheet in self.sheets if sheet.is_together}
        return tuple(
            Stood(
                judge(plan, row, as_of, self._vouched),
                row.figure,
                tuple((one, figures[id(one)]) for one in self._below(row.ask, together)),
            )
            for row in self.rows(table, figures)
        )

    def _below(self, ask: Ask, together: Mapping[int, tuple[Ask, ...]]) -> Iterator[Ask]:
        """What a row is made of."""
        for one in together.get(id(ask), (ask,)):
            yield from self.asker.rests_on(one)


def _has_ended(indicator: Indicator, period: Period) -> bool:
    return indicator.until is not None and indicator.until < period.start


def mean_achievement(rows: Iterable[Progress]) -> Decimal | None:
    """The mean over rows that have an achievement, each counted as 100 % at most."""
    capped = [
        min(Fraction(row.achievement), Fraction(1)) for row in rows if row.achievement is not None
    ]
    return decimal_of(sum(capped, Fraction(0)) / len(capped)) if capped else None


def _measure(table: ObservationTable, asks: Sequence[Ask]) -> dict[int, Figure]:
    """The figure of each ask, by its identity."""
    from mne.progress.combine import combine  # noqa: PLC0415  # loads the engine

    found = combine(table, asks)
    return {
        id(ask): figure_of(ask, bundles, problems)
        for ask, bundles, problems in zip(asks, found.bundles, found.problems, strict=True)
    }


class _Sheet:
    """All rows of one indicator: what must be asked for them, and how they are laid out."""

    def __init__(
        self, asker: Asker, indicator: Indicator, period: Period, by: Sequence[str]
    ) -> None:
        self.indicator = indicator
        self.is_whole = asker.is_whole(indicator)
        self.aim = aim_of(asker.plan, indicator, period, asker.as_of)
        self.total = asker.total(indicator, period)
        groups = None if indicator.kind == "milestone" else by
        self.places = tuple(asker.places(indicator, period, groups))
        self.members = self.places or self._one_by_one(asker, period)
        self.to_date = self._to_date(asker, period)
        self.side_by_side = tuple(self._side_by_side(asker, period, by))
        self.beside = Beside(asker, (self.total, *self.places, *self.side_by_side), self.to_date)

    def _one_by_one(self, asker: Asker, period: Period) -> tuple[Ask, ...]:
        """A milestone of several reporters is counted over them, as another is over its places."""
        together = self.indicator.combine.over_reporters == "all_reached"
        if self.indicator.kind != "milestone" or not together:
            return ()
        asks = tuple(asker.reporters(self.indicator, period))
        return asks if len(asks) > 1 else ()

    def _to_date(self, asker: Asker, period: Period) -> Ask | None:
        if self.aim.since is None or self.aim.since > period.end:
            return None
        return asker.total(self.indicator, Period(self.aim.since, period.end))

    def _side_by_side(self, asker: Asker, period: Period, by: Sequence[str]) -> Iterator[Ask]:
        places = [(), *(place.at for place in self.places)]
        if REPORTER in by:
            for at in places:
                yield from asker.reporters(self.indicator, period, at)
        for grouping in GROUPINGS:
            if grouping in by:
                for at in places:
                    yield from asker.groups(self.indicator, period, at, grouping)

    @property
    def is_together(self) -> bool:
        """Whether the total says how many places of a milestone have reached what was meant."""
        return self.indicator.kind == "milestone" and bool(self.members)

    @property
    def asks(self) -> Iterator[Ask]:
        """Everything that has to be measured."""
        yield from (self.total, *self.members, *self.side_by_side)
        if self.members is not self.places:
            yield from self.places
        if self.to_date:
            yield self.to_date
        yield from self.beside.asks

    def rows(self, figures: Mapping[int, Figure]) -> Iterator[Row]:
        """The rows in order: the total, its breakdowns, its reporters."""
        is_milestone = self.indicator.kind == "milestone"
        to_date = figures[id(self.to_date)] if self.to_date else None
        total = figures[id(self.total)]
        together = self.members if self.is_together else ()
        members = tuple((ask, figures[id(ask)]) for ask in together)
        if members:
            total = self._together([figure for _, figure in members])
        whole = Row(self.total, total, to_date, has_target=self.is_whole or is_milestone)
        yield self.beside.added(replace(whole, members=members), figures)
        for ask in (*self.places, *self.side_by_side):
            row = Row(ask, figures[id(ask)], has_target=is_milestone)
            yield self.beside.added(row, figures)

    def _together(self, members: Sequence[Figure]) -> Figure:
        """How many places have reached what is held against them, of those asked."""
        counted = self.aim.value is not None and any(one.value is not None for one in members)
        reached = [self._has_reached(one) for one in members]
        may_come = [bool(one.open) for one in members]
        at_least = sum(now and not open_ for now, open_ in zip(reached, may_come, strict=True))
        at_most = sum(now or open_ for now, open_ in zip(reached, may_come, strict=True))
        places = len(members)
        return Figure(
            value=Fraction(sum(reached), places) if counted else None,
            numerator=Decimal(sum(reached)) if counted else None,
            denominator=Decimal(places) if counted else None,
            between=(Fraction(at_least, places), Fraction(at_most, places)),
            reported=sum(one.reported for one in members),
            expected=sum(one.expected for one in members),
            missing=tuple(missing for one in members for missing in one.missing),
            open=tuple(missing for one in members for missing in one.open),
            sources=tuple(sorted({source for one in members for source in one.sources})),
            why_not_added=next((one.why_not_added for one in members if one.why_not_added), ""),
        )

    def _has_reached(self, member: Figure) -> bool:
        state, goal = member.value, self.aim.value
        return (
            isinstance(state, str)
            and isinstance(goal, str)
            and milestone.reached(self.indicator, state, goal)
        )
