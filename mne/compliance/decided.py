"""What was decided about single returns: let off, put off, and when the form for it went out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from mne.compliance.due import DueDay, due_day_of
from mne.model import Decision, Plan, Slot


@dataclass(frozen=True, slots=True)
class SlotDecisions:
    """What was decided about single slots, by that day."""

    exemptions: Mapping[Slot, Decision] = field(default_factory=dict)
    extensions: Mapping[Slot, Decision] = field(default_factory=dict)
    """Of each slot that was put off, the last extension."""
    dispatches: Mapping[Slot, Decision] = field(default_factory=dict)
    """Of each slot whose form is known to have gone out, the first time that it did."""

    @property
    def exempt(self) -> frozenset[Slot]:
        """The returns that are not owed."""
        return frozenset(self.exemptions)

    def due_day(self, plan: Plan, slot: Slot) -> date:
        """The day by whose end a return is due, in the plan's time zone."""
        return self.why_due(plan, slot).day

    def why_due(self, plan: Plan, slot: Slot) -> DueDay:
        """That day, and how it comes about."""
        return due_day_of(plan, slot, self.extensions.get(slot))


def slot_decisions(decisions: Iterable[Decision]) -> SlotDecisions:
    """What the decisions in force come to, in their order.

    The last extension counts, for it replaces those before it; of forms the first that went out,
    for a ministry has had it since then. Of exemptions the first let the reporter off.
    """
    exemptions: dict[Slot, Decision] = {}
    extensions: dict[Slot, Decision] = {}
    dispatches: dict[Slot, Decision] = {}
    for one in decisions:
        match one.kind:
            case "exemption":
                exemptions.setdefault(one.slot, one)
            case "extension":
                extensions[one.slot] = one
            case "dispatch":
                dispatches.setdefault(one.slot, one)
    return SlotDecisions(exemptions, extensions, dispatches)
