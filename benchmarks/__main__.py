"""`make bench`: how long the work takes, as ratios against floors measured in the same run.

A ratio travels between machines, a second does not. Each command is a whole process, run in turn
with its floor; the median of the ratios counts. Everything is byte-compiled first, as an install
leaves it.
"""

from __future__ import annotations

import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks.aggregating import measure_aggregating
from benchmarks.archive import measure_verifying
from benchmarks.checking import measure_checking
from benchmarks.definitions import measure_loading
from benchmarks.reading import measure_reading
from benchmarks.rebuilding import FLOORS, measure_rebuilding

PYTHON = sys.executable
HERE = Path(__file__).resolve().parent.parent
RUNS = 15
WARM_UP = 2


class Goal(NamedTuple):
    """A command, the floor that it is held against, and how many times the floor it may take."""

    name: str
    command: list[str]
    floor_name: str
    floor: list[str]
    most: float


class Measured(NamedTuple):
    """Medians over all runs."""

    seconds: float
    floor: float
    ratio: float


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """One run of a whole process, wall time."""
    start = perf_counter()
    subprocess.run(command, check=True, env=environment, capture_output=True)
    return perf_counter() - start


def measure(goal: Goal, environment: dict[str, str]) -> Measured:
    """Command and floor in turn, so that both meet the same weather."""
    pairs = [
        (seconds(goal.command, environment), seconds(goal.floor, environment))
        for _ in range(WARM_UP + RUNS)
    ][WARM_UP:]
    return Measured(
        statistics.median(one for one, _ in pairs),
        statistics.median(floor for _, floor in pairs),
        statistics.median(one / floor for one, floor in pairs),
    )


def goals(workspace: Path, filled: Path) -> list[Goal]:
    """What is measured, and what was promised."""
    mne = [PYTHON, "-m", "mne"]
    nothing = [PYTHON, "-c", "pass"]
    pandera = [PYTHON, "-c", "import pandera.pandas"]
    at = [*mne, "-C", str(workspace)]
    year = ["--plan", "npa-kh-2011", "--period", "2012"]
    return [
        Goal("mne --help", [*mne, "--help"], "python -c pass", nothing, 8),
        Goal("mne plan list", [*at, "plan", "list"], "python -c pass", nothing, 60),
        Goal(
            "mne check RETURN", [*at, "check", str(filled)], "import pandera.pandas", pandera, 1.3
        ),
        Goal("mne status", [*at, "status", *year], "import pandera.pandas", pandera, 1.5),
        Goal(
            "mne progress (12 reporters, 12 quarters)",
            [*at, "progress", *year],
            "import ibis, duckdb, pyarrow",
            [PYTHON, "-c", "import ibis, duckdb, pyarrow; ibis.duckdb.connect()"],
            4,
        ),
        Goal(
            "mne report annual",
            [*at, "report", "annual", *year, "-o", str(workspace / "annual.pdf")],
            "import weasyprint",
            [PYTHON, "-c", "import weasyprint"],
            40,
        ),
    ]


def prepare(folder: Path, environment: dict[str, str]) -> tuple[Path, Path]:
    """The shipped example, and the largest form of it."""
    workspace = folder / "demo"
    subprocess.run(
        [PYTHON, "-m", "mne", "-q", "demo", str(workspace)],
        check=True,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    filled = workspace / "returns" / "2012-Q1" / "npa-kh-2011_2012-Q1_MOI.xlsx"
    return workspace, filled


def _show(name: str, found: Measured, most: float, floor_name: str) -> int:
    """One line of the table; 1 if its promise does not hold."""
    missed = found.ratio > most
    mark = "  MISSED" if missed else ""
    print(
        f"{name:<42}{found.seconds * 1000:>7.1f}ms{found.floor * 1000:>7.1f}ms"
        f"{found.ratio:>8.2f}{most:>7g}  {floor_name}{mark}",
        flush=True,
    )
    return int(missed)


def _loading(folder: Path) -> int:
    """Definitions against the bare parse of their text, in one process."""
    return sum(
        _show(
            f"{one.definitions} definitions",
            Measured(one.seconds, one.floor, one.ratio),
            one.most,
            f"yaml.load, {one.loader}",
        )
        for one in measure_loading(folder)
    )


def _reading(filled: Path) -> int:
    """Returns against the bare reader of their cells."""
    returns = sorted(filled.parent.parent.rglob("*.xlsx"))
    return sum(
        _show(
            one.name,
            Measured(one.seconds, one.floor, one.ratio),
            one.most,
            "python-calamine, all sheets",
        )
        for one in measure_reading(filled, returns)
    )


def _checking(workspace: Path, filled: Path) -> int:
    """Verdicts against bare pandera, and against the bare reader of their cells."""
    returns = sorted(filled.parent.parent.rglob("*.xlsx"))
    floors = ["schema.validate"] * 2 + ["the same rows, passing", "python-calamine, all sheets"]
    found = measure_checking(workspace, filled, returns)
    return sum(
        _show(one.name, Measured(one.seconds, one.floor, one.ratio), one.most, floor)
        for one, floor in zip(found, floors, strict=True)
    )


def _verifying(folder: Path) -> int:
    """A large archive against coreutils over the same files."""
    one = measure_verifying(folder)
    found = Measured(one.seconds, one.floor, one.ratio)
    return _show(one.name, found, one.most, "sha256sum -c, the same files")


def _rebuilding(workspace: Path, folder: Path) -> int:
    """The table of observations, after changes, against making it of all receipts."""
    _, found = measure_rebuilding(workspace, folder)
    return sum(
        _show(one.name, Measured(one.seconds, one.floor, one.ratio), one.most, floor)
        for one, floor in zip(found, FLOORS, strict=True)
    )


def main() -> int:
    """Measure, and say plainly which promise does not hold."""
    compileall.compile_dir(HERE / "mne", quiet=1)
    folder = Path(tempfile.mkdtemp(prefix="mne-bench-"))
    environment = {**os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    broken = 0
    try:
        start = perf_counter()
        workspace, filled = prepare(folder, environment)
        print(f"mne demo: {perf_counter() - start:.1f} s for the whole example\n")
        print(f"{'command':<42}{'median':>9}{'floor':>9}{'ratio':>8}{'goal':>7}  floor is")
        for goal in goals(workspace, filled):
            found = measure(goal, environment)
            broken += _show(goal.name, found, goal.most, goal.floor_name)
        broken += _loading(folder / "definitions")
        broken += _reading(filled)
        broken += _checking(workspace, filled)
        broken += _verifying(folder)
        broken += _rebuilding(workspace, folder / "rebuilding")
        broken += measure_aggregating(folder)
    finally:
        shutil.rmtree(folder)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
