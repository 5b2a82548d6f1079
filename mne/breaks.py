"""Where a series of figures breaks: days since which a figure is not what it was before.

An indicator that ends or takes another's place, and a code that begins, ends or is cut in two,
leave such a day. Figures from before and after it stand side by side and are never compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from mne.formulas import named_by
from mne.model import At, Indicator, Plan, SeriesBreak
from mne.model.record import WhyBreak
from mne.periods import Period


def series_breaks(plan: Plan, indicator: Indicator, at: At = ()) -> tuple[SeriesBreak, ...]:
    """The breaks in an indicator's figures at a place, in order of time.

    What is worked out of other figures, or read out of another's breakdown, breaks where they do.
    """
    found = dict.fromkeys(_breaks(plan, indicator, at))
    return tuple(sorted(found, key=lambda one: (one.day, one.indicator, one.place)))


def break_within(plan: Plan, indicator: Indicator, at: At, period: Period) -> SeriesBreak | None:
    """The last break inside a period, its first day included."""
    inside = [
        one for one in series_breaks(plan, indicator, at) if period.start <= one.day <= period.end
    ]
    return inside[-1] if inside else None


def break_between(
    plan: Plan, indicator: Indicator, at: At, before: Period, now: Period
) -> SeriesBreak | None:
    """The last break that keeps figures of two periods from being compared.

    One on the first day of the earlier period parts the two of them together from what was before.
    """
    after = before.start + timedelta(days=1)
    return break_within(plan, indicator, at, Period(after, max(after, now.end)))


def _breaks(plan: Plan, indicator: Indicator, at: At) -> Iterator[SeriesBreak]:
    yield from _own(plan, indicator)
    for dimension, code in at:
        yield from _of_code(plan, indicator.id, dimension, code)
    if view := indicator.view_of:
        yield from _breaks(plan, plan.indicators_by_id[view.indicator], at)
        for dimension, codes in view.where.items():
            for code in codes:
                yield from _of_code(plan, view.indicator, dimension, code)
    for one in named_by(indicator):
        yield from _breaks(plan, plan.indicators_by_id[one.indicator], (*at, *one.at))


def _own(plan: Plan, indicator: Indicator) -> Iterator[SeriesBreak]:
    if indicator.since and indicator.replaces:
        yield SeriesBreak(
            indicator.since, "replaces-another", indicator.id, other=indicator.replaces
        )
    if indicator.until:
        successors = (one.id for one in plan.indicators if one.replaces == indicator.id)
        other = next(successors, "")
        because: WhyBreak = "replaced" if other else "ended"
        yield SeriesBreak(_after(indicator.until), because, indicator.id, other=other)


def _of_code(plan: Plan, indicator: str, dimension: str, code: str) -> Iterator[SeriesBreak]:
    """Of a code and of those that were cut from it; not where it was always there."""
    codelist = plan.codelists.get(dimension)
    entry = codelist.codes.get(code) if codelist else None
    if codelist is None or entry is None:
        return
    place, start = f"{dimension}={code}", min(plan.span.period.start, plan.span.reporting.start)
    if entry.valid_from and entry.valid_from > start:
        because: WhyBreak = "code-split" if entry.split_from else "code-starts"
        yield SeriesBreak(entry.valid_from, because, indicator, place, entry.split_from or "")
    if entry.valid_to and entry.valid_to >= start:
        yield SeriesBreak(_after(entry.valid_to), "code-ends", indicator, place)
    for other, cut in codelist.codes.items():
        if cut.split_from == code and cut.valid_from and cut.valid_from > start:
            yield SeriesBreak(cut.valid_from, "code-split", indicator, place, other)


def _after(day: date) -> date:
    return day + timedelta(days=1)
