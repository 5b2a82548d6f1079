"""The edge of the machine: files that are read and written, and on the disk when we say so.

Links are never followed: a link in the archive leads out of what its digests cover.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mne.errors import IntegrityError, MachineError


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the machine's refusal to write into an error that says what it refused, and why."""
    try:
        yield
    except OSError as error:
        where, reason = error.filename or path, error.strerror or type(error).__name__
        raise MachineError("archive-not-writable", path=str(where), reason=reason) from error


def write_file(path: Path, content: bytes) -> None:
    """A new file, its folder made where needed; `commit` sees to it that it reaches the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def write_through(built: Path) -> None:
    """See to it that a file, or a folder with all that is in it, is on the disk."""
    if built.is_file():
        sync(built)
        return
    for name, _, files in os.walk(built, topdown=False):
        for file in files:
            sync(Path(name, file))
        sync(Path(name))


def sync(path: Path) -> None:
    """See to it that a file, or the names in a folder, are on the disk."""
    if os.name == "nt" and path.is_dir():  # Windows keeps folders by itself and cannot open them
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def no_link(path: Path) -> Path:
    """The path itself; IntegrityError where it is a link, which leads out of the archive."""
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
