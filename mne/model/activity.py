"""What a plan does: its activities, who leads each, when it is due, and what it may cost."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from mne.model.common import Day, Definition, Id, Provenance, Text
from mne.model.indicator import Combine, Indicator, Stage, State


class Budget(Definition):
    """Money for an activity; amounts in different currencies are never added."""

    amount: Decimal = Field(ge=0)
    """How much, as a plain number."""
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    """Three letters, such as KHR or USD."""
    stage: Stage
    """Which money is meant: planned, approved, released or spent."""
    source: str
    """Whose money it is: the state budget, a partner."""


class Activity(Definition):
    """Something that is to be done by a day."""

    id: Id
    """Its number in the plan."""
    title: Text
    objective: Id
    """The id of the objective that it serves."""
    lead: Id
    """Who answers for it; contributors are named beside it and not asked."""
    contributing: tuple[Id, ...] = ()
    """Who else takes part."""
    start: Day | None = None
    """The day on which it begins, where the plan names one."""
    due: Day
    """The day by which it is to be done."""
    budget: tuple[Budget, ...] = ()
    """What it may cost, line by line."""
    provenance: Provenance

    @property
    def currency(self) -> str:
        """The currency in which spending is asked for: that of the first line of the budget."""
        return self.budget[0].currency if self.budget else ""

    def as_indicator(self) -> Indicator:
        """The same as the form asks it: a state, its reason, a recommendation, what was spent."""
        return Indicator(
            id=self.id,
            title=self.title,
            level="output",
            kind="activity",
            unit=self.currency,
            states=tuple(State(id=id_, name=name) for id_, name in ACTIVITY_STATES.items()),
            combine=Combine(over_time="latest_state", over_reporters="lead_only"),
            lead=self.lead,
            provenance=self.provenance,
        )


class Activities(Definition):
    """The file `activities.yaml`."""

    activities: tuple[Activity, ...] = ()
    """The activities, each under its number, in the order of the plan."""


ACTIVITY_STATES = {
    "not-started": Text({"en": "Not started", "km": "មិនទាន់ចាប់ផ្តើម"}),
    "on-schedule": Text({"en": "On schedule", "km": "តាមកាលកំណត់"}),
    "behind-schedule": Text({"en": "Behind schedule", "km": "យឺតយ៉ាវ"}),
    "done": Text({"en": "Done", "km": "បានបញ្ចប់"}),
    "dropped": Text({"en": "Dropped", "km": "បានបោះបង់"}),
}
"""How far an activity has come."""
