"""The table as an engine reads it: which files it stands in, and what to do when they go away."""

from __future__ import annotations

import functools
import glob
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from mne.model import Observation

Backend = Any
Expression = Any
"""Of Ibis, which comes without types."""
_TIMES = 3

Rest = ParamSpec("Rest")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class ObservationTable:
    """The files of observations, and the engine that is to read them."""

    paths: tuple[Path, ...]
    """All files, by name: what another process adds meanwhile is not seen."""
    engine: str = "duckdb"
    """`duckdb` is embedded; otherwise the name or the address of another Ibis backend."""
    renew: Callable[[], ObservationTable] | None = field(default=None, compare=False, repr=False)
    """The same table from whole files again; None where the file is nobody's cache."""

    def read(self, backend: Backend) -> Expression:
        """The observations as a table of an engine that is open."""
        import ibis  # noqa: PLC0415  # slow to load, and checking a return needs none of it

        names = [glob.escape(str(path)) for path in self.paths]
        if not names:
            from mne.observations.rows import no_rows  # noqa: PLC0415

            return ibis.memtable(no_rows())
        if backend.name == "duckdb":
            # The names of the folders say nothing that the columns do not say.
            return backend.read_parquet(names, hive_partitioning=False)
        return ibis.union(*map(backend.read_parquet, names))  # one file is what every engine takes


def while_it_lasts(
    ask: Callable[Concatenate[ObservationTable, Rest], Answer],
) -> Callable[Concatenate[ObservationTable, Rest], Answer]:
    """Ask anew where the cache was deleted or replaced under the engine's hands.

    Each engine has errors of its own for that, so what counts is whether the files are all there.
    """

    @functools.wraps(ask)
    def asked(table: ObservationTable, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Answer:
        for _ in range(_TIMES):
            try:
                return ask(table, *args, **kwargs)
            except Exception:
                if table.renew is None or _all_there(table.paths):
                    raise
                table = table.renew()
        return ask(table, *args, **kwargs)

    return asked


def _all_there(paths: Iterable[Path]) -> bool:
    from mne.observations.file import look_at  # noqa: PLC0415  # needs the engine's libraries

    return all(map(look_at, paths))


def write_observations(
    pairs: Iterable[tuple[str, Observation]], path: Path, engine: str = "duckdb"
) -> ObservationTable:
    """Write observations, each with the id of its receipt, into one file, never leaving half."""
    from mne.observations import file, rows  # noqa: PLC0415  # need the engine's libraries

    path.parent.mkdir(parents=True, exist_ok=True)
    with file.replacing(path) as unfinished:
        file.write_parquet(rows.rows_of(pairs), unfinished)
    return ObservationTable((path,), engine)
