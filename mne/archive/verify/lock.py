"""Keeps others from writing to the archive while it is looked at, where it can be written."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mne.archive.commit import LOCK, locked


@contextmanager
def undisturbed(folder: Path, patience: float = 10) -> Iterator[None]:
    """Hold the archive's lock. BusyError while another process writes for longer than `patience`.

    A medium that cannot be written needs no lock; and what lies in its place but is none is left
    as it is, to be told.
    """
    if _can_lock(folder):
        with locked(folder, patience):
            yield
    else:
        yield


def _can_lock(folder: Path) -> bool:
    """Whether the lock can be taken: it is not there yet, or an empty file with one name.

    Anything else would be emptied, or followed.
    """
    path = folder / LOCK
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return False
    try:
        state = os.lstat(path)
    except OSError:
        return True
    is_lock = stat.S_ISREG(state.st_mode) and (state.st_nlink, state.st_size) == (1, 0)
    return is_lock and os.access(path, os.W_OK)
