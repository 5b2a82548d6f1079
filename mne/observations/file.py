"""One file of the table: named after its own bytes, and holding the list of what it was made from.

So nothing beside it can disagree with it: a file that is cut short or altered is not what its name
says, and is nobody's; and what is in the others is not touched by that.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mne.observations.rows import Table, in_order

FORMAT = "2"
"""Raised whenever rows are made otherwise, so that an older file is never taken for a newer one."""
_ORIGINS = b"mne"
_NAME = 32
_MISFITS = (OSError, pa.ArrowInvalid, KeyError, TypeError, ValueError)


class Origin(NamedTuple):
    """What the rows of a receipt were made from, beside the receipt itself."""

    sha256: str
    """Of the file that was sent."""
    definitions: str
    """The digest of the definitions under which it was read."""


Origins = Mapping[str, Origin]
"""By the id of the receipt; one without any answers has its place too."""


class Piece(NamedTuple):
    """Rows that are to be written, and what they were made from."""

    origins: Origins
    rows: Table


class File(NamedTuple):
    """A file that is what its name says."""

    path: Path
    origins: Origins
    rows: int

    def read(self, receipts: Collection[str] | None = None) -> Piece:
        """Its rows, or those of some of its receipts."""
        with pq.ParquetFile(self.path) as opened:
            rows = opened.read()
        if receipts is None:
            return Piece(self.origins, rows)
        rows = rows.filter(pc.is_in(rows["receipt"], pa.array(receipts, pa.string())))
        return Piece({one: self.origins[one] for one in receipts}, rows)


def look_at(path: Path) -> File | None:
    """What a file holds; None where it is not what its name says, or of another version."""
    try:
        with path.open("rb") as opened:
            if _name_of(opened) != path.stem:
                return None
            opened.seek(0)
            found = pq.read_metadata(opened)
        told = json.loads(found.metadata[_ORIGINS])
        if told["format"] != FORMAT:
            return None
        origins = {receipt: Origin(*one) for receipt, one in told["receipts"].items()}
        return File(path, origins, found.num_rows)
    except _MISFITS:
        return None


def write_pieces(folder: Path, pieces: Collection[Piece]) -> Path:
    """One new file of several pieces, whole or not at all; the same pieces are the same file."""
    folder.mkdir(parents=True, exist_ok=True)
    origins = {receipt: one for piece in pieces for receipt, one in piece.origins.items()}
    told = {"format": FORMAT, "receipts": dict(sorted(origins.items()))}
    rows = in_order(*(piece.rows for piece in pieces))
    with _unfinished(folder) as unfinished:
        write_parquet(rows, unfinished, {_ORIGINS: json.dumps(told)})
        with unfinished.open("rb") as opened:
            path = folder / f"{_name_of(opened)}.parquet"
        try:
            unfinished.replace(path)
        except PermissionError:  # of Windows, where the same file is being read
            if look_at(path) is None:
                raise
    return path


def write_parquet(rows: Table, path: Path, told: Mapping[bytes, str] | None = None) -> None:
    """Rows as Parquet, with what is told of them at the end of the file."""
    options = {"compression": "zstd", "store_schema": False, "store_decimal_as_integer": True}
    with pq.ParquetWriter(path, rows.schema, **options) as writer:
        writer.write_table(rows)
        writer.add_key_value_metadata(told or {})


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new name in the same folder, which takes the place of `path` once it is whole."""
    with _unfinished(path.parent) as unfinished:
        yield unfinished
        unfinished.replace(path)


@contextlib.contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(prefix=".", suffix=".unfinished", dir=folder)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _name_of(opened: object) -> str:
    return hashlib.file_digest(opened, "sha256").hexdigest()[:_NAME]  # type: ignore[arg-type]
