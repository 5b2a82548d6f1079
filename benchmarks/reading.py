"""How long returns take to read, gate and child included, against bare calamine.

In turn: python-calamine over all sheets of a file, in this process, without any guard; and our
reader, warm, to the last cell with its address. Once for the largest return, on any core; once for
a thousand of all, on one core.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from python_calamine import CalamineWorkbook

from mne.workbook import Readers

RUNS = 40
THOUSAND = 1_000
MOST_FOR_ONE, MOST_FOR_MANY = 4, 3


class Read(NamedTuple):
    """Medians over all runs, in seconds and as a ratio."""

    name: str
    seconds: float
    floor: float
    ratio: float
    most: float


def measure_reading(largest: Path, returns: Sequence[Path]) -> list[Read]:
    """The largest return, and a thousand of all."""
    with Readers(THOUSAND) as readers:
        _in_turn(largest, readers)
        pairs = [_in_turn(largest, readers) for _ in range(RUNS)]
    one = Read(
        "one return, warm",
        statistics.median(ours for ours, _ in pairs),
        statistics.median(floor for _, floor in pairs),
        statistics.median(ours / floor for ours, floor in pairs),
        MOST_FOR_ONE,
    )
    with _on_one_core():
        ours, floor = _many(list(islice(cycle(returns), THOUSAND)))
    return [one, Read("1,000 returns, on one core", ours, floor, ours / floor, MOST_FOR_MANY)]


def _in_turn(path: Path, readers: Readers) -> tuple[float, float]:
    start = perf_counter()
    readers.start(path).workbook()
    between = perf_counter()
    read_bare(path)
    return between - start, perf_counter() - between


def _many(paths: Sequence[Path]) -> tuple[float, float]:
    """In pieces of a hundred in turn with the floor, so that both meet the same weather."""
    ours = floor = 0.0
    with Readers(THOUSAND) as readers:
        readers.start(paths[0]).workbook()
        for begin in range(0, len(paths), 100):
            piece = paths[begin : begin + 100]
            start = perf_counter()
            for path in piece:
                read_bare(path)
            between = perf_counter()
            for path in piece:
                readers.start(path).workbook()
            floor += between - start
            ours += perf_counter() - between
    return ours, floor


def read_bare(path: Path) -> None:
    """Every sheet of a file by python-calamine, without any guard."""
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


@contextmanager
def _on_one_core() -> Iterator[None]:
    """All processes begun meanwhile run on one core, where the system can be told so."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
