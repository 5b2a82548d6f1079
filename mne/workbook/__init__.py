"""From a file somebody sent to its cells: gate first, then a reader in a process of its own.

`read_workbook` reads one file. `start_reading` begins and gives back a promise, so that slow
imports can happen while the child reads. Every way in which a file can be unreadable is an
`UnreadableError` whose code and facts are listed in `faults`; nothing else comes out of here.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import cast

from mne.errors import UnreadableError
from mne.workbook.cells import Kind, Sheet, Workbook, parse_answer
from mne.workbook.csvfile import read_csv
from mne.workbook.faults import FAULTS, Refusal
from mne.workbook.gate import MAX_FILE_BYTES, find_kind, inspect_container
from mne.workbook.process import ReaderProcess, reader_version

__all__ = ["FAULTS", "PendingRead", "Sheet", "Workbook", "read_workbook", "start_reading"]


def read_workbook(path: Path) -> Workbook:
    """The workbook at `path`, or an `UnreadableError` that says why not."""
    return start_reading(path).workbook()


def start_reading(path: Path) -> PendingRead:
    """Take the file's bytes, look them over, and set a child to reading them."""
    return PendingRead(path)


class PendingRead:
    """A file being read; ask it once for the `workbook`."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._process: ReaderProcess | None = None
        self._refusal: Refusal | None = None
        self._data = b""
        try:
            # Read once: digest, gate and child all see these bytes, whatever happens to the file.
            self._data = _read_bytes(path)
            self._kind = _find_kind(self._data, self._name)
            if self._kind != "csv":
                self._process = ReaderProcess(self._data, self._kind)
        except Refusal as refusal:
            self._refusal = refusal

    def workbook(self) -> Workbook:
        """Wait for the child and give what it read, or raise the `UnreadableError`."""
        try:
            if self._refusal is not None:
                raise self._refusal
            return self._finish()
        except Refusal as refusal:
            raise UnreadableError(refusal.code, file=self._name, **refusal.params) from None

    def _finish(self) -> Workbook:
        digest = hashlib.sha256(self._data).hexdigest()
        if self._process is None:
            sheets: tuple[Sheet, ...] = (read_csv(self._data, digest),)
            reader = "csv"
        else:
            sheets = parse_answer(self._process.answer(), digest)
            reader = reader_version()
        return Workbook(self._name, digest, len(self._data), self._kind, sheets, reader)


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError:
        raise Refusal("file-missing") from None


def _find_kind(data: bytes, name: str) -> Kind:
    if find_kind(data, name) == "csv":
        return "csv"
    return cast("Kind", inspect_container(data, name))
