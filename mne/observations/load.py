"""Finds out which receipts stand in the files already, and adds those that do not.

Only what decides about a receipt's rows is asked: whether the file is whole, from which bytes they
were read, and under which definitions. Whatever a stopped, a second or a tampering process left
behind is so either taken as it is or thrown away.
"""

from __future__ import annotations

import functools
import shutil
from contextlib import suppress
from pathlib import Path

from mne.model import Plan
from mne.observations.given import Keeper
from mne.observations.table import ObservationTable

FOLDER = "observations"
_TIMES = 3
_PULLED_AWAY = (FileNotFoundError, FileExistsError, NotADirectoryError)


def load_observations(
    archive: Keeper, plan: Plan, cache: Path, engine: str = "duckdb"
) -> ObservationTable:
    """The plan's observations: as written down before, and what came since from the archive."""
    from mne.observations import build  # noqa: PLC0415  # needs the engine's libraries

    _remove_earlier_layout(cache)
    folder = _folder_of(cache, plan)
    renew = functools.partial(load_observations, archive, plan, cache, engine)
    for _ in range(_TIMES - 1):
        with suppress(*_PULLED_AWAY):  # the cache was deleted meanwhile: what is gone is made again
            return ObservationTable(build.whole_files(archive, plan, folder), engine, renew)
    return ObservationTable(build.whole_files(archive, plan, folder), engine, renew)


def forget_observations(cache: Path, plan: Plan, receipt: str) -> None:
    """Take a receipt's rows out of every file: its content was removed from the archive."""
    _remove_earlier_layout(cache)
    folder = _folder_of(cache, plan)
    if folder.exists():
        from mne.observations import build  # noqa: PLC0415  # needs the engine's libraries

        build.forget(folder, receipt)


def _folder_of(cache: Path, plan: Plan) -> Path:
    return cache / FOLDER / f"plan={plan.id}"


def _remove_earlier_layout(cache: Path) -> None:
    """Nobody reads those folders, `PLAN/` without `plan=`, but they may hold what was removed."""
    for path in (cache / FOLDER).glob("*/"):
        if not path.name.startswith("plan="):
            shutil.rmtree(path, ignore_errors=True)
