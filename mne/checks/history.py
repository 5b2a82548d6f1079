"""A return beside the reporter's earlier ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from mne.checks.answers import Answers, Check, Figures, Key, is_noted, number_text
from mne.issues import issue_at, raise_issue
from mne.kinds import kind_of
from mne.kinds.kind import round_half_up
from mne.model import HistoryBand, Indicator, Issue, Observation
from mne.periods import Period

_FEWEST = 5
"""Fewer figures than this can be the same by chance."""
_NEARLY_ALL = Fraction(9, 10)
_LOOKED_AT = 4
"""How many earlier figures make a history: a year of quarters."""
_PERCENT = 100
_Figure = Decimal | Fraction
"""A number as it was given; of a ratio the exact quotient. The two are never compared."""


def is_not_an_old_form(answers: Answers) -> Iterator[Issue]:
    """Nearly all figures as in an earlier period: most likely an old form under a new name.

    Zeros tell nothing. What stands at the end of a period may well stay as it was, so what happened
    during it must be the same too.
    """
    now = {key: one.value for key, one in answers.mine.items() if isinstance(one.value, Decimal)}
    flows = {one.id for one in answers.indicators() if one.stock_or_flow == "flow"}
    for slot, figures in answers.before:
        same, given = _same(now, figures)
        if (
            len(same) >= _FEWEST
            and len(same) >= _NEARLY_ALL * len(given)
            and _of(flows, same) >= _NEARLY_ALL * _of(flows, given)
        ):
            yield raise_issue(
                "same-as-earlier", found=len(same), count=len(given), period=slot.period.label
            )
            return


def _same(now: Mapping[Key, Decimal], figures: Figures) -> tuple[list[Key], list[Key]]:
    """The figures that are as they were, of those that were given; none once too many differ."""
    same, given = [], []
    differ, most = 0, len(now) // 10
    for key, value in now.items():
        was = figures[key].value if key in figures else None
        if isinstance(was, Decimal) and (value or was):
            given.append(key)
            if value == was:
                same.append(key)
            else:
                differ += 1
                if differ > most:
                    return [], given
    return same, given


def _of(indicators: set[str], keys: Sequence[Key]) -> int:
    return sum(indicator in indicators for indicator, _, _ in keys)


def figures_are_like_earlier_ones(answers: Answers) -> Iterator[Issue]:
    """A total far outside the reporter's own last figures is asked about; a note answers."""
    for indicator in answers.indicators():
        band = indicator.history or answers.plan.history
        if band and kind_of(indicator).HAS_TOTAL:
            yield from _unlike(answers, indicator, band)


def _unlike(answers: Answers, indicator: Indicator, band: HistoryBand) -> Iterator[Issue]:
    parts = [part.name for part in kind_of(indicator).parts(indicator) if part.required]
    cells = _cells(answers.mine, indicator, parts)
    now = _figure(cells)
    if now is None or any(map(is_noted, cells)):
        return
    history = list(islice(_history(answers, indicator, parts, cells[0].period), _LOOKED_AT))
    if len(history) < band.at_least:
        return
    low, high = (pick(figure for _, figure in history) for pick in (min, max))
    if not low <= now <= high and _is_far(now, low, high, band):
        yield issue_at(
            "unlike-earlier",
            cells[0],
            found=_text(indicator, now),
            low=_text(indicator, low),
            high=_text(indicator, high),
            count=len(history),
            periods=", ".join(period.label for period, _ in reversed(history)),
        )


def _is_far(now: _Figure, low: _Figure, high: _Figure, band: HistoryBand) -> bool:
    now, low, high = (Fraction(one) for one in (now, low, high))
    step = Fraction(band.difference)
    return (now < low * Fraction(band.below) and low - now >= step) or (
        now > high * Fraction(band.above) and now - high >= step
    )


def _history(
    answers: Answers, indicator: Indicator, parts: Sequence[str], period: Period
) -> Iterator[tuple[Period, _Figure]]:
    """Its earlier figures, the latest first; none from before it meant what it means now."""
    for _, figures in answers.before:
        cells = _cells(figures, indicator, parts)
        figure = _figure(cells)
        if figure is None or cells[0].period.frequency != period.frequency:
            continue
        if indicator.asked_in(cells[0].period):
            yield cells[0].period, figure


def _cells(figures: Figures, indicator: Indicator, parts: Sequence[str]) -> list[Observation]:
    """The answers that make up its total."""
    found = (figures.get((indicator.id, (), part)) for part in parts)
    return [one for one in found if one]


def _figure(cells: Sequence[Observation]) -> _Figure | None:
    """A number, or what two come to as a percentage; None where there is none."""
    values = [one.value for one in cells if isinstance(one.value, Decimal)]
    if not values or len(values) < len(cells):
        return None
    if len(values) == 1:
        return values[0]
    above, below = map(Fraction, values)
    return above / below * _PERCENT if below else None


def _text(indicator: Indicator, figure: _Figure) -> str:
    exact = Fraction(figure)
    number = Decimal(exact.numerator) / exact.denominator
    if indicator.kind == "ratio":
        return f"{round_half_up(number, indicator.places)}\u00a0%"
    return number_text(number)


CHECKS: tuple[Check, ...] = (is_not_an_old_form, figures_are_like_earlier_ones)
