"""Verifies the archive: what was altered, is missing, should not be there, or is not safe to open.

It only reads, by `.staging/next` and the chain of digests alone, and shares no code with what
writes: a fault in writing must not hide itself in verifying.
"""

from mne.archive.verify.checkpoints import Checkpoint, KeptLine
from mne.archive.verify.kept import read_kept_line, read_kept_lines, write_kept_line
from mne.archive.verify.lock import undisturbed
from mne.archive.verify.problem import WORDS, Kind, Problem
from mne.archive.verify.run import Removed, Verified, verify
from mne.archive.verify.signature import Signers

__all__ = [
    "WORDS",
    "Checkpoint",
    "KeptLine",
    "Kind",
    "Problem",
    "Removed",
    "Signers",
    "Verified",
    "read_kept_line",
    "read_kept_lines",
    "undisturbed",
    "verify",
    "write_kept_line",
]
