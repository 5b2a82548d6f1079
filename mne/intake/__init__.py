"""From a file that came in to a verdict: whose it is, what it says, and what is to be mended.

`slot` finds whose return it is, `before` what was reported earlier, `check` comes to the verdict.
"""

from mne.intake.before import Change, earlier_returns, list_changes
from mne.intake.check import check_file, count_cells
from mne.intake.slot import Declared, period_within, slot_of

__all__ = [
    "Change",
    "Declared",
    "check_file",
    "count_cells",
    "earlier_returns",
    "list_changes",
    "period_within",
    "slot_of",
]
