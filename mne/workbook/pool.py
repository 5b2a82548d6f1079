"""Keeps a few reading processes warm, and hands them files as they come.

A process that has started, and loaded its reader, takes the next file at once. It is never used for
ever: after so many files, or once something went wrong in it, another takes its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from mne import __version__
from mne.errors import UnreadableError
from mne.workbook.cells import Sheet, Workbook, parse_answer
from mne.workbook.csvfile import read_csv
from mne.workbook.faults import Refusal, too_large
from mne.workbook.gate import MAX_FILE_BYTES, find_kind
from mne.workbook.process import ReaderProcess, reader_version

FILES_EACH = 250
MOST_WARM = 2
SHORT_WAY = f"npa-mne {__version__}"
"""What read a workbook that is written plainly; of others a receipt names the fast reader."""


class Readers:
    """Reading processes for `files` files or so; use it in a `with`, which ends them.

    With `old` they read an .xls of Excel 97-2003 too.
    """

    def __init__(self, files: int = 1, *, old: bool = False) -> None:
        self.old = old
        self._files_each = min(files, FILES_EACH)
        self._warm: list[ReaderProcess] = []
        self._busy: set[ReaderProcess] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for process in (*self._warm, *self._busy):
            process.close()
        self._warm.clear()
        self._busy.clear()

    def start(self, path: Path) -> PendingRead:
        """Take the file's bytes, look them over, and set a process to reading them."""
        return PendingRead(self, path.name or str(path), partial(_read_bytes, path))

    def read_bytes(self, name: str, data: bytes) -> Workbook:
        """The workbook that these bytes are."""
        return PendingRead(self, name, lambda: data).workbook()

    def mark(self, data: bytes, wish: bytes) -> bytes:
        """What the process makes of a workbook in which something is to be marked."""
        return self.answer_of(self.ask(data, wish))

    def ask(self, data: bytes, wish: bytes = b"") -> ReaderProcess:
        """A process that now reads these bytes, or marks them as is wished."""
        process = self._warm.pop() if self._warm else ReaderProcess(self._files_each)
        self._busy.add(process)
        process.ask(data, wish)
        return process

    def answer_of(self, process: ReaderProcess) -> bytes:
        """What it answered; the process is warm for the next file, if it may take one."""
        try:
            return process.answer()
        finally:
            self._busy.discard(process)
            if process.left and len(self._warm) < MOST_WARM:
                self._warm.append(process)
            else:
                process.close()


class PendingRead:
    """A file being read; ask it once for the `workbook`."""

    def __init__(self, readers: Readers, name: str, take: Callable[[], bytes]) -> None:
        self._readers = readers
        self._name = name
        self._process: ReaderProcess | None = None
        self._refusal: Refusal | None = None
        self._data = b""
        try:
            # Read once: digest, gate and child all see these bytes, whatever happens to the file.
            self._data = take()
            if find_kind(self._data, self._name, old=readers.old) != "csv":
                self._process = readers.ask(self._data)
        except Refusal as refusal:
            self._refusal = refusal

    def workbook(self) -> Workbook:
        """Wait for the process and give what it read, or raise the `UnreadableError`."""
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
            return Workbook(self._name, digest, len(self._data), "csv", sheets, "csv")
        kind, plain, sheets = parse_answer(self._readers.answer_of(self._process), digest)
        reader = SHORT_WAY if plain else reader_version()
        return Workbook(self._name, digest, len(self._data), kind, sheets, reader)


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
            size = path.stat().st_size
    except IsADirectoryError:
        raise Refusal("file-folder") from None
    except OSError:
        raise Refusal("file-missing") from None
    if len(data) > MAX_FILE_BYTES:
        raise too_large("file-bytes", max(size, len(data)), MAX_FILE_BYTES)
    return data
