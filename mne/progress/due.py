"""Whether a milestone was reached by its day: not due yet, reached, late, overdue, or lapsed.

A return says how far things have come by the end of its period, and may name the day on which
that was reached. Where it names none, the first return that says so gives the latest day it can
have been, and the last one before that says otherwise the earliest. What a definition knows from
another source bounds it too. Where that does not settle whether it was in time, nobody is called
late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from mne.kinds import milestone
from mne.model import Attained, Due, DueState, Indicator, Plan, at_text
from mne.observations import canonical_at
from mne.periods import Period
from mne.progress.ask import Ask
from mne.progress.figure import Figure
from mne.progress.judge import Row
from mne.progress.look_up import Answers
from mne.progress.target import Aim, aim_of

UNKNOWN = "unknown"
_STATE, _REACHED_ON = "state", "reached_on"


class _Told(NamedTuple):
    """What one return says."""

    period: Period
    state: str
    day: date | None


class _Reached(NamedTuple):
    """When something was reached: after one day, by the end of another, or on a day."""

    after: date | None = None
    by: date | None = None
    on: date | None = None


def told_of(rows: Sequence[Row]) -> frozenset[str]:
    """The indicators whose answers have to be looked up one by one."""
    return frozenset(
        row.ask.indicator.id
        for row in rows
        if row.ask.indicator.kind == "milestone" and row.ask.indicator.targets
    )


def with_due(plan: Plan, rows: Sequence[Row], said: Answers, as_of: date) -> Sequence[Row]:
    """The same rows; milestones with a target say whether it was reached by its day."""
    asked = told_of(rows)
    return [
        replace(row, due=_due(plan, row, said, as_of))
        if row.ask.indicator.id in asked and row.has_target
        else row
        for row in rows
    ]


def _due(plan: Plan, row: Row, said: Answers, as_of: date) -> Due | None:
    ask = row.ask
    aim = aim_of(plan, ask.indicator, ask.period, as_of)
    if aim.window is None:
        return None
    found = Due(aim.window.end, None, original=aim.moved_from)
    if aim.value is None:
        return found._replace(state="lapsed", reference=aim.reference)
    day = min(as_of, ask.period.end)
    if not row.members:
        return _of_one(ask, row.figure, aim, said, day)._replace(original=aim.moved_from)
    each = [_of_one(one, figure, aim, said, day).state for one, figure in row.members]
    counts = Counter(state or UNKNOWN for state in each)
    return found._replace(
        state=each[0] if len(counts) == 1 else None, counts=tuple(sorted(counts.items()))
    )


def _of_one(ask: Ask, figure: Figure, aim: Aim, said: Answers, day: date) -> Due:
    indicator, goal = ask.indicator, str(aim.value)
    due = aim.window.end if aim.window else day
    if isinstance(figure.value, str) and milestone.reached(indicator, figure.value, goal):
        each = [
            _when(indicator, goal, told, _known(indicator, goal, day))
            for told in _told_by_each(ask, said)
        ] or [_known(indicator, goal, day)]
        # Of several bodies the last one counts.
        on = max(one.on for one in each if one.on) if all(one.on for one in each) else None
        by = max(one.by for one in each if one.by) if all(one.by for one in each) else None
        may_change = figure.open and not figure.attained
        state = None if may_change else _in_time([_is_late(one, due) for one in each])
        return Due(due, state, reached_on=on, reached_by=by)
    return Due(due, _not_reached(indicator, figure, due, day))


def _in_time(late: Collection[bool | None]) -> DueState | None:
    if any(late):
        return "reached-late"
    return None if None in late else "reached"


def _not_reached(indicator: Indicator, figure: Figure, due: date, day: date) -> DueState | None:
    unknown = bool(figure.open) or figure.value is None
    ended = indicator.until
    if ended is not None and ended < due and ended <= day:
        return None if unknown else "lapsed"
    if day < due:
        return "not-due"
    return None if unknown else "overdue"


def _told_by_each(ask: Ask, said: Answers) -> Iterator[list[_Told]]:
    """What each reporter said, in order of time."""
    by_reporter: dict[str, list[_Told]] = {}
    for part in sorted(ask.parts, key=lambda one: one.period):
        for cell in part.cells:
            where = (part.receipt, ask.source.id, at_text(canonical_at(cell)))
            state, day = said.get((*where, _STATE)), said.get((*where, _REACHED_ON))
            if state:
                named = date.fromisoformat(str(day.value)) if day else None
                told = _Told(part.period, str(state.value), named)
                by_reporter.setdefault(part.reporter, []).append(told)
    yield from by_reporter.values()


def _when(indicator: Indicator, goal: str, told: Sequence[_Told], known: _Reached) -> _Reached:
    """When one reporter's answers, with what is known besides, say that it was reached."""
    run: list[_Told] = []
    before: date | None = None
    for one in reversed(told):
        if not milestone.reached(indicator, one.state, goal):
            before = one.period.end
            break
        run.append(one)
    # The day that stands beside a later state is only the latest for an earlier one.
    named = [one.day for one in reversed(run) if one.day and one.state == goal]
    on = named[0] if named else known.on
    latest = [one.day or one.period.end for one in run] + [one for one in (known.by,) if one]
    earliest = [one for one in (before, known.after) if one]
    return _Reached(after=max(earliest, default=None), by=on or min(latest, default=None), on=on)


def _known(indicator: Indicator, goal: str, day: date) -> _Reached:
    """What the definition knows from other sources; of several flags the last one counts."""
    wanted = goal.split(milestone.SEPARATOR) if indicator.flags else [goal]
    found = [_first_known(indicator, one, day) for one in wanted]
    if not all(found):
        return _Reached()
    periods = [one.on for one in found if one]
    last = max(periods, key=lambda one: one.end)
    exact = all(one.start == one.end for one in periods)
    return _Reached(
        after=max(one.start for one in periods) - timedelta(days=1),
        by=last.end,
        on=last.end if exact else None,
    )


def _first_known(indicator: Indicator, goal: str, day: date) -> Attained | None:
    known = (
        one
        for one in indicator.attained
        if one.on.end <= day and milestone.reached(indicator, one.state, goal)
    )
    return min(known, key=lambda one: one.on.end, default=None)


def _is_late(found: _Reached, due: date) -> bool | None:
    """None where it cannot be told."""
    if found.on:
        return found.on > due
    if found.by and found.by <= due:
        return False
    return True if found.after and found.after >= due else None
