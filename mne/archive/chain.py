"""Keeps the chain of digests: one line for everything that was ever kept, in that order.

It is a plain file in the format of `sha256sum`, so that anybody can check it without this program.
How many lines it has and the digest of them, kept elsewhere on paper or in a letter, proves
everything up to that line; see docs/the-archive.md.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from mne.archive import disk
from mne.archive.bag import TAG_MANIFEST
from mne.errors import IntegrityError

CHECKPOINTS = "checkpoints"
CHAIN = f"{CHECKPOINTS}/chain.sha256"


_WHOLE = re.compile(rb"(?:[0-9a-f]{64}  [^\r\n]+\n)*+")
_NUMBERED = re.compile(r"(.+/[rdc])(\d{4,})")


class Head(NamedTuple):
    """How far the chain goes, and what proves it so far."""

    lines: int
    sha256: str
    """Of the bytes of so many lines."""

    def __str__(self) -> str:
        return f"{self.lines} {self.sha256}"


def chain_line(built: Path, target: str) -> str:
    """The line of what was built: a file's digest, or that of a bag's tag manifest."""
    is_bag = built.is_dir()
    digest = hashlib.sha256((built / TAG_MANIFEST if is_bag else built).read_bytes()).hexdigest()
    return f"{digest}  {target}/{TAG_MANIFEST}" if is_bag else f"{digest}  {target}"


def whole_chain(folder: Path) -> bytes:
    """The chain, as it may be extended; empty where nothing was ever kept.

    IntegrityError where a line is none, or it is gone though something was kept.
    """
    content = read_chain(folder)
    if not _WHOLE.fullmatch(content):
        raise IntegrityError("chain-damaged", path=str(folder / CHAIN))
    if not content and _holds_something(folder):
        raise IntegrityError("chain-missing", path=str(folder / CHAIN))
    return content


def has_line_before(chain: bytes, target: str) -> bool:
    """Whether the chain has a line for what is numbered before this; so it has for the first."""
    found = _NUMBERED.fullmatch(target)
    if found is None or int(found[2]) == 1:
        return True
    before = f"  {found[1]}{int(found[2]) - 1:04d}/{TAG_MANIFEST}\n"
    return before.encode() in chain


def read_chain(folder: Path) -> bytes:
    """All lines; nothing where there is no chain yet."""
    try:
        return disk.read_file(folder / CHAIN, folder)
    except FileNotFoundError:
        return b""


def chain_head(folder: Path) -> Head:
    """How far the chain goes now."""
    content = read_chain(folder)
    return Head(content.count(b"\n"), hashlib.sha256(content).hexdigest())


def extend_chain(folder: Path, size: int, lines: Iterable[str]) -> None:
    """Add lines after so many bytes, and cut off what a crash may have left there of them."""
    path = disk.no_link(folder / CHAIN)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(handle, "r+b") as file:
        file.truncate(size)
        file.seek(size)
        file.write("".join(f"{line}\n" for line in lines).encode())
        file.flush()
        os.fsync(file.fileno())
    disk.sync(path.parent)  # even where it is not new: whoever made it may have been stopped
    disk.sync(folder)


def _holds_something(folder: Path) -> bool:
    """Whether there is any file below a folder that is not hidden."""
    inside = (folder / name for name in disk.folders_in(folder, folder))
    return any(files for one in inside for _, _, files in os.walk(one))
