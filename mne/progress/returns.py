"""Which returns ask for a series of figures, and which stretches of time its parts may make.

Everything here is small beside the observations: a line for each return and for each cell of the
form, none for each figure. `series` hands it to the engine, which does the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain, pairwise
from typing import NamedTuple

from mne.kinds import kind_of
from mne.layout import fact_period, form_periods
from mne.model import At, Indicator, Plan, Receipt, Slot
from mne.periods import Period
from mne.progress.ask import LOOKS_BACK, Asker, Part

Alike = frozenset[str]
"""Reporters that are asked for the same cells."""
_Forms = tuple[tuple[int, Period, Alike], ...]
"""The number of a form's period, the period that the figure is about, and who is asked."""


@dataclass(frozen=True, eq=False)
class Slots:
    """The forms that ask for the same cells of the same bodies; each set of them is kept once."""

    asked: _Forms


class Line(NamedTuple):
    """One return that asks for a figure."""

    form: int
    fact: Period
    reporter: str
    receipt: str
    """The receipt that counts, or empty."""


class _Asked(NamedTuple):
    """Of one period: who is asked, who of them has sent or was due, and how many that are."""

    all: frozenset[str]
    due: frozenset[str]
    parts: int


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
    cells: tuple[tuple[Slots, tuple[At, ...]], ...]
    """The cells that are summed to make one part, by the forms that ask for them."""


@dataclass
class Returns:
    """What was asked of whom, by the plan, and what counts."""

    plan: Plan
    counting: Mapping[Slot, Receipt]
    as_of: date
    exempt: AbstractSet[Slot] = frozenset()
    by: Collection[str] | None = None
    """The dimensions to break down by; None is all."""
    _slots: dict[_Forms, Slots] = field(default_factory=dict)
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
        """Every series of figures in the order of the plan, but none that is worked out."""
        for indicator in self.asker.indicators():
            if indicator.formula is None and indicator.kind != "narrative":
                known: dict[_Forms, Slots] = {}
                for at, by_cells in self._places(indicator).items():
                    cells = tuple(
                        (self._kept(known, tuple(asked)), some) for some, asked in by_cells.items()
                    )
                    whole = cells[0][0]
                    if len(cells) > 1:
                        whole = self._kept(
                            known, tuple(sorted(chain(*by_cells.values()), key=_by_form))
                        )
                    if spans := self._spans_of(indicator, whole):
                        yield Series(indicator, at, spans, cells)

    def _kept(self, known: dict[_Forms, Slots], asked: _Forms) -> Slots:
        """The same object for the same forms and bodies; `known` are those of one indicator."""
        if asked not in known:
            known[asked] = self._slots.setdefault(asked, Slots(asked))
        return known[asked]

    def lines(self, slots: Slots) -> tuple[Line, ...]:
        """The returns that were asked, less those that nobody owes."""
        if slots not in self._lines:
            self._lines[slots] = tuple(self._asked(slots))
        return self._lines[slots]

    def _asked(self, slots: Slots) -> Iterator[Line]:
        for form, fact, reporters in slots.asked:
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

    def _places(
        self, indicator: Indicator
    ) -> dict[At, dict[tuple[At, ...], list[tuple[int, Period, Alike]]]]:
        """For each place, by the cells that make a part of it, the forms that ask for them."""
        found: dict[At, dict[tuple[At, ...], list[tuple[int, Period, Alike]]]] = {}
        source = self.asker.source(indicator)
        classes = list(self._alike(source, self.asker.who(indicator)))
        dimensions = sorted({name for group in source.breakdowns for name in group})
        known: dict[tuple[Alike, object], list[tuple[At, tuple[At, ...]]]] = {}
        for number, form in enumerate(self.forms):
            fact = fact_period(self.plan, source, form)
            if fact is None or not indicator.asked_in(fact):
                continue
            codes = tuple(self.plan.codes(dimension, form) for dimension in dimensions)
            for one in classes:
                there = one if one.issubset(self._there[number]) else one & self._there[number]
                if there:
                    # Most forms ask for the same cells as the one before.
                    if (one, codes) not in known:
                        slot = Slot(self.plan.id, form, min(there))
                        known[one, codes] = list(self._cells(indicator, slot))
                    for at, cells in known[one, codes]:
                        found.setdefault(at, {}).setdefault(cells, []).append((number, fact, there))
        return found

    def _alike(self, source: Indicator, who: tuple[str, ...]) -> Iterator[Alike]:
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
        yield from map(frozenset, classes.values())

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
            at
            for group, places in self.asker.broken_down(indicator, slot)
            if self.by is None or {*group} <= {*self.by}
            for at in places
        )
        for at in seen:
            yield at, (at,)

    def _wanted(self, indicator: Indicator) -> Iterator[At]:
        whole = Period(self.plan.span.start, self.plan.span.end)
        yield ()
        for one in self.asker.places(indicator, whole, self.by):
            yield one.at

    def _spans_of(self, indicator: Indicator, slots: Slots) -> tuple[Span, ...]:
        combine = indicator.combine
        key = (slots, combine.over_time, combine.over_reporters)
        if key not in self._spans:
            self._spans[key] = tuple(self._allowed(indicator, self._by_fact(slots)))
        return self._spans[key]

    def _by_fact(self, slots: Slots) -> dict[Period, _Asked]:
        """Who is asked about each period, and what of it is in or due."""
        lines: dict[Period, list[Line]] = {}
        for line in self.lines(slots):
            lines.setdefault(line.fact, []).append(line)
        found: dict[Period, _Asked] = {}
        same: dict[frozenset[str], frozenset[str]] = {}
        for fact, some in lines.items():
            due = [one.reporter for one in some if one.receipt or fact.end <= self.as_of]
            who, sent = frozenset(one.reporter for one in some), frozenset(due)
            found[fact] = _Asked(same.setdefault(who, who), same.setdefault(sent, sent), len(due))
        return found

    def _allowed(self, indicator: Indicator, asked: Mapping[Period, _Asked]) -> Iterator[Span]:
        """Its periods, the years and what goes up to each period; not what may not be added."""
        looks_back = indicator.combine.over_time in LOOKS_BACK
        for period in _stretches(asked):
            inside = frozenset(one for one in asked if period.contains(one))
            before = frozenset(one for one in asked if looks_back and one.end <= period.end)
            within = [asked[one] for one in inside]
            everything = [asked[one] for one in inside | before]
            due = sum(one.parts for one in within)
            parts = [
                *_parts_of(asked, before - inside, inside=False),
                *_parts_of(asked, inside, inside=True),
            ]
            if due and not self.asker.why_not_added(indicator, parts):
                heard = len(_union(one.due for one in everything))
                yield Span(period, inside, before - inside, due, heard)


def _parts_of(
    asked: Mapping[Period, _Asked],
    facts: frozenset[Period],
    *,
    inside: bool,
) -> Iterator[Part]:
    """Enough parts to tell whether they may be added: each sender, and each period, once.

    All of them where periods share a day, for then one sender may have answered twice for it.
    """
    share = any(one.overlaps(other) for one, other in pairwise(sorted(facts)))
    seen: frozenset[str] = frozenset()
    for fact in sorted(facts):
        senders = asked[fact].all
        named = senders if share else (senders - seen or {min(senders)})
        yield from (Part(who, fact, "", inside, ()) for who in named)
        seen |= senders


def _by_form(one: tuple[int, Period, Alike]) -> tuple[int, list[str]]:
    return one[0], sorted(one[2])


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    distinct = {*sets}
    return distinct.pop() if len(distinct) == 1 else frozenset(chain(*distinct))


def _stretches(facts: Mapping[Period, object]) -> list[Period]:
    """The periods themselves, from the year's first day to the end of each, and whole years."""
    found = set(facts)
    for fact in facts:
        first = date(fact.end.year, 1, 1)
        if first <= fact.start:
            found |= {Period(first, fact.end), Period.containing(fact.end, "year")}
    return sorted(found)
