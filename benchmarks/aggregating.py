"""How long every figure of a large archive takes, against loading the columns that it is made of.

Each way is a process of its own, in turn: pyarrow reading the same columns as dictionary codes (the
floor); `series_of`, every rule with the year to date, from the file to the last exact figure; the
same by pandas, by polars, and by `series_of` on Spark. All lay out the same plan first, and all
must come to the same figures. Memory is what the process grew by.

    python -m benchmarks.aggregating [ROWS...]
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.synthetic import Large, make_large
from mne.tables import plain

if TYPE_CHECKING:
    from mne.progress.series import SeriesFigure

SIZES = (1_000_000, 5_000_000, 10_000_000, 20_000_000)
NAMED = 10_000_000
"""The size for which something is promised, and at which the others are measured too."""
RUNS, MOST, MOST_MB = 3, 3.0, 400.0
FLOOR, OURS = "pyarrow, dictionary codes", "mne"


class Took(NamedTuple):
    """One run."""

    seconds: float
    grew: float
    """Megabytes."""
    figures: str
    """A digest of what it came to."""


def _floor(path: Path, _large: Large) -> str:
    import pyarrow.parquet as pq

    from benchmarks.peers import COLUMNS, TEXTS

    pq.read_table(path, columns=list(COLUMNS), read_dictionary=list(TEXTS))
    return ""


def _ours(_path: Path, large: Large, engine: str = "duckdb") -> str:
    from mne.progress.series import series_of

    table = replace(large.table, engine=engine)
    return _digest(series_of(table, large.plan, large.counting, as_of=large.as_of, by=()))


def _spark(path: Path, large: Large) -> str:
    """Begun before the clock: its first answer alone takes seconds."""
    return _ours(path, large, "pyspark://?spark.master=local[2]")


def _peer(name: str, path: Path, large: Large) -> str:
    from benchmarks.peers import PEERS
    from mne.progress.returns import Returns
    from mne.progress.series import _Book

    returns = Returns(large.plan, large.counting, large.as_of, by=())
    book = _Book(returns, list(returns.series()))
    plan = {"cells": book.cells, "rules": book.rules}
    plan |= {"asked": book.asked(book.years), "members": book.members(book.years)}
    return _digest(book.figures(PEERS[name](path, plan)))


def _digest(figures: Iterable[SeriesFigure]) -> str:
    """The same for the same figures, in whatever type of number they are held."""
    lines = sorted(
        f"{one.indicator.id} {one.period.label} {_said(one.actual)} {one.reported}/{one.expected}"
        for one in figures
    )
    return f"{len(lines)}-{hashlib.sha256(chr(10).join(lines).encode()).hexdigest()[:16]}"


def _said(actual: Decimal | int | str | None) -> str:
    return plain(Decimal(actual)) if isinstance(actual, Decimal | int) else str(actual)


def _child(way: str, path: Path, rows: int) -> None:
    for module in ("ibis.backends.duckdb", "pyarrow.parquet", "mne.progress.series"):
        __import__(module)  # what an import takes is measured elsewhere
    large = make_large(path, rows)
    if way == "Spark":
        _spark(path, make_large(path.with_name("warm.parquet"), 100_000))
    if way in {"pandas", "polars"}:
        __import__(way)
    before = _held("VmRSS")
    began = perf_counter()
    ways: dict[str, Callable[[Path, Large], str]] = {FLOOR: _floor, OURS: _ours, "Spark": _spark}
    figures = ways.get(way, partial(_peer, way))(path, large)
    took = perf_counter() - began
    grew = _held("VmHWM") - before
    print(took, grew, figures)


def _held(what: str) -> float:
    """Megabytes of this process, now or at most: Linux's own count, which no parent adds to."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    (found,) = (line.split()[1] for line in lines if line.startswith(f"{what}:"))
    return int(found) / 1024


def _run(way: str, path: Path, rows: int) -> Took:
    command = [sys.executable, "-m", "benchmarks.aggregating", "--one", way, str(path), str(rows)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
    took, grew, *figures = done.stdout.splitlines()[-1].split()
    return Took(float(took), float(grew), "".join(figures))


def _ways(rows: int) -> list[str]:
    """The floor and ours; at the size that something is promised for, all that are installed."""
    others = {"pandas": "pandas", "polars": "polars", "Spark": "pyspark"}
    there = [way for way, module in others.items() if importlib.util.find_spec(module)]
    return [FLOOR, OURS, *(there if rows == NAMED else [])]


def measure_aggregating(folder: Path, sizes: tuple[int, ...] = SIZES) -> int:
    """A line for each size and way; how many promises do not hold."""
    missed, per_row = 0, {}
    for rows in sizes:
        path = folder / f"{rows}.parquet"
        held = make_large(path, rows).rows
        rounds = [{way: _run(way, path, rows) for way in _ways(rows)} for _ in range(RUNS)]
        for way in _ways(rows)[1:]:
            ours = statistics.median(one[way].seconds for one in rounds)
            floor = statistics.median(one[FLOOR].seconds for one in rounds)
            ratio = statistics.median(one[way].seconds / one[FLOOR].seconds for one in rounds)
            memory = max(one[way].grew for one in rounds)
            wrong = way == OURS and rows == NAMED and (ratio > MOST or memory > MOST_MB)
            differs = any(one[way].figures != one[OURS].figures for one in rounds)
            missed += wrong + differs
            print(
                f"{held:>12,} observations, {way:<8}{ours:>8.2f}s{floor:>8.2f}s{ratio:>8.2f}"
                f"{MOST if way == OURS else float('nan'):>7g}  {memory:.0f} MB; {FLOOR}"
                + ("  MISSED" if wrong else "")
                + ("  OTHER FIGURES" if differs else ""),
                flush=True,
            )
        per_row[rows] = statistics.median(one[OURS].seconds for one in rounds) / held
        path.unlink()
    first, last = per_row[sizes[0]], per_row[sizes[-1]]
    print(f"time for each row, {sizes[-1]:,} against {sizes[0]:,}: {last / first:.2f}")
    return missed


def main(arguments: list[str]) -> int:
    """Measure it alone."""
    if arguments[:1] == ["--one"]:
        way, path, rows = arguments[1:]
        _child(way, Path(path), int(rows))
        return 0
    with tempfile.TemporaryDirectory(prefix="mne-bench-") as folder:
        return measure_aggregating(Path(folder), tuple(map(int, arguments)) or SIZES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
