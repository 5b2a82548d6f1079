"""Looks at many bags with every core there is, at a few in this process."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mne.archive.verify.chain import Bag
from mne.archive.verify.record import Known, Seen, see

MANY = 1_000
"""Bags from which on more processes save more time than they cost."""
AT_ONCE = 100
_MOST_PROCESSES = 8


class Task(NamedTuple):
    """What is the same for all bags."""

    root: str
    known: Known


Placed = tuple[Bag, str]
"""A bag, and the place where it lies now."""


def see_all(task: Task, bags: Sequence[Placed]) -> Iterator[list[Seen]]:
    """What came of looking at each bag, some at a time, in their order."""
    some = [bags[at : at + AT_ONCE] for at in range(0, len(bags), AT_ONCE)]
    processes = min(_cores(), _MOST_PROCESSES)
    if len(bags) < MANY or processes < 2 or not _may_fork():  # noqa: PLR2004 - two are company
        yield from (_see_some(task, one) for one in some)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - few archives need it
    from multiprocessing import get_context  # noqa: PLC0415

    with ProcessPoolExecutor(
        processes, mp_context=get_context("fork"), initializer=_remember, initargs=(task,)
    ) as pool:
        yield from pool.map(_see_remembered, some)


_task: list[Task] = []


def _remember(task: Task) -> None:
    _task[:] = [task]


def _see_remembered(bags: Sequence[Placed]) -> list[Seen]:
    return _see_some(_task[0], bags)


def _see_some(task: Task, bags: Sequence[Placed]) -> list[Seen]:
    return [see(task.root, bag, place, task.known) for bag, place in bags]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _may_fork() -> bool:
    """A process with more than one thread may not be copied while it runs."""
    return sys.platform == "linux" and threading.active_count() == 1
