"""What the example's reporters say of their activities: how far each is, and what it has cost."""

from __future__ import annotations

from typing import Any

from mne.demo.draw import draw
from mne.demo.example import example
from mne.kinds.activity import REASON, RECOMMENDATION, SPENT, STATUS
from mne.model import Activity, Indicator
from mne.template import Answer

_HUNDRED = 100


def say_activity(
    activity: Activity, indicator: Indicator, quarter: tuple[int, int], language: str
) -> dict[str, Answer]:
    """The parts of one activity's row in a quarter of the plan: the seventh of twelve."""
    course = example()["activities"][activity.id]
    state = _state(course, quarter[0])
    names = {one.id: one.name.say(language) for one in indicator.states}
    found = {STATUS: Answer(names[state])}
    if state in {"behind-schedule", "dropped"}:
        found[REASON] = Answer(course["why"][language])
    if state == "behind-schedule" and "advice" in course:
        found[RECOMMENDATION] = Answer(course["advice"][language])
    if activity.budget:
        found[SPENT] = Answer(str(_spent(activity, course, *quarter)))
    return found


def _state(course: dict[str, Any], quarter: int) -> str:
    if quarter >= course.get("dropped", quarter + 1):
        return "dropped"
    if quarter >= course.get("done", quarter + 1):
        return "done"
    if quarter < course["begun"]:
        return "not-started"
    return "behind-schedule" if quarter in course.get("behind", ()) else "on-schedule"


def _spent(activity: Activity, course: dict[str, Any], quarter: int, of: int) -> int:
    """The money so far: every quarter the same, nearly all of it in the end."""
    first, end = int(course["begun"]), int(course.get("done", of + 1))
    stop = int(course.get("dropped", end))
    passed = max(min(quarter + 1, stop) - first, 0)
    used = draw(78, 98, example()["seed"], "spent", activity.id)
    spent = int(activity.budget[0].amount) * used * passed // (_HUNDRED * (end - first))
    return spent // _HUNDRED * _HUNDRED
