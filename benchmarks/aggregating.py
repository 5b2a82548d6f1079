"""How long every figure of a large archive takes, against loading the columns that it is made of.

Each is a process of its own, in turn: pyarrow reading the same columns as dictionary codes, and
`series_of`, every rule with the year to date. Memory is what the process grew by.

    python -m benchmarks.aggregating [ROWS...]
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.synthetic import make_large

SIZES = (1_000_000, 5_000_000, 10_000_000, 20_000_000)
RUNS, MOST, MOST_MB = 3, 3.0, 400.0
COLUMNS = ("receipt", "indicator", "at", "part", "number", "text", "status")


def load_codes(path: Path, _rows: int) -> int:
    """The floor."""
    import pyarrow.parquet as pq

    texts = [name for name in COLUMNS if name != "number"]
    return int(pq.read_table(path, columns=list(COLUMNS), read_dictionary=texts).num_rows)


def put_together(path: Path, rows: int) -> int:
    """What `mne` does."""
    from mne.progress.series import series_of

    large = make_large(path, rows)
    _Clock.start()
    return sum(1 for _ in series_of(large.table, large.plan, large.counting, as_of=large.as_of))


class _Clock:
    """Begins again after what only the measurement needs: the invented plan and its receipts."""

    began = 0.0
    memory = 0.0

    @classmethod
    def start(cls) -> None:
        cls.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        cls.began = perf_counter()


WAYS = {"floor": load_codes, "ours": put_together}


def _child(way: str, path: str, rows: str) -> None:
    import ibis
    import pyarrow.parquet

    _ = ibis, pyarrow.parquet
    _Clock.start()
    WAYS[way](Path(path), int(rows))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(perf_counter() - _Clock.began, peak - _Clock.memory)


def _run(way: str, path: Path, rows: int) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.aggregating", "--one", way, str(path), str(rows)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    took, grew = map(float, done.stdout.split())
    return took, grew


def measure_aggregating(folder: Path, sizes: tuple[int, ...] = SIZES) -> int:
    """A line for each size; how many promises do not hold."""
    missed, per_row = 0, {}
    for rows in sizes:
        path = folder / f"{rows}.parquet"
        make_large(path, rows)
        pairs = [(_run("ours", path, rows), _run("floor", path, rows)) for _ in range(RUNS)]
        ours = statistics.median(one[0] for one, _ in pairs)
        floor = statistics.median(other[0] for _, other in pairs)
        ratio = statistics.median(one[0] / other[0] for one, other in pairs)
        memory = max(one[1] for one, _ in pairs)
        per_row[rows] = ours / rows
        wrong = rows == 10_000_000 and (ratio > MOST or memory > MOST_MB)
        missed += wrong
        print(
            f"{rows:>12,} observations{ours:>8.2f}s{floor:>8.2f}s{ratio:>8.2f}{MOST:>7g}"
            f"  {memory:.0f} MB of {MOST_MB:g}; pyarrow, dictionary codes"
            + ("  MISSED" if wrong else ""),
            flush=True,
        )
        path.unlink()
    first, last = per_row[sizes[0]], per_row[sizes[-1]]
    print(f"time for each row, {sizes[-1]:,} against {sizes[0]:,}: {last / first:.2f}")
    return missed


def main(arguments: list[str]) -> int:
    """Measure it alone."""
    if arguments[:1] == ["--one"]:
        _child(*arguments[1:])
        return 0
    with tempfile.TemporaryDirectory(prefix="mne-bench-") as folder:
        return measure_aggregating(Path(folder), tuple(map(int, arguments)) or SIZES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
