"""What a report has to know of each figure: from whom, for which quarters, out of which cells.

Nothing is added up here. The plan says what was asked, the receipts say what came, and the two
together say which parts a total is made of, also the parts that are missing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from mne.kinds import kind_of
from mne.layout import fact_period, form_periods, groups_of
from mne.model import At, Indicator, Plan, Receipt, Slot
from mne.model.record import WhyNotAdded
from mne.model.selection import (
    COUNTRY,
    LEVEL,
    WORKING_GROUP,
    Selection,
    group_of,
    source_of,
    why_not_added,
)
from mne.periods import Period

REPORTER = "reporter"
"""Stands among the dimensions: figures side by side, one row for each reporter."""
GROUPINGS = (WORKING_GROUP, LEVEL, COUNTRY)
"""Stand among the dimensions too: one row for all reporters of a group, a level or a country."""
LOOKS_BACK = frozenset({"last", "latest_state"})
"""The rules that take the last value ever given, also one from before the asked period."""
_ADDS_UP = frozenset({"sum", "mean", "ratio_of_sums"})
"""The rules that would count the same event twice where two parts tell of it."""

WHY_NOT_ADDED: dict[str, str] = {
    "over-time": "the definition forbids to put figures of several periods together",
    "over-reporters": "the definition forbids to put figures of several reporters together",
    "same-person": "the same person may be in the figures of several reporters",
    "lead-only": "only the lead's figure counts, and it is not among those asked for",
    "different-levels": "what a province reports may be in a ministry's figure too",
    "body-within-another": "what a part of a body reports may be in the body's figure too",
    "windows-overlap": "two windows of one reporter share a day",
}
"""Every code that `Progress.why_not_aggregated` may hold, with its meaning for us; the sentences
that people read are in the locales."""


Table = tuple[tuple[str, ...], dict[At, None]]
"""The dimensions of a breakdown, and its places in order."""


class Part(NamedTuple):
    """One reporter's figure for one stretch of time: one piece of a total."""

    reporter: str
    period: Period
    receipt: str
    """The receipt that counts, or empty where none came."""
    inside: bool
    """Whether it belongs to the asked period; an earlier one is only looked back at."""
    cells: tuple[At, ...]
    """The cells that are summed to make it; more than one only for a view of another indicator."""


class Some(NamedTuple):
    """Some of the reporters, whose figure is asked for by itself."""

    reporters: tuple[str, ...]
    key: At
    """Stands at the head of the row's place, and says whose figure it is."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One row to be measured, and the parts it is made of."""

    indicator: Indicator
    source: Indicator
    """Where its figures stand: the indicator itself, or the one that it is a view of."""
    period: Period
    at: At
    parts: tuple[Part, ...]
    over_time: str
    over_reporters: str
    why_not_added: WhyNotAdded = ""
    """Why these parts may not be put together; empty where they may."""
    cut: tuple[Part, ...] = ()
    """What is reported only for a longer time that lies partly in the period, about days for which
    nothing else is reported: it is no part of the figure, and the figure lacks it."""
    some: Some | None = None
    """Whose figure it is, where some of the reporters were named."""

    @property
    def may_be_added(self) -> bool:
        """Whether the parts may be put together."""
        return not self.why_not_added

    @property
    def expected(self) -> tuple[Part, ...]:
        """The parts that the asked period should have."""
        return tuple(part for part in self.parts if part.inside)


class Bundle(NamedTuple):
    """The figures of all reporters that have the same denominator (or state), put together."""

    numerator: Decimal | None
    denominator: Decimal | None
    text: str | None
    reporters: int


class _Return(NamedTuple):
    """One return that asks for the indicator."""

    slot: Slot
    period: Period
    """The period of the figure, which may be longer than the form's."""
    receipt: str


class Asker:
    """Knows one plan, what was received or let off, the day, and which bodies are meant."""

    def __init__(
        self,
        plan: Plan,
        counting: Mapping[Slot, Receipt],
        as_of: date,
        selection: Selection | None = None,
        exempt: AbstractSet[Slot] = frozenset(),
    ) -> None:
        self.plan = plan
        self.exempt = exempt
        self.counting = counting
        self.as_of = as_of
        self.selection = selection or Selection()
        self._meant = frozenset(self.selection.reporters(plan))
        self._asked: dict[tuple[str, str], tuple[_Return, ...]] = {}
        self._tables: dict[tuple[str, Slot], tuple[Table, ...]] = {}
        self._apart: dict[frozenset[str], WhyNotAdded] = {}

    def indicators(self) -> Iterator[Indicator]:
        """Those that are meant: of the working group, with answers of one of the bodies."""
        objectives = self.selection.objectives(self.plan)
        inside = (one for one in self.plan.objectives if one.id in objectives)
        for indicator in (each for one in inside for each in one.indicators):
            is_named = self.selection.indicator in {"", indicator.id}
            if is_named and self._meant & {*self._senders(indicator)}:
                yield indicator

    def total(self, indicator: Indicator, period: Period) -> Ask:
        """The figure of all reporters that are meant together, not broken down."""
        return self.ask(indicator, period, ())

    def is_whole(self, indicator: Indicator) -> bool:
        """Whether all whose figures count are meant, so that the total is what targets are for."""
        return self._meant >= {*_who_counts(indicator, self.source(indicator))}

    def places(
        self, indicator: Indicator, period: Period, by: Collection[str] | None
    ) -> Iterator[Ask]:
        """A row for each code of each breakdown whose dimensions are all wanted; None is all."""
        for group in indicator.breakdowns:
            if by is None or set(group) <= set(by):
                codes = [
                    [(dimension, code) for code in self.plan.codelists[dimension].codes]
                    for dimension in group
                ]
                asks = (self.ask(indicator, period, at) for at in product(*codes))
                yield from (ask for ask in asks if any(part.inside for part in ask.parts))

    def reporters(self, indicator: Indicator, period: Period, at: At = ()) -> Iterator[Ask]:
        """A row for each reporter that is asked, contributors of a lead's figure too."""
        for reporter in self._senders(indicator):
            if reporter in self._meant:
                yield from self._asked_of(
                    indicator, period, at, Some((reporter,), ((REPORTER, reporter),))
                )

    def groups(self, indicator: Indicator, period: Period, at: At, by: str) -> Iterator[Ask]:
        """A row for each working group, level or country, of the reporters that belong to it."""
        members: dict[str, list[str]] = {}
        for reporter in self._senders(indicator):
            group = group_of(self.plan, by, indicator, reporter)
            if group and reporter in self._meant:
                members.setdefault(group, []).append(reporter)
        for group, reporters in members.items():
            some = Some(tuple(reporters), ((by, group),))
            yield from self._asked_of(indicator, period, at, some)

    def _asked_of(self, indicator: Indicator, period: Period, at: At, some: Some) -> Iterator[Ask]:
        ask = self.ask(indicator, period, at, some)
        if any(part.inside for part in ask.parts):
            yield ask

    def ask(
        self,
        indicator: Indicator,
        period: Period,
        at: At,
        some: Some | None = None,
        within: Period | None = None,
    ) -> Ask:
        """One row; of some reporters alone where they are named.

        Where the period was narrowed, `within` is the one that was asked for: what lies inside
        that is not cut by it.
        """
        reporters = self.who(indicator, some)
        asked, cut = self._parts(indicator, period, at, reporters)
        one_alone = len(reporters) == 1 and (some or self.selection.narrows_reporters)
        return Ask(
            indicator=indicator,
            source=self.source(indicator),
            period=period,
            at=(*some.key, *at) if some else at,
            parts=tuple(part for part in asked if part.receipt or part.period.end <= self.as_of),
            over_time=indicator.combine.over_time,
            over_reporters="lead_only" if one_alone else indicator.combine.over_reporters,
            why_not_added=self.why_not_added(indicator, asked),
            cut=tuple(
                part
                for part in cut
                if min(part.period.end, period.end) <= self.as_of
                and not (within and within.contains(part.period))
            ),
            some=some,
        )

    def from_day(self, ask: Ask, start: date) -> Ask:
        """The same row from another day on."""
        if start == ask.period.start:
            return ask
        at = ask.at[len(ask.some.key) :] if ask.some else ask.at
        return self.ask(ask.indicator, Period(start, ask.period.end), at, ask.some)

    def who(self, indicator: Indicator, some: Some | None = None) -> tuple[str, ...]:
        """Whose figures make a row: those that count, or else what is shown beside them."""
        source = self.source(indicator)
        meant = self._meant & {*some.reporters} if some else self._meant
        counting = tuple(one for one in _who_counts(indicator, source) if one in meant)
        return counting or tuple(one for one in source.reporters if one in meant)

    def why_not_added(self, indicator: Indicator, parts: Sequence[Part]) -> WhyNotAdded:
        """Why the definition forbids it, or which event could be in two of the parts."""
        inside = [part for part in parts if part.inside]
        if why := self._why_not_over_reporters(indicator, parts, inside):
            return why
        over_time = indicator.combine.over_time
        if over_time == "none":
            return "over-time" if len({part.period for part in inside}) > 1 else ""
        return "windows-overlap" if over_time in _ADDS_UP and _any_overlap(inside) else ""

    def _why_not_over_reporters(
        self, indicator: Indicator, parts: Sequence[Part], inside: Sequence[Part]
    ) -> WhyNotAdded:
        combine = indicator.combine
        persons = indicator.counting_unit == "person" and not combine.disjoint
        if combine.over_reporters in {"none", "lead_only"}:
            if len({part.reporter for part in inside}) <= 1:
                return ""
            if combine.over_reporters == "lead_only":
                return "lead-only"
            return "same-person" if persons else "over-reporters"
        if combine.over_reporters not in _ADDS_UP:
            return ""
        senders = frozenset(part.reporter for part in parts)
        if senders not in self._apart:
            self._apart[senders] = why_not_added(self.plan, senders)
        if len(senders) > 1 and persons and combine.over_reporters == "sum":
            return "same-person"
        return self._apart[senders]

    def _parts(
        self, indicator: Indicator, period: Period, at: At, reporters: Sequence[str]
    ) -> tuple[list[Part], list[Part]]:
        """The parts of a figure; and those that would be, did they not reach beyond the period."""
        found: list[Part] = []
        cut: list[Part] = []
        for reporter in reporters:
            key = (indicator.id, reporter)
            if key not in self._asked:
                self._asked[key] = tuple(self._returns(indicator, reporter))
            for one in self._asked[key]:
                inside = period.contains(one.period)
                before = indicator.combine.over_time in LOOKS_BACK and one.period.end <= period.end
                if inside or before or period.overlaps(one.period):
                    cells = tuple(self.cells_of(indicator, one.slot, at))
                    if cells:
                        among = found if inside or before else cut
                        among.append(Part(reporter, one.period, one.receipt, inside, cells))
        return found, [part for part in cut if _is_lacking(part, period, found)]

    def _returns(self, indicator: Indicator, reporter: str) -> Iterator[_Return]:
        """Every return of the plan in which this reporter is asked for the indicator."""
        plan, source = self.plan, self.source(indicator)
        sender = plan.reporters_by_id[reporter]
        for form_period in form_periods(plan):
            period = fact_period(plan, source, form_period)
            in_force = period and indicator.asked_in(period)
            if period and in_force and sender.valid_during(form_period):
                slot = Slot(plan.id, form_period, reporter)
                receipt = self.counting.get(slot)
                if slot in self.exempt and receipt is None:
                    continue
                yield _Return(slot, period, receipt.id if receipt else "")

    def _senders(self, indicator: Indicator) -> tuple[str, ...]:
        """Whose answers may be in its figures."""
        return self.source(indicator).reporters

    def source(self, indicator: Indicator) -> Indicator:
        """Where its figures stand: its own, or those of the one that it is a view of."""
        return source_of(self.plan, indicator)

    def cells_of(self, indicator: Indicator, slot: Slot, at: At) -> Iterator[At]:
        """The cells of one return that make the figure at a place; none where it is not asked."""
        if indicator.view_of:
            yield from self._view_cells(indicator, slot, at)
        elif at:
            if any(at in places for _, places in self.broken_down(indicator, slot)):
                yield at
        elif kind_of(indicator).HAS_TOTAL or not indicator.breakdowns:
            yield ()

    def _view_cells(self, indicator: Indicator, slot: Slot, at: At) -> Iterator[At]:
        """The cells of the narrowest table that tells apart all that the view asks for."""
        allowed = dict(indicator.view_of.where) if indicator.view_of else {}
        for dimension, code in at:
            if code not in allowed.get(dimension, (code,)):
                return
            allowed[dimension] = (code,)
        tables = [
            (group, places)
            for group, places in self.broken_down(self.source(indicator), slot)
            if set(allowed) <= set(group)
        ]
        if tables:
            _, places = min(tables, key=lambda table: len(table[0]))
            yield from (
                place
                for place in places
                if all(code in allowed.get(dimension, (code,)) for dimension, code in place)
            )

    def broken_down(self, indicator: Indicator, slot: Slot) -> tuple[Table, ...]:
        """The breakdowns in one return, each with the places that its sender can answer for."""
        key = (indicator.id, slot)
        if key not in self._tables:
            self._tables[key] = tuple(
                (group, dict.fromkeys(places))
                for group, places in groups_of(self.plan, indicator, slot)
            )
        return self._tables[key]


def _who_counts(indicator: Indicator, source: Indicator) -> tuple[str, ...]:
    """Who is expected to answer: all that are asked, or the lead alone."""
    if indicator.combine.over_reporters != "lead_only":
        return source.reporters
    return (indicator.lead if indicator.lead in source.reporters else source.lead,)


def _any_overlap(parts: Sequence[Part]) -> bool:
    """Whether one reporter answers twice for the same day, as in windows that overlap."""
    before: dict[str, Period] = {}
    for part in sorted(parts, key=lambda one: (one.period.start, one.period.end)):
        last = before.get(part.reporter)
        if last and last.overlaps(part.period):
            return True
        before[part.reporter] = part.period
    return False


def _is_lacking(cut: Part, period: Period, found: Sequence[Part]) -> bool:
    """Whether nothing whole is reported about some of its days.

    Where nothing whole is reported by anybody, the figure is not asked in such a period at all.
    """
    inside = [part for part in found if part.inside]
    day, end = max(cut.period.start, period.start), min(cut.period.end, period.end)
    for one in sorted(part.period for part in inside if part.reporter == cut.reporter):
        if one.start <= day <= one.end:
            day = one.end + timedelta(days=1)
    return bool(inside) and day <= end
