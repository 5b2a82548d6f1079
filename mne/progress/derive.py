"""Figures that nobody is asked for: worked out by a formula from the figures it refers to.

A row rests on the rows of all that the formula names, for the same period, place and reporters.
It is partial where one of them is, and there is none where one of them is missing: a missing
figure is never zero. Above and below the line are kept apart, so that it is divided once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from mne.formulas import Node, Quotient, Reference, named_by, read_formula, references, work_out
from mne.kinds import Unreadable
from mne.model import At, Indicator, Missing, Plan, Receipt, Slot
from mne.model.record import WhyNotAdded
from mne.model.selection import Selection
from mne.periods import Period
from mne.progress.ask import Ask, Asker, Part, Some
from mne.progress.figure import Figure, decimal_of


class _Derived(NamedTuple):
    """One row of a worked-out figure, and the rows that it rests on."""

    ask: Ask
    formula: Node
    below: Mapping[Reference, Ask]


class Deriver(Asker):
    """Also asks for what is not asked: for each reference of a formula, a row of its own."""

    def __init__(
        self,
        plan: Plan,
        counting: Mapping[Slot, Receipt],
        as_of: date,
        selection: Selection | None = None,
        exempt: AbstractSet[Slot] = frozenset(),
    ) -> None:
        super().__init__(plan, counting, as_of, selection, exempt)
        # In the order in which they can be worked out: what a row rests on comes before it.
        self._derived: list[_Derived] = []

    def is_whole(self, indicator: Indicator) -> bool:
        """Whether everything that the formula names is whole."""
        if indicator.formula is None:
            return super().is_whole(indicator)
        return all(self.is_whole(seen) for seen in self._named(indicator))

    def ask(
        self,
        indicator: Indicator,
        period: Period,
        at: At,
        some: Some | None = None,
        within: Period | None = None,
    ) -> Ask:
        """One row; a worked-out one has the parts of all that it rests on."""
        if indicator.formula is None:
            return super().ask(indicator, period, at, some, within)
        formula = _formula_of(indicator)
        below = dict(self._below(indicator, formula, (period, within or period), at, some))
        ask = Ask(
            indicator=indicator,
            source=indicator,
            period=period,
            at=(*some.key, *at) if some else at,
            parts=tuple(_parts(tuple(below.values()))),
            over_time=indicator.combine.over_time,
            over_reporters=indicator.combine.over_reporters,
            why_not_added=_first_why(below.values()),
            cut=tuple(_once(part for one in below.values() for part in one.cut)),
            some=some,
        )
        self._derived.append(_Derived(ask, formula, below))
        return ask

    def answered(self, asks: Sequence[Ask]) -> list[Ask]:
        """Of these rows, and of those that worked-out ones rest on, the ones that are asked for."""
        below = (one for derived in self._derived for one in derived.below.values())
        return [ask for ask in (*asks, *below) if ask.indicator.formula is None]

    def rests_on(self, ask: Ask) -> Iterator[Ask]:
        """The rows of what was asked for that a row rests on in the end; of a plain row, itself."""
        if ask.indicator.formula is None:
            yield ask
            return
        for derived in self._derived:
            if derived.ask is ask:
                for one in derived.below.values():
                    yield from self.rests_on(one)

    def work_out(self, figures: Mapping[int, Figure]) -> dict[int, Figure]:
        """The figures of all rows, the worked-out ones with them."""
        found = dict(figures)
        for derived in self._derived:
            under = {one: found[id(ask)] for one, ask in derived.below.items()}
            found[id(derived.ask)] = _figure(derived, under)
        return found

    def _senders(self, indicator: Indicator) -> tuple[str, ...]:
        if indicator.formula is None:
            return super()._senders(indicator)
        asked = {one for seen in self._named(indicator) for one in self._senders(seen)}
        return tuple(one for one in self.plan.reporters_by_id if one in asked)

    def _named(self, indicator: Indicator) -> Iterator[Indicator]:
        for one in named_by(indicator):
            yield self.plan.indicators_by_id[one.indicator]

    def _below(
        self,
        indicator: Indicator,
        formula: Node,
        asked: tuple[Period, Period],
        at: At,
        some: Some | None,
    ) -> Iterator[tuple[Reference, Ask]]:
        """Within the days in which the indicator is in force; outside them it rests on nothing.

        What is cut by its own first or last day, and not by the period that was asked for at
        first, is not asked of it at all.
        """
        period, within = asked
        start = max(indicator.since or period.start, period.start)
        end = min(indicator.until or period.end, period.end)
        if start > end:
            return
        for one in references(formula):
            seen = self.plan.indicators_by_id[one.indicator]
            place = _place(seen, dict(at) | dict(one.at))
            yield one, self.ask(seen, Period(start, end), place, some, within)


def _formula_of(indicator: Indicator) -> Node:
    found = read_formula(indicator.formula or "")
    if isinstance(found, Unreadable):
        raise TypeError(found.code)  # such definitions are never loaded
    return found


def _place(indicator: Indicator, where: Mapping[str, str]) -> At:
    """A place in the order in which the indicator's own breakdown names the dimensions."""
    group = next((one for one in indicator.breakdowns if {*one} == {*where}), tuple(where))
    return tuple((dimension, where[dimension]) for dimension in group)


def _parts(below: Sequence[Ask]) -> Iterator[Part]:
    """One for each reporter and period; none where something that is named is not asked at all."""
    if not all(ask.parts for ask in below):
        return
    yield from _once(part for ask in below for part in ask.parts)


def _once(parts: Iterable[Part]) -> Iterator[Part]:
    """Each reporter and period once; inside the period where any of them is."""
    found: dict[tuple[str, Period], Part] = {}
    for part in parts:
        key = (part.reporter, part.period)
        if key not in found or part.inside:
            found[key] = part
    yield from found.values()


def _first_why(below: Iterable[Ask | Figure]) -> WhyNotAdded:
    """What may not be put together of what a formula names cannot be worked with either."""
    return next((one.why_not_added for one in below if one.why_not_added), "")


def _figure(derived: _Derived, under: Mapping[Reference, Figure]) -> Figure:
    """The figure with its coverage: what one part lacks, the whole lacks."""
    parts = (*derived.ask.expected, *derived.ask.cut)
    expected = {(part.reporter, part.period) for part in parts}
    missing = _together(one.missing for one in under.values())
    open_ = _together(one.open for one in under.values())
    figure = Figure(
        reported=len(expected) - len({(one.reporter, one.period) for one in missing} & expected),
        expected=len(expected),
        missing=missing,
        open=open_,
        sources=tuple(sorted({source for one in under.values() for source in one.sources})),
        why_not_added=derived.ask.why_not_added,
        repeats=any(one.repeats for one in under.values()),
    )
    is_there = all(_is_given(one, found) for one, found in under.items())
    if not (derived.ask.parts and figure.may_be_added and is_there):
        return figure
    quotient = work_out(derived.formula, lambda one: _quotient(one, under[one]))
    return _worked_out(derived.ask.indicator, figure, quotient)


def _together(found: Iterable[tuple[Missing, ...]]) -> tuple[Missing, ...]:
    """What is missing of one reporter and period once, in the order of the formula."""
    first: dict[tuple[str, Period], Missing] = {}
    for one in (one for some in found for one in some):
        first.setdefault((one.reporter, one.period), one)
    return tuple(first.values())


def _is_given(reference: Reference, figure: Figure) -> bool:
    """Whether there is something to work with; that nothing stands below a line is known too."""
    if reference.part:
        return _part_of(reference, figure) is not None
    return figure.value is not None or figure.undefined


def _part_of(reference: Reference, figure: Figure) -> Decimal | None:
    return figure.numerator if reference.part == "numerator" else figure.denominator


def _quotient(reference: Reference, figure: Figure) -> Quotient:
    """A figure above and below the line, as far as it has both."""
    if reference.part:
        return Quotient(Fraction(_part_of(reference, figure) or 0))
    if figure.undefined:
        return Quotient(Fraction(0), Fraction(0))
    if isinstance(figure.value, str | None):
        raise TypeError(reference.text)
    if figure.numerator is None or figure.denominator is None:
        return Quotient(figure.value)
    both = Quotient(Fraction(figure.numerator), Fraction(figure.denominator))
    return both if both.value == figure.value else Quotient(figure.value)


def _worked_out(indicator: Indicator, figure: Figure, quotient: Quotient) -> Figure:
    """A ratio shows what stands above and below the line; other figures are one number."""
    value = quotient.value
    if value is None:
        return replace(figure, undefined=True)
    if indicator.kind != "ratio":
        return replace(figure, value=value)
    if any(Fraction(decimal_of(one)) != one for one in quotient):
        quotient = Quotient(Fraction(value.numerator), Fraction(value.denominator))
    return replace(
        figure,
        value=value,
        numerator=decimal_of(quotient.above),
        denominator=decimal_of(quotient.below),
    )
