"""Verifies the archive: what was altered, is missing, should not be there, or is not safe to open.

It only reads. Names and formats it shares with what writes; nothing else, for a fault in writing
must not hide itself in verifying.
"""

from mne.archive.verify.checkpoints import SeenCheckpoint
from mne.archive.verify.kept import read_kept_line, read_kept_lines, write_kept_line
from mne.archive.verify.lock import undisturbed
from mne.archive.verify.problem import WORDS, Kind, Problem
from mne.archive.verify.run import Removed, Verified, verify
from mne.archive.verify.signature import Signers

__all__ = [
    "WORDS",
    "Kind",
    "Problem",
    "Removed",
    "SeenCheckpoint",
    "Signers",
    "Verified",
    "read_kept_line",
    "read_kept_lines",
    "undisturbed",
    "verify",
    "write_kept_line",
]
