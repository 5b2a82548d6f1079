"""From a file somebody sent to its cells: gate first, then a reader in a process of its own.

`read_workbook` reads one file. `Readers` keeps a few reading processes warm for many; its `start`
begins and gives back a promise, so that slow imports, or the checks of the file before, can happen
meanwhile. Every way in which a file can be unreadable is an `UnreadableError` whose code and facts
are listed in `faults`; nothing else comes out of here.
"""

from __future__ import annotations

from pathlib import Path

from mne.workbook.cells import Sheet, Workbook
from mne.workbook.faults import FAULTS
from mne.workbook.marks import Wish, without_list
from mne.workbook.pool import PendingRead, Readers

__all__ = [
    "FAULTS",
    "PendingRead",
    "Readers",
    "Sheet",
    "Wish",
    "Workbook",
    "read_workbook",
    "without_list",
]


def read_workbook(path: Path) -> Workbook:
    """The workbook at `path`, or an `UnreadableError` that says why not."""
    with Readers() as readers:
        return readers.start(path).workbook()
