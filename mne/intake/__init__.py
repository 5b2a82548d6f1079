"""From a file that came in to a verdict: whose it is, what it says, and what is to be mended.

`slot` finds whose return it is, `opening` what it says, `before` what was reported earlier; `judge`
comes to the verdict, and the `desk` does so for many files. `correct` puts a few figures right by
letter. `decide` says what may be decided about a return once it is kept.
"""

from mne.intake.before import Change, earlier_returns, last_left, list_changes
from mne.intake.correct import CORRECTION_FILE, Figure, PutRight, WrittenLetter, correct_figures
from mne.intake.counts import count_cells
from mne.intake.decide import (
    attestable,
    closable,
    closure_of,
    find_receipt,
    holding,
    issues_to_waive,
    reopenable,
    took_over,
)
from mne.intake.desk import Checked, Desk, check_file
from mne.intake.opening import NotOpened, Opened
from mne.intake.origin import keep_words_plain
from mne.intake.slot import Declared, owed_slot, period_within, read_period, slot_of

__all__ = [
    "CORRECTION_FILE",
    "Change",
    "Checked",
    "Declared",
    "Desk",
    "Figure",
    "NotOpened",
    "Opened",
    "PutRight",
    "WrittenLetter",
    "attestable",
    "check_file",
    "closable",
    "closure_of",
    "correct_figures",
    "count_cells",
    "earlier_returns",
    "find_receipt",
    "holding",
    "issues_to_waive",
    "keep_words_plain",
    "last_left",
    "list_changes",
    "owed_slot",
    "period_within",
    "read_period",
    "reopenable",
    "slot_of",
    "took_over",
]
