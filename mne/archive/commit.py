"""Puts what was built into its place, all at once: afterwards all of it is there, or nothing.

What is to be done is written down first, in `.staging/next`. From then on it has happened: should
the machine stop, whoever writes next finishes it. Before, whoever writes next sweeps it away.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from filelock import FileLock, Timeout

from mne.archive import disk
from mne.archive.chain import CHAIN, chain_line, extend_chain, has_line_before, whole_chain
from mne.errors import BusyError, IntegrityError

STAGING, LOCK, NEXT = ".staging", ".lock", "next"


class Built(NamedTuple):
    """A file or a bag in the staging folder, and the path below the archive where it belongs."""

    built: Path
    target: str
    replaces: bool = False
    """Whether it takes the place of what is there, as the tombstone of a removed receipt does."""


@contextmanager
def locked(folder: Path, patience: float) -> Iterator[None]:
    """Hold the archive's lock: only one process at a time writes. BusyError after `patience`."""
    lock = FileLock(disk.no_link(folder / LOCK), timeout=patience)
    try:
        lock.acquire()
    except Timeout as error:
        raise BusyError("archive-busy", path=str(folder / LOCK), seconds=f"{patience:g}") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def writing(folder: Path, patience: float) -> Iterator[Path]:
    """Hold the archive's lock and give an empty staging folder, which is emptied again at the end.

    What a crash left there is finished or swept first: whoever held the lock then is no more.
    """
    with disk.explained(folder):
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)  # another writer may be first
            disk.sync(folder.parent)
        with locked(folder, patience):
            staging = disk.no_link(folder / STAGING)
            _finish(folder)
            staging.mkdir()
            try:
                yield staging
            finally:
                # What is decided but not done waits for the next writer, who also sweeps what
                # cannot be removed now; the first error matters more.
                if not (staging / NEXT).exists():
                    shutil.rmtree(staging, ignore_errors=True)


def commit(folder: Path, things: Sequence[Built]) -> None:
    """Put everything into its place and into the chain, in this order.

    All of it is on disk before; the folders above are written through after, so that the new names
    are on disk too when this returns. Where the disk refuses, either the archive is as it was, or
    whoever writes next finishes what could not be finished.
    """
    staging = folder / STAGING
    chain = whole_chain(folder)
    for one in things:
        disk.write_through(one.built)
        if not has_line_before(chain, one.target):  # the end of the chain was taken away
            raise IntegrityError("chain-damaged", path=str(folder / CHAIN))
        if not one.replaces and os.path.lexists(folder / one.target):
            path = str(folder / one.target)
            raise IntegrityError("receipt-unreadable", path=path, reason="in the way")
    lines = [chain_line(one.built, one.target) for one in things]
    moves: list[tuple[str, str]] = []
    for one in things:
        if one.replaces:
            moves.append((one.target, f"{STAGING}/replaced-{one.built.name}"))
        moves.append((f"{STAGING}/{one.built.relative_to(staging).as_posix()}", one.target))
    text = json.dumps({"chain_size": len(chain), "moves": moves, "lines": lines})
    _decide(staging, text)
    _do(folder, text)
    _done(staging)


def _decide(staging: Path, text: str) -> None:
    """The moment from which it has happened."""
    part = staging / f"{NEXT}.part"
    part.write_text(text, "utf-8")
    disk.sync(part)
    disk.sync(staging)
    part.rename(staging / NEXT)
    disk.sync(staging)
    disk.sync(staging.parent)


def _finish(folder: Path) -> None:
    """Finish what was decided before the machine stopped, and sweep the rest."""
    staging = folder / STAGING
    if not staging.exists():
        return
    # Whoever was stopped may not have come so far: what is acted upon must be on the disk first.
    disk.sync(staging)
    disk.sync(folder)
    if (staging / NEXT).exists():
        disk.sync(staging / NEXT)
        try:
            _do(folder, (staging / NEXT).read_text("utf-8"))
        except (KeyError, TypeError, ValueError) as error:
            path = str(staging / NEXT)
            raise IntegrityError("receipt-unreadable", path=path, reason=str(error)) from error
        _done(staging)
    shutil.rmtree(staging)


def _do(folder: Path, text: str) -> None:
    """Every move that was not made yet, then the chain."""
    todo = json.loads(text)
    for source, target in todo["moves"]:
        was, now = _inside(folder, source), _inside(folder, target)
        _make_folders_for(now, folder)
        if os.path.lexists(was) and not os.path.lexists(now):
            was.rename(now)
        for path in (was, now):
            for parent in path.parents[: path.parents.index(folder) + 1]:
                disk.sync(parent)
    _make_folders_for(folder / CHAIN, folder)
    extend_chain(folder, todo["chain_size"], todo["lines"])


def _make_folders_for(path: Path, folder: Path) -> None:
    above = path.parents[: path.parents.index(folder)]
    for parent in reversed(above):
        disk.no_link(parent).mkdir(exist_ok=True)


def _inside(folder: Path, name: str) -> Path:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"{name!r} leads out of the archive")
    return folder / path


def _done(staging: Path) -> None:
    """First of all it is no longer to be done: what was replaced must not be looked for again."""
    (staging / NEXT).unlink()
    disk.sync(staging)
