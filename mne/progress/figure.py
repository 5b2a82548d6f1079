"""From what the engine put together to one figure, exact to the last digit, divided once.

A figure keeps what stands above and below the line. It is compared as an exact fraction and turned
into a decimal only to be handed on; rounding is for whoever prints it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction

from mne.kinds import milestone
from mne.model import Attained, Confirmed, Coverage, Indicator, Missing, Units
from mne.model.record import WhyNotAdded
from mne.progress.ask import Ask, Bundle, Part

_DIGITS = Context(prec=28)
NEWEST_COUNTS = frozenset({"last", "last_in_period", "latest_state"})
"""The rules that take one figure out of several, and put nothing together over time."""
_ADDED_OVER_TIME = frozenset({"sum", "mean", "ratio_of_sums"})


@dataclass(frozen=True, slots=True)
class Figure:
    """What one row came to, and on what it rests."""

    value: Fraction | str | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    between: tuple[Fraction, Fraction] | None = None
    """For places together: the least and the most that may turn out to have been reached."""
    undefined: bool = False
    """Whether figures were given, but nothing stands below the line."""
    reported: int = 0
    expected: int = 0
    missing: tuple[Missing, ...] = ()
    open: tuple[Missing, ...] = ()
    """Those of the missing whose figure, if it came, would change this one."""
    used: tuple[Part, ...] = ()
    """The parts that it is made of; those of places together and of formulas are in their rows."""
    sources: tuple[str, ...] = ()
    why_not_added: WhyNotAdded = ""
    """Why its parts may not be put together."""
    repeats: bool = False
    """Whether it was put together over time, and one person may be in several of its periods."""
    said_on: date | None = None
    """The last day that the newest return in it is about."""
    attained: Attained | None = None
    """What a milestone's state rests on where that is not a return."""
    units: Units | None = None
    """The offices below the reporters that are in it."""
    confirmed: Confirmed | None = None
    """How many different persons a year's sum is said to be."""

    @property
    def may_be_added(self) -> bool:
        """Whether its parts may be put together."""
        return not self.why_not_added

    @property
    def coverage(self) -> Coverage:
        """How much of what was to be reported is in the figure."""
        if not self.may_be_added:
            return "not-aggregated"
        if not self.reported and (self.value is None or self.attained):
            return "none"
        return "complete" if self.reported == self.expected else "partial"


def decimal_of(value: Fraction) -> Decimal:
    """The one division: 28 digits, whatever the surroundings are set to."""
    return _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))


def figure_of(ask: Ask, bundles: Sequence[Bundle], problems: Sequence[str | None]) -> Figure:
    """One row's figure, with its coverage."""
    pairs = tuple(zip(ask.parts, problems, strict=True))
    used = _used(ask, [part for part, why in pairs if why is None])
    missing = tuple(
        Missing(part.reporter, part.period, why)  # type: ignore[arg-type]  # the engine's own words
        for part, why in pairs
        if why is not None and part.inside
    )
    reported = len(ask.expected) - len(missing)
    missing += tuple(Missing(part.reporter, part.period, "not-whole") for part in ask.cut)
    figure = Figure(
        reported=reported,
        expected=len(ask.expected) + len(ask.cut),
        missing=missing,
        open=tuple(one for one in missing if _is_open(ask, used, one)),
        used=used,
        sources=tuple(sorted({part.receipt for part in used})),
        why_not_added=ask.why_not_added,
        repeats=_repeats(ask, used),
        said_on=max((part.period.end for part in used), default=None),
    )
    if not bundles or not ask.may_be_added:
        return figure
    asked = len({part.reporter for part in ask.parts})
    return put_together(ask.indicator, ask.over_reporters, bundles, asked, figure)


def put_together(
    indicator: Indicator, rule: str, bundles: Sequence[Bundle], asked: int, figure: Figure
) -> Figure:
    """The figure with what its bundles come to; of so many reporters that were asked."""
    if indicator.kind == "milestone":
        heard = sum(bundle.reporters for bundle in bundles)
        # What all have reached is not known before all have been heard.
        return replace(figure, value=_least_state(indicator, bundles) if heard == asked else None)
    return _number(rule, bundles, figure)


def _repeats(ask: Ask, used: Sequence[Part]) -> bool:
    """Whether figures of several periods are put together that may be about the same persons."""
    possible = "possible" in {ask.indicator.repeats, ask.source.repeats}
    added = ask.over_time in _ADDED_OVER_TIME and ask.may_be_added
    return possible and added and len({part.period for part in used}) > 1


def _used(ask: Ask, given: Sequence[Part]) -> tuple[Part, ...]:
    """The parts that are in the figure: all, or each reporter's newest."""
    if ask.over_time not in NEWEST_COUNTS:
        return tuple(given)
    newest: dict[str, Part] = {}
    for part in given:
        if part.reporter not in newest or newest[part.reporter].period < part.period:
            newest[part.reporter] = part
    return tuple(newest.values())


def _is_open(ask: Ask, used: Sequence[Part], missing: Missing) -> bool:
    """Not open is what does not apply, and what a newer figure of that reporter has overtaken."""
    if missing.why == "NA":
        return False
    return ask.over_time not in NEWEST_COUNTS or not any(
        part.reporter == missing.reporter and part.period > missing.period for part in used
    )


def _least_state(indicator: Indicator, bundles: Sequence[Bundle]) -> str | None:
    """How far all have come: the earliest of their states, or the flags that all have reached."""
    states = [bundle.text for bundle in bundles if bundle.text is not None]
    if not states:
        return None
    if indicator.flags:
        common = set.intersection(*(set(state.split(milestone.SEPARATOR)) for state in states))
        return milestone.canonical(indicator, common)
    return min(states, key=lambda state: milestone.rank(indicator, state))


def _number(rule: str, bundles: Sequence[Bundle], figure: Figure) -> Figure:
    if rule == "ratio_of_sums":
        above = sum((Fraction(one.numerator or 0) for one in bundles), Fraction(0))
        lines = (Fraction(one.denominator or 0) * one.reporters for one in bundles)
        return _over_line(figure, above, sum(lines, Fraction(0)))
    if len(bundles) == 1 and rule != "mean" and bundles[0].denominator is not None:
        only = bundles[0]
        return _over_line(figure, Fraction(only.numerator or 0), Fraction(only.denominator or 0))
    quotients = [
        (Fraction(bundle.numerator) / Fraction(bundle.denominator or 1), bundle.reporters)
        for bundle in bundles
        if bundle.numerator is not None and bundle.denominator != 0
    ]
    if not quotients:
        return replace(figure, undefined=True)
    value = _ACROSS[rule]([quotient for quotient, _ in quotients])
    counted = sum(reporters for _, reporters in quotients) if rule == "mean" else 1
    if rule != "mean" and all(bundle.denominator is None for bundle in bundles):
        return replace(figure, value=value)
    numerator, denominator = _whole(value)
    return replace(
        figure,
        value=value / counted,
        numerator=decimal_of(numerator),
        denominator=Decimal(denominator * counted),
    )


_ACROSS: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "sum": lambda quotients: sum(quotients, Fraction(0)),
    "mean": lambda quotients: sum(quotients, Fraction(0)),
    "min": min,
    "max": max,
    "lead_only": max,
    "none": max,
}
"""Across the bundles of different denominators, exactly, what the engine did within each."""


def _whole(value: Fraction) -> tuple[Fraction, int]:
    """Above and below the line, keeping a plain decimal whole: 12.5 over 1, not 25 over 2."""
    if Fraction(decimal_of(value)) == value:
        return value, 1
    return Fraction(value.numerator), value.denominator


def _over_line(figure: Figure, above: Fraction, below: Fraction) -> Figure:
    return replace(
        figure,
        value=above / below if below else None,
        numerator=decimal_of(above),
        denominator=decimal_of(below),
        undefined=not below,
    )
