"""Keeps every return that was ever received, untouched, with what was read in it and found wrong.

Each sending gets a numbered folder of its own, `submissions/PLAN/PERIOD/REPORTER/r0001`, that is
never changed again: a correction is r0002. The folder is a BagIt bag, so that any archivist can
check it without this program. It appears by one rename, after everything in it is safely on disk:
whatever happens to the machine meanwhile, there is either a whole receipt or none.

What people decide about a return is kept in the same way beside it, as
`submissions/decisions/PLAN/PERIOD/REPORTER/d0001`.
"""

from mne.archive.checkpoint_file import Signer
from mne.archive.counting import closed, receipts_that_count
from mne.archive.decision_file import decision_facts
from mne.archive.signing import signer_with
from mne.archive.store import Archive, Decided, Stored

__all__ = [
    "Archive",
    "Decided",
    "Signer",
    "Stored",
    "closed",
    "decision_facts",
    "receipts_that_count",
    "signer_with",
]
