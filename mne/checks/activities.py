"""What is said of the plan's activities: delays have reasons, and nothing done is undone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mne.checks.answers import Answers, Check, number_text
from mne.issues import issue_at
from mne.kinds.activity import REASON, SPENT, STATUS
from mne.model import Activity, Issue, Observation

DONE, DROPPED, BEHIND = "done", "dropped", "behind-schedule"


def delays_have_reasons(answers: Answers) -> Iterator[Issue]:
    """An activity that is late, dropped, overdue or reopened says why; the gravest is said once."""
    for activity in answers.plan.activities:
        status = answers.find(activity.id, (), STATUS)
        reason = answers.find(activity.id, (), REASON)
        if status and isinstance(status.value, str) and reason and reason.status == "blank":
            yield from _unexplained(answers, activity, status, reason)


def _unexplained(
    answers: Answers, activity: Activity, status: Observation, reason: Observation
) -> Iterator[Issue]:
    facts = {"found": status.value, "state": status.value}
    before = _last(answers, activity, STATUS)
    if before and before.value == DONE != status.value:
        yield issue_at("activity-reopened", status, period=before.period.label, **facts)
    elif status.value in {BEHIND, DROPPED}:
        yield issue_at("activity-without-reason", reason, **facts)
    elif status.value != DONE and activity.due <= answers.slot.period.end:
        yield issue_at("activity-overdue", status, due=activity.due, **facts)


def spending_does_not_shrink(answers: Answers) -> Iterator[Issue]:
    """What was spent is the total so far: it does not become less."""
    for activity in answers.plan.activities:
        now = answers.find(activity.id, (), SPENT)
        before = _last(answers, activity, SPENT)
        spent, was = (one.value if one else None for one in (now, before))
        if (
            now
            and before
            and isinstance(spent, Decimal)
            and isinstance(was, Decimal)
            and spent < was
        ):
            yield issue_at(
                "activity-spent-less",
                now,
                found=number_text(spent),
                expected=number_text(was),
                currency=activity.currency,
                period=before.period.label,
            )


def spending_stays_within_budget(answers: Answers) -> Iterator[Issue]:
    """More than was approved is asked about; the cell for the reason answers."""
    for activity in answers.plan.activities:
        spent = answers.find(activity.id, (), SPENT)
        reason = answers.find(activity.id, (), REASON)
        budget = _budget(activity)
        if spent is None or budget is None or (reason and reason.status != "blank"):
            continue
        if isinstance(spent.value, Decimal) and spent.value > budget:
            yield issue_at(
                "activity-over-budget",
                spent,
                found=number_text(spent.value),
                expected=number_text(budget),
                currency=activity.currency,
            )


def _budget(activity: Activity) -> Decimal | None:
    """What it may cost in the currency of its spending, by the largest of its budgets."""
    by_stage: dict[str, Decimal] = {}
    for one in activity.budget:
        if one.currency == activity.currency:
            by_stage[one.stage] = by_stage.get(one.stage, Decimal()) + one.amount
    return max(by_stage.values(), default=None)


def _last(answers: Answers, activity: Activity, part: str) -> Observation | None:
    """The latest earlier answer that says something."""
    for _, figures in answers.before:
        found = figures.get((activity.id, (), part))
        if found and found.value is not None:
            return found
    return None


CHECKS: tuple[Check, ...] = (
    delays_have_reasons,
    spending_does_not_shrink,
    spending_stays_within_budget,
)
