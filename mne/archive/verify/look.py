"""Looks at folders and files without trusting them: nothing is followed, nothing odd is opened.

What a folder holds is told by its kind before any of it is opened. A file is opened without
following a link and without waiting, and read only if it is a plain file with this one name.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

FILE, FOLDER = "file", "folder"
AT_ONCE, ANY_SIZE = 1 << 24, 1 << 60
"""Bytes: of a larger file the content is not handed on."""

_PIECE = 1 << 20
_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)  # Windows has some of them
_KINDS = {
    stat.S_IFLNK: "symlink",
    stat.S_IFIFO: "fifo",
    stat.S_IFSOCK: "socket",
    stat.S_IFREG: FILE,
    stat.S_IFDIR: FOLDER,
}
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)\s*(\..*)?", re.IGNORECASE)
_FORBIDDEN = frozenset('\\/:*?"<>|')


class UnsafeError(Exception):
    """A thing that is not read; the first argument says what it is."""


class DiskError(Exception):
    """A file that the disk cannot give back any more; the first argument says why."""


def entries_of(folder: str) -> dict[str, str]:
    """What each name in a folder is: `file`, `folder`, or something that must not be there."""
    with os.scandir(folder) as found:
        return {
            entry.name: FILE if entry.is_file(follow_symlinks=False) else _kind(entry)
            for entry in found
        }


def _kind(entry: os.DirEntry[str]) -> str:
    if entry.is_dir(follow_symlinks=False):
        return FOLDER
    return kind_of(os.lstat(entry.path))


def kind_of(state: os.stat_result) -> str:
    """The same for one thing that was looked at by itself."""
    return _KINDS.get(stat.S_IFMT(state.st_mode), "device")


def unsafe_names(names: Iterable[str]) -> dict[str, str]:
    """The names that not every machine could hold, and why; of names alike in all but case, all."""
    return dict(_unsafe_names(frozenset(names)))


@lru_cache(2_000)  # most folders hold the same few names
def _unsafe_names(names: frozenset[str]) -> dict[str, str]:
    unsafe = {}
    alike: dict[str, str] = {}
    for name in names:
        if not _is_safe(name):
            unsafe[name] = "unsafe-name"
        other = alike.setdefault(_folded(name), name)
        if other != name:
            unsafe[name] = unsafe[other] = "case-clash"
    return unsafe


def _is_safe(name: str) -> bool:
    odd = any(one in _FORBIDDEN or unicodedata.category(one) in {"Cc", "Cs"} for one in name)
    return not odd and name[-1] not in ". " and not _RESERVED.fullmatch(name)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def read_plain(path: str, whole: int = AT_ONCE) -> tuple[str, bytes]:
    """The SHA-256 of a file and its bytes; of one larger than `whole` the digest alone.

    UnsafeError where it is no plain file, or has a second name somewhere. DiskError where the disk
    has lost it.
    """
    try:
        handle = os.open(path, _FLAGS)
        try:
            state = os.fstat(handle)
            if not stat.S_ISREG(state.st_mode):
                raise UnsafeError(kind_of(state))
            if state.st_nlink > 1:
                raise UnsafeError("hard-link")
            return _read(handle, state.st_size, whole)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise UnsafeError("symlink") from error
        if error.errno == errno.EIO:
            raise DiskError(error.strerror) from error
        raise


def look_and_read(path: str) -> tuple[str, bytes]:
    """The same for a file, of any size, that was not looked at before as one of a folder."""
    what = kind_of(os.lstat(path))
    if what != FILE:
        raise UnsafeError(what)
    return read_plain(path, ANY_SIZE)


def _read(handle: int, size: int, whole: int) -> tuple[str, bytes]:
    if size <= whole:
        content = os.read(handle, size + 1)
        if len(content) == size:
            return hashlib.sha256(content).hexdigest(), content
        os.lseek(handle, 0, os.SEEK_SET)
    pieces, digest = [], hashlib.sha256()
    while piece := os.read(handle, _PIECE):
        digest.update(piece)
        if size <= whole:
            pieces.append(piece)
    return digest.hexdigest(), b"".join(pieces)


def is_in_place(root: str, path: str) -> bool:
    """Whether a path is there, and every folder on the way to it is one and no link."""
    *above, last = path.split("/")
    step = root
    try:
        for name in above:
            step = f"{step}/{name}"
            if not stat.S_ISDIR(os.lstat(step).st_mode):
                return False
        os.lstat(f"{step}/{last}")
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True
