"""Writes and reads a checkpoint: how far the chain of digests went at a moment, signed or not.

It is signed with an ordinary SSH key by `ssh-keygen`; anybody can check it with that program.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from mne.archive.chain import Head

STATEMENT, SIGNATURE = "checkpoint.txt", "checkpoint.txt.sig"
NAMESPACE = "mne-archive"
"""What a signature is for: one made for something else is none for a checkpoint."""
_FIRST_LINE = "mne-archive checkpoint 1"
_NAME = re.compile(r"c\d{4,}")
_TEXT = re.compile(
    rf"{_FIRST_LINE}\nlines (?P<lines>[1-9]\d*|0)\nsha256 (?P<sha256>[0-9a-f]{{64}})\n"
    r"on (?P<on>\S+)\n(?:key (?P<key>SHA256:\S+)\n)?",
)


class Signer(NamedTuple):
    """Whoever signs: the fingerprint of the key, and what signs with it."""

    key: str
    sign: Callable[[bytes], bytes]


class Checkpoint(NamedTuple):
    """What a checkpoint states."""

    head: Head
    on: datetime
    key: str
    """The fingerprint of the key that it is signed with; empty where it is not signed."""


def checkpoint_name(number: int) -> str:
    """The name of a checkpoint's folder."""
    return f"c{number:04d}"


def is_checkpoint(name: str) -> bool:
    """Whether a folder has the name of one that holds a checkpoint."""
    return bool(_NAME.fullmatch(name))


def write_checkpoint(head: Head, on: datetime, signer: Signer | None) -> dict[str, bytes]:
    """The files of a checkpoint: the statement, and its signature."""
    key = f"key {signer.key}\n" if signer else ""
    statement = f"{_FIRST_LINE}\nlines {head.lines}\nsha256 {head.sha256}\n"
    text = f"{statement}on {on.isoformat()}\n{key}".encode()
    return {STATEMENT: text} | ({SIGNATURE: signer.sign(text)} if signer else {})


def read_checkpoint(text: str) -> Checkpoint:
    """What `write_checkpoint` was given; ValueError where it is something else."""
    found = _TEXT.fullmatch(text)
    if found is None:
        raise ValueError("it is no statement of a checkpoint")
    head = Head(int(found["lines"]), found["sha256"])
    return Checkpoint(head, datetime.fromisoformat(found["on"]), found["key"] or "")
