"""What can be wrong with a plan's activities."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mne.definitions.faults.flaw import Flaw, backwards, flaw, unknown_name
from mne.definitions.faults.indicators import id_flaws
from mne.model import Activity, Plan


def activity_flaws(plan: Plan, unread: Collection[str]) -> Iterator[Flaw]:
    """Who leads each, what it is for, and when it is due."""
    objectives = [one.id for one in plan.objectives]
    for activity in plan.activities:
        path = ("activities", activity.id)
        for found in (*id_flaws(activity.id), *_who(plan, activity), *_when(plan, activity)):
            yield found._replace(path=(*path, *found.path))
        if activity.objective not in objectives and activity.objective not in unread:
            facts = {
                "objective": activity.objective,
                **unknown_name(activity.objective, objectives),
            }
            yield flaw(*path, "objective", code="objective-not-in-plan", **facts)


def _who(plan: Plan, activity: Activity) -> Iterator[Flaw]:
    named = (activity.lead, *activity.contributing)
    for index, reporter in enumerate(named):
        where = ("contributing", index - 1) if index else ("lead",)
        if reporter not in plan.reporters_by_id:
            facts = {"reporter": reporter, **unknown_name(reporter, plan.reporters_by_id)}
            yield flaw(*where, code="reporter-not-in-plan", **facts)
        elif reporter in named[:index]:
            yield flaw(*where, code="reporter-twice", indicator=activity.id)


def _when(plan: Plan, activity: Activity) -> Iterator[Flaw]:
    yield from backwards(activity.start, activity.due, "due")
    span = plan.span.period
    if not span.start <= activity.due <= span.end:
        facts = {"span": f"{span.start} - {span.end}"}
        yield flaw("due", code="activity-outside-span", **facts)
