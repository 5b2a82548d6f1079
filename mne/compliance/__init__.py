"""Who owed a return, who sent it, whether in time, and how much of what was asked it holds.

A slot is one return that a reporter owes for a period. Slots come from the plan's own register, by
its dates; what arrives outside it is listed and never added. Rates divide sets of slots, so none
can exceed 100 %, and where nothing is due yet there is no rate at all.

`decided` reads the decisions, `due` says how a due day comes about, `delay` with whom the days lay
by which a return is late, `slots` where one return stands, and `measure` all of them. Reporters
stand in the order of the plan, and nothing here ranks or scores them.
"""

from mne.compliance.decided import SlotDecisions, slot_decisions
from mne.compliance.delay import CAUSES, Cause, Delay
from mne.compliance.due import DueDay
from mne.compliance.measure import Compliance, Rates, measure_compliance
from mne.compliance.slots import Sendings, SlotState, SlotStatus

__all__ = [
    "CAUSES",
    "Cause",
    "Compliance",
    "Delay",
    "DueDay",
    "Rates",
    "Sendings",
    "SlotDecisions",
    "SlotState",
    "SlotStatus",
    "measure_compliance",
    "slot_decisions",
]
