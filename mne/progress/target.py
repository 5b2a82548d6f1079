"""Which target a figure is held against, how much of it is achieved, and how that is rated.

A figure is never held against a target of another span, and a rating is never given where a figure
that is still missing could change it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from mne.kinds import kind_of, milestone
from mne.model import Indicator, Plan, Rating, RatingName, Target
from mne.periods import Period

WHY_NOT_RATED: dict[str, str] = {
    "no-data": "nothing was reported",
    "not-asked": "no figure of it is asked in this period, or none by that day",
    "not-aggregated": "the definition forbids to put these figures together",
    "denominator-zero": "figures were given, but what stands below the line is zero",
    "neutral": "more is neither better nor worse",
    "part-of-total": "targets are set for the total, not for its parts or for one reporter",
    "no-target": "no target was set by that day",
    "no-target-for-span": "targets are set, but none for a span of this length",
    "target-ended": "the target of this span is no longer pursued",
    "lapsed": "the milestone ended before its day, so that nobody can reach it any more",
    "not-due-yet": "the milestone's day has not come, and it is not reached before its time",
    "partial": "figures are missing that could change the rating",
    "partial-to-date": "figures before this period are missing that could change the rating",
}
"""Every code that `Progress.why_not_rated` may hold, with its meaning for us; the sentences that
people read are in the locales."""

_FIGURE_OF_THE_END = frozenset({"last", "last_in_period", "latest_state"})

Goal = Decimal | str


class Aim(NamedTuple):
    """What a figure is held against; `why` says why not, where it is held against nothing."""

    value: Goal | None = None
    baseline: Goal | None = None
    window: Period | None = None
    """The days in which the target is to be reached."""
    since: date | None = None
    """Where the target covers more than the asked period: the day from which figures count."""
    why: str = ""
    set_on: date | None = None
    original: Goal | None = None
    """What was first set for the same period, where something else has taken its place."""
    original_set_on: date | None = None
    reference: str = ""
    """The document that sets or ends it."""
    moved_from: date | None = None
    """A milestone's first day, where another has taken its place."""


def aim_of(plan: Plan, indicator: Indicator, period: Period, as_of: date) -> Aim:
    """The target of this period as known on a day; a later `set_on` replaces an earlier one."""
    known = targets_in_force(indicator, as_of)
    baseline = _goal(indicator, indicator.baseline.value if indicator.baseline else None)
    if not known:
        return Aim(baseline=baseline, why="no-target")
    if indicator.kind == "milestone":
        return _milestone_aim(indicator, known, baseline, period)
    target = _fitting(plan, indicator, known, period)
    if target is None:
        since = _start_of_longer_span(plan, indicator, known, period)
        return Aim(baseline=baseline, since=since, why="no-target-for-span")
    cumulative = indicator.target_is == "cumulative"
    start = plan.span.start if cumulative else target.period.start
    aim = Aim(
        value=_goal(indicator, target.value),
        baseline=baseline,
        window=Period(start, target.period.end),
        since=start if cumulative and start != period.start else None,
        why="" if target.value is not None else "target-ended",
    )
    return _with_original(indicator, target, aim)


def _with_original(indicator: Indicator, target: Target, aim: Aim) -> Aim:
    """The same, with what was set first for the target's period: a revision hides nothing."""
    of_period = (one for one in indicator.targets if one.period == target.period)
    first = min(of_period, key=lambda one: one.set_on)
    if first.value == target.value:
        return aim._replace(set_on=target.set_on)
    return aim._replace(
        set_on=target.set_on,
        original=_goal(indicator, first.value),
        original_set_on=first.set_on,
    )


def targets_in_force(indicator: Indicator, as_of: date) -> tuple[Target, ...]:
    """For each period the target set last, by that day; in order of time."""
    newest: dict[Period, Target] = {}
    for target in sorted(indicator.targets, key=lambda one: one.set_on):
        if target.set_on <= as_of:
            newest[target.period] = target
    return tuple(newest[period] for period in sorted(newest))


def _goal(indicator: Indicator, text: str | None) -> Goal | None:
    return None if text is None else kind_of(indicator).read_target(indicator, text)


def _fitting(
    plan: Plan, indicator: Indicator, known: Sequence[Target], period: Period
) -> Target | None:
    """The period's own target, or one that the same figure answers to."""
    own = [one for one in known if one.period == period]
    same_end = [one for one in known if _has_same_end(indicator, one, period)]
    whole_plan = [one for one in known if _is_for_whole_plan(plan, indicator, one, period)]
    return next(iter((*own, *same_end, *whole_plan)), None)


def _has_same_end(indicator: Indicator, target: Target, period: Period) -> bool:
    """Held against the last day only: the asked period may have begun before the target's."""
    end_counts = indicator.target_is == "cumulative" or (
        indicator.target_is != "per_period" and indicator.combine.over_time in _FIGURE_OF_THE_END
    )
    return end_counts and target.period.end == period.end and period.contains(target.period)


def _is_for_whole_plan(plan: Plan, indicator: Indicator, target: Target, period: Period) -> bool:
    """A target for the whole plan is being worked towards in each year of it."""
    return (
        indicator.target_is in {"cumulative", "level"}
        and target.period.frequency is None
        and target.period.contains(plan.span.period)
        and target.period.contains(period)
    )


def _start_of_longer_span(
    plan: Plan, indicator: Indicator, known: Sequence[Target], period: Period
) -> date | None:
    """Where the shortest target begins that covers this period and more: `to date` starts there."""
    longer = [one.period for one in known if one.period.contains(period) and one.value is not None]
    if not longer:
        return None
    if indicator.target_is == "cumulative":
        start = plan.span.start
    else:
        start = min(longer, key=lambda one: one.days).start
    return start if start != period.start else None


def _milestone_aim(
    indicator: Indicator, known: Sequence[Target], baseline: Goal | None, period: Period
) -> Aim:
    """What was due by the end of the period, or else what comes next; once due, always due."""
    moved = [(one, _moved_from(indicator, known, one)) for one in known]
    gone = [each for _, others in moved for each in others]
    kept = [(one, others) for one, others in moved if one not in gone]
    own = [
        (one, others)
        for one, others in kept
        if period == one.period or any(period == each.period for each in others)
    ]
    due = [pair for pair in kept if pair[0].period.end <= period.end]
    target, others = (own or due[-1:] or kept[:1])[0]
    first = min(others, key=lambda one: _first_set(indicator, one), default=None)
    aim = Aim(
        value=_goal(indicator, target.value),
        baseline=baseline,
        window=target.period,
        why="" if target.value is not None else "target-ended",
        reference=target.reference,
        moved_from=first.period.end if first else None,
    )
    return _with_original(indicator, target, aim)


def _moved_from(
    indicator: Indicator, known: Sequence[Target], target: Target
) -> tuple[Target, ...]:
    """The targets whose place this one has taken: the same state, by another day, set later.

    A state is reached once. Who sets a new day for it moves the old one, whether or not the old
    line is ended in so many words; then both may be set on one day.
    """
    goal = _goal(indicator, target.value)
    return tuple(
        one
        for one in known
        if one.period != target.period
        and goal is not None
        and _goal(indicator, _last_wanted(indicator, one)) == goal
        and (one.set_on < target.set_on or (one.value is None and one.set_on == target.set_on))
    )


def _last_wanted(indicator: Indicator, target: Target) -> str | None:
    """What a target asks for; of one that was ended, what it asked for before."""
    of_period = [one for one in indicator.targets if one.period == target.period]
    before = [one for one in of_period if one.value is not None and one.set_on <= target.set_on]
    return max(before, key=lambda one: one.set_on).value if before else None


def _first_set(indicator: Indicator, target: Target) -> date:
    return min(one.set_on for one in indicator.targets if one.period == target.period)


def achievement_of(indicator: Indicator, aim: Aim, actual: Fraction | str) -> Fraction | None:
    """How much of the target is achieved, 1 being all of it; None where there is no target."""
    if aim.value is None:
        return None
    if isinstance(aim.value, str):
        return Fraction(milestone.reached(indicator, str(actual), aim.value))
    if isinstance(actual, str):
        return None
    return _numeric_achievement(indicator, aim, actual, Fraction(aim.value))


def _numeric_achievement(
    indicator: Indicator, aim: Aim, actual: Fraction, target: Fraction
) -> Fraction:
    start = None if isinstance(aim.baseline, str | None) else Fraction(aim.baseline)
    if indicator.target_is == "level" and start is not None and start != target:
        return (actual - start) / (target - start)
    if indicator.target_is == "ceiling":
        return Fraction(actual <= target)
    unchanged = indicator.target_is == "level" and start == target
    if indicator.direction == "down":
        # Less is better, and no start is known: the target is a number to stay within.
        return Fraction(actual <= target)
    if indicator.target_is == "maintain" or unchanged or target == 0:
        return Fraction(actual >= target)
    return actual / target


def rate(achievement: Fraction, elapsed: Fraction, thresholds: Rating) -> RatingName:
    """Inside the window as much is asked as the share of it that has passed."""
    if achievement / elapsed >= Fraction(thresholds.met):
        return "met"
    if achievement / elapsed >= Fraction(thresholds.behind_schedule):
        return "behind-schedule"
    return "needs-attention"


def elapsed_share(window: Period, day: date) -> Fraction:
    """How much of a window has passed by the end of a day: 0 before it, 1 once it is over."""
    days = (min(day, window.end) - window.start).days + 1
    return Fraction(max(days, 0), window.days)
