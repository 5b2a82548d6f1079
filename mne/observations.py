"""Every figure that was ever sent under a plan, in one file that can be added up quickly.

The file is a copy for reckoning, never evidence: evidence is what the archive keeps. It lies under
the workspace's cache, is named after the receipts that it was made from, and is made again as
soon as that set changes. It may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from mne.model import At, Observation, Plan, Receipt, at_text

FOLDER = "observations"
FORMAT = "1"
"""Raised whenever the columns change, so that an older file is never taken for a newer one."""
DIGITS, PLACES = 18, 4

Row = tuple[object, ...]
Backend = Any
Expression = Any
"""Of Ibis, which comes without types."""


class Keeper(Protocol):
    """What is needed of the archive."""

    def receipts(self, plan_id: str, /) -> tuple[Receipt, ...]:
        """Every receipt of a plan."""

    def observations(self, receipt: Receipt, plan: Plan, /) -> tuple[Observation, ...]:
        """What one receipt holds, read under a plan's definitions."""

    def definitions(self, digest: str, /) -> Plan | None:
        """The definitions of that digest, if they were kept."""


@dataclass(frozen=True, slots=True)
class ObservationTable:
    """The file of observations, and the engine that is to read it."""

    path: Path
    engine: str = "duckdb"
    """`duckdb` is embedded; otherwise the name or the address of another Ibis backend."""

    def read(self, backend: Backend) -> Expression:
        """The observations as a table of an engine that is open."""
        return backend.read_parquet(glob.escape(str(self.path)))


def load_observations(
    archive: Keeper, plan: Plan, cache: Path, engine: str = "duckdb"
) -> ObservationTable:
    """The plan's observations: as last written down, or read from the archive anew."""
    receipts = archive.receipts(plan.id)
    folder = cache / FOLDER / plan.id
    path = folder / f"{receipts_digest(receipts)}.parquet"
    if not path.is_file():
        pairs = _read_all(archive, plan, receipts)
        table = write_observations(pairs, path, engine)
        _remove_others(path)
        return table
    return ObservationTable(path, engine)


def forget_observations(cache: Path, plan: Plan) -> None:
    """Delete what was written down of a plan: something of it was removed from the archive."""
    shutil.rmtree(cache / FOLDER / plan.id, ignore_errors=True)


def receipts_digest(receipts: Sequence[Receipt]) -> str:
    """What a file of observations is named after: what it was made from, in any order."""
    lines = sorted(f"{one.id} {one.sha256} {one.definitions} {one.removed_by}" for one in receipts)
    return hashlib.sha256("\n".join([FORMAT, *lines]).encode()).hexdigest()[:32]


def write_observations(
    pairs: Iterable[tuple[str, Observation]], path: Path, engine: str = "duckdb"
) -> ObservationTable:
    """Write observations, each with the id of its receipt, never leaving half a file.

    Figures become decimals of 18 digits, 4 of them after the point; no float ever carries one.
    """
    import pyarrow as pa  # noqa: PLC0415  # slow to load, and checking a return needs none of it
    import pyarrow.parquet as pq  # noqa: PLC0415

    types = {"number": pa.decimal128(DIGITS, PLACES)}
    types |= dict.fromkeys(("period_start", "period_end"), pa.date32())
    schema = pa.schema([(name, types.get(name, pa.string())) for name in _COLUMNS])
    columns = zip(*_rows(pairs), strict=True)
    arrays = [pa.array(one, field.type) for one, field in zip(columns, schema, strict=False)]
    table = pa.Table.from_arrays(arrays, schema=schema) if arrays else schema.empty_table()
    path.parent.mkdir(parents=True, exist_ok=True)
    with _replacing(path) as unfinished:
        pq.write_table(table, unfinished, compression="zstd")
    return ObservationTable(path, engine)


_COLUMNS = (
    "receipt",
    "indicator",
    "period_start",
    "period_end",
    "reporter",
    "at",
    "part",
    "number",
    "text",
    "status",
    "sheet",
    "cell",
)


def _rows(pairs: Iterable[tuple[str, Observation]]) -> Iterator[Row]:
    for receipt, one in pairs:
        number = one.value if isinstance(one.value, Decimal) else None
        text = one.value.isoformat() if isinstance(one.value, date) else one.value
        yield (
            receipt,
            one.indicator,
            one.period.start,
            one.period.end,
            one.reporter,
            at_text(canonical_at(one.at)),
            one.part,
            number,
            text if isinstance(text, str) else None,
            one.status,
            one.cell.sheet if one.cell else None,
            one.cell.ref if one.cell else None,
        )


def canonical_at(at: At) -> At:
    """A place with its dimensions in one order: a crossed table turned round is the same."""
    return tuple(sorted(at))


def _read_all(
    archive: Keeper, plan: Plan, receipts: Sequence[Receipt]
) -> Iterator[tuple[str, Observation]]:
    """Each receipt is read under the definitions it was checked under, if they were kept."""
    plans: dict[str, Plan] = {plan.digest: plan}
    for receipt in sorted(receipts, key=lambda one: (one.slot.period, one.id)):
        if receipt.definitions not in plans:
            plans[receipt.definitions] = archive.definitions(receipt.definitions) or plan
        for observation in archive.observations(receipt, plans[receipt.definitions]):
            yield receipt.id, observation


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A new name in the same folder, which takes the place of `path` once it is whole."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".unfinished", dir=path.parent)
    os.close(handle)
    unfinished = Path(name)
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _remove_others(path: Path) -> None:
    """What was made from another set of receipts; one that is being read on Windows stays."""
    for other in path.parent.glob("*.parquet"):
        if other != path:
            with contextlib.suppress(OSError):
                other.unlink()
