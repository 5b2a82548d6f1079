"""Once a year: how many different persons the year's figures are, beside the sum of them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mne.checks.answers import Answers, Check, is_noted, number_text
from mne.issues import issue_at
from mne.kinds.count import CONFIRMED
from mne.layout import fact_period, form_periods
from mne.model import Issue, Observation


def persons_are_confirmed(answers: Answers) -> Iterator[Issue]:
    """At most the sum of the year's periods, and what is fewer is explained."""
    for one in answers.observations:
        if one.part != CONFIRMED or one.status == "unreadable":
            continue
        if one.status == "blank" and not is_noted(one):
            yield issue_at("confirmation-blank", one, period=one.period.label)
        elif (total := _sum_of_year(answers, one)) is not None:
            yield from _difference(one, total)


def _difference(one: Observation, total: Decimal) -> Iterator[Issue]:
    if not isinstance(one.value, Decimal) or one.value == total:
        return
    facts = {
        "found": number_text(one.value),
        "expected": number_text(total),
        "period": one.period.label,
        "difference": number_text(abs(total - one.value)),
    }
    if one.value > total:
        yield issue_at("confirmed-above-sum", one, **facts)
    elif not is_noted(one):
        yield issue_at("confirmed-unexplained", one, **facts)


def _sum_of_year(answers: Answers, confirmed: Observation) -> Decimal | None:
    """The sum of the year's figures; None where one of them is not known.

    A period to which the figure does not apply (NA) holds nobody; one without an answer may.
    """
    plan, indicator = answers.plan, answers.plan.indicators_by_id[confirmed.indicator]
    reporter = plan.reporters_by_id[answers.slot.reporter]
    found = []
    for form in form_periods(plan):
        period = fact_period(plan, indicator, form)
        if period and confirmed.period.contains(period) and reporter.valid_during(form):
            found.append(answers.find_in(answers.slot._replace(period=form), indicator.id))
    counted = [one.value if one else None for one in found if not one or one.status != "NA"]
    known = [value for value in counted if isinstance(value, Decimal)]
    return sum(known, Decimal()) if known and len(known) == len(counted) else None


CHECKS: tuple[Check, ...] = (persons_are_confirmed,)
