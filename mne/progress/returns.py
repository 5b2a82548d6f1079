"""Which returns ask for a series of figures, and which stretches of time its parts may make.

Everything here is small beside the observations: a line for each return and for each cell of the
form, none for each figure. `series` hands it to the engine, which does the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from mne.kinds import kind_of
from mne.layout import fact_period, form_periods
from mne.model import At, Indicator, Plan, Receipt, Slot
from mne.periods import Period
from mne.progress.ask import LOOKS_BACK, Asker, Part

Slots = tuple[tuple[int, Period, tuple[str, ...]], ...]
"""The number of a form's period, the period that the figure is about, and who is asked."""


class Line(NamedTuple):
    """One return that asks for a figure."""

    form: int
    fact: Period
    reporter: str
    receipt: str
    """The receipt that counts, or empty."""


@dataclass(frozen=True, eq=False)
class Span:
    """A stretch of time that a series may be put together for."""

    period: Period
    inside: frozenset[Period]
    """The periods of its parts."""
    before: frozenset[Period]
    """Earlier ones, at which it only looks back."""
    expected: int
    asked: int
    """How many parts should be there, and how many reporters they are asked of."""


@dataclass(frozen=True, eq=False)
class Series:
    """One figure through time: of one indicator, at one place."""

    indicator: Indicator
    at: At
    spans: tuple[Span, ...]
    cells: Mapping[Slots, tuple[At, ...]]
    """The cells that are summed to make one part, where it is asked."""


@dataclass
class Returns:
    """What was asked of whom, by the plan, and what counts."""

    plan: Plan
    counting: Mapping[Slot, Receipt]
    as_of: date
    exempt: AbstractSet[Slot] = frozenset()
    _lines: dict[Slots, tuple[Line, ...]] = field(default_factory=dict)
    _spans: dict[tuple[Slots, str, str], tuple[Span, ...]] = field(default_factory=dict)

    @cached_property
    def asker(self) -> Asker:
        """The same that `measure_progress` asks."""
        return Asker(self.plan, self.counting, self.as_of, None, self.exempt)

    @cached_property
    def forms(self) -> tuple[Period, ...]:
        """Every period for which returns are due."""
        return form_periods(self.plan)

    def series(self) -> Iterator[Series]:
        """Every series of figures, in the order of the plan; what is worked out is not among them."""
        for indicator in self.asker.indicators():
            if indicator.formula is None and indicator.kind != "narrative":
                for at, cells in self._places(indicator).items():
                    slots = tuple(sorted(one for some in cells for one in some))
                    spans = self._spans_of(indicator, slots)
                    if spans:
                        yield Series(indicator, at, spans, cells)

    def lines(self, slots: Slots) -> tuple[Line, ...]:
        """The returns that were asked, less those that nobody owes."""
        if slots not in self._lines:
            self._lines[slots] = tuple(self._asked(slots))
        return self._lines[slots]

    def _asked(self, slots: Slots) -> Iterator[Line]:
        for form, fact, reporters in slots:
            for reporter in reporters:
                receipt = self._received.get((form, reporter), "")
                if receipt or (form, reporter) not in self._let_off:
                    yield Line(form, fact, reporter, receipt)

    @cached_property
    def _numbers(self) -> dict[Period, int]:
        return {form: number for number, form in enumerate(self.forms)}

    @cached_property
    def _received(self) -> dict[tuple[int, str], str]:
        return {
            (self._numbers[slot.period], slot.reporter): receipt.id
            for slot, receipt in self.counting.items()
            if slot.period in self._numbers
        }

    @cached_property
    def _let_off(self) -> set[tuple[int, str]]:
        return {(self._numbers.get(one.period, -1), one.reporter) for one in self.exempt}

    @cached_property
    def _there(self) -> list[frozenset[str]]:
        """Who existed throughout each form's period."""
        return [
            frozenset(one.id for one in self.plan.reporters if one.valid_during(form))
            for form in self.forms
        ]

    def _places(self, indicator: Indicator) -> dict[At, dict[Slots, tuple[At, ...]]]:
        """For each place, the cells that make a part of it, by the forms that ask for them."""
        found: dict[At, dict[tuple[At, ...], list[tuple[int, Period, tuple[str, ...]]]]] = {}
        source = self.asker.source(indicator)
        for number, form in enumerate(self.forms):
            fact = fact_period(self.plan, source, form)
            if fact is None or not indicator.asked_in(fact):
                continue
            who = [one for one in self.asker.who(indicator) if one in self._there[number]]
            for alike in self._alike(source, who):
                slot = Slot(self.plan.id, form, alike[0])
                for at, cells in self._cells(indicator, slot):
                    found.setdefault(at, {}).setdefault(cells, []).append((number, fact, alike))
        return {
            at: {tuple(slots): cells for cells, slots in by_cells.items()}
            for at, by_cells in found.items()
        }

    def _alike(self, source: Indicator, who: list[str]) -> Iterator[tuple[str, ...]]:
        """The reporters, by the codes that only some of them are asked about."""
        dimensions = {dimension for group in source.breakdowns for dimension in group}
        codes = [
            code.asked_of
            for dimension in sorted(dimensions)
            for code in self.plan.codelists[dimension].codes.values()
            if code.asked_of
        ]
        classes: dict[tuple[bool, ...], list[str]] = {}
        for one in who:
            classes.setdefault(tuple(one in asked for asked in codes), []).append(one)
        yield from map(tuple, classes.values())

    def _cells(self, indicator: Indicator, slot: Slot) -> Iterator[tuple[At, tuple[At, ...]]]:
        """Each place that one return tells something of, with its cells."""
        if indicator.view_of:
            for at in self._wanted(indicator):
                cells = tuple(self.asker.cells_of(indicator, slot, at))
                if cells:
                    yield at, cells
            return
        if kind_of(indicator).HAS_TOTAL or not indicator.breakdowns:
            yield (), ((),)
        seen = dict.fromkeys(
            at for _, places in self.asker.broken_down(indicator, slot) for at in places
        )
        for at in seen:
            yield at, (at,)

    def _wanted(self, indicator: Indicator) -> Iterator[At]:
        whole = Period(self.plan.span.start, self.plan.span.end)
        yield ()
        for one in self.asker.places(indicator, whole, None):
            yield one.at

    def _spans_of(self, indicator: Indicator, slots: Slots) -> tuple[Span, ...]:
        combine = indicator.combine
        key = (slots, combine.over_time, combine.over_reporters)
        if key not in self._spans:
            self._spans[key] = tuple(self._allowed(indicator, slots))
        return self._spans[key]

    def _allowed(self, indicator: Indicator, slots: Slots) -> Iterator[Span]:
        """Its periods, the years and what goes up to each period; not what may not be added."""
        lines = self.lines(slots)
        by_fact: dict[Period, list[Line]] = {}
        for line in lines:
            by_fact.setdefault(line.fact, []).append(line)
        looks_back = indicator.combine.over_time in LOOKS_BACK
        for period in _stretches(by_fact):
            inside = frozenset(one for one in by_fact if period.contains(one))
            before = (
                frozenset(one for one in by_fact if looks_back and one.end <= period.end) - inside
            )
            parts = [
                Part(line.reporter, fact, line.receipt, fact in inside, ())
                for fact in (*before, *inside)
                for line in by_fact[fact]
            ]
            if self.asker.may_be_added(indicator, parts):
                due = [one for one in parts if one.receipt or one.period.end <= self.as_of]
                expected = sum(one.inside for one in due)
                asked = len({one.reporter for one in due})
                yield Span(period, inside, before, expected, asked)


def _stretches(facts: Mapping[Period, object]) -> list[Period]:
    """The periods themselves, from the year's first day to the end of each, and whole years."""
    found = set(facts)
    for fact in facts:
        first = date(fact.end.year, 1, 1)
        if first <= fact.start:
            found |= {Period(first, fact.end), Period.containing(fact.end, "year")}
    return sorted(found)
