"""How long definitions take to load, against the bare C parser on the same text.

In one process, in turn: every plan of a workspace loaded, validated, held against each other and
with the place of every key, and `yaml.load` of the same files with PyYAML's two C loaders: the one
that guesses types, and the one that does not.
"""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import yaml

from mne.definitions import check_workspace

SHIPPED = Path(__file__).resolve().parent.parent / "indicators"
COPIED, PREFIX = "npa-kh-2011", "NPA1"
WANTED = 200
RUNS = 15
MOST_BY_LOADER = {yaml.CSafeLoader: 1.5, yaml.CBaseLoader: 2}
"""The promise is held against the loader that others would use; the other does less."""


class Loaded(NamedTuple):
    """Medians over all runs, in seconds and as a ratio."""

    definitions: int
    loader: str
    seconds: float
    floor: float
    ratio: float
    most: float


def measure_loading(folder: Path) -> list[Loaded]:
    """The shipped workspace, filled up with copies of a plan, against both loaders."""
    indicators = folder / "indicators"
    shutil.copytree(SHIPPED, indicators)
    count = _fill(indicators)
    texts = [file.read_text("utf-8") for file in _files(indicators)]
    return [_measure(indicators, count, texts, loader) for loader in MOST_BY_LOADER]


def _fill(indicators: Path) -> int:
    """Copy a plan under new ids until there are as many definitions as wanted."""
    plans, faults = check_workspace(indicators)
    count = sum(len(plan.indicators) for plan in plans)
    each = next(len(plan.indicators) for plan in plans if plan.id == COPIED)
    copies = 0
    while count < WANTED:
        copies += 1
        target = indicators / f"{COPIED}-{copies}"
        shutil.copytree(indicators / COPIED, target)
        for file in target.rglob("*.yaml"):
            text = file.read_text("utf-8")
            file.write_text(text.replace(PREFIX, f"{PREFIX}C{copies}"), "utf-8")
        count += each
    plans, faults = check_workspace(indicators)
    if faults or sum(len(plan.indicators) for plan in plans) != count:
        message = "the copied definitions have faults of their own"
        raise RuntimeError(message)
    return count


def _files(indicators: Path) -> list[Path]:
    """The files that are read with the plans: not the worked examples, which are run apart."""
    return [file for file in sorted(indicators.rglob("*.yaml")) if file.parent.name != "cases"]


def _measure(indicators: Path, count: int, texts: list[str], loader: Any) -> Loaded:
    def parse() -> None:
        for text in texts:
            yaml.load(text, Loader=loader)

    pairs = [(_seconds(lambda: check_workspace(indicators)), _seconds(parse)) for _ in range(RUNS)]
    return Loaded(
        count,
        loader.__name__,
        statistics.median(one for one, _ in pairs),
        statistics.median(floor for _, floor in pairs),
        statistics.median(one / floor for one, floor in pairs),
        MOST_BY_LOADER[loader],
    )


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
