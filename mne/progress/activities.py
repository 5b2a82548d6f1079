"""Follows a plan's activities: how far each has come, since when, why it is late, what was spent.

An activity's state is the last one that its lead reported by the end of the period. What was never
reported has a state of its own, `no-data`: it is neither begun nor not begun.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mne.kinds import activity as kind
from mne.layout import form_periods
from mne.model import Activity, Plan, Receipt, Slot
from mne.model.selection import Selection
from mne.observations import ObservationTable
from mne.periods import Period
from mne.progress.look_up import Answer, Answers, read_answers

NO_DATA = "no-data"
_ENDED = frozenset({"done", "dropped"})


@dataclass(frozen=True, slots=True)
class ActivityProgress:
    """Where one activity stands at the end of a period, as known on a day."""

    activity: Activity
    state: str
    """One of `ACTIVITY_STATES`, or `no-data`."""
    since: Period | None
    """The period of the first return that said so, with no other state since."""
    told_in: Period | None
    """The period of the last return that said so: older than the asked period where the latest
    returns are silent."""
    reason: str
    recommendation: str
    spent: Decimal | None
    """The last figure given, in the currency of the activity's budget."""
    overdue: bool
    """Whether its day has passed, and no return says that it is done or dropped."""
    receipt: str
    """The receipt that the state stands in; empty where there is none."""
    sheet: str
    cell: str
    spent_receipt: str
    """The receipt that the money stands in; empty where there is none."""


def follow_activities(
    plan: Plan,
    period: Period,
    table: ObservationTable,
    counting: Mapping[Slot, Receipt],
    *,
    as_of: date,
    selection: Selection | None = None,
) -> tuple[ActivityProgress, ...]:
    """Every activity, in the order of the plan; those of the bodies and groups that are meant."""
    chosen = [*_chosen(plan, selection or Selection())]
    receipts = {receipt.id for receipt in counting.values()}
    answers = read_answers(table, [one.id for one in chosen], receipts)
    return tuple(
        _followed(one, [*_returns(plan, one, period, counting)], answers, min(as_of, period.end))
        for one in chosen
    )


def _chosen(plan: Plan, selection: Selection) -> Iterator[Activity]:
    objectives, reporters = selection.objectives(plan), selection.reporters(plan)
    for one in plan.activities:
        if one.objective in objectives and one.lead in reporters:
            yield one


def _returns(
    plan: Plan, activity: Activity, period: Period, counting: Mapping[Slot, Receipt]
) -> Iterator[tuple[Period, str]]:
    """The lead's returns up to the end of a period, the latest first."""
    for one in reversed(form_periods(plan)):
        receipt = counting.get(Slot(plan.id, one, activity.lead))
        if receipt and one.end <= period.end:
            yield one, receipt.id


def _followed(
    activity: Activity, returns: Sequence[tuple[Period, str]], answers: Answers, day: date
) -> ActivityProgress:
    states = [
        (period, receipt, found)
        for period, receipt in returns
        if (found := _answer(answers, activity, receipt, kind.STATUS))
    ]
    told_in, receipt, latest = states[0] if states else (None, "", None)
    state = str(latest.value) if latest else NO_DATA
    spent_receipt, spent = _spent(activity, returns, answers)
    return ActivityProgress(
        activity=activity,
        state=state,
        since=_since(state, [(period, str(found.value)) for period, _, found in states]),
        told_in=told_in,
        reason=_words(answers, activity, receipt, kind.REASON),
        recommendation=_words(answers, activity, receipt, kind.RECOMMENDATION),
        spent=spent,
        overdue=activity.due <= day and state not in _ENDED,
        receipt=receipt,
        sheet=latest.sheet if latest else "",
        cell=latest.cell if latest else "",
        spent_receipt=spent_receipt,
    )


def _since(state: str, states: Sequence[tuple[Period, str]]) -> Period | None:
    """From the latest return back, as long as it is the same state."""
    first = None
    for period, said in states:
        if said != state:
            break
        first = period
    return first


def _spent(
    activity: Activity, returns: Sequence[tuple[Period, str]], answers: Answers
) -> tuple[str, Decimal | None]:
    """The last figure given, after the receipt that it stands in."""
    for _, receipt in returns:
        found = _answer(answers, activity, receipt, kind.SPENT)
        if found and isinstance(found.value, Decimal):
            return receipt, found.value
    return "", None


def _words(answers: Answers, activity: Activity, receipt: str, part: str) -> str:
    found = _answer(answers, activity, receipt, part)
    return str(found.value) if found else ""


def _answer(answers: Answers, activity: Activity, receipt: str, part: str) -> Answer | None:
    return answers.get((receipt, activity.id, "", part))
