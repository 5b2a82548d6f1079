"""Lays a figure beside its target: achievement, rating, or the reason why it is not rated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from mne.breaks import break_within
from mne.model import Due, Indicator, Plan, Progress, RatingName
from mne.model.record import Vouched
from mne.periods import Period
from mne.progress.ask import Ask
from mne.progress.bounds import possible_values
from mne.progress.figure import Figure, decimal_of
from mne.progress.target import (
    Aim,
    achievement_of,
    aim_of,
    elapsed_share,
    rate,
)

_MORE_THAN_ANY = Fraction(10) ** 30
"""Beyond every figure that a cell may hold: what missing parts might come to at most."""
_VOUCHED: tuple[Vouched, ...] = ("provisional", "signed", "validated")


@dataclass(frozen=True, slots=True)
class Row:
    """A figure that is to be judged."""

    ask: Ask
    figure: Figure
    to_date: Figure | None = None
    """The same figure since the start of a longer target."""
    year_to_date: Figure | None = None
    cumulative: Figure | None = None
    """The same figure since the start of the year, and since that of the plan."""
    has_target: bool = True
    """False for a part of a breakdown or one reporter's share: targets are set for the total."""
    members: tuple[tuple[Ask, Figure], ...] = ()
    """Of places together: each of them."""
    due: Due | None = None
    """Of a milestone with a target: whether it was reached by its day."""


def judge(plan: Plan, row: Row, as_of: date, vouched: Mapping[str, Vouched]) -> Progress:
    """The finished row; `vouched` says of a receipt how far its ministry stands by it."""
    ask, figure = row.ask, row.figure
    indicator = ask.indicator
    aim = aim_of(plan, indicator, ask.period, as_of) if row.has_target else Aim(why="part-of-total")
    held = _held_against(row, aim)
    achievement = None
    if held.value is not None and held.may_be_added and not _has_lapsed(row):
        achievement = _achievement(indicator, aim, held.value)
    rating, why = _rating(plan, row, aim, achievement, as_of)
    value, sources = figure.value, {*figure.sources, *held.sources}
    levels = {_VOUCHED.index(vouched.get(one, "provisional")) for one in sources}
    attested = _VOUCHED[min(levels, default=0)]
    found = Progress(
        indicator=indicator.id,
        period=ask.period,
        at=ask.at,
        actual=decimal_of(value) if isinstance(value, Fraction) else value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        target=aim.value,
        target_is=indicator.target_is,
        baseline=aim.baseline,
        achievement=_exactly(achievement),
        rating=rating,
        why_not_rated=why,
        coverage=figure.coverage,
        reported=figure.reported,
        expected=figure.expected,
        missing=figure.missing,
        provisional=attested == "provisional",
        sources=tuple(sorted(sources)),
        to_date=_number(row.to_date),
        to_date_coverage=row.to_date.coverage if row.to_date else None,
        units=figure.units,
        confirmed=figure.confirmed,
        from_definition=figure.attained,
        series_break=break_within(plan, indicator, ask.at, ask.period),
        target_set_on=aim.set_on,
        original_target=aim.original,
        original_set_on=aim.original_set_on,
        attested=attested,
        due=row.due,
    )
    return _with_what_stands_beside(found, row)


def _with_what_stands_beside(found: Progress, row: Row) -> Progress:
    """The same figure over longer times, and between what this one lies while it is partial."""
    partial = found.coverage == "partial" and found.actual is not None
    low, high = possible_values(row.ask, row.figure) if partial else (None, None)
    year, plan = row.year_to_date, row.cumulative
    beside = {"actual": row.figure, "to_date": row.to_date}
    beside |= {"year_to_date": year, "cumulative": plan}
    return replace(
        found,
        why_not_aggregated=row.figure.why_not_added,
        low=_exactly(low),
        high=_exactly(high),
        year_to_date=_number(year),
        year_to_date_coverage=year.coverage if year else None,
        cumulative=_number(plan),
        cumulative_coverage=plan.coverage if plan else None,
        repeats_in=tuple(name for name, one in beside.items() if one and one.repeats),
    )


def _exactly(value: Fraction | None) -> Decimal | None:
    return None if value is None else decimal_of(value)


def _number(figure: Figure | None) -> Decimal | None:
    value = figure.value if figure else None
    return decimal_of(value) if isinstance(value, Fraction) else None


def _has_lapsed(row: Row) -> bool:
    """Whether it, or one of the places that it counts, can be reached no more."""
    if row.due is None:
        return False
    return row.due.state == "lapsed" or "lapsed" in dict(row.due.counts)


def _held_against(row: Row, aim: Aim) -> Figure:
    """The figure that the target is about: since its start where it covers more than the period."""
    return row.to_date if aim.since and aim.value is not None and row.to_date else row.figure


def _achievement(indicator: Indicator, aim: Aim, value: Fraction | str) -> Fraction | None:
    """For places together, the share that has reached the state is the achievement itself."""
    if indicator.kind == "milestone" and isinstance(value, Fraction):
        return value if aim.value is not None else None
    return achievement_of(indicator, aim, value)


def _rating(
    plan: Plan, row: Row, aim: Aim, achievement: Fraction | None, as_of: date
) -> tuple[RatingName, str]:
    if without := _nothing_to_rate(row, aim):
        return without
    if achievement is None or aim.window is None:
        return "not-rated", aim.why or "not-aggregated"
    day = min(as_of, row.ask.period.end)
    inside = day < aim.window.end
    if row.ask.indicator.kind == "milestone":
        if inside and achievement < 1:
            return "not-rated", "not-due-yet"
        elapsed = Fraction(1)
    else:
        elapsed = _elapsed(row.ask, aim.window, day) if inside else Fraction(1)
    if elapsed == 0:
        return "not-rated", "not-due-yet"
    ratings = {rate(one, elapsed, plan.rating) for one in _possible(row, aim)}
    if len(ratings) > 1:
        return "not-rated", "partial" if row.figure.open else "partial-to-date"
    rating = ratings.pop()
    return ("on-schedule" if inside and rating == "met" else rating), ""


def _nothing_to_rate(row: Row, aim: Aim) -> tuple[RatingName, str] | None:
    """What comes before any comparison, the plainest reason first."""
    figure = row.figure
    if figure.value is None and not figure.reported and figure.expected:
        return "no-data", "no-data"
    reasons = {
        "not-aggregated": not figure.may_be_added,
        "not-asked": not (figure.expected or figure.attained),
        "denominator-zero": figure.undefined,
        "neutral": row.ask.indicator.direction == "neutral",
        aim.why: bool(aim.why),
        "lapsed": _has_lapsed(row),
        "partial": figure.value is None,
    }
    found = next((why for why, applies in reasons.items() if applies), None)
    return ("not-rated", found) if found else None


def _elapsed(ask: Ask, window: Period, day: date) -> Fraction:
    """The share of the window that figures can be there for.

    A quarter's figures exist when the quarter is over: on a day in August a ministry that did in
    January to June what was meant for January to June is on schedule, not seven weeks behind.
    """
    ends = [part.period.end for part in ask.expected]
    return elapsed_share(window, min(max(ends), day)) if ends else Fraction(0)


def _possible(row: Row, aim: Aim) -> tuple[Fraction, ...]:
    """The achievements at both ends of what the missing parts may still turn out to be."""
    held = _held_against(row, aim)
    indicator, value = row.ask.indicator, held.value
    if held.between:
        return held.between
    if isinstance(value, str):
        now = achievement_of(indicator, aim, value) or Fraction(0)
        # A step that is known from a named source was taken, whatever returns still say.
        may_change = held.open and not (held.attained and now)
        return (Fraction(0), Fraction(1)) if may_change else (now,)
    if value is None:
        return ()
    low, high = possible_values(row.ask, held)
    # What is worked out may be below zero; what is reported is not.
    least = -_MORE_THAN_ANY if indicator.formula is not None else Fraction(0)
    ends = (least if low is None else low, _MORE_THAN_ANY if high is None else high)
    found = (achievement_of(indicator, aim, end) for end in ends)
    return tuple(one for one in found if one is not None)
