"""Reads what strace recorded: which call of a process touched which path, in which order."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


WRITING = _names(
    "write pwrite64 writev pwritev pwritev2 sendfile copy_file_range splice truncate ftruncate"
    " fallocate"
)
RENAMING = _names("rename renameat renameat2")
OPENING = _names("open openat creat")
SYNCING = _names("fsync fdatasync")
MAKING = _names("mkdir mkdirat link linkat symlink symlinkat mknod mknodat")
REMOVING = _names("unlink unlinkat rmdir")
DRESSING = _names(
    "chmod fchmod fchmodat chown fchown fchownat lchown utime utimes utimensat futimesat setxattr"
    " fsetxattr lsetxattr"
)
CHANGING = WRITING | RENAMING | OPENING | SYNCING | MAKING | REMOVING | DRESSING
"""Calls that can change what is on disk; an opening does where it makes or empties a file."""
READING = _names(
    "access faccessat faccessat2 chdir fchdir close dup dup2 dup3 execve fadvise64 fcntl fgetxattr"
    " flock fstat fstatfs getcwd getdents getdents64 getxattr ioctl lgetxattr lseek listxattr"
    " llistxattr lstat mmap newfstatat poll pread64 preadv preadv2 pselect6 read readlink"
    " readlinkat readv select stat statfs statx"
)
"""Calls that change nothing on disk. What is in neither list is asked about, not passed over."""

_NAMING = (CHANGING - WRITING) | {"truncate", "chdir", "execve"}
"""Calls whose texts are paths, from where the process stands; elsewhere they may be anything."""

_TEXT = r'"((?:[^"\\]|\\.)*)"(?:\.\.\.)?'
_HANDLE = r"(?:AT_FDCWD|\d+)<((?:[^<>\\]|\\.|<[^<>]*>)*)>"
_ARGUMENT = re.compile(f"(?:(?P<at>{_HANDLE}), )?{_TEXT}|{_HANDLE}")
_LINE = re.compile(r"^(?:(\d+) +)?(\w+)\((.*)$")
_RESUMED = re.compile(r"^(?:(\d+) +)?<\.\.\. (\w+) resumed>(.*)$")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)")
_UNFINISHED = " <unfinished ...>"
_PLAIN = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"v": b"\v", b"f": b"\f"}


@dataclass(frozen=True, slots=True)
class Call:
    """One system call."""

    process: str
    name: str
    paths: tuple[str, ...]
    """Absolute, in the order in which they were given."""
    said: tuple[str, ...]
    """The same as they were given: this is how strace is told to look out for them."""
    rest: str
    """Everything after the bracket, as recorded: flags and result."""

    @property
    def failed(self) -> bool:
        """Whether it was refused, or whoever called was killed before it happened."""
        return " = -1 " in self.rest or self.rest.endswith("= ?")

    @property
    def changes(self) -> bool:
        """Whether it changed something on disk, or saw to it that a change got there."""
        if self.failed:
            return False
        if self.name == "creat" or self.name not in OPENING:
            return self.name in CHANGING
        return "O_CREAT" in self.rest or "O_TRUNC" in self.rest

    def __str__(self) -> str:
        return f"{self.name} {' -> '.join(self.paths)}"


def calls_in(log: str, folder: str) -> list[Call]:
    """The calls of a log of `strace -y`, in order; it began in `folder`."""
    folder_by_process: dict[str, str] = {}
    calls = []
    for process, name, rest in _whole_lines(log.splitlines()):
        here = folder_by_process.get(process, folder)
        call = _call(process, name, rest, here)
        if name in {"chdir", "fchdir"} and not call.failed:
            folder_by_process[process] = call.paths[-1]
        calls.append(call)
    return calls


def _whole_lines(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """(process, name, the rest) of each call; one that another interrupted is put together."""
    begun: dict[str, str] = {}
    for line in lines:
        if resumed := _RESUMED.match(line):
            process, name, rest = resumed.groups()
            yield process or "", name, begun.pop(process or "", "") + rest
        elif found := _LINE.match(line):
            process, name, rest = found.groups()
            if rest.endswith(_UNFINISHED):
                begun[process or ""] = rest.removesuffix(_UNFINISHED)
            else:
                yield process or "", name, rest


def _call(process: str, name: str, rest: str, here: str) -> Call:
    said, paths = [], []
    given = rest.rpartition(" = ")[0] or rest
    for found in _ARGUMENT.finditer(given):
        of_at, text, handle = found[2], found[3], found[4]
        if text is not None and (name in _NAMING or text.startswith("/")):
            written = _decoded(text)
            said.append(written)
            base = _decoded(of_at) if of_at is not None else here
            paths.append(os.path.normpath(f"{base}/{written}" if written[:1] != "/" else written))
        elif (handle := handle if handle is not None else of_at) is not None:
            said.append(_decoded(handle))
            paths.append(_decoded(handle))
    return Call(process, name, tuple(paths), tuple(said), rest)


def _decoded(text: str) -> str:
    def letter(found: re.Match[bytes]) -> bytes:
        code = found[1]
        if code[:1].isdigit():
            return bytes([int(code, 8)])
        return _PLAIN.get(code, code)

    return os.fsdecode(_ESCAPE.sub(letter, text.encode("utf-8", "surrogateescape")))


def touching(calls: Iterable[Call], root: Path) -> list[Call]:
    """Those that name something in a folder; every one of them is known for what it does."""
    inside = str(root)
    found = [
        call
        for call in calls
        if any(path == inside or path.startswith(f"{inside}/") for path in call.paths)
    ]
    unknown = {call.name for call in found} - CHANGING - READING
    if unknown:
        raise ValueError(f"nobody has said whether these change anything: {sorted(unknown)}")
    return found


@cache
def why_not() -> str:
    """Why strace cannot be used here; empty where it can."""
    if not shutil.which("strace"):
        return "strace is not installed"
    tried = subprocess.run(
        ["strace", "-o", os.devnull, sys.executable, "-S", "-c", ""],
        capture_output=True,
        text=True,
        check=False,
    )
    return f"strace cannot trace here: {tried.stderr.strip()}" if tried.returncode else ""
