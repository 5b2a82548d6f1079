"""How long the table of observations takes to follow the archive: all of it, a few changes, none.

The archive is written by its format: the returns of the made example, over and over under other
names, as many as six countries send in ten years, and all under one plan. What the table does not
read is left out. Then corrections come: 10, 100, 1,000. The time of an unchanged table, which is
that of reading 13,000 `receipt.json`, is taken off each; what is left should grow with the changes.

    python -m benchmarks.rebuilding
"""

from __future__ import annotations

import hashlib
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks.reading import Read
from mne.archive import Archive
from mne.archive.receipt_file import write_receipt
from mne.model import Plan, Receipt, Slot
from mne.observations import load_observations
from mne.periods import Period

RECEIPTS, SLOTS, REPORTERS = 13_000, 8_640, 216
CHANGES = (10, 100, 1_000)
PLAN = "npa-kh-2011"
RUNS = 3
AS_READ, AS_FEW, AS_LISTED = 1.5, 1.5, 1.5
"""1 of 1,000 changed receipts against 1 of all, and against 1 of 100; unchanged against a list."""


class Rebuilt(NamedTuple):
    """Seconds."""

    listing: float
    """To read the list of the receipts, which every command does."""
    whole: float
    unchanged: float
    changed: dict[int, float]
    """By how many receipts came since."""

    @property
    def of_all(self) -> float:
        """For one receipt of all."""
        return (self.whole - self.listing) / RECEIPTS

    def of_one(self, changes: int) -> float:
        """For one receipt of so many that came."""
        return (self.changed[changes] - self.unchanged) / changes


def measure_rebuilding(example: Path, folder: Path) -> tuple[Rebuilt, list[Read]]:
    """The table of 13,000 receipts, made of the example's; the folder is emptied again."""
    model = Archive(example / "submissions")
    (digest,) = model.digests()
    plan = model.definitions(digest)
    assert plan is not None
    whole = [one for one in model.receipts(plan.id) if one.has_content]
    kept = [(one, model.values_path(one).read_bytes()) for one in whole]
    try:
        shutil.copytree(example / "submissions" / "definitions", folder / "definitions")
        found = _measure(folder, plan, _receipts(kept))
    finally:
        shutil.rmtree(folder)
    few, many = found.of_one(100), found.of_one(1_000)
    return found, [
        Read(
            "table, 1 of 1,000 changed receipts", many, found.of_all, many / found.of_all, AS_READ
        ),
        Read("table, 1 of 1,000 changed receipts", many, few, many / few, AS_FEW),
        Read(
            f"table unchanged, {RECEIPTS} receipts",
            found.unchanged,
            found.listing,
            found.unchanged / found.listing,
            AS_LISTED,
        ),
    ]


FLOORS = ("1 of 13,000, all read", "1 of 100 changed", "reading the list of receipts")


def _measure(folder: Path, plan: Plan, receipts: Iterator[tuple[Receipt, bytes]]) -> Rebuilt:
    cache = folder / "cache"
    _write(folder, receipts, RECEIPTS)
    _listing(folder)  # brings the files into memory
    whole = _loading(folder, plan, cache)
    changed = {}
    for changes in CHANGES:
        _write(folder, receipts, changes)
        changed[changes] = _loading(folder, plan, cache)
    pairs = [(_listing(folder), _loading(folder, plan, cache)) for _ in range(RUNS)]
    listing, unchanged = map(statistics.median, zip(*pairs, strict=True))
    return Rebuilt(listing, whole, unchanged, changed)


def _listing(folder: Path) -> float:
    start = perf_counter()
    Archive(folder).receipts(PLAN)
    return perf_counter() - start


def _loading(folder: Path, plan: Plan, cache: Path) -> float:
    start = perf_counter()
    load_observations(Archive(folder), plan, cache)
    return perf_counter() - start


def _receipts(kept: list[tuple[Receipt, bytes]]) -> Iterator[tuple[Receipt, bytes]]:
    """One after the other: the first of each slot, then corrections all over the years."""
    for at, (model, values) in enumerate(cycle(kept)):
        # 7 has no divisor in common with the slots, so each comes once in a round.
        number, slot = at // SLOTS, at * 7 % SLOTS
        quarter, reporter = divmod(slot, REPORTERS)
        period = Period.parse(f"{2012 + quarter // 4}-Q{quarter % 4 + 1}")
        receipt = replace(
            model,
            slot=Slot(PLAN, period, f"R{reporter:03d}"),
            number=number + 1,
            sha256=hashlib.sha256(b"%d" % at).hexdigest(),
        )
        yield receipt, values


def _write(folder: Path, receipts: Iterator[tuple[Receipt, bytes]], count: int) -> None:
    for receipt, values in (next(receipts) for _ in range(count)):
        data = folder / receipt.id / "data"
        data.mkdir(parents=True)
        data.joinpath("receipt.json").write_text(write_receipt(receipt), "utf-8")
        data.joinpath("values.csv").write_bytes(values)
        promised = f"{hashlib.sha256(values).hexdigest()}  data/values.csv\n"
        data.parent.joinpath("manifest-sha256.txt").write_text(promised, "utf-8")


def main() -> int:
    """Measure it alone; the number of promises that do not hold decides."""
    folder = Path(tempfile.mkdtemp(prefix="mne-bench-"))
    try:
        example = folder / "demo"
        subprocess.run([sys.executable, "-m", "mne", "-q", "demo", str(example)], check=True)
        found, reads = measure_rebuilding(example, folder / "large")
    finally:
        shutil.rmtree(folder)
    print(f"all {RECEIPTS} receipts {found.whole:.2f} s, of which listing {found.listing:.2f} s")
    for changes, seconds in found.changed.items():
        print(f"{changes} changed {seconds:.2f} s, each {found.of_one(changes) * 1000:.2f} ms")
    print(f"unchanged {found.unchanged:.2f} s")
    for one, floor in zip(reads, FLOORS, strict=True):
        print(f"{one.name}, against {floor}: {one.ratio:.2f} of at most {one.most:g}")
    missed = sum(one.ratio > one.most for one in reads)
    print(f"{len(reads) - missed} passed, {missed} failed")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
