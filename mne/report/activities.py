"""What was done: each activity, how far its lead says it is, why it is late, what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from mne.kinds.kind import show_number
from mne.model import ACTIVITY_STATES, Activity
from mne.progress.activities import NO_DATA, ActivityProgress
from mne.report.figures import NONE, Figures, RatingMark
from mne.report.inputs import ReportInput
from mne.report.wording import Wording

_MARKS = {
    "done": "met",
    "on-schedule": "on-schedule",
    "behind-schedule": "behind-schedule",
    "dropped": "not-rated",
    "not-started": "not-rated",
    NO_DATA: "no-data",
}
"""Shape and colour of a state: those of the rating that says the same of a figure."""


class ActivityRow(NamedTuple):
    """One activity, as printed."""

    number: str
    title: str
    facts: str
    """Who leads it, who takes part, and where the definition comes from."""
    due: str
    overdue: bool
    mark: RatingMark
    since: str
    """The period of the first return that said so."""
    reason: str
    recommendation: str
    spent: str
    budget: tuple[str, ...]
    """A line for each source of money; currencies are never added."""


class ActivityGroup(NamedTuple):
    """The activities of one objective."""

    title: str
    rows: tuple[ActivityRow, ...]


class ActivityPages(NamedTuple):
    """The section on activities."""

    finding: str
    groups: tuple[ActivityGroup, ...]


def activity_pages(given: ReportInput, figures: Figures) -> ActivityPages | None:
    """All activities by objective; None for a plan without any."""
    if not given.activities:
        return None
    groups = []
    for objective in given.plan.objectives:
        rows = [one for one in given.activities if one.activity.objective == objective.id]
        if rows:
            title = objective.title.say(figures.language)
            groups.append(ActivityGroup(title, tuple(_row(one, figures) for one in rows)))
    return ActivityPages(_finding(given.activities, figures), tuple(groups))


def _finding(found: Sequence[ActivityProgress], figures: Figures) -> str:
    """How many of each state, in one sentence."""
    states = [one.state for one in found]
    counts = ", ".join(
        figures.wording.say("activities.count", count=states.count(state), state=word)
        for state in (*ACTIVITY_STATES, NO_DATA)
        if state in states
        for word in (_word(state, figures).lower(),)
    )
    overdue = sum(one.overdue for one in found)
    code = "activities.finding-overdue" if overdue else "activities.finding"
    return figures.wording.say(code, total=len(found), counts=counts, overdue=overdue)


def _row(one: ActivityProgress, figures: Figures) -> ActivityRow:
    activity, wording = one.activity, figures.wording
    return ActivityRow(
        number=activity.id,
        title=activity.title.say(figures.language),
        facts=_facts(activity, figures),
        due=wording.day(activity.due),
        overdue=one.overdue,
        mark=RatingMark(_MARKS[one.state], _word(one.state, figures)),
        since=wording.short_period(one.since) if one.since else "",
        reason=one.reason,
        recommendation=one.recommendation,
        spent=NONE if one.spent is None else _money(activity.currency, one.spent),
        budget=tuple(_budget(activity, wording)),
    )


def _word(state: str, figures: Figures) -> str:
    if state == NO_DATA:
        return figures.wording.say("rating.no-data")
    return ACTIVITY_STATES[state].say(figures.language)


def _facts(activity: Activity, figures: Figures) -> str:
    """`MoI with MoND; illustrative`."""
    say = figures.wording.say
    who = figures.reporter(activity.lead)
    if activity.contributing:
        others = ", ".join(map(figures.reporter, activity.contributing))
        who = say("activities.with", lead=who, others=others)
    return f"{who}; {say(f'basis.{activity.provenance.basis}')}"


def _budget(activity: Activity, wording: Wording) -> list[str]:
    return [
        wording.say(
            "activities.budget",
            amount=_money(one.currency, one.amount),
            stage=wording.say(f"stage.{one.stage}"),
            source=one.source,
        )
        for one in activity.budget
    ]


def _money(currency: str, amount: Decimal) -> str:
    """Cents only where there are any."""
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{currency}\u00a0{show_number(amount, places)}"
