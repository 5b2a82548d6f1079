"""From a file that came in to a verdict: whose it is, what it says, and what is to be mended.

`slot` finds whose return it is, `opening` what it says, `before` what was reported earlier; `judge`
comes to the verdict, and the `desk` does so for many files.
"""

from mne.intake.before import Change, earlier_returns, list_changes
from mne.intake.counts import count_cells
from mne.intake.desk import Checked, Desk, check_file
from mne.intake.opening import NotOpened, Opened
from mne.intake.slot import Declared, period_within, slot_of

__all__ = [
    "Change",
    "Checked",
    "Declared",
    "Desk",
    "NotOpened",
    "Opened",
    "check_file",
    "count_cells",
    "earlier_returns",
    "list_changes",
    "period_within",
    "slot_of",
]
