"""The edge of the machine: folders and files that are on disk when we say so, or not at all.

Everything that changes the archive goes through here. A thing is built in the staging folder,
written through to the disk, and moved to its place by one rename; only one process at a time may
do so. Links are never followed: a link in the archive leads out of what its digests cover.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from mne.errors import BusyError, IntegrityError, MachineError

STAGING, LOCK = ".staging", ".lock"


@contextmanager
def writing(folder: Path, patience: float) -> Iterator[Path]:
    """Hold the archive's lock and give an empty staging folder, which is emptied again at the end.

    What a crash left in staging is swept first: whoever held the lock then is no more.
    """
    with explained(folder):
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)  # another writer may be first
            _sync(folder.parent)
        lock = FileLock(_no_link(folder / LOCK), timeout=patience)
        staging = _no_link(folder / STAGING)
        try:
            lock.acquire()
        except Timeout as error:
            raise BusyError(
                "archive-busy", path=str(folder / LOCK), seconds=f"{patience:g}"
            ) from error
        try:
            if staging.exists():
                shutil.rmtree(staging)
            staging.mkdir()
            try:
                yield staging
            finally:
                # The next writer sweeps what cannot be removed now; the first error matters more.
                shutil.rmtree(staging, ignore_errors=True)
        finally:
            lock.release()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the machine's refusal to write into an error that says what it refused, and why."""
    try:
        yield
    except OSError as error:
        where, reason = error.filename or path, error.strerror or type(error).__name__
        raise MachineError("archive-not-writable", path=str(where), reason=reason) from error


def write_file(path: Path, content: bytes) -> None:
    """A new file, its folder made where needed; `publish` sees to it that it reaches the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def publish(built: Path, target: Path, folder: Path) -> None:
    """Move a built folder to its place below `folder`: the moment from which it exists.

    All of it is on disk before. The folders above are written through after, so that the new name
    is on disk too when this returns.
    """
    _write_through(built)
    above = target.parents[: target.parents.index(folder)]  # nearest first
    try:
        for parent in reversed(above):
            _no_link(parent).mkdir(exist_ok=True)
        if os.path.lexists(target):
            raise IntegrityError("receipt-unreadable", path=str(target), reason="in the way")
        built.rename(target)
    except OSError:
        _remove_empty(above)
        raise
    for parent in (*above, folder):
        _sync(parent)


def _remove_empty(folders: Sequence[Path]) -> None:
    """Take back the folders that were made for nothing; one with something in it stays."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _write_through(built: Path) -> None:
    for name, _, files in os.walk(built, topdown=False):
        for file in files:
            _sync(Path(name, file))
        _sync(Path(name))


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # Windows keeps folders by itself and cannot open them
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _no_link(path: Path) -> Path:
    if path.is_symlink():
        raise IntegrityError("archive-link", path=str(path))
    return path


def folders_in(path: Path, archive: Path) -> Iterator[Path]:
    """The folders in a folder, by name; hidden ones, files and a missing folder are passed over."""
    with _reading(path):
        if archive.exists() and not archive.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "this is no folder", str(archive))
        try:
            _refuse_links(path, archive)
            found = sorted(os.scandir(path), key=lambda entry: entry.name)
        except FileNotFoundError:
            return
        folders = []
        for entry in found:
            if entry.is_symlink():
                raise IntegrityError("archive-link", path=entry.path)
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                folders.append(Path(entry))
    yield from folders


def state_of(path: Path) -> object:
    """What changes when something is put into a folder or taken out; None where there is none."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_nlink


def read_file(path: Path, archive: Path) -> bytes:
    """The bytes of a file of the archive; FileNotFoundError where there is none."""
    with _reading(path):
        _refuse_links(path, archive)
        return path.read_bytes()


def _refuse_links(path: Path, archive: Path) -> None:
    """Every step from the archive's folder to the path must be what it seems."""
    step = str(archive)
    for name in path.relative_to(archive).parts:
        step = os.path.join(step, name)  # noqa: PTH118 - several times as fast as a Path, at every read
        if stat.S_ISLNK(os.lstat(step).st_mode):
            raise IntegrityError("archive-link", path=step)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileNotFoundError(2, "not there", str(path)) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise MachineError("archive-not-readable", path=str(path), reason=reason) from error
