"""How long checks take, against bare pandera on the same table, and against bare reading.

In one process, in turn. One return: from what was read of it to its verdict - the table, the
schema, every check beside other answers and earlier returns, the receipts looked up - against
`schema.validate` alone. A thousand returns: from files to verdicts, against python-calamine over
all sheets of the same files. And many failing rows against as many that pass.
"""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from pandera.errors import SchemaErrors

from benchmarks.reading import Read, read_bare
from mne.cli.app import GARBAGE
from mne.intake import Declared, Desk, Opened
from mne.model import Issue, Observation
from mne.schemas import build_frame, build_schema, check_frames
from mne.workbook import Readers
from mne.workspace import Workspace

RUNS = 40
THOUSAND, MANY_ROWS = 1_000, 20_000
MOST_FOR_ONE, MOST_FOR_THOUSAND, MOST_FOR_FAILING = 1.5, 3.5, 3
_BROKEN = 10


def measure_checking(root: Path, largest: Path, returns: Sequence[Path]) -> list[Read]:
    """One clean return, one with ten mistakes, a thousand of all, and rows that fail."""
    with Readers(THOUSAND) as readers:
        desk = Desk(Workspace(root), readers)
        (clean,) = desk.open([largest], Declared())
        if not isinstance(clean, Opened):
            raise clean.error
        spoilt = clean._replace(reading=clean.reading._replace(observations=_spoil(clean)))
        return [
            _against_pandera("one return checked, warm", desk, clean),
            _against_pandera("the same with ten mistakes", desk, spoilt),
            _failing_rows(clean),
            _thousand(root, list(islice(cycle(returns), THOUSAND))),
        ]


def _against_pandera(name: str, desk: Desk, opened: Opened) -> Read:
    plan, observations = opened.taken.plan, opened.reading.observations
    schema = build_schema(plan)

    def bare() -> float:
        """A table that it has not seen yet, as it would be read from a file."""
        frame = build_frame(plan, observations)
        start = perf_counter()
        with suppress(SchemaErrors):
            schema.validate(frame, lazy=True)
        return perf_counter() - start

    pairs = [(_seconds(lambda: list(desk.judge([opened]))), bare()) for _ in range(RUNS)]
    return _medians(name, pairs[RUNS // 10 :], MOST_FOR_ONE)


def _spoil(opened: Opened) -> tuple[Observation, ...]:
    """Ten figures below zero, broken, far too large, blank, guessed or without a reason."""
    ways: list[Callable[[Observation], Observation]] = [
        lambda one: one._replace(value=Decimal(-3)),
        lambda one: one._replace(value=Decimal("0.5")),
        lambda one: one._replace(value=Decimal(10) ** 12),
        lambda one: one._replace(value=None, status="NA"),
        lambda one: one._replace(status="estimated"),
    ]
    observations = list(opened.reading.observations)
    totals = [
        at for at, one in enumerate(observations) if isinstance(one.value, Decimal) and not one.note
    ]
    step = max(1, len(totals) // _BROKEN)
    for number, at in enumerate(totals[::step][:_BROKEN]):
        observations[at] = ways[number % len(ways)](observations[at])
    return tuple(observations)


def _failing_rows(opened: Opened) -> Read:
    """Twenty thousand answers below zero, each named at its cell."""
    plan = opened.taken.plan
    numbers = [one for one in opened.reading.observations if isinstance(one.value, Decimal)]
    passing = list(islice(cycle(numbers), MANY_ROWS))
    failing = [one._replace(value=Decimal(-1)) for one in passing]

    def named(rows: Sequence[Observation], count: int) -> float:
        found: list[tuple[Issue, ...]] = []
        seconds = _seconds(lambda: found.extend(check_frames(plan, [rows])))
        if len(found[0]) != count:
            message = f"{len(found[0])} of {count} rows were named"
            raise RuntimeError(message)
        return seconds

    with _garbage_as_in_a_command():
        pairs = [(named(failing, MANY_ROWS), named(passing, 0)) for _ in range(RUNS // 4)]
    return _medians("20,000 failing rows named", pairs[1:], MOST_FOR_FAILING)


@contextmanager
def _garbage_as_in_a_command() -> Iterator[None]:
    """Looked for as seldom as `mne` itself does."""
    before = gc.get_threshold()
    gc.set_threshold(GARBAGE)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _thousand(root: Path, paths: Sequence[Path]) -> Read:
    """All at once, the floor before and after."""
    floor = _seconds(lambda: _read_all(paths))
    start = perf_counter()
    with _garbage_as_in_a_command(), Readers(len(paths)) as readers:
        desk = Desk(Workspace(root), readers)
        verdicts = list(desk.judge(list(desk.open(paths, Declared()))))
    ours = perf_counter() - start
    if len(verdicts) != len(paths):
        message = "not every return has its verdict"
        raise RuntimeError(message)
    floor = (floor + _seconds(lambda: _read_all(paths))) / 2
    return Read("1,000 returns checked", ours, floor, ours / floor, MOST_FOR_THOUSAND)


def _read_all(paths: Sequence[Path]) -> None:
    for path in paths:
        read_bare(path)


def _medians(name: str, pairs: Sequence[tuple[float, float]], most: float) -> Read:
    return Read(
        name,
        statistics.median(ours for ours, _ in pairs),
        statistics.median(floor for _, floor in pairs),
        statistics.median(ours / floor for ours, floor in pairs),
        most,
    )


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
