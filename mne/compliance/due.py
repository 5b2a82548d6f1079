"""How a due day comes about: so many days after the period, on a working day, or put off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from mne.model import Decision, Plan, Slot
from mne.periods import Period, deadline

DueFrom = Literal["plan", "working-day", "extension"]
MovedBy = Literal["weekend", "holiday"]


@dataclass(frozen=True, slots=True)
class DueDay:
    """The day by whose end a return is due, step by step."""

    by_plan: date
    """So many days after the period ends."""
    working_day: date
    """That day, or the next one on which people work."""
    moved_by: tuple[MovedBy, ...]
    """What lay between the two."""
    extension: Decision | None
    """The decision by which it was put off."""

    @property
    def day(self) -> date:
        """The day that counts."""
        return (self.extension and self.extension.until) or self.working_day

    @property
    def due_from(self) -> DueFrom:
        """The last of the steps that made it this day."""
        if self.extension:
            return "extension"
        return "working-day" if self.moved_by else "plan"


def due_day_of(plan: Plan, slot: Slot, extension: Decision | None) -> DueDay:
    """The due day of a return, by the plan and by what was decided."""
    by_plan = slot.period.end + timedelta(days=plan.due_days)
    working_day = deadline(slot.period, plan.due_days, plan.holidays)
    passed_over = (by_plan + timedelta(days=day) for day in range((working_day - by_plan).days))
    moved_by = dict.fromkeys(_why_no_working_day(plan, day) for day in passed_over)
    return DueDay(by_plan, working_day, tuple(moved_by), extension)


def _why_no_working_day(plan: Plan, day: date) -> MovedBy:
    return "holiday" if day in plan.holidays else "weekend"


def full_time_since(plan: Plan, sent: date) -> date:
    """The day by whose end a ministry that got its form then has had the time the plan gives."""
    return deadline(Period(sent, sent), plan.due_days, plan.holidays)
