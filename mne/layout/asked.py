"""What is asked of whom: which returns a plan expects, and which figures belong in each of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from mne.kinds import Part
from mne.model import At, Indicator, Plan, Slot
from mne.periods import MONTHS_BY_FREQUENCY, Period


@lru_cache(64)
def form_periods(plan: Plan) -> tuple[Period, ...]:
    """Every period for which returns are due: the calendar's, and the campaign windows."""
    calendar = plan.span.reporting.parts(plan.calendar)
    return tuple(sorted((*calendar, *(one.period for one in plan.campaigns))))


def expected_slots(plan: Plan) -> Iterator[Slot]:
    """Every return that the plan asks for, by period and then by reporter."""
    for period in form_periods(plan):
        for reporter in plan.reporters:
            slot = Slot(plan.id, period, reporter.id)
            if is_expected(plan, slot):
                yield slot


def is_expected(plan: Plan, slot: Slot) -> bool:
    """Whether a return is asked for: within the span, of a body that existed, about something."""
    return (
        slot.period in form_periods(plan)
        and plan.reporters_by_id[slot.reporter].valid_during(slot.period)
        and any(True for _ in asked_of(plan, slot))
    )


def asked_of(plan: Plan, slot: Slot) -> Iterator[Indicator]:
    """What a reporter answers in a period, in the order of the plan.

    Indicators and activities; the offices it heard from only where it is asked for figures too.
    """
    asked = [
        one
        for one in plan.asked_by_id.values()
        if slot.reporter in one.reporters and one.is_asked and fact_period(plan, one, slot.period)
    ]
    if any(one.kind != "coverage" for one in asked):
        yield from asked


def fact_period(plan: Plan, indicator: Indicator, form_period: Period) -> Period | None:
    """The period that a figure in this form is about; None where it is not asked now.

    A yearly figure in a quarterly plan is asked in the form that ends the year; a campaign's
    figures in the return of its window, and nothing else in that.
    """
    frequency = indicator.frequency or plan.calendar
    in_campaign = any(one.period == form_period for one in plan.campaigns)
    if frequency == "campaign" or in_campaign:
        fits = frequency == "campaign" and in_campaign and indicator.asked_in(form_period)
        return form_period if fits else None
    if MONTHS_BY_FREQUENCY[frequency] <= MONTHS_BY_FREQUENCY[plan.calendar]:
        period = form_period
    else:
        period = Period.containing(form_period.start, frequency)
    due_now = period.end == form_period.end
    return period if due_now and indicator.asked_in(period) else None


def part_period(plan: Plan, indicator: Indicator, part: Part, form_period: Period) -> Period | None:
    """The period that one part of a figure in this form is about; None where it is not asked now.

    Only what is asked once a year has another than the figure itself: the year that the form ends.
    """
    period = fact_period(plan, indicator, form_period)
    if period is None or not part.yearly:
        return period
    year = Period.containing(form_period.start, "year")
    return year if form_period.end == year.end and form_period != year else None


def groups_of(
    plan: Plan, indicator: Indicator, slot: Slot
) -> Iterator[tuple[tuple[str, ...], tuple[At, ...]]]:
    """Each breakdown of an indicator with the places that this reporter can answer for."""
    for group in indicator.breakdowns:
        codes = [
            [
                (dimension, code)
                for code in plan.codes(dimension, slot.period)
                if _can_answer(plan, indicator, dimension, code, slot.reporter)
            ]
            for dimension in group
        ]
        yield group, tuple(product(*codes))


def _can_answer(plan: Plan, indicator: Indicator, dimension: str, code: str, reporter: str) -> bool:
    """Whether a code concerns a reporter; what is no place at all has no office to hear from."""
    if indicator.kind == "coverage" and plan.coverage and code in plan.coverage.without:
        return False
    asked_of_code = plan.codelists[dimension].codes[code].asked_of
    return not asked_of_code or reporter in asked_of_code
