"""What can be wrong with a plan as a whole: its days, campaigns, ratings and languages."""

from __future__ import annotations

from collections.abc import Iterator

from mne.definitions.faults.flaw import Flaw, backwards, flaw
from mne.model import Plan, PlanHeader
from mne.periods import MONTHS_BY_FREQUENCY, Period


def span_flaws(header: PlanHeader) -> Iterator[Flaw]:
    """A span that ends before it starts; nothing else of the plan can be judged then."""
    span = header.span
    yield from backwards(span.start, span.end, "span", "end")
    first, last = span.reporting_start or span.start, span.reporting_end or span.end
    key = "reporting_end" if span.reporting_end else "reporting_start"
    if span.start <= span.end:
        yield from backwards(first, last, "span", key)


def header_flaws(plan: Plan) -> Iterator[Flaw]:
    """Days that do not fit together, a campaign that is no window of its own, odd ratings."""
    span = plan.span
    if not span.period.overlaps(span.reporting):
        key = "reporting_start" if span.reporting_start else "reporting_end"
        yield flaw("span", key, code="reporting-span-apart", span=_days(span.period))
    if plan.adopted_on and plan.adopted_on > span.end:
        yield flaw("adopted_on", code="adopted-after-end", end=span.end)
    if not due_periods(plan):
        yield flaw("calendar", code="no-return-due", calendar=plan.calendar)
    if not 0 < plan.rating.behind_schedule < plan.rating.met:
        yield flaw("rating", code="rating-order")
    if "en" not in plan.languages:
        yield flaw("languages", code="languages-without-english")
    yield from _campaigns(plan)


def _campaigns(plan: Plan) -> Iterator[Flaw]:
    seen: set[Period] = set()
    for index, campaign in enumerate(plan.campaigns):
        path, period = ("campaigns", index, "period"), campaign.period
        if period in seen:
            yield flaw(*path, code="campaign-twice", period=period)
        elif period.frequency == plan.calendar:
            yield flaw(*path, code="campaign-in-calendar", period=period)
        elif not plan.span.reporting.contains(period):
            yield flaw(*path, code="campaign-outside-span", span=_days(plan.span.reporting))
        seen.add(period)


def due_periods(plan: Plan) -> tuple[Period, ...]:
    """The periods for which returns are due, campaigns aside."""
    return plan.span.reporting.parts(plan.calendar)


def _days(period: Period) -> str:
    return f"{period.start} - {period.end}"


def finer_than(frequency: str, plan: Plan) -> bool:
    """Whether something would be asked more often than returns are due."""
    if frequency == plan.calendar or frequency not in MONTHS_BY_FREQUENCY:
        return False
    return MONTHS_BY_FREQUENCY[frequency] < MONTHS_BY_FREQUENCY[plan.calendar]
