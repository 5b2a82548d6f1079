"""Keeps others from writing to the archive while it is looked at, where it can be written at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from mne.archive.disk import LOCK
from mne.errors import BusyError


@contextmanager
def undisturbed(folder: Path, patience: float = 10) -> Iterator[None]:
    """Hold the archive's lock. BusyError while another process writes for longer than `patience`.

    A medium that nobody can write to needs no lock; and what lies in its place but is none is left
    as it is, to be told.
    """
    path = folder / LOCK
    if not folder.is_dir() or not os.access(folder, os.W_OK) or not _may_be_lock(path):
        yield
        return
    lock = FileLock(path, timeout=patience)
    try:
        lock.acquire()
    except Timeout as error:
        raise BusyError("archive-busy", path=str(path), seconds=f"{patience:g}") from error
    except OSError:  # somebody else's folder: looking at it is all that can be done
        yield
        return
    try:
        yield
    finally:
        lock.release()


def _may_be_lock(path: Path) -> bool:
    """Whether it is not there yet, or an empty file with one name: locking would empty it."""
    try:
        state = os.lstat(path)
    except OSError:
        return True
    return stat.S_ISREG(state.st_mode) and (state.st_nlink, state.st_size) == (1, 0)
